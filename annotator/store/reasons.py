"""What speaks for each of the pipeline's suggestions, one row a document: shown while a person decides."""

from __future__ import annotations

import json

from annotator.domain.reasons import PARTS, Reasons
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal
from annotator.store.rows import dump


class ReasonStore:
    """The reasons of one project.  Writes belong inside a step of the pipeline; undo does not touch them."""

    def __init__(self, connection: Connection, journal: Journal, documents: DocumentStore) -> None:
        self._connection = connection
        self._journal = journal
        self._documents = documents

    def get(self, document: str) -> Reasons:
        """The numbers of each suggestion, by its id; none where the pipeline told none.

        What a damaged or foreign file holds in their place is left out.
        """
        found = self._connection.value(
            "SELECT r.parts FROM reason r JOIN document d ON d.id=r.document_id WHERE d.uid=?", [document]
        )
        try:
            rows = {} if found is None else json.loads(found)
        except ValueError:
            return {}
        return {id: _parts(each) for id, each in rows.items()} if isinstance(rows, dict) else {}

    def replace(self, document: str, reasons: Reasons) -> None:
        """Store the reasons of a document in the place of those before.  Raises ConflictError if it is gone."""
        self._journal.keep()
        number = self._documents.row_id(document)
        if reasons:
            rows = {id: [parts.get(part, 0) for part in PARTS] for id, parts in reasons.items()}
            sql = "INSERT OR REPLACE INTO reason(document_id, parts) VALUES (?, ?)"
            self._connection.execute(sql, [number, dump(rows)])
        else:
            self._connection.execute("DELETE FROM reason WHERE document_id=?", [number])


def _parts(row: object) -> dict[str, float]:
    """The numbers that a row holds, those that are nought left out."""
    numbers = row if isinstance(row, list) else []
    return {
        part: float(number)
        for part, number in zip(PARTS, numbers, strict=False)
        if isinstance(number, int | float) and number
    }
