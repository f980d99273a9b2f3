"""sqlite-utils without what it would drag in.

sqlite-utils looks for numpy and pandas when it is imported, only to know their number types.  With spaCy installed both
are there, and the window would start 150 ms later and 30 MB heavier; so they are hidden from it while it loads.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Database"]


@contextmanager
def _without(*names: str) -> Iterator[None]:
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say "not importable"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without("numpy", "pandas"):
    from sqlite_utils import Database
