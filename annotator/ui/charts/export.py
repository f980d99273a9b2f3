"""A chart as a file: SVG as it is drawn, on paper; CSV as it is counted."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.formats.csv_table import cell as csv_cell
from annotator.operations.outputs import AtomicFiles
from annotator.ui.charts.chart import Chart, Table
from annotator.ui.look.theme import Theme

_INTERVAL = ("value", "low", "high", "passages")


def svg_of(chart: Chart, title: str, size: QSize) -> bytes:
    """The chart as SVG in the colours of the light theme, whatever the window's."""
    theme = Theme.load(dark=False)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    try:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.raised)
        chart.draw(painter, theme, QSizeF(size))
    finally:
        painter.end()
    return bytes(buffer.data().data())


def csv_of(table: Table) -> str:
    """The numbers of a chart: one line a row; intervals have columns of their own.  An unknown number is ``n/a``."""
    if len(table.columns) == 1:
        return _lines([[table.corner, *_INTERVAL], *_interval_rows(table)])
    with_interval = {column for (_, column), each in table.cells.items() if each.low is not None}
    head = [table.corner]
    for number, column in enumerate(table.columns):
        head += [column, *((f"{column} low", f"{column} high") if number in with_interval else ())]
    return _lines([head, *_wide_rows(table, with_interval)])


def write_chart(chart: Chart, title: str, path: Path) -> None:
    """Write the chart to a file, whole or not at all, as SVG or CSV by its suffix.  Raises AppError."""
    is_table = path.suffix.lower() == ".csv"
    data = csv_of(chart.table).encode("utf-8") if is_table else svg_of(chart, title, chart.viewport().size())
    with AtomicFiles(path) as files, files.open() as out:
        out.write(data)


def _interval_rows(table: Table) -> list[list[str]]:
    out = []
    for (row, _), each in sorted(table.cells.items()):
        count = "" if each.count is None else str(each.count)
        out.append([table.rows[row], _number(each.value), _number(each.low), _number(each.high), count])
    return out


def _wide_rows(table: Table, with_interval: Container[int]) -> Iterable[list[str]]:
    for row, name in enumerate(table.rows):
        out = [name]
        for column in range(len(table.columns)):
            cell = table.cells.get((row, column))
            out.append(_number(cell.value) if cell else "")
            if column in with_interval:
                out += [_number(cell.low), _number(cell.high)] if cell else ["", ""]
        yield out


def _number(value: float | None) -> str:
    """A number for a spreadsheet: whole ones whole."""
    if value is None:
        return "n/a"
    return str(int(value)) if value == int(value) and abs(value) >= 1 else f"{value:.4f}"


def _lines(rows: Iterable[list[str]]) -> str:
    """CSV; a name that a spreadsheet would take for a formula is defused, a negative number is a number."""
    return "".join(",".join(each if _is_number(each) else csv_cell(each) for each in row) + "\n" for row in rows)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
