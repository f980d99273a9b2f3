"""The list of problems (F8): each a sentence with the words it is about, filtered by kind, live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from annotator.analysis.problems import KINDS, Problem, ProblemKind
from annotator.ui.kit.basics import Align, Icon, Line, Text, hbox, host, paint_text, vbox
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width

_ROW = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FILTER_WIDTH = 196

ICONS: Mapping[ProblemKind, str] = {
    "unclosed_mark": "quote",
    "no_speaker": "user-x",
    "no_cue": "message-square-off",
    "far_cue": "move-horizontal",
    "stray_comma": "text-cursor",
    "cut_word": "scissors",
    "duplicate": "copy",
    "no_parent": "list-tree",
    "overlap": "blend",
    "own_words": "user",
    "type_by_hand": "text-quote",
    "no_target": "crosshair",
    "no_value": "scale",
    "unknown_kind": "tag",
    "unknown_value": "tag",
}
"""The icon of each kind of problem."""


class ProblemRows(QAbstractListModel):
    """The problems shown, as a Qt model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Problem, ...] = ()

    def set_rows(self, rows: Sequence[Problem]) -> None:
        """Show other problems."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of problems."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The problem itself, its sentence, and how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{row.message} {row.words}".strip()
        return row.message if role == Qt.ItemDataRole.DisplayRole else None


class ProblemDelegate(RowDelegate):
    """Icon, sentence, and the words in the reading face."""

    height = 32

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: Problem = index.data(_ROW)
        middle = rect.center().y()
        paint_icon(painter, ICONS[row.kind], QRectF(rect.x(), middle - 8, 16, 16), theme.warn)
        font = theme.font("body", "medium" if selected else "regular")
        x = rect.x() + 26
        room = rect.right() - x
        width = min(text_width(font, row.message) + 1, room)
        paint_text(painter, font, theme.text, QRectF(x, rect.y(), width, rect.height()), row.message)
        left = room - width - 12
        if left > 60:
            place = QRectF(x + width + 12, rect.y(), left, rect.height())
            faint = theme.text_2 if selected else theme.text_3
            paint_text(painter, theme.font("body", family="reading"), faint, place, row.words)


class KindRows(QAbstractListModel):
    """The kinds of problem that there are, with how many of each; the first row is all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[tuple[ProblemKind | None, int], ...] = ((None, 0),)

    def set_rows(self, rows: Sequence[tuple[ProblemKind | None, int]]) -> None:
        """Show other kinds."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of kinds, and one."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, its name, and how it is read aloud."""
        kind, count = self.rows[index.row()]
        name = KINDS[kind] if kind else "All kinds"
        if role == _ROW:
            return name, count
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {count}"
        return name if role == Qt.ItemDataRole.DisplayRole else None


class KindDelegate(RowDelegate):
    """A kind's name and how many there are."""

    height = 28

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        name, count = index.data(_ROW)
        weight = theme.font("small", "semibold" if selected else "medium")
        paint_text(painter, weight, theme.text, QRectF(rect.x(), rect.y(), rect.width() - 34, rect.height()), name)
        faint = theme.text_2 if selected else theme.text_3
        place = QRectF(rect.right() - 32, rect.y(), 32, rect.height())
        paint_text(painter, theme.font("tiny", "medium"), faint, place, f"{count:,}", align=Align.AlignRight)


class ProblemsPanel(QWidget):
    """The problems of the open article, the kinds at the left.

    ``opened`` carries a problem's object id and its `Span` when the user goes there; ``filtered`` comes when another
    kind is chosen.  A click or Enter goes there; from the list ← leads to the kinds, and → back.
    """

    opened = Signal(str, object)
    filtered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problems")
        self.setAccessibleName("Problems")
        self._all: tuple[Problem, ...] = ()
        self._kind: ProblemKind | None = None
        self.kinds = List("Kinds of problem")
        self.kind_rows = KindRows()
        self.list = List("Problems")
        self.rows = ProblemRows()
        for view, model, delegate in (
            (self.kinds, self.kind_rows, KindDelegate(self.kinds)),
            (self.list, self.rows, ProblemDelegate(self.list)),
        ):
            model.setParent(view)
            view.setModel(model)
            view.setItemDelegate(delegate)
            view.setUniformItemSizes(True)
        self.kinds.setFixedWidth(_FILTER_WIDTH)
        self._empty = host(
            hbox(None, Icon("circle-check", "ok"), Text("No problem found.", role="text_2"), None, gap=8)
        )
        self._empty.setAccessibleName("No problem found.")
        lists = hbox(self.kinds, Line(vertical=True), self.list, gap=0)
        lists.setStretch(2, 1)
        self._lists = host(lists)
        whole = vbox(self._lists, self._empty, gap=0, margins=(0, 0, 0, 4))
        self.setLayout(whole)
        self.list.clicked.connect(self._open)
        self.kinds.selectionModel().currentChanged.connect(self._choose_kind)
        for view in (self.kinds, self.list):
            view.installEventFilter(self)
        self.set_problems(())

    # ------------------------------------------------------------------------------------------ showing

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems; what is chosen stays chosen while it is there."""
        self._all = tuple(problems)
        counts = Counter(each.kind for each in self._all)
        if self._kind is not None and self._kind not in counts:
            self._kind = None
        kinds = [(kind, counts[kind]) for kind in KINDS if kind in counts]
        self.kind_rows.set_rows([(None, len(self._all)), *kinds])
        at = next((n for n, each in enumerate(self.kind_rows.rows) if each[0] == self._kind), 0)
        self.kinds.setCurrentIndex(self.kind_rows.index(at, 0))
        focused = self.isAncestorOf(QApplication.focusWidget() or self)
        self._lists.setVisible(bool(self._all))
        self._empty.setVisible(not self._all)
        self.setFocusProxy(self.list if self._all else self._empty)
        self._show()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def problems(self) -> tuple[Problem, ...]:
        """The problems that the filter lets through, by place: what F8 walks."""
        return self.rows.rows

    def current(self) -> Problem | None:
        """The chosen problem."""
        at = self.list.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def set_current(self, problem: Problem | None) -> None:
        """Choose a problem, as F8 does, without going there."""
        if problem in self.rows.rows:
            index = self.rows.index(self.rows.rows.index(problem), 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        else:
            self.list.selectionModel().clear()

    def _show(self) -> None:
        """Show the problems of the chosen kind, the choice where it was or next to it."""
        rows = tuple(each for each in self._all if self._kind in (None, each.kind))
        if rows == self.rows.rows:
            return
        before, at = self.current(), self.list.currentIndex().row()
        self.rows.set_rows(rows)
        if before is None or not rows:
            return
        same = (each for each in rows if (each.object, each.kind) == (before.object, before.kind))
        self.set_current(before if before in rows else next(same, rows[min(at, len(rows) - 1)]))

    # ------------------------------------------------------------------------------------------ choosing

    def _choose_kind(self, index: QModelIndex) -> None:
        kind = self.kind_rows.rows[index.row()][0] if index.isValid() else self._kind
        if kind != self._kind:
            self._kind = kind
            self._show()
            self.filtered.emit()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.rows.rows[index.row()]
            self.opened.emit(row.object, row.span)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the place; ← and → go from list to list; by key the first problem is chosen at once."""
        if event.type() == QEvent.Type.FocusIn and watched is self.list and self.current() is None:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.list and key in _ENTER:
                self._open(self.list.currentIndex())
                return True
            if watched is self.list and key == Qt.Key.Key_Left:
                self.kinds.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if watched is self.kinds and (key == Qt.Key.Key_Right or key in _ENTER):
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)
