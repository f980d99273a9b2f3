"""Which actions of the Review view can do something now."""

from __future__ import annotations

from typing import Protocol

from annotator.analysis.queue import Item
from annotator.operations.curate import can_take_both
from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.deeds import ReviewDeeds
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.side import ReviewSide
from annotator.ui.session import Session


class View(Protocol):
    """What the answer depends on."""

    side: ReviewSide
    deeds: ReviewDeeds
    deck: ReviewDeck
    reviewing: Reviewing

    @property
    def mode(self) -> str:
        """What is shown: queue, feedback or agreement."""

    @property
    def session(self) -> Session:
        """The session."""


def enabled_now(view: View) -> frozenset[str]:
    """Ids of what can be done now."""
    if view.mode == "agreement":
        return frozenset({"review.names"})
    if view.side.page == "preview":
        return frozenset()
    if view.mode == "feedback":
        return _in_deck(view)
    always = {"review.next", "review.previous", "review.names"}
    if not view.session.writable or view.reviewing.desk is None:
        return frozenset(always)
    always |= {"review.back"}
    if view.reviewing.queue is not None and view.reviewing.queue.agreed:
        always.add("review.agreed")
    if view.deeds.offer is not None and not view.reviewing.single:
        always.add("review.alike")
    item = view.reviewing.item()
    if item is None:
        return frozenset(always)
    return frozenset(always | (_of_one(item) if view.reviewing.single else _of_several(view, item)))


def _in_deck(view: View) -> frozenset[str]:
    item = view.deck.item
    if item is None:
        return frozenset()
    out = {"review.next", "review.previous"}
    if view.session.writable:
        out.add("feedback.seen")
        if not item.question:
            out.add("feedback.apply")
    return frozenset(out)


def _of_one(item: Item) -> set[str]:
    out = {"review.accept", "review.fix", "review.reject", "review.question"}
    if item.group is None:
        out -= {"review.fix", "review.question"}
    return out


def _of_several(view: View, item: Item) -> set[str]:
    slot, presenter = view.reviewing.slot, view.reviewing.presenter
    if slot is None or presenter is None:
        return {"review.edit"} if item.gold is not None else set()
    out = {"review.edit", "review.none", "review.question"}
    difference = item.slot(slot).difference
    for annotator in presenter.seen:
        number = presenter.number(annotator)
        if difference.version_of(annotator) is not None and 1 <= number <= 9:
            out.add(f"review.take_{number}")
    if can_take_both(item, slot):
        out.add("review.both")
    if item.state == "stale":
        out.add("review.keep")
    return out
