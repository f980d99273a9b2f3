"""Finding words in the open article."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent

from annotator.ui.kit.basics import Panel, Text, hbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button


class FindBar(Panel):
    """A row above the article: the words, the count, previous and next.

    ``findRequested`` asks for a hit: the words, and whether backwards; the answer comes by `show_count`.  It is sent
    while typing too, with no words when the field was emptied.  ``closed`` when Esc or the cross ends the search.
    """

    findRequested = Signal(str, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "b")
        self.setObjectName("find_bar")
        self.setAccessibleName("Find in the article")
        self.setFixedHeight(44)
        self.field = Field("Find in the article", "search", height=30)
        self.field.setFixedWidth(300)
        self.count = Text("", "small", role="text_2")
        self.previous = self._button("chevron-up", "Previous hit", "⇧ ↵")
        self.next = self._button("chevron-down", "Next hit", "↵")
        self.close_button = self._button("x", "Close the search", "Esc")
        buttons = (self.previous, self.next)
        self.setLayout(hbox(self.field, self.count, *buttons, None, self.close_button, gap=6, margins=(16, 0, 12, 0)))
        self.field.edit.textChanged.connect(self._typed)
        self.field.edit.escaped.connect(self._close)
        self.field.edit.installEventFilter(self)
        self.previous.clicked.connect(lambda: self._ask(backward=True))
        self.next.clicked.connect(lambda: self._ask(backward=False))
        self.close_button.clicked.connect(self._close)
        self.show_count(0, 0)
        self.hide()

    def open(self, words: str = "") -> None:
        """Show the bar with the focus in it, on ``words`` or on what was searched for last."""
        self.show()
        if words:
            self.field.set_text(words)
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()
        if self.field.text():
            self._ask(backward=False)

    def words(self) -> str:
        """What is searched for."""
        return self.field.text()

    def show_count(self, number: int, total: int) -> None:
        """Show that hit ``number``, counted from 1, of ``total`` is selected."""
        words = f"{number:,} of {total:,}" if total else "No hit" if self.field.text() else ""
        self.count.set_role("text_2" if total or not words else "error")
        self.count.setText(words)
        for button in (self.previous, self.next):
            button.setEnabled(total > 0)
        if words and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter finds the next hit, Shift+Enter the one before."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not plain:
                self._ask(backward=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def _button(self, icon: str, name: str, key: str) -> Button:
        button = Button("", icon, "quiet", small=True)
        button.setAccessibleName(name)
        button.setToolTip(f"{name}  {key}")
        return button

    def _typed(self, words: str) -> None:
        if words:
            self._ask(backward=False)
        else:
            self.findRequested.emit("", False)  # noqa: FBT003 - a signal's argument
            self.show_count(0, 0)

    def _ask(self, *, backward: bool) -> None:
        if self.field.text():
            self.findRequested.emit(self.field.text(), backward)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
