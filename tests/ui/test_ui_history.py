"""The history panel: rows, keys, why a step cannot be taken back, more on scrolling."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from annotator.ui.history_panel import HistoryPanel, HistoryRow
from annotator.ui.look.theme import Theme, dress

Key = Qt.Key
ROWS = (
    HistoryRow(
        9, "Set cue", "bea", "today 10:12", "Quay", "d_1", "“We stay 🏭,” Zoe\u0301", mine=True, can_revert=True
    ),
    HistoryRow(8, "Add stance", "bea", "today 10:11", "Quay", "d_1", undone=True),
    HistoryRow(7, "Label", "pipeline", "today 10:10", "Quay and 2 more", "d_1", mine=False),
    HistoryRow(6, "Add quotation", "Carl", "today 10:09", "Cafe\u0301", None, mine=False),
    HistoryRow(5, "Import", "bea", "today 10:08"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[HistoryPanel]:
    panel = HistoryPanel()
    panel.theme = Theme.load(dark=False)  # type: ignore[attr-defined] - what a window gives its parts
    dress(panel, panel.theme)
    panel.resize(800, 240)
    panel.show_steps(ROWS)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.hide()
    gc.collect()
    shiboken6.delete(panel)


def test_each_row_says_what_was_done_to_what_by_whom_and_when(panel: HistoryPanel) -> None:
    spoken = [panel.rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(len(ROWS))]
    assert spoken[0] == "Set cue, “We stay 🏭,” Zoe\u0301 · Quay, bea, today 10:12"
    assert spoken[1] == "Add stance, undone, Quay, bea, today 10:11"
    assert [each.icon for each in ROWS] == ["user", "undo-2", "cpu", "users", "user"]
    assert panel.rows.index(0).data() == "Set cue"


def test_the_latest_step_is_chosen_and_the_buttons_follow_the_choice(panel: HistoryPanel) -> None:
    assert panel.current() == ROWS[0]
    facts = []
    for n in range(len(ROWS)):
        panel.list.setCurrentIndex(panel.rows.index(n))
        facts.append((panel.revert_button.isEnabled(), panel.open_button.isEnabled(), panel.why.text()))
    assert facts == [
        (True, True, ""),
        (False, True, "This step is undone already."),
        (False, True, "What the pipeline did is done anew by labelling again."),
        (False, False, "Only Carl can take this back."),
        (False, False, "This step cannot be taken back any more."),
    ]
    assert panel.revert_button.toolTip() == "This step cannot be taken back any more."


def test_keys_open_and_take_back_only_what_can_be(panel: HistoryPanel, qtbot: QtBot) -> None:
    opened, reverted = QSignalSpy(panel.opened), QSignalSpy(panel.revertRequested)
    qtbot.keyClick(panel.list, Key.Key_Return)
    qtbot.keyClick(panel.list, Key.Key_Backspace)
    qtbot.keyClick(panel.list, Key.Key_Delete)
    assert (opened.count(), list(opened.at(0))) == (1, ["d_1"])
    assert (reverted.count(), list(reverted.at(0))) == (2, [9])
    panel.list.setCurrentIndex(panel.rows.index(3))
    qtbot.keyClick(panel.list, Key.Key_Return)
    qtbot.keyClick(panel.list, Key.Key_Backspace)
    assert (opened.count(), reverted.count()) == (1, 2)


def test_the_mouse_does_what_the_keys_do(panel: HistoryPanel, qtbot: QtBot) -> None:
    opened, reverted = QSignalSpy(panel.opened), QSignalSpy(panel.revertRequested)
    qtbot.mouseClick(panel.open_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.revert_button, Qt.MouseButton.LeftButton)
    assert (opened.count(), reverted.count()) == (1, 1)


def test_the_chosen_step_stays_chosen_when_others_come(panel: HistoryPanel) -> None:
    panel.list.setCurrentIndex(panel.rows.index(2))
    panel.show_steps((HistoryRow(10, "Set type", "bea", "today 10:13"), *ROWS))
    assert panel.current() == ROWS[2]


def test_scrolling_to_the_end_asks_for_more_once(panel: HistoryPanel) -> None:
    asked = QSignalSpy(panel.moreRequested)
    rows = tuple(HistoryRow(n, f"Step {n} 🏭", "bea", "today") for n in range(60, 0, -1))
    panel.show_steps(rows, more=True)
    bar = panel.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum() - 1)
    bar.setValue(bar.maximum())
    assert asked.count() == 1
    panel.show_steps(rows)
    bar.setValue(0)
    bar.setValue(bar.maximum())
    assert asked.count() == 1


def test_nothing_done_yet_is_said(panel: HistoryPanel) -> None:
    panel.show_steps(())
    assert not panel.list.isVisible()
    assert not panel.revert_button.isVisible()
    assert panel._empty.isVisible()
    assert panel._empty.accessibleName() == "Nothing was done yet."


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(panel: HistoryPanel, dark: bool) -> None:
    panel.theme = Theme.load(dark=dark)  # type: ignore[attr-defined] - as above
    dress(panel, panel.theme)
    image = panel.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}) > 4
