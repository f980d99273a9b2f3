"""spaCy's DocBin: marks as span groups, one for each layer, with everything else in ``user_data``.

spaCy runs in a process of its own, as it always does here: the window never loads it, and a crash of its is a sentence.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast, get_args

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import LayerKind
from annotator.domain.documents import LayerStatus, Scalar
from annotator.domain.errors import PipelineError
from annotator.domain.text import Span
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_with, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.json_marks import detail_text, extras, line_of, metadata, named
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers, pieces

_TOOL = "spaCy"
_KINDS: dict[str, LayerKind] = {each: each for each in get_args(LayerKind)}
_STATUSES: dict[str, LayerStatus] = {each: each for each in get_args(LayerStatus)}

Object = dict[str, object]


def _through_spacy(way: str, data: bytes) -> bytes:
    """What the process that runs spaCy makes of the bytes.  Raises PipelineError with its sentence."""
    import subprocess  # noqa: PLC0415 - only where a DocBin is read or written

    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator"]
    done = subprocess.run([*own, "formats", "--docbin", way], input=data, capture_output=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        sentence = said[-1].removeprefix("annotator: ") if said else "spaCy stopped without a word"
        raise PipelineError(*sentence.partition(" — ")[::2])
    return done.stdout


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file.  Raises FormatError."""
    try:
        lines = _through_spacy("read", stream.read()).split(b"\n")
    except PipelineError as error:
        options.fail(error.message, error.hint)
    bare = [json.loads(each) for each in lines if each]
    return options.each(enumerate(bare, 1), lambda each: [document(each[1], options, each[0])])


def document(bare: Mapping[str, object], options: ReadOptions, number: int) -> Read:
    """A document as the other process gives it; ``number`` counts them."""
    text = str(bare["text"])
    ours = _ours(bare.get("user"))
    meta = ours.get("meta")
    if not text.strip():
        options.fail(f"document {number} is empty")
    groups = cast("Mapping[str, list[list[object]]]", bare["groups"])
    told = {str(each.get("name")): each for each in _objects(ours.get("layers"))}
    given = [_given(name, marks, told.get(name, {})) for name, marks in groups.items()]
    if not groups and bare["ents"]:
        given = [_given("", cast("list[list[object]]", bare["ents"]), {})]
    values: dict[str, Scalar] = Checks(options.path).scalars(meta, "the document", "meta") if meta else {}
    language = bare.get("language")
    if language and language != "xx":
        values.setdefault("language", str(language))
    return read_of(document_with(text, values), given, options, _TOOL)


def _ours(user: object) -> Object:
    try:
        found = json.loads(user) if isinstance(user, str) else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _objects(value: object) -> list[Object]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _given(name: str, marks: list[list[object]], told: Object) -> Given:
    exact = {str(each.get("id")): each for each in _objects(told.get("marks"))}
    out = []
    for n, (start, end, label, id, base) in enumerate(cast("list[tuple[int, int, str, str, str]]", marks)):
        more = exact.get(id, {})
        who = named(more.get("entity")) or (named({"name": base, "wikidata": base}) if base else None)
        span = _as_it_was(Span(start, end), more)
        out.append(Mark(id or f"{n}", label, (span,), who, detail=detail_text(more.get("detail"))))
    links = [
        Link(str(each.get("label")), str(each.get("source")), str(each.get("target")))
        for each in _objects(told.get("links"))
    ]
    kind = _KINDS.get(str(told.get("kind")), "annotator")
    status = _STATUSES.get(str(told.get("status")), "in_progress")
    return Given(out, links, str(told.get("annotator") or name), kind, status)


def _as_it_was(span: Span, told: Object) -> Span:
    """The span as it was before it was grown to whole tokens, where it still is that one."""
    start, end = told.get("start"), told.get("end")
    if isinstance(start, int) and isinstance(end, int) and span.start <= start < end <= span.end:
        return Span(start, end)
    return span


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes one DocBin.  Raises PipelineError where spaCy cannot be run."""
    lines = b"".join(line_of(bare(each, context)) for each in context.documents(source))
    data = _through_spacy("write", lines)
    with sink.open() as out:
        out.write(data)


def bare(annotated: AnnotatedDocument, context: ExportContext) -> Object:
    """A document as the other process takes it."""
    layers = list(marked_layers(annotated, context.scheme))
    names = _names(layers)
    mentions = next((found for each in layers if (found := _mentions(each))), [])
    told = {"meta": metadata(annotated), "layers": [_told(*each) for each in zip(names, layers, strict=True)]}
    return {
        "text": annotated.document.text,
        "language": annotated.document.language,
        "user": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        "groups": {
            name: [_mark(each) for each in pieces(layer).marks] for name, layer in zip(names, layers, strict=True)
        },
        "ents": [_mark(each) for each in mentions if len(each.spans) == 1],
    }


def _mentions(layer: MarkedLayer) -> list[Mark]:
    """The marks that are neither a content nor a part of one."""
    parts = {each.target for each in layer.links}
    return [each for each in layer.marks if not each.detail and each.id not in parts]


def _names(layers: list[MarkedLayer]) -> list[str]:
    """A group's name for each layer: its annotator, gold or pipeline; a second one of that name has a number."""
    out: list[str] = []
    for each in layers:
        name = base = each.kind if each.kind != "annotator" else each.annotator
        n = 2
        while name in out:
            name, n = f"{base}-{n}", n + 1
        out.append(name)
    return out


def _mark(mark: Mark) -> list[object]:
    (span,) = mark.spans
    return [span.start, span.end, mark.label, mark.id, (mark.who.wikidata or "") if mark.who else ""]


def _told(name: str, layer: MarkedLayer) -> Object:
    cut = pieces(layer)
    return {
        "name": name,
        "annotator": layer.annotator,
        "kind": layer.kind,
        "status": layer.status,
        "marks": [
            {"id": each.id, "start": each.spans[0].start, "end": each.spans[0].end} | extras(each) for each in cut.marks
        ],
        "links": [{"label": each.label, "source": each.source, "target": each.target} for each in cut.links],
    }


FORMAT_DOCBIN = Format(
    id="spacy",
    name="spaCy DocBin",
    suffixes=(".spacy",),
    loses="rejections, decisions, attributes of documents, origins of mentions; for other programs marks grow to "
    "whole tokens",
    read=read,
    write=write,
)
