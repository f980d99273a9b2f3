"""The list of labels in the scheme editor: painted rows whose names are edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyleOptionViewItem, QWidget

from annotator.ui.kit.basics import Align, metrics, paint_text
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width

ROW_ROLE = int(Qt.ItemDataRole.UserRole)

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_USED_WIDTH = 132
_NARROW_USED_WIDTH = 56
_NARROW = 400


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label: ``kind`` is a word about it (its type, or that a rule sets it), ``used`` how many objects hold it.

    ``note`` stands in place of the use where a use means nothing.
    """

    id: str
    name: str
    used: int
    kind: str = ""
    icon: str = ""
    note: str | None = None

    @property
    def right(self) -> str:
        """What stands at the right edge."""
        return used_words(self.used) if self.note is None else self.note


class LabelModel(QAbstractListModel):
    """The labels in their order.  ``renamed`` carries the id and the name typed."""

    renamed = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[LabelRow, ...] = ()
        self.editable = True

    def set_rows(self, rows: Sequence[LabelRow]) -> None:
        """Show other labels; as many as before are changed in place, so that scroll and selection stay."""
        new = tuple(rows)
        if [each.id for each in new] == [each.id for each in self.rows]:
            self.rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def row_of(self, id: str | None) -> int:
        """The place of a label, -1 if it is not there."""
        return next((n for n, each in enumerate(self.rows) if each.id == id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many labels there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row itself, its name, or how it is read aloud."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.name, row.kind, row.right) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return ", ".join(part for part in (f"{row.name}: id {row.id}" if row.id else row.name, row.right) if part)
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Hand out the name that was typed; it is shown when the scheme has it."""
        name = " ".join(str(value).split())
        row = self.rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or name == row.name:
            return False
        self.renamed.emit(row.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited where the project can be written."""
        editable = Qt.ItemFlag.ItemIsEditable if self.editable else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable


def used_words(count: int) -> str:
    """How often something is used, in words."""
    return "not used" if not count else "used once" if count == 1 else f"used {count:,} times"


class LabelDelegate(RowDelegate):
    """Paints icon, name, id, kind and use of a label, and edits its name."""

    def __init__(self, view: List) -> None:
        super().__init__(view)
        self.height = row_height()

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint the words of a row: the name in ink, its id in grey after it, the use at the right edge."""
        row: LabelRow = index.data(ROW_ROLE)
        grey = theme.text_2 if selected else theme.text_3
        room = self._view.viewport().width()
        narrow = room < _NARROW
        used = QRectF(rect.right() - used_width(room), rect.y(), used_width(room), rect.height())
        number = f"{row.used:,}" if narrow and row.note is None else row.right
        links = row.note is None and row.used
        ink, font = (theme.accent_text, theme.font("small", "medium")) if links else (grey, theme.font("small"))
        paint_text(painter, font, ink, used, number, align=Align.AlignRight)
        rect.setRight(used.left() - 12)
        if row.icon:
            paint_icon(painter, row.icon, QRectF(rect.x(), rect.center().y() - 8, 16, 16), theme.text_2)
            rect.setLeft(rect.left() + 26)
        name_font = theme.font("body", "semibold" if selected else "medium")
        width = min(text_width(name_font, row.name) + 1, rect.width())
        paint_text(painter, name_font, theme.text, QRectF(rect.x(), rect.y(), width, rect.height()), row.name)
        rect.setLeft(rect.left() + width + 10)
        small = theme.font("small")
        if row.kind and not narrow:
            width = text_width(small, row.kind) + 1
            if rect.width() > width:
                paint_text(painter, small, theme.text_2, QRectF(rect.right() - width, rect.y(), width, rect.height()),
                           row.kind)  # fmt: skip
                rect.setRight(rect.right() - width - 12)
        if rect.width() > 24:
            paint_text(painter, small, grey, rect, row.id)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the name."""
        editor = QLineEdit(parent)
        editor.setFont(metrics().font("body", "medium"))
        editor.setAccessibleName(f"New name of {index.data(int(Qt.ItemDataRole.DisplayRole))}")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the name, as far as the use."""
        right = self.inset + used_width(self._view.viewport().width()) + 4
        rect = option.rect.adjusted(self.inset + 2, 4, -right, -4)
        editor.setGeometry(rect)


def row_height() -> int:
    """Height of a row in pixels."""
    return 40


def used_width(width: int) -> int:
    """Pixels at the right of a row that its use takes, in a list of this width."""
    return _NARROW_USED_WIDTH if width < _NARROW else _USED_WIDTH


class LabelList(List):
    """Labels by keyboard and mouse: F2, Enter or a double click edits a name, Alt+Up and Alt+Down move, Delete deletes.

    The signals carry a label's id; ``moved`` also by how many places, ``picked`` None where nothing is selected.
    ``useClicked`` says that the count was clicked, ``opened`` stands for renaming where names are not edited.
    """

    picked = Signal(object)
    renamed = Signal(str, str)
    moved = Signal(str, int)
    deleted = Signal(str)
    useClicked = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.labels = LabelModel(self)
        self.labels.renamed.connect(self.renamed)
        self.setModel(self.labels)
        self.setItemDelegate(LabelDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(lambda *_: self.picked.emit(self.current()))

    def current(self) -> str | None:
        """The id of the label in focus."""
        index = self.currentIndex()
        return self.labels.rows[index.row()].id if index.isValid() else None

    def show_rows(self, rows: Sequence[LabelRow]) -> None:
        """Show these labels; the one in focus stays so, or else the one at its place."""
        id, place = self.current(), self.currentIndex().row()
        self.labels.set_rows(rows)
        if self.current() == id and id is not None:
            return
        row = self.labels.row_of(id)
        self.select_row(row if row >= 0 else min(max(place, 0), len(self.labels.rows) - 1))

    def select(self, id: str) -> None:
        """Bring a label into focus."""
        self.select_row(self.labels.row_of(id))

    def select_row(self, row: int) -> None:
        """Bring the label at a place into focus; none for -1."""
        if row >= 0:
            self.setCurrentIndex(self.labels.index(row))
        elif self.current() is None:
            self.picked.emit(None)

    def forget_place(self) -> None:
        """The rows to come are others: the first of them is in focus then."""
        self.labels.set_rows(())

    def set_editable(self, editable: bool) -> None:
        """Whether names can be edited."""
        self.labels.editable = editable

    def rename(self) -> None:
        """Edit the name in focus."""
        id = self.current()
        if id is not None and self.labels.editable:
            self.edit(self.currentIndex())
        elif id is not None:
            self.opened.emit(id)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that act on a row from the actions of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._deed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the row in focus; arrows walk."""
        if self.state() == QAbstractItemView.State.EditingState:
            return  # what the field over a name leaves alone is nobody's
        self.ring = True
        deed = self._deed(event)
        id = self.current()
        if not deed or id is None:
            super().keyPressEvent(event)
        elif deed == "rename":
            self.rename()
        elif deed == "delete":
            self.deleted.emit(id)
        else:
            self.moved.emit(id, -1 if deed == "up" else 1)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: single keys are the window's."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the use asks for the passages."""
        super().mouseReleaseEvent(event)
        row = self._use_at(event.position().toPoint())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.useClicked.emit(row.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The use looks like a link."""
        super().mouseMoveEvent(event)
        over = self._use_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits the name."""
        if event.button() == Qt.MouseButton.LeftButton and self._use_at(event.position().toPoint()) is None:
            self.rename()

    def _use_at(self, at: QPoint) -> LabelRow | None:
        """The row whose use lies there, if it is used."""
        index, width = self.indexAt(at), self.viewport().width()
        if not index.isValid() or at.x() <= width - 18 - used_width(width):
            return None
        row = self.labels.rows[index.row()]
        return row if row.used and row.note is None else None

    def _deed(self, event: QKeyEvent) -> str:
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if keys == Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}.get(Qt.Key(event.key()), "")
        if keys:
            return ""
        if event.key() in (*_ENTER, Qt.Key.Key_F2):
            return "rename"
        return "delete" if event.key() == Qt.Key.Key_Delete else ""
