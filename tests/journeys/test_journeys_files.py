"""Articles come in, annotations go out, projects are made, opened and left, all from the real window."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from annotator import __main__, settings
from annotator.formats.catalogue import by_id
from annotator.operations import previewing
from annotator.store.project import Project
from annotator.ui.app import greet
from annotator.ui.dialogs.export_sheet import ExportSheet
from annotator.ui.dialogs.name_sheet import NameSheet
from annotator.ui.dialogs.new_project import NewProjectSheet

ARTICLES = {
    "Quay 🏭": "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\nJun Sato 佐藤 left.",
    "Cafe\u0301": "“The cafe\u0301 closes,” said Jun Sato.\u2028قالت سامية: «لن نغادر».",
}

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def driver(open_window: Opener, make_project: Maker) -> Driver:
    return open_window(make_project(ARTICLES))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the file dialogs will answer: ``open``, ``folder``, ``save``."""
    said: dict[str, object] = {"open": [], "folder": "", "save": "", "from": []}

    def opened(_window: object, _title: str, folder: str, _filter: str) -> tuple[list[str], str]:
        said["from"].append(folder)
        return [str(each) for each in said["open"]], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", opened)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(said["open"][0]), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(said["folder"]))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(said["save"]), ""))
    return said


def alone(project: Path) -> bool:
    """Whether the project is one file, nothing of SQLite's beside it."""
    return [each.name for each in project.parent.glob(f"{project.name}*")] == [project.name]


def new_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# ------------------------------------------------------------------------------------------------ import


def test_chosen_files_come_in_and_undo_takes_them_back(driver: Driver, answers, tmp_path: Path) -> None:
    windows = "“Nous restons”, a dit la mère d’Édith – à l’été.".encode("cp1252")
    utf16 = "“Jun Sato 佐藤 spoke 🏭.”\r\nEnd.".encode("utf-16")
    answers["open"] = [new_file(tmp_path, "été.txt", windows), new_file(tmp_path, "wide.txt", utf16)]
    driver.run("file.import").wait(lambda: driver.offered("Import 2")).choose("Import 2")  # one encoding is a guess
    driver.wait(lambda: "2 documents imported" in driver.told)
    answers["open"] = []
    driver.run("file.import")
    assert answers["from"][1] == str(tmp_path), "the next files are looked for where the last ones were"
    assert sorted(driver.titles) == sorted([*ARTICLES, "été", "wide"])
    assert driver.window.annotate.documents.model.counts()["all"] == 4
    project = driver.window.session.project
    texts = [project.documents.get(each).text for each in project.documents.ids()]
    assert texts[2:] == ["“Nous restons”, a dit la mère d’Édith – à l’été.", "“Jun Sato 佐藤 spoke 🏭.”\nEnd."]
    driver.answer("Undo")
    assert sorted(driver.titles) == sorted(ARTICLES)
    assert driver.window.annotate.documents.model.counts()["all"] == 2
    driver.press("Ctrl+Shift+Z")
    assert len(driver.titles) == 4


def test_a_folder_comes_in_from_the_menu(driver: Driver, answers, tmp_path: Path) -> None:
    answers["folder"] = new_file(tmp_path, "deep 🐟/er/one.txt", "One cafe\u0301 🏭.").parents[1]
    driver.run("file.import_folder").wait(lambda: driver.offered("Import 1")).choose("Import 1")
    driver.wait(lambda: "1 document imported" in driver.told)
    assert driver.title == "one"  # a single article is opened at once


def test_files_and_a_folder_are_dropped_on_the_window(driver: Driver, tmp_path: Path) -> None:
    lines = [{"text": "First 🏭 cafe\u0301.", "title": "A"}, {"text": "Second 佐藤.", "title": "B"}]
    rows = new_file(tmp_path, "rows.jsonl", "\ufeff" + "\r\n".join(json.dumps(each) for each in lines))
    folder = new_file(tmp_path, "more/c.txt", "Third 🏭.").parent
    driver.drop(rows, folder).wait(lambda: driver.offered("Import 3")).choose("Import 3")
    driver.wait(lambda: "3 documents imported" in driver.told)
    assert set(driver.titles) == {*ARTICLES, "A", "B", "c"}
    assert not driver.window.findChild(object, "drop_hint").isVisible()


def test_an_article_that_is_there_already_is_counted_not_added(driver: Driver, tmp_path: Path) -> None:
    again = new_file(tmp_path, "again.txt", ARTICLES["Quay 🏭"].replace("\n", "\r\n"))
    driver.drop(again).wait(lambda: "was there already" in driver.told)
    assert len(driver.titles) == 2
    assert not driver.enabled("edit.undo")


def test_a_long_import_shows_progress_and_can_be_cancelled(driver: Driver, tmp_path: Path, monkeypatch) -> None:
    gate, real = threading.Event(), previewing.preview

    def slow(project, paths, options, *, progress, **rest):
        def step(done: int, total: int) -> None:
            progress(done, total)
            if done == 1:
                gate.wait(20)

        return real(project, paths, options, progress=step, **rest)

    monkeypatch.setattr(previewing, "preview", slow)
    few = [new_file(tmp_path, "many/a.txt", "A 🏭 cafe\u0301."), new_file(tmp_path, "many/b.txt", "B 🏭.")]
    driver.drop(*few).wait(lambda: driver.told == "Importing: 1 of 2")
    driver.click("stay").press("Q")  # the window works on meanwhile
    assert len(driver.quotations) == 1
    driver.drop(*few)
    assert "under way" in driver.told
    driver.answer("Cancel")
    gate.set()
    driver.wait(lambda: "cancelled" in driver.told)
    assert len(driver.titles) == 2
    assert not any(each.startswith("Importing") for each in driver.notices)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.jsonl", '{"text": "Good cafe\u0301 🏭."}\n{"text": \n', "bad.jsonl:2"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01", "picture.txt"),
        ("empty.txt", b"", "empty.txt"),
        ("broken.txt", b"cafe\xcc\x81 \xff\xfe\x00 \xf0\x9f", "broken.txt"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_nothing_comes_in_unasked(
    driver: Driver, tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    good = new_file(tmp_path, "good.txt", "A good cafe\u0301 🏭.")
    bad = new_file(tmp_path, name, content)
    driver.drop(good, bad).wait(lambda: driver.offered("Cancel"), lambda: driver.import_sheet.found.rows)
    assert said in [each.place for each in driver.import_sheet.found.rows if each.problem]
    driver.choose("Cancel")
    assert len(driver.titles) == 2
    assert not driver.enabled("edit.undo")
    driver.drop(good).wait(lambda: "1 document imported" in driver.told)


def test_a_folder_without_text_is_told(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "nothing 🐟").mkdir()
    driver.drop(tmp_path / "nothing 🐟").wait(lambda: driver.offered("Cancel"), lambda: driver.import_sheet.found.rows)
    assert driver.import_sheet.sentence.text() == "It cannot be read."
    assert not driver.import_sheet.yes.isEnabled()
    driver.choose("Cancel")
    assert len(driver.titles) == 2


def test_another_project_is_not_told_what_was_imported_before_it(
    open_window: Opener, make_project: Maker, tmp_path: Path, monkeypatch
) -> None:
    driver = open_window(make_project(ARTICLES))
    other = make_project({"Other": "Other cafe\u0301 🏭."}, "other")
    started, real = threading.Event(), previewing.preview

    def watched(*args, **rest):
        started.set()
        return real(*args, **rest)

    monkeypatch.setattr(previewing, "preview", watched)
    driver.drop(new_file(tmp_path, "late.txt", "Late cafe\u0301 🏭."))
    assert started.wait(20)
    driver.drop(other).choose("Open it").wait(lambda: driver.titles == ["Other"])
    QApplication.processEvents()  # whatever the import still had to say has arrived now
    assert driver.titles == ["Other"]
    assert not any("import" in each.lower() for each in driver.notices)


def test_the_way_back_from_an_import_ends_with_its_project(driver: Driver, make_project: Maker, tmp_path: Path) -> None:
    other = make_project({"Other": "Other cafe\u0301 🏭."}, "other")
    driver.drop(new_file(tmp_path, "more.txt", "More cafe\u0301 🏭.")).wait(lambda: "imported" in driver.told)
    assert len(driver.offers("Undo")) == 1
    driver.drop(other).choose("Open it")
    assert driver.titles == ["Other"]
    assert driver.offers("Undo") == []  # it would undo something of the other project


# ------------------------------------------------------------------------------------------------ export


@pytest.mark.parametrize(("suffix", "chosen"), [(".jsonl", "jsonl"), (".csv", "jsonl"), ("", "csv")])
def test_what_was_marked_is_exported_and_checked(
    driver: Driver, answers, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, chosen: str
) -> None:
    driver.select("“We stay at the quay 🏭,”").press("Q")
    out = tmp_path / f"out 🐟{suffix}"
    answers["save"] = out
    driver.run("file.export")
    sheet = driver.window.findChild(ExportSheet)
    sheet.set_format(by_id(chosen))
    sheet.change.click()
    sheet.answer()
    driver.wait(lambda: "2 documents written" in driver.told)
    out = out if suffix else out.with_name(out.name + ".csv")
    assert "“We stay at the quay 🏭,”" in out.read_text(encoding="utf-8-sig")
    if out.suffix == ".jsonl":
        assert __main__.main(["check", str(out)]) == 0, capsys.readouterr()
        rows = [json.loads(each) for each in out.read_text(encoding="utf-8").split("\n")[:-1]]
        assert [len(row["layers"]) for row in rows] == [1, 0]
        fresh = tmp_path / "fresh.annotator"
        assert __main__.main(["new", str(fresh)]) == 0
        assert __main__.main(["import", str(fresh), str(out)]) == 0
        again = tmp_path / "again.jsonl"
        assert __main__.main(["export", str(fresh), str(again)]) == 0
        assert again.read_bytes() == out.read_bytes()


def test_an_export_to_the_project_itself_is_refused(driver: Driver, answers) -> None:
    project = driver.window.session.project.path
    before = project.read_bytes()
    driver.window.files.export(project)
    driver.wait(lambda: driver.told and not driver.window.files.busy)
    assert project.read_bytes()[:16] == before[:16]
    assert driver.window.notices.notices()[-1].kind == "error"


def test_a_backup_is_a_whole_project(driver: Driver, answers, tmp_path: Path) -> None:
    driver.click("stay").press("Q")
    answers["save"] = tmp_path / "copy.annotator"
    driver.run("file.backup")
    assert driver.told == "Backed up to copy.annotator."
    with Project.open(tmp_path / "copy.annotator", read_only=True) as copy:
        assert copy.check() == []
        assert len(copy.read(copy.documents.ids()[0]).layers[0].quotations) == 1
    driver.run("file.backup")  # an existing file is left alone
    assert driver.window.notices.notices()[-1].kind == "error"


# ------------------------------------------------------------------------------------------------ projects


def test_a_new_project_is_asked_for_and_opened(driver: Driver, tmp_path: Path) -> None:
    first = driver.window.session.project.path
    driver.click("stay").press("Q").run("project.new")
    sheet = driver.window.findChild(NewProjectSheet)
    driver.type("Cafe\u0301 2026 🏭", on=sheet.field.edit).press("Return", on=sheet.field.edit)
    assert driver.window.windowTitle() == "Cafe\u0301 2026 🏭 — Annotator"
    assert driver.titles == []
    assert driver.window.session.project.path.parent == settings.projects_folder()
    assert alone(first)
    assert not driver.enabled("quotation.new")


def test_a_new_project_goes_where_it_is_put(driver: Driver, answers, tmp_path: Path) -> None:
    answers["save"] = tmp_path / "elsewhere"
    driver.run("project.new")
    sheet = driver.window.findChild(NewProjectSheet)
    sheet.change.click()
    driver.type("Quay", on=sheet.field.edit).press("Return", on=sheet.field.edit)
    assert driver.window.session.project.path == tmp_path / "elsewhere.annotator"


def test_a_new_project_never_overwrites(driver: Driver, answers, tmp_path: Path) -> None:
    there = new_file(tmp_path, "there.annotator", "mine 🏭")
    answers["save"] = there
    driver.run("project.new")
    sheet = driver.window.findChild(NewProjectSheet)
    sheet.change.click()
    driver.type("Quay", on=sheet.field.edit).press("Return", on=sheet.field.edit)
    assert there.read_text(encoding="utf-8") == "mine 🏭"
    assert driver.window.notices.notices()[-1].kind == "error"
    assert len(driver.titles) == 2  # the one that was open still is


def test_another_project_closes_the_first(open_window: Opener, make_project: Maker, answers) -> None:
    first, second = make_project(ARTICLES), make_project({"Other": "Other cafe\u0301 🏭."}, "other")
    driver = open_window(first)
    driver.click("stay").press("Q")
    assert not alone(first)
    answers["open"] = [second]
    driver.run("project.open")
    assert driver.titles == ["Other"]
    assert driver.article.text() == "Other cafe\u0301 🏭."
    assert alone(first)
    driver.close()
    assert alone(second)


def test_a_dropped_project_can_be_opened(driver: Driver, make_project: Maker) -> None:
    second = make_project({"Other": "Other cafe\u0301 🏭."}, "other")
    driver.drop(second).choose("Open it")
    assert driver.titles == ["Other"]
    driver.drop(second)  # open already
    assert driver.titles == ["Other"]
    assert not driver.window.session.project.read_only


def test_the_last_project_is_there_again_at_the_next_start(open_window: Opener, make_project: Maker) -> None:
    path = make_project(ARTICLES)
    open_window(path).click("stay").press("Q").close()
    again = open_window()
    assert again.window.session.project.path == path
    assert len(again.quotations) == 1
    assert again.enabled("edit.undo")


def test_the_first_start_opens_the_sample_and_its_tour_is_shown_once(open_window: Opener) -> None:
    driver = open_window()
    assert len(driver.titles) >= 3
    greet(driver.window)
    tour = driver.window.overlays.tour
    assert tour.isVisible()
    assert f"You annotate as “{settings.user_name()}”" in " ".join(each.text() for each in tour.findChildren(QLabel))
    for stop in range(1, 6):
        QTest.keyClick(tour, Qt.Key.Key_Return)
        assert tour.at == stop
    QTest.keyClick(tour, Qt.Key.Key_Left)
    assert tour.at == 4
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    driver.press("Q")
    assert driver.told, "the keys belong to the window again"
    driver.close()
    again = open_window()
    greet(again.window)
    assert again.window.overlays.tour is None
    again.run("help.tour")
    assert again.window.overlays.tour.isVisible()
    again.window.overlays.tour.end()


def test_articles_dropped_without_a_project_make_one(open_window: Opener, tmp_path: Path) -> None:
    driver = open_window(tmp_path / "nowhere.annotator")
    article = new_file(tmp_path, "Strike 🏭.txt", "“We strike at the cafe\u0301 🏭,” said Jun Sato.")
    driver.drop(article)
    sheet = driver.window.findChild(NewProjectSheet)
    assert sheet.field.text() == "Strike 🏭"
    driver.press("Return", on=sheet.field.edit).wait(lambda: "1 document imported" in driver.told)
    assert driver.title == "Strike 🏭"
    assert driver.window.views.name == "annotate"


# ------------------------------------------------------------------------------------------------ who annotates


def test_another_name_has_a_layer_of_its_own(open_window: Opener, make_project: Maker) -> None:
    path = make_project(ARTICLES)
    driver = open_window(path)
    first = driver.window.session.annotator
    driver.click("stay").press("Q").run("edit.annotator")
    sheet = driver.window.findChild(NameSheet)
    driver.press("Ctrl+A", on=sheet.field.edit).type("Béa 🐟", on=sheet.field.edit)
    driver.press("Return", on=sheet.field.edit)
    assert driver.window.status.annotator.text() == "Béa 🐟"
    assert driver.quotations == ()
    driver.click("closes" if "closes" in driver.article.text() else "quay 🏭").press("Q")
    assert driver.layer.annotator == "Béa 🐟"
    assert driver.layer.annotator_id != first.id
    driver.close()
    again = open_window(path)
    assert again.window.session.annotator.name == "Béa 🐟"
    assert len(again.quotations) == 1
    again.window.rename_annotator(first.name)  # back to the first one, who is known here
    assert again.window.session.annotator == first
    assert len(again.quotations) == 1


@pytest.mark.parametrize("name", ["gold", "PIPELINE", "  "])
def test_names_of_the_program_are_refused_on_the_start_page(open_window: Opener, tmp_path: Path, name: str) -> None:
    driver = open_window(tmp_path / "nowhere.annotator")
    field, before = driver.window.start.field.edit, driver.window.session.annotator
    driver.press("Ctrl+A", on=field).type(name, on=field).press("Return", on=field)
    assert driver.window.session.annotator == before


@pytest.mark.parametrize("name", ["gold", "All", " pipeline ", "  "])
def test_names_of_the_program_are_refused(driver: Driver, name: str) -> None:
    before = driver.window.session.annotator
    driver.run("edit.annotator")
    sheet = driver.window.findChild(NameSheet)
    driver.press("Ctrl+A", on=sheet.field.edit).type(name, on=sheet.field.edit)
    driver.press("Return", on=sheet.field.edit)
    assert sheet.isVisible()
    assert driver.window.session.annotator == before
    driver.press("Esc", on=sheet.field.edit)
