"""From the figures of agreement to what the charts show.  No Qt here.

A cell's key names the passages behind it: see `Key`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.analysis.agreement import Agreement, Measures, PairAgreement
from annotator.ui.chart import Cell, Place, Table, two_digits

SLOT_NAMES: Mapping[str, str] = {
    "content": "Content",
    "cue": "Cue",
    "speakers": "Speaker",
    "addressees": "Addressee",
    "type": "Type",
    "target": "Target",
    "stance": "Stance",
    "intensity": "Intensity",
}
_ROLES: Mapping[str, str] = {"content": "Content words", "cue": "Cue words", "speakers": "Speaker words"}


class Key(NamedTuple):
    """What a cell stands for: its chart, the two annotators (empty for all), and the cell of the engine's figures."""

    chart: str
    a: str = ""
    b: str = ""
    cell: object = ""


def pairs_table(agreement: Agreement, names: Mapping[str, str], measure: str) -> Table:
    """One cell a pair: ``measure`` is overlap, exact, or the name of a slot."""
    ids = [each.id for each in agreement.annotators]
    shown = tuple(names.get(each, each) for each in ids)
    cells: dict[Place, Cell] = {}
    for pair in agreement.pairs:
        a, b = ids.index(pair.a), ids.index(pair.b)
        value = value_of(pair.measures, measure)
        words = f"{names.get(pair.a, pair.a)} and {names.get(pair.b, pair.b)}: {two_digits(value)}"
        key = Key("pair", pair.a, pair.b, measure)
        cells[max(a, b), min(a, b)] = Cell(
            two_digits(value), f"{words}, {pair.measures.matched:,} matched: open where they differ", value, key=key
        )
    return Table(shown, shown, cells, "annotator")


def value_of(measures: Measures, measure: str) -> float | None:
    """One coefficient: overlap, exact, or a slot's α."""
    if measure == "overlap":
        return measures.overlap_f1
    if measure == "exact":
        return measures.exact_f1
    found = measures.slots.get(measure)
    return found.alpha if found else None


def slots_table(measures: Measures, attributes: Mapping[str, str], pair: tuple[str, str] = ("", "")) -> Table:
    """Quotation found, then each slot's α with its interval; ``attributes`` are names of the project's own fields."""
    rows: list[str] = []
    cells: dict[Place, Cell] = {}

    def put(name: str, cell: Cell) -> None:
        cells[len(rows), 0] = cell
        rows.append(name)

    low, high = measures.ci or (None, None)
    found = Key("slot", *pair, "missed")
    words = f"Found by both, overlap F1: {two_digits(measures.overlap_f1)}: open what only one has"
    put("Found", Cell(two_digits(measures.overlap_f1), words, measures.overlap_f1, low, high, measures.matched, found))
    for slot, each in measures.slots.items():
        name = SLOT_NAMES.get(slot) or attributes.get(slot, slot)
        low, high = each.ci or (None, None)
        parts = [f"{name}: α {two_digits(each.alpha)}", f"{each.percent:.0f} %" if each.percent is not None else ""]
        parts += [f"κ {two_digits(each.kappa)}" if each.kappa is not None else "", f"{each.n:,} compared"]
        words = ", ".join(part for part in parts if part) + ": open where they differ"
        put(name, Cell(two_digits(each.alpha), words, each.alpha, low, high, each.n, Key("slot", *pair, f"{slot}≠")))
    for role, value in measures.u_alpha.items():
        name = _ROLES.get(role, role)
        put(name, Cell(two_digits(value), f"{name}: uα {two_digits(value)}", value))
    return Table(tuple(rows), ("α",), cells, "slot")


def measures_table(rows: Sequence[tuple[str, Measures, Key]], corner: str) -> Table:
    """Overlap F1 with its interval, one row for each of ``rows``."""
    cells: dict[Place, Cell] = {}
    for number, (name, measures, key) in enumerate(rows):
        low, high = measures.ci or (None, None)
        value = measures.overlap_f1
        words = f"{name}: overlap F1 {two_digits(value)}, exact {two_digits(measures.exact_f1)}"
        cells[number, 0] = Cell(two_digits(value), words, value, low, high, measures.matched, key)
    return Table(tuple(name for name, _, _ in rows), ("overlap F1",), cells, corner)


def pair_of(agreement: Agreement, a: str, b: str) -> PairAgreement | None:
    """The figures of a pair, in whatever order it is named."""
    return next((each for each in agreement.pairs if {each.a, each.b} == {a, b}), None)
