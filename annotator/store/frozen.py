"""Annotators' layers as they were when adjudication started: what agreement is computed on.

They are stored whole, not as numbers, so that every number can be computed anew and open its passages.  A frozen layer
is written once, in the step that starts adjudication, and goes with it when that is undone.

Who somebody is and what a label is called is no annotator's opinion: entities merged or split and labels moved since
are noted, in the step that does it, and frozen layers are read through them.  Undoing the step takes the note back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.canonical import referenced
from annotator.domain.codec import decode, encode
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.ids import mint
from annotator.domain.registry import Entity
from annotator.domain.renamed import Renamed, read, read_through, written
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal
from annotator.store.schema import RENAMED_KEY


@dataclass(frozen=True, slots=True)
class Frozen:
    """One annotator's layer of one document at a time.

    ``suggestions_shown`` tells whether the annotator could see the pipeline's suggestions; ``entities`` are those that
    the layer refers to, as they were called then, but for those merged into others since.
    """

    document: str
    annotator: str
    at: str
    by: str
    suggestions_shown: bool
    layer: Layer
    entities: tuple[Entity, ...] = ()


class FrozenStore:
    """The frozen layers of one project.  Writes belong inside a step."""

    def __init__(self, connection: Connection, journal: Journal, documents: DocumentStore) -> None:
        self._connection = connection
        self._journal = journal
        self._documents = documents

    def has(self, document: str) -> set[str]:
        """Ids of the annotators whose layer of the document is frozen."""
        rows = self._connection.rows(
            "SELECT a.uid FROM frozen f JOIN annotator a ON a.id=f.annotator_id JOIN document d ON d.id=f.document_id"
            " WHERE d.uid=?",
            [document],
        )
        return {uid for (uid,) in rows}

    def documents(self) -> dict[str, set[str]]:
        """For each document with frozen layers the ids of their annotators."""
        rows = self._connection.rows(
            "SELECT d.uid, a.uid FROM frozen f JOIN annotator a ON a.id=f.annotator_id"
            " JOIN document d ON d.id=f.document_id"
        )
        found: dict[str, set[str]] = {}
        for document, annotator in rows:
            found.setdefault(document, set()).add(annotator)
        return found

    def freeze(self, document: Document, frozen: Frozen) -> None:
        """Keep a layer as it is now, in the place of one frozen before.

        Raises ConflictError if the document is gone or the annotator is not entered in the project.
        """
        self._journal.require()
        owner = self._connection.value("SELECT id FROM annotator WHERE uid=?", [frozen.annotator])
        if owner is None:
            raise ConflictError(f"the project has no annotator “{frozen.annotator}”", "enter the annotator first")
        number = self._documents.row_id(document.id)
        whole = encode(AnnotatedDocument(document, frozen.entities, (frozen.layer,)), without_text=True)
        self._connection.execute("DELETE FROM frozen WHERE document_id=? AND annotator_id=?", [number, owner])
        values: dict[str, object] = {"document_id": number, "annotator_id": owner, "at": frozen.at, "by": frozen.by}
        values |= {
            "suggestions": int(frozen.suggestions_shown),
            "layer": json.dumps(whole, ensure_ascii=False, separators=(",", ":")),
        }
        self._connection.insert("frozen", values)

    def of(self, document: Document, annotators: Iterable[str] | None = None) -> tuple[Frozen, ...]:
        """The frozen layers of a document, by annotator's id, under today's ids; ``annotators`` None for all."""
        rows = self._connection.rows(
            "SELECT f.id, a.uid, f.at, f.by, f.suggestions, f.layer FROM frozen f"
            " JOIN annotator a ON a.id=f.annotator_id JOIN document d ON d.id=f.document_id WHERE d.uid=?"
            " ORDER BY a.uid",
            [document.id],
        )
        wanted = None if annotators is None else set(annotators)
        renamed = self._renamed() if rows else []
        found = []
        for number, annotator, at, by, suggestions, stored in rows:
            if wanted is None or annotator in wanted:
                whole = decode(json.loads(stored), known_text=lambda _hash: document.text)
                since = [each for last, each in renamed if number <= last]
                layer, entities = whole.layers[0], whole.entities
                if since:
                    layer = read_through(document.id, layer, since)
                    there = referenced((layer,))
                    entities = tuple(each for each in entities if each.id in there)
                found.append(Frozen(document.id, annotator, at, by, bool(suggestions), layer, entities))
        return tuple(found)

    def note(self, renamed: Renamed) -> None:
        """Note, inside a step, that something has another id from now on; where nothing was ever frozen, do nothing."""
        self._journal.require()
        last = self._connection.value("SELECT seq FROM sqlite_sequence WHERE name='frozen'")
        if last and renamed.pairs:
            value = f"{last} {written(renamed)}"
            self._connection.insert("project", {"key": f"{RENAMED_KEY}{mint('x')}", "value": value})

    def _renamed(self) -> list[tuple[int, Renamed]]:
        """What has other ids, in the order in which it got them, each with the last layer frozen before."""
        rows = self._connection.rows(
            "SELECT value FROM project WHERE key>=? AND key<? ORDER BY id", [RENAMED_KEY, f"{RENAMED_KEY}~"]
        )
        parts = (value.partition(" ") for (value,) in rows)
        return [(int(last), read(text)) for last, _, text in parts]
