"""Typed fields: each type by keyboard and mouse, what is no value said beside the field and never handed out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.documents import Scalar
from annotator.domain.scheme import Attribute, Label
from annotator.ui.kit.basics import vbox
from annotator.ui.kit.typed_fields import ChipValue, LineValue, MenuValue, TypedFields
from annotator.ui.look.theme import Theme

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FRAME = Attribute(
    "frame", "Frame", "quotation", "choice", (Label("c", "Conflict"), Label("e", "Économie 🏭"), Label("h", "Human"))
)
TOPIC = Attribute("topic", "Topic", "quotation", "choice", tuple(Label(str(n), f"Topic {n}") for n in range(12)))
TONE = Attribute("tone", "Tone e\u0301", "quotation")
VOTES = Attribute("votes", "Votes", "quotation", "number")
SAID = Attribute("said", "Said on", "quotation", "date")
ALL = (FRAME, TOPIC, TONE, VOTES, SAID)


class Stage(QWidget):
    """A window 312 pixels wide with something else to focus, the fields, and a window-wide action on the key 1."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.elsewhere = QLineEdit()
        self.fields = TypedFields()
        self.edits: list[tuple[str, object]] = []
        self.fields.edited.connect(lambda id_, value: self.edits.append((id_, value)))
        self.stolen: list[str] = []
        for key in ("1", "0"):
            action = QAction(key, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, k=key: self.stolen.append(k))
            self.addAction(action)
        self.setLayout(vbox(self.elsewhere, self.fields, None, margins=(12, 8, 12, 8)))
        self.resize(312, 420)

    def line(self, id: str) -> LineValue:
        editor = self.fields.editors[id]
        assert isinstance(editor, LineValue)
        return editor

    def type(self, qtbot: QtBot, id: str, words: str) -> QLineEdit:
        edit = self.line(id).field.edit
        edit.setFocus()
        edit.selectAll()
        if words.isascii():
            qtbot.keyClicks(edit, words)
        else:  # as an input method writes it
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(edit, event)
        return edit


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.fields.show_fields(ALL, {"frame": "e", "tone": "wry", "votes": 12, "said": "2026-11"}, about="q_1")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_values_are_shown(stage: Stage) -> None:
    chips = stage.fields.editors["frame"]
    assert isinstance(chips, ChipValue)
    assert [each.isChecked() for each in chips.chips] == [False, True, False]
    topic = stage.fields.editors["topic"]
    assert isinstance(topic, MenuValue)
    assert topic.button.text() == "none"
    shown = [stage.line(each).field.text() for each in ("tone", "votes", "said")]
    assert shown == ["wry", "12", "2026-11"]
    assert stage.edits == []


def test_every_field_fits_into_the_narrow_card(stage: Stage) -> None:
    for editor in stage.fields.editors.values():
        inside = editor.mapTo(stage, editor.rect().topRight())
        assert inside.x() < stage.width() - 8
        assert editor.width() > 150


@pytest.mark.parametrize(
    ("id", "words", "value"),
    [("tone", "dry e\u0301 🏭", "dry e\u0301 🏭"), ("votes", "12.5", 12.5), ("said", "2026-11-24", "2026-11-24")],
)
def test_enter_hands_out_what_was_typed_once(stage: Stage, qtbot: QtBot, id: str, words: str, value: Scalar) -> None:
    edit = stage.type(qtbot, id, words)
    with qtbot.waitSignal(stage.fields.left):
        qtbot.keyClick(edit, Key.Key_Return)
    stage.elsewhere.setFocus()
    assert stage.edits == [(id, value)]


def test_leaving_the_field_hands_out_and_blank_is_none(stage: Stage, qtbot: QtBot) -> None:
    edit = stage.line("tone").field.edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Key.Key_Delete)
    stage.elsewhere.setFocus()
    assert stage.edits == [("tone", None)]


def test_no_number_is_said_beside_the_field_and_not_handed_out(stage: Stage, qtbot: QtBot) -> None:
    edit = stage.type(qtbot, "votes", "12,5")
    qtbot.keyClick(edit, Key.Key_Return)
    trouble = stage.line("votes").trouble
    assert trouble.isVisible()
    assert trouble.text() == "“12,5” is no number: write it like 12 or 12.5."
    assert edit.accessibleDescription() == trouble.text()
    assert edit.hasFocus()
    assert stage.edits == []
    qtbot.keyClick(edit, Key.Key_Backspace)
    assert not trouble.isVisible()


def test_escape_takes_the_stored_value_back(stage: Stage, qtbot: QtBot) -> None:
    edit = stage.type(qtbot, "said", "yesterday")
    with qtbot.waitSignal(stage.fields.left):
        qtbot.keyClick(edit, Key.Key_Escape)
    stage.elsewhere.setFocus()
    assert edit.text() == "2026-11"
    assert stage.edits == []


def test_chips_by_mouse_and_the_chosen_one_again_takes_it_back(stage: Stage, qtbot: QtBot) -> None:
    chips = stage.fields.editors["frame"]
    assert isinstance(chips, ChipValue)
    qtbot.mouseClick(chips.chips[0], LEFT)
    qtbot.mouseClick(chips.chips[0], LEFT)
    assert stage.edits == [("frame", "c"), ("frame", None)]
    assert not any(each.isChecked() for each in chips.chips)


def test_chips_by_key_keep_their_digits_from_the_window(stage: Stage, qtbot: QtBot) -> None:
    chips = stage.fields.editors["frame"]
    assert isinstance(chips, ChipValue)
    chips.chips[1].setFocus()
    qtbot.keyClick(chips.chips[1], Key.Key_3)
    assert chips.chips[2].hasFocus()
    qtbot.keyClick(chips.chips[2], Key.Key_1)
    qtbot.keyClick(chips.chips[0], Key.Key_0)
    qtbot.keyClick(chips.chips[0], Key.Key_0)
    qtbot.keyClick(chips.chips[0], Key.Key_Space)
    assert stage.edits == [("frame", "h"), ("frame", "c"), ("frame", None), ("frame", "c")]
    assert stage.stolen == []


def test_a_choice_the_scheme_no_longer_has_is_shown_by_its_id(stage: Stage, qtbot: QtBot) -> None:
    stage.fields.show_fields(ALL, {"frame": "gone", "topic": "gone too"}, about="q_1")
    chips, topic = stage.fields.editors["frame"], stage.fields.editors["topic"]
    assert isinstance(chips, ChipValue)
    assert isinstance(topic, MenuValue)
    assert [each.text() for each in chips.chips if each.isChecked()] == ["gone"]
    assert topic.button.text() == "gone too"
    qtbot.mouseClick(chips.chips[0], LEFT)
    assert stage.edits == [("frame", "c")]


def test_many_choices_stand_in_a_menu(stage: Stage, qtbot: QtBot) -> None:
    topic = stage.fields.editors["topic"]
    assert isinstance(topic, MenuValue)
    menu = topic.menu()
    names = [each.text() for each in menu.actions() if not each.isSeparator()]
    assert names[0] == "&1  Topic 0"
    assert names[9:] == ["Topic 9", "Topic 10", "Topic 11", "&0  none"]
    menu.actions()[3].trigger()
    menu.deleteLater()
    assert stage.edits == [("topic", "3")]
    assert topic.button.text() == "Topic 3"
    again = topic.menu()
    assert [each.text() for each in again.actions() if each.isChecked()] == ["&4  Topic 3"]
    again.actions()[-1].trigger()
    again.deleteLater()
    assert stage.edits[-1] == ("topic", None)


def test_words_being_typed_stay_while_the_same_object_is_shown_again(stage: Stage, qtbot: QtBot) -> None:
    edit = stage.type(qtbot, "tone", "half a wo")
    stage.fields.show_fields(ALL, {"frame": "c", "tone": "wry"}, about="q_1")
    assert edit.text() == "half a wo"
    stage.fields.finish()
    assert stage.edits == [("tone", "half a wo")]
    stage.fields.show_fields(ALL, {"tone": "of another"}, about="q_2")
    assert edit.text() == "of another"


def test_words_being_typed_never_go_to_another_object(stage: Stage, qtbot: QtBot) -> None:
    edit = stage.type(qtbot, "votes", "twelve")
    stage.fields.finish()
    stage.fields.show_fields(ALL, {"votes": 12}, about="q_2")
    assert edit.text() == "12"
    assert not stage.line("votes").trouble.isVisible()
    stage.elsewhere.setFocus()
    assert stage.edits == []


def test_the_fields_follow_the_scheme(stage: Stage, qtbot: QtBot) -> None:
    stage.fields.show_fields((VOTES,), {"votes": 3}, about="q_1")
    assert list(stage.fields.editors) == ["votes"]
    stage.fields.focus_first()
    assert stage.line("votes").field.edit.hasFocus()
    stage.fields.show_fields((), {}, about="q_1")
    assert not stage.fields.isVisible()


def test_every_editor_has_a_name_for_screen_readers(stage: Stage) -> None:
    assert stage.line("tone").field.edit.accessibleName() == "Tone e\u0301"
    chips = stage.fields.editors["frame"]
    assert isinstance(chips, ChipValue)
    assert [each.accessibleName() for each in chips.chips][1] == "Frame: Économie 🏭"
    topic = stage.fields.editors["topic"]
    assert isinstance(topic, MenuValue)
    assert topic.button.accessibleName() == "Topic: none"
