"""Every figure of agreement in rows and columns: by slot, and by type.  No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.analysis.drawing import Interval
from annotator.analysis.matching import OF_DOCUMENT
from annotator.analysis.measures import Measures, SlotMeasure
from annotator.ui.agreement.tables import SLOT_NAMES, Key
from annotator.ui.charts.chart import Cell, Place, Table, two_digits

_SLOTS = ("compared", "equal", "F1", "α", "κ", "uα", "|uα")
_TYPES = ("quotations", "overlap F1", "exact F1", "content |uα", "cue |uα", "speaker uα", "speaker α")
_PLACES: Mapping[str, str] = {"content": "Content", "nested": "Nested content", "cue": "Cue", "evidence": "Evidence"}
_SPOKEN: Mapping[str, str] = {"uα": "uα, places and labels", "|uα": "|uα, places alone"}


@dataclass(slots=True)
class _Filling:
    """A table as it is filled row by row."""

    columns: tuple[str, ...]
    corner: str
    rows: list[str] = field(default_factory=list)
    cells: dict[Place, Cell] = field(default_factory=dict)
    _key: Key | None = None
    _count: int | None = None

    def row(self, name: str, key: Key, count: int | None) -> None:
        """Begin a row; ``count`` stands in its first column."""
        self.rows.append(name)
        self._key, self._count = key, count
        if count is not None:
            words = f"{name}: {count:,} {self.columns[0]}"
            self.cells[len(self.rows) - 1, 0] = Cell(f"{count:,}", words, count, count=count, key=key)

    def put(self, column: str, value: float | None, interval: Interval | None = None, text: str = "") -> None:
        """A number of the row."""
        low, high = interval or (None, None)
        shown = text or two_digits(value)
        words = f"{self.rows[-1]}: {_SPOKEN.get(column, column)} {shown}"
        words += f", 95 % interval {two_digits(low)} to {two_digits(high)}" if interval else ""
        at = len(self.rows) - 1, self.columns.index(column)
        self.cells[at] = Cell(shown, f"{words}: open where they differ", value, low, high, self._count, self._key)

    def table(self) -> Table:
        """What was filled in."""
        return Table(tuple(self.rows), self.columns, self.cells, self.corner)


def slots_in_full(measures: Measures, fields: Mapping[str, str], pair: tuple[str, str] = ("", "")) -> Table:
    """Each slot with how many were compared, the share of equal ones, α, κ, and where it is a place uα and |uα."""
    filling = _Filling(_SLOTS, "slot")
    filling.row("Found by both", Key("slot", *pair, "overlap"), measures.matched)
    filling.put("F1", measures.overlap_f1, measures.ci)
    filling.row("With the same content", Key("slot", *pair, "exact"), measures.exact)
    filling.put("F1", measures.exact_f1)
    names = {**SLOT_NAMES, **_PLACES}
    order = dict.fromkeys(("content", "nested", "cue", *measures.slots, "evidence"))
    for slot in order:
        found, places = measures.slots.get(slot), measures.places
        placed = places.labelled.get(slot) is not None or places.found.get(slot) is not None
        if found is None and not placed:
            continue
        name = names.get(slot) or fields.get(slot.removeprefix(OF_DOCUMENT), slot)
        filling.row(name, Key("slot", *pair, "content" if slot == "nested" else slot), found.n if found else None)
        if found is not None:
            _put_slot(filling, found, is_place=slot in _PLACES)
        if placed:
            filling.put("uα", places.labelled.get(slot), places.labelled_ci.get(slot))
            filling.put("|uα", places.found.get(slot), places.found_ci.get(slot))
    return filling.table()


def _put_slot(filling: _Filling, slot: SlotMeasure, *, is_place: bool) -> None:
    percent = "" if slot.percent is None else f"{100 * slot.percent:.0f} %"
    filling.put("equal", slot.percent, text=percent)
    if not is_place:
        filling.put("α", slot.alpha, slot.ci)
        filling.put("κ", slot.kappa)


def types_in_full(by_type: Mapping[str, Measures], names: Mapping[str, str]) -> Table:
    """Each type with its quotations, F1, and the agreement on its places; what is of another type counts as a gap."""
    filling = _Filling(_TYPES, "type")
    for type, each in by_type.items():
        filling.row(names.get(type, type), Key("type", cell=type), each.quotations)
        filling.put("overlap F1", each.overlap_f1, each.ci)
        filling.put("exact F1", each.exact_f1)
        for role, column in (("content", "content |uα"), ("cue", "cue |uα")):
            filling.put(column, each.places.found.get(role), each.places.found_ci.get(role))
        filling.put("speaker uα", each.places.labelled.get("speakers"), each.places.labelled_ci.get("speakers"))
        if (speakers := each.slots.get("speakers")) is not None:
            filling.put("speaker α", speakers.alpha, speakers.ci)
    return filling.table()
