"""Notes to oneself on an article: each annotator's own, undoable, never exported."""

from __future__ import annotations

from annotator.domain.errors import ConflictError
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal


class NoteStore:
    """The notes of one project.  Writes belong inside a step."""

    def __init__(self, connection: Connection, journal: Journal, documents: DocumentStore) -> None:
        self._connection = connection
        self._journal = journal
        self._documents = documents

    def get(self, document: str, annotator_id: str) -> str | None:
        """The annotator's note on a document, or None."""
        found = self._connection.value(
            "SELECT n.text FROM note n JOIN document d ON d.id=n.document_id JOIN annotator a ON a.id=n.annotator_id"
            " WHERE d.uid=? AND a.uid=?",
            [document, annotator_id],
        )
        return None if found is None else str(found)

    def of(self, document: str) -> dict[str, str]:
        """Everybody's notes on a document, by the annotators' ids."""
        rows = self._connection.rows(
            "SELECT a.uid, n.text FROM note n JOIN document d ON d.id=n.document_id JOIN annotator a"
            " ON a.id=n.annotator_id WHERE d.uid=? ORDER BY a.uid",
            [document],
        )
        return {annotator: str(text) for annotator, text in rows}

    def set(self, document: str, annotator_id: str, text: str | None) -> None:
        """Write the annotator's note on a document, or with None take it away.

        Raises ConflictError if the document is gone or the annotator is not entered in the project.
        """
        self._journal.require()
        number = self._documents.row_id(document)
        owner = self._connection.value("SELECT id FROM annotator WHERE uid=?", [annotator_id])
        if owner is None:
            raise ConflictError(f"the project has no annotator “{annotator_id}”", "enter the annotator first")
        stored = self._connection.value("SELECT id FROM note WHERE document_id=? AND annotator_id=?", [number, owner])
        if text is None:
            self._connection.execute("DELETE FROM note WHERE id=?", [stored])
        elif stored is None:
            self._connection.insert("note", {"document_id": number, "annotator_id": owner, "text": text})
        else:
            self._connection.update("note", stored, {"text": text})
