"""The table of actions, and what its keys do: in the article they act, in text fields they type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QTextEdit, QWidget

from annotator.ui.actions import ACTIONS, MENUS

ARTICLE = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\nJun Sato 佐藤 went home.\u2028“It is over,” said Jun Sato."
)

Opener = Callable[..., Driver]


@pytest.fixture
def driver(open_window: Opener, make_project: Callable[..., Path], fake: FakePipeline) -> Driver:
    path = make_project({"Quay": ARTICLE, "Other": "Other cafe\u0301 🏭."})
    driver = open_window(path, pipeline=fake.command)
    driver.window.open_document("Quay")
    return driver.wait(lambda: not driver.window.labelling.waiting)


def nothing_active(driver: Driver) -> None:
    driver.article.setFocus()


def quotation_active(driver: Driver) -> None:
    driver.click("stay").press("Q")


def suggestion_focused(driver: Driver) -> None:
    driver.press("Tab")
    assert driver.window.annotate.focused


def pad_open(driver: Driver) -> None:
    quotation_active(driver)
    driver.select("quay").press("T")
    assert driver.window.annotate.card.pad_is_open


def note_focused(driver: Driver) -> None:
    quotation_active(driver)
    driver.window.annotate.card.card.note.edit.setFocus()


def find_open(driver: Driver) -> None:
    driver.press("Ctrl+F")


def reviewing(driver: Driver) -> None:
    driver.press("Alt+2")


STATES = (nothing_active, quotation_active, suggestion_focused, pad_open, note_focused, find_open, reviewing)


# ------------------------------------------------------------------------------------------------ the table


def test_each_action_stands_in_the_table_once_with_a_handler(driver: Driver) -> None:
    ids = [each.id for each in ACTIONS]
    assert len(ids) == len(set(ids))
    assert set(driver.window._handlers()) == set(ids)
    for spec in ACTIONS:
        (found,) = driver.window.findChildren(QAction, spec.id)
        assert [each.toString() for each in found.shortcuts()] == [QKeySequence(each).toString() for each in spec.keys]
        assert found.text().replace("&", "").startswith(spec.text.rstrip("…"))


def test_each_key_can_be_read(driver: Driver) -> None:
    for spec in ACTIONS:
        for key in spec.keys:
            assert QKeySequence(key)[0].key() != Qt.Key.Key_unknown, f"{spec.id}: {key}"


def test_each_action_is_in_a_menu_or_has_a_key_that_is_written_elsewhere(driver: Driver) -> None:
    in_menus = {each.objectName() for name in MENUS for each in driver.window.menus[name].actions()}
    in_menus |= {each.objectName() for each in driver.window.annotators.actions()}
    for spec in ACTIONS:
        twins = spec.id.startswith(("speaker.cast_", "review.take_")) or spec.id.endswith(("_character", "_typed"))
        assert (spec.id in in_menus) != twins, spec.id
        assert spec.keys or spec.menu, spec.id


@pytest.mark.parametrize("state", STATES, ids=lambda each: each.__name__)
def test_no_key_has_two_meanings_at_a_time(driver: Driver, state: Callable[[Driver], None]) -> None:
    state(driver)
    keys: dict[str, set[str]] = defaultdict(set)
    for action in driver.window.findChildren(QAction):
        if action.isEnabled():
            for key in action.shortcuts():
                keys[key.toString(QKeySequence.SequenceFormat.PortableText)].add(action.objectName() or action.text())
    doubled = {key: names for key, names in keys.items() if len(names) > 1}
    assert not doubled


def test_each_key_reaches_its_action_from_the_article(driver: Driver) -> None:
    quotation_active(driver)
    elsewhere = ("ghost.", "review.", "feedback.")  # in another state, or in the Review view
    heard: list[str] = []
    for spec in ACTIONS:
        action = driver.window.findChild(QAction, spec.id)
        action.triggered.disconnect()
        action.triggered.connect(lambda _on=False, name=spec.id: heard.append(name))
        action.setEnabled(not spec.id.startswith(elsewhere))
    for spec in (each for each in ACTIONS if not each.id.startswith(elsewhere)):
        for key in spec.keys:
            heard.clear()
            driver.press(key)
            assert heard == [spec.id], key


def test_the_number_pad_is_understood(driver: Driver) -> None:
    pad = Qt.KeyboardModifier.KeypadModifier
    quotation_active(driver)
    driver.select("It is over")
    QTest.keyClick(driver.article, Qt.Key.Key_Plus, pad)
    assert len(driver.active.content) == 2
    QTest.keyClick(driver.article, Qt.Key.Key_0, pad)
    assert driver.active.speakers[0].form == "none_in_text"
    driver.press("Del", "Tab")
    QTest.keyClick(driver.article, Qt.Key.Key_Enter, pad)
    assert driver.active.origin.kind == "suggestion"


def test_each_gesture_says_why_it_cannot_rather_than_fails(driver: Driver) -> None:
    driver.article.set_caret(driver.find("went").start)
    before = driver.layer
    silent = ("quotation.new", "suggestion", "ghost", "help", "quotation.leave", "edit.copy")
    for spec in ACTIONS:
        if spec.scope != "text" or spec.id.startswith(silent):
            continue
        driver.window.notices.clear()
        driver.press("Esc")
        action = driver.window.findChild(QAction, spec.id)
        action.trigger()
        assert driver.told, f"{spec.id} does nothing and says nothing"
        for menu in driver.window.findChildren(QMenu):
            menu.close()
    assert driver.layer == before


# ------------------------------------------------------------------------------------------------ text fields

SINGLE = "qcsta0123456789=jkdimfr+[]{}/QT"
"""Characters that are keys of the article."""


def _note(driver: Driver) -> QLineEdit:
    quotation_active(driver)
    return driver.window.annotate.card.card.note.edit


def _find(driver: Driver) -> QLineEdit:
    driver.press("Ctrl+F")
    return driver.window.annotate.find_bar.field.edit


def _filter(driver: Driver) -> QLineEdit:
    return driver.window.annotate.documents.field.edit


def _pad(driver: Driver) -> QWidget:
    quotation_active(driver)
    driver.press("T")
    return driver.focused()


@pytest.mark.parametrize("field", [_note, _find, _filter, _pad], ids=lambda each: each.__name__)
def test_in_a_text_field_every_key_types(driver: Driver, field: Callable[[Driver], QLineEdit]) -> None:
    edit = field(driver)
    before, active = driver.layer.quotations, driver.window.annotate.active
    edit.setFocus()
    for character in SINGLE:
        driver.type(character, on=edit)
    driver.type("cafe\u0301 🏭", on=edit)
    assert edit.text() == SINGLE + "cafe\u0301 🏭"
    driver.press("Backspace", "Backspace", "Ins", "Home", "Del", on=edit)
    assert edit.text().startswith(SINGLE[1:])
    assert driver.layer.quotations == before
    assert driver.window.annotate.active == active


def test_a_note_is_written_and_ctrl_z_in_it_takes_back_letters_only(driver: Driver) -> None:
    edit = _note(driver)
    edit.setFocus()
    driver.type("quiet cafe\u0301 🏭", on=edit)
    driver.press("Ctrl+Z", on=edit)
    assert len(driver.quotations) == 1
    edit.setText("")
    driver.type("sic cafe\u0301", on=edit).press("Return", on=edit)
    assert driver.active.note == "sic cafe\u0301"
    assert driver.article.hasFocus()


def test_esc_leaves_fields_and_goes_back_to_the_article(driver: Driver) -> None:
    for field in (_find, _note):
        edit = field(driver)
        edit.setFocus()
        driver.type("x", on=edit).press("Esc", on=edit)
        if not driver.article.hasFocus():
            driver.press("Esc", on=driver.focused())
        assert driver.article.hasFocus(), field.__name__
    assert driver.active.note is None


# ------------------------------------------------------------------------------------------------ panes and names


def test_f6_goes_round_the_panes_and_back(driver: Driver) -> None:
    panes = driver.window.annotate.panes()
    assert len(panes) == 3
    driver.article.setFocus()
    for n in (1, 2, 0, 1):
        driver.press("F6", on=driver.focused())
        assert driver.focused() is panes[n]
    for n in (0, 2, 1):
        driver.press("Shift+F6", on=driver.focused())
        assert driver.focused() is panes[n]


def test_f6_unfolds_what_is_folded(driver: Driver) -> None:
    driver.press("F9", "Shift+F9")
    assert not driver.window.annotate.documents.isVisible()
    assert not driver.window.annotate.card.isVisible()
    driver.press("F6")
    assert driver.window.annotate.card.isVisible()
    driver.press("F6", on=driver.focused())
    assert driver.window.annotate.documents.isVisible()
    assert driver.focused() is driver.window.annotate.documents.list


def test_single_keys_act_in_the_lists_too(driver: Driver) -> None:
    quotation_active(driver)
    driver.press("0", on=driver.window.annotate.documents.list)
    assert driver.active.speakers[0].form == "none_in_text"
    driver.press("I", on=driver.window.annotate.card.list.view)
    assert driver.active.type == "indirect"


def test_choosing_the_open_article_in_the_list_goes_to_its_text(driver: Driver) -> None:
    documents = driver.window.annotate.documents
    documents.list.setFocus()
    driver.press("Return", on=documents.list)
    assert driver.focused() is driver.window.annotate.article


def test_the_names_that_scripts_use_are_there(driver: Driver) -> None:
    window = driver.window
    assert isinstance(window.findChild(QTextEdit, "article"), QTextEdit)
    for name in ("documents", "quotation", "notice"):
        assert len(window.findChildren(QWidget, name)) == 1, name
    assert not window.findChildren(QWidget, "registry")  # a later issue's
    driver.press("C")
    assert window.findChild(QWidget, "notice").text() == driver.told != ""
    assert window.session.project.title == "Harbour"


def test_text_and_enabled_say_what_undo_means_now(driver: Driver) -> None:
    undo = driver.window.findChild(QAction, "edit.undo")
    assert not undo.isEnabled()
    quotation_active(driver)
    assert undo.isEnabled()
    assert undo.text().replace("&", "").startswith("Undo: ")
    assert len(undo.text()) > len("Undo: ")
    undo.trigger()
    assert not undo.isEnabled()
    assert driver.window.findChild(QAction, "edit.redo").isEnabled()
    driver.article.set_caret(0)
    assert not driver.enabled("edit.copy")
    driver.select("stay")
    assert driver.enabled("edit.copy")
