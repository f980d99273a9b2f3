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

from annotator.domain.text import Span

Units = Sequence[tuple[Span, str]]
"""One annotator's units: disjoint, in text order, each with its label."""

_GAP = ""


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


def unitizing_alpha(continua: Iterable[Continuum], *, labelled: bool = True) -> float | None:
    """uα over several documents, pooled; without labels |uα: only whether a code point lies in a unit.

    None where nobody has marked anything, everybody everything, or nobody can be compared.
    """
    observed: defaultdict[str, float] = defaultdict(float)
    totals: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(float)
    for each in continua:
        if len(each.units) < 2 or not each.length:
            continue
        rows = each.units if labelled else [[(span, "unit") for span, _ in units] for units in each.units]
        _add_lengths(each.length, rows, totals, squares)
        _add_agreement(each.length, rows, observed)
    whole = sum(totals.values())
    squares[_GAP] = totals[_GAP]
    rest = whole * whole - sum(squares.values())
    if rest <= 0:
        return None
    expected = sum(whole * (total * total - squares[label]) / rest for label, total in totals.items())
    if whole - expected <= 1e-9 * whole:
        return None
    return 1 - (whole - sum(observed.values())) / (whole - expected)


def _add_lengths(
    length: int, rows: Sequence[Units], totals: defaultdict[str, float], squares: defaultdict[str, float]
) -> None:
    for units in rows:
        inside = 0
        for span, label in units:
            size = span.end - span.start
            totals[label] += size
            squares[label] += size * size
            inside += size
        totals[_GAP] += length - inside


def _add_agreement(length: int, rows: Sequence[Units], observed: defaultdict[str, float]) -> None:
    """Code points on which two annotators have the same label, over all pairs, each pair counted from both sides."""
    weight = 2 / (len(rows) - 1)
    for at, units in enumerate(rows):
        for others in rows[at + 1 :]:
            shared, matched = _shared(units, others)
            for label, size in matched.items():
                observed[label] += weight * size
            covered = sum(span.end - span.start for span, _ in (*units, *others)) - shared
            observed[_GAP] += weight * (length - covered)


def _shared(units: Units, others: Units) -> tuple[int, Mapping[str, int]]:
    """How many code points both have marked, and how many of them with the same label, by label."""
    shared, i, j = 0, 0, 0
    matched: defaultdict[str, int] = defaultdict(int)
    while i < len(units) and j < len(others):
        (a, one), (b, other) = units[i], others[j]
        size = min(a.end, b.end) - max(a.start, b.start)
        if size > 0:
            shared += size
            if one == other:
                matched[one] += size
        if a.end <= b.end:
            i += 1
        else:
            j += 1
    return shared, matched
