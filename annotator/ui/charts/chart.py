"""A chart: a table of numbers that is painted, walked with the arrows, and opened cell by cell.

It is a `QTableView` with hidden headers over a real model, so a screen reader finds rows, columns and cells with their
words; only where the cells stand and how they look is ours.  What is drawn on the screen is what is exported.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSizeF, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip

from annotator.ui.charts.ink import ink_on
from annotator.ui.kit.basics import painting
from annotator.ui.look.theme import Theme, Weight, theme_of

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]
"""Row and column of a cell."""

GAP = 3.0
"""Pixels between two cells."""
NOT_KNOWN = "n/a"
"""What stands for a number that cannot be computed."""

_Role = Qt.ItemDataRole
_Move = QAbstractItemView.CursorAction
_NO_PEN = Qt.PenStyle.NoPen


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: ``text`` as it is printed, ``words`` as it is read out, ``key`` for the passages behind it.

    ``value`` is the number itself, None where it cannot be computed; ``low`` and ``high`` are the ends of its interval,
    ``count`` how many passages it stands on.  Without a key nothing can be opened.
    """

    text: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows: names of rows and columns, and the cells that there are.  ``corner`` names the rows."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: Mapping[Place, Cell] = field(default_factory=dict)
    corner: str = ""


def two_digits(value: float | None) -> str:
    """A coefficient as charts print it: ``.82``, ``1.00``, ``−.12``; ``n/a`` where there is none."""
    if value is None:
        return NOT_KNOWN
    words = f"{abs(value):.2f}"
    return ("−" if value < 0 and words != "0.00" else "") + (words if words[0] != "0" else words[1:])


class ChartModel(QAbstractTableModel):
    """The table of a chart, for the view and for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()

    def set_table(self, table: Table) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of rows."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """The cell's text, its words for tooltips and screen readers."""
        cell = self.table.cells.get((index.row(), index.column()))
        if cell is None:
            return None
        if role == _Role.DisplayRole:
            return cell.text
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return cell.words
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The names of rows and columns."""
        if role != _Role.DisplayRole:
            return None
        names = self.table.columns if orientation == Qt.Orientation.Horizontal else self.table.rows
        return names[section] if 0 <= section < len(names) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A place without a cell cannot be reached."""
        has_cell = (index.row(), index.column()) in self.table.cells
        return super().flags(index) if has_cell else Qt.ItemFlag.NoItemFlags


class Chart(QTableView):
    """The common part of all charts.  ``opened`` carries the key of the cell whose passages are asked for.

    A subclass says where a cell stands in a given size (`place`) and draws what is around the cells (`draw_frame`) and
    in one of them (`draw_cell`).
    """

    opened = QtSignal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.figures = ChartModel()
        self.figures.setParent(self)
        self.setModel(self.figures)
        self.ring = False
        self._hover: Place | None = None
        self._chosen: Hashable = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.viewport().setAutoFillBackground(False)

    @property
    def table(self) -> Table:
        """What is shown."""
        return self.figures.table

    def show_table(self, table: Table) -> None:
        """Show another table; the cell whose passages are shown stays marked, if it is still there."""
        self._hover = None
        self.figures.set_table(table)
        first = next(iter(sorted(table.cells)), None)
        if first is not None:
            self.setCurrentIndex(self.figures.index(*first))
        self.viewport().update()

    def show_chosen(self, key: Hashable) -> None:
        """Mark the cell with that key as the one whose passages are shown."""
        self._chosen = key
        self.viewport().update()

    # ------------------------------------------------------------------------------------------ for subclasses

    def place(self, at: Place, size: QSizeF) -> QRectF:
        """Where a cell stands in a chart of that size."""
        raise NotImplementedError

    def outline(self, at: Place, size: QSizeF) -> QRectF:
        """What is framed when a cell is under the mouse, or its passages are shown."""
        return self.place(at, size)

    def draw_frame(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """Draw what is around the cells: names, axes."""
        raise NotImplementedError

    def draw_cell(self, painter: QPainter, theme: Theme, at: Place, rect: QRectF) -> None:
        """Draw one cell."""
        raise NotImplementedError

    def draw(self, painter: QPainter, theme: Theme, size: QSizeF) -> None:
        """Draw the whole chart, as it is exported."""
        self.draw_frame(painter, theme, size)
        for at in self.table.cells:
            self.draw_cell(painter, theme, at, self.place(at, size))

    def filled(
        self, painter: QPainter, theme: Theme, rect: QRectF, ground: QColor, text: str, weight: Weight = "medium"
    ) -> None:
        """A rounded cell with its number in an ink that can be read."""
        painter.setPen(_NO_PEN)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, theme.radius.small, theme.radius.small)
        painter.setFont(theme.font("small" if rect.width() >= 32 else "tiny", weight))
        painter.setPen(ink_on(theme, ground))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    # ------------------------------------------------------------------------------------------ places

    def _size(self) -> QSizeF:
        return QSizeF(self.viewport().size())

    def visualRect(self, index: Index) -> QRect:
        """Where a cell stands, also for screen readers."""
        at = (index.row(), index.column())
        return self.place(at, self._size()).toAlignedRect() if at in self.table.cells else QRect()

    def indexAt(self, pos: Any) -> QModelIndex:
        """The cell under a point of the viewport."""
        size = self._size()
        for at in self.table.cells:
            if self.place(at, size).contains(pos):
                return self.figures.index(*at)
        return QModelIndex()

    def scrollTo(self, index: Index, hint: Any = None) -> None:
        """Nothing to do: a chart shows all of itself."""

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002 - Qt's signature
        """The next cell in a direction, past places that have none."""
        index = self.currentIndex()
        here = (index.row(), index.column())
        cells = sorted(self.table.cells)
        if not cells:
            return QModelIndex()
        down, right = {
            _Move.MoveUp: (-1, 0),
            _Move.MoveDown: (1, 0),
            _Move.MoveLeft: (0, -1),
            _Move.MoveRight: (0, 1),
        }.get(action, (0, 0))
        target = _ahead(cells, here, down, right)
        if action in (_Move.MoveHome, _Move.MovePageUp):
            target = cells[0]
        elif action in (_Move.MoveEnd, _Move.MovePageDown):
            target = cells[-1]
        return self.figures.index(*(target or here))

    # ------------------------------------------------------------------------------------------ what is done

    def open_cell(self, at: Place) -> None:
        """Ask for the passages behind a cell."""
        cell = self.table.cells.get(at)
        if cell is not None and cell.key is not None:
            self.show_chosen(cell.key)
            self.opened.emit(cell.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space opens; the arrows move; every other key is the window's."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_cell((index.row(), index.column()))
        elif event.key() in _WALKING:
            self.ring = True
            super().keyPressEvent(event)
            self.viewport().update()
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_cell((index.row(), index.column()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the cell under the mouse."""
        index = self.indexAt(event.position())
        self._set_hover((index.row(), index.column()) if index.isValid() else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._set_hover(None)

    def _set_hover(self, at: Place | None) -> None:
        if at != self._hover:
            self._hover = at
            cell = self.table.cells.get(at) if at is not None else None
            opens = cell is not None and cell.key is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say under the mouse what a cell means, and what a click does."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), index.data(_Role.ToolTipRole) or "", self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the focus came by key."""
        self.ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has lost the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    # ------------------------------------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew; there is nothing to lay out."""
        super().resizeEvent(event)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart, and a frame around what is under the mouse, in focus or open."""
        with painting(self.viewport()) as painter:
            theme, size = theme_of(self), self._size()
            self.draw(painter, theme, size)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for at in self._marked():
                painter.setPen(QPen(theme.text, 2))
                painter.drawRoundedRect(self.outline(at, size).adjusted(1, 1, -1, -1), 4, 4)
            index = self.currentIndex()
            if self.ring and self.hasFocus() and index.isValid():
                painter.setPen(QPen(theme.focus, 2))
                rect = self.place((index.row(), index.column()), size)
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)

    def _marked(self) -> Iterable[Place]:
        for at, cell in self.table.cells.items():
            if at == self._hover or (cell.key is not None and cell.key == self._chosen):
                yield at


_WALKING = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


def _ahead(cells: Iterable[Place], here: Place, down: int, right: int) -> Place | None:
    """The nearest cell straight on, else the nearest one that way."""
    if not (down or right):
        return None
    row, column = here
    found = [at for at in cells if (at[0] - row) * down > 0 or (at[1] - column) * right > 0]
    if not found:
        return None
    return min(found, key=lambda at: _distance(at, here, down=bool(down)))


def _distance(at: Place, here: Place, *, down: bool) -> tuple[int, int]:
    along, aside = abs(at[0] - here[0]), abs(at[1] - here[1])
    return (aside, along) if down else (along, aside)
