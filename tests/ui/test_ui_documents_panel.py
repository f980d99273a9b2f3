"""The documents panel as a user meets it: chips, filter, keys, empty states, ten thousand rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtTest import QTest

from annotator.domain.documents import LayerStatus
from annotator.ui.documents_list import UNEVEN_ROWS, title_lines
from annotator.ui.documents_panel import EMPTY, DocumentsPanel
from annotator.ui.theme import Theme, dress

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

TITLES = (
    "Cafe\u0301 🐟 closes at the quay",
    "Ice house will stay,\u2028says owner",
    "مصنع التعليب الأخير",
    "挪威港口罐头厂将于三月关闭",
)


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    source: str | None = "Fjord Tribune"
    date: str | None = "2026-11-17"
    status: LayerStatus = "new"
    quotations: int = 3
    suggestions: int = 6
    words: int = 318
    labelled: bool = True


def rows(number: int = 8) -> list[Row]:
    return [Row(f"d_{n}", f"{TITLES[n % 4]} {n}", status="done" if n % 4 == 3 else "new") for n in range(number)]


@pytest.fixture
def panel(qtbot):
    made = DocumentsPanel()
    qtbot.addWidget(made)
    made.resize(280, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def click(panel: DocumentsPanel, row: int) -> None:
    spot = panel.list.visualRect(panel.model.index(row)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def test_a_click_opens_a_document(qtbot, panel):
    panel.set_rows(rows())
    with qtbot.waitSignal(panel.opened) as opened:
        click(panel, 2)
    assert opened.args == ["d_2"]


def test_arrows_walk_and_enter_opens(qtbot, panel):
    panel.set_rows(rows())
    panel.set_current("d_0")
    panel.focus_list()
    with qtbot.assertNotEmitted(panel.opened):
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
        QTest.keyClicks(panel.list, "c")
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == ["d_1"]


def test_the_list_is_called_documents_and_reads_its_rows(panel):
    panel.set_rows(rows())
    assert panel.list.objectName() == "documents"
    spoken = QAccessible.queryAccessibleInterface(panel.list).child(0).text(QAccessible.Text.Name)
    assert spoken == "Cafe\u0301 🐟 closes at the quay 0, Fjord Tribune, 17 Nov 2026, to do, 3 quotations"


def test_chips_choose_and_count(qtbot, panel):
    panel.set_rows(rows())
    assert panel.chips["todo"].isChecked()
    assert panel.chips["todo"].accessibleName() == "To do, 6"
    qtbot.mouseClick(panel.chips["done"], Qt.MouseButton.LeftButton)
    assert panel.model.ids() == ["d_3", "d_7"]
    assert not panel.chips["todo"].isChecked()
    assert panel._count.text() == "2 documents done"
    assert panel._done.text() == "2 of 8 done"


def test_typing_filters_and_enter_opens_the_first_hit(qtbot, panel):
    panel.set_rows(rows())
    panel.focus_filter()
    qtbot.keyClicks(panel.field.edit, "CAFE")
    assert panel.model.ids() == ["d_0", "d_4"]
    assert panel._count.text() == "2 of 6 match"
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.field.edit, Qt.Key.Key_Return)
    assert opened.args == ["d_0"]
    qtbot.keyClick(panel.field.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(panel.list.hasFocus)
    panel.focus_filter()
    qtbot.keyClick(panel.field.edit, Qt.Key.Key_Escape)
    assert panel.field.text() == ""
    assert len(panel.model.ids()) == 6


def test_no_hit_says_why_and_offers_the_way_out(qtbot, panel):
    panel.set_rows(rows())
    panel.field.set_text("quaybar")
    assert panel.no_hits.isVisible()
    assert panel.no_hits.words.text() == "No document matches “quaybar” in To do."
    assert panel.no_hits.button.text() == "Filter all 8"
    qtbot.mouseClick(panel.no_hits.button, Qt.MouseButton.LeftButton)
    assert panel.no_hits.words.text() == "No document matches “quaybar”."
    qtbot.mouseClick(panel.no_hits.button, Qt.MouseButton.LeftButton)
    assert panel.list.isVisible()
    assert panel.field.text() == ""


def test_all_done_is_said(panel):
    panel.set_rows([replace(row, status="done") for row in rows(2)])
    assert panel.no_hits.words.text() == "Nothing left to do: 2 of 2 done."
    panel.set_rows(rows(1))
    panel.show_only("done")
    assert panel.no_hits.words.text() == "No document is done yet."


def test_an_empty_project_invites(qtbot, panel):
    panel.set_rows([])
    assert panel.empty.isVisible()
    assert panel.empty.accessibleName() == EMPTY
    assert not panel.chips["todo"].isVisible()
    with qtbot.waitSignal(panel.importRequested):
        qtbot.mouseClick(panel.empty.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.importRequested):
        qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    panel.set_rows(rows())
    assert panel.list.isVisible()


def test_done_documents_leave_when_the_next_is_opened(panel):
    panel.set_rows(rows(3))
    panel.set_current("d_0")
    panel.update_rows({"d_0": replace(rows()[0], status="done")})
    assert panel.model.ids() == ["d_0", "d_1", "d_2"]
    assert panel.next_unfinished() == "d_1"
    assert (panel.neighbour(1), panel.neighbour(-1)) == ("d_1", None)
    panel.set_current("d_1")
    assert panel.model.ids() == ["d_1", "d_2"]
    assert panel._done.text() == "1 of 3 done"


def test_the_open_article_is_brought_into_view(qtbot, panel):
    panel.set_rows([Row(f"d_{n}", f"A title {n}") for n in range(100)])
    panel.set_current("d_90")
    area = panel.list.viewport().rect()
    qtbot.waitUntil(lambda: area.contains(panel.list.visualRect(panel.model.index(90)).center()))


def test_ten_thousand_rows_measure_only_what_is_seen(qtbot, panel):
    many = [
        Row(f"d_{n}", f"{TITLES[n % 4]} with a title that is too long for one line of the panel {n}")
        for n in range(10_000)
    ]
    panel.set_rows(many)
    panel.set_current("d_9000")
    area = panel.list.viewport().rect()
    qtbot.waitUntil(lambda: area.contains(panel.list.visualRect(panel.model.index(9000)).center()))
    panel.grab()
    assert 0 < panel.list.delegate.measured < 100
    heights = {panel.list.visualRect(panel.model.index(n)).height() for n in (0, 5000, 9999)}
    assert len(heights) == 1


def test_short_lists_give_a_title_the_lines_it_needs(panel):
    panel.set_rows([Row("a", "Short 🐟"), Row("b", "A long title about the harbour " * 6)])
    short, long = (panel.list.visualRect(panel.model.index(n)).height() for n in (0, 1))
    assert long - short == 2 * 17
    assert len(rows(UNEVEN_ROWS)) == UNEVEN_ROWS
    panel.set_rows(rows(UNEVEN_ROWS))
    assert not panel.list.uniformItemSizes()


@pytest.mark.parametrize("title", [*TITLES, "Supercalifragilistic" * 9, "👩‍👩‍👧 " * 40, "", " "])
def test_titles_break_into_lines_that_fit(qapp, title):
    font = QFont("Inter")
    font.setPixelSize(13)
    measure = QFontMetricsF(font)
    lines = title_lines(title, font, 120, 3)
    assert 1 <= len(lines) <= 3
    assert all(measure.horizontalAdvance(line) <= 130 for line in lines)
    whole = "".join(" ".join(title.split()).split())
    shown = "".join("".join(lines).split())
    assert shown == whole or (len(lines) == 3 and lines[-1].endswith("…"))


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_painted_in_both_themes_at_every_width(panel, dark):
    theme = Theme.load(dark)
    panel.theme = theme
    dress(panel, theme)
    panel.set_rows(rows())
    for width in (200, 212, 280, 360):
        panel.resize(width, 500)
        panel.set_compact(width < 220)
        picture = panel.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() - 3) == theme.chrome
        chips = [chip.geometry() for chip in panel.chips.values()]
        assert not any(a.intersects(b) for a in chips for b in chips if a is not b)
        assert max(rect.right() for rect in chips) < width
        assert panel.childAt(QPoint(width - 22, 500 - 22)) is panel.add
