"""From a path to a connection: every way in which a file can fail to be a usable project, as one sentence."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from annotator.domain.errors import ProjectError
from annotator.store.connection import Connection, sentence
from annotator.store.files import copy_verified
from annotator.store.role import HELD, Role
from annotator.store.schema import is_older, migrate, verify, verify_tables, version

_MAGIC = b"SQLite format 3\0"
PROTECTED = "This file cannot be written: read only here."
ASKED = "This project is opened read only."


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to a verified project file; ``refusal`` is why it may not be written, or None."""

    connection: Connection
    role: Role | None
    refusal: str | None


def open_file(path: Path, *, read_only: bool, exclusive: bool) -> Opened:
    """Open a project file; see `annotator.store.project.Project.open`.  Raises ProjectError."""
    _look(path)
    refusal = ASKED if read_only else None if _is_writable(path) else PROTECTED
    role: Role | None = None
    try:
        if refusal is None and exclusive:
            role, refusal = _role(path)
        if refusal is None:
            connection = _writable(path)
            if connection is not None:
                return Opened(connection, role, None)
            refusal = PROTECTED
        if role is not None:
            role.release()
            role = None
        return Opened(_readable(path), None, refusal)
    except sqlite3.Error as error:
        _release(role)
        raise sentence(error, path) from error
    except BaseException:
        _release(role)
        raise


def _role(path: Path) -> tuple[Role | None, str | None]:
    """The writer's role, or why there is none."""
    try:
        role = Role.take(path)
    except sqlite3.OperationalError:
        return None, PROTECTED
    return role, None if role else HELD


def _release(role: Role | None) -> None:
    if role is not None:
        role.release()


def _look(path: Path) -> None:
    """What can be told without SQLite."""
    where = str(path)
    try:
        if path.is_dir():
            raise ProjectError(f"{path.name} is a folder", "choose a file that ends in .annotator", path=where)
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise ProjectError(
            f"there is no file {path.name}", "check the name, or make a new project", path=where
        ) from error
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be read: {error.strerror or error}", "check its permissions", path=where
        ) from error
    if head != _MAGIC:
        what = "is empty" if not head else "is not an Annotator project"
        raise ProjectError(f"{path.name} {what}", "choose a file that ends in .annotator", path=where)


def _is_writable(path: Path) -> bool:
    """Whether file and folder let us write; a file marked read only is left alone even by those who could."""
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _writable(path: Path) -> Connection | None:
    """A connection that writes, the schema up to date; None if the file turns out to be read only."""
    connection = Connection(path)
    try:
        connection.db.conn.execute("PRAGMA application_id")  # the first look at the file: fails here if it cannot log
        verify(connection)
        if is_older(connection):
            _update(connection)
        verify_tables(connection)
        mode = connection.db.conn.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        connection.close()
        if "readonly" in str(error) or "unable to open" in str(error):
            return None
        raise
    except BaseException:
        connection.close()
        raise
    if mode != "wal":
        connection.close()
        return None
    return connection


def renewed_copy(path: Path, folder: Path) -> Path:
    """A project file of this version to read from: the file itself, or of an older one a copy in ``folder``.

    Raises ProjectError where it cannot be opened.
    """
    _look(path)
    try:
        connection = _reader(path)
        try:
            verify(connection)
            if not is_older(connection):
                return path
            copy_verified(connection, copy := folder / path.name)
        finally:
            connection.close()
        _writer(copy).close()
    except sqlite3.Error as error:
        raise sentence(error, path) from error
    return copy


def _writer(copy: Path) -> Connection:
    """A connection to a copy of our own, brought to this version."""
    connection = Connection(copy)
    try:
        migrate(connection)
        verify_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _readable(path: Path) -> Connection:
    """A connection that only reads, to a project of this version."""
    connection = _reader(path)
    try:
        verify(connection)
        _refuse_older(connection)
        verify_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _reader(path: Path) -> Connection:
    """A connection that only reads."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = Connection(path, mode=mode)
        try:
            connection.db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            log = path.with_name(f"{path.name}-wal")
            if "immutable" in mode or (log.exists() and log.stat().st_size) or "unable to open" not in str(error):
                raise
            continue
        except BaseException:
            connection.close()
            raise
        return connection
    raise AssertionError("the last way either opens or raises")


def _refuse_older(connection: Connection) -> None:
    if is_older(connection):
        raise ProjectError(
            f"{connection.path.name} is from an older version of Annotator and cannot be updated here",
            "copy it to a folder that you can write to",
            path=str(connection.path),
        )


def _update(connection: Connection) -> None:
    """Back an older file up beside itself, then migrate it."""
    path, old = connection.path, version(connection)
    names = (f"{path.stem}.v{old}{'' if n == 1 else f'-{n}'}{path.suffix}" for n in count(1))
    copy_verified(connection, next(spare for name in names if not (spare := path.with_name(name)).exists()))
    migrate(connection)
