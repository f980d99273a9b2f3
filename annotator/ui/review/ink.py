"""How an annotator looks: a letter on a plate, and a line of their own: A solid, B dashed, C dotted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.annotator_style import colour_number
from annotator.ui.kit.basics import painting
from annotator.ui.look.theme import Theme, theme_of

LINE = 2.2
"""Thickness of a lane."""
_DASHES: tuple[list[float], ...] = ([], [3.4, 1.8], [1.0, 1.1])
_PLATE = 15.0
_APART = 1.0


def annotator_ink(theme: Theme, style: int) -> QColor:
    """The ground of an annotator's letter."""
    return theme.annotator_text[colour_number(style) % len(theme.annotator_text)]


def lane_pen(theme: Theme, style: int, width: float = LINE) -> QPen:
    """The line of an annotator."""
    pen = QPen(theme.annotator_mark[colour_number(style) % len(theme.annotator_mark)], width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes := _DASHES[style % len(_DASHES)]:
        pen.setDashPattern(dashes)
    return pen


def letters_width(number: int) -> float:
    """Width of the plates of so many letters."""
    return _PLATE * number + _APART * max(0, number - 1)


def paint_letters(
    painter: QPainter, theme: Theme, place: QPointF, letters: str, styles: Sequence[int], *, side: float = _PLATE
) -> None:
    """A plate for each letter, from ``place``, the upper left corner."""
    painter.setFont(theme.font("tiny", "semibold"))
    for number, (letter, style) in enumerate(zip(letters, styles, strict=True)):
        rect = QRectF(place.x() + number * (side + _APART), place.y(), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(annotator_ink(theme, style))
        painter.drawRoundedRect(rect, 3.5, 3.5)
        painter.setPen(theme.page)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letter)
    painter.setBrush(Qt.BrushStyle.NoBrush)


class LaneSample(QWidget):
    """An annotator's letter and line, for the legend above the text."""

    def __init__(self, letter: str, style: int, name: str = "") -> None:
        super().__init__()
        self._letter = letter
        self._style = style
        self._name = name
        self.setAccessibleName(name or f"Annotator {letter}")
        self.setToolTip(name or f"Annotator {letter}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A letter and a piece of line."""
        return QSize(46, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint letter and line."""
        with painting(self) as painter:
            theme = theme_of(self)
            middle = self.height() / 2
            paint_letters(painter, theme, QPointF(0, middle - _PLATE / 2), self._letter, (self._style,))
            painter.setPen(lane_pen(theme, self._style))
            painter.drawLine(QPointF(20, middle), QPointF(44, middle))
