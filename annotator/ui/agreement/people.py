"""The chip with which annotators are chosen whose layers are compared."""

from __future__ import annotations

from PySide6.QtCore import Signal

from annotator.operations.gold import letters
from annotator.ui.kit.controls import Chip
from annotator.ui.kit.menu_button import open_below_chip
from annotator.ui.kit.several_menu import SeveralMenu
from annotator.ui.session import Session

_NAMED = 3
"""Annotators that are named on the chip at most."""


class PeopleChip(Chip):
    """Everybody, or two or more of those who have finished an article.

    ``peopleChosen`` carries their ids, or None for everybody.
    """

    peopleChosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__("Everybody", icon="users")
        self._session = session
        self._names = False
        self.menu: SeveralMenu | None = None
        self.ids: tuple[str, ...] | None = None
        self.setToolTip("Choose whose layers are compared")
        self.clicked.connect(self.open)

    def open(self) -> None:
        """Open the menu."""
        menu = self.menu = SeveralMenu(self, self._finishers(), self.ids, all_words="Everybody")
        menu.chosen.connect(self.choose)
        menu.destroyed.connect(self._forget)
        open_below_chip(self, menu)

    def _forget(self) -> None:
        self.menu = None

    def choose(self, ids: tuple[str, ...] | None) -> None:
        """Choose them, and say so."""
        self.show_people(ids, names=self._names)
        self.peopleChosen.emit(ids)

    def show_people(self, ids: tuple[str, ...] | None, *, names: bool) -> None:
        """Show who is chosen, by name or by letter."""
        self.ids, self._names = ids, names
        everybody = self._finishers()
        called = [everybody.get(each, each) for each in ids or ()]
        words = ", ".join(called) if len(called) <= _NAMED else f"{len(called)} of {len(everybody)}"
        self.setText(words or "Everybody")
        self.setAccessibleName(f"Compared: {self.text()}")
        self.updateGeometry()

    def _finishers(self) -> dict[str, str]:
        """What to call those who have finished an article, by id."""
        project = self._session.project
        if project is None:
            return {}
        done = {each.annotator for each in project.annotations.holders() if each.status == "done"}
        signs = letters(project)
        people = sorted((each for each in project.annotators() if each.id in done), key=lambda each: each.id)
        return {each.id: each.name if self._names else signs.get(each.id, each.name) for each in people}
