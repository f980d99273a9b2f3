"""The import sheet from the user's side: what comes in is seen and chosen before anything is written."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.operations import importing, previewing
from annotator.store.project import Project
from annotator.ui.importing.labels_sheet import LabelsSheet

LONG = " ".join(f"word{n % 37} cafe\u0301{n % 11} 🏭" for n in range(120))
ARTICLES = {"Quay 🏭": "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.", "Agency": LONG}


@pytest.fixture
def driver(open_window: Callable[..., Driver], make_project: Callable[..., Path]) -> Driver:
    return open_window(make_project(ARTICLES))


def new_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def dropped(driver: Driver, *paths: Path) -> Driver:
    """Drop files and wait for the table of the sheet."""
    driver.drop(*paths).wait(lambda: driver.offered("Cancel"), lambda: driver.import_sheet.found.rows)
    return driver


def states(driver: Driver) -> list[tuple[str, str]]:
    return [(each.state, each.title or each.place) for each in driver.import_sheet.table.preview.rows()]


def pick(driver: Driver, button: str, entry: str) -> None:
    """Open the menu of a picker and choose from it; wait until the files were read anew."""
    sheet = driver.import_sheet
    QTest.mouseClick(sheet.pickers.buttons[button], Qt.MouseButton.LeftButton)
    menus = [each for each in driver.window.findChildren(QMenu) if each.isVisible()]
    found = [each for menu in menus for each in menu.actions() if each.text() == entry]
    assert found, f"no menu offers {entry}"
    before = sheet.found
    found[0].trigger()
    menus[0].close()
    driver.wait(lambda: sheet.found is not before)


def click_box(driver: Driver, row: int) -> None:
    table = driver.import_sheet.table
    place = table.visualRect(table.preview.index(row, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x() + 16, place.center().y()))


TABLE = (
    "Kopf;Inhalt;Tag;Blatt;Ressort\n"
    f"Copy;{LONG.replace('word3 ', 'other ')};19. November 2026;Kurier;Politik\n"
    "Zwei;Zweiter Text 🏭 cafe\u0301.;2026-11-20;Post;Sport\n"
    "Drei;Dritter Text 🎪.;2026-11-21;Post;Politik\n"
)


def test_a_table_is_read_as_its_columns_are_chosen(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, new_file(tmp_path, "in/table.csv", TABLE))
    sheet = driver.import_sheet
    assert states(driver) == [("problem", "table.csv:1")]
    assert "above, under Text" in sheet.table.preview.index(0, 3).data()
    assert not sheet.yes.isEnabled()
    pick(driver, "text", "Inhalt")
    pick(driver, "title", "Kopf")
    pick(driver, "date", "Tag")
    pick(driver, "source", "Blatt")
    pick(driver, "more", "Ressort")
    assert states(driver) == [("near", "Copy"), ("new", "Zwei"), ("new", "Drei")]
    assert sheet.table.preview.index(0, 1).data() == "2026-11-19"
    assert sheet.table.preview.index(0, 5).data().endswith(" % the same as “Agency”")
    assert len(driver.titles) == 2  # nothing is written yet
    click_box(driver, 1)
    driver.choose("Import 2").wait(lambda: "2 documents imported" in driver.told)
    assert driver.titles == ["Quay 🏭", "Agency", "Copy", "Drei"]
    project = driver.window.session.project
    meta = project.documents.get(project.documents.ids()[-1]).meta
    assert (meta["date"], meta["source"]) == ("2026-11-21", "Post")
    assert "Ressort" not in meta
    driver.answer("Undo")
    assert driver.titles == list(ARTICLES)


def test_a_dotted_path_is_chosen_or_typed(driver: Driver, tmp_path: Path) -> None:
    rows = [{"data": {"body": f"Text {n} 🏭 cafe\u0301", "head": f"T{n}"}} for n in range(3)]
    dropped(driver, new_file(tmp_path, "rows.jsonl", "\n".join(json.dumps(each) for each in rows)))
    sheet = driver.import_sheet
    assert [each for each, _ in states(driver)] == ["problem"] * 3
    QTest.mouseClick(sheet.pickers.buttons["text"], Qt.MouseButton.LeftButton)
    (menu,) = (each for each in driver.window.findChildren(QMenu) if each.isVisible())
    next(each for each in menu.actions() if each.text() == "Another key…").trigger()
    menu.close()
    sheet.pickers.path.edit.clear()
    before = sheet.found
    driver.type("data.body", on=sheet.pickers.path.edit)
    QTest.keyClick(sheet.pickers.path.edit, Qt.Key.Key_Return)
    driver.wait(lambda: sheet.found is not before)
    pick(driver, "title", "data.head")
    assert states(driver) == [("new", "T0"), ("new", "T1"), ("new", "T2")]
    driver.press("Return", on=sheet.table).wait(lambda: "3 documents imported" in driver.told)


def test_an_encoding_that_was_guessed_is_said_and_changed(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, new_file(tmp_path, "a.txt", "Łódź żąda głosu, mówi Zoë.".replace("ë", "e").encode("cp1250")))
    sheet = driver.import_sheet
    assert "(recognised)" in sheet.pickers.buttons["encoding"].text()
    pick(driver, "encoding", "Windows-1250 (Central European)")
    assert sheet.found.rows[0].beginning == "Łódź żąda głosu, mówi Zoe."
    driver.choose("Import 1").wait(lambda: "1 document imported" in driver.told)


def test_rows_are_filtered_sorted_and_left_out_by_key(driver: Driver, tmp_path: Path) -> None:
    rows = [{"text": "Text 🏭 " * (9 - n), "title": f"T{n}"} for n in range(4)] + [
        {"no": 1},
        {"text": ARTICLES["Agency"]},
    ]
    dropped(driver, new_file(tmp_path, "rows.jsonl", "\n".join(json.dumps(each) for each in rows)))
    sheet = driver.import_sheet
    assert sheet.sentence.text().startswith("4 of 5 articles will come in. 1 file or line cannot be read")
    QTest.mouseClick(sheet.chips["problem"], Qt.MouseButton.LeftButton)
    assert states(driver) == [("problem", "rows.jsonl:5")]
    QTest.mouseClick(sheet.chips[""], Qt.MouseButton.LeftButton)
    header = sheet.table.horizontalHeader()
    words = header.sectionViewportPosition(4) + header.sectionSize(4) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(words, 10))
    assert [title for _, title in states(driver)][:4] == ["T3", "T2", "T1", "T0"]
    driver.press("Home", "Space", on=sheet.table)
    sheet.table.selectRow(1)
    driver.press("Space", on=sheet.table)
    assert driver.offered("Import 2")
    driver.press("Escape", on=sheet.table)
    assert len(driver.titles) == 2
    assert not driver.enabled("edit.undo")


def test_many_files_show_how_far_it_is_and_can_be_cancelled(driver: Driver, tmp_path: Path, monkeypatch) -> None:
    gate, real = threading.Event(), previewing.preview

    def slow(project, paths, options, *, progress, **rest):
        def step(done: int, total: int) -> None:
            progress(done, total)
            if done == 7:
                gate.wait(20)

        return real(project, paths, options, progress=step, **rest)

    monkeypatch.setattr(previewing, "preview", slow)
    for n in range(30):
        new_file(tmp_path, f"many/{n:02}.txt", f"Text {n} 🏭 cafe\u0301.")
    driver.drop(tmp_path / "many").wait(lambda: driver.offered("Cancel"))
    driver.wait(lambda: driver.import_sheet.waiting.text() == "Reading 7 of 30 files")
    assert not driver.import_sheet.yes.isEnabled()
    driver.choose("Cancel")
    gate.set()
    driver.wait(lambda: not driver.window.files.busy)
    assert len(driver.titles) == 2
    assert not driver.offered("Cancel")


def bomb(inside: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inside, bytes(48 * 1024 * 1024))
    return out.getvalue()


def sneaking() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../evil.txt", "Text 🏭")
        archive.writestr("../../evil.ann", "T1\tquote 0 4\tText\n")
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<rss><channel><item><title>&b;</title><description>&b;</description></item></channel></rss>"
)


def test_every_bad_file_gets_one_clear_sentence(driver: Driver, tmp_path: Path) -> None:
    folder = new_file(tmp_path, "in/empty.txt", b"").parent
    new_file(folder, "bomb.docx", bomb("word/document.xml"))
    new_file(folder, "sneaking.brat.zip", sneaking())
    new_file(folder, "entities.rss", ENTITIES)
    new_file(folder, "no.pdf", b"no PDF at all")
    new_file(
        folder,
        "page.html",
        "<html><body><article><p>A page 🏭 with <img src='http://192.0.2.1/x.png'> words, "
        "<script src='//192.0.2.1/x.js'></script>said Zoe\u0301.</p></article></body></html>",
    )
    new_file(folder, "formula.csv", 'text,title,note\n"Text 🏭 cafe\u0301.",=1+1,@SUM(A1)\n')
    new_file(folder, "sql.jsonl", json.dumps({"text": "Text 🎪.", "title": "'); DROP TABLE document; --"}))
    dropped(driver, folder)
    sheet = driver.import_sheet
    problems = [each for each in sheet.found.rows if each.problem]
    assert sorted(each.place.partition(":")[0] for each in problems) == [
        "bomb.docx",
        "empty.txt",
        "entities.rss",
        "no.pdf",
        "sneaking.brat.zip",
    ]
    table = sheet.table.preview
    for row in range(table.rowCount()):
        if table.rows()[row].problem:
            sentence = table.index(row, 3).data()
            assert sentence.endswith(".")
            assert "\n" not in sentence
            assert "Traceback" not in sentence
    driver.choose("Import 3").wait(lambda: "3 documents imported" in driver.told)
    assert {"'); DROP TABLE document; --", "=1+1"} <= set(driver.titles)
    assert not (tmp_path.parent / "evil.txt").exists()
    assert driver.window.session.project.check() == []


# ------------------------------------------------------------------------------------------------ annotations

MARKED = [
    {"text": f"„Nein {n} 🎪“, sagte Zoe\u0301.", "spans": [
        {"start": 0, "end": 10, "label": "Behauptung"}, {"start": 18, "end": 22, "label": "Persn"},
    ]}
    for n in range(2)
]  # fmt: skip


def marked(tmp_path: Path) -> Path:
    return new_file(tmp_path, "in/m.prodigy.jsonl", "\n".join(json.dumps(each) for each in MARKED))


def test_unknown_labels_are_asked_about_once(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, marked(tmp_path)).choose("Import 2")
    labels = driver.window.findChild(LabelsSheet)
    assert labels.answers == {"Behauptung": "mention:other", "Persn": "mention:person"}
    QTest.mouseClick(labels.buttons["Behauptung"], Qt.MouseButton.LeftButton)
    (menu,) = (each for each in driver.window.findChildren(QMenu) if each.isVisible())
    next(each for each in menu.actions() if each.text() == "Quotation: Direct").trigger()
    menu.close()
    assert labels.buttons["Behauptung"].text() == "Quotation: Direct"
    driver.choose("Import").wait(lambda: "2 documents and 2 annotated layers imported" in driver.told)
    project = driver.window.session.project
    (layer,) = project.annotations.layers(project.documents.ids()[-1])
    assert [each.type for each in layer.quotations] == ["direct"]
    assert [each.label for each in layer.mentions] == ["person"]
    assert importing.remembered_labels(project) == {"Behauptung": "content:direct", "Persn": "mention:person"}
    driver.answer("Undo")
    assert importing.remembered_labels(project) == {}  # it was said in the same step


def test_what_was_said_about_labels_can_be_said_anew(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, marked(tmp_path)).choose("Import 2").choose("Import")
    driver.wait(lambda: "imported" in driver.told)
    more = new_file(tmp_path, "in/n.prodigy.jsonl", json.dumps(MARKED[0] | {"text": "„Nein 7 🎪“, sagte Zoe\u0301."}))
    dropped(driver, more)
    assert not driver.import_sheet.found.unknown
    driver.choose("Labels…")
    labels = driver.window.findChild(LabelsSheet)
    assert labels.answers == {"Behauptung": "mention:other", "Persn": "mention:person"}
    labels.choose(labels.asked[0], "ignore")
    before = driver.import_sheet.found
    driver.choose("Take over").wait(lambda: driver.import_sheet.found is not before)
    driver.choose("Import 1").wait(lambda: "1 annotated layer imported" in driver.told)
    project = driver.window.session.project
    (layer,) = project.annotations.layers(project.documents.ids()[-1])
    assert [each.label for each in layer.mentions] == ["person"]
    assert importing.remembered_labels(project)["Behauptung"] == "ignore"


def test_leaving_the_labels_leads_back_to_the_sheet(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, marked(tmp_path)).choose("2 unknown labels…")
    driver.press("Escape", on=driver.window.findChild(LabelsSheet).buttons["Persn"])
    driver.wait(lambda: driver.offered("Import 2"))
    driver.choose("Cancel")
    assert len(driver.titles) == 2


def test_annotations_come_in_as_suggestions(driver: Driver, tmp_path: Path) -> None:
    dropped(driver, marked(tmp_path))
    sheet = driver.import_sheet
    before = sheet.found
    QTest.mouseClick(sheet.suggest, Qt.MouseButton.LeftButton)
    driver.wait(lambda: sheet.found is not before)
    assert sheet.suggest.isChecked()
    driver.choose("Import 2").choose("Import").wait(lambda: "2 documents imported" in driver.told)
    project = driver.window.session.project
    assert {each.kind for id in project.documents.ids()[-2:] for each in project.annotations.layers(id)} == {"pipeline"}


def test_a_window_that_closes_over_the_sheet_leaves_a_clean_file(driver: Driver, tmp_path: Path) -> None:
    for n in range(60):
        new_file(tmp_path, f"many/{n:02}.txt", f"Text {n} 🏭 cafe\u0301.")
    path = driver.window.session.project.path
    driver.drop(tmp_path / "many").wait(lambda: driver.offered("Cancel")).close()
    assert [each.name for each in path.parent.glob(f"{path.name}*")] == [path.name]
    with Project.open(path, read_only=True, exclusive=False) as project:
        assert project.documents.count() == 2


def test_another_project_closes_the_sheet(driver: Driver, make_project: Callable[..., Path], tmp_path: Path) -> None:
    other = make_project({"Other": "Other cafe\u0301 🏭."}, "other")
    dropped(driver, marked(tmp_path))
    driver.window.files.open(other)
    assert driver.titles == ["Other"]
    assert not driver.offered("Cancel")
    dropped(driver, marked(tmp_path)).choose("Cancel")
