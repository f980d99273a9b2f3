"""The display form of a text: what Qt holds, and where each offset stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from annotator.domain.text import Span, is_character_boundary
from annotator.ui.article.text import LONG, PIECE, ShownText, has_rtl

FAMILY = "👩\u200d👩\u200d👧"
AWKWARD_TEXTS = [
    "",
    "plain\n\ntwo",
    f"a😀b\nc{FAMILY}d\ne",
    "x \ufeff inside, \ufeff",
    "\ufeffleading mark",
    "مرحبا بالعالم abc",
    "漢字かな\U00020000x",
    "e\u0301a\u0300 cafe\u0301 🏭",
    "old\rmac\r\rlines",
    "line\u2028paragraph\u2029end",
    "\ufdd0\ufdd1\ufffcz",
    "nb\u00a0sp\u202fx",
    "\x01\x0b\x0c\x1f\x7f\x85 controls 😀",
]


def long_texts() -> list[str]:
    """One-paragraph texts that need soft breaks: with blanks, without, with emoji, with nothing but marks."""
    return [
        "The cafe\u0301 closed. She said so 🏭 and left. " * 400,
        "nospacewhatsoever" * 900,
        (f"abc{FAMILY}e\u0301🇩🇪") * 1500,
        "記者は「終わった」と述べた。" * 900,
        "a" + "\u0301" * 12000,
        "🇩🇪" * 6000,
        "שלום עולם " * 1500,
    ]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", AWKWARD_TEXTS + long_texts(), ids=lambda text: ascii(text[:12]))
def test_qt_holds_the_display_form_unchanged(text: str, qapp: object) -> None:
    shown = ShownText(text)
    document = QTextDocument()
    document.setPlainText(shown.shown)
    assert document.characterCount() - 1 == units(shown.shown)
    assert document.blockCount() == len(shown.starts)
    blocks = [document.findBlockByNumber(n).position() for n in range(document.blockCount())]
    assert blocks == list(shown.positions)


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=ascii)
def test_short_texts_keep_their_length_and_ordinary_characters(text: str) -> None:
    shown = ShownText(text)
    assert len(shown.shown) == len(text)
    assert units(shown.shown) == units(text)
    assert all(a == b for a, b in zip(text, shown.shown, strict=True) if b.isalnum())
    assert not shown.soft


@pytest.mark.parametrize("text", AWKWARD_TEXTS + long_texts(), ids=lambda text: ascii(text[:12]))
def test_offsets_come_back(text: str) -> None:
    shown = ShownText(text)
    for at in range(0, len(text) + 1, 1 if len(text) < 100 else 97):
        assert shown.offset(shown.position(at)) == at
        assert shown.offset(shown.end_position(at)) == at
        assert shown.end_position(at) <= shown.position(at) <= shown.end_position(at) + 1


@pytest.mark.parametrize("text", AWKWARD_TEXTS + long_texts(), ids=lambda text: ascii(text[:12]))
def test_a_position_shows_the_character_of_its_offset(text: str) -> None:
    shown = ShownText(text)
    raw = shown.shown.encode("utf-16-le")
    for at in range(0, len(text), 1 if len(text) < 100 else 101):
        if text[at].isalnum() or text[at] == "👩":
            first = 2 * shown.position(at)
            assert raw[first : first + 2 * units(text[at])].decode("utf-16-le") == text[at]


@pytest.mark.parametrize("text", long_texts(), ids=lambda text: ascii(text[:12]))
def test_long_paragraphs_are_broken_softly(text: str) -> None:
    shown = ShownText(text)
    assert shown.soft == set(range(1, len(shown.starts)))
    assert len(shown.starts) > 1
    for block in range(len(shown.starts)):
        assert shown.block_span(block).length <= (LONG if block + 1 == len(shown.starts) else PIECE)
    assert shown.block_span(len(shown.starts) - 1).end == len(text)


@pytest.mark.parametrize(
    "text", [*long_texts()[:4], long_texts()[5], long_texts()[6]], ids=lambda text: ascii(text[:12])
)
def test_a_soft_break_never_splits_a_character(text: str) -> None:
    assert all(is_character_boundary(text, start) for start in ShownText(text).starts)


def test_a_soft_break_swaps_a_blank_where_there_is_one() -> None:
    text = "The cafe\u0301 closed. She said so. " * 400
    shown = ShownText(text)
    assert len(shown.shown) == len(text)
    assert {text[start - 2 : start] for start in shown.starts[1:]} == {". "}


def test_without_blanks_a_break_is_one_more_character() -> None:
    shown = ShownText("x" * 10_000)
    assert len(shown.shown) == 10_000 + len(shown.soft)
    first = shown.starts[1]
    assert shown.position(first) == first + 1
    assert shown.end_position(first) == first


def test_blocks_of_a_span() -> None:
    shown = ShownText("one\ntwo\nthree")
    assert [*shown.blocks_of(Span(0, 3))] == [0]
    assert [*shown.blocks_of(Span(2, 9))] == [0, 1, 2]
    assert [*shown.blocks_of(Span(4, 8))] == [1]
    assert shown.block_at(13) == 2


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("שלום abc", True), ("abc שלום", False), ("“123 قال", True), ("漢字", False), ("123", False), ("", False)],
)
def test_direction_is_that_of_the_first_strong_character(text: str, rtl: bool) -> None:
    assert ShownText(text).is_rtl(0) is rtl


def test_soft_blocks_run_as_their_paragraph_does() -> None:
    shown = ShownText("left\n" + "שלום עולם " * 500 + "and some Latin words " * 300 + "\nleft")
    assert len(shown.soft) > 3
    assert [shown.is_rtl(block) for block in (0, 1, len(shown.starts) - 1)] == [False, True, False]
    assert all(shown.is_rtl(block) for block in shown.soft)


def test_has_rtl() -> None:
    assert has_rtl("a ש") is True
    assert has_rtl("a é") is False


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40), st.integers(0, 200))
def test_any_text_keeps_its_offsets(piece: str, times: int) -> None:
    text = piece * times
    shown = ShownText(text)
    assert shown.starts[0] == 0
    assert shown.starts == sorted(set(shown.starts))
    assert units(shown.shown) == units(text) + sum(
        1 for start in (shown.starts[n] for n in shown.soft) if shown.position(start) != shown.end_position(start)
    )
    for at in (0, len(text) // 3, len(text)):
        assert shown.offset(shown.position(at)) == at
