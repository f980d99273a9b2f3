"""The field for a question that is pinned to a passage."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from annotator.ui.kit.choice import Field


class QuestionField(Field):
    """The field.  ``asked`` carries the words, none to take the pin off; ``left`` says that nothing was asked."""

    asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Your question, pinned to the passage", "circle-question-mark")
        self.edit.returnPressed.connect(self._ask)
        self.edit.escaped.connect(self._leave)
        self.hide()

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
