"""Agreement in full, of some annotators only; adjudication of some; the colours of annotators, with real events."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from reviewed import ANA, BEA, make_reviewed
from test_journeys_review import Reviewer

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.operations import merging, registry
from annotator.operations.agreement_figures import COLUMNS
from annotator.ui.agreement.page import AgreementPage
from annotator.ui.review.ink import annotator_ink

Opener = Callable[..., Driver]
CAT = Annotator("a_cat", "Cat Corre\u0301ge 🎪")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def reviewer(open_window: Opener, tmp_path: Path) -> Reviewer:
    """An adjudicator over three annotators' labels of two articles; Bea and Cat always agree."""
    return Reviewer(open_window(make_reviewed(tmp_path / "quay.annotator", (ANA, BEA, CAT), articles=2)))


def page_of(reviewer: Reviewer) -> AgreementPage:
    reviewer.driver.press("Alt+5")
    page = reviewer.view.agreement
    reviewer.driver.wait(lambda: not page.busy and page.figures is not None)
    return page


def click_entry(menu: QMenu, action: QAction) -> None:
    """Click an entry of an open menu."""
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    QApplication.processEvents()


def test_every_figure_stands_in_rows_and_columns(reviewer: Reviewer, tmp_path: Path) -> None:
    page = page_of(reviewer)
    assert not page.slots_in_full.isVisible()
    QTest.mouseClick(page.in_full, LEFT)
    assert page.slots_in_full.isVisible()
    assert page.types_in_full.isVisible()
    table = page.slots_in_full.chart.table
    assert table.columns == ("compared", "equal", "F1", "α", "κ", "uα", "|uα")
    speaker = table.rows.index("Speaker")
    assert table.cells[speaker, 3].low is not None, "α of all pairs has an interval"
    chart = page.slots_in_full.chart
    chart.setFocus()
    chart.setCurrentIndex(chart.figures.index(speaker, 3))
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert {each.document for each in page.passages.list.passages.rows} == {"d_0", "d_1"}
    page.slots_in_full.write(tmp_path / "slots.csv")
    header = (tmp_path / "slots.csv").read_text(encoding="utf-8").split("\n")[0]
    assert header.startswith("slot,compared,equal,F1,F1 low,F1 high,α,α low,α high,κ,uα,")
    page.write_csv(tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    of_pairs = [each for each in rows if each["a"] and each["slot"] == "speakers" and each["measure"] == "alpha"]
    assert {(each["a"], each["b"]) for each in of_pairs} >= {("A", "B"), ("A", "C")}
    assert any(each["type"] == "direct" and each["measure"] == "u_alpha_found" and each["low"] for each in rows)


def test_some_of_the_annotators_are_compared(reviewer: Reviewer) -> None:
    page = page_of(reviewer)
    QTest.mouseClick(page.people, LEFT)
    menu = page.people.menu
    assert menu is not None
    assert [each.text() for each in menu.entries.values()] == ["A", "B", "C"]
    click_entry(menu, menu.entries[BEA.id])
    click_entry(menu, menu.entries[CAT.id])
    assert menu.isVisible(), "several can be checked before it closes"
    assert menu.note.isVisible(), "one alone is not enough"
    click_entry(menu, menu.entries[CAT.id])
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    reviewer.driver.wait(lambda: not page.busy)
    assert page.people.text() == "A, C"
    assert page.figures is not None
    assert page.figures.pair_ids() == [(ANA.id, CAT.id)]
    page.choose_people(None)
    reviewer.driver.wait(lambda: not page.busy)
    assert len(page.figures.pair_ids()) == 3
    assert page.people.text() == "Everybody"


def test_who_has_finished_nothing_together_is_a_sentence(reviewer: Reviewer) -> None:
    project = reviewer.view.session.project
    assert project is not None
    page = page_of(reviewer)
    with project.step("Cat reopens", actor=CAT.id):
        for document in ("d_0", "d_1"):
            layer = project.annotations.layer(document, "annotator", CAT.id)
            assert layer is not None
            project.annotations.set_status(layer.id, "in_progress", None, document=document)
    page.choose_people((BEA.id, CAT.id))
    reviewer.driver.wait(lambda: not page.busy)
    assert page.figures is None
    assert "annotators chosen above" in page._empty.text()
    assert page.people.isVisible(), "others can be chosen"


def test_some_of_the_annotators_are_adjudicated(reviewer: Reviewer) -> None:
    view = reviewer.view
    assert view.reviewing.queue is not None
    assert view.reviewing.queue.annotators == (ANA.id, BEA.id, CAT.id)
    view.whom.fill()
    some = next(each for each in view.panel.whom.findChildren(QMenu) if each.title() == "Adjudicate some of them")
    some.popup(QPoint(0, 0))
    click_entry(some, some.entries[CAT.id])  # type: ignore[attr-defined]
    QTest.keyClick(some, Qt.Key.Key_Escape)
    assert view.reviewing.queue.annotators == (ANA.id, BEA.id)
    assert {who for who, _ in reviewer.rows} == {"A only", "A≠B"}
    view.whom.fill()
    assert view.reviewing.annotators == (ANA.id, BEA.id)


def test_whether_titles_count_is_said_in_review(reviewer: Reviewer) -> None:
    view, project = reviewer.view, reviewer.view.session.project
    assert project is not None
    view.whom.fill()
    rule = next(each for each in view.panel.whom.actions() if "makes a difference" in each.text())
    assert rule.isChecked()
    rule.trigger()
    assert not project.rules.titles
    reviewer.driver.press("Ctrl+Z")
    assert project.rules.titles


def test_agreement_follows_entities_that_are_merged_and_split_again(reviewer: Reviewer) -> None:
    page = page_of(reviewer)
    assert speakers(page) < 1, "Ana means another speaker than Bea and Cat"
    reviewer.driver.press("Alt+2")
    reviewer.go_to("content").press("1")  # from now on the layers are frozen
    page = page_of(reviewer)
    assert page.figures is not None
    assert "frozen" in page.figures.note()
    before = speakers(page)
    session = reviewer.view.session
    session.apply(merging.merge, session.annotator, "e_omar", ["e_zoe"])
    session.apply(registry.remove_alias, CAT, "e_omar", "Zoë Bäcker")  # no name in common tells that they are one
    page = page_of(reviewer)
    assert speakers(page) == 1
    assert session.project is not None
    session.take(session.project.undo(CAT.id) or Changes())
    reviewer.driver.press("Ctrl+Z")
    page = page_of(reviewer)
    assert speakers(page) == before


def speakers(page: AgreementPage) -> float:
    """The share of equal speakers among all matched quotations."""
    assert page.figures is not None
    return page.figures.report.overall.slots["speakers"].percent or 0.0


# ---------------------------------------------------------------------------------------------- colours


def test_an_annotators_colour_is_chosen_once_and_used_everywhere(reviewer: Reviewer) -> None:
    driver, view = reviewer.driver, reviewer.view
    window, project = driver.window, reviewer.view.session.project
    assert project is not None
    before = view.reviewing.presenter.seen[BEA.id].style  # type: ignore[union-attr]
    assert annotator_ink(window.theme, before) == window.theme.annotator_text[1]
    window.annotators.refill()
    menu = next(each for each in window.annotators.colours.findChildren(QMenu) if each.title() == BEA.name)
    ochre = next(each for each in menu.actions() if each.text() == "Ochre")
    ochre.trigger()
    assert {each.id: each.colour for each in project.annotators()}[BEA.id] == "ochre"
    after = view.reviewing.presenter.seen[BEA.id].style  # type: ignore[union-attr]
    assert annotator_ink(window.theme, after) == window.theme.annotator_text[4]
    assert after == before, "the line and the key stay those of the letter"
    window.annotators.refill()
    menu = next(each for each in window.annotators.colours.findChildren(QMenu) if each.title() == BEA.name)
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["Ochre"]
    driver.press("Ctrl+Z")
    assert {each.id: each.colour for each in project.annotators()}[BEA.id] is None
    driver.press("Ctrl+Shift+Z")
    menu = next(each for each in window.annotators.colours.findChildren(QMenu) if each.title() == BEA.name)
    menu.actions()[0].trigger()  # by their place again
    assert {each.id: each.colour for each in project.annotators()}[BEA.id] is None


def test_another_annotator_takes_over_in_two_clicks(reviewer: Reviewer) -> None:
    window = reviewer.driver.window
    QTest.mouseClick(window.status.annotator, LEFT)
    menu = window.annotators
    assert menu.isVisible()
    entry = next(each for each in menu.actions() if each.text() == CAT.name)
    click_entry(menu, entry)
    assert window.session.annotator.id == CAT.id
