"""Which keys run which action: the table's, and what a person chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.domain.errors import ConflictError
from annotator.ui.actions import ACTIONS, ActionSpec, make_actions
from annotator.ui.key_map import KeyMap, pressed_key
from annotator.ui.kit.controls import KeyButton

M = Qt.KeyboardModifier
Key = Qt.Key


@pytest.fixture(autouse=True)
def _application(qapp) -> None:
    """Key names need Qt."""


@pytest.fixture
def actions():
    parent = QObject()
    yield make_actions(parent, {each.id: (lambda: None) for each in ACTIONS})
    parent.deleteLater()


def test_without_a_choice_the_table_holds() -> None:
    keys = KeyMap()
    for spec in ACTIONS:
        assert keys.keys(spec.id) == tuple(QKeySequence(key).toString() for key in spec.keys)
        assert not keys.is_changed(spec.id)
    assert keys.to_settings() == ()
    assert list(keys.clashes()) == [], "the table itself is free of conflicts"


def test_a_choice_replaces_the_keys_and_leaves_others_alone() -> None:
    keys = KeyMap().with_keys("quotation.cue", ["w", "Ctrl+Alt+J"])
    assert keys.keys("quotation.cue") == ("W", "Ctrl+Alt+J")
    assert keys.words("quotation.cue") == "W"
    assert keys.is_changed("quotation.cue")
    assert keys.keys("quotation.new") == ("Q",)
    assert KeyMap().keys("quotation.cue") == ("C",), "the map before is as it was"


def test_the_table_s_own_keys_are_no_choice() -> None:
    keys = KeyMap().with_keys("quotation.cue", ["W"]).with_keys("quotation.cue", ["C"])
    assert keys == KeyMap()


@pytest.mark.parametrize(
    ("id", "key", "sentence"),
    [
        ("quotation.new", "Ctrl+E", "Ctrl+E is Mark as an entity."),
        ("quotation.new", "Esc", "Esc leaves whatever is open."),
        ("quotation.new", "F6", "F6 goes to the next pane."),
        ("quotation.new", "Shift+Right", "Shift+Right selects in every text."),
        ("quotation.new", "Ctrl+Home", "Ctrl+Home moves the caret in every text."),
        ("quotation.new", "Alt+Q", "Alt+Q opens the menu Quotation."),
        ("quotation.new", "Tab", "Tab goes from part to part."),
        ("quotation.new", "Ctrl+K, Ctrl+L", "Ctrl+K, Ctrl+L is more than one stroke."),
        ("view.card", "X", "X types in text fields."),
        ("view.card", "Shift+X", "Shift+X types in text fields."),
        ("view.card", "Del", "Del edits in text fields."),
        ("view.card", "Ctrl+V", "Ctrl+V pastes into text fields."),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_with_a_sentence(id: str, key: str, sentence: str) -> None:
    with pytest.raises(ConflictError) as caught:
        KeyMap().with_keys(id, [key])
    assert caught.value.message == sentence
    assert caught.value.hint


def test_a_conflict_says_what_to_do_and_freeing_the_other_helps() -> None:
    with pytest.raises(ConflictError) as caught:
        KeyMap().with_keys("quotation.new", ["Ctrl+E"])
    assert caught.value.hint == "Choose another key, or free that one first."
    freed = KeyMap().with_keys("mention.label", [])
    assert freed.with_keys("quotation.new", ["Ctrl+E"]).keys("quotation.new") == ("Ctrl+E",)


def test_window_actions_may_have_function_keys_and_commands() -> None:
    keys = KeyMap().with_keys("view.card", ["F4", "Shift+F7", "Ctrl+B", "Alt+7"])
    assert keys.keys("view.card") == ("F4", "Shift+F7", "Ctrl+B", "Alt+7")


def test_keys_that_always_mean_the_same_stay_with_their_actions() -> None:
    with pytest.raises(ConflictError, match="Esc leaves whatever is open and stays with Leave the quotation"):
        KeyMap().with_keys("quotation.leave", ["W"])
    keys = KeyMap().with_keys("quotation.leave", ["Esc", "W"])
    assert keys.keys("quotation.leave") == ("Esc", "W")


def test_modes_that_are_never_on_together_share_keys() -> None:
    specs = (
        ActionSpec("ghost.take", "Take", ("Return",)),
        ActionSpec("suggestion.accept", "Accept", ("Return",)),
        ActionSpec("suggestion.reject", "Reject", ("X",)),
    )
    keys = KeyMap(specs=specs)
    assert list(keys.clashes()) == []
    assert keys.with_keys("ghost.take", ["X"]).keys("ghost.take") == ("X",)
    with pytest.raises(ConflictError, match="X is Reject"):
        keys.with_keys("suggestion.accept", ["X"])
    assert [each[1:] for each in KeyMap(specs=specs, exclusive=()).clashes()] == [("ghost.take", "suggestion.accept")]


def test_preferences_keep_the_choice_commas_and_equal_signs_too() -> None:
    keys = KeyMap().with_keys("quotation.same_speaker", [",", "Ctrl+Alt+,", "=", "Ctrl+Shift+="])
    keys = keys.with_keys("stance.new", [])
    assert keys.to_settings() == ("quotation.same_speaker=,, Ctrl+Alt+,, =, Ctrl+Shift+=", "stance.new=")
    assert KeyMap.from_settings(keys.to_settings()) == keys


def test_two_actions_that_swapped_their_keys_come_back_swapped() -> None:
    keys = KeyMap().with_keys("quotation.new", []).with_keys("quotation.cue", ["Q"]).with_keys("quotation.new", ["C"])
    assert KeyMap.from_settings(keys.to_settings()) == keys


def test_preferences_that_no_longer_fit_are_left_out() -> None:
    entries = ("gone.away=Q", "edit.find=Esc", "nonsense", "quotation.cue=Q", "stance.new=W")
    keys = KeyMap.from_settings(entries)
    assert dict(keys.changed) == {"stance.new": ("W",)}
    assert list(keys.clashes()) == []


def test_two_choices_of_one_key_do_not_both_come_back() -> None:
    keys = KeyMap.from_settings(("quotation.cue=W", "stance.new=W"))
    assert dict(keys.changed) == {"quotation.cue": ("W",)}


def test_resetting_one_and_all() -> None:
    keys = KeyMap().with_keys("quotation.cue", ["W"]).with_keys("stance.new", ["C"])
    with pytest.raises(ConflictError, match="C is New stance now"):
        keys.reset("quotation.cue")
    keys = keys.reset("stance.new")
    assert keys.reset("quotation.cue") == KeyMap()
    assert keys.reset_all() == KeyMap()


def test_an_unknown_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        KeyMap().with_keys("no.such", ["W"])


def test_applying_sets_shortcuts_tooltips_and_keycaps(actions, qtbot) -> None:
    cap = KeyButton(actions["quotation.same_speaker"])
    qtbot.addWidget(cap)
    KeyMap().with_keys("quotation.same_speaker", ["W"]).apply(actions)
    action = actions["quotation.same_speaker"]
    assert action.shortcuts() == [QKeySequence("W")]
    assert action.toolTip() == "Same speaker as before  W"
    assert cap.toolTip() == "Same speaker as before  W"
    KeyMap().apply(actions)
    assert action.toolTip() == "Same speaker as before  ="
    assert actions["project.sample"].toolTip() == "Open the sample project"
    assert actions["document.done_next"].shortcuts() == [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]


def test_applying_the_same_again_changes_nothing(actions) -> None:
    KeyMap().apply(actions)
    heard: list[str] = []
    for name, action in actions.items():
        action.changed.connect(lambda name=name: heard.append(name))
    KeyMap().apply(actions)
    assert heard == []


@pytest.mark.parametrize(
    ("key", "held", "typed", "named"),
    [
        (Key.Key_Q, M.NoModifier, "q", ("Q",)),
        (Key.Key_S, M.ShiftModifier, "S", ("Shift+S",)),
        (Key.Key_BraceLeft, M.ShiftModifier, "{", ("{",)),
        (Key.Key_Plus, M.ControlModifier | M.ShiftModifier, "", ("Ctrl++",)),
        (Key.Key_Plus, M.KeypadModifier, "+", ("+",)),
        (Key.Key_Right, M.AltModifier | M.KeypadModifier, "", ("Alt+Right",)),
        (Key.Key_Return, M.ControlModifier, "\r", ("Ctrl+Return", "Ctrl+Enter")),
        (Key.Key_Backtab, M.ShiftModifier, "", ("Shift+Tab",)),
        (Key.Key_F8, M.ShiftModifier, "", ("Shift+F8",)),
        (Key.Key_Odiaeresis, M.NoModifier, "ö", ("Ö",)),
        (Key.Key_Shift, M.ShiftModifier, "", ()),
        (Key.Key_unknown, M.NoModifier, "", ()),
    ],
    ids=lambda value: value.name if isinstance(value, Qt.Key) else None,
)
def test_a_pressed_key_is_named_as_an_action_has_it(key, held, typed, named) -> None:
    assert pressed_key(QKeyEvent(QEvent.Type.KeyPress, key, held, typed), "linux") == named


def test_the_altgr_of_windows_is_not_ctrl_and_alt() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_BraceLeft, M.ControlModifier | M.AltModifier, "{")
    assert pressed_key(event, "win32") == ("{",)
    assert pressed_key(event, "linux") == ("Ctrl+Alt+{",)


def test_a_real_cast_key_is_still_found() -> None:
    assert KeyMap().holder("quotation.new", "3").id == "speaker.cast_3"
    assert KeyMap().holder("speaker.cast_3", "3") is None
