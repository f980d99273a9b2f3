"""Lists of the component kit: a list view, and a delegate that paints a row's state; a subclass paints its words."""

from __future__ import annotations

import sys

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.kit.basics import elided
from annotator.ui.kit.controls import paint_ring
from annotator.ui.look.theme import Theme, theme_of

Index = QModelIndex | QPersistentModelIndex

_KEPT_WORDS = 2000
_SELECTED, _OVER = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value


class Wording:
    """Paints one line of words as `paint_text` does, laid out once: lists paint the same words often.

    It belongs to a delegate, so that the layouts are gone before the fonts.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[QFont, str], QStaticText] = {}

    def paint(
        self,
        painter: QPainter,
        font: QFont,
        ink: QColor,
        rect: QRectF,
        text: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """One line, vertically centred, shortened where it does not fit."""
        shown = elided(text, font, rect.width())
        line = self._known.get((font, shown))
        if line is None:
            line = self._laid_out(font, shown)
        size = line.size()
        x = rect.x()
        if align != Qt.AlignmentFlag.AlignLeft:
            room = rect.width() - size.width()
            x += room if align == Qt.AlignmentFlag.AlignRight else room / 2
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawStaticText(QPointF(x, rect.y() + (rect.height() - size.height()) / 2), line)

    def _laid_out(self, font: QFont, shown: str) -> QStaticText:
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        line = self._known[font, shown] = QStaticText(shown)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.prepare(QTransform(), font)
        return line


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
        self.words = Wording()

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
        state = option.state.value
        selected, hovered = bool(state & _SELECTED), bool(state & _OVER)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(theme.selected if selected else theme.hover)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
        if selected:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if state & _FOCUSED and view.ring:
            paint_ring(painter, theme, rect, theme.radius.control)
        self.row(painter, theme, index, rect.adjusted(10, 0, -10, 0), selected)
