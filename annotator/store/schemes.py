"""The label scheme in the project file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import get_args

from annotator.domain.scheme import ASKED, Attribute, Guideline, Label, Scheme, Vocabulary
from annotator.store.connection import Connection
from annotator.store.journal import Journal
from annotator.store.rows import dump
from annotator.store.schema import ASKED_KEY
from annotator.store.sql import deletion, select

_CHOICES = "choices"


def read_scheme(connection: Connection) -> Scheme:
    """The stored scheme."""
    with connection.reading():
        labels = connection.rows(
            "SELECT vocabulary, ifnull(attribute_id, 0), uid, name, by_hand FROM label ORDER BY position"
        )
        attributes = connection.rows("SELECT id, uid, name, owner, type FROM attribute ORDER BY position")
        guidelines = connection.rows("SELECT reason, text FROM guideline ORDER BY position")
        asked = connection.value("SELECT value FROM project WHERE key=?", [ASKED_KEY])

    def chosen(vocabulary: str, attribute: int = 0) -> tuple[Label, ...]:
        return tuple(
            Label(uid, name, bool(by_hand))
            for group, owner, uid, name, by_hand in labels
            if group == vocabulary and owner == attribute
        )

    wanted = ASKED if asked is None else json.loads(asked)
    return Scheme(
        types=chosen("types"),
        stances=chosen("stances"),
        kinds=chosen("kinds"),
        flags=chosen("flags"),
        reasons=chosen("reasons"),
        attributes=tuple(
            Attribute(uid, name, owner, type, chosen(_CHOICES, id)) for id, uid, name, owner, type in attributes
        ),
        guidelines=tuple(Guideline(reason, text) for reason, text in guidelines),
        asked=tuple(each for each in ASKED if each in wanted),
    )


def write_scheme(connection: Connection, journal: Journal, scheme: Scheme) -> None:
    """Store a scheme inside a step; only rows that differ are written.

    Raises ConflictError if two labels of a vocabulary, or two attributes of one owner, have the same id.
    """
    journal.require()
    for vocabulary in get_args(Vocabulary):
        _write_labels(connection, vocabulary, None, scheme.labels(vocabulary))
    wanted = [
        {"uid": each.id, "owner": each.owner, "type": each.type, "name": each.name, "position": position}
        for position, each in enumerate(scheme.attributes)
    ]
    numbers = _sync(connection, "attribute", "", [], wanted, keys=("owner", "uid"))
    for number, each in zip(numbers, scheme.attributes, strict=True):
        _write_labels(connection, _CHOICES, number, each.choices)
    rules: list[dict[str, object]] = [
        {"position": position, "reason": each.reason, "text": each.text}
        for position, each in enumerate(scheme.guidelines)
    ]
    _sync(connection, "guideline", "", [], rules, keys=("position",))
    asked = [each for each in ASKED if each in scheme.asked]
    connection.execute(
        "INSERT INTO project(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
        [ASKED_KEY, dump(asked)],
    )


def _write_labels(connection: Connection, vocabulary: str, attribute: int | None, labels: Sequence[Label]) -> None:
    wanted: list[dict[str, object]] = [
        {
            "vocabulary": vocabulary,
            "attribute_id": attribute,
            "uid": each.id,
            "name": each.name,
            "by_hand": int(each.by_hand),
            "position": position,
        }
        for position, each in enumerate(labels)
    ]
    where = "WHERE vocabulary=? AND attribute_id IS ?"
    _sync(connection, "label", where, [vocabulary, attribute], wanted, keys=("uid",))


def _sync(
    connection: Connection,
    table: str,
    where: str,
    values: Sequence[object],
    wanted: Sequence[dict[str, object]],
    *,
    keys: tuple[str, ...],
) -> list[int]:
    """Make the rows of a table that meet a condition the wanted ones, found by ``keys``; their numbers."""
    columns = tuple(wanted[0]) if wanted else keys
    rows = connection.rows(select(("id", *columns), table, where), values)
    stored = [(number, dict(zip(columns, row, strict=True))) for number, *row in rows]
    by_key = {tuple(row[key] for key in keys): (number, row) for number, row in stored}
    kept = {tuple(row[key] for key in keys) for row in wanted}
    for key, (number, _) in by_key.items():
        if key not in kept:
            connection.execute(deletion(table, "id=?"), [number])
    numbers = []
    for row in wanted:
        number, old = by_key.pop(tuple(row[key] for key in keys), (None, {}))
        if number is None:
            number = connection.insert(table, row)
        else:
            connection.update(table, number, {name: value for name, value in row.items() if old[name] != value})
        numbers.append(number)
    return numbers
