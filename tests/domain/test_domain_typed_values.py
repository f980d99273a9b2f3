"""Typed values from words and back, the same in every locale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.documents import Scalar
from annotator.domain.errors import FormatError
from annotator.domain.scheme import Attribute, AttributeType, Label
from annotator.domain.typed_values import converted, parse_value, written

TEXT = Attribute("t", "Tone é", "quotation")
NUMBER = Attribute("n", "Votes 🗳", "quotation", "number")
DATE = Attribute("d", "Said on", "document", "date")
FRAME = Attribute("f", "Frame", "quotation", "choice", (Label("conflict", "Conflict"), Label("2", "Économie 🏭")))
BY_TYPE: dict[AttributeType, Attribute] = {"text": TEXT, "number": NUMBER, "date": DATE, "choice": FRAME}


@pytest.mark.parametrize(
    ("attribute", "words", "value"),
    [
        (TEXT, "  wry e\u0301 🏭 ", "wry e\u0301 🏭"),
        (TEXT, " \n", None),
        (NUMBER, "12", 12),
        (NUMBER, "-0.5", -0.5),
        (NUMBER, "+3", 3),
        (NUMBER, ".5", 0.5),
        (NUMBER, "2e3", 2000.0),
        (NUMBER, "", None),
        (DATE, "2026", "2026"),
        (DATE, "2026-02", "2026-02"),
        (DATE, " 2024-02-29", "2024-02-29"),
        (FRAME, "conflict", "conflict"),
        (FRAME, "CONFLICT", "conflict"),
        (FRAME, "économie 🏭", "2"),
        (FRAME, "2", "2"),
    ],
)
def test_words_become_values(attribute: Attribute, words: str, value: Scalar) -> None:
    got = parse_value(attribute, words)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("attribute", "words", "message"),
    [
        (NUMBER, "12,5", "“12,5” is no number"),
        (NUMBER, "1 000", "“1 000” is no number"),
        (NUMBER, "nan", "“nan” is no number"),
        (NUMBER, "١٢", "“١٢” is no number"),
        (NUMBER, "1e999", "“1e999” is too large for a number"),
        (DATE, "24.11.2026", "“24.11.2026” is no date"),
        (DATE, "2026-13", "the calendar has no “2026-13”"),
        (DATE, "2026-02-29", "the calendar has no “2026-02-29”"),
        (DATE, "0000", "the calendar has no “0000”"),
        (FRAME, "weather", "“weather” is not among the choices of Frame"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(attribute: Attribute, words: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_value(attribute, words)
    assert caught.value.message == message
    assert caught.value.hint


@given(st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_number_is_read_again_as_it_was_written(value: float) -> None:
    assert parse_value(NUMBER, written(NUMBER, value)) == value


@pytest.mark.parametrize(
    ("old", "new", "value", "wanted"),
    [
        (TEXT, NUMBER, "12.5", 12.5),
        (NUMBER, TEXT, 12.0, "12"),
        (NUMBER, DATE, 2026, "2026"),
        (FRAME, TEXT, "2", "Économie 🏭"),
        (TEXT, FRAME, "conflict", "conflict"),
        (FRAME, TEXT, "gone", "gone"),
        (TEXT, TEXT, True, "true"),
    ],
)
def test_a_value_moves_to_another_type(old: Attribute, new: Attribute, value: Scalar, wanted: Scalar) -> None:
    assert converted(old, new, value) == wanted
