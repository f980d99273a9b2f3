"""JSONL, one document a line: our own `quotation-annotations`, and any objects that have a text.

Own lines are read by `annotator.domain.codec` with all its checks.  Other lines give a document without annotations:
id, language and the standard metadata from the top level or from ``meta``, other plain values as metadata, nested ones
dropped and counted.  Blank lines are passed over.  Written files have the same bytes for the same state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NoReturn, cast

from annotator.domain.codec import FORMAT, decode, encode
from annotator.domain.documents import Scalar
from annotator.domain.errors import FormatError
from annotator.domain.validation import kind_of
from annotator.formats.bare_objects import bare
from annotator.formats.base import ExportContext, Format, Keys, Problem, Read, ReadOptions, Sink, Source
from annotator.formats.columns import filled, keys_for

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)
_BOM = b"\xef\xbb\xbf"


def line_of(obj: Mapping[str, object]) -> bytes:
    """An object as one line of a file, its keys in their order."""
    return _ENCODER.encode(obj).encode("utf-8") + b"\n"


# ------------------------------------------------------------------------------------------------ reading


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a stream, each as soon as its line is there.

    Raises FormatError at the first bad line, or tells ``options.skip`` and goes on.
    """
    for number, raw in enumerate(stream, 1):
        if number == 1:
            raw = raw.removeprefix(_BOM)  # noqa: PLW2901 - the mark belongs to the file, not to its first line
        if not raw.strip():
            continue
        try:
            yield read_line(raw, options, number)
        except FormatError as error:
            if options.skip is None:
                raise
            options.skip(Problem.of(error))


def read_line(raw: bytes, options: ReadOptions, line: int) -> Read:
    """The document of one line.  Raises FormatError."""
    obj = _parsed(raw, options, line)
    if obj.get("format") == FORMAT:
        content = decode(obj, path=options.path, line=line, known_text=options.known_text)
        return Read(content, line, annotated=True)
    return bare(obj, options, line)


def _parsed(raw: bytes, options: ReadOptions, line: int) -> dict[str, object]:
    def constant(name: str) -> NoReturn:
        options.fail(f"{name} is not a JSON value", "write null", line=line)

    try:
        obj = json.loads(raw.rstrip().decode("utf-8"), parse_constant=constant)
    except UnicodeDecodeError as error:
        options.fail(f"byte {error.start + 1} of the line is not UTF-8", "save the file as UTF-8", line=line)
    except json.JSONDecodeError as error:
        options.fail(
            f"the line is not JSON: {error.msg.lower()} at character {error.pos + 1}",
            "each line must be one whole JSON object",
            line=line,
        )
    except RecursionError:
        options.fail("the line is nested too deeply", "each line must be one JSON object with a text", line=line)
    except ValueError:
        options.fail("the line holds a number that is too long", "write it as a text, in marks", line=line)
    if not isinstance(obj, dict):
        options.fail(f"the line is {kind_of(obj)}, not an object", "each line must be one JSON object", line=line)
    return obj


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes `quotation-annotations`: the same keys on every line, the same bytes for the same state."""
    keys = keys_for(source, context)
    with sink.open() as out:
        for annotated in context.documents(source):
            obj = encode(annotated, without_text=context.without_text)
            level(obj, keys)
            out.write(line_of(obj))


def level(obj: dict[str, object], keys: Keys) -> None:
    """Gives an encoded document the keys that all documents of its file have."""
    obj["meta"] = filled(cast("Mapping[str, Scalar]", obj["meta"]), keys.meta)
    for entity in cast("list[dict[str, object]]", obj["entities"]):
        _level_attributes(entity, keys.entity)
    for layer in cast("list[dict[str, object]]", obj["layers"]):
        _level_attributes(layer, keys.layer)
        for quotation in cast("list[dict[str, object]]", layer["quotations"]):
            _level_attributes(quotation, keys.quotation)
    for key in keys.extra:
        obj[key] = obj.pop(key, None)


def _level_attributes(obj: dict[str, object], keys: Mapping[str, str]) -> None:
    if keys:
        obj["attributes"] = filled(cast("Mapping[str, Scalar]", obj["attributes"]), keys)


FORMAT_JSONL = Format(
    id="jsonl",
    name="Quotation annotations, JSON Lines",
    suffixes=(".jsonl", ".ndjson"),
    loses="nothing",
    read=read,
    write=write,
    stand_off=True,
)
