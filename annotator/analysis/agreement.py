"""How well annotators agree, on their layers as they were before adjudication.

Detection and slots use the pairs of `annotator.analysis.alignment` whose contents have a Dice coefficient of at least
0.5.  Counts are pooled over documents, and listed for each.  None stands for “n/a”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.analysis.drawing import ROUNDS, Draws
from annotator.analysis.matching import INTENSITIES, SLOTS, Matcher, Row, Side, pairs_of
from annotator.analysis.measures import Against, DocumentAgreement, Measures, PairAgreement, Places, Report, SlotMeasure
from annotator.analysis.places import Unitizing
from annotator.analysis.reliability import Unit, alpha, coincidences, kappa, percent
from annotator.analysis.sameness import Rules
from annotator.domain.annotations import Layer

PIPELINE = "pipeline"

_NO_ALPHA = frozenset({"content", "cue", "evidence"})
"""Slots that are places: percent only, their α is the unitizing one."""


def agreement(
    sides: Sequence[Side],
    annotators: Sequence[str],
    *,
    types: Iterable[str] = (),
    rules: Rules | None = None,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Report:
    """Compute all of it; ``types`` are the scheme's, in their order.  ``seed`` makes the intervals repeatable."""
    return _Computing(sides, annotators, rules, seed, rounds).report(types)


class _Computing:
    """One computation: what several figures need is computed once."""

    def __init__(
        self, sides: Sequence[Side], annotators: Sequence[str], rules: Rules | None, seed: int, rounds: int
    ) -> None:
        self._names = tuple(annotators)
        self._sides = [each for each in sides if len(self._of(each)) > 1]
        self._all = list(sides)
        self._matchers = {each.document: Matcher(each, rules) for each in sides}
        self._draws = Draws.of(len(self._sides), seed=seed, rounds=rounds)
        self._rows = {
            (a, b): [
                self._matchers[side.document].rows(side.layers[a], side.layers[b])
                if a in side.layers and b in side.layers
                else []
                for side in self._sides
            ]
            for a, b in pairs_of(self._names)
        }
        self._unitizing = Unitizing(self._sides, self._matchers, self._draws)

    def report(self, types: Iterable[str]) -> Report:
        """The whole."""
        pairs = tuple(self._pair(a, b) for a, b in pairs_of(self._names))
        return Report(
            self._names,
            tuple(each.document for each in self._sides),
            pairs,
            self._overall(),
            self._by_type(types),
            tuple(self._document(number, side) for number, side in enumerate(self._sides)),
            self._against_gold(),
        )

    def _of(self, side: Side) -> dict[str, Layer]:
        return {name: side.layers[name] for name in self._names if name in side.layers}

    # ------------------------------------------------------------------------------------------ two

    def _pair(self, a: str, b: str) -> PairAgreement:
        parts = self._rows[a, b]
        rows = tuple(row for part in parts for row in part)
        both = sum(a in side.layers and b in side.layers for side in self._sides)
        units = _labels_of(parts) | self._fields((a, b))
        slots = {name: _measure(name, own, self._draws) for name, own in units.items()}
        places = self._unitizing.measured((a, b))
        return PairAgreement(a, b, _counted([_counts(part) for part in parts], slots, places, self._draws), rows, both)

    def _fields(self, names: Iterable[str]) -> dict[str, list[list[Unit]]]:
        """For each field of the documents the labels in each document."""
        chosen = tuple(names)
        found: dict[str, list[list[Unit]]] = {}
        for number, side in enumerate(self._sides):
            layers = {name: side.layers[name] for name in chosen if name in side.layers}
            if len(layers) > 1:
                for name, unit in self._matchers[side.document].fields(layers).items():
                    found.setdefault(name, [[] for _ in self._sides])[number].append(unit)
        return found

    # ------------------------------------------------------------------------------------------ all

    def _overall(self) -> Measures:
        parts = [self._matchers[side.document].units(self._of(side)) for side in self._sides]
        names = dict.fromkeys((*SLOTS, *(name for part in parts for name in part)))
        units: dict[str, list[list[Unit]]] = {}
        for name in names:
            own: list[list[Unit]] = [list(part.get(name, ())) for part in parts]
            if any(own):
                units[name] = own
        slots = {name: _measure(name, own, self._draws) for name, own in units.items()}
        slots = {name: replace(each, kappa=self._mean_kappa(name)) for name, each in slots.items()}
        slots |= {name: _measure(name, own, self._draws) for name, own in self._fields(self._names).items()}
        counts = [_counts(part) for part in self._together()]
        return _counted(counts, slots, self._unitizing.measured(self._names), self._draws)

    def _together(self) -> list[list[Row]]:
        """The rows of all pairs, by document."""
        return [[row for pair in self._rows.values() for row in pair[number]] for number in range(len(self._sides))]

    def _mean_kappa(self, name: str) -> float | None:
        """The mean of the pairs' κ."""
        if name in _NO_ALPHA:
            return None
        labels = (
            [pair for part in parts for row in part for pair in row.labels.get(name, ())]
            for parts in self._rows.values()
        )
        found = [each for each in map(kappa, labels) if each is not None]
        return sum(found) / len(found) if found else None

    def _by_type(self, types: Iterable[str]) -> dict[str, Measures]:
        found: dict[str, Measures] = {}
        whole = self._together()
        used = {each.type for part in whole for row in part for each in (row.a, row.b) if each is not None}
        for type in (*(each for each in types if each in used), *sorted(each for each in used - {*types} if each)):
            rows = [[row for row in part if row.is_of_type(type)] for part in whole]
            counts = [_of_type(part, type) for part in rows]
            slots = {name: _measure(name, own, self._draws) for name, own in _labels_of(rows).items()}
            found[type] = _counted(counts, slots, self._unitizing.measured(self._names, type), self._draws)
        return found

    def _document(self, number: int, side: Side) -> DocumentAgreement:
        rows = [row for pair in self._rows.values() for row in pair[number]]
        size, matched, exact = _counts(rows)
        names = tuple(self._of(side))
        place = self._unitizing.in_document(side, names, "content")
        return DocumentAgreement(
            side.document, side.title, names, size, _ratio(2 * exact, size), _ratio(2 * matched, size), place
        )

    # ------------------------------------------------------------------------------------------ gold

    def _against_gold(self) -> tuple[Against, ...]:
        with_gold = [side for side in self._all if side.gold is not None]
        found = []
        for name in (*self._names, PIPELINE):
            parts, count = [], 0
            for side in with_gold:
                layer = side.pipeline if name == PIPELINE else side.layers.get(name)
                if layer is not None and side.gold is not None:
                    parts += self._matchers[side.document].rows(layer, side.gold)
                    count += 1
            if count:
                found.append(_against(name, count, parts))
        return tuple(found)


# ---------------------------------------------------------------------------------------------- counting


def _counts(rows: Iterable[Row]) -> tuple[int, int, int]:
    """Quotations of both sides, matched pairs, exact ones."""
    size = matched = exact = 0
    for row in rows:
        size += 1 + row.matched
        matched += row.matched
        exact += row.exact
    return size, matched, exact


def _of_type(rows: Iterable[Row], type: str) -> tuple[int, float, float]:
    """The same for the quotations of a type: half a pair for each side that is of it."""
    size = 0
    matched = exact = 0.0
    for row in rows:
        own = sum(each is not None and each.type == type for each in (row.a, row.b))
        size += own
        matched += own / 2 * row.matched
        exact += own / 2 * row.exact
    return size, matched, exact


def _counted(
    counts: Sequence[tuple[int, float, float]], slots: Mapping[str, SlotMeasure], places: Places, draws: Draws
) -> Measures:
    size = sum(each for each, _, _ in counts)
    matched, exact = sum(each for _, each, _ in counts), sum(each for _, _, each in counts)
    interval = draws.ratio([(2 * own, whole) for whole, own, _ in counts])
    ratios = (_ratio(2 * exact, size), _ratio(2 * matched, size), interval)
    return Measures(size, round(matched), round(exact), *ratios, slots, places)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _labels_of(parts: Sequence[Iterable[Row]]) -> dict[str, list[list[Unit]]]:
    """For each slot the pairs of labels in each document, in the order of `SLOTS`."""
    found: dict[str, list[list[Unit]]] = {}
    for number, part in enumerate(parts):
        for row in part:
            for name, pairs in row.labels.items():
                if name not in found:
                    found[name] = [[] for _ in parts]
                found[name][number].extend(pairs)
    names = dict.fromkeys((*SLOTS, *found))
    return {name: found[name] for name in names if any(found.get(name, ()))}


def _measure(name: str, parts: Sequence[Sequence[Unit]], draws: Draws | None) -> SlotMeasure:
    """A slot; ``parts`` are the units of each document.  Without draws it has no interval."""
    rows = [each for part in parts for each in part if len(each) > 1]
    if name in _NO_ALPHA:
        return SlotMeasure(len(rows), percent(rows), None)
    pairs = [(each[0], each[1]) for each in rows if len(each) == 2]
    of_two = kappa(pairs) if len(pairs) == len(rows) else None
    order = INTENSITIES if name == "intensity" else None
    value = alpha(rows, order)
    known = value is not None and draws is not None
    interval = draws.alpha([coincidences(part) for part in parts], order) if known and draws else None
    return SlotMeasure(len(rows), percent(rows), value, of_two, interval)


def _against(who: str, documents: int, rows: Sequence[Row]) -> Against:
    own = sum(row.a is not None for row in rows)
    gold = sum(row.b is not None for row in rows)
    _, matched, exact = _counts(rows)
    return Against(
        who,
        documents,
        (_ratio(exact, own), _ratio(exact, gold), _ratio(2 * exact, own + gold)),
        (_ratio(matched, own), _ratio(matched, gold), _ratio(2 * matched, own + gold)),
        {name: _measure(name, own, None) for name, own in _labels_of([rows]).items()},
        tuple(rows),
    )
