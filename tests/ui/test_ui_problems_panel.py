"""The list of problems: rows, filter, going there, staying where one was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.analysis.problems import KINDS, Problem
from annotator.domain.text import Span
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme
from annotator.ui.problems_panel import ICONS, ProblemsPanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
TEXT = Qt.ItemDataRole.AccessibleTextRole

ONE = Problem("no_speaker", "Who speaks is not decided yet.", Span(3, 9), "q_1", "“Cafe\u0301 🏭,”")
TWO = Problem("no_cue", "The cue is neither marked nor said to be absent.", Span(3, 9), "q_1", "“Cafe\u0301 🏭,”")
THREE = Problem("no_speaker", "Who speaks is not decided yet.", Span(40, 44), "q_2", "終わった")


class Window(QWidget):
    """A window with a theme and the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.panel = ProblemsPanel()
        QVBoxLayout(self).addWidget(self.panel)


@pytest.fixture
def window(qtbot) -> Iterator[Window]:
    made = Window()
    made.resize(700, 200)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    gc.collect()
    shiboken6.delete(made)


@pytest.fixture
def panel(window) -> ProblemsPanel:
    window.panel.set_problems((ONE, TWO, THREE))
    return window.panel


def kinds(panel: ProblemsPanel) -> list[str]:
    rows = panel.kind_rows
    return [rows.index(n, 0).data(TEXT) for n in range(rows.rowCount())]


def choose_kind(panel: ProblemsPanel, number: int) -> None:
    rect = panel.kinds.visualRect(panel.kind_rows.index(number, 0))
    QTest.mouseClick(panel.kinds.viewport(), LEFT, pos=rect.center())


def test_without_problems_it_says_so(window) -> None:
    panel = window.panel
    assert panel.problems() == ()
    assert not panel.list.isVisible()
    assert panel.focusProxy().accessibleName() == "No problem found."


def test_rows_and_kinds_are_read_aloud(panel) -> None:
    assert panel.problems() == (ONE, TWO, THREE)
    index = panel.rows.index(0, 0)
    assert index.data() == "Who speaks is not decided yet."
    assert index.data(TEXT) == "Who speaks is not decided yet. “Cafe\u0301 🏭,”"
    assert kinds(panel) == ["All kinds, 3", "No speaker yet, 2", "No cue yet, 1"]


def test_a_click_and_enter_go_there(panel, qtbot) -> None:
    with qtbot.waitSignal(panel.opened) as gone:
        rect = panel.list.visualRect(panel.rows.index(2, 0))
        QTest.mouseClick(panel.list.viewport(), LEFT, pos=rect.center())
    assert gone.args == ["q_2", Span(40, 44)]
    panel.list.setFocus()
    with qtbot.assertNotEmitted(panel.opened):
        QTest.keyClick(panel.list, Key.Key_Up)
    with qtbot.waitSignal(panel.opened) as gone:
        QTest.keyClick(panel.list, Key.Key_Return)
    assert gone.args == ["q_1", Span(3, 9)]
    assert panel.current() == TWO


def test_a_kind_filters_what_is_listed_and_walked(panel, qtbot) -> None:
    with qtbot.waitSignal(panel.filtered):
        choose_kind(panel, 1)
    assert panel.problems() == (ONE, THREE)
    choose_kind(panel, 0)
    assert panel.problems() == (ONE, TWO, THREE)


def test_the_filter_goes_when_its_kind_is_gone(panel) -> None:
    choose_kind(panel, 2)
    assert panel.problems() == (TWO,)
    panel.set_problems((ONE, THREE))
    assert panel.problems() == (ONE, THREE)
    assert kinds(panel) == ["All kinds, 2", "No speaker yet, 2"]


def test_the_filter_stays_while_its_kind_is_there(panel) -> None:
    choose_kind(panel, 1)
    panel.set_problems((ONE, TWO))
    assert panel.problems() == (ONE,)
    assert panel.kinds.currentIndex().row() == 1


def test_the_choice_stays_with_its_problem_and_goes_to_its_neighbour(panel) -> None:
    panel.set_current(TWO)
    moved = replace(TWO, span=Span(5, 11))
    panel.set_problems((ONE, moved, THREE))
    assert panel.current() == moved
    panel.set_problems((ONE, THREE))
    assert panel.current() == THREE
    panel.set_current(None)
    assert panel.current() is None


def test_the_focus_stays_in_the_panel_when_the_last_problem_is_solved(panel) -> None:
    panel.list.setFocus()
    panel.set_problems(())
    assert panel.focusProxy().hasFocus()
    panel.set_problems((ONE,))
    assert panel.list.hasFocus()


def test_arrows_go_from_list_to_list(panel) -> None:
    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.current() == ONE, "by key the first one is chosen"
    QTest.keyClick(panel.list, Key.Key_Left)
    assert panel.kinds.hasFocus()
    QTest.keyClick(panel.kinds, Key.Key_Down)
    assert panel.problems() == (ONE, THREE)
    QTest.keyClick(panel.kinds, Key.Key_Right)
    assert panel.list.hasFocus()


def test_every_kind_has_a_name_and_an_icon_that_exists(qapp) -> None:
    assert set(ICONS) == set(KINDS)
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    for name in ICONS.values():
        paint_icon(painter, name, QRectF(0, 0, 16, 16), QColor("#000000"))
    painter.end()


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(panel, window, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    panel.set_current(TWO)
    assert not panel.grab().isNull()
