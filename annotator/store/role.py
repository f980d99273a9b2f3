"""The writer's role: of several windows on one project file, one writes.

The role is an exclusive lock on an empty SQLite file beside the project, so it works wherever SQLite's locks do, and a
crash gives it back.  Commands do not take it: each of their steps is one transaction, and SQLite's own lock suffices.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from annotator.store.connection import uri

HELD = "This file is open in another window: read only here."


class Role:
    """The writer's role of one window, held until `release`."""

    def __init__(self, lock: Path, connection: sqlite3.Connection) -> None:
        self._lock = lock
        self._connection = connection

    @classmethod
    def take(cls, project: Path) -> Role | None:
        """The role for this project file, or None if another window holds it.  Raises sqlite3.OperationalError."""
        place = project.resolve()  # one lock, by whatever link the file is reached
        lock = place.with_name(f"{place.name}-lock")
        while True:
            connection = sqlite3.connect(uri(lock, "mode=rwc"), uri=True, isolation_level=None, timeout=0)
            try:
                connection.execute("PRAGMA journal_mode=MEMORY")
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                connection.close()
                if "locked" in str(error):
                    return None
                raise
            if lock.exists():
                return cls(lock, connection)
            connection.close()  # its last holder took the file away between our opening and our locking it

    def release(self) -> None:
        """Give the role back and take the lock file away."""
        try:
            self._lock.unlink()
        except OSError:  # a system where open files cannot be removed: close it first
            self._connection.close()
            with suppress(OSError):
                self._lock.unlink()
        self._connection.close()
