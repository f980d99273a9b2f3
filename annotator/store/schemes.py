"""The label scheme in the project file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from annotator.domain.scheme import Attribute, Guideline, Label, Scheme, Vocabulary
from annotator.store.connection import Connection
from annotator.store.journal import Journal

_CHOICES = "choices"


def read_scheme(connection: Connection) -> Scheme:
    """The stored scheme."""
    with connection.reading():
        labels = connection.rows(
            "SELECT vocabulary, ifnull(attribute_id, 0), uid, name, by_hand FROM label ORDER BY position"
        )
        attributes = connection.rows("SELECT id, uid, name, owner, type FROM attribute ORDER BY position")
        guidelines = connection.rows("SELECT reason, text FROM guideline ORDER BY position")

    def chosen(vocabulary: str, attribute: int = 0) -> tuple[Label, ...]:
        return tuple(
            Label(uid, name, bool(by_hand))
            for group, owner, uid, name, by_hand in labels
            if group == vocabulary and owner == attribute
        )

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
    )


def write_scheme(connection: Connection, journal: Journal, scheme: Scheme) -> None:
    """Store a scheme inside a step; vocabularies, attributes and guidelines that are the same stay untouched."""
    journal.require()
    stored = read_scheme(connection)
    for vocabulary in get_args(Vocabulary):
        if scheme.labels(vocabulary) != stored.labels(vocabulary):
            connection.execute("DELETE FROM label WHERE vocabulary=?", [vocabulary])
            _write_labels(connection, vocabulary, None, scheme.labels(vocabulary))
    if scheme.attributes != stored.attributes:
        connection.execute("DELETE FROM label WHERE vocabulary=?", [_CHOICES])
        connection.execute("DELETE FROM attribute")
        for position, each in enumerate(scheme.attributes):
            values = {"uid": each.id, "owner": each.owner, "type": each.type, "name": each.name, "position": position}
            _write_labels(connection, _CHOICES, connection.insert("attribute", values), each.choices)
    if scheme.guidelines != stored.guidelines:
        connection.execute("DELETE FROM guideline")
        for position, rule in enumerate(scheme.guidelines):
            connection.insert("guideline", {"reason": rule.reason, "text": rule.text, "position": position})


def _write_labels(connection: Connection, vocabulary: str, attribute: int | None, labels: Sequence[Label]) -> None:
    for position, each in enumerate(labels):
        values = {"uid": each.id, "name": each.name, "by_hand": int(each.by_hand), "position": position}
        connection.insert("label", {"vocabulary": vocabulary, "attribute_id": attribute, **values})
