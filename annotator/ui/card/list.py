"""The list of a document's quotations and suggestions, below the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.ui.card.view_model import QuotationRow
from annotator.ui.kit.basics import Align, Text, hbox, vbox
from annotator.ui.kit.controls import KeyButton
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.kit.marks import Badge, stance_words
from annotator.ui.look.icons import paint_icon, paint_stance
from annotator.ui.look.theme import Theme, has_italics, text_width

_ROW = Qt.ItemDataRole.UserRole


class QuotationRows(QAbstractListModel):
    """The rows as a Qt model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[QuotationRow, ...] = ()

    def set_rows(self, rows: Sequence[QuotationRow]) -> None:
        """Show other rows, touching only those that are others than before: the view stays where it is."""
        new, old = tuple(rows), self.rows
        same = 0
        while same < min(len(new), len(old)) and new[same].id == old[same].id:
            same += 1
        tail = 0
        while tail < min(len(new), len(old)) - same and new[-1 - tail].id == old[-1 - tail].id:
            tail += 1
        gone, come = len(old) - same - tail, len(new) - same - tail
        if gone and come:
            self.beginResetModel()
            self.rows = new
            self.endResetModel()
            return
        self._replace(new, same, gone=gone, come=come)
        for number, row in enumerate(new):
            before = old[number] if number < same else old[number + gone - come] if number >= same + come else None
            if before is not None and row is not before and row != before:
                self.dataChanged.emit(self.index(number, 0), self.index(number, 0))

    def _replace(self, new: tuple[QuotationRow, ...], at: int, *, gone: int, come: int) -> None:
        if gone:
            self.beginRemoveRows(QModelIndex(), at, at + gone - 1)
        elif come:
            self.beginInsertRows(QModelIndex(), at, at + come - 1)
        self.rows = new
        if gone:
            self.endRemoveRows()
        elif come:
            self.endInsertRows()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, its words, and how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.speaker or ('Suggested' if row.suggestion else 'No speaker yet')}: {row.words}"
        return row.words if role == Qt.ItemDataRole.DisplayRole else None


def spoken(row: QuotationRow) -> str:
    """How a row is read aloud."""
    parts = ["suggestion" if row.suggestion else "", row.speaker or "no speaker yet", row.words]
    parts += ["inside another" if row.nested else "", f"type {row.type_letter}" if row.type_letter else ""]
    parts += [stance_words(value, intensity) for value, intensity in row.stances]
    parts += [f"score {row.score:.2f}" if row.suggestion and row.score is not None else ""]
    return ", ".join(each for each in parts if each)


class QuotationDelegate(RowDelegate):
    """Bar, nesting, name, first words, type letter, stance plates; a suggestion dashed, italic, with its score."""

    height = 32

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: QuotationRow = index.data(_ROW)
        middle = rect.center().y()
        x = rect.x() + 2
        self._bar(painter, theme, row, QPointF(x, middle), selected=selected)
        if row.nested:
            x += 12
            paint_icon(painter, "corner-down-left", QRectF(x - 6, middle - 6, 12, 12), theme.text_3)
        x += 10
        right = self._right(painter, theme, row, rect, selected=selected)
        font = theme.font(
            "small", "semibold" if selected else "medium", italic=row.suggestion and has_italics(row.speaker)
        )
        name = row.speaker or ("" if row.suggestion else "No speaker")
        faint = theme.text_2 if selected else theme.text_3
        ink = faint if not row.speaker else theme.text_2 if row.suggestion else theme.text
        width = min(text_width(font, name) + 1, max(0.0, (right - x) * 0.55)) if name else -8.0
        self.words.paint(painter, font, ink, QRectF(x, rect.y(), width, rect.height()), name)
        room = QRectF(x + width + 8, rect.y(), right - x - width - 14, rect.height())
        font = theme.font("small", italic=row.suggestion and has_italics(row.words))
        self.words.paint(painter, font, faint, room, row.words)

    def _bar(self, painter: QPainter, theme: Theme, row: QuotationRow, at: QPointF, *, selected: bool) -> None:
        pen = QPen(theme.speaker(row.colour, tinted=selected), 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if row.suggestion:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setWidthF(2.4)
            pen.setDashPattern([1.8, 1.4])
        painter.setPen(pen)
        painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8))

    def _right(self, painter: QPainter, theme: Theme, row: QuotationRow, rect: QRectF, *, selected: bool) -> float:
        """What stands at the right edge; gives where it begins."""
        right = rect.right()
        middle = rect.center().y()
        tiny = theme.font("tiny", "medium")
        faint = theme.text_2 if selected else theme.text_3
        if row.suggestion:
            if row.score is not None:
                score = f"{row.score:.2f}".removeprefix("0")
                place = QRectF(right - 40, rect.y(), 40, rect.height())
                self.words.paint(painter, tiny, faint, place, score, Align.AlignRight)
                right -= text_width(tiny, score) + 4
            paint_icon(painter, "sparkles", QRectF(right - 14, middle - 6, 12, 12), faint)
            return right - 20
        for value, intensity in reversed(row.stances[:2]):
            paint_stance(painter, theme, QRectF(right - 26, middle - 9, 26, 18), value, intensity)
            right -= 30
        letter = QRectF(right - 16, rect.y(), 14, rect.height())
        self.words.paint(painter, tiny, faint, letter, row.type_letter, Align.AlignHCenter)
        return right - 20


class QuotationView(List):
    """The list view: the arrows and Enter choose a row, as a click does."""

    rowChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Quotations")
        self.setObjectName("quotations")
        self.rows = QuotationRows()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(QuotationDelegate(self))
        self.setUniformItemSizes(True)
        self.setMinimumHeight(96)
        self.clicked.connect(self._choose)

    def set_rows(self, rows: Sequence[QuotationRow]) -> None:
        """Show other rows and the active one."""
        self.rows.set_rows(rows)
        active = next((number for number, each in enumerate(rows) if each.active), None)
        if active is None:
            self.selectionModel().clear()
        elif self.currentIndex().row() != active or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows.index(active, 0))
            self._reveal()

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: N803 - Qt's
        """Paint the changed rows.  A list view would lay out all rows again, but they are all of one height."""
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the active row in view."""
        super().resizeEvent(event)
        self._reveal()

    def _reveal(self) -> None:
        """Scroll only where the active row is not in view: a list that stands still is painted less."""
        here = self.currentIndex()
        if here.isValid() and not self.viewport().rect().contains(self.visualRect(here)):
            self.scrollTo(here, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving by key chooses, and so does Enter."""
        before = self.currentIndex().row()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        super().keyPressEvent(event)
        if self.currentIndex().isValid() and (enter or self.currentIndex().row() != before):
            self._choose(self.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        self.rowChosen.emit(self.rows.rows[index.row()].id)


class QuotationList(QWidget):
    """The list with its heading: how many quotations, how many suggested, the keys to walk."""

    rowChosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.view = QuotationView()
        self._count = Badge("0")
        self._suggested = Text("", "small", role="text_3")
        head = hbox(
            Text("Quotations", "small", "semibold", "text_2"),
            self._count,
            self._suggested,
            None,
            KeyButton(actions["quotation.next"]),
            KeyButton(actions["quotation.previous"]),
            gap=6,
            margins=(16, 8, 14, 2),
        )
        self.setLayout(vbox(head, self.view, gap=0))
        self.view.rowChosen.connect(self.rowChosen)
        self.setFocusProxy(self.view)

    def set_rows(self, rows: Sequence[QuotationRow]) -> None:
        """Show other rows."""
        suggested = sum(each.suggestion for each in rows)
        self._count.show_text(str(len(rows) - suggested))
        self._suggested.setText(f"+ {suggested} suggested" if suggested else "")
        self.view.set_rows(rows)
