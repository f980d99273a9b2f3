"""The list of documents itself: its rows, painted, and a view that stays quick with a hundred thousand of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.ui.documents_model import OPEN_ROLE, ROW_ROLE, WHERE_ROLE, DocumentsModel, Index, Listed, progress
from annotator.ui.icons import paint_icon, paint_status
from annotator.ui.kit import metrics, paint_text
from annotator.ui.kit_controls import paint_ring
from annotator.ui.kit_lists import List
from annotator.ui.theme import Theme, text_width, theme_of

UNEVEN_ROWS = 400
"""Lists up to this length give a title up to three lines; longer ones give every row two, which needs no measuring."""

_INSET = 8
_GLYPH = 26
_LINE = 17
_TOP = 10
_FOOT = 40
_NARROW = 200
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def title_lines(title: str, font: QFont, width: float, most: int) -> tuple[str, ...]:
    """``title`` broken into at most ``most`` lines of ``width`` pixels, the last one shortened where it must be."""
    measure = QFontMetricsF(font)
    title = " ".join(title.split())
    if measure.horizontalAdvance(title) <= width:
        return (title,)
    layout = QTextLayout(title, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    encoded = title.encode("utf-16-le")
    lines: list[str] = []
    start = 0
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        end = line.textStart() + line.textLength()
        start = line.textStart()
        lines.append(encoded[2 * start : 2 * end].decode("utf-16-le", "replace").strip())
    layout.endLayout()
    rest = encoded[2 * start :].decode("utf-16-le", "replace")
    if rest.strip() != lines[-1]:
        lines[-1] = measure.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return tuple(lines)


class DocumentDelegate(QStyledItemDelegate):
    """Paints a document: status, title, outlet and date, count of quotations."""

    def __init__(self, view: List) -> None:
        super().__init__(view)
        self._view = view
        self._lines: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self.measured = 0
        """How many titles were broken into lines so far."""
        self.even = False
        self.inset = _INSET

    def forget(self) -> None:
        """Measure anew: other width or font."""
        self._lines.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row by the lines of its title; the width is the view's."""
        if self.even:
            return QSize(10, _FOOT + 2 * _LINE)
        row: Listed = index.data(ROW_ROLE)
        room = self._view.viewport().width() - 2 * self.inset - 20 - _GLYPH
        return QSize(10, _FOOT + _LINE * len(self._broken(row.title, room, strong=True)))

    def _broken(self, title: str, room: int, *, strong: bool) -> tuple[str, ...]:
        key = (title, room, strong)
        lines = self._lines.get(key)
        if lines is None:
            self.measured += 1
            font = metrics().font("body", "semibold" if strong else "medium")
            lines = self._lines[key] = title_lines(title, font, max(room, 40), 2 if self.even else 3)
        return lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row; an error goes to ``sys.excepthook``."""
        painter.save()
        try:
            self._paint(painter, option, index)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(self._view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(self.inset, 1, -self.inset, -1)
        opened: bool = index.data(OPEN_ROLE)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = self._view.ring and self._view.hasFocus() and index == self._view.currentIndex()
        painter.setPen(Qt.PenStyle.NoPen)
        if opened or hovered:
            painter.setBrush(theme.selected if opened else theme.hover)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
        if opened:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if focused:
            paint_ring(painter, theme, rect, theme.radius.control)
        self._words(painter, theme, rect.adjusted(10, 0, -10, 0), index, opened=opened)

    def _words(self, painter: QPainter, theme: Theme, rect: QRectF, index: Index, *, opened: bool) -> None:
        row: Listed = index.data(ROW_ROLE)
        paint_status(painter, theme, QRectF(rect.x(), rect.y() + 10.5, 16, 16), row.status, progress(row))
        room = QRectF(rect.x() + _GLYPH, rect.y() + _TOP, rect.width() - _GLYPH, _LINE)
        painter.setFont(theme.font("body", "semibold" if opened else "medium"))
        painter.setPen(theme.text_3 if row.status == "skipped" and not opened else theme.text)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a title runs in its own direction
        for line in self._broken(row.title, int(room.width()), strong=opened):
            painter.drawText(room, Qt.TextFlag.TextDontClip | Qt.AlignmentFlag.AlignVCenter, line)
            room.translate(0, _LINE)
        room.translate(0, 1)
        small = theme.text_2 if opened else theme.text_3
        number = f"{row.quotations:,}" if row.quotations and rect.width() >= _NARROW else ""
        if number:
            font = theme.font("tiny", "medium")
            width = text_width(font, number) + 1
            paint_text(painter, font, theme.text_2, room.adjusted(room.width() - width, 0, 0, 0), number)
            paint_icon(painter, "quote", QRectF(room.right() - width - 15, room.y() + 3, 11, 11), small)
            room.setRight(room.right() - width - 26)
        paint_text(painter, theme.font("small"), small, room, index.data(WHERE_ROLE))


class DocumentsView(List):
    """The view over a `DocumentsModel`.  ``chosen`` is a row that was clicked, or on which Enter or Space was pressed.

    Arrow keys move only the focus, so that walking through the list opens nothing.
    """

    chosen = Signal(str)

    def __init__(self, model: DocumentsModel) -> None:
        super().__init__("Documents")
        self.setObjectName("documents")
        self._rows = model
        self.delegate = DocumentDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(24)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._fit)
        self.clicked.connect(self._choose)
        self._fit()

    def _fit(self) -> None:
        """Even rows for a long list, so that nothing has to be measured but what is painted."""
        even = self._rows.rowCount() > UNEVEN_ROWS
        if even != self.delegate.even:
            self.delegate.even = even
            self.delegate.forget()
            self.setUniformItemSizes(even)
            self.scheduleDelayedItemsLayout()

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: N803 - Qt's
        """Paint the changed rows.  A list view would lay out all rows again, which even rows have no need of."""
        if self.delegate.even:
            QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)
        else:
            super().dataChanged(topLeft, bottomRight, roles)

    def set_inset(self, inset: int) -> None:
        """Leave ``inset`` pixels at both sides of each row."""
        self.delegate.inset = inset
        self.delegate.forget()
        self.scheduleDelayedItemsLayout()

    def focus_document(self, id: str | None) -> None:
        """Bring a document's row into view and make it the one that keys start from."""
        row = self._rows.row_of(id)
        if row >= 0:
            index = self._rows.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles for the new width."""
        if event.size().width() != event.oldSize().width():
            self.delegate.forget()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Space for the row in focus, before any action of the window takes them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._opens(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the row in focus; letters are left to the window's keys."""
        self.ring = True
        if self._opens(event):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: single keys are the window's, and the filter field finds titles."""

    def _opens(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and event.key() in _OPENING_KEYS and self.currentIndex().isValid()

    def _choose(self, index: QModelIndex) -> None:
        row: Listed = index.data(ROW_ROLE)
        self.chosen.emit(row.id)
