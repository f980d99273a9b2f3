"""What stands in the documents panel where there is no list: an invitation, or why nothing is found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.kit.basics import Align, Icon, Text, hbox, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import key_words
from annotator.ui.look.theme import theme_of

EMPTY = "No article yet. Drop files or a folder here."


class DropFrame(QWidget):
    """A dashed frame that invites to drop something."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        with painting(self) as painter:
            theme = theme_of(self)
            pen = QPen(theme.line_strong, 1.6)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.setBrush(theme.page)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.radius.card, theme.radius.card)


class NoDocuments(QWidget):
    """What stands in the panel of a project without documents."""

    importRequested = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setAccessibleName(EMPTY)
        frame = DropFrame()
        frame.setFixedHeight(190)
        icon = Icon("inbox", "text_2", 22)
        head = Text("No article yet", "heading", "semibold")
        words = Text("Drop files or a folder here.", role="text_2", wrap=True)
        for label in (head, words):
            label.setAlignment(Align.AlignCenter)
        self.button = Button("Import", "import", "primary", key=key_words(key))
        self.button.setToolTip(f"Import files  {key_words(key)}")
        self.button.clicked.connect(self.importRequested)
        middle = hbox(None, icon, None), head, words, 6, hbox(None, self.button, None)
        frame.setLayout(vbox(None, *middle, None, gap=5, margins=(12, 8, 12, 8)))
        self.setLayout(vbox(20, frame, None, gap=0, margins=(20, 0, 20, 0)))


class NoHits(QWidget):
    """What stands in the panel when the filter leaves nothing: why, and the way out."""

    wayOut = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", role="text_2", wrap=True)
        self.words.setAlignment(Align.AlignHCenter | Align.AlignTop)
        self.button = Button("", small=True)
        self.button.clicked.connect(self.wayOut)
        self.setLayout(vbox(24, self.words, 6, hbox(None, self.button, None), None, gap=4, margins=(20, 0, 20, 0)))

    def explain(self, sentence: str, way_out: str) -> None:
        """Show why there is nothing, and what the button does."""
        self.words.setText(sentence)
        self.button.setText(way_out)
        self.button.setAccessibleName(way_out)
        self.button.setToolTip(way_out)
        self.button.setVisible(bool(way_out))
