"""How far several annotators agree beyond chance on values: Krippendorff's α, Cohen's κ, percent.

A unit is one thing with the values that its annotators gave it.  None stands for “n/a”: where nothing varies there is
nothing to agree on, and a 1.00 would be a lie.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

Unit = Sequence[str]
Coincidences = Mapping[tuple[str, str], float]


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
