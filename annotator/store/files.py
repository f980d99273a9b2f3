"""Project files written whole or not at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from annotator.domain.errors import ProjectError
from annotator.store.connection import Connection, sentence, uri
from annotator.store.schema import APPLICATION_ID

_COMPANIONS = ("-journal", "-wal", "-shm")
"""The ends of the names of SQLite's own files beside a database."""


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A new file beside ``path`` that takes its name if the block succeeds and is gone if it fails.

    What a crash left of an earlier file of that name goes first: SQLite would play it into the new one.
    Raises ProjectError if ``path`` exists, before or after, or if its folder cannot be written.
    """
    _refuse_existing(path)
    if not path.parent.is_dir():
        raise ProjectError(f"there is no folder {path.parent}", "make it first", path=str(path))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        draft.open("xb").close()
        yield draft
        _refuse_existing(path)
        for stale in _companions(path):
            stale.unlink(missing_ok=True)
        draft.replace(path)
    except sqlite3.Error as error:
        raise sentence(error, path) from error
    except ProjectError as error:
        raise ProjectError(error.message.replace(draft.name, path.name), error.hint, path=str(path)) from error
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be written: {error.strerror or error}", "choose another folder", path=str(path)
        ) from error
    finally:
        for leftover in (draft, *_companions(draft)):
            with suppress(OSError):
                leftover.unlink()


def _companions(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in _COMPANIONS]


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise ProjectError(f"{path.name} exists already", "choose another name", path=str(path))


def copy_verified(source: Connection, out: Path) -> None:
    """A copy of an open project, as last committed, checked after writing.  Raises ProjectError."""
    with written_whole(out) as draft:
        with closing(sqlite3.connect(uri(draft, "mode=rw"), uri=True, isolation_level=None)) as copy:
            source.db.conn.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = copy.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if not (sound and ours):
            raise ProjectError(
                f"{source.path.name} is damaged: no backup was written", "run annotator check", path=str(source.path)
            )
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
