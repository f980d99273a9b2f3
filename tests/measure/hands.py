"""Hands that count: each real key or mouse event at the window is one action, scrolling included."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain.text import Span
from annotator.ui.main_window import MainWindow

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton
_TOP = 60
"""Pixels of text that stay above what was scrolled to."""


class Hands:
    """What a person does with mouse and keys.  An action is a chord, a click, a double click, a drag or a scroll."""

    def __init__(self, window: MainWindow) -> None:
        self._article = window.annotate.article
        self.counted: Counter[str] = Counter()

    @property
    def actions(self) -> int:
        """How many there were so far."""
        return sum(self.counted.values())

    def key(self, *chords: str) -> None:
        """Press keys, written as in the table of actions, where the focus is."""
        for chord in chords:
            self.counted[chord] += 1
            combination = QKeySequence(chord)[0]
            target = QApplication.focusWidget() or self._article
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def words(self, text: str) -> None:
        """Type words where the focus is: one action a character."""
        self.counted["typed"] += len(text)
        QTest.keyClicks(QApplication.focusWidget() or self._article, text)
        QApplication.processEvents()

    def click(self, span: Span) -> None:
        """Click the middle of some words."""
        self.counted["click"] += 1
        QTest.mouseClick(self._article.viewport(), _LEFT, _NONE, self._point(span.start + span.length // 2))
        QApplication.processEvents()

    def select(self, span: Span) -> None:
        """Select words: a drag, or where they are not all in view a click and a Shift click."""
        if not (self._in_view(span.start) and self._in_view(span.end - 1)):
            self._scroll_to(span)
        port, start = self._article.viewport(), self._edge(span.start, after=False)
        if self._in_view(span.end - 1):
            self.counted["drag"] += 1
            end = self._edge(span.end - 1, after=True)
            QTest.mousePress(port, _LEFT, _NONE, start)
            self._move(start + (end - start) / 2)
            self._move(end)
            QTest.mouseRelease(port, _LEFT, _NONE, end)
        else:
            self.counted["click"] += 1
            QTest.mouseClick(port, _LEFT, _NONE, start)
            self._scroll_to(Span(span.end - 1, span.end))
            self.counted["Shift+click"] += 1
            QTest.mouseClick(port, _LEFT, _SHIFT, self._edge(span.end - 1, after=True))
        QApplication.processEvents()

    def drag_edge(self, span: Span, *, end: bool, to: int) -> None:
        """Drag an edge of a fragment of the active quotation to a code point."""
        at = span.end - 1 if end else span.start
        if not (self._in_view(at) and self._in_view(to - 1 if end else to)):
            self._scroll_to(Span(min(at, to), max(at, to)))
        self.counted["drag edge"] += 1
        port, grabbed = self._article.viewport(), self._article.lines.edge(span, end=end).center()
        start = (grabbed - QPointF(0, self._article.verticalScrollBar().value())).toPoint()
        goal = self._edge(to - 1 if end else to, after=end)
        QTest.mousePress(port, _LEFT, _NONE, start)
        self._move(start + (goal - start) / 2)
        self._move(goal)
        QTest.mouseRelease(port, _LEFT, _NONE, goal)
        QApplication.processEvents()

    # -- inside

    def _move(self, to: QPoint) -> None:
        port = self._article.viewport()
        where = port.mapToGlobal(QPointF(to))
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(port, QMouseEvent(QEvent.Type.MouseMove, QPointF(to), where, none, _LEFT, _NONE))

    def _in_view(self, at: int) -> bool:
        return self._article.viewport().rect().contains(self._article.rect_of(Span(at, at + 1)).center())

    def _point(self, at: int) -> QPoint:
        if not self._in_view(at):
            self._scroll_to(Span(at, at + 1))
        return self._article.rect_of(Span(at, at + 1)).center()

    def _edge(self, at: int, *, after: bool) -> QPoint:
        """A little inside the character: where one aims who wants it whole."""
        box = self._article.rect_of(Span(at, at + 1))
        inside = min(3, box.width() // 3)
        return QPoint(box.right() - inside if after else box.left() + inside, box.center().y())

    def _scroll_to(self, span: Span) -> None:
        """Turn the wheel until the words, and as much as possible after them, are in view: one action."""
        self.counted["scroll"] += 1
        bar = self._article.verticalScrollBar()
        for _ in range(3):  # paragraphs are laid out when they are first seen
            bar.setValue(bar.value() + self._article.rect_of(Span(span.start, span.start + 1)).top() - _TOP)
            QApplication.processEvents()
