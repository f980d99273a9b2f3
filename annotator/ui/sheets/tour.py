"""The tour of the first start: a few cards, each beside what it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.kit.basics import Card, Text, hbox, metrics, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import theme_of

_WIDTH = 340
_GAP = 14


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: a heading, a sentence or two, and the widget that they speak of, found when its turn comes."""

    title: str
    words: str
    about: Callable[[], QWidget | None]


class Tour(QWidget):
    """Walks through the stops over ``window``.  It never blocks: Esc, or a click beside the card, ends it.

    ``ended`` says that it was gone through or left.
    """

    ended = Signal()

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setAccessibleName("Tour")
        self._window = window
        self._stops = tuple(stops)
        self._at = 0
        self._lit = QRect()
        # the first start opens the tour before the window is active: then nothing has the focus yet
        self._before = QApplication.focusWidget() or window.focusWidget()
        self._card = Card(radius=metrics().radius.dialog, border="line_strong")
        self._card.setParent(self)
        self._card.setFixedWidth(_WIDTH)
        self._title = Text("", "heading", "semibold")
        self._words = Text("", "body", role="text_2", wrap=True)
        self._count = Text("", "small", role="text_3")
        self.skip = Button("Skip the tour", kind="quiet", key="Esc", small=True)
        self.next = Button("Next", kind="primary", key="↵", small=True)
        self.skip.clicked.connect(self.end)
        self.next.clicked.connect(self.forward)
        foot = hbox(self._count, None, self.skip, self.next, gap=8)
        self._inside = vbox(self._title, self._words, 4, foot, gap=8, margins=(20, 16, 16, 14))
        self._card.setLayout(self._inside)
        window.installEventFilter(self)

    def open(self) -> None:
        """Show the first stop."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._show_stop()
        self.next.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def at(self) -> int:
        """The number of the stop that is shown, from 0."""
        return self._at

    def forward(self) -> None:
        """Go on; from the last stop, end."""
        if self._at + 1 == len(self._stops):
            self.end()
        else:
            self._at += 1
            self._show_stop()

    def back(self) -> None:
        """Go to the stop before."""
        if self._at:
            self._at -= 1
            self._show_stop()

    def end(self) -> None:
        """Leave the tour; the focus returns to where it was."""
        if self.isHidden():
            return
        self._window.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.ended.emit()
        self.deleteLater()

    # ------------------------------------------------------------------------------------------ inside

    def _show_stop(self) -> None:
        stop, last = self._stops[self._at], self._at + 1 == len(self._stops)
        self._title.setText(stop.title)
        self._words.setText(stop.words)
        self._count.setText(f"{self._at + 1} of {len(self._stops)}")
        self.next.setText("Begin" if last else "Next")
        self.skip.setVisible(not last)
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{stop.title}. {stop.words}"))

    def _place(self) -> None:
        about = self._stops[self._at].about()
        shown = about is not None and about.isVisible()
        self._lit = QRect(about.mapTo(self._window, QPoint()), about.size()) if about and shown else QRect()
        self._inside.activate()
        self._card.adjustSize()
        room = self.rect().adjusted(16, 16, -16, -16)
        self._card.move(_beside(self._lit, self._card.rect(), room))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrows walk, Esc leaves; no key reaches the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.forward()
        elif event.key() == Qt.Key.Key_Left:
            self.back()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside the card."""
        other = self.skip if self.next.hasFocus() and self.skip.isVisible() else self.next
        other.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Darken everything but what the stop speaks of, and draw a frame around that."""
        with painting(self) as painter:
            theme = theme_of(self)
            veil = QPainterPath()
            veil.addRect(self.rect())
            if not self._lit.isNull():
                hole = QPainterPath()
                hole.addRoundedRect(self._lit, 6, 6)
                veil = veil.subtracted(hole)
            scrim = theme.colour("scrim")
            scrim.setAlphaF(0.5 if theme.dark else 0.28)
            painter.fillPath(veil, scrim)
            if not self._lit.isNull():
                painter.setPen(QPen(theme.focus, 2))
                painter.drawRoundedRect(self._lit.adjusted(1, 1, -1, -1), 6, 6)


def _beside(lit: QRect, card: QRect, room: QRect) -> QPoint:
    """Where the card stands: right of what it speaks of, else left, below or above it, else in the middle."""
    middle = lit.center().y() - card.height() // 2
    places = (
        QPoint(lit.right() + _GAP, middle),
        QPoint(lit.left() - _GAP - card.width(), middle),
        QPoint(lit.center().x() - card.width() // 2, lit.bottom() + _GAP),
        QPoint(lit.center().x() - card.width() // 2, lit.top() - _GAP - card.height()),
    )
    for place in places if not lit.isNull() else ():
        inside = QRect(place, card.size())
        top = max(room.top(), min(inside.top(), room.bottom() - card.height()))
        left = max(room.left(), min(inside.left(), room.right() - card.width()))
        moved = QRect(QPoint(left, top), card.size())
        if not moved.intersects(lit):
            return moved.topLeft()
    if lit.isNull():
        return room.center() - card.center()
    return QPoint(lit.center().x() - card.width() // 2, lit.top() + _GAP)
