"""Leaving a project with something that cannot be saved: it stays open, nothing is lost, the user decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver

from annotator.domain.annotations import Annotator
from annotator.operations import notes, scheme_attributes
from annotator.store.project import Project

ARTICLE = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\nJun Sato 佐藤 went home.\u2028“It is over.”"
NOTE = "Ask Bea 🙂 about the cafe\u0301"

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project({"Quay": ARTICLE})


@pytest.fixture
def writing(open_window: Opener, path: Path, disk_full: Callable[[bool], None]) -> Driver:
    """A note is being written, and the disk is full."""
    driver = open_window(path)
    driver.click("stay").press("Q")
    driver.run("document.note").type(NOTE)
    disk_full(True)
    driver.close()
    assert driver.window.isVisible(), "the window stays open"
    assert driver.window.session.project is not None
    assert "The last edit is not saved, so the window stays open." in driver.notices
    return driver


def note_in(path: Path, who: Annotator) -> str:
    with Project.open(path, read_only=True, exclusive=False) as project:
        return notes.note_on(project, who, "Quay")


def test_it_is_saved_when_there_is_room_again(writing: Driver, path: Path, disk_full: Callable[[bool], None]) -> None:
    who = writing.window.session.annotator
    writing.answer("Try again")
    assert writing.window.isVisible(), "there is still no room"
    disk_full(False)
    writing.answer("Try again")
    assert not writing.window.isVisible()
    assert note_in(path, who) == NOTE


def test_who_goes_on_loses_nothing_either(writing: Driver, disk_full: Callable[[bool], None]) -> None:
    window = writing.window
    writing.click("is over").press("Q")
    assert len(writing.quotations) == 1, "what comes later waits for what comes first"
    disk_full(False)
    writing.click("is over").press("Q")
    assert len(writing.quotations) == 2
    assert notes.note_on(window.session.project, window.session.annotator, "Quay") == NOTE
    assert window.annotate.header.note.edit.toPlainText() == NOTE


def test_the_user_may_leave_without_it(writing: Driver, path: Path, disk_full: Callable[[bool], None]) -> None:
    who = writing.window.session.annotator
    writing.answer("Leave without saving")
    assert not writing.window.isVisible()
    disk_full(False)
    assert note_in(path, who) == ""


def test_who_could_not_leave_after_all_is_asked_anew(
    open_window: Opener, path: Path, make_project: Maker, disk_full: Callable[[bool], None]
) -> None:
    other = make_project({"Elsewhere": "“No 🚢,” he said in the cafe\u0301."}, name="other")
    driver = open_window(path)
    driver.click("stay").press("Q")
    driver.run("document.note").type(NOTE)
    disk_full(True)
    driver.window.files.open(other)
    other.unlink()
    driver.answer("Leave without saving")
    assert driver.window.session.project is not None
    assert driver.window.session.project.path == path
    driver.window.annotate.header.note.edit.setPlainText("Ask again 🙂")
    driver.close()
    assert driver.window.isVisible()
    assert "The last edit is not saved, so the window stays open." in driver.notices
    disk_full(False)


def test_another_project_does_not_take_its_place(
    open_window: Opener, path: Path, make_project: Maker, disk_full: Callable[[bool], None]
) -> None:
    other = make_project({"Elsewhere": "“No 🚢,” he said in the cafe\u0301."}, name="other")
    driver = open_window(path)
    driver.click("stay").press("Q")
    driver.run("document.note").type(NOTE)
    disk_full(True)
    driver.window.files.open(other)
    session = driver.window.session
    assert session.project is not None
    assert session.project.path == path
    disk_full(False)
    who = session.annotator
    driver.answer("Try again")
    assert session.project.path == other
    assert note_in(path, who) == NOTE


def test_an_offer_to_fill_metadata_goes_with_its_project(
    open_window: Opener, path: Path, make_project: Maker, tmp_path: Path
) -> None:
    other = make_project({"Quay": "“No 🚢,” he said in the cafe\u0301."}, name="other")
    table = tmp_path / "outlets.csv"
    table.write_text("id,source\nQuay,The Café 🏭\n", encoding="utf-8")
    driver = open_window(path)
    driver.window.care.offer_fill(table)
    assert driver.offers("Fill 1")
    driver.window.files.open(other)
    assert not driver.offers("Fill 1")
    project = driver.window.session.project
    assert project is not None
    assert project.path == other
    assert project.documents.get("Quay").meta.get("source") is None


# ------------------------------------------------------------------------------------------------ what is no value


@pytest.fixture
def typing(open_window: Opener, path: Path) -> Driver:
    """Words are being typed into a field for numbers."""
    with Project.open(path, exclusive=False) as project:
        scheme_attributes.add_attribute(project, Annotator("a_ida", "Ida é"), "quotation", "Votes", "number")
    driver = open_window(path)
    driver.click("stay").press("Q")
    votes = driver.window.annotate.card.card.fields.editors["votes"].field.edit
    votes.setFocus()
    driver.type("12,5 or so", on=votes)
    driver.close()
    assert driver.window.isVisible()
    assert "The last edit is not saved, so the window stays open." in driver.notices
    assert driver.focused() is votes
    assert votes.text() == "12,5 or so", "the words are still there"
    return driver


def test_words_that_are_no_number_keep_the_window_open_until_they_are_one(typing: Driver) -> None:
    votes = typing.window.annotate.card.card.fields.editors["votes"].field.edit
    votes.clear()
    typing.type("12.5", on=votes)
    typing.close()
    assert not typing.window.isVisible()


def test_or_until_the_user_leaves_without_them(typing: Driver) -> None:
    typing.answer("Leave without saving")
    assert not typing.window.isVisible()


# ------------------------------------------------------------------------------------------------ going back


def test_the_projects_that_were_open_last_stand_in_the_file_menu(
    open_window: Opener, path: Path, make_project: Maker
) -> None:
    other = make_project({"Elsewhere": "“No 🚢,” he said in the cafe\u0301."}, name="other")
    driver = open_window(path)
    window = driver.window
    window.files.open(other)
    assert recent(driver) == [f"{path.stem}  —  {path.parent}"]
    window.recent.actions()[0].trigger()
    assert window.session.project is not None
    assert window.session.project.path == path
    other.unlink()
    assert len(recent(driver)) == 1
    window.recent.actions()[0].trigger()
    assert window.session.project.path == path
    assert "“other” is no longer there, and off the list." in driver.notices
    assert recent(driver) == ["None yet"]


def recent(driver: Driver) -> list[str]:
    """What the menu offers when it opens."""
    driver.window.recent.aboutToShow.emit()
    return [each.text() for each in driver.window.recent.actions()]
