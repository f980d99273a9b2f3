"""Values of the project's typed attributes, from words and back, the same in every locale: decimal point, ISO dates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date

from annotator.domain.documents import Scalar
from annotator.domain.errors import FormatError
from annotator.domain.scheme import Attribute, AttributeType
from annotator.domain.validation import shown

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LARGEST = 2**63


def parse_value(attribute: Attribute, words: str) -> Scalar:
    """The value that a person means with these words; None for blanks.

    A number has a decimal point in every locale; a date is ``yyyy``, ``yyyy-mm`` or ``yyyy-mm-dd`` and kept as written;
    a choice is given by its id or by its name in any case.  Raises FormatError.
    """
    words = words.strip()
    return _PARSERS[attribute.type](attribute, words) if words else None


def written(attribute: Attribute, value: Scalar) -> str:
    """A value as a person reads and writes it; empty for None.  `parse_value` reads it again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return next((each.name for each in attribute.choices if each.id == text), text)


def converted(old: Attribute, new: Attribute, value: Scalar) -> Scalar:
    """A value of ``old`` as ``new`` holds it.  Raises FormatError where it cannot."""
    return parse_value(new, written(old, value))


def _text(_attribute: Attribute, words: str) -> Scalar:
    return words


def _number(_attribute: Attribute, words: str) -> Scalar:
    if _WHOLE.fullmatch(words) and -_LARGEST <= int(words) < _LARGEST:
        return int(words)
    if not _NUMBER.fullmatch(words):
        raise FormatError(f"“{shown(words)}” is no number", "write it like 12 or 12.5")
    value = float(words)
    if not math.isfinite(value):
        raise FormatError(f"“{shown(words)}” is too large for a number", "write a smaller one")
    return value


def _date(_attribute: Attribute, words: str) -> Scalar:
    hint = "write it like 2026, 2026-11 or 2026-11-24"
    found = _DATE.fullmatch(words)
    if found is None:
        raise FormatError(f"“{shown(words)}” is no date", hint)
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as error:
        raise FormatError(f"the calendar has no “{words}”", hint) from error
    return words


def _choice(attribute: Attribute, words: str) -> Scalar:
    for each in attribute.choices:
        if words == each.id:
            return each.id
    for each in attribute.choices:
        if words.casefold() == each.name.casefold():
            return each.id
    raise FormatError(f"“{shown(words)}” is not among the choices of {attribute.name}", "choose one of them")


_PARSERS: Mapping[AttributeType, Callable[[Attribute, str], Scalar]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "choice": _choice,
}
