"""The JSON objects of a file, however they stand there: a line each, one in all, a list, or one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NoReturn

from annotator.domain.errors import FormatError
from annotator.domain.validation import Checks, kind_of
from annotator.formats.base import Problem, ReadOptions

_BETWEEN = re.compile(r"[\s,\[\]]*")
_KEY = re.compile(rb'"([^"\\]{1,60})"\s*:')

_WHOLES = ("the document", "the task")
_NO_TEXT = "if the text has another key, name it with --text-field"

Object = dict[str, object]


def keys_in(head: bytes) -> set[str]:
    """The keys that stand in the first bytes of a JSON file, at whatever depth."""
    return {each.decode("utf-8", "replace") for each in _KEY.findall(head)}


def looks_like_json(head: bytes) -> bool:
    """Whether a file's first bytes may begin JSON."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin.startswith((b"[", b"{")) and not begin.startswith(b"{\\rtf")


def objects(stream: BinaryIO, options: ReadOptions) -> Iterator[tuple[int, Object]]:
    """Each object with the line it begins on.  Raises FormatError for what is no JSON, or no object."""
    for line, value in _values(stream, options):
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                options.fail(f"this is {kind_of(each)}, not an object", "each document is one JSON object", line=line)
            yield line, each


def _values(stream: BinaryIO, options: ReadOptions) -> Iterator[tuple[int, object]]:
    decoder = json.JSONDecoder(parse_constant=lambda name: _refuse_constant(name, options))
    held = stream.readline().removeprefix(b"\xef\xbb\xbf")
    first = 1
    while held and not held.strip():
        held, first = stream.readline(), first + 1
    try:
        begins = decoder.decode(held.decode("utf-8"))
    except (ValueError, RecursionError):
        yield from _whole(held + stream.read(), first, decoder, options)
        return
    yield first, begins
    for number, raw in enumerate(stream, first + 1):
        if raw.strip():
            try:
                yield from _whole(raw, number, decoder, options)
            except FormatError as error:
                if options.skip is None:
                    raise
                options.skip(Problem.of(error))


def _whole(data: bytes, line: int, decoder: json.JSONDecoder, options: ReadOptions) -> Iterator[tuple[int, object]]:
    """Values one after the other, over as many lines as they like, or the items of one list."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        options.fail("the file is not UTF-8", "save it as UTF-8", line=line + data[: error.start].count(b"\n"))
    at, depth = _skip(text, 0, 0)
    counted = 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            options.fail(
                f"this is not JSON: {error.msg.lower()}",
                "each document is one JSON object",
                line=line + text.count("\n", at, error.pos),
            )
        except RecursionError:
            options.fail("the JSON is nested too deeply", line=line)
        except ValueError:
            options.fail("the JSON holds a number that is too long", "write it as a text, in marks", line=line)
        yield line, value
        at, depth = _skip(text, end, depth)
    if depth:
        options.fail("the JSON ends before its list does", "the file was cut off: get it again", line=line)


def _skip(text: str, at: int, depth: int) -> tuple[int, int]:
    """Past blanks, commas and the marks of the outermost list; how deep in lists that is."""
    found = _BETWEEN.match(text, at)
    passed = found.group() if found else ""
    return at + len(passed), depth + passed.count("[") - passed.count("]")


def _refuse_constant(name: str, options: ReadOptions) -> NoReturn:
    options.fail(f"{name} is not a JSON value", "write null")


# ------------------------------------------------------------------------------------------------ values in objects


def text_in(obj: Mapping[str, object], key: str, checks: Checks, owner: str) -> str:
    """A text that has to be there."""
    if key not in obj:
        checks.fail(f"{owner}: the key “{key}” is missing", _NO_TEXT if owner in _WHOLES else "")
    return checks.string(obj[key], owner, key)


def whole_in(obj: Mapping[str, object], key: str, checks: Checks, owner: str) -> int:
    """A whole number that has to be there."""
    if key not in obj:
        checks.fail(f"{owner}: the key “{key}” is missing")
    return checks.integer(obj[key], owner, key)


def list_in(obj: Mapping[str, object], key: str, checks: Checks, owner: str) -> list[Object]:
    """A list of objects; an absent one, or null, is empty."""
    value = obj.get(key)
    items = [] if value is None else checks.items(value, owner, key)
    return [object_of(each, checks, f"{owner}: {key} {at}") for at, each in enumerate(items, 1)]


def object_of(value: object, checks: Checks, owner: str) -> Object:
    """An object."""
    if not isinstance(value, dict):
        checks.fail(f"{owner} must be an object, not {kind_of(value)}")
    return value


def id_in(obj: Mapping[str, object], *keys: str) -> str | None:
    """The first of the keys that has an id: a text or a whole number."""
    for key in keys:
        value = obj.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value):
            return str(value)
    return None


def scalars_in(value: object, checks: Checks) -> tuple[dict[str, str | int | float | bool | None], int]:
    """The plain values of an object, and how many nested ones were left out."""
    if not isinstance(value, dict):
        return {}, 0
    flat = {key: each for key, each in value.items() if not isinstance(each, dict | list)}
    return checks.scalars(flat, "the document", "metadata"), len(value) - len(flat)
