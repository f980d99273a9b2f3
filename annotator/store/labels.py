"""What holds the labels of the scheme: how many objects, which passages, and moving them from one label to another.

Objects hold labels by id: quotations their type and flags, stances their value, mentions and entities their kind,
rejections, decisions and skipped layers a reason; and quotations, layers and entities the choices of typed columns.
The pipeline's objects are among them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from annotator.domain.annotations import LayerKind
from annotator.domain.scheme import AttributeOwner, Vocabulary
from annotator.domain.text import Spans
from annotator.store.connection import Connection
from annotator.store.excerpts import excerpts
from annotator.store.journal import Journal
from annotator.store.rows import dump, load_spans_of
from annotator.store.sql import AMONG, select, setting

Labels = Vocabulary | Literal["choices"]
Holder = Literal["quotation", "stance", "mention", "entity", "rejection", "decision", "layer"]

_OF_LAYER = "JOIN document d ON d.id=l.document_id LEFT JOIN annotator a ON a.id=l.annotator_id"
_NOWHERE = "LEFT JOIN layer l ON 0 LEFT JOIN annotator a ON 0"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An object that holds a label, and the passage to show for it.

    ``id`` is the object's, ``kind`` says what it is.  ``quotation`` is the quotation it is or belongs to, None for
    others; ``content`` are code points of the document's text, ``words`` the first 200 code points of its words on one
    line: without a passage the entity's name or the document's title.  An entity belongs to no document.
    """

    kind: Holder
    id: str
    document: str | None
    title: str
    layer_kind: LayerKind | None
    annotator: str | None
    annotator_name: str | None
    quotation: str | None
    content: Spans
    words: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A column that holds labels: one (plain), a JSON list of them, or a JSON object of typed columns (map)."""

    table: Holder
    column: str
    shape: Literal["plain", "list", "map"] = "plain"

    @property
    def condition(self) -> str:
        """What is true of a row with the label; takes the parameters of `values`."""
        column = f"o.{self.column}"
        match self.shape:
            case "plain":
                return f"{column}=?"
            case "list":
                return f"{column}<>'[]' AND ? IN ({select(['value'], f'json_each({column})', '')})"
            case "map":
                row = select(["1"], f"json_each({column})", "WHERE key=? AND value=? AND type='text'")
                return f"{column}<>'{{}}' AND EXISTS ({row})"

    def values(self, id: str, attribute: str | None) -> list[object]:
        """The parameters of `condition`."""
        return [attribute, id] if self.shape == "map" else [id]


_PLACES: dict[Labels, tuple[_Place, ...]] = {
    "types": (_Place("quotation", "type"),),
    "stances": (_Place("stance", "value"),),
    "kinds": (_Place("mention", "label"), _Place("entity", "kind")),
    "flags": (_Place("quotation", "flags", "list"),),
    "reasons": (_Place("rejection", "reason"), _Place("decision", "reason"), _Place("layer", "status_reason")),
    "choices": (
        _Place("quotation", "attributes", "map"),
        _Place("layer", "attributes", "map"),
        _Place("entity", "attributes", "map"),
    ),
}
_OWNERS: dict[AttributeOwner, Holder] = {"quotation": "quotation", "document": "layer", "entity": "entity"}
_FROM: dict[Holder, str] = {
    "quotation": f"quotation o JOIN layer l ON l.id=o.layer_id {_OF_LAYER}",
    "stance": f"stance o JOIN quotation q ON q.id=o.quotation_id JOIN layer l ON l.id=q.layer_id {_OF_LAYER}",
    "mention": f"mention o JOIN layer l ON l.id=o.layer_id {_OF_LAYER}",
    "rejection": f"rejection o JOIN layer l ON l.id=o.layer_id {_OF_LAYER}",
    "layer": f"layer o JOIN layer l ON l.id=o.id {_OF_LAYER}",
    "decision": f"decision o JOIN document d ON d.id=o.document_id {_NOWHERE}",
    "entity": f"entity o LEFT JOIN document d ON 0 {_NOWHERE}",
}
_SPANS: dict[Holder, str] = {
    "quotation": "o.content",
    "stance": "q.content",
    "mention": "o.spans",
    "rejection": "o.spans",
}
_QUOTATION: dict[Holder, str] = {"quotation": "o.uid", "stance": "q.uid"}


class LabelStore:
    """The uses of labels in one project.  Writes belong inside a step.

    ``attribute`` is the id of a typed column for the vocabulary "choices"; ``owner`` says whose column it is where
    quotations, documents and entities have columns of the same id.
    """

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def usage(
        self, vocabulary: Labels, attribute: str | None = None, *, owner: AttributeOwner | None = None
    ) -> dict[str, int]:
        """How many stored objects hold each id of a vocabulary, ids that the scheme no longer has among them."""
        found: Counter[str] = Counter()
        for place in _places(vocabulary, owner):
            column = f"o.{place.column}"
            values: list[object] = []
            table, group = f"{place.table} o", f"WHERE {column} IS NOT NULL GROUP BY 1"
            if place.shape != "plain":
                table, group = f"{table} JOIN json_each({column}) j", "WHERE j.type='text' GROUP BY 1"
                column = "j.value"
            if place.shape == "map":
                group, values = "WHERE j.key=? AND j.type='text' GROUP BY 1", [attribute]
            found.update(dict(self._connection.rows(select((column, "count(*)"), table, group), values)))
        return dict(found)

    def impact(
        self, vocabulary: Labels, id: str, *, attribute: str | None = None, owner: AttributeOwner | None = None
    ) -> tuple[int, int]:
        """How many objects hold a label, and how many documents they are in."""
        objects, documents = 0, set[str]()
        for place in _places(vocabulary, owner):
            rows = self._rows(place, ("d.uid", "count(*)"), f"{place.condition} GROUP BY d.uid", id, attribute)
            objects += sum(count for _, count in rows)
            documents |= {uid for uid, _ in rows if uid is not None}
        return objects, len(documents)

    def holding(
        self,
        vocabulary: Labels,
        id: str,
        *,
        attribute: str | None = None,
        owner: AttributeOwner | None = None,
        limit: int | None = 500,
    ) -> list[Labelled]:
        """The objects that hold a label with the passages behind them, quotations and stances before others.

        They come in project order.
        """
        found: list[Labelled] = []
        with self._connection.reading():
            for place in _places(vocabulary, owner):
                room = -1 if limit is None else limit - len(found)
                found += self._labelled(place, id, attribute, room)
        return found

    def relabel(
        self,
        vocabulary: Labels,
        old: str,
        new: str | None,
        *,
        attribute: str | None = None,
        owner: AttributeOwner | None = None,
        only: Iterable[str] | None = None,
    ) -> int:
        """Give what holds ``old``, or ``only`` those with these ids, the label ``new``, inside a step; how many.

        None takes the label away.  The scheme stays as it is.  Raises ValueError where an object cannot be without one.
        """
        if new is None and vocabulary == "kinds":
            raise ValueError("no mention and no entity is without a kind")
        self._journal.require()
        chosen = None if only is None else dump(sorted(set(only)))
        return sum(self._relabel(place, old, new, attribute, chosen) for place in _places(vocabulary, owner))

    # ------------------------------------------------------------------------------------------------ inside

    def _rows(
        self, place: _Place, columns: Iterable[str], rest: str, id: str, attribute: str | None, *more: object
    ) -> list[tuple[Any, ...]]:
        query = select(columns, _FROM[place.table], f"WHERE {rest}")
        return self._connection.rows(query, [*place.values(id, attribute), *more])

    def _labelled(self, place: _Place, id: str, attribute: str | None, limit: int) -> Iterator[Labelled]:
        table = place.table
        name = "o.name" if table == "entity" else "ifnull(d.title, d.uid)"
        columns = ("d.id", "o.uid", "d.uid", name, "l.kind", "a.uid", "a.name", _QUOTATION.get(table, "NULL"))
        order = f"{place.condition} ORDER BY d.position, d.id, l.id, o.id LIMIT ?"
        rows = self._rows(place, (*columns, _SPANS.get(table, "'[]'")), order, id, attribute, limit)
        contents = load_spans_of(row[-1] for row in rows)
        words = excerpts(self._connection, [(row[0], each) for row, each in zip(rows, contents, strict=True) if each])
        for (_, uid, document, title, kind, annotator, who, quotation, _), content in zip(rows, contents, strict=True):
            said = next(words) if content else title
            yield Labelled(table, uid, document, title, kind, annotator, who, quotation, content, said)

    def _relabel(self, place: _Place, old: str, new: str | None, attribute: str | None, only: str | None) -> int:
        rest = place.condition if only is None else f"{place.condition} AND o.uid {AMONG}"
        query = select(("o.id", f"o.{place.column}"), f"{place.table} o", f"WHERE {rest}")
        rows = self._connection.rows(query, [*place.values(old, attribute), *([] if only is None else [only])])
        changed = ((_relabelled(place, value, old, new, attribute), number) for number, value in rows)
        self._connection.executemany(setting(place.table, (place.column,)), changed)
        return len(rows)


def _places(vocabulary: Labels, owner: AttributeOwner | None) -> tuple[_Place, ...]:
    places = _PLACES[vocabulary]
    if vocabulary != "choices" or owner is None:
        return places
    return tuple(each for each in places if each.table == _OWNERS[owner])


def _relabelled(place: _Place, value: str, old: str, new: str | None, attribute: str | None) -> str | None:
    """A column's value with ``new`` in the place of ``old``."""
    match place.shape:
        case "plain":
            return new
        case "list":
            kept = (new if each == old else each for each in json.loads(value))
            return dump(list(dict.fromkeys(each for each in kept if each is not None)))
        case "map":
            return dump(json.loads(value) | {attribute: new})
