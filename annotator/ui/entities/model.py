"""The entities of a project as a table: which of them are shown, in which order, and what a cell says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain.registry import Entity
from annotator.domain.scheme import Scheme
from annotator.domain.typed_values import written
from annotator.operations.lookup import folded
from annotator.operations.registry import is_used
from annotator.store.usage import Usage

Index = QModelIndex | QPersistentModelIndex
Column = Literal["name", "kind", "aliases", "mentions", "quoted", "stances", "articles", "attributes"]
Special = Literal["same", "unused", "no_item"]

TITLES: Mapping[Column, str] = {
    "name": "Name",
    "kind": "Kind",
    "aliases": "Also called",
    "mentions": "Mentions",
    "quoted": "Quoted",
    "stances": "Stances",
    "articles": "Articles",
    "attributes": "Attributes",
}
"""The columns in their order, and what they are called."""

NUMBERS: tuple[Column, ...] = ("mentions", "quoted", "stances", "articles")

TIPS: Mapping[Column, str] = {
    "mentions": "How often articles mention it",
    "quoted": "Quotations whose speaker it is",
    "stances": "Stances towards it",
    "articles": "Articles that speak of it",
}

ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as the table shows it.

    ``attributes`` are its values in words, ``sought`` is what the search looks in, ``order`` what names are sorted by.
    """

    entity: Entity
    kind: str
    usage: Usage | None
    attributes: tuple[str, ...]
    sought: str
    order: str

    @property
    def id(self) -> str:
        """The entity's id."""
        return self.entity.id

    @property
    def used(self) -> bool:
        """Whether a layer speaks of it."""
        return is_used(self.usage)

    def number(self, column: Column) -> int:
        """A count of the row."""
        one = self.usage
        if one is None or column not in NUMBERS:
            return 0
        counts: tuple[int, ...] = (one.mentions, one.speaking, one.targeted, one.documents)
        return counts[NUMBERS.index(column)]

    def words(self, column: Column) -> str:
        """What a cell says; a dash for a count of nothing."""
        if column == "name":
            return self.entity.name
        if column == "kind":
            return self.kind
        if column == "aliases":
            return ", ".join(self.entity.aliases)
        if column == "attributes":
            return " · ".join(self.attributes)
        number = self.number(column)
        return f"{number:,}" if number else "–"

    def spoken(self) -> str:
        """How the row is read aloud."""
        parts = [self.entity.name, self.kind]
        parts += [f"also called {', '.join(self.entity.aliases)}"] if self.entity.aliases else []
        parts += [f"{self.words(each)} {TITLES[each].casefold()}" for each in NUMBERS if self.number(each)]
        return ", ".join([*parts, *self.attributes])


def rows_of(entities: Iterable[Entity], usage: Mapping[str, Usage], scheme: Scheme) -> list[EntityRow]:
    """The rows of these entities."""
    columns = scheme.attributes_of("entity")
    names = {each.id: each.name for each in scheme.kinds}
    out = []
    for each in entities:
        values = tuple(written(column, each.attributes.get(column.id)) for column in columns)
        shown = tuple(value for value in values if value)
        sought = folded(" ".join((each.name, *each.aliases, *shown, each.wikidata or "")))
        kind = names.get(each.kind, each.kind)
        out.append(EntityRow(each, kind, usage.get(each.id), shown, f" {sought}", folded(each.name)))
    return out


class EntitiesModel(QAbstractTableModel):
    """The rows that pass the filter, sorted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(TITLES)
        self._rows: dict[str, EntityRow] = {}
        self._shown: list[EntityRow] = []
        self._places: dict[str, int] = {}
        self._words: tuple[str, ...] = ()
        self._kind: str | None = None
        self._special: Special | None = None
        self._groups: dict[str, int] = {}
        self.sorted_by: Column = "name"
        self.descending = False

    # ------------------------------------------------------------------------------------------ what there is

    def set_rows(self, rows: Iterable[EntityRow], groups: Sequence[Sequence[str]] = ()) -> None:
        """Show other entities; ``groups`` are ids of those that are likely the same."""
        self._rows = {each.id: each for each in rows}
        self._groups = {id: number for number, group in enumerate(groups) for id in group}
        self._refresh()

    def set_groups(self, groups: Sequence[Sequence[str]]) -> None:
        """Say which are likely the same."""
        self._groups = {id: number for number, group in enumerate(groups) for id in group}
        self._refresh()

    def update_rows(self, rows: Iterable[EntityRow], gone: Iterable[str] = ()) -> None:
        """Show the new state of some entities."""
        for each in gone:
            self._rows.pop(each, None)
        for row in rows:
            self._rows[row.id] = row
        self._refresh()

    def row(self, id: str) -> EntityRow | None:
        """The row of an entity, shown or not."""
        return self._rows.get(id)

    def rows(self) -> list[EntityRow]:
        """The rows that are shown, top to bottom."""
        return self._shown

    def place(self, id: str) -> int:
        """Where an entity is shown, -1 where the filter hides it."""
        return self._places.get(id, -1)

    def counts(self) -> Counter[str]:
        """How many entities there are of each kind, by its id."""
        return Counter(each.entity.kind for each in self._rows.values())

    def special_counts(self) -> dict[Special, int]:
        """How many entities want to be looked at."""
        return {
            "same": len(self._groups.keys() & self._rows.keys()),
            "unused": sum(not each.used for each in self._rows.values()),
            "no_item": sum(each.entity.wikidata is None for each in self._rows.values()),
        }

    @property
    def total(self) -> int:
        """How many entities the registry has."""
        return len(self._rows)

    # ------------------------------------------------------------------------------------------ filter and order

    def set_filter(self, words: str, kind: str | None, special: Special | None) -> None:
        """Show only those that hold all ``words``, in name, alias, attribute or Wikidata id, and are of that kind."""
        self._words, self._kind, self._special = tuple(folded(words).split()), kind, special
        self._refresh()

    def sort_by(self, column: Column, *, descending: bool) -> None:
        """Put the rows in another order."""
        self.sorted_by, self.descending = column, descending
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's way to `sort_by`."""
        self.sort_by(self.columns[column], descending=order == Qt.SortOrder.DescendingOrder)

    def _refresh(self) -> None:
        self.beginResetModel()
        self._shown = [each for each in self._rows.values() if self._passes(each)]
        column = self.sorted_by
        self._shown.sort(key=lambda each: (each.order, each.id))
        if column in NUMBERS:
            self._shown.sort(key=lambda each: each.number(column), reverse=self.descending)
        elif column != "name":
            self._shown.sort(key=lambda each: folded(each.words(column)), reverse=self.descending)
            self._shown.sort(key=lambda each: not each.words(column))  # what is empty stands last
        elif self.descending:
            self._shown.reverse()
        if self._special == "same":
            self._shown.sort(key=lambda each: self._groups[each.id])
        self._places = {each.id: number for number, each in enumerate(self._shown)}
        self.endResetModel()

    def _passes(self, row: EntityRow) -> bool:
        if self._kind is not None and row.entity.kind != self._kind:
            return False
        if self._special == "same" and row.id not in self._groups:
            return False
        if self._special == "unused" and row.used:
            return False
        if self._special == "no_item" and row.entity.wikidata is not None:
            return False
        return all(f" {each}" in row.sought for each in self._words)

    # ------------------------------------------------------------------------------------------ Qt

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, a cell's words, and how the row is read aloud."""
        row = self._shown[index.row()]
        column = self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken() if index.column() == 0 else row.words(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.words(column) if column in ("name", "aliases", "attributes") else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title and tooltip of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{TIPS.get(column, TITLES[column])}: click to sort"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
