"""The feedback deck of the annotator at this window: which item is shown, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from annotator.domain.annotations import Quotation, Slot
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.operations import feedback
from annotator.operations.desk import Desk
from annotator.operations.feedback import Feedback
from annotator.operations.importing import uncollected
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
_SLICE = 8
"""Milliseconds after which the window has its turn."""
YOURS = Seen("", "yours", "Y", 0)
GOLD = Seen("", "gold", "G", 1)


@dataclass(frozen=True, slots=True)
class DeckShown:
    """What of an item stands in the article."""

    document: Document
    marks: tuple[Mark, ...]
    lanes: Lanes
    seen: tuple[Seen, ...]


class ReviewDeck(QObject):
    """The deck, read article by article while the window has nothing else to do.

    ``moved`` says that something else is to be shown, ``answerWanted`` that words are to be asked for, with those that
    were written already.
    """

    moved = Signal()
    answerWanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: dict[str, tuple[Feedback, ...]] = {}
        self._missing: set[str] | None = None
        self._about: tuple[object, str] = (None, "")
        self._rest: Iterator[tuple[str, tuple[Feedback, ...]]] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read)
        self._at = 0

    # ------------------------------------------------------------------------------------------ reading

    @property
    def items(self) -> tuple[Feedback, ...]:
        """What waits for this annotator, as far as that is known."""
        return tuple(each for rows in self._known.values() for each in rows if not each.acknowledged)

    @property
    def reading(self) -> bool:
        """Whether there are articles that were not looked at yet."""
        return self._timer.isActive()

    def look(self) -> None:
        """Look for what is not known yet."""
        project = self._session.project
        about = (project, self._session.annotator.id)
        if about != self._about:
            self._about, self._known, self._missing, self._at = about, {}, None, 0
        elif self._missing is not None and not self._missing:
            return
        if project is not None:
            self._rest = feedback.by_document(project, self._session.annotator.id, self._missing)
            self._timer.start()

    def grow_stale(self, documents: Iterable[str] | None = None) -> None:
        """Something was decided or edited in these articles, in any for None: look again when it is asked for."""
        if documents is None:
            self._about = (None, "")
        elif self._missing is not None:
            self._missing |= set(documents)

    def stop(self) -> None:
        """Look no further."""
        self._timer.stop()
        self._rest = iter(())

    def _read(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        before = self.items
        try:
            with uncollected():  # what an article leaves behind holds no circles
                for document, rows in self._rest:
                    self._keep(document, rows)
                    if clock.elapsed() > _SLICE:
                        break
                else:
                    self._end()
        except AppError:  # the file is busy, or gone: what else is shown says so
            self._end()
        if self.items != before or not (self.reading or before):
            self.moved.emit()

    def _keep(self, document: str, rows: tuple[Feedback, ...]) -> None:
        """Take in what an article holds now; whoever stands at an item stays there."""
        here = self.item if document in self._known else None
        self._put(document, rows)
        if here is not None:
            self._stay_at(here)

    def _stay_at(self, item: Feedback) -> None:
        ids = [_id(each) for each in self.items]
        self._at = ids.index(_id(item)) if _id(item) in ids else self._at

    def _put(self, document: str, rows: tuple[Feedback, ...]) -> None:
        self._known[document] = rows
        if self._missing is not None:
            self._missing.discard(document)

    def _end(self) -> None:
        here = self.item
        for document in self._missing or ():  # nothing is decided in them any more
            self._known.pop(document, None)
        self._missing = set()
        self._timer.stop()
        if here is not None:
            self._stay_at(here)
        self._at = min(self._at, max(0, len(self.items) - 1))

    @property
    def item(self) -> Feedback | None:
        """The item that is shown."""
        items = self.items
        return items[self._at] if self._at < len(items) else None

    @property
    def number(self) -> int:
        """Its place in the deck, counted from 1."""
        return self._at + 1

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
        """Acknowledge the item, and the next one takes its place; a question asks for an answer first."""
        if self.item is not None and self.item.question:
            self.answerWanted.emit("")
        else:
            self._acknowledge()

    def answer(self, words: str) -> None:
        """Answer the question; without words it is only acknowledged.  What cannot be stored is asked for again."""
        project, item = self._session.project, self.item
        if project is None or item is None or not words:
            self._acknowledge()
            return
        try:
            self._session.take(feedback.answer(project, self._session.annotator, item, words))
        except AppError:
            self.answerWanted.emit(words)
            raise
        self._renew(item.document)

    def _acknowledge(self) -> None:
        project, item = self._session.project, self.item
        if project is not None and item is not None:
            self._session.take(feedback.acknowledge(project, self._session.annotator, item))
            self._renew(item.document)

    def apply(self) -> None:
        """Take gold's version over into one's own labels: an edit of one's own."""
        project, item = self._session.project, self.item
        if project is not None and item is not None:
            desk = Desk(project, item.document, self._session.annotator)
            self._session.take(feedback.apply(desk, item))
            self._renew(item.document)

    def _renew(self, document: str) -> None:
        """Read that article again at once: the next item takes the place of the one that is done with."""
        project = self._session.project
        self._known[document] = ()
        if project is not None:
            for id, rows in feedback.by_document(project, self._session.annotator.id, [document]):
                self._put(id, rows)
        self._at = min(self._at, max(0, len(self.items) - 1))
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
            key=_id(item),
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
        seen = tuple(each for each in (YOURS, GOLD) if any(lane.letters == each.letter for lane in lanes))
        return DeckShown(document, marks, Lanes(tuple(lanes), core), seen)


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
