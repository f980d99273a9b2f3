"""One entity: name, kind, other names, Wikidata item and the project's own attributes, each edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QMenu, QWidget

from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.domain.scheme import Scheme
from annotator.ui.kit.basics import Card, Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.flow import LABEL_WIDTH, Flow
from annotator.ui.kit.menu_button import open_below
from annotator.ui.kit.typed_fields import TypedFields
from annotator.ui.look.icons import kind_icon

_HEIGHT = 28


class EntityCard(Card):
    """The card of an entity.

    ``renamed`` carries the new name, ``kindChosen`` a kind's id, ``aliasAdded`` and ``aliasRemoved`` a name,
    ``wikidataSet`` what was typed, ``attributeSet`` an attribute's id and value, ``removed`` nothing.
    """

    renamed = Signal(str)
    kindChosen = Signal(str)
    aliasAdded = Signal(str)
    aliasRemoved = Signal(str)
    wikidataSet = Signal(str)
    attributeSet = Signal(str, object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Entity")
        self.entity: Entity | None = None
        self._scheme: Scheme | None = None
        self.name = Field("Name", height=32)
        self.kind = Button("", "user", menu=True)
        self.kind.clicked.connect(lambda: open_below(self.kind, self.kind_menu()))
        self.remove = Button("", "trash-2", "quiet", small=True)
        self.remove.setAccessibleName("Remove the unused entity")
        self.remove.setToolTip("Remove from the registry: no article speaks of it")
        self.remove.clicked.connect(self.removed)
        self.aliases = Flow()
        self.alias = Field("Add another name", "plus", height=_HEIGHT)
        self.wikidata = Field("Q42", height=_HEIGHT)
        self.wikidata.edit.setAccessibleName("Wikidata id")
        self.wikidata.edit.setToolTip("The id or the address of its item in Wikidata")
        self.trouble = Text("", "small", role="error", wrap=True)
        self.trouble.hide()
        self.fields = TypedFields()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = hbox(gap=6)
        head.addWidget(self.name, 1)
        head.addWidget(self.remove)
        rows = (
            head,
            _row("Kind", hbox(self.kind, None)),
            _row("Also called", vbox(self.aliases, self.alias, gap=4)),
            _row("Wikidata", self.wikidata),
            self.trouble,
            self.fields,
        )
        self.setLayout(vbox(*rows, gap=8, margins=(14, 12, 14, 12)))

    def _connect(self) -> None:
        self.name.edit.editingFinished.connect(self._finish_name)
        self.name.edit.escaped.connect(self._show_words)
        self.alias.edit.returnPressed.connect(self._finish_alias)
        self.alias.edit.editingFinished.connect(self._finish_alias)
        self.alias.edit.escaped.connect(self.alias.edit.clear)
        self.wikidata.edit.editingFinished.connect(self._finish_wikidata)
        self.wikidata.edit.escaped.connect(self._show_words)
        self.fields.edited.connect(self.attributeSet)

    # ------------------------------------------------------------------------------------------ showing

    def show_entity(self, entity: Entity, scheme: Scheme, *, used: bool) -> None:
        """Show an entity; words being typed stay while it is the same one and they are another than before."""
        other = self.entity is None or entity.id != self.entity.id
        before, self.entity = self.entity, entity
        self._scheme = scheme
        self.kind.setText(scheme.name("kinds", entity.kind))
        self.kind.set_icon(kind_icon(entity.kind))
        self.kind.setAccessibleName(f"Kind: {scheme.name('kinds', entity.kind)}")
        self.kind.setToolTip("Change the kind")
        self.remove.setVisible(not used)
        if other or before is None or before.aliases != entity.aliases:
            self._show_aliases(entity.aliases)
        if other:
            self.alias.edit.clear()
        if other or before is None or (before.name, before.wikidata) != (entity.name, entity.wikidata):
            self._show_words()
        self.fields.show_fields(scheme.attributes_of("entity"), entity.attributes, about=entity.id)

    def finish(self) -> None:
        """Hand out what is being typed, before another entity is shown."""
        if self.entity is not None:
            self._finish_name()
            self._finish_alias()
            self._finish_wikidata()
            self.fields.finish()

    def tell(self, error: AppError) -> None:
        """Say below the field why what was typed does not do."""
        self.trouble.setText(f"{error.message[0].upper()}{error.message[1:]}: {error.hint}.")
        self.trouble.show()

    def focus_name(self) -> None:
        """Give the focus to the name, all of it selected."""
        self.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.edit.selectAll()

    def kind_menu(self) -> QMenu:
        """The kinds of the scheme."""
        menu = QMenu(self)
        for each in self._scheme.kinds if self._scheme else ():
            action = menu.addAction(each.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.entity is not None and each.id == self.entity.kind)
            action.triggered.connect(partial(self._choose_kind, each.id))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _choose_kind(self, kind: str, _checked: bool = False) -> None:
        self.kindChosen.emit(kind)

    def _show_words(self) -> None:
        if self.entity is not None:
            self.name.set_text(self.entity.name)
            self.name.edit.setCursorPosition(0)
            self.name.edit.setToolTip(self.entity.name)
            self.wikidata.set_text(self.entity.wikidata or "")
        self.trouble.hide()

    def _show_aliases(self, names: Sequence[str]) -> None:
        chips: list[QWidget] = []
        for each in names:
            chip = Chip(each, removable=True)
            chip.setToolTip(f"{each}: Delete forgets it")
            chip.removed.connect(partial(self.aliasRemoved.emit, each))
            chips.append(chip)
        self.aliases.show_items(chips)
        self.aliases.setVisible(bool(chips))

    # ------------------------------------------------------------------------------------------ handing out

    def _finish_name(self) -> None:
        name = " ".join(self.name.text().split())
        if self.entity is None or name == self.entity.name:
            return
        if name:
            self.renamed.emit(name)
        else:
            self._show_words()

    def _finish_alias(self) -> None:
        name = " ".join(self.alias.text().split())
        self.alias.edit.clear()
        if self.entity is not None and name:
            self.aliasAdded.emit(name)

    def _finish_wikidata(self) -> None:
        words = self.wikidata.text().strip()
        if self.entity is not None and words != (self.entity.wikidata or ""):
            self.wikidataSet.emit(words)
        elif not self.trouble.isHidden():
            self.trouble.hide()


def _row(name: str, *parts: QWidget | QLayout) -> QLayout:
    label = Text(name, "small", "medium", "text_2")
    label.setFixedSize(LABEL_WIDTH, _HEIGHT)
    row = hbox(label, *parts, gap=6)
    row.setAlignment(label, Qt.AlignmentFlag.AlignTop)
    return row
