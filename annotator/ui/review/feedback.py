"""The card of the colleague's deck: what a reviewer changed, why, and the rule behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import Card, Icon, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.marks import Badge, Tone
from annotator.ui.review.colleague_card import BesideTable
from annotator.ui.review.question import QuestionField

_WHAT: Mapping[str, tuple[str, Tone, str]] = {
    "fixed": ("Fixed", "accent", "pencil"),
    "rejected": ("Not in gold", "error", "x"),
    "questioned": ("Question", "warn", "circle-question-mark"),
    "added": ("Added", "accent", "plus"),
}


@dataclass(frozen=True, slots=True)
class FeedbackModel:
    """One item of the deck: ``what`` is the action of its decision; own and gold are names of slots and their words.

    ``key`` tells it from others.
    """

    key: str
    title: str
    article: str
    what: str
    number: int
    total: int
    own: tuple[tuple[str, str], ...] = ()
    gold: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    rule: str = ""
    note: str = ""


class FeedbackCard(Card):
    """The card of one item.  ``answered`` carries the words of an answer, none where the question is only seen."""

    answered = Signal(str)
    left = Signal()

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setAccessibleName("Feedback")
        self.model: FeedbackModel | None = None
        self._actions = actions
        self.title = Text("", "heading", "semibold", elide=True)
        self.badge = Badge("Fixed")
        self.place = Text("", "small", "medium", "text_2")
        self.article = Text("", "small", role="text_2", elide=True)
        self._body: QWidget = QWidget()
        head = hbox(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        head.addWidget(self.place)
        self._deeds = Flow(6)
        self.seen = Button.for_action(actions["feedback.seen"], "primary", text="Seen", small=True)
        self.apply = Button.for_action(actions["feedback.apply"], text="Take it over", small=True)
        self._deeds.show_items([self.seen, self.apply])
        self.answer = QuestionField("Your answer")
        self._column = vbox(head, self.article, self._body, self._deeds, self.answer, gap=10, margins=(14, 12, 12, 14))
        self.setLayout(self._column)
        self.answer.asked.connect(self.answered)
        self.answer.left.connect(self.left)

    def show_item(self, model: FeedbackModel) -> None:
        """Show an item; what is being written as an answer to it stays."""
        if model == self.model:
            return
        if self.model is None or model.key != self.model.key:
            self.answer.hide()
        self.model = model
        self.title.setText(model.title)
        self.badge.show_text(*_WHAT.get(model.what, ("Changed", "accent", "pencil")))
        self.place.setText(f"{model.number:,} of {model.total:,}")
        self.article.setText(model.article)
        question = model.what == "questioned"
        self.seen.follow(self._actions["feedback.seen"], text="Answer" if question else "Seen")
        self.apply.setVisible(not question)
        old, self._body = self._body, self._made(model)
        self._column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()

    def _made(self, model: FeedbackModel) -> QWidget:
        column = vbox(BesideTable(model.own, model.gold, ("yours", "gold")), gap=10)
        if model.what == "questioned":
            question = hbox(Icon("circle-question-mark", "accent_text", 14), gap=8)
            question.addWidget(_wrapped(model.note, "medium", "text"), 1)
            column.insertLayout(0, question)
        elif model.reason or model.note:
            column.addWidget(_wrapped(" · ".join(each for each in (model.reason, model.note) if each), "medium"))
        if model.rule:
            head = hbox(Icon("book-open", "text_3", 14), Text("The rule", "small", "semibold", "text_2"), None, gap=8)
            column.addLayout(head)
            column.addWidget(_wrapped(model.rule, "regular"))
        return host(column)


def _wrapped(words: str, weight: str, role: str = "text_2") -> Text:
    text = Text(words, "small", "medium" if weight == "medium" else "regular", role, wrap=True)
    text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return text
