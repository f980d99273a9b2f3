"""What would come in, as a table: which rows are shown, in which order, which are left out, and what a cell says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.operations.previewing import STATES, Key, Row, State, percent

Index = QModelIndex | QPersistentModelIndex
Column = Literal["title", "date", "source", "beginning", "words", "state"]

COLUMNS: tuple[Column, ...] = ("title", "date", "source", "beginning", "words", "state")
TITLES: Mapping[Column, str] = {
    "title": "Title",
    "date": "Date",
    "source": "Outlet, author",
    "beginning": "Begins",
    "words": "Words",
    "state": "What it is",
}
"""The columns and what they are called."""

STATE_WORDS: Mapping[State, str] = {
    "new": "New",
    "near": "Copy of another",
    "same_text": "Same text from elsewhere",
    "again": "Twice in these files",
    "there": "Already there",
    "problem": "Problem",
}
"""What the window calls each state."""
STATE_ICONS: Mapping[State, str] = {
    "new": "plus",
    "near": "files",
    "same_text": "copy",
    "again": "equal",
    "there": "check",
    "problem": "triangle-alert",
}

_HERE = {
    "with --text-field": "above, under Text",
    "name its format with --format": "save it in another format",
    "use annotator merge": "use File ▸ Merge",
}
"""What the command line's options are called in the window."""

ROW_ROLE = Qt.ItemDataRole.UserRole


def state_words(row: Row) -> str:
    """What a row is, in a few words."""
    more = f"; {row.layers:,} annotated layer{'' if row.layers == 1 else 's'}" if row.layers else ""
    if row.state == "near":
        return f"{percent(row.share)} the same as “{row.twin}”{more}"
    if row.state == "same_text":
        return f"Same text as “{row.twin}”{more}"
    return STATE_WORDS[row.state] + more


def trouble_words(row: Row) -> str:
    """What is wrong with a file or line, and what to do about it, as one sentence; nothing for a good row."""
    problem = row.problem
    if problem is None:
        return ""
    message = problem.message[:1].upper() + problem.message[1:].rstrip(".")
    hint = problem.hint.rstrip(".")
    for words, here in _HERE.items():
        hint = hint.replace(words, here)
    return f"{message}: {hint}." if hint else f"{message}."


def can_come(row: Row) -> bool:
    """Whether anything would come in with a row."""
    return row.state in ("new", "near", "same_text") or (row.state in ("there", "again") and row.layers > 0)


class ImportModel(QAbstractTableModel):
    """The rows of a preview that pass the filter, in the order chosen; ``left_out`` are the keys that stay out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._states: Collection[State] = ()
        self._sorted_by: tuple[int, bool] | None = None
        self.left_out: set[Key] = set()
        self._parts: dict[int, Callable[[Row, Column], object]] = {
            Qt.ItemDataRole.DisplayRole: self._words,
            Qt.ItemDataRole.ToolTipRole: _tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.CheckStateRole: self._check,
            ROW_ROLE: lambda row, _column: row,
        }

    # What there is

    def rows(self) -> Sequence[Row]:
        """The rows shown, top to bottom."""
        return self._shown

    def all_rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    def counts(self) -> Counter[State]:
        """How many rows are in each state."""
        return Counter(each.state for each in self._rows)

    def coming(self) -> list[Row]:
        """The rows that will come in."""
        return [each for each in self._rows if can_come(each) and each.key not in self.left_out]

    # Changing it

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; what was left out stays so."""
        self.beginResetModel()
        self._rows = rows
        self._arrange()
        self.endResetModel()

    def set_states(self, states: Collection[State]) -> None:
        """Show the rows in these states, all without any."""
        if set(states) != set(self._states):
            self.beginResetModel()
            self._states = states
            self._arrange()
            self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by the last one what needs a look comes first."""
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.layoutChanged.emit()

    def unsort(self) -> None:
        """Show the rows in the order of their files."""
        self._sorted_by = None

    def toggle(self, places: Iterable[int]) -> None:
        """Leave the rows at these places out; where all of them are out already, take them in again."""
        keys = {self._shown[place].key for place in places if can_come(self._shown[place])}
        self.left_out ^= keys if keys <= self.left_out else keys - self.left_out
        self._told()

    def _told(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))

    def _arrange(self) -> None:
        shown = [each for each in self._rows if not self._states or each.state in self._states]
        if self._sorted_by is not None:
            column, backward = self._sorted_by
            known = [each for each in shown if _sort_key(each, COLUMNS[column]) is not None]
            rest = [each for each in shown if _sort_key(each, COLUMNS[column]) is None]
            known.sort(key=lambda each: _sort_key(each, COLUMNS[column]), reverse=backward)
            shown = [*known, *rest]
        self._shown = shown

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[COLUMNS[section]]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, the words of a cell, what is read aloud, and whether the row comes in."""
        if not index.isValid() or index.row() >= len(self._shown) or role not in self._parts:
            return None
        return self._parts[role](self._shown[index.row()], COLUMNS[index.column()])

    def _words(self, row: Row, column: Column) -> str:
        return words_of(row, column)

    def _check(self, row: Row, column: Column) -> Qt.CheckState | None:
        if column != "title" or not can_come(row):
            return None
        return Qt.CheckState.Unchecked if row.key in self.left_out else Qt.CheckState.Checked

    def _spoken(self, row: Row, column: Column) -> str:
        words = words_of(row, column)
        if column != "title" or not can_come(row):
            return words
        return f"{words}, {'left out' if row.key in self.left_out else 'comes in'}, {state_words(row)}"


def words_of(row: Row, column: Column) -> str:
    """What a cell says."""
    if row.state == "problem":
        told: dict[Column, str] = {"title": row.place, "beginning": trouble_words(row), "state": STATE_WORDS["problem"]}
        return told.get(column, "")
    values: dict[Column, str] = {
        "title": row.title,
        "date": row.date,
        "source": " · ".join(filter(None, (row.source, row.author))),
        "beginning": row.beginning,
        "words": f"{row.words:,}",
        "state": state_words(row),
    }
    return values[column]


def _sort_key(row: Row, column: Column) -> Any:
    if column == "state":
        return STATES.index(row.state), -row.share
    if column == "words":
        return row.words if row.state != "problem" else None
    return words_of(row, column).casefold() or None


def _tip(row: Row, _column: Column) -> str:
    if row.problem is not None:
        return str(row.problem)
    return "\n".join(filter(None, (row.title, row.place, state_words(row), row.beginning)))
