"""Agreement by pair: a heat map whose lower triangle holds the pairs and whose diagonal holds the names."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from annotator.ui.charts.chart import GAP, Chart, Place
from annotator.ui.charts.ink import ramp
from annotator.ui.kit.basics import paint_text
from annotator.ui.look.theme import Theme, Weight

_WIDEST = 96.0
"""Pixels of a cell at most: two annotators are no reason for a poster."""


class PairsChart(Chart):
    """One cell for each pair, darker the more they agree; rows and columns of the table are the same names."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a pair stands."""
        number = max(1, len(self.table.rows))
        width = min(_WIDEST, (size.width() - GAP * (number - 1)) / number)
        height = min(_WIDEST, (size.height() - GAP * (number - 1)) / number)
        return QRectF(at[1] * (width + GAP), at[0] * (height + GAP), width, height)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The names, where the triangle ends."""
        for number, name in enumerate(self.table.rows):
            rect = self.place((number, number), size)
            room = max(rect.width(), min(size.width() - rect.left(), 2.4 * rect.width()))
            words = QRectF(rect.left() + 2, rect.top(), room - 2, rect.height())
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A pair's coefficient."""
        cell = self.table.cells[at]
        if cell.value is None:
            self.filled(painter, theme, rect, theme.chrome, cell.text)
            return
        self.filled(painter, theme, rect, ramp(theme, cell.value), cell.text)


class ConfusionChart(Chart):
    """How often one annotator's value met another's value: the darker, the larger a part of its row."""

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a pair of values stands."""
        left, top = self._names(size)
        columns, rows = max(1, len(self.table.columns)), max(1, len(self.table.rows))
        width = (size.width() - left - GAP * (columns - 1)) / columns
        height = min(56.0, (size.height() - top - GAP * (rows - 1)) / rows)
        return QRectF(left + at[1] * (width + GAP), top + at[0] * (height + GAP), width, height)

    def _names(self, size: QSizeF) -> tuple[float, float]:
        """The room of the names at the left and above."""
        return (84.0 if size.width() >= 260 else 64.0), 22.0

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The values, at the left and above."""
        left, _ = self._names(size)
        right = Qt.AlignmentFlag.AlignRight
        for row, name in enumerate(self.table.rows):
            rect = self.place((row, 0), size)
            words = QRectF(0, rect.top(), left - 8, rect.height())
            paint_text(painter, theme.font("small"), theme.text_2, words, name, align=right)
        for column, name in enumerate(self.table.columns):
            rect = self.place((0, column), size)
            words = QRectF(rect.left() - 1, 0, rect.width() + 2, 18)
            paint_text(painter, theme.font("tiny"), theme.text_2, words, name, align=Qt.AlignmentFlag.AlignHCenter)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """How many; a dot where there are none."""
        cell = self.table.cells[at]
        if not cell.value:
            self.filled(painter, theme, rect, theme.chrome, "·")
            return
        total = sum(each.value or 0 for (row, _), each in self.table.cells.items() if row == at[0])
        ground = ramp(theme, (cell.value / total) ** 0.55)  # so that one of twenty can still be seen
        weight: Weight = "semibold" if self.table.rows[at[0]] == self.table.columns[at[1]] else "medium"
        self.filled(painter, theme, rect, ground, cell.text, weight)
