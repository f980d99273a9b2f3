"""What state an object is in, as a short digest: whether two people's copies of it say the same.

Who made an object and when is no part of its state.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from annotator.domain.annotations import Decision, Layer, Mention, Party, Quotation, Rejection, Stance
from annotator.domain.documents import Scalar
from annotator.domain.registry import Entity

T = TypeVar("T")

States = dict[str, str]
"""The state of each object, by its id."""

HEAD = "layer"
"""In the states of a layer stands, under this name, what is no object of it: status, reason and fields."""

_BYTES = 9


def state(*parts: object) -> str:
    """A digest of plain values: equal for equal ones, on every run and machine."""
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest()[:_BYTES]).decode("ascii")


def mention_state(each: Mention) -> str:
    """Words, kind and entity of a mention."""
    return state(each.spans, each.label, each.entity)


def quotation_state(each: Quotation) -> str:
    """All that a quotation says."""
    return state(
        each.content,
        each.type,
        each.type_origin,
        each.cue,
        each.cue_absent,
        [_party(party) for party in each.speakers],
        [_party(party) for party in each.addressees],
        [_stance(stance) for stance in each.stances],
        each.parent,
        each.parent_origin,
        values_state(each.attributes),
        each.confidence,
        each.note,
        each.flags,
    )


def rejection_state(each: Rejection) -> str:
    """What was rejected, and why."""
    return state(each.suggestion, each.spans, each.reason)


def decision_state(each: Decision) -> str:
    """What was decided, and whether it was acknowledged; whether it is stale follows from the layers."""
    choice = (each.gold, each.sources, each.slot, each.action, each.reason)
    return state(*choice, each.acknowledged, each.note)


def entity_state(each: Entity) -> str:
    """Names, kind and fields of an entity."""
    fields = values_state(each.attributes)
    return state(each.name, each.kind, each.aliases, each.wikidata, fields, each.proposed)


def head_state(layer: Layer) -> str:
    """Status, reason and fields of a layer."""
    return state(layer.status, layer.status_reason, values_state(layer.attributes))


def values_state(values: Mapping[str, Scalar]) -> str:
    """Fields of the project's own, or metadata: those without a value are as good as not there."""
    return state({key: value for key, value in values.items() if value is not None})


def layer_states(layer: Layer) -> States:
    """The states of all objects of a layer, and of the layer's head."""
    found: States = {HEAD: head_state(layer)}
    found |= states_of({each.id: each for each in layer.mentions}, mention_state)
    found |= states_of({each.id: each for each in layer.quotations}, quotation_state)
    return found | states_of({each.id: each for each in layer.rejections}, rejection_state)


def states_of(objects: Mapping[str, T], state: Callable[[T], str]) -> States:
    """The state of each object."""
    return {id: state(each) for id, each in objects.items()}


def _party(each: Party) -> tuple[object, ...]:
    return each.spans, each.entity, each.form


def _stance(each: Stance) -> tuple[object, ...]:
    what = (each.id, each.target, each.target_spans, each.value)
    return (*what, each.intensity, each.explicit, each.evidence)
