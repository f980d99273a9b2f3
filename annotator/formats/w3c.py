"""W3C Web Annotation, JSON-LD: one page of annotations a line, for each document and layer.

Each mark is an annotation with two selectors: a position in code points, as the recommendation says, and the words with
what stands around them.  Clients in browsers count UTF-16 units, which is recognised.  The text goes along as the
page's own value; annotations without a text are read only where the project has the document that they point to, and
nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NoReturn
from urllib.parse import quote

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import LayerKind
from annotator.domain.documents import LayerStatus
from annotator.domain.text import Span
from annotator.domain.validation import Checks, shown
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.json_marks import detail_text, extras, line_of, metadata, named
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, object_of, objects, scalars_in, text_in
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers
from annotator.formats.offsets import Measured, Range

_TOOL = "Web Annotation"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_URN = "urn:annotator:"
_AROUND = 32
_KINDS: dict[str, LayerKind] = {"annotator": "annotator", "gold": "gold", "pipeline": "pipeline"}
_OURS = "quotation-annotations"
"""The key of our own values: JSON-LD passes over keys that its context does not know."""


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The pages of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_page(each[1], each[0], options)])


def _page(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    ours = obj.get(_OURS)
    if not isinstance(ours, dict):
        _refuse(obj, checks)
    measured = Measured(text_in(ours, "text", checks, "the page"), checks)
    annotations = list_in(obj, "items", checks, "the page")
    places = [list(_places(each, measured.text, checks, f"annotation {n}")) for n, each in enumerate(annotations, 1)]
    measured.settle(range for each in places for range in each)
    marks: list[Mark] = []
    links: list[Link] = []
    for n, (each, ranges) in enumerate(zip(annotations, places, strict=True), 1):
        owner = f"annotation {n}"
        id = id_in(each, "id") or owner
        body = _bodies(each.get("body"))
        label = next((one.get("value", "") for one in body if one.get("purpose") == "tagging"), "")
        note = "\n".join(str(one["value"]) for one in body if one.get("purpose") == "commenting" and "value" in one)
        more = each.get(_OURS)
        more = more if isinstance(more, dict) else {}
        spans = tuple(sorted({measured.span(range, owner) for range in ranges}))
        detail = detail_text(more.get("detail"))
        marks.append(Mark(id, str(label), spans, named(more.get("entity")), note, detail=detail))
        links += [
            Link(str(one.get("value", "")), id, str(one["source"]))
            for one in body
            if one.get("purpose") == "linking" and isinstance(one.get("source"), str)
        ]
    meta, dropped = scalars_in(ours.get("meta"), checks)
    kind = _KINDS.get(str(ours.get("layer")), "annotator")
    given = Given(marks, links, _creator(obj.get("creator")), kind, _STATUS[kind])
    document = document_with(measured.text, meta)
    layers = [given] if marks or given.annotator else []
    return read_of(document, layers, options, _TOOL, line=line, notes=[measured.note], dropped=dropped)


_STATUS: dict[LayerKind, LayerStatus] = {"annotator": "in_progress", "gold": "in_progress", "pipeline": "done"}


def _refuse(obj: Object, checks: Checks) -> NoReturn:
    target = obj.get("target")
    if target is None and "items" not in obj:
        checks.fail("the annotation has no target", "an annotation names what it is about")
    first = target[0] if isinstance(target, list) and target else target
    where = (id_in(first, "source", "id") if isinstance(first, dict) else first) or ""
    checks.fail(
        f"the annotation is about “{shown(str(where))}”, whose text is not in the file",
        "nothing is fetched from the network; import files that hold their texts",
    )


def _bodies(body: object) -> list[Object]:
    given = body if isinstance(body, list) else [body]
    return [each for each in given if isinstance(each, dict)]


def _creator(creator: object) -> str:
    if isinstance(creator, dict):
        return id_in(creator, "name", "nickname", "id") or ""
    return creator if isinstance(creator, str) else ""


def _places(annotation: Object, text: str, checks: Checks, owner: str) -> Iterator[Range]:
    """Each target's place: its position, with the words beside it, or where only those words stand."""
    targets = annotation.get("target")
    if isinstance(targets, dict) and targets.get("type") in ("Composite", "List", "Independents"):
        targets = targets.get("items")
    for each in targets if isinstance(targets, list) else [targets]:
        target = object_of(each, checks, f"{owner}: target")
        selectors = target.get("selector")
        given = [one for one in (selectors if isinstance(selectors, list) else [selectors]) if isinstance(one, dict)]
        position = next((one for one in given if one.get("type") == "TextPositionSelector"), None)
        words = next((one for one in given if one.get("type") == "TextQuoteSelector"), None)
        exact = checks.optional_string(words.get("exact"), owner, "exact") if words else None
        if position is not None:
            start, end = (checks.integer(position.get(key), owner, key) for key in ("start", "end"))
            yield Range(start, end, exact)
        elif words is not None and exact:
            yield _found(words, exact, text, checks, owner)
        else:
            checks.fail(f"{owner} has no selector of text", "a TextPositionSelector or a TextQuoteSelector is needed")


def _found(selector: Object, exact: str, text: str, checks: Checks, owner: str) -> Range:
    prefix, suffix = (str(selector.get(key) or "") for key in ("prefix", "suffix"))
    at = text.find(prefix + exact + suffix)
    if at < 0:
        checks.fail(f"{owner}: the words “{shown(exact)}” do not stand in the text")
    return Range(at + len(prefix), at + len(prefix) + len(exact), exact)


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes a page for each document and layer, and an empty one for a document without layers."""
    with sink.open() as out:
        for annotated in context.documents(source):
            layers = list(marked_layers(annotated, context.scheme))
            for layer in layers or [MarkedLayer("annotator", "", (), ())]:
                out.write(line_of(_coded(annotated, layer)))


def _coded(annotated: AnnotatedDocument, layer: MarkedLayer) -> Object:
    document = annotated.document
    about = f"{_URN}document:{quote(document.id, safe='')}"
    base = f"{about}:{layer.kind}:{quote(layer.annotator, safe='')}"
    targets: dict[str, list[Link]] = {}
    for link in layer.links:
        targets.setdefault(link.source, []).append(link)
    meta = metadata(annotated)
    out: Object = {"@context": _CONTEXT, "id": base, "type": "AnnotationPage"}
    if layer.annotator:
        agent = "Software" if layer.kind == "pipeline" else "Person"
        out["creator"] = {"type": agent, "name": layer.annotator}
    out["items"] = [_annotation(each, document.text, about, base, targets.get(each.id, [])) for each in layer.marks]
    out[_OURS] = {"text": document.text, "layer": layer.kind, "meta": meta}
    return out


def _annotation(mark: Mark, text: str, about: str, base: str, links: list[Link]) -> Object:
    body: list[Object] = [{"type": "TextualBody", "purpose": "tagging", "value": mark.label}]
    body += [
        {"type": "TextualBody", "purpose": "describing", "value": f"{key}: {value}"}
        for key, value in mark.facts.items()
        if key not in ("type", "note")
    ]
    if mark.note:
        body.append({"type": "TextualBody", "purpose": "commenting", "value": mark.note})
    body += [
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": f"{base}:{quote(link.target, safe='')}",
            "value": link.label,
        }
        for link in links
    ]
    targets = [_target(text, span, about) for span in mark.spans]
    more = extras(mark)
    more.pop("facts", None)
    return {
        "id": f"{base}:{quote(mark.id, safe='')}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": body,
        "target": targets[0] if len(targets) == 1 else {"type": "Composite", "items": targets},
        **({_OURS: more} if more else {}),
    }


def _target(text: str, span: Span, about: str) -> Object:
    return {
        "source": about,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
        ],
    }


def recognises(head: bytes) -> bool:
    """Whether these may be annotations: they name the recommendation's context."""
    return "@context" in keys_in(head) and b"anno.jsonld" in head


FORMAT_W3C = Format(
    id="w3c",
    name="W3C Web Annotation, JSON-LD, one page a line",
    suffixes=(".w3c.jsonl", ".jsonld"),
    loses="statuses, rejections, decisions, attributes of documents, origins of mentions",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
