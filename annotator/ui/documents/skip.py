"""The strip that asks why an article is skipped: one key for each reason, or words of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent

from annotator.ui.documents.model import count
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Flow


class SkipStrip(Panel):
    """Why are these articles skipped?  ``chosen`` carries their ids and the reason's id, or the words of another one.

    While it is open, the keys `1`, `2` … choose a reason and Esc leaves; ``closed`` when it is left without one.
    """

    chosen = Signal(list, str)
    closed = Signal()

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("accent_soft", "t")
        self.setObjectName("skip_strip")
        self.setAccessibleName("Why skip?")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._documents: list[str] = []
        self._reasons = tuple(reasons)
        self.words = Text("", weight="medium")
        self.buttons = [Button(name, key=str(n), small=True) for n, name in enumerate(reasons.values(), 1)]
        for reason, button in zip(self._reasons, self.buttons, strict=True):
            button.setToolTip(f"Skip: {button.text().lower()}")
            button.clicked.connect(lambda _on=False, each=reason: self._choose(each))
        self.other = Button("Other…", key=str(len(self.buttons) + 1), small=True)
        self.other.setToolTip("Skip for another reason, in your own words")
        self.other.clicked.connect(self._ask_other)
        self.field = Field("Why? Enter skips", height=28)
        self.field.edit.setMaxLength(200)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.returnPressed.connect(lambda: self._choose(self.field.text().strip()))
        self.cross = Button("", "x", "quiet", small=True)
        self.cross.setAccessibleName("Do not skip")
        self.cross.setToolTip("Do not skip  Esc")
        self.cross.clicked.connect(self.leave)
        flow = Flow()
        flow.show_items([*self.buttons, self.other])
        head = hbox(Icon("circle-slash", "text_2"), self.words, None, self.cross)
        self.setLayout(vbox(head, flow, self.field, gap=6, margins=(16, 6, 10, 10)))
        self.hide()

    def ask(self, documents: list[str]) -> None:
        """Ask why these documents are skipped."""
        self._documents = documents
        what = "this article" if len(documents) == 1 else count(len(documents), "article")
        self.words.setText(f"Why skip {what}?")
        self.field.edit.clear()
        self.field.hide()
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words.text()))

    def leave(self) -> None:
        """Skip nothing."""
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the digits and Esc from the window's shortcuts, which would take them for the cast."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows walk, Esc leaves."""
        buttons = [*self.buttons, self.other]
        focused = next((n for n, each in enumerate(buttons) if each.hasFocus()), 0)
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self._takes(event) and 0 <= place < len(buttons):
            buttons[place].click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = 0 <= event.key() - Qt.Key.Key_1 <= len(self.buttons) and not self.field.edit.hasFocus()
        return plain and (digit or event.key() == Qt.Key.Key_Escape)

    def _ask_other(self) -> None:
        self.field.show()
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, reason: str) -> None:
        if reason:
            self.hide()
            self.chosen.emit(self._documents, reason)
