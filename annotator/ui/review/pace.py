"""How long a decision takes, as this sitting shows: nothing is stored."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

_PAUSE = 60.0
"""Seconds after which somebody has done something else between two decisions."""
_FEWEST = 5
"""Times that must be known before one is told."""


class DecisionPace:
    """The time from one decision to the next; pauses do not count, and the middle one of all is told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self._times: list[float] = []

    def decided(self) -> None:
        """Something was decided just now."""
        now = self._clock()
        if self._last is not None and now - self._last <= _PAUSE:
            self._times.append(now - self._last)
        self._last = now

    @property
    def words(self) -> str:
        """“9 s per decision”; empty while too little is known."""
        if len(self._times) < _FEWEST:
            return ""
        return f"{max(1, round(statistics.median(self._times)))} s per decision"
