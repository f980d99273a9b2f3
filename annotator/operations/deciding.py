"""A step at gold under way: what lies on the table, what is written to gold, and the decisions that are recorded.

When the step ends the document closes itself if nothing is left to decide, or opens again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from annotator.analysis.comparing import SLOTS
from annotator.analysis.queue import DOCUMENT, Item, Queue
from annotator.analysis.queueing import Case, queue_of
from annotator.analysis.seen import Seen, of_fields, seen_of
from annotator.domain import ids
from annotator.domain.annotations import Decision, DecisionAction, Layer, Origin, Quotation, Slot, is_reserved
from annotator.domain.canonical import referenced
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.nesting import is_inside
from annotator.operations.composing import composed, with_slot
from annotator.operations.desk import Edit
from annotator.operations.gold import GoldDesk, Lying, freeze

_TIME = "%Y-%m-%dT%H:%M:%SZ"


def case_of(desk: GoldDesk, gold: Layer | None) -> Case:
    """Everything about a desk's document that its queue is made of."""
    project = desk.project
    layers = desk.sources()
    whole = (*layers.values(), *([gold] if gold else []))
    return Case(
        project.documents.get(desk.document).text,
        layers,
        gold,
        project.annotations.decisions(desk.document),
        project.annotations.seen(desk.document),
        project.annotations.closed(desk.document),
        tuple(project.registry.find(referenced(whole)).values()),
        project.rules,
    )


@contextmanager
def deciding(desk: GoldDesk, label: str) -> Iterator[Work]:
    """One undoable step in which decisions are made."""
    lying = desk.table.lying(desk)
    with desk.edit(label) as edit:
        work = Work(desk, edit, lying)
        yield work
        work.settle()
    work.lay_down()


class Work:
    """A step at gold: the queue as it is by now, and the ways to write."""

    def __init__(self, desk: GoldDesk, edit: Edit, lying: Lying | None = None) -> None:
        """``lying`` is what lay at the desk just before the step."""
        self._desk = desk
        known = lying if lying is not None and lying.stamp[0] == desk.project.data_version() else None
        self._case = replace(known.case, gold=edit.layer) if known else case_of(desk, edit.layer)
        self._laid = desk.table.laid(self._case)
        self._recorded = False
        self._made: dict[str, str] = {}
        self.edit = edit
        self.layers = self._case.layers
        self.same = self._laid.same
        self.queue = known.queue if known and known.queue.gold is not None else self._queue()

    @property
    def changes(self) -> Changes:
        """What the step changed; complete when its block has ended."""
        return self.edit.changes

    def item(self, key: str) -> Item:
        """An item of the queue.  Raises ConflictError."""
        try:
            return self.queue.item(key)
        except KeyError:
            raise ConflictError("this item is no longer in the queue", "its quotations were changed") from None

    def origin(self, sources: Iterable[Quotation]) -> Origin:
        """Where something in gold comes from."""
        now, agent = self.edit.now, self.edit.annotator.id
        return Origin("adjudication", agent, derived_from=tuple(each.id for each in sources), created=now, modified=now)

    # ------------------------------------------------------------------------------------------ writing to gold

    def gold(self, item: Item, *, prefer: str | None = None) -> Quotation:
        """The item's gold quotation; if there is none it is made of what the annotators agree on."""
        if (found := self.standing(item)) is not None:
            return found
        made = composed(item, self.origin(members(item)), prefer=prefer)
        if made.type_origin == "auto":
            made = replace(made, type=self.edit.marks.type_of(made.content))
        if any(each.parent_origin == "manual" for each in members(item)) and self._agrees(item, "parent"):
            made = with_slot(made, "parent", members(item)[0], made.origin, self.parents())
        self.edit.add_quotation(made)
        self._made[item.key] = made.id
        return self.edit.quotations[made.id]

    def standing(self, item: Item) -> Quotation | None:
        """The item's gold quotation as it is by now, if there is one."""
        id = self._made.get(item.key, item.gold.id if item.gold else "")
        return self.edit.quotations.get(id)

    def rewrite(self, item: Item, source: Quotation, slots: Iterable[Slot] = SLOTS) -> Quotation:
        """Give the item's gold quotation these slots as ``source`` has them; it is there afterwards."""
        before = self.gold(item, prefer=self.owner(item, source))
        after = before
        origin, parents = self.origin([source]), self.parents()
        for slot in slots:
            if slot != "quotation" and not self._is_equal(slot, after, source):
                after = with_slot(after, slot, source, origin, parents)
        self.put(before, after)
        return self.edit.quotations[before.id]

    def put(self, before: Quotation, after: Quotation) -> None:
        """Store a changed gold quotation; its type follows the marks unless it was chosen."""
        if after.type_origin == "auto":
            after = replace(after, type=self.edit.marks.type_of(after.content))
        if after.parent_origin == "manual" and is_inside(after.parent, after.id, self.edit.quotations):
            after = replace(after, parent=before.parent, parent_origin=before.parent_origin)  # in gold it is a circle
        self.edit.put(before, after)

    def remove(self, item: Item) -> None:
        """Take the item's quotation out of gold."""
        if (found := self.standing(item)) is not None:
            self.edit.remove_quotation(found.id)

    def owner(self, item: Item, source: Quotation) -> str | None:
        """The annotator whose quotation it is."""
        rows = item.group.members.items() if item.group else ()
        return next((name for name, each in rows if each.id == source.id), None)

    def parents(self) -> dict[str, str]:
        """Gold's quotation for each quotation of the annotators."""
        return {
            each.id: gold.id
            for item in self.queue.items
            if (gold := self.standing(item)) is not None
            for each in members(item)
        }

    # ------------------------------------------------------------------------------------------ decisions

    def record(
        self,
        item: Item | None,
        slot: Slot,
        action: DecisionAction,
        *,
        gold: str | None,
        slots: Sequence[Slot] | None = None,
        first: str | None = None,
        reason: str | None = None,
        note: str | None = None,
    ) -> Decision:
        """Store a decision about an item; ``slots`` are those it settles, ``first`` the source that was taken.

        A later decision carries a later time, even if they are made within a second.  Raises ConflictError for a reason
        that the scheme does not have.
        """
        sources, seen = self._seen(item, slot, slots)
        if first in sources:
            sources = (first, *(each for each in sources if each != first))
        code = None if reason is None else self.edit.known("reasons", reason)
        self._enter()
        decision = Decision(
            ids.mint("x"),
            gold,
            sources,
            slot,
            action,
            code,
            self.edit.annotator.id,
            self._time(item),
            note=note or None,
        )
        self.edit.project.annotations.save_decision(self._desk.document, decision, seen)
        self._case = replace(
            self._case,
            decisions=(*self._case.decisions, decision),
            seen={**self._case.seen, decision.id: seen},
        )
        self._recorded = True
        return decision

    def _enter(self) -> None:
        """Who decides is known to the project, also in gold that another has begun."""
        me, project = self.edit.annotator, self.edit.project
        if all(each.id != me.id for each in project.annotators()):
            if is_reserved(me.name):
                raise ConflictError(f"“{me.name}” cannot be an annotator's name", "choose another name")
            project.save_annotator(me)

    def change(self, decision: Decision) -> None:
        """Store a decision that was edited."""
        self.edit.project.annotations.save_decision(self._desk.document, decision)
        rows = tuple(decision if each.id == decision.id else each for each in self._case.decisions)
        self._case = replace(self._case, decisions=rows)
        self._recorded = True

    def _seen(self, item: Item | None, slot: Slot, slots: Sequence[Slot] | None) -> tuple[tuple[str, ...], Seen]:
        if item is None:
            return (), Seen(tuple(self.layers))
        if item.key == DOCUMENT:
            prints = {layer.id: {"attributes": of_fields(layer)} for layer in self.layers.values()}
            return tuple(prints), Seen(tuple(self.layers), prints)
        rows = members(item)
        return tuple(each.id for each in rows), seen_of(self.same, self.layers, rows, slots or (slot,))

    def _time(self, item: Item | None) -> str:
        now = self.edit.now
        last = max((each.at or "" for each in item.decisions), default="") if item else ""
        if last < now:
            return now
        return (datetime.strptime(last, _TIME) + timedelta(seconds=1)).strftime(_TIME)  # noqa: DTZ007

    # ------------------------------------------------------------------------------------------ the end

    def close_if_empty(self) -> None:
        """Let the step close the document even if there was nothing to decide in it."""
        self._recorded = self._recorded or (self.queue.is_empty and bool(self.layers))

    def settle(self) -> None:
        """Close the document if nothing is left to decide, else open it again."""
        if not (self._recorded or self.edit.written):
            return
        self.queue = self._queue()
        self.edit.set_status("adjudicated" if self.queue.is_empty else "in_progress", None)
        freeze(self._desk, dict(self.layers), self.edit.now)

    def lay_down(self) -> None:
        """After the step: what it made of the document lies at the desk now."""
        if self._recorded or self.edit.written:
            gold = self.edit.layer  # its status was settled after the queue was made
            case, queue = replace(self._case, gold=gold), replace(self.queue, gold=gold)
            self._desk.table.keep(self._desk, case, queue, self._desk.project.stamp())

    def _queue(self) -> Queue:
        self._case = replace(self._case, gold=self.edit.layer)
        return queue_of(self._case, self._laid)

    def _agrees(self, item: Item, slot: Slot) -> bool:
        return not item.slot(slot).difference.is_conflict

    def _is_equal(self, slot: Slot, gold: Quotation, source: Quotation) -> bool:
        """Whether gold has the source's slot to the letter, but for ids of stances and the parent's."""
        if slot == "parent":
            return gold.parent_origin == source.parent_origin == "auto"
        if slot == "stances":
            return [replace(each, id="", origin=gold.origin) for each in gold.stances] == [
                replace(each, id="", origin=gold.origin) for each in source.stances
            ]
        return with_slot(gold, slot, source, gold.origin, {}) == gold


def members(item: Item) -> list[Quotation]:
    """The annotators' quotations of an item."""
    return list(item.group.members.values()) if item.group else []
