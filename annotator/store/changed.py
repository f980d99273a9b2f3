"""From the rows that a step touched to the objects and documents that the window knows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from annotator.domain.changes import ObjectKind
from annotator.store.connection import Connection
from annotator.store.schema import ASKED_KEY, JOURNALLED, RENAMED_KEY
from annotator.store.sql import AMONG, select

_MARKS: tuple[tuple[str, ObjectKind], ...] = (
    ("mention", "mention"),
    ("quotation", "quotation"),
    ("rejection", "rejection"),
)
_OF_QUOTATION = ("party", "stance")

_OWNERS = {
    "note": ("document", "document_id"),
    "layer": ("document", "document_id"),
    "mention": ("layer", "layer_id"),
    "quotation": ("layer", "layer_id"),
    "party": ("quotation", "quotation_id"),
    "stance": ("quotation", "quotation_id"),
    "rejection": ("layer", "layer_id"),
    "decision": ("document", "document_id"),
    "frozen": ("document", "document_id"),
}
"""The tables whose rows go along with a row of another, and the column that says with which."""

_BY_OBJECT = ("annotator", "entity", "document", "layer")
"""The tables of which also a bulk insert is told row by row."""

_CHANGES = """
SELECT op, row_id, last_id, CASE WHEN op='D' THEN before END, CASE WHEN op='D' THEN json_extract(before, ?) END
FROM change INDEXED BY change_step WHERE step=? AND tbl=? AND id>?
"""


class _Touched:
    """The rows a step touched, and the last known values of those that are gone.

    Of a document that went as a whole only the document's own row is kept: an undone import has a million others.
    """

    def __init__(self, connection: Connection, step: int, since: int) -> None:
        self._connection = connection
        self.rows: dict[str, set[int]] = defaultdict(set)
        self.came_or_went: set[int] = set()
        self._gone: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self._hidden: dict[str, set[int]] = defaultdict(set)
        for table in JOURNALLED:  # parents before children
            self._load(table, step, since)

    def _load(self, table: str, step: int, since: int) -> None:
        parent, column = _OWNERS.get(table, ("", "id"))
        rows, hidden, gone = self.rows[table], self._hidden[parent], self._gone[table]
        cursor = self._connection.execute(_CHANGES, [f"$.{column}", step, table, since])
        for op, first, last, before, owner in cursor:
            if op == "D" and owner in hidden:
                self._hidden[table].add(first)
                continue
            if last > first and table not in _BY_OBJECT:
                continue  # a bulk insert: its documents are new as a whole
            rows.update(range(first, last + 1))
            if op == "D":
                gone[first] = json.loads(before)
            if table == "document" and op != "U":
                self.came_or_went.update(range(first, last + 1))
                self._hidden[table].update(range(first, last + 1))

    def facts(self, table: str, ids: Iterable[int], *columns: str) -> dict[int, tuple[Any, ...]]:
        """``columns`` of the rows with these ids, as they are or as they were when they went."""
        wanted = list(ids)
        if not wanted:
            return {}
        found = {
            id: tuple(self._gone[table][id][column] for column in columns) for id in wanted if id in self._gone[table]
        }
        query = select(("id", *columns), table, f"WHERE id {AMONG}")
        found.update({row[0]: row[1:] for row in self._connection.rows(query, [json.dumps(wanted)])})
        return found

    def names(self, table: str, column: str = "uid") -> frozenset[str]:
        """One column of the touched rows of a table."""
        return frozenset(str(value) for (value,) in self.facts(table, self.rows[table], column).values())

    def owners(self, tables: Iterable[str], column: str) -> set[int]:
        """Ids that the touched rows of child tables refer to."""
        return {owner for table in tables for (owner,) in self.facts(table, self.rows[table], column).values()}


def collect(connection: Connection, step: int, since: int) -> tuple[dict[ObjectKind, frozenset[str]], frozenset[str]]:
    """The ids of the objects that ``step`` touched after its change ``since``, by kind, and those of their documents.

    A party or a stance counts as its quotation, an alias as its entity; a note goes by its document's id.  Of a
    document that came or went as a whole only the document is named, not each of its marks.
    """
    touched = _Touched(connection, step, since)
    if not touched.rows and not touched.came_or_went:
        return {}, frozenset()
    objects = _of_project(touched)
    in_layers, documents = _of_layers(touched)
    objects |= in_layers
    own = touched.rows["document"] | touched.rows["document_text"]
    notes = touched.owners(["note"], "document_id")
    decisions = touched.facts("decision", touched.rows["decision"], "uid", "document_id").values()
    objects["decision"] = frozenset(uid for uid, document in decisions if document not in touched.came_or_went)
    documents |= own | notes | {document for _, document in decisions}
    names = {id: uid for id, (uid,) in touched.facts("document", documents, "uid").items()}
    objects["document"] = frozenset(names[id] for id in own if id in names)
    objects["note"] = frozenset(names[id] for id in notes - touched.came_or_went if id in names)
    return {kind: ids for kind, ids in objects.items() if ids}, frozenset(names.values())


def _of_project(touched: _Touched) -> dict[ObjectKind, frozenset[str]]:
    """What belongs to no document: values of the project, the scheme, annotators, entities."""
    values = touched.names("project", "key")
    parts = {table for table in ("attribute", "guideline") if touched.rows[table]}
    touched.rows["entity"] |= touched.owners(["alias"], "entity_id")
    return {
        "project": frozenset(each for each in values if each != ASKED_KEY and not each.startswith(RENAMED_KEY)),
        "scheme": touched.names("label", "vocabulary") | {f"{table}s" for table in parts} | (values & {ASKED_KEY}),
        "annotator": touched.names("annotator"),
        "entity": touched.names("entity"),
    }


def _of_layers(touched: _Touched) -> tuple[dict[ObjectKind, frozenset[str]], set[int]]:
    """Layers and their marks, and the numbers of the documents they are in."""
    touched.rows["quotation"] |= touched.owners(_OF_QUOTATION, "quotation_id")
    marks = {kind: touched.facts(table, touched.rows[table], "uid", "layer_id") for table, kind in _MARKS}
    of_marks = {layer for facts in marks.values() for _, layer in facts.values()}
    layers = touched.facts("layer", touched.rows["layer"] | of_marks, "uid", "document_id")
    hidden = {id for id, (_, document) in layers.items() if document in touched.came_or_went}
    objects = {
        kind: frozenset(uid for uid, layer in facts.values() if layer not in hidden) for kind, facts in marks.items()
    }
    own = touched.rows["layer"] - hidden
    objects["layer"] = frozenset(uid for id, (uid, _) in layers.items() if id in own)
    return objects, {document for _, document in layers.values()}
