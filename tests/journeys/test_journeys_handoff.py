"""Two people, one project, no server: a copy goes out, comes back and is merged, in the real window."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import Opener
from driver import Driver
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from annotator.store.project import Project
from annotator.ui.dialogs.copy_sheet import SHARE, CopySheet
from annotator.ui.dialogs.merge_sheet import MergeSheet
from annotator.ui.dialogs.name_sheet import NameSheet
from tests.operations.handed import AAS, BEA, change, exported, hand_out, make_source, own_layer, quote, sound


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "Harbour e\u0301.annotator")


def copy_sheet(driver: Driver) -> CopySheet:
    driver.run("file.copy_for")
    sheet = driver.window.handoff.copy_sheet
    assert sheet is not None
    return sheet


def merge_sheet(driver: Driver) -> MergeSheet:
    """The report, once it is there."""
    driver.wait(lambda: driver.window.handoff.merge_sheet is not None and not driver.window.files.busy)
    sheet = driver.window.handoff.merge_sheet
    assert sheet is not None
    return sheet


# ------------------------------------------------------------------------------------------------ there and back


def test_a_copy_goes_out_and_comes_back(open_window: Opener, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    driver = open_window(source)
    driver.select("close the").press("Q")
    sheet = copy_sheet(driver)
    driver.type("Aas 🐟", on=sheet.name.edit)
    sheet.blind.click()
    assert sheet.told.text() == "3 articles will be written."
    driver.press("Return", on=sheet.name.edit)
    driver.wait(lambda: driver.told == "Copy for Aas 🐟 written: 3 documents, blind.")
    copy = source.with_name("Harbour e\u0301 for Aas 🐟.annotator")
    driver.answer("Show file")
    assert [os.path.normpath(each) for each in shown] == [str(source.parent)]

    colleague = open_window(copy)
    assert "This copy is for Aas 🐟: you annotate as Aas 🐟." in colleague.notices
    assert colleague.window.status.annotator.text() == "Aas 🐟"
    assert colleague.quotations == (), "it is blind"
    colleague.select("We will not").press("Q")
    colleague.run("document.next")
    assert "This copy is for Aas 🐟: you annotate as Aas 🐟." not in colleague.notices, "the way on has begun"
    colleague.close()
    assert own_layer(copy, "d_0").annotator == "Aas 🐟"

    before = exported(source)
    driver.to_front().drop(copy).choose("Merge…")
    report = merge_sheet(driver)
    assert report.sentence.text() == "1 layer in 1 document to merge."
    driver.choose("Merge").wait(lambda: driver.told == "1 layer in 1 document merged.")
    sound(source)
    assert exported(source) != before
    assert [each.annotator for each in driver.window.session.project.annotations.layers("d_0")].count("Aas 🐟") == 1
    assert len(driver.quotations) == 1, "the own layer is as it was"
    driver.answer("Undo")
    assert exported(source) == before
    driver.run("edit.redo").drop(copy).choose("Merge…")
    driver.wait(lambda: driver.told == "Nothing to merge: everything is here already.")
    assert len(driver.window.session.annotator.name) > 0


def test_the_next_project_is_annotated_by_who_one_was_before(open_window: Opener, source: Path, tmp_path: Path) -> None:
    driver = open_window(source)
    person = driver.window.session.annotator
    copy = hand_out(source, tmp_path / "copy.annotator", "Aas")
    driver.drop(copy).choose("Open it")
    assert driver.window.session.annotator.name == "Aas"
    driver.window.files.open(source)
    assert driver.window.session.annotator == person


def test_a_share_is_drawn_and_a_search_chooses(open_window: Opener, source: Path, tmp_path: Path) -> None:
    driver = open_window(source)
    sheet = copy_sheet(driver)
    driver.type("Aas", on=sheet.name.edit).choose("Found by a search")
    assert sheet.told.text() == "Type what the articles have in common."
    driver.type("harbour", on=sheet.search.edit)
    assert sheet.told.text() == "1 article will be written."
    driver.type(" status:nonsense", on=sheet.search.edit)
    assert "There is no status “nonsense”" in sheet.told.text()
    assert not sheet.yes.isEnabled()
    sheet.search.set_text("zeppelin")
    assert sheet.told.text() == "No article fits the search."
    sheet.search.set_text("")
    sheet.which.choose(SHARE)
    sheet.share.set_text("4")
    assert sheet.told.text() == "4 cannot be drawn from 3 articles."
    sheet.share.set_text("2")
    sheet.overlap.set_text("3")
    assert not sheet.yes.isEnabled()
    sheet.overlap.set_text("1")
    sheet.suggestions.click()
    sheet.set_path(tmp_path / "own name")
    driver.choose("Write the copy")
    driver.wait(lambda: "2 documents, 1 of them in every share, without suggestions" in driver.told)
    with Project.open(tmp_path / "own name.annotator", read_only=True) as copy:
        assert copy.documents.count() == 2
    again = copy_sheet(driver)
    driver.type("gold", on=again.name.edit)
    assert not again.yes.isEnabled()
    assert "name of the program itself" in again.told.text()
    driver.press("Esc", on=again.name.edit)
    assert sorted(each.name for each in tmp_path.glob("*.annotator")) == [source.name, "own name.annotator"]


# ------------------------------------------------------------------------------------------------ questions


def test_names_entities_and_conflicts_are_asked_about(open_window: Opener, source: Path, tmp_path: Path) -> None:
    one = quote(source, BEA, "d_0", "We will not")
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    change(source, "d_0", one, BEA, note="ours 🏭")
    change(copy, "d_0", one, note="theirs e\u0301")
    quote(source, AAS, "d_1", "The harbour")
    other = AAS.__class__("a_other", "Aas")
    quote(copy, other, "d_1", "stays open")
    driver = open_window(source)
    driver.drop(copy).choose("Merge…")
    sheet = merge_sheet(driver)
    assert not sheet.yes.isEnabled(), "a name has to be told first"
    sheet.choices["a_other"].choose(0)
    driver.wait(sheet.yes.isEnabled)
    assert sheet.sentence.text() == "1 layer in 1 document to merge; 1 conflict left as here."
    words = [each.words for each in sheet.model.rows()]
    assert words[1:] == ["The quotation “We will not” differs."]
    driver.press("Down", "Space", on=sheet.list)
    driver.press("Return", on=sheet.list)
    driver.wait(lambda: driver.told == "2 layers in 2 documents merged.")
    assert own_layer(source, "d_0", BEA).quotation(one).note == "theirs e\u0301"
    assert len(own_layer(source, "d_1", AAS).quotations) == 2


def test_an_edit_after_the_report_is_told_and_nothing_is_merged(
    open_window: Opener, source: Path, tmp_path: Path
) -> None:
    copy = hand_out(source, tmp_path / "copy.annotator", "Aas")
    quote(copy, None, "d_1", "stays open")
    driver = open_window(source)
    driver.window.handoff.look(copy)
    merge_sheet(driver)
    quote(copy, None, "d_0", "We will not")
    before = exported(source)
    driver.choose("Merge")
    driver.wait(lambda: "was edited since the report" in driver.told)
    assert exported(source) == before
    driver.window.handoff.look(copy)
    sheet = merge_sheet(driver)
    driver.press("Esc", on=sheet.yes)
    assert exported(source) == before


@pytest.mark.parametrize("action", ["file.merge", "drop"])
def test_a_file_that_cannot_be_merged_is_one_sentence(
    open_window: Opener, source: Path, tmp_path: Path, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad 🐟.annotator"
    bad.write_bytes(b"no database e\xcc\x81" * 40)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(bad), ""))
    driver = open_window(source)
    before = exported(source)
    if action == "drop":
        driver.drop(bad).choose("Merge…")
    else:
        driver.run(action)
    driver.wait(lambda: driver.told == "bad 🐟.annotator is not an Annotator project")
    driver.window.handoff.look(source)
    driver.wait(lambda: "is the project itself" in driver.told)
    assert exported(source) == before
    driver.select("close the").press("Q")
    assert len(driver.quotations) == 1


def test_a_read_only_project_is_handed_out_but_not_merged_into(
    open_window: Opener, source: Path, tmp_path: Path
) -> None:
    copy = hand_out(source, tmp_path / "copy.annotator")
    source.chmod(0o444)
    driver = open_window(source)
    assert not driver.enabled("file.merge")
    assert driver.enabled("file.copy_for")
    driver.drop(copy)  # there is nothing to ask: it can only be opened
    assert driver.window.session.project.path == copy


# ------------------------------------------------------------------------------------------------ who annotates


def test_another_annotator_takes_over_in_two_clicks(open_window: Opener, source: Path) -> None:
    quote(source, BEA, "d_0", "We will not")
    quote(source, AAS, "d_0", "close the")
    driver = open_window(source)
    me = driver.window.session.annotator
    menu = driver.window.annotators

    def take(name: str) -> None:
        driver.window.status.annotator.click()
        assert menu.isVisible()
        assert sum(each.isSeparator() for each in menu.actions()) == 1, "filled anew, not once more"
        assert menu.names() == [me.name, "Aas", "Bea"] if me.name else ["Aas", "Bea"]
        (entry,) = (each for each in menu.actions() if each.text() == name)
        entry.trigger()
        menu.close()

    take("Bea")
    assert driver.window.session.annotator == BEA
    assert driver.window.status.annotator.text() == "Bea"
    assert driver.said(driver.quotations[0].content) == ["We will not"]
    driver.window.status.annotator.click()
    checked = [each.text() for each in menu.actions() if each.isChecked()]
    assert checked == ["Bea"]
    menu.close()
    (entry,) = (each for each in menu.actions() if each.text() == "Aas")
    entry.trigger()
    assert driver.said(driver.quotations[0].content) == ["close the"]
    driver.run("edit.annotator")
    sheet = driver.window.findChild(NameSheet)
    driver.press("Ctrl+A", on=sheet.field.edit).type("Cem", on=sheet.field.edit).press("Return", on=sheet.field.edit)
    assert driver.window.session.annotator.name == "Cem"
    assert driver.quotations == ()


def test_without_an_article_there_is_nothing_to_hand_out(
    open_window: Opener, make_project: Callable[..., Path]
) -> None:
    driver = open_window(make_project({}))
    driver.run("file.copy_for")
    assert driver.told == "No article yet: there is nothing to hand out."
