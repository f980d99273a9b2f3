"""Counts as bars: one below the other with their names, or month after month with their parts on top of each other."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QLineF, QModelIndex, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.ui.charts.chart import GAP, Cell, Chart, Place
from annotator.ui.charts.ink import mixed
from annotator.ui.kit.basics import paint_text
from annotator.ui.look.theme import Theme, text_width

_ROW = 30.0
_BAR = 14.0
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_NO_PEN = Qt.PenStyle.NoPen

_AXIS, _FOOT = 34.0, 20.0
_WIDEST = 44.0
_HEAD = 20.0
_HATCH = 5.0
_FILLS = (1.0, 0.55, 0.28, 0.12)
"""How much of the series’ colour each part has; the second is hatched as well, so that it can be told in grey."""


class BarsChart(Chart):
    """One row a name: its number as a bar, and the number itself."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a row stands: all of its width."""
        height = min(_ROW, size.height() / max(1, len(self.table.rows)))
        return QRectF(0, at[0] * height, size.width(), height)

    def _numbers(self, theme: Theme) -> float:
        """The room of the numbers at the right: the widest fits."""
        font = theme.font("small", "semibold")
        return max((text_width(font, each.text) for each in self.table.cells.values()), default=0) + 2

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The names."""
        for number, name in enumerate(self.table.rows):
            rect = self.place((number, 0), size)
            words = QRectF(6, rect.top(), _names(size) - 12, rect.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A bar as long as its number, and the number."""
        cell, names, wide = self.table.cells[at], _names(rect.size()), self._numbers(theme)
        most = max((each.value or 0 for each in self.table.cells.values()), default=0) or 1
        room = max(0.0, rect.width() - names - wide - 18)
        height = min(_BAR, rect.height() - 6)
        bar = QRectF(names, rect.center().y() - height / 2, max(2.0, room * (cell.value or 0) / most), height)
        if cell.value:
            painter.setPen(_NO_PEN)
            painter.setBrush(theme.chart_series)
            painter.drawRoundedRect(bar, 2, 2)
        numbers = QRectF(rect.right() - wide - 6, rect.top(), wide, rect.height())
        ink = theme.text_2 if cell.value is None else theme.text
        paint_text(painter, theme.font("small", "semibold"), ink, numbers, cell.text, align=_RIGHT)


class StackedChart(Chart):
    """One column a month, its parts on top of each other: the rows of the table, the first at the foot."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a part of a column stands."""
        column = self._column(at[1], size)
        low = sum(self._value((row, at[1])) for row in range(at[0]))
        top, bottom = self._y(low + self._value(at), size), self._y(low, size)
        return QRectF(column.left(), top, column.width(), max(1.0, bottom - top))

    def _value(self, at: Place) -> float:
        cell = self.table.cells.get(at)
        return (cell.value or 0.0) if cell else 0.0

    def _total(self, column: int) -> float:
        return sum(self._value((row, column)) for row in range(len(self.table.rows)))

    def _column(self, number: int, size: QSizeF) -> QRectF:
        step = min(_WIDEST / 0.64, (size.width() - _AXIS) / max(1, len(self.table.columns)))
        return QRectF(_AXIS + number * step + 0.18 * step, _HEAD, 0.64 * step, size.height() - _FOOT - _HEAD)

    def _top(self) -> int:
        """The upper end of the axis."""
        most = max((self._total(each) for each in range(len(self.table.columns))), default=0)
        step = _step_for(most)
        return max(step, -int(-most // step) * step)

    def _y(self, value: float, size: QSizeF) -> float:
        return _HEAD + (size.height() - _FOOT - _HEAD) * (1 - value / self._top())

    def indexAt(self, pos: object) -> QModelIndex:
        """The part under a point; beside the parts that of its column which is nearest."""
        found = super().indexAt(pos)
        if found.isValid():
            return found
        size = self._size()
        for row, column in self.table.cells:
            whole = self._column(column, size)
            if whole.contains(pos):  # type: ignore[call-overload]
                return self.figures.index(row, column)
        return QModelIndex()

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The axes, the parts’ names, and the months."""
        step = _step_for(self._top())
        for value in range(0, self._top() + 1, step):
            y = self._y(value, size)
            painter.fillRect(QRectF(_AXIS, y, size.width() - _AXIS, 1), theme.chart_grid)
            words = QRectF(0, y - 8, _AXIS - 6, 16)
            paint_text(painter, theme.font("tiny"), theme.text_2, words, f"{value:,}", align=_RIGHT)
        self._draw_key(painter, theme, size)
        every = max(1, -int(-len(self.table.columns) * 40 // max(1.0, size.width() - _AXIS)))
        for number, name in enumerate(self.table.columns):
            column = self._column(number, size)
            if number % every == 0:
                wide = QRectF(column.center().x() - 30, size.height() - _FOOT + 3, 60, 16)
                paint_text(painter, theme.font("tiny"), theme.text_2, wide, name, align=_CENTRE)

    def _draw_key(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """Which fill is which part, from the right."""
        right = size.width()
        for row in reversed(range(len(self.table.rows))):
            width = text_width(theme.font("tiny"), self.table.rows[row]) + 30
            right -= width
            self._fill(painter, theme, row, QRectF(right, 2, 11, 11))
            words = QRectF(right + 16, 0, width - 18, 16)
            paint_text(painter, theme.font("tiny"), theme.text_2, words, self.table.rows[row])

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A part of a column; its total stands above the last."""
        if self._value(at):
            self._fill(painter, theme, at[0], rect.adjusted(0, 0.5, 0, -0.5))
        if at[0] == len(self.table.rows) - 1:
            total = QRectF(rect.center().x() - 30, rect.top() - 16, 60, 15)
            words = f"{self._total(at[1]):,.0f}"
            if rect.width() >= 12:
                paint_text(painter, theme.font("tiny", "semibold"), theme.text, total, words, align=_CENTRE)

    def _fill(self, painter: QPainter, theme: Theme, row: int, rect: QRectF) -> None:
        painter.setPen(_NO_PEN)
        share = _FILLS[min(row, len(_FILLS) - 1)]
        painter.setBrush(mixed(theme.raised, theme.chart_series, share))
        painter.drawRoundedRect(rect, 2, 2)
        if row == 1:
            _hatch(painter, theme.raised, rect)


class StanceChart(Chart):
    """Who stands where: a row a speaker, a column a target, the mean and how many stances it is made of."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a mean stands."""
        left, top = _names(size, widest=150.0), 24.0
        columns, rows = max(1, len(self.table.columns)), max(1, len(self.table.rows))
        width = min(140.0, (size.width() - left - GAP * (columns - 1)) / columns)
        height = min(48.0, (size.height() - top - GAP * (rows - 1)) / rows)
        return QRectF(left + at[1] * (width + GAP), top + at[0] * (height + GAP), width, height)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The names, and a dot where nothing was said."""
        for row, name in enumerate(self.table.rows):
            rect = self.place((row, 0), size)
            words = QRectF(0, rect.top(), rect.left() - 8, rect.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)
        for column, name in enumerate(self.table.columns):
            rect = self.place((0, column), size)
            words = QRectF(rect.left() - 1, 0, rect.width() + 2, 20)
            paint_text(painter, theme.font("small"), theme.text_2, words, name, align=_CENTRE)
        for row in range(len(self.table.rows)):
            for column in range(len(self.table.columns)):
                if (row, column) not in self.table.cells:
                    self.filled(painter, theme, self.place((row, column), size), theme.chrome, "·")

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """The mean with its sign, in the colour of its side, and how many."""
        cell = self.table.cells[at]
        ground = _side(theme, cell)
        self.filled(painter, theme, rect, ground, "")
        ink = painter.pen().color()
        room = rect.adjusted(10, 0, -8, 0) if rect.width() >= 64 else rect.adjusted(4, 0, -3, 0)
        paint_text(painter, theme.font("body" if rect.width() >= 64 else "small", "semibold"), ink, room, cell.text)
        if rect.width() >= 52:
            paint_text(painter, theme.font("tiny", "medium"), ink, room, str(cell.count), align=_RIGHT)


def _side(theme: Theme, cell: Cell) -> QColor:
    """The ground of a mean: the further from 0, the more of its side’s colour."""
    if cell.value is None:
        return theme.chrome
    base = theme.stance["against" if cell.value < 0 else "favour"]
    return mixed(theme.stance["neutral_soft"], base, min(1.0, abs(cell.value) / 3) * 0.92)


def _hatch(painter: QPainter, colour: QColor, rect: QRectF) -> None:
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QPen(colour, 1.2))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom(), x + rect.height(), rect.top()))
        x += _HATCH
    painter.restore()


def _step_for(most: float) -> int:
    """A round step that divides an axis into at most five parts."""
    steps = (digit * int(10**power) for power in count() for digit in (1, 2, 5))
    return next(each for each in steps if most <= 5 * each)


def _names(size: QSizeF, widest: float = 190.0) -> float:
    """The room of the names at the left."""
    return min(widest, max(96.0, 0.38 * size.width()))
