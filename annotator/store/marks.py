"""Layers out of their rows, whole and in the order every reader may rely on.

Layers come gold first, then the annotators' by name, then the pipeline's; quotations, mentions and rejections by first
start, last end, id; decisions by time and id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from annotator.domain.annotations import Decision, Layer, Mention, Party, Quotation, Rejection, Stance
from annotator.domain.text import Spans
from annotator.store.connection import Connection, Row
from annotator.store.rows import Origins, dump, load_mapping, load_names, load_spans_of
from annotator.store.sql import AMONG

_RANK = {"gold": 0, "annotator": 1, "pipeline": 2}

_LAYERS = """
SELECT l.id, l.uid, l.kind, a.uid, ifnull(a.name, l.agent), l.status, l.status_reason, l.attributes
FROM layer l LEFT JOIN annotator a ON a.id = l.annotator_id WHERE l.document_id = ?
"""
# ``{among}`` chooses some marks of a layer; see `Reader._of_layer`
_MENTIONS = """
SELECT m.layer_id, m.uid, m.label, e.uid, m.spans, m.origin_id, m.score, m.edited, m.derived_from, m.created, m.modified
FROM mention m LEFT JOIN entity e ON e.id = m.entity_id WHERE m.layer_id = ?{among}
"""
_QUOTATIONS = """
SELECT q.id, q.uid, q.type, q.type_origin, q.cue_absent, p.uid, q.parent_origin, q.attributes, q.confidence, q.note,
 q.flags, q.content, q.cue, q.origin_id, q.score, q.edited, q.derived_from, q.created, q.modified
FROM quotation q LEFT JOIN quotation p ON p.id = q.parent_id WHERE q.layer_id = ?{among}
"""
_PARTIES = """
SELECT p.quotation_id, p.role, e.uid, p.form, p.score, p.spans
FROM quotation q CROSS JOIN party p ON p.quotation_id = q.id LEFT JOIN entity e ON e.id = p.entity_id
WHERE q.layer_id = ?{among} ORDER BY p.quotation_id, p.role, p.position, p.id
"""
_STANCES = """
SELECT s.quotation_id, s.uid, e.uid, s.value, s.intensity, s.explicit, s.target_spans, s.evidence,
 s.origin_id, s.score, s.edited, s.derived_from, s.created, s.modified
FROM quotation q CROSS JOIN stance s ON s.quotation_id = q.id LEFT JOIN entity e ON e.id = s.target_id
WHERE q.layer_id = ?{among} ORDER BY s.quotation_id, s.position, s.id
"""
_REJECTIONS = "SELECT uid, suggestion, reason, by, at, spans FROM rejection r WHERE layer_id = ?{among}"
_DECISIONS = """
SELECT uid, gold, sources, slot, action, reason, by, at, acknowledged, stale, note
FROM decision WHERE document_id = ? ORDER BY ifnull(at, ''), uid
"""

MarkT = TypeVar("MarkT", Mention, Quotation, Rejection)
Only = Collection[str] | None
"""Ids of marks; None means all."""


def _place(spans: Spans, id: str) -> tuple[int, int, str]:
    """Where an object stands in the order of its layer."""
    return (spans[0].start, spans[-1].end, id) if spans else (-1, -1, id)


def _columns(rows: list[Row], *indices: int) -> Iterator[list[Spans]]:
    """Some columns of fragments, parsed."""
    for index in indices:
        yield load_spans_of(row[index] for row in rows)


def _put(
    old: tuple[MarkT, ...], gone: Only, new: tuple[MarkT, ...], spans_of: Callable[[MarkT], Spans]
) -> tuple[MarkT, ...]:
    """``old`` without the ids in ``gone``, with ``new``, in the order of a layer; ``old`` itself where nothing is."""
    if not gone:
        return old
    marks: list[MarkT] = [each for each in old if each.id not in gone]
    marks.extend(new)
    marks.sort(key=lambda each: _place(spans_of(each), each.id))
    return tuple(marks)


class Reader:
    """Reads layers and decisions of documents by their internal numbers."""

    def __init__(self, connection: Connection, origins: Origins) -> None:
        self._connection = connection
        self._origins = origins

    def layers(self, document: int, *, pipeline: bool = True) -> tuple[Layer, ...]:
        """All layers of a document, or without the pipeline's."""
        query = _LAYERS if pipeline else f"{_LAYERS} AND l.kind <> 'pipeline'"
        found = [self._layer(row) for row in self._connection.rows(query, [document])]
        return tuple(sorted(found, key=lambda each: (_RANK[each.kind], each.annotator or "", each.id)))

    def decisions(self, document: int) -> tuple[Decision, ...]:
        """All decisions about a document."""
        return tuple(
            Decision(uid, gold, load_names(sources), slot, action, reason, by, at, acknowledged, bool(stale), note)
            for uid, gold, sources, slot, action, reason, by, at, acknowledged, stale, note in self._connection.rows(
                _DECISIONS, [document]
            )
        )

    def layer(self, layer: int) -> Layer:
        """One layer by its internal number."""
        query = _LAYERS.replace("l.document_id = ?", "l.id = ?")
        return self._layer(self._connection.rows(query, [layer])[0])

    def _layer(self, row: Row) -> Layer:
        number, uid, kind, annotator_id, annotator, status, reason, attributes = row
        return Layer(
            uid,
            kind,
            annotator_id,
            annotator,
            status,
            reason,
            load_mapping(attributes),
            self._mentions(number),
            self._quotations(number),
            self._rejections(number),
        )

    def reread(self, layer: int, old: Layer, mentions: Only, quotations: Only, rejections: Only) -> Layer:
        """``old`` with these of its marks as they are now; all others stay the objects they are."""
        return replace(
            old,
            mentions=_put(old.mentions, mentions, self._mentions(layer, mentions), lambda each: each.spans),
            quotations=_put(old.quotations, quotations, self._quotations(layer, quotations), lambda each: each.content),
            rejections=_put(old.rejections, rejections, self._rejections(layer, rejections), lambda each: each.spans),
        )

    def _of_layer(self, query: str, table: str, layer: int, only: Only) -> list[Row]:
        """The rows of a layer, or of some of its marks; ``table`` is what the query calls the marks' own."""
        if only is None:
            return self._connection.rows(query.format(among=""), [layer])
        return self._connection.rows(query.format(among=f" AND {table}.uid {AMONG}"), [layer, dump(sorted(only))])

    def _mentions(self, layer: int, only: Only = None) -> tuple[Mention, ...]:
        rows = self._of_layer(_MENTIONS, "m", layer, only)
        (spans,) = _columns(rows, 4)
        origin = self._origins.of
        found = [Mention(row[1], each, row[2], row[3], origin(row[5:])) for row, each in zip(rows, spans, strict=True)]
        found.sort(key=lambda each: _place(each.spans, each.id))
        return tuple(found)

    def _quotations(self, layer: int, only: Only = None) -> tuple[Quotation, ...]:
        rows = self._of_layer(_QUOTATIONS, "q", layer, only)
        if not rows:
            return ()
        parties, stances = self._parties(layer, only), self._stances(layer, only)
        contents, cues = _columns(rows, 11, 12)
        found = [
            self._quotation(row, content, cue, parties, stances.get(row[0], ()))
            for row, content, cue in zip(rows, contents, cues, strict=True)
        ]
        found.sort(key=lambda each: _place(each.content, each.id))
        return tuple(found)

    def _quotation(
        self,
        row: Row,
        content: Spans,
        cue: Spans,
        parties: dict[tuple[int, str], list[Party]],
        stances: tuple[Stance, ...] | list[Stance],
    ) -> Quotation:
        number, uid, type, type_origin, absent, parent, parent_origin, attributes, confidence, note, flags = row[:11]
        return Quotation(
            id=uid,
            content=content,
            origin=self._origins.of(row[13:]),
            type=type,
            type_origin=type_origin,
            cue=cue,
            cue_absent=bool(absent),
            speakers=tuple(parties.get((number, "speaker"), ())),
            addressees=tuple(parties.get((number, "addressee"), ())),
            stances=tuple(stances),
            parent=parent,
            parent_origin=parent_origin,
            attributes=load_mapping(attributes),
            confidence=confidence,
            note=note,
            flags=load_names(flags),
        )

    def _parties(self, layer: int, only: Only) -> dict[tuple[int, str], list[Party]]:
        rows = self._of_layer(_PARTIES, "q", layer, only)
        (spans,) = _columns(rows, 5)
        found: defaultdict[tuple[int, str], list[Party]] = defaultdict(list)
        for (quotation, role, entity, form, score, _), each in zip(rows, spans, strict=True):
            found[quotation, role].append(Party(each, entity, form, score))
        return found

    def _stances(self, layer: int, only: Only) -> dict[int, list[Stance]]:
        rows = self._of_layer(_STANCES, "q", layer, only)
        targets, evidence = _columns(rows, 6, 7)
        found: defaultdict[int, list[Stance]] = defaultdict(list)
        for row, target, proof in zip(rows, targets, evidence, strict=True):
            quotation, uid, entity, value, intensity, explicit = row[:6]
            sure: Any = None if explicit is None else bool(explicit)
            origin = self._origins.of(row[8:])
            found[quotation].append(Stance(uid, entity, target, value, intensity, sure, proof, origin))
        return found

    def _rejections(self, layer: int, only: Only = None) -> tuple[Rejection, ...]:
        rows = self._of_layer(_REJECTIONS, "r", layer, only)
        (spans,) = _columns(rows, 5)
        found = [
            Rejection(uid, suggestion, each, reason, by, at)
            for (uid, suggestion, reason, by, at, _), each in zip(rows, spans, strict=True)
        ]
        found.sort(key=lambda each: _place(each.spans, each.id))
        return tuple(found)
