"""Asking who annotates."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.annotations import is_reserved
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, vbox
from annotator.ui.kit.choice import Field


class NameSheet(Sheet):
    """Asks for the annotator's name.  ``named`` carries it, without blanks around it."""

    named = Signal(str)

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, "Annotating as", "Use this name", 400)
        self.field = Field("Your name", "user")
        self.field.edit.setMaxLength(200)
        self.field.set_text(name)
        self.field.edit.selectAll()
        self.field.edit.textChanged.connect(self._check)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.returnPressed.connect(self.answer)
        self.trouble = Text("", "small", role="error")
        explain = Text("Written beside every mark and in every export.", role="text_2")
        self.fill(vbox(explain, self.field, self.trouble, gap=8))
        self._check()
        self.open(self.field.edit)

    def answer(self) -> None:
        """Take the name."""
        name = self.field.text().strip()
        if self.yes.isEnabled():
            self.finish()
            self.named.emit(name)

    def _check(self) -> None:
        name = self.field.text().strip()
        reserved = is_reserved(name)
        self.trouble.setText(f"“{name}” is a name of the program itself. Choose another." if reserved else "")
        self.yes.setEnabled(bool(name) and not reserved)
