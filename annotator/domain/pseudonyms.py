"""Annotators' names replaced by ``annotator-01`` …, everywhere a document carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Origin, Stance

STRANGER = "annotator-00"
"""For an annotator whom the mapping does not know: no name ever slips through."""

_BY_PEOPLE = frozenset({"manual", "adjudication"})


def pseudonyms(ids: Iterable[str]) -> dict[str, str]:
    """``annotator-01`` … for these annotators, in id order."""
    whole = sorted(set(ids))
    digits = max(2, len(str(len(whole))))
    return {id: f"annotator-{n:0{digits}}" for n, id in enumerate(whole, 1)}


def pseudonymised(annotated: AnnotatedDocument, mapping: Mapping[str, str]) -> AnnotatedDocument:
    """The document with pseudonyms for annotators; the pipeline keeps its name, `STRANGER` is who is not mapped."""
    return replace(
        annotated,
        entities=tuple(replace(each, origin=_origin(each.origin, mapping)) for each in annotated.entities),
        layers=tuple(_layer(each, mapping) for each in annotated.layers),
        decisions=tuple(replace(each, by=mapping.get(each.by, STRANGER)) for each in annotated.decisions),
    )


def _origin(origin: Origin, mapping: Mapping[str, str]) -> Origin:
    if origin.agent is None:
        return origin
    unknown = STRANGER if origin.kind in _BY_PEOPLE else origin.agent
    agent = mapping.get(origin.agent, unknown)
    return origin if agent == origin.agent else replace(origin, agent=agent)


def _stance(stance: Stance, mapping: Mapping[str, str]) -> Stance:
    return replace(stance, origin=_origin(stance.origin, mapping))


def _layer(layer: Layer, mapping: Mapping[str, str]) -> Layer:
    person = layer.kind == "annotator"
    name = mapping.get(layer.annotator_id or "", STRANGER)
    return replace(
        layer,
        annotator_id=name if person else None,
        annotator=name if person else layer.annotator,
        mentions=tuple(replace(each, origin=_origin(each.origin, mapping)) for each in layer.mentions),
        quotations=tuple(
            replace(
                each,
                origin=_origin(each.origin, mapping),
                stances=tuple(_stance(stance, mapping) for stance in each.stances),
            )
            for each in layer.quotations
        ),
        rejections=tuple(replace(each, by=mapping.get(each.by, STRANGER)) for each in layer.rejections),
    )
