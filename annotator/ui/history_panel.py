"""The list of steps: what each did, who did it and when, in which article; one's own can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter

from annotator.ui.kit.basics import Align, Icon, Panel, Text, hbox, host, paint_text, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width

_ROW = Qt.ItemDataRole.UserRole
NOBODY = "Annotator"
"""Who did what the program did by itself, such as making the sample."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_WHEN_WIDTH = 96
_WHO_WIDTH = 104


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step as it is shown.

    ``words`` are what it was about, ``title`` says in which articles it was; each is empty where there is none.
    ``document`` is the one to open, None if it is gone.
    """

    number: int
    label: str
    who: str
    when: str
    title: str = ""
    document: str | None = None
    words: str = ""
    undone: bool = False
    mine: bool = True
    can_revert: bool = False

    @property
    def icon(self) -> str:
        """The icon that says whose step it was, or that it is undone."""
        return "undo-2" if self.undone else "user" if self.mine else "cpu" if self.who == "pipeline" else "users"

    @property
    def spoken(self) -> str:
        """How it is read aloud."""
        state = "undone" if self.undone else ""
        return ", ".join(each for each in (self.label, state, self.about, self.who, self.when) if each)

    @property
    def about(self) -> str:
        """What it was about, and in which articles."""
        return " · ".join(each for each in (self.words, self.title) if each)


class HistoryRows(QAbstractListModel):
    """The steps shown, as a Qt model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[HistoryRow, ...] = ()

    def set_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Show other steps."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of steps."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, its label, and how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return row.label if role == Qt.ItemDataRole.DisplayRole else None


class HistoryDelegate(RowDelegate):
    """Icon, what was done, in which article; at the right who and when.  What is undone is struck through."""

    height = 30

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: HistoryRow = index.data(_ROW)
        faint = theme.text_2 if selected else theme.text_3
        paint_icon(painter, row.icon, QRectF(rect.x(), rect.center().y() - 8, 16, 16), faint)
        small = theme.font("small")
        right: float = rect.right()
        for words, width in ((row.when, _WHEN_WIDTH), (row.who, _WHO_WIDTH)):
            place = QRectF(right - width, rect.y(), width, rect.height())
            paint_text(painter, small, faint, place, words, align=Align.AlignRight)
            right -= width + 12
        font = QFont(theme.font("body", "medium" if selected else "regular"))
        font.setStrikeOut(row.undone)
        x: float = rect.x() + 26
        long = min(text_width(font, row.label) + 1, right - x)
        ink = faint if row.undone else theme.text
        paint_text(painter, font, ink, QRectF(x, rect.y(), long, rect.height()), row.label)
        x += long + 12
        if right - x > 60:
            paint_text(painter, small, faint, QRectF(x, rect.y(), right - x, rect.height()), row.about)


class HistoryPanel(Panel):
    """The steps of the project, the latest first.

    ``opened`` carries the id of an article to be shown, ``revertRequested`` the number of a step to take back;
    ``moreRequested`` comes when the last of many is scrolled to.
    """

    opened = Signal(str)
    revertRequested = Signal(int)
    moreRequested = Signal()

    def __init__(self) -> None:
        super().__init__("chrome")
        self.setObjectName("history")
        self.setAccessibleName("History")
        self._more = False
        self.rows = HistoryRows()
        self.list = List("Steps")
        self.rows.setParent(self.list)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.open_button = Button("Show the article", "file-text", "quiet", small=True, key="↵")
        self.open_button.setToolTip("Show the article in which this was done  ↵")
        self.revert_button = Button("Take back this step", "undo-2", small=True, key="⌫")
        self.why = Text("", "small", role="text_2", elide=True)
        foot = hbox(self.why, self.open_button, self.revert_button, gap=8, margins=(20, 2, 12, 4))
        foot.setStretchFactor(self.why, 1)
        self._foot = host(foot)
        self._empty = host(hbox(None, Icon("history", "text_3"), Text("Nothing was done yet.", role="text_2"), None))
        self._empty.setAccessibleName("Nothing was done yet.")
        whole = vbox(self.list, self._empty, self._foot, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.list)
        self.list.selectionModel().currentChanged.connect(self._show_foot)
        self.list.doubleClicked.connect(self._open)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.list.installEventFilter(self)
        self.open_button.clicked.connect(self._open)
        self.revert_button.clicked.connect(self._revert)
        self.show_steps(())

    def show_steps(self, rows: Sequence[HistoryRow], *, more: bool = False) -> None:
        """Show these steps, the chosen one still chosen; ``more`` says that there are older ones."""
        before, at = self.current(), self.list.verticalScrollBar().value()
        self._more = False  # until the list stands where it stood
        self.rows.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._foot.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        number = before.number if before else None
        found = next((n for n, each in enumerate(rows) if each.number == number), 0)
        if rows:
            self.list.setCurrentIndex(self.rows.index(found, 0))
        self.list.verticalScrollBar().setValue(at)
        self._more = more
        self._show_foot()

    def current(self) -> HistoryRow | None:
        """The chosen step."""
        at = self.list.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    # ------------------------------------------------------------------------------------------ inside

    def _show_foot(self) -> None:
        row = self.current()
        self.open_button.setEnabled(row is not None and row.document is not None)
        self.revert_button.setEnabled(row is not None and row.can_revert)
        self.why.setText("" if row is None or row.can_revert else self._why_not(row))
        self.revert_button.setToolTip(
            "Take back this step alone, as a new step that can be undone  ⌫"
            if row is not None and row.can_revert
            else self.why.text()
        )

    def _why_not(self, row: HistoryRow) -> str:
        if row.undone:
            return "This step is undone already."
        if row.who == "pipeline" and not row.mine:
            return "What the pipeline did is done anew by labelling again."
        if row.who == NOBODY:
            return "The program did this when it made the project."
        return f"Only {row.who} can take this back." if not row.mine else "This step cannot be taken back any more."

    def _open(self) -> None:
        row = self.current()
        if row is not None and row.document is not None:
            self.opened.emit(row.document)

    def _revert(self) -> None:
        row = self.current()
        if row is not None and row.can_revert:
            self.revertRequested.emit(row.number)

    def _scrolled(self, value: int) -> None:
        if self._more and value and value == self.list.verticalScrollBar().maximum():
            self._more = False  # once, until more are shown
            self.moreRequested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter shows the article, Backspace takes the step back."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._open()
                return True
            if event.key() in _BACK:
                self._revert()
                return True
        return super().eventFilter(watched, event)
