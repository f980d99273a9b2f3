"""A sheet over the window: what lies behind is dimmed and rests until it is left.

Esc, a click beside the sheet, or the key that opened it leave; the focus then returns to where it was.  While it is
open Tab stays inside, and no key reaches the actions of the window but the sheet's own.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.kit.basics import Card, metrics, painting
from annotator.ui.look.theme import Theme, faded, theme_of

_AIR = 64
"""Pixels of the window that stay free beside and above a sheet together, at least."""
_SCRIM = {False: 0.22, True: 0.55}
"""How much of the scrim's colour lies over a light and over a dark window."""
_SHADOW = 18


class Sheet(Card):
    """The raised surface of an overlay; a click on it stays on it."""

    def __init__(self) -> None:
        super().__init__("raised", radius=metrics().radius.dialog, border="line_strong")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the click from what lies behind."""
        event.accept()


class Overlay(QWidget):
    """Covers ``window`` with a scrim and shows `sheet` on it, ``size`` large at most.

    ``top`` is the sheet's distance from the window's top edge; without it the sheet stands in the middle.
    """

    closed = Signal()

    def __init__(self, window: QWidget, name: str, size: tuple[int, int], top: int | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.setAccessibleName(name)
        self.sheet = Sheet()
        self.sheet.setParent(self)
        self.sheet.setAccessibleName(name)
        self._wanted = size
        self._top = top
        self._own: QAction | None = None
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)

    def set_own(self, action: QAction) -> None:
        """The action that opens this overlay: its keys go on working, and then leave."""
        self._own = action

    def open(self) -> None:
        """Show it and remember where the focus was."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Close it and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def toggle(self) -> None:
        """Open it, or leave it if it is open."""
        if self.isVisible():
            self.leave()
        else:
            self.open()

    def announce(self, words: str) -> None:
        """Say something to a screen reader."""
        if words and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # ------------------------------------------------------------------------------------------ place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(self._wanted[0], self.width() - _AIR)
        height = min(self._wanted[1], self.height() - _AIR)
        top = (self.height() - height) // 2 if self._top is None else min(self._top, self.height() - height - _AIR // 2)
        self.sheet.setGeometry(QRect((self.width() - width) // 2, max(_AIR // 4, top), width, height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies behind and paint the sheet's shadow."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.fillRect(self.rect(), faded(theme.scrim, _SCRIM[theme.dark]))
            self._shadow(painter, theme)

    def _shadow(self, painter: QPainter, theme: Theme) -> None:
        """Rings, each painted once: faint layers on top of each other would lose their colour to rounding."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = QRectF(self.sheet.geometry()).translated(0, _SHADOW / 3)
        for spread in range(_SHADOW):
            radius = metrics().radius.dialog + spread
            painter.setPen(QPen(faded(theme.shadow, 0.13 * (1 - spread / _SHADOW) ** 2), 1.5))
            painter.drawRoundedRect(rect.adjusted(-spread, -spread, spread, spread), radius, radius)

    # ------------------------------------------------------------------------------------------ keys and clicks

    def event(self, event: QEvent) -> bool:
        """Keep every key from the actions of the window, but for the overlay's own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if self._own is None or pressed not in self._own.shortcuts():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; nothing goes on to the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet leaves."""
        self.leave()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What lies behind does not scroll."""
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside."""
        start = QApplication.focusWidget() or self
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        node: QWidget | None = start
        while node is not None:
            node = node.nextInFocusChain() if forward else node.previousInFocusChain()
            if node is None or node is start:
                break
            takes = node.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            if takes and self.isAncestorOf(node) and node.isVisible() and node.isEnabled():
                node.setFocus(reason)
                break
        return True
