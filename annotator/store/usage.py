"""What the layers do with the entities of the registry: how often, where, and with which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal, TypeVar

from annotator.domain.annotations import LayerKind
from annotator.domain.text import Spans
from annotator.store.connection import Connection, Row
from annotator.store.excerpts import excerpts
from annotator.store.query import UNSPACED, Every, Indexed, expression
from annotator.store.rows import dump, folded, load_spans_of

Role = Literal["speaker", "addressee", "target"]
T = TypeVar("T")

_USAGE = """
WITH used(entity, layer, role) AS (
 SELECT entity_id, layer_id, 'mention' FROM mention WHERE entity_id IS NOT NULL
 UNION ALL SELECT p.entity_id, q.layer_id, p.role FROM party p JOIN quotation q ON q.id=p.quotation_id
  WHERE p.entity_id IS NOT NULL
 UNION ALL SELECT s.target_id, q.layer_id, 'target' FROM stance s JOIN quotation q ON q.id=s.quotation_id
  WHERE s.target_id IS NOT NULL
)
SELECT e.uid, sum(u.role='mention'), sum(u.role='speaker'), sum(u.role='addressee'), sum(u.role='target'),
 count(DISTINCT l.document_id), count(DISTINCT CASE WHEN l.status IN ('done', 'adjudicated') THEN l.document_id END)
FROM used u JOIN layer l ON l.id=u.layer JOIN entity e ON e.id=u.entity
WHERE l.kind<>'pipeline' GROUP BY u.entity
"""
_PASSAGES = """
WITH part(quotation, role, place, value, intensity) AS (
 SELECT quotation_id, role, position, NULL, NULL FROM party WHERE entity_id=?1
 UNION ALL SELECT quotation_id, 'target', position, value, intensity FROM stance WHERE target_id=?1
)
SELECT d.id, d.uid, ifnull(d.title, d.uid), d.date, l.kind, a.uid, a.name, q.uid, q.type, p.role, p.value,
 p.intensity, q.content
FROM part p JOIN quotation q ON q.id=p.quotation JOIN layer l ON l.id=q.layer_id JOIN document d ON d.id=l.document_id
LEFT JOIN annotator a ON a.id=l.annotator_id
WHERE l.kind<>'pipeline' AND (?2 IS NULL OR a.uid=?2)
ORDER BY d.position, d.id, l.kind DESC, a.name, l.id, q.id, p.role, p.place
"""
_UNLINKED = """
SELECT d.id, d.uid, l.uid, a.uid, m.uid, m.label, m.spans
FROM layer l JOIN document d ON d.id=l.document_id JOIN annotator a ON a.id=l.annotator_id
JOIN mention m ON m.layer_id=l.id
WHERE l.kind='annotator' AND m.entity_id IS NULL AND (?1 IS NULL OR d.id IN (SELECT value FROM json_each(?1)))
ORDER BY d.position, d.id, l.id
"""
_RECENT = """
SELECT e.uid FROM annotator a JOIN layer l ON l.annotator_id=a.id JOIN quotation q ON q.layer_id=l.id
JOIN stance s ON s.quotation_id=q.id JOIN entity e ON e.id=s.target_id
WHERE a.uid=? GROUP BY e.id ORDER BY max(coalesce(s.modified, s.created, '')) DESC, max(s.id) DESC LIMIT ?
"""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Usage:
    """How often annotators' and gold layers refer to an entity.

    ``mentions`` are linked to it, ``speaking`` and ``addressed`` count the parties that name it, ``targeted`` the
    stances; ``documents`` are those in which any of this is so, ``finished`` those of them with such a layer done.
    """

    mentions: int = 0
    speaking: int = 0
    addressed: int = 0
    targeted: int = 0
    documents: int = 0
    finished: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation in which an entity has a part.

    ``annotator`` is the id of the layer's annotator and ``annotator_name`` what is shown, both None in gold.
    ``content`` are code points of the document's text, ``words`` the first 200 code points of its words on one line.
    ``stance_value`` and ``intensity`` belong to the role target.
    """

    document: str
    title: str
    layer_kind: LayerKind
    annotator: str | None
    annotator_name: str | None
    quotation: str
    role: Role
    content: Spans
    words: str
    type: str | None
    stance_value: str | None
    intensity: int | None
    date: str | None


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A mention of an annotator's layer that is linked to no entity; ``words`` are its own, fragments side by side."""

    document: str
    layer_id: str
    annotator_id: str
    mention: str
    label: str
    words: str


def usage(connection: Connection) -> dict[str, Usage]:
    """The usage of each entity that is used, by id."""
    return {uid: Usage(*counts) for uid, *counts in connection.rows(_USAGE)}


def passages(connection: Connection, entity: int, annotator_id: str | None) -> list[Passage]:
    """The passages of an entity by its internal number, in project order, or only those in one annotator's layers."""
    with connection.reading():
        rows = connection.rows(_PASSAGES, [entity, annotator_id])
        contents = load_spans_of(row[-1] for row in rows)
        words = list(excerpts(connection, [(row[0], each) for row, each in zip(rows, contents, strict=True)]))
    found = [
        (row[0], content[0].start, _passage(row, content, said))
        for row, content, said in zip(rows, contents, words, strict=True)
    ]
    return [each for _, _, each in _by_place(found)]


def _passage(row: Row, content: Spans, words: str) -> Passage:
    _, document, title, date, kind, annotator, name, quotation, type, role, value, intensity, _ = row
    return Passage(
        document, title, kind, annotator, name, quotation, role, content, words, type, value, intensity, date
    )


def mentions_named(connection: Connection, names: Iterable[str]) -> list[NamedMention]:
    """Unlinked mentions in annotators' layers whose words are one of ``names``, in project order.

    Case, composition of accents and blanks aside.
    """
    wanted = {name for each in names if (name := folded(each))}
    with connection.reading():
        among = _holding(connection, wanted)
        rows = connection.rows(_UNLINKED, [None if among is None else dump(among)])
        found = list(_those_named(connection, rows, wanted))
    return [each for _, _, each in _by_place(found)]


def _those_named(connection: Connection, rows: list[Row], wanted: set[str]) -> Iterator[tuple[int, int, NamedMention]]:
    """Of mentions, those whose words are wanted.  Names come again and again: each is folded only once."""
    known: dict[str, bool] = {}
    places = load_spans_of(row[-1] for row in rows)
    for number, group in groupby(zip(rows, places, strict=True), key=lambda each: each[0][0]):
        text = str(connection.value("SELECT text FROM document_text WHERE id=?", [number]))
        for row, spans in group:
            said = " ".join([text[start:end] for start, end in spans])
            if said not in known:
                known[said] = folded(said) in wanted
            if known[said]:
                yield number, spans[0].start, _named(row, " ".join(said.split()))


def _named(row: Row, words: str) -> NamedMention:
    _, document, layer, annotator, mention, label, _ = row
    return NamedMention(document, layer, annotator, mention, label, words)


def _holding(connection: Connection, names: Iterable[str]) -> list[int] | None:
    """Numbers of the documents in which one of the names may stand; None for "any of them".

    The index takes letters for the same in more cases than `folded` does but for one: it knows no "ß" for "ss".
    """
    parts = []
    for name in names:
        words = _WORD.findall(name)
        if not words or "ss" in name or UNSPACED.search(name):
            return None
        parts.append(expression(Every(tuple(map(Indexed, words)))))
    sql = "SELECT rowid FROM document_fts WHERE document_fts MATCH ?"
    return [number for (number,) in connection.rows(sql, [" OR ".join(filter(None, parts))])] if parts else []


def recent_targets(connection: Connection, annotator_id: str, limit: int) -> list[str]:
    """Ids of the entities that an annotator's stances are towards, the one used last first."""
    return [uid for (uid,) in connection.rows(_RECENT, [annotator_id, limit])]


def _by_place(found: list[tuple[int, int, T]]) -> list[tuple[int, int, T]]:
    """Sorted within each document by place."""
    return [each for _, group in groupby(found, key=itemgetter(0)) for each in sorted(group, key=itemgetter(1))]
