"""How far review is in all documents: what is open, agreed, decided, and what differs alike, document by document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.agreed import Agreed, agreed_of
from annotator.analysis.patterns import OpenSlot, open_slots
from annotator.analysis.queue import Queue
from annotator.domain.annotations import Annotator
from annotator.operations.curate import lying, review_desk
from annotator.operations.gold import GoldDesk
from annotator.store.annotations import LayerHead
from annotator.store.project import Project

GoldStatus = Literal["new", "in_progress", "adjudicated"]


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """How far a document is: how many of its items are in which state, and how many questions are pinned.

    ``annotators`` are those whose layers are compared.  ``agreed_items`` are what all agree on, ``slots`` what is open
    with the pattern in which it differs.
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
    agreed_items: tuple[Agreed, ...] = ()
    slots: tuple[OpenSlot, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether something is to be decided, or to be taken together."""
        return bool(self.open or self.stale or self.agreed)


def overview(
    project: Project,
    adjudicator: Annotator,
    annotators: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
    *,
    least: int = 2,
) -> Iterator[DocumentReview]:
    """How far gold is in each document that at least so many annotators have finished, in project order.

    With ``documents`` in those, in their order; with ``annotators`` in those that at least ``least`` of them have
    finished.  Documents with gold are always there.
    """
    heads = _heads(project)
    chosen = None if annotators is None else tuple(annotators)
    for document in heads if documents is None else documents:
        found = heads.get(document, [])
        done = [each for each in found if each.status == "done" and (chosen is None or each.annotator in chosen)]
        if found and (len(done) >= least or any(each.kind == "gold" for each in found)):
            yield review_of(review_desk(project, document, adjudicator, chosen), found[0].title)


def review_of(desk: GoldDesk, title: str, *, whole: bool = True) -> DocumentReview:
    """How far the document of a desk is; the numbers alone, unless the ``whole`` of it is asked for."""
    lies = lying(desk)
    queue, same = lies.queue, desk.table.laid(lies.case).same
    stale = len(queue.stale)
    return DocumentReview(
        desk.document,
        title,
        queue.annotators,
        len(queue.conflicts) - stale,
        len(queue.agreed),
        queue.done,
        stale,
        sum(each.question is not None for each in queue.items),
        status_of(queue),
        agreed_of(queue, same.text) if whole else (),
        tuple(open_slots(same, queue)) if whole else (),
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
