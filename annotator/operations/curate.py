"""What somebody can do who reviews a colleague or adjudicates several annotators: each function is one undoable step.

Everything is written to gold, never to an annotator's layer, and each choice is recorded as a decision: who, when,
which slot, from which sources, why.  ``Changes.focus`` is the gold quotation, or nothing where gold has none.  Every
function raises ConflictError, and changes nothing, when it does not fit what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.analysis.agreed import Agreed, agreed_of
from annotator.analysis.comparing import SLOTS
from annotator.analysis.queue import DOCUMENT, Item, Queue
from annotator.analysis.queueing import queue_of
from annotator.domain import ids
from annotator.domain.annotations import Annotator, Quotation, Slot
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.text import Spans
from annotator.operations.choosing import Choice, accept_in, decide_in, in_gold, only_member, refuse_document
from annotator.operations.composing import BOTH
from annotator.operations.deciding import case_of, deciding
from annotator.operations.desk import Memory, utc_now
from annotator.operations.gold import GoldDesk, Lying
from annotator.operations.stopping import Progress, Stop, never, silent, stop_if
from annotator.store.project import Project

SLOT_NAMES: dict[Slot, str] = {
    "quotation": "quotation",
    "content": "content",
    "cue": "cue",
    "speakers": "speaker",
    "addressees": "addressee",
    "type": "type",
    "stances": "stance",
    "parent": "enclosing quotation",
    "attributes": "fields",
}
"""What the slots are called in labels."""

_DECIDE = "Decide "
"""How the label of a step begins that settles a slot."""
_ACCEPT_AGREED, _ACCEPT, _FIX = "Accept what all agree on", "Accept quotation", "Fix quotation"
_REJECT, _ASK, _ADD = "Reject quotation", "Ask about quotation", "Add to gold: quotation"
_LABELS = frozenset({_ACCEPT_AGREED, _ACCEPT, _FIX, _REJECT, _ASK, _ADD})
"""The labels of the other steps here: no step of the Annotate view has one of them."""


# ---------------------------------------------------------------------------------------------- what is to do


def review_desk(
    project: Project,
    document: str,
    adjudicator: Annotator,
    annotators: Iterable[str] | None = None,
    *,
    clock: Callable[[], str] = utc_now,
    memory: Memory | None = None,
) -> GoldDesk:
    """The desk at which gold is made of these annotators' layers; None for all who have finished the document.

    With one annotator it is for reviewing a colleague.
    """
    chosen = None if annotators is None else tuple(sorted(annotators))
    return GoldDesk(project, document, adjudicator, clock, memory, chosen)


def queue(desk: GoldDesk) -> Queue:
    """What is settled in the document and what is left."""
    return lying(desk).queue


def lying(desk: GoldDesk) -> Lying:
    """What lies at a desk: the document's layers, gold, decisions, and the queue that they make."""
    if (found := desk.table.lying(desk)) is not None:
        return found
    stamp = desk.project.stamp()
    case = case_of(desk, desk.stored_layer())
    return desk.table.keep(desk, case, queue_of(case, desk.table.laid(case)), stamp)


# ---------------------------------------------------------------------------------------------- adjudicating


def can_take_both(item: Item, slot: Slot) -> bool:
    """Whether several values of the slot can be right at once."""
    return slot in BOTH and item.group is not None and len(item.slot(slot).difference.versions) > 1


def decide(desk: GoldDesk, key: str, slot: Slot, choice: Choice) -> Changes:
    """Settle one slot of an item.

    The slot "quotation" is whether it is one: taking an annotator who has none, or none at all, keeps it out of gold.
    None in another slot leaves it empty in gold, to be edited; a content is then what all have in common.
    """
    with deciding(desk, f"{_DECIDE}{SLOT_NAMES[slot]}") as work:
        decide_in(work, work.item(key), slot, choice)
    return work.changes


def start_edit(desk: GoldDesk, key: str, slot: Slot, *, reason: str | None = None, note: str | None = None) -> Changes:
    """Take the slot's value into one's own hands: gold has the quotation from now on, to be edited like any other.

    ``Changes.focus`` is the gold quotation.
    """
    with deciding(desk, f"{_DECIDE}{SLOT_NAMES[slot]}") as work:
        item = work.item(key)
        gold = None if key == DOCUMENT else in_gold(work, item, slot).id
        slots = SLOTS if slot == "quotation" else None
        work.record(item, slot, "edited", gold=gold, slots=slots, reason=reason, note=note)
        work.edit.focus(gold)
    return work.changes


def accept_agreed(
    desks: Sequence[GoldDesk],
    only: Mapping[str, Sequence[Agreed]] | None = None,
    *,
    progress: Progress = silent,
    cancelled: Stop = never,
) -> Changes:
    """Take into gold, in one step, what all annotators of these documents agree on.

    ``only`` are, by document, the items that were previewed: exactly those are taken, and if one of them is another by
    now, or agreed no longer, nothing is.  A document where nothing else is left is adjudicated then.  Nothing is
    either once ``cancelled`` says so: ConflictError.
    """
    if not desks:
        raise ConflictError("no article is chosen", "choose at least one")
    project, actor = desks[0].project, desks[0].annotator
    with project.step(_ACCEPT_AGREED, actor=actor.id) as step:
        for number, desk in enumerate(desks):
            stop_if(cancelled)
            progress(number, len(desks))
            with deciding(desk, step.label) as work:
                chosen = work.queue.agreed
                if only is not None:
                    chosen = _as_previewed(agreed_of(work.queue, ""), work.queue, only.get(desk.document, ()))
                for item in chosen:
                    accept_in(work, item, "agreed")
                work.close_if_empty()
        step.focus = None
    return step.changes


def _as_previewed(now: Sequence[Agreed], queue: Queue, wanted: Sequence[Agreed]) -> tuple[Item, ...]:
    """The items that were previewed, where all of them still say what they said.  Raises ConflictError."""
    said = {each.key: each.print for each in now}
    if any(said.get(each.key) != each.print for each in wanted):
        raise ConflictError("what was shown has changed since. Nothing was taken", "look at it again")
    keys = {each.key for each in wanted}
    return tuple(each for each in queue.agreed if each.key in keys)


def take_back(desk: GoldDesk) -> Changes | None:
    """Undo the last decision; None if there is nothing to undo.

    Raises ConflictError if the last step was something else.
    """
    label = desk.project.undo_label(desk.annotator.id)
    if label is None:
        return None
    if label not in _LABELS and not label.startswith(_DECIDE):
        raise ConflictError(f"the last step was “{label}”, no decision", "undo it first")
    return desk.project.undo(desk.annotator.id)


# ---------------------------------------------------------------------------------------------- one colleague


def accept(desk: GoldDesk, key: str) -> Changes:
    """Copy the colleague's quotation to gold as it is."""
    with deciding(desk, _ACCEPT) as work:
        accept_in(work, work.item(key), "accepted")
    return work.changes


def fix(desk: GoldDesk, key: str, *, reason: str | None = None, note: str | None = None) -> Changes:
    """Copy the colleague's quotation to gold in order to edit it there; the original stays as it is.

    ``Changes.focus`` is the copy.
    """
    with deciding(desk, _FIX) as work:
        item = work.item(key)
        gold = None if key == DOCUMENT else work.gold(item, prefer=only_member(item)).id
        slot: Slot = "attributes" if key == DOCUMENT else "quotation"
        work.record(item, slot, "fixed", gold=gold, slots=SLOTS, reason=reason, note=note)
        work.edit.focus(gold)
    return work.changes


def reject(desk: GoldDesk, key: str, reason: str | None, *, note: str | None = None) -> Changes:
    """Leave the colleague's quotation out of gold, with a reason code's id."""
    with deciding(desk, _REJECT) as work:
        item = work.item(key)
        refuse_document(key)
        work.remove(item)
        work.record(item, "quotation", "rejected", gold=None, slots=SLOTS, reason=reason, note=note)
        work.edit.focus(None)
    return work.changes


def question(desk: GoldDesk, key: str, note: str) -> Changes:
    """Pin a question to an item; what is to be decided stays open."""
    if not note.strip():
        raise ConflictError("the question has no words", "write what you want to know")
    with deciding(desk, _ASK) as work:
        item = work.item(key)
        slot: Slot = "attributes" if key == DOCUMENT else "quotation"
        work.record(item, slot, "questioned", gold=item.gold.id if item.gold else None, note=note.strip())
    return work.changes


def take_off(desk: GoldDesk, key: str) -> Changes:
    """Take the pinned question off, and the answers to it."""
    with deciding(desk, f"{_DECIDE}question") as work:
        item = work.item(key)
        if item.question is None:
            raise ConflictError("no question is pinned here", "it was taken off")
        for each in (item.question, *item.answers):
            if each.acknowledged is None:
                work.change(replace(each, acknowledged=work.edit.now))
    return work.changes


def add(desk: GoldDesk, content: Spans, *, reason: str | None = None, note: str | None = None) -> Changes:
    """Make these words a quotation of gold that no annotator has.  ``Changes.focus`` is the quotation."""
    with deciding(desk, _ADD) as work:
        spans = work.edit.checked(content, "content")
        if not spans:
            raise ConflictError("a quotation needs words", "select them first")
        made = Quotation(ids.mint("q"), spans, work.origin(()), type=work.edit.marks.type_of(spans))
        work.edit.add_quotation(made)
        work.record(None, "quotation", "added", gold=made.id, reason=reason, note=note)
        work.edit.focus(made.id)
    return work.changes
