"""How far several annotators agree beyond chance on values: Krippendorff's α, Cohen's κ, percent.

A unit is one thing with the values that its annotators gave it.  None stands for “n/a”: where nothing varies there is
nothing to agree on, and a 1.00 would be a lie.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

Unit = Sequence[str]
Interval = tuple[float, float]
Coincidences = Mapping[tuple[str, str], float]

ROUNDS = 1000
"""How often documents are drawn for an interval."""

_LEVEL = 0.95


def coincidences(units: Iterable[Unit]) -> Coincidences:
    """How often two values meet in a unit, each unit weighed by its number of values - 1 (Krippendorff 2004)."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for unit in units:
        if len(unit) < 2:
            continue
        weight = 1 / (len(unit) - 1)
        if len(unit) == 2:
            found[unit[0], unit[1]] += weight
            found[unit[1], unit[0]] += weight
            continue
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    found[one, other] += weight
    return found


def alpha(units: Iterable[Unit], order: Sequence[str] | None = None) -> float | None:
    """Krippendorff's α of units with two values or more; nominal, or ordinal where the values have an ``order``."""
    return alpha_of(coincidences(units), order)


def alpha_of(found: Coincidences, order: Sequence[str] | None = None) -> float | None:
    """Krippendorff's α of a coincidence matrix."""
    totals: defaultdict[str, float] = defaultdict(float)
    for (one, _), weight in found.items():
        totals[one] += weight
    whole = sum(totals.values())
    if whole <= 1:
        return None
    if order is None:
        observed = sum(weight for (one, other), weight in found.items() if one != other)
        expected = (whole * whole - sum(each * each for each in totals.values())) / (whole - 1)
    else:
        distance = _ordinal(totals, order)
        observed = sum(weight * distance(one, other) for (one, other), weight in found.items())
        expected = sum(totals[one] * totals[other] * distance(one, other) for one in totals for other in totals) / (
            whole - 1
        )
    return 1 - observed / expected if expected > 1e-12 else None


def _ordinal(totals: Mapping[str, float], order: Sequence[str]) -> Callable[[str, str], float]:
    """The squared ordinal distance: how many values lie between two, themselves counted by half."""
    ranked = [each for each in order if each in totals]
    sums = [0.0]
    for each in ranked:
        sums.append(sums[-1] + totals[each])
    middle = {each: (sums[n] + sums[n + 1]) / 2 for n, each in enumerate(ranked)}
    return lambda one, other: (middle[one] - middle[other]) ** 2


def percent(units: Iterable[Unit]) -> float | None:
    """The share of pairs of values within units that are equal, 0…1."""
    equal = pairs = 0
    for unit in units:
        if len(unit) == 2:
            pairs += 1
            equal += unit[0] == unit[1]
            continue
        count = Counter(unit)
        pairs += len(unit) * (len(unit) - 1) // 2
        equal += sum(each * (each - 1) // 2 for each in count.values())
    return equal / pairs if pairs else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's κ of two annotators (1960)."""
    if not pairs:
        return None
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(left[each] * right[each] for each in left) / len(pairs) ** 2
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else None


# ---------------------------------------------------------------------------------------------- intervals


@dataclass(frozen=True, slots=True)
class Draws:
    """The same draws of documents for every figure: how often each document is in each draw."""

    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, documents: int, *, seed: int = 0, rounds: int = ROUNDS) -> Draws:
        """Draws of so many documents with replacement (Efron 1979); the same for the same seed."""
        chance = random.Random(seed)  # noqa: S311 - statistics, no secret
        numbers = range(documents)
        drawn = []
        for _ in range(rounds if documents > 1 else 0):
            count = [0] * documents
            for each in chance.choices(numbers, k=documents):
                count[each] += 1
            drawn.append(tuple(count))
        return cls(tuple(drawn))

    def ratio(self, parts: Sequence[tuple[float, float]]) -> Interval | None:
        """The interval of a pooled ratio; ``parts`` are numerator and denominator of each document."""
        tops, bottoms = [top for top, _ in parts], [bottom for _, bottom in parts]
        found = []
        for count in self.counts:
            whole = sum(map(mul, count, bottoms))
            if whole:
                found.append(sum(map(mul, count, tops)) / whole)
        return _interval(found)

    def nominal_alpha(self, parts: Sequence[Coincidences]) -> Interval | None:
        """The interval of a nominal α; ``parts`` are the coincidences of each document."""
        wrong, totals = [], []
        for part in parts:
            sizes: defaultdict[str, float] = defaultdict(float)
            for (one, _), weight in part.items():
                sizes[one] += weight
            totals.append(sizes)
            wrong.append(sum(weight for (one, other), weight in part.items() if one != other))
        shared, alone = _split(totals)
        found = []
        for count in self.counts:
            whole = squares = 0.0
            sums: defaultdict[str, float] = defaultdict(float)
            for times, (size, square), own in zip(count, alone, shared, strict=True):
                if times:
                    whole += times * size
                    squares += times * times * square
                    for value, weight in own:
                        sums[value] += times * weight
            whole += sum(sums.values())
            squares += sum(each * each for each in sums.values())
            expected = whole * whole - squares
            if whole > 1 and expected > 1e-9:
                found.append(1 - (whole - 1) * sum(map(mul, count, wrong)) / expected)
        return _interval(found)


def _split(
    totals: Sequence[Mapping[str, float]],
) -> tuple[list[list[tuple[str, float]]], list[tuple[float, float]]]:
    """Values that several documents share, and the sums (plain and squared) of those that only one has."""
    holders = Counter(value for own in totals for value in own)
    shared = [[(value, weight) for value, weight in own.items() if holders[value] > 1] for own in totals]
    alone = []
    for own in totals:
        weights = [weight for value, weight in own.items() if holders[value] == 1]
        alone.append((sum(weights), sum(each * each for each in weights)))
    return shared, alone


def _interval(found: list[float]) -> Interval | None:
    """The middle 95 % of the values; None for fewer than two."""
    if len(found) < 2:
        return None
    found.sort()
    out = (1 - _LEVEL) / 2
    return found[int(out * (len(found) - 1))], found[round((1 - out) * (len(found) - 1))]
