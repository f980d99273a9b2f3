"""The card of the suggestion in focus: what it says, why it was suggested, and the decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.domain.scheme import Label
from annotator.ui.card.contributions import Contributions
from annotator.ui.card.parts import EntityChip, FragmentRow, Token
from annotator.ui.card.slots import pop_up
from annotator.ui.card.view_model import SuggestionCard as View
from annotator.ui.kit.basics import Card as Surface
from annotator.ui.kit.basics import Icon, Line, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button, KeyButton
from annotator.ui.kit.flow import Slot, faint
from annotator.ui.kit.marks import Bar


class SuggestionCard(Surface):
    """A suggestion: type, content, cue, speaker, reasons and score, Accept and Reject.

    ``rejected`` carries a reason code's id: the suggestion is rejected for that reason.
    """

    fragmentClicked = Signal(str, int)
    rejected = Signal(str)

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
        self._reasons: tuple[Label, ...] = ()
        self._why_rows: list[QWidget] = []
        self._why = vbox(gap=5)
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
        decide = self._decide(actions)
        slots = vbox(type_slot, self._content, self._cue, self._speaker, gap=7)
        self.parts = Contributions()
        why = vbox(hbox(Text("Why", "small", "semibold", "text_2"), None, self._score), self._why, gap=6)
        # the numbers stand below: in a low window the decisions come first
        self._column = vbox(head, slots, Line(), why, decide, self.parts, gap=9, margins=(14, 12, 12, 12))
        self.setLayout(self._column)

    def _decide(self, actions: Mapping[str, QAction]) -> QHBoxLayout:
        self.because = Button("", "ellipsis", "quiet", small=True)
        self.because.setAccessibleName("Reject with a reason")
        self.because.setToolTip("Reject with a reason")
        self.because.clicked.connect(lambda: pop_up(self.reasons_menu(), self.because))
        self.because.hide()
        return hbox(
            Button.for_action(actions["suggestion.accept"], "primary", icon="check", text="Accept"),
            Button.for_action(actions["suggestion.reject"], "plain", icon="x", text="Reject"),
            self.because,
            None,
            gap=4,
        )

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the progress."""
        self._bar.setVisible(not compact)
        self._column.setContentsMargins(*((12, 8, 10, 10) if compact else (14, 12, 12, 12)))

    def set_reasons(self, reasons: Sequence[Label]) -> None:
        """The reason codes of the scheme."""
        self._reasons = tuple(reasons)
        self.because.setVisible(bool(reasons))

    def reasons_menu(self) -> QMenu:
        """Every reason why a suggestion is none; the first nine by number."""
        menu = QMenu("Reject with a reason", self)
        for number, each in enumerate(self._reasons, 1):
            name = each.name.replace("&", "&&")
            action = menu.addAction(f"&{number}  {name}" if number < 10 else name)
            action.triggered.connect(lambda _checked=False, id_=each.id: self.rejected.emit(id_))
        return menu

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
            row.show()  # now: the layout would show it after the next frame
        cues = [Token(words, "cue", view.colour) for words in view.cue]
        self._cue.flow.show_items(cues or [faint("not suggested")])
        people = [EntityChip(each.name, each.kind, removable=False, faint=each.kind is None) for each in view.speakers]
        self._speaker.flow.show_items(people or [faint("not suggested")])
        self._score.setText("" if view.score is None else f"score {view.score:.2f}")
        self._show_why(view.why)
        self.parts.show_rows(view.parts)

    def _show_why(self, why: Sequence[tuple[str, str]]) -> None:
        for old in self._why_rows:
            self._why.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._why_rows = []
        for sign, words in why or (("circle-question-mark", "The pipeline gives no reason"),):
            icon = Icon(sign, "text_3", 14)
            row = hbox(icon, Text(words, "small", wrap=True), gap=8)
            row.setStretch(1, 1)
            row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
            self._why_rows.append(host(row))
            self._why.addWidget(self._why_rows[-1])
            self._why_rows[-1].show()
