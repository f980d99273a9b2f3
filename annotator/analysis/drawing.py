"""Intervals by drawing documents: the percentile bootstrap (Efron 1979), one draw for every figure.

Documents are drawn with replacement, whole ones, since the quotations of one article are not independent (Davison &
Hinkley 1997, §3.8), and the coefficient is computed anew from what was drawn, its expected disagreement too, as Zapf,
Castell, Morawietz & Karch (2016) recommend for Krippendorff's α.  The middle 95 % of 1,000 draws are the interval.  The
same seed gives the same draws, hence the same intervals, on every machine.

What a draw adds up is the same sum for each of 1,000 draws, with other numbers of copies of the documents.  All of them
are added up at once: the numbers of copies of one document are the *lanes*, 64 bits wide, of one long integer; it is
multiplied by what the document adds and the products are summed.  That is exact, and ten times faster than a loop.
"""

from __future__ import annotations

import random
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import lcm
from operator import mul

from annotator.analysis.reliability import Coincidences, alpha_of
from annotator.analysis.unitizing import Part, alpha_of_sums

Interval = tuple[float, float]

ROUNDS = 1000
"""How often documents are drawn for an interval."""

_LEVEL = 0.95
_LANE = 8
"""Bytes of a lane."""
_FULL = 2 ** (8 * _LANE)


@dataclass(frozen=True, slots=True)
class Draws:
    """The same draws of documents for every figure: how often each document is in each of the ``rounds``."""

    rounds: int
    _once: tuple[int, ...] = field(repr=False)
    _squared: tuple[int, ...] = field(repr=False, compare=False)

    @classmethod
    def of(cls, documents: int, *, seed: int = 0, rounds: int = ROUNDS) -> Draws:
        """Draws of so many documents with replacement, none of fewer than two; the same for the same seed."""
        chance = random.Random(seed)  # noqa: S311 - statistics, no secret
        numbers = range(documents)
        rounds = rounds if documents > 1 else 0
        columns = [array("Q", bytes(_LANE * rounds)) for _ in numbers]
        for number in range(rounds):
            for each in chance.choices(numbers, k=documents):
                columns[each][number] += 1
        once, squared = [], []
        for column in columns:
            once.append(_lanes(column))
            squared.append(_lanes([each * each for each in column]))
        return cls(rounds, tuple(once), tuple(squared))

    @property
    def counts(self) -> list[tuple[int, ...]]:
        """For each draw how often each document is in it."""
        return list(zip(*map(self._numbers, self._once), strict=True))

    # ------------------------------------------------------------------------------------------ sums

    def sums(self, weights: Sequence[int]) -> list[int]:
        """For each draw the sum of what its documents add; ``weights`` are none below 0."""
        return self._summed(weights, self._once, squared=False)

    def squares(self, parts: Sequence[Mapping[str, int]]) -> list[int]:
        """For each draw the sum over all labels of the square of what its documents add to the label."""
        holders = Counter(label for own in parts for label in own)
        shared: dict[str, list[tuple[int, int]]] = {}
        alone = [0] * len(parts)
        for number, own in enumerate(parts):
            for label, weight in own.items():
                if holders[label] > 1:
                    shared.setdefault(label, []).append((number, weight))
                else:
                    alone[number] += weight * weight
        found = self._summed(alone, self._squared, squared=True)
        for rows in shared.values():
            weights = [0] * len(parts)
            for number, weight in rows:
                weights[number] = weight
            found = [sum + each * each for sum, each in zip(found, self.sums(weights), strict=True)]
        return found

    def _summed(self, weights: Sequence[int], lanes: Sequence[int], *, squared: bool) -> list[int]:
        most = len(weights) ** 2 if squared else len(weights)
        if max(weights, default=0) * most >= _FULL:  # a lane would run over into the next
            power = 2 if squared else 1
            return [sum(map(mul, (each**power for each in count), weights)) for count in self.counts]
        return self._numbers(sum(weight * lane for weight, lane in zip(weights, lanes, strict=True) if weight))

    def _numbers(self, lanes: int) -> list[int]:
        """The numbers in the lanes of one long integer."""
        found = array("Q")
        found.frombytes(lanes.to_bytes(_LANE * self.rounds, sys.byteorder))
        return found.tolist()

    # ------------------------------------------------------------------------------------------ intervals

    def ratio(self, parts: Sequence[tuple[float, float]]) -> Interval | None:
        """The interval of a pooled ratio; ``parts`` are numerator and denominator of each document, whole or half."""
        tops = self.sums([round(2 * top) for top, _ in parts]) if self.rounds else []
        bottoms = self.sums([round(2 * bottom) for _, bottom in parts]) if self.rounds else []
        return _interval(top / whole for top, whole in zip(tops, bottoms, strict=True) if whole)

    def alpha(self, parts: Sequence[Coincidences], order: Sequence[str] | None = None) -> Interval | None:
        """The interval of Krippendorff's α; ``parts`` are the coincidences of each document."""
        if not self.rounds or not any(parts):
            return None
        factor = _whole_factor(parts)
        scaled = [{pair: round(factor * weight) for pair, weight in part.items()} for part in parts]
        return _interval(self._nominal(scaled, factor) if order is None else self._ordinal(scaled, factor, order))

    def _nominal(self, parts: Sequence[Mapping[tuple[str, str], int]], factor: int) -> Iterable[float]:
        totals = []
        for part in parts:
            own: Counter[str] = Counter()
            for (one, _), weight in part.items():
                own[one] += weight
            totals.append(own)
        wrong = self.sums([sum(weight for (one, other), weight in part.items() if one != other) for part in parts])
        wholes = self.sums([own.total() for own in totals])
        for whole, squares, missed in zip(wholes, self.squares(totals), wrong, strict=True):
            expected = whole * whole - squares
            if whole > factor and expected:
                yield 1 - (whole - factor) * missed / expected

    def _ordinal(
        self, parts: Sequence[Mapping[tuple[str, str], int]], factor: int, order: Sequence[str]
    ) -> Iterable[float]:
        pairs = sorted({pair for part in parts for pair in part})
        columns = [self.sums([part.get(pair, 0) for part in parts]) for pair in pairs]
        for row in zip(*columns, strict=True):
            drawn = {pair: weight / factor for pair, weight in zip(pairs, row, strict=True) if weight}
            if (found := alpha_of(drawn, order)) is not None:
                yield found

    def unitizing(self, parts: Sequence[Part | None]) -> Interval | None:
        """The interval of uα; ``parts`` are what each document adds, None where nobody can be compared."""
        if not self.rounds or not any(parts):
            return None
        factor = lcm(*(each.annotators - 1 for each in parts if each))
        wholes = self.sums([each.whole if each else 0 for each in parts])
        lengths = self.sums([each.squares if each else 0 for each in parts])
        agreed = self.sums([each.agreed * factor // (each.annotators - 1) if each else 0 for each in parts])
        squares = self.squares([each.totals if each else {} for each in parts])
        found = (
            alpha_of_sums(whole, own, square, same / factor)
            for whole, own, square, same in zip(wholes, lengths, squares, agreed, strict=True)
        )
        return _interval(each for each in found if each is not None)


def _lanes(numbers: Sequence[int]) -> int:
    return int.from_bytes(array("Q", numbers).tobytes(), sys.byteorder)


def _whole_factor(parts: Iterable[Coincidences]) -> int:
    """What makes whole numbers of weights, each the sum of some 1/n: found by trying."""
    weights = {weight for part in parts for weight in part.values()}
    factor = number = 1
    while any(abs(factor * each - round(factor * each)) > 1e-6 for each in weights):
        number += 1
        factor = lcm(factor, number)
    return factor


def _interval(values: Iterable[float]) -> Interval | None:
    """The middle 95 % of the values; None for fewer than two."""
    found = sorted(values)
    if len(found) < 2:
        return None
    out = (1 - _LEVEL) / 2
    return found[int(out * (len(found) - 1))], found[round((1 - out) * (len(found) - 1))]
