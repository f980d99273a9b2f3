"""The cast above the card: who can be made the speaker with one key, and where its grouping is corrected.

A member dragged onto another joins it; a mention dragged onto a member means that one, dropped beside the members
nobody of them.  All of it is also in the menu of a member, which the menu key opens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QMenu, QSizePolicy, QWidget

from annotator.ui.card.cast_key import MENTION_MIME, CastKey, dragged, taken
from annotator.ui.card.view_model import CastRow
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button

_COLUMNS = 2
_JOIN_AT_MOST = 30


class CastPanel(QWidget):
    """The cast of the open document in two columns; who has no key waits in a menu.

    All signals carry ids of members and mentions: ``joinRequested`` the member that stays and the one that joins it,
    ``mentionMoved`` a mention and whom it means, ``mentionTakenOut`` one that means nobody of them, ``renamed`` a
    member and its new name, ``openRequested`` one to show in the Entities view, ``dismissed`` one that is no member.
    """

    castChosen = Signal(str)
    joinRequested = Signal(str, str)
    mentionMoved = Signal(str, str)
    mentionTakenOut = Signal(str)
    renamed = Signal(str, str)
    openRequested = Signal(str)
    dismissed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CastRow, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._compact = False
        self._renaming: str | None = None
        self.keys: list[CastKey] = []
        self._others = Button("", "", "quiet", small=True, menu=True)
        self._others.clicked.connect(self._show_others)
        self._empty = Text("No one in the cast yet. Press / to search the registry.", "small", role="text_3", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._title = Text("Cast", "small", "semibold", "text_2")
        self._out = Text("Drop here: nobody of them", "small", role="accent_text")
        self._out.hide()
        self.name_field = Field("New name", "pencil", "↵", height=28)
        self.name_field.hide()
        self.name_field.edit.returnPressed.connect(self._rename)
        self.name_field.edit.escaped.connect(self._leave_name)
        self.name_field.edit.focused.connect(self._name_focus)
        head = hbox(self._title, self._out, None, self._others, gap=6)
        self.setLayout(vbox(head, self.name_field, self._empty, self._grid, gap=4, margins=(16, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._rebuild()

    def set_cast(self, rows: Sequence[CastRow], chosen: frozenset[str]) -> None:
        """Show another cast; ``chosen`` are the ids of those who speak in the active quotation."""
        self._chosen = chosen
        if tuple(rows) != self._rows:
            same = [(each.id, bool(each.key)) for each in rows] == [(each.id, bool(each.key)) for each in self._rows]
            self._rows = tuple(rows)
            if same:
                self._show_rows()
            else:
                self._rebuild()
        self._show_chosen()

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the icons."""
        if compact != self._compact:
            self._compact = compact
            self._rebuild()
            self._show_chosen()

    def _rebuild(self) -> None:
        focused = next((each.row.id for each in self.keys if each.hasFocus()), None)
        for each in self.keys:
            self._grid.removeWidget(each)
            each.hide()
            each.deleteLater()
        shown = [each for each in self._rows if each.key]
        self.keys = [CastKey(each, compact=self._compact) for each in shown]
        self._grid.setVerticalSpacing(0 if self._compact else 2)
        for number, key in enumerate(self.keys):
            self._grid.addWidget(key, number // _COLUMNS, number % _COLUMNS)
            self._connect(key)
            if key.row.id == focused:
                key.setFocus(Qt.FocusReason.OtherFocusReason)
        waiting = len(self._rows) - len(shown)
        self._others.setText(f"{waiting} other{'s' if waiting > 1 else ''}")
        self._others.setVisible(waiting > 0)
        self._empty.setVisible(not self._rows)
        if self._renaming not in {each.id for each in self._rows}:
            self._leave_name()

    def _show_rows(self) -> None:
        """Show the same members, called or coloured otherwise."""
        for key, row in zip(self.keys, (each for each in self._rows if each.key), strict=True):
            key.show_row(row)

    def _connect(self, key: CastKey) -> None:
        who = key.row.id
        key.clicked.connect(lambda _checked=False: self.castChosen.emit(who))
        key.joinDropped.connect(lambda other: self.joinRequested.emit(who, other))
        key.mentionDropped.connect(lambda mention: self.mentionMoved.emit(mention, who))
        key.menuWanted.connect(lambda at: self.member_menu(key.row).popup(at))

    def _show_chosen(self) -> None:
        for key in self.keys:
            if key.is_chosen != (key.row.id in self._chosen):
                key.set_chosen(chosen=not key.is_chosen)

    # ------------------------------------------------------------------------------------------ menus

    def others_menu(self) -> QMenu:
        """The members without a key; each opens its own menu."""
        menu = self._new_menu()
        for each in self._rows:
            if not each.key:
                self._add(menu, each.name, partial(self.castChosen.emit, each.id))
        waiting = [each for each in self._rows if not each.key][:_JOIN_AT_MOST]
        menu.addSeparator()
        correct = menu.addMenu("Correct")
        for each in waiting:
            self._fill(correct.addMenu(_plain(each.name)), each)
        return menu

    def member_menu(self, row: CastRow) -> QMenu:
        """What can be done to a member of the cast."""
        menu = self._new_menu()
        self._fill(menu, row)
        return menu

    def _fill(self, menu: QMenu, row: CastRow) -> None:
        who = row.id
        join = menu.addMenu("&Join with…")
        others = [each for each in self._rows if each.id != who][:_JOIN_AT_MOST]
        for each in others:
            self._add(join, each.name, partial(self.joinRequested.emit, each.id, who))
        join.setEnabled(bool(others))
        self._add(menu, "&Rename…", lambda: self.ask_name(who), mnemonic=True)
        self._add(menu, "&Open in Entities", lambda: self.openRequested.emit(who), mnemonic=True)
        menu.addSeparator()
        self._add(menu, "Remove &from the cast", lambda: self.dismissed.emit(who), mnemonic=True)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(self, menu: QMenu, words: str, deed: Callable[[], object], *, mnemonic: bool = False) -> None:
        action = menu.addAction(words if mnemonic else _plain(words))
        action.triggered.connect(lambda _checked=False: deed())

    def _show_others(self) -> None:
        self.others_menu().popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    # ------------------------------------------------------------------------------------------ renaming

    def ask_name(self, member: str) -> None:
        """Ask in place for another name of a member: Enter keeps it, Esc leaves it."""
        row = next((each for each in self._rows if each.id == member), None)
        if row is None:
            return
        self._renaming = member
        self.name_field.edit.setAccessibleName(f"New name of {row.name}")
        self.name_field.edit.setToolTip(f"New name of {row.name}")
        self.name_field.set_text(row.name)
        self.name_field.show()
        self.name_field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name_field.edit.selectAll()

    def _rename(self) -> None:
        name, member = " ".join(self.name_field.text().split()), self._renaming
        before = next((each.name for each in self._rows if each.id == member), "")
        self._leave_name()
        if member is not None and name and name != before:
            self.renamed.emit(member, name)

    def _leave_name(self) -> None:
        self._renaming = None
        if not self.name_field.isHidden():
            self.name_field.hide()

    def _name_focus(self, focused: bool) -> None:
        now = QApplication.focusWidget()
        if not focused and now is not None and now is not self.name_field.edit:
            self._leave_name()

    # ------------------------------------------------------------------------------------------ dropping beside

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A mention dropped beside the members means nobody of them."""
        self._out.setVisible(taken(event, bool(dragged(event.mimeData(), MENTION_MIME))))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """As on entering."""
        taken(event, bool(dragged(event.mimeData(), MENTION_MIME)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went on."""
        self._out.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the mention out of the cast."""
        self._out.hide()
        mention = dragged(event.mimeData(), MENTION_MIME)
        if taken(event, bool(mention)):
            self.mentionTakenOut.emit(mention)


def _plain(words: str) -> str:
    """Words of a menu without a mnemonic."""
    return words.replace("&", "&&")
