"""Where words stand in a corrected text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.reanchor import SIMILAR, Anchor, aligned, reanchored
from annotator.domain.text import Span

OLD = (
    "The mayor said the old quay 🐟 would be sold.\n"
    "“We will not sell it,” Ana Brandt told reporters at the cafe\u0301.\n"
    "Nobody believed her. قال العمال إن المصنع سيغلق. 記者は「終わった」と述べた。\n"
    "The herring came late this year."
)
NEW = (
    "CORRECTED. The mayor said the new quay 🐟 would be sold.\n"
    "The herring came late this year.\n"
    "قال العمال إن المصنع سيغلق. 記者は「終わった」と述べた。\n"
    "“We shall not sell it,” Ana Brandt told reporters at the cafe\u0301."
)


def anchor(words: str, old: str = OLD, new: str = NEW) -> Anchor:
    start = old.index(words)
    return reanchored(old, new, [Span(start, start + len(words))])[0]


@pytest.mark.parametrize(
    ("words", "state", "after"),
    [
        ("The mayor said", "unchanged", "The mayor said"),
        ("🐟 would be sold", "unchanged", "🐟 would be sold"),
        ("the old quay", "changed", "the new quay"),
        ("old quay 🐟", "changed", "new quay 🐟"),
        ("The herring came late this year.", "moved", "The herring came late this year."),
        ("told reporters at the cafe\u0301", "moved", "told reporters at the cafe\u0301"),
        ("قال العمال", "unchanged", "قال العمال"),
        ("終わった", "unchanged", "終わった"),
        ("Nobody believed her.", "lost", None),
    ],
)
def test_a_span_is_found_again(words: str, state: str, after: str | None) -> None:
    found = anchor(words)
    assert (found.state, found.after.of(NEW) if found.after else None) == (state, after)
    assert (found.similarity == 1.0) == (state in ("unchanged", "moved"))


def test_a_passage_that_moved_and_changed_is_found() -> None:
    moved = anchor("“We will not sell it,”")
    assert moved.after
    assert moved.after.of(NEW) == "“We shall not sell it,”"
    assert SIMILAR <= moved.similarity < 1


def test_kept_edges_hold_what_was_rewritten_between_them() -> None:
    old, new = (
        "He said “until every worker 🏭 has a contract.” Then he left.",
        "He said “until all are hired.” Then he left.",
    )
    found = anchor("“until every worker 🏭 has a contract.”", old, new)
    assert found.after
    assert (found.state, found.after.of(new)) == ("changed", "“until all are hired.”")


def test_of_equal_words_those_in_the_same_surroundings_are_meant() -> None:
    old = "Ana said no. Later Bo said no 🐟. In the end Cem said no."
    new = "Cem said no. Ana said no. After a long night Bo said no 🐟."
    for who in ("Ana", "Bo", "Cem"):
        start = old.index(f"{who} said") + len(who) + 1
        found = reanchored(old, new, [Span(start, start + 4)])[0]
        assert found.after
        assert new[: found.after.start].rstrip().endswith(who)


def test_another_text_has_none_of_the_passages() -> None:
    new = "Completely other words stand here, he wrote 🐟, and the boats left for the open sea."
    for words in ("“We will not sell it,”", "The herring came late this year.", "終わった"):
        assert anchor(words, OLD, new).state == "lost"


@pytest.mark.parametrize("text", ["", "a", "🐟", OLD])
def test_the_same_text_changes_nothing(text: str) -> None:
    spans = [Span(at, at + 1) for at in range(0, len(text), 7)]
    assert [each.after for each in reanchored(text, text, spans)] == spans
    assert reanchored(text, "", spans) == [Anchor(each, None, "lost", 0.0) for each in spans]


_WORDS = st.lists(
    st.sampled_from(["the ", "quay ", "said ", "🐟 ", "cafe\u0301 ", "“no” ", "終", "\n", "a"]), max_size=40
)


@given(_WORDS, _WORDS)
def test_blocks_are_equal_ordered_and_disjoint(one: list[str], other: list[str]) -> None:
    old, new = "".join(one), "".join(other)
    at = there = 0
    for block in aligned(old, new):
        assert block.length > 0
        assert block.old >= at
        assert block.new >= there
        at, there = block.old + block.length, block.new + block.length
        assert old[block.old : at] == new[block.new : there]
    assert at <= len(old)
    assert there <= len(new)


@given(_WORDS, _WORDS, st.integers(0, 60), st.integers(1, 20))
def test_what_is_said_to_be_the_same_is_the_same(one: list[str], other: list[str], start: int, length: int) -> None:
    old, new = "".join(one), "".join(other)
    span = Span(start, start + length)
    if span.end > len(old):
        return
    found = reanchored(old, new, [span])[0]
    assert (found.after is None) == (found.state == "lost")
    if found.after is not None:
        assert 0 <= found.after.start < found.after.end <= len(new)
        assert (found.after.of(new) == span.of(old)) or found.state == "changed"


def test_a_megabyte_with_thousands_of_corrections_is_aligned() -> None:
    draw = random.Random(7)
    known = [f"word{number}" for number in range(5_000)]
    words = draw.choices(known, [1 / (n + 1) for n in range(5_000)], k=110_000)
    corrected = list(words)
    for at in draw.sample(range(len(words)), 1_500):
        corrected[at] = draw.choice(known)
    old, new = " ".join(words), " ".join(corrected)
    assert len(old) > 700_000
    shared = sum(block.length for block in aligned(old, new))
    assert shared > 0.97 * len(old)


def test_words_that_never_occur_once_do_not_hang() -> None:
    assert aligned("a b " * 100_000, "b a " * 100_000 + "c") is not None
