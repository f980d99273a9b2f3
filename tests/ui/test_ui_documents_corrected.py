"""The panel that offers the annotations of an old text to its corrected one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from annotator.domain.annotations import Origin, Quotation
from annotator.domain.text import Span
from annotator.operations.moving import Offer
from annotator.ui.look.theme import Theme, dress
from annotator.ui.reanchor.panel import ReanchorPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

QUOTATION = Quotation("q", (Span(0, 1),), Origin("manual"))
OFFERS = (
    Offer("q_1", "unchanged", 1.0, "“We stay at the cafe\u0301 🐟,”", "“We stay at the cafe\u0301 🐟,”", (), QUOTATION),
    Offer("q_2", "changed", 0.82, "12 million for the quay", "14 million for the quay", ("cue",), QUOTATION),
    Offer("q_3", "moved", 1.0, "قال العمال", "قال العمال", ("speaker", "stance target"), QUOTATION),
    Offer("q_4", "lost", 0.1, "nobody came", ""),
)


@pytest.fixture
def panel(qtbot):
    made = ReanchorPanel()
    qtbot.addWidget(made)
    made.resize(792, 320)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_offers("d_old", "d_new", "The quay", OFFERS)
    return made


def test_what_is_the_same_is_chosen_and_carried(qtbot, panel):
    assert panel.title.text() == "What it keeps of “The quay”"
    assert {state: chip.accessibleName() for state, chip in panel.chips.items()} == {
        "unchanged": "Kept, 1",
        "moved": "Moved, 1",
        "changed": "Changed, 1",
    }
    assert panel.lost.text() == "1 lost"
    with qtbot.waitSignal(panel.carried) as told:
        qtbot.mouseClick(panel.carry, Qt.MouseButton.LeftButton)
    assert told.args == ["d_old", "d_new", ["q_1", "q_3"]]


def test_rows_are_chosen_by_click_and_by_space(qtbot, panel):
    panel.focus_list()
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.carry.text() == "Carry over 1"
    QTest.mouseClick(
        panel.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        panel.list.visualRect(panel.model.index(1)).center(),
    )
    with qtbot.waitSignal(panel.carried) as told:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert told.args[2] == ["q_2", "q_3"]
    assert panel.chips["changed"].isChecked()
    assert not panel.chips["unchanged"].isChecked()


def test_what_is_lost_cannot_be_chosen(panel):
    panel.model.choose(3)
    assert panel.model.chosen == {"q_1", "q_3"}
    panel.model.choose_all(["lost"])
    assert panel.model.chosen == set()
    panel._refresh()
    assert not panel.carry.isEnabled()
    panel._carry()


def test_chips_choose_all_of_a_kind(qtbot, panel):
    panel.chips["moved"].click()
    panel.chips["changed"].click()
    assert panel.model.chosen == {"q_1", "q_2"}


def test_esc_leaves(qtbot, panel):
    panel.focus_list()
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.list, Qt.Key.Key_Escape)


def test_rows_are_read_aloud_with_what_they_lack(panel):
    spoken = [
        QAccessible.queryAccessibleInterface(panel.list).child(row).text(QAccessible.Text.Name) for row in range(4)
    ]
    assert spoken == [
        "kept, “We stay at the cafe\u0301 🐟,”, chosen",
        "changed, 12 million for the quay, now 14 million for the quay, without cue, not chosen",
        "moved, قال العمال, without speaker, stance target, chosen",
        "lost, nobody came, not chosen",
    ]
    tip = panel.model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert "82% the same" in tip
    assert "not in the new text: cue" in tip


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [520, 792])
def test_it_is_painted_in_both_themes(panel, dark, width):
    panel.theme = Theme.load(dark)
    dress(panel, panel.theme)
    panel.resize(width, 180)
    picture = panel.grab().toImage()
    assert picture.pixelColor(2, 20) == panel.theme.page
    assert panel.carry.geometry().right() < width
    assert not panel.carry.geometry().intersects(panel.leave.geometry())
