"""Keys of one's own, the palette, and Shift with the arrows: one table of actions behind all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from annotator.ui.sheets.palette import CommandPalette
from annotator.ui.sheets.palette_rows import PaletteRow
from annotator.ui.sheets.preferences import Preferences

ARTICLE = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\r\nJun Sato 佐藤 went home.\r\n“It is over,” said Jun Sato."
)
Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project({"Quay": ARTICLE, "Cafe\u0301 closes": "“Nobody asked 🏭,” said Jun Sato."})


@pytest.fixture
def driver(open_window: Opener, path: Path, fake: FakePipeline) -> Driver:
    driver = open_window(path, pipeline=fake.command)
    driver.window.open_document("Quay")
    return driver.wait(lambda: not driver.window.labelling.waiting)


# ------------------------------------------------------------------------------------------------ keys of one's own


def keys_page(driver: Driver) -> Preferences:
    """The page of keys, by the keyboard alone."""
    driver.press("Ctrl+,")
    found = driver.window.findChild(Preferences)
    assert isinstance(found, Preferences)
    assert found.isVisible()
    found.show_section("Keys")
    return found


def rebind(driver: Driver, words: str, key: str) -> str:
    """Give the action that is found by some words another key; what the page says to that."""
    page = keys_page(driver).keys
    page.field.edit.setFocus()
    driver.type(words, on=page.field.edit).press("Down", on=page.field.edit)
    driver.press("Return", on=page.list).press(key, on=page.list)
    return page.message.text()


def test_a_key_is_chosen_acts_at_once_and_after_a_restart(
    driver: Driver, open_window: Opener, path: Path, fake: FakePipeline
) -> None:
    assert rebind(driver, "New quotation", "W") == "“New quotation” is W now."
    page = driver.window.findChild(Preferences)
    page.leave()
    driver.click("stay").press("Q")
    assert driver.quotations == ()
    driver.press("W")
    assert driver.said(driver.active.content) == ["“We stay at the quay 🏭,”"]
    tip = driver.window.findChild(QAction, "quotation.new").toolTip()
    assert tip.endswith("W")
    driver.close()
    again = open_window(path, pipeline=fake.command)
    again.wait(lambda: not again.window.labelling.waiting)
    again.window.open_document("Quay")
    again.press("Esc").click("over").press("W")
    assert again.said(again.active.content) == ["“It is over,”"]
    assert again.window.findChild(QAction, "quotation.new").shortcut().toString() == "W"


def test_a_key_that_is_taken_is_refused_with_a_sentence_and_nothing_changes(driver: Driver) -> None:
    assert rebind(driver, "New quotation", "C") == "C is Set cue. Choose another key, or free that one first."
    assert driver.window.findChild(QAction, "quotation.new").shortcut().toString() == "Q"
    page = driver.window.findChild(Preferences).keys
    driver.press("Shift+Right", on=page.list)
    assert page.message.text().startswith("Shift+Right selects")
    driver.press("Esc", on=page.list)
    driver.window.findChild(Preferences).leave()
    driver.click("stay").press("Q")
    assert len(driver.quotations) == 1


def test_pills_and_the_sheet_show_the_keys_as_they_are(driver: Driver) -> None:
    assert "is W now" in rebind(driver, "Take the proposal", "W")
    driver.window.findChild(Preferences).leave()
    driver.click("stay").press("Q")
    pill = driver.window.findChild(QWidget, "ghost_pill")
    assert pill.isVisible()
    assert "Take what is offered  W" in {each.toolTip() for each in pill.findChildren(QWidget)}
    driver.press("W")
    assert driver.said(driver.active.cue) == ["said"]


# ------------------------------------------------------------------------------------------------ the palette


def palette(driver: Driver, words: str) -> CommandPalette:
    driver.press("Ctrl+K")
    found = driver.window.findChild(CommandPalette)
    assert isinstance(found, CommandPalette)
    assert found.isVisible()
    driver.type(words)
    return found


def test_the_palette_runs_an_action_where_the_caret_is(driver: Driver) -> None:
    driver.click("stay")
    palette(driver, "new quot")
    driver.press("Return", on=driver.focused())
    assert driver.said(driver.active.content) == ["“We stay at the quay 🏭,”"]
    assert driver.article.hasFocus()


def test_the_palette_opens_an_article_whatever_its_accents(driver: Driver) -> None:
    palette(driver, "closes CAFE")
    driver.press("Return", on=driver.focused())
    assert driver.title == "Cafe\u0301 closes"


def test_the_palette_opens_an_entity(driver: Driver) -> None:
    driver.click("stay").press("Q", "Return")
    palette(driver, "Lindqvist")
    driver.press("Return", on=driver.focused())
    assert driver.window.views.name == "entities"
    shown = driver.window.views.entities().card.entity
    assert shown is not None
    assert shown.name == "Zoe\u0301 Lindqvist"


def test_what_cannot_be_done_now_stands_there_with_the_reason(driver: Driver) -> None:
    found = palette(driver, "Redo")
    driver.press("Return", on=driver.focused())
    assert found.isVisible()
    (row,) = (each for each in found.rows.rows if isinstance(each, PaletteRow) and each.id == "edit.redo")
    assert row.why == "nothing to do again"


# ------------------------------------------------------------------------------------------------ selecting


def test_shift_and_the_arrows_select_whatever_is_active(driver: Driver) -> None:
    def selects() -> bool:
        driver.article.set_caret(driver.find("home").start)
        driver.press("Shift+Right", "Shift+Right", "Shift+Right")
        raw = driver.article.raw_selection()
        driver.press("Shift+Left")
        less = driver.article.raw_selection()
        driver.article.clear_selection()
        return (raw and raw.length) == 3 and (less and less.length) == 2

    assert selects()
    driver.press("Tab")
    assert driver.window.annotate.focused is not None
    assert selects()
    driver.press("Esc").click("stay").press("Q")
    assert selects()
    before = driver.quotations
    driver.article.set_caret(driver.find("home").start)
    driver.press("Ctrl+Shift+Right")
    assert driver.article.selection() == driver.find("home")
    driver.press("Shift+Down", "Shift+Up")
    assert driver.quotations == before
