"""The button that offers the project's saved searches, beside a search field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.kit.basics import hbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below

MANY = 5_000
"""Up to so many articles are searched while the window waits: it is not noticed."""
PAUSE_MS = 300

Saved = tuple[str, str]
"""A saved search: its name, and what stands for it in a search field."""


class SavedButton(Button):
    """Opens the menu of saved searches.  ``chosen`` carries what stands for the one chosen in a search field.

    Where it ``manages`` them, the menu also keeps, renames and deletes: ``saveAsked`` asks to keep what is shown,
    ``keepAsked`` the chosen articles; ``renameAsked`` and ``deleteAsked`` carry a name.  ``opening`` comes before the
    menu: call `set_offers` then.
    """

    chosen = Signal(str)
    opening = Signal()
    saveAsked = Signal()
    keepAsked = Signal()
    renameAsked = Signal(str)
    deleteAsked = Signal(str)

    def __init__(self, *, manages: bool = False) -> None:
        super().__init__("", "bookmark", "quiet", small=True)
        self.setObjectName("saved_searches")
        self.setAccessibleName("Saved searches")
        self.setToolTip("Saved searches: choose one" + (", or keep what is shown under a name" if manages else ""))
        self._manages = manages
        self._searches: Sequence[Saved] = ()
        self._keeps, self._chosen, self._writable = False, 0, True
        self.menu_now: QMenu | None = None
        """The menu, as long as it is open."""
        self.clicked.connect(self.open_menu)
        self.setVisible(manages)

    def set_searches(self, searches: Sequence[Saved], *, writable: bool = True) -> None:
        """Offer these; one that manages nothing is hidden where there are none."""
        self._searches, self._writable = tuple(searches), writable
        self.setVisible(self._manages or bool(searches))

    def set_offers(self, *, keep: bool, chosen: int) -> None:
        """Whether what is shown can be kept, and how many articles are chosen."""
        self._keeps, self._chosen = keep, chosen

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.opening.emit()
        menu = QMenu("Saved searches", self)
        menu.setAccessibleName("Saved searches")
        for name, term in self._searches:
            _add(menu, name, partial(self.chosen.emit, term))
        if not self._searches:
            _add(menu, "No saved search yet", lambda: None, enabled=False)
        if self._manages:
            self._add_deeds(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.destroyed.connect(self._forget)
        self.menu_now = menu
        open_below(self, menu)

    def _forget(self) -> None:
        self.menu_now = None

    def _add_deeds(self, menu: QMenu) -> None:
        menu.addSeparator()
        _add(menu, "Save this search…", self.saveAsked.emit, enabled=self._keeps)
        if self._chosen > 1:
            _add(menu, f"Save the {self._chosen:,} chosen articles…", self.keepAsked.emit)
        if self._searches and self._writable:
            for words, signal in (("Rename", self.renameAsked), ("Delete", self.deleteAsked)):
                part = menu.addMenu(words)
                for name, _ in self._searches:
                    _add(part, name, partial(signal.emit, name))


class SearchChoice(QWidget):
    """A field for a search, with the saved ones beside it.

    ``typed`` comes at each change, ``rested`` when it can be answered: at once, or where answers are ``slow`` (in a
    large project) when the typing rests.
    """

    typed = Signal()
    rested = Signal()

    def __init__(self, searches: Sequence[Saved], placeholder: str, *, slow: bool = False) -> None:
        super().__init__()
        self._slow = slow
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.rested)
        self.field = Field(placeholder, "search")
        self.saved = SavedButton()
        self.saved.set_searches(searches)
        self.saved.chosen.connect(self._choose)
        self.field.edit.textChanged.connect(self._change)
        row = hbox(self.field, self.saved, gap=2)
        row.setStretchFactor(self.field, 1)
        self.setLayout(row)

    def _change(self) -> None:
        self.typed.emit()
        if self._slow:
            self._pause.start()
        else:
            self.rested.emit()

    def text(self) -> str:
        """The search; empty for all articles."""
        return self.field.text().strip()

    def _choose(self, term: str) -> None:
        self.field.edit.setText(term)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _add(menu: QMenu, words: str, do: Callable[[], object], *, enabled: bool = True) -> None:
    action = menu.addAction(words.replace("&", "&&"))
    action.setEnabled(enabled)
    action.triggered.connect(lambda _on=False: do())
