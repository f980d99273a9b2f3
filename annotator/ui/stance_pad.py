"""The stance pad: target, value, strength, explicit or inferred, mostly by single keys.

Keys
----
In the target field every key is text; ``Enter`` or ``↓`` takes the target and goes on to the value.
On the value: ``←`` against, ``↓`` neutral, ``→`` favour, ``↑`` unclear; ``1`` ``2`` ``3`` strength, the same again
takes it back; ``E`` explicit or inferred; ``T`` back to the target; ``Enter`` keeps the stance.
``Esc`` leaves from anywhere, and nothing is kept.  ``Tab`` goes from part to part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QListView, QWidget

from annotator.domain.scheme import Label
from annotator.domain.text import Spans
from annotator.ui.kit import Card, Text, hbox, vbox
from annotator.ui.kit_choice import Field, Pips, Segmented
from annotator.ui.kit_controls import Button
from annotator.ui.kit_marks import Keycap
from annotator.ui.quotation_parts import EntityChip
from annotator.ui.quotation_view_model import StanceDraft, Target

_ARROWS = {
    "against": (Qt.Key.Key_Left, "←"),
    "neutral": (Qt.Key.Key_Down, "↓"),
    "favour": (Qt.Key.Key_Right, "→"),
    "unclear": (Qt.Key.Key_Up, "↑"),
}
"""The arrow of each value of the default scheme, in the order in which they stand in the pad."""

_STRENGTHS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class StancePad(Card):
    """Edits one stance.  ``committed`` carries the `StanceDraft`; ``left`` comes when the pad closes, kept or not."""

    committed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("page", radius=8, border="line_strong")
        self.setObjectName("stance_pad")
        self.setAccessibleName("Stance")
        self._draft = StanceDraft()
        self._targets: tuple[Target, ...] = ()
        self._values: tuple[Label, ...] = ()
        self._compact = False
        self._chip: EntityChip | None = None
        self.field = Field("Type a target", height=28)
        self.value = Segmented([], name="Stance")
        self.strength = Pips("Strength")
        self.how = Segmented(["Explicit", "Inferred"], small=True, name="Explicit or inferred")
        self._how_key = Keycap("E")
        self._strength_label = Text("Strength", "small", role="text_2")
        keep = Button("", "check", "primary", key="↵", small=True)
        leave = Button("", "x", "quiet", small=True)
        for button, words, key in ((keep, "Keep the stance", "↵"), (leave, "Leave without keeping it", "Esc")):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  {key}")
        keep.clicked.connect(self.commit)
        leave.clicked.connect(self.leave)
        self._towards = Text("Towards", "small", "medium", "text_2")
        self._target_row = hbox(self._towards, self.field, 2, keep, leave, gap=6)
        strength = hbox(self._strength_label, self.strength, None, self.how, self._how_key, gap=6)
        self._column = vbox(self._target_row, self.value, strength, gap=7, margins=(10, 8, 8, 8))
        self.setLayout(self._column)
        self._complete()
        self._connect()
        self.hide()

    def _complete(self) -> None:
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setObjectName("completions")
        self._completer.setPopup(popup)
        self.field.edit.setCompleter(self._completer)

    def _connect(self) -> None:
        self._completer.activated.connect(self._take_typed)
        self.field.edit.returnPressed.connect(self._take_field)
        self.field.edit.escaped.connect(self.leave)
        self.strength.chosen.connect(lambda number: self._change(replace(self._draft, intensity=number)))
        self.how.chosen.connect(lambda index: self._change(replace(self._draft, explicit=index == 0)))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focus)

    # ------------------------------------------------------------------------------------------ from outside

    def set_values(self, values: Sequence[Label]) -> None:
        """The values of the scheme, those with an arrow first."""
        known = [each for id in _ARROWS for each in values if each.id == id]
        self._values = (*known, *(each for each in values if each.id not in _ARROWS))
        segments = Segmented(
            [each.name for each in self._values],
            [_ARROWS[each.id][1] if each.id in _ARROWS else "" for each in self._values],
            small=True,
            tints=[each.id if each.id in ("against", "favour") else "" for each in self._values],
            arrows={_ARROWS[each.id][0]: n for n, each in enumerate(self._values) if each.id in _ARROWS},
            name="Stance",
        )
        segments.show_keys(not self._compact)
        segments.chosen.connect(self._choose_value)
        self._column.replaceWidget(self.value, segments)
        self.value.hide()
        self.value.deleteLater()
        self.value = segments
        self._show()

    def set_targets(self, targets: Sequence[Target]) -> None:
        """What the target field offers."""
        self._targets = tuple(targets)
        self._names.setStringList(list(dict.fromkeys(each.name for each in targets)))

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: keys and labels."""
        self._compact = compact
        self.value.show_keys(not compact)
        self._how_key.setVisible(not compact)
        self._strength_label.setVisible(not compact)
        self._towards.setVisible(not compact)

    def open(self, draft: StanceDraft) -> None:
        """Edit ``draft``: the focus goes to the value where there is a target already, else to the target."""
        self._draft = draft
        self._show()
        self.show()
        self._focus_part()

    def set_target(self, target: Target) -> None:
        """Take an entity as the target and go on to the value."""
        self._change(replace(self._draft, target=target.id, target_name=target.name, target_spans=()))
        self._focus_part()

    def set_target_words(self, spans: Spans, words: str) -> None:
        """Take words of the article as the target and go on to the value."""
        self._change(replace(self._draft, target=None, target_name=words, target_spans=spans))
        self._focus_part()

    def draft(self) -> StanceDraft:
        """The stance as it stands in the pad."""
        return self._draft

    def commit(self) -> None:
        """Keep the stance, if it says anything, and close."""
        if self.field.isVisible() and self.field.text().strip():
            self._resolve(self.field.text())
        draft = self._draft
        self._close()
        if draft.value or draft.target or draft.target_spans or draft.target_name:
            self.committed.emit(draft)
        self.left.emit()

    def leave(self) -> None:
        """Close without keeping anything."""
        self._close()
        self.left.emit()

    # ------------------------------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Single keys are the pad's while it has the focus, never a shortcut of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _COMMAND
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the module's docstring."""
        key = Qt.Key(event.key())
        if event.modifiers() & _COMMAND:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif self.field.edit.hasFocus():
            if key == Qt.Key.Key_Down:
                self._take_field()
        elif key in _ENTER:
            self.commit()
        elif key in _STRENGTHS:
            self.strength.choose(_STRENGTHS[key])
        elif key == Qt.Key.Key_E:
            self._change(replace(self._draft, explicit=self._draft.explicit is False))
        elif key == Qt.Key.Key_T:
            self._edit_target()
        elif not self._arrow(key):
            super().keyPressEvent(event)

    def _arrow(self, key: Qt.Key) -> bool:
        for number, each in enumerate(self._values):
            if each.id in _ARROWS and _ARROWS[each.id][0] == key:
                self.value.choose(number)
                return True
        return False

    # ------------------------------------------------------------------------------------------ inside

    def _choose_value(self, index: int) -> None:
        self._draft = replace(self._draft, value=self._values[index].id)

    def _change(self, draft: StanceDraft) -> None:
        self._draft = draft
        self._show()

    def _take_typed(self, text: str) -> None:
        self._resolve(text)
        self._focus_part(at_value=True)

    def _take_field(self) -> None:
        self._take_typed(self.field.text())

    def _resolve(self, text: str) -> None:
        """The target that a typed name means: a known one whatever its capitals, else a new one of that name."""
        name = " ".join(text.split())
        if name and name == self._draft.target_name:
            return
        known = next((each for each in self._targets if each.name.casefold() == name.casefold()), None)
        self._change(
            replace(
                self._draft,
                target=known.id if known else None,
                target_name=known.name if known else name,
                target_spans=(),
            )
        )

    def _edit_target(self) -> None:
        """Back to typing the target, its name ready to be replaced."""
        if self._chip is not None:
            self._chip.hide()
        self.field.set_text(self._draft.target_name)
        self.field.show()
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def _forget_target(self) -> None:
        self._change(replace(self._draft, target=None, target_name="", target_spans=()))
        self._edit_target()

    def _focus_part(self, *, at_value: bool = False) -> None:
        if at_value or self._draft.target_name:
            self.value.focus_current()
        else:
            self._edit_target()

    def _show(self) -> None:
        """Show the draft."""
        draft = self._draft
        ids = [each.id for each in self._values]
        self.value.set_current(ids.index(draft.value) if draft.value in ids else None)
        self.strength.set_value(draft.intensity)
        self.how.set_current(None if draft.explicit is None else int(not draft.explicit))
        if self._chip is not None:
            self._target_row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        self.field.setVisible(not draft.target_name)
        self.field.set_text("")
        if draft.target_name:
            kind = next((each.kind for each in self._targets if each.id == draft.target), "issue")
            self._chip = EntityChip(draft.target_name, None if draft.target_spans else kind)
            self._chip.clicked.connect(self._edit_target)
            self._chip.removed.connect(self._forget_target)
            self._chip.setAccessibleName(f"Target: {draft.target_name}")
            self._target_row.insertWidget(1, self._chip, 1, Qt.AlignmentFlag.AlignLeft)

    def _close(self) -> None:
        self.hide()
        self._draft = StanceDraft()

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.isAncestorOf(now)
        self.set_border("focus" if inside else "line_strong")
