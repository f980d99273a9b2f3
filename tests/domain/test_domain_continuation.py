"""Speech that goes on in the next paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Origin, Quotation
from annotator.domain.continuation import continuation_of
from annotator.domain.marks import Marks
from annotator.domain.text import Span

MANUAL = Origin("manual", "a_1")


def made(text: str, words: str, id: str = "q_1") -> Quotation:
    start = text.index(words)
    return Quotation(id, (Span(start, start + len(words)),), MANUAL)


def goes_on(text: str, words: str, *others: str) -> str | None:
    taken = [made(text, each, f"q_{n}") for n, each in enumerate(others, 2)]
    found = continuation_of(text, Marks(text), made(text, words), taken)
    return found.of(text) if found else None


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\u2028", " \n \n "])
def test_a_mark_that_was_never_closed_goes_on_in_the_next_paragraph(gap: str) -> None:
    text = f"“We will not sell 🏭, she said.{gap}“We will build the cafe\u0301,” she said later."
    assert goes_on(text, "“We will not sell 🏭, she said.") == "“We will build the cafe\u0301,”"


def test_closed_speech_goes_on_where_the_next_paragraph_is_speech_that_nothing_attributes() -> None:
    text = "“We will not sell,” Lindqvist said.\n“We will build. It will last.”\nRain fell."
    assert goes_on(text, "“We will not sell,”") == "“We will build. It will last.”"
    assert goes_on(text, "“We will build. It will last.”") is None


@pytest.mark.parametrize(
    "text",
    [
        "“We will not sell,” she said.\n“We will build,” Brandt said.",
        "“We will not sell,” she said.\n“We will build.” Brandt left.",
        "“We will not sell,” she said.\nThey called it “madness.”",
        "“We will not sell,” she said. Then she left.\n“We will build.”",
        "“We will not sell,” she said, and he: “Well.”\n“We will build.”",
        "“We will not sell,” she said.\nRain fell.\n“We will build.”",
        "“We will not sell,” she said.\nWe will build.”",
        "“We will not sell,” she said.",
        "“We will not sell,” she said.\n\n  ",
    ],
)
def test_what_does_not_go_on(text: str) -> None:
    assert goes_on(text, "“We will not sell,”") is None


def test_indirect_speech_goes_on_nowhere() -> None:
    text = "She said that they will not sell.\n“We will build.”"
    assert goes_on(text, "that they will not sell") is None


def test_what_another_quotation_has_is_not_offered() -> None:
    text = "“We will not sell, she said.\n“We will build,” she said."
    assert goes_on(text, "“We will not sell, she said.", "We will build") is None


def test_what_was_joined_already_is_not_offered_again_but_the_next_one_is() -> None:
    text = "“One 🏭.\n“Two.\n“Three.”"
    joined = Quotation("q_1", (Span(0, 7), Span(8, 13)), MANUAL)
    assert Span(8, 13).of(text) == "“Two."
    found = continuation_of(text, Marks(text), joined, ())
    assert found is not None
    assert found.of(text) == "“Three.”"


@given(st.text(alphabet='“”"‘’ab.A ,\n\u2028🏭', min_size=1, max_size=50), st.data())
def test_any_text_goes_on_only_behind_the_quotation_with_an_opening_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = continuation_of(text, Marks(text), Quotation("q_1", (Span(start, end),), MANUAL), ())
    if found is not None:
        assert end <= found.start < found.end <= len(text)
        assert text[found.start] in '“”"‘’'
        assert any(each in text[end : found.start] for each in "\n\u2028") or text[end - 1] in "\n\u2028"
