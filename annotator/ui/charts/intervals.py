"""Coefficients one below the other on one axis, each with its interval; a soft ground marks what is good."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.charts.chart import Cell, Chart, Place, Table
from annotator.ui.kit.basics import paint_text
from annotator.ui.look.theme import Theme, faded

TARGET = 0.8
"""From here on agreement is commonly called good (Krippendorff 2004)."""
WEAK = 0.7
"""Below, the point is hollow: a second sign beside its place."""

_VALUES, _AXIS = 44.0, 20.0
_ROW, _LEAST = 38.0, 18.0
_STEPS = ((0.4, 0.2), (0.0, 0.25), (-1.0, 0.5))
"""Steps of the axis, each for axes that begin at so much or more."""
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class IntervalChart(Chart):
    """One row for each slot: a point, its interval, the number."""

    def show_table(self, table: Table) -> None:
        """Show another table; the chart is never so low that its names overlap."""
        super().show_table(table)
        self.setMinimumHeight(round(_LEAST * len(table.rows) + _AXIS))

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a row stands: all of its width."""
        height = min(_ROW, (size.height() - _AXIS) / max(1, len(self.table.rows)))
        return QRectF(0, at[0] * height, size.width(), height)

    def _low(self) -> float:
        """The left end of the axis: below every interval, a multiple of the step."""
        ends = [x for each in self.table.cells.values() for x in (each.low, each.value) if x is not None]
        lowest = min([*ends, 0.6])
        step = _step(lowest)
        return max(-1.0, math.floor(lowest / step - 0.01) * step)

    def _x(self, value: float, size: QSizeF) -> float:
        low, names = self._low(), _names(size)
        room = size.width() - names - _VALUES - 12
        return names + 6 + room * (min(1.0, max(low, value)) - low) / (1.0 - low)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The axis, the target, the names; without a row there is nothing to measure."""
        if not self.table.rows:
            return
        bottom = self.place((max(0, len(self.table.rows) - 1), 0), size).bottom()
        target = QRectF(self._x(TARGET, size), 0, self._x(1.0, size) - self._x(TARGET, size), bottom)
        painter.fillRect(target, faded(theme.accent, 0.18 if theme.dark else 0.09))
        low = self._low()
        step = _step(low)
        for number in range(round((1.0 - low) / step) + 1):
            value = low + number * step
            x = self._x(value, size)
            painter.fillRect(QRectF(x, 0, 1, bottom), theme.chart_grid)
            words = QRectF(x - 20, bottom + 2, 40, 16)
            paint_text(
                painter, theme.font("tiny"), theme.text_2, words, f"{value:.2g}".replace("-", "−"), align=_CENTRE
            )
        for number, name in enumerate(self.table.rows):
            rect = self.place((number, 0), size)
            words = QRectF(6, rect.top(), _names(size) - 10, rect.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A point on its interval, and the number."""
        cell, size = self.table.cells[at], QSizeF(rect.width(), rect.height())
        middle = rect.center().y()
        right = Qt.AlignmentFlag.AlignRight
        words = QRectF(rect.right() - _VALUES - 6, rect.top(), _VALUES, rect.height())
        ink = theme.text_2 if cell.value is None else theme.text
        paint_text(painter, theme.font("small", "semibold"), ink, words, cell.text, align=right)
        if cell.value is not None:
            self._point(painter, theme, cell, size, middle)

    def _point(self, painter: QPainter, theme: Theme, cell: Cell, size: QSizeF, middle: float) -> None:
        colour, value = theme.chart_series, cell.value or 0.0
        painter.setPen(QPen(colour, 2))
        if cell.low is not None and cell.high is not None:
            left, right = self._x(cell.low, size), self._x(cell.high, size)
            painter.drawLine(QLineF(left, middle, right, middle))
            for x in (left, right):
                painter.drawLine(QLineF(x, middle - 4, x, middle + 4))
        weak = value < WEAK
        painter.setPen(QPen(colour if weak else theme.raised, 2))
        painter.setBrush(theme.raised if weak else colour)
        painter.drawEllipse(QPointF(self._x(value, size), middle), 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _step(lowest: float) -> float:
    """The step of an axis that begins there."""
    return next(step for least, step in _STEPS if lowest >= least or least == _STEPS[-1][0])


def _names(size: QSizeF) -> float:
    """The room of the names at the left."""
    return min(190.0, max(88.0, 0.36 * size.width()))
