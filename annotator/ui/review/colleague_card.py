"""The card of one colleague's quotation: what they marked, gold's version beside it, and accept, fix, reject, ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.domain.scheme import Label
from annotator.ui.kit.basics import Card, Text, hbox, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.marks import Badge, Tone
from annotator.ui.review.question import Pinned, QuestionField
from annotator.ui.review.reasons import ReasonChooser
from annotator.ui.review.view_model import CardModel
from annotator.ui.review.words import NONE, OPEN

_LABEL = 74
_STATES: Mapping[str, tuple[str, Tone, str]] = {
    "open": ("To review", "neutral", "inbox"),
    "stale": ("Edited since", "warn", "history"),
    "decided": ("Decided", "ok", "check"),
    "agreed": ("Decided", "ok", "check"),
}
_NOTHING = (OPEN, NONE)
_OUTCOMES: Mapping[str, tuple[str, Tone, str]] = {
    "accepted": ("Accepted", "ok", "check"),
    "fixed": ("Fixed", "accent", "pencil"),
    "rejected": ("Rejected", "error", "x"),
}


class BesideTable(QWidget):
    """Slots, one below the other: the original's words; where gold says something else, gold's below them."""

    def __init__(
        self, original: Sequence[tuple[str, str]], gold: Sequence[tuple[str, str]], names: tuple[str, str]
    ) -> None:
        super().__init__()
        other = dict(gold)
        column = vbox(gap=6)
        for name, words in original or [(name, "") for name, _ in gold]:
            changed = name in other and other[name] != words
            if words in _NOTHING and not changed:
                continue
            label = Text(name, "small", "medium", "text_2")
            label.setFixedWidth(_LABEL)
            rows = vbox(gap=3)
            rows.addLayout(self._line(names[0] if changed else "", words, strong=False))
            if changed:
                rows.addLayout(self._line(names[1], other[name], strong=True))
            row = hbox(label, gap=6)
            row.addLayout(rows, 1)
            row.setAlignment(label, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self.setLayout(column)

    def _line(self, whose: str, words: str, *, strong: bool) -> QHBoxLayout:
        value = Text(words, "body", "semibold" if strong else "regular", family="reading", wrap=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = hbox(gap=6)
        if whose:
            badge = Badge(whose, "accent" if strong else "neutral")
            row.addWidget(badge)
            row.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
        row.addWidget(value, 1)
        return row


class ColleagueCard(Card):
    """The card.  ``reasonChosen`` carries a reason code's id, ``asked`` the words of a question."""

    reasonChosen = Signal(str)
    reasonLeft = Signal()
    asked = Signal(str)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.model: CardModel | None = None
        self._actions = actions
        self.setAccessibleName("Quotation under review")
        self.title = Text("", "heading", "semibold", elide=True)
        self.badge = Badge("To review")
        self.place = Text("", "small", "medium", "text_2")
        self.pinned = Pinned()
        self._table: QWidget = QWidget()
        self.reasons = ReasonChooser()
        self.question = QuestionField()
        head = hbox(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        head.addWidget(self.place)
        self._column = vbox(head, self.pinned, self._table, self._deeds(), self.reasons, self.question, gap=10)
        self._column.setContentsMargins(12, 12, 10, 14)
        self.setLayout(self._column)
        self.reasons.chosen.connect(self.reasonChosen)
        self.reasons.left.connect(self.reasonLeft)
        self.question.asked.connect(self.asked)
        self.pinned.takenOff.connect(lambda: self.asked.emit(""))
        self.question.left.connect(self.reasonLeft)

    def _deeds(self) -> Flow:
        flow = Flow(4)
        words = (("accept", "Accept"), ("fix", "Fix"), ("reject", "Reject"), ("question", "Ask"))
        made: list[QWidget | None] = [
            Button.for_action(
                self._actions[f"review.{id}"], "primary" if id == "accept" else "plain", text=text, small=True
            )
            for id, text in words
        ]
        back = Button.for_action(self._actions["review.back"], "quiet", text="Back", small=True)
        flow.show_items([*made, back])
        return flow

    def show_card(self, model: CardModel) -> None:
        """Show a quotation."""
        if model == self.model:
            return
        same = self.model is not None and self.model.key == model.key
        self.model = model
        self.title.setText(model.title)
        found = _OUTCOMES.get(model.outcome) if model.state == "decided" else None
        self.badge.show_text(*(found or _STATES[model.state]))
        self.place.setText(f"{model.number:,} of {model.total:,}" if model.number else "")
        self.pinned.show_thread(model.question, model.answers)
        old = self._table
        self._table = BesideTable(model.original, model.gold, ("original", "gold"))
        self._column.replaceWidget(old, self._table)
        old.hide()
        old.deleteLater()
        if not same:
            self.reasons.close_chooser()
            self.question.hide()

    def ask_reason(self, title: str, reasons: Sequence[Label], first: str, again: Qt.Key) -> None:
        """Ask for a reason code."""
        self.question.hide()
        self.reasons.ask(title, reasons, first, again)

    def ask_question(self) -> None:
        """Ask for the words of a question."""
        self.reasons.close_chooser()
        self.question.ask(self.model.question if self.model else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing here takes are the window's."""
        event.ignore()
