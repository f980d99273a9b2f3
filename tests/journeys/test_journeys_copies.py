"""An agency text in several outlets is annotated once, and its quotations are suggested in the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.domain.annotations import COPIED
from annotator.ui.documents.model import COPIES_ROLE

AGENCY = (
    "The council met late on Tuesday in the customs house by the quay 🏭. “We will not close the cafe\u0301,” Mayor "
    "Ana Lindqvist told reporters, “until every worker has a contract.” Her deputy said the sale was off the table for "
    "this year, and that the lease would run on. Dock workers stood outside with lanterns while the vote was counted."
)
ARTICLES = {
    "Herald": AGENCY,
    "Kurier": AGENCY.replace("told reporters", "told journalists"),
    "Post": "Other headline 🎪\n" + AGENCY,
    "Fish": "Jun Sato 佐藤 sold fish 🐟 by the bridge, and it rained on the market all day long, as had been said.",
}

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def driver(open_window: Opener, make_project: Maker) -> Driver:
    driver = open_window(make_project(ARTICLES))
    return driver.wait(driver.window.copies.finder.numbers)


def opened(driver: Driver, title: str) -> Driver:
    project = driver.window.session.project
    id = next(each for each in project.documents.ids() if project.documents.get(each).title == title)
    driver.window.open_document(id)
    return driver


def suggested(driver: Driver) -> list[str]:
    return [driver.said(each.content)[0] for each in driver.window.session.suggestions]


def test_copies_are_counted_filtered_and_shown(driver: Driver) -> None:
    panel = driver.window.annotate.documents
    rows = {panel.model.index(n).data(): panel.model.index(n).data(COPIES_ROLE) for n in range(panel.model.rowCount())}
    assert rows == {"Herald": 2, "Kurier": 2, "Post": 2, "Fish": 0}
    assert driver.window.annotate.header.copies.text() == "2 copies"
    panel.show_only("copies")
    assert panel.model.rowCount() == 3
    QTest.mouseClick(driver.window.annotate.header.copies, Qt.MouseButton.LeftButton)
    (menu,) = (each for each in driver.window.findChildren(QMenu) if each.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    assert panel.field.text().startswith("copies:")
    assert [panel.model.index(n).data() for n in range(panel.model.rowCount())] == ["Herald", "Kurier", "Post"]
    opened(driver, "Fish")
    assert driver.window.annotate.header.copies.isHidden()


def test_what_is_known_is_there_again_at_once(open_window: Opener, driver: Driver) -> None:
    project = driver.window.session.project
    driver.wait(lambda: project.prints.missing() == [], project.prints.kin)
    path = project.path
    driver.close()
    again = open_window(path)
    assert set(again.window.copies.finder.numbers().values()) == {2}


def test_an_article_that_is_done_is_offered_to_its_copies(driver: Driver) -> None:
    driver.select("“We will not close the cafe\u0301,”").press("Q").select("told").press("C")
    driver.press("Escape").select("the sale was off the table for this year").press("Q")
    assert len(driver.quotations) == 2
    driver.run("document.done_next")
    assert any(each == "“Herald” has 2 copies: its 2 quotations can be suggested there." for each in driver.notices)
    driver.answer("Offer…").wait(lambda: driver.offered("Suggest 4"))
    sheet = driver.window.copies.sheet
    assert [each.title for each in sheet.model.rows()] == ["Kurier", "Post"]
    driver.press("Space", on=sheet.list)
    assert driver.offered("Suggest 2")
    driver.press("Space", on=sheet.list).choose("Suggest 4")
    assert "Suggested in 2 copies." in driver.notices
    opened(driver, "Post")
    assert suggested(driver) == ["“We will not close the cafe\u0301,”", "the sale was off the table for this year"]
    assert driver.window.session.suggestions[0].origin.rule == COPIED
    assert driver.layer.quotations == ()  # nothing but suggestions
    driver.press("Tab", "Return")
    assert driver.said(driver.quotations[0].cue) == ["told"]
    driver.press("Ctrl+Z", "Ctrl+Z")
    assert suggested(driver) == []
    opened(driver, "Kurier")
    assert suggested(driver) == []


def test_a_copy_that_is_opened_takes_what_was_annotated_elsewhere(driver: Driver) -> None:
    driver.select("“We will not close the cafe\u0301,”").press("Q")
    opened(driver, "Kurier")
    assert driver.told == "You have annotated a copy of this article, “Herald”: 1 quotation."
    driver.answer("Take as suggestions…").wait(lambda: driver.offered("Suggest 1")).choose("Suggest 1")
    assert suggested(driver) == ["“We will not close the cafe\u0301,”"]
    opened(driver, "Post")
    assert suggested(driver) == []  # only the one that was asked for


def test_with_nothing_to_offer_it_is_said(driver: Driver) -> None:
    driver.run("document.offer_copies").wait(lambda: "nothing to offer" in driver.told)
    opened(driver, "Fish").run("document.show_copies")
    assert driver.told == "This article has no copies here."
