"""Metadata of documents: edited one document at a time, or filled from a table by id.

A table is CSV with a header: one column holds the documents' ids, each other column is a key of the metadata.  An empty
cell says nothing about its document, so that a table with gaps erases nothing.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from annotator.domain.annotations import Annotator
from annotator.domain.canonical import sorted_meta
from annotator.domain.changes import Changes
from annotator.domain.documents import STANDARD_META, Scalar
from annotator.domain.errors import ConflictError, FormatError, refused
from annotator.formats.decoding_texts import decoded
from annotator.store.project import Project

ID_COLUMNS = ("document_id", "id", "doc_id", "document")
"""Names of the column that holds the documents' ids, the first one found is taken; case does not matter."""

LONGEST_KEY = 100
"""Code points of the longest key of metadata."""

_OUR_OWN = frozenset((
    "language", "text_sha256", "layer", "annotator", "status", "status_reason", "quotations", "stances", "mentions",
    "rejections",
))  # fmt: skip
"""Columns of the `documents.csv` that an export writes and that are no metadata."""
_DELIMITERS = ",;\t"
_GUARD = re.compile(r"'[=+\-@\t\r]")
"""How an export keeps a spreadsheet from taking a cell for a formula."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


# ------------------------------------------------------------------------------------------------ one document


def set_metadata(project: Project, annotator: Annotator, document: str, meta: Mapping[str, Scalar]) -> Changes:
    """Replace a document's metadata, as one step.  A standard key that is missing is None.

    Raises ConflictError if there is no such document, or a key is empty, too long or holds a control character.
    """
    for key in meta:
        checked_key(key)
    with project.step("Edit metadata", actor=annotator.id) as step:
        before = dict(project.documents.get(document).meta)
        after = sorted_meta(meta)
        if after != sorted_meta(before):
            project.documents.set_meta(document, after)
            step.focus = document
    return step.changes


def edit_metadata(project: Project, annotator: Annotator, document: str, key: str, text: str) -> Changes:
    """Give one key of a document's metadata another value; an empty one is none.

    A value that was a number, or true or false, stays one where the new words can be read so.
    """
    before = project.documents.get(document).meta
    value = read_value(text, before.get(key))
    return set_metadata(project, annotator, document, {**before, checked_key(key): value})


def remove_key(project: Project, annotator: Annotator, document: str, key: str) -> Changes:
    """Take a key out of a document's metadata; a standard one only loses its value."""
    meta = {name: value for name, value in project.documents.get(document).meta.items() if name != key}
    return set_metadata(project, annotator, document, meta)


def checked_key(key: str) -> str:
    """A key of metadata without blanks around it.  Raises ConflictError for one that cannot be kept."""
    name = key.strip()
    if not name:
        raise ConflictError("a key of the metadata needs a name", "write one, such as section")
    if len(name) > LONGEST_KEY or _CONTROL.search(name):
        raise ConflictError(
            f"“{name[:30]}…” cannot be a key of the metadata", f"use at most {LONGEST_KEY} characters on one line"
        )
    return name


def read_value(text: str, like: Scalar = None) -> Scalar:
    """The value that someone wrote: of the kind of ``like`` where it can be read so, else words; None for blanks.

    What no file can hold as a number, such as "nan", is words.
    """
    words = text.strip()
    if not words:
        return None
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(words.lower(), words)
    if isinstance(like, int | float):
        with suppress(ValueError):
            return int(words)
        with suppress(ValueError):
            number = float(words)
            return number if math.isfinite(number) else words
    return words


def written_value(value: Scalar) -> str:
    """A value as it is shown and written: ``true``, ``12``; None is empty."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# ------------------------------------------------------------------------------------------------ a table


@dataclass(frozen=True, slots=True)
class Table:
    """Metadata by document id, each with the line of the file it came from; ``note`` tells of another encoding."""

    path: str
    rows: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


def read_table(path: Path) -> Table:
    """The table in a CSV file.  Raises FormatError, with the line, for anything that is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(error) from error
    return table_of(data, str(path))


def table_of(data: bytes, path: str) -> Table:
    """The table in the bytes of a CSV file; comma, semicolon or tab, as its header has it, part the columns."""
    found = decoded(data) if data.strip() else None
    if found is None:
        what = "is empty" if not data.strip() else "is no text"
        raise FormatError(f"the file {what}", "choose a CSV file with a header", path=path)
    note = "" if found.encoding == "utf-8" else f"read as {found.encoding}"
    return _Reading(path, found.text.lstrip("\ufeff")).table(note)


class _Reading:
    """Reads a table and knows where it is."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        header = text.split("\n", 1)[0]
        delimiter = max(_DELIMITERS, key=header.count)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def table(self, note: str) -> Table:
        lines = self._lines()
        header = [each.strip() for each in next(lines, [])]
        id_at = self._id_column(header)
        keys = self._keys(header, id_at)
        rows: dict[str, dict[str, str]] = {}
        places: dict[str, int] = {}
        for cells in lines:
            if len(cells) > len(header):
                self._fail(f"the line has {len(cells)} columns, the header {len(header)}", "put such cells into marks")
            id = cells[id_at].strip() if id_at < len(cells) else ""
            values = {key: cells[at].strip() for at, key in keys.items() if at < len(cells) and cells[at].strip()}
            if not id:
                if values:
                    self._fail("the line has no id", f"fill in the column “{header[id_at]}”")
                continue
            values = {key: each[1:] if _GUARD.match(each) else each for key, each in values.items()}
            if rows.setdefault(id, values) != values:
                self._fail(f"“{id}” stands in line {places[id]} already, with other values", "keep one of the lines")
            places.setdefault(id, self._reader.line_num)
        return Table(self._path, rows, places, note)

    def _lines(self) -> Iterator[list[str]]:
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._fail(f"the line is not CSV: {error}", "save the table again as CSV")
            if cells:
                yield cells

    def _id_column(self, header: list[str]) -> int:
        folded = [each.lower() for each in header]
        name = next((each for each in ID_COLUMNS if each in folded), None)
        if name is None:
            self._fail("no column holds the documents' ids", f"call one of the columns {ID_COLUMNS[0]}")
        return folded.index(name)

    def _keys(self, header: list[str], id_at: int) -> dict[int, str]:
        ours = {"text_sha256", "layer"} <= set(header)
        left_out = _OUR_OWN if ours else frozenset[str]()
        keys = {
            at: name.lower() if name.lower() in STANDARD_META else name
            for at, name in enumerate(header)
            if at != id_at and name not in left_out
        }
        for name in keys.values():
            if not name or len(name) > LONGEST_KEY or _CONTROL.search(name):
                self._fail("a column of the header has no usable name", "give each column a short name")
            if list(keys.values()).count(name) > 1:
                self._fail(f"the header has two columns “{name}”", "rename or remove one of them")
        if not keys:
            self._fail("there is no column but the ids", "add a column for each key of the metadata")
        return keys

    def _fail(self, message: str, hint: str) -> NoReturn:
        raise FormatError(message, hint, path=self._path, line=max(1, self._reader.line_num))


# ------------------------------------------------------------------------------------------------ filling


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one document's metadata that a table has otherwise."""

    document: str
    key: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True, slots=True)
class Fill:
    """What filling from a table does, or has done.

    ``matched`` ids of the table are in the project, ``unknown`` are not; ``changes`` are the values that differ.
    """

    matched: int
    unknown: tuple[str, ...]
    edits: tuple[Change, ...]
    changes: Changes = field(default_factory=Changes)

    @property
    def documents(self) -> int:
        """How many documents change."""
        return len({each.document for each in self.edits})

    @property
    def sentence(self) -> str:
        """The preview as people want to read it."""
        parts = [f"{self.matched:,} of {self.matched + len(self.unknown):,} ids match"]
        values = f"{len(self.edits):,} value{'' if len(self.edits) == 1 else 's'}"
        where = f"{self.documents:,} article{'' if self.documents == 1 else 's'}"
        parts.append(f"{values} in {where} change" if self.edits else "nothing changes")
        return "; ".join(parts) + "."


def plan_fill(project: Project, table: Table) -> Fill:
    """What filling would do; nothing is written."""
    known = set(project.documents.ids())
    edits: list[Change] = []
    for id in (each for each in table.rows if each in known):
        meta = project.documents.get(id).meta
        for key, text in table.rows[id].items():
            before = meta.get(key)
            if written_value(before) != text:
                edits.append(Change(id, key, before, read_value(text, before)))
    unknown = tuple(each for each in table.rows if each not in known)
    return Fill(len(table.rows) - len(unknown), unknown, tuple(edits))


def fill_metadata(project: Project, annotator: Annotator, table: Table) -> Fill:
    """Write what `plan_fill` says, as one step."""
    plan = plan_fill(project, table)
    by_document: dict[str, dict[str, Scalar]] = {}
    for each in plan.edits:
        by_document.setdefault(each.document, {})[each.key] = each.after
    count = len(by_document)
    label = f"Fill metadata of {count:,} article{'' if count == 1 else 's'}"
    with project.step(label, actor=annotator.id) as step:
        for id, values in by_document.items():
            project.documents.set_meta(id, sorted_meta({**project.documents.get(id).meta, **values}))
    return Fill(plan.matched, plan.unknown, plan.edits, step.changes)
