"""Fingerprints of the texts, and which documents are copies of each other by them.

They follow from the texts and can be made again at any time: they are not journalled, and nobody undoes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.store.connection import Connection
from annotator.store.journal import Journal
from annotator.store.rows import dump
from annotator.store.sql import AMONG, select


class PrintStore:
    """The fingerprints of one project.  Each call that writes is a transaction of its own, outside any step."""

    def __init__(self, connection: Connection, journal: Journal, *, read_only: bool) -> None:
        self._connection = connection
        self._journal = journal
        self._read_only = read_only

    def missing(self) -> list[str]:
        """Ids of the documents without a fingerprint, in project order."""
        rows = self._connection.rows(
            "SELECT uid FROM document WHERE id NOT IN (SELECT document_id FROM fingerprint) ORDER BY position, id"
        )
        return [uid for (uid,) in rows]

    def all(self) -> list[tuple[str, bytes]]:
        """The documents that have a fingerprint, in project order, each with it."""
        rows = self._connection.rows(
            "SELECT d.uid, f.print FROM fingerprint f JOIN document d ON d.id=f.document_id ORDER BY d.position, d.id"
        )
        return [(uid, bytes(made)) for uid, made in rows]

    def save(self, prints: Iterable[tuple[str, bytes]]) -> None:
        """Store fingerprints by their documents' ids; those of documents that are gone are passed over.

        Does nothing where the project is read only.  Raises ProjectError where another program keeps it locked.
        """
        self._write(
            "INSERT OR REPLACE INTO fingerprint(document_id, print) SELECT id, ?2 FROM document WHERE uid=?1", prints
        )

    def set_kin(self, kin: Mapping[str, str]) -> None:
        """Say which document stands for the copies that each of these belongs to; no other document has any.

        Does nothing where the project is read only.  Raises ProjectError where another program keeps it locked.
        """
        if dict(kin) == self.kin():
            return
        sql = (
            "UPDATE fingerprint SET kin=(SELECT id FROM document WHERE uid=?)"
            " WHERE document_id=(SELECT id FROM document WHERE uid=?)"
        )
        self._write(sql, ((leader, id) for id, leader in kin.items()), "UPDATE fingerprint SET kin=NULL")

    def kin(self) -> dict[str, str]:
        """For each document that has copies the id of the one that stands for all of them."""
        return dict(
            self._connection.rows(
                "SELECT d.uid, lead.uid FROM fingerprint f JOIN document d ON d.id=f.document_id"
                " JOIN document lead ON lead.id=f.kin"
            )
        )

    def copies(self, document: str) -> list[str]:
        """The other documents of its group, in project order; none where it has no copies."""
        rows = self._connection.rows(
            "SELECT d.uid FROM fingerprint f JOIN document d ON d.id=f.document_id WHERE d.uid<>?1 AND f.kin="
            "(SELECT kin FROM fingerprint WHERE document_id=(SELECT id FROM document WHERE uid=?1))"
            " ORDER BY d.position, d.id",
            [document],
        )
        return [uid for (uid,) in rows]

    def texts(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """The texts of some documents, each with its id."""
        query = select(("d.uid", "t.text"), "document d JOIN document_text t USING (id)", f"WHERE d.uid {AMONG}")
        return [(uid, text) for uid, text in self._connection.rows(query, [dump(list(ids))])]

    def _write(self, sql: str, rows: Iterable[tuple[object, ...]], first: str = "") -> None:
        if self._journal.is_writing:
            raise RuntimeError("fingerprints within a step")
        if self._read_only:
            return
        self._connection.begin()
        try:
            if first:
                self._connection.execute(first)
            self._connection.executemany(sql, rows)
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()
