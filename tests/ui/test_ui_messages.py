"""The notice bar: what is told, in which order, what stays, what leaves, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import FormatError
from annotator.ui import messages
from annotator.ui.kit.basics import Panel, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import Theme, dress
from annotator.ui.messages import Deed, NoticeBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

SENTENCE = "Merged “Zoe\u0301 🏭” into “Zoé Müller”: 5 marks in 2 documents."


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(792, 400)
    return made


@pytest.fixture
def bar(qtbot, window):
    made = NoticeBar()
    layout = vbox(gap=0)
    layout.addWidget(Panel("page"), 1)
    layout.addWidget(made)
    window.setLayout(layout)
    window.show()
    qtbot.waitExposed(window)
    return made


def buttons(notice) -> list[Button]:
    return [each for each in notice.findChildren(Button) if each.isVisible()]


def button(notice, words: str) -> Button:
    return next(each for each in buttons(notice) if words in (each.text(), each.accessibleName()))


def test_the_bar_is_called_notice_and_says_the_latest_sentence(bar, window):
    assert window.findChild(QWidget, "notice") is bar
    assert not bar.isVisible()
    assert bar.text() == ""
    bar.tell("ok", SENTENCE)
    assert bar.isVisible()
    assert bar.text() == bar.accessibleName() == SENTENCE


@pytest.mark.parametrize("kind", ["ok", "info", "warn", "error"])
def test_every_notice_is_announced_once(bar, monkeypatch, kind):
    said = []
    monkeypatch.setattr(messages.QAccessible, "updateAccessibility", said.append)
    bar.tell(kind, SENTENCE)
    assert [event.message() for event in said] == [SENTENCE]
    loud = messages.QAccessible.AnnouncementPoliteness.Assertive
    assert (said[0].politeness() == loud) == (kind in ("warn", "error"))


def test_undo_comes_first_and_runs_once(qtbot, bar):
    done = []
    bar.tell(
        "ok",
        SENTENCE,
        [Deed("Show", lambda: done.append("show")), Deed("Undo", lambda: done.append("undo"), undo=True)],
    )
    notice = bar.notices()[0]
    assert [each.text() for each in buttons(notice)] == ["Undo", "Show", ""]
    qtbot.mouseClick(button(notice, "Undo"), Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert bar.notices() == ()
    assert not bar.isVisible()
    assert bar.text() == SENTENCE, "what was told was told"


def test_an_action_brings_its_words_and_its_key(qtbot, bar, window):
    action = QAction("&Undo: new quotation", window)
    action.setObjectName("edit.undo")
    action.setShortcut(QKeySequence("Ctrl+Z"))
    bar.tell("ok", SENTENCE, [action])
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button(bar.notices()[0], "Undo"), Qt.MouseButton.LeftButton)
    export = QAction("E&xport…", window)
    bar.tell("ok", "All done 🎉 cafe\u0301.", [export])
    assert button(bar.notices()[0], "Export").toolTip() == "Export"


def test_undo_goes_when_it_would_undo_something_else(bar):
    bar.tell("ok", SENTENCE, [Deed("Undo", lambda: None, undo=True), Deed("Show", lambda: None)])
    bar.forget_undo()
    assert [each.text() for each in buttons(bar.notices()[0])] == ["Show", ""]


def test_good_news_leaves_after_eight_seconds_and_trouble_stays(bar):
    for kind in ("warn", "error", "info"):
        bar.tell(kind, f"{kind} 🐟 e\u0301")
        assert not bar.notices()[-1]._timer.isActive()
    bar.tell("ok", SENTENCE)
    notice = bar.notices()[-1]
    assert notice._timer.isActive()
    assert notice._timer.interval() == 8000
    notice._timer.timeout.emit()
    assert [each.kind for each in bar.notices()] == ["warn", "error", "info"]


def test_a_notice_is_held_while_the_focus_is_in_it(qtbot, bar, window):
    bar.tell("ok", SENTENCE, [Deed("Undo", lambda: None, undo=True)])
    notice = bar.notices()[0]
    window.activateWindow()
    button(notice, "Undo").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(notice.held)
    notice._timer.timeout.emit()
    assert bar.notices() == (notice,)
    assert notice._timer.isActive()
    QTest.keyClick(button(notice, "Undo"), Qt.Key.Key_Escape)
    assert bar.notices() == ()


def test_two_stand_the_gravest_and_the_latest_the_rest_is_counted(qtbot, bar):
    bar.tell("warn", "A warning 🐟 e\u0301")
    bar.tell("error", "An error 🐟 e\u0301")
    for number in range(3):
        bar.tell("ok", f"Good news {number} 🐟 e\u0301")
    shown = [each.sentence for each in bar.notices() if each.isVisible()]
    assert shown == ["An error 🐟 e\u0301", "Good news 2 🐟 e\u0301"]
    more = button(bar.notices()[1], "3 more")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert all(each.isVisible() for each in bar.notices())
    qtbot.mouseClick(button(bar.notices()[0], "Fewer"), Qt.MouseButton.LeftButton)
    assert sum(each.isVisible() for each in bar.notices()) == 2


def test_a_topic_and_a_sentence_stand_once(bar):
    bar.tell("warn", "The pipeline stopped at “Cafe\u0301 🐟”.", topic="pipeline")
    bar.tell("info", "The pipeline goes on 🐟 e\u0301.", topic="pipeline")
    bar.tell("ok", SENTENCE)
    bar.tell("ok", SENTENCE)
    assert [each.sentence for each in bar.notices()] == ["The pipeline goes on 🐟 e\u0301.", SENTENCE]
    bar.finish("pipeline")
    assert [each.sentence for each in bar.notices()] == [SENTENCE]
    bar.clear()
    assert (bar.notices(), bar.text(), bar.isVisible()) == ((), "", False)


def test_an_error_shows_its_hint_behind_details(qtbot, bar):
    error = FormatError("Line 214 of Zoe\u0301🏭.jsonl is not JSON.", "Mend the line; nothing was imported.", line=214)
    bar.show_error(error)
    notice = bar.notices()[0]
    assert bar.text() == error.message
    assert notice.kind == "error"
    assert not notice._hint.isVisible()
    height = notice.height()
    qtbot.mouseClick(button(notice, "Details"), Qt.MouseButton.LeftButton)
    assert notice._hint.isVisible()
    assert notice._hint.text() == error.hint
    qtbot.waitUntil(lambda: notice.height() > height)


def test_progress_moves_in_its_row_and_can_be_cancelled(qtbot, bar, monkeypatch):
    said = []
    monkeypatch.setattr(messages.QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    stopped = []
    for done in range(1, 4):
        bar.progress("import", f"Importing {done} of 3 files 🐟 e\u0301.", done, 3, lambda: stopped.append(True))
    assert len(bar.notices()) == 1
    assert bar.text() == bar.notices()[0].sentence == "Importing 3 of 3 files 🐟 e\u0301."
    assert bar.notices()[0].bar.isVisible()
    assert len(said) == 1
    qtbot.mouseClick(button(bar.notices()[0], "Cancel"), Qt.MouseButton.LeftButton)
    assert stopped == [True]


def test_rows_are_44_high_and_a_long_sentence_is_never_cut(qtbot, bar, window):
    bar.tell("ok", "Short 🐟 e\u0301.")
    bar.tell("error", f"{'A very long sentence about the cannery 🏭 ' * 12}e\u0301.", [Deed("Try again", lambda: None)])
    window.resize(560, 400)
    short, long = bar.notices()
    qtbot.waitUntil(lambda: long.height() > 44)
    assert short.height() == 44
    assert long._words.height() >= long._words.heightForWidth(long._words.width())
    assert bar.geometry().bottom() == window.rect().bottom(), "docked at the foot, above nothing"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("kind", "role"), [("ok", "ok"), ("info", "text_3"), ("warn", "warn"), ("error", "error")])
def test_the_edge_has_the_colour_of_the_kind(bar, window, dark, kind, role):
    window.theme = Theme.load(dark)
    dress(window, window.theme)
    bar.tell(kind, SENTENCE)
    picture = bar.grab().toImage()
    assert picture.pixelColor(QPoint(1, picture.height() // 2)) == window.theme.colour(role)
    assert picture.pixelColor(QPoint(picture.width() - 2, picture.height() - 2)) == window.theme.raised
