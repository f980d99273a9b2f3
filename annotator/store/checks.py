"""Integrity: everything that `annotator check` finds wrong with a project file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.errors import ProjectError
from annotator.domain.text import sha256
from annotator.store.connection import Connection, Row
from annotator.store.search_index import fits
from annotator.store.sql import select


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (ids, None for the file as a whole), of which kind, and as a sentence."""

    document: str | None
    object: str | None
    kind: str
    message: str


_OF_LAYER = "o JOIN layer l ON l.id=o.layer_id"
_OF_QUOTATION = "o JOIN quotation q ON q.id=o.quotation_id JOIN layer l ON l.id=q.layer_id"
_SPANS = (
    ("mention", f"mention {_OF_LAYER}", "o.uid", "o.spans"),
    ("content", f"quotation {_OF_LAYER}", "o.uid", "o.content"),
    ("cue", f"quotation {_OF_LAYER}", "o.uid", "o.cue"),
    ("rejection", f"rejection {_OF_LAYER}", "o.uid", "o.spans"),
    ("party", f"party {_OF_QUOTATION}", "q.uid", "o.spans"),
    ("target", f"stance {_OF_QUOTATION}", "q.uid", "o.target_spans"),
    ("evidence", f"stance {_OF_QUOTATION}", "q.uid", "o.evidence"),
)
"""What it is called, where it lies, whose id it goes by, and its column."""

_REFERENCE = {
    "entity": "an entity that the registry does not have",
    "quotation": "a quotation that is not there",
    "layer": "a layer that is not there",
    "document": "a document that is not there",
    "document_text": "a text that is not there",
}


def problems(connection: Connection) -> list[Problem]:
    """All problems of a file.  Runs over every text once; nothing else can be trusted where the file is damaged."""
    if broken := list(_integrity(connection)):
        return broken
    names: dict[int, str] = dict(connection.rows("SELECT id, uid FROM document"))
    lengths: dict[int, int] = {}
    found = [*_references(connection), *_texts(connection, names, lengths)]
    for what, table, uid, column in _SPANS:
        rows = connection.rows(select(("l.document_id", uid, column), table, ""))
        found += _spans(what, rows, names, lengths)
    return [*found, *_parents(connection), *_cues(connection, names, lengths), *_index(connection)]


def _integrity(connection: Connection) -> Iterator[Problem]:
    try:
        for (text,) in connection.rows("PRAGMA integrity_check"):
            if text != "ok":
                yield Problem(None, None, "integrity", f"The file is damaged: {text.removesuffix('.')}.")
    except ProjectError as error:  # too damaged to be looked at
        yield Problem(None, None, "integrity", f"{error.message[0].upper()}{error.message[1:]}.")


def _references(connection: Connection) -> Iterator[Problem]:
    for table, row, parent, _ in connection.rows("PRAGMA foreign_key_check"):
        what = _REFERENCE.get(parent, f"a row of {parent} that is not there")
        yield Problem(None, None, "reference", f"Row {row} of {table} refers to {what}.")
    for uid, path in connection.rows(
        "SELECT d.uid, 'text' FROM document d LEFT JOIN document_text t ON t.id=d.id WHERE t.id IS NULL"
    ):
        yield Problem(uid, None, path, f"Document {uid} has no text.")


def _texts(connection: Connection, names: dict[int, str], lengths: dict[int, int]) -> Iterator[Problem]:
    query = "SELECT d.id, d.text_sha256, t.text FROM document d JOIN document_text t ON t.id=d.id"
    for number, stored, text in connection.execute(query):
        lengths[number] = len(text)
        if sha256(text) != stored:
            uid = names[number]
            yield Problem(uid, None, "text", f"The text of document {uid} is not the one that was imported.")


def _spans(what: str, rows: list[Row], names: dict[int, str], lengths: dict[int, int]) -> Iterator[Problem]:
    for document, uid, text in rows:
        if text == "[]" and what not in ("content", "mention"):
            continue
        wrong = _wrong(text, lengths.get(document, 0))
        if wrong:
            name = names[document]
            yield Problem(name, uid, "spans", f"The {what} of {uid} in document {name} {wrong}.")


def _wrong(text: str, length: int) -> str | None:
    try:
        spans = [(int(start), int(end)) for start, end in json.loads(text)]
    except (TypeError, ValueError):
        return "is not a list of fragments"
    if not spans:
        return "has no fragment"
    if any(start < 0 or start >= end for start, end in spans):
        return "has an empty fragment"
    if any(end > length for _, end in spans):
        return "reaches beyond the text"
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        return "has fragments that overlap or stand out of order"
    return None


def _parents(connection: Connection) -> Iterator[Problem]:
    rows = connection.rows(
        "SELECT q.id, q.uid, q.parent_id, d.uid, p.layer_id=q.layer_id FROM quotation q"
        " JOIN quotation p ON p.id=q.parent_id JOIN layer l ON l.id=q.layer_id JOIN document d ON d.id=l.document_id"
    )
    parent = {number: above for number, _, above, _, _ in rows}
    for number, uid, above, document, same in rows:
        if not same:
            yield Problem(document, uid, "parent", f"The parent of quotation {uid} lies in another layer.")
        seen, place = {number}, above
        while place is not None and place not in seen:
            seen.add(place)
            place = parent.get(place)
        if place == number:
            yield Problem(document, uid, "parent", f"Quotation {uid} stands inside itself.")


def _cues(connection: Connection, names: dict[int, str], lengths: dict[int, int]) -> Iterator[Problem]:
    """Cue candidates; those of a document that is gone wait for its return."""
    for document, text in connection.rows("SELECT document_id, candidates FROM cue"):
        if document not in names:
            continue
        try:
            rows = [(json.dumps(cue), json.dumps(subject)) for cue, subject, _, _ in json.loads(text)]
        except (TypeError, ValueError):
            rows = [("", "")]
        wrong = (
            _wrong(each, lengths.get(document, 0)) for cue, subject in rows for each in (cue, subject) if each != "[]"
        )
        if said := next(filter(None, wrong), None):
            name = names[document]
            yield Problem(name, None, "cues", f"A cue candidate of document {name} {said}.")


def _index(connection: Connection) -> Iterator[Problem]:
    """The full-text index against the texts; only in part where nothing may be written, since SQLite asks for that."""
    listed = connection.rows(
        "SELECT id FROM document_words EXCEPT SELECT id FROM document_fts_docsize"
        " UNION ALL SELECT id FROM (SELECT id FROM document_fts_docsize EXCEPT SELECT id FROM document_words)"
    )
    if listed or not fits(connection):
        yield Problem(None, None, "index", "The search index does not fit the titles and texts.")
