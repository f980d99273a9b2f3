"""XLSX: a sheet with one row a quotation and stance, and a sheet with the documents.

A cell that a spreadsheet would take for a formula gets a leading apostrophe, as in CSV; none becomes a formula or a
link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from annotator.domain.documents import Scalar
from annotator.formats.archives import Archive
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.columns import keys_for
from annotator.formats.rows import Row, Table, harmless
from annotator.formats.table_rows import articles

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_000_000
"""Rows of a sheet; a sheet holds 1,048,576, and the next one takes what follows."""
_LONGEST = 32_767
"""Characters of a cell, by the file format."""
_CUT = "…"


# ------------------------------------------------------------------------------------------------ reading


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The articles of a workbook's first sheet that holds any, one a row.  Raises FormatError."""
    try:
        import python_calamine  # noqa: PLC0415 - an optional extra
    except ImportError:
        options.fail(
            "spreadsheets need the package python-calamine",
            "pip install 'quotation-annotator[spreadsheets]', or save as CSV",
        )
    data = io.BytesIO(stream.read())
    if data.getvalue().startswith(b"PK"):
        archive = Archive(data, options)
        for name in archive.names:  # what is harmless when unpacked is left to the library
            archive.bytes(name)
        data.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(data)
        sheets = [book.get_sheet_by_name(each).to_python(skip_empty_area=False) for each in book.sheet_names]
    except (python_calamine.CalamineError, ValueError, OSError, TypeError, IndexError, OverflowError) as error:
        options.fail(f"the spreadsheet cannot be read: {str(error).lower()}", "save it again, or as CSV")
    for rows in sheets:
        lines = ((n, [_plain(each) for each in row]) for n, row in enumerate(rows, 1))
        filled = ((n, row) for n, row in lines if any(each not in (None, "") for each in row))
        first = next(filled, None)
        if first is not None:
            yield from articles(first[1], filled, options, first[0])
            return
    options.fail("the spreadsheet is empty", "leave it out, or fill in its rows")


def _plain(value: object) -> Scalar:
    """A cell as metadata: days and times as they are written in ISO 8601, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value if value is None or isinstance(value, str | int | bool) else str(value)


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes the workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    table = Table(context.scheme, keys_for(source, context), without_text=context.without_text)
    rows = (row for annotated in context.documents(source) for row in table.rows(annotated))
    documents = (row for annotated in context.documents(source) for row in table.document_rows(annotated))
    with sink.open() as out:
        held = io.BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(held, options) as book:
            bold = book.add_format({"bold": True})
            _write_sheets(book, "quotations", table.columns, rows, bold)
            _write_sheets(book, "documents", table.document_columns, documents, bold)
        out.write(held.getvalue())


def _write_sheets(book: Workbook, name: str, columns: Iterable[str], rows: Iterable[Row], bold: Style) -> None:
    left, number = iter(rows), 1
    while True:
        some = islice(left, _MOST_ROWS)
        first = next(some, None)
        if first is None and number > 1:
            return
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(columns):
            sheet.write_string(0, column, title, bold)
        for at, row in enumerate(chain([first], some) if first is not None else (), 1):
            for column, value in enumerate(row.values()):
                _write_cell(sheet, at, column, value)
        number += 1


def _write_cell(sheet: Worksheet, row: int, column: int, value: Scalar) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) < 2**53:
        sheet.write_number(row, column, value)
    else:
        text = harmless(str(value))
        sheet.write_string(row, column, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + _CUT)


FORMAT_XLSX = Format(
    id="xlsx",
    name="One row a quotation and stance, XLSX",
    suffixes=(".xlsx",),
    loses="texts of the documents, mentions, rejections, decisions, when and by whom; of a cell what is beyond 32,767 "
    "characters",
    read=read,
    write=write,
    stand_off=True,
)

FORMAT_SPREADSHEET = Format(
    id="spreadsheet", name="Table of articles, ODS or XLS", suffixes=(".ods", ".xls"), loses="", read=read
)
