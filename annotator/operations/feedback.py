"""What a colleague is told about gold: where it differs from their layer, by which decision and which rule.

They step through it, acknowledge each, or apply it: that is an edit of their own layer, by them.  Who makes their
layer what gold is makes no decision stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.analysis.comparing import SLOTS, equal_values, filled, value_of
from annotator.analysis.queue import DOCUMENT, Item, Queue
from annotator.analysis.queueing import Case, queue_of
from annotator.analysis.sameness import Same, linked
from annotator.domain import ids
from annotator.domain.annotations import Annotator, Decision, Origin, Quotation, Slot
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.nesting import is_inside
from annotator.operations.composing import copied_stances, with_slot
from annotator.operations.curate import review_desk
from annotator.operations.deciding import case_of
from annotator.operations.desk import Desk, Edit, utc_now
from annotator.operations.gold import GoldDesk
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing that gold has otherwise than an annotator, or a question to them.

    ``key`` is the item's.  ``own`` is None for what they have not marked, ``gold`` for what is not in gold; both are
    None for the fields of the document.  ``slots`` are those that differ: "quotation" where only one of the two is
    there.  ``decisions`` are those behind it, the latest last; ``reason`` is the label of the last reason given and
    ``rule`` the guideline's text for it, in Markdown.
    """

    key: str
    document: str
    title: str
    own: Quotation | None
    gold: Quotation | None
    slots: tuple[Slot, ...]
    decisions: tuple[Decision, ...]
    reason: str
    rule: str
    note: str | None
    question: bool
    acknowledged: bool


def deck(
    project: Project, annotator: str, *, whole: bool = False, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Feedback, ...]:
    """What gold has otherwise than this annotator (an id), in project and text order.

    Only what they have not acknowledged yet, or with ``whole`` all of it.  Once ``cancelled`` says so no further
    article is looked at.
    """
    found: list[Feedback] = []
    for _, rows in by_document(project, annotator):
        if cancelled():
            break
        found += rows
    return tuple(each for each in found if whole or not each.acknowledged)


def by_document(
    project: Project, annotator: str, documents: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[Feedback, ...]]]:
    """All feedback of each document about which something was decided, or only of some; acknowledged or not."""
    heads = (each for each in project.annotations.holders() if each.decisions)
    titles = {each.document: each.title for each in heads if documents is None or each.document in documents}
    for document, title in titles.items():
        yield document, tuple(_of_document(project, document, title, annotator))


def acknowledge(project: Project, annotator: Annotator, feedback: Feedback) -> Changes:
    """Say that one has seen it; a decision is acknowledged when all whom it concerns have."""
    with project.step("Acknowledge", actor=annotator.id) as step:
        _acknowledge(project, annotator.id, feedback, utc_now())
        step.focus = feedback.own.id if feedback.own else None
    return step.changes


def answer(project: Project, annotator: Annotator, feedback: Feedback, words: str) -> Changes:
    """Say something to a question that is pinned to one's quotation; who asked sees it beside the question.

    Raises ConflictError for what is no question, and without words.
    """
    asked = feedback.decisions[-1] if feedback.question and feedback.decisions else None
    if asked is None or not words.strip():
        raise ConflictError("there is nothing to answer", "write an answer to a question")
    with project.step("Answer question", actor=annotator.id) as step:
        now = utc_now()
        said = Decision(
            ids.mint("x"),
            asked.gold,
            (asked.id, *asked.sources),
            asked.slot,
            "questioned",
            None,
            annotator.id,
            max(now, asked.at or now),
            note=words.strip(),
        )
        project.annotations.save_decision(feedback.document, said)
        _acknowledge(project, annotator.id, feedback, now)
        step.focus = feedback.own.id if feedback.own else None
    return step.changes


def apply(desk: Desk, feedback: Feedback) -> Changes:
    """Make one's own layer what gold is in this, and acknowledge it.

    ``Changes.focus`` is the own quotation.  Raises ConflictError for a question, and where there is nothing left to do.
    """
    if feedback.question or not feedback.slots:
        raise ConflictError("there is nothing to apply", "answer the question, or acknowledge it")
    with desk.edit("Apply feedback") as edit:
        if feedback.key == DOCUMENT:
            gold = desk.project.annotations.layer(desk.document, "gold")
            edit.set_attributes(gold.attributes if gold else {})
        elif feedback.gold is None:
            edit.remove_quotation(feedback.own.id if feedback.own else "")
        elif feedback.own is None:
            _add(edit, feedback.gold)
        else:
            _follow(desk, edit, feedback.own.id, feedback.gold, feedback.slots)
        _acknowledge(desk.project, desk.annotator.id, feedback, edit.now)
    return edit.changes


# ---------------------------------------------------------------------------------------------- the deck


def _of_document(project: Project, document: str, title: str, annotator: str) -> Iterator[Feedback]:
    desk = _desk_of(project, document)
    case = case_of(desk, desk.stored_layer())
    if annotator not in case.layers:
        return
    queue = queue_of(case)
    elsewhere = {id for id, each in case.seen.items() if annotator not in each.annotators}
    elsewhere |= {each.id for each in case.decisions if each.by == annotator}  # what one decided is no news to oneself
    known = project.annotations.acknowledgements(document)
    same = Same(case.text, case.entities, case.rules)
    for item in queue.items:
        about = [each for each in item.decisions if each.action != "questioned" and each.id not in elsewhere]
        slots = _different(same, case, item, annotator) if about else ()
        asked = item.question is not None and item.question.id not in elsewhere
        if item.question is not None and asked and (item.group is None or annotator in item.group.members):
            yield _feedback(project, document, title, annotator, item, (), (item.question,), known)
        if slots:
            decisions = tuple(each for each in about if each.slot in slots or each.slot == "quotation")
            yield _feedback(project, document, title, annotator, item, slots, decisions or tuple(about), known)


def _desk_of(project: Project, document: str) -> GoldDesk:
    """The desk at which the decisions about a document were made: with those who then lay side by side."""
    seen = project.annotations.seen(document).values()
    names = {name for each in seen for name in each.annotators}
    return review_desk(project, document, Annotator("", ""), names or None)


def _different(same: Same, case: Case, item: Item, annotator: str) -> tuple[Slot, ...]:
    """The slots in which gold is not what the annotator has; nothing where it is not decided yet."""
    if item.key == DOCUMENT:
        gold = filled(case.gold.attributes) if case.gold else None
        return ("attributes",) if filled(case.layers[annotator].attributes) != gold else ()
    own = item.group.members.get(annotator) if item.group else None
    if own is None or item.gold is None:
        settled = item.slots[0].state == "decided"
        return ("quotation",) if settled and own is not item.gold else ()
    links, gold_links = linked(case.layers[annotator]), linked(case.gold) if case.gold else {}
    return tuple(
        slot
        for slot in SLOTS[1:]
        if item.slot(slot).state in ("decided", "equal", "follows")
        and not _is_automatic(own, item.gold, slot)
        and not equal_values(same, slot, value_of(same, own, slot, links), value_of(same, item.gold, slot, gold_links))
    )


def _is_automatic(own: Quotation, gold: Quotation, slot: Slot) -> bool:
    """Whether both have left a slot to the text."""
    if slot == "type":
        return own.type_origin == gold.type_origin == "auto"
    return slot == "parent" and own.parent_origin == gold.parent_origin == "auto"


def _feedback(
    project: Project,
    document: str,
    title: str,
    annotator: str,
    item: Item,
    slots: tuple[Slot, ...],
    decisions: tuple[Decision, ...],
    known: Mapping[str, tuple[str, ...]],
) -> Feedback:
    reason = next((each.reason for each in reversed(decisions) if each.reason), None)
    scheme = project.scheme
    return Feedback(
        item.key,
        document,
        title,
        item.group.members.get(annotator) if item.group else None,
        item.gold,
        slots,
        decisions,
        scheme.name("reasons", reason),
        scheme.guideline(reason) if reason else "",
        next((each.note for each in reversed(decisions) if each.note), None),
        any(each.action == "questioned" for each in decisions),
        all(each.acknowledged is not None or annotator in known.get(each.id, ()) for each in decisions),
    )


# ---------------------------------------------------------------------------------------------- applying


def _follow(desk: Desk, edit: Edit, own: str, gold: Quotation, slots: tuple[Slot, ...]) -> None:
    """Give one's own quotation these slots as gold has them."""
    before = edit.quotation(own)
    after = before
    queue = _queue(desk)
    parents = {
        item.gold.id: item.group.members[desk.annotator.id].id
        for item in queue.items
        if item.gold is not None and item.group is not None and desk.annotator.id in item.group.members
    }
    for slot in slots:
        after = with_slot(after, slot, gold, _origin(edit, gold), parents)
    if after.parent != before.parent and is_inside(after.parent, own, edit.quotations):
        raise ConflictError(
            "in your labels the enclosing quotation stands inside this one", "apply the feedback on that one first"
        )
    edit.put(before, after)


def _queue(desk: Desk) -> Queue:
    gold = _desk_of(desk.project, desk.document)
    return queue_of(case_of(gold, gold.stored_layer()))


def _add(edit: Edit, gold: Quotation) -> None:
    origin = _origin(edit, gold)
    copy = replace(gold, id=ids.mint("q"), origin=origin, stances=copied_stances(gold.stances, origin))
    edit.add_quotation(replace(copy, parent=None, parent_origin="auto", note=None, confidence=None))


def _origin(edit: Edit, gold: Quotation) -> Origin:
    return Origin("adjudication", edit.annotator.id, derived_from=(gold.id,), created=edit.now, modified=edit.now)


def _acknowledge(project: Project, annotator: str, feedback: Feedback, now: str) -> None:
    """Enter the acknowledgement; with the last of those concerned the decision has its time."""
    stored = {each.id: each for each in project.annotations.decisions(feedback.document)}
    known = project.annotations.acknowledgements(feedback.document)
    for each in feedback.decisions:
        decision = stored.get(each.id)
        if decision is None:
            raise ConflictError("this decision is no longer there", "it was taken back")
        names = {*known.get(each.id, ()), annotator}
        project.annotations.set_acknowledged_by(feedback.document, each.id, sorted(names))
        if decision.acknowledged is None and names >= _concerned(project, feedback.document, each.id):
            project.annotations.save_decision(feedback.document, replace(decision, acknowledged=now))


def _concerned(project: Project, document: str, decision: str) -> set[str]:
    """The annotators to whom a decision is news and who have not acknowledged it."""
    return {
        name
        for name in _desk_of(project, document).sources()
        for each in _of_document(project, document, "", name)
        if not each.acknowledged and any(one.id == decision for one in each.decisions)
    }
