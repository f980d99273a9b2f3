"""JSON in one piece: a list of articles, one article, or articles over many lines each; also our own objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.codec import FORMAT, decode
from annotator.formats.bare_objects import bare
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.json_objects import Object, looks_like_json, objects


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The articles of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_document(each[1], each[0], options)])


def _document(obj: Object, line: int, options: ReadOptions) -> Read:
    if obj.get("format") == FORMAT:
        return Read(decode(obj, path=options.path, line=line, known_text=options.known_text), line, annotated=True)
    return bare(obj, options, line)


FORMAT_JSON = Format(
    id="json",
    name="Articles, JSON",
    suffixes=(".json",),
    loses="",
    read=read,
    recognises=looks_like_json,
)
