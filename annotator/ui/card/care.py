"""The slots of the quotation card that no two annotators are compared by: confidence, flags, note; and the parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.scheme import Label
from annotator.ui.card.slots import pop_up
from annotator.ui.card.view_model import ParentRow
from annotator.ui.kit.choice import Pips
from annotator.ui.kit.controls import Button, Chip, KeyButton
from annotator.ui.kit.flow import Slot, faint
from annotator.ui.kit.key_range import KeyRange

CONFIDENCES = ("unsure", "fairly sure", "sure")
"""What the three steps of confidence mean, from 1."""

_NEAR = 6
"""How many quotations before and after the active one the menu of enclosing quotations offers."""


class ConfidenceSlot(Slot):
    """How sure the annotator is, 1 to 3 or not said."""

    chosen = Signal(object)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        self.pips = Pips("Confidence", CONFIDENCES)
        steps = [actions[f"quotation.confidence_{number}"] for number in (1, 2, 3)]
        super().__init__("Confidence", KeyRange(steps), before=self.pips)
        self.pips.chosen.connect(self.chosen)


class FlagsSlot(Slot):
    """The flags as chips, with a menu to set them.  ``chosen`` carries all flags that are set now."""

    chosen = Signal(object)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("Flags", KeyButton(actions["quotation.flags"]))
        self._labels: tuple[Label, ...] = ()
        self._flags: tuple[str, ...] = ()
        self._show()

    def set_labels(self, labels: Sequence[Label]) -> None:
        """The flags of the scheme."""
        self._labels = tuple(labels)
        self._show()

    def show_flags(self, flags: tuple[str, ...]) -> None:
        """Show other flags."""
        if flags != self._flags:
            self._flags = flags
            self._show()

    def open(self) -> None:
        """Show the menu below its button."""
        pop_up(self.menu(), self.add)

    def menu(self, parent: QWidget | None = None) -> QMenu:
        """Every flag, checked where it is set; the first nine by number."""
        menu = QMenu("Flags", parent or self)
        for number, each in enumerate(self._labels, 1):
            name = each.name.replace("&", "&&")
            action = menu.addAction(f"&{number}  {name}" if number < 10 else name)
            action.setCheckable(True)
            action.setChecked(each.id in self._flags)
            action.triggered.connect(lambda _checked=False, id_=each.id: self._toggle(id_))
        return menu

    def _toggle(self, flag: str) -> None:
        wanted = {*self._flags} ^ {flag}
        order = [each.id for each in self._labels]
        known = [each for each in order if each in wanted]
        self.chosen.emit((*known, *(each for each in self._flags if each in wanted and each not in order)))

    def _show(self) -> None:
        names = {each.id: each.name for each in self._labels}
        items: list[QWidget | None] = []
        for flag in self._flags:
            chip = Chip(names.get(flag, flag), icon="flag", removable=True)
            chip.setToolTip("Click the cross to take the flag back.")
            chip.removed.connect(lambda id_=flag: self._toggle(id_))
            items.append(chip)
        if not items:
            items.append(faint("none"))
        self.add = Button("" if self._flags else "Flag", "plus" if self._flags else "flag", "quiet", small=True)
        self.add.setAccessibleName("Set flags")
        self.add.setToolTip("Set flags")
        self.add.clicked.connect(self.open)
        self.flow.show_items([*items, self.add])


class ParentButton(Button):
    """Inside which quotation the active one stands; it opens the menu to set that by hand.

    ``asked`` wants `open_menu` with the quotations there are.  ``chosen`` carries the id of one, or None, and whether
    it is set by hand.
    """

    asked = Signal()
    chosen = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__("", "", "quiet", small=True, menu=True)
        self._parent: str | None = None
        self._by_hand = False
        self._number = 0
        self.clicked.connect(self.asked)

    def show_parent(self, number: int, parent: str | None, inside: int | None, *, by_hand: bool) -> None:
        """Show the enclosing quotation of quotation ``number``; ``inside`` is the number of it."""
        self._parent, self._by_hand, self._number = parent, by_hand, number
        words = f"inside {inside}" if inside else "inside none" if by_hand else ""
        self.setText(words)
        how = "set by hand" if by_hand else "from the text"
        self.setAccessibleName(f"{words.capitalize()}, {how}")
        self.setToolTip(f"{words.capitalize()}, {how}. Click to change the enclosing quotation.")
        self.setVisible(bool(words))

    def menu(self, rows: Sequence[ParentRow]) -> QMenu:
        """From the text, none, the quotations around this one, and in a menu of their own those near it."""
        menu = QMenu("Inside", self)
        self._add(menu, "From the text", None, checked=not self._by_hand, by_hand=False)
        self._add(menu, "Inside none", None, checked=self._by_hand and self._parent is None)
        menu.addSeparator()
        near = []
        for each in rows:
            words = f"{each.number}  {each.speaker + ': ' if each.speaker else ''}{each.words}"
            checked = each.id == self._parent
            if each.around or checked:
                self._add(menu, _short(words), each.id, checked=checked and self._by_hand)
            elif abs(each.number - self._number) <= _NEAR:
                near.append((_short(words), each.id))
        if near:
            others = menu.addMenu("Another quotation")
            for words, id in near:
                self._add(others, words, id, checked=False)
        return menu

    def open_menu(self, rows: Sequence[ParentRow], below: QWidget) -> None:
        """Show the menu below ``below``."""
        pop_up(self.menu(rows), below)

    def _add(self, menu: QMenu, words: str, parent: str | None, *, checked: bool, by_hand: bool = True) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(parent, by_hand))


def _short(words: str, length: int = 48) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
