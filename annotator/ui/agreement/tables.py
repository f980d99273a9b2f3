"""From the figures of agreement to what the charts show.  No Qt here.

A cell's key names the passages behind it: see `Key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.analysis.drawing import Interval
from annotator.analysis.matching import OF_DOCUMENT, OPEN
from annotator.analysis.measures import Against, Confusion, DocumentAgreement, Measures, PairAgreement, SlotMeasure
from annotator.ui.charts.chart import Cell, Place, Table, two_digits

SLOT_NAMES: Mapping[str, str] = {
    "type": "Type",
    "speakers": "Speaker",
    "addressees": "Addressee",
    "target": "Target",
    "stance": "Stance",
    "intensity": "Intensity",
    "explicit": "Explicit",
}
"""Slots whose agreement is a nominal or ordinal α."""
ROLE_NAMES: Mapping[str, str] = {
    "content": "Content",
    "nested": "Nested content",
    "cue": "Cue",
    "speakers": "Speaker",
    "evidence": "Evidence",
}
"""Roles whose agreement is that of places in the text, uα."""


class Key(NamedTuple):
    """What a cell stands for: its chart, the annotators (empty for all), and what of their figures."""

    chart: str
    a: str = ""
    b: str = ""
    cell: str = ""
    other: str = ""


def value_of(measures: Measures, measure: str) -> float | None:
    """One coefficient: overlap, exact, a role's uα (``u:content``), or a slot's α."""
    if measure == "overlap":
        return measures.overlap_f1
    if measure == "exact":
        return measures.exact_f1
    if measure.startswith("u:"):
        return measures.places.labelled.get(measure[2:])
    found = measures.slots.get(measure)
    return found.alpha if found else None


def interval_of(measures: Measures, measure: str) -> Interval | None:
    """The 95 % interval of the same coefficient; None for exact F1."""
    if measure == "overlap":
        return measures.ci
    if measure.startswith("u:"):
        return measures.places.labelled_ci.get(measure[2:])
    found = measures.slots.get(measure)
    return found.ci if found else None


def pairs_table(pairs: Iterable[PairAgreement], ids: Sequence[str], names: Mapping[str, str], measure: str) -> Table:
    """One cell a pair."""
    shown = tuple(names.get(each, each) for each in ids)
    cells: dict[Place, Cell] = {}
    for pair in pairs:
        a, b = ids.index(pair.a), ids.index(pair.b)
        value = value_of(pair.measures, measure)
        low, high = interval_of(pair.measures, measure) or (None, None)
        words = f"{names[pair.a]} and {names[pair.b]}: {two_digits(value)}"
        words += f" ({two_digits(low)} to {two_digits(high)})" if low is not None else ""
        words += f", {pair.measures.matched:,} matched"
        key = Key("pair", pair.a, pair.b)
        count = pair.measures.matched
        cells[max(a, b), min(a, b)] = Cell(
            two_digits(value), f"{words}: open where they differ", value, low, high, count, key
        )
    return Table(shown, shown, cells, "annotator")


def slots_table(measures: Measures, fields: Mapping[str, str], pair: tuple[str, str] = ("", "")) -> Table:
    """Quotations found, the places of roles, then each slot's α with its interval.

    ``fields`` are the names of the project's own.
    """
    rows: list[tuple[str, Cell]] = []

    def put(
        name: str,
        value: float | None,
        words: str,
        cell: str,
        interval: Interval | None = None,
        count: int = measures.matched,
    ) -> None:
        low, high = interval or (None, None)
        key = Key("slot", *pair, cell)
        rows.append((name, Cell(two_digits(value), f"{words}: open where they differ", value, low, high, count, key)))

    overlap, exact = measures.overlap_f1, measures.exact_f1
    put("Found", overlap, f"Found by both, overlap F1 {two_digits(overlap)}", "overlap", measures.ci)
    put("Same content", exact, f"With the same content, exact F1 {two_digits(exact)}", "exact")
    for role, name in ROLE_NAMES.items():
        value = measures.places.labelled.get(role)
        if value is not None or role not in ("nested", "evidence"):
            places = measures.places.found.get(role)
            words = f"{name}: uα {two_digits(value)}, places alone |uα {two_digits(places)}"
            interval = measures.places.labelled_ci.get(role)
            put(f"{name} uα", value, words, "content" if role == "nested" else role, interval)
    for slot, each in measures.slots.items():
        if slot not in ROLE_NAMES or slot == "speakers":
            name = SLOT_NAMES.get(slot) or fields.get(slot.removeprefix(OF_DOCUMENT), slot)
            put(name, each.alpha, _slot_words(name, each), slot, each.ci, each.n)
    return _column(rows, "α", "slot")


def _slot_words(name: str, slot: SlotMeasure) -> str:
    parts = [f"{name}: α {two_digits(slot.alpha)}"]
    parts += [f"{100 * slot.percent:.0f} % equal"] if slot.percent is not None else []
    parts += [f"κ {two_digits(slot.kappa)}"] if slot.kappa is not None else []
    return ", ".join([*parts, f"{slot.n:,} compared"])


def types_table(by_type: Mapping[str, Measures], names: Mapping[str, str]) -> Table:
    """Overlap F1 of each type, with its interval."""
    rows = []
    for type, each in by_type.items():
        low, high = each.ci or (None, None)
        name = names.get(type, type)
        words = f"{name}: overlap F1 {two_digits(each.overlap_f1)}, exact {two_digits(each.exact_f1)}"
        words += f", {each.quotations:,} quotations: open what only one has"
        key = Key("type", cell=type)
        rows.append((name, Cell(two_digits(each.overlap_f1), words, each.overlap_f1, low, high, each.quotations, key)))
    return _column(rows, "overlap F1", "type")


def documents_table(documents: Iterable[DocumentAgreement], most: int) -> Table:
    """Overlap F1 of articles, the lowest first."""
    known = [each for each in documents if each.overlap_f1 is not None]
    known.sort(key=lambda each: (each.overlap_f1 or 0.0, each.title))
    rows = []
    for each in known[:most]:
        value = each.overlap_f1
        words = f"{each.title}: overlap F1 {two_digits(value)}, exact {two_digits(each.exact_f1)}"
        words += f", {each.quotations:,} quotations: open what only one has"
        key = Key("document", cell=each.document)
        rows.append((each.title, Cell(two_digits(value), words, value, None, None, each.quotations, key)))
    return _column(rows, "overlap F1", "article")


def against_table(against: Iterable[Against], names: Mapping[str, str]) -> Table:
    """Overlap F1 of each annotator, and of the pipeline, against gold."""
    rows = []
    for each in against:
        precision, recall, value = each.overlap
        name = names.get(each.who, each.who.capitalize())
        words = f"{name} against gold: overlap F1 {two_digits(value)}, precision {two_digits(precision)}"
        words += f", recall {two_digits(recall)}, exact {two_digits(each.exact[2])}: open where they differ"
        rows.append((name, Cell(two_digits(value), words, value, None, None, len(each.rows), Key("against", each.who))))
    return _column(rows, "overlap F1", "annotator")


def confusion_table(confusion: Confusion, labels: Mapping[str, str], rows: str, columns: str) -> Table:
    """How often who said what where the other said what; ``rows`` and ``columns`` are who."""
    ids = confusion.labels
    shown = tuple("open" if each == OPEN else labels.get(each, each) for each in ids)
    cells: dict[Place, Cell] = {}
    for row, one in enumerate(ids):
        for column, other in enumerate(ids):
            count = confusion.count(one, other)
            words = f"{rows} {shown[row].lower()}, {columns} {shown[column].lower()}: "
            words += f"open {count:,} quotation{'' if count == 1 else 's'}" if count else "none"
            key = Key(confusion.slot, confusion.rows, confusion.columns, one, other) if count else None
            cells[row, column] = Cell(str(count), words, count, key=key, count=count)
    return Table(shown, shown, cells, confusion.slot)


def _column(rows: Sequence[tuple[str, Cell]], name: str, corner: str) -> Table:
    return Table(tuple(each for each, _ in rows), (name,), {(n, 0): cell for n, (_, cell) in enumerate(rows)}, corner)
