"""What is counted over all documents, read a few hundred at a time, and the passages behind one of the counts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.statistics import Pace, Said, Who
from annotator.domain.text import Spans
from annotator.store.connection import Connection, Row
from annotator.store.documents import count_words
from annotator.store.excerpts import excerpts
from annotator.store.rows import dump, load_mapping, load_spans_of

LayerChoice = Literal["settled", "gold", "pipeline", "annotator"]
Group = Literal["all", "speaker", "kind", "column", "type", "month", "year", "source", "target", "towards", "value"]

_AT_ONCE = 200
"""Layers read together: what is held of the texts at a time."""

_CHOSEN = """
WITH chosen(id, document_id) AS (
 SELECT id, document_id FROM (
  SELECT l.id AS id, l.document_id AS document_id, row_number() OVER (
   PARTITION BY l.document_id ORDER BY l.kind='gold' DESC, l.status='done' DESC, a.name, l.id) AS place
  FROM layer l LEFT JOIN annotator a ON a.id=l.annotator_id
  WHERE CASE ?1 WHEN 'settled' THEN l.kind<>'pipeline' WHEN 'annotator' THEN a.uid=?2 ELSE l.kind=?1 END
 ) WHERE place=1
)
"""
_HEADS = """
SELECT c.id, d.id, d.uid, d.source, d.date FROM chosen c JOIN document d ON d.id=c.document_id
WHERE ?3 IS NULL OR d.uid IN (SELECT value FROM json_each(?3)) ORDER BY d.position, d.id
"""
_QUOTATIONS = """
SELECT q.id, q.layer_id, q.type, q.content FROM json_each(?1) j JOIN quotation q ON q.layer_id=j.value
WHERE ?2 IS NULL OR q.type IN (SELECT value FROM json_each(?2)) ORDER BY q.id
"""
_SPEAKERS = """
SELECT p.quotation_id, e.uid FROM json_each(?1) j JOIN quotation q ON q.layer_id=j.value
JOIN party p ON p.quotation_id=q.id AND p.role='speaker' LEFT JOIN entity e ON e.id=p.entity_id ORDER BY p.id
"""
_STANCES = """
SELECT s.quotation_id, e.uid, s.value, s.intensity FROM json_each(?1) j JOIN quotation q ON q.layer_id=j.value
JOIN stance s ON s.quotation_id=q.id LEFT JOIN entity e ON e.id=s.target_id ORDER BY s.id
"""
_LAYERS = """
SELECT l.kind, a.uid, a.name, count(*), sum(l.status IN ('done', 'adjudicated')),
 sum((SELECT count(*) FROM quotation q WHERE q.layer_id=l.id))
FROM layer l LEFT JOIN annotator a ON a.id=l.annotator_id GROUP BY l.kind, a.id
ORDER BY l.kind='pipeline', l.kind<>'gold', a.name, a.uid
"""
_PACE = """
SELECT a.uid, a.name, sum(l.status='in_progress'), sum(l.status='done'), sum(l.status='skipped'),
 sum((SELECT count(*) FROM quotation q WHERE q.layer_id=l.id)), sum(ifnull(v.seconds, 0.0)),
 sum(l.status='done' AND ifnull(v.seconds, 0)>0),
 sum(CASE WHEN l.status='done' THEN ifnull(v.seconds, 0.0) ELSE 0.0 END)
FROM layer l JOIN annotator a ON a.id=l.annotator_id
LEFT JOIN visit v ON v.document_id=l.document_id AND v.annotator=a.uid
JOIN document d ON d.id=l.document_id
WHERE l.kind='annotator' AND (?1 IS NULL OR d.uid IN (SELECT value FROM json_each(?1)))
GROUP BY a.id ORDER BY a.name, a.uid
"""
_PASSAGES = """
SELECT d.id, d.uid, ifnull(d.title, d.uid), d.source, d.date, l.kind, q.id, q.uid, q.type, q.content
FROM chosen c JOIN layer l ON l.id=c.id JOIN document d ON d.id=c.document_id JOIN quotation q ON q.layer_id=c.id
WHERE ?3 IS ?3 AND ?4 IS ?4 AND (?6 IS NULL OR d.uid IN (SELECT value FROM json_each(?6)))
 AND (?7 IS NULL OR q.type IN (SELECT value FROM json_each(?7))) AND (
"""
_IN_ORDER = ") ORDER BY d.position, d.id, json_extract(q.content, '$[0][0]'), q.id LIMIT ?5"
_SPEAKER = (
    "EXISTS (SELECT 1 FROM party p CROSS JOIN entity e ON e.id=p.entity_id"
    " WHERE p.quotation_id=q.id AND p.role='speaker'"
)
"""CROSS keeps the order: from an entity to all its parties, for each quotation anew, would take hours."""
_NO_SPEAKER = (
    "NOT EXISTS (SELECT 1 FROM party p WHERE p.quotation_id=q.id AND p.role='speaker') OR EXISTS"
    " (SELECT 1 FROM party p LEFT JOIN entity e ON e.id=p.entity_id WHERE p.quotation_id=q.id AND p.role='speaker'"
)
_VALUE = "nullif(CAST(json_extract(e.attributes, '$.\"' || ?4 || '\"') AS TEXT), '')"
_TARGET = "EXISTS (SELECT 1 FROM stance s CROSS JOIN entity t ON t.id=s.target_id WHERE s.quotation_id=q.id AND t.uid="
_CONDITIONS: dict[Group, tuple[str, str]] = {
    "all": ("1", "1"),
    "speaker": (f"{_SPEAKER} AND e.uid=?3)", f"{_NO_SPEAKER} AND e.id IS NULL)"),
    "kind": (f"{_SPEAKER} AND e.kind=?3)", f"{_NO_SPEAKER} AND e.id IS NULL)"),
    "column": (f"{_SPEAKER} AND {_VALUE}=?3)", f"{_NO_SPEAKER} AND {_VALUE} IS NULL)"),
    "type": ("q.type=?3", "q.type IS NULL"),
    "month": ("substr(d.date, 1, 7)=?3", "ifnull(d.date, '') NOT GLOB '[0-9][0-9][0-9][0-9]*'"),
    "year": ("substr(d.date, 1, 4)=?3", "ifnull(d.date, '') NOT GLOB '[0-9][0-9][0-9][0-9]*'"),
    "source": ("d.source=?3", "ifnull(d.source, '')=''"),
    "target": (
        f"{_TARGET}?3)",
        "EXISTS (SELECT 1 FROM stance s WHERE s.quotation_id=q.id AND s.target_id IS NULL)",
    ),
    "towards": (f"{_SPEAKER} AND e.uid=?3) AND {_TARGET}?4)", "0"),
    "value": (
        "EXISTS (SELECT 1 FROM stance s WHERE s.quotation_id=q.id AND s.value=?3)",
        "EXISTS (SELECT 1 FROM stance s WHERE s.quotation_id=q.id AND s.value IS NULL)",
    ),
}
"""Which quotations a count is about: where the group has a name, and where it is the rest that has none."""


@dataclass(frozen=True, slots=True)
class LayerOf:
    """Which layer of each document counts: an annotator's (by id), gold, the pipeline's, or the settled one.

    Settled is gold where there is gold, else one annotator's: who has finished comes first, then the order of names.
    """

    kind: LayerChoice = "settled"
    annotator: str | None = None


SETTLED = LayerOf()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the layers is counted: quotations in these documents (ids), of these types; None for any."""

    documents: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None

    @property
    def values(self) -> tuple[str | None, str | None]:
        """As parameters of a query: two JSON lists."""
        documents = None if self.documents is None else dump(list(self.documents))
        return documents, None if self.types is None else dump(list(self.types))


WHOLE = Scope()


@dataclass(frozen=True, slots=True)
class Behind:
    """What a count is about: a group and its name, None for the rest; ``other`` is a target or a column's id."""

    group: Group
    name: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A quotation behind a count, with where it stands.

    ``words`` are its first words on one line, ``stances`` the values and strengths of its stances, those towards the
    target asked for where one was.
    """

    document: str
    title: str
    source: str | None
    date: str | None
    layer: str
    quotation: str
    type: str | None
    content: Spans
    words: str
    stances: tuple[tuple[str | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class LayerTotal:
    """How much the layers of one annotator, of gold or of the pipeline hold."""

    kind: str
    annotator: str | None
    name: str | None
    documents: int
    done: int
    quotations: int


class StatisticsStore:
    """Reads what statistics are made of.  All of it only reads; a long count sees one state of the project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def entities(self) -> dict[str, Who]:
        """Everybody in the registry, by id."""
        rows = self._connection.rows("SELECT uid, name, kind, attributes FROM entity")
        return {uid: Who(uid, name, kind, _values(attributes)) for uid, name, kind, attributes in rows}

    def layers(self) -> list[LayerTotal]:
        """Whose layers there are: gold, the annotators by name, the pipeline."""
        return [LayerTotal(*row) for row in self._connection.rows(_LAYERS)]

    def pace(self, scope: Scope = WHOLE) -> list[Pace]:
        """What each annotator has done in the documents of ``scope``, by name."""
        return [Pace(*row) for row in self._connection.rows(_PACE, scope.values[:1])]

    def said(self, layer: LayerOf, report: Callable[[int, int], None], scope: Scope = WHOLE) -> Iterator[Said]:
        """Every quotation of the chosen layers, in project order; ``report`` hears of documents done and of all."""
        documents, types = scope.values
        with self._connection.reading():
            heads = self._connection.rows(_CHOSEN + _HEADS, [layer.kind, layer.annotator, documents])
            report(0, len(heads))
            for start in range(0, len(heads), _AT_ONCE):
                group = heads[start : start + _AT_ONCE]
                yield from self._said_in(group, types)
                report(start + len(group), len(heads))

    def _said_in(self, heads: Sequence[Row], types: str | None) -> Iterator[Said]:
        layers = [dump([head[0] for head in heads])]
        rows = self._connection.rows(_QUOTATIONS, [*layers, types])
        if not rows:
            return
        speakers: dict[int, list[str | None]] = defaultdict(list)
        for quotation, entity in self._connection.rows(_SPEAKERS, layers):
            speakers[quotation].append(entity)
        stances: dict[int, list[tuple[str | None, str | None, int | None]]] = defaultdict(list)
        for quotation, *stance in self._connection.rows(_STANCES, layers):
            stances[quotation].append((stance[0], stance[1], stance[2]))
        of_layer: dict[int, list[tuple[Row, Spans]]] = defaultdict(list)
        for row, spans in zip(rows, load_spans_of(row[3] for row in rows), strict=True):
            of_layer[row[1]].append((row, spans))
        for layer, number, document, source, date in heads:
            if layer not in of_layer:
                continue
            text = str(self._connection.value("SELECT text FROM document_text WHERE id=?", [number]))
            for row, spans in of_layer[layer]:
                words = sum(count_words(text[start:end]) for start, end in spans)
                yield Said(document, source, date, row[2], words, tuple(speakers[row[0]]), tuple(stances[row[0]]))

    def passages(self, layer: LayerOf, behind: Behind, limit: int, scope: Scope = WHOLE) -> list[Counted]:
        """The quotations behind a count, in project order, at most so many."""
        condition = _CONDITIONS[behind.group][behind.name is None]
        sql = _CHOSEN + _PASSAGES + condition + _IN_ORDER
        with self._connection.reading():
            rows = self._connection.rows(
                sql, [layer.kind, layer.annotator, behind.name, behind.other, limit, *scope.values]
            )
            contents = load_spans_of(row[-1] for row in rows)
            words = list(excerpts(self._connection, [(row[0], each) for row, each in zip(rows, contents, strict=True)]))
            stances = self._stances([row[6] for row in rows], _target(behind))
        return [
            _counted(row, content, said, tuple(stances[row[6]]))
            for row, content, said in zip(rows, contents, words, strict=True)
        ]

    def _stances(self, quotations: list[int], target: str | None) -> dict[int, list[tuple[str | None, int | None]]]:
        found: dict[int, list[tuple[str | None, int | None]]] = defaultdict(list)
        rows = self._connection.rows(
            "SELECT s.quotation_id, s.value, s.intensity FROM json_each(?1) j JOIN stance s ON s.quotation_id=j.value"
            " LEFT JOIN entity t ON t.id=s.target_id WHERE ?2 IS NULL OR t.uid=?2 ORDER BY s.position, s.id",
            [dump(quotations), target],
        )
        for quotation, value, strength in rows:
            found[quotation].append((value, strength))
        return found


def _counted(row: Row, content: Spans, words: str, stances: tuple[tuple[str | None, int | None], ...]) -> Counted:
    _, document, title, source, date, layer, _, quotation, type, _ = row
    return Counted(document, title, source, date, layer, quotation, type, content, words, stances)


def _target(behind: Behind) -> str | None:
    """The target that a count is about, if it is about one."""
    return {"target": behind.name, "towards": behind.other}.get(behind.group)


def _values(attributes: str) -> dict[str, str]:
    """The values of typed columns as text, those that are set."""
    found = load_mapping(attributes)
    return {id: _text(value) for id, value in found.items() if value not in (None, "")}


def _text(value: object) -> str:
    """A value as SQLite makes text of it, so that what is counted is found again."""
    return value if isinstance(value, str) else str(int(value)) if isinstance(value, bool) else json.dumps(value)
