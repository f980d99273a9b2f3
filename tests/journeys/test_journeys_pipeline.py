"""The pipeline works beside the window: it labels the open article first, and may die, hang, rave or be absent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver

from annotator.domain.annotations import Layer
from annotator.domain.text import Span
from annotator.store.project import PIPELINE, Project

LONG = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\n"
    + "Jun Sato 佐藤 said nothing about the cafe\u0301.\n" * 120
    + "“Nobody asked us,” said Jun Sato.\u2028قالت سامية: «لن نغادر».\n"
)
PLAIN = "Zoe\u0301 Lindqvist went home 🏭. “It is over,” she said."

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


def labelled(driver: Driver) -> dict[str, bool]:
    """Which articles have labels, by title."""
    project = driver.window.session.project
    without = set(project.documents.unlabelled())
    return {project.documents.get(each).title: each not in without for each in project.documents.ids()}


def idle(driver: Driver) -> bool:
    return not driver.window.labelling.waiting


def own_layer(project: Project, document: str) -> Layer | None:
    layers = [each for each in project.annotations.layers(document) if each.kind == "annotator"]
    return layers[0] if layers else None


# ------------------------------------------------------------------------------------------------ all is well


def test_every_article_is_labelled_the_open_one_first(
    open_window: Opener, make_project: Maker, fake: FakePipeline
) -> None:
    path = make_project({f"{n} cafe\u0301": f"{PLAIN} {n}" for n in range(4)})
    with Project.open(path) as project:
        ids = project.documents.ids()
    driver = open_window(path, pipeline=fake.command)
    heard: list[tuple[int, int]] = []
    words: list[str] = []
    driver.window.labelling.progressed.connect(lambda done, total: heard.append((done, total)))
    driver.window.labelling.progressed.connect(lambda *_: words.append(driver.window.status.pipeline.words.text()))
    driver.window.open_document(ids[3])
    driver.wait(lambda: idle(driver))
    assert all(labelled(driver).values())
    assert fake.asked == [ids[0], ids[3], ids[1], ids[2]]
    assert heard[-1] == (4, 4)
    assert "Pipeline 2 of 4" in words
    assert not driver.window.status.pipeline.isVisible()
    assert driver.marks("mention") == ["Zoe\u0301 Lindqvist"]


def test_the_answer_disturbs_nothing(
    open_window: Opener, make_project: Maker, fake: FakePipeline, tmp_path: Path
) -> None:
    driver = open_window(make_project({"Quay": LONG}), pipeline=fake.command)
    driver.wait(lambda: idle(driver))
    before = driver.window.session.project.annotations.layer("Quay", "pipeline")
    driver.select("Nobody asked us").press("Q")
    active = driver.active.id
    driver.article.verticalScrollBar().setValue(driver.article.verticalScrollBar().maximum() - 40)
    cue = driver.find("said nothing", 118)
    driver.article.select(cue)
    scrolled, own = driver.article.verticalScrollBar().value(), driver.layer
    driver.run("document.prelabel").wait(lambda: idle(driver) and len(fake.asked) == 2)
    assert driver.article.raw_selection() == cue
    assert driver.article.caret() == cue.end
    assert driver.article.verticalScrollBar().value() == scrolled
    assert driver.active.id == active
    assert driver.layer == own
    assert driver.window.session.project.annotations.layer("Quay", "pipeline") == before
    assert driver.saved == "Saved"


def test_labels_come_into_the_open_article_while_it_is_annotated(
    open_window: Opener, make_project: Maker, fake: FakePipeline, tmp_path: Path
) -> None:
    driver = open_window(make_project({"Quay": LONG}), pipeline=fake.command)
    assert driver.marks("mention") == []
    driver.select("Nobody asked us").press("Q").select("said", 121).press("C")
    made = driver.active
    last = driver.find("Jun Sato", 60)
    driver.article.select(last)
    scrolled = driver.article.verticalScrollBar().value()
    driver.wait(lambda: idle(driver))
    assert driver.marks("mention").count("Jun Sato") == 121
    assert driver.active == made
    assert driver.quotations == (made,)
    assert (driver.article.raw_selection(), driver.article.verticalScrollBar().value()) == (last, scrolled)
    driver.press("S")
    assert driver.active.speakers[0].spans == (last,)
    for _ in range(3):
        driver.press("Ctrl+Z")
    assert driver.quotations == ()
    for _ in range(3):
        driver.press("Ctrl+Shift+Z")
    assert driver.active.speakers[0].spans == (last,)
    assert driver.window.session.project.check() == []


def test_labelling_again_leaves_what_people_did(open_window: Opener, make_project: Maker, fake: FakePipeline) -> None:
    driver = open_window(make_project({"Quay": LONG}), pipeline=fake.command)
    driver.wait(lambda: idle(driver))
    driver.click("Zoe\u0301 Lindqvist").press("Ctrl+Del")
    driver.select("quay 🏭")
    driver.window.annotate.gestures.mentions.label_mention("place")
    project = driver.window.session.project
    before = own_layer(project, "Quay")
    label, told = project.undo_label(driver.window.session.annotator.id), driver.notices
    driver.run("document.prelabel").wait(lambda: idle(driver) and len(fake.asked) == 2)
    assert own_layer(project, "Quay") == before
    assert "Zoe\u0301 Lindqvist" not in driver.marks("mention")
    assert project.undo_label(driver.window.session.annotator.id) == label
    assert project.undo_label(PIPELINE) is None
    assert driver.notices == told


def test_what_is_imported_is_labelled_and_the_way_back_stays(
    open_window: Opener, make_project: Maker, fake: FakePipeline, tmp_path: Path
) -> None:
    driver = open_window(make_project({"Quay": PLAIN}), pipeline=fake.command)
    driver.wait(lambda: idle(driver))
    more = tmp_path / "more.txt"
    more.write_text("Zoe\u0301 🏭 sells more coffee than anyone on the quay.", encoding="utf-8")
    driver.drop(more).wait(lambda: labelled(driver) == {"Quay": True, "more": True})
    driver.answer("Undo")
    assert driver.titles == ["Quay"]


def test_an_article_that_is_taken_back_while_it_waits_is_left_out(
    open_window: Opener, make_project: Maker, fake: FakePipeline, tmp_path: Path
) -> None:
    driver = open_window(make_project({"Quay": PLAIN}), pipeline=fake.command)
    folder = tmp_path / "more"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(f"{PLAIN} {n} cafe\u0301", encoding="utf-8")
    driver.drop(folder).wait(lambda: driver.offered("Import 4")).choose("Import 4")
    driver.wait(lambda: "4 documents imported" in driver.told)
    driver.run("edit.undo").wait(lambda: idle(driver))
    assert labelled(driver) == {"Quay": True}
    assert not any("pipeline" in each.lower() for each in driver.notices)
    assert not driver.window.status.pipeline.isVisible()


def test_closing_the_window_while_the_child_works_leaves_the_file_clean(
    open_window: Opener, make_project: Maker, fake: FakePipeline
) -> None:
    path = make_project({"A": f"HANGS {PLAIN}", "B": f"{PLAIN} 佐藤"})
    driver = open_window(path, pipeline=fake.command)
    driver.wait(lambda: fake.asked).close()
    assert [each.name for each in path.parent.glob("harbour.annotator*")] == ["harbour.annotator"]
    with Project.open(path) as project:
        assert project.check() == []
        assert len(project.documents.unlabelled()) == 2
    fake.get_well()
    again = open_window(path, pipeline=fake.command)
    again.wait(lambda: all(labelled(again).values()))


def test_another_project_begins_to_count_anew(open_window: Opener, make_project: Maker, fake: FakePipeline) -> None:
    first = make_project({"A": PLAIN, "B": f"HANGS {PLAIN}", "C": f"{PLAIN} 佐藤"})
    other = make_project({"Other": f"{PLAIN} 🏭"}, "other")
    driver = open_window(first, pipeline=fake.command)
    driver.wait(lambda: len(fake.asked) == 2)
    assert driver.window.status.pipeline.words.text() == "Pipeline 1 of 3"
    driver.window.files.open(other)
    assert driver.window.status.pipeline.words.text() == "Pipeline 0 of 1"
    driver.wait(lambda: idle(driver))
    assert labelled(driver) == {"Other": True}
    assert not driver.window.status.pipeline.isVisible()


# ------------------------------------------------------------------------------------------------ trouble


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("DIES", "ended by itself (exit code 3)"),
        ("HANGS", "did not answer in time"),
        ("MUTTERS", "gave an answer that cannot be read"),
        ("CONFUSES", "gave an answer that cannot be read"),
        ("LIES", "was not taken"),
    ],
)
def test_a_child_that_fails_is_told_the_rest_goes_on_and_trying_again_works(
    open_window: Opener, make_project: Maker, fake: FakePipeline, word: str, said: str
) -> None:
    path = make_project({"A": f"{word} cafe\u0301. {PLAIN}", "B": f"{PLAIN} 佐藤"})
    driver = open_window(path, pipeline=fake.command, patience_ms=1500 if word == "HANGS" else 60_000)
    driver.click("It is over").press("Q")
    driver.wait(lambda: idle(driver))
    assert said in driver.told
    assert "“A”" in driver.told
    assert labelled(driver) == {"A": False, "B": True}
    assert not driver.window.status.pipeline.isVisible()
    assert len(driver.quotations) == 1
    driver.click("went").press("Q")
    assert driver.saved == "Saved"
    fake.get_well()
    driver.answer("Try again").wait(lambda: all(labelled(driver).values()))
    assert "Zoe\u0301 Lindqvist" in driver.marks("mention")
    assert not any(said in each for each in driver.notices)


def test_a_child_that_cannot_be_started_is_told_once(
    open_window: Opener, make_project: Maker, fake: FakePipeline, tmp_path: Path
) -> None:
    path = make_project({name: f"{PLAIN} {name}" for name in ("A", "B", "Cafe\u0301 🏭")})
    program = tmp_path / "no such program 🐟"
    driver = open_window(path, pipeline=[str(program)])
    driver.wait(lambda: idle(driver), lambda: "could not be started" in "".join(driver.notices))
    assert len([each for each in driver.notices if "could not be started" in each]) == 1
    assert not driver.window.status.pipeline.isVisible()
    driver.click("It is over").press("Q")
    assert len(driver.quotations) == 1
    child = driver.window.labelling._child
    child._command = fake.command
    driver.answer("Try again").wait(lambda: all(labelled(driver).values()))


def test_an_answer_cannot_be_stored_in_a_file_that_is_full(
    open_window: Opener, make_project: Maker, fake: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.domain.errors import ProjectError
    from annotator.ui import labelling

    real = labelling.store_suggestions

    def full(*_: object) -> None:
        raise ProjectError("No space left on the disk 🏭")

    monkeypatch.setattr(labelling, "store_suggestions", full)
    driver = open_window(make_project({"A": PLAIN}), pipeline=fake.command)
    driver.wait(lambda: "No space left" in driver.told, lambda: idle(driver))
    assert labelled(driver) == {"A": False}
    monkeypatch.setattr(labelling, "store_suggestions", real)
    driver.answer("Try again").wait(lambda: labelled(driver) == {"A": True})


# ------------------------------------------------------------------------------------------------ the real one


@pytest.mark.pipeline
def test_the_english_pipeline_labels_the_open_article(open_window: Opener, make_project: Maker) -> None:
    text = "“We stay 🏭,” said Angela Merkel at the cafe\u0301 in Berlin on Tuesday.\r\nThe United Nations agreed."
    driver = open_window(make_project({"Quay": text}), pipeline=True)
    driver.wait(lambda: idle(driver))
    layer = driver.window.session.project.annotations.layer("Quay", "pipeline")
    found = {span.of(driver.article.text()): each.label for each in layer.mentions for span in each.spans}
    assert found["Angela Merkel"] == "person"
    assert found["Berlin"] == "place"
    assert "Angela Merkel" in driver.marks("mention")
    assert [each.content for each in driver.window.session.suggestions] == [(Span(0, len("“We stay 🏭,”")),)]
    assert driver.notices == [] or "pipeline" not in json.dumps(driver.notices).lower()
    driver.click("We stay").press("Q")
    offer = driver.window.annotate.gestures.ghosts.shown
    assert (offer.ghost.source, driver.said(offer.ghost.cue)) == ("grammar", ["said"])
    assert driver.said(offer.ghost.speaker)[0].startswith("Angela Merkel")
