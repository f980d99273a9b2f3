"""The stance pad: target, value, strength, explicit or inferred, evidence, mostly by single keys.

Keys
----
In the target field: see `annotator.ui.card.target_picker`.
On the value: ``←`` against, ``↓`` neutral, ``→`` favour, ``↑`` unclear, ``4``…``9`` what a project has beyond four;
``1`` ``2`` ``3`` strength, the same again takes it back; ``E`` explicit or inferred; ``T`` back to the target; ``=`` as
in the stance before; ``Enter`` keeps the stance.  With target and value set every other key of the article keeps it
too, and then does what it does there.  ``Esc`` leaves from anywhere, and nothing is kept.  ``Tab`` goes from part to
part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from annotator.domain.scheme import Label
from annotator.domain.text import Spans
from annotator.operations.lookup import Candidate
from annotator.ui.card.parts import EntityChip
from annotator.ui.card.stance_parts import EvidenceList, StanceValues
from annotator.ui.card.target_picker import ROWS, TargetPicker
from annotator.ui.card.view_model import Piece, StanceDraft
from annotator.ui.kit.basics import Card, Text, hbox, vbox
from annotator.ui.kit.choice import Pips, Segmented
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Keycap

_STRENGTHS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

NO_VALUE = "No value yet. Enter again keeps it so."
NO_TARGET = "No target yet. Enter keeps it waiting."


class StancePad(Card):
    """Edits one stance.  ``committed`` carries the `StanceDraft`; ``left`` comes when the pad closes, kept or not.

    ``sought`` asks for targets: what is typed, or nothing when the field opens; `set_targets` answers it.  ``passedOn``
    carries a `QKeySequence` that is not the pad's, while the stance is complete.  ``evidence`` is the action that adds
    evidence.
    """

    committed = Signal(object)
    left = Signal()
    sought = Signal(str)
    passedOn = Signal(object)
    evidenceClicked = Signal(object)

    def __init__(self, evidence: QAction) -> None:
        super().__init__("page", radius=8, border="line_strong")
        self.setObjectName("stance_pad")
        self.setAccessibleName("Stance")
        self._draft = StanceDraft()
        self._previous: StanceDraft | None = None
        self._compact = False
        self._warned = False
        self._chip: EntityChip | None = None
        self._aimed_at: tuple[str, str | None] | None = None
        self.picker = TargetPicker(self)
        self.value = StanceValues()
        self.strength = Pips("Strength", ("weak", "middle", "strong"))
        self.how = Segmented(["Explicit", "Inferred"], small=True, name="Explicit or inferred")
        self._how_key = Keycap("E")
        self._strength_label = Text("Strength", "small", role="text_2")
        self._towards = Text("Towards", "small", "medium", "text_2")
        self._hint = Text("", "small", role="warn", elide=True)
        self.evidence = EvidenceList(evidence)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        self.keep = Button("", "check", "primary", key="↵", small=True)
        self.drop = Button("", "x", "quiet", small=True)
        for button, words, key in (
            (self.keep, "Keep the stance", "↵"),
            (self.drop, "Leave without keeping it", "Esc"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  {key}")
        self._target_row = hbox(self._towards, self.picker.field, 2, self.keep, self.drop, gap=6)
        strength = hbox(self._strength_label, self.strength, None, self.how, self._how_key, gap=6)
        parts = (self._target_row, self.picker.list, self.value, strength, self.evidence, self._hint)
        self.setLayout(vbox(*parts, gap=7, margins=(10, 8, 8, 8)))

    def _connect(self) -> None:
        self.keep.clicked.connect(self.commit)
        self.drop.clicked.connect(self.leave)
        picker = self.picker
        picker.sought.connect(self.sought)
        picker.taken.connect(self.set_target)
        picker.named.connect(self._name)
        picker.again.connect(self._again)
        picker.skipped.connect(self._to_value)
        picker.aimed.connect(lambda key: self.value.press(Qt.Key(key)))
        picker.escaped.connect(self.leave)
        self.value.chosen.connect(self._set_value)
        self.evidence.clicked.connect(self.evidenceClicked)
        self.evidence.removed.connect(self._drop_evidence)
        self.strength.chosen.connect(lambda number: self._change(replace(self._draft, intensity=number)))
        self.how.chosen.connect(lambda index: self._change(replace(self._draft, explicit=index == 0)))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focus)

    # ------------------------------------------------------------------------------------------ from outside

    def set_values(self, values: Sequence[Label]) -> None:
        """The values of the scheme; see `StanceValues`."""
        self.value.set_values(values)
        self._show()

    def set_targets(self, candidates: Sequence[Candidate]) -> None:
        """What the list below the target field offers, the best first."""
        self.picker.offer(candidates)

    def set_previous(self, previous: StanceDraft | None) -> None:
        """The stance that ``=`` takes again."""
        self._previous = previous

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: keys and labels."""
        self._compact = compact
        self.value.show_keys(not compact)
        for widget in (self._how_key, self._strength_label, self._towards):
            widget.setVisible(not compact)
        self.picker.most = ROWS - 1 if compact else ROWS
        self.evidence.set_compact(compact)

    def open(self, draft: StanceDraft) -> None:
        """Edit ``draft``: the focus goes to the value where there is a target already, else to the target."""
        self._draft = draft
        self._warned = False
        self._show()
        self.show()
        self._focus_part()

    def set_target(self, target: Candidate) -> None:
        """Take an entity, or one of the cast, as the target and go on to the value."""
        self._aim(target=target.id, target_name=target.name, kind=target.kind)

    def set_target_words(self, spans: Spans, words: str) -> None:
        """Take words of the article as the target and go on to the value."""
        self._aim(target_name=words, target_spans=spans)

    def add_evidence(self, piece: Piece) -> None:
        """Add words of the article that show the stance, once, and go on to the value."""
        if all(each.span != piece.span for each in self._draft.evidence):
            self._change(replace(self._draft, evidence=(*self._draft.evidence, piece)))
        self._focus_part()

    def draft(self) -> StanceDraft:
        """The stance as it stands in the pad."""
        return self._draft

    def commit(self) -> None:
        """Keep the stance, if it says anything, and close.  One without a value is asked about once."""
        if not self.picker.field.isHidden() and self.picker.words() and self.picker.edit.isModified():
            self.picker.take()
        draft = self._draft
        if draft.value is None and (draft.aimed or draft.evidence) and not self._warned:
            self._to_value()
            self._say(NO_VALUE)
            self._warned = True
            return
        self._close()
        if draft.value or draft.aimed or draft.evidence:
            self.committed.emit(draft)
        self.left.emit()

    def finish(self) -> None:
        """Before something else is shown: keep a stance that has a value, leave one that has not."""
        if not self.isHidden():
            self._warned = True
            if self._draft.value is None:
                self.leave()
            else:
                self.commit()

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
        elif self.picker.edit.hasFocus():
            event.accept()
        elif not self._value_key(key):
            words = event.text().strip()
            if self._draft.complete and words and words.isprintable() and not words.isdigit():
                self.passedOn.emit(QKeySequence(event.keyCombination()))
            else:
                super().keyPressEvent(event)

    def _value_key(self, key: Qt.Key) -> bool:
        if key in _ENTER:
            self.commit()
        elif key in _STRENGTHS:
            self.strength.choose(_STRENGTHS[key])
        elif key == Qt.Key.Key_E:
            self._change(replace(self._draft, explicit=self._draft.explicit is False))
        elif key == Qt.Key.Key_T:
            self._edit_target()
        elif key == Qt.Key.Key_Equal and self._previous is not None:
            self._again()
        else:
            return self.value.press(key)
        return True

    # ------------------------------------------------------------------------------------------ inside

    def _set_value(self, value: str) -> None:
        self._change(replace(self._draft, value=value))
        self.value.segments.focus_current()

    def _change(self, draft: StanceDraft) -> None:
        self._draft = draft
        self._warned = False
        self._show()

    def _aim(
        self, *, target: str | None = None, target_name: str = "", target_spans: Spans = (), kind: str | None = None
    ) -> None:
        self._change(replace(self._draft, target=target, target_name=target_name, target_spans=target_spans, kind=kind))
        self._focus_part()

    def _name(self, name: str) -> None:
        self._aim(target_name=name, kind="issue")

    def _again(self) -> None:
        """Take value, strength and how of the stance before, and its target where there is none yet."""
        before = self._previous
        if before is None:
            return
        draft = replace(self._draft, value=before.value, intensity=before.intensity, explicit=before.explicit)
        if not draft.aimed:
            aim = (before.target, before.target_name, before.target_spans, before.kind)
            draft = replace(draft, target=aim[0], target_name=aim[1], target_spans=aim[2], kind=aim[3])
        self._change(draft)
        self._to_value()

    def _edit_target(self) -> None:
        """Back to typing the target, its name ready to be replaced."""
        if self._chip is not None:
            self._chip.hide()
        self.picker.field.show()
        fresh = self._draft.id is None and self._draft.value is None and not self._draft.aimed
        self.picker.open(self._draft.target_name, self._previous if fresh else None)
        self.updateGeometry()

    def _forget_target(self) -> None:
        self._change(replace(self._draft, target=None, target_name="", target_spans=(), kind=None))
        self._edit_target()

    def _focus_part(self) -> None:
        if self._draft.aimed:
            self._to_value()
        else:
            self._edit_target()

    def _to_value(self) -> None:
        self._show()
        self.value.segments.focus_current()

    def _show(self) -> None:
        """Show the draft."""
        draft = self._draft
        self.value.show_value(draft.value)
        self.strength.set_value(draft.intensity)
        self.how.set_current(None if draft.explicit is None else int(not draft.explicit))
        self._show_target()
        self.evidence.show_pieces(draft.evidence)
        self._say(NO_TARGET if draft.value is not None and not draft.aimed else "")

    def _show_target(self) -> None:
        draft = self._draft
        kind = None if draft.target_spans else draft.kind or "issue"
        aim = (draft.target_name, kind) if draft.aimed else None
        self.picker.field.setVisible(aim is None)
        if aim is not None:
            self.picker.list.hide()
            self.picker.edit.clear()
            if self._chip is not None:
                self._chip.show()
        if aim == self._aimed_at:
            return
        self._aimed_at = aim
        if self._chip is not None:
            self._target_row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        if aim is not None:
            self._chip = EntityChip(draft.target_name, kind)
            self._chip.clicked.connect(self._edit_target)
            self._chip.removed.connect(self._forget_target)
            self._chip.setAccessibleName(f"Target: {draft.target_name}")
            self._chip.setToolTip(f"{draft.target_name}\nChange the target  T")
            self._target_row.insertWidget(1, self._chip, 1, Qt.AlignmentFlag.AlignLeft)
            self._chip.show()  # now: the layout would show it after the next frame

    def _drop_evidence(self, piece: Piece) -> None:
        self._change(replace(self._draft, evidence=tuple(each for each in self._draft.evidence if each != piece)))
        self._focus_part()

    def _say(self, sentence: str) -> None:
        if sentence and sentence != self._hint.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))

    def _close(self) -> None:
        self.hide()
        self._draft = StanceDraft()

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.isAncestorOf(now)
        self.set_border("focus" if inside else "line_strong")
