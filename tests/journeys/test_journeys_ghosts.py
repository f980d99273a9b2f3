"""Cue and speaker offered after Q, the continuation, edges that are dragged, stances in one key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FakePipeline
from driver import Driver
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.domain.text import Span

ARTICLE = (
    "Mayor Zoe\u0301 Lindqvist said that the quay stays open 🏭.\n"
    "“We stay at the quay,” Jun Sato 佐藤 explained. He added that nobody will leave.\n"
    "“It began in May.\n"
    "“It is over now,” said Jun Sato.\n"
    "قالت سامية: «لن نغادر الميناء أبدا»."
)
Opener = Callable[..., Driver]


@pytest.fixture
def driver(open_window: Opener, make_project: Callable[..., Path], fake: FakePipeline) -> Driver:
    driver = open_window(make_project({"Quay": ARTICLE}), pipeline=fake.command)
    return driver.wait(lambda: not driver.window.labelling.waiting)


def test_enter_takes_the_cue_and_the_speaker_that_are_proposed(driver: Driver) -> None:
    driver.select("the quay stays open 🏭").press("Q")
    assert driver.marks("ghost_cue") == ["said"]
    assert driver.marks("ghost_speaker") == ["Mayor Zoe\u0301 Lindqvist"]
    assert driver.enabled("ghost.take")
    assert not driver.enabled("suggestion.accept")
    driver.press("Return")
    assert driver.said(driver.active.cue) == ["said"]
    (speaker,) = driver.active.speakers
    assert driver.said(speaker.spans) == ["Mayor Zoe\u0301 Lindqvist"]
    assert driver.window.session.entities[speaker.entity].name == "Zoe\u0301 Lindqvist"
    assert not driver.enabled("ghost.take")
    driver.press("Ctrl+Z")
    assert (driver.active.cue, driver.active.speakers) == ((), ())


def test_tab_walks_what_is_proposed_and_a_part_can_be_taken(driver: Driver) -> None:
    driver.click("stay at").press("Q")
    offers = driver.window.annotate.gestures.ghosts.offers
    assert [each.part for each in offers[:3]] == ["both", "cue", "speaker"]
    driver.press("Tab").press("Return")
    assert driver.said(driver.active.cue) == ["explained"]
    assert driver.active.speakers == ()
    assert driver.window.annotate.gestures.ghosts.shown.part == "speaker"
    driver.press("Return")
    assert [driver.said(each.spans) for each in driver.active.speakers] == [["Jun Sato 佐藤"]]


def test_another_gesture_leaves_them_and_sets_what_it_sets(driver: Driver) -> None:
    driver.click("stay at").press("Q").press("0")
    assert driver.active.speakers[0].form == "none_in_text"
    assert driver.window.annotate.gestures.ghosts.shown.part == "cue"
    driver.press("Esc")
    assert driver.window.annotate.active is None
    assert driver.window.annotate.gestures.ghosts.shown is None


def test_without_the_preference_nothing_is_proposed(driver: Driver) -> None:
    driver.press("Ctrl+,")
    preferences = driver.window.overlays._preferences
    preferences.show_section("Annotating")
    preferences.annotating.ghosts.click()
    preferences.leave()
    driver.click("stay at").press("Q")
    assert driver.window.annotate.gestures.ghosts.shown is None
    assert driver.window.person.ghosts is False


def test_the_continuation_is_offered_and_joined(driver: Driver) -> None:
    driver.select("“It began in May.").press("Q")
    assert driver.said(driver.active.content) == ["“It began in May."]
    assert driver.window.annotate.gestures.ghosts.continuation is not None
    driver.press("Ctrl+J")
    assert driver.said(driver.active.content) == ["“It began in May.", "“It is over now,”"]
    driver.press("Ctrl+J")
    assert "goes on with this quotation" in driver.told
    driver.press("Ctrl+Z")
    assert len(driver.active.content) == 1


def test_an_edge_is_dragged_to_the_end_of_a_word(driver: Driver) -> None:
    driver.select("the quay stays").press("Q")
    span, port = driver.active.content[0], driver.article.viewport()
    box = driver.article.rect_of(Span(span.end - 1, span.end))
    edge, goal = QPoint(box.right(), box.center().y()), driver.point(driver.find("open").end - 1)
    QTest.mouseMove(port, edge)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=edge)
    driver._drag_to((edge + goal) / 2)
    driver._drag_to(goal)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=goal)
    assert driver.said(driver.active.content) == ["the quay stays open"]
    driver.press("Ctrl+Z")
    assert driver.said(driver.active.content) == ["the quay stays"]


def test_a_stance_in_one_key_and_its_evidence(driver: Driver) -> None:
    driver.click("stay at").press("Q", "Return")
    driver.press("X")
    assert "Select the target of the stance first" in driver.told
    driver.select("leave").press("X")
    (stance,) = driver.active.stances
    assert (stance.value, driver.said(stance.target_spans)) == ("against", ["leave"])
    driver.press("Y")
    assert [each.value for each in driver.active.stances] == ["favour"]
    driver.select("the quay", 1).press("U")
    assert [each.value for each in driver.active.stances] == ["favour", "unclear"]
    driver.select("nobody").press("V")
    assert [driver.said(each.evidence) for each in driver.active.stances] == [[], ["nobody"]]
    driver.select("nobody will leave").press("Q").press("O")
    assert [(each.value, driver.said(each.target_spans)) for each in driver.active.stances] == [
        ("neutral", ["the quay"])
    ]
