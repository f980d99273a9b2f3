"""The field for a question that is pinned to a passage, or the answer to it; how both stand on a card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import Icon, Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button

_ENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionField(Field):
    """The field.  ``asked`` carries the words, none to take the pin off; ``left`` says that nothing was asked."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, words: str = "Your question, pinned to the passage") -> None:
        super().__init__(words, "circle-question-mark")
        self.edit.returnPressed.connect(self._ask)
        self.edit.escaped.connect(self._leave)
        self.edit.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Enter from the window's shortcuts: here it ends the writing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENDING:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def ask(self, words: str) -> None:
        """Open with the question as it is, and take the focus."""
        self.set_text(words)
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask(self) -> None:
        self.hide()
        self.asked.emit(self.text().strip())

    def _leave(self) -> None:
        self.hide()
        self.left.emit()


class Pinned(QWidget):
    """A pinned question and the answers to it.  ``takenOff`` says that it is settled."""

    takenOff = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pinned question")
        self.question = _wrapped("text")
        self.answers = _wrapped("text_2")
        self.off = Button("Take off", kind="quiet", small=True)
        self.off.setToolTip("The question is settled: take it off the passage")
        self.off.clicked.connect(self.takenOff)
        words = vbox(self.question, self.answers, gap=3)
        icon = Icon("circle-question-mark", "accent_text", 14)
        row = hbox(icon, gap=8)
        row.addLayout(words, 1)
        row.addWidget(self.off)
        for each in (icon, self.off):
            row.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.hide()

    def show_thread(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        """Show a question with who answered what; nothing hides it."""
        self.question.setText(question)
        self.answers.setText("\n".join(f"{who}: {words}" if who else words for who, words in answers))
        self.answers.setVisible(bool(answers))
        self.setAccessibleDescription(f"{question} {self.answers.text()}".strip())
        self.setVisible(bool(question))


def _wrapped(role: str) -> Text:
    text = Text("", "small", role=role, wrap=True)
    text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return text
