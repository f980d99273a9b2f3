"""Why none is right: the reason codes of the scheme as chips.  Arrows move, a digit or Enter takes one, Esc leaves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup

from annotator.domain.scheme import Label
from annotator.ui.kit.basics import Card, Text, hbox, vbox
from annotator.ui.kit.controls import Chip
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.marks import Keycap

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReasonChooser(Card):
    """The chooser.  ``chosen`` carries a reason code's id, ``left`` says that the user went without one.

    ``again`` is the key that opened it: pressed again it takes the reason that is marked.
    """

    chosen = Signal(str)
    marked = Signal(str)
    """The reason that is marked now, or that none is any more."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__("page", 8, "focus")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._chips: list[Chip] = []
        self._group = QButtonGroup(self)
        self._ids: list[str] = []
        self._at = 0
        self._again: Qt.Key | None = None
        self.title = Text("", "small", "semibold", "text_2")
        self._flow = Flow(5)
        head = hbox(self.title, None, Keycap("↵"), gap=6)
        self.setLayout(vbox(head, self._flow, gap=7, margins=(10, 8, 8, 9)))
        self.hide()

    def ask(self, title: str, reasons: Sequence[Label], first: str, again: Qt.Key | None = None) -> None:
        """Open with these reasons, the one with the id ``first`` marked, and take the focus."""
        self._again = again
        self.title.setText(title)
        self.setAccessibleName(title)
        self._ids = [each.id for each in reasons]
        self._chips = []
        for number, each in enumerate(reasons):
            chip = Chip(each.name, checkable=True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setToolTip(f"{each.name}  {number + 1}" if number < 9 else each.name)
            chip.clicked.connect(lambda _on=False, n=number: self._take(n))
            self._chips.append(chip)
            self._group.addButton(chip)
        self._flow.show_items(self._chips)
        self._mark(self._ids.index(first) if first in self._ids else 0)
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def reason(self) -> str:
        """The id of the reason that is marked."""
        return self._ids[self._at] if self._ids else ""

    def _mark(self, at: int) -> None:
        self._at = at
        for number, chip in enumerate(self._chips):
            chip.setChecked(number == at)
        self._flow.place()
        self.setAccessibleDescription(self._chips[at].text() if self._chips else "")
        self.marked.emit(self.reason)

    def _take(self, at: int) -> None:
        self._mark(at)
        self.close_chooser()
        self.chosen.emit(self.reason)

    def close_chooser(self) -> None:
        """Close it."""
        if not self.isHidden():
            self.hide()
            self.marked.emit("")

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key()) if event.key() else None
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and (key in _STEPS or key in (*_TAKE, Qt.Key.Key_Escape, self._again) or event.text().isdigit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows mark, Enter takes what is marked, a digit takes that one, Esc leaves."""
        key = Qt.Key(event.key())
        if not self._means(event):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.close_chooser()
            self.left.emit()
        elif key in _STEPS:
            self._mark((self._at + _STEPS[key]) % max(1, len(self._ids)))
        elif event.text().isdigit():
            if 0 < int(event.text()) <= len(self._ids):
                self._take(int(event.text()) - 1)
        else:
            self._take(self._at)
