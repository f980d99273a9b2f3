"""Charts: walked by keys, opened cell by cell, read aloud, written to files, readable in both themes."""

from __future__ import annotations

import csv
import io
import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, QSizeF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.errors import AppError
from annotator.ui.charts.chart import NOT_KNOWN, Cell, Chart, Table, two_digits
from annotator.ui.charts.export import csv_of, svg_of, write_chart
from annotator.ui.charts.ink import contrast, ink_on, ramp
from annotator.ui.charts.intervals import IntervalChart
from annotator.ui.charts.pairs import ConfusionChart, PairsChart
from annotator.ui.charts.tile import ChartTile
from annotator.ui.look.theme import Theme

NAMES = ("Ana", "Be\u0301a 🎪", "=Cat")


class _Keys(QWidget):
    def __init__(self, seen: list[int]) -> None:
        super().__init__()
        self._seen = seen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._seen.append(event.key())


def pairs() -> Table:
    values = {(1, 0): 0.82, (2, 0): 0.4, (2, 1): None}
    cells = {
        at: Cell(two_digits(value), f"{NAMES[at[0]]} and {NAMES[at[1]]}: {two_digits(value)}", value, key=at)
        for at, value in values.items()
    }
    return Table(NAMES, NAMES, cells, "annotator")


def intervals() -> Table:
    rows = ("Content", "Cue 🎪", "Cafe\u0301")
    figures = ((0.9, 0.8, 0.95), (0.5, 0.3, 0.6), (None, None, None))
    cells = {
        (n, 0): Cell(two_digits(value), f"{rows[n]}: {two_digits(value)}", value, low, high, 40, key=rows[n])
        for n, (value, low, high) in enumerate(figures)
    }
    return Table(rows, ("α",), cells, "slot")


def confusion() -> Table:
    names = ("Direct", "Mixed 🎪")
    counts = ((12, 1), (0, 3))
    cells = {
        (r, c): Cell(str(n), f"{names[r]}, {names[c]}: {n}", n, key=(r, c) if n else None)
        for r, row in enumerate(counts)
        for c, n in enumerate(row)
    }
    return Table(names, names, cells, "type")


@pytest.fixture(params=[(PairsChart, pairs), (IntervalChart, intervals), (ConfusionChart, confusion)])
def chart(request: pytest.FixtureRequest, qtbot: QtBot) -> Chart:
    kind, table = request.param
    made: Chart = kind("A chart")
    qtbot.addWidget(made)
    made.resize(360, 280)
    made.show_table(table())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_coefficients_are_printed_without_a_nought() -> None:
    assert [two_digits(each) for each in (0.82, 1.0, -0.125, 0.0, -0.001, None)] == [
        ".82", "1.00", "−.12", ".00", ".00", NOT_KNOWN,
    ]  # fmt: skip


def test_cells_lie_apart_and_inside(chart: Chart) -> None:
    size = QSizeF(chart.viewport().size())
    rects = [chart.place(at, size) for at in chart.table.cells]
    for number, rect in enumerate(rects):
        assert rect.width() > 8
        assert rect.height() > 8
        assert rect.right() <= size.width() + 1
        assert rect.bottom() <= size.height() + 1
        assert not any(rect.adjusted(1, 1, -1, -1).intersects(each) for each in rects[number + 1 :])


def test_a_click_opens_the_passages_behind_a_cell(chart: Chart, qtbot: QtBot) -> None:
    at, cell = next((at, cell) for at, cell in chart.table.cells.items() if cell.key is not None)
    middle = chart.place(at, QSizeF(chart.viewport().size())).center().toPoint()
    with qtbot.waitSignal(chart.opened) as told:
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told.args == [cell.key]


def test_arrows_reach_every_cell_and_enter_opens_it(chart: Chart) -> None:
    opened: list[object] = []
    chart.opened.connect(opened.append)
    chart.setFocus()
    reached = set()
    for key in (Qt.Key.Key_Home, *([Qt.Key.Key_Right, Qt.Key.Key_Down] * 4), Qt.Key.Key_Home, *[Qt.Key.Key_Down] * 4,
                *[Qt.Key.Key_Right] * 3, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right):  # fmt: skip
        QTest.keyClick(chart, key)
        index = chart.currentIndex()
        reached.add((index.row(), index.column()))
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert reached == set(chart.table.cells)
    assert set(opened) == {each.key for each in chart.table.cells.values() if each.key is not None}


def test_a_screen_reader_finds_rows_columns_and_words(chart: Chart) -> None:
    face = QAccessible.queryAccessibleInterface(chart)
    at, cell = next(iter(chart.table.cells.items()))
    middle = chart.place(at, QSizeF(chart.viewport().size())).center().toPoint()
    assert chart.visualRect(chart.figures.index(*at)).contains(middle)
    there = chart.viewport().mapToGlobal(middle)
    assert face.childAt(there.x(), there.y()).text(QAccessible.Text.Name) == cell.words
    assert face.text(QAccessible.Text.Name) == "A chart"
    for names, way in ((chart.table.rows, Qt.Orientation.Vertical), (chart.table.columns, Qt.Orientation.Horizontal)):
        assert tuple(chart.figures.headerData(n, way) for n in range(len(names))) == names


def test_other_keys_are_left_to_the_window(chart: Chart, qtbot: QtBot) -> None:
    seen: list[int] = []
    parent = _Keys(seen)
    chart.setParent(parent)
    with qtbot.waitExposed(parent):
        parent.show()
    QTest.keyClick(chart, Qt.Key.Key_W)
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert seen == [Qt.Key.Key_W, Qt.Key.Key_Escape]
    parent.hide()
    chart.setParent(None)


def test_hovering_says_what_a_click_does(chart: Chart) -> None:
    at, cell = next((at, cell) for at, cell in chart.table.cells.items() if cell.key is not None)
    middle = chart.place(at, QSizeF(chart.viewport().size())).center().toPoint()
    QTest.mouseMove(chart.viewport(), middle)
    assert chart.indexAt(middle).data(Qt.ItemDataRole.ToolTipRole) == cell.words
    assert chart.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert not chart.indexAt(QPoint(-5, -5)).isValid()


def test_the_chart_is_drawn_with_its_marks(chart: Chart) -> None:
    plain = chart.grab().toImage()
    key = next(each.key for each in chart.table.cells.values() if each.key is not None)
    chart.show_chosen(key)
    assert chart.grab().toImage() != plain


def test_svg_has_the_numbers_as_drawn(chart: Chart) -> None:
    root = ET.fromstring(svg_of(chart, "A chart", QSize(360, 280)))
    words = " ".join(each.text or "" for each in root.iter() if each.text)
    assert root.get("viewBox") == "0 0 360 280"
    assert next(each.text for each in chart.table.cells.values() if each.value) in words


def test_csv_of_pairs_and_of_intervals() -> None:
    rows = list(csv.reader(io.StringIO(csv_of(pairs()))))
    assert rows[0] == ["annotator", "Ana", "Be\u0301a 🎪", "'=Cat"]
    assert rows[2] == ["Be\u0301a 🎪", "0.8200", "", ""]
    assert rows[3] == ["'=Cat", "0.4000", NOT_KNOWN, ""]
    rows = list(csv.reader(io.StringIO(csv_of(intervals()))))
    assert rows[0] == ["slot", "value", "low", "high", "passages"]
    assert rows[1] == ["Content", "0.9000", "0.8000", "0.9500", "40"]
    assert rows[3] == ["Cafe\u0301", NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, "40"]
    assert list(csv.reader(io.StringIO(csv_of(confusion()))))[1] == ["Direct", "12", "1"]


def test_a_negative_coefficient_stays_a_number() -> None:
    table = Table(("Stance",), ("α",), {(0, 0): Cell("−.12", "x", -0.12, -0.3, 0.1)}, "slot")
    assert csv_of(table).splitlines()[1].startswith("Stance,-0.1200,-0.3000,0.1000")


def test_a_tile_writes_its_chart(chart: Chart, qtbot: QtBot, tmp_path: Path) -> None:
    tile = ChartTile("A chart", chart)
    qtbot.addWidget(tile)
    tile.resize(400, 320)
    for name in ("chart.svg", "chart.csv"):
        with qtbot.waitSignal(tile.written):
            tile.write(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 40
    with qtbot.waitSignal(tile.trouble) as told:
        tile.write(tmp_path / "nowhere" / "chart.csv")
    assert isinstance(told.args[0], AppError)
    with pytest.raises(AppError):
        write_chart(chart, "A chart", tmp_path / "nowhere" / "chart.svg")


def test_a_chart_that_cannot_be_written_leaves_the_file_as_it_was(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = ConfusionChart("Pairs")
    qtbot.addWidget(chart)
    path = tmp_path / "cafe\u0301 🏭.svg"
    path.write_bytes(b"the last one")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("annotator.operations.outputs.os.fsync", full)
    with pytest.raises(AppError):
        write_chart(chart, "A chart", path)
    assert path.read_bytes() == b"the last one"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("dark", [False, True])
def test_every_step_of_the_ramp_can_be_read_and_told_apart(dark: bool) -> None:
    theme = Theme.load(dark=dark)
    steps = [ramp(theme, n / 40) for n in range(41)]
    assert min(contrast(ink_on(theme, each), each) for each in steps) >= 4.5
    away = [contrast(each, theme.raised) for each in steps]
    assert all(a <= b + 0.02 for a, b in itertools.pairwise(away)), "luminance goes one way"
    assert contrast(theme.chart_series, theme.raised) >= 3
    for mark, text in zip(theme.annotator_mark, theme.annotator_text, strict=True):
        assert contrast(mark, theme.page) >= 3
        assert contrast(theme.page, text) >= 4.5
