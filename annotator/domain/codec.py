"""Annotated documents to and from the objects of `quotation-annotations` 1.0, one document an object.

`encode` writes keys in the schema's order and everything else in canonical order; `decode` accepts what the JSON Schema
in `resources/schema` accepts, and checks beyond it what a schema cannot say (see `annotator.domain.decoding`).
Offsets are code points, 0-based and half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from annotator.domain import canonical
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Decision, Layer, Mention, Origin, Party, Quotation, Rejection, Stance
from annotator.domain.decoding import FORMAT, VERSION, Decoder
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans

__all__ = ["FORMAT", "VERSION", "decode", "encode"]

Object = dict[str, object]


def decode(
    obj: Mapping[str, object],
    *,
    path: str = "",
    line: int | None = None,
    known_text: Callable[[str], str | None] | None = None,
) -> AnnotatedDocument:
    """The document that ``obj`` describes, its text in the stored form and all offsets moved with it.

    ``known_text`` gives the text for a SHA-256, for input whose texts were left out.  Raises FormatError, with ``path``
    and ``line``, for everything that is wrong.
    """
    return Decoder(path, line).document(obj, known_text)


def encode(annotated: AnnotatedDocument, *, without_text: bool = False) -> Object:
    """The object of a document, in the schema's key order and in canonical order; its texts null if ``without_text``.

    Entities that nothing refers to are left out.
    """
    document = annotated.document
    text = None if without_text else document.text
    out: Object = {
        "format": FORMAT,
        "version": VERSION,
        "id": document.id,
        "text": text,
        "text_sha256": document.text_sha256,
        "language": document.language,
        "meta": canonical.sorted_meta(document.meta),
        "entities": [_entity(each) for each in canonical.written_entities(annotated)],
        "layers": [_layer(each, text) for each in sorted(annotated.layers, key=canonical.layer_order)],
        "decisions": [_decision(each) for each in sorted(annotated.decisions, key=canonical.decision_order)],
    }
    for key in sorted(document.extra):
        out[key] = canonical.sorted_deep(document.extra[key])
    return out


def _fragments(spans: Iterable[Span], text: str | None) -> list[Object]:
    if text is None:
        return [{"start": start, "end": end, "text": None} for start, end in sorted(spans)]
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in sorted(spans)]


def _one_or_more(spans: Spans, text: str | None) -> list[Object]:
    """The fragments; the usual single one without sorting: a project holds hundreds of thousands."""
    if len(spans) != 1:
        return _fragments(spans, text)
    start, end = spans[0]
    return [{"start": start, "end": end, "text": None if text is None else text[start:end]}]


def _origin(origin: Origin) -> Object:
    return {
        "kind": origin.kind,
        "agent": origin.agent,
        "rule": origin.rule,
        "score": canonical.rounded(origin.score),
        "edited": origin.edited,
        "derived_from": list(origin.derived_from),
        "created": origin.created,
        "modified": origin.modified,
    }


def _entity(entity: Entity) -> Object:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "wikidata": entity.wikidata,
        "attributes": canonical.sorted_object(entity.attributes),
        "proposed": entity.proposed,
        "origin": _origin(entity.origin),
    }


def _layer(layer: Layer, text: str | None) -> Object:
    return {
        "id": layer.id,
        "kind": layer.kind,
        "annotator_id": layer.annotator_id,
        "annotator": layer.annotator,
        "status": layer.status,
        "status_reason": layer.status_reason,
        "attributes": canonical.sorted_object(layer.attributes),
        "mentions": [_mention(each, text) for each in sorted(layer.mentions, key=canonical.mention_order)],
        "quotations": [_quotation(each, text) for each in sorted(layer.quotations, key=canonical.quotation_order)],
        "rejections": [_rejection(each, text) for each in sorted(layer.rejections, key=canonical.rejection_order)],
    }


def _mention(mention: Mention, text: str | None) -> Object:
    return {
        "id": mention.id,
        "spans": _one_or_more(mention.spans, text),
        "label": mention.label,
        "entity": mention.entity,
        "origin": _origin(mention.origin),
    }


def _party(party: Party, text: str | None) -> Object:
    return {
        "spans": _fragments(party.spans, text),
        "entity": party.entity,
        "form": party.form,
        "score": canonical.rounded(party.score),
    }


def _stance(stance: Stance, text: str | None) -> Object:
    return {
        "id": stance.id,
        "target": stance.target,
        "target_spans": _fragments(stance.target_spans, text),
        "value": stance.value,
        "intensity": stance.intensity,
        "explicit": stance.explicit,
        "evidence": _fragments(stance.evidence, text),
        "origin": _origin(stance.origin),
    }


def _quotation(quotation: Quotation, text: str | None) -> Object:
    return {
        "id": quotation.id,
        "type": quotation.type,
        "type_origin": quotation.type_origin,
        "content": _one_or_more(quotation.content, text),
        "cue": _one_or_more(quotation.cue, text),
        "cue_absent": quotation.cue_absent,
        "speakers": [_party(each, text) for each in quotation.speakers],
        "addressees": [_party(each, text) for each in quotation.addressees],
        "stances": [_stance(each, text) for each in quotation.stances],
        "parent": quotation.parent,
        "parent_origin": quotation.parent_origin,
        "attributes": canonical.sorted_object(quotation.attributes),
        "confidence": quotation.confidence,
        "note": quotation.note,
        "flags": list(quotation.flags),
        "origin": _origin(quotation.origin),
    }


def _rejection(rejection: Rejection, text: str | None) -> Object:
    return {
        "id": rejection.id,
        "suggestion": rejection.suggestion,
        "spans": _fragments(rejection.spans, text),
        "reason": rejection.reason,
        "by": rejection.by,
        "at": rejection.at,
    }


def _decision(decision: Decision) -> Object:
    return {
        "id": decision.id,
        "gold": decision.gold,
        "sources": list(decision.sources),
        "slot": decision.slot,
        "action": decision.action,
        "reason": decision.reason,
        "by": decision.by,
        "at": decision.at,
        "acknowledged": decision.acknowledged,
        "stale": decision.stale,
        "note": decision.note,
    }
