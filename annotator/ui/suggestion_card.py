"""The card of the suggestion in focus: what it says, why it was suggested, and the two decisions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from annotator.ui.kit import Card as Surface
from annotator.ui.kit import Icon, Line, Text, hbox, host, vbox
from annotator.ui.kit_controls import Button, KeyButton
from annotator.ui.kit_flow import Slot, faint
from annotator.ui.kit_marks import Bar
from annotator.ui.quotation_parts import EntityChip, FragmentRow, Token
from annotator.ui.quotation_view_model import SuggestionCard as View


class SuggestionCard(Surface):
    """A suggestion: type, content, cue, speaker, its rule and score, Accept and Reject."""

    fragmentClicked = Signal(str, int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__(border="line_strong")
        self.setObjectName("suggestion_card")
        self.rows: list[FragmentRow] = []
        self._shown: View | None = None
        self._place = Text("", "small", "medium", "text_2")
        self._bar = Bar(width=64)
        self._type = Text("", "body", "medium")
        self._type.setFixedHeight(24)
        type_slot = Slot("Type")
        type_slot.flow.show_items([self._type])
        self._cue = Slot("Cue")
        self._speaker = Slot("Speaker")
        self._score = Text("", "small", "medium", "text_2")
        self._why = Text("", "small", wrap=True)
        why_row = hbox(Icon("text-quote", "text_3", 14), self._why, gap=8)
        why_row.setStretch(1, 1)
        self._why_row = host(why_row)
        self._content = QVBoxLayout()
        self._content.setSpacing(3)
        head = hbox(
            Icon("sparkles", "accent_text"),
            Text("Suggestion", "heading", "semibold"),
            None,
            self._place,
            self._bar,
            KeyButton(actions["suggestion.next"]),
            gap=8,
        )
        decide = hbox(
            Button.for_action(actions["suggestion.accept"], "primary", icon="check", text="Accept"),
            Button.for_action(actions["suggestion.reject"], "plain", icon="x", text="Reject"),
            None,
            gap=8,
        )
        slots = vbox(type_slot, self._content, self._cue, self._speaker, gap=7)
        why = vbox(hbox(Text("Why", "small", "semibold", "text_2"), None, self._score), self._why_row, gap=6)
        self.setLayout(vbox(head, slots, Line(), why, decide, gap=9, margins=(14, 12, 12, 12)))

    def show_suggestion(self, view: View, position: int, total: int) -> None:
        """Show a suggestion; ``position`` counts from 1."""
        self._place.setText(f"{position} of {total}")
        self._bar.set_fraction(position / total if total else 0.0)
        if view == self._shown:
            return
        self._shown = view
        self._type.setText(view.type_name or "not said")
        self._type.adjustSize()
        for row in self.rows:
            self._content.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FragmentRow(n, words, view.colour, removable=False) for n, words in enumerate(view.content, 1)]
        for index, row in enumerate(self.rows):
            row.clicked.connect(lambda _checked=False, n=index: self.fragmentClicked.emit("content", n))
            self._content.addWidget(row)
        cues = [Token(words, "cue", view.colour) for words in view.cue]
        self._cue.flow.show_items(cues or [faint("not suggested")])
        people = [EntityChip(each.name, each.kind, removable=False, faint=each.kind is None) for each in view.speakers]
        self._speaker.flow.show_items(people or [faint("not suggested")])
        self._score.setText("" if view.score is None else f"score {view.score:.2f}")
        self._why.setText(view.why)
        self._why_row.setVisible(bool(view.why))
