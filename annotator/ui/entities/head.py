"""The head of the Entities view: search, what is shown, and what can be done with the chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu

from annotator.domain.scheme import Label
from annotator.ui.kit.basics import Panel, Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.look.icons import kind_icon


class NewEntity(Panel):
    """A strip that asks for the name and kind of a new entity.  ``added`` carries both; ``left`` closes it."""

    added = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "b")
        self.setAccessibleName("New entity")
        self._kinds: tuple[Label, ...] = ()
        self._kind = 0
        self.name = Field("Name of the new entity", height=28)
        self.kind = Button("Kind", "user", menu=True)
        self.add = Button("Add", kind="primary", key="↵")
        self.cancel = Button("Cancel", kind="quiet", key="Esc")
        row = hbox(gap=8, margins=(20, 8, 16, 8))
        row.addWidget(self.name, 1)
        for each in (self.kind, self.add, self.cancel):
            row.addWidget(each)
        self.setLayout(row)
        self.kind.clicked.connect(lambda: open_below(self.kind, self.kind_menu()))
        self.name.edit.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.name.edit.returnPressed.connect(self._add)
        self.name.edit.escaped.connect(self.left)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.left)
        self.hide()

    def ask(self, kinds: Sequence[Label], kind: str | None) -> None:
        """Ask, ``kind`` being the one proposed."""
        self._kinds = tuple(kinds)
        ids = [each.id for each in kinds]
        self._choose(ids.index(kind) if kind in ids else 0)
        self.name.set_text("")
        self.add.setEnabled(False)
        self.show()
        self.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def kind_menu(self) -> QMenu:
        """The kinds of the scheme."""
        menu = QMenu(self)
        for number, each in enumerate(self._kinds):
            action = menu.addAction(each.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(number == self._kind)
            action.triggered.connect(partial(self._choose, number))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _choose(self, number: int, _checked: bool = False) -> None:
        self._kind = number
        if self._kinds:
            self.kind.setText(self._kinds[number].name)
            self.kind.set_icon(kind_icon(self._kinds[number].id))
            self.kind.setAccessibleName(f"Kind: {self._kinds[number].name}")
            self.kind.setToolTip("Kind of the new entity")

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if name and self._kinds:
            self.added.emit(name, self._kinds[self._kind].id)


class EntitiesHead(Panel):
    """The head.  ``sought`` carries the words to look for."""

    sought = Signal(str)
    kindsWanted = Signal()
    newRequested = Signal()
    mergeWanted = Signal()
    removeUnused = Signal()
    kindsOfChosen = Signal()

    def __init__(self) -> None:
        super().__init__("page")
        self.field = Field("Name, alias or attribute", "search")
        self.field.edit.setToolTip("Show the entities whose name, alias, attribute or Wikidata id holds these words")
        self.field.setMaximumWidth(320)
        self.kinds = Button("All", "list-filter", menu=True)
        self.count = Text("", "small", "medium", "text_2")
        self.add = Button("", "plus", "quiet")
        self.kind = Button("Kind", "tag", menu=True)
        self.merge = Button("Merge", "git-merge")
        self.remove = Button("Remove all", "trash-2", "danger")
        for button, words in (
            (self.kinds, "Choose what is shown"),
            (self.add, "New entity"),
            (self.kind, "Change the kind of the chosen entities"),
            (self.merge, "Preview what merging the chosen entities would change"),
            (self.remove, "Remove all entities that no article speaks of"),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        row = hbox(self.kinds, gap=8)
        row.addWidget(self.field, 1)
        for part in (self.count, self.remove, self.kind, self.merge, self.add):
            row.addWidget(part)
        row.insertStretch(2, 0)
        self.setLayout(vbox(row, gap=0, margins=(20, 12, 14, 8)))
        self.field.edit.textChanged.connect(self.sought)
        self.field.edit.escaped.connect(self.field.edit.clear)
        self.kinds.clicked.connect(self.kindsWanted)
        self.add.clicked.connect(self.newRequested)
        self.kind.clicked.connect(self.kindsOfChosen)
        self.merge.clicked.connect(self.mergeWanted)
        self.remove.clicked.connect(self.removeUnused)

    def show_state(self, shown: str, words: str, chosen: int, unused: int, *, compact: bool, editable: bool) -> None:
        """Show what is shown (``shown`` and a count in ``words``) and what can be done with so many chosen."""
        self.kinds.setText(shown)
        self.kinds.setVisible(compact)
        self.add.setVisible(compact)
        self.add.setEnabled(editable)
        self.count.setText(f"{chosen:,} chosen" if chosen > 1 else words)
        for button in (self.kind, self.merge):
            button.setVisible(chosen > 1)
            button.setEnabled(editable)
        self.remove.setText(f"Remove {unused:,}")
        self.remove.setVisible(unused > 0 and chosen < 2)
        self.remove.setEnabled(editable)
