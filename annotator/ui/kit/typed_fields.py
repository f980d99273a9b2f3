"""Editors for the project's typed attributes: one row each, its name at the left, its value at the right.

They know no quotation, document or entity: values come in by `TypedFields.show_fields`, and what the user sets goes out
as ``edited``.  Numbers and dates are read the same in every locale (see `annotator.domain.typed_values`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from annotator.domain.documents import Scalar
from annotator.domain.errors import FormatError
from annotator.domain.scheme import Attribute
from annotator.domain.typed_values import parse_value, written
from annotator.ui.kit.basics import Text, elided, hbox, metrics, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.flow import LABEL_WIDTH, Flow
from annotator.ui.kit.menu_button import open_below
from annotator.ui.look.theme import text_width

MAX_LABEL_WIDTH = 104
"""Pixels that the names of attributes take at most."""

_MOST_CHIPS = 5
_MOST_CHIP_WORDS = 48
_MENU_WIDTH = 190
_HINTS = {"text": "none", "number": "number", "date": "yyyy-mm-dd"}


class ValueEditor(QWidget):
    """The editor of one attribute.  ``changed`` carries the new value, None for none; ``left`` says Esc or Enter."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self.attribute = attribute
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_value(self, value: Scalar, *, other: bool) -> None:
        """Show a value.  Words being typed stay, unless it is the value of an ``other`` object than before."""
        if other or not self.keeps(value):
            self.put(value)

    def put(self, value: Scalar) -> None:
        """Show a value, in place of anything typed."""
        raise NotImplementedError

    def keeps(self, _value: Scalar) -> bool:
        """Whether what is typed stays although this value is stored."""
        return False

    def finish(self) -> None:
        """Hand out what is being typed."""


class LineValue(ValueEditor):
    """Text, number or date: one line; what is no value is said below and not handed out."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(attribute)
        self._shown = ""
        self.trouble = Text("", "small", role="error", wrap=True)
        self.trouble.hide()
        self.field = Field(_HINTS[attribute.type], height=metrics().size.control)
        self.field.edit.setAccessibleName(attribute.name)
        self.field.edit.setToolTip(attribute.name)
        self.field.edit.editingFinished.connect(self.finish)
        self.field.edit.textEdited.connect(lambda _words: self._say(""))
        self.field.edit.returnPressed.connect(self._enter)
        self.field.edit.escaped.connect(self._escape)
        self.setFocusProxy(self.field.edit)
        self.setLayout(vbox(self.field, self.trouble, gap=2))

    def put(self, value: Scalar) -> None:
        """Show a value."""
        self._shown = written(self.attribute, value)
        if self.field.text() != self._shown:
            self.field.set_text(self._shown)
            self.field.edit.setCursorPosition(0)
        self._say("")

    def keeps(self, value: Scalar) -> bool:
        """Words that differ from the value stored before, while it is still that one."""
        pending = self.field.text().strip() != self._shown.strip()
        typing = pending and (self.field.edit.hasFocus() or not self.trouble.isHidden())
        return typing and written(self.attribute, value) == self._shown

    @property
    def refused(self) -> bool:
        """Whether what is typed is no value, so that it was not handed out."""
        return not self.trouble.isHidden() and self.field.text().strip() != self._shown.strip()

    def finish(self) -> None:
        """Hand out the value of the words, if it is another than before; else say below what is wrong with them."""
        if self.field.text().strip() == self._shown.strip():
            self._say("")
            return
        try:
            value = parse_value(self.attribute, self.field.text())
        except FormatError as error:
            self._say(f"{error.message[0].upper()}{error.message[1:]}: {error.hint}.")
            return
        self._say("")
        self._shown = written(self.attribute, value)
        self.field.set_text(self._shown)
        self.changed.emit(value)

    def _say(self, sentence: str) -> None:
        if sentence != self.trouble.text():
            self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.field.edit.setAccessibleDescription(sentence)

    def _enter(self) -> None:
        if self.trouble.isHidden():
            self.left.emit()

    def _escape(self) -> None:
        self.field.set_text(self._shown)
        self._say("")
        self.left.emit()


class ChoiceChip(Chip):
    """One choice.  Digits choose by place, Delete takes it back, arrows and Tab move, Space and Enter choose."""

    numbered = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name, checkable=True)
        self.setToolTip(name)

    def event(self, event: QEvent) -> bool:
        """Keep from the window's shortcuts the keys that choose here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _place(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number."""
        place = _place(event)
        if place is None:
            super().keyPressEvent(event)
        else:
            self.numbered.emit(place)


class ChipFlow(Flow):
    """Chips in lines; a check changes the width of a chip."""

    def reflow(self) -> None:
        """Break the lines anew."""
        self.place()


class ChipValue(ValueEditor):
    """A few choices as chips; the chosen one again takes it back."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(attribute)
        self._value: str | None = None
        self._flow = ChipFlow()
        self._flow.setAccessibleName(attribute.name)
        self.chips: list[ChoiceChip] = []
        self.setLayout(vbox(self._flow, gap=0, margins=(0, 2, 0, 2)))
        self._fill()

    def put(self, value: Scalar) -> None:
        """Show a value; one that the scheme no longer has stands among the chips by its id."""
        wanted = None if value is None else str(value)
        foreign = {wanted, self._value} - {None, *(each.id for each in self.attribute.choices)}
        self._value = wanted
        if foreign:
            self._fill()
        for chip, (id, _) in zip(self.chips, self._choices(), strict=True):
            if chip.isChecked() != (id == wanted):
                chip.setChecked(id == wanted)
        self._flow.reflow()

    def _choices(self) -> list[tuple[str, str]]:
        known = [(each.id, each.name) for each in self.attribute.choices]
        foreign = self._value is not None and self._value not in dict(known)
        return [*known, (self._value, self._value)] if foreign and self._value else known

    def _fill(self) -> None:
        self.chips = []
        for place, (_id, name) in enumerate(self._choices()):
            chip = ChoiceChip(name)
            chip.setAccessibleName(f"{self.attribute.name}: {name}")
            chip.clicked.connect(lambda _checked=False, n=place: self._choose(n))
            chip.numbered.connect(self._numbered)
            self.chips.append(chip)
        self._flow.show_items(self.chips)
        if self.chips:
            self.setFocusProxy(self.chips[0])

    def _numbered(self, place: int) -> None:
        if place < 0 and self._value is not None:
            self._set(None)
        elif 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._choose(place)

    def _choose(self, place: int) -> None:
        id = self._choices()[place][0]
        self._set(None if id == self._value else id)

    def _set(self, value: str | None) -> None:
        self.put(value)
        self.changed.emit(value)


class MenuValue(ValueEditor):
    """Many choices: a button with the chosen one, and a menu below it."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(attribute)
        self._value: str | None = None
        self.button = Button("none", "", menu=True)
        self.button.clicked.connect(self._open)
        self.setFocusProxy(self.button)
        self.setLayout(hbox(self.button, None))
        self.put(None)

    def put(self, value: Scalar) -> None:
        """Show a value; one that the scheme no longer has by its id."""
        self._value = None if value is None else str(value)
        name = written(self.attribute, value) or "none"
        self.button.setText(elided(name, metrics().font("body", "medium"), _MENU_WIDTH))
        self.button.setAccessibleName(f"{self.attribute.name}: {name}")
        self.button.setToolTip(f"{self.attribute.name}: {name}")

    def menu(self) -> QMenu:
        """Every choice and none, the present one checked; the first nine by number."""
        menu = QMenu(self.attribute.name, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, each in enumerate(self.attribute.choices, 1):
            name = each.name.replace("&", "&&")
            self._add(menu, f"&{place}  {name}" if place < 10 else name, each.id)
        menu.addSeparator()
        self._add(menu, "&0  none", None)
        return menu

    def _add(self, menu: QMenu, words: str, value: str | None) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(value == self._value)
        action.triggered.connect(lambda _checked=False, v=value: self._set(v))

    def _open(self) -> None:
        open_below(self.button, self.menu())

    def _set(self, value: str | None) -> None:
        if value != self._value:
            self.put(value)
            self.changed.emit(value)


class TypedFields(QWidget):
    """The attributes of one object, in the order of the scheme.

    ``edited`` carries the attribute's id and the new value, None for none.  ``left`` says that a field was left with
    Enter or Esc and the focus may go elsewhere.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: tuple[Attribute, ...] = ()
        self._about: str | None = None
        self.editors: dict[str, ValueEditor] = {}
        """The editor of each attribute, by its id."""
        self._rows: list[QWidget] = []
        self._column: QVBoxLayout = vbox(gap=6)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_fields(
        self, fields: Sequence[Attribute], values: Mapping[str, Scalar], *, about: str | None = None
    ) -> None:
        """Show these attributes with these values; without any, nothing.

        ``about`` is the id of the object they belong to.  While it stays the same, words being typed stay; `finish`
        hands them out before another object is shown.
        """
        if tuple(fields) != self._fields:
            self._build(tuple(fields))
            other = True
        else:
            other = about != self._about
        self._about = about
        for each in self._fields:
            self.editors[each.id].show_value(values.get(each.id), other=other)

    def finish(self) -> None:
        """Hand out what is being typed."""
        for each in self.editors.values():
            each.finish()

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        if self._fields:
            self.editors[self._fields[0].id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self, fields: tuple[Attribute, ...]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._fields = fields
        self.editors = {each.id: _editor(each) for each in fields}
        width = _label_width(fields)
        self._rows = [self._row(each, width) for each in fields]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(fields))

    def _row(self, attribute: Attribute, width: int) -> QWidget:
        label = Text(attribute.name, "small", "medium", "text_2", elide=True)
        label.setFixedSize(width, metrics().size.control)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        editor = self.editors[attribute.id]
        label.setBuddy(editor)
        editor.changed.connect(lambda value: self.edited.emit(attribute.id, value))
        editor.left.connect(self.left)
        row = QWidget()
        layout = hbox(label, editor, gap=6)
        layout.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        row.setLayout(layout)
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return row


def _editor(attribute: Attribute) -> ValueEditor:
    if attribute.type != "choice":
        return LineValue(attribute)
    words = sum(len(each.name) for each in attribute.choices)
    few = len(attribute.choices) <= _MOST_CHIPS and words <= _MOST_CHIP_WORDS
    return ChipValue(attribute) if few else MenuValue(attribute)


def _label_width(fields: Sequence[Attribute]) -> int:
    """As wide as the slots of the card, or as the longest name wants."""
    font = metrics().font("small", "medium")
    widest = max((text_width(font, each.name) for each in fields), default=0.0)
    return max(LABEL_WIDTH, min(MAX_LABEL_WIDTH, int(widest + 1.99)))


def _place(event: QKeyEvent) -> int | None:
    """Which choice, from 0, a key stands for; -1 for none of them, None for any other key."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0):
        return -1
    place = event.key() - Qt.Key.Key_1
    return place if 0 <= place <= 8 else None
