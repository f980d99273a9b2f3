"""Hands and eyes that speak like a user: select words with the mouse, press keys, read what the window says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span
from annotator.ui.article.view import ArticleView
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.importing.sheet import ImportSheet
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
        last = self.article.rect_of(Span(span.end - 1, span.end))
        end = QPoint(last.right() - 1, last.center().y())
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for step in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (end - start) * step)
        self._drag_to(end)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
        return self

    def _drag_to(self, end: QPoint) -> None:
        port = self.article.viewport()
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(end), port.mapToGlobal(QPointF(end)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, move)

    def select_by_keys(self, span: Span) -> Driver:
        """Put the caret before the words, then Shift+Right over them."""
        self.article.set_caret(span.start)
        while (now := self.article.raw_selection()) is None or now.end < span.end:
            QTest.keyClick(self.article, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        return self

    def click(self, words: str, nth: int = 0) -> Driver:
        span = self.find(words, nth)
        QTest.mouseClick(
            self.article.viewport(), Qt.MouseButton.LeftButton, pos=self.point(span.start + span.length // 2)
        )
        return self

    def double_click(self, words: str, nth: int = 0) -> Driver:
        span = self.find(words, nth)
        at = self.point(span.start + span.length // 2)
        QTest.mouseClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return self

    def press(self, *keys: str, on: QWidget | None = None) -> Driver:
        """Press keys, written as in the table of actions, in the article or the given widget."""
        self.to_front()
        target = on or self.article
        target.setFocus()
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        return self

    def type(self, words: str, on: QWidget | None = None) -> Driver:
        """Type words, letters that keys have none of as an input method gives them."""
        target = on or self.focused()
        for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", words):
            if run.isascii():
                QTest.keyClicks(target, run)
            else:
                composed = QInputMethodEvent()
                composed.setCommitString(run)
                QApplication.sendEvent(target, composed)
        return self

    def to_front(self) -> Driver:
        """Make this window the active one of several."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)
        return self

    def run(self, action: str) -> Driver:
        """Choose an action from its menu."""
        found = self.window.findChild(QAction, action)
        assert found is not None, action
        assert found.isEnabled(), f"{action} is disabled"
        found.trigger()
        return self

    def run_kind(self, kind: str) -> Driver:
        """Choose a kind of entity for the selection from its menu."""
        scheme = self.window.session.project
        assert scheme is not None
        name = scheme.scheme.name("kinds", kind)
        self.run("mention.label")
        menus = [each for each in self.window.findChildren(QMenu) if each.isVisible()]
        found = [each for menu in menus for each in menu.actions() if each.text().replace("&", "") == name]
        assert found, f"no menu offers {name}"
        found[0].trigger()
        menus[0].close()
        return self

    def drop(self, *paths: Path) -> Driver:
        """Let files and folders go over the middle of the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
        middle, copy = self.window.rect().center(), Qt.DropAction.CopyAction
        button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(middle, copy, mime, button, plain)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted(), "the window does not take this"
        QApplication.sendEvent(self.window, QDropEvent(QPointF(middle), copy, mime, button, plain))
        return self

    def answer(self, deed: str) -> Driver:
        """Click a button of the notice bar by its words."""
        buttons = self.offers(deed)
        assert buttons, f"no notice offers {deed}: {self.notices}"
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        return self

    def choose(self, words: str) -> Driver:
        """Click a button of the sheet that lies over the window by its words."""
        sheets = [each for each in self.window.findChildren(Sheet) if each.isVisible()]
        assert sheets, "no sheet is open"
        buttons = [
            each for each in sheets[-1].findChildren(QAbstractButton) if each.isVisible() and words == each.text()
        ]
        assert buttons, f"the sheet offers no {words}"
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        return self

    def offered(self, words: str) -> bool:
        """Whether the sheet over the window has a button with these words that can be clicked."""
        sheets = [each for each in self.window.findChildren(Sheet) if each.isVisible()]
        buttons = sheets[-1].findChildren(QAbstractButton) if sheets else []
        return any(each.isVisible() and each.isEnabled() and each.text() == words for each in buttons)

    @property
    def import_sheet(self) -> ImportSheet:
        """The import sheet that lies over the window."""
        found = [each for each in self.window.findChildren(ImportSheet) if each.isVisible()]
        assert found, "no import sheet is open"
        return found[-1]

    def wait(self, *facts: Callable[[], object]) -> Driver:
        """Let the window work until all of these are true."""
        for fact in facts:
            self.bot.waitUntil(lambda fact=fact: bool(fact()))
        return self

    def close(self) -> Driver:
        """Close the window."""
        self.window.close()
        return self

    # eyes ------------------------------------------------------------------------------------

    def focused(self) -> QWidget:
        """The widget with the focus."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

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
    def notices(self) -> list[str]:
        """Every sentence that stands in the bar."""
        return [each.sentence for each in self.window.notices.notices()]

    def offers(self, deed: str) -> list[QAbstractButton]:
        """The buttons of the notice bar with these words, the latest notice's first."""
        return [
            each
            for notice in reversed(self.window.notices.notices())
            for each in notice.findChildren(QAbstractButton)
            if each.text() == deed and not each.isHidden()
        ]

    @property
    def titles(self) -> list[str]:
        """The articles of the project, in its order."""
        project = self.window.session.project
        assert project is not None
        return [project.documents.get(each).title for each in project.documents.ids()]

    @property
    def title(self) -> str:
        """The title of the open article."""
        document = self.window.session.document
        assert document is not None, "no article is open"
        return document.title

    @property
    def saved(self) -> str:
        """What the status line says about saving."""
        return self.window.status.saved.words.text()

    def enabled(self, action: str) -> bool:
        """Whether an action can be chosen now."""
        found = self.window.findChild(QAction, action)
        assert found is not None, action
        return found.isEnabled()

    def marks(self, role: str) -> list[str]:
        """The words that the article shows as mention, content, suggestion …, in turn."""
        text = self.article.text()
        return [span.of(text) for each in self.article.marks() if each.role == role for span in each.spans]

    @property
    def told(self) -> str:
        """What the bar says."""
        notice = self.window.findChild(QWidget, "notice")
        assert notice is not None
        text = notice.text  # type: ignore[attr-defined] - the contract gives it one
        return str(text())
