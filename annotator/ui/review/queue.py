"""The queue at the left of the Review view: conflicts by kind or in text order, in this article or in all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from annotator.ui.kit.basics import Align, paint_text
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import paint_icon, paint_status
from annotator.ui.look.theme import Theme, text_width
from annotator.ui.review.view_model import QueueRow

_ROW = int(Qt.ItemDataRole.UserRole)
_HEADING, _CONFLICT, _ARTICLE = 34, 52, 52


class QueueModel(QAbstractListModel):
    """The rows as a Qt model; headings cannot be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[QueueRow, ...] = ()

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show other rows."""
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row itself, its words, how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.DisplayRole:
            return row.heading or row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.heading or f"{row.name}\n{row.words or row.what}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are only read."""
        plain = super().flags(index)
        return plain & ~Qt.ItemFlag.ItemIsSelectable if self.rows[index.row()].heading else plain


class QueueDelegate(RowDelegate):
    """A heading with icon and count; an article with its progress; a conflict: who, where, who stands with whom."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are lower."""
        row: QueueRow = index.data(_ROW)
        return QSize(10, _HEADING if row.heading else _CONFLICT if row.key else _ARTICLE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading has no surface of its own."""
        super().paint(painter, option, index)

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: QueueRow = index.data(_ROW)
        if row.heading:
            self._heading(painter, theme, row, rect)
        elif row.key:
            self._conflict(painter, theme, row, rect, selected=selected)
        else:
            self._article(painter, theme, row, rect, selected=selected)

    def _heading(self, painter: QPainter, theme: Theme, row: QueueRow, rect: QRectF) -> None:
        line = rect.adjusted(0, 5, 0, 0)
        if row.icon:
            paint_icon(painter, row.icon, QRectF(rect.x(), line.center().y() - 7, 14, 14), theme.text_2)
        words = line.adjusted(22 if row.icon else 0, 0, -30, 0)
        paint_text(painter, theme.font("small", "semibold"), theme.text_2, words, row.heading)
        paint_text(painter, theme.font("tiny", "medium"), theme.text_2, line, str(row.count), align=Align.AlignRight)

    def _conflict(self, painter: QPainter, theme: Theme, row: QueueRow, rect: QRectF, *, selected: bool) -> None:
        half = rect.height() / 2
        first = QRectF(rect.x(), rect.y() + 5, rect.width(), half - 4)
        second = QRectF(rect.x(), rect.y() + half, rect.width(), half - 5)
        faint = theme.text_2 if selected else theme.text_3
        tiny = theme.font("tiny", "semibold")
        right = first.right() - text_width(tiny, row.who)
        paint_text(
            painter, tiny, theme.text_2, QRectF(right, first.y(), first.right() - right + 1, first.height()), row.who
        )
        if row.question or row.state in ("decided", "stale"):
            right -= 18
            name, ink = _sign(row, theme)
            paint_icon(painter, name, QRectF(right, first.center().y() - 6.5, 13, 13), ink)
        words = QRectF(first.x(), first.y(), right - first.x() - 6, first.height())
        paint_text(painter, theme.font("body", "semibold" if selected else "medium"), theme.text, words, row.name)
        label = " · ".join(each for each in (row.what, row.words) if each)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        paint_text(painter, theme.font("small"), faint, second, label)

    def _article(self, painter: QPainter, theme: Theme, row: QueueRow, rect: QRectF, *, selected: bool) -> None:
        half = rect.height() / 2
        faint = theme.text_2 if selected else theme.text_3
        paint_status(painter, theme, QRectF(rect.x(), rect.y() + half - 14, 14, 14), row.status, row.fraction)
        first = QRectF(rect.x() + 22, rect.y() + 5, rect.width() - 22, half - 4)
        second = QRectF(rect.x() + 22, rect.y() + half, rect.width() - 22, half - 5)
        paint_text(painter, theme.font("body", "semibold" if selected else "medium"), theme.text, first, row.name)
        paint_text(painter, theme.font("small"), faint, second, row.what)


def _sign(row: QueueRow, theme: Theme) -> tuple[str, QColor]:
    if row.question:
        return "message-square-reply" if row.answered else "circle-question-mark", theme.accent_text
    return ("history", theme.warn) if row.state == "stale" else ("check", theme.ok)


class QueueList(List):
    """The list.  ``chosen`` carries the row that a click or the arrows chose."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Conflicts")
        self.queue = QueueModel(self)
        self.setModel(self.queue)
        self.setItemDelegate(QueueDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self._tell(index.row()))

    def show_rows(self, rows: Sequence[QueueRow], current: str, document: str = "") -> None:
        """Show rows, the one with the key ``current`` chosen, or else that of the article ``document``."""
        self.queue.set_rows(rows)
        places = (n for n, each in enumerate(rows) if current and each.key == current)
        others = (n for n, each in enumerate(rows) if not each.key and not each.heading and each.document == document)
        at = next(places, next(others, -1))
        index = self.queue.index(at) if at >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose at once; other keys are the window's."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        self.ring = True
        at = self.currentIndex().row() + step
        while 0 <= at < len(self.queue.rows) and self.queue.rows[at].heading:
            at += step
        if 0 <= at < len(self.queue.rows):
            self._tell(at)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: single keys are the window's."""

    def _tell(self, at: int) -> None:
        row = self.queue.rows[at]
        if not row.heading:
            self.chosen.emit(row)
