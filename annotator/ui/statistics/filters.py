"""The row above the charts that says what is counted: which articles, of which time, quotations of which types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.scheme import Label
from annotator.operations.counting import EVERYTHING, Filter
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.menu_button import open_below_chip
from annotator.ui.kit.saved_searches import Saved, SearchChoice

PAUSE_MS = 500
"""How long the typing rests before it is counted again."""
_ALL_TYPES = "All types"


class FilterRow(QWidget):
    """The row.  ``changed`` carries a `Filter`, once the typing rests; `show_trouble` says what is wrong with it."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What is counted")
        self.filter = EVERYTHING
        self._types: Sequence[Label] = ()
        self._left: tuple[str, ...] | None = None
        self.search = SearchChoice((), "All articles, or a search")
        self.search.setMaximumWidth(340)
        self.types = Chip(_ALL_TYPES, icon="list-filter")
        self.types.setToolTip("Choose which types of quotations are counted")
        self.first, self.last = _date("from", "From"), _date("to", "To")
        self.clear = Button("Clear", "x", "quiet", small=True)
        self.clear.setToolTip("Count everything again")
        self.clear.clicked.connect(self.reset)
        self.trouble = Text("", "small", role="error", wrap=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.apply)
        for field in (self.search.field, self.first, self.last):
            field.edit.textChanged.connect(self._pause.start)
            field.edit.returnPressed.connect(self.apply)
        self.types.clicked.connect(self._open_types)
        row = hbox(self.search, self.first, Text("–", role="text_2"), self.last, self.types, self.clear, None, gap=8)
        row.setStretchFactor(self.search, 1)
        self.setLayout(vbox(row, self.trouble, gap=4, margins=(24, 0, 24, 0)))
        self._show()

    def set_choices(self, saved: Sequence[Saved], types: Sequence[Label]) -> None:
        """Offer these saved searches and types."""
        self.search.saved.set_searches(saved)
        self._types = types

    def reset(self) -> None:
        """Count everything."""
        for field in (self.search.field, self.first, self.last):
            field.edit.clear()
        self._left = None
        self.apply()

    def forget(self) -> None:
        """Count everything of another project; no signal."""
        with QSignalBlocker(self):
            self.reset()

    def choose_types(self, types: Sequence[str] | None) -> None:
        """Count quotations of these types (ids) only; None counts all."""
        self._left = None if types is None or len(types) == len(self._types) else tuple(types)
        self.apply()

    def apply(self) -> None:
        """Count what the row says now."""
        self._pause.stop()
        first, last = self.first.text().strip(), self.last.text().strip()
        dates = first if first == last else f"{first}..{last}"
        wanted = Filter(self.search.text(), dates, self._left)
        self._show()
        if wanted != self.filter:
            self.filter = wanted
            self.show_trouble("")
            self.changed.emit(wanted)

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong with the filter; nothing is, without a sentence."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _show(self) -> None:
        names = [each.name for each in self._types if self._left is not None and each.id in self._left]
        self.types.setText(_ALL_TYPES if self._left is None else ", ".join(names) or "No type")
        self.types.updateGeometry()
        typed = any(each.text().strip() for each in (self.search.field, self.first, self.last))
        self.clear.setVisible(typed or self._left is not None)
        self.trouble.setVisible(bool(self.trouble.text()))

    def _open_types(self) -> None:
        menu = QMenu(self)
        menu.addAction(_ALL_TYPES).triggered.connect(lambda _on=False: self.choose_types(None))
        menu.addSeparator()
        for each in self._types:
            action = menu.addAction(each.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._left is None or each.id in self._left)
            action.toggled.connect(lambda on, which=each.id: self._toggle(which, on=on))
        open_below_chip(self.types, menu)

    def _toggle(self, type: str, *, on: bool) -> None:
        before = [each.id for each in self._types] if self._left is None else list(self._left)
        self.choose_types([each.id for each in self._types if (on if each.id == type else each.id in before)])


def _date(placeholder: str, name: str) -> Field:
    field = Field(placeholder)
    field.setFixedWidth(96)
    field.edit.setMaxLength(10)
    field.edit.setAccessibleName(name)
    field.edit.setToolTip("A year, a month or a day: 2026, 2026-03, 2026-03-31")
    return field
