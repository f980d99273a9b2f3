"""The scheme and its guidelines, changed in the window while articles hold its labels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextBrowser

from annotator.store.project import Project
from annotator.ui.scheme.editor import SchemeEditor

TEXT = "Ana Lindqvist said the cafe\u0301 🏭 would stay. She criticised the plan, and Okafor said that it was late."


@pytest.fixture
def driver(open_window: Callable[..., Driver], make_project: Callable[..., Path]) -> Driver:
    made = open_window(make_project({"Plant": TEXT, "Other": TEXT + " 🙂"}))
    made.wait(lambda: bool(made.article.text()))
    made.select("the cafe\u0301 🏭 would stay").press("Q")
    made.select("criticised the plan").press("Q", "R")
    made.select("it was late").press("Q")
    return made


def editor(driver: Driver, section: str = "types") -> SchemeEditor:
    driver.run("project.scheme")
    found = driver.window.views.scheme()
    found.open(section)
    if section == "types":
        driver.wait(found.page.column.list.hasFocus)
    return found


def project(driver: Driver) -> Project:
    found = driver.window.session.project
    assert found is not None
    return found


def types(driver: Driver) -> list[str]:
    return [str(each.type) for each in driver.quotations]


def names(driver: Driver, section: str) -> list[str]:
    return [each.name for each in getattr(project(driver).scheme, section)]


def test_a_label_is_renamed_and_its_id_stays(driver: Driver) -> None:
    page = editor(driver).page
    page.column.list.select("reported")
    driver.press("F2", on=page.column.list)
    field = driver.focused()
    field.selectAll()  # type: ignore[attr-defined]
    driver.type("Summarised é").press("Return", on=field)
    driver.wait(lambda: "Summarised é" in names(driver, "types"))
    assert types(driver) == ["indirect", "reported", "indirect"]
    assert driver.told == "Renamed the type “Reported” to “Summarised é”."
    driver.press("Esc", on=page.column.list)
    assert driver.window.views.name == "annotate"
    driver.run("edit.undo")
    assert "Reported" in names(driver, "types")


def test_merging_says_what_it_changes_and_can_be_undone(driver: Driver) -> None:
    page = editor(driver).page
    page.column.list.select("reported")
    menu = page.column.merge_menu()
    next(each for each in menu.actions() if each.text() == "Indirect").trigger()
    assert page.strip.words.text() == "Merging “Reported” into “Indirect” changes 1 quotation in 1 article."
    assert types(driver).count("reported") == 1, "nothing is done before it is confirmed"
    driver.press("Return", on=driver.focused())
    assert types(driver) == ["indirect"] * 3
    assert "Reported" not in names(driver, "types")
    driver.answer("Undo")
    assert types(driver).count("reported") == 1
    assert "Reported" in names(driver, "types")


def test_deleting_what_is_used_asks_what_replaces_it(driver: Driver) -> None:
    page = editor(driver).page
    page.column.list.select("reported")
    driver.press("Del", on=page.column.list)
    assert "1 quotation" in page.strip.words.text()
    QTest.mouseClick(page.strip.no, Qt.MouseButton.LeftButton)
    assert "Reported" in names(driver, "types")
    driver.press("Del", on=page.column.list)
    menus = page.strip.findChildren(QMenu)
    next(each for menu in menus for each in menu.actions() if each.text() == "Free indirect").trigger()
    assert types(driver).count("free_indirect") == 1
    driver.run("edit.undo")
    assert types(driver).count("reported") == 1


def test_splitting_gives_some_passages_a_label_of_their_own(driver: Driver) -> None:
    page = editor(driver).page
    page.column.list.select("indirect")
    QTest.mouseClick(page.column.split, Qt.MouseButton.LeftButton)
    assert page.passages.splitting()
    driver.press("Space", on=page.passages.list)
    driver.press("P", on=page.passages.name.edit).type("araphrase").press("Return", on=page.passages.name.edit)
    assert "paraphrase" in [each.casefold() for each in names(driver, "types")]
    assert len(set(types(driver))) == 3
    driver.run("edit.undo")
    assert types(driver) == ["indirect", "reported", "indirect"]


def test_what_a_rule_sets_can_be_renamed_only(driver: Driver) -> None:
    page = editor(driver).page
    page.column.list.select("direct")
    driver.press("Del", on=page.column.list)
    assert "can be renamed, but not removed or merged" in page.strip.words.text()
    driver.press("Esc", on=page.strip.no)
    assert "Direct" in names(driver, "types")


@pytest.mark.parametrize("name", ["Direct", "  direct ", "x" * 300, "a\x07b"])
def test_a_name_that_cannot_be_is_told_in_one_sentence(driver: Driver, name: str) -> None:
    page = editor(driver).page
    before = names(driver, "types")
    page.column.field.set_text(name)
    driver.press("Return", on=page.column.field.edit)
    assert names(driver, "types") == before
    assert driver.window.notices.notices()[-1].kind == "error"
    assert driver.told


def test_a_field_that_is_not_asked_for_leaves_card_and_problems(driver: Driver) -> None:
    def kinds() -> set[str]:
        return {each.kind for each in driver.window.problems.found()}

    assert "no_cue" in kinds()
    found = editor(driver, "asked")
    found._set_asked(tuple(each for each in project(driver).scheme.asked if each != "cue"))
    driver.run("view.annotate")
    assert "no_cue" not in kinds()
    driver.run("edit.undo")
    assert "no_cue" in kinds()


def test_guidelines_stand_beside_the_text_under_their_reason_codes(driver: Driver) -> None:
    driver.run("view.guidelines")
    panel = driver.window.annotate.guidelines
    assert panel.isVisible()
    assert driver.article.isVisible()
    assert driver.article.text().startswith("Ana")
    rules = {each.reason for each in project(driver).scheme.guidelines}
    assert {"scare_quotes", "interrupted", "new_cue", "continuation", "mark_error", "headline", "hashtag"} <= rules
    shown = " ".join(each.toPlainText() for each in panel.findChildren(QTextBrowser))
    assert "Scare quotes are not quotations" in shown


def test_a_guideline_is_written_in_markdown_and_undone(driver: Driver) -> None:
    driver.run("view.guidelines")
    panel = driver.window.annotate.guidelines
    panel.start("headline")
    field = driver.focused()
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    driver.type("Headlines **count** 🗞, café too.").press("Ctrl+Return", on=field)
    assert project(driver).scheme.guideline("headline") == "Headlines **count** 🗞, cafe\u0301 too."
    bold = [each.toMarkdown() for each in panel.findChildren(QTextBrowser) if "cafe\u0301 too" in each.toPlainText()]
    assert bold
    assert "**count**" in bold[0]
    driver.run("edit.undo")
    assert project(driver).scheme.guideline("headline") != "Headlines **count** 🗞, cafe\u0301 too."
    assert not [each for each in panel.findChildren(QPlainTextEdit) if each.isVisible()]


def test_a_passage_is_recorded_as_no_quotation_with_its_reason_and_rule(driver: Driver) -> None:
    driver.run("view.guidelines")
    words = driver.article.text().split()[0]
    driver.select(words).press("Shift+X")
    menu = next(each for each in driver.window.findChildren(QMenu) if each.isVisible())
    chosen = next(each for each in menu.actions() if each.text().replace("&", "").casefold() == "scare quotes")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(chosen).center())
    (rejection,) = driver.layer.rejections
    assert (driver.said(rejection.spans), rejection.reason) == ([words], "scare_quotes")
    assert driver.told.startswith("Not a quotation: ")
    rules = driver.window.annotate.guidelines.rules.views
    assert [id for id, each in rules.items() if each.marked] == ["scare_quotes"]
    driver.press("Ctrl+Z")
    assert driver.layer.rejections == ()
    driver.press("Right", "Shift+X")
    assert driver.told == "Select the words first that are not a quotation."
