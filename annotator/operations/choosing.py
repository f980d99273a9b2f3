"""What a choice does to gold and which decision it leaves behind, within a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.analysis.comparing import SLOTS
from annotator.analysis.queue import DOCUMENT, Item
from annotator.analysis.sameness import linked
from annotator.domain.annotations import DecisionAction, Quotation, Slot
from annotator.domain.errors import ConflictError
from annotator.domain.text import Spans
from annotator.operations.composing import core_shared, emptied, fields_of, with_both, with_parts
from annotator.operations.deciding import Work, members

Chosen = Literal["picked", "both", "none", "kept"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for a slot.

    ``picked``: as ``annotator`` has it; ``both``: what any of them has; ``none``: none is right, with a reason code's
    id; ``kept``: gold stays as it is, which answers a stale decision.  ``parts`` of a slot that is taken (see
    `annotator.analysis.parts`) are as other annotators have them, who are given by the part's key.
    """

    action: Chosen
    annotator: str | None = None
    reason: str | None = None
    note: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> DecisionAction:
        """The action of a decision to take something: *both* where several annotators are right in a part each."""
        return "both" if len(set(self.parts.values())) > 1 else "picked"


def decide_in(work: Work, item: Item, slot: Slot, choice: Choice) -> None:
    """Settle one slot of an item; see `annotator.operations.curate.decide`."""
    people = {choice.annotator, *choice.parts.values()} if choice.action == "picked" else set()
    if not people <= work.layers.keys():
        raise ConflictError("this annotator has not finished the article", "take another's")
    if item.key == DOCUMENT:
        _decide_fields(work, item, choice)
    elif slot == "quotation":
        _decide_presence(work, item, choice)
    else:
        _decide_slot(work, item, slot, choice)


def _decide_presence(work: Work, item: Item, choice: Choice) -> None:
    source = _picked(item, choice)
    kept = choice.action == "kept" and item.gold is not None
    if source is not None:
        gold: str | None = _taken(work, item, source).id
    elif kept and item.gold is not None:
        gold = item.gold.id
    elif choice.action == "both":
        raise ConflictError("a quotation is there or it is not", "take an annotator's, or none")
    else:
        work.remove(item)
        gold = None
    action: DecisionAction = "none" if choice.action == "none" else "edited" if choice.action == "kept" else "picked"
    slots = SLOTS if kept or gold is None else _settled_slots(item)
    first = source.id if source else None
    work.record(item, "quotation", action, gold=gold, slots=slots, first=first, reason=choice.reason, note=choice.note)
    work.edit.focus(gold)


def _taken(work: Work, item: Item, source: Quotation) -> Quotation:
    """Gold's quotation after an annotator's was taken: theirs, but for slots in which others differ."""
    if len(members(item)) == 1:
        return work.rewrite(item, source)
    return work.gold(item)


def _decide_slot(work: Work, item: Item, slot: Slot, choice: Choice) -> None:
    before = in_gold(work, item, slot)
    source = _picked(item, choice)
    action: DecisionAction = _action(choice)
    match choice.action:
        case "picked":
            own = item.group.members if item.group else {}
            if source is None or not set(choice.parts.values()) <= own.keys():
                raise ConflictError("this annotator does not have the quotation", "take another's")
            if choice.parts:
                origin = work.origin(members(item))
                work.put(before, with_parts(work.same, before, slot, own, choice.parts, origin))
            else:
                work.rewrite(item, source, (slot,))
        case "both":
            rows = _sources(work, item)
            work.put(before, with_both(work.same, before, slot, rows, work.origin(members(item))))
        case "none":
            after = emptied(before, slot)
            shared = core_shared(work.same, [each.content for each in members(item)]) if slot == "content" else ()
            work.put(before, replace(after, content=shared) if shared else after)
    first = source.id if source else None
    work.record(item, slot, action, gold=before.id, first=first, reason=choice.reason, note=choice.note)
    work.edit.focus(before.id)


def in_gold(work: Work, item: Item, slot: Slot) -> Quotation:
    """The item's gold quotation, made now if need be; then it is recorded that it is one."""
    if (found := work.standing(item)) is not None:
        return found
    gold = work.gold(item)
    if slot != "quotation":
        conflict = item.slot("quotation").difference.is_conflict
        settled = [each for each in _settled_slots(item) if each != slot]
        work.record(item, "quotation", "picked" if conflict else "agreed", gold=gold.id, slots=settled)
    return gold


def _settled_slots(item: Item) -> list[Slot]:
    """The slots that need no decision of their own."""
    rows = [each.difference for each in item.slots]
    return [each.slot for each in rows if each.slot == "quotation" or not each.is_conflict]


def accept_in(work: Work, item: Item, action: DecisionAction) -> None:
    """Take into gold what an item's annotators agree on, or the one annotator has."""
    if item.key == DOCUMENT:
        layer = next(iter(work.layers.values()))
        work.edit.set_attributes(layer.attributes)
        work.record(item, "attributes", action, gold=None)
        return
    first = members(item)[0] if item.group else None
    if first is None:
        raise ConflictError("nobody has this quotation", "it was added in gold")
    gold = work.rewrite(item, first) if action == "accepted" else work.gold(item)
    work.record(item, "quotation", action, gold=gold.id, slots=SLOTS)
    work.edit.focus(gold.id)


def _decide_fields(work: Work, item: Item, choice: Choice) -> None:
    if choice.action == "both":
        raise ConflictError("two values of a field cannot both be right", "take one of them, or edit")
    first = None
    if choice.action == "picked":
        layer = work.layers[choice.annotator or ""]
        values = {name: each.attributes for name, each in work.layers.items()}
        work.edit.set_attributes(fields_of(values, choice.parts) if choice.parts else layer.attributes)
        first = layer.id
    elif choice.action == "none":
        work.edit.set_attributes({})
    action = _action(choice)
    work.record(item, "attributes", action, gold=None, first=first, reason=choice.reason, note=choice.note)


def _action(choice: Choice) -> DecisionAction:
    if choice.action == "kept":
        return "edited"
    return choice.taken if choice.action == "picked" else choice.action


def _picked(item: Item, choice: Choice) -> Quotation | None:
    """The quotation of the annotator who is taken; None if they have none."""
    if choice.action != "picked" or item.group is None or choice.annotator is None:
        return None
    return item.group.members.get(choice.annotator)


def _sources(work: Work, item: Item) -> list[tuple[Quotation, dict[Spans, str]]]:
    rows = item.group.members.items() if item.group else ()
    return [(each, linked(work.layers[name])) for name, each in rows]


def only_member(item: Item) -> str | None:
    """The one annotator who has the item's quotation."""
    names = list(item.group.members) if item.group else []
    return names[0] if len(names) == 1 else None


def refuse_document(key: str) -> None:
    """Raise ConflictError for the item of the document's own fields."""
    if key == DOCUMENT:
        raise ConflictError("the fields of the article cannot be rejected", "edit them in gold")
