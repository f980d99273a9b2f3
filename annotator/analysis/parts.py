"""The parts of a slot that holds several things: each stance by its target, each typed field.

Annotators who differ in two stances can each be right in one of them; so each part can be decided for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from annotator.analysis.sameness import Same
from annotator.domain.annotations import Quotation, Slot, Stance
from annotator.domain.documents import Scalar

PARTED: tuple[Slot, ...] = ("stances", "attributes")
"""The slots that have parts."""


class Part(NamedTuple):
    """A part in which annotators differ.

    ``key`` names it: a field's id, or what stands for a target.  ``versions`` are who has the same, in the annotators'
    order; the first of each has the words.
    """

    key: str
    versions: tuple[tuple[str, ...], ...]

    def version_of(self, annotator: str) -> tuple[str, ...] | None:
        """Those who have the same as an annotator; None for one who has no say."""
        return next((each for each in self.versions if annotator in each), None)


def target_key(same: Same, stance: Stance) -> str:
    """What stands for a stance's target: one entity in all its spellings, or words without marks and edges."""
    return repr(same.entity(stance.target) or same.core(stance.target_spans))


def stances_by_target(same: Same, quotation: Quotation) -> dict[str, tuple[Stance, ...]]:
    """A quotation's stances by what they are towards, in their order."""
    found: dict[str, tuple[Stance, ...]] = {}
    for each in quotation.stances:
        key = target_key(same, each)
        found[key] = (*found.get(key, ()), each)
    return found


def stance_parts(same: Same, members: Mapping[str, Quotation]) -> tuple[Part, ...]:
    """The targets towards which not all have the same stances."""
    own = {name: stances_by_target(same, each) for name, each in members.items()}
    said = {
        name: {key: tuple(sorted(map(repr, map(_said, rows)))) for key, rows in each.items()}
        for name, each in own.items()
    }
    return _differing(said)


def field_parts(values: Mapping[str, Mapping[str, Scalar]]) -> tuple[Part, ...]:
    """The fields in which not all have the same value; an empty one is none."""
    said = {
        name: {key: repr(value) for key, value in each.items() if value is not None} for name, each in values.items()
    }
    return _differing(said)


def parts_of(same: Same, slot: Slot, members: Mapping[str, Quotation]) -> tuple[Part, ...]:
    """The parts of a slot of these quotations in which they differ; none for a slot that is one thing."""
    if slot == "stances":
        return stance_parts(same, members)
    return field_parts({name: each.attributes for name, each in members.items()}) if slot == "attributes" else ()


def _said(stance: Stance) -> tuple[object, ...]:
    return stance.value, stance.intensity, stance.explicit is not False


def _differing(said: Mapping[str, Mapping[str, object]]) -> tuple[Part, ...]:
    keys = dict.fromkeys(key for each in said.values() for key in each)
    found = []
    for key in keys:
        versions: dict[object, tuple[str, ...]] = {}
        for name, each in said.items():
            value = each.get(key)
            versions[value] = (*versions.get(value, ()), name)
        if len(versions) > 1:
            found.append(Part(key, tuple(versions.values())))
    return tuple(found)
