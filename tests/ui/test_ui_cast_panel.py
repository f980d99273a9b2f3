"""The cast panel: names where there is little room, joining, moving and taking out by drag, by menu and by key."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.card.cast_key import CAST_MIME, MENTION_MIME, CastKey, carrying
from annotator.ui.card.cast_panel import CastPanel
from annotator.ui.card.view_model import CastRow

ROWS = (
    CastRow("1", "Zoé Cafe\u0301-Lindqvist 🏭", "person", 0, "c_1"),
    CastRow("2", "Ursula von der Ahlen", "person", None, "c_2"),
    CastRow("3", "Nordhavn Port & Harbour Authority", "organisation", 1, "c_3"),
    CastRow("", "Waiting Person", "person", None, "c_4"),
)
_NO = Qt.MouseButton.NoButton
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CastPanel]:
    panel = CastPanel()
    panel.resize(368, 200)
    panel.set_cast(ROWS, frozenset({"c_2"}))
    panel.show()
    yield panel
    panel.hide()
    gc.collect()
    shiboken6.delete(panel)


def drop(widget: QWidget, mime: QMimeData, *, leave: bool = False) -> bool:
    """Drag something over a widget and let it go, or drag it away; whether the widget takes it."""
    at, link = QPoint(4, 4), Qt.DropAction.LinkAction
    enter = QDragEnterEvent(at, link, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, enter)
    move = QDragMoveEvent(at, link, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, move)
    assert move.isAccepted() == enter.isAccepted()
    if leave:
        QApplication.sendEvent(widget, QDragLeaveEvent())
        return enter.isAccepted()
    dropped = QDropEvent(QPointF(at), link, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, dropped)
    return enter.isAccepted()


def heard(panel: CastPanel) -> list[tuple[object, ...]]:
    """Everything that the panel says from now on."""
    said: list[tuple[object, ...]] = []
    for name in ("joinRequested", "mentionMoved", "mentionTakenOut", "renamed", "openRequested", "dismissed"):
        getattr(panel, name).connect(lambda *args, name=name: said.append((name, *args)))
    panel.castChosen.connect(lambda who: said.append(("castChosen", who)))
    return said


def chosen(menu: QMenu, *path: str) -> Callable[[], None]:
    """The entry of a menu by its words, through its submenus."""
    for words in path[:-1]:
        entry = next(each for each in menu.actions() if each.text().replace("&", "") == words.replace("&", ""))
        found = entry.menu()
        assert isinstance(found, QMenu)
        menu = found
    return next(each.trigger for each in menu.actions() if each.text().replace("&", "") == path[-1].replace("&", ""))


def test_a_member_dropped_on_another_joins_it(panel: CastPanel) -> None:
    said = heard(panel)
    assert drop(panel.keys[0], carrying(CAST_MIME, "c_3"))
    assert said == [("joinRequested", "c_1", "c_3")]
    assert not drop(panel.keys[0], carrying(CAST_MIME, "c_1"))
    assert not drop(panel.keys[0], carrying("text/plain", "c_3"))
    assert drop(panel.keys[1], carrying(CAST_MIME, "c_3"), leave=True)
    assert len(said) == 1


def test_a_member_is_dragged_with_its_id_and_a_click_is_no_drag(
    qtbot: QtBot, panel: CastPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    monkeypatch.setattr(
        "annotator.ui.card.cast_key.QDrag.exec",
        lambda drag, _action: carried.append(bytes(drag.mimeData().data(CAST_MIME).data()).decode()),
    )
    said = heard(panel)
    key = panel.keys[0]
    far = QPoint(8 + QApplication.startDragDistance(), 8)
    qtbot.mousePress(key, _LEFT, pos=QPoint(6, 6))
    for at in (QPoint(7, 6), far, far + QPoint(9, 0)):
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), key.mapToGlobal(QPointF(at)), _NO, _LEFT, _NONE)
        QApplication.sendEvent(key, event)
    qtbot.mouseRelease(key, _LEFT, pos=far)
    assert carried == ["c_1"]
    assert said == []
    qtbot.mouseClick(key, _LEFT)
    assert said == [("castChosen", "c_1")]
    assert carried == ["c_1"]


def test_a_mention_dropped_on_a_member_means_it_and_beside_them_nobody(panel: CastPanel) -> None:
    said = heard(panel)
    assert drop(panel.keys[2], carrying(MENTION_MIME, "m_é🏭"))
    assert drop(panel, carrying(MENTION_MIME, "m_2"))
    assert not drop(panel, carrying(CAST_MIME, "c_3"))
    assert said == [("mentionMoved", "m_é🏭", "c_3"), ("mentionTakenOut", "m_2")]
    assert drop(panel, carrying(MENTION_MIME, "m_2"), leave=True)
    assert len(said) == 2


def test_the_menu_of_a_member_says_all_that_dragging_does(panel: CastPanel) -> None:
    said = heard(panel)
    chosen(panel.member_menu(ROWS[0]), "Join with…", "Nordhavn Port & Harbour Authority")()
    chosen(panel.member_menu(ROWS[0]), "Open in Entities")()
    chosen(panel.member_menu(ROWS[0]), "Remove from the cast")()
    chosen(panel.others_menu(), "Waiting Person")()
    chosen(panel.others_menu(), "Correct", "Waiting Person", "Remove from the cast")()
    assert said == [
        ("joinRequested", "c_3", "c_1"),
        ("openRequested", "c_1"),
        ("dismissed", "c_1"),
        ("castChosen", "c_4"),
        ("dismissed", "c_4"),
    ]


def test_the_menu_key_opens_the_menu_below_the_member(qtbot: QtBot, panel: CastPanel) -> None:
    key = panel.keys[1]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), QPoint(300, 300))
    QApplication.sendEvent(key, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.pos().y() >= key.mapToGlobal(key.rect().bottomLeft()).y() - 1
    menu.close()


def test_renaming_in_place(qtbot: QtBot, panel: CastPanel) -> None:
    said = heard(panel)
    field = panel.name_field
    chosen(panel.member_menu(ROWS[1]), "Rename…")()
    assert field.isVisible()
    assert field.text() == "Ursula von der Ahlen"
    qtbot.keyClicks(field.edit, "Uma  Ahlen ")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert said == [("renamed", "c_2", "Uma Ahlen")]
    assert not field.isVisible()
    panel.ask_name("c_2")
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    panel.ask_name("c_2")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    panel.ask_name("c_gone")
    assert len(said) == 1
    assert not field.isVisible()


def test_renaming_ends_when_its_member_goes(panel: CastPanel) -> None:
    panel.ask_name("c_2")
    panel.set_cast(ROWS[:1], frozenset())
    assert not panel.name_field.isVisible()


def test_a_name_without_room_becomes_the_surname(panel: CastPanel) -> None:
    by_id = {each.row.id: each for each in panel.keys}
    assert by_id["c_2"].shown_name(500) == "Ursula von der Ahlen"
    assert by_id["c_2"].shown_name(90) == "von der Ahlen"
    assert by_id["c_3"].shown_name(20) == "Nordhavn Port & Harbour Authority"
    assert panel.keys[1].accessibleName() == "2 Ursula von der Ahlen, person, chosen"


def test_the_focus_stays_on_its_member(qtbot: QtBot, panel: CastPanel) -> None:
    panel.keys[2].setFocus(Qt.FocusReason.TabFocusReason)
    panel.set_cast((ROWS[2], *ROWS[:2]), frozenset())
    qtbot.waitUntil(lambda: isinstance(panel.focusWidget(), CastKey) and panel.focusWidget() is panel.keys[0])


def test_nobody_in_the_cast(panel: CastPanel) -> None:
    panel.set_cast((), frozenset())
    assert panel.keys == []
    assert "Press / to search the registry." in panel._empty.text()
    assert panel._empty.isVisible()
