"""The chips above the list of documents: to do, done, all, each with its number where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from annotator.ui.documents.menus import SHOWN_WORDS
from annotator.ui.documents.model import Shown
from annotator.ui.documents.sentences import TIPS
from annotator.ui.kit.basics import hbox
from annotator.ui.kit.controls import Chip

CHIPS: tuple[Shown, ...] = ("todo", "done", "all")


class FilterChips(QWidget):
    """The chips.  ``chosen`` carries what is to be shown; `check` shows what is."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[Shown, Chip] = {}
        self._group = QButtonGroup(self)
        for shown in CHIPS:
            chip = self.chips[shown] = Chip(SHOWN_WORDS[shown], checkable=True)
            chip.setToolTip(TIPS[shown])
            chip.clicked.connect(lambda _on=False, each=shown: self.chosen.emit(each))
            self._group.addButton(chip)
        self.setLayout(hbox(*self.chips.values(), None, gap=6, margins=(12, 0, 8, 0)))

    def check(self, shown: Shown) -> None:
        """Check the chip of what is shown, or none where that has no chip."""
        if any(chip.isChecked() != (each == shown) for each, chip in self.chips.items()):
            self._group.setExclusive(False)
            for each, chip in self.chips.items():
                chip.setChecked(each == shown)
            self._group.setExclusive(True)

    def fit(self, shown: Shown, counts: Mapping[Shown, int], room: int) -> None:
        """Leave out counts, those of the other chips first, until the chips fit into ``room`` pixels."""
        kept_ones: tuple[tuple[Shown, ...] | Literal[""], ...] = (CHIPS, (shown,), ())
        for kept in kept_ones:
            for each, chip in self.chips.items():
                chip.set_count(counts[each] if each in kept else None)
            if sum(chip.sizeHint().width() + 6 for chip in self.chips.values()) <= room:
                return
