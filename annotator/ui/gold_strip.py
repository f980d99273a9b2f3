"""The strip above the article that says: what is edited here is gold."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from annotator.ui.kit.basics import Icon, Panel, Text, hbox
from annotator.ui.kit.controls import Button


class GoldStrip(Panel):
    """The strip, hidden while the annotator's own labels are edited."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("selected", "b")
        self.setAccessibleName("Editing gold")
        self.words = Text("Editing gold", "small", "medium")
        self.hint = Text("Every gesture works as on your own labels", "small", role="text_2", elide=True)
        back = Button.for_action(actions["review.return"], "primary", text="Back to the review", small=True)
        row = hbox(16, Icon("scale", "text_2", 14), self.words, gap=8)
        row.addWidget(self.hint, 1)
        row.addWidget(back)
        row.addSpacing(10)
        row.addStrut(40)
        self.setLayout(row)
        self.hide()

    def show_gold(self, title: str) -> None:
        """Say of which article gold is edited."""
        self.setAccessibleDescription(title)
        self.show()
