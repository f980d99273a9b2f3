"""The drawer below the article: pages, height, closing."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from annotator.ui.drawer import HEIGHT, Drawer
from annotator.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Window(QWidget):
    """An article above a drawer with two pages."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.article = QTextEdit("Cafe\u0301 🏭")
        self.drawer = Drawer()
        self.problems, self.history = QTextEdit(), QTextEdit()
        self.drawer.add_page("problems", "Problems", self.problems)
        self.drawer.add_page("history", "History", self.history)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.article, 1)
        column.addWidget(self.drawer)


@pytest.fixture
def window(qtbot) -> Iterator[Window]:
    made = Window()
    made.resize(700, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.article.setFocus()
    yield made
    gc.collect()
    shiboken6.delete(made)


def test_it_is_closed_until_a_page_is_shown(window) -> None:
    assert not window.drawer.isVisible()
    assert window.drawer.page() is None
    window.drawer.show_page("history")
    assert window.drawer.page() == "history"
    assert window.drawer.title.text() == "History"
    assert window.drawer.height() == HEIGHT
    assert window.article.hasFocus(), "showing takes no focus"
    with pytest.raises(ValueError, match="nothing"):
        window.drawer.show_page("nothing")


def test_the_count_stands_beside_the_title_of_its_page(window) -> None:
    window.drawer.set_count("problems", 1234)
    window.drawer.show_page("problems")
    assert window.drawer.count.accessibleName() == "1,234"
    assert window.drawer.accessibleName() == "Problems, 1234"
    window.drawer.show_page("history")
    assert not window.drawer.count.isVisible()
    window.drawer.set_count("problems", 0)
    assert window.drawer.title.text() == "History"


def test_toggling_a_page_takes_the_focus_and_closes_again(window, qtbot) -> None:
    window.drawer.toggle_page("problems")
    assert window.problems.hasFocus()
    window.drawer.toggle_page("history")
    assert window.drawer.page() == "history"
    with qtbot.waitSignal(window.drawer.closed):
        window.drawer.toggle_page("history")
    assert not window.drawer.isVisible()


def test_esc_and_the_cross_close_it(window, qtbot) -> None:
    window.drawer.show_page("problems")
    window.drawer.close_button.setFocus()
    with qtbot.waitSignal(window.drawer.closed):
        QTest.keyClick(window.drawer.close_button, Key.Key_Escape)
    window.drawer.show_page("problems")
    with qtbot.waitSignal(window.drawer.closed):
        QTest.mouseClick(window.drawer.close_button, LEFT)
    with qtbot.assertNotEmitted(window.drawer.closed):
        window.drawer.close_drawer()


def test_the_edge_is_dragged(window, qtbot) -> None:
    drawer = window.drawer
    drawer.show_page("problems")
    edge = drawer.edge
    with qtbot.waitSignal(drawer.resized) as told:
        QTest.mousePress(edge, LEFT, pos=QPoint(50, 3))
        QTest.mouseMove(edge, QPoint(50, -57))
        QTest.mouseRelease(edge, LEFT, pos=QPoint(50, -57))
    assert told.args == [240]
    assert drawer.height() == 240


def test_the_edge_moves_by_key_within_its_range(window, qtbot) -> None:
    drawer = window.drawer
    drawer.show_page("problems")
    drawer.edge.setFocus()
    QTest.keyClick(drawer.edge, Key.Key_Up)
    assert drawer.height_chosen() == HEIGHT + 20
    for _ in range(30):
        QTest.keyClick(drawer.edge, Key.Key_Down)
    assert drawer.height() == 120
    for _ in range(30):
        QTest.keyClick(drawer.edge, Key.Key_Up)
    assert drawer.height_chosen() == 400


def test_a_low_window_keeps_half_of_it_for_the_article(window, qtbot) -> None:
    drawer = window.drawer
    drawer.set_height(400)
    drawer.show_page("problems")
    assert drawer.height() == 400
    window.resize(700, 500)
    qtbot.waitUntil(lambda: drawer.height() == 250)
    assert drawer.height_chosen() == 400
    window.resize(700, 800)
    qtbot.waitUntil(lambda: drawer.height() == 400)


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(window, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    window.drawer.show_page("problems")
    window.drawer.edge.setFocus()
    assert not window.drawer.grab().isNull()
