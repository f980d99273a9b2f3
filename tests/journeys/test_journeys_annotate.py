"""A person annotates an article in the real window, by mouse and by keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.domain.annotations import Annotator
from annotator.domain.text import Span
from annotator.operations.exchange import import_paths
from annotator.store.project import Project

ARTICLE = (
    "Harbour quarrel 🏭 goes on\n"
    "“We will not close the plant 🏭,” Mayor Ana Lindqvist told reporters, “until every cafe\u0301 worker "
    "has a contract.”\n"
    "Union leader Jun Sato 佐藤 said that the promise was empty. Lindqvist left early.\n"
    "“Nobody asked us. “They count to ‘three’ and go home,” says Jun Sato.\n"
    "قالت سامية: «لن نغادر» ثم صمتت.\n"
    "The so-called “quick fix” was never tried.\u2028Really."
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    source = tmp_path / "harbour.txt"
    source.write_bytes(("\ufeff" + ARTICLE.replace("\n", "\r\n")).encode("utf-8"))
    path = tmp_path / "harbour.annotator"
    with Project.create(path, title="Harbour") as made:
        import_paths(made, [source], actor=Annotator("a_test", "test"))
    return path


@pytest.fixture
def driver(open_window: Callable[..., Driver], project: Path) -> Driver:
    return open_window(project)


def test_the_article_is_shown_as_stored(driver: Driver) -> None:
    assert driver.article.text() == ARTICLE
    assert driver.window.windowTitle() == "Harbour — Annotator"


def test_a_quotation_from_words_selected_with_the_mouse(driver: Driver) -> None:
    driver.select("“We will not close the plant 🏭,”").press("Q")
    assert driver.said(driver.active.content) == ["“We will not close the plant 🏭,”"]
    assert driver.active.type == "direct"
    driver.select("“until every cafe\u0301 worker has a contract.”").press("+")
    driver.select("told").press("C")
    driver.select("Mayor Ana Lindqvist").press("S")
    driver.select("reporters").press("A")
    quotation = driver.active
    assert driver.said(quotation.content)[1] == "“until every cafe\u0301 worker has a contract.”"
    assert driver.said(quotation.cue) == ["told"]
    assert driver.said(quotation.speakers[0].spans) == ["Mayor Ana Lindqvist"]
    assert quotation.speakers[0].form == "name"
    assert driver.said(quotation.addressees[0].spans) == ["reporters"]


def test_a_bare_caret_between_marks_takes_what_they_enclose(driver: Driver) -> None:
    driver.click("not close").press("Q")
    assert driver.said(driver.active.content) == ["“We will not close the plant 🏭,”"]


def test_a_double_click_between_marks_takes_what_they_enclose(driver: Driver) -> None:
    driver.double_click("نغادر").press("Q")
    assert driver.said(driver.active.content) == ["«لن نغادر»"]


def test_the_keyboard_alone_marks_everything(driver: Driver) -> None:
    driver.select_by_keys(driver.find("the promise was empty")).press("Q")
    assert driver.active.type == "indirect"
    driver.select_by_keys(driver.find("said", 0)).press("C")
    driver.select_by_keys(driver.find("Union leader Jun Sato")).press("S")
    assert driver.said(driver.active.cue) == ["said"]
    assert driver.said(driver.active.speakers[0].spans) == ["Union leader Jun Sato"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("]", "promise was"), ("Alt+Right", "promise was"), ("[", "promise"), ("{", "the promise"), ("}", "promise"),
        ("Alt+Shift+Left", "the promise"),
    ],
)  # fmt: skip
def test_an_edge_moves_by_a_token(driver: Driver, key: str, words: str) -> None:
    start = "promise was" if key == "[" else "the promise" if key == "}" else "promise"
    driver.select_by_keys(driver.find(start)).press("Q", key)
    assert driver.said(driver.active.content) == [words]


def test_types_by_key_are_kept_and_go_back_to_automatic(driver: Driver) -> None:
    driver.click("not close").press("Q", "I")
    assert (driver.active.type, driver.active.type_origin) == ("indirect", "manual")
    driver.press("R")
    assert driver.active.type == "reported"
    driver.run("type.automatic")
    assert (driver.active.type, driver.active.type_origin) == ("direct", "auto")


def test_no_speaker_no_cue_and_delete(driver: Driver) -> None:
    driver.click("not close").press("Q", "0", "Ctrl+0")
    assert driver.active.speakers[0].form == "none_in_text"
    assert driver.active.cue_absent
    driver.press("Del")
    assert driver.quotations == ()


def test_a_mention_is_marked_becomes_cast_and_speaks_by_its_key(driver: Driver) -> None:
    for words, nth in (("Ana Lindqvist", 0), ("Jun Sato", 0), ("Jun Sato", 1)):
        driver.select(words, nth)
        driver.window.annotate.gestures.mentions.label_mention("person")
    assert [each.name for each in driver.window.session.cast] == ["Ana Lindqvist", "Jun Sato"]
    driver.select("the promise was empty").press("Q", "2")
    speaker = driver.active.speakers[0]
    assert driver.said(speaker.spans) == ["Jun Sato"]
    assert driver.window.session.entities[speaker.entity or ""].name == "Jun Sato"
    assert speaker.spans == (driver.find("Jun Sato"),)
    driver.press("2")
    assert driver.active.speakers[0].spans == (driver.find("Jun Sato", 1),)
    driver.press("Esc").click("asked us").press("Q", "=")
    assert driver.active.speakers[0].entity == speaker.entity


def test_a_clicked_mention_becomes_the_speaker_and_keeps_the_quotation(driver: Driver) -> None:
    driver.select("Lindqvist", 1)
    driver.window.annotate.gestures.mentions.label_mention("person")
    driver.click("not close").press("Q")
    active = driver.active.id
    driver.click("Lindqvist", 1)
    assert driver.active.id == active
    driver.press("S")
    assert driver.active.speakers[0].spans == (driver.find("Lindqvist", 1),)


def test_mentions_are_relabelled_moved_and_removed(driver: Driver) -> None:
    driver.select("Jun Sato").press("Q", "Esc")
    driver.press("Ctrl+Z").select("Jun Sato")
    driver.window.annotate.gestures.mentions.label_mention("organisation")
    driver.click("Jun Sato")
    driver.window.annotate.gestures.mentions.label_mention("person")
    assert [each.label for each in driver.layer.mentions] == ["person"]
    driver.click("Jun Sato").select("Union leader Jun Sato").press("Ctrl+Shift+E")
    assert driver.said(driver.layer.mentions[0].spans) == ["Union leader Jun Sato"]
    driver.click("Jun Sato").press("Ctrl+Delete")
    assert driver.layer.mentions == ()


def test_a_stance_towards_selected_words(driver: Driver) -> None:
    driver.click("not close").press("Q")
    driver.select("close the plant").press("T")
    pad = driver.window.annotate.card.card.pad
    assert pad.isVisible()
    driver.press("Left", "2", "Return", on=driver.focused())
    stance = driver.active.stances[0]
    assert driver.said(stance.target_spans) == ["close the plant"]
    assert (stance.value, stance.intensity) == ("against", 2)
    assert driver.article.hasFocus()


def test_a_stance_towards_an_issue_that_is_typed(driver: Driver) -> None:
    driver.click("not close").press("Q", "T")
    driver.type("Plant closure", on=driver.focused()).press("Return", on=driver.focused())
    driver.press("Right", "Return", on=driver.focused())
    stance = driver.active.stances[0]
    assert stance.value == "favour"
    assert driver.window.session.entities[stance.target or ""].name == "Plant closure"
    assert driver.window.session.entities[stance.target or ""].kind == "issue"


def test_undo_and_redo_reach_across_restarts(open_window: Callable[..., Driver], project: Path) -> None:
    first = open_window(project)
    first.click("not close").press("Q", "0")
    first.window.close()
    assert sorted(each.name for each in project.parent.glob("harbour.annotator*")) == ["harbour.annotator"]
    again = open_window(project)
    assert len(again.quotations) == 1
    again.press("Ctrl+Z")
    assert again.quotations[0].speakers == ()
    again.press("Ctrl+Z")
    assert again.quotations == ()
    again.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert again.quotations[0].speakers[0].form == "none_in_text"


def test_walking_through_quotations(driver: Driver) -> None:
    driver.click("not close").press("Q", "Esc")
    driver.click("asked us").press("Q", "Esc")
    driver.article.set_caret(0)
    driver.press("J")
    assert driver.active.start == driver.find("“We will").start
    driver.press("J")
    assert driver.active.start == driver.find("“Nobody").start
    driver.press("K")
    assert driver.active.start == driver.find("“We will").start


def test_a_gesture_on_nothing_says_why(driver: Driver) -> None:
    driver.article.set_caret(driver.find("left early").start)
    driver.press("Q")
    assert "Select words" in driver.told
    driver.press("C")
    assert "No quotation is active" in driver.told
    assert driver.quotations == ()


def test_nested_quotation_knows_its_parent(driver: Driver) -> None:
    driver.select("“They count to ‘three’ and go home,”").press("Q")
    outer = driver.active.id
    driver.select("‘three’").press("Q")
    assert driver.active.parent == outer


def test_find_goes_to_the_words(driver: Driver) -> None:
    driver.press("Ctrl+F")
    driver.type("jun sato", on=driver.focused())
    assert driver.article.raw_selection() == driver.find("Jun Sato")
    driver.press("Return", on=driver.focused())
    assert driver.article.raw_selection() == driver.find("Jun Sato", 1)
    driver.press("Esc", on=driver.focused())
    assert driver.article.hasFocus()


def test_done_is_kept(driver: Driver) -> None:
    driver.press("Ctrl+Return")
    assert driver.layer.status == "done"
    assert driver.window.findChild(type(driver.window.annotate.documents), "documents_panel") is not None


def test_selection_of_a_span_by_keys_is_snapped(driver: Driver) -> None:
    span = driver.find("promise was empty")
    driver.article.set_caret(span.start + 2)
    for _ in range(8):
        driver.press("Shift+Right")
    driver.press("Q")
    assert driver.active.content == (Span(span.start, driver.find("promise was").end),)


def open_menu(driver: Driver, words: str, nth: int = 0) -> dict[str, QAction]:
    """Click the right button on the words; the actions of the menu that opens, submenus included, by their text."""
    at = driver.point(driver.find(words, nth).start + 1)
    driver.window.annotate.menus.open_menu(at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = [each for each in menu.findChildren(QAction) if each.text()]
    below = [each.menu() for each in menu.actions() if each.menu() is not None]
    found += [each for inner in below if isinstance(inner, QMenu) for each in inner.actions()]
    return {each.text().replace("&", ""): each for each in (*menu.actions(), *found)}


def test_the_context_menu_marks_words_and_relabels_a_mention(driver: Driver) -> None:
    driver.select("Ana Lindqvist")
    actions = open_menu(driver, "Ana Lindqvist")
    assert "New quotation" in actions
    actions["Person"].trigger()
    QApplication.activePopupWidget().close()
    assert [(each.label, driver.said(each.spans)) for each in driver.layer.mentions] == [("person", ["Ana Lindqvist"])]
    driver.article.clear_selection()
    actions = open_menu(driver, "Ana Lindqvist")
    actions["Organisation"].trigger()
    QApplication.activePopupWidget().close()
    assert driver.layer.mentions[0].label == "organisation"
    open_menu(driver, "Ana Lindqvist")["Remove the mention"].trigger()
    QApplication.activePopupWidget().close()
    assert driver.layer.mentions == ()


def test_the_menu_of_kinds_by_key(driver: Driver) -> None:
    driver.select("Ana Lindqvist").press("Ctrl+E")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_P)
    assert driver.layer.mentions[0].label == "person"


def test_a_speaker_whose_words_stand_apart_and_a_second_speaker(driver: Driver) -> None:
    driver.click("not close").press("Q")
    driver.select("Mayor").press("Shift+S")
    assert "no speaker yet" in driver.told
    driver.press("S")
    driver.select("Lindqvist").press("Shift+S")
    assert driver.said(driver.active.speakers[0].spans) == ["Mayor", "Lindqvist"]
    driver.select("Jun Sato").press("Ctrl+Shift+S")
    assert len(driver.active.speakers) == 2


def test_further_words_of_the_cue(driver: Driver) -> None:
    driver.click("not close").press("Q")
    driver.select("told").press("C")
    driver.select("reporters").press("Shift+C")
    assert driver.said(driver.active.cue) == ["told", "reporters"]


def name_people(driver: Driver) -> None:
    for words, nth in (("Ana Lindqvist", 0), ("Jun Sato", 0), ("Jun Sato", 1)):
        driver.select(words, nth)
        driver.window.annotate.gestures.mentions.label_mention("person")


def test_words_that_name_nobody_keep_standing_when_a_cast_key_says_who_they_mean(driver: Driver) -> None:
    name_people(driver)
    driver.select("the promise was empty").press("Q")
    driver.select("Union leader").press("S", "2")
    speaker = driver.active.speakers[0]
    assert driver.said(speaker.spans) == ["Union leader"]
    assert driver.window.session.entities[speaker.entity or ""].name == "Jun Sato"
    driver.press("2")
    assert driver.said(driver.active.speakers[0].spans) == ["Jun Sato"]


def test_a_stance_towards_one_of_the_cast_by_name(driver: Driver) -> None:
    name_people(driver)
    driver.select("the promise was empty").press("Q", "T")
    driver.type("Ana Lindqvist", on=driver.focused()).press("Return", on=driver.focused())
    driver.press("Left", "Return", on=driver.focused())
    target = driver.window.session.entities[driver.active.stances[0].target or ""]
    assert (target.name, target.kind) == ("Ana Lindqvist", "person")
    assert (
        next(each for each in driver.layer.mentions if driver.said(each.spans) == ["Ana Lindqvist"]).entity == target.id
    )


def test_a_hint_leaves_with_the_next_gesture_that_does_something(driver: Driver) -> None:
    driver.press("C")
    assert any("No quotation is active" in each for each in driver.notices)
    driver.click("not close").press("Q")
    assert not any("No quotation is active" in each for each in driver.notices)
    driver.press("Esc").press("C")
    assert any("No quotation is active" in each for each in driver.notices)
    driver.run("view.entities")
    assert not any("No quotation is active" in each for each in driver.notices), "it is about the view before"


def test_walking_on_drops_the_selection_so_that_it_is_no_target_later(driver: Driver) -> None:
    driver.click("not close").press("Q", "Esc")
    driver.select("left early").press("J")
    assert driver.article.selection() is None


def test_cast_keys_go_by_their_place_on_the_keyboard(driver: Driver) -> None:
    name_people(driver)
    driver.select("the promise was empty").press("Q")
    place = {"win32": 3, "darwin": 0}.get(sys.platform, 11)
    virtual = 19 if sys.platform == "darwin" else 0
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Eacute, none, place, virtual, 0, "\u00e9")
    QApplication.sendEvent(driver.article, event)
    assert driver.said(driver.active.speakers[0].spans) == ["Jun Sato"]


def test_a_note_being_written_is_kept_when_the_article_is_left(driver: Driver) -> None:
    driver.click("not close").press("Q")
    note = driver.window.annotate.card.card.note.edit
    note.setFocus()
    note.insert("half a thought 🏭")
    driver.press("Ctrl+Return", on=note)
    assert driver.quotations[0].note == "half a thought 🏭"
    note.setFocus()
    note.insert(", and more")
    driver.run("quotation.leave")
    assert driver.quotations[0].note == "half a thought 🏭, and more"


def test_a_pad_left_open_is_no_stance_of_the_next_quotation(driver: Driver) -> None:
    driver.click("asked us").press("Q")
    other = driver.active.id
    driver.click("not close").press("Q", "T")
    driver.window.annotate.activate(None)
    driver.window.annotate.activate(other)
    assert driver.window.annotate.card.card.pad.isHidden()


def test_an_annotator_of_the_same_name_is_not_taken_for_me(open_window: Callable[..., Driver], project: Path) -> None:
    driver = open_window(project)
    driver.click("not close").press("Q")
    me = driver.window.session.annotator
    driver.window.close()
    with Project.open(project) as opened, opened.step("Another", actor="a_zzz"):
        opened.save_annotator(Annotator("a_zzz", me.name))
    again = open_window(project)
    assert again.window.session.annotator == me
    assert len(again.quotations) == 1


def test_what_another_program_commits_is_seen_after_a_gesture_too(driver: Driver, project: Path) -> None:
    with Project.open(project, exclusive=False) as other, other.step("Elsewhere", actor="a_zzz"):
        other.save_annotator(Annotator("a_zzz", "Someone"))
    driver.click("not close").press("Q")
    assert driver.window.session.changed_elsewhere()
    assert not driver.window.session.changed_elsewhere()


def test_a_stance_undone_while_its_pad_is_open_is_told_and_not_written(driver: Driver) -> None:
    driver.click("not close").press("Q", "T")
    driver.type("Plant closure", on=driver.focused()).press("Return", on=driver.focused())
    driver.press("Right", "Return", on=driver.focused())
    card = driver.window.annotate.card
    draft = card.card.pad.draft()
    driver.press("Ctrl+Z")
    assert driver.active.stances == ()
    card.stanceCommitted.emit(replace(draft, id="s_gone", value="against"))
    assert "no longer there" in driver.told
    assert driver.active.stances == ()
