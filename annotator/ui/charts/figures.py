"""Numbers in rows and columns, as they stand in an article: one line a row, the interval in small type behind."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter

from annotator.ui.charts.chart import Cell, Chart, Place, Table, two_digits
from annotator.ui.kit.basics import metrics, paint_text
from annotator.ui.look.theme import Theme, text_width

_HEAD, _ROW = 24.0, 26.0
_RIGHT = Qt.AlignmentFlag.AlignRight


class FiguresChart(Chart):
    """A plain table.  Columns are as wide as what stands in them; what is left over goes to the names."""

    def show_table(self, table: Table) -> None:
        """Show another table, as high as its rows."""
        super().show_table(table)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for every row."""
        return QSize(360, round(_HEAD + _ROW * max(1, len(self.table.rows))) + 2)

    def _widths(self) -> list[float]:
        """The width of each column."""
        widths = [text_width(metrics().font("tiny", "medium"), name) for name in self.table.columns]
        for (_, column), cell in self.table.cells.items():
            widths[column] = max(widths[column], _width(cell))
        return [each + 18 for each in widths]

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a number stands."""
        widths = self._widths()
        left = size.width() - sum(widths[at[1] :])
        return QRectF(left, _HEAD + at[0] * _ROW, widths[at[1]], _ROW)

    def outline(self, at: Place, size: QSizeF) -> QRectF:
        """The whole row: its numbers stand on the same passages."""
        return QRectF(0, _HEAD + at[0] * _ROW, size.width(), _ROW)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """The names of rows and columns, and a hairline under each row."""
        widths = self._widths()
        for column, name in enumerate(self.table.columns):
            rect = QRectF(size.width() - sum(widths[column:]), 0, widths[column] - 8, _HEAD)
            paint_text(painter, theme.font("tiny", "medium"), theme.text_2, rect, name, align=_RIGHT)
        for row, name in enumerate(self.table.rows):
            top = _HEAD + row * _ROW
            painter.fillRect(QRectF(0, top, size.width(), 1), theme.chart_grid)
            words = QRectF(6, top, max(40.0, size.width() - sum(widths) - 10), _ROW)
            paint_text(painter, theme.font("small", "medium"), theme.text, words, name)

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """A number with its interval."""
        cell = self.table.cells[at]
        room = rect.adjusted(0, 0, -8, 0)
        ink = theme.text_2 if cell.value is None else theme.text
        if interval := _interval(cell):
            tiny = theme.font("tiny")
            paint_text(painter, tiny, theme.text_2, room, interval, align=_RIGHT)
            room.setRight(room.right() - text_width(tiny, interval) - 6)
        paint_text(painter, theme.font("small", "semibold"), ink, room, cell.text, align=_RIGHT)


def _interval(cell: Cell) -> str:
    if cell.low is None or cell.high is None:
        return ""
    between = " to " if min(cell.low, cell.high) < 0 else "–"  # a dash would look like another minus
    return f"{two_digits(cell.low)}{between}{two_digits(cell.high)}"


def _width(cell: Cell) -> float:
    interval = _interval(cell)
    own = text_width(metrics().font("small", "semibold"), cell.text)
    return own + (6 + text_width(metrics().font("tiny"), interval) if interval else 0)
