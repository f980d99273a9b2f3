"""BBC Citron's JSON: a text and its quotes, each with a cue, sources and contents.  One document a line.

Offsets are code points.  Citron's own files hold one such object each; they are read as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.text import Spans
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.json_marks import line_of, metadata
from annotator.formats.json_objects import (
    Object,
    keys_in,
    list_in,
    object_of,
    objects,
    scalars_in,
    text_in,
    whole_in,
)
from annotator.formats.markup import Link, Mark, MarkedLayer, Named, marked_layers
from annotator.formats.offsets import Measured, Range

_TOOL = "Citron"


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_document(each[1], each[0], options)])


def _document(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    measured = Measured(text_in(obj, options.text_field, checks, "the document"), checks)
    quotes = list_in(obj, "quotes", checks, "the document")
    coded = [_roles(each, checks, f"quote {n}") for n, each in enumerate(quotes, 1)]
    measured.settle(range for roles in coded for ranges in roles.values() for range in ranges)
    marks: list[Mark] = []
    links: list[Link] = []
    for n, (quote, roles) in enumerate(zip(quotes, coded, strict=True), 1):
        owner = f"quote {n}"
        if not roles["contents"]:
            checks.fail(f"{owner} has no content")
        score = checks.score(quote.get("confidence"), owner, "confidence")
        marks.append(Mark(owner, "content", _spans(roles["contents"], measured, owner), score=score))
        if roles["cue"]:
            marks.append(Mark(f"{owner} cue", "cue", _spans(roles["cue"], measured, owner)))
            links.append(Link("cue", owner, f"{owner} cue"))
        for number, range in enumerate(roles["sources"], 1):
            id = f"{owner} source {number}"
            who = next((Named(each.words) for each in roles["coreferences"] if each.words), None)
            marks.append(Mark(id, "source", (measured.span(range, owner),), who))
            links.append(Link("source", owner, id))
    meta, dropped = scalars_in(
        {key: value for key, value in obj.items() if key not in ("id", options.text_field, "quotes")}, checks
    )
    given = Given(marks, links, str(meta.pop("annotator", None) or ""))
    document = document_with(measured.text, meta)
    return read_of(document, [given], options, _TOOL, line=line, notes=[measured.note], dropped=dropped)


def _roles(quote: Object, checks: Checks, owner: str) -> dict[str, list[Range]]:
    cue = quote.get("cue")
    out = {"cue": [_range(object_of(cue, checks, f"{owner}: cue"), checks, owner)] if cue else []}
    for key in ("contents", "sources", "coreferences"):
        out[key] = [_range(each, checks, owner) for each in list_in(quote, key, checks, owner)]
    return out


def _range(obj: Object, checks: Checks, owner: str) -> Range:
    words = checks.optional_string(obj.get("text"), owner, "text")
    return Range(whole_in(obj, "start", checks, owner), whole_in(obj, "end", checks, owner), words)


def _spans(ranges: list[Range], measured: Measured, owner: str) -> Spans:
    return tuple(sorted(measured.span(each, owner) for each in ranges))


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes a line for each document and layer, and a bare one for a document without layers."""
    with sink.open() as out:
        for annotated in context.documents(source):
            layers = list(marked_layers(annotated, context.scheme))
            for layer in layers or [MarkedLayer("annotator", "", (), ())]:
                out.write(line_of(_coded(annotated, layer)))


def _coded(annotated: AnnotatedDocument, layer: MarkedLayer) -> Object:
    text = annotated.document.text
    marks = {each.id: each for each in layer.marks}
    parts: dict[str, dict[str, list[Mark]]] = {}
    for link in layer.links:
        parts.setdefault(link.source, {}).setdefault(link.label, []).append(marks[link.target])
    quotes = []
    for mark in layer.marks:
        if not mark.detail:
            continue
        roles = parts.get(mark.id, {})
        speakers = roles.get("speaker", [])
        cue = [span for each in roles.get("cue", []) for span in _coded_spans(text, each.spans)]
        quotes.append(
            {
                "id": mark.id,
                "cue": cue[0] if cue else None,
                "sources": [span for each in speakers for span in _coded_spans(text, each.spans)],
                "contents": list(_coded_spans(text, mark.spans)),
                "confidence": mark.score,
            }
        )
    out: Object = {"text": text, "quotes": quotes}
    if layer.annotator:
        out["annotator"] = layer.annotator
    return out | {key: value for key, value in metadata(annotated).items() if key not in out}


def _coded_spans(text: str, spans: Spans) -> Iterator[Object]:
    for span in spans:
        yield {"start": span.start, "end": span.end, "text": span.of(text)}


def recognises(head: bytes) -> bool:
    """Whether these may be Citron's documents."""
    keys = keys_in(head)
    return {"text", "quotes"} <= keys and "format" not in keys


FORMAT_CITRON = Format(
    id="citron",
    name="Citron, JSON, one document a line",
    suffixes=(".citron.jsonl",),
    loses="types, stances, addressees, mentions, identities, notes, further pieces of a cue, statuses, origins",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
