"""The full-text index, kept in step with titles and texts whatever writes them: gestures, imports, undo and redo.

The index holds no text of its own, so to take a document out it has to be told what it once was given.  TEMP triggers
therefore note a document when a transaction first touches it, together with its title and text as they were until then;
`SearchIndex.follow` brings the index up to date before the transaction ends.  The triggers do not write to the index
themselves: SQLite lets no trigger write to a virtual table while the schema of a file is not trusted.
"""

from __future__ import annotations

import sqlite3

from annotator.domain.errors import ProjectError
from annotator.store.connection import Connection

_TABLE = "CREATE TEMP TABLE unindexed(id INTEGER PRIMARY KEY, was INTEGER NOT NULL, title TEXT, text TEXT)"
_NEW = "INSERT OR IGNORE INTO unindexed(id, was) VALUES (new.id, 0);"
_OLD = "INSERT OR IGNORE INTO unindexed(id, was, title, text) SELECT old.id, 1,"
_TRIGGERS = (
    ("AFTER INSERT ON main.document_text", _NEW),
    (
        "AFTER UPDATE OF title ON main.document WHEN new.title IS NOT old.title",
        f"{_OLD} old.title, text FROM main.document_text WHERE id=old.id;",
    ),
    ("BEFORE DELETE ON main.document", f"{_OLD} old.title, text FROM main.document_text WHERE id=old.id;"),
    ("BEFORE DELETE ON main.document_text", f"{_OLD} title, old.text FROM main.document WHERE id=old.id;"),
)
"""When a document is noted, and what of it; a text that goes along with its document is noted already."""


_REMOVE = (
    "INSERT INTO document_fts(document_fts, rowid, title, text)"
    " SELECT 'delete', id, title, text FROM unindexed WHERE was ORDER BY id"
)
_ADD = (
    "INSERT INTO document_fts(rowid, title, text)"
    " SELECT id, title, text FROM document_words WHERE id IN (SELECT id FROM unindexed) ORDER BY id"
)


class SearchIndex:
    """Keeps the full-text index of one connection's project up to date."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute(_TABLE)
        for number, (event, action) in enumerate(_TRIGGERS):
            connection.execute(f"CREATE TEMP TRIGGER unindexed_{number} {event} BEGIN {action} END")

    def follow(self) -> None:
        """Bring the index up to date with what the open transaction has written.

        An index that does not fit any more, because another program has written to the file, is made anew.
        """
        connection = self._connection
        if not connection.value("SELECT EXISTS (SELECT 1 FROM unindexed)"):
            return
        try:
            connection.execute(_REMOVE)
            connection.execute(_ADD)
        except ProjectError:
            if not connection.in_transaction:
                raise
            connection.execute("INSERT INTO document_fts(document_fts) VALUES ('rebuild')")
        connection.execute("DELETE FROM unindexed")


def fits(connection: Connection) -> bool:
    """Whether the index is the one that titles and texts make.  True also where SQLite will not tell.

    It wants the writer's lock for that, although it writes nothing.
    """
    try:
        connection.db.conn.execute("INSERT INTO document_fts(document_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    return True
