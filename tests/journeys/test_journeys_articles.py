"""Everyday care of articles in the window: status, search, notes, metadata, removal, corrected texts, problems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from annotator import settings
from annotator.domain.annotations import Annotator
from annotator.store.project import Project

Opener = Callable[..., Driver]

PLANT = (
    "“We will not close the plant 🏭,” Mayor Ana Lindqvist told reporters at the cafe\u0301. It was late.\n"
    "The council would decide in May, Tomas Okafor said. “Nobody asked us, he added.\n"
)
ARTICLES = {
    "Plant stays": PLANT,
    "Quay": "The quay 🚢 is sold, the cafe\u0301 stays.",
    "Tides": "High water at noon 🙂.",
}


@pytest.fixture
def path(make_project: Callable[..., Path]) -> Path:
    return make_project(ARTICLES)


@pytest.fixture
def driver(open_window: Opener, path: Path) -> Driver:
    made = open_window(path)
    made.wait(lambda: bool(made.article.text()))
    return made


def project(driver: Driver) -> Project:
    found = driver.window.session.project
    assert found is not None
    return found


def listed(driver: Driver) -> list[str]:
    model = driver.window.annotate.documents.model
    return [project(driver).documents.get(each).title for each in model.ids()]


def status(driver: Driver, title: str) -> str:
    return next(each.status for each in driver.window.annotate.documents.model.rows() if each.title == title)


# ------------------------------------------------------------------------------------------------ status and search


def test_done_skipped_and_back_are_one_step_each_and_counted(driver: Driver) -> None:
    panel = driver.window.annotate.documents
    driver.press("Ctrl+Return")
    assert (status(driver, "Plant stays"), driver.title) == ("done", "Quay")
    driver.press("Ctrl+.").press("1", on=driver.focused())
    assert (status(driver, "Quay"), driver.title) == ("skipped", "Tides")
    assert driver.told == "Skipped “Quay”: not relevant."
    counts = panel.model.counts()
    assert (counts["todo"], counts["done"], counts["skipped"]) == (1, 2, 1)
    panel.show_only("skipped")
    assert listed(driver) == ["Quay", "Tides"], "the open one stays in sight"
    driver.run("edit.undo").run("edit.undo")
    panel.show_only("todo")
    assert listed(driver) == list(ARTICLES)


def test_search_finds_words_with_their_surroundings_and_opens_them_there(driver: Driver) -> None:
    panel = driver.window.annotate.documents
    driver.run("edit.search").type("cafe\u0301 stays")
    driver.wait(lambda: listed(driver) == ["Quay"])
    hit = panel.model.hit(panel.model.ids()[0])
    assert hit is not None
    assert "stays" in hit.snippet
    driver.press("Return", on=panel.field.edit)
    assert driver.title == "Quay"
    assert driver.article.hasFocus()
    assert driver.article.selection() is not None


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status:finished", "There is no status “finished”: use one of new, in_progress, done, skipped, adjudicated."),
        ("cellar", "No document matches “cellar” in To do."),
    ],
)
def test_a_search_without_an_answer_says_why_and_offers_a_way_out(driver: Driver, query: str, sentence: str) -> None:
    panel = driver.window.annotate.documents
    driver.run("edit.search").type(query)
    driver.wait(lambda: panel.no_hits.isVisible() and panel.no_hits.words.text() == sentence)
    QTest.mouseClick(panel.no_hits.button, Qt.MouseButton.LeftButton)
    driver.wait(lambda: len(listed(driver)) == len(ARTICLES) or panel.shown == "all")


def test_sorting_is_kept_and_walking_follows_it(open_window: Opener, driver: Driver) -> None:
    driver.window.annotate.documents._choose_order("-title")
    assert listed(driver) == ["Tides", "Quay", "Plant stays"]
    driver.window.open_document(driver.window.annotate.documents.model.ids()[0])
    driver.press("Alt+Down")
    assert driver.title == "Quay"
    driver.close()
    again = open_window()
    again.wait(lambda: bool(again.article.text()))
    assert listed(again) == ["Tides", "Quay", "Plant stays"]


# --------------------------------------------------------------------------------------------- notes and metadata


def test_a_note_to_oneself_marks_the_article_and_is_not_exported(driver: Driver) -> None:
    driver.run("document.note").type("Ask Bea 🙂 about the cafe\u0301")
    field = driver.focused()
    assert isinstance(field, QPlainTextEdit)
    driver.press("Esc", on=field)
    panel = driver.window.annotate.documents
    panel.show_only("noted")
    assert listed(driver) == ["Plant stays"]
    driver.run("edit.undo")
    assert panel.model.counts()["noted"] == 0


@pytest.mark.parametrize("way", ["renamed", "switched"])
def test_a_note_being_written_is_its_writers_when_another_takes_over(driver: Driver, way: str) -> None:
    window, (first, *_) = driver.window, project(driver).documents.ids()
    window.rename_annotator("Ida é")
    driver.run("document.done_next")  # who has done something is somebody else than who comes next
    window.open_document(first)
    writer = window.session.annotator
    assert driver.title == "Plant stays"
    driver.run("document.note").type("Ask Bea 🙂")
    assert window.annotate.header.note.edit.toPlainText() == "Ask Bea 🙂"
    if way == "renamed":
        window.rename_annotator("Someone else 🐟")
    else:
        window.turns.switch(Annotator("a_other", "Someone else 🐟"))
    assert window.session.annotator.id != writer.id
    assert project(driver).notes.get(first, writer.id) == "Ask Bea 🙂"
    assert window.annotate.header.note.edit.toPlainText() == ""
    driver.press("Esc", on=window.annotate.header.note.edit)
    assert project(driver).notes.get(first, window.session.annotator.id) is None


def test_metadata_are_edited_in_place(driver: Driver) -> None:
    driver.run("document.metadata")
    field = driver.focused()
    field.selectAll()  # type: ignore[attr-defined]
    driver.type("The plant stays é 🏭").press("Return", on=field)
    assert "The plant stays é 🏭" in driver.titles
    assert driver.window.session.document is not None
    driver.run("edit.undo")
    assert "Plant stays" in driver.titles


def test_metadata_come_from_a_table_by_id_after_a_preview(driver: Driver, tmp_path: Path) -> None:
    first, second, _ = project(driver).documents.ids()
    table = tmp_path / "meta.csv"
    table.write_text(
        f"id,source,date\n{first},Café Post 🙂,2026-11-19\n{second},Quay Post,\nnobody,X,\n", encoding="utf-8"
    )
    driver.window.care.offer_fill(table)
    assert driver.told == "meta.csv: 2 of 3 ids match; 3 values in 2 articles change."
    assert not project(driver).documents.get(first).meta.get("source")
    driver.answer("Fill 2")
    assert project(driver).documents.get(first).meta["source"] == "Café Post 🙂"
    assert driver.told == "Metadata of 2 articles filled."
    driver.answer("Undo")
    assert not project(driver).documents.get(first).meta.get("source")


@pytest.mark.parametrize("content", [b"", b"title,source\na,b\n", b"\xff\xfe\x00", b"id\n"])
def test_a_table_that_cannot_be_used_is_told_in_one_sentence(driver: Driver, tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "meta.csv"
    table.write_bytes(content)
    driver.window.guarded(lambda: driver.window.care.offer_fill(table))()
    assert driver.told
    assert "\n" not in driver.told
    assert not driver.offers("Fill 1")


# --------------------------------------------------------------------------------------- removal, corrected texts


def test_a_removed_article_comes_back_with_its_annotations(driver: Driver) -> None:
    driver.select("We will not close the plant").press("Q")
    driver.run("document.remove")
    assert driver.titles == ["Quay", "Tides"]
    assert driver.told == "Removed “Plant stays” with all that was marked in it."
    driver.answer("Undo")
    assert driver.titles == list(ARTICLES)
    driver.window.open_document(project(driver).documents.ids()[0])
    assert len(driver.quotations) == 1


def test_a_corrected_text_is_a_new_article_and_its_annotations_are_offered(driver: Driver, tmp_path: Path) -> None:
    driver.select("We will not close the plant").press("Q").press("Esc")
    driver.select("decide in May").press("Q").press("Esc")
    new = tmp_path / "corrected.txt"
    new.write_text("A line before é 🙂.\n" + PLANT.replace("in May", "in June"), encoding="utf-8")
    driver.window.care.bring_in(project(driver).documents.ids()[0], new)
    assert len(driver.titles) == 4
    panel = driver.window.care.reanchor
    assert panel.isVisible()
    states = sorted(each.state for each in panel.model.rows())
    assert states == ["changed", "unchanged"]
    assert driver.quotations == (), "nothing is carried over before it is confirmed"
    driver.press("Return", on=panel.list)
    assert driver.said(driver.quotations[0].content) == ["“We will not close the plant 🏭,”"[1:28]]
    assert not panel.isVisible()
    driver.answer("Undo")
    assert driver.quotations == ()
    assert project(driver).documents.get(project(driver).documents.ids()[0]).text == PLANT
    driver.window.open_document(project(driver).documents.ids()[1])
    driver.window.care.bring_in(project(driver).documents.ids()[0], new)
    assert len(driver.titles) == 4
    assert panel.isVisible()
    assert len(panel.model.rows()) == 2


@pytest.mark.parametrize("content", [b"", b"a\x00b"])
def test_a_corrected_text_that_is_none_is_told(driver: Driver, tmp_path: Path, content: bytes) -> None:
    new = tmp_path / "corrected.txt"
    new.write_bytes(content)
    driver.window.guarded(lambda: driver.window.care.bring_in(project(driver).documents.ids()[0], new))()
    assert len(driver.titles) == 3
    assert driver.window.notices.notices()[-1].kind == "error"


# ------------------------------------------------------------------------------------------------------------ time


def test_time_counts_while_one_works_and_can_be_switched_off(driver: Driver) -> None:
    header = driver.window.annotate.header
    assert "under a minute" in header.details.toolTip()
    driver.run("file.preferences")
    preferences = driver.window.overlays._preferences
    assert preferences is not None
    preferences.show_section("Annotating")
    QTest.mouseClick(preferences.annotating.timer, Qt.MouseButton.LeftButton)
    assert not settings.load().timer
    assert "minute" not in header.details.toolTip()
    assert not driver.window.visiting.time.on


# -------------------------------------------------------------------------------------------------------- problems


def test_problems_are_walked_listed_and_gone_when_they_are_solved(driver: Driver) -> None:
    driver.select("We will not close the plant").press("Q").press("Esc")
    driver.select("The council would decide in May").press("Q").press("Esc")
    drawer, walk = driver.window.annotate.drawer, driver.window.problems
    driver.press("F8")
    assert drawer.page() == "problems"
    first = walk.panel.current()
    assert first is not None
    assert driver.active.id == first.object
    assert driver.article.hasFocus()
    kinds = {each.kind for each in walk.found()}
    assert {"no_speaker", "no_cue", "cut_word"} & kinds >= {"no_speaker", "no_cue"}
    number = len(walk.found())
    driver.press("0")
    driver.wait(lambda: len(walk.panel.problems()) == number - 1)
    driver.press("F8", "Shift+F8")
    assert driver.window.annotate.documents.model.counts()["problems"] in (0, 1)
    driver.wait(lambda: driver.window.annotate.documents.model.counts()["problems"] == 1)
    driver.run("edit.undo")
    driver.wait(lambda: len(walk.panel.problems()) == number)


def test_an_article_without_problems_says_so(driver: Driver) -> None:
    driver.press("F8")
    assert driver.told == "No problem found in this article."


def test_every_problem_leads_to_its_place(driver: Driver) -> None:
    driver.select("We will not close").press("Q").press("Esc")
    driver.select("Nobody asked us").press("Q").press("Esc")
    driver.run("view.problems")
    panel = driver.window.problems.panel
    driver.wait(lambda: len(panel.problems()) > 1)
    for problem in panel.problems():
        panel.opened.emit(problem.object, problem.span)
        assert driver.article.selection() is not None
        assert driver.article.caret() in (problem.span.start, problem.span.end)
        assert problem.message.endswith(".")
