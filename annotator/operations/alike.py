"""One decision for all that differ alike: a preview, then one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.analysis.passages import shown
from annotator.analysis.patterns import Likeness, likeness
from annotator.analysis.queue import Item, Queue
from annotator.analysis.queueing import queue_of
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Slot
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.operations.choosing import Choice, decide_in
from annotator.operations.curate import SLOT_NAMES
from annotator.operations.deciding import case_of, deciding
from annotator.operations.gold import GoldDesk


@dataclass(frozen=True, slots=True)
class AlikeItem:
    """One more item that a decision could be made for, with the choice that means the same there."""

    document: str
    title: str
    key: str
    passage: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Alike:
    """What differs alike; ``words`` go on from “6 more …”: “end before “, a sum that …””."""

    slot: Slot
    words: str
    items: tuple[AlikeItem, ...]


def alike(desk: GoldDesk, key: str, slot: Slot, choice: Choice, documents: Iterable[str] | None = None) -> Alike:
    """The open items that differ in the slot as this one does, before or after it was decided.

    Same slot, same pattern of difference: whose version it is does not matter, so that the choice follows the version.
    ``documents`` are those looked at, None for the desk's own.
    """
    case = case_of(desk, desk.stored_layer())
    queue = queue_of(case)
    try:
        item = queue.item(key)
    except KeyError:
        raise ConflictError("this item is no longer in the queue", "its quotations were changed") from None
    wanted = _wanted(Same(case.text, case.entities, case.rules), item, slot, choice, queue)
    if not wanted:
        return Alike(slot, "", ())
    found: list[AlikeItem] = []
    for document in [desk.document] if documents is None else documents:
        found += _found(replace(desk, document=document), {each.pattern for each in wanted}, slot, choice)
    rest = tuple(each for each in found if (each.document, each.key) != (desk.document, item.key))
    return Alike(slot, wanted[0].words, rest)


def apply_alike(desk: GoldDesk, found: Alike, only: Iterable[AlikeItem] | None = None) -> Changes:
    """Make the decision for all of these, or only for some, in one step."""
    chosen = found.items if only is None else tuple(only)
    if not chosen:
        raise ConflictError("nothing differs like it", "decide them one by one")
    label = f"Decide {SLOT_NAMES[found.slot]} of {len(chosen)}"
    with desk.project.step(label, actor=desk.annotator.id) as step:
        for document in dict.fromkeys(each.document for each in chosen):
            with deciding(replace(desk, document=document), label) as work:
                for each in chosen:
                    if each.document == document:
                        decide_in(work, work.item(each.key), found.slot, each.choice)
        step.focus = None
    return step.changes


def _wanted(same: Same, item: Item, slot: Slot, choice: Choice, queue: Queue) -> list[Likeness]:
    """The patterns that count: that of the version taken, or where none is taken those of all."""
    names = [choice.annotator] if choice.action == "picked" and choice.annotator else list(queue.annotators)
    found = (likeness(same, item, slot, name) for name in names)
    return [each for each in found if each is not None]


def _found(desk: GoldDesk, patterns: set[tuple[object, ...]], slot: Slot, choice: Choice) -> Iterator[AlikeItem]:
    case = case_of(desk, desk.stored_layer())
    queue = queue_of(case)
    same = Same(case.text, case.entities, case.rules)
    title = desk.project.documents.get(desk.document).title
    for item in queue.conflicts:
        if slot not in item.open_slots:
            continue
        for name in queue.annotators:
            each = likeness(same, item, slot, name)
            if each is not None and each.pattern in patterns:
                own = replace(choice, annotator=name) if choice.action == "picked" else choice
                yield AlikeItem(desk.document, title, item.key, shown(case.text, item.place), own)
                break
