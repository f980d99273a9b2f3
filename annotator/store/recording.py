"""The TEMP triggers that record what a step does to its tables, and the images of rows that they write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.store.connection import Connection

OUTSIDE = "a write outside a step"
"""What a trigger says where no step is under way."""

_RECORD = "INSERT INTO change(step, tbl, op, row_id, last_id, before)"


def columns_of(connection: Connection, table: str) -> dict[str, str]:
    """Names and declared types of a table's columns."""
    return {name: type for _, name, type, *_ in connection.rows(f"PRAGMA table_info({table})")}


def triggers(table: str, columns: Mapping[str, str]) -> Iterator[str]:
    """The statements that make a connection record what is written to a table; see `trigger_names`."""
    guard = f"SELECT RAISE(ABORT, '{OUTSIDE}') WHERE journal_step() IS NULL;"
    differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in columns)
    for event, row, when, before in (
        ("INSERT", "new", "", "NULL"),
        ("UPDATE", "old", f"WHEN {differs}", _image("old", columns)),
        ("DELETE", "old", "", _image("old", columns)),
    ):
        head = f"CREATE TEMP TRIGGER journal_{table}_{event} AFTER {event} ON main.{table} {when} BEGIN"
        values = f"journal_step(), '{table}', '{event[0]}', {row}.id, {row}.id, {before}"
        yield f"{head} {guard} {_RECORD} VALUES ({values}); END"


def trigger_names(table: str) -> tuple[str, ...]:
    """The names of a table's triggers."""
    return tuple(f"journal_{table}_{event}" for event in ("INSERT", "UPDATE", "DELETE"))


def written_real(value: float) -> str:
    """A real as text that Python wrote: SQLite's own keeps only 15 digits."""
    return repr(value)


def values_of(image: Mapping[str, Any], columns: Mapping[str, str]) -> list[object]:
    """The values of an image, reals as numbers again."""
    return [
        float(image[name]) if type == "REAL" and image[name] is not None else image[name]
        for name, type in columns.items()
    ]


def _image(row: str, columns: Mapping[str, str]) -> str:
    """SQL for a row as JSON."""
    parts = [f"'{name}',{_exact(row, name, type)}" for name, type in columns.items()]
    return f"json_object({','.join(parts)})"


def _exact(row: str, name: str, type: str) -> str:
    value = f"{row}.{name}"
    return f"CASE WHEN {value} IS NOT NULL THEN journal_real({value}) END" if type == "REAL" else value
