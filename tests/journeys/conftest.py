"""A driver that speaks like a user: it selects words with the mouse and presses keys, and reads what the window says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span
from annotator.ui.app import build
from annotator.ui.article_view import ArticleView
from annotator.ui.labelling import Labelling
from annotator.ui.main_window import MainWindow


class Driver:
    """Hands and eyes at the real window.  Words are found in the article by their text; ``nth`` counts from 0."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.bot = qtbot
        self.window = window
        found = window.findChild(ArticleView, "article")
        assert isinstance(found, ArticleView)
        self.article = found

    # hands -----------------------------------------------------------------------------------

    def find(self, words: str, nth: int = 0) -> Span:
        text, at = self.article.text(), -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return Span(at, at + len(words))

    def point(self, at: int) -> QPoint:
        """The point in the viewport in the middle of the character at that offset."""
        self.article.reveal(Span(at, at + 1))
        QApplication.processEvents()
        return self.article.rect_of(Span(at, at + 1)).center()

    def select(self, words: str, nth: int = 0) -> Driver:
        """Drag over the words with the mouse."""
        span = self.find(words, nth)
        port = self.article.viewport()
        self.point(span.end - 1)
        start = self.point(span.start)
        if not port.rect().contains(self.article.rect_of(Span(span.end - 1, span.end)).center()):
            return self.select_by_keys(span)
        end = self.article.rect_of(Span(span.end - 1, span.end)).center()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for step in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (end - start) * step)
        self._drag_to(end)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
        return self

    def _drag_to(self, end: QPoint) -> None:
        from PySide6.QtCore import QEvent, QPointF
        from PySide6.QtGui import QMouseEvent

        port = self.article.viewport()
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(end), port.mapToGlobal(QPointF(end)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, move)

    def select_by_keys(self, span: Span) -> Driver:
        """Put the caret before the words, then Shift+Right over them."""
        self.article.set_caret(span.start)
        while self.article.raw_selection().end < span.end:
            QTest.keyClick(self.article, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        return self

    def click(self, words: str, nth: int = 0) -> Driver:
        span = self.find(words, nth)
        QTest.mouseClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=self.point(span.start + span.length // 2))
        return self

    def double_click(self, words: str, nth: int = 0) -> Driver:
        span = self.find(words, nth)
        at = self.point(span.start + span.length // 2)
        QTest.mouseClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return self

    def press(self, *keys: str, on: QWidget | None = None) -> Driver:
        """Press keys, written as in the table of actions, in the article or the given widget."""
        target = on or self.article
        target.setFocus()
        for key in keys:
            combination = QKeySequence(key)[0]
            code, modifiers = combination.key(), combination.keyboardModifiers()
            if len(key) == 1 and key in '{}+?"':
                modifiers |= Qt.KeyboardModifier.ShiftModifier
            QTest.keyClick(target, code, modifiers)
        return self

    def type(self, words: str, on: QWidget | None = None) -> Driver:
        QTest.keyClicks(on or QApplication.focusWidget(), words)
        return self

    def run(self, action: str) -> Driver:
        """Choose an action from its menu."""
        found = self.window.findChild(QAction, action)
        assert found is not None, action
        assert found.isEnabled(), f"{action} is disabled"
        found.trigger()
        return self

    # eyes ------------------------------------------------------------------------------------

    @property
    def layer(self) -> Layer:
        layer = self.window.session.layer
        assert layer is not None
        return layer

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return self.layer.quotations

    @property
    def active(self) -> Quotation:
        active = self.window.annotate.active
        assert active is not None, "no quotation is active"
        return self.layer.quotation(active)

    def said(self, spans: tuple[Span, ...]) -> list[str]:
        return [span.of(self.article.text()) for span in spans]

    @property
    def told(self) -> str:
        """What the bar says."""
        notice = self.window.findChild(QWidget, "notice")
        assert notice is not None
        text = notice.text  # type: ignore[attr-defined] - the contract gives it one
        return str(text())


@pytest.fixture
def open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Driver]]:
    """Open the window as ``annotator ARGV…`` does, without a pipeline child unless asked for."""
    monkeypatch.setenv("ANNOTATOR_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("ANNOTATOR_PROJECTS", str(tmp_path / "projects"))
    opened: list[MainWindow] = []

    def opener(*argv: str | Path, pipeline: bool = False, size: tuple[int, int] = (1440, 900)) -> Driver:
        if not pipeline:
            monkeypatch.setattr(Labelling, "start", lambda _self: None)
        window = build([str(each) for each in argv])
        assert isinstance(window, MainWindow)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        opened.append(window)
        return Driver(qtbot, window)

    yield opener
    for window in opened:
        window.close()
