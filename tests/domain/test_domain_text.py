"""Spans, the stored form, UTF-16 and token boundaries, on texts that get them wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import TextError
from annotator.domain.text import (
    Span,
    Utf16,
    clean,
    covered,
    dice,
    edge_after,
    edge_before,
    end_before,
    is_character_boundary,
    is_token_boundary,
    ordered,
    paragraph_at,
    sha256,
    shared_length,
    snap,
    start_after,
    token_at,
    total_length,
    words,
)

FAMILY = "👩\u200d👩\u200d👧"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab é'’.,-_ \t\n\r\u2028\u00a0“”«»12한習テ「」שלםعرب🏭🇩🇰"),
        st.sampled_from("\u0301\u200d\u00ad\ufeff\U0001d518\ufe0f🏽"),
        st.characters(min_codepoint=1, exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def tokens(text: str) -> list[str]:
    """The pieces between token boundaries, blanks left out."""
    edges = [at for at in range(len(text) + 1) if is_token_boundary(text, at)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    return [each for each in pieces if not each.isspace()]


# ---------------------------------------------------------------------------------------------- spans


def test_a_span_knows_its_words_and_neighbours() -> None:
    text = "Zoé 🏭 ok"
    assert Span(4, 6 + 1).of(text) == "🏭 o"
    assert Span(0, 3).length == 3
    assert Span(0, 3).overlaps(Span(2, 9))
    assert not Span(0, 3).overlaps(Span(3, 9))
    assert Span(0, 9).contains(Span(0, 9))
    assert not Span(1, 9).contains(Span(0, 9))


def test_ordered_sorts_joins_and_drops() -> None:
    assert ordered([Span(8, 9), Span(0, 3), Span(2, 5), Span(6, 6)]) == (Span(0, 5), Span(8, 9))
    assert ordered([Span(0, 3), Span(3, 5)]) == (Span(0, 3), Span(3, 5))
    assert ordered([Span(0, 9), Span(2, 3)]) == (Span(0, 9),)
    assert ordered([]) == ()


def test_covered_by_fragments_that_touch() -> None:
    assert covered((Span(0, 5), Span(5, 9)), (Span(3, 7),))
    assert not covered((Span(0, 5), Span(6, 9)), (Span(3, 7),))
    assert covered((Span(0, 5), Span(6, 9)), (Span(1, 2), Span(6, 9)))
    assert covered((Span(0, 1),), ())


def test_dice_counts_code_points() -> None:
    assert dice((Span(0, 4),), (Span(2, 6),)) == 0.5
    assert dice((Span(0, 4),), (Span(4, 6),)) == 0
    assert dice((), ()) == 1
    assert dice((Span(0, 2), Span(4, 6)), (Span(0, 6),)) == pytest.approx(0.8)
    assert shared_length((Span(0, 2), Span(4, 6)), (Span(1, 5),)) == 2
    assert total_length((Span(0, 2), Span(4, 6))) == 4


def test_words_of_fragments_are_joined_visibly() -> None:
    assert words("We will 🏭 win", (Span(0, 2), Span(8, 9))) == "We […] 🏭"


# ---------------------------------------------------------------------------------------------- the stored form


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\ufeffa\r\nb", "a\nb"),
        ("a\rb\u2028c\u2029\x85\x1c\u00a0", "a\rb\u2028c\u2029\x85\x1c\u00a0"),
        ("cafe\u0301 café", "cafe\u0301 café"),
        ("a\ufeffb", "a\ufeffb"),
        ("\r\n\r\n", "\n\n"),
        ("a\r\r\nb", "a\nb"),
        ("\ufeff\ufeff\r\na", "\na"),
        ("\n\r", "\n\r"),
        ("", ""),
        ("\ufdd0\uffff", "\ufdd0\uffff"),
    ],
)
def test_stored_form(raw: str, stored: str) -> None:
    assert clean(raw).text == stored


@given(TEXTS)
def test_the_stored_form_is_stable_and_offsets_move_with_it(raw: str) -> None:
    cleaned = clean(raw)
    assert clean(cleaned.text).text == cleaned.text
    assert clean(cleaned.text).removed == ()
    assert "\r\n" not in cleaned.text
    assert len(cleaned.text) == len(raw) - len(cleaned.removed)
    kept = [at for at in range(len(raw)) if at not in cleaned.removed]
    assert [cleaned.moved(at) for at in kept] == list(range(len(kept)))
    assert all(raw[at] == cleaned.text[cleaned.moved(at)] for at in kept)
    assert cleaned.moved(len(raw)) == len(cleaned.text)


@pytest.mark.parametrize(("raw", "at"), [("ab\0c", 2), ("é🏭\ud800", 2), ("\udfff", 0)])
def test_what_cannot_be_stored_is_refused_with_its_place(raw: str, at: int) -> None:
    with pytest.raises(TextError, match=f"character {at + 1}") as refused:
        clean(raw)
    assert refused.value.position == at
    assert refused.value.hint


def test_hash_is_over_utf8() -> None:
    assert sha256("é🏭") == hashlib.sha256("é🏭".encode()).hexdigest()


# ---------------------------------------------------------------------------------------------- UTF-16


@given(TEXTS)
def test_utf16_there_and_back(text: str) -> None:
    utf16 = Utf16(text)
    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert utf16.units(at) == units
        assert utf16.code_points(units) == at
        if at < len(text) and text[at] > "\uffff":
            assert utf16.code_points(units + 1) == at


def test_utf16_of_nothing_and_of_ascii() -> None:
    assert Utf16("").units(0) == Utf16("").code_points(0) == 0
    assert Utf16("plain").units(3) == 3


# ---------------------------------------------------------------------------------------------- characters and tokens


@pytest.mark.parametrize(
    "character",
    ["e\u0301", FAMILY, "🇩🇰", "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f", "각", "ｶﾞ", "नि"],
)
def test_one_character_is_never_cut(character: str) -> None:
    text = f"“{character}”"
    inside = [at for at in range(1, len(text)) if is_character_boundary(text, at)]
    assert inside == [1, len(text) - 1]
    assert all(not is_token_boundary(text, at) for at in range(2, len(text) - 1))


def test_flags_are_cut_between_pairs() -> None:
    text = "🇩🇰🇫🇷🇺🇸"
    assert [at for at in range(len(text) + 1) if is_character_boundary(text, at)] == [0, 2, 4, 6]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We won’t, he said.", ["We", "won’t", ",", "he", "said", "."]),
        ("U.S.-led 3.5% of 1,000", ["U.S", ".", "-", "led", "3.5", "%", "of", "1,000"]),
        ("the end.Then", ["the", "end", ".", "Then"]),
        ("example.com", ["example.com"]),
        ("‘partners’ of", ["‘", "partners", "’", "of"]),
        ("l’État cafe\u0301s’", ["l’État", "cafe\u0301s", "’"]),
        ("記者は「終」", ["記", "者", "は", "「", "終", "」"]),
        ("習近平 said한국어로", ["習", "近", "平", "said한국어로"]),
        ("한국", ["한국"]),
        ("قال الوزير.", ["قال", "الوزير", "."]),
        ("צה״ל ב־", ["צה״ל", "ב", "־"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("co\u00adoperate snake_case", ["co\u00adoperate", "snake_case"]),
        (f"🏭🏭{FAMILY}!", ["🏭", "🏭", FAMILY, "!"]),
        ("𝔘𝔫𝔦\u2028end", ["𝔘𝔫𝔦", "end"]),
        ("#climate @who", ["#", "climate", "@", "who"]),
        ("“”", ["“", "”"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(TEXTS)
def test_a_token_boundary_is_a_character_boundary(text: str) -> None:
    for at in range(-1, len(text) + 2):
        if is_token_boundary(text, at):
            assert is_character_boundary(text, at)
    assert is_token_boundary(text, 0)
    assert is_token_boundary(text, len(text))


@given(TEXTS, st.integers(0, 45), st.integers(0, 45))
def test_snap_is_stable_covers_and_has_no_blank_edge(text: str, one: int, two: int) -> None:
    span = Span(min(one, two), max(one, two))
    snapped = snap(text, span)
    if snapped.start == snapped.end:
        assert not text[span.start : span.end].strip()
        assert snapped.start == span.start
        return
    assert 0 <= snapped.start < snapped.end <= len(text)
    assert is_token_boundary(text, snapped.start)
    assert is_token_boundary(text, snapped.end)
    assert text[span.start : span.end].strip() in snapped.of(text)
    again = snap(text, snapped)
    assert again.start >= snapped.start
    assert again.end <= snapped.end


def test_snap_grows_to_tokens_and_drops_blanks() -> None:
    text = "Zoé won’t  go 🏭. "
    assert snap(text, Span(5, 7)).of(text) == "won’t"
    assert snap(text, Span(3, 13)).of(text) == "won’t  go"
    assert snap(text, Span(9, 11)) == Span(9, 9)
    assert snap(text, Span(14, 99)).of(text) == "🏭."
    assert snap(text, Span(-4, 2)).of(text) == "Zoé"
    assert snap("cafe\u0301s", Span(0, 4)).of("cafe\u0301s") == "cafe\u0301s"


def test_token_at_a_caret() -> None:
    text = "We won’t, ok"
    assert token_at(text, 4).of(text) == "won’t"
    assert token_at(text, 2).of(text) == "We"
    assert token_at(text, 8).of(text) == ","
    assert token_at(text, len(text)).of(text) == "ok"
    assert token_at("a   b", 2) == Span(2, 2)
    assert token_at("", 0) == Span(0, 0)


def test_edges_move_by_tokens() -> None:
    text = "  “We won’t,”  Zoé said  "
    assert text[: edge_after(text, 5)] == "  “We won’t"
    assert text[: edge_after(text, 11)] == "  “We won’t,"
    assert text[: edge_after(text, 13)] == "  “We won’t,”  Zoé"
    assert text[edge_before(text, 11) :].startswith("won’t,")
    assert text[edge_before(text, 15) :].startswith("”  Zoé")
    assert text[: end_before(text, 18)] == "  “We won’t,”"
    assert text[: end_before(text, 11)] == "  “We"
    assert text[start_after(text, 2) :].startswith("We")
    assert text[start_after(text, 12) :].startswith("Zoé")


def test_edges_stop_where_only_blanks_are_left() -> None:
    text = "  ok  "
    assert edge_after(text, 4) == 4
    assert edge_before(text, 2) == 2
    assert end_before(text, 4) == 0
    assert start_after(text, 2) == len(text)
    assert edge_after(text, len(text)) == len(text)
    assert edge_before(text, 0) == 0


def test_edges_move_by_characters() -> None:
    text = f"a{FAMILY} e\u0301b"
    assert edge_after(text, 1, is_character_boundary) == 1 + len(FAMILY)
    assert edge_after(text, 1 + len(FAMILY), is_character_boundary) == len(text) - 1
    assert edge_before(text, 1 + len(FAMILY), is_character_boundary) == 1
    assert end_before(text, len(text) - 1, is_character_boundary) == 1 + len(FAMILY)
    assert start_after(text, 1, is_character_boundary) == 2 + len(FAMILY)


@given(TEXTS, st.integers(0, 40), st.sampled_from([is_token_boundary, is_character_boundary]))
def test_edges_land_on_boundaries_and_never_turn_back(text: str, at: int, boundary: Callable[[str, int], bool]) -> None:
    at = min(at, len(text))
    after, before = edge_after(text, at, boundary), edge_before(text, at, boundary)
    assert after >= at >= before
    assert after == at or (boundary(text, after) and text[at:after].strip())
    assert before == at or (boundary(text, before) and text[before:at].strip())
    assert end_before(text, at, boundary) <= at <= start_after(text, at, boundary)


def test_paragraph_at() -> None:
    text = "one 🏭\n\nthree\u2028still"
    assert paragraph_at(text, 2).of(text) == "one 🏭"
    assert paragraph_at(text, 5).of(text) == "one 🏭"
    assert paragraph_at(text, 6) == Span(6, 6)
    assert paragraph_at(text, 9).of(text) == "three\u2028still"


# ---------------------------------------------------------------------------------------------- a megabyte


class Watched(str):
    """A text that remembers how far from the middle it was looked at, one character at a time."""

    __slots__ = ("looked",)
    looked: set[int]

    def __getitem__(self, key: object) -> str:
        assert isinstance(key, int)
        self.looked.add(key)
        return str.__getitem__(self, key)


@pytest.mark.parametrize("unit", ["word ", "記", "letter", "🏭", "e\u0301", FAMILY, "“a”-", "ا", "한"], ids=ascii)
def test_a_megabyte_is_looked_at_only_nearby(unit: str) -> None:
    text = Watched(unit * (1_000_000 // len(unit)))
    text.looked = set()
    middle = len(text) // 2
    snap(text, Span(middle, middle + 3))
    token_at(text, middle)
    for boundary in (is_token_boundary, is_character_boundary):
        for move in (edge_after, edge_before, end_before, start_after):
            move(text, middle, boundary)
    assert text.looked
    assert min(text.looked) > middle - 3_000
    assert max(text.looked) < middle + 3_000


def test_an_endless_word_keeps_the_edges_where_they_are() -> None:
    text = "x" * 100_000
    assert snap(text, Span(50_000, 50_010)) == Span(50_000, 50_010)
    assert edge_after(text, 50_000) == 50_001
    assert edge_before(text, 50_000) == 49_999
