"""What is tidied when a window opens a project."""

from __future__ import annotations

from annotator.store.connection import Connection
from annotator.store.sql import deletion, select

_GONE = (
    "document_id NOT IN (SELECT id FROM document)"
    " AND document_id NOT IN (SELECT row_id FROM change WHERE tbl='document' AND op='D')"
)


def forget_the_gone(connection: Connection) -> None:
    """Drop visits, cues, reasons and fingerprints of documents that are gone and that no undo brings back."""
    for table in ("visit", "cue", "reason", "fingerprint"):
        if connection.value(select(["1"], table, f"WHERE {_GONE} LIMIT 1")):
            connection.execute(deletion(table, _GONE))
