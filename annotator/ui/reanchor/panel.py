"""The preview of what a corrected text keeps of the annotations of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.domain.reanchor import State
from annotator.operations.moving import Offer
from annotator.ui.kit.basics import Panel, Text, hbox, vbox
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.reanchor.list import STATE_WORDS, Offers, OffersView

_STATES: tuple[State, ...] = ("unchanged", "moved", "changed", "lost")


class ReanchorPanel(Panel):
    """What would be carried over, row by row.

    ``carried`` asks for it: the ids of the old document, of the new one, and of the chosen quotations.  ``closed`` says
    that the panel was left without.
    """

    carried = Signal(str, str, list)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("page", "t")
        self.setObjectName("reanchor")
        self.setAccessibleName("Annotations of the old text")
        self._pair = ("", "")
        self.model = Offers()
        self.list = OffersView(self.model)
        self.title = Text("", "heading", "semibold", elide=True)
        self.chips: dict[State, Chip] = {}
        for state in _STATES[:3]:
            chip = self.chips[state] = Chip(STATE_WORDS[state], checkable=True)
            chip.setToolTip(f"Choose all that are {STATE_WORDS[state].lower()}, or none of them")
            chip.clicked.connect(self._choose_states)
        self.lost = Text("", "small", role="text_2")
        self.carry = Button("Carry over", "check", "primary")
        self.carry.clicked.connect(self._carry)
        self.leave = Button("Not now", kind="quiet", key="Esc")
        self.leave.setToolTip("Carry nothing over; who brings the same text in again is asked again")
        self.leave.clicked.connect(self.closed)
        head = hbox(self.title, self.leave, self.carry, gap=8, margins=(20, 8, 12, 0))
        head.setStretchFactor(self.title, 1)
        counts = hbox(*self.chips.values(), self.lost, None, gap=6, margins=(20, 0, 12, 0))
        column = vbox(head, counts, gap=8, margins=(0, 0, 0, 4))
        column.addWidget(self.list, 1)
        self.setLayout(column)
        self.list.toggled.connect(self._refresh)

    def show_offers(self, old: str, new: str, title: str, offers: Sequence[Offer]) -> None:
        """Show what the document ``new`` keeps of the annotations of ``old``, called ``title``."""
        self._pair = (old, new)
        self.title.setText(f"What it keeps of “{title}”")
        self.model.show(offers)
        numbers = Counter(each.state for each in offers)
        for state, chip in self.chips.items():
            chip.set_count(numbers[state])
            chip.setVisible(numbers[state] > 0)
        self.lost.setText(f"{numbers['lost']:,} lost" if numbers["lost"] else "")
        self._refresh()
        if offers:
            self.list.setCurrentIndex(self.model.index(0))

    def focus_list(self) -> None:
        """Give the list the focus."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter carries over, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._carry()
        else:
            super().keyPressEvent(event)

    def _choose_states(self) -> None:
        self.model.choose_all([state for state, chip in self.chips.items() if chip.isChecked()])
        self._refresh()

    def _refresh(self) -> None:
        chosen = self.model.chosen
        for state, chip in self.chips.items():
            ids = {each.id for each in self.model.rows() if each.state == state}
            chip.setChecked(bool(ids) and ids <= chosen)
        self.carry.setText(f"Carry over {len(chosen):,}")
        self.carry.setAccessibleName(self.carry.text())
        self.carry.setToolTip("Copy the chosen quotations into your layer of the corrected text, as one step  ↵")
        self.carry.setEnabled(bool(chosen))

    def _carry(self) -> None:
        if self.model.chosen:
            self.carried.emit(*self._pair, [each.id for each in self.model.rows() if each.id in self.model.chosen])
