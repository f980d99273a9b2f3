"""CSV (RFC 4180, UTF-8, LF): one row a quotation and stance, and ``documents.csv`` beside it.

A cell that a spreadsheet would take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from annotator.domain.documents import Scalar
from annotator.formats.base import ExportContext, Format, Sink, Source
from annotator.formats.columns import as_text, keys_for
from annotator.formats.rows import Row, Table

DOCUMENTS = "documents.csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEEDS_QUOTES = re.compile('[",\r\n]|^ | $')


def cell(value: Scalar) -> str:
    """A value as it stands between two commas."""
    text = as_text(value)
    if text.startswith(_FORMULA):
        text = f"'{text}"
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
    write=write,
)
