"""What agreement consists of: figures, and the passages behind each of them.  None stands for “n/a”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.analysis.drawing import Interval
from annotator.analysis.matching import OPEN, Row

GOLD = "gold"


@dataclass(frozen=True, slots=True)
class SlotMeasure:
    """Agreement in one slot: ``n`` units, the share of equal pairs (0…1), α, Cohen's κ of two, and α's interval."""

    n: int
    percent: float | None
    alpha: float | None
    kappa: float | None = None
    ci: Interval | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Agreement on places for each of `annotator.analysis.places.ROLES`: of places and labels (uα), of places (|uα).

    Each with its 95 % interval.
    """

    labelled: dict[str, float | None] = field(default_factory=dict)
    found: dict[str, float | None] = field(default_factory=dict)
    labelled_ci: dict[str, Interval | None] = field(default_factory=dict)
    found_ci: dict[str, Interval | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measures:
    """Agreement of two annotators or of all.

    ``quotations`` are both sides' together, ``matched`` the pairs; ``ci`` is the 95 % interval of ``overlap_f1``.
    """

    quotations: int
    matched: int
    exact: int
    exact_f1: float | None
    overlap_f1: float | None
    ci: Interval | None
    slots: Mapping[str, SlotMeasure]
    places: Places


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators' agreement.  ``rows`` are the passages behind every number."""

    a: str
    b: str
    measures: Measures
    rows: tuple[Row, ...]
    documents: int

    def confusion(self, slot: str) -> Confusion:
        """Who said what where the other said what; ``slot`` is type, stance, or any other with labels."""
        return confusion(slot, self.a, self.b, self.rows)

    def passages(self, cell: str, equal: bool | None = None) -> tuple[Row, ...]:
        """The passages behind a number.

        ``cell``: ``exact``, ``overlap`` (matched), ``moved`` (matched, not exact), ``a`` and ``b`` (only one has it),
        or a slot, with ``equal`` those that agree in it or do not.
        """
        return passages(self.rows, cell, equal=equal)


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """All annotators' agreement in one document."""

    document: str
    title: str
    annotators: tuple[str, ...]
    quotations: int
    exact_f1: float | None
    overlap_f1: float | None
    u_alpha: float | None


@dataclass(frozen=True, slots=True)
class Against:
    """An annotator, or the pipeline, against gold: precision, recall and F1 for exact contents and for overlap."""

    who: str
    documents: int
    exact: tuple[float | None, float | None, float | None]
    overlap: tuple[float | None, float | None, float | None]
    slots: Mapping[str, SlotMeasure]
    rows: tuple[Row, ...]

    def confusion(self, slot: str) -> Confusion:
        """Rows as the annotator, columns as gold has it."""
        return confusion(slot, self.who, GOLD, self.rows)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one said the row's label where the other said the column's, and the passages."""

    slot: str
    rows: str
    columns: str
    labels: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Row, ...]]

    def count(self, row: str, column: str) -> int:
        """How many passages there are in a cell."""
        return len(self.cells.get((row, column), ()))


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about the agreement of some annotators in some documents."""

    annotators: tuple[str, ...]
    documents: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    overall: Measures
    by_type: Mapping[str, Measures]
    by_document: tuple[DocumentAgreement, ...]
    against_gold: tuple[Against, ...]

    def pair(self, a: str, b: str) -> PairAgreement:
        """The agreement of two annotators, in either order.  Raises KeyError."""
        for each in self.pairs:
            if {each.a, each.b} == {a, b}:
                return each
        raise KeyError((a, b))


def confusion(slot: str, rows_of: str, columns_of: str, rows: Iterable[Row]) -> Confusion:
    """The confusion matrix of a slot; labels by how often they occur."""
    cells: dict[tuple[str, str], list[Row]] = {}
    often: Counter[str] = Counter()
    for row in rows:
        for pair in row.labels.get(slot, ()):
            cells.setdefault(pair, []).append(row)
            often.update(pair)
    labels = tuple(sorted(often, key=lambda each: (each == OPEN, -often[each], each)))
    return Confusion(slot, rows_of, columns_of, labels, {pair: tuple(found) for pair, found in cells.items()})


def passages(rows: Iterable[Row], cell: str, *, equal: bool | None = None) -> tuple[Row, ...]:
    """The passages behind a number; see `PairAgreement.passages`."""
    match cell:
        case "exact":
            return tuple(row for row in rows if row.exact)
        case "overlap":
            return tuple(row for row in rows if row.matched)
        case "moved":
            return tuple(row for row in rows if row.matched and not row.exact)
        case "a":
            return tuple(row for row in rows if row.b is None)
        case "b":
            return tuple(row for row in rows if row.a is None)
        case _:
            return tuple(row for row in rows if _agrees(row, cell, equal))


def _agrees(row: Row, slot: str, equal: bool | None) -> bool:
    pairs = row.labels.get(slot, ())
    if not pairs or equal is None:
        return bool(pairs)
    return all(one == other for one, other in pairs) == equal
