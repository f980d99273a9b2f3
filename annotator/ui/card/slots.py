"""The parts of the quotation card that hold more than one thing: type, content, cue, speakers and addressees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from annotator.domain.scheme import Label
from annotator.ui.card.parts import EntityChip, FragmentRow, Token
from annotator.ui.card.view_model import FORM_NAMES, PartyView, type_letter
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.kit.controls import Button, Chip, KeyButton
from annotator.ui.kit.flow import Slot, faint


def pop_up(menu: QMenu, button: QWidget) -> None:
    """Show a menu below its button; it is deleted when it closes."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


class TypeRow(QWidget):
    """The type: the automatic ones as segments, those set by hand in a menu.  None chosen returns to automatic."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._types: tuple[Label, ...] = ()
        self._type: str | None = None
        self._by_hand = False
        self._compact = False
        self.segments = Segmented([], name="Type")
        self.more = Button("More", "", "quiet", small=True, menu=True)
        self.more.setAccessibleName("More types")
        self.more.setToolTip("More types")
        self.more.clicked.connect(lambda: pop_up(self.menu(), self.more))
        self._hand = Text("set by hand", "small", role="text_3")
        self.automatic = Button("Automatic", "rotate-ccw", "quiet", small=True)
        self.automatic.setToolTip("Type from the marks")
        self.automatic.clicked.connect(lambda: self.chosen.emit(None))
        self._override = QWidget()
        self._override.setLayout(hbox(self._hand, None, self.automatic, gap=4, margins=(2, 0, 0, 0)))
        self._top = hbox(self.segments, self.more, None, gap=2)
        self.setLayout(vbox(self._top, self._override, gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_types(self, types: Sequence[Label]) -> None:
        """The types of the scheme."""
        self._types = tuple(types)
        offered = self._offered()
        segments = Segmented(
            [each.name for each in offered], [type_letter(each.id) for each in offered], small=True, name="Type"
        )
        segments.show_keys(not self._compact)
        segments.chosen.connect(lambda index: self.chosen.emit(self._offered()[index].id))
        self._top.replaceWidget(self.segments, segments)
        self.segments.hide()
        self.segments.deleteLater()
        self.segments = segments
        self.show_type(self._type, by_hand=self._by_hand)

    def show_type(self, type: str | None, *, by_hand: bool) -> None:
        """Show a type, and whether it was set by hand."""
        self._type, self._by_hand = type, by_hand
        ids = [each.id for each in self._offered()]
        self.segments.set_current(ids.index(type) if type in ids else None)
        elsewhere = next((each.name for each in self._types if each.id == type and each.id not in ids), "")
        self.more.setText(elsewhere or "More")
        self._override.setVisible(by_hand)

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the keys."""
        self._compact = compact
        self.segments.show_keys(not compact)

    def menu(self) -> QMenu:
        """The types set by hand, and the way back."""
        menu = QMenu(self)
        for each in self._types:
            if each.by_hand:
                action = menu.addAction(f"{each.name}\t{type_letter(each.id)}")
                action.setCheckable(True)
                action.setChecked(each.id == self._type)
                action.triggered.connect(lambda _checked=False, id_=each.id: self.chosen.emit(id_))
        menu.addSeparator()
        menu.addAction("Automatic").triggered.connect(lambda: self.chosen.emit(None))
        return menu

    def _offered(self) -> tuple[Label, ...]:
        return tuple(each for each in self._types if not each.by_hand)


class ContentRows(QWidget):
    """The fragments of the content, one row each."""

    clicked = Signal(int)
    removed = Signal(int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.rows: list[FragmentRow] = []
        self._shown: tuple[object, ...] = ()
        self._count = Text("", "small", role="text_3")
        keys = [KeyButton(actions[id]) for id in ("quotation.add_fragment", "edge.end_left", "edge.end_right")]
        head = hbox(Text("Content", "small", "medium", "text_2"), None, self._count, *keys, gap=6)
        self._column = QVBoxLayout()
        self._column.setSpacing(3)
        self.setLayout(vbox(head, self._column, gap=3))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_content(self, content: tuple[str, ...], colour: int | None) -> None:
        """Show other fragments.  The last one cannot be removed: a quotation without content is none."""
        if (content, colour) == self._shown:
            return
        self._shown = (content, colour)
        several = len(content) > 1
        for row in self.rows[len(content) :]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = self.rows[: len(content)]
        for index, words in enumerate(content):
            if index < len(self.rows):
                self.rows[index].show_words(words, colour, removable=several)
            else:
                self._add(FragmentRow(index + 1, words, colour, removable=several))
        self._count.setText(f"{len(content)} fragments" if several else "")

    def _add(self, row: FragmentRow) -> None:
        index = len(self.rows)
        row.clicked.connect(lambda: self.clicked.emit(index))
        row.removed.connect(lambda: self.removed.emit(index))
        self.rows.append(row)
        self._column.addWidget(row)
        row.show()  # now: the layout would show it after the next frame

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the count."""
        self._count.setVisible(not compact)


class CueSlot(Slot):
    """The cue's words, or that there is none."""

    clicked = Signal(int)
    removed = Signal(int)
    absentChosen = Signal(bool)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("Cue", KeyButton(actions["quotation.cue"]))
        self._shown: tuple[object, ...] = ()

    def show_cue(self, cue: tuple[str, ...], colour: int | None, *, absent: bool) -> None:
        """Show another cue."""
        if (cue, colour, absent) == self._shown:
            return
        self._shown = (cue, colour, absent)
        items: list[QWidget | None] = []
        for index, words in enumerate(cue):
            token = Token(words, "cue", colour, removable=True)
            token.clicked.connect(lambda _checked=False, n=index: self.clicked.emit(n))
            token.removed.connect(lambda n=index: self.removed.emit(n))
            items.append(token)
        if absent:
            chip = Chip("absent", removable=True)
            chip.setToolTip("There is no cue. Click the cross to take that back.")
            chip.removed.connect(lambda: self.absentChosen.emit(False))  # noqa: FBT003 - a signal's argument
            items.append(chip)
        elif not cue:
            button = Button("Absent", "", "quiet", small=True)
            button.setToolTip("Say that there is no cue")
            button.setAccessibleName("Cue absent")
            button.clicked.connect(lambda: self.absentChosen.emit(True))  # noqa: FBT003 - a signal's argument
            items += [faint("none"), button]
        self.flow.show_items(items)


class PartySlot(Slot):
    """Speakers or addressees: who, the words in the text, the form."""

    clicked = Signal(int)
    removed = Signal(int)
    formChosen = Signal(int, str)
    identityAsked = Signal(int)

    def __init__(self, name: str, keys: Sequence[QWidget], hints: Sequence[QAction] = ()) -> None:
        super().__init__(name, *keys)
        self._name = name
        self._hints = tuple(hints)
        self._shown: tuple[object, ...] = ()
        self._compact = False

    def show_parties(self, parties: tuple[PartyView, ...], colour: int | None) -> None:
        """Show other parties.  ``hints`` are offered where there is none."""
        if (parties, colour, self._compact) == self._shown:
            return
        self._shown = (parties, colour, self._compact)
        items: list[QWidget | None] = []
        for index, party in enumerate(parties):
            items += self._party(index, party, colour)
        if not parties:
            items.append(faint("none"))
            items += [KeyButton(each) for each in self._hints]
        self.flow.show_items(items)

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the words of who has a name, and the form."""
        self._compact = compact

    def _party(self, index: int, party: PartyView, colour: int | None) -> list[QWidget | None]:
        items: list[QWidget | None] = [] if index == 0 else [None]
        known = party.kind is not None or not party.words
        if known:
            chip = EntityChip(party.name, party.kind, faint=party.kind is None)
            chip.clicked.connect(lambda _checked=False, n=index: self.clicked.emit(n))
            chip.removed.connect(lambda n=index: self.removed.emit(n))
            items.append(chip)
            if party.form == "none_in_text" or self._compact:
                return items
            if party.words:
                items.append(None)
        for number, words in enumerate(party.words):
            token = Token(words, "speaker", colour, removable=not known and number == 0)
            token.clicked.connect(lambda _checked=False, n=index: self.clicked.emit(n))
            token.removed.connect(lambda n=index: self.removed.emit(n))
            items.append(token)
        if self._compact:
            return items
        form = Button(party.form_name, "", "quiet", small=True, menu=True)
        form.setAccessibleName(f"Form of {party.name}: {party.form_name}")
        form.setToolTip(f"Form of {party.name}, and who it is")
        form.clicked.connect(lambda _checked=False, n=index, b=form, p=party: pop_up(self.form_menu(n, p), b))
        items.append(form)
        return items

    def form_menu(self, index: int, party: PartyView) -> QMenu:
        """The forms a party can have, and the way to say who it is."""
        menu = QMenu(self)
        who = menu.addAction("Somebody else…" if party.kind else "Who is it…")
        who.triggered.connect(lambda: self.identityAsked.emit(index))
        menu.addSeparator()
        for form, words in FORM_NAMES.items():
            if form == "none_in_text":
                continue  # that is a value of the whole role, with a key of its own
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(form == party.form)
            action.triggered.connect(lambda _checked=False, chosen=form: self.formChosen.emit(index, chosen))
        return menu
