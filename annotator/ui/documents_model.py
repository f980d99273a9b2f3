"""The documents of a project as a list: which of them are shown, in which order, and what a row says aloud.

The rows are the store's `documents.listing`; this module only asks for their attributes (`Listed`), so that the panel
can be shown and tested without a project file.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Literal, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain.documents import LayerStatus
from annotator.ui.dates import short_date, year_of

Shown = Literal["todo", "done", "all"]
Index = QModelIndex | QPersistentModelIndex

STATUS_WORDS: Mapping[LayerStatus, str] = {
    "new": "To do",
    "in_progress": "In progress",
    "done": "Done",
    "skipped": "Skipped",
    "adjudicated": "Adjudicated",
}
"""What the window calls each status."""

ROW_ROLE = Qt.ItemDataRole.UserRole
OPEN_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether the row is the open article."""
WHERE_ROLE = Qt.ItemDataRole.UserRole + 2
"""Outlet and date as the row shows them."""

_FINE_GRAINED = 32
"""Up to so many rows come and go one by one, which keeps the scroll position; more are a reset."""


class Listed(Protocol):
    """One document as the list shows it."""

    @property
    def id(self) -> str:
        """The document's id."""

    @property
    def title(self) -> str:
        """The title, or the id where there is none."""

    @property
    def source(self) -> str | None:
        """The outlet."""

    @property
    def date(self) -> str | None:
        """The date of publication, ISO 8601 where it is known well."""

    @property
    def status(self) -> LayerStatus:
        """The status of the annotator's layer."""

    @property
    def quotations(self) -> int:
        """How many quotations the annotator's layer has."""

    @property
    def suggestions(self) -> int:
        """How many quotations the pipeline's layer has."""

    @property
    def words(self) -> int:
        """How many words the text has."""


def folded(text: str) -> str:
    """``text`` for comparing: no case, no accents, no compatibility forms."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def finished(row: Listed) -> bool:
    """Whether nothing is left to do in the document: done, adjudicated or skipped."""
    return row.status not in ("new", "in_progress")


def progress(row: Listed) -> float:
    """How full the pie of a document in progress is, 0…1: its quotations against the pipeline's suggestions."""
    expected = max(row.quotations, row.suggestions)
    return 0.5 if not expected else min(0.85, max(0.15, row.quotations / expected))


def count(number: int, one: str, many: str = "") -> str:
    """`1 document`, `1,204 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class DocumentsModel(QAbstractListModel):
    """The documents that pass the filter, in project order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Listed] = []
        self._place: dict[str, int] = {}
        self._visible: list[int] = []
        self._finished = 0
        self._folded: dict[int, str] = {}
        self._words: tuple[str, ...] = ()
        self._shown: Shown = "todo"
        self._current: str | None = None
        self._years = False
        self._parts: dict[int, Callable[[Listed], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda row: row.title,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            ROW_ROLE: lambda row: row,
            OPEN_ROLE: lambda row: row.id == self._current,
            WHERE_ROLE: self._where,
        }

    # What there is

    @property
    def current(self) -> str | None:
        """The id of the open article."""
        return self._current

    @property
    def total(self) -> int:
        """How many documents the project has."""
        return len(self._rows)

    def counts(self) -> dict[Shown, int]:
        """How many documents each chip stands for, whatever the title filter says."""
        return {"todo": len(self._rows) - self._finished, "done": self._finished, "all": len(self._rows)}

    def ids(self) -> list[str]:
        """Ids of the rows shown, top to bottom."""
        return [self._rows[place].id for place in self._visible]

    def row_of(self, id: str | None) -> int:
        """The shown row of a document, -1 where the filter hides it or there is none."""
        return self._row_at(self._place.get(id, -1)) if id is not None else -1

    def _row_at(self, place: int) -> int:
        at = bisect_left(self._visible, place)
        return at if at < len(self._visible) and self._visible[at] == place else -1

    def neighbour(self, id: str | None, step: int) -> str | None:
        """The document ``step`` rows below (above where negative), None beyond the ends.

        From a document that is not shown, its neighbours by project order are meant.
        """
        place = self._place.get(id, -1) if id is not None else -1
        at = bisect_left(self._visible, place)
        here = at < len(self._visible) and self._visible[at] == place
        target = at + step - (0 if here or step < 0 else 1)
        return self.ids()[target] if 0 <= target < len(self._visible) else None

    def next_unfinished(self, id: str | None) -> str | None:
        """The next document to do after ``id`` in project order, round from the end to the start; None if none is."""
        start = self._place.get(id, -1) + 1 if id is not None else 0
        for place in chain(range(start, len(self._rows)), range(start)):
            row = self._rows[place]
            if row.id != id and not finished(row):
                return row.id
        return None

    # Changing it

    def set_rows(self, rows: Sequence[Listed]) -> None:
        """Show these documents in this order."""
        self.beginResetModel()
        self._rows = list(rows)
        self._place = {row.id: place for place, row in enumerate(self._rows)}
        self._folded = {}
        self._finished = sum(finished(row) for row in self._rows)
        self._years = len({year_of(row.date) for row in self._rows if row.date} - {None}) > 1
        self._visible = self._passing()
        self.endResetModel()

    def update_rows(self, rows: Mapping[str, Listed]) -> None:
        """Replace the rows of some documents; those of unknown ids are passed over."""
        places = [(self._place[id], row) for id, row in rows.items() if id in self._place]
        for place, row in places:
            self._finished += finished(row) - finished(self._rows[place])
            self._rows[place] = row
            self._folded.pop(place, None)
        self._recheck([place for place, _ in places])

    def set_filter(self, words: str, shown: Shown) -> None:
        """Show documents whose title or outlet holds all ``words``, of the kind the chip ``shown`` stands for."""
        wanted = tuple(folded(words).split())
        if (wanted, shown) != (self._words, self._shown):
            self._words, self._shown = wanted, shown
            self._show(self._passing())

    def set_current(self, id: str | None) -> None:
        """Mark the open article, which stays in the list whatever the chip says."""
        before, self._current = self._current, id
        if before == id:
            return
        self._recheck([self._place[each] for each in (before, id) if each in self._place])

    def _passes(self, place: int) -> bool:
        row = self._rows[place]
        if self._shown != "all" and row.id != self._current and finished(row) != (self._shown == "done"):
            return False
        if not self._words:
            return True
        text = self._folded.get(place)
        if text is None:
            text = self._folded[place] = folded(f"{row.title} {row.source or ''}")
        return all(word in text for word in self._words)

    def _passing(self) -> list[int]:
        return [place for place in range(len(self._rows)) if self._passes(place)]

    def _recheck(self, places: Sequence[int]) -> None:
        """Let rows that are new, or open or no longer open, come, go or be painted again."""
        changed = {place for place in places if self._passes(place) != (self._row_at(place) >= 0)}
        if len(changed) > _FINE_GRAINED:
            self._show(self._passing())
        else:
            for place in changed:
                self._turn(place)
        for place in places:
            row = self._row_at(place)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _show(self, wanted: list[int]) -> None:
        """Make ``wanted`` the shown places: row by row where few come or go."""
        changed = set(self._visible) ^ set(wanted)
        if len(changed) <= _FINE_GRAINED:
            for place in changed:
                self._turn(place)
            return
        self.beginResetModel()
        self._visible = wanted
        self.endResetModel()

    def _turn(self, place: int) -> None:
        """Take a shown row away, or show a hidden one."""
        at = bisect_left(self._visible, place)
        if self._row_at(place) >= 0:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._visible[at]
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), at, at)
            self._visible.insert(at, place)
            self.endInsertRows()

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._visible)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's part for ``role``: the row itself, its title, what is read aloud, its tooltip."""
        if not index.isValid() or index.row() >= len(self._visible):
            return None
        row = self._rows[self._visible[index.row()]]
        make = self._parts.get(role)
        return None if make is None else make(row)

    def _tip(self, row: Listed) -> str:
        parts = (STATUS_WORDS[row.status], count(row.quotations, "quotation"), count(row.words, "word"))
        return f"{row.title}\n{' · '.join(parts)}"

    def _where(self, row: Listed) -> str:
        date = short_date(row.date, year=self._years) if row.date else ""
        return " · ".join(part for part in (row.source, date) if part)

    def _spoken(self, row: Listed) -> str:
        """What a screen reader says of a row: title, outlet, date, status, count."""
        date = short_date(row.date, year=True) if row.date else ""
        parts = (row.title, row.source, date, STATUS_WORDS[row.status].lower(), count(row.quotations, "quotation"))
        opened = "open" if row.id == self._current else ""
        return ", ".join(part for part in (*parts, opened) if part)
