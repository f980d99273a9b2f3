"""The JSON of the JournalismAI quotation project (The Guardian, AFP): paragraphs, and entities that are roles.

Offsets count code points from the start of the paragraph that a span begins in, and the end is the last character
itself.  The format says of no cue or source which content it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO

from annotator.domain.validation import Checks, shown
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, objects, scalars_in, text_in, whole_in
from annotator.formats.markup import Mark, Named
from annotator.formats.offsets import Measured, Range

_TOOL = "JournalismAI"
_NAMES = {"publisher": "source", "publish_date": "date", "path": "url", "byline": "author"}


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The articles of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_article(each[1], each[0], options)])


def _article(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    given = checks.items(obj.get("paragraphs"), "the article", "paragraphs")
    paragraphs = [checks.string(each, f"paragraph {n}", "text") for n, each in enumerate(given, 1)]
    whole = [each if each.endswith("\n") else f"{each}\n" for each in paragraphs]
    starts = [0, *accumulate(len(each) for each in whole)]
    raw = "".join(whole)
    measured = Measured(raw, checks, "the article")
    entities = list_in(obj, "entities", checks, "the article")
    ranges = [_range(each, starts, raw, checks, f"entity {n}") for n, each in enumerate(entities, 1)]
    measured.settle(ranges)
    marks = []
    for n, (each, range) in enumerate(zip(entities, ranges, strict=True), 1):
        coref = each.get("span_coref")
        who = Named(coref.strip()) if isinstance(coref, str) and coref.strip() else None
        label = text_in(each, "span_label", checks, f"entity {n}")
        marks.append(Mark(str(n), label, (measured.span(range, f"entity {n}"),), who))
    meta, dropped = scalars_in(obj.get("metadata"), checks)
    meta = {_NAMES.get(key, key): value for key, value in meta.items()}
    document = document_of(measured.text, id_in(obj, "id"), meta)
    return read_of(document, [Given(marks)], options, _TOOL, line=line, notes=[measured.note], dropped=dropped)


def _range(entity: Object, starts: list[int], raw: str, checks: Checks, owner: str) -> Range:
    """The place of an entity.

    The end counts from the paragraph that the span ends in or from the one that it begins in, and the last character is
    inside; files in use have the one and the other, so the words decide.
    """
    words = checks.optional_string(entity.get("span_text"), owner, "span_text")
    first, last = (whole_in(entity, key, checks, owner) for key in ("paragraph_start", "paragraph_end"))
    if not 0 <= first <= last < len(starts) - 1:
        checks.fail(f"{owner}: there is no paragraph {shown(str(last))}")
    start = starts[first] + whole_in(entity, "span_start", checks, owner)
    end = whole_in(entity, "span_end", checks, owner) + 1
    ends = [starts[last] + end, starts[first] + end]
    ends += [start + len(words)] if words and first != last else []
    bare = "".join(words.split()) if words else None
    fits = [each for each in ends if each <= len(raw) and "".join(raw[start:each].split()) == bare]
    return Range(start, min(fits, default=ends[0]), words)


def recognises(head: bytes) -> bool:
    """Whether these may be articles of that project."""
    return {"paragraphs", "span_label"} <= keys_in(head)


FORMAT_GUARDIAN = Format(
    id="guardian",
    name="JournalismAI quotations (The Guardian), JSON",
    suffixes=(".guardian.json",),
    loses="",
    read=read,
    recognises=recognises,
)
