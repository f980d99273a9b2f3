"""Where the quotations of a group are equal and where they differ, slot by slot.

What is compared of a slot is its *value*: a plain object in which marks, edge punctuation and the order of parties make
no difference.  None is a value left open.  Notes, confidence, flags, scores, evidence and origins are no values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from annotator.analysis.alignment import Group
from annotator.analysis.sameness import Same, entity_of, linked
from annotator.domain.annotations import Layer, Party, Quotation, Slot, Stance
from annotator.domain.text import Spans, shared_length

SLOTS: tuple[Slot, ...] = get_args(Slot)
"""The whole quotation, then its slots in the card's order."""

ConflictKind = Literal["one_sided", "boundary", "value"]
Outcome = Literal["equal", "differs", "one_sided"]

Links = Mapping[Spans, str]
Who = tuple[str | None, Spans, str | None]
"""A party as it is compared: one id for all spellings of its entity, its words, its form where it has neither."""
Value = object


@dataclass(frozen=True, slots=True)
class Version:
    """What some annotators agree on: ``quotation`` is that of the first of them, None where they have none.

    ``empty`` marks a slot left open.
    """

    annotators: tuple[str, ...]
    quotation: str | None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One slot of a group.

    ``outcome``: equal; differs; one-sided where one version is filled in and the other left open, or where only some
    annotators have the quotation.  ``kind`` is None where it is equal.  ``follows`` marks a difference that another
    slot settles: a type set by the marks goes with the content, an automatic parent too.
    """

    slot: Slot
    outcome: Outcome
    kind: ConflictKind | None
    versions: tuple[Version, ...]
    follows: bool = False

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to decide."""
        return self.outcome != "equal" and not self.follows

    def version_of(self, annotator: str) -> Version | None:
        """The version that an annotator shares."""
        return next((each for each in self.versions if annotator in each.annotators), None)


class Comparer:
    """The layers of one document side by side.  ``layers`` stand by annotator, in the order in which they are shown."""

    def __init__(self, same: Same, layers: Mapping[str, Layer], groups: Sequence[Group]) -> None:
        self.same = same
        self._layers = layers
        self._links = {name: linked(layer) for name, layer in layers.items()}
        self._group_of = {(name, each.id): group.key for group in groups for name, each in group.members.items()}

    def compare(self, group: Group) -> tuple[Difference, ...]:
        """The differences of a group, one for each of `SLOTS`."""
        return (self._presence(group), *(self._slot(group, slot) for slot in SLOTS[1:]))

    def value(self, annotator: str, quotation: Quotation, slot: Slot) -> Value | None:
        """What is compared of a slot."""
        if slot == "parent":
            return self._parent(annotator, quotation)
        return value_of(self.same, quotation, slot, self._links.get(annotator, {}))

    def equal(self, slot: Slot, a: Value | None, b: Value | None) -> bool:
        """Whether two values are the same."""
        return equal_values(self.same, slot, a, b)

    def _presence(self, group: Group) -> Difference:
        without = tuple(name for name in self._layers if name not in group.members)
        versions = (Version(tuple(group.members), _first(group)),)
        if not without:
            return Difference("quotation", "equal", None, versions)
        return Difference("quotation", "one_sided", "one_sided", (*versions, Version(without, None)))

    def _slot(self, group: Group, slot: Slot) -> Difference:
        values = [(name, self.value(name, each, slot)) for name, each in group.members.items()]
        first = values[0][1]
        if all(value == first for _, value in values):
            one = Version(tuple(group.members), _first(group), empty=first is None)
            return Difference(slot, "equal", None, (one,))
        found: list[tuple[Value | None, list[str]]] = []
        for name, value in values:
            same = next((names for other, names in found if self.equal(slot, value, other)), None)
            if same is None:
                found.append((value, [name]))
            else:
                same.append(name)
        versions = tuple(
            Version(tuple(names), group.members[names[0]].id, empty=value is None) for value, names in found
        )
        if len(found) == 1:
            return Difference(slot, "equal", None, versions)
        one_sided = len(found) == 2 and any(value is None for value, _ in found)
        kind: ConflictKind = "boundary" if self._is_boundary(slot, [value for value, _ in found]) else "value"
        return Difference(slot, "one_sided" if one_sided else "differs", kind, versions, _follows(group, slot))

    def _is_boundary(self, slot: Slot, values: list[Value | None]) -> bool:
        filled = [each for each in values if each is not None]
        match slot:
            case "content":
                return True
            case "cue":
                return len(filled) > 1 and all(_overlap(a, b) for a, b in combinations(filled, 2))
            case "speakers" | "addressees":
                return len(filled) > 1 and all(_same_people(a, b) for a, b in combinations(filled, 2))
            case _:
                return False

    def _parent(self, annotator: str, quotation: Quotation) -> Value:
        if quotation.parent is None:
            return "none"
        return self._group_of.get((annotator, quotation.parent), quotation.parent)


def _first(group: Group) -> str:
    return next(iter(group.members.values())).id


def _follows(group: Group, slot: Slot) -> bool:
    rows = group.members.values()
    if slot == "type":
        return all(each.type_origin == "auto" for each in rows)
    return slot == "parent" and all(each.parent_origin == "auto" for each in rows)


# ---------------------------------------------------------------------------------------------- values


def value_of(same: Same, quotation: Quotation, slot: Slot, links: Links) -> Value | None:
    """What is compared of a slot, None where it was left open; ``links`` are the entities of the layer's mentions.

    Of the parent it is the plain id.
    """
    match slot:
        case "quotation":
            return "there"
        case "cue":
            return "absent" if quotation.cue_absent else same.core(quotation.cue) or None
        case "speakers" | "addressees":
            return _people(same, quotation.speakers if slot == "speakers" else quotation.addressees, links)
        case "stances":
            return tuple(sorted((_stance(same, each) for each in quotation.stances), key=repr)) or None
        case _:
            return _plain_value(same, quotation, slot)


def _plain_value(same: Same, quotation: Quotation, slot: Slot) -> Value | None:
    match slot:
        case "content":
            return same.core(quotation.content)
        case "type":
            return quotation.type
        case "parent":
            return quotation.parent
        case _:
            return filled(quotation.attributes)


def filled(attributes: Mapping[str, object]) -> Value | None:
    """Typed fields that hold something, sorted; None where none does."""
    return tuple(sorted((key, value) for key, value in attributes.items() if value is not None)) or None


def _people(same: Same, parties: tuple[Party, ...], links: Links) -> tuple[Who, ...] | None:
    rows = [_who(same, each, links) for each in parties]
    return tuple(sorted(rows, key=repr)) or None


def _who(same: Same, party: Party, links: Links) -> Who:
    entity = same.entity(entity_of(party, links))
    words = same.core(party.spans)
    return entity, words, None if entity or words else party.form


def _stance(same: Same, stance: Stance) -> Value:
    target = same.entity(stance.target)
    return target or same.core(stance.target_spans), stance.value, stance.intensity, stance.explicit is not False


def equal_values(same: Same, slot: Slot, a: Value | None, b: Value | None) -> bool:
    """Whether two values of a slot are the same."""
    if a == b:
        return True
    if slot in ("speakers", "addressees") and isinstance(a, tuple) and isinstance(b, tuple):
        return _same_parties(same, a, b)
    return False


def _same_parties(same: Same, a: tuple[Who, ...], b: tuple[Who, ...]) -> bool:
    """Whether the same parties are meant, mentions that differ only as `Rules` allow included."""
    left = list(b)
    for one in a:
        found = next((each for each in left if _same_who(same, one, each)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _same_who(same: Same, a: Who, b: Who) -> bool:
    if a == b:
        return True
    return a[0] == b[0] and a[2] == b[2] and bool(a[1]) and bool(b[1]) and same.mention(a[1], b[1])


def _overlap(a: Value, b: Value) -> bool:
    return isinstance(a, tuple) and isinstance(b, tuple) and shared_length(a, b) > 0


def _same_people(a: Value, b: Value) -> bool:
    """Whether two values of a party slot name the same entities and differ only in the words."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)) or sorted(_ids(a)) != sorted(_ids(b)):
        return False
    words_a, words_b = (tuple(sorted(span for _, words, _ in rows for span in words)) for rows in (a, b))
    return bool(words_a and words_b) and (any(_ids(a)) or shared_length(words_a, words_b) > 0)


def _ids(parties: tuple[Who, ...]) -> list[str]:
    return [entity or "" for entity, _, _ in parties]
