"""What is left to decide in a document: its items, and what of them is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.analysis.alignment import Group
from annotator.analysis.comparing import ConflictKind, Difference
from annotator.domain.annotations import Decision, Layer, Quotation, Slot
from annotator.domain.text import Spans

SlotState = Literal["equal", "follows", "open", "decided", "stale"]
ItemState = Literal["agreed", "open", "decided", "stale"]

DOCUMENT = "document"
"""The key of the item that holds the typed fields of the document itself."""

RANK: dict[ConflictKind | None, int] = {"one_sided": 0, "boundary": 1, "value": 2, None: 3}
"""The order of kinds: the first unsettled one names an item."""


@dataclass(frozen=True, slots=True)
class SlotItem:
    """One slot of an item: where the annotators differ, whether that is settled, and by which decision."""

    difference: Difference
    state: SlotState
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to settle: a group of quotations, what was added in gold, or the document's own fields.

    ``key`` lasts as long as its first member is there.  ``kind`` is the kind of its first unsettled conflict; None
    where nothing differs.  ``state``: agreed (nothing differs, and it is not in gold yet), open, decided, stale.
    ``place`` is the content to show, empty for the document.  ``question`` is a pinned question, ``answers`` what was
    said to it; it stays until who asked takes it off.
    """

    key: str
    group: Group | None
    kind: ConflictKind | None
    state: ItemState
    slots: tuple[SlotItem, ...]
    gold: Quotation | None
    place: Spans
    decisions: tuple[Decision, ...] = ()
    question: Decision | None = None
    answers: tuple[Decision, ...] = ()

    @property
    def open_slots(self) -> tuple[Slot, ...]:
        """The slots to be asked about, in their order: whether it is a quotation at all comes first."""
        return tuple(each.difference.slot for each in self.slots if each.state in ("open", "stale"))

    def slot(self, slot: Slot) -> SlotItem:
        """One slot.  Raises KeyError where the item has none such."""
        for each in self.slots:
            if each.difference.slot == slot:
                return each
        raise KeyError(slot)


@dataclass(frozen=True, slots=True)
class Queue:
    """All items of a document, in text order, the document's own fields first."""

    annotators: tuple[str, ...]
    items: tuple[Item, ...]
    gold: Layer | None

    @property
    def conflicts(self) -> tuple[Item, ...]:
        """What somebody has to decide: open or stale."""
        return tuple(each for each in self.items if each.state in ("open", "stale"))

    @property
    def agreed(self) -> tuple[Item, ...]:
        """What all agree on and gold does not have yet."""
        return self._in_state("agreed")

    @property
    def decided(self) -> tuple[Item, ...]:
        """What is settled."""
        return self._in_state("decided")

    @property
    def stale(self) -> tuple[Item, ...]:
        """What was decided before an annotator edited it."""
        return self._in_state("stale")

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.items)

    @property
    def done(self) -> int:
        """How many of them are settled."""
        return len(self.decided)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left: gold is adjudicated."""
        return self.done == self.total

    def item(self, key: str) -> Item:
        """The item with that key, or the one that a quotation with that id belongs to.  Raises KeyError."""
        for each in self.items:
            if each.key == key:
                return each
        for each in self.items:
            ids = {member.id for member in each.group.members.values()} if each.group else set()
            if key in ids or (each.gold is not None and each.gold.id == key):
                return each
        raise KeyError(key)

    def stale_decisions(self) -> frozenset[str]:
        """The ids of the decisions that no longer hold."""
        slots = (slot for item in self.items for slot in item.slots)
        return frozenset(each.decision.id for each in slots if each.state == "stale" and each.decision is not None)

    def _in_state(self, state: ItemState) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.state == state)
