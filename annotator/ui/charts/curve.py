"""A curve: how a share grows with a number, and the line that it is held against."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.charts.chart import Chart, Place
from annotator.ui.kit.basics import paint_text
from annotator.ui.look.theme import Theme, text_width

_LEFT, _FOOT, _TOP, _SIDE = 34.0, 34.0, 12.0, 18.0
_STEP = 0.02
_MOST = 5
_POINT = 5.0
_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


class CurveChart(Chart):
    """One row of points, a column each: the column's name is its number.  Values lie in 0…1, shown in percent.

    The first point is the line that the others are held against.  Numbers are spread by their square roots: the first
    ones, where a curve bends, get the room that they need.
    """

    def __init__(self, name: str, axis: str, against: str) -> None:
        """``axis`` says what the numbers count, ``against`` names the line."""
        super().__init__(name)
        self._words, self._against = axis, against

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """The square around a point."""
        cell = self.table.cells.get(at)
        if cell is None or cell.value is None:
            return QRectF()
        point = QPointF(self._x(at[1], size), self._y(cell.value, size))
        return QRectF(point.x() - 9, point.y() - 9, 18, 18)

    def _numbers(self) -> list[float]:
        return [float(each) for each in self.table.columns]

    def _x(self, column: int, size: QSizeF) -> float:
        numbers = self._numbers()
        room = size.width() - _LEFT - _SIDE - 10
        return _LEFT + 10 + room * math.sqrt(numbers[column] / (max(numbers) or 1.0))

    def _axis(self) -> tuple[float, float, float]:
        values = [each.value for each in self.table.cells.values() if each.value is not None] or [0.0, 1.0]
        step = _STEP
        while True:
            low, high = math.floor(min(values) / step) * step, math.ceil(max(values) / step) * step
            if (high - low) / step <= _MOST + 0.5:
                return max(0.0, low), max(high, low + step), step
            step = step * 2.5 if f"{step:.3f}".strip("0.") == "2" else step * 2

    def _y(self, value: float, size: QSizeF) -> float:
        low, high, _ = self._axis()
        room = size.height() - _FOOT - _TOP
        return size.height() - _FOOT - room * (value - low) / (high - low)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """Both axes, the line that the curve is held against, the curve."""
        low, high, step = self._axis()
        for number in range(round((high - low) / step) + 1):
            y = self._y(low + number * step, size)
            painter.fillRect(QRectF(_LEFT, y, size.width() - _LEFT - _SIDE, 1), theme.chart_grid)
            words = QRectF(0, y - 8, _LEFT - 6, 16)
            number_words = f"{100 * (low + number * step):.0f}"
            paint_text(painter, theme.font("tiny"), theme.text_2, words, number_words, align=_RIGHT)
        self._draw_numbers(painter, theme, size)
        self._draw_line(painter, theme, size)
        points = [self.place(at, size).center() for at in sorted(self.table.cells)]
        painter.setPen(QPen(theme.chart_series, 2))
        for one, other in pairwise(points):
            painter.drawLine(QLineF(one, other))

    def _draw_numbers(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The numbers below, those that have room, the last one always; what they count."""
        font, y = theme.font("tiny"), size.height() - _FOOT + 3
        columns, left = self.table.columns, math.inf
        for column in range(len(columns) - 1, -1, -1):
            x, half = self._x(column, size), text_width(font, columns[column]) / 2
            if x + half + 6 <= left:
                paint_text(painter, font, theme.text_2, QRectF(x - 24, y, 48, 14), columns[column], align=_CENTRE)
                left = x - half
        words = QRectF(_LEFT, y + 14, size.width() - _LEFT - _SIDE, 16)
        paint_text(painter, font, theme.text_2, words, self._words, align=_CENTRE)

    def _draw_line(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        first = self.table.cells.get((0, 0))
        if first is None or first.value is None:
            return
        y = self._y(first.value, size)
        painter.setPen(QPen(theme.text_2, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(_LEFT, y, size.width() - _SIDE, y))
        font = theme.font("tiny", "medium")
        above = y - 17 > 0
        words = QRectF(size.width() - _SIDE - 120, y - 16 if above else y + 2, 118, 14)
        paint_text(painter, font, theme.text_2, words, self._against, align=_RIGHT)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A point; the first one hollow."""
        painter.setPen(QPen(theme.chart_series, 2))
        painter.setBrush(theme.chart_series if at[1] else theme.raised)
        painter.drawEllipse(rect.center(), _POINT, _POINT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
