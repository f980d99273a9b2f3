"""One decision for all that differ alike: a preview, then one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.analysis.patterns import Likeness, likeness
from annotator.analysis.queue import Item, Queue
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Slot
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.operations.choosing import Choice, decide_in
from annotator.operations.curate import SLOT_NAMES, lying
from annotator.operations.deciding import Work, deciding
from annotator.operations.gold import GoldDesk
from annotator.operations.overviewing import DocumentReview, review_of
from annotator.operations.stopping import Progress, Stop, never, silent, stop_if


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


def alike(
    desk: GoldDesk, key: str, slot: Slot, choice: Choice, reviews: Iterable[DocumentReview] | None = None
) -> Alike:
    """The open items that differ in the slot as this one does, before or after it was decided.

    Same slot, same pattern of difference: whose version it is does not matter, so that the choice follows the version.
    ``reviews`` are those of the documents looked at; None for the desk's own document alone.
    """
    lies = lying(desk)
    try:
        item = lies.queue.item(key)
    except KeyError:
        raise ConflictError("this item is no longer in the queue", "its quotations were changed") from None
    wanted = _wanted(desk.table.laid(lies.case).same, item, slot, choice, lies.queue)
    if not wanted:
        return Alike(slot, "", ())
    patterns = {each.pattern for each in wanted}
    whole = [review_of(desk, desk.project.documents.get(desk.document).title)] if reviews is None else reviews
    found = (each for review in whole for each in _found(review, patterns, slot, choice))
    rest = tuple(each for each in found if (each.document, each.key) != (desk.document, item.key))
    return Alike(slot, wanted[0].words, rest)


def apply_alike(
    desk: GoldDesk,
    found: Alike,
    only: Iterable[AlikeItem] | None = None,
    *,
    progress: Progress = silent,
    cancelled: Stop = never,
) -> Changes:
    """Make the decision for all of these, or only for some, in one step.

    Raises ConflictError, and decides nothing, if one of them is open no longer, or once ``cancelled`` says so.
    """
    chosen = found.items if only is None else tuple(only)
    if not chosen:
        raise ConflictError("nothing differs like it", "decide them one by one")
    label = f"Decide {SLOT_NAMES[found.slot]} of {len(chosen)}"
    with desk.project.step(label, actor=desk.annotator.id) as step:
        documents = list(dict.fromkeys(each.document for each in chosen))
        for number, document in enumerate(documents):
            stop_if(cancelled)
            progress(number, len(documents))
            with deciding(replace(desk, document=document), label) as work:
                for each in chosen:
                    if each.document == document:
                        decide_in(work, _still_open(work, each, found.slot), found.slot, each.choice)
        step.focus = None
    return step.changes


def _still_open(work: Work, one: AlikeItem, slot: Slot) -> Item:
    item = work.item(one.key)
    if slot not in item.open_slots:
        raise ConflictError("what was shown has changed since. Nothing was decided", "look at it again")
    return item


def _wanted(same: Same, item: Item, slot: Slot, choice: Choice, queue: Queue) -> list[Likeness]:
    """The patterns that count: that of the version taken, or where none is taken those of all."""
    names = [choice.annotator] if choice.action == "picked" and choice.annotator else list(queue.annotators)
    found = (likeness(same, item, slot, name) for name in names)
    return [each for each in found if each is not None]


def _found(
    review: DocumentReview, patterns: set[tuple[object, ...]], slot: Slot, choice: Choice
) -> Iterator[AlikeItem]:
    """What differs so in a document, each item once."""
    seen: set[str] = set()
    for each in review.slots:
        if each.slot == slot and each.pattern in patterns and each.key not in seen:
            seen.add(each.key)
            own = replace(choice, annotator=each.annotator) if choice.action == "picked" else choice
            yield AlikeItem(review.document, review.title, each.key, each.passage, own)
