"""Cue and speaker offered after Q, the continuation, edges that are dragged, stances in one key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget

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


def test_shift_q_takes_both_at_once_as_one_step(driver: Driver) -> None:
    driver.click("stay at").press("Shift+Q")
    assert driver.said(driver.active.content) == ["“We stay at the quay,”"]
    assert driver.said(driver.active.cue) == ["explained"]
    (speaker,) = driver.active.speakers
    assert driver.said(speaker.spans) == ["Jun Sato 佐藤"]
    assert driver.window.session.entities[speaker.entity].name == "佐藤"
    assert driver.window.annotate.gestures.ghosts.shown is None
    driver.press("Ctrl+Z")
    assert driver.quotations == ()
    assert driver.window.session.entities == {}
    driver.press("Ctrl+Shift+Z")
    assert driver.said(driver.quotations[0].cue) == ["explained"]


def test_shift_q_where_nothing_is_proposed_is_a_bare_quotation(driver: Driver) -> None:
    driver.select("نغادر").press("Shift+Q")
    assert len(driver.quotations) == 1
    driver.press("Esc")
    driver.article.set_caret(driver.find("began").start)
    driver.article.set_caret(driver.find("nobody").start)
    driver.press("Shift+Q")
    assert "not between quotation marks" in driver.told
    assert len(driver.quotations) == 1


def pill(driver: Driver, name: str) -> QWidget:
    found = driver.window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def press_on(driver: Driver, name: str, nth: int) -> None:
    button = pill(driver, name).findChildren(QAbstractButton)[nth]
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_mouse_takes_and_walks_what_is_proposed(driver: Driver) -> None:
    assert not pill(driver, "ghost_pill").isVisible()
    driver.click("stay at").press("Q")
    assert pill(driver, "ghost_pill").isVisible()
    press_on(driver, "ghost_pill", 1)
    assert driver.window.annotate.gestures.ghosts.shown.part == "cue"
    press_on(driver, "ghost_pill", 0)
    assert driver.said(driver.active.cue) == ["explained"]
    assert driver.active.speakers == ()
    press_on(driver, "ghost_pill", 0)
    assert [driver.said(each.spans) for each in driver.active.speakers] == [["Jun Sato 佐藤"]]
    assert not pill(driver, "ghost_pill").isVisible()


def test_the_pill_says_whom_a_pronoun_means(driver: Driver) -> None:
    driver.click("stay at").press("Q", "Return", "Esc")
    driver.select("nobody will leave").press("Q")
    assert driver.marks("ghost_speaker") == ["He"]
    assert any("佐藤" in each.text() for each in pill(driver, "ghost_pill").findChildren(QAbstractButton))
    driver.press("Return")
    (speaker,) = driver.active.speakers
    assert (driver.said(speaker.spans), speaker.form) == (["He"], "pronoun")
    assert driver.window.session.entities[speaker.entity].name == "佐藤"


def test_the_chip_in_the_margin_joins_the_continuation(driver: Driver) -> None:
    driver.select("“It began in May.").press("Q")
    assert pill(driver, "continuation_pill").isVisible()
    press_on(driver, "continuation_pill", 0)
    assert driver.said(driver.active.content) == ["“It began in May.", "“It is over now,”"]
    assert not pill(driver, "continuation_pill").isVisible()


def test_resting_on_words_says_what_they_are(driver: Driver) -> None:
    driver.click("stay at").press("Q", "Return")
    at = driver.point(driver.find("Jun Sato").start + 1)
    QApplication.sendEvent(
        driver.article.viewport(),
        QHelpEvent(QEvent.Type.ToolTip, at, driver.article.viewport().mapToGlobal(at)),
    )
    assert QToolTip.text() == "Person: not in the registry"
    QToolTip.hideText()


def test_the_first_word_of_a_quotation_is_selected_and_its_edge_stays(driver: Driver) -> None:
    driver.select("the quay stays open").press("Q")
    first = driver.article.rect_of(Span(driver.active.start, driver.active.start + 1))
    last = driver.point(driver.find("the quay").end - 1)
    port = driver.article.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(first.left() + 3, first.center().y()))
    driver._drag_to(last)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=last)
    assert driver.article.selection() == driver.find("the quay")
    driver.press("Y")
    (stance,) = driver.active.stances
    assert driver.said(stance.target_spans) == ["the quay"]
    assert driver.said(driver.active.content) == ["the quay stays open"]


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


def drag_end(driver: Driver, span: Span, goal: int) -> None:
    """Drag the end edge of these words to the end of the character before an offset."""
    port = driver.article.viewport()
    box = driver.article.rect_of(Span(span.end - 1, span.end))
    edge, to = QPoint(box.right() + 1, box.center().y()), driver.point(goal - 1)
    QTest.mouseMove(port, edge)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=edge)
    driver._drag_to((edge + to) / 2)
    driver._drag_to(to)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=to)


def test_an_edge_is_dragged_to_the_end_of_a_word(driver: Driver) -> None:
    driver.select("the quay stays").press("Q")
    drag_end(driver, driver.active.content[0], driver.find("open").end)
    assert driver.said(driver.active.content) == ["the quay stays open"]
    driver.press("Ctrl+Z")
    assert driver.said(driver.active.content) == ["the quay stays"]


def test_edges_of_cue_speaker_and_addressee_are_dragged_too(driver: Driver) -> None:
    driver.select("the quay stays open").press("Q")
    driver.select("said").press("C")
    driver.select("Mayor").press("S")
    driver.select("stays").press("A")
    drag_end(driver, driver.active.cue[0], driver.find("that").end)
    assert driver.said(driver.active.cue) == ["said that"]
    drag_end(driver, driver.active.speakers[0].spans[0], driver.find("Lindqvist").end)
    assert driver.said(driver.active.speakers[0].spans) == ["Mayor Zoe\u0301 Lindqvist"]
    drag_end(driver, driver.active.addressees[0].spans[0], driver.find("open").end)
    assert driver.said(driver.active.addressees[0].spans) == ["stays open"]
    assert driver.notices == []


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
