"""How often suggestions of a certain score are right: measured once, or by what was decided in a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STEPS: Final = 20
"""Scores from 0 to 1 are counted in so many steps of one width."""
ENOUGH: Final = 60
"""From this number of decisions on a project's own ones say more than what was measured elsewhere."""
WEIGHT: Final = 5.0
"""Decisions that what is known already counts as much as, in each step: a step with three of them says little alone."""

Tally = tuple[int, int]
"""How many were judged, and how many of them were right."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The share of right suggestions for each step of the score.

    ``decided`` is the number of decisions it was learned from, 0 where it was measured on other texts.
    """

    shares: tuple[float, ...]
    decided: int = 0

    def share(self, score: float | None) -> float:
        """How likely a suggestion with this score is right, 0…1."""
        return self.shares[step_of(score)]

    def precision(self, scores: Sequence[float | None]) -> float | None:
        """The share of right ones to be expected among suggestions with these scores; None where there are none."""
        return sum(map(self.share, scores)) / len(scores) if scores else None


def step_of(score: float | None) -> int:
    """The step of a score, from 0; one without a score has 0."""
    return max(0, min(STEPS - 1, int((score or 0.0) * STEPS)))


def tallied(judged: Iterable[tuple[float | None, bool]]) -> dict[int, Tally]:
    """Scores and whether they were right, counted by step."""
    counts: dict[int, list[int]] = {}
    for score, right in judged:
        count = counts.setdefault(step_of(score), [0, 0])
        count[0] += 1
        count[1] += right
    return {step: (judged, right) for step, (judged, right) in counts.items()}


def as_scored() -> Calibration:
    """What scores say of themselves, where nothing was measured: the middle of each step."""
    return Calibration(tuple((step + 0.5) / STEPS for step in range(STEPS)))


def calibrated(counts: Mapping[int, Tally], known: Calibration, *, own: bool) -> Calibration:
    """The shares that counts by step say, drawn to what is known already.  ``own``: they are a project's decisions."""
    shares = []
    for step, before in enumerate(known.shares):
        judged, right = counts.get(step, (0, 0))
        shares.append((right + WEIGHT * before) / (judged + WEIGHT))
    return Calibration(tuple(shares), sum(judged for judged, _ in counts.values()) if own else 0)
