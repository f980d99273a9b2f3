"""The article under real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QHelpEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.domain.text import Span
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

TEXT = (
    "The ferry 🚢 to Ålesund stops in May, the Harbour Board said.\n"
    "“We asked ‘who pays’ twice,” Zoe\u0301 Lind told reporters outside the University of Vik Hospital, “and nobody "
    "answered us.”\n"
    "The mayor, Ana Sørli, declined to comment on the talks."
)
KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT, NO = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
LEFT = Qt.MouseButton.LeftButton


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


MARKS = (
    Mark("board", "mention", (at("Harbour Board"),), kind="organisation"),
    Mark("hospital", "mention", (at("University of Vik Hospital"),), kind="organisation"),
    Mark("vik", "mention", (at("Vik"),), kind="place"),
    Mark("outer", "content", (at("“We asked ‘who pays’ twice,”"), at("“and nobody answered us.”")), "outer", colour=0,
         name="Zoe\u0301 Lind", tip="Zoe\u0301 Lind"),
    Mark("inner", "content", (at("‘who pays’"),), "inner", colour=1, name="Ana"),
    Mark("stops", "suggestion", (at("stops in May"),), "stops", colour=2),
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    load_fonts()
    view = ArticleView(Theme.load(dark=False))
    qtbot.addWidget(view)
    view.resize(800, 700)
    view.show()
    view.show_text(TEXT, MARKS, "A headline that belongs to no offset")
    view.setFocus()
    return view


Place = Callable[[str], QPoint]


@pytest.fixture
def place(view: ArticleView) -> Place:
    """The middle of some words, in pixels of the viewport."""
    return lambda words: view.rect_of(at(words, view.text())).center()


def drag(qtbot: QtBot, view: ArticleView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    qtbot.mousePress(port, LEFT, pos=start)
    for step in range(1, 6):
        move(view, start + (end - start) * step / 5, LEFT)
    qtbot.mouseRelease(port, LEFT, pos=end)


def move(view: ArticleView, point: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    port, local = view.viewport(), QPointF(point)
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    event = QMouseEvent(kind, local, QPointF(port.mapToGlobal(point)), none, buttons, NO)
    QApplication.sendEvent(port, event)


# ------------------------------------------------------------------------------------------------------- the mouse


@pytest.mark.parametrize(
    ("words", "mark"),
    [("Vik", "vik"), ("University", "hospital"), ("pays", "inner"), ("asked", "outer"), ("May", "stops")],
)
def test_a_click_means_the_innermost_mark(qtbot: QtBot, view: ArticleView, place: Place, words: str, mark: str) -> None:
    plain = QSignalSpy(view.plainClicked)
    with qtbot.waitSignal(view.markClicked) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, pos=place(words))
    assert clicked.args[0].id == mark
    assert plain.count() == 0
    assert view.selection() is None
    assert at(words).start <= view.caret() <= at(words).end


def test_a_click_on_plain_text_moves_only_the_caret(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    clicked = QSignalSpy(view.markClicked)
    with qtbot.waitSignal(view.plainClicked) as plain:
        qtbot.mouseClick(view.viewport(), LEFT, pos=place("declined"))
    assert at("declined").start <= plain.args[0] <= at("declined").end
    assert view.caret() == plain.args[0]
    assert clicked.count() == 0


def test_beside_the_text_and_between_fragments_nothing_is_hit(view: ArticleView, place: Place) -> None:
    assert view.hits(QPointF(2, place("asked").y())) == ()
    assert view.hits(QPointF(place("told reporters"))) == ()
    assert [mark.id for mark in view.hits(QPointF(place("answered us")))] == ["outer"]


def test_dragging_selects_whole_tokens(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    start, end = view.rect_of(at("declined")), view.rect_of(at("comment"))
    with qtbot.waitSignal(view.spanSelected) as selected:
        drag(qtbot, view, start.center(), end.center())
    assert selected.args[0] == at("declined to comment")
    assert view.raw_selection() == at("declined to comment")


def test_dragging_back_past_the_first_token_keeps_it(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    port, first = view.viewport(), place("declined")
    qtbot.mousePress(port, LEFT, pos=first)
    move(view, place("comment"), LEFT)
    assert view.raw_selection() == at("declined to comment")
    move(view, place("Sørli"), LEFT)
    assert view.raw_selection() == at("Sørli, declined")
    qtbot.mouseRelease(port, LEFT, pos=place("Sørli"))
    assert view.caret() == at("Sørli").start


def test_dragging_never_splits_an_accent_or_an_emoji(qtbot: QtBot, view: ArticleView) -> None:
    zoe = view.rect_of(at("Zoe\u0301"))
    drag(qtbot, view, zoe.center(), zoe.center() + QPoint(8, 0))
    assert view.selection() == at("Zoe\u0301")
    ship = view.rect_of(at("🚢"))
    drag(qtbot, view, QPoint(ship.left() - 2, ship.center().y()), QPoint(ship.right() + 2, ship.center().y()))
    assert at("🚢").start >= view.selection().start
    assert at("🚢").end <= view.selection().end


def test_a_trembling_click_is_a_click(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    with qtbot.waitSignal(view.markClicked):
        qtbot.mousePress(view.viewport(), LEFT, pos=place("asked"))
        move(view, place("asked") + QPoint(2, 1), LEFT)
        qtbot.mouseRelease(view.viewport(), LEFT, pos=place("asked") + QPoint(2, 1))
    assert view.selection() is None


def test_a_press_inside_the_selection_begins_a_new_one(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    view.select(at("The mayor, Ana Sørli, declined"))
    drag(qtbot, view, place("mayor"), place("mayor") + QPoint(10, 0))
    assert view.selection() == at("mayor")


def test_shift_click_extends(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, pos=place("declined"))
    with qtbot.waitSignal(view.spanSelected) as selected:
        qtbot.mouseClick(view.viewport(), LEFT, SHIFT, pos=place("talks"))
    assert selected.args[0] == at("declined to comment on the talks")


def test_a_double_click_takes_the_token_and_a_third_the_paragraph(
    qtbot: QtBot, view: ArticleView, place: Place
) -> None:
    port, point = view.viewport(), place("twice")
    qtbot.mouseClick(port, LEFT, pos=point)
    with qtbot.waitSignal(view.spanSelected) as selected:
        qtbot.mouseDClick(port, LEFT, pos=point)
    assert selected.args[0] == at("twice")
    with qtbot.waitSignal(view.spanSelected) as selected:
        qtbot.mouseClick(port, LEFT, pos=point)
    assert selected.args[0] == at(TEXT.split("\n")[1])


def test_hovering_tells_the_marks_and_repaints_only_on_change(view: ArticleView, place: Place) -> None:
    hovered = QSignalSpy(view.markHovered)
    move(view, place("pays"))
    move(view, place("pays") + QPoint(3, 0))
    assert hovered.count() == 1
    assert [mark.id for mark in hovered.at(0)[0]] == ["inner", "outer"]
    move(view, place("declined"))
    assert hovered.at(1)[0] == ()
    move(view, place("Vik"))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert hovered.at(3)[0] == ()
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_the_tip_of_a_mark(qtbot: QtBot, view: ArticleView, place: Place) -> None:
    point = place("asked")
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)))
    assert QToolTip.text() == "Zoe\u0301 Lind"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not any(w.metaObject().className() == "QTipLabel" for w in QApplication.topLevelWidgets()))


def test_ctrl_and_the_wheel_ask_for_zoom(view: ArticleView) -> None:
    asked = QSignalSpy(view.zoomAsked)
    for delta in (120, -120):
        point = QPointF(300, 200)
        event = QWheelEvent(
            point, QPointF(view.mapToGlobal(point)), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, CTRL,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert [asked.at(n)[0] for n in range(asked.count())] == [1, -1]
    assert view.zoom() == 100


# --------------------------------------------------------------------------------------------------------- the keys


def test_shift_and_arrows_select_by_character_and_are_read_by_token(qtbot: QtBot, view: ArticleView) -> None:
    view.set_caret(at("Ålesund").start)
    with qtbot.waitSignal(view.spanSelected) as selected:
        qtbot.keyClick(view, KEY.Key_Right, SHIFT)
    assert selected.args[0] == at("Ålesund")
    assert view.raw_selection() == Span(at("Ålesund").start, at("Ålesund").start + 1)
    assert view.selection() == at("Ålesund")


def test_an_emoji_is_one_step(qtbot: QtBot, view: ArticleView) -> None:
    view.set_caret(at("🚢").start)
    qtbot.keyClick(view, KEY.Key_Right, SHIFT)
    assert view.raw_selection() == at("🚢")


def test_ctrl_shift_arrows_select_words_and_copy_takes_them(qtbot: QtBot, view: ArticleView) -> None:
    view.set_caret(at("Zoe\u0301").start)
    for _ in range(2):
        qtbot.keyClick(view, KEY.Key_Right, CTRL | SHIFT)
    qtbot.keyClick(view, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Zoe\u0301 Lind "
    assert view.selection() == at("Zoe\u0301 Lind")


def test_moving_through_lines_and_to_the_ends(qtbot: QtBot, view: ArticleView) -> None:
    view.set_caret(0)
    for _ in range(3):
        qtbot.keyClick(view, KEY.Key_Down)
    assert view.caret() > at("who pays").start
    for _ in range(3):
        qtbot.keyClick(view, KEY.Key_Up)
    assert view.caret() == 0
    qtbot.keyClick(view, KEY.Key_End, CTRL)
    assert view.caret() == len(TEXT)


def test_the_text_cannot_be_edited(qtbot: QtBot, view: ArticleView) -> None:
    for key in (KEY.Key_X, KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_Return):
        qtbot.keyClick(view, key)
    assert view.document().toRawText().startswith("The ferry")
    assert view.text() == TEXT


@pytest.mark.parametrize(
    "keys",
    [
        "Q", "C", "1", "=", "/", "+", "[", "}", "Tab", "Shift+Tab", "Return", "Backspace", "Delete", "Insert", "Escape",
        "Space", "Ctrl+Return", "Ctrl+0", "Alt+Right", "Alt+Shift+Left", "Ctrl+Z", "Ctrl+J", "F8",
    ],
)  # fmt: skip
def test_the_windows_shortcuts_work_in_the_article(qtbot: QtBot, view: ArticleView, keys: str) -> None:
    action = QAction("key", view)
    action.setShortcut(QKeySequence(keys))
    view.addAction(action)
    qtbot.waitUntil(view.isActiveWindow)
    combination = QKeySequence(keys)[0]
    with qtbot.waitSignal(action.triggered, timeout=1000):
        qtbot.keyClick(view, combination.key(), combination.keyboardModifiers())


# ------------------------------------------------------------------------------------------- selection and search


def test_a_selection_of_blanks_is_none(view: ArticleView) -> None:
    blank = at(" ferry").start
    view.select(Span(blank, blank + 1))
    assert view.raw_selection() == Span(blank, blank + 1)
    assert view.selection() is None
    view.clear_selection()
    assert view.raw_selection() is None
    assert view.caret() == blank + 1


def test_find_ignores_case_and_goes_around(view: ArticleView) -> None:
    assert view.find_text("THE")
    assert view.raw_selection() == Span(0, 3)
    assert view.find_text("the")
    assert view.raw_selection() == at("the Harbour")._replace(end=at("the").end)
    assert view.find_text("ÅLESUND") is True
    assert view.raw_selection() == at("Ålesund")
    assert view.find_text("the mayor", backward=True)
    assert view.raw_selection() == at("The mayor")
    assert view.find_text("the university", backward=True)
    assert view.raw_selection() == at("the University")
    assert view.find_text("🚢")
    assert view.raw_selection() == at("🚢")


def test_find_without_a_match_changes_nothing(view: ArticleView) -> None:
    view.select(at("mayor"))
    assert view.find_text("no such words") is False
    assert view.find_text("") is False
    assert view.raw_selection() == at("mayor")


AWKWARD = "\ufeffA\u2028b\u00a0c\rd \ufdd0e\ufffc 👩\u200d👩\u200d👧 e\u0301 \x0b ש”ל 漢字\u2029end"


def test_copying_gives_the_original_characters(view: ArticleView) -> None:
    view.show_text(AWKWARD)
    view.select(Span(1, len(AWKWARD)))  # PySide itself drops a byte order mark that leads a string
    assert view.createMimeDataFromSelection().text() == AWKWARD[1:]
    assert view.toPlainText() == view.text() == AWKWARD


def test_copying_across_soft_breaks_gives_the_original_characters(view: ArticleView) -> None:
    for text in ("abc🚢e\u0301" * 3000, "Words and cafe\u0301s. " * 1000):
        view.show_text(text)
        view.select(Span(2, len(text) - 2))
        assert view.createMimeDataFromSelection().text() == text[2:-2]


@pytest.mark.parametrize("text", [AWKWARD, "abc🚢e\u0301" * 3000, "漢字" * 4000], ids=("awkward", "emoji", "cjk"))
def test_every_span_can_be_selected(view: ArticleView, text: str) -> None:
    view.show_text(text)
    for start in range(0, len(text) - 1, max(1, len(text) // 40)):
        view.select(Span(start, start + 1))
        assert view.raw_selection() == Span(start, start + 1)


def test_a_new_text_forgets_the_old_marks(view: ArticleView, place: Place) -> None:
    move(view, place("pays"))
    view.show_text("Other words 🚢.", headline="Other")
    assert view.marks() == ()
    assert view.marks_at(3) == ()
    assert view.accessibleDescription() == "Other"
    assert view.caret() == 0


def test_marks_at_an_offset(view: ArticleView) -> None:
    assert [mark.id for mark in view.marks_at(at("Vik").start)] == ["vik", "hospital"]
    assert view.marks_at(at("Vik").end - 4) != ()
    assert view.marks_at(at("declined").start) == ()


# ------------------------------------------------------------------------------------------------- screen readers


def test_the_text_interface_of_screen_readers(view: ArticleView) -> None:
    view.grab()
    root = QAccessible.queryAccessibleInterface(view)
    text = root.textInterface()
    assert root.text(QAccessible.Text.Name) == "Article"
    assert root.text(QAccessible.Text.Description) == "A headline that belongs to no offset"
    assert root.state().readOnly
    assert text.text(0, 9) == TEXT[:9]
    units = TEXT.index("Sørli") + 1  # the ship counts twice in UTF-16
    box = text.characterRect(units)
    corner = view.viewport().mapToGlobal(view.rect_of(at("Sørli")).topLeft())
    assert abs(box.left() - corner.x()) <= 1
    assert text.offsetAtPoint(box.center()) in (units, units + 1)
    view.select(at("Sørli"))
    assert text.selectionCount() == 1
    view.set_caret(at("mayor").start)
    assert text.cursorPosition() == at("mayor").start + 1


def test_announcements(view: ArticleView) -> None:
    view.announce("Quotation 7 of 9, Amara Nwosu")  # must not raise where no screen reader listens
