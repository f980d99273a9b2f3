"""What cannot be opened, read or saved: one clear sentence, nothing lost, and the window lives."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver

from annotator import settings
from annotator.domain.annotations import Annotator
from annotator.operations.exchange import import_paths
from annotator.store.project import Project

ARTICLE = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\nJun Sato 佐藤 went home.\u2028“It is over.”"

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project({"Quay": ARTICLE})


def newer(path: Path) -> None:
    with Project.create(path, title="Newer"):
        pass
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=999")
    connection.close()


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE article(text)")
    connection.commit()
    connection.close()


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "not SQLite": (lambda path: path.write_text("cafe\u0301 🏭 " * 40, encoding="utf-8"), "not an Annotator project"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "newer": (newer, "newer version"),
    "foreign": (foreign, "not an Annotator project"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "missing": (lambda _path: None, "there is no file"),
    "cut": (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\x10\0" * 20), ""),
}


@pytest.mark.parametrize("kind", list(BAD))
def test_a_file_that_is_no_project_is_told_at_the_start_and_another_can_be_opened(
    open_window: Opener, path: Path, tmp_path: Path, kind: str
) -> None:
    make, said = BAD[kind]
    bad = tmp_path / "bad cafe\u0301 🏭.annotator"
    make(bad)
    before = bad.read_bytes() if bad.is_file() else None
    driver = open_window(bad)
    sentences = [each for each in driver.notices if "bad cafe\u0301" in each]
    assert len(sentences) == 1
    assert said in sentences[0]
    assert driver.window.session.project is None
    assert driver.window.views.name == "start"
    assert (bad.read_bytes() if bad.is_file() else None) == before
    assert not driver.enabled("quotation.new")
    assert not driver.enabled("file.import")
    driver.drop(path)
    assert driver.article.text() == ARTICLE


@pytest.mark.parametrize("kind", list(BAD))
def test_a_file_that_is_no_project_leaves_the_open_one_open(
    open_window: Opener, path: Path, tmp_path: Path, kind: str
) -> None:
    make, said = BAD[kind]
    bad = tmp_path / "bad.annotator"
    make(bad)
    driver = open_window(path)
    driver.click("stay").press("Q")
    driver.window.files.open(bad)
    assert said in driver.told
    assert driver.window.session.project.path == path
    driver.click("is over").press("Q")
    assert len(driver.quotations) == 2
    assert settings.load().last_project == str(path)


def assert_read_only(driver: Driver, sentence: str) -> None:
    assert sentence in driver.notices
    assert driver.saved == "Read only"
    driver.click("stay").press("Q")
    assert driver.quotations == ()
    for action in ("quotation.new", "quotation.speaker", "file.import", "edit.undo", "document.done_next"):
        assert not driver.enabled(action), action
    for action in ("file.export", "file.backup", "edit.find", "project.open"):
        assert driver.enabled(action), action


def test_a_file_that_may_not_be_written_is_shown_and_says_so(open_window: Opener, path: Path) -> None:
    path.chmod(0o444)
    before = path.read_bytes()
    driver = open_window(path)
    assert driver.article.text() == ARTICLE
    assert_read_only(driver, "This file cannot be written: read only here.")
    assert not driver.article.editable
    driver.drop(path.with_suffix(".txt"))
    assert "read only" in driver.told
    driver.close()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob("harbour.annotator*")] == ["harbour.annotator"]
    path.chmod(0o644)


def test_a_second_window_reads_what_the_first_writes(open_window: Opener, path: Path) -> None:
    first = open_window(path)
    second = open_window(path)
    reason = second.window.session.project.read_only_reason
    assert "another window" in reason.lower()
    assert_read_only(second, reason)
    first.click("stay").press("Q")
    assert first.saved == "Saved"
    second.wait(lambda: len(second.quotations) == 1)
    second.close()
    first.click("is over").press("Q")
    assert len(first.quotations) == 2
    first.close()
    third = open_window(path)
    assert not third.window.session.project.read_only
    assert len(third.quotations) == 2


def test_the_second_window_can_write_once_the_first_is_closed(open_window: Opener, path: Path) -> None:
    first = open_window(path)
    second = open_window(path)
    first.close()
    second.window.files.open(path)
    assert not second.window.session.project.read_only
    second.click("stay").press("Q")
    assert len(second.quotations) == 1


def test_an_article_removed_in_another_window_is_left(open_window: Opener, path: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("More cafe\u0301 🏭.", encoding="utf-8")
    actor = Annotator("a_other", "other")
    with Project.open(path) as project:
        import_paths(project, [more], actor=actor)
    driver = open_window(path)
    driver.window.open_document("more")
    other = Project.open(path, exclusive=False)
    other.undo(actor.id)
    other.close()
    driver.wait(lambda: driver.window.annotate.documents.model.counts()["all"] == 1)
    assert driver.title == "Quay"
    driver.click("stay").press("Q")
    assert len(driver.quotations) == 1


# ------------------------------------------------------------------------------------------------ while it is open


GESTURES: dict[str, Callable[[Driver], object]] = {
    "key": lambda driver: driver.select("It is over").press("Q"),
    "delete": lambda driver: driver.press("Del"),
    "type": lambda driver: driver.press("I"),
    "menu of kinds": lambda driver: driver.select("Jun Sato") and driver.run_kind("person"),
    "cast": lambda driver: driver.window.annotate.card.cast.keys[0].click(),
    "note": lambda driver: driver.window.annotate.card.edited.emit("note", "cafe\u0301 🏭"),
    "undo": lambda driver: driver.press("Ctrl+Z"),
    "done": lambda driver: driver.press("Ctrl+Return"),
}


@pytest.mark.parametrize("kind", list(GESTURES))
def test_what_the_disk_refuses_is_not_shown_as_saved(
    open_window: Opener, path: Path, disk_full: Callable[[bool], None], kind: str
) -> None:
    driver = open_window(path)
    driver.select("Zoe\u0301 Lindqvist")
    driver.window.annotate.gestures.mentions.label_mention("person")
    driver.click("stay").press("Q")
    before, marks = driver.layer, driver.article.marks()
    disk_full(True)
    GESTURES[kind](driver)
    assert any("No space left on the disk" in each for each in driver.notices)
    assert driver.saved == "Not saved"
    assert driver.layer == before
    assert driver.article.marks() == marks
    assert driver.active == before.quotations[0]
    disk_full(False)
    driver.click("is over").press("Q")
    assert driver.saved == "Saved"
    assert len(driver.quotations) == 2
    stored = driver.window.session.project.read("Quay").layers[0]
    assert stored == driver.layer


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is open")
def test_a_project_that_is_deleted_while_open_is_not_shown_as_saved(open_window: Opener, path: Path) -> None:
    driver = open_window(path)
    driver.click("stay").press("Q")
    before = driver.layer
    path.unlink()
    driver.click("is over").press("Q")
    assert driver.window.notices.notices()[-1].kind == "error"
    assert driver.saved == "Not saved"
    assert driver.layer == before
    driver.window._others.look()
    driver.close()
    assert not path.exists()


def test_a_missing_last_project_is_told_and_the_sample_is_open(open_window: Opener, path: Path) -> None:
    open_window(path).close()
    path.unlink()
    driver = open_window()
    assert any("harbour.annotator, is not where it was" in each for each in driver.notices)
    assert driver.window.session.project.path.name == "Sample.annotator"


def test_a_last_project_that_is_damaged_is_told_and_nothing_is_open(open_window: Opener, path: Path) -> None:
    open_window(path).close()
    path.write_bytes(b"cafe\xcc\x81")
    driver = open_window()
    assert any("harbour.annotator is not an Annotator project" in each for each in driver.notices)
    assert driver.window.views.name == "start"
    driver.press("1", on=driver.window.start.choices[0])
    assert driver.window.session.project.path.name == "Sample.annotator"


@pytest.mark.parametrize("content", [b"cafe\xff\xfe", b"zoom = 'cafe\xcc\x81'\ntheme = 7\n", b"theme = ["])
def test_damaged_settings_are_told_and_the_defaults_used(open_window: Opener, path: Path, content: bytes) -> None:
    settings.settings_folder().mkdir(parents=True)
    (settings.settings_folder() / settings.FILE_NAME).write_bytes(content)
    driver = open_window(path)
    assert any("preferences" in each for each in driver.notices)
    assert driver.article.zoom() == 100
    assert driver.article.text() == ARTICLE


def test_settings_that_cannot_be_kept_do_not_keep_the_window_away(open_window: Opener, path: Path) -> None:
    settings.settings_folder().write_text("a file where the folder should be 🏭", encoding="utf-8")
    driver = open_window(path)
    assert any("preferences could not be saved" in each for each in driver.notices)
    driver.click("stay").press("Q")
    assert len(driver.quotations) == 1
