"""The right pane of the Review view: the card, what is like it, the guideline; or a preview, or why it is empty."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from annotator.ui.kit.basics import Card, Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Shelf
from annotator.ui.kit.focus import reading_order
from annotator.ui.review.card import ReviewCard
from annotator.ui.review.colleague_card import ColleagueCard
from annotator.ui.review.feedback import FeedbackCard, FeedbackModel
from annotator.ui.review.preview import Preview
from annotator.ui.review.view_model import CardModel, Rule

_DEPTH = 8
"""Layouts inside one another."""
_PAGES = ("conflict", "colleague", "feedback", "preview", "empty")


class AlikeStrip(Card):
    """What else could be decided in the same way."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.words = Text("", "small", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        preview = Button.for_action(actions["review.alike"], "quiet", text="Preview", small=True)
        row = hbox(Icon("layers", "text_2", 14), gap=8, margins=(12, 7, 7, 7))
        row.addWidget(self.words, 1)
        row.addWidget(preview)
        self.setLayout(row)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say how many there are; nothing hides the strip."""
        self.words.setText(words)
        self.setVisible(bool(words))


class RuleNote(QWidget):
    """The guideline that a conflict is likely about."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text("", "small", "semibold", "text_2")
        self._text = Text("", "small", role="text_2", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = hbox(Icon("book-open", "text_3", 14), self._title, None, gap=8)
        self.setLayout(vbox(head, self._text, gap=4, margins=(8, 4, 8, 0)))
        self.hide()

    def show_rule(self, rule: Rule | None) -> None:
        """Show another guideline, or none."""
        self._title.setText(rule.title if rule else "")
        self._text.setText(rule.text if rule else "")
        self.setVisible(rule is not None)


class Empty(QWidget):
    """Why there is nothing to decide, and where to go on."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.words = Text("", role="text_2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.next = Button.for_action(actions["document.next"], "primary", text="Next article", small=True)
        self.agreement = Button.for_action(actions["view.agreement"], text="Agreement", small=True)
        icon = hbox(None, Icon("inbox", "text_3", 22), None)
        deeds = hbox(None, self.next, self.agreement, None, gap=8)
        self.setLayout(vbox(None, icon, self.words, deeds, None, gap=12, margins=(24, 0, 24, 60)))

    def show_words(self, words: str, *, following: bool) -> None:
        """Say why; ``following`` tells whether another article is left to review."""
        self.words.setText(words)
        self.next.setVisible(following)


class ReviewSide(Panel):
    """The pane."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("chrome", "l")
        self.setAccessibleName("Conflict")
        self.card = ReviewCard(actions)
        self.colleague = ColleagueCard(actions)
        self.feedback = FeedbackCard(actions)
        self.preview = Preview()
        self.empty = Empty(actions)
        self.alike = AlikeStrip(actions)
        self.rule = RuleNote()
        self._shelves: list[Shelf] = []
        self._stack = QStackedLayout()
        for each in (
            self._page(self.card, self.alike, self.rule),
            self._page(self.colleague),
            self._page(self.feedback),
            self.preview,
            self.empty,
        ):
            self._stack.addWidget(each)
        self.setLayout(self._stack)

    def _page(self, *parts: QWidget) -> QWidget:
        shelf = Shelf(host(vbox(*parts, None, gap=8, margins=(10, 10, 10, 8))))
        shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._shelves.append(shelf)
        return host(vbox(shelf, gap=0, margins=(1, 0, 0, 0)))

    @property
    def page(self) -> str:
        """What is shown: conflict, colleague, feedback, preview or empty."""
        return _PAGES[self._stack.currentIndex()]

    def show_page(self, page: str) -> None:
        """Show another page."""
        self._stack.setCurrentIndex(_PAGES.index(page))
        self.settle()

    def settle(self) -> None:
        """Lay out at once: what is nested deep would else take its height in several steps that can be seen."""
        for _ in range(_DEPTH):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll to a part of a card that was opened."""
        self.settle()
        for shelf in self._shelves:
            if shelf.isAncestorOf(part):
                shelf.ensureWidgetVisible(part, 0, 12)

    def focus_first(self) -> None:
        """Give the focus to the first control of what is shown."""
        stops = reading_order(self)
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_conflict(self, model: CardModel) -> None:
        """Show a conflict."""
        self.card.show_card(model)
        self.rule.show_rule(model.rule)
        self.show_page("conflict")

    def show_colleague(self, model: CardModel) -> None:
        """Show a colleague's quotation."""
        self.colleague.show_card(model)
        self.show_page("colleague")

    def show_feedback(self, model: FeedbackModel) -> None:
        """Show an item of the deck."""
        self.feedback.show_item(model)
        self.show_page("feedback")

    def show_empty(self, words: str, *, following: bool) -> None:
        """Show that nothing is left."""
        self.empty.show_words(words, following=following)
        self.show_page("empty")
