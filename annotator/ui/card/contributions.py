"""What a suggestion's score is made of: a number for each thing that speaks for it, or against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import Align, metrics, paint_text, painting
from annotator.ui.look.theme import Theme, text_width, theme_of

_TIP: Final = (
    "The score as a sum of log odds: +0.7 doubles the odds that the suggestion is right, −0.7 halves them. "
    "The numbers are rounded."
)
_ROW: Final = 18
_FULL: Final = 3.0
"""From this number on a bar is as long as it can be."""

Row = tuple[str, float]
"""What it is about, and the number; see `annotator.ui.suggestion_reasons.contributions`."""


def number_words(number: float) -> str:
    """A number with its sign: ``+1.2``, ``−0.4``."""
    return f"{'−' if number < 0 else '+'}{abs(number):.1f}"


class Contributions(QWidget):
    """The rows: words, a bar to the right for what speaks for the suggestion, to the left for the rest, a number."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_TIP)
        self.setObjectName("contributions")
        self.hide()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other numbers; with none there is nothing to see."""
        self._rows = tuple(rows)
        words = ", ".join(f"{name} {number_words(number)}" for name, number in self._rows)
        self.setAccessibleName(f"What the score is made of: {words}" if words else "")
        self.setVisible(bool(self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row each."""
        return QSize(200, _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        """As high as it is drawn."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        with painting(self) as painter:
            theme, font = theme_of(self), metrics().font("small")
            names = max((text_width(font, name) for name, _ in self._rows), default=0.0) + 34
            for at, (name, number) in enumerate(self._rows):
                self._paint_row(
                    painter, theme, QRectF(22, at * _ROW, self.width() - 22, _ROW), names - 22, name, number
                )

    def _paint_row(self, painter: QPainter, theme: Theme, rect: QRectF, names: float, name: str, number: float) -> None:
        font, numbers = metrics().font("small"), 40.0
        paint_text(painter, font, theme.text_2, QRectF(rect.left(), rect.top(), names, rect.height()), name)
        room = QRectF(rect.left() + names, rect.top(), max(0.0, rect.width() - names - numbers), rect.height())
        middle, half = room.center().x(), room.width() / 2
        length = half * min(1.0, abs(number) / _FULL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRectF(middle, rect.top() + 2, 1, rect.height() - 4), theme.line_strong)
        if half > 4:
            left = middle - length if number < 0 else middle + 1
            painter.setBrush(theme.text_3 if number < 0 else theme.accent)
            painter.drawRoundedRect(QRectF(left, rect.center().y() - 3, max(1.0, length), 6), 2, 2)
        words = QRectF(rect.right() - numbers, rect.top(), numbers, rect.height())
        paint_text(
            painter, metrics().font("small", "medium"), theme.text, words, number_words(number), align=Align.AlignRight
        )
