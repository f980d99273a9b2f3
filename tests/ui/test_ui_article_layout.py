"""The lazy layout: the reading position, long paragraphs, both directions, and what is painted again."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.text import Span
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

FAMILY = "👩\u200d👩\u200d👧"
SENTENCE = "The mayor’s cafe\u0301 stays 🏭 open, she said, “until we know who pays for all of it”. "
LONG = "\n".join(
    (SENTENCE, "Will it still, said Lilli. ", "WHO WOULD, MOM? ")[n % 3] * (1 + 9 * (n % 5)) for n in range(400)
)
MEGABYTES = {
    "blanks": SENTENCE * 12_000,
    "none": "Donaudampfschifffahrt" * 48_000,
    "emoji": (f"abc{FAMILY}e\u0301") * 90_000,
    "cjk": "記者は「計画を見直す」と述べた。" * 62_000,
    "rtl": "قال الوزير إن الخطة لن تمر قبل عام. " * 28_000,
}
LEFT = Qt.MouseButton.LeftButton


class Painted(QObject):
    """Notes which parts of a widget are painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    load_fonts()
    view = ArticleView(Theme.load(dark=True))
    qtbot.addWidget(view)
    view.resize(800, 700)
    view.show()
    return view


def first_words(view: ArticleView) -> str:
    """What stands at the top of the viewport."""
    return view.text()[view.top_offset() :][:12]


def measured(qtbot: QtBot, view: ArticleView) -> None:
    """Wait until no height is an estimate."""
    qtbot.waitUntil(lambda: not view._idle.isActive(), timeout=20_000)


# ------------------------------------------------------------------------------------------------ reading position


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_text_stands_still_while_heights_become_exact(qtbot: QtBot, view: ArticleView, share: float) -> None:
    view.show_text(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.maximum() * share))
    view.grab()
    before, place = bar.maximum(), view.place()
    measured(qtbot, view)
    assert bar.maximum() != before
    assert view.place().offset == place.offset
    assert abs(view.place().below - place.below) <= 1


@pytest.mark.parametrize("percent", [50, 140, 300])
def test_zoom_keeps_the_line_at_the_top(view: ArticleView, percent: int) -> None:
    view.show_text(LONG, headline="Headline")
    offset = LONG.index("\n", len(LONG) // 2) + 1
    view.scroll_to(offset)
    assert view.top_offset() == offset
    view.set_zoom(percent)
    assert view.zoom() == percent
    assert view.top_offset() == offset
    view.set_zoom(100)
    assert view.top_offset() == offset


def test_zoom_has_limits(view: ArticleView) -> None:
    view.set_zoom(5)
    assert view.zoom() == 50
    view.set_zoom(5000)
    assert view.zoom() == 300


def test_resizing_keeps_the_line_at_the_top(view: ArticleView) -> None:
    view.show_text(LONG)
    offset = LONG.index("The mayor’s", len(LONG) // 3)
    view.scroll_to(offset)
    for width in (600, 420, 1300, 800):
        view.resize(width, 640)
        assert abs(view.top_offset() - offset) < 120
        assert first_words(view)


def test_the_top_stays_the_top(view: ArticleView) -> None:
    view.show_text(LONG, headline="A headline, so that the text begins lower")
    view.resize(640, 500)
    view.set_zoom(150)
    assert view.verticalScrollBar().value() == 0
    view.scroll_to(5000)
    assert view.verticalScrollBar().value() > 0
    view.scroll_to(0)
    assert view.verticalScrollBar().value() == 0


def test_a_headline_moves_no_offset(view: ArticleView) -> None:
    view.show_text("One 🚢 line.")
    bare = view.rect_of(Span(0, 3))
    view.show_text("One 🚢 line.", headline="A headline " * 12)
    assert view.rect_of(Span(0, 3)).top() >= bare.top() + 3 * 26
    assert view.rect_of(Span(0, 3)).left() == bare.left()
    assert view.toPlainText() == "One 🚢 line."


def test_scrolling_up_from_the_end_moves_no_line(qtbot: QtBot, view: ArticleView) -> None:
    view.show_text(LONG)
    view._idle.stop()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.grab()
    bar.setValue(bar.maximum())
    for _ in range(12):
        mark = Span(view.top_offset(), view.top_offset() + 4)
        y, value = view.rect_of(mark).top(), bar.value()
        bar.setValue(value - 90)
        view.grab()
        assert abs(view.rect_of(mark).top() - (y + 90)) <= 1


@pytest.mark.parametrize("kind", [*MEGABYTES, "paragraphs"])
def test_reveal_brings_any_place_into_sight(view: ArticleView, kind: str) -> None:
    text = MEGABYTES.get(kind, LONG)
    view.show_text(text, headline="Headline")
    for share in (0.73, 0.001, 0.999, 0.4, 0.402):
        at = int(len(text) * share)
        view.reveal(Span(at, at + 12))
        port, rect = view.viewport().rect(), view.rect_of(Span(at, at + 12))
        assert port.top() <= rect.top()
        assert rect.bottom() <= port.bottom()


def test_reveal_does_not_scroll_for_what_is_in_sight(view: ArticleView) -> None:
    view.show_text(LONG)
    view.scroll_to(LONG.index("The mayor’s", 20_000))
    value = view.verticalScrollBar().value()
    shown = view.top_offset() + 900
    view.reveal(Span(shown, shown + 20))
    assert view.verticalScrollBar().value() == value


def test_find_shows_a_far_place(view: ArticleView) -> None:
    text = LONG + "\nneedle 🚢 here\n" + LONG
    view.show_text(text)
    assert view.find_text("NEEDLE 🚢")
    assert view.viewport().rect().contains(view.rect_of(view.raw_selection()))


# --------------------------------------------------------------------------------------------------- long paragraphs


@pytest.mark.parametrize("kind", MEGABYTES)
def test_a_megabyte_in_one_paragraph_lays_out_only_what_is_seen(view: ArticleView, kind: str) -> None:
    view.show_text(MEGABYTES[kind])
    view._idle.stop()
    view.grab()
    assert len(MEGABYTES[kind]) > 890_000
    assert 1 <= len(view._layout._laid) <= 6
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.grab()
    assert len(view._layout._laid) <= 12


@pytest.mark.parametrize("kind", MEGABYTES)
def test_hits_and_selection_in_a_megabyte(qtbot: QtBot, view: ArticleView, kind: str) -> None:
    text = MEGABYTES[kind]
    at = len(text) // 2
    span = Span(at, at + 30)
    view.show_text(text, (Mark("q", "content", (span,), "q", colour=1, state="active"),))
    view._idle.stop()
    view.reveal(span)
    rect = view.rect_of(Span(at + 1, at + 2))
    assert [mark.id for mark in view.hits(QPointF(rect.center()))] == ["q"]
    with qtbot.waitSignal(view.markClicked):
        qtbot.mouseClick(view.viewport(), LEFT, pos=rect.center())
    assert abs(view.caret() - (at + 1)) <= 1
    view.select(span)
    assert view.raw_selection() == span


def test_only_some_blocks_keep_their_lines(view: ArticleView) -> None:
    view.show_text("x 🚢\n" * 3000)
    view._idle.stop()
    bar = view.verticalScrollBar()
    for step in range(100):
        bar.setValue(bar.maximum() * step // 100)
        view.grab()
    assert len(view._layout._laid) <= 400
    assert view.document().findBlockByNumber(3).layout().lineCount() == 0
    view.scroll_to(0)
    view.grab()
    assert view.document().findBlockByNumber(3).layout().lineCount() == 1


def test_soft_blocks_stand_without_a_gap(view: ArticleView) -> None:
    view.show_text(SENTENCE * 200 + "\nend")
    layout = view._layout
    for block in range(len(layout.shown.starts)):
        layout.ensure(block)
    soft = layout.height_of(0)
    lines = layout.ensure(0).lineCount()
    assert soft == lines * layout.page.line
    last = len(layout.shown.starts) - 2
    assert layout.height_of(last) == layout.ensure(last).lineCount() * layout.page.line + layout.page.gap


# -------------------------------------------------------------------------------------------------- both directions

RTL_TEXTS = [
    "שלום לכולם, אמר David Levi ביום שלישי בעיר.",
    "قال الوزير إن الخطة «لن تمر» قبل عام 2026 وأضاف.",
    "He said שלום עולם to all of them.",
    "The sign reads قال الوزير 2026 here.",
]


@pytest.mark.parametrize("text", RTL_TEXTS, ids=ascii)
def test_each_character_is_hit_where_it_is_drawn(qtbot: QtBot, view: ArticleView, text: str) -> None:
    marks = [Mark(str(n), "mention", (Span(n, n + 1),), kind="person") for n in range(len(text)) if text[n].isalnum()]
    view.show_text(text, marks)
    found = 0
    for mark in marks:
        rects = view._layout.rects_of(mark.spans[0])
        for rect in rects:
            if rect.width() > 2:
                found += 1
                assert [hit.id for hit in view.hits(rect.center())] == [mark.id]
    assert found >= len(marks) - 2  # a ligature may leave a character without a place of its own


def test_a_right_to_left_paragraph_is_right_aligned(view: ArticleView) -> None:
    view.show_text(RTL_TEXTS[0] + "\n" + RTL_TEXTS[2])
    page = view._layout.page
    first = view._layout.rects_of(Span(0, 4))[0]
    second = view._layout.rects_of(Span(len(RTL_TEXTS[0]) + 1, len(RTL_TEXTS[0]) + 3))[0]
    assert abs(first.right() - (page.left + page.width)) < 1
    assert abs(second.left() - page.left) < 1


def test_a_click_beside_a_right_to_left_line_hits_nothing(qtbot: QtBot, view: ArticleView) -> None:
    text = RTL_TEXTS[0]
    view.show_text(text, (Mark("q", "content", (Span(0, len(text)),), "q"),))
    rect = view.rect_of(Span(0, len(text)))
    layout = view._layout
    exact = Qt.HitTestAccuracy.ExactHit
    assert layout.hitTest(QPointF(rect.left() + 5, rect.center().y()), exact) > 0
    assert layout.hitTest(QPointF(rect.left() - 30, rect.center().y()), exact) == -1
    assert view.hits(QPointF(rect.left() - 30, rect.center().y())) == ()
    plain = QSignalSpy(view.plainClicked)
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() - 30, rect.center().y()))
    assert plain.at(0)[0] == len(text)


def test_dragging_over_right_to_left_text(qtbot: QtBot, view: ArticleView) -> None:
    text = RTL_TEXTS[0]
    view.show_text(text)
    start, end = text.index("לכולם"), text.index("אמר") + 3
    first, last = view.rect_of(Span(start, start + 5)), view.rect_of(Span(end - 3, end))
    with qtbot.waitSignal(view.spanSelected) as selected:
        qtbot.mousePress(view.viewport(), LEFT, pos=first.center())
        qtbot.mouseRelease(view.viewport(), LEFT, pos=last.center())
        view._is_dragging = False
        qtbot.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, pos=last.center())
    assert selected.args[0] == Span(start, end)


def test_a_mention_in_the_other_direction_has_one_stretch(view: ArticleView) -> None:
    text = RTL_TEXTS[0]
    at = text.index("David Levi")
    view.show_text(text)
    whole = view._layout.rects_of(Span(at, at + 10))
    assert len(whole) == 1
    first = view._layout.rects_of(Span(at, at + 1))[0]
    assert abs(first.left() - whole[0].left()) < 1  # the D, at the edge, where the direction turns


# ----------------------------------------------------------------------------------------------------- painting

FIVE = "First words 🚢 here.\nSecond words.\nThird words.\nFourth cafe\u0301 words.\nFifth words."


def test_other_marks_repaint_only_their_paragraphs(qtbot: QtBot, view: ArticleView) -> None:
    first = Mark("a", "mention", (Span(0, 5),), kind="person")
    third = FIVE.index("Third")
    second = Mark("b", "content", (Span(third, third + 5),), "b", colour=1, name="Zoe\u0301")
    view.show_text(FIVE, (first, second))
    qtbot.waitUntil(lambda: not view._idle.isActive())
    view.repaint()
    painted = Painted(view.viewport())
    view.set_marks((first, second))
    view.set_marks((first, second._replace(colour=2)))
    qtbot.waitUntil(lambda: bool(painted.rects))
    rect = view.rect_of(second.spans[0])
    assert len(painted.rects) == 1
    assert painted.rects[0].contains(rect.left() + 1, rect.center().y())
    assert painted.rects[0].height() < 80
    assert view.marks() == (first, second._replace(colour=2))


def test_dimming_repaints_all(qtbot: QtBot, view: ArticleView) -> None:
    content = Mark("b", "content", (Span(0, 5),), "b", colour=1)
    view.show_text(FIVE, (content,))
    view.repaint()
    painted = Painted(view.viewport())
    view.set_marks((content._replace(state="active"),))
    qtbot.waitUntil(lambda: bool(painted.rects))
    assert painted.rects[0] == view.viewport().rect()


def test_an_error_while_painting_is_logged_once(
    view: ArticleView, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    view.show_text(FIVE)

    def fail(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(type(view._layout), "_draw_block", fail)
    with caplog.at_level(logging.ERROR):
        view.grab()
        view.grab()
    assert [record.message for record in caplog.records] == ["the article could not be painted"]


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n\n", "🚢", "e\u0301", "\u2028", "\u2029\u2029", " ", "\t", "\r", "\ufeff"]
)
def test_tiny_texts_can_be_shown(qtbot: QtBot, view: ArticleView, text: str) -> None:
    marks = (Mark("m", "content", (Span(0, len(text)),), "m", state="active", name="N"),) if text else ()
    view.show_text(text, marks)
    view.setFocus()
    view.selectAll()
    view.grab()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        qtbot.keyClick(view, key)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=QPoint(300, 50))
    assert 0 <= view.caret() <= len(text)
    assert view.rect_of(Span(0, 0)).width() == 0


def test_page_down_reaches_the_end(qtbot: QtBot, view: ArticleView) -> None:
    view.show_text("A paragraph 🚢 of words.\n" * 120)
    view.setFocus()
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.caret() >= len(view.text()) - 30
