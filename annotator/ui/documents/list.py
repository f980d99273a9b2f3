"""The list of documents itself: its rows, painted, and a view that stays quick with a hundred thousand of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
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

from annotator.domain.text import Utf16
from annotator.ui.documents.model import (
    COPIES_ROLE,
    HIT_ROLE,
    OPEN_ROLE,
    PROBLEMS_ROLE,
    ROW_ROLE,
    WHERE_ROLE,
    DocumentsModel,
    Index,
)
from annotator.ui.documents.rows import Hit, Listed, open_suggestions, progress
from annotator.ui.kit.basics import metrics, paint_text
from annotator.ui.kit.controls import paint_ring
from annotator.ui.kit.lists import List
from annotator.ui.look.icons import paint_icon, paint_status
from annotator.ui.look.theme import Theme, text_width, theme_of

UNEVEN_ROWS = 400
"""Lists up to this length give a title up to three lines; longer ones give every row two, which needs no measuring."""

_INSET = 8
_GLYPH = 26
_LINE = 17
_TOP = 10
_FOOT = 40
_SNIPPET = 17
_SNIPPET_LINES = 2
_LEAST_WHERE = 150
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

    def __init__(self, view: DocumentsView) -> None:
        super().__init__(view)
        self._view = view
        self._lines: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self.measured = 0
        """How many titles were broken into lines so far."""
        self._snippets: dict[tuple[str, int], QTextLayout] = {}
        self.even = False
        self.searched = False
        self.inset = _INSET

    def forget(self) -> None:
        """Measure anew: other width or font, other hits."""
        self._lines.clear()
        self._snippets.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row by the lines of its title; the width is the view's."""
        if self.even:
            return QSize(10, _FOOT + 2 * _LINE + (4 + _SNIPPET_LINES * _SNIPPET if self.searched else 0))
        row: Listed = index.data(ROW_ROLE)
        room = self._view.viewport().width() - 2 * self.inset - 20 - _GLYPH
        height = _FOOT + _LINE * len(self._broken(row.title, room, strong=True))
        hit: Hit | None = index.data(HIT_ROLE)
        if hit is not None and hit.snippet:
            height += 4 + _SNIPPET * self._snippet(hit, room).lineCount()
        return QSize(10, height)

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
        chosen = self._view.many and bool(option.state & QStyle.StateFlag.State_Selected)
        if opened or chosen or hovered:
            painter.setBrush(theme.selected if opened or chosen else theme.hover)
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
        on_ground = opened or self._view.many
        self._foot(painter, theme, QRectF(room), index, ink="text_2" if on_ground else "text_3")
        hit: Hit | None = index.data(HIT_ROLE)
        if hit is not None and hit.snippet:
            layout = self._snippet(hit, int(room.width()))
            painter.setPen(theme.colour("text" if on_ground else "text_2"))
            layout.draw(painter, QPointF(room.x(), room.bottom() + 4))

    def _foot(self, painter: QPainter, theme: Theme, room: QRectF, index: Index, *, ink: str) -> None:
        """Outlet and date, and at the right what is in the document, as far as there is room beside them."""
        row: Listed = index.data(ROW_ROLE)
        problems: int = index.data(PROBLEMS_ROLE)
        copies: int = index.data(COPIES_ROLE)
        where: str = index.data(WHERE_ROLE)
        font, small = theme.font("tiny", "medium"), theme.font("small")
        needed = min(text_width(small, where), _LEAST_WHERE)
        for icon, number, role in (
            ("triangle-alert", problems, "warn"),
            ("quote", row.quotations, "text_2"),
            ("sticky-note", -1 if row.noted else 0, "text_2"),
            ("files", copies, ink),
            ("sparkles", open_suggestions(row), ink),
        ):
            words = f"{number:,}" if number > 0 else ""
            width = text_width(font, words) + 1 if words else 0.0
            if not number or room.width() - width - 26 < needed:
                continue
            colour = theme.colour(role)
            paint_text(painter, font, colour, QRectF(room.right() - width, room.y(), width, room.height()), words)
            paint_icon(painter, icon, QRectF(room.right() - width - 15, room.y() + 3, 11, 11), colour)
            room.setRight(room.right() - width - 24)
        paint_text(painter, small, theme.colour(ink), room, where)

    def _snippet(self, hit: Hit, room: int) -> QTextLayout:
        """The words around a hit, the words found in bold, in the first lines of ``room`` pixels."""
        key = (hit.document, room)
        layout = self._snippets.get(key)
        if layout is None:
            self.measured += 1
            font = metrics().font("small", family="reading")
            layout = self._snippets[key] = QTextLayout(hit.snippet, font)
            layout.setTextOption(_snippet_option())
            layout.setFormats(_bold(hit))
            layout.beginLayout()
            while layout.lineCount() < _SNIPPET_LINES and (line := layout.createLine()).isValid():
                line.setLineWidth(max(room, 40))
                line.setPosition(QPointF(0, (layout.lineCount() - 1) * _SNIPPET))
            layout.endLayout()
        return layout


def _snippet_option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def _bold(hit: Hit) -> list[QTextLayout.FormatRange]:
    """The words found, as Qt counts them."""
    units = Utf16(hit.snippet)
    strong = metrics().font("small", "semibold", "reading")
    ranges = []
    for start, end in hit.hits:
        each = QTextLayout.FormatRange()
        each.start = units.units(start)
        each.length = units.units(end) - each.start
        each.format.setFont(strong)
        ranges.append(each)
    return ranges


class DocumentsView(List):
    """The view over a `DocumentsModel`.  ``chosen`` is a row that was clicked, or on which Enter or Space was pressed.

    Arrow keys move only the focus, so that walking through the list opens nothing; Shift and Ctrl choose several rows,
    which ``menuAsked`` is about: where to open a menu, in global coordinates.
    """

    chosen = Signal(str)
    menuAsked = Signal(QPoint)

    def __init__(self, model: DocumentsModel) -> None:
        super().__init__("Documents")
        self.setObjectName("documents")
        self._rows = model
        self.many = False
        """Whether several rows are chosen."""
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self.delegate = DocumentDelegate(self)
        self.setItemDelegate(self.delegate)
        shown = QSortFilterProxyModel(self)  # asks the model once for its rows; the view asks for each, often
        shown.setSourceModel(model)
        self.setModel(shown)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(24)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._fit)
        self.clicked.connect(self._clicked)
        self._fit()

    def _fit(self) -> None:
        """Even rows for a long list, so that nothing has to be measured but what is painted."""
        even, searched = self._rows.rowCount() > UNEVEN_ROWS, self._rows.searched
        if (even, searched) != (self.delegate.even, self.delegate.searched) or searched:
            self.delegate.even, self.delegate.searched = even, searched
            self.delegate.forget()
            self.setUniformItemSizes(even)
            self.scheduleDelayedItemsLayout()

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: N803 - Qt's
        """Paint the changed rows.  A list view would lay out all rows again: only another height needs that."""
        alone = topLeft.row() == bottomRight.row()
        same = alone and self.sizeHintForIndex(topLeft).height() == self.visualRect(topLeft).height()
        if self.delegate.even or same:
            QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)
        else:
            super().dataChanged(topLeft, bottomRight, roles)

    def at(self, row: int) -> QModelIndex:
        """The index of a row in the view."""
        return self.model().index(row, 0)

    def set_inset(self, inset: int) -> None:
        """Leave ``inset`` pixels at both sides of each row."""
        self.delegate.inset = inset
        self.delegate.forget()
        self.scheduleDelayedItemsLayout()

    def focus_document(self, id: str | None) -> None:
        """Bring a document's row into view and make it the one that keys start from."""
        row = self._rows.row_of(id)
        if row >= 0:
            index = self.at(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def chosen_ids(self) -> list[str]:
        """Ids of the chosen rows, top to bottom; of the one in focus where none is."""
        rows = sorted(each.row() for each in self.selectionModel().selectedIndexes())
        here = self.currentIndex()
        return [self.at(row).data(ROW_ROLE).id for row in rows or ([here.row()] if here.isValid() else [])]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Notice whether several rows are chosen."""
        super().selectionChanged(selected, deselected)
        selection = self.selectionModel().selection()
        many = selection.size() > 1 or (selection.size() == 1 and selection.at(0).height() > 1)
        if many != self.many:
            self.many = many
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, beside the row in focus where a key asks."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.visualRect(self.currentIndex()).center()
            self.menuAsked.emit(self.viewport().mapToGlobal(spot))
        elif self.indexAt(event.pos()).isValid():
            self.menuAsked.emit(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember which keys were held: they choose rows, and open none."""
        self._modifiers = event.modifiers()
        super().mouseReleaseEvent(event)
        self._modifiers = Qt.KeyboardModifier.NoModifier

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.delegate.forget()
            self.scheduleDelayedItemsLayout()  # Qt's own waits a tenth of a second, while rows overlap

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

    def _clicked(self, index: QModelIndex) -> None:
        if not self._modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        row: Listed = index.data(ROW_ROLE)
        self.chosen.emit(row.id)
