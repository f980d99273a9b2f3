"""The documents of a project as a list: which of them are shown, in which order, and what a row says aloud."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain.documents import LayerStatus
from annotator.ui.documents.order import Order, folded, sorted_places
from annotator.ui.documents.rows import Hit, Listed, finished, open_suggestions
from annotator.ui.kit.dates import short_date, year_of

Shown = Literal["todo", "done", "all", "skipped", "problems", "noted", "copies"]
"""Which documents are shown: a chip of the panel, or an entry of its filter menu."""
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

HIT_ROLE = Qt.ItemDataRole.UserRole + 3
"""The hit of a search in the row's document (`Hit`), None where there is none."""
PROBLEMS_ROLE = Qt.ItemDataRole.UserRole + 4
"""How many problems are open in the document."""

COPIES_ROLE = Qt.ItemDataRole.UserRole + 5
"""How many copies of the document the project has."""

_FINE_GRAINED = 32
"""Up to so many rows come and go one by one, which keeps the scroll position; more are a reset."""


def count(number: int, one: str, many: str = "") -> str:
    """`1 document`, `1,204 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class DocumentsModel(QAbstractListModel):
    """The documents that pass the filter, in the order chosen.

    The order is that of the last `set_rows` or `set_order`: a row whose status or count has changed since keeps its
    place, so that nothing jumps while one annotates.  A *place* is a document's number in project order, a *rank* its
    number in the order chosen; the rows of the list are the ranks that pass.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Listed] = []
        self._place: dict[str, int] = {}
        self._order: Sequence[int] = ()
        self._rank: Sequence[int] = ()
        self._visible: list[int] = []
        self._finished = self._skipped = self._noted = 0
        self._folded: dict[int, str] = {}
        self._words: tuple[str, ...] = ()
        self._shown: Shown = "todo"
        self._sort: Order = "project"
        self._hits: Mapping[str, Hit] | None = None
        self._problems: dict[str, int] = {}
        self._copies: Mapping[str, int] = {}
        self._copied = 0
        self._worked: Mapping[str, str] = {}
        self._current: str | None = None
        self._years = False
        self._parts: dict[int, Callable[[Listed], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda row: row.title,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            ROW_ROLE: lambda row: row,
            OPEN_ROLE: lambda row: row.id == self._current,
            WHERE_ROLE: self._where,
            HIT_ROLE: lambda row: self._hits.get(row.id) if self._hits else None,
            PROBLEMS_ROLE: lambda row: self._problems.get(row.id, 0),
            COPIES_ROLE: lambda row: self._copies.get(row.id, 0),
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

    @property
    def order(self) -> Order:
        """The order chosen."""
        return self._sort

    @property
    def searched(self) -> bool:
        """Whether the rows are what a search found."""
        return self._hits is not None

    def counts(self) -> dict[Shown, int]:
        """How many documents each chip and filter stands for, whatever the words in the field say."""
        return {
            "todo": len(self._rows) - self._finished,
            "done": self._finished,
            "all": len(self._rows),
            "skipped": self._skipped,
            "problems": len(self._problems),
            "noted": self._noted,
            "copies": self._copied,
        }

    def ids(self) -> list[str]:
        """Ids of the rows shown, top to bottom."""
        return [self._at(rank).id for rank in self._visible]

    def hit(self, id: str) -> Hit | None:
        """What the search found in a document."""
        return self._hits.get(id) if self._hits else None

    def rows(self) -> Sequence[Listed]:
        """All documents, in project order."""
        return self._rows

    def row_of(self, id: str | None) -> int:
        """The shown row of a document, -1 where the filter hides it or there is none."""
        return self._row_at(self._rank_of(id))

    def _at(self, rank: int) -> Listed:
        return self._rows[self._order[rank]]

    def _rank_of(self, id: str | None) -> int:
        place = self._place.get(id, -1) if id is not None else -1
        return -1 if place < 0 else self._rank[place]

    def _row_at(self, rank: int) -> int:
        at = bisect_left(self._visible, rank)
        return at if at < len(self._visible) and self._visible[at] == rank else -1

    def neighbour(self, id: str | None, step: int) -> str | None:
        """The document ``step`` rows below (above where negative), None beyond the ends.

        From a document that is not shown, its neighbours in the order chosen are meant.
        """
        rank = self._rank_of(id)
        at = bisect_left(self._visible, rank)
        here = at < len(self._visible) and self._visible[at] == rank
        target = at + step - (0 if here or step < 0 else 1)
        return self._at(self._visible[target]).id if 0 <= target < len(self._visible) else None

    def next_unfinished(self, id: str | None, besides: Collection[str] = ()) -> str | None:
        """The next document to do after ``id`` in the order chosen, round from the end to the start; None if none is.

        Those in ``besides`` do not count.
        """
        start = self._rank_of(id) + 1
        for rank in chain(range(start, len(self._rows)), range(start)):
            row = self._at(rank)
            if row.id != id and row.id not in besides and not finished(row):
                return row.id
        return None

    # Changing it

    def set_rows(self, rows: Sequence[Listed]) -> None:
        """Show these documents; ``rows`` are in project order."""
        self.beginResetModel()
        self._rows = list(rows)
        self._place = {row.id: place for place, row in enumerate(self._rows)}
        self._folded = {}
        self._finished = sum(finished(row) for row in self._rows)
        self._skipped = sum(row.status == "skipped" for row in self._rows)
        self._noted = sum(row.noted for row in self._rows)
        self._problems = {id: number for id, number in self._problems.items() if id in self._place}
        self._years = len({year_of(each) for each in {row.date for row in self._rows} if each} - {None}) > 1
        self._count_copies()
        self._arrange()
        self.endResetModel()

    def update_rows(self, rows: Mapping[str, Listed]) -> None:
        """Replace the rows of some documents; those of unknown ids are passed over."""
        places = [(self._place[id], row) for id, row in rows.items() if id in self._place]
        for place, row in places:
            old = self._rows[place]
            self._finished += finished(row) - finished(old)
            self._skipped += (row.status == "skipped") - (old.status == "skipped")
            self._noted += row.noted - old.noted
            self._rows[place] = row
            self._folded.pop(place, None)
        self._recheck([self._rank[place] for place, _ in places])

    def set_filter(self, words: str, shown: Shown) -> None:
        """Show documents whose title or outlet holds all ``words``, of the kind that ``shown`` stands for."""
        wanted = tuple(folded(words).split())
        if (wanted, shown) != (self._words, self._shown):
            self._words, self._shown = wanted, shown
            self._show(self._passing())

    def set_hits(self, hits: Mapping[str, Hit] | None) -> None:
        """Show what a search of the texts found, beside the titles that hold the words; None ends the search."""
        if hits is None and self._hits is None:
            return
        self.beginResetModel()
        self._hits = hits
        self._visible = self._passing()
        self.endResetModel()

    def set_order(self, order: Order) -> None:
        """Show the documents in another order, or in the same one as things stand now."""
        self.beginResetModel()
        self._sort = order
        self._arrange()
        self.endResetModel()

    def set_worked(self, worked: Mapping[str, str]) -> None:
        """Say when each document was last worked on, as text that sorts by time."""
        self._worked = worked
        if self._sort.endswith("worked"):
            self.set_order(self._sort)

    def set_problems(self, problems: Mapping[str, int]) -> None:
        """Say how many problems are open in some documents; in the others nothing changes."""
        changed = {
            id: number for id, number in problems.items() if id in self._place and number != self._problems.get(id, 0)
        }
        self._problems = {id: number for id, number in (self._problems | changed).items() if number}
        self._recheck([self._rank_of(id) for id in changed])

    def set_copies(self, copies: Mapping[str, int]) -> None:
        """Say how many copies the documents have that have any."""
        changed = {id for id in (*copies, *self._copies) if copies.get(id) != self._copies.get(id)}
        self._copies = copies
        self._count_copies()
        ranks = [self._rank_of(id) for id in changed if id in self._place]
        if len(ranks) <= _FINE_GRAINED:
            self._recheck(ranks)
            return
        if self._shown == "copies":
            self._show(self._passing())
        if self._visible:
            self.dataChanged.emit(self.index(0), self.index(len(self._visible) - 1))

    def _count_copies(self) -> None:
        self._copied = sum(id in self._place for id in self._copies)

    def set_current(self, id: str | None) -> None:
        """Mark the open article, which stays in the list whatever the chip says."""
        before, self._current = self._current, id
        if before == id:
            return
        self._recheck([self._rank_of(each) for each in (before, id) if each in self._place])

    def _arrange(self) -> None:
        places = sorted_places(self._rows, self._sort, self._worked)
        self._order = places
        if isinstance(places, range):
            self._rank = places
        else:
            rank = [0] * len(places)
            for number, place in enumerate(places):
                rank[place] = number
            self._rank = rank
        self._visible = self._passing()

    def _passes(self, rank: int) -> bool:
        return bool(self._sifted([rank]))

    def _passing(self) -> list[int]:
        return self._sifted(range(len(self._rows)))

    def _sifted(self, ranks: Sequence[int]) -> list[int]:
        """Those of the ranks that pass; in one go, for there may be a hundred thousand."""
        rows, order = self._rows, self._order
        if self._shown != "all":
            fits = self._kind(self._shown)
            ranks = [rank for rank in ranks if fits(rows[order[rank]])]
        if self._words:
            holds = self._holds
            found = self._hits or {}
            return [rank for rank in ranks if holds(order[rank]) or rows[order[rank]].id in found]
        if self._hits is not None:
            found = self._hits
            return [rank for rank in ranks if rows[order[rank]].id in found]
        return list(ranks)

    def _holds(self, place: int) -> bool:
        """Whether title and outlet hold all words of the field."""
        text = self._folded.get(place)
        if text is None:
            row = self._rows[place]
            text = self._folded[place] = folded(f"{row.title} {row.source or ''}")
        for word in self._words:  # noqa: SIM110 - asked of each document at each key, and a generator takes its time
            if word not in text:
                return False
        return True

    def _kind(self, shown: Shown) -> Callable[[Listed], bool]:
        """What says whether a row is of the kind shown, or the open article."""
        current, problems, copies = self._current, self._problems, self._copies
        if shown == "problems":
            return lambda row: row.id in problems or row.id == current
        if shown == "copies":
            return lambda row: row.id in copies or row.id == current
        if shown == "noted":
            return lambda row: row.noted or row.id == current
        if shown == "skipped":
            return lambda row: row.status == "skipped" or row.id == current
        done = shown == "done"
        return lambda row: finished(row) == done or row.id == current

    def _recheck(self, ranks: Sequence[int]) -> None:
        """Let rows that are new, or open or no longer open, come, go or be painted again."""
        changed = {rank for rank in ranks if self._passes(rank) != (self._row_at(rank) >= 0)}
        if len(changed) > _FINE_GRAINED:
            self._show(self._passing())
        else:
            for rank in changed:
                self._turn(rank)
        for rank in ranks:
            row = self._row_at(rank)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _show(self, wanted: list[int]) -> None:
        """Make ``wanted`` the shown ranks: row by row where few come or go."""
        changed = set(self._visible) ^ set(wanted)
        if len(changed) <= _FINE_GRAINED:
            for rank in changed:
                self._turn(rank)
            return
        self.beginResetModel()
        self._visible = wanted
        self.endResetModel()

    def _turn(self, rank: int) -> None:
        """Take a shown row away, or show a hidden one."""
        at = bisect_left(self._visible, rank)
        if self._row_at(rank) >= 0:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._visible[at]
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), at, at)
            self._visible.insert(at, rank)
            self.endInsertRows()

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._visible)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's part for ``role``: the row itself, its title, what is read aloud, its tooltip."""
        if not index.isValid() or index.row() >= len(self._visible):
            return None
        make = self._parts.get(role)
        return None if make is None else make(self._at(self._visible[index.row()]))

    def _tip(self, row: Listed) -> str:
        parts = (STATUS_WORDS[row.status], *self._numbers(row), count(row.words, "word"))
        return f"{row.title}\n{' · '.join(parts)}"

    def _numbers(self, row: Listed) -> list[str]:
        """What is in a document, in words."""
        parts = [count(row.quotations, "quotation")]
        if waiting := open_suggestions(row):
            parts.append(f"{waiting:,} suggested")
        if problems := self._problems.get(row.id):
            parts.append(count(problems, "problem"))
        if copies := self._copies.get(row.id):
            parts.append(count(copies, "copy", "copies"))
        return [*parts, "has a note"] if row.noted else parts

    def _where(self, row: Listed) -> str:
        date = short_date(row.date, year=self._years) if row.date else ""
        return " · ".join(part for part in (row.source, date) if part)

    def _spoken(self, row: Listed) -> str:
        """What a screen reader says of a row: title, outlet, date, status, counts, the words found."""
        date = short_date(row.date, year=True) if row.date else ""
        parts = (row.title, row.source, date, STATUS_WORDS[row.status].lower(), *self._numbers(row))
        opened = "open" if row.id == self._current else ""
        hit = self.hit(row.id)
        return ", ".join(part for part in (*parts, opened, hit.snippet if hit else "") if part)
