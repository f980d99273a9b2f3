"""Label Studio's JSON: a list of tasks with annotations and predictions, or its short form with one row an annotator.

Offsets are code points when written; older versions of the program wrote UTF-16 units, which is recognised by the words
that stand beside them.  What has no control of its own goes along as a region's notes (`meta.text`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import LayerKind
from annotator.domain.documents import Document, LayerStatus, Scalar
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.details import looks_like_detail
from annotator.formats.json_marks import metadata, named, named_object
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, object_of, objects, scalars_in, text_in
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers, pieces
from annotator.formats.offsets import Measured, Range
from annotator.formats.xml_nodes import attribute

_TOOL = "Label Studio"
_FACTS = ("speaker", "addressee", "stances", "note")
_COLOURS = ("#4c6ef5", "#f59f00", "#12b886", "#e64980", "#7950f2", "#15aabf", "#82c91e", "#fd7e14")


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The tasks of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_Task(each[1], each[0], options).read()])


class _Task:
    """One task, in the long form or the short one."""

    def __init__(self, obj: Object, line: int, options: ReadOptions) -> None:
        self._obj = obj
        self._line = line
        self._options = options
        self._checks = Checks(options.path, line)
        self._dropped = 0

    def read(self) -> Read:
        """The task's document with a layer for each annotation and, of the predictions, for each model's first."""
        obj, checks = self._obj, self._checks
        long = "data" in obj
        data = object_of(obj["data"], checks, "the task: data") if long else obj
        measured = Measured(text_in(data, self._text_key(data), checks, "the task"), checks)
        sets = list(self._sets()) if long else [(self._short(), Given((), (), id_in(obj, "annotator") or ""))]
        measured.settle(range for regions, _ in sets for range in _ranges(regions, checks))
        given = [self._given(regions, each, measured) for regions, each in sets]
        meta, dropped = scalars_in({**_object(obj.get("meta")), **data}, checks)
        meta.pop(self._text_key(data), None)
        document = self._document(measured.text, meta, long=long)
        notes = [measured.note, "has regions that are not of text, which are left out" if self._dropped else ""]
        return read_of(document, given, self._options, _TOOL, line=self._line, notes=notes, dropped=dropped)

    def _document(self, text: str, meta: dict[str, Scalar], *, long: bool) -> Document:
        if not long:
            meta = {key: value for key, value in meta.items() if key not in _SHORT_KEYS}
        return document_with(text, meta)

    def _text_key(self, data: Object) -> str:
        """The key of the text: projects call it what they like, and titles and addresses are shorter."""
        if self._options.text_field in data or self._options.text_field != "text":
            return self._options.text_field
        texts = {key: len(value) for key, value in data.items() if isinstance(value, str)}
        return max(texts, key=lambda key: texts[key], default="text")

    def _sets(self) -> Iterator[tuple[list[Object], Given]]:
        """The results of each annotation and prediction, with whose they are."""
        for key in ("annotations", "completions"):
            for each in list_in(self._obj, key, self._checks, "the task"):
                cancelled = each.get("was_cancelled") is True
                kind: LayerKind = "gold" if each.get("ground_truth") is True and _by(each) == "gold" else "annotator"
                status: LayerStatus = "adjudicated" if kind == "gold" else "skipped" if cancelled else "done"
                yield self._results(each), Given((), (), _by(each), kind, status)
        models: set[str] = set()
        for each in list_in(self._obj, "predictions", self._checks, "the task"):
            model = id_in(each, "model_version") or _TOOL
            if models:  # one pipeline layer a document: the first prediction, which is the newest
                self._dropped += 1
                continue
            models.add(model)
            yield self._results(each), Given((), (), model, "pipeline", "done")

    def _results(self, annotation: Object) -> list[Object]:
        return list_in(annotation, "result", self._checks, "the annotation")

    def _short(self) -> list[Object]:
        """The regions of a row of the short form, in the long form."""
        out: list[Object] = []
        for key, value in self._obj.items():
            if isinstance(value, list) and value and all(isinstance(each, dict) and "start" in each for each in value):
                out += [{"id": f"{key}{n}", "type": "labels", "value": each} for n, each in enumerate(value)]
        return out

    def _given(self, regions: list[Object], whose: Given, measured: Measured) -> Given:
        marks: dict[str, Mark] = {}
        links = []
        for n, each in enumerate(regions, 1):
            owner = f"region {n}"
            if each.get("type") == "relation":
                label = "; ".join(str(one) for one in _list(each.get("labels")))
                links.append(Link(label, id_in(each, "from_id") or "", id_in(each, "to_id") or ""))
                continue
            id = id_in(each, "id") or f"r{n}"
            value = _object(each.get("value"))
            labels, range = _labels(each, value), _range(value, self._checks, owner)
            if range is None:
                self._dropped += 1
            elif labels and id not in marks:
                said = _object(each.get("meta")).get("text")
                words = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
                detail = next((one for one in words if looks_like_detail(one)), "")
                note = "\n".join(one for one in words if not looks_like_detail(one))
                who = named(_object(each.get("meta")).get("entity"))
                marks[id] = Mark(id, labels[0], (measured.span(range, owner),), who, note, detail=detail)
        return Given(list(marks.values()), links, whose.annotator, whose.kind, whose.status)


_SHORT_KEYS = frozenset({"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"})


def _object(value: object) -> Object:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _by(annotation: Object) -> str:
    """Who made an annotation: a name or an address where there is one, else a number."""
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        name = " ".join(str(by[key]) for key in ("first_name", "last_name") if by.get(key))
        return name or id_in(by, "email", "username", "id") or ""
    return str(by) if isinstance(by, int | str) and by != "" else ""


def _labels(region: Object, value: Object) -> list[str]:
    key = region.get("type")
    labels = _list(value.get(key)) if isinstance(key, str) else []
    return [each for each in labels or _list(value.get("labels")) if isinstance(each, str)]


def _range(value: Object, checks: Checks, owner: str) -> Range | None:
    """The place of a region of text; None for one of a picture, a sound or an HTML page."""
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    return Range(start, end, checks.string(words, owner, "text") if isinstance(words, str) else None)


def _ranges(regions: list[Object], checks: Checks) -> Iterator[Range]:
    for n, each in enumerate(regions, 1):
        value = _object(each.get("value"))
        range = _range(value, checks, f"region {n}")
        if range is not None and _labels(each, value):
            yield range


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes the tasks, and beside them the labelling configuration that the program needs to show them."""
    labels: dict[str, None] = {}
    with sink.open() as out:
        out.write(b"[")
        for number, annotated in enumerate(context.documents(source), 1):
            task = _coded(annotated, number, context, labels)
            out.write(b"\n" if number == 1 else b",\n")
            out.write(json.dumps(task, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8"))
        out.write(b"\n]\n")
    beside = sink.beside("label_config.xml")
    if beside is not None:
        with beside as out:
            out.write(_configuration(labels).encode("utf-8"))


def _coded(annotated: AnnotatedDocument, number: int, context: ExportContext, labels: dict[str, None]) -> Object:
    annotations: list[Object] = []
    predictions: list[Object] = []
    for n, layer in enumerate(marked_layers(annotated, context.scheme), 1):
        result = list(_regions(annotated.document.text, layer, labels))
        if layer.kind == "pipeline":
            predictions.append({"id": n, "model_version": layer.annotator, "result": result})
            continue
        annotations.append(
            {
                "id": n,
                "completed_by": {"id": n, "email": layer.annotator},
                "result": result,
                "was_cancelled": layer.status == "skipped",
                "ground_truth": layer.kind == "gold",
            }
        )
    data = {"text": annotated.document.text} | {
        key: value for key, value in metadata(annotated).items() if key != "text"
    }
    return {"id": number, "data": data, "annotations": annotations, "predictions": predictions}


def _regions(text: str, layer: MarkedLayer, labels: dict[str, None]) -> Iterator[Object]:
    cut = pieces(layer)
    for mark in cut.marks:
        labels.setdefault(mark.label)
        (span,) = mark.spans
        place: Object = {"start": span.start, "end": span.end, "text": span.of(text)}
        region: Object = {"id": mark.id, "from_name": "label", "to_name": "text"}
        meta: Object = {"text": [mark.detail]} if mark.detail else {}
        if mark.who is not None:
            meta["entity"] = named_object(mark.who)
        yield region | {
            "type": "labels",
            "value": place | {"labels": [mark.label]},
            "origin": "prediction" if layer.kind == "pipeline" else "manual",
            **({"meta": meta} if meta else {}),
        }
        for key in _FACTS:
            if key in mark.facts:
                value = {"start": span.start, "end": span.end, "text": [mark.facts[key]]}
                yield region | {"from_name": key, "type": "textarea", "value": value, "origin": "manual"}
    for link in cut.links:
        yield {
            "type": "relation",
            "from_id": link.source,
            "to_id": link.target,
            "direction": "right",
            "labels": [link.label],
        }


def _configuration(labels: Mapping[str, None]) -> str:
    values = "\n".join(
        f"    <Label value={attribute(each)} background={attribute(_COLOURS[n % len(_COLOURS)])}/>"
        for n, each in enumerate(labels)
    )
    areas = "\n".join(
        f'  <TextArea name="{each}" toName="text" perRegion="true" placeholder="{each}"/>' for each in _FACTS
    )
    links = "\n".join(f'    <Relation value="{each}"/>' for each in ("cue", "speaker", "addressee", "continues"))
    return (
        f"<View>\n  <Relations>\n{links}\n  </Relations>\n"
        f'  <Labels name="label" toName="text">\n{values}\n  </Labels>\n'
        f'  <Text name="text" value="$text"/>\n{areas}\n</View>\n'
    )


def recognises(head: bytes) -> bool:
    """Whether these may be tasks, or rows of the short form."""
    keys = keys_in(head)
    long = "data" in keys and bool(keys & {"annotations", "predictions", "completions"})
    return long or {"annotation_id", "annotator", "lead_time"} <= keys


FORMAT_LABEL_STUDIO = Format(
    id="label-studio",
    name="Label Studio tasks, JSON",
    suffixes=(".label-studio.json",),
    loses="statuses but done and skipped, rejections, decisions, attributes of documents, origins of mentions",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
