"""How a long operation says how far it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

from annotator.domain.errors import ConflictError

Progress = Callable[[int, int], None]
"""Is told how much is done, of how much."""
Stop = Callable[[], bool]
"""Whether to stop at the next safe place."""


def silent(_done: int, _total: int) -> None:
    """Nobody wants to know."""


def never() -> bool:
    """Go on to the end."""
    return False


def stop_if(stop: Stop) -> None:
    """Raise ConflictError when told to stop."""
    if stop():
        raise ConflictError("it was cancelled. Nothing was written", "do it again")
