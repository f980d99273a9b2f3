"""What offering an article's quotations to its copies would do, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.operations.copies import CopyOffer
from annotator.ui.copies.list import ROW_HEIGHT, CopiesView, CopyRows
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.documents.model import count
from annotator.ui.kit.basics import Text, vbox


class CopiesSheet(Sheet):
    """Shows what each copy would get.  ``offered`` carries the ids of the chosen copies."""

    offered = Signal(list)

    def __init__(self, window: QWidget, title: str, offers: Sequence[CopyOffer]) -> None:
        super().__init__(window, f"Offer the quotations of “{_short(title)}” to its copies", "Offer", 680)
        self.setObjectName("copies_sheet")
        self.model = CopyRows()
        self.list = CopiesView(self.model)
        self.told = Text("", role="text_2", wrap=True)
        self.fill(vbox(self.told, self.list, gap=12))
        self.model.show_rows(offers)
        most = max(ROW_HEIGHT * 2, window.height() - 340)
        self.list.setFixedHeight(min(ROW_HEIGHT * max(1, len(offers)) + 4, most))
        self.list.toggled.connect(self._count)
        self._count()
        self.open(self.list)
        if offers:
            self.list.setCurrentIndex(self.model.index(0))

    def _count(self) -> None:
        chosen = [each for each in self.model.rows() if each.document in self.model.chosen]
        number = sum(len(each.quotations) for each in chosen)
        self.yes.setText(f"Suggest {number:,}" if number else "Suggest")
        self.yes.setAccessibleName(self.yes.text())
        self.yes.setEnabled(bool(number))
        if not any(each.quotations for each in self.model.rows()):
            self.told.setText("The copies have these quotations already, or not in their texts.")
        else:
            self.told.setText(
                f"{count(number, 'suggestion')} in {count(len(chosen), 'copy', 'copies')}, to be accepted there one by "
                "one. Nothing that anybody has marked changes. It is one step, which can be undone."
            )
        self._place()

    def answer(self) -> None:
        """Offer."""
        if self.yes.isEnabled():
            chosen = [each.document for each in self.model.rows() if each.document in self.model.chosen]
            self.finish()
            self.offered.emit(chosen)


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:39] + "…"
