"""CSV (RFC 4180, UTF-8, LF): one row a quotation and stance, and ``documents.csv`` beside it.

Read are tables of articles, one row each, in any encoding and with any usual sign between the cells.  A written cell
that a spreadsheet would take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotator.domain.documents import Scalar
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.columns import as_text, keys_for
from annotator.formats.decoding_texts import note_of, text_read
from annotator.formats.rows import Row, Table, harmless
from annotator.formats.table_rows import articles

DOCUMENTS = "documents.csv"

_SIGNS = ",;\t|"
_LONGEST = 2**31 - 1
"""Characters of a cell: the articles of a table may be long."""
_NEEDS_QUOTES = re.compile('[",\r\n]|^ | $')


# ------------------------------------------------------------------------------------------------ reading


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The articles of a table, one a row.  Raises FormatError."""
    found = text_read(stream.read(), options, "a table", "save it as CSV in UTF-8")
    text = found.text.lstrip("\ufeff")
    if not text.strip():
        options.fail("the file is empty", "leave it out, or fill in its rows")
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_between(text))
    rows = _rows(reader, options)
    line, header = next(rows, (1, []))
    notes = note_of(found)
    for each in articles(header, rows, options, line, found.encoding):
        yield replace(each, notes=notes)
        notes = ()


def _rows(reader: Iterator[list[str]], options: ReadOptions) -> Iterator[tuple[int, list[str]]]:
    last = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            options.fail(f"the table is damaged: {error}", "save it again as CSV", line=last + 1)
        first, last = last + 1, reader.line_num  # type: ignore[attr-defined]  # a csv reader has one
        yield first, row


def _between(text: str) -> str:
    """The sign between the cells: the one that the first line has most of, outside of quotation marks."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(_SIGNS, key=lambda sign: (first.count(sign), -_SIGNS.index(sign)))


# ------------------------------------------------------------------------------------------------ writing


def cell(value: Scalar) -> str:
    """A value as it stands between two commas."""
    text = harmless(as_text(value))
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(text) else text


def _write_line(out: BinaryIO, values: Iterable[Scalar]) -> None:
    out.write(",".join(cell(each) for each in values).encode("utf-8") + b"\n")


def _write_rows(out: BinaryIO, rows: Iterable[Row]) -> None:
    for row in rows:
        _write_line(out, row.values())


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes the rows of all documents, then the documents themselves where the output has a folder."""
    table = Table(context.scheme, keys_for(source, context), without_text=context.without_text)
    with sink.open() as out:
        _write_line(out, table.columns)
        for annotated in context.documents(source):
            _write_rows(out, table.rows(annotated))
    beside = sink.beside(DOCUMENTS)
    if beside is None:
        return
    with beside as out:
        _write_line(out, table.document_columns)
        for annotated in context.documents(source):
            _write_rows(out, table.document_rows(annotated))


FORMAT_CSV = Format(
    id="csv",
    name="One row a quotation and stance, CSV",
    suffixes=(".csv",),
    loses="texts of the documents, mentions, rejections, decisions, when and by whom",
    read=read,
    write=write,
    stand_off=True,
)

FORMAT_TSV = Format(
    id="tsv", name="Table of articles, tabs between the cells", suffixes=(".tsv", ".tab"), loses="", read=read
)
