"""Checks on values that came from outside, each with a sentence for what is wrong.

Every check names the object (``owner``, an id where there is one) and the part of it (``role``).  All raise FormatError
with the path and the line they were made for.  The names of the parts are those of the exchange format.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NoReturn, TypeVar

from annotator.domain.documents import Scalar
from annotator.domain.errors import FormatError
from annotator.domain.ids import MAX_LENGTH

T = TypeVar("T")

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LARGEST = 2**63
_DEEPEST = 64

_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def shown(text: str, most: int = 40) -> str:
    """``text`` on one line and short enough for a message: breaks and controls written out, the middle left out."""
    if len(text) > most:
        text = f"{text[: most // 2]}…{text[-most // 2 :]}"
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    return _KINDS.get(type(value), "no JSON value")


class Checks:
    """The checks on one line (or one file) of input.

    ``lenient`` ignores unknown keys: the input is of a higher minor version than ours.
    """

    __slots__ = ("lenient", "line", "path")

    def __init__(self, path: str = "", line: int | None = None, *, lenient: bool = False) -> None:
        self.path = path
        self.line = line
        self.lenient = lenient

    def fail(self, message: str, hint: str = "") -> NoReturn:
        """Refuses the input.  Raises FormatError."""
        raise FormatError(message, hint, path=self.path, line=self.line)

    def wrong(self, owner: str, role: str, wanted: str, value: object) -> NoReturn:
        """Refuses a value of the wrong kind.  Raises FormatError."""
        self.fail(f"{shown(owner)}: {role} must be {wanted}, not {kind_of(value)}")

    def fields(self, value: object, keys: frozenset[str], owner: str, role: str = "") -> dict[str, object]:
        """An object that has all of ``keys`` and, unless lenient, no other."""
        if isinstance(value, dict) and value.keys() == keys:
            return value
        owner = f"{shown(owner)}: {role}" if role else shown(owner)
        if not isinstance(value, dict):
            self.fail(f"{owner}: must be an object, not {kind_of(value)}")
        if missing := keys - value.keys():
            self.fail(f"{owner}: the key “{min(missing)}” is missing", "every key is always present; write null")
        if not self.lenient:
            unknown = min(str(each) for each in value.keys() - keys)
            self.fail(f"{owner}: the key “{shown(unknown)}” is unknown", "only top-level x_… keys are free")
        return value

    def items(self, value: object, owner: str, role: str) -> list[object]:
        """A list."""
        if not isinstance(value, list):
            self.wrong(owner, role, "a list", value)
        return value

    def id(self, value: object, owner: str, role: str) -> str:
        """An id: a string of 1–200 characters without controls; a number becomes one."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = self.number_as_text(value, owner, role)
        if not isinstance(value, str):
            self.wrong(owner, role, "a text", value)
        if not 0 < len(value) <= MAX_LENGTH:
            self.fail(f"{shown(owner)}: {role} must have 1 to {MAX_LENGTH} characters, not {len(value)}")
        if _CONTROL.search(value):
            self.fail(f"{shown(owner)}: {role} “{shown(value)}” holds a control character")
        return value

    def optional_id(self, value: object, owner: str, role: str) -> str | None:
        """An id or null."""
        return None if value is None else self.id(value, owner, role)

    def number_as_text(self, value: float, owner: str, role: str) -> str:
        """A number as its digits."""
        if isinstance(value, float) and not math.isfinite(value):
            self.fail(f"{shown(owner)}: {role} is not a finite number")
        return str(value)

    def ids(self, value: object, owner: str, role: str) -> tuple[str, ...]:
        """A list of ids that need not resolve."""
        if not value and isinstance(value, list):
            return ()
        return tuple(self.id(each, owner, role) for each in self.items(value, owner, role))

    def string(self, value: object, owner: str, role: str, *, least: int = 0) -> str:
        """A text that can be stored, of at least ``least`` characters."""
        if not isinstance(value, str):
            self.wrong(owner, role, "a text", value)
        if len(value) < least:
            self.fail(f"{shown(owner)}: {role} is empty")
        if bad := _UNSTORABLE.search(value):
            what = "a NUL character" if bad.group() == "\0" else "a lone surrogate"
            self.fail(f"{shown(owner)}: {role} has {what} at character {bad.start() + 1}", "remove it")
        return value

    def optional_string(self, value: object, owner: str, role: str) -> str | None:
        """A text or null."""
        return None if value is None else self.string(value, owner, role)

    def boolean(self, value: object, owner: str, role: str) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.wrong(owner, role, "true or false", value)
        return value

    def integer(self, value: object, owner: str, role: str) -> int:
        """A whole number, also when written ``3.0``."""
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(owner, role, "a whole number", value)
        return value

    def scale(self, value: object, owner: str, role: str) -> int | None:
        """One of 1, 2, 3, or null."""
        if value is None:
            return None
        number = self.integer(value, owner, role)
        if not 1 <= number <= 3:
            self.fail(f"{shown(owner)}: {role} must be 1, 2 or 3, not {shown(str(number))}")
        return number

    def score(self, value: object, owner: str, role: str = "score") -> float | None:
        """A number in 0…1, or null."""
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.wrong(owner, role, "a number", value)
        if not 0 <= value <= 1:
            self.fail(f"{shown(owner)}: {role} must lie between 0 and 1")
        return float(value)

    def time(self, value: object, owner: str, role: str) -> str | None:
        """A time in UTC, ``2026-11-20T11:00:00Z``, or null."""
        if value is None:
            return None
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            self.fail(f"{shown(owner)}: {role} must look like 2026-11-20T11:00:00Z or be null")
        return value

    def choice(self, value: object, allowed: Mapping[str, T], owner: str, role: str) -> T:
        """One of a fixed set of words."""
        if not isinstance(value, str) or value not in allowed:
            said = f"“{shown(value)}”" if isinstance(value, str) else kind_of(value)
            self.fail(f"{shown(owner)}: {role} must be one of {', '.join(allowed)}, not {said}")
        return allowed[value]

    def scalar(self, value: object, owner: str, role: str) -> Scalar:
        """A text, a number, true, false or null; a whole number beyond 64 bits becomes a text."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.string(value, owner, role)
        if isinstance(value, int):
            return value if -_LARGEST <= value < _LARGEST else str(value)
        if not isinstance(value, float):
            self.wrong(owner, role, "a text, a number, true, false or null", value)
        self.number_as_text(value, owner, role)
        return value

    def scalars(self, value: object, owner: str, role: str) -> dict[str, Scalar]:
        """An open object of plain values."""
        if not isinstance(value, dict):
            self.wrong(owner, role, "an object", value)
        return {self.string(key, owner, role): self.scalar(each, owner, f"{role}.{key}") for key, each in value.items()}

    def free(self, value: object, owner: str, depth: int = 0) -> object:
        """Any JSON value that can be stored and written again; no deeper than 64 levels."""
        if depth > _DEEPEST:
            self.fail(f"{shown(owner)}: nested more than {_DEEPEST} levels deep")
        if isinstance(value, dict):
            return {self.string(key, owner, "a key"): self.free(each, owner, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self.free(each, owner, depth + 1) for each in value]
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.scalar(value, owner, "the value")
