"""A few shares one below the other, each with its interval, on an axis that shows no more than they need."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.charts.chart import Chart, Place
from annotator.ui.kit.basics import paint_text
from annotator.ui.look.theme import Theme

_NAMES, _VALUES, _AXIS, _ROW = 88.0, 52.0, 20.0, 32.0
_STEP = 0.05
_MOST = 8
"""Most steps of the axis; with more they are doubled."""
_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


class ComparisonChart(Chart):
    """One row a name: a point on its interval, and the number.  Values lie in 0…1 and are shown in percent."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a row stands: all of its width."""
        height = min(_ROW, (size.height() - _AXIS) / max(1, len(self.table.rows)))
        return QRectF(0, at[0] * height, size.width(), height)

    def _axis(self) -> tuple[float, float, float]:
        """The ends of the axis and its step."""
        cells = self.table.cells.values()
        ends = [end for each in cells for end in (each.low, each.value, each.high) if end is not None] or [0.0, 1.0]
        step = _STEP
        while True:
            low, high = math.floor(min(ends) / step + 1e-9) * step, math.ceil(max(ends) / step - 1e-9) * step
            if (high - low) / step <= _MOST + 0.5:
                return low, max(high, low + step), step
            step *= 2

    def _x(self, value: float, size: QSizeF) -> float:
        low, high, _ = self._axis()
        room = size.width() - _NAMES - _VALUES - 24
        return _NAMES + 12 + room * (value - low) / (high - low)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The axis and the names."""
        bottom = self.place((max(0, len(self.table.rows) - 1), 0), size).bottom()
        low, high, step = self._axis()
        for number in range(round((high - low) / step) + 1):
            value = low + number * step
            x = self._x(value, size)
            painter.fillRect(QRectF(x, 0, 1, bottom), theme.chart_grid)
            words = QRectF(x - 20, bottom + 2, 40, 16)
            paint_text(painter, theme.font("tiny"), theme.text_2, words, f"{100 * value:.0f}", align=_CENTRE)
        for number, name in enumerate(self.table.rows):
            rect = self.place((number, 0), size)
            words = QRectF(2, rect.top(), _NAMES, rect.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A point on its interval, and the number.  The first row is hollow: it is what the others are held against."""
        cell, size, middle = self.table.cells[at], QSizeF(rect.width(), rect.height()), rect.center().y()
        words = QRectF(rect.right() - _VALUES - 4, rect.top(), _VALUES, rect.height())
        paint_text(painter, theme.font("small", "semibold"), theme.text, words, cell.text, align=_RIGHT)
        if cell.value is None:
            return
        colour = theme.chart_series
        painter.setPen(QPen(colour, 2))
        if cell.low is not None and cell.high is not None:
            left, right = self._x(cell.low, size), self._x(cell.high, size)
            painter.drawLine(QLineF(left, middle, right, middle))
            for x in (left, right):
                painter.drawLine(QLineF(x, middle - 4, x, middle + 4))
        painter.setBrush(theme.raised if not at[0] else colour)
        painter.drawEllipse(QPointF(self._x(cell.value, size), middle), 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
