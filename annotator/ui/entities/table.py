"""The table of entities: a box to choose, icon of the kind, name, counts; smooth with tens of thousands of rows."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from annotator.ui.entities.model import NUMBERS, ROW_ROLE, TITLES, Column, EntitiesModel, EntityRow, Index
from annotator.ui.kit.basics import Align, paint_text
from annotator.ui.kit.controls import paint_ring
from annotator.ui.kit.sort_header import SortHeader
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import Theme, theme_of

ROW_HEIGHT = 38
_LEFT = 12
_BOX = 16
_NAME = 60
_WIDTHS: dict[Column, int] = {
    "name": 280, "kind": 104, "aliases": 180, "mentions": 82, "quoted": 72, "stances": 74, "articles": 74,
    "attributes": 140,
}  # fmt: skip
_GROW = ("name", "aliases", "attributes")
_LEAST = {"name": 240, "aliases": 140, "attributes": 120}
_GIVEN_UP: tuple[Column, ...] = ("kind", "attributes", "stances", "aliases")
"""The columns that go where there is no room for all, the first one first."""


class EntityDelegate(QStyledItemDelegate):
    """Paints a cell; the row's surface is painted by the table."""

    def __init__(self, table: EntitiesTable) -> None:
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
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            self._cell(painter, theme_of(self._table), index, QRectF(option.rect), selected=selected)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def _cell(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, *, selected: bool) -> None:
        row: EntityRow = index.data(ROW_ROLE)
        column = self._table.entities.columns[index.column()]
        if column == "name":
            self._name(painter, theme, row, rect, selected=selected)
            return
        words = row.words(column)
        numeric = column in NUMBERS
        strong = numeric and row.number(column)
        ink = theme.text if strong else theme.text_2 if selected or not numeric else theme.text_3
        font = theme.font("body" if numeric else "small")
        room = rect.adjusted(8, 0, -8, 0)
        align = Align.AlignRight if numeric else Align.AlignLeft
        paint_text(painter, font, ink, room, words, align=align)

    def _name(self, painter: QPainter, theme: Theme, row: EntityRow, rect: QRectF, *, selected: bool) -> None:
        middle = rect.center().y()
        box = QRectF(rect.x() + _LEFT, middle - _BOX / 2, _BOX, _BOX).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if selected else theme.line_strong, 1))
        painter.setBrush(theme.accent if selected else theme.raised)
        painter.drawRoundedRect(box, 4, 4)
        if selected:
            paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)
        icon = QRectF(rect.x() + _LEFT + _BOX + 10, middle - 8, 16, 16)
        paint_icon(painter, kind_icon(row.entity.kind), icon, theme.text_2)
        font = theme.font("body", "semibold" if selected else "medium")
        ink = theme.text if row.used or selected else theme.text_2
        paint_text(painter, font, ink, rect.adjusted(_NAME, 0, -8, 0), row.entity.name)


class EntitiesTable(QTreeView):
    """The view over an `EntitiesModel`.  ``chosenChanged`` comes when others are selected.

    A click selects a row alone; on its box, or with Ctrl or Space, it is added or taken away.  Enter asks to edit.
    """

    chosenChanged = Signal()
    editWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ring = False
        self.entities = EntitiesModel(self)
        self.setObjectName("entities_table")
        self.setAccessibleName("Entities")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(self.entities)
        self.setItemDelegate(EntityDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setHeader(
            SortHeader(self, self._title, numeric=self._is_number, inset=lambda number: _NAME if not number else 8)
        )
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosenChanged.emit())

    def _title(self, number: int) -> str:
        return TITLES[self.entities.columns[number]]

    def _is_number(self, number: int) -> bool:
        return self.entities.columns[number] in NUMBERS

    # ------------------------------------------------------------------------------------------ chosen rows

    def chosen(self) -> tuple[str, ...]:
        """Ids of the selected entities, top to bottom."""
        rows = sorted(each.row() for each in self.selectionModel().selectedRows())
        shown = self.entities.rows()
        return tuple(shown[row].id for row in rows if row < len(shown))

    def choose(self, entities: Iterable[str], *, reveal: bool = True) -> None:
        """Select these of the entities that are shown."""
        selection = QItemSelection()
        last = len(self.entities.columns) - 1
        places = sorted(place for each in entities if (place := self.entities.place(each)) >= 0)
        for place in places:
            selection.select(self.entities.index(place, 0), self.entities.index(place, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            index = self.entities.index(places[0], 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            if reveal:
                self.scrollTo(index)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: single keys are the window's, and the search field finds names."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the focus came by key; the first row is where keys start from."""
        self.ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.entities.rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.entities.index(0, 0), flag)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space adds a row or takes it away, Enter asks to edit it."""
        self.ring = True
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self._toggle(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if not self.selectionModel().isRowSelected(index.row()):
                self.choose([self.entities.rows()[index.row()].id])
            self.editWanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box adds a row or takes it away."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if left and index.isValid() and self._on_box(at):
            self._toggle(index)
            return
        super().mousePressEvent(event)

    def _on_box(self, at: QPoint) -> bool:
        return self.columnViewportPosition(0) <= at.x() < self.columnViewportPosition(0) + _LEFT + _BOX + 6

    def _toggle(self, index: Index) -> None:
        flags = QItemSelectionModel.SelectionFlag
        place = self.entities.index(index.row(), 0)
        self.selectionModel().select(place, flags.Toggle | flags.Rows)
        self.selectionModel().setCurrentIndex(place, flags.NoUpdate)

    # ------------------------------------------------------------------------------------------ look

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the surface of the row, then its cells."""
        painter.save()
        try:
            self._surface(painter, option.rect, index)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()
        super().drawRow(painter, option, index)

    def _surface(self, painter: QPainter, row: QRect, index: Index) -> None:
        theme = theme_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0, row.y() + 1, self.viewport().width(), row.height() - 2)
        selected = self.selectionModel().isRowSelected(index.row())
        hovered = self.viewport().underMouse() and row.contains(
            QPoint(row.x() + 1, self.viewport().mapFromGlobal(self.cursor().pos()).y())
        )
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(theme.selected if selected else theme.hover)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
        else:
            painter.fillRect(QRectF(_NAME - 26, row.bottom(), rect.width() - _NAME + 26, 1), theme.line)
        if selected:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(0, rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if self.ring and self.hasFocus() and index.row() == self.currentIndex().row():
            paint_ring(painter, theme, rect, theme.radius.control)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the columns their widths, and hide those that there is no room for."""
        room = self.viewport().width()
        hidden: set[Column] = set()
        for column in _GIVEN_UP:
            kept = [each for each in self.entities.columns if each not in hidden]
            if sum(_LEAST.get(each, _WIDTHS[each]) for each in kept) <= room:
                break
            hidden.add(column)
        kept = [each for each in self.entities.columns if each not in hidden]
        fixed = sum(_WIDTHS[each] for each in kept if each not in _GROW)
        growing = [each for each in kept if each in _GROW]
        share = sum(_WIDTHS[each] for each in growing)
        left = max(0, room - fixed)
        for number, column in enumerate(self.entities.columns):
            self.setColumnHidden(number, column in hidden)
            if column in growing:
                width = left if column == growing[-1] else room_of(column, room - fixed, share)
                left -= width
                self.setColumnWidth(number, width)
            elif column not in hidden:
                self.setColumnWidth(number, _WIDTHS[column])


def room_of(column: Column, room: int, share: int) -> int:
    """Pixels of a growing column: its share of the room, but no less than it needs."""
    return max(_LEAST[column], room * _WIDTHS[column] // share)
