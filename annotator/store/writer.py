"""Whole documents and whole layers into the file: rows gathered by table, ids given here, written many at a time."""

from __future__ import annotations

from annotator.analysis.seen import Seen
from annotator.analysis.standing import closed_by, seen_by
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Decision, Layer, Mention, Party, Quotation, Rejection, Stance
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.store.connection import Connection
from annotator.store.documents import document_values
from annotator.store.registry import ENTITY_COLUMNS, entity_values
from annotator.store.rows import ORIGIN_COLUMNS, Origins, dump_mapping, dump_names, dump_spans, folded
from annotator.store.sql import insertion

DOCUMENT_COLUMNS = ("position", "words", "uid", "text_sha256", "language", "extra", *STANDARD_META, "meta")
LAYER_COLUMNS = ("document_id", "uid", "kind", "annotator_id", "agent", "status", "status_reason", "attributes", "seen")
MENTION_COLUMNS = ("layer_id", "uid", "spans", "label", "entity_id", *ORIGIN_COLUMNS)
QUOTATION_COLUMNS = (
    "layer_id",
    "uid",
    "parent_id",
    "type",
    "type_origin",
    "content",
    "cue",
    "cue_absent",
    "parent_origin",
    "attributes",
    "confidence",
    "note",
    "flags",
    *ORIGIN_COLUMNS,
)
PARTY_COLUMNS = ("quotation_id", "role", "position", "entity_id", "spans", "form", "score")
STANCE_COLUMNS = (
    "quotation_id",
    "position",
    "target_id",
    "uid",
    "target_spans",
    "value",
    "intensity",
    "explicit",
    "evidence",
    *ORIGIN_COLUMNS,
)
REJECTION_COLUMNS = ("layer_id", "uid", "suggestion", "spans", "reason", "by", "at")
DECISION_COLUMNS = (
    "document_id",
    "uid",
    "gold",
    "sources",
    "slot",
    "action",
    "reason",
    "by",
    "at",
    "acknowledged",
    "stale",
    "note",
)

_COLUMNS: dict[str, tuple[str, ...]] = {
    "annotator": ("uid", "name"),
    "entity": ENTITY_COLUMNS,
    "alias": ("entity_id", "position", "name", "folded"),
    "document": DOCUMENT_COLUMNS,
    "document_text": ("text",),
    "layer": LAYER_COLUMNS,
    "mention": MENTION_COLUMNS,
    "quotation": QUOTATION_COLUMNS,
    "party": PARTY_COLUMNS,
    "stance": STANCE_COLUMNS,
    "rejection": REJECTION_COLUMNS,
    "decision": (*DECISION_COLUMNS, "seen"),
}
"""Tables in the order they are written, parents first, and their columns after ``id``."""

_FLUSH = 20_000
"""Rows held back before they are written."""


def mention_values(layer: int, mention: Mention, entity: int | None, origins: Origins) -> tuple[object, ...]:
    """Values for `MENTION_COLUMNS`."""
    return (layer, mention.id, dump_spans(mention.spans), mention.label, entity, *origins.columns(mention.origin))


def quotation_values(layer: int, each: Quotation, parent: int | None, origins: Origins) -> tuple[object, ...]:
    """Values for `QUOTATION_COLUMNS`.  Raises ConflictError for a quotation without content."""
    if not each.content:
        raise ConflictError("a quotation has no content", "select its words first")
    edges = (each.type, each.type_origin, dump_spans(each.content), dump_spans(each.cue), int(each.cue_absent))
    rest = (dump_mapping(each.attributes), each.confidence, each.note, dump_names(each.flags))
    return (layer, each.id, parent, *edges, each.parent_origin, *rest, *origins.columns(each.origin))


def parties(quotation: Quotation) -> list[tuple[str, int, Party]]:
    """Speakers and addressees with role and position."""
    return [
        (role, position, party)
        for role, group in (("speaker", quotation.speakers), ("addressee", quotation.addressees))
        for position, party in enumerate(group)
    ]


def party_values(quotation: int, role: str, position: int, party: Party, entity: int | None) -> tuple[object, ...]:
    """Values for `PARTY_COLUMNS`."""
    return (quotation, role, position, entity, dump_spans(party.spans), party.form, party.score)


def stance_values(
    quotation: int, position: int, each: Stance, target: int | None, origins: Origins
) -> tuple[object, ...]:
    """Values for `STANCE_COLUMNS`."""
    explicit = None if each.explicit is None else int(each.explicit)
    value = (each.id, dump_spans(each.target_spans), each.value, each.intensity, explicit, dump_spans(each.evidence))
    return (quotation, position, target, *value, *origins.columns(each.origin))


def rejection_values(layer: int, each: Rejection) -> tuple[object, ...]:
    """Values for `REJECTION_COLUMNS`."""
    return (layer, each.id, each.suggestion, dump_spans(each.spans), each.reason, each.by, each.at)


def decision_values(document: int, each: Decision) -> tuple[object, ...]:
    """Values for `DECISION_COLUMNS`."""
    choice = (each.slot, each.action, each.reason, each.by, each.at, each.acknowledged, int(each.stale), each.note)
    return (document, each.id, each.gold, dump_names(each.sources), *choice)


class Writer:
    """Gathers rows until `flush`.  The writer's lock must be held, for it gives out the ids."""

    def __init__(self, connection: Connection, origins: Origins) -> None:
        self._connection = connection
        self._origins = origins
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _COLUMNS}
        self._held = 0
        self._first: dict[str, int] = {}
        self._next: dict[str, int] = {}
        self._entities: dict[str, int] = {}
        self._annotators: dict[str, int] = {}
        self._position = int(connection.value("SELECT ifnull(max(position), 0) FROM document"))

    def add(self, whole: AnnotatedDocument) -> None:
        """A document at the end of the project, with its layers, decisions, and those entities not yet there.

        Raises ConflictError for an id that is taken or a reference that leads nowhere.
        """
        number = self._document(whole.document)
        for entity in whole.entities:
            self._add_entity(entity)
        closed = closed_by(whole)
        for layer in whole.layers:
            self.add_layer(number, layer, closed if layer.kind == "gold" else None)
        seen = seen_by(whole) if whole.decisions else {}
        for decision in whole.decisions:
            known = seen.get(decision.id)
            self._put("decision", (*decision_values(number, decision), known.dumped() if known else None))
        if self._held > _FLUSH:
            self.flush()

    def add_layer(self, document: int, layer: Layer, seen: Seen | None = None) -> int:
        """A layer with all it holds; its internal number.  An annotator not yet known is added.

        ``seen`` is what gold, adjudicated elsewhere, has seen.
        """
        annotator = self._annotator(layer)
        agent = None if annotator is not None else layer.annotator
        head = (layer.kind, annotator, agent, layer.status, layer.status_reason, dump_mapping(layer.attributes))
        number = self._put("layer", (document, layer.id, *head, seen.dumped() if seen else None))
        for mention in layer.mentions:
            values = mention_values(number, mention, self._entity(mention.entity), self._origins)
            self._put("mention", values)
        self._quotations(number, layer.quotations)
        for rejection in layer.rejections:
            self._put("rejection", rejection_values(number, rejection))
        return number

    def flush(self) -> None:
        """Write what is held back."""
        for table, rows in self._rows.items():
            if rows:
                self._connection.executemany(insertion(table, ("id", *_COLUMNS[table])), rows)
                rows.clear()
        self._held = 0

    def ranges(self) -> list[tuple[str, int, int]]:
        """For each table written: its name, the first and the last new id; parents first."""
        return [(table, self._first[table], self._next[table] - 1) for table in _COLUMNS if table in self._first]

    def _put(self, table: str, values: tuple[object, ...]) -> int:
        id = self._next.get(table, 0)
        if not id:
            last = self._connection.value("SELECT seq FROM sqlite_sequence WHERE name=?", [table])
            id = self._first[table] = (last or 0) + 1
        self._next[table] = id + 1
        self._rows[table].append((id, *values))
        self._held += 1
        return id

    def _document(self, document: Document) -> int:
        if self._connection.value("SELECT 1 FROM document WHERE uid=?", [document.id]):
            raise ConflictError(f"the project has a document “{document.id}” already", "give it another id")
        self._position += 1
        number = self._put("document", (self._position, *document_values(document)))
        self._rows["document_text"].append((number, document.text))
        self._first.setdefault("document_text", number)
        self._next["document_text"] = number + 1
        return number

    def _add_entity(self, entity: Entity) -> None:
        if self._known_entity(entity.id) is not None:
            return
        number = self._put("entity", entity_values(entity, self._origins))
        self._entities[entity.id] = number
        for position, name in enumerate(entity.aliases):
            self._put("alias", (number, position, name, folded(name)))

    def _known_entity(self, id: str) -> int | None:
        if id not in self._entities:
            found = self._connection.value("SELECT id FROM entity WHERE uid=?", [id])
            if found is None:
                return None
            self._entities[id] = found
        return self._entities[id]

    def _entity(self, id: str | None) -> int | None:
        if id is None:
            return None
        found = self._known_entity(id)
        if found is None:
            raise ConflictError(f"the registry has no entity “{id}”", "add the entity first")
        return found

    def _annotator(self, layer: Layer) -> int | None:
        if layer.kind != "annotator" or layer.annotator_id is None:
            return None
        who = Annotator(layer.annotator_id, layer.annotator or layer.annotator_id)
        if who.id not in self._annotators:
            found = self._connection.value("SELECT id FROM annotator WHERE uid=?", [who.id])
            self._annotators[who.id] = found or self._put("annotator", (who.id, who.name))
        return self._annotators[who.id]

    def _quotations(self, layer: int, quotations: tuple[Quotation, ...]) -> None:
        numbers: dict[str, int] = {}
        rows = self._rows["quotation"]
        start = len(rows)
        for each in quotations:
            numbers[each.id] = number = self._put("quotation", quotation_values(layer, each, None, self._origins))
            for role, position, party in parties(each):
                values = party_values(number, role, position, party, self._entity(party.entity))
                self._put("party", values)
            for position, stance in enumerate(each.stances):
                target = self._entity(stance.target)
                self._put("stance", stance_values(number, position, stance, target, self._origins))
        for at, each in enumerate(quotations, start):
            if each.parent is not None:
                if each.parent not in numbers:
                    raise ConflictError(f"the layer has no quotation “{each.parent}”", "load the document again")
                rows[at] = (*rows[at][:3], numbers[each.parent], *rows[at][4:])
