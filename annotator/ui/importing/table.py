"""The table of the import sheet: a box for what comes in, title, where it is from, how it begins, what it is."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.operations.previewing import Row, State
from annotator.ui.importing.model import (
    COLUMNS,
    ROW_ROLE,
    STATE_ICONS,
    TITLES,
    Column,
    ImportModel,
    Index,
    can_come,
    trouble_words,
)
from annotator.ui.kit.basics import Align, paint_text
from annotator.ui.kit.controls import paint_ring
from annotator.ui.kit.sort_header import SortHeader
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, theme_of

ROW_HEIGHT = 34
_TITLE = 34
_WIDTHS: dict[Column, int] = {"date": 104, "words": 64}
_SHARES: dict[Column, float] = {"title": 0.27, "source": 0.17, "beginning": 0.3, "state": 0.26}
_LEAST = 720
"""Below this width there is no room for outlets and authors."""
_INK: dict[State, str] = {
    "new": "text_2",
    "near": "accent_text",
    "same_text": "accent_text",
    "again": "text_3",
    "there": "text_3",
    "problem": "warn",
}


class ImportDelegate(QStyledItemDelegate):
    """Paints a cell and the surface of its row."""

    def __init__(self, table: ImportTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row has the same height."""
        return QSize(20, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; an error goes to ``sys.excepthook``."""
        painter.save()
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._cell(painter, option, index)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def _cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = theme_of(self._table), QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.selected)
        else:
            painter.fillRect(QRectF(rect.x(), rect.bottom(), rect.width(), 1), theme.line)
        row: Row = index.data(ROW_ROLE)
        column = COLUMNS[index.column()]
        words: str = index.data(Qt.ItemDataRole.DisplayRole)
        comes = can_come(row) and row.key not in self._table.preview.left_out
        ink = theme.text if comes else theme.text_2 if selected else theme.text_3
        room = rect.adjusted(8, 0, -8, 0)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if column == "title":
            self._title(painter, theme, row, rect, comes=comes)
            ring = self._table.ring and self._table.hasFocus() and index.row() == self._table.currentIndex().row()
            if ring:
                width = self._table.viewport().width()
                paint_ring(painter, theme, QRectF(0, rect.y() + 1, width, rect.height() - 2), theme.radius.small)
        elif column == "state":
            role = _INK[row.state] if comes or row.state == "problem" else "text_3"
            tint = theme.text_2 if selected and role == "text_3" else theme.colour(role)
            paint_icon(painter, STATE_ICONS[row.state], QRectF(room.x(), room.center().y() - 7, 14, 14), tint)
            paint_text(painter, theme.font("small", "medium"), tint, room.adjusted(20, 0, 0, 0), words)
        elif row.state == "problem":
            if column == "words":  # the last one before the state: what is wrong has the room of all between
                left = self._table.columnViewportPosition(COLUMNS.index("date")) + 8
                sentence = trouble_words(row)
                paint_text(
                    painter, theme.font("small"), theme.text, QRectF(room).adjusted(left - room.x(), 0, 0, 0), sentence
                )
        elif column == "beginning":
            faint = theme.text_2 if comes else ink
            paint_text(painter, theme.font("small", family="reading"), faint, room, words)
        else:
            align = Align.AlignRight if column == "words" else Align.AlignLeft
            paint_text(painter, theme.font("small"), theme.text_2 if comes else ink, room, words, align=align)

    def _title(self, painter: QPainter, theme: Theme, row: Row, rect: QRectF, *, comes: bool) -> None:
        if can_come(row):
            box = QRectF(rect.x() + 10, rect.center().y() - 8, 16, 16).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.accent if comes else theme.line_strong, 1.2))
            painter.setBrush(theme.accent if comes else theme.raised)
            painter.drawRoundedRect(box, theme.radius.small, theme.radius.small)
            if comes:
                paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)
        ink = theme.text if comes or row.state == "problem" else theme.text_2
        title = row.place if row.state == "problem" else row.title
        paint_text(painter, theme.font("body", "medium"), ink, rect.adjusted(_TITLE, 0, -8, 0), title)


class ImportTable(QTableView):
    """The view over an `ImportModel`; only the rows that are seen are painted.

    A click on a box, or Space for all chosen rows, leaves them out or takes them in again; then ``toggled`` comes.
    """

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ring = False
        self.preview = ImportModel(self)
        self.setObjectName("import_rows")
        self.setAccessibleName("What comes in")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setItemDelegate(ImportDelegate(self))
        header = SortHeader(
            self,
            lambda number: TITLES[COLUMNS[number]],
            numeric=lambda number: COLUMNS[number] == "words",
            inset=lambda number: 8 if number else _TITLE,
            ground="raised",
        )
        self.setHorizontalHeader(header)
        self.setModel(self.preview)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self.preview.sort)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space leaves the chosen rows out; Enter and Esc are the sheet's."""
        self.ring = True
        if event.key() == Qt.Key.Key_Space:
            rows = {each.row() for each in self.selectionModel().selectedRows()}
            self._toggle(rows or {self.currentIndex().row()})
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a box takes the row in or leaves it out."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._on_box(at):
            self._toggle({index.row()})
            return
        super().mousePressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: the columns sort, and the chips filter."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the focus came by key; the first row is where keys start from."""
        self.ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.preview.rowCount():
            self.selectionModel().setCurrentIndex(
                self.preview.index(0, 0), self.selectionModel().SelectionFlag.NoUpdate
            )

    def _on_box(self, at: QPoint) -> bool:
        return self.columnViewportPosition(0) <= at.x() < self.columnViewportPosition(0) + _TITLE

    def _toggle(self, rows: set[int]) -> None:
        self.preview.toggle(each for each in rows if 0 <= each < self.preview.rowCount())
        self.toggled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width()
        narrow = room < _LEAST
        self.setColumnHidden(COLUMNS.index("source"), narrow)
        left = room - sum(_WIDTHS.values())
        shares = {each: share for each, share in _SHARES.items() if not (narrow and each == "source")}
        whole = sum(shares.values())
        for number, column in enumerate(COLUMNS):
            width = _WIDTHS.get(column) or int(left * shares.get(column, 0) / whole)
            self.setColumnWidth(number, width)
