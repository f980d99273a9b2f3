"""A document's annotations with other ids: people, entities or objects known by another id in another project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from annotator.domain.annotations import (
    Annotator,
    Decision,
    Layer,
    Mention,
    Origin,
    Party,
    Quotation,
    Rejection,
    Stance,
)
from annotator.domain.registry import Entity

Ids = Mapping[str, str]


def with_people(layer: Layer, people: Mapping[str, Annotator]) -> Layer:
    """The layer with other annotators in place of those that ``people`` names by id."""
    if not people:
        return layer
    owner = people.get(layer.annotator_id or "")
    return replace(
        layer,
        annotator_id=owner.id if owner else layer.annotator_id,
        annotator=owner.name if owner else layer.annotator,
        mentions=tuple(replace(each, origin=_by(each.origin, people)) for each in layer.mentions),
        quotations=tuple(_quotation_by(each, people) for each in layer.quotations),
        rejections=tuple(replace(each, by=_person(each.by, people)) for each in layer.rejections),
    )


def decision_with_people(decision: Decision, people: Mapping[str, Annotator]) -> Decision:
    """The decision with another annotator, if ``people`` names its own by id."""
    return replace(decision, by=_person(decision.by, people))


def entity_with_people(entity: Entity, people: Mapping[str, Annotator]) -> Entity:
    """The entity with another annotator as its maker, if ``people`` names its own by id."""
    return replace(entity, origin=_by(entity.origin, people))


def with_entities(layer: Layer, entities: Ids) -> Layer:
    """The layer with other entities in place of those that ``entities`` names by id."""
    if not entities:
        return layer

    def party(each: Party) -> Party:
        return replace(each, entity=entities.get(each.entity, each.entity)) if each.entity else each

    def stance(each: Stance) -> Stance:
        return replace(each, target=entities.get(each.target, each.target)) if each.target else each

    def quotation(each: Quotation) -> Quotation:
        return replace(
            each,
            speakers=tuple(map(party, each.speakers)),
            addressees=tuple(map(party, each.addressees)),
            stances=tuple(map(stance, each.stances)),
        )

    def mention(each: Mention) -> Mention:
        return replace(each, entity=entities.get(each.entity, each.entity)) if each.entity else each

    return replace(
        layer, mentions=tuple(map(mention, layer.mentions)), quotations=tuple(map(quotation, layer.quotations))
    )


def with_marks(layer: Layer, ids: Ids) -> Layer:
    """The layer with other ids for those of its mentions, quotations and rejections that ``ids`` names."""
    if not ids:
        return layer

    def quotation(each: Quotation) -> Quotation:
        return replace(each, id=ids.get(each.id, each.id), parent=ids.get(each.parent or "", each.parent))

    def mention(each: Mention) -> Mention:
        return replace(each, id=ids.get(each.id, each.id))

    def rejection(each: Rejection) -> Rejection:
        return replace(each, id=ids.get(each.id, each.id))

    return replace(
        layer,
        mentions=tuple(map(mention, layer.mentions)),
        quotations=tuple(map(quotation, layer.quotations)),
        rejections=tuple(map(rejection, layer.rejections)),
    )


def _person(id: str, people: Mapping[str, Annotator]) -> str:
    return people[id].id if id in people else id


def _by(origin: Origin, people: Mapping[str, Annotator]) -> Origin:
    known = people.get(origin.agent or "")
    return replace(origin, agent=known.id) if known else origin


def _quotation_by(each: Quotation, people: Mapping[str, Annotator]) -> Quotation:
    stances = tuple(replace(stance, origin=_by(stance.origin, people)) for stance in each.stances)
    return replace(each, origin=_by(each.origin, people), stances=stances)
