"""The card: stances in the pad, typed fields of one's own, confidence; and articles done or skipped with a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.store.project import PIPELINE, Project

QUAY = "“We will not close the plant 🏭,” Zoe\u0301 Lindqvist told the cafe\u0301.\r\n“Nobody asked us,” said Jun Sato."
BRIDGE = "“The bridge closes 🌉,” he said.\r\nقال سامية: «لن نغادر»."
EMPTY = "The tide is high at noon 🌊 at the cafe\u0301."
SCHEME = replace(
    DEFAULT,
    attributes=(
        Attribute("frame", "Frame", "quotation", "choice", (Label("c", "Conflict"), Label("e", "Économie 🏭"))),
        Attribute("votes", "Votes", "quotation", "number"),
        Attribute("tone", "Tone e\u0301", "document"),
    ),
)
Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def path(make_project: Maker) -> Path:
    path = make_project({"Quay": QUAY, "Bridge": BRIDGE, "Tides": EMPTY})
    with Project.open(path) as project, project.step("Scheme", actor=PIPELINE):
        project.set_scheme(SCHEME)
    return path


@pytest.fixture
def driver(open_window: Opener, path: Path) -> Driver:
    driver = open_window(path)
    driver.window.open_document("Quay")
    return driver


def target(driver: Driver, id: str | None) -> str:
    return driver.window.session.entities[id or ""].name


# ------------------------------------------------------------------------------------------------ stances


def test_several_targets_by_text_by_entity_and_by_issue(driver: Driver) -> None:
    driver.select("Jun Sato")
    driver.window.annotate.gestures.mentions.label_mention("person")
    driver.click("not close").press("Q")
    driver.select("close the plant").press("T").press("Left", "3", "Return", on=driver.focused())
    driver.press("T").type("Jun S").press("Return", on=driver.focused())
    driver.press("Down", "E", "Return", on=driver.focused())
    driver.press("T").type("Plant closure 🏭").press("Return", on=driver.focused())
    driver.press("Up", "Return", on=driver.focused())
    text, entity, issue = driver.active.stances
    assert (driver.said(text.target_spans), text.value, text.intensity) == (["close the plant"], "against", 3)
    assert (target(driver, entity.target), entity.value, entity.explicit) == ("Jun Sato", "neutral", False)
    assert (target(driver, issue.target), issue.value, issue.explicit) == ("Plant closure 🏭", "unclear", True)
    assert driver.window.session.entities[issue.target or ""].kind == "issue"
    assert driver.article.hasFocus()


def test_a_click_on_a_mention_is_the_target_and_the_mouse_does_the_rest(driver: Driver) -> None:
    driver.select("Jun Sato")
    driver.window.annotate.gestures.mentions.label_mention("person")
    driver.click("not close").press("Q", "T")
    driver.click("Jun Sato")
    pad = driver.window.annotate.card.card.pad
    assert pad.draft().target_name == "Jun Sato"
    QTest.mouseClick(pad.value.segments.segments[2], Qt.MouseButton.LeftButton)
    driver.press("Return", on=driver.focused())
    (stance,) = driver.active.stances
    assert (target(driver, stance.target), stance.value) == ("Jun Sato", "favour")


def test_the_target_used_last_is_offered_first_in_another_article_and_after_a_restart(
    driver: Driver, open_window: Opener, path: Path
) -> None:
    driver.click("not close").press("Q")
    for words in ("Older issue", "Newer issue"):
        driver.press("T").type(words).press("Return", on=driver.focused()).press("Left", "Return", on=driver.focused())
    driver.close()
    again = open_window(path)
    again.window.open_document("Bridge")
    again.click("bridge closes").press("Q", "T")
    again.press("Right", on=again.focused()).press("Return", on=again.focused())
    assert [target(again, each.target) for each in again.active.stances] == ["Newer issue"]


def test_evidence_of_a_stance(driver: Driver) -> None:
    driver.click("not close").press("Q").select("the plant").press("X")
    driver.select("will not").press("V")
    (stance,) = driver.active.stances
    assert (stance.value, driver.said(stance.evidence)) == ("against", ["will not"])
    driver.press("Ctrl+Z")
    assert driver.active.stances[0].evidence == ()


# ------------------------------------------------------------------------------------------------ fields and confidence


def test_a_field_of_ones_own_is_filled_on_the_card_and_undone(driver: Driver) -> None:
    driver.click("not close").press("Q")
    fields = driver.window.annotate.card.card.fields
    chips = fields.editors["frame"].chips
    QTest.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    assert driver.active.attributes == {"frame": "e"}
    votes = fields.editors["votes"].field.edit
    votes.setFocus()
    driver.type("12,5", on=votes).press("Return", on=votes)
    assert driver.active.attributes == {"frame": "e"}
    votes.clear()
    driver.type("12.5", on=votes).press("Return", on=votes)
    assert driver.active.attributes == {"frame": "e", "votes": 12.5}
    driver.press("Ctrl+Z").press("Ctrl+Z")
    assert driver.active.attributes == {}


def test_a_field_of_the_article_is_filled_in_its_header(driver: Driver, open_window: Opener, path: Path) -> None:
    driver.press("F2")
    edit = next(
        each for each in driver.window.annotate.header.findChildren(type(driver.window.annotate.find_bar.field.edit))
        if each.isVisible() and "Tone" in each.accessibleName()
    )  # fmt: skip
    edit.setFocus()
    driver.type("wry cafe\u0301", on=edit).press("Return", on=edit)
    assert driver.layer.attributes["tone"] == "wry cafe\u0301"
    driver.close()
    again = open_window(path)
    again.window.open_document("Quay")
    assert again.layer.attributes["tone"] == "wry cafe\u0301"


def test_confidence_in_three_steps_by_key_and_the_same_again_takes_it_back(driver: Driver) -> None:
    driver.click("not close").press("Q")
    for key, value in (("Ctrl+1", 1), ("Ctrl+3", 3), ("Ctrl+2", 2), ("Ctrl+2", None)):
        driver.press(key)
        assert driver.active.confidence == value


# ------------------------------------------------------------------------------------------------ done and skipped


def test_an_article_with_nothing_in_it_is_done_with_one_key_and_an_irrelevant_one_skipped_with_two(
    driver: Driver, path: Path
) -> None:
    driver.window.open_document("Tides")
    driver.press("Ctrl+Return")
    assert driver.title != "Tides"
    left = driver.title
    driver.press("Ctrl+.")
    driver.press("1", on=driver.focused())
    assert driver.title not in ("Tides", left)
    driver.close()
    with Project.open(path) as project:
        me = next(each.id for each in project.annotators())
        tides, skipped = (project.annotations.layer(each, "annotator", me) for each in ("Tides", left))
        assert (tides.status, tides.quotations) == ("done", ())
        assert skipped.status == "skipped"
        assert skipped.status_reason


def test_skipping_is_undone_and_the_article_is_shown(driver: Driver) -> None:
    driver.press("Ctrl+.").press("2", on=driver.focused())
    assert driver.title != "Quay"
    driver.press("Ctrl+Z")
    assert driver.title == "Quay"
    assert driver.layer.status == "new"
