"""Saved searches: kept, chosen again, renamed, deleted; search beside the window where there are many articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.formats.catalogue import by_id
from annotator.ui.dialogs.copy_sheet import FOUND
from annotator.ui.dialogs.export_sheet import ExportSheet
from annotator.ui.dialogs.search_name_sheet import SearchNameSheet

Opener = Callable[..., Driver]

ARTICLES = {
    "Plant stays": "“We will not close the plant 🏭,” Mayor Ana Lindqvist told reporters at the cafe\u0301.",
    "Quay": "The quay 🚢 is sold, the cafe\u0301 stays.",
    "Tides": "High water at noon 🙂. The quay is wet.",
}


@pytest.fixture
def path(make_project: Callable[..., Path]) -> Path:
    return make_project(ARTICLES)


@pytest.fixture
def driver(open_window: Opener, path: Path) -> Driver:
    made = open_window(path)
    made.wait(lambda: bool(made.article.text()))
    return made


def listed(driver: Driver) -> list[str]:
    model = driver.window.annotate.documents.model
    titles = {each.id: each.title for each in model.rows()}
    return [titles[each] for each in model.ids()]


def search(driver: Driver, words: str) -> Driver:
    panel = driver.window.annotate.documents
    driver.press("Ctrl+Shift+F").type(words, panel.field.edit)
    return driver.wait(lambda: panel.model.searched)


def menu(driver: Driver) -> QMenu:
    """Open the menu of saved searches."""
    button = driver.window.annotate.documents.saved
    button.click()
    assert button.menu_now is not None
    return button.menu_now


def actions(menu: QMenu) -> dict[str, QAction]:
    found = {each.text(): each for each in menu.actions() if each.text()}
    for each in list(found.values()):
        if each.menu() is not None:
            found |= {f"{each.text()} {one.text()}": one for one in each.menu().actions()}  # type: ignore[attr-defined]
    return found


def pick(driver: Driver, words: str) -> Driver:
    """Choose an entry of the menu of saved searches."""
    opened = menu(driver)
    actions(opened)[words].trigger()
    opened.close()
    return driver


def asking(driver: Driver) -> SearchNameSheet:
    """The sheet that asks for a name."""
    (found,) = [each for each in driver.window.findChildren(SearchNameSheet) if each.isVisible()]
    return found


def name(driver: Driver, words: str) -> Driver:
    """Give the name that a sheet asks for."""
    sheet = asking(driver)
    sheet.field.edit.selectAll()
    return driver.type(words, sheet.field.edit).press("Enter", on=sheet.field.edit)


def test_a_search_is_kept_chosen_renamed_and_deleted(driver: Driver) -> None:
    assert not actions(menu(driver))["No saved search yet"].isEnabled()
    search(driver, "quay")
    driver.window.annotate.documents.chips["all"].click()
    pick(driver, "Save this search…")
    name(driver, "Wet 🎪 quays")
    assert "Saved as “Wet 🎪 quays”" in driver.told
    driver.window.annotate.documents.field.edit.clear()
    assert len(listed(driver)) == 3
    pick(driver, "Wet 🎪 quays")
    assert driver.window.annotate.documents.field.text() == 'set:"Wet 🎪 quays"'
    assert listed(driver) == ["Quay", "Tides"]
    pick(driver, "Rename Wet 🎪 quays")
    name(driver, "quays")
    assert "quays" in actions(menu(driver))
    driver.run("edit.undo")
    assert "Wet 🎪 quays" in actions(menu(driver))
    pick(driver, "Delete Wet 🎪 quays")
    assert "Wet 🎪 quays" not in actions(menu(driver))
    driver.run("edit.undo")
    pick(driver, "Wet 🎪 quays")
    assert listed(driver) == ["Quay", "Tides"]


def test_a_filter_is_kept_as_a_search_and_chosen_articles_as_they_are(driver: Driver) -> None:
    driver.run("document.done_next")
    driver.window.annotate.documents.chips["todo"].click()
    pick(driver, "Save this search…")
    name(driver, "open")
    driver.run("document.done_next")
    pick(driver, "open")
    driver.wait(lambda: "Tides" in listed(driver))
    assert "Quay" not in listed(driver)
    panel = driver.window.annotate.documents
    panel.field.edit.clear()
    panel.list.selectAll()
    pick(driver, "Save the 3 chosen articles…")
    name(driver, "three")
    pick(driver, "three")
    assert len(listed(driver)) == 3


def test_a_name_that_is_taken_is_told_and_a_wrong_search_is_not_kept(driver: Driver) -> None:
    search(driver, "quay")
    pick(driver, "Save this search…")
    name(driver, "a")
    pick(driver, "Save this search…")
    sheet = asking(driver)
    sheet.field.edit.selectAll()
    driver.type("A", sheet.field.edit)
    assert "will be replaced" in sheet.told.text()
    driver.press("Esc", on=sheet.field.edit)
    driver.window.annotate.documents.field.edit.clear()
    search(driver, "colour:red")
    assert not actions(menu(driver))["Save this search…"].isEnabled()


def test_many_articles_are_searched_beside_the_window(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.searching.AT_ONCE", 0)
    panel = driver.window.annotate.documents
    panel.chips["all"].click()
    driver.press("Ctrl+Shift+F").type("quay", panel.field.edit)
    driver.wait(lambda: listed(driver) == ["Quay", "Tides"] and panel.model.searched)
    panel.field.edit.clear()
    driver.type("quoted:", panel.field.edit)
    driver.type("nothing", panel.field.edit)
    driver.wait(lambda: panel.model.searched and not listed(driver))
    panel.field.edit.clear()
    driver.type("colour:red", panel.field.edit)
    driver.wait(lambda: "no field “colour”" in panel.no_hits.words.text())
    panel.field.edit.clear()
    panel.field.edit.setText("tides")
    driver.window.searching.search("tides")
    driver.window.searching.search("water")  # the answer to the first is not waited for
    driver.close()


def test_a_saved_search_chooses_what_is_exported_without_texts_with_a_card(driver: Driver, path: Path) -> None:
    search(driver, "quay")
    driver.window.annotate.documents.chips["all"].click()
    pick(driver, "Save this search…")
    name(driver, "quays 🎪")
    driver.run("file.export")
    sheet = driver.window.findChild(ExportSheet)
    sheet.search.saved.open_menu()
    actions(sheet.search.saved.menu_now)["quays 🎪"].trigger()
    sheet.search.saved.menu_now.close()
    assert sheet.told.text() == "2 articles will be written."
    for switch in (sheet.pseudonyms, sheet.stand_off, sheet.card_switch):
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    driver.press("Enter", on=sheet.search.field.edit)
    driver.wait(lambda: "2 documents written" in driver.told)
    rows = [json.loads(each) for each in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == [None, None]
    card = path.with_suffix(".card.md").read_text(encoding="utf-8")
    assert "2 articles with" in card
    assert "go by pseudonyms" in card
    assert "The texts are left out" in card


def test_an_export_says_what_is_wrong_with_its_search(driver: Driver) -> None:
    driver.run("file.export")
    sheet = driver.window.findChild(ExportSheet)
    driver.type("colour:red", sheet.search.field.edit)
    assert "no field “colour”" in sheet.told.text()
    assert not sheet.yes.isEnabled()
    sheet.search.field.edit.selectAll()
    driver.type("nowhere", sheet.search.field.edit)
    assert sheet.told.text() == "No article fits the search."
    sheet.set_format(by_id("scheme"))
    assert not sheet.card_switch.isEnabled()
    sheet.set_format(by_id("doccano"))
    assert not sheet.stand_off.isEnabled()
    assert sheet.card_switch.isEnabled()
    driver.press("Esc", on=sheet.search.field.edit)


def test_a_saved_search_chooses_what_a_copy_holds(driver: Driver) -> None:
    search(driver, "quay")
    driver.window.annotate.documents.chips["all"].click()
    pick(driver, "Save this search…")
    name(driver, "quays")
    driver.run("file.copy_for")
    sheet = driver.window.handoff.copy_sheet
    sheet.name.set_text("Bea")
    sheet.which.segments[FOUND].click()
    sheet.choice.saved.chosen.emit("set:quays")
    assert sheet.told.text() == "2 articles will be written."
