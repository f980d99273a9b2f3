"""Learning from the project in the window: from the menu to other suggestions, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation
from annotator.domain.documents import Document
from annotator.domain.text import Span, sha256
from annotator.nlp.learning import is_installed
from annotator.operations import learned
from annotator.operations.prelabel import prelabel
from annotator.store.project import PIPELINE, Project

Opener = Callable[..., Driver]
BEA = Annotator("a_bea", "Be\u0301a")
NAMES = ["Lindqvist", "Sato", "Okafor", "Brandt", "Solheim", "Nwosu", "Moen", "Aas", "Berg", "Lund", "Dahl", "Holm"]
FINISHED = 12
LEARNED = "that the ship would leave"


def article(number: int) -> tuple[str, Quotation]:
    """An article whose quotation is none to the profile of speech."""
    name = NAMES[number % len(NAMES)]
    text = f"The cafe\u0301 🏭 was full. {name} knew {LEARNED}. It rained for {number} days."

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    party = Party((at(name),), None, "name")
    origin = Origin("manual", agent=BEA.id)
    return text, Quotation(f"q_{number}", (at(LEARNED),), origin, type="indirect", cue=(at("knew"),), speakers=(party,))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Finished articles and a new one."""
    path = tmp_path / "quay.annotator"
    with Project.create(path) as made:
        with made.step("Add", actor=PIPELINE):
            made.save_annotator(BEA)
            for number in range(FINISHED + 1):
                text, _ = article(number)
                made.documents.add(Document(f"d_{number}", text, sha256(text), "en", {"title": f"Cafe\u0301 {number}"}))
        with made.step("Mark", actor=BEA.id):
            for number in range(FINISHED):
                own = (article(number)[1],)
                layer = Layer(
                    f"l_{number}", "annotator", annotator_id=BEA.id, annotator=BEA.name, status="done", quotations=own
                )
                made.annotations.add_layer(f"d_{number}", layer)
    return path


def suggested(driver: Driver) -> list[str]:
    """The words of the open suggestions."""
    return [driver.said(each.content)[0] for each in driver.window.session.suggestions]


def idle(driver: Driver) -> bool:
    return not driver.window.labelling.waiting


def patiently(driver: Driver, fact: Callable[[], object]) -> None:
    """Wait for a child that has spaCy to load on a busy machine."""
    driver.bot.waitUntil(lambda: bool(fact()), timeout=100_000)


@pytest.mark.pipeline
@pytest.mark.timeout(500)
@pytest.mark.skipif(not is_installed(), reason="the extra [learn] is not installed")
def test_what_was_learned_is_used_explained_left_aside_and_forgotten(open_window: Opener, project: Path) -> None:
    with Project.open(project) as made:
        prelabel(made)
    driver = open_window(project, pipeline=True)
    learning = driver.window.suggesting.learning
    driver.window.open_document(f"d_{FINISHED}")
    assert suggested(driver) == []
    sheet = driver.run("suggestion.learn").window.suggesting.learning.sheet
    patiently(driver, sheet.yes.isEnabled)
    assert "12 finished articles with 12 quotations" in sheet.material.text()
    driver.press("Return", on=sheet.yes)
    patiently(driver, sheet.figures.isVisible)
    assert sheet.verdict.text().startswith("Better than the rules")
    driver.press("Return", on=sheet.yes)
    assert "kept in the project" in " ".join(driver.notices)
    patiently(driver, lambda: idle(driver) and suggested(driver) == [LEARNED])
    driver.press("Tab")
    numbers = driver.window.annotate.card.suggestion.parts
    assert numbers.isVisible()
    assert "Learned here +" in numbers.accessibleName()
    driver.press("Backspace").run("document.prelabel")
    patiently(driver, lambda: idle(driver))
    assert suggested(driver) == [], "rejected ones do not come back"
    driver.press("Ctrl+Z")
    assert suggested(driver) == [LEARNED]
    kept = driver.run("suggestion.learn").window.suggesting.learning.sheet
    QTest.mouseClick(kept.use, Qt.MouseButton.LeftButton)
    assert "The rules alone" in " ".join(driver.notices)
    assert learned.model_in_use(driver.window.session.project) is None
    QTest.mouseClick(kept.forget, Qt.MouseButton.LeftButton)
    assert "forgotten" in " ".join(driver.notices)
    assert not learned.keeps_model(driver.window.session.project)
    assert learning.child is None
    assert driver.window.session.project.check() == []


def test_the_sheet_goes_with_the_project(open_window: Opener, project: Path, make_project: Callable[..., Path]) -> None:
    other = make_project({"Quay": "So be it, cafe\u0301 🏭."}, "other")
    driver = open_window(project)
    learning = driver.window.suggesting.learning
    sheet = driver.run("suggestion.learn").window.suggesting.learning.sheet
    assert learning.child is not None
    driver.window.show_project(Project.open(other), label=False)
    assert not sheet.isVisible()
    assert learning.child is None
    sheet = driver.run("suggestion.learn").window.suggesting.learning.sheet
    driver.press("Esc", on=sheet)
    assert learning.child is None
    assert driver.article.hasFocus()
