"""The one order in which a document's annotations are written: the same state always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Decision, Layer, Mention, Origin, Party, Quotation, Rejection, Stance
from annotator.domain.documents import STANDARD_META, Scalar
from annotator.domain.registry import Entity
from annotator.domain.text import Spans

_RANK = {"gold": 0, "annotator": 1, "pipeline": 2}
_DIGITS = 4


def layer_order(layer: Layer) -> tuple[int, str, str]:
    """Gold, annotators by name, the pipeline."""
    return _RANK[layer.kind], layer.annotator or "", layer.id


def span_order(spans: Spans, id: str) -> tuple[int, int, str]:
    """First start, last end, id; what has no spans comes first."""
    return (min(spans).start, max(each.end for each in spans), id) if spans else (-1, -1, id)


def mention_order(mention: Mention) -> tuple[int, int, str]:
    """By place in the text."""
    spans = mention.spans
    if len(spans) == 1:
        return spans[0].start, spans[0].end, mention.id
    return span_order(spans, mention.id)


def quotation_order(quotation: Quotation) -> tuple[int, int, str]:
    """By place of the content in the text."""
    return span_order(quotation.content, quotation.id)


def rejection_order(rejection: Rejection) -> tuple[int, int, str]:
    """By place in the text."""
    return span_order(rejection.spans, rejection.id)


def decision_order(decision: Decision) -> tuple[str, str]:
    """By time, then id."""
    return decision.at or "", decision.id


def rounded(score: float | None) -> float | None:
    """A score to four digits; never a negative zero."""
    return None if score is None else round(float(score), _DIGITS) + 0.0


def sorted_meta(meta: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """All standard keys, in their order, then the rest sorted."""
    out: dict[str, Scalar] = {key: meta.get(key) for key in STANDARD_META}
    if len(meta) > len(out) or meta.keys() - out.keys():
        out |= {key: meta[key] for key in sorted(meta.keys() - out.keys())}
    return out


def sorted_object(values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """An open object, its keys sorted."""
    return {key: values[key] for key in sorted(values)} if values else {}


def sorted_deep(value: object) -> object:
    """A free JSON value, the keys of all its objects sorted."""
    if isinstance(value, Mapping):
        return {key: sorted_deep(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [sorted_deep(each) for each in value]
    return value


def referenced(layers: Iterable[Layer]) -> set[str]:
    """Ids of the entities that the objects of these layers refer to."""
    out: set[str | None] = set()
    for layer in layers:
        out.update([each.entity for each in layer.mentions])
        for quotation in layer.quotations:
            out.update([each.entity for each in quotation.speakers])
            out.update([each.entity for each in quotation.addressees])
            out.update([each.target for each in quotation.stances])
    return {each for each in out if each is not None}


def written_entities(annotated: AnnotatedDocument) -> list[Entity]:
    """The entities that are written: those referred to, by id."""
    wanted = referenced(annotated.layers)
    return sorted((each for each in annotated.entities if each.id in wanted), key=lambda each: each.id)


def canonical(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """The document as it comes back from the exchange format: everything in its order, scores to four digits.

    Entities that nothing refers to are left out.
    """
    document = annotated.document
    return AnnotatedDocument(
        document=replace(
            document,
            meta=sorted_meta(document.meta),
            extra={key: sorted_deep(document.extra[key]) for key in sorted(document.extra)},
        ),
        entities=tuple(
            replace(each, origin=_origin(each.origin), attributes=sorted_object(each.attributes))
            for each in written_entities(annotated)
        ),
        layers=tuple(_layer(each) for each in sorted(annotated.layers, key=layer_order)),
        decisions=tuple(sorted(annotated.decisions, key=decision_order)),
    )


def _layer(layer: Layer) -> Layer:
    mentions = (
        replace(each, spans=tuple(sorted(each.spans)), origin=_origin(each.origin))
        for each in sorted(layer.mentions, key=mention_order)
    )
    rejections = (
        replace(each, spans=tuple(sorted(each.spans))) for each in sorted(layer.rejections, key=rejection_order)
    )
    return replace(
        layer,
        attributes=sorted_object(layer.attributes),
        mentions=tuple(mentions),
        quotations=tuple(_quotation(each) for each in sorted(layer.quotations, key=quotation_order)),
        rejections=tuple(rejections),
    )


def _quotation(quotation: Quotation) -> Quotation:
    return replace(
        quotation,
        content=tuple(sorted(quotation.content)),
        cue=tuple(sorted(quotation.cue)),
        speakers=tuple(_party(each) for each in quotation.speakers),
        addressees=tuple(_party(each) for each in quotation.addressees),
        stances=tuple(_stance(each) for each in quotation.stances),
        attributes=sorted_object(quotation.attributes),
        origin=_origin(quotation.origin),
    )


def _party(party: Party) -> Party:
    return replace(party, spans=tuple(sorted(party.spans)), score=rounded(party.score))


def _stance(stance: Stance) -> Stance:
    return replace(
        stance,
        target_spans=tuple(sorted(stance.target_spans)),
        evidence=tuple(sorted(stance.evidence)),
        origin=_origin(stance.origin),
    )


def _origin(origin: Origin) -> Origin:
    return origin if origin.score is None else replace(origin, score=rounded(origin.score))
