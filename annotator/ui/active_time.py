"""The time that somebody really works on an article, and where they left it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

IDLE_SECONDS = 60.0
"""So long after the last key, click or scroll somebody still counts as reading."""

_SHOW_MS = 20_000


class ActiveTime(QObject):
    """Counts the active seconds of one article after another.

    Active is who has done something in the last `IDLE_SECONDS` while the window was the active one.  Nothing is counted
    unless `set_on` says so, and before `begin`.  ``ticked`` carries the seconds from time to time, to show them.
    """

    ticked = Signal(float)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._on = False
        self._window_active = True
        self._running = False
        self._counted = 0.0
        self._last: float | None = None
        self._timer = QTimer(self, interval=_SHOW_MS)
        self._timer.timeout.connect(lambda: self.ticked.emit(self.seconds()))

    @property
    def on(self) -> bool:
        """Whether time is counted."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Count from now on, or no longer."""
        self._count()
        self._on = on
        self._last = None
        if on and self._running:
            self._timer.start()
            self.touch()
        else:
            self._timer.stop()

    def watch(self, *signals: SignalInstance) -> None:
        """Take each of these signals as something done: caret moved, scrolled, session changed."""
        for each in signals:
            each.connect(self.touch)

    def begin(self, seconds: float = 0.0) -> None:
        """Start with another article, on which ``seconds`` were spent before."""
        self._counted = seconds
        self._running = True
        self._last = None
        if self._on:
            self._timer.start()
            self.touch()

    def end(self) -> float:
        """Leave the article; the seconds spent on it in all."""
        seconds = self.seconds()
        self._running = False
        self._last = None
        self._timer.stop()
        return seconds

    def touch(self, *_arguments: object) -> None:
        """Somebody has done something."""
        if self._running and self._on and self._window_active:
            self._count()
            self._last = self._clock()

    def set_window_active(self, active: bool) -> None:
        """The window has become the active one, or is no longer."""
        self._count()
        self._last = None
        self._window_active = active
        if active:
            self.touch()

    def seconds(self) -> float:
        """Active seconds spent on the article so far."""
        return self._counted + self._since()

    def _since(self) -> float:
        return 0.0 if self._last is None else min(IDLE_SECONDS, max(0.0, self._clock() - self._last))

    def _count(self) -> None:
        self._counted += self._since()
        if self._last is not None:
            self._last = self._clock()
