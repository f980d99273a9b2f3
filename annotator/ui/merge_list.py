"""What a merge asks about one by one: entities of one name, and objects that both sides have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.operations.merge_report import MergeReport
from annotator.ui.kit.basics import paint_text
from annotator.ui.kit.lists import List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_ROW = Qt.ItemDataRole.UserRole
_ENTITIES = "One entity by name and kind: what is checked becomes one"
_CONFLICTS = "Changed on both sides: stays as it is here; what is checked is taken from there"
_TEXTS = "Not taken"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading (without a key), an entity, or a conflict with what each side has made of it.

    ``kind`` is head, entity or conflict; ``fixed`` rows cannot be checked.
    """

    kind: str
    words: str
    key: str = ""
    where: str = ""
    ours: str = ""
    theirs: str = ""
    fixed: bool = False

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return 1 + bool(self.ours) + bool(self.theirs) if self.kind == "conflict" else 1


def rows_of(report: MergeReport) -> list[Row]:
    """The rows of a report."""
    offers = [
        Row("entity", each.theirs.name, each.theirs.id, where=f"here “{each.ours.name}” ({each.ours.kind})")
        for each in report.offers
    ]
    conflicts = [
        Row("conflict", each.message, each.key, each.title, each.ours, each.theirs)
        for each in report.conflicts
        if each.may_choose
    ]
    left = [Row("conflict", each.message, each.key, fixed=True) for each in report.conflicts if not each.may_choose]
    found: list[Row] = []
    for head, group in ((_ENTITIES, offers), (_CONFLICTS, conflicts), (_TEXTS, left)):
        found += [Row("head", head, fixed=True), *group] if group else []
    return found


class Questions(QAbstractListModel):
    """The rows, and which of them are checked: entities at first, conflicts not."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self.checked: set[str] = set()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these; what was answered before stays so."""
        known = {each.key for each in self._rows}
        self.beginResetModel()
        self.checked |= {each.key for each in rows if each.kind == "entity" and each.key not in known}
        self._rows = rows
        self.endResetModel()

    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    def toggle(self, place: int) -> None:
        """Check a row, or no longer."""
        row = self._rows[place]
        if not row.fixed:
            self.checked ^= {row.key}
            self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row: Row | None = self.data(index, _ROW)  # type: ignore[assignment]
        return Qt.ItemFlag.ItemIsEnabled if row is None or row.kind == "head" else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its words, whether it is checked, and what is read aloud."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        made: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: row.words,
            Qt.ItemDataRole.CheckStateRole: lambda: None if row.fixed else self._check(row),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(row),
            Qt.ItemDataRole.ToolTipRole: lambda: _told(row),
            _ROW: lambda: row,
        }
        return made[role]() if role in made else None

    def _check(self, row: Row) -> Qt.CheckState:
        return Qt.CheckState.Checked if row.key in self.checked else Qt.CheckState.Unchecked

    def _spoken(self, row: Row) -> str:
        if row.fixed:
            return row.words
        chosen = row.key in self.checked
        if row.kind == "entity":
            return f"{_told(row)}, {'one entity' if chosen else 'two entities'}"
        return f"{_told(row)}, {'taken from there' if chosen else 'stays as here'}"


def _told(row: Row) -> str:
    parts = [
        row.where,
        row.words,
        f"here: {row.ours}" if row.ours else "",
        f"there: {row.theirs}" if row.theirs else "",
    ]
    return "\n".join(filter(None, parts))


class _Delegate(RowDelegate):
    """Check, the words; of a conflict below them what stands here and there."""

    inset = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        row: Row | None = index.data(_ROW)
        size = super().sizeHint(option, index)
        return QSize(size.width(), _height(row) if row else size.height())

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: Row = index.data(_ROW)
        if row.kind == "head":
            place = QRectF(rect.x() - 10, rect.y(), rect.width() + 10, rect.height())
            paint_text(painter, theme.font("small", "semibold"), theme.text_2, place, row.words)
            return
        line = (rect.height() - 8) / row.lines
        first = QRectF(rect.x() + 26, rect.y() + 4, rect.width() - 26, line)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        if row.fixed:
            paint_icon(painter, "circle-x", QRectF(rect.x(), first.center().y() - 8, 16, 16), theme.warn)
        else:
            _box(painter, theme, QRectF(rect.x(), first.center().y() - 8, 16, 16), checked=checked)
        reading = theme.font("small", family="reading")
        faint = theme.text_2 if selected else theme.text_3
        left, right = QRectF(first), QRectF(first)
        if row.where:
            left.setWidth(first.width() * 0.62)
            right.setLeft(left.right() + 8)
            paint_text(painter, theme.font("small"), faint, right, row.where, align=Qt.AlignmentFlag.AlignRight)
        paint_text(painter, theme.font("small", "medium"), theme.text, left, row.words)
        for label, words, mine in (("here", row.ours, True), ("there", row.theirs, False)):
            if not words:
                continue
            first.translate(0, line)
            tag = QRectF(first.x(), first.y(), 40, first.height())
            paint_text(painter, theme.font("tiny"), faint, tag, label)
            ink = theme.text if checked is not mine else faint
            paint_text(painter, reading, ink, first.adjusted(tag.width(), 0, 0, 0), words)


def _height(row: Row) -> int:
    return 30 if row.kind != "conflict" else 12 + 20 * row.lines


def _box(painter: QPainter, theme: Theme, box: QRectF, *, checked: bool) -> None:
    painter.setPen(QPen(theme.accent if checked else theme.line_strong, 1.2))
    painter.setBrush(theme.accent if checked else theme.raised)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.small, theme.radius.small)
    if checked:
        paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)


class QuestionsView(List):
    """The list: a click or Space checks a row or no longer; ``toggled`` when one was."""

    toggled = Signal()

    def __init__(self, model: Questions) -> None:
        super().__init__("Entities and conflicts")
        self.setObjectName("merge_questions")
        self._model = model
        self.setItemDelegate(_Delegate(self))
        self.setModel(model)
        self.clicked.connect(self._toggle)

    def wanted_height(self) -> int:
        """As high as all its rows."""
        return sum(_height(each) for each in self._model.rows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space checks; Enter and Esc are the sheet's."""
        self.ring = True
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: there is nothing to find by its letters."""

    def _toggle(self, index: QModelIndex) -> None:
        self._model.toggle(index.row())
        self.toggled.emit()
