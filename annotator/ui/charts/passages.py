"""The passages behind a number of a chart: their words, where they stand, and what is said of them there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.ui.kit.basics import Panel, Text, hbox, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Badge
from annotator.ui.kit.passages import PassageList, PassageRow

_NOTHING = "Choose a number: its passages stand here."


class ChartPassages(Panel):
    """The pane.  ``opened`` carries document and quotation; ``closed`` asks to put it away, where that can be."""

    opened = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "l")
        self.setAccessibleName("Passages")
        self.count = Badge("0")
        self.about = Text(_NOTHING, "small", role="text_2", wrap=True)
        self.list = PassageList()
        self.cross = Button("", "x", "quiet", small=True)
        self.cross.setAccessibleName("Close the passages")
        self.cross.setToolTip("Close the passages  Esc")
        self.cross.clicked.connect(self.closed)
        self.cross.hide()
        title = Text("Passages", "heading", "semibold")
        head = hbox(title, self.count, None, self.cross, gap=8, margins=(18, 14, 14, 0))
        column = vbox(head, hbox(self.about, margins=(18, 0, 14, 4)), gap=4, margins=(1, 0, 0, 0))
        column.addWidget(self.list, 1)
        self.setLayout(column)
        self.list.opened.connect(self._open)
        self.setFocusProxy(self.list)

    def show_passages(self, about: str, rows: Sequence[PassageRow]) -> None:
        """Show the passages of a number; ``about`` says which."""
        self.about.setText(about or _NOTHING)
        self.count.show_text(f"{len(rows):,}")
        self.list.passages.show(rows, choosing=False)

    def set_closable(self, *, closable: bool) -> None:
        """Whether it can be put away: where it lies over something."""
        self.cross.setVisible(closable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape and not self.cross.isHidden():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        found = self.list.passages.rows[row]
        self.opened.emit(found.document, found.quotation)
