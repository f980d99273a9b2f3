"""How well annotators agree, on their layers as they were before adjudication.

Detection and slots use the pairs of `annotator.analysis.alignment` whose contents have a Dice coefficient of at least
0.5.  Counts are pooled over documents, and listed for each.  None stands for “n/a”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.analysis.matching import INTENSITIES, OPEN, SLOTS, Matcher, Row, Side, pairs_of
from annotator.analysis.measures import Against, DocumentAgreement, Measures, PairAgreement, Report, SlotMeasure
from annotator.analysis.reliability import Draws, Unit, alpha, coincidences, kappa, percent
from annotator.analysis.sameness import Rules
from annotator.analysis.unitizing import Continuum, Units, disjoint, unitizing_alpha
from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span, Spans

ROLES = ("content", "nested", "cue", "speakers")
"""The roles whose places are compared: the content of outer quotations, that of nested ones, cues, speakers."""

PIPELINE = "pipeline"

_NO_ALPHA = frozenset({"content", "cue"})
"""Slots that are places: percent only, their α is the unitizing one."""


def agreement(
    sides: Sequence[Side],
    annotators: Sequence[str],
    *,
    types: Iterable[str] = (),
    rules: Rules | None = None,
    seed: int = 0,
    rounds: int = 1000,
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
        self._units = {
            (side.document, name): {role: _units(self._matchers[side.document], layer, role) for role in ROLES}
            for side in self._sides
            for name, layer in self._of(side).items()
        }

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
        rows = self._rows[a, b]
        both = [side for side in self._sides if a in side.layers and b in side.layers]
        slots = _slots([row for part in rows for row in part])
        for name, labels in self._fields(both, (a, b)).items():
            slots[name] = _measure(name, labels)
        found, places = self._u_alphas([(a, b)])
        measures = _measures(rows, slots, self._draws, places, found)
        return PairAgreement(a, b, measures, tuple(row for part in rows for row in part), len(both))

    def _fields(self, sides: Iterable[Side], names: Iterable[str]) -> dict[str, list[Unit]]:
        """The labels of the documents' own fields."""
        chosen = tuple(names)
        found: dict[str, list[Unit]] = {}
        for side in sides:
            layers = {name: side.layers[name] for name in chosen if name in side.layers}
            for name, unit in self._matchers[side.document].fields(layers).items():
                found.setdefault(name, []).append(unit)
        return found

    # ------------------------------------------------------------------------------------------ all

    def _overall(self) -> Measures:
        parts = [self._matchers[side.document].units(self._of(side)) for side in self._sides]
        names = dict.fromkeys((*SLOTS, *(name for part in parts for name in part)))
        slots = {}
        for name in names:
            own = [part.get(name, []) for part in parts]
            if any(own):
                slots[name] = self._overall_slot(name, own)
        for name, units in self._fields(self._sides, self._names).items():
            slots[name] = _measure(name, units)
        found, places = self._u_alphas([self._names])
        rows = [[row for pair in self._rows.values() for row in pair[number]] for number in range(len(self._sides))]
        return _measures(rows, slots, self._draws, places, found)

    def _overall_slot(self, name: str, parts: list[list[list[str]]]) -> SlotMeasure:
        units = [unit for part in parts for unit in part]
        order = _order(name)
        value = None if name in _NO_ALPHA else alpha(units, order)
        kappas = [
            found
            for pair in self._rows.values()
            if (found := kappa(_labels([row for part in pair for row in part], name))) is not None
        ]
        interval = None
        if value is not None and order is None:
            interval = self._draws.nominal_alpha([coincidences(part) for part in parts])
        mean = sum(kappas) / len(kappas) if kappas and name not in _NO_ALPHA else None
        return SlotMeasure(len(units), percent(units), value, mean, interval)

    def _by_type(self, types: Iterable[str]) -> dict[str, Measures]:
        found: dict[str, Measures] = {}
        whole = [[row for pair in self._rows.values() for row in pair[number]] for number in range(len(self._sides))]
        used = {each.type for part in whole for row in part for each in (row.a, row.b) if each is not None}
        for type in (*(each for each in types if each in used), *sorted(each for each in used - {*types} if each)):
            rows = [[row for row in part if row.is_of_type(type)] for part in whole]
            counts = [_of_type(part, type) for part in rows]
            slots = _slots([row for part in rows for row in part])
            found[type] = _counted(counts, slots, self._draws, {}, {})
        return found

    def _document(self, number: int, side: Side) -> DocumentAgreement:
        rows = [row for pair in self._rows.values() for row in pair[number]]
        size, matched, exact = _counts(rows)
        names = tuple(self._of(side))
        place = unitizing_alpha([self._continuum(side, names, "content")], labelled=False)
        return DocumentAgreement(
            side.document, side.title, names, size, _ratio(2 * exact, size), _ratio(2 * matched, size), place
        )

    def _u_alphas(self, groups: list[tuple[str, ...]]) -> tuple[dict[str, float | None], dict[str, float | None]]:
        """|uα and uα of each role."""
        found, places = {}, {}
        for role in ROLES:
            continua = [self._continuum(side, names, role) for names in groups for side in self._sides]
            found[role] = unitizing_alpha(continua, labelled=False)
            places[role] = unitizing_alpha(continua)
        return found, places

    def _continuum(self, side: Side, names: Iterable[str], role: str) -> Continuum:
        units = tuple(self._units[side.document, name][role] for name in names if name in side.layers)
        return Continuum(len(side.text), units)

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


def _measures(
    rows: Sequence[Sequence[Row]],
    slots: Mapping[str, SlotMeasure],
    draws: Draws,
    places: Mapping[str, float | None],
    found: Mapping[str, float | None],
) -> Measures:
    return _counted([_counts(part) for part in rows], slots, draws, places, found)


def _counted(
    counts: Sequence[tuple[int, float, float]],
    slots: Mapping[str, SlotMeasure],
    draws: Draws,
    places: Mapping[str, float | None],
    found: Mapping[str, float | None],
) -> Measures:
    size = sum(each for each, _, _ in counts)
    matched, exact = sum(each for _, each, _ in counts), sum(each for _, _, each in counts)
    interval = draws.ratio([(2 * own, whole) for whole, own, _ in counts])
    ratios = (_ratio(2 * exact, size), _ratio(2 * matched, size), interval)
    return Measures(size, round(matched), round(exact), *ratios, slots, places, found)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _labels(rows: Iterable[Row], slot: str) -> list[tuple[str, str]]:
    return [pair for row in rows for pair in row.labels.get(slot, ())]


def _slots(rows: Sequence[Row]) -> dict[str, SlotMeasure]:
    names = dict.fromkeys((*SLOTS, *(name for row in rows for name in row.labels)))
    return {name: _measure(name, pairs) for name in names if (pairs := _labels(rows, name))}


def _measure(name: str, units: Sequence[Unit]) -> SlotMeasure:
    rows = [each for each in units if len(each) > 1]
    if name in _NO_ALPHA:
        return SlotMeasure(len(rows), percent(rows), None)
    pairs = [(each[0], each[1]) for each in rows if len(each) == 2]
    of_two = kappa(pairs) if len(pairs) == len(rows) else None
    return SlotMeasure(len(rows), percent(rows), alpha(rows, _order(name)), of_two)


def _order(name: str) -> Sequence[str] | None:
    return INTENSITIES if name == "intensity" else None


def _against(who: str, documents: int, rows: Sequence[Row]) -> Against:
    own = sum(row.a is not None for row in rows)
    gold = sum(row.b is not None for row in rows)
    _, matched, exact = _counts(rows)
    return Against(
        who,
        documents,
        (_ratio(exact, own), _ratio(exact, gold), _ratio(2 * exact, own + gold)),
        (_ratio(matched, own), _ratio(matched, gold), _ratio(2 * matched, own + gold)),
        _slots(rows),
        tuple(rows),
    )


# ---------------------------------------------------------------------------------------------- units


def _units(matcher: Matcher, layer: Layer, role: str) -> Units:
    """The units of one role: each fragment is one, marks and edge punctuation aside."""
    found: list[tuple[Span, str]] = []
    for each in layer.quotations:
        for spans, label in _of_role(each, role):
            found += [(span, label) for span in matcher.same.core(spans)]
    return disjoint(found)


def _of_role(quotation: Quotation, role: str) -> list[tuple[Spans, str]]:
    """The fragments of a role with their label: a content's is the type."""
    match role:
        case "content" | "nested":
            inside = quotation.parent is not None
            return [(quotation.content, quotation.type or OPEN)] if inside == (role == "nested") else []
        case "cue":
            return [(quotation.cue, role)]
        case _:
            return [(party.spans, party.entity or role) for party in quotation.speakers]
