"""The frame of the window: top bar, article header, status line, find bar, dropping, start page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.ui.article.find_bar import FindBar
from annotator.ui.documents.header import ArticleHeader
from annotator.ui.dropping import Dropping, accepts, invitation
from annotator.ui.look.theme import Theme, dress
from annotator.ui.start_page import StartPage
from annotator.ui.status_line import StatusLine
from annotator.ui.top_bar import TopBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

TITLE = "Zoe\u0301’s harbour 🏭 2026"


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 300)
    return made


@pytest.fixture
def actions(window):
    made = {}
    for id, words, key in (
        ("edit.undo", "Undo", "Ctrl+Z"),
        ("edit.redo", "Redo", "Ctrl+Shift+Z"),
        ("document.done_next", "Mark done, open the next", "Ctrl+Return"),
        ("view.annotate", "Annotate", "Alt+1"),
        ("view.review", "Review", "Alt+2"),
        ("view.entities", "Entities", "Alt+3"),
        ("view.statistics", "Statistics", "Alt+4"),
        ("view.palette", "Command palette", "Ctrl+K"),
        ("help.keys", "Keys", "F1"),
    ):
        made[id] = QAction(words, window)
        made[id].setShortcut(key)
    return made


def shown(qtbot, window, widget, width=1440):
    widget.setParent(window)
    widget.setGeometry(0, 0, width, widget.height())
    window.show()
    widget.show()
    qtbot.waitExposed(window)
    return widget


def disjoint(widgets) -> bool:
    visible = [each.geometry() for each in widgets if each.isVisible()]
    return not any(a.intersects(b) for n, a in enumerate(visible) for b in visible[n + 1 :])


# The top bar


def test_undo_and_redo_are_the_actions(qtbot, window, actions):
    bar = shown(qtbot, window, TopBar(actions, QMenu(window)))
    with qtbot.waitSignal(actions["edit.undo"].triggered):
        qtbot.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    actions["edit.redo"].setEnabled(False)
    assert not bar.redo.isEnabled()
    assert bar.undo.accessibleName() == "Undo"
    assert "Ctrl Z" in bar.undo.toolTip()


def test_the_project_is_named_and_its_menu_opens(qtbot, window, actions):
    menu = QMenu(window)
    menu.addAction("Open a project…")
    bar = shown(qtbot, window, TopBar(actions, menu))
    assert bar.project.text() == "No project"
    bar.set_project(TITLE, "projects/harbour.annotator")
    assert bar.project.text() == TITLE
    assert bar.project.accessibleName() == f"Project {TITLE}"
    assert "harbour.annotator" in bar.project.toolTip()
    bar.set_project("A title without end " * 9)
    assert bar.project.text().endswith("…")
    qtbot.mouseClick(bar.project, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(menu.isVisible)
    menu.close()


def test_the_views_are_tabs_of_which_one_is_shown(qtbot, window, actions):
    bar = shown(qtbot, window, TopBar(actions, QMenu(window)))
    tabs = [(tab.text(), tab.isChecked()) for tab in bar.tabs]
    assert tabs == [("Annotate", True), ("Review", False), ("Entities", False), ("Statistics", False)]
    bar.show_view("Entities")
    assert [tab.isChecked() for tab in bar.tabs] == [False, False, True, False]
    bar.show_view(None)
    assert not any(tab.isChecked() for tab in bar.tabs)
    bar.show_view("Annotate")
    with qtbot.waitSignal(bar.viewChosen) as chosen:
        QTest.keyClick(bar.tabs[0], Qt.Key.Key_Space)
    assert chosen.args == ["Annotate"]


@pytest.mark.parametrize("width", [1000, 1100, 1440])
def test_nothing_in_the_top_bar_overlaps(qtbot, window, actions, width):
    bar = shown(qtbot, window, TopBar(actions, QMenu(window)), width)
    bar.set_project("A title without end " * 9)
    bar.set_compact(width < 1200)
    bar.layout().activate()
    search = bar.search_short if width < 1200 else bar.search
    assert search.isVisible()
    assert disjoint([bar._start, *bar.tabs, search, bar.undo, bar.redo, bar.keys])
    assert bar.keys.geometry().right() < width


def test_the_palette_and_the_keys_are_in_the_top_bar(qtbot, window, actions):
    bar = shown(qtbot, window, TopBar(actions, QMenu(window)))
    for button, id in ((bar.search, "view.palette"), (bar.keys, "help.keys")):
        with qtbot.waitSignal(actions[id].triggered):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.toolTip()
    assert bar.tabs[-1].toolTip() == "Statistics  Alt 4"


# The article header


def test_the_header_says_what_the_article_is(qtbot, window, actions):
    header = shown(qtbot, window, ArticleHeader(actions, QMenu(window)), 900)
    assert header.status.text() == "No article is open"
    assert not header.done.isVisible()
    header.set_document("in_progress", source="Fjord 🐟 Tribune", date="2026-11-17", author="Zoe\u0301 Aas", words=1318)
    assert header.status.text() == "In progress"
    assert header.source.text() == "Fjord 🐟 Tribune"
    assert header.details.text() == "·  17 November 2026  ·  by Zoe\u0301 Aas  ·  1,318 words"
    with qtbot.waitSignal(actions["document.done_next"].triggered):
        qtbot.mouseClick(header.done, Qt.MouseButton.LeftButton)
    header.clear()
    assert (header.details.text(), header.done.isVisible()) == ("", False)


def test_the_compact_header_keeps_outlet_and_date(qtbot, window, actions):
    header = shown(qtbot, window, ArticleHeader(actions, QMenu(window)), 576)
    header.set_compact(True)
    header.set_document("done", source="Fjord Tribune", date="2026-11-17", author="H. Aas", words=318)
    assert header.details.text() == "·  17 November 2026"
    assert (header.done.isVisible(), header.done_short.isVisible()) == (False, True)
    assert header.done_short.accessibleName() == "Mark done, open the next"
    header.set_document("new", date="2026-11-17")
    assert header.details.text() == "17 November 2026"


def test_a_long_outlet_is_shortened_not_overlapped(qtbot, window, actions):
    header = shown(qtbot, window, ArticleHeader(actions, QMenu(window)), 420)
    header.set_compact(True)
    header.set_document(
        "in_progress", source="The Vestvik Courier and Harbour Advertiser 🐟 " * 3, date="2026-11-17", words=9
    )
    header.layout().activate()
    parts = (header.glyph, header.status, header.source, header.details, header.done_short, header.more)
    assert disjoint(parts)
    assert header.more.geometry().right() < 420


# The status line


@pytest.mark.parametrize(
    ("state", "words"),
    [("saved", "Saved"), ("saving", "Saving…"), ("not_saved", "Not saved"), ("read_only", "Read only")],
)
def test_the_save_state_is_a_sign_and_a_word(qtbot, window, state, words):
    line = shown(qtbot, window, StatusLine())
    line.show_save_state(state, "The disk 🐟 is full.")
    assert line.saved.words.text() == line.saved.accessibleName() == words
    assert line.saved.toolTip() == "The disk 🐟 is full."
    line.show_save_state("waiting", "an import is writing.")
    assert line.saved.words.text() == "Waiting to save: an import is writing."


def test_each_save_state_has_a_sign_of_its_own(qtbot, window):
    line = shown(qtbot, window, StatusLine())
    signs = set()
    for state in ("saved", "saving", "waiting", "not_saved", "read_only"):
        line.show_save_state(state)
        line.grab()
        signs.add(line.saved.icon.name)
    assert len(signs) == 5


def test_the_pipeline_shows_only_while_it_has_work(qtbot, window):
    line = shown(qtbot, window, StatusLine())
    assert not line.pipeline.isVisible()
    line.show_pipeline(38, 42)
    assert line.pipeline.isVisible()
    assert line.pipeline.words.text() == "Pipeline 38 of 42"
    line.show_pipeline(42, 42)
    assert not line.pipeline.isVisible()


def test_the_annotator_can_be_renamed_and_the_place_is_said(qtbot, window):
    line = shown(qtbot, window, StatusLine())
    line.show_annotator("Zoe\u0301 🐟")
    assert line.annotator.accessibleName() == "Annotating as Zoe\u0301 🐟"
    with qtbot.waitSignal(line.annotatorsAsked):
        qtbot.mouseClick(line.annotator, Qt.MouseButton.LeftButton)
    assert line.quotation.text() == "0 quotations"
    line.show_quotation(7, 9)
    line.show_paragraph(7, 10)
    assert (line.quotation.text(), line.paragraph.text()) == ("Quotation 7 of 9", "Paragraph 7 of 10")
    line.set_compact(True)
    assert not line.paragraph.isVisible()
    line.set_compact(False)
    assert line.paragraph.isVisible()


def test_nothing_in_the_status_line_overlaps_at_1000(qtbot, window):
    line = shown(qtbot, window, StatusLine(), 1000)
    line.set_compact(True)
    line.show_save_state("waiting", "an import is writing.")
    line.show_pipeline(9_999, 10_000)
    line.show_annotator("Zoe\u0301 Müller-Ångström")
    line.show_quotation(200, 214)
    line.layout().activate()
    assert disjoint([line.saved, line.pipeline, line.annotator, line.quotation])
    assert line.quotation.geometry().right() < 1000


# The find bar


def test_typing_and_enter_ask_for_hits(qtbot, window):
    bar = shown(qtbot, window, FindBar())
    asked = []
    bar.findRequested.connect(lambda words, backward: asked.append((words, backward)))
    bar.open()
    qtbot.keyClicks(bar.field.edit, "qu")
    qtbot.keyClick(bar.field.edit, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert asked == [("q", False), ("qu", False), ("qu", False), ("qu", True)]
    bar.show_count(3, 12)
    assert bar.count.text() == "3 of 12"
    qtbot.mouseClick(bar.previous, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert asked[-2:] == [("qu", True), ("qu", False)]
    bar.field.edit.clear()
    assert asked[-1] == ("", False)
    assert bar.count.text() == ""


def test_no_hit_is_said_and_esc_closes(qtbot, window):
    bar = shown(qtbot, window, FindBar())
    bar.open("cafe\u0301 🐟")
    bar.show_count(0, 0)
    assert bar.count.text() == "No hit"
    assert not bar.next.isEnabled()
    assert bar.words() == "cafe\u0301 🐟"
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field.edit, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    bar.open()
    assert bar.field.edit.selectedText() == "cafe\u0301 🐟"


# Dropping


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_and_folders_are_taken_and_nothing_else(qapp, tmp_path):
    file, folder = tmp_path / "Zoe\u0301 🏭.txt", tmp_path / "press 2026"
    file.write_text("x", encoding="utf-8")
    folder.mkdir()
    assert accepts(mime(file, folder)) == [file, folder]
    text = QMimeData()
    text.setText("words")
    assert accepts(text) == []
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.txt")])
    assert accepts(web) == []
    assert invitation([file]) == "Drop to import “Zoe\u0301 🏭.txt”."
    assert invitation([folder]) == "Drop to import the folder “press 2026”."
    assert invitation([file, file, folder]) == "Drop to import 2 files and 1 folder."


def test_dropping_shows_a_hint_and_hands_the_paths_over(qtbot, window, tmp_path):
    window.show()
    dropping = Dropping(window)
    data = mime(tmp_path / "a.txt", tmp_path / "b.txt")
    spot, copy = QPoint(50, 50), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert dropping.hint.isVisible()
    assert dropping.hint.geometry() == window.rect()
    assert dropping.hint.accessibleName() == "Drop to import 2 files."
    window.grab()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not dropping.hint.isVisible()
    QApplication.sendEvent(window, QDragEnterEvent(spot, copy, data, left, none))
    with qtbot.waitSignal(dropping.dropped) as dropped:
        QApplication.sendEvent(window, QDropEvent(QPointF(spot), copy, data, left, none))
    assert dropped.args == [[tmp_path / "a.txt", tmp_path / "b.txt"]]
    assert not dropping.hint.isVisible()
    words = QMimeData()
    words.setText("cafe\u0301 🐟")
    refused = QDragEnterEvent(spot, copy, words, left, none)
    refused.ignore()
    QApplication.sendEvent(window, refused)
    assert not refused.isAccepted()


# The start page


@pytest.fixture
def start(qtbot):
    made = StartPage("Zoe\u0301 🐟")
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_number_keys_and_clicks_choose(qtbot, start):
    for number, signal in enumerate((start.sampleRequested, start.newRequested, start.openRequested)):
        with qtbot.waitSignal(signal):
            QTest.keyClick(start.choices[0], Qt.Key(Qt.Key.Key_1.value + number))
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(start.choices[number], Qt.MouseButton.LeftButton)


def test_the_first_choice_has_the_focus_and_arrows_move_it(qtbot, start):
    start.activateWindow()
    qtbot.waitUntil(start.choices[0].hasFocus)
    QTest.keyClick(start.choices[0], Qt.Key.Key_Right)
    assert start.choices[1].hasFocus()
    with qtbot.waitSignal(start.newRequested):
        QTest.keyClick(start.choices[1], Qt.Key.Key_Return)


def test_the_name_is_taken_but_never_an_empty_one(qtbot, start):
    edit = start.field.edit
    assert edit.text() == "Zoe\u0301 🐟"
    edit.setFocus()
    edit.selectAll()
    with qtbot.waitSignal(start.named) as named, qtbot.assertNotEmitted(start.newRequested):
        qtbot.keyClicks(edit, " Kari 2 ")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert named.args == ["Kari 2"]
    edit.clear()
    with qtbot.assertNotEmitted(start.named):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "Kari 2"


@pytest.mark.parametrize("dark", [False, True])
def test_the_start_page_fits_the_smallest_window(start, dark):
    start.theme = Theme.load(dark)
    dress(start, start.theme)
    picture = start.grab().toImage()
    assert picture.pixelColor(5, 5) == start.theme.page
    assert disjoint(start.choices)
    assert all(choice.mapTo(start, QPoint(choice.width(), 0)).x() <= 1000 for choice in start.choices)
