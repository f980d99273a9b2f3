"""The type-ahead: what each key does in it, who is offered, where it stands, and how it is left."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import Label
from annotator.operations.lookup import Candidate
from annotator.ui.kit.type_ahead import NOBODY, ROWS, WIDTH, TypeAhead
from annotator.ui.look.theme import Theme, dress

CANDIDATES = (
    Candidate("e_1", "Zoe\u0301 Lindqvist 🏭", "person", ("the mayor",), key="1", in_cast=True),
    Candidate("c_2", "Bjørn Aas", "person", entity=False, key="2", in_cast=True),
    Candidate("e_3", "Nordhavn Port Authority", "organisation", ("NPA",)),
    Candidate("e_4", "Zoo", "place", in_cast=True),
)
CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Window(QWidget):
    """A window with a field of its own and an action on Ctrl+Return, Return and Tab."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.other = QLineEdit(self)
        self.fired: list[str] = []
        for key in ("Ctrl+Return", "Return", "Tab", "Esc", "1", "Down"):
            action = QAction(key, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, key=key: self.fired.append(key))
            self.addAction(action)
        self.resize(900, 600)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    window = Window()
    dress(window, window.theme)
    window.show()
    yield window
    window.hide()
    gc.collect()
    shiboken6.delete(window)


class Said:
    """What the popup answered."""

    def __init__(self, popup: TypeAhead) -> None:
        self.all: list[object] = []
        popup.chosen.connect(lambda one: self.all.append(one.id))
        popup.named.connect(lambda name, kind: self.all.append((name, kind)))
        popup.left.connect(lambda: self.all.append("left"))


@pytest.fixture
def popup(qtbot: QtBot, window: Window) -> TypeAhead:
    return TypeAhead(window)


def ask(popup: TypeAhead, preset: str = "", near: QRect | None = None, **more: str) -> Said:
    window = popup.parentWidget()
    assert window is not None
    near = near or QRect(100, 100, 60, 20)
    popup.ask("Speaker", CANDIDATES, QRect(window.mapToGlobal(near.topLeft()), near.size()), preset, **more)
    return Said(popup)


def press(qtbot: QtBot, popup: TypeAhead, *keys: Key, ctrl: bool = False) -> None:
    for key in keys:
        qtbot.keyClick(popup.field.edit, key, CONTROL if ctrl else Qt.KeyboardModifier.NoModifier)


def shown(popup: TypeAhead) -> list[str]:
    return [each.words for each in popup.rows.rows]


def current(popup: TypeAhead) -> str:
    return popup.rows.rows[popup.list.currentIndex().row()].words


def test_nothing_typed_offers_all_and_enter_takes_the_first(qtbot: QtBot, popup: TypeAhead) -> None:
    said = ask(popup)
    assert popup.field.edit.hasFocus()
    assert shown(popup) == [
        "Zoe\u0301 Lindqvist 🏭, person, cast 1",
        "Bjørn Aas, person, cast 2",
        "Nordhavn Port Authority, organisation",
        "Zoo, place",
    ]
    press(qtbot, popup, Key.Key_Return)
    assert said.all == ["e_1"]
    assert popup.isHidden()


def test_typing_finds_and_says_which_alias(qtbot: QtBot, popup: TypeAhead) -> None:
    said = ask(popup)
    qtbot.keyClicks(popup.field.edit, "zo")
    assert shown(popup) == ["Zoe\u0301 Lindqvist 🏭, person, cast 1", "Zoo, place", "New person “zo”"]
    popup.field.edit.clear()
    qtbot.keyClicks(popup.field.edit, "mayo")
    assert shown(popup)[0] == "Zoe\u0301 Lindqvist 🏭, person, also called the mayor, cast 1"
    press(qtbot, popup, Key.Key_Enter)
    assert said.all == ["e_1"]


def test_arrows_and_tab_go_round(qtbot: QtBot, popup: TypeAhead, window: Window) -> None:
    said = ask(popup)
    press(qtbot, popup, Key.Key_Down, Key.Key_Tab)
    assert current(popup).startswith("Nordhavn")
    qtbot.keyClick(popup.field.edit, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert current(popup).startswith("Bjørn")
    press(qtbot, popup, Key.Key_Up, Key.Key_Up)
    assert current(popup) == "Zoo, place"
    press(qtbot, popup, Key.Key_Down)
    assert current(popup).startswith("Zoe\u0301")
    press(qtbot, popup, Key.Key_PageDown)
    assert current(popup) == "Zoo, place"
    press(qtbot, popup, Key.Key_PageUp, Key.Key_Down, Key.Key_Return)
    assert said.all == ["c_2"]
    assert window.fired == []


def test_digits_and_letters_are_text(qtbot: QtBot, popup: TypeAhead, window: Window) -> None:
    said = ask(popup)
    qtbot.keyClicks(popup.field.edit, "1 q 2")
    assert popup.field.text() == "1 q 2"
    assert window.fired == said.all == []


def test_a_new_name_by_enter_on_the_last_row_with_a_kind_by_arrows(qtbot: QtBot, popup: TypeAhead) -> None:
    said = ask(popup)
    qtbot.keyClicks(popup.field.edit, "zo")
    press(qtbot, popup, Key.Key_Left)  # the caret's, while no new name is chosen
    assert popup.field.edit.cursorPosition() == 1
    assert shown(popup)[-1] == "New person “zo”"
    popup.field.edit.clear()
    qtbot.keyClicks(popup.field.edit, " Zoo  Keepers ")
    press(qtbot, popup, Key.Key_Right)
    assert current(popup) == "New organisation “Zoo Keepers”"
    press(qtbot, popup, Key.Key_Left, Key.Key_Left)
    assert current(popup) == "New issue “Zoo Keepers”"
    press(qtbot, popup, Key.Key_Return)
    assert said.all == [("Zoo Keepers", "issue")]


def test_ctrl_enter_makes_a_new_one_whatever_is_chosen(qtbot: QtBot, popup: TypeAhead, window: Window) -> None:
    said = ask(popup, kind="organisation")
    press(qtbot, popup, Key.Key_Return, ctrl=True)
    assert said.all == []
    qtbot.keyClicks(popup.field.edit, "zoo")
    press(qtbot, popup, Key.Key_Return, ctrl=True)
    assert said.all == [("zoo", "organisation")]
    assert window.fired == []


def test_escape_leaves_and_so_does_the_focus_elsewhere(qtbot: QtBot, popup: TypeAhead, window: Window) -> None:
    said = ask(popup)
    press(qtbot, popup, Key.Key_Escape)
    assert said.all == ["left"]
    assert popup.isHidden()
    popup.leave()
    assert said.all == ["left"]
    popup.ask("Speaker", CANDIDATES, QRect(0, 0, 1, 1))
    window.other.setFocus()
    assert said.all == ["left", "left"]
    assert window.fired == []


def test_a_click_takes(qtbot: QtBot, popup: TypeAhead) -> None:
    said = ask(popup)
    place = popup.list.visualRect(popup.rows.index(2)).center()
    qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said.all == ["e_3"]


def test_a_preset_is_selected_and_looked_for(qtbot: QtBot, popup: TypeAhead) -> None:
    ask(popup, "npa")
    assert popup.field.edit.selectedText() == "npa"
    assert shown(popup)[0] == "Nordhavn Port Authority, organisation, also called NPA"
    qtbot.keyClicks(popup.field.edit, "zoo")
    assert shown(popup)[0] == "Zoo, place"


def test_nobody_to_choose_from(qtbot: QtBot, popup: TypeAhead) -> None:
    popup.ask("Speaker", (), QRect(0, 0, 1, 1))
    said = Said(popup)
    assert popup.empty.isVisible()
    assert popup.empty.text() == NOBODY
    press(qtbot, popup, Key.Key_Down, Key.Key_Return)
    assert said.all == []
    popup.field.edit.insert("é🏭")
    assert not popup.empty.isVisible()
    press(qtbot, popup, Key.Key_Return)
    assert said.all == [("é🏭", "person")]


def test_kinds_of_the_scheme(popup: TypeAhead) -> None:
    popup.set_kinds((Label("person", "Human"), Label("x_ship", "Ship"), Label("date", "Date")))
    ask(popup, "qq")
    assert shown(popup) == ["New human “qq”"]
    popup._change_kind(1)
    assert shown(popup) == ["New ship “qq”"]
    popup._change_kind(1)
    assert shown(popup) == ["New human “qq”"]
    popup.set_kinds((Label("date", "Date"),))
    ask(popup, "qq")
    assert shown(popup) == ["New date “qq”"]


@pytest.mark.parametrize(
    ("near", "above"), [(QRect(10, 10, 50, 20), False), (QRect(880, 580, 10, 10), True), (QRect(-90, -50, 5, 5), False)]
)
def test_it_stands_inside_the_window_beside_what_it_is_about(popup: TypeAhead, near: QRect, above: bool) -> None:
    ask(popup, near=near)
    window = popup.parentWidget()
    assert window is not None
    assert window.rect().contains(popup.geometry())
    assert popup.width() == WIDTH
    assert (popup.geometry().bottom() < near.top()) == above
    assert not popup.geometry().intersects(near)


def test_it_is_no_higher_than_its_rows(popup: TypeAhead) -> None:
    many = tuple(Candidate(f"e_{n}", f"Name {n}", "person") for n in range(40))
    popup.ask("Speaker", many, QRect(QPoint(0, 0), QPoint(1, 1)))
    most = popup.list.height()
    assert popup.rows.rowCount() == 40
    ask(popup, "bjørn")
    assert popup.list.height() * ROWS == most * 2


def test_it_says_what_it_asks(popup: TypeAhead) -> None:
    ask(popup)
    assert popup.purpose == "Speaker"
    assert popup.field.edit.placeholderText() == popup.field.edit.accessibleName() == "Speaker: name or alias"
    index = popup.rows.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Bjørn Aas, person, cast 2"


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_every_kind_of_row(popup: TypeAhead, window: Window, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    for typed in ("", "zo", "mayor", "npa", "qq"):
        ask(popup, typed)
        assert not popup.grab().isNull()
