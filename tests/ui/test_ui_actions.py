"""The table of actions as Qt makes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from annotator.ui.actions import ACTIONS, MENUS, make_actions
from annotator.ui.enabling import Situation, enabled_actions
from annotator.ui.key_map import KeyMap


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def parent(qapp):
    return QObject()


@pytest.fixture
def actions(parent, heard):
    return make_actions(parent, {each.id: (lambda name=each.id: heard.append(name)) for each in ACTIONS})


def test_each_row_becomes_an_action_with_its_words_and_keys(actions) -> None:
    assert list(actions) == [each.id for each in ACTIONS]
    for spec in ACTIONS:
        action = actions[spec.id]
        assert action.objectName() == spec.id
        assert action.text() == spec.text
        assert action.shortcuts() == [QKeySequence(each) for each in spec.keys]
        assert action.isCheckable() == spec.checkable
        assert spec.text in action.toolTip()


def test_an_action_runs_its_own_handler_without_arguments(actions, heard) -> None:
    for action in actions.values():
        action.trigger()
    assert heard == [each.id for each in ACTIONS]


def test_a_row_without_a_handler_is_refused(parent) -> None:
    handlers = {each.id: (lambda: None) for each in ACTIONS[1:]}
    with pytest.raises(KeyError, match=ACTIONS[0].id):
        make_actions(parent, handlers)


def test_single_keys_belong_to_the_panes_and_window_keys_are_not_single(actions) -> None:
    for spec in ACTIONS:
        window = actions[spec.id].shortcutContext() == Qt.ShortcutContext.WindowShortcut
        assert window == (spec.scope == "window")
        if window:
            for key in spec.keys:
                named = key.startswith(("F", "Shift+F"))
                assert named or "Ctrl+" in key or "Alt+" in key, f"{spec.id}: {key} would act in text fields"


def test_each_menu_is_used_and_no_key_stands_twice() -> None:
    assert {each.menu for each in ACTIONS} - {""} == set(MENUS)
    assert not list(KeyMap().clashes())


def test_nothing_is_enabled_that_needs_what_is_not_there() -> None:
    nothing = enabled_actions(Situation())
    assert {"project.new", "project.open", "project.sample", "window.quit"} <= nothing
    assert not {each for each in nothing if each.split(".")[0] in ("quotation", "type", "edge", "suggestion", "stance")}
    assert not nothing & {"file.export", "file.backup", "file.import", "edit.undo", "edit.redo", "document.done_next"}


def test_a_project_that_is_read_only_can_be_read() -> None:
    reading = enabled_actions(Situation(project=True, article=True, suggestions=True, focused=True, selection=True))
    assert {"quotation.next", "suggestion.next", "document.next", "edit.find", "edit.copy", "file.export"} <= reading
    assert not reading & {"quotation.new", "suggestion.accept", "suggestion.reject", "file.import", "mention.label"}


def test_suggestion_keys_wait_for_a_suggestion() -> None:
    writing = Situation(project=True, writable=True, article=True)
    assert not enabled_actions(writing) & {"suggestion.next", "suggestion.accept", "suggestion.accept_all"}
    assert "quotation.new" in enabled_actions(writing)
