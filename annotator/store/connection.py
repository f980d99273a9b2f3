"""A connection to a project file: how it is opened, its transactions, and its errors as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from annotator.domain.errors import AppError, ConflictError, ProjectError
from annotator.store.database import Database
from annotator.store.functions import FUNCTIONS
from annotator.store.sql import insertion, setting

BUSY_SECONDS = 5
"""How long a writer waits for another writer's lock."""

_CACHE_KIB = 16_384

Row = tuple[Any, ...]
Values = Sequence[object] | Mapping[str, object]
"""Parameters of a statement, by place or by name."""


def uri(path: Path, mode: str) -> str:
    """The address of a file for SQLite, on any system: blanks, ``?``, ``#``, drive letters and shares included."""
    posix = path.absolute().as_posix()
    rooted = posix if posix.startswith("/") else f"/{posix}"
    return f"file://{quote(rooted.encode('utf-8', 'surrogateescape'))}?{mode}"


_MEANINGS = (
    (("full",), "No space left on the disk. The last gesture was not saved.", "free some space, then try again"),
    (("locked", "busy"), "{name} is locked by another program", "wait until it has finished, then try again"),
    (("readonly", "unable to open"), "{name} cannot be written", "copy it to a folder that you can write to"),
    (("not a database", "malformed"), "{name} is damaged", "open a backup, or recover it with an SQLite tool"),
    (("",), "{name} cannot be used: {error}", "check the disk, then open it again"),
)
"""Words of SQLite's messages, and what they mean to a user."""


def sentence(error: sqlite3.Error, path: Path) -> AppError:
    """What an SQLite error means to a user."""
    text = str(error).lower()
    if isinstance(error, sqlite3.IntegrityError):
        if "unique" in text:
            return ConflictError("an object with the same id is already there", "give it another id, or use merge")
        if "foreign key" in text:
            return ConflictError("something this refers to is no longer there", "load the document again")
        return ConflictError(f"a value does not fit the project ({error})", "check the value")
    message, hint = next((said, hint) for words, said, hint in _MEANINGS if any(word in text for word in words))
    return ProjectError(message.format(name=path.name, error=error), hint, path=str(path))


class Connection:
    """One connection: short verbs, SQLite's errors as `AppError`s, explicit transactions."""

    def __init__(self, path: Path, *, mode: str = "mode=rw") -> None:
        """Open ``path`` with SQLite's URI parameters ``mode``.  Raises sqlite3.Error."""
        self.path = path
        raw = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            self.db = Database(raw, execute_plugins=False)
            for pragma in (
                "trusted_schema=OFF",
                "cell_size_check=ON",
                "foreign_keys=ON",
                "synchronous=FULL",
                "temp_store=MEMORY",
                f"cache_size=-{_CACHE_KIB}",
            ):
                raw.execute(f"PRAGMA {pragma}")
        except BaseException:
            raw.close()
            raise
        for name, function in FUNCTIONS.items():
            raw.create_function(name, function.__code__.co_argcount, function, deterministic=True)
        self._raw = raw
        self.closed = False
        """Whether `close` was called."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._raw.in_transaction

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement.  Raises ProjectError or ConflictError."""
        try:
            return self._raw.execute(sql, values)
        except sqlite3.Error as error:
            raise sentence(error, self.path) from error
        except UnicodeEncodeError as error:
            raise ConflictError("a value holds a lone surrogate", "save the input as UTF-8 text") from error

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row.  Raises ProjectError or ConflictError."""
        try:
            self._raw.executemany(sql, rows)
        except sqlite3.Error as error:
            raise sentence(error, self.path) from error
        except UnicodeEncodeError as error:
            raise ConflictError("a value holds a lone surrogate", "save the input as UTF-8 text") from error

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._raw.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise sentence(error, self.path) from error

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, or None."""
        try:
            found: Row | None = self._raw.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise sentence(error, self.path) from error
        return found

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row of a query, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @property
    def written(self) -> int:
        """How many rows this connection has written so far, those that were taken back included."""
        return self._raw.total_changes

    def insert(self, table: str, values: dict[str, object]) -> int:
        """Insert one row; its id."""
        return self.execute(insertion(table, tuple(values)), tuple(values.values())).lastrowid or 0

    def update(self, table: str, id: int, values: dict[str, object]) -> None:
        """Set some columns of one row."""
        if values:
            self.execute(setting(table, values), (*values.values(), id))

    def begin(self) -> None:
        """Start a writing transaction.  Waits `BUSY_SECONDS` for another writer, then raises ProjectError."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the transaction durable.  If that fails it is rolled back whole, and the error says so."""
        try:
            self.execute("COMMIT")
        except AppError:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Take back all that the open transaction did, if one is open (some errors have done so already)."""
        if self._raw.in_transaction:
            with suppress(sqlite3.OperationalError):
                self._raw.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries that see one state, whatever another process commits between them."""
        if self._raw.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.rollback()

    def fold(self) -> None:
        """Bring everything into the file itself, so that it is the project alone; not while others have it open."""
        with suppress(sqlite3.OperationalError):
            self._raw.execute("PRAGMA busy_timeout=0")
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._raw.execute("PRAGMA journal_mode=DELETE")

    def interrupt(self) -> None:
        """Let the query that is being answered fail; from any thread."""
        with suppress(sqlite3.ProgrammingError):  # closed meanwhile
            self._raw.interrupt()

    def close(self) -> None:
        """Close, after taking back what no step has finished."""
        self.rollback()
        self._raw.close()
        self.closed = True
