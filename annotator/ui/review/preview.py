"""What would be done to several passages at once: each can be left out, then one key does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.kit.basics import Card, Text, hbox, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.passages import PassageList, PassageRow

_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PreviewList(PassageList):
    """Passages of which some can be left out.  Space does, a click too; Enter is the preview's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the preview."""
        if event.key() in _TAKE:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Preview(QWidget):
    """The preview.  ``confirmed`` carries the ids of the passages that are still chosen; ``left`` says no."""

    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Preview")
        self._verb = ""
        self._rows: tuple[PassageRow, ...] = ()
        self.title = Text("", "heading", "semibold", wrap=True)
        self.sentence = Text("", "small", role="text_2", wrap=True)
        self.list = PreviewList()
        self.do = Button("", kind="primary", key="↵")
        self.cancel = Button("Cancel", kind="quiet", key="Esc")
        card = Card()
        foot = hbox(None, self.cancel, self.do, gap=8, margins=(14, 4, 12, 12))
        column = vbox(gap=8)
        column.addLayout(vbox(self.title, self.sentence, gap=4, margins=(14, 12, 12, 0)))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        card.setLayout(column)
        self.setLayout(vbox(card, gap=0, margins=(10, 10, 10, 10)))
        self.list.opened.connect(self._toggle)
        self.do.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.left)
        self.list.passages.dataChanged.connect(lambda *_: self._count())
        self.setMinimumWidth(200)

    def ask(self, title: str, sentence: str, verb: str, rows: Sequence[PassageRow], *, choosing: bool = True) -> None:
        """Show what would be done; ``verb`` stands on the button, before the number.

        ``choosing`` lets passages be left out, else it is all or nothing.
        """
        self._verb, self._rows = verb, tuple(rows)
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.list.passages.show(rows, choosing=choosing)
        self.list.passages.chosen = set(range(len(self._rows)))
        if self._rows:
            self.list.setCurrentIndex(self.list.passages.index(0))
        self._count()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle(self, row: int) -> None:
        if self.list.passages.choosing:
            self.list.passages.toggle(row)

    def _count(self) -> None:
        number = len(self.list.passages.chosen)
        self.do.setText(f"{self._verb} {number:,}")
        self.do.setAccessibleName(self.do.text())
        self.do.setEnabled(bool(number))

    def _confirm(self) -> None:
        chosen = tuple(self._rows[each].id for each in sorted(self.list.passages.chosen))
        if chosen:
            self.confirmed.emit(chosen)

    def event(self, event: QEvent) -> bool:
        """Keep single keys, Enter and Esc from the window's shortcuts while the preview is asked."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if not event.modifiers() & strong:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves; single keys mean nothing here."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _TAKE:
            self._confirm()
        else:
            event.ignore()
