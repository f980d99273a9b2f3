"""What unknown labels of an import mean: a label that there is, a new one, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from annotator.domain.scheme import Scheme
from annotator.operations.incoming_labels import FIELD, IGNORE, UnknownLabel
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below

_MOST = 120
"""So many labels are asked about; the rest becomes what it would be without an answer."""
_SLOT_WORDS = {
    "": "label of another program", "type": "type", "stance": "stance value", "kind": "kind of entity", "flag": "flag",
    "reason": "reason",
}  # fmt: skip
_ROLES = (("Quotation", "content"), ("Cue", "cue"), ("Speaker", "speaker"), ("Addressee", "addressee"))
_LEAVE_OUT = "Leave out"


class LabelsSheet(Sheet):
    """Asks about each label.  ``told`` carries what they mean, by their keys, as `ImportOptions.labels` has it."""

    told = Signal(object)

    def __init__(self, window: QWidget, unknown: Sequence[UnknownLabel], scheme: Scheme) -> None:
        super().__init__(window, "What these labels mean here", "Import", 640)
        self.setObjectName("labels")
        self._scheme = scheme
        self.asked = unknown[:_MOST]
        self.answers = {each.key: each.proposed for each in self.asked}
        self.buttons: dict[str, Button] = {}
        rows = [self._row(each) for each in self.asked]
        column = vbox(*rows, None, gap=6, margins=(0, 0, 12, 0))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = host(column)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.setFixedHeight(min(inner.sizeHint().height() + 4, max(160, window.height() - 320)))
        first = "The project does not know these labels. Say what they are; it will remember."
        if not any(each.count for each in unknown):
            first = "This is what labels were said to mean. What you change counts from now on."
        rest = len(unknown) - len(self.asked)
        more = f" {rest:,} more become new labels." if rest > 0 else ""
        self.fill(vbox(Text(first + more, role="text_2", wrap=True), area, gap=14))
        for each in self.asked:
            self.choose(each, each.proposed)
        self.open(self.yes)  # Enter does what the button says

    def _row(self, label: UnknownLabel) -> QWidget:
        name = Text(label.label, "body", "medium", elide=True)
        often = f"{label.count:,} ×" if label.count else "as said before"
        kind = f"choice of {label.field}" if label.slot == FIELD else _SLOT_WORDS[label.slot]
        what = Text(f"{kind} · {often}", "small", role="text_2")
        button = Button("", kind="plain", small=True, menu=True)
        button.clicked.connect(lambda: open_below(button, self._menu(label)))
        self.buttons[label.key] = button
        row = hbox(name, what, button, gap=12)
        row.setStretchFactor(name, 1)
        return host(row, QSize(0, 32).height())

    # ------------------------------------------------------------------------------------------ choosing

    def choices(self, label: UnknownLabel) -> list[tuple[str, str]]:
        """What a label can mean: the words for it, and the meaning."""
        if label.slot:
            known = [(each.name, each.id) for each in label.known(self._scheme)]
            return [*known, (f"New label “{label.label}”", label.label), (_LEAVE_OUT, IGNORE)]
        types = [(f"Quotation: {each.name}", f"content:{each.id}") for each in self._scheme.types]
        kinds = [(f"Name of: {each.name}", f"mention:{each.id}") for each in self._scheme.kinds]
        new = (f"Name of a new kind “{label.label}”", f"mention:{label.label}")
        return [_ROLES[0], *types, *_ROLES[1:], *kinds, new, (_LEAVE_OUT, IGNORE)]

    def _menu(self, label: UnknownLabel) -> QMenu:
        menu = QMenu(self)
        for words, meaning in self.choices(label):
            if meaning == IGNORE or words.startswith("New label") or words == "Cue":
                menu.addSeparator()
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(meaning == self.answers[label.key])
            action.triggered.connect(lambda _on=False, meaning=meaning: self.choose(label, meaning))
        return menu

    def choose(self, label: UnknownLabel, meaning: str) -> None:
        """Say what a label means."""
        self.answers[label.key] = meaning
        words = next((words for words, each in self.choices(label) if meaning in (each, words)), meaning)
        button = self.buttons[label.key]
        button.setText(words)
        button.setAccessibleName(f"{label.label}: {words}")

    def answer(self) -> None:
        """Take the answers."""
        self.finish()
        self.told.emit(dict(self.answers))
