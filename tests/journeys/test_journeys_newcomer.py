"""What somebody meets in the first hour: the tour and the keys after it, suggestions taken, from project to project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout

from annotator.domain.annotations import Layer, Mention, Origin, Party
from annotator.domain.text import Span
from annotator.nlp.quotation_marks import quotations
from annotator.operations.copying import write_copy
from annotator.store.project import PIPELINE, Project
from annotator.ui.agreement.page import AgreementPage
from annotator.ui.app import greet

ARTICLE = "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist. “Nobody asked the cafe\u0301,” Lindqvist added."

Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def project(make_project: Maker) -> Path:
    """A project whose article the pipeline has labelled, with speakers."""
    path = make_project({"Quay": ARTICLE, "Pier": "Nothing said 🏭 at the cafe\u0301."})
    origin = Origin("pipeline", "en_invented 1.0", score=0.9)
    full, short = (_at(ARTICLE, each) for each in ("Zoe\u0301 Lindqvist", "Lindqvist added"))
    short = Span(short.start, short.start + len("Lindqvist"))
    mentions = tuple(
        Mention(f"m_{number}", (span,), "person", None, origin) for number, span in enumerate((full, short))
    )
    with Project.open(path) as made, made.step("Label", actor=PIPELINE):
        (id,) = (each for each in made.documents.ids() if made.documents.get(each).text == ARTICLE)
        found = quotations(ARTICLE, "en_invented 1.0")
        said = tuple(
            replace(each, speakers=(Party((span,), None, "name"),), origin=origin)
            for each, span in zip(found, (full, short), strict=True)
        )
        layer = Layer("l_pipeline", "pipeline", annotator="en_invented 1.0", status="done", mentions=mentions)
        made.annotations.replace_pipeline_layer(id, replace(layer, quotations=said))
    return path


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def test_keys_work_after_the_tour_of_the_first_start(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_window()
    with monkeypatch.context() as patch:  # the system has not made the window active yet
        patch.setattr(QApplication, "focusWidget", staticmethod(lambda: None))
        greet(driver.window)
    tour = driver.window.overlays.tour
    for _ in range(6):
        QTest.keyClick(tour, Qt.Key.Key_Return)
    assert not tour.isVisible()
    driver.wait(driver.article.hasFocus)


def test_accepted_speakers_stand_in_the_entities_view(open_window: Opener, project: Path) -> None:
    driver = open_window(project).press("Tab", "Return", "Tab", "Return")
    first, second = (each.speakers[0].entity for each in driver.quotations)
    assert first == second is not None
    (entity,) = driver.window.session.entities.values()
    assert (entity.id, entity.name) == (first, "Zoe\u0301 Lindqvist")
    driver.press("Ctrl+Z", "Ctrl+Z")
    assert not driver.window.session.entities
    driver.press("Ctrl+Shift+Return")
    sheet = driver.window.suggesting.accept_sheet
    driver.wait(sheet.slider.hasFocus).press("Return", on=sheet.slider)
    assert [each.name for each in driver.window.session.entities.values()] == ["Zoe\u0301 Lindqvist"]
    assert len({each.speakers[0].entity for each in driver.quotations}) == 1


def test_what_was_told_of_a_project_goes_with_it(open_window: Opener, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "for Kari.annotator"
    with Project.open(project) as source:
        write_copy(source, out, "Kari")
    driver = open_window(out)
    assert driver.told == "This copy is for Kari: you annotate as Kari."
    driver.window.files.open(project)
    assert not driver.window.notices.notices()
    assert not driver.window.notices.isVisible()


def test_undone_done_is_no_longer_told(open_window: Opener, project: Path) -> None:
    driver = open_window(project)
    driver.select("We stay").press("Q")
    driver.run("document.done_next")
    assert driver.told.startswith("Done with"), driver.told
    driver.press("Ctrl+Z")
    assert not [each for each in driver.window.notices.notices() if each.topic == "done"]


@pytest.mark.parametrize(("width", "across"), [(1100, 2), (1440, 3)])
def test_agreement_fits_the_width_where_it_is_shown_first(
    open_window: Opener, project: Path, width: int, across: int
) -> None:
    driver = open_window(project, size=(width, 700)).run("view.agreement")
    page = driver.window.findChild(AgreementPage)
    assert page is not None
    driver.wait(page.isVisible)
    grid = page.findChild(QGridLayout)
    assert grid is not None
    rows = [grid.getItemPosition(number)[0] for number in range(grid.count())]
    assert rows.count(0) == across


def test_the_feedback_is_found_by_its_name(open_window: Opener, project: Path) -> None:
    driver = open_window(project).run("view.feedback")
    assert driver.window.views.name == "review"
    assert driver.window.views.review().mode == "feedback"
