"""Where an annotator left each article, and how long they have worked on it.

Visits are no annotations: they are not journalled, nobody undoes them, and one that cannot be saved is let go.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from annotator.domain.errors import AppError
from annotator.store.connection import BUSY_SECONDS, Connection
from annotator.store.journal import Journal


@dataclass(frozen=True, slots=True)
class Visit:
    """How an annotator left an article.

    ``caret`` and ``top`` (the first line shown) are code points; ``active`` is the id of the active quotation;
    ``seconds`` is the active time spent on it so far; ``at`` is UTC.
    """

    caret: int
    top: int
    active: str | None
    seconds: float
    at: str


class VisitStore:
    """The visits of one project.  Each is saved in a small transaction of its own, outside any step."""

    def __init__(self, connection: Connection, journal: Journal, *, read_only: bool) -> None:
        self._connection = connection
        self._journal = journal
        self._read_only = read_only

    def get(self, document: str, annotator_id: str) -> Visit | None:
        """How the annotator left the document last, or None."""
        row = self._connection.row(
            "SELECT v.caret, v.top, v.active, v.seconds, v.at FROM visit v JOIN document d ON d.id=v.document_id"
            " WHERE d.uid=? AND v.annotator=?",
            [document, annotator_id],
        )
        return None if row is None else Visit(*row)

    def latest(self, annotator_id: str) -> str | None:
        """The document that the annotator left last, or None."""
        row = self._connection.row(
            "SELECT d.uid FROM visit v JOIN document d ON d.id=v.document_id WHERE v.annotator=?"
            " ORDER BY v.at DESC LIMIT 1",
            [annotator_id],
        )
        return None if row is None else str(row[0])

    def save(self, document: str, annotator_id: str, visit: Visit) -> None:
        """Remember how the annotator left the document.

        Does nothing where the project is read only, another program holds its lock, or the document is gone.
        """
        if self._journal.is_writing:
            raise RuntimeError("a visit within a step")
        if self._read_only:
            return
        connection = self._connection
        try:
            connection.execute("PRAGMA busy_timeout=0")
            with suppress(AppError):
                connection.execute(
                    "INSERT OR REPLACE INTO visit(document_id, annotator, caret, top, active, seconds, at)"
                    " SELECT id, ?, ?, ?, ?, ?, ? FROM document WHERE uid=?",
                    [annotator_id, visit.caret, visit.top, visit.active, visit.seconds, visit.at, document],
                )
        finally:
            connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
