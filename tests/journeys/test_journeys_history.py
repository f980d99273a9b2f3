"""What was done: the list of steps, one of them taken back, undo across articles and restarts, bulk as one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver

from annotator.ui.history_panel import HistoryPanel, HistoryRow

QUAY = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\r\nShe told “nobody” of it.\r\n“It is over,” said Jun Sato."
BRIDGE = "“The bridge closes at noon 🌉,” Jun Sato 佐藤 told the cafe\u0301. “It opens at one,” he said."
Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project({"Quay": QUAY, "Bridge": BRIDGE})


@pytest.fixture
def driver(open_window: Opener, path: Path, fake: FakePipeline) -> Driver:
    driver = open_window(path, pipeline=fake.command)
    driver.wait(lambda: not driver.window.labelling.waiting)
    driver.window.open_document("Quay")
    return driver


def history(driver: Driver) -> HistoryPanel:
    found = driver.window.findChild(HistoryPanel)
    assert isinstance(found, HistoryPanel)
    if not found.isVisible():
        driver.press("Ctrl+H")
    assert found.isVisible()
    return found


def mine(panel: HistoryPanel) -> list[HistoryRow]:
    return [each for each in panel.rows.rows if each.mine]


def test_the_list_says_what_each_step_did_and_follows(driver: Driver) -> None:
    driver.click("stay").press("Q", "Return")
    panel = history(driver)
    assert [(each.label, each.words, each.title) for each in mine(panel)] == [
        ("Set cue and speaker", "“We stay at the quay 🏭,”", "Quay"),
        ("Add quotation", "“We stay at the quay 🏭,”", "Quay"),
    ]
    driver.press("I")
    driver.wait(lambda: mine(panel)[0].label == "Set type")
    driver.press("Ctrl+Z")
    driver.wait(lambda: mine(panel)[0].undone)
    driver.press("Ctrl+H")
    assert not panel.isVisible()
    assert driver.article.hasFocus()


def test_one_step_is_taken_back_out_of_the_middle_and_that_can_be_undone(driver: Driver) -> None:
    driver.click("nobody").press("Q", "Esc")
    driver.click("stay").press("Q", "Esc")
    driver.click("is over").press("Q", "Return", "Esc")
    panel = history(driver)
    (at,) = (n for n, each in enumerate(panel.rows.rows) if each.words.startswith("“We stay"))
    panel.list.setCurrentIndex(panel.rows.index(at))
    driver.press("Backspace", on=panel.list)
    assert [driver.said(each.content) for each in driver.quotations] == [["“nobody”"], ["“It is over,”"]]
    assert "Add quotation" in driver.told
    driver.press("Ctrl+Z")
    assert len(driver.quotations) == 3
    assert driver.quotations[2].speakers


def test_what_later_steps_touched_is_not_taken_back_and_they_are_named(driver: Driver) -> None:
    driver.click("stay").press("Q", "0")
    panel = history(driver)
    (at,) = (n for n, each in enumerate(panel.rows.rows) if each.label == "Add quotation")
    panel.list.setCurrentIndex(panel.rows.index(at))
    driver.press("Backspace", on=panel.list)
    assert "Set speaker" in driver.told
    assert len(driver.quotations) == 1


def test_a_step_in_another_article_is_shown_there(driver: Driver) -> None:
    driver.click("stay").press("Q", "Esc")
    driver.press("Alt+Down")
    assert driver.title == "Bridge"
    driver.click("closes").press("Q", "Esc")
    panel = history(driver)
    rows = mine(panel)
    assert [(each.title, each.words) for each in rows] == [
        ("Bridge", "“The bridge closes at noon 🌉,”"),
        ("Quay", "“We stay at the quay 🏭,”"),
    ]
    panel.list.setCurrentIndex(panel.rows.index(panel.rows.rows.index(rows[1])))
    driver.press("Return", on=panel.list)
    assert driver.title == "Quay"


def test_undo_goes_through_articles_and_restarts_and_shows_where(
    driver: Driver, open_window: Opener, path: Path, fake: FakePipeline
) -> None:
    driver.click("stay").press("Q", "Return", "Esc")
    driver.press("Alt+Down").click("closes").press("Q", "Esc")
    driver.close()
    again = open_window(path, pipeline=fake.command)
    again.wait(lambda: not again.window.labelling.waiting)
    again.window.open_document("Quay")
    assert "Add quotation" in again.window.actions_by_id["edit.undo"].text()
    again.press("Ctrl+Z")
    assert (again.title, again.quotations) == ("Bridge", ())
    again.press("Ctrl+Z")
    assert again.title == "Quay"
    assert [(each.cue, each.speakers) for each in again.quotations] == [((), ())]
    again.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert again.title == "Bridge"
    assert len(again.quotations) == 1
    assert not again.enabled("edit.redo")


def test_all_accepted_at_once_is_one_step_in_the_history(driver: Driver) -> None:
    count = len(driver.window.session.suggestions)
    assert count > 1
    driver.press("Ctrl+Shift+Return")
    sheet = driver.window.suggesting.accept_sheet
    driver.wait(sheet.slider.hasFocus).press("Home", "Return", on=sheet.slider)
    assert len(driver.quotations) == count
    panel = history(driver)
    assert len(mine(panel)) == 1
    driver.press("Backspace", on=panel.list)
    assert driver.quotations == ()
    assert len(driver.window.session.suggestions) == count
