"""From the rows that a step touched to the objects and documents that the window knows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from annotator.domain.changes import ObjectKind
from annotator.store.connection import Connection
from annotator.store.sql import AMONG, select

_MARKS: tuple[tuple[str, ObjectKind], ...] = (
    ("mention", "mention"),
    ("quotation", "quotation"),
    ("rejection", "rejection"),
)
_OF_QUOTATION = ("party", "stance")


class _Touched:
    """The rows a step touched, and the last known values of those that are gone."""

    def __init__(self, connection: Connection, step: int, since: int) -> None:
        self._connection = connection
        self.rows: dict[str, set[int]] = defaultdict(set)
        self.came_or_went: set[int] = set()
        self._gone: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        query = "SELECT tbl, op, row_id, last_id, before FROM change WHERE step=? AND id>?"
        for table, op, first, last, before in connection.rows(query, [step, since]):
            if last > first and table not in ("annotator", "entity", "document", "layer"):
                continue  # a bulk insert: its documents are new as a whole
            self.rows[table].update(range(first, last + 1))
            if op == "D":
                self._gone[table][first] = json.loads(before)
            if table == "document" and op != "U":
                self.came_or_went.update(range(first, last + 1))

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

    A party or a stance counts as its quotation, an alias as its entity.  Of a document that came or went as a whole
    only the document is named, not each of its marks.
    """
    touched = _Touched(connection, step, since)
    if not touched.rows and not touched.came_or_went:
        return {}, frozenset()
    objects: dict[ObjectKind, frozenset[str]] = {
        "project": touched.names("project", "key"),
        "scheme": touched.names("label", "vocabulary")
        | ({"attributes"} if touched.rows["attribute"] else frozenset())
        | ({"guidelines"} if touched.rows["guideline"] else frozenset()),
        "annotator": touched.names("annotator"),
    }
    touched.rows["entity"] |= touched.owners(["alias"], "entity_id")
    objects["entity"] = touched.names("entity")
    documents = touched.rows["document"] | touched.rows["document_text"]
    touched.rows["quotation"] |= touched.owners(_OF_QUOTATION, "quotation_id")
    marks = {kind: touched.facts(table, touched.rows[table], "uid", "layer_id") for table, kind in _MARKS}
    of_marks = {layer for facts in marks.values() for _, layer in facts.values()}
    layers = touched.facts("layer", touched.rows["layer"] | of_marks, "uid", "document_id")
    whole = touched.came_or_went
    hidden = {id for id, (_, document) in layers.items() if document in whole}
    for kind, facts in marks.items():
        objects[kind] = frozenset(uid for uid, layer in facts.values() if layer not in hidden)
    objects["layer"] = frozenset(
        uid for id, (uid, document) in layers.items() if id in touched.rows["layer"] and document not in whole
    )
    decisions = touched.facts("decision", touched.rows["decision"], "uid", "document_id").values()
    objects["decision"] = frozenset(uid for uid, document in decisions if document not in whole)
    documents |= {document for _, document in layers.values()} | {document for _, document in decisions}
    names = frozenset(uid for (uid,) in touched.facts("document", documents, "uid").values())
    objects["document"] = frozenset(
        uid
        for (uid,) in touched.facts(
            "document", touched.rows["document"] | touched.rows["document_text"], "uid"
        ).values()
    )
    return {kind: ids for kind, ids in objects.items() if ids}, names
