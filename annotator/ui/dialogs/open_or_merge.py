"""Asking what to do with a project that was dropped on another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.controls import Button


class OpenOrMergeSheet(Sheet):
    """Offers to merge a project into the open one, or to open it instead.  Both signals carry its path."""

    mergeAsked = Signal(object)
    openAsked = Signal(object)

    def __init__(self, window: QWidget, path: Path, title: str) -> None:
        super().__init__(window, f"“{path.name}”", "Merge…", 440)
        self._path = path
        self.other = Button("Open it", kind="plain")
        self.other.clicked.connect(self._open)
        words = (
            f"Merge the annotations in it into “{title}”, or open it instead? Merging shows first what would happen."
        )
        self.fill(vbox(Text(words, role="text_2", wrap=True), 4, hbox(self.other, None), gap=8))
        self.open(self.yes)

    def answer(self) -> None:
        """Merge."""
        self.finish()
        self.mergeAsked.emit(self._path)

    def _open(self) -> None:
        self.finish()
        self.openAsked.emit(self._path)
