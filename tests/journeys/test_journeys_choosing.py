"""What labels a project's articles is chosen in the window, and what was decided once is followed from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver

from annotator.domain.documents import Document
from annotator.domain.text import sha256
from annotator.nlp.pipelines import installed
from annotator.operations.pipeline_labels import choose_pipeline, pipeline_of
from annotator.operations.prelabel import prelabel
from annotator.store.project import Project

Opener = Callable[..., Driver]
Maker = Callable[..., Path]
PLAIN = "Zoe\u0301 Lindqvist went home 🏭. “It is over,” she said."
GERMAN = "„Wir bleiben hier im Cafe\u0301 🏭“, sagte Zoe\u0301 Lindqvist. Niemand widersprach."


def test_a_pipeline_is_chosen_and_a_missing_one_explained(
    open_window: Opener, make_project: Maker, fake: FakePipeline
) -> None:
    driver = open_window(make_project({"Quay": PLAIN}), pipeline=fake.command)
    driver.wait(lambda: not driver.window.labelling.waiting)
    sheet = driver.run("suggestion.profile").window.suggesting.profile_sheet
    names = [each.text() for each in sheet.menu.actions()]
    assert names == ["The best one installed", *installed(), "None: quotation marks alone"]
    sheet.pipeline.edit.setFocus()
    driver.type("de_core_news_lg", on=sheet.pipeline.edit)
    assert "is not installed: install it with: python -m spacy download de_core_news_lg" in sheet.trouble.text()
    assert not sheet.yes.isEnabled()
    driver.press("Return", on=sheet.pipeline.edit)
    assert sheet.isVisible()
    sheet.menu.actions()[-1].trigger()
    assert sheet.pipeline.text() == "rules"
    assert sheet.again.isChecked()
    driver.press("Return", on=sheet.pipeline.edit)
    driver.wait(lambda: len(fake.asked) == 2, lambda: not driver.window.labelling.waiting)
    assert pipeline_of(driver.window.session.project) == "rules"
    assert driver.window.labelling._further() == ["--pipeline", "rules"]
    sheet = driver.run("suggestion.profile").window.suggesting.profile_sheet
    assert sheet.pipeline.text() == "rules"
    sheet.menu.actions()[0].trigger()
    driver.press("Return", on=sheet.pipeline.edit)
    assert pipeline_of(driver.window.session.project) is None
    driver.wait(lambda: not driver.window.labelling.waiting)


def test_a_pipeline_that_is_not_on_this_machine_is_told_and_left_out(
    open_window: Opener, make_project: Maker, fake: FakePipeline
) -> None:
    path = make_project({"Quay": PLAIN})
    with Project.open(path) as project:
        choose_pipeline(project, "xx_gone")
    driver = open_window(path, pipeline=fake.command)
    driver.wait(lambda: not driver.window.labelling.waiting, lambda: driver.window.session.suggestions)
    assert "“xx_gone” is not installed, the best one here is taken" in " ".join(driver.notices)


@pytest.mark.timeout(300)
def test_a_language_without_a_pipeline_is_labelled_by_its_marks(open_window: Opener, tmp_path: Path) -> None:
    path = tmp_path / "kai.annotator"
    with Project.create(path, language="xx") as project, project.step("Add", actor="a_b"):
        project.documents.add(Document("d_1", GERMAN, sha256(GERMAN), "de", {"title": "Am Kai"}))
    driver = open_window(path, pipeline=True)
    driver.bot.waitUntil(lambda: bool(driver.window.session.suggestions), timeout=100_000)
    (suggested,) = driver.window.session.suggestions
    assert driver.said(suggested.content) == ["„Wir bleiben hier im Cafe\u0301 🏭“"]
    assert "No “de” pipeline found" in " ".join(driver.notices)


@pytest.mark.pipeline
def test_a_decision_made_once_is_followed_in_the_article_and_the_project(
    open_window: Opener, make_project: Maker
) -> None:
    said = "Angela Merkel said that the cafe\u0301 🏭 would stay.\n\nMerkel added that it had been sold."
    path = make_project(
        {"A": said, "B": "Angela Merkel is in town, cafe\u0301 🏭.\n\nMerkel said that ships would leave."}
    )
    with Project.open(path) as project:
        prelabel(project)
    driver = open_window(path)
    driver.window.open_document("A")
    assert driver.window.session.entities == {}
    driver.article.set_caret(0)
    driver.press("Tab", "Return", "Esc", "Tab", "Return", "Esc")
    first, second = driver.quotations
    entity = first.speakers[0].entity
    assert entity is not None
    assert driver.window.session.entities[entity].name == "Angela Merkel"
    assert driver.said(second.speakers[0].spans) == ["Merkel"]
    assert second.speakers[0].entity == entity
    driver.window.open_document("B")
    driver.article.set_caret(0)
    driver.press("Tab", "Return")
    (other,) = driver.quotations
    assert other.speakers[0].entity == entity
    assert list(driver.window.session.entities) == [entity]
