"""The documents panel as a user meets it: chips, filter, keys, empty states, ten thousand rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFont, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.domain.documents import LayerStatus
from annotator.ui.documents.empty import EMPTY
from annotator.ui.documents.list import UNEVEN_ROWS, title_lines
from annotator.ui.documents.menus import SHOWN_WORDS, filter_menu, order_menu, row_menu
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.look.theme import Theme, dress

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
    noted: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Hit:
    document: str
    snippet: str = "… at the cafe\u0301 of the quay 🐟 nobody …"
    hits: tuple[tuple[int, int], ...] = ((9, 14), (22, 26))


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
    spot = panel.list.visualRect(panel.list.at(row)).center()
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
    assert spoken == "Cafe\u0301 🐟 closes at the quay 0, Fjord Tribune, 17 Nov 2026, to do, 3 quotations, 6 suggested"


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
    panel.focus_search()
    qtbot.keyClicks(panel.field.edit, "CAFE")
    assert panel.model.ids() == ["d_0", "d_4"]
    assert panel._count.text() == "2 of 6 match"
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.field.edit, Qt.Key.Key_Return)
    assert opened.args == ["d_0"]
    qtbot.keyClick(panel.field.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(panel.list.hasFocus)
    panel.focus_search()
    qtbot.keyClick(panel.field.edit, Qt.Key.Key_Escape)
    assert panel.field.text() == ""
    assert len(panel.model.ids()) == 6


def test_no_hit_says_why_and_offers_the_way_out(qtbot, panel):
    panel.set_rows(rows())
    panel.field.set_text("quaybar")
    panel.show_hits("quaybar", [], 0)
    assert panel.no_hits.isVisible()
    assert panel.no_hits.words.text() == "No document matches “quaybar” in To do."
    assert panel.no_hits.button.text() == "Search all 8"
    qtbot.mouseClick(panel.no_hits.button, Qt.MouseButton.LeftButton)
    assert panel.no_hits.words.text() == "No document matches “quaybar”."
    qtbot.mouseClick(panel.no_hits.button, Qt.MouseButton.LeftButton)
    assert panel.list.isVisible()
    assert panel.field.text() == ""


def test_the_texts_are_searched_when_the_typing_rests(qtbot, panel):
    panel.set_rows(rows())
    asked = []
    panel.searchRequested.connect(asked.append)
    panel.focus_search()
    qtbot.keyClicks(panel.field.edit, "quay k")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["quay k"])
    panel.show_hits("quay", [Hit("d_2")], 1)
    assert panel.model.hit("d_2") is None, "an answer to other words"
    panel.show_hits("quay k", [Hit("d_2"), Hit("d_3")], 2)
    assert panel.model.ids() == ["d_2"]
    assert panel._count.text() == "1 of 6 match"
    panel.show_only("all")
    assert panel.model.ids() == ["d_2", "d_3"]
    panel.show_hits("quay k", [Hit("d_2")], 900)
    assert panel._count.text() == "The best 1 of 900"
    qtbot.keyClick(panel.field.edit, Qt.Key.Key_Escape)
    assert len(panel.model.ids()) == 8
    assert panel.model.hit("d_2") is None


def test_enter_searches_at_once_and_opens_the_first_hit(qtbot, panel):
    panel.set_rows(rows())
    panel.show_only("all")
    panel.searchRequested.connect(lambda query: panel.show_hits(query, [Hit("d_5"), Hit("d_6", "", ())], 2))
    panel.focus_search()
    qtbot.keyClicks(panel.field.edit, "herring")
    with qtbot.waitSignal(panel.hitOpened) as opened, qtbot.assertNotEmitted(panel.opened):
        qtbot.keyClick(panel.field.edit, Qt.Key.Key_Return)
    assert opened.args == ["d_5", "herring"]
    with qtbot.waitSignal(panel.opened) as opened:
        click(panel, 1)
    assert opened.args == ["d_6"], "a document found by its fields has no words to show"


def test_hits_of_longer_words_stay_until_the_next_answer(panel):
    panel.set_rows(rows())
    panel.show_only("all")
    panel.field.set_text("her")
    panel.show_hits("her", [Hit("d_5")], 1)
    panel.field.set_text("herr")
    assert panel.model.ids() == ["d_5"]
    panel.field.set_text("fish")
    assert panel.model.hit("d_5") is None


def test_a_query_with_fields_waits_for_its_answer(panel):
    panel.set_rows(rows())
    panel.field.set_text("status:new")
    assert len(panel.model.ids()) == 6
    panel.show_hits("status:new", [Hit("d_1", "", ())], 1)
    assert panel.model.ids() == ["d_1"]
    panel.field.set_text("colour:red")
    panel.show_trouble("colour:red", "The search has no field “colour”.")
    assert panel.no_hits.words.text() == "The search has no field “colour”."
    assert panel.no_hits.button.text() == "Clear the search"
    panel.no_hits.button.click()
    assert panel.field.text() == ""


def test_snippets_make_rows_taller_and_are_painted_in_every_script(panel):
    panel.set_rows(rows())
    panel.show_only("all")
    before = panel.list.visualRect(panel.list.at(1)).height()
    panel.field.set_text("q")
    panel.show_hits("q", [Hit("d_1"), Hit("d_2", "قال العمال 🐟 إن", ((4, 10),)), Hit("d_3", "記者は述べた。" * 9)], 3)
    panel.grab()
    assert panel.list.visualRect(panel.list.at(panel.model.row_of("d_1"))).height() > before
    many = [Row(f"d_{n}", f"Quay {n}") for n in range(UNEVEN_ROWS + 5)]
    panel.set_rows(many)
    panel.field.set_text("quay")
    panel.show_hits("quay", [Hit(row.id) for row in many], len(many))
    panel.grab()
    assert panel.list.uniformItemSizes()
    assert panel.list.delegate.measured < 100


# Orders, filters, menus


def test_the_order_is_chosen_told_and_remembered(qtbot, panel):
    panel.set_rows([replace(row, quotations=n) for n, row in enumerate(rows())])
    panel.show_only("all")
    menu = order_menu(panel, panel.model.order, panel._choose_order)
    by_words = {action.text(): action for action in menu.actions()}
    assert by_words["Project order"].isChecked()
    with qtbot.waitSignal(panel.orderChanged) as changed:
        by_words["Quotations"].trigger()
    assert changed.args == ["quotations"]
    assert panel.model.ids()[0] == "d_7"
    assert panel.order_button.accessibleName() == "Sorted by quotations"
    again = order_menu(panel, panel.model.order, panel._choose_order)
    with qtbot.waitSignal(panel.orderChanged) as changed:
        again.actions()[-1].trigger()
    assert changed.args == ["-quotations"]
    assert panel.model.ids()[0] == "d_0"
    with qtbot.assertNotEmitted(panel.orderChanged):
        panel.set_order("title")
    assert panel.order_button.text() == "Title"
    panel.set_order("what is this")
    assert panel.model.order == "project"


def test_the_filter_menu_shows_what_no_chip_does(panel):
    panel.set_rows([*rows(), Row("d_8", "Skipped 🐟", status="skipped"), Row("d_9", "Noted", noted=True)])
    panel.set_problems({"d_0": 2})
    menu = filter_menu(panel, "todo", panel.model.counts(), panel.show_only)
    by_words = {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}
    assert list(by_words) == list(SHOWN_WORDS.values())
    assert by_words["Skipped"].text().endswith("\t1")
    for words, ids, line in (
        ("Skipped", ["d_8"], "1 document skipped"),
        ("With problems", ["d_0"], "1 document with problems"),
        ("With notes", ["d_9"], "1 document with a note"),
    ):
        by_words[words].trigger()
        assert (panel.model.ids(), panel._count.text()) == (ids, line)
        assert not any(chip.isChecked() for chip in panel.chips.values())
        assert panel.filter_button.isChecked()
    panel.chips["done"].click()
    assert panel.chips["done"].isChecked()
    assert not panel.filter_button.isChecked()
    panel.set_rows(rows())
    panel.show_only("skipped")
    assert panel.no_hits.words.text() == "No document is skipped."


def test_the_menu_of_a_row_asks_for_what_can_be_done_to_one(qtbot, panel):
    panel.set_rows(rows())
    menu = row_menu(panel, ["d_1"], panel._ask, writable=True)
    made = {action.objectName(): action for action in menu.actions() if action.objectName()}
    assert list(made) == ["open", "done", "reopen", "skip", "note", "metadata", "corrected", "label", "remove"]
    for deed in list(made)[1:]:
        with qtbot.waitSignal(panel.asked) as asked:
            made[deed].trigger()
        assert asked.args == [deed, ["d_1"]]
    with qtbot.waitSignal(panel.opened):
        made["open"].trigger()
    reading = row_menu(panel, ["d_1"], panel._ask, writable=False)
    assert [each.objectName() for each in reading.actions() if each.isEnabled() and each.objectName()] == ["open"]


def test_several_rows_are_chosen_with_ctrl_and_shift(qtbot, panel):
    panel.set_rows(rows())

    def spot(row: int) -> QPoint:
        return panel.list.visualRect(panel.list.at(row)).center()

    with qtbot.assertNotEmitted(panel.opened):
        for row, key in ((1, Qt.KeyboardModifier.ControlModifier), (3, Qt.KeyboardModifier.ShiftModifier)):
            QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, key, spot(row))
    assert panel.list.chosen_ids() == [panel.model.ids()[row] for row in (1, 2, 3)]
    assert panel.list.many
    panel.grab()
    menu = row_menu(panel, panel.list.chosen_ids(), panel._ask, writable=True)
    words = {action.objectName(): action.text().replace("&", "") for action in menu.actions() if action.objectName()}
    assert words["remove"] == "Remove 3 articles"
    assert list(words) == ["done", "reopen", "skip", "label", "remove"]
    with qtbot.waitSignal(panel.opened):
        click(panel, 0)
    assert not panel.list.many


def test_the_menu_key_asks_for_the_row_in_focus(qtbot, panel):
    panel.set_rows(rows())
    panel.set_current("d_2")
    panel.focus_list()
    with qtbot.waitSignal(panel.list.menuAsked):
        place = panel.list.visualRect(panel.list.currentIndex()).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, panel.list.mapToGlobal(place))
        panel.list.contextMenuEvent(event)
    assert panel.list.chosen_ids() == ["d_2"]
    menu = panel.findChild(QMenu)
    assert menu is not None
    menu.close()


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
    qtbot.waitUntil(lambda: area.contains(panel.list.visualRect(panel.list.at(90)).center()))


def test_ten_thousand_rows_measure_only_what_is_seen(qtbot, panel):
    many = [
        Row(f"d_{n}", f"{TITLES[n % 4]} with a title that is too long for one line of the panel {n}")
        for n in range(10_000)
    ]
    panel.set_rows(many)
    panel.set_current("d_9000")
    area = panel.list.viewport().rect()
    qtbot.waitUntil(lambda: area.contains(panel.list.visualRect(panel.list.at(9000)).center()))
    panel.grab()
    assert 0 < panel.list.delegate.measured < 100
    heights = {panel.list.visualRect(panel.list.at(n)).height() for n in (0, 5000, 9999)}
    assert len(heights) == 1


def test_short_lists_give_a_title_the_lines_it_needs(panel):
    panel.set_rows([Row("a", "Short 🐟"), Row("b", "A long title about the harbour " * 6)])
    short, long = (panel.list.visualRect(panel.list.at(n)).height() for n in (0, 1))
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
