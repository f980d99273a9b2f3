"""Metadata and the project's fields of an article, edited in place under its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from annotator.domain.documents import STANDARD_META, Scalar
from annotator.domain.scheme import Attribute
from annotator.ui.kit.basics import Line, Panel, Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import LABEL_WIDTH, Shelf
from annotator.ui.kit.typed_fields import TypedFields

_LABELS: Mapping[str, str] = {
    "title": "Title",
    "source": "Source",
    "author": "Author",
    "date": "Date",
    "url": "URL",
}
_HINTS: Mapping[str, str] = {"date": "yyyy-mm-dd"}
_TWO_COLUMNS = 560
_MOST = 264
"""Pixels that the fields take at most; more of them scroll."""


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What the editor shows of an article: its metadata as it is written, the project's fields and their values."""

    document: str
    meta: Mapping[str, str]
    fields: Sequence[Attribute] = ()
    values: Mapping[str, Scalar] | None = None


class KeyRow(QWidget):
    """One key of the metadata: its name, its value, and for a key of one's own a cross."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.shown = ""
        name = _LABELS.get(key, key)
        label = Text(name, "small", "medium", "text_2", elide=True)
        label.setFixedSize(LABEL_WIDTH, 28)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cross = Button("", "x", "quiet", small=True)
        self.cross.setAccessibleName(f"Remove {name}")
        self.cross.setToolTip(f"Remove the key {name}")
        if key in STANDARD_META:
            self.cross.hide()
        self.field = Field(_HINTS.get(key, "none"), height=28, after=(self.cross,))
        self.field.edit.setAccessibleName(name)
        self.field.edit.setToolTip(f"{name} of the article")
        label.setBuddy(self.field.edit)
        self.setLayout(hbox(label, self.field, gap=6))

    def show_text(self, text: str, *, other: bool) -> None:
        """Show a value; words being typed stay, unless another article is shown."""
        if not other and self.field.edit.hasFocus() and self.field.text() != self.shown:
            return
        self.shown = text
        self.field.set_text(text)
        self.field.edit.setCursorPosition(0)

    def pending(self) -> bool:
        """Whether what is written differs from what is stored."""
        return self.field.text().strip() != self.shown.strip()


class MetadataEditor(Panel):
    """The metadata of one article.

    ``edited`` carries the article's id, a key and its new words; ``removed`` id and key; ``fieldEdited`` the id, the id
    of a field of the project and its value.  Each goes out when its field is left.  ``fillRequested`` asks to fill the
    metadata of many articles from a table, ``closed`` says that the strip was left.
    """

    edited = Signal(str, str, str)
    removed = Signal(str, str)
    fieldEdited = Signal(str, str, object)
    fillRequested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("page", "t")
        self.setObjectName("metadata_editor")
        self.setAccessibleName("Metadata of the article")
        self._document: str | None = None
        self._columns = 0
        self.rows: dict[str, KeyRow] = {}
        """The row of each key."""
        self.fields = TypedFields()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._line = Line()
        inside = QWidget()
        inside.setLayout(vbox(self._grid, self._line, self.fields, gap=8, margins=(0, 0, 6, 0)))
        self._shelf = Shelf(inside)
        self._shelf.setMaximumHeight(_MOST)
        self.new_key = Field("Name of the key", height=28)
        self.new_key.hide()
        self.add = self._button("Add a key", "plus", "Add a key of your own to this article")
        self.fill = self._button("Fill from a CSV…", "import", "Fill the metadata of many articles from a table, by id")
        self.leave = self._button("Close", "", "Close the metadata: they are kept", key="Esc")
        foot = hbox(self.add, self.new_key, self.fill, None, self.leave, gap=6)
        self.setLayout(vbox(self._shelf, foot, gap=8, margins=(16, 10, 10, 8)))
        self.add.clicked.connect(self._ask_key)
        self.new_key.edit.returnPressed.connect(self._add_key)
        self.new_key.edit.escaped.connect(self._leave_key)
        self.fill.clicked.connect(self.fillRequested)
        self.leave.clicked.connect(self.close_strip)
        self.fields.edited.connect(self._field_edited)
        self.hide()

    def _button(self, text: str, icon: str, tip: str, *, key: str = "") -> Button:
        button = Button(text, icon, "quiet", key=key, small=True)
        button.setToolTip(tip)
        return button

    def show_article(self, data: ArticleData | None) -> None:
        """Show the metadata of an article; None shows that none is open."""
        other = data is None or data.document != self._document
        if other:
            self.hide()
        self._document = data.document if data else None
        if data is None:
            return
        keys = (*STANDARD_META, *(each for each in data.meta if each not in STANDARD_META))
        if keys != tuple(self.rows):
            self._build(keys)
        for key, row in self.rows.items():
            row.show_text(data.meta.get(key, ""), other=other)
        self.fields.show_fields(data.fields, data.values or {}, about=data.document)
        self._line.setVisible(bool(data.fields))

    def open(self, key: str = "title") -> None:
        """Show the editor, the caret in the field of a key."""
        if self._document is None:
            return
        self.show()
        row = self.rows.get(key) or self.rows["title"]
        row.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        row.field.edit.selectAll()

    def finish(self) -> None:
        """Hand out what is being written."""
        for row in self.rows.values():
            self._finish(row)
        self.fields.finish()

    def close_strip(self) -> None:
        """Keep what was written and go."""
        self.finish()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column where two do not fit."""
        super().resizeEvent(event)
        if self._columns != self._fitting():
            self._place()

    # ------------------------------------------------------------------------------------------ rows

    def _build(self, keys: Sequence[str]) -> None:
        kept = {key: row for key, row in self.rows.items() if key in keys}
        for key, row in self.rows.items():
            if key not in kept:
                self._grid.removeWidget(row)
                row.hide()
                row.deleteLater()
        self.rows = {key: kept.get(key) or self._row(key) for key in keys}
        self._place()

    def _row(self, key: str) -> KeyRow:
        row = KeyRow(key)
        row.field.edit.editingFinished.connect(lambda: self._finish(row))
        row.field.edit.escaped.connect(lambda: self._escape(row))
        row.cross.clicked.connect(lambda: self._remove(row))
        return row

    def _fitting(self) -> int:
        return 1 if self.width() < _TWO_COLUMNS else 2

    def _place(self) -> None:
        """The title over the whole width, the others side by side where there is room."""
        columns = self._columns = self._fitting()
        previous: QWidget | None = None
        for row in self.rows.values():
            self._grid.removeWidget(row)
        for number, row in enumerate(self.rows.values()):
            if number == 0:
                self._grid.addWidget(row, 0, 0, 1, columns)
            else:
                self._grid.addWidget(row, 1 + (number - 1) // columns, (number - 1) % columns)
            if previous is not None:
                QWidget.setTabOrder(previous, row.field.edit)
            previous = row.field.edit
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _finish(self, row: KeyRow) -> None:
        if self._document is not None and row.pending():
            row.shown = row.field.text()
            self.edited.emit(self._document, row.key, row.shown)

    def _escape(self, row: KeyRow) -> None:
        """Esc takes back what is being typed first, then leaves."""
        if row.pending():
            row.field.set_text(row.shown)
        else:
            self.close_strip()

    def _remove(self, row: KeyRow) -> None:
        if self._document is not None:
            self.removed.emit(self._document, row.key)

    # ------------------------------------------------------------------------------------------ a new key

    def _ask_key(self) -> None:
        self.new_key.show()
        self.new_key.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_key(self) -> None:
        key = self.new_key.text().strip()
        if not key or self._document is None:
            return
        self._leave_key()
        if key not in self.rows:
            self.edited.emit(self._document, key, "")
        if key in self.rows:  # where it could be stored
            self.open(key)

    def _leave_key(self) -> None:
        self.new_key.edit.clear()
        self.new_key.hide()

    def _field_edited(self, field: str, value: object) -> None:
        if self._document is not None:
            self.fieldEdited.emit(self._document, field, value)
