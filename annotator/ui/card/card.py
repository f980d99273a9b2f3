"""The card of the active quotation: it shows everything of it, and edits everything of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.scheme import DEFAULT, Scheme
from annotator.operations.lookup import Candidate
from annotator.ui.card.care import CONFIDENCES, ConfidenceSlot, FlagsSlot, ParentButton
from annotator.ui.card.slots import ContentRows, CueSlot, PartySlot, TypeRow, pop_up
from annotator.ui.card.stance_pad import StancePad
from annotator.ui.card.stance_rows import StanceRows
from annotator.ui.card.view_model import Card, ParentRow, StanceDraft
from annotator.ui.kit.basics import Card as Surface
from annotator.ui.kit.basics import Icon, Text, hbox, host, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button, KeyButton
from annotator.ui.kit.marks import Badge
from annotator.ui.kit.typed_fields import TypedFields


class QuotationCard(Surface):
    """Title, type, content, cue, speakers, addressees, stances, note, confidence, flags, the project's own, origin.

    ``edited`` carries a field and its new value: ``type`` (an id, None for automatic), ``note`` (words or None),
    ``cue_absent`` (bool), ``flags`` (tuple of ids), ``confidence`` (1…3 or None), ``attribute`` (an attribute's id and
    its value), ``parent`` (a quotation's id or None, and whether it is set by hand).  A role is content, cue, speakers
    or addressees; the index counts fragments of content and cue, but parties of speakers and addressees.

    ``identityAsked`` carries a role and an index: who is that?  ``targetsSought`` carries what is typed as the target
    of a stance, and `set_targets` answers it; ``parentAsked`` is answered by `open_parents`.  ``evidenceClicked``
    carries a `Span`, ``evidenceRemoved`` a stance's id and the number of its evidence, from 0.
    """

    edited = Signal(str, object)
    fragmentClicked = Signal(str, int)
    fragmentRemoved = Signal(str, int)
    partyRemoved = Signal(str, int)
    formChosen = Signal(str, int, str)
    identityAsked = Signal(str, int)
    parentAsked = Signal()
    targetsSought = Signal(str)
    stanceCommitted = Signal(object)
    stanceRemoved = Signal(str)
    evidenceClicked = Signal(object)
    evidenceRemoved = Signal(str, int)
    _left_complete = Signal(object)
    padLeft = Signal()
    fieldLeft = Signal()

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("quotation_card")
        self._actions = actions
        self._card: Card | None = None
        self._touched = False  # what it shows may be what was tried and refused
        self._compact = False
        self._unfolded = False
        self._scheme = DEFAULT
        self._title = Text("Quotation", "heading", "semibold")
        self._badge = Badge("complete", "ok", "check")
        self.parent_button = ParentButton()
        self.type_row = TypeRow()
        self.content = ContentRows(actions)
        self.cue = CueSlot(actions)
        hints = [actions[id] for id in ("quotation.same_speaker", "speaker.find", "quotation.none_in_text")]
        self.speakers = PartySlot("Speaker", [KeyButton(actions["quotation.speaker"])], hints)
        self.addressees = PartySlot("Addressee", [KeyButton(actions["quotation.addressee"])])
        self.stances = StanceRows(actions)
        self.note = Field("Note", height=28, after=[KeyButton(actions["quotation.note"])])
        self.note.edit.setToolTip("Note on the quotation")
        self.confidence = ConfidenceSlot(actions)
        self.flags = FlagsSlot(actions)
        self.fields = TypedFields()
        self._origin_icon = Icon("pencil", "text_3", 12)
        self._origin = Text("", "small", role="text_3", elide=True)
        self._origin_row = host(hbox(self._origin_icon, self._origin, gap=6))
        self._lay_out()
        self._connect()
        self.set_scheme(DEFAULT)

    @property
    def pad(self) -> StancePad:
        """The stance pad."""
        return self.stances.pad

    def _lay_out(self) -> None:
        self._walk = QWidget()
        steps = (("quotation.previous", "chevron-up"), ("quotation.next", "chevron-down"))
        walk = [
            Button.for_action(self._actions[id], "quiet", icon=sign, text="", small=True, key=False)
            for id, sign in steps
        ]
        self._walk.setLayout(hbox(*walk, gap=2))
        self.more = Button("", "ellipsis", "quiet", small=True)
        head = hbox(self._title, self._badge, self.parent_button, None, self._walk, 2, self.more, gap=0)
        head.insertSpacing(1, 8)
        head.insertSpacing(3, 2)
        self._column = vbox(
            head,
            self.type_row,
            self.content,
            self.cue,
            self.speakers,
            self.addressees,
            self.stances,
            self.note,
            self.confidence,
            self.flags,
            self.fields,
            self._origin_row,
            gap=9,
            margins=(14, 10, 12, 12),
        )
        self.setLayout(self._column)

    def _connect(self) -> None:
        self.edited.connect(self._touch)
        self.more.clicked.connect(lambda: pop_up(self.menu(), self.more))
        self.parent_button.asked.connect(self.parentAsked)
        self.parent_button.chosen.connect(lambda parent, by_hand: self.edited.emit("parent", (parent, by_hand)))
        self.type_row.chosen.connect(lambda value: self.edited.emit("type", value))
        self.cue.absentChosen.connect(lambda value: self.edited.emit("cue_absent", value))
        self.flags.chosen.connect(lambda value: self.edited.emit("flags", value))
        self.confidence.chosen.connect(lambda value: self.edited.emit("confidence", value))
        self.fields.edited.connect(lambda *change: self.edited.emit("attribute", change))
        self.fields.left.connect(self.fieldLeft)
        for role, rows in (("content", self.content), ("cue", self.cue)):
            rows.clicked.connect(lambda index, r=role: self.fragmentClicked.emit(r, index))
            rows.removed.connect(lambda index, r=role: self.fragmentRemoved.emit(r, index))
        for role, slot in (("speakers", self.speakers), ("addressees", self.addressees)):
            slot.clicked.connect(lambda index, r=role: self.fragmentClicked.emit(r, index))
            slot.removed.connect(lambda index, r=role: self.partyRemoved.emit(r, index))
            slot.formChosen.connect(lambda index, form, r=role: self.formChosen.emit(r, index, form))
            slot.identityAsked.connect(lambda index, r=role: self.identityAsked.emit(r, index))
        self._connect_stances()
        self.note.edit.editingFinished.connect(self.finish_note)
        self.note.edit.returnPressed.connect(self.fieldLeft)
        self.note.edit.escaped.connect(self._escape_note)

    def _connect_stances(self) -> None:
        self.stances.opened.connect(self.open_pad)
        self.stances.removed.connect(self.stanceRemoved)
        self.stances.evidenceClicked.connect(self.evidenceClicked)
        self.stances.evidenceRemoved.connect(self.evidenceRemoved)
        self.pad.sought.connect(self.targetsSought)
        self.pad.evidenceClicked.connect(self.evidenceClicked)
        self.pad.committed.connect(self.stanceCommitted)
        self._left_complete.connect(self.stanceCommitted, Qt.ConnectionType.QueuedConnection)
        self.pad.passedOn.connect(self._pass_on)
        self.pad.left.connect(self.padLeft)

    # ------------------------------------------------------------------------------------------ showing

    def set_scheme(self, scheme: Scheme) -> None:
        """The vocabularies that the card offers, the fields it asks for and the project's own."""
        self._scheme = scheme
        self.type_row.set_types(scheme.types)
        self.pad.set_values(scheme.stances)
        self.flags.set_labels(scheme.flags)
        if self._card is not None:
            self._show_fields(self._card)
        self._fold()

    def set_targets(self, candidates: Sequence[Candidate]) -> None:
        """What the stance pad offers as targets, the best first."""
        self.pad.set_targets(candidates)

    def show_card(self, card: Card) -> None:
        """Show a quotation.  Another one than before closes the pad; the same one leaves a note being written alone."""
        is_other = self._card is None or self._card.id != card.id
        if is_other:
            self.close_pad()
        if card == self._card and not self._touched:
            return
        self._card, self._touched = card, False
        self._title.setText(f"Quotation {card.number}")
        self.parent_button.show_parent(card.number, card.parent, card.inside, by_hand=card.parent_by_hand)
        self.type_row.show_type(card.type, by_hand=card.type_by_hand)
        self.content.show_content(card.content, card.colour)
        self.cue.show_cue(card.cue, card.colour, absent=card.cue_absent)
        self.stances.show_stances(card.stances)
        if is_other or not self.note.edit.hasFocus():
            self.note.set_text(card.note)
        self.flags.show_flags(card.flags)
        self.confidence.pips.set_value(card.confidence)
        self._show_fields(card)
        self._origin.setText(card.origin)
        self._origin.setToolTip(f"{card.origin}\n{card.why}" if card.why else card.origin)
        self._origin_icon.show_icon("sparkles" if card.from_suggestion else "pencil")
        self._fold()

    def _touch(self) -> None:
        self._touched = True

    def _show_fields(self, card: Card) -> None:
        self.fields.show_fields(self._scheme.attributes_of("quotation"), card.attributes, about=card.id)

    def set_compact(self, compact: bool) -> None:
        """Fold, below 1200 pixels: badge, mentions, addressee, note, confidence, flags, fields, origin, keys."""
        self._compact = compact
        for part in (self.type_row, self.content, self.pad):
            part.set_compact(compact)
        self._column.setSpacing(7 if compact else 9)
        self._column.setContentsMargins(*((12, 8, 10, 10) if compact else (14, 10, 12, 12)))
        self._fold()

    def _fold(self) -> None:
        """Hide what the project does not ask for, unless it is filled, and what a narrow panel has no room for."""
        card, asked = self._card, self._scheme.asked
        folded = self._compact and not self._unfolded
        for slot in (self.speakers, self.addressees):
            slot.set_compact(folded)
        if card is None:
            return
        self.speakers.show_parties(card.speakers, card.colour)
        self.addressees.show_parties(card.addressees, None)
        self.cue.setVisible("cue" in asked or bool(card.cue or card.cue_absent))
        self.speakers.setVisible("speakers" in asked or bool(card.speakers))
        self.stances.setVisible("stances" in asked or bool(card.stances) or not self.pad.isHidden())
        filled = self._filled(card)
        for name, widget in self._foldable().items():
            there = name in asked or name in ("fields", "origin") or filled[name]
            empty = name == "fields" and not self._scheme.attributes_of("quotation")
            widget.setVisible(there and not empty and not folded)
        hidden = [name for name, is_filled in filled.items() if is_filled] if folded else []
        self.more.setText(f"+{len(hidden)}" if hidden else "")
        words = f"More about this quotation: {', '.join(hidden)}" if hidden else "More about this quotation"
        self.more.setAccessibleName(words)
        self.more.setToolTip(words)
        self._badge.setVisible(card.complete and not self._compact)
        self._badge.show_text("complete" if self.parent_button.isHidden() else "")
        self._walk.setVisible(not self._compact or self.parent_button.isHidden())

    def _foldable(self) -> dict[str, QWidget]:
        return {
            "addressees": self.addressees,
            "note": self.note,
            "confidence": self.confidence,
            "flags": self.flags,
            "fields": self.fields,
            "origin": self._origin_row,
        }

    def _filled(self, card: Card) -> dict[str, bool]:
        return {
            "addressees": bool(card.addressees),
            "note": bool(card.note),
            "confidence": card.confidence is not None,
            "flags": bool(card.flags),
            "fields": any(value is not None for value in card.attributes.values()),
        }

    def menu(self) -> QMenu:
        """What the ellipsis offers."""
        menu = QMenu(self)
        if self._compact:
            everything = menu.addAction("Show every field")
            everything.setCheckable(True)
            everything.setChecked(self._unfolded)
            everything.triggered.connect(self.unfold)
            menu.addSeparator()
        menu.addMenu(self.flags.menu(menu))
        sure = menu.addMenu("Confidence")
        for value, words in (*enumerate(CONFIDENCES, 1), (None, "Not said")):
            action = sure.addAction(f"&{value}  {words}" if value else words)
            action.setCheckable(True)
            action.setChecked(self._card is not None and self._card.confidence == value)
            action.triggered.connect(lambda _checked=False, v=value: self.edited.emit("confidence", v))
        menu.addAction("Inside…").triggered.connect(self.parentAsked)
        menu.addSeparator()
        for id in ("quotation.cue_absent", "quotation.same_speaker", "quotation.none_in_text"):
            menu.addAction(self._actions[id])
        menu.addSeparator()
        menu.addAction(self._actions["quotation.delete"])
        return menu

    def unfold(self, unfolded: bool) -> None:
        """Show in a narrow panel too what it has no room for, or fold it again."""
        self._unfolded = unfolded
        self._fold()

    # ------------------------------------------------------------------------------------------ from outside

    def open_pad(self, draft: StanceDraft) -> None:
        """Edit a stance of the shown quotation in the pad, and give it the focus."""
        if self._card is not None:
            self.stances.show()
            self.pad.open(replace(draft, quotation=self._card.id))
            self.stances.show_slot()

    def close_pad(self) -> None:
        """Close the pad because something else is shown; a stance with target and value is kept, once that is done."""
        if not self.pad.isHidden():  # it may be open in a card that is hidden itself
            draft = self.pad.draft()
            self.pad.leave()
            if draft.complete:
                self._left_complete.emit(draft)

    def open_parents(self, rows: Sequence[ParentRow]) -> None:
        """Offer the quotations that could enclose the shown one."""
        self.parent_button.open_menu(rows, self.more if self.parent_button.isHidden() else self.parent_button)

    def open_flags(self) -> None:
        """Offer the flags."""
        if self.flags.isHidden():
            pop_up(self.flags.menu(self), self.more)
        else:
            self.flags.open()

    def focus_note(self) -> None:
        """Give the note the focus, its words ready to be continued."""
        if self._compact:
            self.unfold(True)  # noqa: FBT003 - what the menu's entry says too
        self.note.show()
        self.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.edit.end(False)  # noqa: FBT003 - Qt's own

    def finish(self) -> None:
        """Hand out what is still being written: before another quotation is shown, or another article."""
        self.finish_note()
        self.fields.finish()
        self.pad.finish()

    def _pass_on(self, sequence: QKeySequence) -> None:
        """A key that is not the pad's keeps the stance, and does what it does in the article."""
        for action in self._actions.values():
            if action.isEnabled() and sequence in action.shortcuts():
                self.pad.commit()
                action.trigger()
                return

    # ------------------------------------------------------------------------------------------ the note

    def finish_note(self) -> None:
        """Hand out a note that is still being written."""
        if self._card is None:
            return
        words = self.note.text().strip()
        if words != self._card.note:
            self.edited.emit("note", words or None)

    def _escape_note(self) -> None:
        if self._card is not None:
            self.note.set_text(self._card.note)
        self.fieldLeft.emit()
