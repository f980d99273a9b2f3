"""The Statistics view over a real project: counting beside the window, choosing, passages, what is empty, stopping."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.analysis.statistics import Count, Said, Sum
from annotator.domain.scheme import DEFAULT
from annotator.operations import annotate
from annotator.operations.counting import Statistics
from annotator.store.statistics import SETTLED, Behind, LayerOf
from annotator.ui.charts.bars import BarsChart, StackedChart
from annotator.ui.charts.export import csv_of, svg_of
from annotator.ui.look.theme import Theme, dress
from annotator.ui.session import Session
from annotator.ui.statistics.page import NONE_FITS, NOTHING
from annotator.ui.statistics.tables import Tables, signed
from annotator.ui.statistics.view import StatisticsView
from tests.operations.counted import ADA, BEA, DIRECT, INDIRECT, LENE, OMAR, PLAN, UNION, counted


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(ADA)
    made.open_project(counted(tmp_path))
    yield made
    made.close_project()


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[StatisticsView]:
    made = StatisticsView(session)
    dress(made, Theme.load(dark=False))
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    qtbot.waitUntil(lambda: not made.busy)
    yield made
    made.leave_project()


def rows(view: StatisticsView) -> list[str]:
    return [each.words for each in view.passages.list.passages.rows]


def test_it_counts_when_it_is_shown(view: StatisticsView) -> None:
    assert view.tables is not None
    assert view.tables.facts()[0] == ("12", "quotations")
    assert view.speakers.chart.table.rows == ("Lene Brandt", "Omar Zoe\u0301", "Dock union 🏭", "Not linked")
    assert view.stances.chart.table.cells[0, 0].words == "Omar Zoe\u0301 towards Rescue plan: mean −3.0, 4 stances"
    assert view.time.chart.table.columns == ("Sep 2026", "Oct")
    assert "3 in articles without a date" in view.time.subtitle.text()
    assert view.pace.chart.table.cells[0, 0].text == "4 · 40.0 an hour"


def test_each_number_opens_its_passages(view: StatisticsView, qtbot: QtBot) -> None:
    chart = view.stances.chart
    chart.setFocus()
    at = next(at for at, each in chart.table.cells.items() if each.key == Behind("towards", OMAR.id, PLAN.id))
    chart.setCurrentIndex(chart.figures.index(*at))
    QTest.keyClick(chart, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(view) == [INDIRECT] * 4)
    assert view.passages.about.text() == "Omar Zoe\u0301 towards Rescue plan"
    assert view.passages.list.passages.rows[0].where == "The Herald · 30 Sep · against, strength 3 · indirect"
    with qtbot.waitSignal(view.placeOpened) as asked:
        view.passages.list.opened.emit(1)
    assert asked.args is not None
    assert asked.args[:2] == ["d_1", "q_ada_1_2"]


@pytest.mark.parametrize("name", ["speakers", "groups", "types", "stances", "time", "targets", "sources"])
def test_every_cell_of_every_chart_opens_as_many_as_it_says(view: StatisticsView, qtbot: QtBot, name: str) -> None:
    chart = getattr(view, name).chart
    totals: dict[object, int] = {}
    for each in chart.table.cells.values():
        totals[each.key] = totals.get(each.key, 0) + (each.count or 0)
    assert totals
    for at, each in chart.table.cells.items():
        chart.open_cell(at)
        qtbot.waitUntil(lambda: not view.busy)
        assert len(rows(view)) == totals[each.key]
        assert view.passages.about.text()


def test_speakers_are_grouped_by_their_columns(view: StatisticsView) -> None:
    view.choose_group("party")
    assert view.group.text() == "Party"
    assert view.groups.chart.table.rows == ("Blue & Co", "Greens", "No value")
    view.choose_group("")
    assert view.groups.chart.table.rows == ("Person", "Organisation", "Not linked")


def test_bars_stand_for_words_too(view: StatisticsView) -> None:
    view.choose_unit("words")
    assert [each.text for each in view.speakers.chart.table.cells.values()] == ["12", "16", "16", "4"]
    assert view.types.chart.table.cells[0, 0].count == 8


def test_another_layer_is_counted_alone(view: StatisticsView, qtbot: QtBot) -> None:
    view.choose_layer(LayerOf("annotator", BEA.id))
    qtbot.waitUntil(lambda: not view.busy)
    assert view.layer.text() == BEA.name
    assert view.speakers.chart.table.rows == ("Lene Brandt",)
    view.speakers.chart.open_cell((0, 0))
    qtbot.waitUntil(lambda: rows(view) == [DIRECT])


def test_where_there_is_nothing_it_says_so(view: StatisticsView, qtbot: QtBot) -> None:
    view.choose_layer(LayerOf("gold"))
    qtbot.waitUntil(lambda: not view.busy)
    assert view.page.empty.isVisible()
    assert view.page.empty.text() == NOTHING


def test_it_counts_again_only_after_a_change(view: StatisticsView, session: Session, qtbot: QtBot) -> None:
    before = view.tables
    view.hide()
    view.show()
    assert not view.busy
    assert view.tables is before
    session.open_document("d_0")
    session.run(annotate.delete_quotation, "q_ada_0_1")
    qtbot.waitUntil(lambda: view.tables is not None and view.tables.found.count.total.quotations == 11)


def test_counting_can_be_stopped(view: StatisticsView, session: Session) -> None:
    view.choose_layer(LayerOf("annotator", BEA.id))
    assert view.busy
    view.page.stop.click()
    assert not view.busy
    assert not view.page.stop.isVisible()
    assert session.project is not None


def test_a_closed_project_leaves_no_numbers(view: StatisticsView) -> None:
    view.speakers.chart.open_cell((0, 0))
    view.leave_project()
    assert (view.tables, view.busy, rows(view)) == (None, False, [])


def test_charts_are_written_to_files(view: StatisticsView, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.told):
        view.speakers.write(tmp_path / "speakers.csv")
    found = list(csv.reader(io.StringIO((tmp_path / "speakers.csv").read_text(encoding="utf-8"))))
    assert found[1][:2] == ["Lene Brandt", "4"]
    for tile in view.tiles:
        if tile.chart.table.rows:
            assert b"<svg" in svg_of(tile.chart, tile.title.text(), tile.chart.viewport().size())
    stances = list(csv.reader(io.StringIO(csv_of(view.stances.chart.table))))
    assert stances[0] == ["speaker", "Rescue plan", "Sale of the quay"]
    assert stances[1:] == [[OMAR.name, "-3", "n/a"], [UNION.name, "-3", "n/a"], [LENE.name, "2", ""]]


def test_it_takes_the_shape_of_a_narrow_window(view: StatisticsView, qtbot: QtBot) -> None:
    view.resize(1100, 640)
    assert not view.passages.isVisible()
    qtbot.waitUntil(lambda: view.stances.width() > 2 * view.speakers.width())
    view.resize(1400, 800)
    assert view.passages.width() == 304


def test_panes_are_walked(view: StatisticsView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.layer.setFocus()
    qtbot.waitUntil(view.layer.hasFocus)
    view.next_pane(1)
    view.next_pane(1)
    assert view.speakers.chart.hasFocus()
    view.next_pane(-1)
    assert view.filters.search.field.edit.hasFocus()
    view.next_pane(-1)
    view.next_pane(-1)
    assert view.passages.list.hasFocus()


# ------------------------------------------------------------------------------------------------ tables and charts


def tables_of(*said: Said) -> Tables:
    count = Count({})
    for each in said:
        count.add(each)
    return Tables(Statistics(1, SETTLED, (), count, ()), DEFAULT)


def test_long_times_go_by_years() -> None:
    dates = [f"{year}-{month:02}-01" for year in (2023, 2024, 2025) for month in range(1, 13)]
    tables = tables_of(*(Said("d", None, date, "direct", 1) for date in dates))
    assert tables.grain == "year"
    assert tables.in_time().columns == ("2023", "2024", "2025")
    assert tables.in_time().cells[0, 0].key == Behind("year", "2023")


def test_many_speakers_keep_the_rest_in_sight() -> None:
    said = [Said("d", None, None, "direct", 1, (f"e_{n:02}",)) for n in range(30)]
    table = tables_of(*said, Said("d", None, None, None, 1)).speakers()
    assert (len(table.rows), table.rows[-1]) == (12, "Not linked")


@pytest.mark.parametrize(("value", "text"), [(1.44, "+1.4"), (-0.6, "−0.6"), (0.01, "="), (None, "n/a")])
def test_means_are_printed_with_their_sign(value: float | None, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize("size", [QSizeF(500, 260), QSizeF(120, 60)])
def test_parts_stand_on_top_of_each_other(qtbot: QtBot, size: QSizeF) -> None:
    chart = StackedChart("Time")
    qtbot.addWidget(chart)
    kinds = ("direct", "mixed", "indirect")
    chart.show_table(tables_of(*(Said("d", None, "2026-11-01", each, 1) for each in kinds)).in_time())
    places = [chart.place((row, 0), size) for row in range(3)]
    assert [round(each.top()) for each in places[:2]] == [round(each.bottom()) for each in places[1:]]
    assert all(0 <= each.left() < each.right() <= size.width() for each in places)


def test_a_bar_without_a_number_is_no_fault(qtbot: QtBot) -> None:
    chart = BarsChart("None")
    qtbot.addWidget(chart)
    chart.show_table(tables_of().speakers())
    assert b"<svg" in svg_of(chart, "None", chart.viewport().size())
    assert Sum().direct is None


def test_a_filter_counts_some_articles_and_types_and_so_do_the_passages(qtbot: QtBot, view: StatisticsView) -> None:
    QTest.keyClicks(view.filters.search.field.edit, "source:herald")
    QTest.keyClick(view.filters.search.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.busy and view.tables is not None and view.tables.facts()[0][0] == "6")
    view.filters.choose_types(["direct"])
    qtbot.waitUntil(lambda: not view.busy and view.tables.facts()[0][0] == "4")
    view.open_passages(Behind("all"))
    qtbot.waitUntil(lambda: len(rows(view)) == 4)
    view.filters.first.edit.setText("2026-10")
    view.filters.apply()
    qtbot.waitUntil(lambda: not view.busy and view.tables.facts()[0][0] == "2")
    view.filters.last.edit.setText("2026-11")
    view.filters.search.field.edit.setText("source:nobody")
    view.filters.apply()
    qtbot.waitUntil(lambda: not view.busy and view.page.empty.text() == NONE_FITS)
    view.filters.clear.click()
    qtbot.waitUntil(lambda: not view.busy and view.tables.facts()[0][0] == "12")
    assert not view.filters.clear.isVisible()


def test_a_filter_that_makes_no_sense_is_told_beside_it(qtbot: QtBot, view: StatisticsView) -> None:
    view.filters.first.edit.setText("spring")
    view.filters.apply()
    qtbot.waitUntil(lambda: "is no date to search for" in view.filters.trouble.text())
    view.filters.reset()
    qtbot.waitUntil(lambda: not view.busy and view.tables is not None and view.tables.facts()[0][0] == "12")
    assert view.filters.trouble.text() == ""


def test_in_a_narrow_window_the_passages_lie_over_the_tiles(qtbot: QtBot, view: StatisticsView) -> None:
    view.resize(1000, 700)
    qtbot.waitUntil(lambda: not view.passages.isVisible() and view.speakers.width() + view.groups.width() > 880)
    tiles = view.speakers.width() + view.groups.width()
    view.speakers.chart.setFocus()
    view.speakers.chart.setCurrentIndex(view.speakers.chart.model().index(0, 0))
    QTest.keyClick(view.speakers.chart, Qt.Key.Key_Return)
    qtbot.waitUntil(view.passages.isVisible)
    assert view.passages.geometry().right() == view.page.width() - 1
    assert view.speakers.width() + view.groups.width() == tiles
    QTest.keyClick(view.passages.list, Qt.Key.Key_Escape)
    assert not view.passages.isVisible()
    view.resize(1300, 800)
    qtbot.waitUntil(view.passages.isVisible)
