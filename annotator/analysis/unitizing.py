"""Agreement on where units lie in a text: the unitizing α of Krippendorff, Mathet, Bouvry & Widlöcher (2016).

Each annotator's units of one role and the gaps between them fill the whole text.  Disagreement is counted per code
point; what chance would give depends on the lengths of units, since a unit is drawn as a whole:

    ε_cc = ℓ · (ℓ_c² - Σ length²) / (ℓ² - Σ length²),   α = 1 - (ℓ - Σ ℓ_cc) / (ℓ - Σ ε_cc)

with Σ over the units of the category, or over all; a gap counts by its code points, each of length 1.  Units of one
annotator must not overlap, so that nested quotations are a role of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.domain.text import Span

Units = Sequence[tuple[Span, str]]
"""One annotator's units: disjoint, in text order, each with its label."""

_GAP = ""
ANY = "unit"
"""What every unit is called where labels do not count."""


@dataclass(frozen=True, slots=True)
class Continuum:
    """One document: its length in code points, and each annotator's units."""

    length: int
    units: tuple[Units, ...]


def disjoint(units: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Units in text order, each cut off where an earlier one still lasts; touching ones stay apart."""
    out: list[tuple[Span, str]] = []
    end = 0
    for span, label in sorted(units, key=lambda each: (each[0].start, -each[0].end, each[1])):
        start = max(span.start, end)
        if start < span.end:
            out.append((Span(start, span.end), label))
            end = span.end
    return out


@dataclass(frozen=True, slots=True)
class Part:
    """What one document adds to uα, in code points.

    ``totals`` are all annotators' code points by label, those of gaps under ``""``; ``squares`` is the sum of the
    squared lengths of their units, gaps included; ``agreed`` counts for each ordered pair of annotators the code points
    on which they have the same.
    """

    totals: Mapping[str, int]
    squares: int
    agreed: int
    annotators: int

    @property
    def whole(self) -> int:
        """All annotators' code points."""
        return sum(self.totals.values())


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many code points two annotators have both marked, and how many of them with the same label."""

    shared: int
    same: int


def meeting(units: Units, others: Units) -> Meeting:
    """Where two annotators meet."""
    shared, same = _shared(units, others)
    return Meeting(shared, same)


def part_of(each: Continuum, meetings: Iterable[Meeting] | None = None, *, labelled: bool = True) -> Part | None:
    """What one document adds; None where nobody can be compared.

    ``meetings`` are those of each two annotators, in the order of `itertools.combinations`, where they are known.
    """
    number = len(each.units)
    if number < 2 or not each.length:
        return None
    totals: defaultdict[str, int] = defaultdict(int)
    squares = 0
    covered = [0] * number
    for at, units in enumerate(each.units):
        for (start, end), label in units:
            size = end - start
            totals[label if labelled else ANY] += size
            squares += size * size
            covered[at] += size
    gaps = number * each.length - sum(covered)
    totals[_GAP] = gaps
    pairs = list(combinations(range(number), 2))
    met = [meeting(each.units[a], each.units[b]) for a, b in pairs] if meetings is None else list(meetings)
    agreed = 0
    for (a, b), one in zip(pairs, met, strict=True):
        agreed += each.length - (covered[a] + covered[b] - one.shared) + (one.same if labelled else one.shared)
    return Part(totals, squares + gaps, 2 * agreed, number)


def unitizing_alpha(continua: Iterable[Continuum], *, labelled: bool = True) -> float | None:
    """uα over several documents, pooled; without labels |uα: only whether a code point lies in a unit.

    None where nobody has marked anything, everybody everything, or nobody can be compared.
    """
    return alpha_of_parts(part_of(each, labelled=labelled) for each in continua)


def alpha_of_parts(parts: Iterable[Part | None]) -> float | None:
    """uα of what documents add."""
    rows = [each for each in parts if each is not None]
    totals: defaultdict[str, int] = defaultdict(int)
    for each in rows:
        for label, size in each.totals.items():
            totals[label] += size
    return alpha_of_sums(
        sum(totals.values()),
        sum(each.squares for each in rows),
        sum(size * size for size in totals.values()),
        sum(each.agreed / (each.annotators - 1) for each in rows),
    )


def alpha_of_sums(whole: int, lengths: int, totals: int, observed: float) -> float | None:
    """uα of all code points, the squared lengths of units, the squared totals of labels, and the agreed code points."""
    rest = whole * whole - lengths
    if rest <= 0:
        return None
    expected = whole * (totals - lengths) / rest
    if whole - expected <= 1e-9 * whole:
        return None
    return 1 - (whole - observed) / (whole - expected)


def _shared(units: Units, others: Units) -> tuple[int, int]:
    """How many code points both have marked, and how many of them with the same label."""
    shared = same = i = j = 0
    while i < len(units) and j < len(others):
        ((start, end), one), ((other_start, other_end), other) = units[i], others[j]
        size = min(end, other_end) - max(start, other_start)
        if size > 0:
            shared += size
            if one == other:
                same += size
        if end <= other_end:
            i += 1
        else:
            j += 1
    return shared, same
