"""The few statements that are built from the names of tables and columns.

The names are constants of this package, never a user's words; those go in as parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

AMONG = "IN (SELECT value FROM json_each(?))"
"""A condition for a parameter that holds a JSON list."""


def select(columns: Iterable[str], table: str, rest: str) -> str:
    """A query of one table, or of a join; ``rest`` is what follows."""
    return " ".join(("SELECT", ",".join(columns), "FROM", table, rest))


def insertion(table: str, columns: Sequence[str]) -> str:
    """Insert one row with these columns."""
    marks = ",".join("?" * len(columns))
    return " ".join(("INSERT INTO", table, "(", ",".join(columns), ") VALUES (", marks, ")"))


def setting(table: str, columns: Iterable[str]) -> str:
    """Set these columns of one row; its id comes last."""
    return " ".join(("UPDATE", table, "SET", ",".join(f"{column}=?" for column in columns), "WHERE id=?"))


def deletion(table: str, *where: str) -> str:
    """Delete the rows of a table that meet a condition, given in one or more words."""
    return " ".join(("DELETE FROM", table, "WHERE", *where))
