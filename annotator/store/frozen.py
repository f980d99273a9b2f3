"""Annotators' layers as they were when adjudication started: what agreement is computed on.

They are stored whole, not as numbers, so that every number can be computed anew and open its passages.  A frozen layer
is written once, in the step that starts adjudication, and goes with it when that is undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.codec import decode, encode
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal


@dataclass(frozen=True, slots=True)
class Frozen:
    """One annotator's layer of one document at a time.

    ``suggestions_shown`` tells whether the annotator could see the pipeline's suggestions; ``entities`` are those that
    the layer refers to, as they were called then.
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
        """The frozen layers of a document, by annotator's id; ``annotators`` None for all."""
        rows = self._connection.rows(
            "SELECT a.uid, f.at, f.by, f.suggestions, f.layer FROM frozen f JOIN annotator a ON a.id=f.annotator_id"
            " JOIN document d ON d.id=f.document_id WHERE d.uid=? ORDER BY a.uid",
            [document.id],
        )
        wanted = None if annotators is None else set(annotators)
        return tuple(
            _frozen(document, annotator, at, by, suggestions, stored)
            for annotator, at, by, suggestions, stored in rows
            if wanted is None or annotator in wanted
        )


def _frozen(document: Document, annotator: str, at: str, by: str, suggestions: int, stored: str) -> Frozen:
    whole = decode(json.loads(stored), known_text=lambda _hash: document.text)
    return Frozen(document.id, annotator, at, by, bool(suggestions), whole.layers[0], whole.entities)
