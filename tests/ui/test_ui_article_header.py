"""The header of an article: what it says, and the strips for note, metadata and skipping that open below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from annotator.domain.scheme import Attribute, Label
from annotator.ui.active_time import IDLE_SECONDS, ActiveTime
from annotator.ui.documents.header import ArticleHeader, spent
from annotator.ui.look.theme import Theme, dress
from annotator.ui.metadata_editor import ArticleData
from annotator.ui.status_line import StatusLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

TITLE = "Cafe\u0301 🐟 closes"
FIELDS = (
    Attribute("tone", "Tone", "document", "choice", (Label("calm", "Calm"), Label("alarm", "Alarmed"))),
    Attribute("topic", "Topic", "document"),
)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(792, 500)
    return made


@pytest.fixture
def header(qtbot, window):
    done = QAction("Mark done, open the next", window)
    done.setShortcut("Ctrl+Return")
    made = ArticleHeader({"document.done_next": done}, QMenu(window))
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch(1)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.set_document("in_progress", source="Fjord Tribune", date="2026-11-17", author="H. Aas", words=318)
    made.show_note("d_1", "")
    made.metadata.show_article(data())
    return made


def data(document: str = "d_1", **meta: str) -> ArticleData:
    values = {"title": TITLE, "source": "Fjord Tribune", "author": "", "date": "2026-11-17", "url": "", "section": "x"}
    return ArticleData(document, values | meta, FIELDS, {"tone": "calm"})


# The line


def test_time_and_reason_stand_among_the_details(header):
    header.show_time(760)
    assert header.details.text() == "·  17 November 2026  ·  by H. Aas  ·  12 min"
    assert "318 words" in header.details.toolTip()
    header.show_time(None)
    assert header.details.text().endswith("318 words")
    header.set_document("skipped", reason="wrong_language", words=9)
    assert header.details.text() == "wrong language  ·  9 words"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "under a minute"), (60, "1 min"), (3599, "59 min"), (3900, "1 h 05 min")]
)
def test_time_in_words(seconds, words):
    assert spent(seconds) == words


@pytest.mark.parametrize("width", [480, 576, 792, 1200])
def test_what_does_not_fit_is_left_out(qtbot, window, header, width):
    header.set_compact(width < 700)
    header.show_time(4000)
    header.show_note("d_1", "é")
    window.resize(width, 500)
    qtbot.waitUntil(lambda: header.width() == width)
    parts = (header.glyph, header.status, header.source, header.details, header.edit_button, header.note_button)
    parts += (header.done, header.done_short, header.more)
    shown = [each.geometry() for each in parts if each.isVisible()]
    assert not any(a.intersects(b) for n, a in enumerate(shown) for b in shown[n + 1 :])
    assert max(each.right() for each in shown) < width
    assert header.height() == 44


def test_buttons_follow_the_actions_of_the_window(qtbot, window):
    made = {}
    for id in ("document.done_next", "document.note", "document.metadata"):
        made[id] = QAction(id, window)
    made["document.note"].setShortcut("Ctrl+Shift+N")
    header = ArticleHeader(made, QMenu(window))
    header.setParent(window)
    with qtbot.waitSignal(made["document.note"].triggered):
        header.note_button.click()
    with qtbot.waitSignal(made["document.metadata"].triggered):
        header.edit_button.click()
    assert "Ctrl" in header.note_button.toolTip()


# The note


def test_a_note_is_kept_when_it_is_left(qtbot, header):
    header.open_note()
    qtbot.waitUntil(header.note.edit.hasFocus)
    header.note.edit.insertPlainText("Ask Zoe\u0301 🐟")
    with qtbot.waitSignal(header.left), qtbot.waitSignal(header.note.edited) as told:
        QTest.keyClick(header.note.edit, Qt.Key.Key_Escape)
    assert told.args == ["d_1", "Ask Zoe\u0301 🐟"]
    assert not header.note.isVisible()
    with qtbot.assertNotEmitted(header.note.edited):
        header.finish()


def test_a_note_is_handed_out_before_another_article_is_shown(qtbot, header):
    header.open_note()
    header.note.edit.insertPlainText("first")
    with qtbot.waitSignal(header.note.edited) as told:
        header.finish()
    assert told.args == ["d_1", "first"]
    header.show_note("d_2", "second")
    assert header.note.edit.toPlainText() == "second"
    assert not header.note.isVisible()
    assert header.note_button.isChecked()
    header.show_note("d_2", "")
    assert not header.note_button.isChecked()


def test_words_being_written_stay_when_the_note_is_shown_again(qtbot, header):
    header.open_note()
    qtbot.waitUntil(header.note.edit.hasFocus)
    header.note.edit.insertPlainText("half a sen")
    header.show_note("d_1", "")
    assert header.note.edit.toPlainText() == "half a sen"
    header.note.edit.insertPlainText("tence")
    QTest.keyClick(header.note.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not header.note.isVisible()


# The metadata


def test_each_field_is_told_when_it_is_left(qtbot, header):
    header.open_metadata()
    row = header.metadata.rows["source"]
    row.field.edit.setFocus()
    row.field.set_text("Vestvik Courier")
    with qtbot.waitSignal(header.metadata.edited) as told:
        QTest.keyClick(row.field.edit, Qt.Key.Key_Tab)
    assert told.args == ["d_1", "source", "Vestvik Courier"]
    with qtbot.assertNotEmitted(header.metadata.edited):
        header.finish()


def test_esc_takes_back_then_leaves(qtbot, header):
    header.open_metadata()
    row = header.metadata.rows["title"]
    qtbot.waitUntil(row.field.edit.hasFocus)
    row.field.set_text("Nonsense")
    with qtbot.assertNotEmitted(header.metadata.edited), qtbot.waitSignal(header.left):
        QTest.keyClick(row.field.edit, Qt.Key.Key_Escape)
        assert row.field.text() == TITLE
        QTest.keyClick(row.field.edit, Qt.Key.Key_Escape)
    assert not header.metadata.isVisible()


def test_keys_of_ones_own_come_and_go(qtbot, header):
    header.open_metadata()
    editor = header.metadata
    assert list(editor.rows) == ["title", "source", "author", "date", "url", "section"]
    assert [key for key, row in editor.rows.items() if not row.cross.isHidden()] == ["section"]
    editor.edited.connect(lambda _id, key, _text: editor.show_article(data(**{key: ""})))
    editor.add.click()
    qtbot.keyClicks(editor.new_key.edit, "page")
    with qtbot.waitSignal(editor.edited) as told:
        QTest.keyClick(editor.new_key.edit, Qt.Key.Key_Return)
    assert told.args == ["d_1", "page", ""]
    qtbot.waitUntil(editor.rows["page"].field.edit.hasFocus)
    with qtbot.waitSignal(editor.removed) as told:
        editor.rows["section"].cross.click()
    assert told.args == ["d_1", "section"]
    editor.show_article(ArticleData("d_1", {"title": TITLE}))
    assert list(editor.rows) == ["title", "source", "author", "date", "url"]


def test_the_projects_fields_stand_below(qtbot, header):
    header.open_metadata()
    with qtbot.waitSignal(header.metadata.fieldEdited) as told:
        header.metadata.fields.edited.emit("tone", "alarm")
    assert told.args == ["d_1", "tone", "alarm"]
    with qtbot.waitSignal(header.metadata.fillRequested):
        header.metadata.fill.click()


def test_what_is_typed_stays_until_another_article_is_shown(qtbot, header):
    header.open_metadata()
    row = header.metadata.rows["author"]
    row.field.edit.setFocus()
    qtbot.waitUntil(row.field.edit.hasFocus)
    row.field.set_text("Zoe\u0301")
    header.metadata.show_article(data())
    assert row.field.text() == "Zoe\u0301"
    header.metadata.show_article(data("d_2"))
    assert header.metadata.rows["author"].field.text() == ""
    assert not header.metadata.isVisible()


@pytest.mark.parametrize("width", [520, 792])
def test_fields_stand_in_one_column_or_two(qtbot, window, header, width):
    window.resize(width, 500)
    header.open_metadata()
    rows = header.metadata.rows
    qtbot.waitUntil(lambda: header.width() == width)
    qtbot.waitUntil(lambda: (rows["source"].y() == rows["author"].y()) == (width > 560))
    boxes = [row.geometry() for row in rows.values()]
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def test_one_strip_is_open_at_a_time(header):
    header.open_metadata()
    header.open_note()
    assert (header.metadata.isVisible(), header.note.isVisible()) == (False, True)
    header.ask_skip(["d_1"])
    assert (header.note.isVisible(), header.skip.isVisible()) == (False, True)
    header.clear()
    assert not header.skip.isVisible()
    header.open_note()
    header.open_metadata()
    assert not header.note.isVisible(), "without an article there is nothing to write"
    assert not header.metadata.isVisible()


# Skipping


def test_a_reason_is_one_key(qtbot, header):
    header.ask_skip(["d_1", "d_2"])
    assert header.skip.words.text() == "Why skip 2 articles?"
    qtbot.waitUntil(header.skip.buttons[0].hasFocus)
    QTest.keyClick(header.skip.buttons[0], Qt.Key.Key_Right)
    assert header.skip.buttons[1].hasFocus()
    with qtbot.waitSignal(header.skip.chosen) as told:
        QTest.keyClick(header.skip.buttons[1], Qt.Key.Key_3)
    assert told.args == [["d_1", "d_2"], "no_quotation"]
    assert not header.skip.isVisible()


def test_another_reason_is_written(qtbot, header):
    header.ask_skip(["d_1"])
    QTest.keyClick(header.skip.buttons[0], Qt.Key.Key_5)
    qtbot.waitUntil(header.skip.field.edit.hasFocus)
    with qtbot.assertNotEmitted(header.skip.chosen):
        QTest.keyClick(header.skip.field.edit, Qt.Key.Key_Return)
        qtbot.keyClicks(header.skip.field.edit, "5 lists")
    with qtbot.waitSignal(header.skip.chosen) as told:
        QTest.keyClick(header.skip.field.edit, Qt.Key.Key_Return)
    assert told.args == [["d_1"], "5 lists"]


def test_esc_skips_nothing(qtbot, header):
    header.ask_skip(["d_1"])
    with qtbot.assertNotEmitted(header.skip.chosen), qtbot.waitSignal(header.left):
        QTest.keyClick(header.skip.buttons[0], Qt.Key.Key_Escape)
    assert not header.skip.isVisible()


@pytest.mark.parametrize("dark", [False, True])
def test_every_strip_is_painted_in_both_themes(window, header, dark):
    window.theme = Theme.load(dark)
    dress(window, window.theme)
    for open_strip in (header.open_note, header.open_metadata, lambda: header.ask_skip(["d_1"])):
        open_strip()
        picture = window.grab().toImage()
        assert picture.pixelColor(2, 20) == window.theme.page


# Time


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timed(qapp):
    clock = Clock()
    timer = ActiveTime(clock=clock)
    timer.set_on(True)
    return timer, clock


def test_only_active_seconds_count(timed):
    timer, clock = timed
    timer.begin(30)
    clock.now += 10
    timer.touch()
    clock.now += 3600
    assert timer.seconds() == 30 + 10 + IDLE_SECONDS
    timer.touch()
    clock.now += 5
    timer.set_window_active(False)
    clock.now += 500
    timer.touch()
    assert timer.seconds() == 30 + 10 + IDLE_SECONDS + 5
    timer.set_window_active(True)
    clock.now += 7
    assert timer.end() == 30 + 10 + IDLE_SECONDS + 12
    clock.now += 50
    timer.begin()
    assert timer.seconds() == 0


def test_nothing_counts_that_is_off(timed):
    timer, clock = timed
    timer.set_on(False)
    timer.begin(12)
    timer.touch()
    clock.now += 20
    assert (timer.on, timer.seconds()) == (False, 12)
    timer.set_on(True)
    clock.now += 20
    assert timer.seconds() == 32


def test_it_listens_and_tells(qtbot, timed):
    timer, clock = timed
    watched = QAction("é")
    timer.watch(watched.triggered, watched.changed)
    timer.begin()
    clock.now += 50
    watched.trigger()
    clock.now += 50
    assert timer.seconds() == 100
    with qtbot.waitSignal(timer.ticked) as told:
        timer._timer.timeout.emit()
    assert told.args == [100]


def test_the_pace_stands_in_the_status_line(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1200, 28)
    line.show()
    assert not line.pace.isVisible()
    line.show_pace(12)
    assert (line.pace.text(), line.pace.isVisible()) == ("12 quotations an hour", True)
    line.set_compact(True)
    assert not line.pace.isVisible()
    line.set_compact(False)
    line.show_pace(None)
    assert not line.pace.isVisible()
