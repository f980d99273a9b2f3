"""The Review view: queue, article and card side by side; the feedback deck; agreement.

It shows what `Reviewing` is at, and says which of its actions can be done now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.ui.agreement.page import AgreementPage
from annotator.ui.article.marks import Mark
from annotator.ui.digit_row import digit_of
from annotator.ui.look.theme import Theme
from annotator.ui.review.article import ReviewArticle
from annotator.ui.review.bulk import ReviewBulk
from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.deeds import ReviewDeeds
from annotator.ui.review.enabling import enabled_now
from annotator.ui.review.freshness import Freshness
from annotator.ui.review.head import ReviewHead
from annotator.ui.review.overview import Overview
from annotator.ui.review.panes import ReviewPanes
from annotator.ui.review.queue_panel import TABS, QueuePanel
from annotator.ui.review.queue_show import QueueShow
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.show import ReviewShow
from annotator.ui.review.side import ReviewSide
from annotator.ui.review.standing import Standing, standing_of
from annotator.ui.review.view_model import QueueRow
from annotator.ui.review.whom import WhomMenu
from annotator.ui.session import Session

Mode = Literal["queue", "feedback", "agreement"]


class ReviewView(QWidget):
    """Where several annotators' labels become gold.

    ``goldWanted`` carries an article and a gold quotation to be edited.  ``done`` is a sentence to be told with Undo,
    ``trouble`` an `AppError`; ``moved`` says that what can be done, or where the reviewer stands, may have changed.
    """

    goldWanted = Signal(str, str)
    done = Signal(str)
    trouble = Signal(object)
    moved = Signal()
    deckShown = Signal()
    jobWanted = Signal(object, object, str)
    """A job to be done beside the window, what takes its result, and what it is called while it lasts."""

    def __init__(self, session: Session, theme: Theme, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("review")
        self.setAccessibleName("Review")
        self.session = session
        self._actions = actions
        self.mode: Mode = "queue"
        self.everywhere = False
        self.reviewing = Reviewing(session)
        self.overview = Overview(session)
        self.panel = QueuePanel(actions)
        self.head = ReviewHead(actions)
        self.article = ReviewArticle(theme)
        self.side = ReviewSide(actions)
        self.deeds = ReviewDeeds(session, self.reviewing, self.side)
        self.bulk = ReviewBulk(session, self.reviewing, self.overview, self.side, self.deeds)
        self.deck = ReviewDeck(session)
        self.fresh = Freshness(self.reviewing, self.overview, self.deck)
        self.queue_show = QueueShow(self.reviewing, self.overview, self.panel)
        self.shown = ReviewShow(self.reviewing, self.overview, self.panel, self.head, self.article, self.side)
        self.whom = WhomMenu(session, self.reviewing, self.panel.whom, actions, lambda: len(self.deck.items))
        self.agreement = AgreementPage(session)
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self._panes = ReviewPanes(self.panel, self.head, self.article, self.side)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._panes)
        self._pages.addWidget(self.agreement)
        self.setLayout(self._pages)
        for id, action in self._actions.items():
            if id.startswith(("review.", "feedback.")) and id != "review.return":
                self.addAction(action)

    def _connect(self) -> None:
        self.session.changed.connect(self._take)
        self.reviewing.moved.connect(self.show_state)
        self.reviewing.read.connect(self._put)
        self.overview.grown.connect(self._take_overview)
        panel, side = self.panel, self.side
        panel.tabChosen.connect(self.reviewing.show_tab)
        panel.everywhereChosen.connect(self._show_everywhere)
        panel.orderChosen.connect(lambda second: self.reviewing.set_order(in_text_order=second))
        panel.list.chosen.connect(self._choose_row)
        self.article.markClicked.connect(self._click)
        side.card.taken.connect(lambda slot, number, part: self._safely(lambda: self.deeds.take(number, slot, part)))
        for card in (side.card, side.colleague):
            card.reasonChosen.connect(lambda reason: self._safely(lambda: self.deeds.reason_chosen(reason)))
            card.reasonLeft.connect(self.to_article)
            card.asked.connect(lambda words: self._safely(lambda: self.deeds.pin(words)))
            card.reasons.marked.connect(self.deeds.show_rule)
        side.preview.confirmed.connect(lambda ids: self._safely(lambda: self.bulk.confirm(ids)))
        self.bulk.ended.connect(self._end_preview)
        self.bulk.done.connect(self.done)
        self.bulk.jobWanted.connect(self.jobWanted)
        self.deeds.reviews = self.overview.whole
        self.deeds.goldWanted.connect(self.goldWanted)
        self.deeds.said.connect(self._said)
        self.deeds.told.connect(self.article.announce)
        self.deeds.offered.connect(self._show_offer)
        self.deck.moved.connect(self.show_state)
        self.deck.answerWanted.connect(side.feedback.answer.ask)
        side.feedback.answered.connect(lambda words: self._safely(lambda: self.deck.answer(words)))
        side.feedback.left.connect(self.to_article)
        self.whom.deckWanted.connect(lambda: self.show_mode("feedback"))
        self.whom.chosen.connect(self._choose_whom)
        self.whom.trouble.connect(self.trouble)
        self.agreement.passageOpened.connect(self.open_passage)
        self.agreement.trouble.connect(self.trouble)
        self.agreement.told.connect(self.done)
        self.agreement.left.connect(lambda: self.show_mode("queue"))

    def _safely(self, deed: object) -> None:
        """Do something with its errors told in the bar."""
        try:
            deed()  # type: ignore[operator]
        except AppError as error:
            self.trouble.emit(error)
            self.reviewing.refresh()
        if self.side.page != "preview":  # which has been shown anew
            self.to_article()

    # ------------------------------------------------------------------------------------------ what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while it was hidden."""
        super().showEvent(event)
        if self.fresh.is_stale(self.session.project):
            self.refresh()
        else:
            self.overview.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no further: another view has the window's time."""
        super().hideEvent(event)
        self.overview.stop()
        self.deck.stop()

    def refresh(self) -> None:
        """Read the project anew; the article stays, where it can."""
        if self.session.project is not self.fresh.shown:
            self.leave_project()
        self.fresh.read(self.session.project)
        if self.mode == "feedback":
            self.deck.look()
        here, project = self._here(), self.session.project
        if here is not None and project is not None and here in set(project.documents.ids()):
            self.reviewing.take(Changes(documents=frozenset({here})))
        else:
            self.open_first()

    def renew(self) -> None:
        """Read everything again, now or when it is next shown."""
        self.agreement.grow_stale()
        self.fresh.forget()
        if self.isVisible():
            self.refresh()

    def leave_project(self) -> None:
        """Let go of the project, which is about to be closed."""
        self.overview.stop()
        self.deck.stop()
        self.agreement.forget()
        self.deeds.forget_offer()
        self.fresh.shown = None
        self.mode = "queue"
        self._pages.setCurrentIndex(0)
        self.reviewing.close()

    def open_first(self) -> None:
        """Review the article that is open in the Annotate view if it can be, else the first with something open."""
        own = self.session.document
        if own is None:
            self.reviewing.close()
        else:
            self.reviewing.open(own.id)
        if self.reviewing.queue is None or not self.reviewing.queue.total:
            self.overview.seek(None, 1, self._open_found)

    def _open_found(self, document: str | None) -> None:
        """The first article with something to review, as soon as it is known; without one any that can be reviewed."""
        found = document or next((each.document for each in self.overview.rows), None)
        if found is not None:
            self.reviewing.open(found)
        else:
            self.show_state()

    def open_passage(self, document: str, quotation: str) -> None:
        """Show the item of the queue that a quotation of an annotator belongs to, decided or not."""
        self.mode = "queue"
        self._pages.setCurrentIndex(0)
        self.reviewing.open(document)
        self.reviewing.find(quotation)
        self.to_article()

    def show_mode(self, mode: Mode) -> None:
        """Show the queue, the feedback deck or agreement."""
        self.mode = mode
        self._pages.setCurrentIndex(1 if mode == "agreement" else 0)
        if mode == "agreement":
            self.agreement.show_numbers()
            self.agreement.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            if mode == "feedback":
                self.deck.look()
                self.deckShown.emit()
            self.show_state()
            self.to_article()
        self.moved.emit()

    def show_state(self) -> None:
        """Show where the reviewer stands."""
        if self.mode == "feedback":
            self.shown.show_deck(self.deck)
        else:
            self.shown.show_article()
            self._show_queue()
            self.shown.show_card(self.deeds.offer)
        self.whom.mode = self.mode
        self.moved.emit()

    # ------------------------------------------------------------------------------------------ what the user does

    def _choose_row(self, row: QueueRow) -> None:
        if self.mode == "feedback":
            self.deck.choose(row.key)
        elif row.document and row.document != self._here():
            self.reviewing.open(row.document)
            if row.key:
                self.reviewing.choose(row.key)
        elif row.key:
            self.reviewing.choose(row.key)

    def _click(self, mark: Mark) -> None:
        """Go to the conflict whose words were clicked."""
        queue = self.reviewing.queue
        if self.mode != "queue" or queue is None or not mark.owner:
            return
        for tab in TABS:
            if any(each.key == mark.owner for each in self.reviewing.items(tab)):
                if self.reviewing.tab != tab:
                    self.reviewing.show_tab(tab)
                self.reviewing.choose(mark.owner)
                return

    def _choose_whom(self, annotators: tuple[str, ...] | None) -> None:
        self.mode = "queue"
        self.deeds.forget_offer()
        self.overview.begin(annotators)
        self.reviewing.choose_annotators(annotators)
        self.to_article()

    def _show_queue(self) -> None:
        if self.mode == "queue":
            self.queue_show.show_queue(everywhere=self.everywhere)

    def _here(self) -> str | None:
        return self.reviewing.document.id if self.reviewing.document else None

    def _show_offer(self) -> None:
        if self.mode == "queue" and self.side.page != "preview":
            self.shown.show_offer(self.deeds.offer)
            self.moved.emit()

    def _show_everywhere(self, everywhere: bool) -> None:
        self.everywhere = everywhere
        self._show_queue()

    def step(self, by: int) -> None:
        """Go to the next in the queue, or in the deck; or to the one before."""
        if self.mode == "feedback":
            self.deck.step(by)
        else:
            self.reviewing.step(by)

    def next_document(self, by: int) -> None:
        """Go to the next article with something to decide, or the one before."""
        self.overview.seek(self._here(), by, self._go_to)

    def _go_to(self, document: str | None) -> None:
        if document is not None and self.isVisible():
            self.reviewing.open(document)
            self.to_article()

    def show_agreed(self) -> None:
        """Show what all agree on, before it is taken."""
        self.bulk.show_agreed(everywhere=self.everywhere)
        self.moved.emit()

    def show_alike(self) -> None:
        """Show what could be decided as the last decision was."""
        self.bulk.show_alike()
        self.moved.emit()

    def toggle_names(self) -> None:
        """Show the annotators' names, or their letters alone."""
        self.reviewing.show_names(not self.reviewing.names)
        self.agreement.show_names(names=self.reviewing.names)
        self._actions["review.names"].setChecked(self.reviewing.names)

    def to_article(self) -> None:
        """Give the focus to the article."""
        if self.isVisible() and self.mode != "agreement":
            self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_preview(self) -> None:
        self.show_state()
        self.to_article()

    def _said(self, words: str) -> None:
        self.article.announce(words)
        queue = self.reviewing.queue
        if self.everywhere and queue is not None and not queue.conflicts and not queue.agreed:
            self.next_document(1)

    def _take(self, changes: Changes) -> None:
        self.agreement.grow_stale()
        if not self.isVisible() or self.session.project is not self.fresh.shown:
            self.fresh.note(changes)
            return
        self.fresh.follow(changes)
        if self.mode == "feedback":
            self.deck.look()
        self.reviewing.take(changes)

    def _put(self) -> None:
        """The queue of the article under review was read: the overview need not read it."""
        at = self.reviewing
        if at.document is not None and at.desk is not None:
            self.overview.put(at.desk, at.document.title)

    def _take_overview(self) -> None:
        """More articles are known by now."""
        if self.everywhere:
            self._show_queue()
        if not self.overview.reading:  # what is like the last decision may stand in one that is known only now
            self.deeds.renew_offer()
            self.bulk.renew()
            if self.side.page == "empty":  # where to go on is known by now
                self.show_state()

    # ------------------------------------------------------------------------------------------ keys

    def enabled(self) -> frozenset[str]:
        """The ids of what can be done now."""
        if not self.isVisible():
            return frozenset()
        return enabled_now(self)

    def standing(self) -> Standing:
        """Where the reviewer stands, for the status line."""
        return standing_of(self)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in turn."""
        if self.mode == "agreement":
            return self.agreement.panes()
        return (self.article, self.side, self.panel.list)

    def next_pane(self, step: int) -> None:
        """Move the focus to the next pane."""
        self._panes.next_pane(self.panes(), step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the preview, the deck or agreement, innermost first; the digit row goes by its place."""
        digit = digit_of(event) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if digit is not None and self.article.hasFocus():
            self._actions[f"review.take_{digit}"].trigger()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.side.page == "preview":
            self._end_preview()
        elif self.mode != "queue":
            self.show_mode("queue")
        else:
            self.to_article()

    def set_theme(self, theme: Theme) -> None:
        """Paint everything by another theme."""
        self.article.set_theme(theme)
