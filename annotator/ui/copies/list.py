"""The copies of an article that its quotations can be offered to, as rows with a check and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from annotator.operations.copies import CopyOffer
from annotator.ui.kit.basics import Align, paint_text
from annotator.ui.kit.dates import short_date
from annotator.ui.kit.lists import List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width

Index = QModelIndex | QPersistentModelIndex

_ROW = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 50


def offer_words(offer: CopyOffer) -> str:
    """What would be suggested in a copy, and what not."""
    changed = len(offer.quotations) - offer.exact
    parts = [
        f"{number:,} {words}"
        for number, words in (
            (offer.exact, "word for word"),
            (changed, "with other words"),
            (offer.known, "there already"),
            (offer.lost, "not in its text"),
        )
        if number
    ]
    return ", ".join(parts)


def where_words(offer: CopyOffer) -> str:
    """The outlet and the date of a copy."""
    date = short_date(offer.date, year=True) if offer.date else ""
    return " · ".join(filter(None, (offer.source, date)))


class CopyRows(QAbstractListModel):
    """The offers, and which copies are chosen: at first all that something can be suggested in."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[CopyOffer] = ()
        self.chosen: set[str] = set()

    def show_rows(self, rows: Sequence[CopyOffer]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.chosen = {each.document for each in rows if each.quotations}
        self.endResetModel()

    def rows(self) -> Sequence[CopyOffer]:
        """All of them."""
        return self._rows

    def toggle(self, place: int) -> None:
        """Choose a copy, or no longer."""
        offer = self._rows[place]
        if offer.quotations:
            self.chosen ^= {offer.document}
            self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The offer, its title, whether it is checked, and what is read aloud."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        offer = self._rows[index.row()]
        made: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: offer.title,
            Qt.ItemDataRole.CheckStateRole: lambda: self._check(offer),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(offer),
            Qt.ItemDataRole.ToolTipRole: lambda: "\n".join((offer.title, where_words(offer), offer_words(offer))),
            _ROW: lambda: offer,
        }
        return made[role]() if role in made else None

    def _check(self, offer: CopyOffer) -> Qt.CheckState | None:
        if not offer.quotations:
            return None
        return Qt.CheckState.Checked if offer.document in self.chosen else Qt.CheckState.Unchecked

    def _spoken(self, offer: CopyOffer) -> str:
        chosen = "chosen" if offer.document in self.chosen else "not chosen"
        return ", ".join(filter(None, (offer.title, where_words(offer), offer_words(offer), chosen)))


class _Delegate(RowDelegate):
    """Check, title and outlet; below them what would be suggested."""

    height = ROW_HEIGHT
    inset = 0

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        offer: CopyOffer = index.data(_ROW)
        faint = theme.text_2 if selected else theme.text_3
        if offer.quotations:
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            box = QRectF(rect.x(), rect.center().y() - 8, 16, 16).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.accent if checked else theme.line_strong, 1.2))
            painter.setBrush(theme.accent if checked else theme.raised)
            painter.drawRoundedRect(box, theme.radius.small, theme.radius.small)
            if checked:
                paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)
        upper = QRectF(rect.x() + 28, rect.y() + 6, rect.width() - 28, 20)
        where, small = where_words(offer), theme.font("small")
        width = min(text_width(small, where) + 2, upper.width() * 0.4)
        right = QRectF(upper.right() - width, upper.y(), width, upper.height())
        paint_text(painter, small, faint, right, where, align=Align.AlignRight)
        ink = theme.text if offer.quotations else theme.text_2
        paint_text(painter, theme.font("body", "medium"), ink, upper.adjusted(0, 0, -width - 12, 0), offer.title)
        paint_text(painter, small, theme.text_2, upper.translated(0, 19), offer_words(offer))


class CopiesView(List):
    """The list: a click or Space chooses a copy or no longer; ``toggled`` when one was."""

    toggled = Signal()

    def __init__(self, model: CopyRows) -> None:
        super().__init__("Copies of the article")
        self.setObjectName("copies")
        self._model = model
        self.setItemDelegate(_Delegate(self))
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._toggle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; Enter and Esc are the sheet's."""
        self.ring = True
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: there is nothing to find by its letters."""

    def _toggle(self, index: QModelIndex) -> None:
        self._model.toggle(index.row())
        self.toggled.emit()
