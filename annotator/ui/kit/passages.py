"""The passages behind a number in the scheme editor, and the choice of some of them to split off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from annotator.ui.kit.basics import Text, hbox, host, metrics, paint_text, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
CHOSEN_ROLE = ROW_ROLE + 1

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One passage: the object's id, its document, the quotation to show there, its words, and where it stands."""

    id: str
    document: str
    quotation: str
    words: str
    where: str


class PassageModel(QAbstractListModel):
    """Passages, and which of them are chosen while some are split off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[PassageRow, ...] = ()
        self.chosen: set[int] = set()
        self.choosing = False

    def show(self, rows: Sequence[PassageRow], *, choosing: bool) -> None:
        """Show these, none of them chosen."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.chosen = set()
        self.choosing = choosing
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Choose a passage, or no longer."""
        self.chosen ^= {row}
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index | None = None) -> int:
        """How many passages there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row, whether it is chosen, or how it is read aloud."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == CHOSEN_ROLE:
            return (index.row() in self.chosen) if self.choosing else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            chosen = ", chosen" if self.choosing and index.row() in self.chosen else ""
            return f"{row.words}, {row.where}{chosen}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.words}\n{row.where}"
        return None


class PassageDelegate(RowDelegate):
    """Paints the words in the reading face, where they stand below, and a box while choosing."""

    def __init__(self, view: List) -> None:
        super().__init__(view)
        self.height = 52

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint a passage."""
        row: PassageRow = index.data(ROW_ROLE)
        chosen = index.data(CHOSEN_ROLE)
        if chosen is not None:
            box = QRectF(rect.x(), rect.center().y() - 8, 16, 16).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.accent if chosen else theme.text_3, 1))
            painter.setBrush(theme.accent if chosen else theme.raised)
            painter.drawRoundedRect(box, 4, 4)
            if chosen:
                paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.on_accent, 3)
            rect.setLeft(rect.left() + 26)
        half = rect.height() / 2
        first = QRectF(rect.x(), rect.y() + 4, rect.width(), half - 2)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # words run in their own direction
        paint_text(painter, theme.font(theme.type.body, family="reading"), theme.text, first, row.words)
        second = QRectF(rect.x(), rect.y() + half, rect.width(), half - 4)
        paint_text(painter, theme.font("small"), theme.text_2 if selected else theme.text_3, second, row.where)


class PassageList(List):
    """Passages.  A click, Enter or Space opens one, or chooses it while some are split off."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__("Passages")
        self.passages = PassageModel(self)
        self.setModel(self.passages)
        self.setItemDelegate(PassageDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space too."""
        self.ring = True
        index = self.currentIndex()
        if event.key() in (*_OPENING, Qt.Key.Key_Space) and index.isValid():
            self.opened.emit(index.row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Nothing: single keys are the window's."""


class Passages(QWidget):
    """The passages of one label.  ``opened`` carries document and quotation, ``split`` the ids chosen and a name."""

    opened = Signal(str, str)
    split = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._noun = "label"
        self.title = Text("", "small", "medium", "text_2")
        self.list = PassageList()
        self.hint = Text("", "small", role="text_3", wrap=True)
        self.count = Text("", "small", role="text_2")
        self.name = Field("", height=metrics().size.control)
        self.do = Button("Split off", kind="primary", small=True)
        self.cancel = Button("Cancel", kind="quiet", small=True, key="Esc")
        buttons = hbox(self.count, None, self.cancel, self.do, gap=6)
        self._foot = host(vbox(self.name, buttons, gap=6, margins=(14, 4, 14, 0)))
        head = hbox(self.title, None, margins=(18, 0, 18, 0))
        body = hbox(self.hint, margins=(18, 0, 18, 0))
        column = vbox(head, body, gap=6)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.setLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._foot.hide()
        self.list.opened.connect(self._open)
        self.name.edit.textChanged.connect(lambda _text: self._enable())
        self.name.edit.returnPressed.connect(self._split)
        self.name.edit.escaped.connect(self.stop)
        self.do.clicked.connect(self._split)
        self.cancel.clicked.connect(self.stop)

    def show_passages(self, title: str, rows: Sequence[PassageRow], hint: str = "", noun: str = "label") -> None:
        """Show these under ``title``; ``hint`` is a sentence below it, ``noun`` what a new label would be called."""
        self._noun = noun
        self.title.setText(title)
        self._say(hint)
        self.list.passages.show(rows, choosing=False)
        self._foot.hide()

    def start_split(self) -> None:
        """Offer boxes to choose passages, and a field for the name of their new label."""
        self.list.passages.show(self.list.passages.rows, choosing=True)
        self._say("Choose the passages that get a label of their own.")
        self.name.edit.setPlaceholderText(f"Name of the new {self._noun}")
        self.name.edit.setAccessibleName(f"Name of the new {self._noun}")
        self.name.set_text("")
        self._foot.show()
        self._enable()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.list.passages.rows:
            self.list.setCurrentIndex(self.list.passages.index(0))

    def splitting(self) -> bool:
        """Whether passages are being chosen."""
        return self.list.passages.choosing

    def stop(self) -> None:
        """Choose no longer."""
        self.list.passages.show(self.list.passages.rows, choosing=False)
        self._say("")
        self._foot.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops choosing."""
        if event.key() == Qt.Key.Key_Escape and self.splitting():
            self.stop()
        else:
            super().keyPressEvent(event)

    def _say(self, hint: str) -> None:
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _open(self, row: int) -> None:
        model = self.list.passages
        if model.choosing:
            model.toggle(row)
            self._enable()
        elif model.rows[row].document:
            self.opened.emit(model.rows[row].document, model.rows[row].quotation)

    def _enable(self) -> None:
        number = len(self.list.passages.chosen)
        self.count.setText(f"{number:,} chosen")
        self.do.setEnabled(bool(number and self.name.text().strip()))

    def _split(self) -> None:
        model = self.list.passages
        if self.do.isEnabled() and model.choosing:
            self.split.emit(tuple(model.rows[each].id for each in sorted(model.chosen)), self.name.text().strip())
