"""The feedback deck of the annotator at this window: which item is shown, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotations import Quotation, Slot
from annotator.domain.documents import Document
from annotator.operations import feedback
from annotator.operations.desk import Desk
from annotator.operations.feedback import Feedback
from annotator.ui.article.marks import Mark, marks_of, voices_of
from annotator.ui.review.feedback import FeedbackModel
from annotator.ui.review.lanes import Lane, Lanes, common
from annotator.ui.review.queue_panel import QueuePanel
from annotator.ui.review.side import ReviewSide
from annotator.ui.review.view_model import SLOT_WORDS, QueueRow, Seen
from annotator.ui.review.words import Reading
from annotator.ui.session import Session

_SLOTS: tuple[Slot, ...] = ("content", "type", "cue", "speakers", "addressees", "stances", "attributes")
_ACTIONS = {"fixed": "fixed", "rejected": "not in gold", "none": "not in gold", "questioned": "question"}
YOURS = Seen("", "yours", "Y", 0)
GOLD = Seen("", "gold", "G", 1)


@dataclass(frozen=True, slots=True)
class DeckShown:
    """What of an item stands in the article."""

    document: Document
    marks: tuple[Mark, ...]
    lanes: Lanes
    seen: tuple[Seen, ...] = (YOURS, GOLD)


class ReviewDeck(QObject):
    """The deck.  ``moved`` says that something else is to be shown."""

    moved = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._items: tuple[Feedback, ...] | None = None
        self._at = 0

    @property
    def items(self) -> tuple[Feedback, ...]:
        """What waits for this annotator, read when it is asked for."""
        if self._items is None:
            project = self._session.project
            self._items = feedback.deck(project, self._session.annotator.id) if project is not None else ()
            self._at = min(self._at, max(0, len(self._items) - 1))
        return self._items

    def grow_stale(self) -> None:
        """Something was decided or edited: read it again when it is asked for."""
        self._items = None

    @property
    def item(self) -> Feedback | None:
        """The item that is shown."""
        items = self.items
        return items[self._at] if self._at < len(items) else None

    def step(self, by: int) -> None:
        """Go to the next item, or the one before."""
        if 0 <= self._at + by < len(self.items):
            self._at += by
            self.moved.emit()

    def choose(self, id: str) -> None:
        """Go to an item, by the key of its row."""
        ids = [_id(each) for each in self.items]
        if id in ids:
            self._at = ids.index(id)
            self.moved.emit()

    # ------------------------------------------------------------------------------------------ deeds

    def seen(self) -> None:
        """Acknowledge the item; the next one takes its place."""
        project, item = self._session.project, self.item
        if project is not None and item is not None:
            self._session.take(feedback.acknowledge(project, self._session.annotator, item))
            self._renew()

    def apply(self) -> None:
        """Take gold's version over into one's own labels: an edit of one's own."""
        project, item = self._session.project, self.item
        if project is not None and item is not None:
            desk = Desk(project, item.document, self._session.annotator)
            self._session.take(feedback.apply(desk, item))
            self._renew()

    def _renew(self) -> None:
        self.grow_stale()
        self.moved.emit()

    # ------------------------------------------------------------------------------------------ showing

    def show_in(self, panel: QueuePanel, side: ReviewSide) -> DeckShown | None:
        """Show list and card; gives what stands in the article, None where the deck is empty."""
        panel.set_tabs_shown(shown=False)
        panel.show_title("Feedback for me")
        panel.show_progress(0, 0, 0)
        panel.badge.show_text(f"{len(self.items):,}")
        item, project = self.item, self._session.project
        if item is None or project is None:
            panel.show_rows([], "", "")
            return None
        document = project.documents.get(item.document)
        entities = {each.id: each for each in project.registry.all()}
        reading = Reading(document.text, entities, project.scheme)
        panel.show_rows([self._row(each) for each in self.items], _id(item), "")
        side.show_feedback(self._model(item, reading))
        return self._shown(item, document, reading)

    def _row(self, item: Feedback) -> QueueRow:
        project = self._session.project
        text = project.documents.get(item.document).text if project is not None else ""
        shown = item.own or item.gold
        words = " ".join(each.of(text) for each in shown.content)[:120] if shown else ""
        what = "question" if item.question else _ACTIONS.get(action_of(item), "changed")
        name = self._name(item)
        return QueueRow(
            key=_id(item), document=item.document, name=name or item.title, what=what, words=words,
            question=item.question,
        )  # fmt: skip

    def _name(self, item: Feedback) -> str:
        """Who speaks in it."""
        shown = item.own or item.gold
        party = shown.speakers[0] if shown and shown.speakers else None
        found = (
            self._session.project.registry.find([party.entity])
            if self._session.project and party and party.entity
            else {}
        )
        return next((each.name for each in found.values()), "")

    def _model(self, item: Feedback, reading: Reading) -> FeedbackModel:
        name = reading.name(item.own or item.gold)[0]
        return FeedbackModel(
            title=name or "No speaker",
            article=item.title,
            what=action_of(item),
            number=self._at + 1,
            total=len(self.items),
            own=_slots(item.own, reading),
            gold=_slots(item.gold, reading),
            reason=item.reason,
            rule=item.rule,
            note=item.note or "",
        )

    def _shown(self, item: Feedback, document: Document, reading: Reading) -> DeckShown:
        project = self._session.project
        own = project.annotations.layer(document.id, "annotator", self._session.annotator.id) if project else None
        marks: tuple[Mark, ...] = ()
        if own is not None:
            marks = marks_of(
                own,
                (),
                voices_of(own.quotations, reading.name)[0],
                active=None,
                focused=None,
                hidden_kinds=frozenset(),
                previous=(),
            )
            marks = tuple(each for each in marks if item.own is None or each.owner != item.own.id)
        lanes = [
            Lane(seen.letter, seen.style, quotation.content)
            for seen, quotation in ((YOURS, item.own), (GOLD, item.gold))
            if quotation is not None
        ]
        core = common([each.spans for each in lanes]) if len(lanes) > 1 else ()
        return DeckShown(document, marks, Lanes(tuple(lanes), core))


def action_of(item: Feedback) -> str:
    """What was done: the last of its decisions; what is not in gold was rejected, whoever decided it."""
    if item.question:
        return "questioned"
    if item.gold is None and item.own is not None:
        return "rejected"
    if item.own is None and item.gold is not None:
        return "added"
    return "fixed"


def _id(item: Feedback) -> str:
    return f"{item.document} {item.key}{' ?' if item.question else ''}"


def _slots(quotation: Quotation | None, reading: Reading) -> tuple[tuple[str, str], ...]:
    if quotation is None:
        return ()
    return tuple((SLOT_WORDS[each], reading.line(quotation, each)) for each in _SLOTS)
