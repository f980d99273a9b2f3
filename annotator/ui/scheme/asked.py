"""The fields asked for, in the scheme editor: one switch for each part of the card that a project can do without."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.domain.scheme import ASKED, Asked
from annotator.ui.kit.basics import Text, metrics, paint_text, painting, vbox
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import theme_of

NAMES: dict[Asked, tuple[str, str]] = {
    "cue": ("Cue", "the words that attribute the quotation: said, according to"),
    "speakers": ("Speaker", "who is quoted: the mention in the text and the entity"),
    "addressees": ("Addressee", "whom it is said to"),
    "stances": ("Stances", "what the quotation is for or against"),
    "note": ("Note", "a line of your own"),
    "flags": ("Flags", "what is special about it: a wrong mark, a headline"),
    "confidence": ("Confidence", "how sure the annotator is, in three steps"),
}
"""What each field is called, and what it holds."""


class Switch(Control):
    """A box with a check, a name and what it means."""

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__()
        self._meaning = meaning
        self.setCheckable(True)
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(meaning)
        self.setToolTip(f"{name}: {meaning}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(240, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(8, 1, -8, -1)
            over = self.surface(theme)
            if over is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.control)
            box = QRectF(rect.x() + 10, rect.center().y() - 8, 16, 16).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.accent if self.isChecked() else theme.text_3, 1))
            painter.setBrush(theme.accent if self.isChecked() else theme.raised)
            painter.drawRoundedRect(box, 4, 4)
            if self.isChecked():
                paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)
            ink = theme.text if self.isEnabled() else theme.text_3
            name = QRectF(rect.x() + 38, rect.y(), 110, rect.height())
            paint_text(painter, metrics().font("body", "medium"), ink, name, self.text())
            rest = QRectF(name.right() + 8, rect.y(), rect.right() - name.right() - 18, rect.height())
            grey = theme.text_2 if over is not None else theme.text_3
            paint_text(painter, metrics().font("small"), grey, rest, self._meaning)


class AskedPane(QWidget):
    """The switches.  ``chosen`` carries every field that is asked for now."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.switches = {each: Switch(*NAMES[each]) for each in ASKED}
        for switch in self.switches.values():
            switch.clicked.connect(self._tell)
        always = Text("Content and type are always there.", "small", role="text_3", wrap=True)
        always.setContentsMargins(18, 8, 18, 8)
        self.setLayout(vbox(*self.switches.values(), always, None, gap=0))

    def show_asked(self, asked: Sequence[Asked]) -> None:
        """Show which fields are asked for."""
        for each, switch in self.switches.items():
            switch.setChecked(each in asked)

    def set_editable(self, editable: bool) -> None:
        """Whether they can be changed."""
        for switch in self.switches.values():
            switch.setEnabled(editable)

    def _tell(self) -> None:
        self.chosen.emit(tuple(each for each, switch in self.switches.items() if switch.isChecked()))
