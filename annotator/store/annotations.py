"""Layers in the project file, and the small writes that gestures make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.seen import Seen
from annotator.domain.annotations import Decision, Layer, LayerKind, Mention, Quotation, Rejection
from annotator.domain.changes import Changes
from annotator.domain.documents import LayerStatus, Scalar
from annotator.domain.errors import ConflictError
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal
from annotator.store.marks import Reader
from annotator.store.registry import RegistryStore
from annotator.store.rows import Origins, dump_mapping, dump_names, load_names
from annotator.store.sql import select
from annotator.store.writer import (
    DECISION_COLUMNS,
    MENTION_COLUMNS,
    PARTY_COLUMNS,
    QUOTATION_COLUMNS,
    REJECTION_COLUMNS,
    STANCE_COLUMNS,
    Writer,
    decision_values,
    mention_values,
    parties,
    party_values,
    quotation_values,
    rejection_values,
    stance_values,
)

Mark = Literal["mention", "quotation", "rejection"]


@dataclass(frozen=True, slots=True)
class LayerHead:
    """That there is a layer: of which document, whose, how far, how many quotations; and the document's decisions."""

    document: str
    title: str
    kind: LayerKind
    annotator: str | None
    status: LayerStatus
    quotations: int
    decisions: int


class AnnotationStore:
    """The layers and decisions of one project.  Writes belong inside a step.

    Ids of layers and of what they hold need to be unique only within their document: files of others number them anew
    in each.  Where an id alone could mean several objects, say which document's or which layer's it is.
    """

    def __init__(
        self,
        connection: Connection,
        journal: Journal,
        origins: Origins,
        documents: DocumentStore,
        registry: RegistryStore,
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._origins = origins
        self._documents = documents
        self._registry = registry
        self._reader = Reader(connection, origins)

    # ------------------------------------------------------------------------------------------------ reading

    def layers(self, document_id: str) -> tuple[Layer, ...]:
        """All layers of a document: gold, the annotators' by name, the pipeline's.  Raises ConflictError."""
        with self._connection.reading():
            return self._reader.layers(self._documents.row_id(document_id))

    def layer(self, document_id: str, kind: LayerKind, annotator_id: str | None = None) -> Layer | None:
        """One layer of a document, or None.  Raises ConflictError if there is no such document."""
        with self._connection.reading():
            number = self._connection.value(
                "SELECT l.id FROM layer l LEFT JOIN annotator a ON a.id=l.annotator_id"
                " WHERE l.document_id=? AND l.kind=? AND a.uid IS ?",
                [self._documents.row_id(document_id), kind, annotator_id],
            )
            return None if number is None else self._reader.layer(number)

    def reread(self, document_id: str, layer: Layer, changes: Changes) -> Layer:
        """A layer of a document after ``changes`` to its marks: only those are read, the others stay the same objects.

        Raises ConflictError if there is no such document, or no such layer any more.
        """
        with self._connection.reading():
            number = self._connection.value(
                "SELECT id FROM layer WHERE document_id=? AND uid=?", [self._documents.row_id(document_id), layer.id]
            )
            if number is None:
                raise ConflictError(f"there is no layer “{layer.id}” any more", "load the document again")
            touched = (changes.touches("mention"), changes.touches("quotation"), changes.touches("rejection"))
            return self._reader.reread(number, layer, *touched)

    def decisions(self, document_id: str) -> tuple[Decision, ...]:
        """All decisions about a document, by time and id.  Raises ConflictError."""
        with self._connection.reading():
            return self._reader.decisions(self._documents.row_id(document_id))

    def seen(self, document_id: str) -> dict[str, Seen]:
        """What each decision about a document has seen, by its id; none where it is not known.

        Raises ConflictError.
        """
        query = "SELECT uid, seen FROM decision WHERE document_id=? AND seen IS NOT NULL"
        rows = self._connection.rows(query, [self._documents.row_id(document_id)])
        return {uid: Seen.loaded(text) for uid, text in rows}

    def closed(self, document_id: str) -> Seen | None:
        """What gold had seen when it came adjudicated from elsewhere; None else.  Raises ConflictError."""
        found = self._connection.value(
            "SELECT seen FROM layer WHERE document_id=? AND kind='gold'", [self._documents.row_id(document_id)]
        )
        return None if found is None else Seen.loaded(found)

    def holders(self) -> list[LayerHead]:
        """All layers of annotators and of gold, without what they hold, in project order."""
        rows = self._connection.rows(
            "SELECT d.uid, ifnull(d.title, d.uid), l.kind, a.uid, l.status,"
            " (SELECT count(*) FROM quotation q WHERE q.layer_id=l.id),"
            " (SELECT count(*) FROM decision c WHERE c.document_id=d.id)"
            " FROM layer l JOIN document d ON d.id=l.document_id LEFT JOIN annotator a ON a.id=l.annotator_id"
            " WHERE l.kind<>'pipeline' ORDER BY d.position, d.id, l.kind<>'gold', a.uid"
        )
        return [LayerHead(*row) for row in rows]

    def may_be_answered(self, annotator_id: str) -> bool:
        """Whether the annotator has a layer, and anybody has decided anything: at once, in a project of any size."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM decision) AND EXISTS (SELECT 1 FROM layer WHERE kind='annotator'"
            " AND annotator_id=(SELECT id FROM annotator WHERE uid=?))"
        )
        return bool(self._connection.value(sql, [annotator_id]))

    # ------------------------------------------------------------------------------------------------ layers

    def add_layer(self, document_id: str, layer: Layer) -> None:
        """Store a whole layer; an annotator not yet known is added with it.

        Raises ConflictError if the document has such a layer already, or a reference leads nowhere.
        """
        self._journal.require()
        writer = Writer(self._connection, self._origins)
        writer.add_layer(self._documents.row_id(document_id), layer)
        writer.flush()

    def replace_pipeline_layer(self, document_id: str, layer: Layer) -> None:
        """Put the pipeline's layer in the place of the one before it.  Annotators' layers are not touched."""
        if layer.kind != "pipeline":
            raise ValueError(f"a layer of kind {layer.kind}")
        self._journal.require()
        number = self._documents.row_id(document_id)
        self._connection.execute("DELETE FROM layer WHERE document_id=? AND kind='pipeline'", [number])
        self.add_layer(document_id, layer)

    def set_status(
        self, layer_id: str, status: LayerStatus, reason: str | None = None, *, document: str | None = None
    ) -> None:
        """Set a layer's status, and the reason for it.  Raises ConflictError."""
        values: dict[str, object] = {"status": status, "status_reason": reason}
        self._connection.update("layer", self._layer(layer_id, document), values)

    def set_attributes(self, layer_id: str, attributes: Mapping[str, Scalar], *, document: str | None = None) -> None:
        """Replace a layer's attributes: the document's typed fields as this annotator sees them."""
        number = self._layer(layer_id, document)
        self._connection.update("layer", number, {"attributes": dump_mapping(attributes)})

    # ------------------------------------------------------------------------------------------------ marks

    def save_quotation(self, layer_id: str, quotation: Quotation, *, document: str | None = None) -> None:
        """Add a quotation or change it: only columns, parties and stances that differ are written.

        Raises ConflictError for empty content or a reference that leads nowhere.
        """
        layer = self._layer(layer_id, document)
        values = quotation_values(layer, quotation, self._parent(layer, quotation), self._origins)
        number = self._save("quotation", QUOTATION_COLUMNS, values, {"layer_id": layer, "uid": quotation.id})
        self._save_parties(number, quotation)
        self._save_stances(number, quotation)

    def save_mention(self, layer_id: str, mention: Mention, *, document: str | None = None) -> None:
        """Add a mention or change it.  Raises ConflictError."""
        layer = self._layer(layer_id, document)
        values = mention_values(layer, mention, self._registry.row_id(mention.entity), self._origins)
        self._save("mention", MENTION_COLUMNS, values, {"layer_id": layer, "uid": mention.id})

    def save_rejection(self, layer_id: str, rejection: Rejection, *, document: str | None = None) -> None:
        """Add a rejection or change it.  Raises ConflictError."""
        layer = self._layer(layer_id, document)
        key: dict[str, object] = {"layer_id": layer, "uid": rejection.id}
        self._save("rejection", REJECTION_COLUMNS, rejection_values(layer, rejection), key)

    def remove_quotation(self, id: str, *, document: str | None = None, layer: str | None = None) -> None:
        """Take a quotation out; those inside it move up to its parent.  Raises ConflictError."""
        number = self._mark("quotation", id, document, layer)
        self._connection.execute(
            "UPDATE quotation SET parent_id=(SELECT parent_id FROM quotation WHERE id=?1) WHERE parent_id=?1", [number]
        )
        self._connection.execute("DELETE FROM quotation WHERE id=?", [number])

    def remove_mention(self, id: str, *, document: str | None = None, layer: str | None = None) -> None:
        """Take a mention out.  Raises ConflictError."""
        self._connection.execute("DELETE FROM mention WHERE id=?", [self._mark("mention", id, document, layer)])

    def remove_rejection(self, id: str, *, document: str | None = None, layer: str | None = None) -> None:
        """Take a rejection back.  Raises ConflictError."""
        self._connection.execute("DELETE FROM rejection WHERE id=?", [self._mark("rejection", id, document, layer)])

    def save_decision(self, document_id: str, decision: Decision, seen: Seen | None = None) -> None:
        """Add a decision or change it; without ``seen`` it keeps what it has seen.  Raises ConflictError."""
        self._journal.require()
        document = self._documents.row_id(document_id)
        key: dict[str, object] = {"document_id": document, "uid": decision.id}
        number = self._save("decision", DECISION_COLUMNS, decision_values(document, decision), key)
        if seen is not None:
            self._connection.update("decision", number, {"seen": seen.dumped()})

    def take_stock(self, document_id: str, seen: Mapping[str, Seen], closed: Seen | None) -> None:
        """Enter what decisions, and gold, have seen that have no record of it, inside a step.  Raises ConflictError."""
        self._journal.require()
        document = self._documents.row_id(document_id)
        for id, each in seen.items():
            self._connection.execute(
                "UPDATE decision SET seen=? WHERE document_id=? AND uid=? AND seen IS NULL",
                [each.dumped(), document, id],
            )
        if closed is not None:
            self._connection.execute(
                "UPDATE layer SET seen=? WHERE document_id=? AND kind='gold'", [closed.dumped(), document]
            )

    def acknowledgements(self, document_id: str) -> dict[str, tuple[str, ...]]:
        """Who has acknowledged a decision, by its id: annotators' ids.  Raises ConflictError."""
        query = "SELECT uid, acknowledged_by FROM decision WHERE document_id=? AND acknowledged_by IS NOT NULL"
        rows = self._connection.rows(query, [self._documents.row_id(document_id)])
        return {uid: load_names(names) for uid, names in rows}

    def set_acknowledged_by(self, document_id: str, decision_id: str, annotators: Iterable[str]) -> None:
        """Say who has acknowledged a decision, inside a step.  Raises ConflictError if there is no such document."""
        self._journal.require()
        self._connection.execute(
            "UPDATE decision SET acknowledged_by=? WHERE document_id=? AND uid=?",
            [dump_names(tuple(annotators)), self._documents.row_id(document_id), decision_id],
        )

    # ------------------------------------------------------------------------------------------------ rows

    def _save(self, table: str, columns: Sequence[str], values: Sequence[object], key: Mapping[str, object]) -> int:
        """Insert the row, or set those columns that differ; its number."""
        wanted = dict(zip(columns, values, strict=True))
        where = " AND ".join(f"{column}=?" for column in key)
        query = select(("id", *columns), table, f"WHERE {where}")
        stored = self._connection.row(query, tuple(key.values()))
        if stored is None:
            return self._connection.insert(table, wanted)
        changed = {
            column: value for (column, value), old in zip(wanted.items(), stored[1:], strict=True) if old != value
        }
        self._connection.update(table, stored[0], changed)
        return int(stored[0])

    def _save_parties(self, number: int, quotation: Quotation) -> None:
        wanted = parties(quotation)
        for role, position, party in wanted:
            values = party_values(number, role, position, party, self._registry.row_id(party.entity))
            self._save("party", PARTY_COLUMNS, values, {"quotation_id": number, "role": role, "position": position})
        for role, kept in (("speaker", len(quotation.speakers)), ("addressee", len(quotation.addressees))):
            self._connection.execute(
                "DELETE FROM party WHERE quotation_id=? AND role=? AND position>=?", [number, role, kept]
            )

    def _save_stances(self, number: int, quotation: Quotation) -> None:
        kept = {each.id for each in quotation.stances}
        for id, uid in self._connection.rows("SELECT id, uid FROM stance WHERE quotation_id=?", [number]):
            if uid not in kept:
                self._connection.execute("DELETE FROM stance WHERE id=?", [id])
        for position, each in enumerate(quotation.stances):
            target = self._registry.row_id(each.target)
            values = stance_values(number, position, each, target, self._origins)
            self._save("stance", STANCE_COLUMNS, values, {"quotation_id": number, "uid": each.id})

    def _parent(self, layer: int, quotation: Quotation) -> int | None:
        if quotation.parent is None:
            return None
        found = self._connection.value("SELECT id FROM quotation WHERE layer_id=? AND uid=?", [layer, quotation.parent])
        if found is None:
            raise ConflictError(f"the layer has no quotation “{quotation.parent}”", "load the document again")
        return int(found)

    def _layer(self, id: str, document: str | None) -> int:
        """Internal number of a layer to write to."""
        self._journal.require()
        rows = self._connection.rows(
            "SELECT l.id, 0 FROM layer l JOIN document d ON d.id=l.document_id"
            " WHERE l.uid=?1 AND (?2 IS NULL OR d.uid=?2)",
            [id, document],
        )
        return _only(rows, "layer", id)

    def _mark(self, table: Mark, id: str, document: str | None, layer: str | None) -> int:
        """Internal number of a mark.  People's objects come before the pipeline's: no gesture touches those."""
        self._journal.require()
        query = select(
            ("m.id", "l.kind='pipeline' AS last"),
            f"{table} m JOIN layer l ON l.id=m.layer_id JOIN document d ON d.id=l.document_id",
            "WHERE m.uid=?1 AND (?2 IS NULL OR d.uid=?2) AND (?3 IS NULL OR l.uid=?3) ORDER BY last",
        )
        return _only(self._connection.rows(query, [id, document, layer]), table, id)


def _only(rows: list[tuple[int, int]], what: str, id: str) -> int:
    if not rows:
        raise ConflictError(f"there is no {what} “{id}” any more", "load the document again")
    if len(rows) > 1 and rows[0][1] == rows[1][1]:
        raise ConflictError(f"“{id}” is the id of {len(rows)} objects of the project", "say in which document")
    return rows[0][0]
