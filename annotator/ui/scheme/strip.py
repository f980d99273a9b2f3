"""The strip that says what a change to the scheme would do, before it is done: one sentence and its buttons."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.ui.kit.basics import Icon, Panel, Text, hbox, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PreviewStrip(Panel):
    """One question at a time, docked under a list.  Enter does it, Esc or Cancel leaves; ``left`` says either.

    Nothing has changed while it is open.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__("accent_soft", "t")
        self.setAccessibleName("Preview of a change")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._do: Callable[[], object] | None = None
        self._before: QWidget | None = None
        self._menu = QMenu(self)
        self.words = Text("", wrap=True)
        self.more = Text("", "small", role="text_2", wrap=True)
        self.yes = Button("", kind="primary", key="↵")
        self.yes.clicked.connect(self._answer)
        self.instead = Button("", kind="plain", menu=True)
        self.instead.clicked.connect(lambda: open_below(self.instead, self._menu))
        self.no = Button("Cancel", kind="quiet", key="Esc")
        self.no.clicked.connect(self.leave)
        row = hbox(Icon("info", "accent_text"), gap=10, margins=(20, 10, 16, 10))
        row.addLayout(vbox(self.words, self.more, gap=2), 1)
        for button in (self.instead, self.no, self.yes):
            row.addWidget(button)
        self.setLayout(row)
        self.hide()

    def ask(
        self,
        sentence: str,
        *,
        yes: str = "",
        do: Callable[[], object] | None = None,
        more: str = "",
        instead: str = "",
        others: tuple[tuple[str, Callable[[], object]], ...] = (),
    ) -> None:
        """Show ``sentence``; ``yes`` is the button that runs ``do``, ``instead`` one with a menu of ``others``."""
        self._before = QApplication.focusWidget() if self.isHidden() else self._before
        self._do = do
        self.words.setText(sentence)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.yes.setText(yes)
        self.yes.setAccessibleName(yes)
        self.yes.setVisible(do is not None)
        self.instead.setText(instead)
        self.instead.setAccessibleName(instead)
        self.instead.setVisible(bool(others))
        self._menu.clear()
        for name, other in others:
            self._menu.addAction(name.replace("&", "&&")).triggered.connect(self._asked(other))
        self.show()
        first = self.yes if do is not None else self.instead if others else self.no
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{sentence} {more}".strip()))

    def leave(self) -> None:
        """Change nothing, and give the focus back."""
        if self.isHidden():
            return
        self._do = None
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and self._do is not None:
            self._answer()
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        do = self._do
        self.leave()
        if do is not None:
            do()

    def _asked(self, other: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self.leave()
            other()

        return run
