"""Edges of the active quotation under the mouse: handles, dragging by tokens and characters, letting go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.domain.text import Span, is_character_boundary
from annotator.ui.article.edges import GRAB, GRAB_INSIDE, dragged_to, snapped
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

TEXT = (
    "The ferry 🚢 stops in May, the board said.\n"
    "“We asked twice,” Zoe\u0301 Lind told us, “and nobody answered us.” Then she left the cafe\u0301.\n"
    "The mayor declined to comment."
)
RTL = "قال الوزير إن الخطة لن تمر قبل عام 2026 وأضاف."
MIXED = "He said שלום עולם to all of them."
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


CONTENT = Mark(
    "q", "content", (at("“We asked twice,”"), at("“and nobody answered us.”")), "q", colour=0, state="active"
)
CUE = Mark("q:cue:0", "cue", (at("told"),), "q", colour=0, state="active")
SPEAKER = Mark("q:speaker:2", "speaker", (at("Zoe\u0301 Lind"),), "q", colour=0, state="active", number=1)
OTHER = Mark("o", "content", (at("stops in May"),), "o", colour=1, state="dim")
MARKS = (CONTENT, CUE, SPEAKER, OTHER)


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    load_fonts()
    view = ArticleView(Theme.load(dark=False))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.show_text(TEXT, MARKS)
    view.setFocus()
    return view


def edge(view: ArticleView, span: Span, *, end: bool) -> QPointF:
    """Where an edge of a span stands, in pixels of the viewport."""
    return view.lines.edge(span, end=end).center() - QPointF(0, view.verticalScrollBar().value())


def mouse(
    view: ArticleView,
    kind: QEvent.Type,
    point: QPointF,
    held: Qt.MouseButton = NONE,
    keys: Qt.KeyboardModifier = NO,
) -> None:
    port = view.viewport()
    button = NONE if kind == QEvent.Type.MouseMove else LEFT
    where = QPointF(port.mapToGlobal(point.toPoint()))
    QApplication.sendEvent(port, QMouseEvent(kind, point, where, button, held, keys))


def press(view: ArticleView, point: QPointF) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, point, LEFT)


def move(view: ArticleView, point: QPointF, keys: Qt.KeyboardModifier = NO) -> None:
    mouse(view, QEvent.Type.MouseMove, point, LEFT, keys)


def hover(view: ArticleView, point: QPointF) -> None:
    mouse(view, QEvent.Type.MouseMove, point)


def release(view: ArticleView, point: QPointF) -> None:
    mouse(view, QEvent.Type.MouseButtonRelease, point)


def spans(view: ArticleView, id: str) -> tuple[Span, ...]:
    return next(each.spans for each in view.marks() if each.id == id)


# ------------------------------------------------------------------------------------------------------- snapping


@pytest.mark.parametrize(
    ("word", "inside", "side", "expected"),
    [
        ("ferry", 1, "end", ("The", 3)),
        ("ferry", 4, "end", ("ferry", 5)),
        ("ferry", 0, "end", ("The", 3)),
        ("ferry", 1, "start", ("ferry", 0)),
        ("ferry", 4, "start", ("🚢", 0)),
        ("ferry", 5, "start", ("🚢", 0)),
    ],
)
def test_an_edge_goes_to_the_nearest_token(word: str, inside: int, side: str, expected: tuple[str, int]) -> None:
    place = snapped(TEXT, at(word).start + inside, "end" if side == "end" else "start")
    assert place == at(expected[0]).start + expected[1]


def test_by_characters_an_edge_never_splits_an_accent() -> None:
    zoe = at("Zoe\u0301")
    assert snapped(TEXT, zoe.start + 3, "end", is_character_boundary) in (zoe.start + 2, zoe.end)
    assert snapped(TEXT, zoe.start + 1, "end", is_character_boundary) == zoe.start + 1


def test_edges_at_the_ends_of_a_text() -> None:
    assert snapped("  ", 1, "end") == 1
    assert snapped("  ", 1, "start") == 1
    assert snapped("a  ", 3, "end") == 1
    assert snapped("  a", 0, "start") == 2
    assert snapped("", 0, "end") == 0


def test_an_edge_stays_on_its_side_of_the_fragment() -> None:
    span = at("stops in May")
    assert dragged_to(TEXT, span, "end", 0) == at("stops").end
    assert dragged_to(TEXT, span, "start", len(TEXT)) == at("May").start
    assert dragged_to(TEXT, span, "start", 0) == 0


# -------------------------------------------------------------------------------------------------------- pointing


def test_a_handle_shows_near_an_edge_and_the_mouse_says_so_on_it(view: ArticleView) -> None:
    place = edge(view, CONTENT.spans[0], end=True)
    hover(view, place - QPointF(20, 0))
    assert [each.side for each in view._edges.near] == ["end", "start"]  # of the content, of the speaker beside it
    assert view._edges.hot is None
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    hover(view, place + QPointF(GRAB - 1, 0))
    assert view._edges.hot is not None
    assert view.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    hover(view, edge(view, at("mayor"), end=True))
    assert view._edges.near == ()
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


@pytest.mark.parametrize(("text", "first", "last"), [(TEXT, "ferry", "May"), (RTL, "الخطة", "تمر")], ids=["ltr", "rtl"])
def test_a_press_a_little_inside_the_words_selects_them(view: ArticleView, text: str, first: str, last: str) -> None:
    span = Span(at(first, text).start, at(last, text).end)
    view.show_text(text, (Mark("q", "content", (span,), "q", colour=1, state="active"),))
    for end in (False, True):
        place = edge(view, span, end=end)
        inwards = 1 if edge(view, span, end=not end).x() > place.x() else -1
        hover(view, place + QPointF((GRAB_INSIDE + 1.5) * inwards, 0))
        assert view._edges.near
        assert view._edges.hot is None
        hover(view, place - QPointF((GRAB - 1) * inwards, 0))
        assert view._edges.hot is not None
        hover(view, place + QPointF((GRAB_INSIDE - 0.5) * inwards, 0))
        assert view._edges.hot is not None


def test_only_the_active_quotation_has_handles(view: ArticleView) -> None:
    hover(view, edge(view, OTHER.spans[0], end=True))
    assert view._edges.near == ()


def test_a_handle_is_painted(view: ArticleView) -> None:
    place = edge(view, CONTENT.spans[0], end=False)
    before = view.viewport().grab().toImage()
    hover(view, place)
    after = view.viewport().grab().toImage()
    assert before.pixel(place.toPoint()) != after.pixel(place.toPoint())
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view._edges.near == ()


def test_no_glyph_moves_while_handles_show(view: ArticleView) -> None:
    before = view.lines.rects_of(Span(0, len(TEXT)))
    hover(view, edge(view, CONTENT.spans[0], end=True))
    assert view.lines.rects_of(Span(0, len(TEXT))) == before


# -------------------------------------------------------------------------------------------------------- dragging


def test_dragging_the_end_tells_where_it_was_let_go(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    press(view, edge(view, CONTENT.spans[1], end=True))
    target = edge(view, at("she left"), end=True)
    move(view, target)
    assert spans(view, "q") == (CONTENT.spans[0], Span(CONTENT.spans[1].start, at("she left").end))
    release(view, target)
    assert dragged.count() == 1
    assert list(dragged.at(0)) == ["q", "content", 1, "end", at("she left").end, 0]
    assert spans(view, "q") == CONTENT.spans  # the edit changes it, not the view


def test_dragging_goes_over_lines_and_paragraphs(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    press(view, edge(view, CONTENT.spans[1], end=True))
    target = edge(view, at("mayor"), end=True)
    move(view, target)
    release(view, target)
    assert dragged.at(0)[4] == at("mayor").end
    press(view, edge(view, CONTENT.spans[0], end=False))
    target = edge(view, at("stops"), end=False)
    move(view, target)
    release(view, target)
    assert list(dragged.at(1)) == ["q", "content", 0, "start", at("stops").start, 0]


def test_dragging_over_the_next_fragment_shows_one(view: ArticleView) -> None:
    press(view, edge(view, CONTENT.spans[0], end=True))
    target = edge(view, at("nobody"), end=True)
    move(view, target)
    assert spans(view, "q") == (Span(CONTENT.spans[0].start, CONTENT.spans[1].end),)
    release(view, target)


@pytest.mark.parametrize(("mark", "role", "party"), [(CUE, "cue", 0), (SPEAKER, "speaker", 1)], ids=["cue", "speaker"])
def test_cue_and_speaker_have_edges_too(view: ArticleView, mark: Mark, role: str, party: int) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    inner = mark.spans[0]
    press(view, edge(view, inner, end=True) + QPointF(1, 0))
    target = edge(view, at("us"), end=True)
    move(view, target)
    release(view, target)
    assert list(dragged.at(0)) == ["q", role, 0, "end", at("us").end, party]


def test_with_ctrl_an_edge_goes_by_characters(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    word = at("left")
    target = edge(view, Span(word.start, word.start + 2), end=True)
    press(view, edge(view, CONTENT.spans[1], end=True))
    move(view, target, CTRL)
    assert spans(view, "q")[1].end == word.start + 2
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Control, NO))
    assert spans(view, "q")[1].end in (word.end, word.start - 1)
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, CTRL))
    assert spans(view, "q")[1].end == word.start + 2
    release(view, target)
    assert dragged.at(0)[4] == word.start + 2


def test_esc_lets_go_and_changes_nothing(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    target = edge(view, at("she left"), end=True)
    press(view, edge(view, CONTENT.spans[1], end=True))
    move(view, target)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert spans(view, "q") == CONTENT.spans
    move(view, target)
    release(view, target)
    assert dragged.count() == 0
    assert view.selection() is None


def test_no_key_is_a_shortcut_while_an_edge_is_held(view: ArticleView) -> None:
    press(view, edge(view, CONTENT.spans[1], end=True))
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Q, NO, "q")
    asked.ignore()
    QApplication.sendEvent(view, asked)
    assert asked.isAccepted()
    release(view, edge(view, CONTENT.spans[1], end=True))


def test_letting_go_where_it_was_does_nothing(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    place = edge(view, CONTENT.spans[1], end=True)
    press(view, place)
    move(view, place + QPointF(40, 0))
    move(view, place + QPointF(1, 0))
    release(view, place + QPointF(1, 0))
    assert dragged.count() == 0
    assert spans(view, "q") == CONTENT.spans


def test_a_click_on_an_edge_is_a_click(view: ArticleView) -> None:
    clicked, dragged = QSignalSpy(view.markClicked), QSignalSpy(view.edgeDragged)
    place = edge(view, CONTENT.spans[0], end=True) - QPointF(2, 0)
    press(view, place)
    release(view, place)
    assert [each.id for each in clicked.at(0)] == ["q"]
    assert dragged.count() == 0
    assert abs(view.caret() - CONTENT.spans[0].end) <= 1


def test_selecting_begins_inside_the_words_and_with_shift_at_an_edge(qtbot: QtBot, view: ArticleView) -> None:
    word = at("answered")
    start = view.rect_of(word).center()
    press(view, QPointF(start))
    move(view, QPointF(view.rect_of(at("us.”")).center()))
    release(view, QPointF(view.rect_of(at("us.”")).center()))
    assert view.selection() is not None
    assert view.selection().start == word.start
    view.set_caret(word.start)
    port = view.viewport()
    qtbot.mouseClick(port, LEFT, SHIFT, pos=edge(view, CONTENT.spans[1], end=True).toPoint())
    assert view.selection() == Span(word.start, CONTENT.spans[1].end)


def test_a_third_click_at_an_edge_takes_the_paragraph(qtbot: QtBot, view: ArticleView) -> None:
    port, point = view.viewport(), (edge(view, CONTENT.spans[0], end=False) + QPointF(2, 0)).toPoint()
    qtbot.mouseClick(port, LEFT, pos=point)
    qtbot.mouseDClick(port, LEFT, pos=point)
    qtbot.mouseClick(port, LEFT, pos=point)
    assert view.selection() == at(TEXT.split("\n")[1])


def test_what_may_only_be_read_has_no_handles(view: ArticleView) -> None:
    view.set_editable(False)
    hover(view, edge(view, CONTENT.spans[0], end=True))
    assert view._edges.near == ()
    view.set_editable(True)
    hover(view, edge(view, CONTENT.spans[0], end=True))
    assert view._edges.near


def test_other_marks_end_a_drag(view: ArticleView) -> None:
    dragged = QSignalSpy(view.edgeDragged)
    target = edge(view, at("she left"), end=True)
    press(view, edge(view, CONTENT.spans[1], end=True))
    move(view, target)
    view.set_marks((OTHER._replace(state="normal"),))
    release(view, target)
    assert dragged.count() == 0
    assert [each.id for each in view.marks()] == ["o"]


def test_a_drag_at_the_border_scrolls_and_goes_on(qtbot: QtBot, view: ArticleView) -> None:
    text = TEXT + "\nA further paragraph 🚢 of words." * 80
    view.show_text(text, MARKS)
    bar, below = view.verticalScrollBar(), QPointF(300, view.viewport().height() + 30)
    press(view, edge(view, CONTENT.spans[1], end=True))
    move(view, below)
    before = spans(view, "q")[1].end
    qtbot.waitUntil(lambda: bar.value() > 120)
    assert spans(view, "q")[1].end > before
    QTest.keyClick(view, Qt.Key.Key_Escape)
    stopped = bar.value()
    assert not view._edges._pulse.isActive()
    assert bar.value() == stopped
    release(view, below)


def test_only_touched_paragraphs_are_painted_during_a_drag(qtbot: QtBot, view: ArticleView) -> None:
    qtbot.waitUntil(lambda: not view._idle.isActive())
    view.repaint()
    asked: list[set[int]] = []
    view.repaint_blocks = asked.append
    press(view, edge(view, CONTENT.spans[1], end=True))
    move(view, edge(view, at("she left"), end=True))
    assert asked == [{1}]
    del view.repaint_blocks
    QTest.keyClick(view, Qt.Key.Key_Escape)


# ------------------------------------------------------------------------------------------------- both directions


@pytest.mark.parametrize(
    ("text", "first", "last", "new"),
    [(RTL, "الخطة", "تمر", "عام"), (MIXED, "said", "to", "them"), (MIXED, "שלום", "עולם", "to")],
    ids=["rtl", "mixed", "mixed inside"],
)
def test_edges_stand_and_go_where_the_script_runs(
    view: ArticleView, text: str, first: str, last: str, new: str
) -> None:
    span = Span(at(first, text).start, at(last, text).end)
    view.show_text(text, (Mark("q", "content", (span,), "q", colour=1, state="active"),))
    dragged = QSignalSpy(view.edgeDragged)
    word = at(new, text)
    place = edge(view, span, end=True)
    last_letter = view.lines.rects_of(Span(span.end - 1, span.end))[0]
    assert min(abs(place.x() - last_letter.left()), abs(place.x() - last_letter.right())) < 1
    target = edge(view, word, end=True)
    press(view, place)
    move(view, target)
    release(view, target)
    assert dragged.count() == 1
    assert dragged.at(0)[4] == word.end


def test_in_right_to_left_text_the_start_is_at_the_right(view: ArticleView) -> None:
    view.show_text(RTL, ())
    span = at("الخطة", RTL)
    assert edge(view, span, end=False).x() > edge(view, span, end=True).x()
    view.show_text(MIXED, ())
    assert edge(view, at("said", MIXED), end=False).x() < edge(view, at("said", MIXED), end=True).x()
    assert edge(view, at("שלום", MIXED), end=False).x() > edge(view, at("שלום", MIXED), end=True).x()
