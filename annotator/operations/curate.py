"""What somebody can do who reviews a colleague or adjudicates several annotators: each function is one undoable step.

Everything is written to gold, never to an annotator's layer, and each choice is recorded as a decision: who, when,
which slot, from which sources, why.  ``Changes.focus`` is the gold quotation, or nothing where gold has none.  Every
function raises ConflictError, and changes nothing, when it does not fit what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

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
from annotator.operations.gold import GoldDesk
from annotator.store.annotations import LayerHead
from annotator.store.project import Project

GoldStatus = Literal["new", "in_progress", "adjudicated"]

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
    case = case_of(desk, desk.stored_layer())
    return queue_of(case, desk.table.laid(case))


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """How far a document is: how many of its items are in which state, and how many questions are pinned.

    ``annotators`` are those whose layers are compared.
    """

    document: str
    title: str
    annotators: tuple[str, ...]
    open: int
    agreed: int
    decided: int
    stale: int
    questions: int
    status: GoldStatus


def overview(
    project: Project,
    adjudicator: Annotator,
    annotators: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
    *,
    least: int = 2,
) -> Iterator[DocumentReview]:
    """How far gold is in each document that at least so many annotators have finished, in project order.

    With ``annotators`` in those that at least ``least`` of them have finished.  Documents with gold are always there.
    """
    wanted = None if documents is None else set(documents)
    chosen = None if annotators is None else tuple(annotators)
    for document, heads in _heads(project).items():
        if wanted is not None and document not in wanted:
            continue
        done = [each for each in heads if each.status == "done" and (chosen is None or each.annotator in chosen)]
        if len(done) < least and not any(each.kind == "gold" for each in heads):
            continue
        found = queue(review_desk(project, document, adjudicator, chosen))
        stale = len(found.stale)
        yield DocumentReview(
            document,
            heads[0].title,
            found.annotators,
            len(found.conflicts) - stale,
            len(found.agreed),
            found.done,
            stale,
            sum(each.question is not None for each in found.items),
            status_of(found),
        )


def status_of(found: Queue) -> GoldStatus:
    """How far gold is; a document whose queue has filled again is in progress."""
    if found.gold is None:
        return "new"
    return "adjudicated" if found.is_empty else "in_progress"


def _heads(project: Project) -> dict[str, list[LayerHead]]:
    heads: dict[str, list[LayerHead]] = {}
    for each in project.annotations.holders():
        heads.setdefault(each.document, []).append(each)
    return heads


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


def agreed(desk: GoldDesk) -> tuple[Item, ...]:
    """What `accept_agreed` would take into gold."""
    return queue(desk).agreed


def accept_agreed(desks: Sequence[GoldDesk]) -> Changes:
    """Take into gold, in one step, what all annotators of these documents agree on.

    A document where nothing else is left is adjudicated then.
    """
    if not desks:
        raise ConflictError("no article is chosen", "choose at least one")
    project, actor = desks[0].project, desks[0].annotator
    with project.step(_ACCEPT_AGREED, actor=actor.id) as step:
        for desk in desks:
            with deciding(desk, step.label) as work:
                for item in work.queue.agreed:
                    accept_in(work, item, "agreed")
                work.close_if_empty()
        step.focus = None
    return step.changes


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


def answer(desk: GoldDesk, key: str) -> Changes:
    """Take the pinned question off."""
    with deciding(desk, f"{_DECIDE}question") as work:
        asked = work.item(key).question
        if asked is None:
            raise ConflictError("no question is pinned here", "it was answered")
        work.change(replace(asked, acknowledged=work.edit.now))
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


def set_reason(desk: GoldDesk, decision: str, reason: str | None, note: str | None = None) -> Changes:
    """Say why, of a decision made before."""
    with deciding(desk, f"{_DECIDE}reason") as work:
        code = None if reason is None else work.edit.known("reasons", reason)
        work.change(replace(work.decision(decision), reason=code, note=note or None))
    return work.changes
