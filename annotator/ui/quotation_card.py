"""The card of the active quotation: it shows everything of it, and edits everything of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from annotator.domain.scheme import Scheme
from annotator.ui.kit import Card as Surface
from annotator.ui.kit import Icon, Text, hbox, host, vbox
from annotator.ui.kit_choice import Field
from annotator.ui.kit_controls import Button, KeyButton
from annotator.ui.kit_flow import Slot, faint
from annotator.ui.kit_marks import Badge
from annotator.ui.quotation_parts import StanceRow
from annotator.ui.quotation_slots import CareSlot, ContentRows, CueSlot, PartySlot, TypeRow, pop_up
from annotator.ui.quotation_view_model import Card, StanceDraft, StanceView, Target
from annotator.ui.stance_pad import StancePad


class StanceRows(QWidget):
    """The stances, one row each, and below them the pad when it is open."""

    removed = Signal(str)

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.rows: list[StanceRow] = []
        self._shown: tuple[StanceView, ...] | None = None
        self._slot = Slot("Stance", KeyButton(action))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.pad = StancePad()
        self.pad.left.connect(self.show_slot)
        self.setLayout(vbox(self._slot, self._rows, self.pad, gap=2))

    def show_stances(self, stances: tuple[StanceView, ...]) -> None:
        """Show other stances; the pad stays as it is."""
        if stances != self._shown:
            self._shown = stances
            for row in self.rows:
                self._rows.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = [StanceRow(each) for each in stances]
            for row, view in zip(self.rows, stances, strict=True):
                row.clicked.connect(lambda _checked=False, draft=view.draft: self.open_pad(draft))
                row.removed.connect(lambda id_=view.draft.id: self.removed.emit(id_))
                self._rows.addWidget(row)
            count = len(stances)
            self._slot.flow.show_items([faint("none" if not count else f"{count} target{'s' if count > 1 else ''}")])
        self.show_slot()

    def open_pad(self, draft: StanceDraft) -> None:
        """Edit a stance in the pad."""
        self.pad.open(draft)
        self.show_slot()

    def show_slot(self) -> None:
        """The heading is there unless the pad says the same."""
        self._slot.setVisible(self.pad.isHidden() or bool(self.rows))


class QuotationCard(Surface):
    """Title, type, content, cue, speakers, addressees, stances, note, flags, confidence, origin.

    ``edited`` carries a field and its new value: ``type`` (an id, None for automatic), ``note`` (words or None),
    ``cue_absent`` (bool), ``flags`` (tuple of ids), ``confidence`` (1…3 or None).  A role is content, cue, speakers or
    addressees; the index counts fragments of content and cue, but parties of speakers and addressees.
    """

    edited = Signal(str, object)
    fragmentClicked = Signal(str, int)
    fragmentRemoved = Signal(str, int)
    partyRemoved = Signal(str, int)
    formChosen = Signal(str, int, str)
    stanceCommitted = Signal(object)
    stanceRemoved = Signal(str)
    padLeft = Signal()
    noteLeft = Signal()

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("quotation_card")
        self._actions = actions
        self._card: Card | None = None
        self._compact = False
        self._unfolded = False
        self._title = Text("Quotation", "heading", "semibold")
        self._badge = Badge("complete", "ok", "check")
        self._inside = Text("", "small", role="text_3")
        self.type_row = TypeRow()
        self.content = ContentRows(actions)
        self.cue = CueSlot(actions)
        hints = (actions["quotation.same_speaker"], actions["quotation.none_in_text"])
        self.speakers = PartySlot("Speaker", [KeyButton(actions["quotation.speaker"])], hints)
        self.addressees = PartySlot("Addressee", [KeyButton(actions["quotation.addressee"])])
        self.stances = StanceRows(actions["stance.new"])
        self.note = Field("Note", height=28)
        self.care = CareSlot()
        self._origin_icon = Icon("pencil", "text_3", 12)
        self._origin = Text("", "small", role="text_3", elide=True)
        self._origin_row = host(hbox(self._origin_icon, self._origin, gap=6))
        self._lay_out()
        self._connect()

    @property
    def pad(self) -> StancePad:
        """The stance pad."""
        return self.stances.pad

    def _lay_out(self) -> None:
        previous = Button.for_action(
            self._actions["quotation.previous"], "quiet", icon="chevron-up", text="", small=True, key=False
        )
        following = Button.for_action(
            self._actions["quotation.next"], "quiet", icon="chevron-down", text="", small=True, key=False
        )
        self.more = Button("", "ellipsis", "quiet", small=True)
        self.more.setAccessibleName("More about this quotation")
        self.more.setToolTip("More about this quotation")
        head = hbox(self._title, self._badge, self._inside, None, gap=8)
        for button in (previous, following, self.more):
            head.addWidget(button)
        self._column = vbox(
            head,
            self.type_row,
            self.content,
            self.cue,
            self.speakers,
            self.addressees,
            self.stances,
            self.note,
            self.care,
            self._origin_row,
            gap=9,
            margins=(14, 10, 12, 12),
        )
        self.setLayout(self._column)

    def _connect(self) -> None:
        self.more.clicked.connect(lambda: pop_up(self.menu(), self.more))
        self.type_row.chosen.connect(lambda value: self.edited.emit("type", value))
        self.cue.absentChosen.connect(lambda value: self.edited.emit("cue_absent", value))
        self.care.flagsChosen.connect(lambda value: self.edited.emit("flags", value))
        self.care.confidenceChosen.connect(lambda value: self.edited.emit("confidence", value))
        for role, rows in (("content", self.content), ("cue", self.cue)):
            rows.clicked.connect(lambda index, r=role: self.fragmentClicked.emit(r, index))
            rows.removed.connect(lambda index, r=role: self.fragmentRemoved.emit(r, index))
        for role, slot in (("speakers", self.speakers), ("addressees", self.addressees)):
            slot.clicked.connect(lambda index, r=role: self.fragmentClicked.emit(r, index))
            slot.removed.connect(lambda index, r=role: self.partyRemoved.emit(r, index))
            slot.formChosen.connect(lambda index, form, r=role: self.formChosen.emit(r, index, form))
        self.stances.removed.connect(self.stanceRemoved)
        self.pad.committed.connect(self.stanceCommitted)
        self.pad.left.connect(self.padLeft)
        self.note.edit.editingFinished.connect(self._finish_note)
        self.note.edit.returnPressed.connect(self.noteLeft)
        self.note.edit.escaped.connect(self._escape_note)

    # ------------------------------------------------------------------------------------------ showing

    def set_scheme(self, scheme: Scheme) -> None:
        """The vocabularies that the card offers."""
        self.type_row.set_types(scheme.types)
        self.pad.set_values(scheme.stances)
        self.care.set_labels(scheme.flags)

    def set_targets(self, targets: Sequence[Target]) -> None:
        """What the stance pad offers as targets."""
        self.pad.set_targets(targets)

    def show_card(self, card: Card) -> None:
        """Show a quotation.  Another one than before closes the pad; the same one leaves a note being written alone."""
        is_other = self._card is None or self._card.id != card.id
        if is_other and not self.pad.isHidden():  # it may be open in a card that is hidden itself
            self.pad.leave()
        self._card = card
        self._title.setText(f"Quotation {card.number}")
        self._inside.setText(f"inside {card.inside}" if card.inside else "")
        self.type_row.show_type(card.type, by_hand=card.type_by_hand)
        self.content.show_content(card.content, card.colour)
        self.cue.show_cue(card.cue, card.colour, absent=card.cue_absent)
        self.speakers.show_parties(card.speakers, card.colour)
        self.addressees.show_parties(card.addressees, None)
        self.stances.show_stances(card.stances)
        if is_other or not self.note.edit.hasFocus():
            self.note.set_text(card.note)
        self.care.show_flags(card.flags)
        self.care.pips.set_value(card.confidence)
        self._origin.setText(card.origin)
        self._origin_icon.show_icon("sparkles" if card.from_suggestion else "pencil")
        self._fold()

    def set_compact(self, compact: bool) -> None:
        """Fold, below 1200 pixels: badge, mentions, addressee, note, flags, confidence, origin, keys in segments."""
        self._compact = compact
        for part in (self.type_row, self.content, self.pad):
            part.set_compact(compact)
        self._column.setSpacing(7 if compact else 9)
        self._column.setContentsMargins(*((12, 8, 10, 10) if compact else (14, 10, 12, 12)))
        self._fold()

    def _fold(self) -> None:
        folded = self._compact and not self._unfolded
        card = self._card
        for slot in (self.speakers, self.addressees):
            slot.set_compact(folded)
        if card is not None:
            self.speakers.show_parties(card.speakers, card.colour)
            self.addressees.show_parties(card.addressees, None)
        for widget in (self.addressees, self.note, self.care, self._origin_row):
            widget.setVisible(not folded)
        self._badge.setVisible(card is not None and card.complete and not self._compact)

    def menu(self) -> QMenu:
        """What the ellipsis offers."""
        menu = QMenu(self)
        if self._compact:
            everything = menu.addAction("Show every field")
            everything.setCheckable(True)
            everything.setChecked(self._unfolded)
            everything.triggered.connect(self._unfold)
            menu.addSeparator()
        menu.addMenu(self.care.menu(menu))
        sure = menu.addMenu("Confidence")
        for value, words in ((1, "1 low"), (2, "2 middle"), (3, "3 high"), (None, "Not said")):
            action = sure.addAction(words)
            action.setCheckable(True)
            action.setChecked(self._card is not None and self._card.confidence == value)
            action.triggered.connect(lambda _checked=False, v=value: self.edited.emit("confidence", v))
        menu.addSeparator()
        for id in ("quotation.cue_absent", "quotation.same_speaker", "quotation.none_in_text"):
            menu.addAction(self._actions[id])
        menu.addSeparator()
        menu.addAction(self._actions["quotation.delete"])
        return menu

    def _unfold(self, shown: bool) -> None:
        self._unfolded = shown
        self._fold()

    # ------------------------------------------------------------------------------------------ the note

    def finish_note(self) -> None:
        """Hand out a note that is still being written: before another quotation is shown."""
        self._finish_note()

    def _finish_note(self) -> None:
        if self._card is None:
            return
        words = self.note.text().strip()
        if words != self._card.note:
            self.edited.emit("note", words or None)

    def _escape_note(self) -> None:
        if self._card is not None:
            self.note.set_text(self._card.note)
        self.noteLeft.emit()
