"""doccano's JSONL, for sequence labelling and for relations: one document a line, one line for each annotator.

Offsets are UTF-16 units, as its pages count them; projects that count grapheme clusters are recognised when read.  Its
own examples are objects over many lines, which are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.text import Utf16
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.json_marks import line_of, metadata
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, objects, scalars_in, text_in, whole_in
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers, pieces
from annotator.formats.offsets import UTF_16, Measured, Range

_TOOL = "doccano"
_TRIPLES = re.compile(rb'"[^"]+"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"')
_OWN = frozenset({"id", "entities", "relations", "Comments", "comments", "annotator", "meta"})


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_document(each[1], each[0], options)])


def _document(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    field = "data" if options.text_field == "text" and "text" not in obj and "data" in obj else options.text_field
    measured = Measured(text_in(obj, field, checks, "the document"), checks)
    labelled, key = _labelled(obj, checks)
    measured.settle([each for _, _, each in labelled], prefer=UTF_16)
    marks = [Mark(id, label, (measured.span(range, f"label {id}"),)) for id, label, range in labelled]
    links = [
        Link(
            checks.string(each.get("type", ""), f"relation {n}", "type"),
            str(whole_in(each, "from_id", checks, f"relation {n}")),
            str(whole_in(each, "to_id", checks, f"relation {n}")),
        )
        for n, each in enumerate(list_in(obj, "relations", checks, "the document"), 1)
    ]
    meta, dropped = scalars_in({**_object(obj.get("meta")), **_rest(obj, field, key)}, checks)
    document = document_with(measured.text, meta)
    given = Given(marks, links, id_in(obj, "annotator") or "")
    return read_of(document, [given], options, _TOOL, line=line, notes=[measured.note], dropped=dropped)


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _rest(obj: Object, *used: str) -> Object:
    return {key: value for key, value in obj.items() if key not in _OWN and key not in used}


def _labelled(obj: Object, checks: Checks) -> tuple[list[tuple[str, str, Range]], str]:
    """Each label's id, name and place, and the key that they stand under: entities, or a list of start, end, label."""
    if "entities" in obj:
        out = []
        for n, each in enumerate(list_in(obj, "entities", checks, "the document"), 1):
            owner = f"entity {n}"
            place = Range(whole_in(each, "start_offset", checks, owner), whole_in(each, "end_offset", checks, owner))
            out.append((id_in(each, "id") or f"n{n}", checks.string(each.get("label", ""), owner, "label"), place))
        return out, "entities"
    key = next((key for key, value in obj.items() if _are_triples(value)), "")
    key = key or next((each for each in ("label", "labels") if isinstance(obj.get(each), list)), "")
    out = []
    for n, item in enumerate(checks.items(obj.get(key) or [], "the document", key), 1):
        triple = checks.items(item, "the document", f"label {n}")
        if len(triple) != 3:
            checks.fail(f"label {n} must be a start, an end and a name")
        start, end = checks.integer(triple[0], f"label {n}", "start"), checks.integer(triple[1], f"label {n}", "end")
        out.append((f"n{n}", checks.string(triple[2], f"label {n}", "name"), Range(start, end)))
    return out, key


def _are_triples(value: object) -> bool:
    if not isinstance(value, list) or not value or not isinstance(value[0], list) or len(value[0]) != 3:
        return False
    start, end, name = value[0]
    return isinstance(start, int) and isinstance(end, int) and isinstance(name, str)


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes a line for each document and layer, and a bare one for a document without layers."""
    with sink.open() as out:
        for annotated in context.documents(source):
            layers = list(marked_layers(annotated, context.scheme))
            for layer in layers or [MarkedLayer("annotator", "", (), ())]:
                out.write(line_of(_coded(annotated, layer)))


def _coded(annotated: AnnotatedDocument, layer: MarkedLayer) -> Object:
    units = Utf16(annotated.document.text)
    cut = pieces(layer)
    numbers = {each.id: n for n, each in enumerate(cut.marks)}
    entities = [
        {
            "id": numbers[each.id],
            "label": each.label,
            "start_offset": units.units(each.spans[0].start),
            "end_offset": units.units(each.spans[0].end),
        }
        for each in cut.marks
    ]
    relations = [
        {"id": n, "from_id": numbers[each.source], "to_id": numbers[each.target], "type": each.label}
        for n, each in enumerate(cut.links)
    ]
    out: Object = {"text": annotated.document.text, "entities": entities, "relations": relations, "Comments": []}
    if layer.annotator:
        out["annotator"] = layer.annotator
    return out | {key: value for key, value in metadata(annotated).items() if key not in out}


def recognises(head: bytes) -> bool:
    """Whether these may be doccano's documents: they have offsets by its names, or lists of start, end, label."""
    return "start_offset" in keys_in(head) or bool(_TRIPLES.search(head))


FORMAT_DOCCANO = Format(
    id="doccano",
    name="doccano, JSON Lines",
    suffixes=(".doccano.jsonl",),
    loses="all but marks and their links: stances, identities, notes, flags, attributes, statuses, origins",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
