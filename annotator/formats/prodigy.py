"""Prodigy's JSONL: one task a line, spans and relations over tokens, one line for each annotator.

Offsets are code points.  Prodigy keeps keys that it does not know, so that a quotation's detail comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import LayerStatus
from annotator.domain.text import Span
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.json_marks import detail_text, extras, line_of, metadata, named
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, objects, scalars_in, text_in, whole_in
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers, pieces
from annotator.formats.offsets import Measured, Range
from annotator.formats.tokens import Tokens

_TOOL = "Prodigy"
_ANSWERS: dict[str, LayerStatus] = {"accept": "done", "reject": "skipped", "ignore": "skipped"}


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The tasks of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_task(each[1], each[0], options)])


def _task(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    measured = Measured(text_in(obj, options.text_field, checks, "the task"), checks)
    spans = list_in(obj, "spans", checks, "the task")
    ranges = [
        Range(
            whole_in(each, "start", checks, f"span {n}"),
            whole_in(each, "end", checks, f"span {n}"),
            checks.optional_string(each.get("text"), f"span {n}", "text"),
        )
        for n, each in enumerate(spans, 1)
    ]
    measured.settle(ranges)
    marks = [
        Mark(
            id_in(each, "id") or f"s{n}",
            checks.string(each.get("label", ""), f"span {n}", "label"),
            (measured.span(range, f"span {n}"),),
            named(each.get("entity")),
            detail=detail_text(each.get("detail")),
        )
        for n, (each, range) in enumerate(zip(spans, ranges, strict=True), 1)
    ]
    answer = obj.get("answer")
    status = _ANSWERS.get(answer, "in_progress") if isinstance(answer, str) else "in_progress"
    meta, dropped = scalars_in(obj.get("meta"), checks)
    document = document_with(measured.text, meta)
    given = Given(
        () if answer == "reject" else marks,
        list(_links(obj, marks, spans, ranges, checks)),
        id_in(obj, "_annotator_id", "_session_id") or "",
        status=status,
    )
    return read_of(document, [given], options, _TOOL, line=line, notes=[measured.note], dropped=dropped)


def _links(obj: Object, marks: list[Mark], spans: list[Object], ranges: list[Range], checks: Checks) -> Iterator[Link]:
    """Relations name their ends by span, or only by the last token of one."""
    by_place = {(each.start, each.end): mark.id for each, mark in zip(ranges, marks, strict=True)}
    exact = {(each.start, each.end, mark.label): mark.id for each, mark in zip(ranges, marks, strict=True)}
    by_token = {each.get("token_end"): mark.id for each, mark in zip(spans, marks, strict=True) if "token_end" in each}

    def end(relation: Object, which: str) -> str | None:
        span = relation.get(f"{which}_span")
        if isinstance(span, dict):
            start, stop, label = span.get("start"), span.get("end"), span.get("label")
            if isinstance(start, int) and isinstance(stop, int):
                found = exact.get((start, stop, label)) if isinstance(label, str) else None
                return found or by_place.get((start, stop))
        number = relation.get(which)
        return by_token.get(number) if isinstance(number, int) else None

    for n, relation in enumerate(list_in(obj, "relations", checks, "the task"), 1):
        head, child = end(relation, "head"), end(relation, "child")
        if head is None or child is None:
            checks.fail(f"relation {n}: its head or its child is no span of the task")
        yield Link(checks.string(relation.get("label", ""), f"relation {n}", "label"), head, child)


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes a task for each document and layer, and a bare one for a document without layers."""
    with sink.open() as out:
        for annotated in context.documents(source):
            tokens = Tokens(annotated.document.text)
            layers = list(marked_layers(annotated, context.scheme))
            for layer in layers or [MarkedLayer("annotator", "", (), ())]:
                out.write(line_of(_coded(annotated, layer, tokens)))


def _coded(annotated: AnnotatedDocument, layer: MarkedLayer, tokens: Tokens) -> Object:
    text = annotated.document.text
    cut = pieces(layer)
    spans = {each.id: _span(each, text, tokens) for each in cut.marks}
    out: Object = {
        "text": text,
        "meta": metadata(annotated),
        "tokens": list(_tokens(text, tokens.spans)),
        "spans": [span | extras(mark) for mark, span in zip(cut.marks, spans.values(), strict=True)],
        "relations": [_relation(each, spans) for each in cut.links],
    }
    if layer.annotator:
        out |= {
            "answer": "ignore" if layer.status == "skipped" else "accept",
            "_annotator_id": layer.annotator,
            "_session_id": layer.annotator,
            "_view_id": "relations",
        }
    return out


def _tokens(text: str, spans: Iterable[Span]) -> Iterator[Object]:
    for id, span in enumerate(spans):
        space = text[span.end : span.end + 1] == " "
        yield {"text": span.of(text), "start": span.start, "end": span.end, "id": id, "ws": space, "disabled": False}


def _span(mark: Mark, text: str, tokens: Tokens) -> Object:
    (span,) = mark.spans
    touched = tokens.touched(span) or (0, 0)
    return {
        "start": span.start,
        "end": span.end,
        "text": span.of(text),
        "token_start": touched[0],
        "token_end": touched[1],
        "label": mark.label,
        "id": mark.id,
    }


def _relation(link: Link, spans: Mapping[str, Object]) -> Object:
    head, child = spans[link.source], spans[link.target]
    keys = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {key: head[key] for key in keys},
        "child_span": {key: child[key] for key in keys},
        "color": "#c5bdf4",
        "label": link.label,
    }


def recognises(head: bytes) -> bool:
    """Whether these may be tasks: they have spans, or hashes of Prodigy's."""
    keys = keys_in(head)
    return "_task_hash" in keys or ({"text", "spans"} <= keys and "format" not in keys)


FORMAT_PRODIGY = Format(
    id="prodigy",
    name="Prodigy tasks, JSON Lines",
    suffixes=(".prodigy.jsonl",),
    loses="statuses but done and skipped, rejections, decisions, attributes of documents, origins of mentions",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
