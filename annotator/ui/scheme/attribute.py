"""The right side of the scheme editor for an attribute: its type, and the choices of one of type choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.domain.scheme import Attribute, AttributeType
from annotator.ui.kit.basics import Text, metrics, vbox
from annotator.ui.kit.choice import Field, Segmented
from annotator.ui.scheme.column import Labels, LabelsColumn

TYPE_NAMES: dict[AttributeType, str] = {"text": "Text", "choice": "Choice", "number": "Number", "date": "Date"}
"""What the types of attributes are called."""

TYPES = tuple(TYPE_NAMES)

_EXPLAINED = {
    "text": "One line of words.",
    "choice": "One of these choices.",
    "number": "A number with a decimal point, as 12 or 12.5.",
    "date": "A date, as 2026, 2026-11 or 2026-11-24.",
}


class AttributePane(QWidget):
    """Type and choices of one attribute.  ``typeWanted`` carries a type, ``firstChoices`` the names of its choices.

    A column without values needs choices before it can be one of them: it asks for the names, separated by commas.
    """

    typeWanted = Signal(str)
    firstChoices = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._attribute: Attribute | None = None
        self._editable = True
        self.title = Text("", "heading", "semibold", elide=True)
        self.types = Segmented(tuple(TYPE_NAMES.values()), small=True, name="Type of the attribute")
        self.types.chosen.connect(self._choose)
        self.explained = Text("", "small", role="text_2", wrap=True)
        self.first = Field("Choices, separated by commas", "", "↵", height=metrics().size.control)
        self.first.hide()
        self.first.edit.returnPressed.connect(self._take_first)
        self.first.edit.escaped.connect(self._leave_first)
        self.choices = LabelsColumn("Choices", compact=True)
        top = vbox(self.title, self.types, self.explained, self.first, gap=8, margins=(18, 0, 18, 0))
        column = vbox(top, gap=10)
        column.addWidget(self.choices, 1)
        self.setLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_attribute(self, attribute: Attribute, choices: Labels) -> None:
        """Show an attribute; ``choices`` with the use of each."""
        if self._attribute is None or attribute.id != self._attribute.id:
            self.first.hide()
            self.first.set_text("")
        self._attribute = attribute
        self.title.setText(attribute.name)
        self.types.set_current(TYPES.index(attribute.type))
        self.explained.setText(_EXPLAINED[attribute.type])
        self.choices.setVisible(attribute.type == "choice")
        if attribute.type == "choice":
            self.first.hide()
            self.choices.show_labels(choices)

    def set_editable(self, editable: bool) -> None:
        """Whether type and choices can be changed."""
        self._editable = editable
        self.types.setEnabled(editable)
        self.choices.set_editable(editable)

    def ask_first(self) -> None:
        """Ask for the first choices: nothing stored gives any."""
        self.first.show()
        self.first.edit.setFocus()

    def show_type(self) -> None:
        """Show again the type that the attribute has: the change was not made."""
        if self._attribute is not None:
            self.types.set_current(TYPES.index(self._attribute.type))

    def _choose(self, index: int) -> None:
        if self._attribute is not None and TYPES[index] != self._attribute.type:
            self.typeWanted.emit(TYPES[index])
        else:
            self._leave_first()

    def _take_first(self) -> None:
        names = tuple(dict.fromkeys(name for each in self.first.text().split(",") if (name := " ".join(each.split()))))
        if names:
            self.firstChoices.emit(names)

    def _leave_first(self) -> None:
        self.first.hide()
        self.first.set_text("")
        self.show_type()
