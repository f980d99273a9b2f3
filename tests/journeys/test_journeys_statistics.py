"""Statistics in the real window: by key to the tab, to a number, to its passages, and into the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import Opener
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from test_journeys_access import by_key, controls, label, told

from annotator.store.statistics import Behind, LayerOf
from annotator.ui.statistics.page import NOTHING
from annotator.ui.statistics.view import StatisticsView
from tests.operations.counted import OMAR, PLAN, counted


@pytest.fixture
def driver(open_window: Opener, tmp_path: Path) -> Driver:
    counted(tmp_path).close()
    return open_window(tmp_path / "counted.annotator")


def statistics(driver: Driver) -> StatisticsView:
    driver.press("Alt+4")
    view = driver.window.findChild(StatisticsView, "statistics")
    assert view is not None
    driver.wait(lambda: not view.busy)
    return view


def test_from_a_number_to_its_passage_by_key(driver: Driver, tmp_path: Path) -> None:
    view = statistics(driver)
    chart = view.stances.chart
    chart.setFocus()
    while chart.table.cells[chart.currentIndex().row(), chart.currentIndex().column()].key != Behind(
        "towards", OMAR.id, PLAN.id
    ):
        QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    rows = view.passages.list.passages
    driver.wait(lambda: len(rows.rows) == 4)
    view.passages.list.setFocus()
    view.passages.list.setCurrentIndex(rows.index(2))
    QTest.keyClick(view.passages.list, Qt.Key.Key_Return)
    assert driver.window.views.name == "annotate"
    assert driver.window.session.document is not None
    assert driver.window.session.document.id == "d_2"
    assert driver.window.views.tab == "Annotate"
    view = statistics(driver)
    view.speakers.write(tmp_path / "speakers.svg")
    assert (tmp_path / "speakers.svg").read_bytes().startswith(b"<?xml")
    assert any("speakers.svg" in each for each in driver.notices)


def test_an_edit_is_counted_when_one_comes_back(driver: Driver) -> None:
    view = statistics(driver)
    view.choose_layer(LayerOf("annotator", driver.window.session.annotator.id))
    driver.wait(lambda: view.page.empty.text() == NOTHING)
    driver.press("Alt+1")
    driver.select("someone asked").press("Q")
    statistics(driver)
    assert view.tables is not None
    assert view.tables.facts()[0] == ("1", "quotations")
    driver.press("Alt+1").run("edit.undo")
    statistics(driver)
    assert view.tables.is_empty


def test_every_control_has_a_name_a_tooltip_and_a_way_by_key(driver: Driver) -> None:
    view = statistics(driver)
    view.speakers.chart.open_cell((0, 0))
    driver.wait(lambda: not view.busy)
    QApplication.processEvents()
    found = [each for each in controls(driver) if view.isAncestorOf(each)]
    assert len(found) >= 12
    wrong = [f"no name: {label(each)}" for each in found if not told(each).strip()]
    buttons = [each for each in found if isinstance(each, QAbstractButton)]
    wrong += [f"no tooltip: {label(each)}" for each in buttons if not each.toolTip().strip()]
    wrong += [f"no way by key: {label(each)}" for each in found if not by_key(each)]
    assert not wrong, "\n".join(wrong)


def test_another_project_starts_from_nothing(driver: Driver, tmp_path: Path) -> None:
    view = statistics(driver)
    (tmp_path / "other").mkdir()
    counted(tmp_path / "other", articles=1).close()
    driver.window.files.open(tmp_path / "other" / "counted.annotator")
    assert view.tables is None
    view = statistics(driver)
    assert view.tables is not None
    assert view.tables.facts()[0] == ("3", "quotations")
