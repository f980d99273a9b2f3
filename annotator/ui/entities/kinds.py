"""What of the registry is shown: everything, one kind, or what wants to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu

from annotator.domain.scheme import Label
from annotator.ui.entities.model import Special
from annotator.ui.kit.basics import Align, Panel, Text, hbox, paint_text, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import Theme

SPECIALS: Mapping[Special, tuple[str, str]] = {
    "same": ("Likely the same", "git-merge"),
    "unused": ("Not used", "circle-question-mark"),
    "no_item": ("No Wikidata id", "link"),
}
"""What wants to be looked at: words and icon."""

_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to show: a kind by its id, a special one, or with neither everything; a bare ``title`` is a heading."""

    words: str
    icon: str = ""
    count: int = 0
    kind: str | None = None
    special: Special | None = None
    title: bool = False

    @property
    def key(self) -> tuple[str | None, Special | None]:
        """What it filters by."""
        return self.kind, self.special


def choices_of(
    kinds: Sequence[Label], total: int, counts: Mapping[str, int], specials: Mapping[Special, int]
) -> list[Choice]:
    """All choices; kinds that no entity has are left out, and so is what there is nothing of."""
    names = {each.id: each.name for each in kinds}
    out = [Choice("All", "layers", total)]
    out += [Choice(name, kind_icon(id), counts.get(id, 0), kind=id) for id, name in names.items() if counts.get(id)]
    out += [Choice(id, kind_icon(id), number, kind=id) for id, number in counts.items() if id not in names]
    looked = [Choice(*SPECIALS[each], number, special=each) for each, number in specials.items() if number]
    return [*out, *([Choice("To look at", title=True)] if looked else []), *looked]


class Choices(QAbstractListModel):
    """The choices as a Qt model."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Choice, ...] = ()

    def set_rows(self, rows: Sequence[Choice]) -> None:
        """Show other choices."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of choices."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        return Qt.ItemFlag.NoItemFlags if self.rows[index.row()].title else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The choice itself, its words, and how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.words if row.title else f"{row.words}, {row.count:,}"
        return row.words if role == Qt.ItemDataRole.DisplayRole else None


class ChoiceDelegate(RowDelegate):
    """Icon, words and count."""

    height = 32

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint a choice."""
        row: Choice = index.data(_ROW)
        if row.title:
            place = rect.adjusted(-2, 6, 0, 6)
            paint_text(painter, theme.font("small", "semibold"), theme.text_2, place, row.words)
            return
        middle = rect.center().y()
        paint_icon(painter, row.icon, QRectF(rect.x(), middle - 8, 16, 16), theme.text_2)
        font = theme.font("body", "semibold" if selected else "regular")
        paint_text(painter, font, theme.text, rect.adjusted(26, 0, -44, 0), row.words)
        paint_text(painter, theme.font("body"), theme.text_2, rect, f"{row.count:,}", align=Align.AlignRight)


class KindsColumn(Panel):
    """The column at the left.  ``chosen`` carries a kind's id or None, and a `Special` or None."""

    chosen = Signal(object, object)
    newRequested = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "r")
        self.setAccessibleName("Kinds")
        self.choices = Choices(self)
        self.list = List("Kinds")
        self.list.setModel(self.choices)
        self.list.setItemDelegate(ChoiceDelegate(self.list))
        self.list.setTabKeyNavigation(False)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._moved(now.row()))
        self.list.clicked.connect(lambda index: self._moved(index.row()))
        self.add = Button("", "plus", "quiet", small=True)
        self.add.setAccessibleName("New entity")
        self.add.setToolTip("New entity")
        self.add.clicked.connect(self.newRequested)
        self._now: tuple[str | None, Special | None] = (None, None)
        self._filling = False
        head = hbox(Text("Registry", "heading", "semibold"), None, self.add, margins=(18, 10, 10, 6))
        column = vbox(head, gap=0, margins=(0, 0, 1, 0))
        column.addWidget(self.list, 1)
        self.setLayout(column)
        self.setFixedWidth(216)

    @property
    def now(self) -> tuple[str | None, Special | None]:
        """What is shown: a kind and a special one, at most one of them set."""
        return self._now

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices; the one that was chosen stays so, if it is still there."""
        if tuple(choices) == self.choices.rows:
            return
        self._filling = True
        self.choices.set_rows(choices)
        self._filling = False
        if self._now not in {each.key for each in choices if not each.title}:
            self.choose(None, None)
        self._show_now()

    def choose(self, kind: str | None, special: Special | None) -> None:
        """Show a kind, a special one, or everything, as the user would."""
        if (kind, special) != self._now:
            self._now = kind, special
            self._show_now()
            self.chosen.emit(kind, special)

    def menu(self) -> QMenu:
        """The choices as a menu, for a narrow window."""
        menu = QMenu(self)
        for each in self.choices.rows:
            if each.title:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{each.words.replace('&', '&&')}  {each.count:,}")
            action.setCheckable(True)
            action.setChecked(each.key == self._now)
            action.triggered.connect(partial(self._chosen_in_menu, each))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def words(self) -> str:
        """What is shown, in words."""
        return next((each.words for each in self.choices.rows if each.key == self._now and not each.title), "All")

    def _chosen_in_menu(self, choice: Choice, _checked: bool = False) -> None:
        self.choose(*choice.key)

    def _show_now(self) -> None:
        places = (n for n, each in enumerate(self.choices.rows) if each.key == self._now and not each.title)
        self.list.setCurrentIndex(self.choices.index(next(places, 0)))

    def _moved(self, row: int) -> None:
        if not self._filling and 0 <= row < len(self.choices.rows) and not self.choices.rows[row].title:
            self.choose(*self.choices.rows[row].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys move in the list."""
        self.list.ring = True
        super().keyPressEvent(event)
