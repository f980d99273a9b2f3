"""Reading: size, theme, kinds of entities, walking through articles, very long ones, and a screen reader."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QPalette
from PySide6.QtTest import QTest

from annotator.ui.article import view as article_view

ARTICLE = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\nJun Sato 佐藤 went home.\n“It is over,” said Jun Sato."
OTHERS = {"Second": "Second cafe\u0301 🏭.", "Third": "Third 佐藤."}

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project({"First": ARTICLE, **OTHERS})


@pytest.fixture
def driver(open_window: Opener, path: Path, fake: FakePipeline) -> Driver:
    driver = open_window(path, pipeline=fake.command)
    return driver.wait(lambda: not driver.window.labelling.waiting)


def test_a_worker_that_computes_leaves_the_window_its_turns(driver: Driver) -> None:
    assert driver.window.isVisible()
    assert sys.getswitchinterval() <= 0.0002, "with Python's 5 ms an article opens in seconds beside a busy worker"


# ------------------------------------------------------------------------------------------------ look


def test_the_text_is_made_larger_and_smaller_and_stays_so(open_window: Opener, path: Path, driver: Driver) -> None:
    height = driver.article.rect_of(driver.find("stay")).height()
    driver.press("Ctrl++", "Ctrl+=")
    assert driver.article.zoom() == 120
    assert driver.article.rect_of(driver.find("stay")).height() > height
    driver.press("Ctrl+-")
    assert driver.article.zoom() == 110
    driver.close()
    again = open_window(path)
    assert again.article.zoom() == 110
    again.run("view.zoom_reset")
    assert again.article.zoom() == 100


def test_light_and_dark_are_chosen_and_kept(open_window: Opener, path: Path, driver: Driver) -> None:
    def page(driver: Driver) -> int:
        return driver.article.palette().color(QPalette.ColorRole.Base).lightness()

    driver.run("view.theme_dark")
    assert page(driver) < 80
    driver.select("stay").press("Q")
    dark = driver.article.viewport().grab().toImage().pixelColor(2, 2).lightness()
    driver.close()
    again = open_window(path)
    assert page(again) < 80
    again.run("view.theme_light")
    assert page(again) > 200
    assert again.article.viewport().grab().toImage().pixelColor(2, 2).lightness() > 200 > dark
    checked = [each for each in ("system", "light", "dark") if _action(again, f"view.theme_{each}").isChecked()]
    assert checked == ["light"]
    assert len(again.quotations) == 1


def _action(driver: Driver, id: str) -> QAction:
    return driver.window.findChild(QAction, id)


def test_kinds_are_hidden_and_shown_again(open_window: Opener, path: Path, driver: Driver) -> None:
    driver.select("quay")
    driver.window.annotate.gestures.mentions.label_mention("place")
    assert driver.marks("mention") == ["quay", "Zoe\u0301 Lindqvist", "Jun Sato", "佐藤", "Jun Sato"]
    menu = driver.window.appearance.kinds_menu
    menu.aboutToShow.emit()
    shown = {each.objectName(): each for each in menu.actions()}
    assert shown["view.kind.person"].isChecked()
    shown["view.kind.person"].trigger()
    assert driver.marks("mention") == ["quay"]
    assert len(driver.window.session.cast) > 1  # hidden is not removed
    driver.close()
    again = open_window(path)
    assert again.marks("mention") == ["quay"]
    menu = again.window.appearance.kinds_menu
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.objectName() == "view.kind.person").trigger()
    assert len(again.marks("mention")) == 5


# ------------------------------------------------------------------------------------------------ articles


def test_alt_down_and_up_walk_through_the_articles(driver: Driver) -> None:
    order = driver.titles
    assert driver.title == order[0]
    driver.press("Alt+Up")
    assert driver.title == order[0]
    for title in (order[1], order[2], order[2]):
        driver.press("Alt+Down")
        assert driver.title == title
    driver.press("Alt+Up")
    assert driver.title == order[1]
    assert driver.window.annotate.documents.model.current == driver.window.session.document.id


def test_done_opens_the_next_unfinished_until_all_are(driver: Driver) -> None:
    order = driver.titles
    driver.press("Alt+Down", "Ctrl+Return")
    assert driver.title == order[2]
    driver.press("Ctrl+Return")
    assert driver.title == order[0]
    driver.press("Ctrl+Return")
    assert driver.told == "Every article is done."
    assert driver.window.annotate.documents.model.counts()["done"] == 3
    driver.run("document.reopen")
    assert driver.layer.status == "in_progress"
    assert driver.window.annotate.documents.model.counts()["done"] == 2
    driver.press("Ctrl+Z")
    assert driver.layer.status == "done"


def test_an_article_is_opened_from_the_list_and_by_undo(driver: Driver) -> None:
    driver.click("stay").press("Q")
    rows = driver.window.annotate.documents.list
    driver.press("F6", "F6")
    driver.press("Down", "Return", on=rows)
    assert driver.title == driver.titles[1]
    driver.press("Ctrl+Z", on=rows)  # in another article: it is shown first
    assert driver.title == "First"
    assert driver.quotations == ()
    driver.press("Ctrl+Shift+Z")
    assert driver.said(driver.active.content) == ["“We stay at the quay 🏭,”"]


# ------------------------------------------------------------------------------------------------ a megabyte

_WORDS = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist to 佐藤, and went home again. "
_SOLID = "埠頭は閉じない🏭「残る」と佐藤は述べた。cafe\u0301のリンドクヴィスト氏も"


@pytest.mark.parametrize(("part", "words"), [(_WORDS, "went home again"), (_SOLID, "「残る」")], ids=["blanks", "none"])
def test_a_paragraph_of_a_million_characters(open_window: Opener, make_project: Maker, part: str, words: str) -> None:
    text = (part * (1_000_000 // len(part) + 1))[:1_000_000].rstrip()
    driver = open_window(make_project({"Long": text}))
    assert driver.article.text() == text
    last = text.count(words) - 1
    begin = time.process_time()
    driver.select(words, last).press("Q")
    assert driver.said(driver.active.content) == [words]
    assert driver.active.content == (driver.find(words, last),)
    middle = len(text) // 2
    nth = text.count(words, 0, middle)
    driver.select(words, nth).press("+")
    assert driver.active.content[0] == driver.find(words, nth)
    assert time.process_time() - begin < 20  # a stall of a quadratic layout takes minutes
    stored = driver.window.session.project.read("Long").layers[0].quotations[0]
    assert stored == driver.active


# ------------------------------------------------------------------------------------------------ a screen reader


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say about the article."""
    said: list[str] = []

    class Recorder:
        @staticmethod
        def updateAccessibility(event: object) -> None:
            said.append(event.message())

    monkeypatch.setattr(article_view, "QAccessible", Recorder)
    return said


def test_a_screen_reader_gets_the_text_and_the_caret(driver: Driver) -> None:
    face = QAccessible.queryAccessibleInterface(driver.article)
    assert face.role() == QAccessible.Role.EditableText
    assert face.state().readOnly
    assert face.text(QAccessible.Text.Name) == "Article"
    words = face.textInterface()
    assert words.text(0, words.characterCount()) == ARTICLE
    driver.select("Jun Sato")
    assert words.selectionCount() == 1
    at = words.cursorPosition()
    assert words.text(at - len("Jun Sato"), at) == "Jun Sato"
    driver.article.set_caret(driver.find("went").start)
    assert words.cursorPosition() == len(ARTICLE[: driver.find("went").start].encode("utf-16-le")) // 2


def test_what_happens_is_said(driver: Driver, announced: list[str]) -> None:
    driver.click("stay").press("Q")
    assert announced == ["Quotation, Direct: “We stay at the quay 🏭,”"]
    driver.press("1")
    assert announced[-1] == "Speaker: Zoe\u0301 Lindqvist"
    driver.press("Del")
    assert announced[-1] == "Quotation deleted"
    driver.press("Ctrl+Z")
    assert announced[-1].startswith("Undone: Delete")
    driver.press("Ctrl+Shift+Z")
    assert announced[-1].startswith("Done again: Delete")
    driver.article.set_caret(driver.find("went").start)
    driver.press("Tab")
    assert announced[-1].startswith("Suggestion ")
    assert announced[-1].endswith("“It is over,”")
    driver.press("Return")
    assert announced[-1] == "Accepted"
    driver.press("J")
    assert announced[-1] == "“It is over,”"
    driver.article.set_caret(0)
    driver.press("Esc", "Tab", "Backspace")
    assert announced[-1] == "Rejected"


def test_what_the_bar_says_is_its_accessible_name(driver: Driver) -> None:
    driver.press("C")
    face = QAccessible.queryAccessibleInterface(driver.window.notices)
    assert face.text(QAccessible.Text.Name) == driver.told


def test_copying_takes_the_characters_as_they_are(driver: Driver) -> None:
    driver.article.select(driver.find("said Zoe\u0301 Lindqvist.\nJun Sato 佐藤"))
    driver.run("edit.copy")
    assert QGuiApplication.clipboard().text() == "said Zoe\u0301 Lindqvist.\nJun Sato 佐藤"
    QTest.keyClick(driver.article, "a")  # the article is only read
    assert driver.article.text() == ARTICLE
