"""A card over the window that asks for something and can be left at any moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from annotator.ui.kit.basics import Card, Text, hbox, metrics, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import faded, theme_of

_KEYS_OF_YES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QWidget):
    """A card on a veil over ``window``.  Esc, the cross or a click beside it leave; Enter is the primary button.

    A sheet is made for one question: it goes when it is answered or left.  Tab stays inside it, and the focus returns
    to where it was.
    """

    left = Signal()
    """The user went without an answer."""

    def __init__(self, window: QWidget, title: str, yes: str, width: int = 480) -> None:
        super().__init__(window)
        self._window = window
        self.setAccessibleName(title)
        self._before = QApplication.focusWidget()
        self.card = Card(radius=metrics().radius.dialog, border="line_strong")
        self.card.setParent(self)
        self.card.setFixedWidth(width)
        self.yes = Button(yes, kind="primary", key="↵")
        self.yes.clicked.connect(self.answer)
        self.no = Button("Cancel", kind="quiet", key="Esc")
        self.no.clicked.connect(self.leave)
        self._title = Text(title, "title", "semibold")
        window.installEventFilter(self)

    def fill(self, body: QLayout) -> None:
        """Put the question into the card."""
        foot = hbox(None, self.no, self.yes, gap=8)
        self.card.setLayout(vbox(self._title, 16, body, 20, foot, gap=0, margins=(24, 20, 20, 16)))

    def open(self, first: QWidget) -> None:
        """Show the sheet, the focus on ``first``."""
        self._place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def answer(self) -> None:
        """Take the answer.  A subclass emits it and calls `finish`."""
        raise NotImplementedError

    def leave(self) -> None:
        """Go without an answer."""
        self.finish()
        self.left.emit()

    def finish(self) -> None:
        """Go, and give the focus back."""
        self._window.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.deleteLater()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Keep Tab inside the card."""
        stops = [each for each in self.card.findChildren(QWidget) if self._stops(each)]
        focus = QApplication.focusWidget()
        if not stops:
            return False
        at = stops.index(focus) if focus in stops else -1
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if next else -1)) % len(stops)].setFocus(reason)
        return True

    def _stops(self, widget: QWidget) -> bool:
        tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Enter answers; no other key reaches the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _KEYS_OF_YES and self.yes.isEnabled() and self.isVisible():
            self.answer()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card leaves."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.fillRect(self.rect(), faded(theme.scrim, 0.5 if theme.dark else 0.22))

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        layout = self.card.layout()
        if layout is not None:
            layout.activate()
            width = self.card.width()
            flows = layout.hasHeightForWidth()
            self.card.resize(width, layout.totalHeightForWidth(width) if flows else layout.totalSizeHint().height())
        self.card.move((self.width() - self.card.width()) // 2, max(16, (self.height() - self.card.height()) // 3))
