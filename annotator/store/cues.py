"""The cue candidates that the pipeline found, one row a document: offered while a person annotates."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from annotator.domain.cues import CueCandidate
from annotator.domain.text import Span
from annotator.store.connection import Connection
from annotator.store.documents import DocumentStore
from annotator.store.journal import Journal
from annotator.store.rows import dump


class CueStore:
    """The cue candidates of one project.  Writes belong inside a step of the pipeline; undo does not touch them."""

    def __init__(self, connection: Connection, journal: Journal, documents: DocumentStore) -> None:
        self._connection = connection
        self._journal = journal
        self._documents = documents

    def get(self, document: str) -> tuple[CueCandidate, ...]:
        """The candidates of a document, as they were stored; none where the pipeline has not been."""
        found = self._connection.value(
            "SELECT c.candidates FROM cue c JOIN document d ON d.id=c.document_id WHERE d.uid=?", [document]
        )
        return () if found is None else tuple(_candidate(*row) for row in json.loads(found))

    def replace(self, document: str, candidates: Iterable[CueCandidate]) -> None:
        """Store the candidates of a document in the place of those before.  Raises ConflictError if it is gone."""
        self._journal.keep()
        rows = [[each.cue, each.subject, each.clause, each.score] for each in candidates]
        number = self._documents.row_id(document)
        if rows:
            sql = "INSERT OR REPLACE INTO cue(document_id, candidates) VALUES (?, ?)"
            self._connection.execute(sql, [number, dump(rows)])
        else:
            self._connection.execute("DELETE FROM cue WHERE document_id=?", [number])


def _candidate(cue: list[Any], subject: list[Any], clause: list[Any] | None, score: float) -> CueCandidate:
    return CueCandidate(
        tuple(Span(*each) for each in cue),
        tuple(Span(*each) for each in subject),
        None if clause is None else Span(*clause),
        score,
    )
