"""A menu in which several entries can be checked before it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

_CHOOSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SeveralMenu(QMenu):
    """Entries with checks; a click or Space checks one and leaves the menu open.

    ``chosen`` carries the ids that are checked when the menu closes, in their order, where they are others than before
    and not fewer than ``least``; all of them are None.
    """

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        entries: Mapping[str, str],
        checked: Sequence[str] | None,
        *,
        all_words: str,
        least: int = 2,
    ) -> None:
        """``entries`` are words by id, ``checked`` the ids that are checked, None for all; ``all_words`` checks all."""
        super().__init__(parent)
        self._least = least
        self._before = set(entries if checked is None else checked) & set(entries)
        self.everybody = self._entry(all_words, on=len(self._before) == len(entries))
        self.everybody.triggered.connect(self._check_all)
        self.addSeparator()
        self.entries: dict[str, QAction] = {}
        for id, words in entries.items():
            entry = self.entries[id] = self._entry(words, on=id in self._before)
            entry.triggered.connect(self._count)
        self.note = self.addAction(f"Choose {least} or more")
        self.note.setEnabled(False)
        self._count()

    def _entry(self, words: str, *, on: bool) -> QAction:
        action = self.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def ids(self) -> list[str]:
        """What is checked."""
        return [id for id, action in self.entries.items() if action.isChecked()]

    def _check_all(self) -> None:
        for action in self.entries.values():
            action.setChecked(True)
        self._count()

    def _count(self) -> None:
        number = len(self.ids())
        self.everybody.setChecked(number == len(self.entries))
        self.note.setVisible(number < self._least)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand out what was chosen."""
        super().hideEvent(event)
        found = self.ids()
        if set(found) != self._before and len(found) >= self._least:
            self._before = set(found)
            self.chosen.emit(None if len(found) == len(self.entries) else tuple(found))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Check what is under the mouse, and stay."""
        if not self._check(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter check, and stay; Esc closes."""
        if event.key() not in _CHOOSING or not self._check(self.activeAction()):
            super().keyPressEvent(event)

    def _check(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True
