"""Parts of the stance pad: the values with their keys, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.scheme import Label
from annotator.ui.card.parts import EvidenceRow
from annotator.ui.card.view_model import Piece
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.kit.controls import Button, KeyButton
from annotator.ui.kit.flow import Flow

ARROWS = {
    Qt.Key.Key_Left: ("against", "←"),
    Qt.Key.Key_Down: ("neutral", "↓"),
    Qt.Key.Key_Right: ("favour", "→"),
    Qt.Key.Key_Up: ("unclear", "↑"),
}
"""The value of the default scheme that each arrow means, in the order in which they stand in the pad."""

_DIGITS = "456789"


def by_arrow(values: Sequence[Label]) -> dict[Qt.Key, Label]:
    """The value of each arrow: those of the default scheme by their own, a project's own by those that are left."""
    known = {each.id: each for each in values}
    out = {key: known[id] for key, (id, _) in ARROWS.items() if id in known}
    rest = iter([each for each in values if each not in out.values()])
    for key in ARROWS:
        if key not in out and (label := next(rest, None)):
            out[key] = label
    return {key: out[key] for key in ARROWS if key in out}


class StanceValues(QWidget):
    """The values of the scheme: up to four as segments with an arrow each, others below them with the digits 4 to 9.

    ``chosen`` carries the id of the value that the user chose.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._arrows: dict[Qt.Key, Label] = {}
        self._others: tuple[Label, ...] = ()
        self._shows_keys = True
        self.segments = Segmented([], name="Stance")
        self.buttons: list[Button] = []
        self._flow = Flow(4)
        self._column = vbox(self.segments, self._flow, gap=4)
        self.setLayout(self._column)

    def set_values(self, values: Sequence[Label]) -> None:
        """The values to choose from."""
        self._arrows = by_arrow(values)
        first = tuple(self._arrows.values())
        self._others = tuple(each for each in values if each not in first)
        segments = Segmented(
            [each.name for each in first],
            [ARROWS[key][1] for key in self._arrows],
            small=True,
            tints=[each.id if each.id in ("against", "favour") else "" for each in first],
            arrows={key: number for number, key in enumerate(self._arrows)},
            name="Stance",
        )
        segments.show_keys(self._shows_keys)
        segments.chosen.connect(lambda index: self.chosen.emit(first[index].id))
        self._column.replaceWidget(self.segments, segments)
        self.segments.hide()
        self.segments.deleteLater()
        self.segments = segments
        self.buttons = [self._button(number, each) for number, each in enumerate(self._others)]
        self._flow.show_items(self.buttons)
        self._flow.setVisible(bool(self.buttons))

    def _button(self, number: int, label: Label) -> Button:
        digit = _DIGITS[number : number + 1]
        button = Button(label.name, key=digit, small=True)
        button.setCheckable(True)
        button.setToolTip(f"{label.name}  {digit}".strip())
        button.clicked.connect(lambda: self.chosen.emit(label.id))
        return button

    def show_value(self, value: str | None) -> None:
        """Show another value, without a signal."""
        ids = [each.id for each in self._arrows.values()]
        self.segments.set_current(ids.index(value) if value in ids else None)
        for button, label in zip(self.buttons, self._others, strict=True):
            button.setChecked(label.id == value)

    def show_keys(self, shown: bool) -> None:
        """Show or hide the arrows inside the segments."""
        self._shows_keys = shown
        self.segments.show_keys(shown)

    def press(self, key: Qt.Key) -> bool:
        """Choose the value that a key means; False for a key that means none."""
        number = key - Qt.Key.Key_4
        if key in self._arrows:
            self.segments.choose(list(self._arrows).index(key))
        elif 0 <= number < min(len(self._others), len(_DIGITS)):
            self.chosen.emit(self._others[number].id)
        else:
            return False
        return True


class EvidenceList(QWidget):
    """The evidence of a stance, one row a fragment.  ``clicked`` carries a `Span`, ``removed`` a `Piece`."""

    clicked = Signal(object)
    removed = Signal(object)

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.rows: list[EvidenceRow] = []
        self._shown: tuple[Piece, ...] = ()
        self._compact = False
        self._none = Text("none", "small", role="text_3")
        self._head = QWidget()
        self._head.setLayout(hbox(Text("Evidence", "small", role="text_2"), self._none, None, KeyButton(action), gap=6))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        self.setLayout(vbox(self._head, self._rows, gap=1))

    def set_compact(self, compact: bool) -> None:
        """Fold, where there is little room, the heading of what is empty."""
        self._compact = compact
        self._fold()

    def show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        """Show other evidence."""
        if pieces != self._shown:
            self._shown = pieces
            for old in self.rows:
                self._rows.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = [EvidenceRow(each) for each in pieces]
            for row in self.rows:
                row.clicked.connect(lambda _checked=False, span=row.piece.span: self.clicked.emit(span))
                row.removed.connect(lambda piece=row.piece: self.removed.emit(piece))
                self._rows.addWidget(row)
                row.show()  # now: the layout would show it after the next frame
        self._fold()

    def _fold(self) -> None:
        self._none.setVisible(not self._shown)
        self._head.setVisible(not self._compact)
        self.setVisible(bool(self._shown) or not self._compact)
