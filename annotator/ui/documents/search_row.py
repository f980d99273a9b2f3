"""The search field of the documents panel, and beside it the saved searches."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.ui.kit.basics import hbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.marks import Keycap, key_caps, key_words
from annotator.ui.kit.saved_searches import SavedButton


class SearchRow(QWidget):
    """The field, with its keys where there is room, and the button of the saved searches."""

    def __init__(self, search_key: str) -> None:
        super().__init__()
        self._compact = False
        self._keycaps = [Keycap(each) for each in key_caps(search_key)]
        self.field = Field("Search articles", "search", after=self._keycaps)
        self.field.edit.setToolTip(
            f"Search titles and texts  {key_words(search_key)}\n"
            'Also: status:new,done annotator:bea source:"The Herald" date:2026-01..2026-03 id:…\n'
            "and of one quotation: speaker:… quoted:… stance:against target:… type:direct"
        )
        self.saved = SavedButton(manages=True)
        row = hbox(self.field, self.saved, gap=2, margins=(12, 0, 8, 0))
        row.setStretchFactor(self.field, 1)
        self.setLayout(row)

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels."""
        self._compact = compact
        self.field.edit.setPlaceholderText("Search" if compact else "Search articles")
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys while the field is empty and there is room."""
        for each in self._keycaps:
            each.setVisible(not self._compact and not self.field.text())
