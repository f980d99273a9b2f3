"""The quotations that can be carried over to a corrected text, as rows with a check, old and new words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from annotator.domain.reanchor import State
from annotator.operations.moving import Offer
from annotator.ui.kit.basics import paint_text
from annotator.ui.kit.lists import List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width

Index = QModelIndex | QPersistentModelIndex

STATE_WORDS: Mapping[State, str] = {"unchanged": "Kept", "moved": "Moved", "changed": "Changed", "lost": "Lost"}
"""What the window calls each state."""

_ICONS: Mapping[State, str] = {
    "unchanged": "equal",
    "moved": "move-right",
    "changed": "pencil",
    "lost": "circle-x",
}
_INK: Mapping[State, str] = {"unchanged": "ok", "moved": "accent_text", "changed": "warn", "lost": "error"}
_ROW = Qt.ItemDataRole.UserRole
_STATE_WIDTH = 84
_TWO_LINES = 48


class Offers(QAbstractListModel):
    """What became of each quotation, and whether it is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Offer] = ()
        self.chosen: set[str] = set()

    def show(self, rows: Sequence[Offer]) -> None:
        """Show these, those that are still the same chosen."""
        self.beginResetModel()
        self._rows = rows
        self.chosen = {each.id for each in rows if each.chosen}
        self.endResetModel()

    def rows(self) -> Sequence[Offer]:
        """All offers."""
        return self._rows

    def choose(self, row: int) -> None:
        """Choose a row, or no longer; one that is lost cannot be."""
        offer = self._rows[row]
        if offer.state != "lost":
            self.chosen ^= {offer.id}
            self.dataChanged.emit(self.index(row), self.index(row))

    def choose_all(self, states: Sequence[State]) -> None:
        """Choose exactly those of these states."""
        self.chosen = {each.id for each in self._rows if each.state in states and each.state != "lost"}
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The offer, its words, whether it is checked, and what is read aloud."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        offer = self._rows[index.row()]
        made: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: offer.before,
            Qt.ItemDataRole.CheckStateRole: lambda: self._check(offer),
            Qt.ItemDataRole.AccessibleTextRole: lambda: spoken(offer, chosen=offer.id in self.chosen),
            Qt.ItemDataRole.ToolTipRole: lambda: tip(offer),
            _ROW: lambda: offer,
        }
        return made[role]() if role in made else None

    def _check(self, offer: Offer) -> Qt.CheckState:
        return Qt.CheckState.Checked if offer.id in self.chosen else Qt.CheckState.Unchecked


def tip(offer: Offer) -> str:
    """Old and new words in full, how alike they are, and what the new text lacks."""
    lines = [f"{STATE_WORDS[offer.state]}: {offer.before}"]
    if offer.state == "changed":
        lines.append(f"now: {offer.after}  ({offer.similarity:.0%} the same)")
    if offer.left_out:
        lines.append(f"not in the new text: {', '.join(offer.left_out)}")
    return "\n".join(lines)


def spoken(offer: Offer, *, chosen: bool) -> str:
    """How a row is read aloud."""
    parts = [STATE_WORDS[offer.state].lower(), offer.before]
    parts += [f"now {offer.after}"] if offer.state == "changed" else []
    parts += [f"without {', '.join(offer.left_out)}"] if offer.left_out else []
    return ", ".join([*parts, "chosen" if chosen else "not chosen"])


class _Delegate(RowDelegate):
    """Check, state, the words; of a changed one the new words below the old ones."""

    height = _TWO_LINES

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        offer: Offer = index.data(_ROW)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        middle = rect.center().y()
        faint = theme.text_2 if selected else theme.text_3
        if offer.state != "lost":
            self._box(painter, theme, QRectF(rect.x(), middle - 8, 16, 16), checked=checked)
        ink = theme.colour(_INK[offer.state])
        paint_icon(painter, _ICONS[offer.state], QRectF(rect.x() + 26, middle - 7, 14, 14), ink)
        x = rect.x() + 46
        small = theme.font("small", "medium")
        paint_text(painter, small, ink, QRectF(x, rect.y(), _STATE_WIDTH - 24, rect.height()), STATE_WORDS[offer.state])
        x += _STATE_WIDTH - 20
        right = rect.right()
        if offer.left_out:
            note = f"no {', '.join(offer.left_out)}"
            width = min(text_width(theme.font("small"), note) + 2, rect.width() * 0.3)
            paint_text(
                painter, theme.font("small"), theme.warn, QRectF(right - width, rect.y(), width, rect.height()), note
            )
            right -= width + 12
        reading = theme.font("small", family="reading")
        room = QRectF(x, rect.y(), right - x, rect.height())
        if offer.state != "changed":
            paint_text(painter, reading, theme.text if checked else faint, room, offer.before)
            return
        upper, lower = QRectF(room), QRectF(room)
        upper.setHeight(room.height() / 2 + 2)
        lower.setTop(room.center().y() - 2)
        paint_text(painter, reading, faint, upper, offer.before)
        paint_text(painter, reading, theme.text, lower, offer.after)

    def _box(self, painter: QPainter, theme: Theme, box: QRectF, *, checked: bool) -> None:
        painter.setPen(QPen(theme.accent if checked else theme.line_strong, 1.2))
        painter.setBrush(theme.accent if checked else theme.raised)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.small, theme.radius.small)
        if checked:
            paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)


class OffersView(List):
    """The list: a click or Space chooses a row or no longer; ``toggled`` when one was."""

    toggled = Signal()

    def __init__(self, model: Offers) -> None:
        super().__init__("Quotations to carry over")
        self.setObjectName("offers")
        self._offers = model
        self.setItemDelegate(_Delegate(self))
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._toggle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses."""
        self.ring = True
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: letters are the window's."""

    def _toggle(self, index: QModelIndex) -> None:
        self._offers.choose(index.row())
        self.toggled.emit()
