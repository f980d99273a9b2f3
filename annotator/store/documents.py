"""Documents in the project file: their texts, metadata, order, and the list the window shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotator.domain.annotations import UNLABELLED
from annotator.domain.documents import STANDARD_META, Document, LayerStatus, Scalar
from annotator.domain.errors import ConflictError
from annotator.store.connection import Connection
from annotator.store.journal import Journal
from annotator.store.rows import dump, dump_mapping, load_mapping
from annotator.store.search import Hit, Search
from annotator.store.selection import Selection, Wanted
from annotator.store.sql import select

_COLUMNS = ("uid", "text_sha256", "language", *STANDARD_META, "meta", "extra")
_LISTING = """
SELECT d.uid, d.title, d.source, d.date, ifnull(own.status, 'new'),
 (SELECT count(*) FROM quotation WHERE layer_id = own.id),
 (SELECT count(*) FROM quotation WHERE layer_id = pipeline.id),
 d.words, pipeline.id IS NOT NULL, note.id IS NOT NULL, ifnull(visit.seconds, 0.0)
FROM document d
LEFT JOIN annotator who ON who.uid = ?1
LEFT JOIN layer own ON own.document_id = d.id AND own.kind = 'annotator' AND own.annotator_id = who.id
LEFT JOIN note ON note.document_id = d.id AND note.annotator_id = who.id
LEFT JOIN visit ON visit.document_id = d.id AND visit.annotator = ?1
LEFT JOIN layer pipeline ON pipeline.document_id = d.id AND pipeline.kind = 'pipeline'
WHERE ?2 IS NULL OR d.uid IN (SELECT value FROM json_each(?2))
ORDER BY d.position, d.id
"""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


class DocumentRow(NamedTuple):  # a hundred thousand of them are made when a project opens
    """One line of the document list.

    ``status`` is that of the annotator's layer, "new" without one; ``quotations`` counts that layer's, ``suggestions``
    the pipeline's quotations; ``words`` are the text's; ``labelled`` tells whether it has a pipeline layer; ``noted``
    whether the annotator has a note to themselves on it; ``seconds`` is the active time they have spent on it.
    """

    id: str
    title: str
    source: str | None
    date: str | None
    status: LayerStatus
    quotations: int
    suggestions: int
    words: int
    labelled: bool
    noted: bool = False
    seconds: float = 0.0


def count_words(text: str) -> int:
    """Words between blanks; each CJK character counts as one."""
    return len(text.split()) + (0 if text.isascii() else len(_CJK.findall(text)))


def meta_columns(meta: Mapping[str, Scalar]) -> tuple[object, ...]:
    """Values for the columns of `STANDARD_META` and ``meta``.

    A standard value that is no text keeps its type in ``meta`` and stands as text in its column.
    """
    standard = [meta.get(key) for key in STANDARD_META]
    rest = {key: value for key, value in meta.items() if key not in STANDARD_META}
    odd: dict[str, Scalar] = {
        key: value
        for key, value in zip(STANDARD_META, standard, strict=True)
        if value is not None and not isinstance(value, str)
    }
    return (*(None if value is None else str(value) for value in standard), dump_mapping(rest | odd))


def _meta(standard: Iterable[str | None], rest: str) -> dict[str, Scalar]:
    return dict(zip(STANDARD_META, standard, strict=True)) | load_mapping(rest)


def _document(row: tuple[Any, ...], text: str) -> Document:
    uid, sha256, language, *standard, meta, extra = row
    return Document(uid, text, sha256, language, _meta(standard, meta), load_mapping(extra))


class DocumentStore:
    """The documents of one project, in project order.  Writes belong inside a step."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self._search = Search(connection)
        self._selection = Selection(connection, self._search)

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.value("SELECT count(*) FROM document"))

    def ids(self) -> list[str]:
        """All ids, in project order."""
        return [uid for (uid,) in self._connection.rows("SELECT uid FROM document ORDER BY position, id")]

    def hashes(self) -> dict[str, str]:
        """The hash of each document's text by the document's id, in project order."""
        return dict(self._connection.rows("SELECT uid, text_sha256 FROM document ORDER BY position, id"))

    def row_id(self, id: str) -> int:
        """The internal number of a document.  Raises ConflictError."""
        found = self._connection.value("SELECT id FROM document WHERE uid=?", [id])
        if found is None:
            raise ConflictError(f"the project has no document “{id}”", "load the list of documents again")
        return int(found)

    def get(self, id: str) -> Document:
        """One document with its text.  Raises ConflictError."""
        row = self._connection.row(
            select(("text", *_COLUMNS), "document JOIN document_text USING (id)", "WHERE uid=?"), [id]
        )
        if row is None:
            raise ConflictError(f"the project has no document “{id}”", "load the list of documents again")
        return _document(row[1:], row[0])

    def add(self, document: Document) -> None:
        """Add a document at the end.  Raises ConflictError if its id is taken."""
        self._journal.require()
        last = self._connection.value("SELECT ifnull(max(position), 0) FROM document")
        if self._connection.value("SELECT 1 FROM document WHERE uid=?", [document.id]):
            raise ConflictError(f"the project has a document “{document.id}” already", "give it another id")
        columns = ("position", "words", "uid", "text_sha256", "language", "extra", *STANDARD_META, "meta")
        values = document_values(document)
        id = self._connection.insert("document", dict(zip(columns, (last + 1, *values), strict=True)))
        self._connection.insert("document_text", {"id": id, "text": document.text})

    def set_meta(self, id: str, meta: Mapping[str, Scalar]) -> None:
        """Replace a document's metadata.  Raises ConflictError."""
        self._journal.require()
        values = dict(zip((*STANDARD_META, "meta"), meta_columns(meta), strict=True))
        self._connection.update("document", self.row_id(id), values)

    def remove(self, id: str) -> None:
        """Take a document out, with all its layers and decisions.  Raises ConflictError."""
        self._journal.require()
        self._connection.execute("DELETE FROM document WHERE id=?", [self.row_id(id)])

    def with_hash(self, sha256: str) -> list[Document]:
        """Documents with this very text, in project order, without their texts (``text`` is empty)."""
        rows = self._connection.rows(
            select(_COLUMNS, "document", "WHERE text_sha256=? ORDER BY position, id"), [sha256]
        )
        return [_document(row, "") for row in rows]

    def listing(self, annotator_id: str | None = None, only: Iterable[str] | None = None) -> list[DocumentRow]:
        """The document list as this annotator sees it, in project order; ``only`` some of the documents."""
        rows = self._connection.rows(_LISTING, [annotator_id, None if only is None else dump(list(only))])
        return [
            DocumentRow(id, title or id, source, date, status, own, found, words, bool(labelled), bool(noted), seconds)
            for id, title, source, date, status, own, found, words, labelled, noted, seconds in rows
        ]

    def search(self, words: str, limit: int = 200, among: Wanted | None = None) -> list[Hit]:
        """The best documents for what a person typed, best first; see `annotator.store.query`.  Nothing finds none.

        ``among`` those that are chosen so.
        """
        return self._search.hits(words, limit, None if among is None else self._selection.condition(among))

    def chosen(self, wanted: Wanted) -> list[str]:
        """Ids of the documents that meet all that is wanted, in project order."""
        return self._selection.ids(wanted)

    def count_matching(self, words: str) -> int:
        """How many documents `search` would find without a limit."""
        return self._search.count(words)

    def matching(self, words: str) -> set[str]:
        """Ids of all documents that `search` would find without a limit."""
        return self._search.matching(words)

    def noted(self, annotator_id: str) -> set[str]:
        """Ids of the documents on which the annotator has a note to themselves."""
        rows = self._connection.rows(
            "SELECT d.uid FROM note n JOIN document d ON d.id=n.document_id"
            " WHERE n.annotator_id=(SELECT id FROM annotator WHERE uid=?)",
            [annotator_id],
        )
        return {uid for (uid,) in rows}

    def unlabelled(self, agent: str | None = None) -> list[str]:
        """Documents without a pipeline layer, or with one by another pipeline than ``agent``, in project order.

        A layer that holds nothing but suggestions of others' counts as none.
        """
        rows = self._connection.rows(
            "SELECT d.uid FROM document d LEFT JOIN layer l ON l.document_id=d.id AND l.kind='pipeline'"
            " WHERE l.id IS NULL OR l.agent=?2 OR (?1 IS NOT NULL AND l.agent IS NOT ?1) ORDER BY d.position, d.id",
            [agent, UNLABELLED],
        )
        return [uid for (uid,) in rows]


def document_values(document: Document) -> tuple[object, ...]:
    """Values for words, uid, text_sha256, language, extra, the standard metadata and the rest of it."""
    extra = dump_mapping(document.extra)
    fixed = (count_words(document.text), document.id, document.text_sha256, document.language, extra)
    return (*fixed, *meta_columns(document.meta))
