"""Asking for the name of a saved search."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import ConflictError
from annotator.operations.saved_searches import LONGEST, checked_name
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, vbox
from annotator.ui.kit.choice import Field


class SearchNameSheet(Sheet):
    """Asks for a name, with a sentence on what it is for.  ``named`` carries it.

    ``taken`` are names whose search would be replaced, in lower case; where ``refuses``, they cannot be chosen.
    """

    named = Signal(str)

    def __init__(
        self, window: QWidget, title: str, explained: str, name: str, taken: Iterable[str], *, refuses: bool = False
    ) -> None:
        super().__init__(window, title, "Rename" if refuses else "Save", 440)
        self._taken = frozenset(taken)
        self._refuses = refuses
        self.field = Field("Name", "bookmark")
        self.field.edit.setMaxLength(LONGEST)
        self.field.set_text(name)
        self.field.edit.selectAll()
        self.told = Text("", "small", role="text_2", wrap=True)
        self.field.edit.textChanged.connect(self._check)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.returnPressed.connect(self.answer)
        self.fill(vbox(Text(explained, role="text_2", wrap=True), self.field, self.told, gap=8))
        self._check()
        self.open(self.field.edit)

    def answer(self) -> None:
        """Take the name."""
        if self.yes.isEnabled():
            name = checked_name(self.field.text())
            self.finish()
            self.named.emit(name)

    def _check(self) -> None:
        text = self.field.text()
        trouble = ""
        try:
            there = checked_name(text).casefold() in self._taken
        except ConflictError:
            there = False
            trouble = "A name has no quotation marks." if '"' in text else ""
        if there:
            trouble = "This name is taken: choose another." if self._refuses else ""
        told = "The saved search of this name will be replaced." if there and not trouble else ""
        self.told.setText(trouble or told)
        self.told.set_role("error" if trouble else "text_2")
        self.yes.setEnabled(bool(text.strip()) and not trouble)
        self._place()
