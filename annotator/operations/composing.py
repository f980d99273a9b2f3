"""Gold quotations made from annotators' quotations: whole, slot by slot, from two at once, or left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.analysis.comparing import Difference, Links, value_of
from annotator.analysis.parts import stances_by_target
from annotator.analysis.queue import Item
from annotator.analysis.sameness import Same
from annotator.domain import ids
from annotator.domain.annotations import Origin, Party, Quotation, Slot, Stance
from annotator.domain.documents import Scalar
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span, Spans, ordered

BOTH: tuple[Slot, ...] = ("content", "cue", "speakers", "addressees", "stances")
"""The slots in which two annotators can both be right."""

_FIELDS: Mapping[Slot, tuple[str, ...]] = {
    "content": ("content",),
    "cue": ("cue", "cue_absent"),
    "speakers": ("speakers",),
    "addressees": ("addressees",),
    "type": ("type", "type_origin"),
    "attributes": ("attributes",),
}
"""What of a quotation a slot consists of, where it can be copied as it is."""

_EMPTY: Mapping[Slot, Mapping[str, Any]] = {
    "cue": {"cue": (), "cue_absent": False},
    "speakers": {"speakers": ()},
    "addressees": {"addressees": ()},
    "type": {"type_origin": "auto"},
    "stances": {"stances": ()},
    "parent": {"parent": None, "parent_origin": "auto"},
    "attributes": {"attributes": {}},
}


def composed(item: Item, origin: Origin, *, prefer: str | None = None) -> Quotation:
    """A gold quotation of what the members of a group agree on; what they do not agree on stays open.

    ``prefer`` is the annotator whose quotation counts where the others differ; of a group of one that is the only one.
    The content cannot be open: until it is decided it is the first member's.
    """
    if item.group is None:
        raise ConflictError("this item has no quotation to copy", "choose one that an annotator has made")
    members = item.group.members
    first = members.get(prefer, next(iter(members.values()))) if prefer else next(iter(members.values()))
    made = replace(
        first,
        id=ids.mint("q"),
        origin=origin,
        stances=copied_stances(first.stances, origin),
        parent=None,
        parent_origin="auto",
        confidence=None,
        note=None,
        flags=first.flags if prefer or len(members) == 1 else common_flags(members.values()),
    )
    if prefer:
        return made
    for each in (slot.difference for slot in item.slots):
        if each.is_conflict:
            made = emptied(made, each.slot)
    attributes = [dict(each.attributes) for each in members.values()]
    shared = {key: held for key, held in attributes[0].items() if all(other.get(key) == held for other in attributes)}
    return replace(made, attributes=shared)


def common_flags(rows: Iterable[Quotation]) -> tuple[str, ...]:
    """The flags that all of these have."""
    first, *rest = rows
    return tuple(each for each in first.flags if all(each in other.flags for other in rest))


def copied_stances(stances: Sequence[Stance], origin: Origin) -> tuple[Stance, ...]:
    """Stances under ids of their own, which know those they come from."""
    return tuple(replace(each, id=ids.mint("s"), origin=replace(origin, derived_from=(each.id,))) for each in stances)


def emptied(quotation: Quotation, slot: Slot) -> Quotation:
    """The quotation with a slot left open; the content stays, since no quotation is without words."""
    return replace(quotation, **_EMPTY.get(slot, {}))


def with_slot(
    quotation: Quotation, slot: Slot, source: Quotation, origin: Origin, parents: Mapping[str, str]
) -> Quotation:
    """The quotation with a slot as ``source`` has it; ``parents`` are gold's ids for those of the source's layer."""
    if slot == "stances":
        return replace(quotation, stances=copied_stances(source.stances, origin))
    if slot == "parent":
        known = parents.get(source.parent) if source.parent else None
        return replace(quotation, parent=known, parent_origin=source.parent_origin)
    return replace(quotation, **{name: getattr(source, name) for name in _FIELDS.get(slot, ())})


def with_both(
    same: Same, quotation: Quotation, slot: Slot, sources: Sequence[tuple[Quotation, Links]], origin: Origin
) -> Quotation:
    """The quotation with what any of ``sources`` has in a slot of `BOTH`.  Raises ConflictError for another slot."""
    rows = [each for each, _ in sources]
    match slot:
        case "content":
            return replace(quotation, content=_union(each.content for each in rows))
        case "cue":
            return replace(quotation, cue=_union(each.cue for each in rows), cue_absent=False)
        case "speakers":
            return replace(quotation, speakers=_everybody(same, slot, sources))
        case "addressees":
            return replace(quotation, addressees=_everybody(same, slot, sources))
        case "stances":
            return replace(quotation, stances=_all_stances(same, rows, origin))
        case _:
            raise ConflictError("two values of this slot cannot both be right", "take one of them, or edit")


def with_parts(
    same: Same,
    quotation: Quotation,
    slot: Slot,
    members: Mapping[str, Quotation],
    chosen: Mapping[str, str],
    origin: Origin,
) -> Quotation:
    """The quotation with each part of a slot as the annotator chosen for it has it; what all agree on stays.

    ``members`` stand by annotator, ``chosen`` are annotators by the keys of parts (see `annotator.analysis.parts`).
    """
    first = next(iter(members))
    if slot == "attributes":
        values = {name: each.attributes for name, each in members.items()}
        return replace(quotation, attributes=fields_of(values, chosen))
    own = {name: stances_by_target(same, each) for name, each in members.items()}
    keys = dict.fromkeys(key for each in own.values() for key in each)
    rows = (own[chosen.get(key, first)].get(key, ()) for key in keys)
    return replace(quotation, stances=copied_stances([each for row in rows for each in row], origin))


def fields_of(values: Mapping[str, Mapping[str, Scalar]], chosen: Mapping[str, str]) -> dict[str, Scalar]:
    """Typed fields, each as the annotator chosen for it has it, else as the first."""
    first = next(iter(values))
    keys = dict.fromkeys(key for each in values.values() for key in each)
    found = {key: values[chosen.get(key, first)].get(key) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def core_shared(same: Same, contents: Sequence[Spans]) -> Spans:
    """The words that all of these contents hold, none if they share none."""
    shared, *rest = (same.core(each) for each in contents)
    for each in rest:
        shared = tuple(Span(max(a.start, b.start), min(a.end, b.end)) for a in shared for b in each if a.overlaps(b))
    return shared


def conflicts(item: Item) -> list[Difference]:
    """The differences of an item that somebody has to decide."""
    return [each.difference for each in item.slots if each.difference.is_conflict]


def _union(parts: Iterable[Spans]) -> Spans:
    return ordered(span for each in parts for span in each)


def _everybody(same: Same, slot: Slot, sources: Sequence[tuple[Quotation, Links]]) -> tuple[Party, ...]:
    """Each party once; beside somebody, nobody makes no sense."""
    found: dict[object, Party] = {}
    for quotation, links in sources:
        for each in quotation.speakers if slot == "speakers" else quotation.addressees:
            alone = replace(quotation, speakers=(each,))
            found.setdefault(value_of(same, alone, "speakers", links), each)
    somebody = tuple(each for each in found.values() if each.form != "none_in_text")
    return somebody or tuple(found.values())


def _all_stances(same: Same, rows: Sequence[Quotation], origin: Origin) -> tuple[Stance, ...]:
    found: dict[object, Stance] = {}
    for quotation in rows:
        for each in quotation.stances:
            found.setdefault(value_of(same, replace(quotation, stances=(each,)), "stances", {}), each)
    return copied_stances(tuple(found.values()), origin)
