"""Walking through what the pipeline suggests: accept, reject, accept all, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtWidgets import QAbstractButton

from annotator.operations.pipeline_labels import profile_of
from annotator.ui.kit.basics import Text

ARTICLE = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\n"
    "“Nobody asked us about the cafe\u0301,” Jun Sato 佐藤 told reporters.\u2028So it is.\n"
    "“It is over.”\n"
    "قالت سامية: «لن نغادر الميناء أبدا».\n"
    "👩\u200d👩\u200d👧 “They lied,” she said."
)
QUAY, CAFE, OVER, HARBOUR, LIED = (
    "“We stay at the quay 🏭,”", "“Nobody asked us about the cafe\u0301,”", "“It is over.”",
    "«لن نغادر الميناء أبدا»", "“They lied,”",
)  # fmt: skip
"""The suggestions of the article, in its order."""

Opener = Callable[..., Driver]


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Path:
    return make_project({"Quay": ARTICLE})


@pytest.fixture
def driver(open_window: Opener, project: Path, fake: FakePipeline) -> Driver:
    driver = open_window(project, pipeline=fake.command)
    return driver.wait(lambda: driver.window.session.suggestions)


def suggested(driver: Driver) -> list[str]:
    """The words of the open suggestions."""
    return [driver.said(each.content)[0] for each in driver.window.session.suggestions]


def focused(driver: Driver) -> str | None:
    """The words of the suggestion in focus."""
    id = driver.window.annotate.focused
    found = [each for each in driver.window.session.suggestions if each.id == id]
    return driver.said(found[0].content)[0] if found else None


def taken(driver: Driver) -> list[str]:
    return [driver.said(each.content)[0] for each in driver.quotations]


def test_what_stands_in_marks_is_suggested_and_shown(driver: Driver) -> None:
    assert suggested(driver) == [QUAY, CAFE, OVER, HARBOUR, LIED]
    assert driver.marks("suggestion") == suggested(driver)
    assert driver.quotations == ()


def test_tab_walks_on_and_shift_tab_back_and_round(driver: Driver) -> None:
    driver.article.set_caret(0)
    for words in (QUAY, CAFE, OVER, HARBOUR, LIED, QUAY):
        assert focused(driver.press("Tab")) == words
        assert driver.window.annotate.card.suggestion.isVisible()
    for words in (LIED, HARBOUR):
        assert focused(driver.press("Shift+Tab")) == words
    assert focused(driver.press("Esc")) is None
    assert driver.article.hasFocus()


def test_the_walk_begins_at_the_caret(driver: Driver) -> None:
    driver.article.set_caret(driver.find("told reporters").start)
    assert focused(driver.press("Tab")) == OVER


def test_enter_accepts_and_the_quotation_is_active(driver: Driver) -> None:
    driver.article.set_caret(0)
    suggestion = driver.window.session.suggestions[1]
    driver.press("Tab", "Tab", "Return")
    assert driver.said(driver.active.content) == [CAFE]
    assert driver.active.type == "direct"
    assert driver.active.origin.kind == "suggestion"
    assert driver.active.origin.derived_from == (suggestion.id,)
    assert suggested(driver) == [QUAY, OVER, HARBOUR, LIED]
    assert focused(driver) is None
    driver.select("Jun Sato").press("S")
    assert driver.active.speakers[0].spans == (driver.find("Jun Sato"),)
    assert focused(driver.press("Tab")) == OVER
    driver.press("Ctrl+Z", "Ctrl+Z")
    assert driver.quotations == ()
    assert suggested(driver)[1] == CAFE


def test_shift_enter_accepts_and_goes_on_and_the_last_one_is_active(driver: Driver) -> None:
    driver.article.set_caret(0)
    driver.press("Tab")
    for words in (CAFE, OVER, HARBOUR, LIED):
        assert focused(driver.press("Shift+Return")) == words
        assert driver.window.annotate.active is None
    driver.press("Shift+Return")
    assert focused(driver) is None
    assert suggested(driver) == []
    assert taken(driver) == [QUAY, CAFE, OVER, HARBOUR, LIED]
    assert driver.said(driver.active.content) == [LIED]
    driver.press("Ctrl+Z")
    assert taken(driver) == [QUAY, CAFE, OVER, HARBOUR], "each is a step of its own"


def test_backspace_rejects_goes_on_and_is_kept(
    open_window: Opener, project: Path, driver: Driver, fake: FakePipeline
) -> None:
    driver.article.set_caret(0)
    driver.press("Tab", "Backspace")
    assert focused(driver) == CAFE
    assert focused(driver.press("Shift+Tab")) == LIED
    driver.press("Backspace")
    assert suggested(driver) == [CAFE, OVER, HARBOUR]
    assert [each.suggestion is not None for each in driver.layer.rejections] == [True, True]
    driver.close()
    again = open_window(project, pipeline=fake.command)
    assert suggested(again) == [CAFE, OVER, HARBOUR]
    again.run("document.prelabel").wait(lambda: not again.window.labelling.waiting)
    assert suggested(again) == [CAFE, OVER, HARBOUR]
    again.press("Ctrl+Z")
    assert suggested(again) == [CAFE, OVER, HARBOUR, LIED]


def test_the_last_one_rejected_leaves_nothing_in_focus(driver: Driver) -> None:
    driver.press("Tab", *["Backspace"] * 5)
    assert suggested(driver) == []
    assert focused(driver) is None
    for action in ("suggestion.next", "suggestion.accept", "suggestion.reject", "suggestion.accept_all"):
        assert not driver.enabled(action), action


def test_all_above_the_threshold_after_a_preview_as_one_step(driver: Driver) -> None:
    good = [driver.said(each.content)[0] for each in driver.window.session.suggestions if each.origin.score >= 0.8]
    assert 0 < len(good) < 5
    driver.press("Ctrl+Shift+Return")
    sheet = driver.window.suggesting.accept_sheet
    driver.wait(sheet.slider.hasFocus)
    assert sheet.sentence.text().startswith(f"{len(good)} of 5 open suggestions at 0.80 or above · about ")
    assert sheet.sentence.text().endswith(" % will be right")
    shown = [each.words for each in sheet.list.passages.rows]
    assert all(any(row in words for words in good) for row in shown)
    assert len(shown) == len(good)
    assert driver.quotations == ()
    driver.press("Return", on=sheet.slider)
    assert driver.told == f"{len(good)} suggestions accepted."
    assert taken(driver) == good
    assert all((each.origin.kind, each.origin.edited) == ("suggestion", False) for each in driver.quotations)
    assert suggested(driver) == [each for each in (QUAY, CAFE, OVER, HARBOUR, LIED) if each not in good]
    driver.answer("Undo")
    assert driver.quotations == ()
    assert len(suggested(driver)) == 5
    assert not driver.enabled("edit.undo")
    driver.press("Ctrl+Shift+Z")
    assert taken(driver) == good


def test_the_threshold_moves_by_key_and_is_kept(driver: Driver) -> None:
    scores = [each.origin.score for each in driver.window.session.suggestions]
    driver.press("Ctrl+Shift+Return")
    sheet = driver.window.suggesting.accept_sheet
    driver.press("PgDown", "PgDown", "Right", on=sheet.slider)
    assert sheet.slider.threshold() == pytest.approx(0.61)
    assert sheet.yes.text() == f"Accept {sum(score >= 0.61 for score in scores)}"
    driver.press("End", on=sheet.slider)
    assert sheet.list.passages.rows == ()
    assert not sheet.yes.isEnabled()
    driver.press("Return", on=sheet.slider)
    assert sheet.isVisible()
    driver.press("Home", "Return", on=sheet.slider)
    assert len(taken(driver)) == 5
    driver.press("Ctrl+Z", "Ctrl+Shift+Return")
    assert driver.window.suggesting.accept_sheet.slider.threshold() == pytest.approx(0.3)
    driver.press("Esc", on=driver.window.suggesting.accept_sheet.slider)
    assert driver.quotations == ()


def test_an_edited_one_stays_and_a_rejected_one_stays_away_when_the_project_is_labelled_with_another_profile(
    driver: Driver,
) -> None:
    driver.article.set_caret(0)
    driver.press("Tab", "Backspace", "Return")
    driver.select("Jun Sato").press("S")
    before = driver.quotations
    assert before[0].origin.edited
    driver.run("suggestion.profile")
    sheet = driver.window.suggesting.profile_sheet
    assert (sheet.profile.current(), sheet.again.isChecked()) == (0, False)
    driver.press("Right", on=sheet.profile.focusWidget() or driver.focused)
    assert (sheet.profile.current(), sheet.again.isChecked()) == (1, True)
    answers: list[object] = []
    driver.window.labelling._child.answered.connect(lambda *each: answers.append(each))
    driver.press("Return", on=sheet)
    driver.wait(lambda: answers, lambda: not driver.window.labelling.waiting)
    assert profile_of(driver.window.session.project) == "wide"
    assert driver.quotations == before
    assert suggested(driver) == [OVER, HARBOUR, LIED]


def test_the_card_says_what_was_decided_about_such_suggestions(driver: Driver) -> None:
    driver.article.set_caret(0)
    rule = driver.window.session.suggestions[0].origin.rule
    like = sum(each.origin.rule == rule for each in driver.window.session.suggestions)
    assert like > 1
    driver.press("Tab", "Return")
    driver.window.session.open_document(driver.window.session.document.id)
    driver.window.annotate.show_document()
    while driver.press("Tab") and driver.window.session.suggestions:
        id = driver.window.annotate.focused
        if next(each for each in driver.window.session.suggestions if each.id == id).origin.rule == rule:
            break
    said = [each.text() for each in driver.window.annotate.card.suggestion.findChildren(Text)]
    assert "1 of 1 like it accepted here" in said
    assert any(each.endswith(" % with such a score are right") for each in said)


def test_a_click_focuses_a_suggestion_and_the_card_accepts_it(driver: Driver) -> None:
    driver.click("is over")
    assert focused(driver) == OVER
    buttons = driver.window.annotate.card.suggestion.findChildren(QAbstractButton)
    next(each for each in buttons if each.text() == "Accept").click()
    assert driver.said(driver.active.content) == [OVER]
    driver.click("They lied")
    assert focused(driver) == LIED
    assert driver.window.annotate.active is None
    next(each for each in buttons if each.text() == "Reject").click()
    assert LIED not in suggested(driver)


def test_a_quotation_made_by_hand_hides_the_suggestion_it_overlaps(driver: Driver) -> None:
    driver.select("Nobody asked us about").press("Q")
    assert suggested(driver) == [QUAY, OVER, HARBOUR, LIED]
    driver.press("Esc").select("stay at").press("Q")  # two words of it are not the same quotation
    assert suggested(driver) == [QUAY, OVER, HARBOUR, LIED]
    driver.press("Ctrl+Z", "Ctrl+Z")
    assert suggested(driver) == [QUAY, CAFE, OVER, HARBOUR, LIED]


def test_the_list_shows_suggestions_and_takes_them_by_key(driver: Driver) -> None:
    rows = driver.window.annotate.card.list.view
    driver.press("F6")
    assert rows.hasFocus()
    driver.press("Down", on=rows)
    words = focused(driver)
    assert words is not None
    driver.press("Backspace", on=rows)
    assert words not in suggested(driver)
