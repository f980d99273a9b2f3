"""The passages behind a number of a chart: their words, where they stand, and what is said of them there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from annotator.ui.kit.basics import Panel, Text, hbox, vbox
from annotator.ui.kit.marks import Badge
from annotator.ui.kit.passages import PassageList, PassageRow

_NOTHING = "Choose a number: its passages stand here."


class ChartPassages(Panel):
    """The pane.  ``opened`` carries document and quotation."""

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("chrome", "l")
        self.setAccessibleName("Passages")
        self.count = Badge("0")
        self.about = Text(_NOTHING, "small", role="text_2", wrap=True)
        self.list = PassageList()
        head = hbox(Text("Passages", "heading", "semibold"), self.count, None, gap=8, margins=(18, 14, 14, 0))
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

    def _open(self, row: int) -> None:
        found = self.list.passages.rows[row]
        self.opened.emit(found.document, found.quotation)
