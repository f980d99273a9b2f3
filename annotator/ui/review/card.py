"""The card of a conflict: what is equal, the slot to decide with each version beside its key, the slots that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from annotator.domain.scheme import Label
from annotator.ui.kit.basics import Card, Icon, Text, hbox, host, paint_text, painting, vbox
from annotator.ui.kit.controls import Button, Control, paint_ring
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.marks import Badge
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import theme_of
from annotator.ui.review.option import OptionButton
from annotator.ui.review.question import Pinned, QuestionField
from annotator.ui.review.reasons import ReasonChooser
from annotator.ui.review.view_model import KIND_ICONS, KIND_WORDS, CardModel, SlotPart

_LABEL = 74


class Fold(Control):
    """A line that opens and closes what is below it."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon = icon
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(120, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and chevron."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setBrush(self.surface(theme) or theme.page)
            painter.setPen(QPen(theme.line, 1))
            painter.drawRoundedRect(rect, 8, 8)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), 8)
            middle = rect.center().y()
            paint_icon(painter, self._icon, QRectF(10, middle - 7, 14, 14), theme.ok)
            words = QRectF(32, 0, rect.width() - 58, self.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, self.text())
            chevron = "chevron-down" if self.isChecked() else "chevron-right"
            paint_icon(painter, chevron, QRectF(rect.right() - 24, middle - 7, 14, 14), theme.text_3)


def facts(rows: Sequence[tuple[str, str]]) -> QWidget:
    """Names of slots, each with its words in the reading face."""
    column = vbox(gap=4)
    for name, words in rows:
        label = Text(name, "small", "medium", "text_2")
        label.setFixedWidth(_LABEL)
        value = Text(words, family="reading", wrap=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = hbox(label, gap=6)
        row.addWidget(value, 1)
        row.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    return host(column)


class ReviewCard(Card):
    """The card.  ``taken`` carries a slot, the number of the annotator whose version of it is taken, and the part.

    ``reasonChosen`` carries a reason code's id.
    """

    taken = Signal(str, int, str)
    reasonChosen = Signal(str)
    reasonLeft = Signal()
    asked = Signal(str)
    """The words of a question."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setAccessibleName("Conflict")
        self.model: CardModel | None = None
        self.options: list[OptionButton] = []
        self._actions = actions
        self.title = Text("", "heading", "semibold", elide=True)
        self.badge = Badge("Boundary")
        self.place = Text("", "small", "medium", "text_2")
        self.reasons = ReasonChooser()
        self._deeds = self._make_deeds()
        self.question = QuestionField()
        self.pinned = Pinned()
        self._body: QWidget = QWidget()
        self._column = vbox(gap=9, margins=(14, 12, 12, 14))
        head = hbox(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        head.addWidget(self.place)
        self._column.addLayout(head)
        self._column.addWidget(self.pinned)
        self._column.addWidget(self._body)
        self._column.addWidget(self.question)
        self.setLayout(self._column)
        self.reasons.setParent(self)
        self._deeds.setParent(self)
        self._deeds.hide()
        self.reasons.chosen.connect(self.reasonChosen)
        self.reasons.left.connect(self.reasonLeft)
        self.question.asked.connect(self.asked)
        self.pinned.takenOff.connect(lambda: self.asked.emit(""))
        self.question.left.connect(self.reasonLeft)

    # ------------------------------------------------------------------------------------------ showing

    def show_card(self, model: CardModel) -> None:
        """Show a conflict."""
        if model == self.model:
            return
        self.model = model
        self.title.setText(model.title)
        kind = model.kind or ""
        words = KIND_WORDS.get(kind, "Stale" if model.state == "stale" else model.state.capitalize())
        self.badge.show_text(words, "neutral", KIND_ICONS.get(kind, "check"))
        self.place.setText(f"{model.number:,} of {model.total:,}" if model.number else "")
        self.setAccessibleName(f"{words} conflict, {model.title}" if kind else model.title)
        self.reasons.close_chooser()
        self.question.hide()
        self.pinned.show_thread(model.question, model.answers)
        self._fill(model)

    def ask_reason(self, title: str, reasons: Sequence[Label], first: str, again: Qt.Key) -> None:
        """Ask for a reason code."""
        self.question.hide()
        self.reasons.ask(title, reasons, first, again)

    def ask_question(self) -> None:
        """Ask for the words of a question."""
        self.reasons.close_chooser()
        self.question.ask(self.model.question if self.model else "")

    def _fill(self, model: CardModel) -> None:
        for kept in (self.reasons, self._deeds):
            kept.setParent(self)  # the body that they stand in goes
        self._deeds.hide()
        self.options = []
        old, self._body = self._body, QWidget()
        column = vbox(gap=9)
        if model.agreed:
            for each in self._agreed(model):
                column.addWidget(each)
        for part in model.slots:
            self._add_part(column, part, current=model.is_current(part))
        if not model.slots:
            column.addWidget(facts(model.gold or model.original))
            self._put_deeds(column)
        self._body.setLayout(column)
        self._column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()

    def _agreed(self, model: CardModel) -> list[QWidget]:
        fold = Fold("check", model.agreed_words)
        fold.setToolTip("Show in what all agree")
        inside = QWidget()
        inside.hide()

        def show(shown: bool) -> None:
            if shown and inside.layout() is None:  # made when it is first looked at
                inside.setLayout(vbox(facts(model.agreed)))
            inside.setVisible(shown)

        fold.toggled.connect(show)
        return [fold, inside]

    def _add_part(self, column: QBoxLayout, part: SlotPart, *, current: bool) -> None:
        note = "next" if not current and not part.settled else part.note if current else ""
        long = bool(part.part)  # it names a target, or a field of the project's own
        name = Text(part.name, "small", "semibold", "text_2", elide=long)
        sign = [Icon("check", "ok", 14)] if part.settled else [Icon("history", "warn", 14)] if part.stale else []
        tail = "edited since" if part.stale and current else note
        head = hbox(name, *sign, *([] if long else [None]), Text(tail, "small", role="text_3"), gap=6)
        head.setStretchFactor(name, int(long))
        column.addWidget(host(head))
        if part.settled and not current:
            settled = Text(part.settled, family="reading", wrap=True)
            settled.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(settled)
            return
        if part.settled:
            column.addWidget(facts([("Gold", part.settled)]))
        rows = vbox(gap=5)
        for option in part.options:
            button = OptionButton(option, keyed=current, width=max(200, self.width() - 26))
            button.clicked.connect(lambda _on=False, p=part, n=option.number: self.taken.emit(p.slot, n, p.part))
            self.options.append(button)
            rows.addWidget(button)
        column.addWidget(host(rows))
        if current:
            self._put_deeds(column)
            column.addWidget(self.reasons)

    def _put_deeds(self, column: QBoxLayout) -> None:
        column.addWidget(self._deeds)
        self._deeds.show()

    def _make_deeds(self) -> Flow:
        """What else can be done: edit, both, none, back."""
        made: list[QWidget | None] = []
        for id, words in (("review.edit", "Edit"), ("review.both", "Both"), ("review.none", "None")):
            made.append(Button.for_action(self._actions[id], text=words, small=True))
        made.append(Button.for_action(self._actions["review.back"], "quiet", text="Back", small=True))
        flow = Flow(4)
        flow.show_items(made)
        return flow
