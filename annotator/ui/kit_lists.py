"""Lists of the component kit: a list view, and a delegate that paints a row's state; a subclass paints its words."""

from __future__ import annotations

import sys

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.kit_controls import paint_ring
from annotator.ui.theme import Theme, theme_of

Index = QModelIndex | QPersistentModelIndex


class List(QListView):
    """A list of painted rows.  The focus ring shows on the current row, and only for focus that came by key."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.ring = False
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the focus came by key."""
        self.ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)


class RowDelegate(QStyledItemDelegate):
    """Paints surface, selection bar and focus ring of a row; a subclass paints what is in it with `row`.

    ``height`` is the row's, ``inset`` the air left and right of its surface.
    """

    height = 32
    inset = 8

    def __init__(self, view: List) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row has the same height; the view gives the width."""
        return QSize(10, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row in its state."""
        painter.save()
        try:
            self._paint(painter, option, index)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint the words and marks of a row into ``rect``."""
        raise NotImplementedError

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self._view
        theme = theme_of(view)
        rect = QRectF(option.rect).adjusted(self.inset, 1, -self.inset, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(theme.selected if selected else theme.hover)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
        if selected:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if option.state & QStyle.StateFlag.State_HasFocus and view.ring:
            paint_ring(painter, theme, rect, theme.radius.control)
        self.row(painter, theme, index, rect.adjusted(10, 0, -10, 0), selected)
