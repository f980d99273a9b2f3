"""How the files are read, to choose from: columns or keys, the encoding, suggestions or a layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.formats.base import Seen
from annotator.formats.decoding_texts import ENCODINGS, called
from annotator.formats.table_rows import OURS
from annotator.operations.exchange import ImportOptions
from annotator.operations.previewing import Preview
from annotator.ui.kit.basics import Text, hbox, host, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.menu_button import open_below

_NAMES: Mapping[str, str] = {
    "text": "Text", "title": "Title", "date": "Date", "source": "Outlet", "author": "Author", "id": "Id",
    "url": "Address", "language": "Language",
}  # fmt: skip
_LONGEST = 28


class Pickers(QWidget):
    """Buttons that open menus, one for each thing that can be chosen about these files; none where there is nothing.

    ``changed`` carries the `ImportOptions` to read by from now on.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options = ImportOptions()
        self._names: tuple[str, ...] = ()
        self._chosen: Mapping[str, str] = {}
        self._kinds: frozenset[str] = frozenset()
        self._encodings: Sequence[str] = ()
        self.buttons: dict[str, Button] = {}
        self._flow = Flow(gap=8)
        self.path = Field("a.b.c", height=28)
        self.path.setFixedWidth(180)
        self.path.edit.setAccessibleName("Where the text lies, as keys with dots")
        self.path.edit.setToolTip(
            "The key of the text; for one that lies deeper, all keys on the way with dots between"
        )
        self.path.edit.returnPressed.connect(self._path_typed)
        self._path_row = host(hbox(Text("The text lies under", "small", role="text_2"), self.path, None, gap=8))
        self.path.edit.escaped.connect(self._path_row.hide)
        self._path_row.hide()
        self.setLayout(vbox(self._flow, self._path_row, gap=6))

    # ------------------------------------------------------------------------------------------ showing

    def show_found(self, found: Preview, options: ImportOptions) -> None:
        """Show what can be chosen, and what is."""
        self._options = options
        tables = [each for kind in ("table", "objects") for each in found.seen if each.kind == kind]
        self._kinds = frozenset(each.kind for each in tables)
        self._names = tuple(dict.fromkeys(name for each in tables for name in each.names))
        self._chosen = _agreed(tables)
        self._encodings = list(found.encodings)
        self._rebuild()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to choose."""
        return not self.buttons

    def _rebuild(self) -> None:
        self.buttons = {}
        if self._names:
            for ours in ("text", "title", "date", "source", "author", "id"):
                self.buttons[ours] = self._button(f"{_NAMES[ours]}: {self._column(ours)}", self._column_menu(ours))
            self.buttons["more"] = self._button(self._rest_words(), self._rest_menu)
        if self._encodings:
            self.buttons["encoding"] = self._button(f"Encoding: {self._encoding_words()}", self._encoding_menu)
        self._flow.show_items(self.buttons.values())
        self.setVisible(not self.is_empty)

    def _button(self, words: str, menu: Callable[[], QMenu]) -> Button:
        button = Button(words, kind="plain", small=True, menu=True)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: open_below(button, menu()))
        return button

    def _column(self, ours: str) -> str:
        name = self._chosen.get(ours)
        if name is None:
            return "choose" if ours == "text" else "none"
        return _shortened(name)

    # ------------------------------------------------------------------------------------------ columns

    def _column_menu(self, ours: str) -> Callable[[], QMenu]:
        def made() -> QMenu:
            menu = QMenu(self)
            now = self._chosen.get(ours)
            if ours != "text":
                self._entry(menu, "None", checked=now is None, run=partial(self.choose, ours, None))
                menu.addSeparator()
            for name in self._names:
                self._entry(menu, name, checked=name == now, run=partial(self.choose, ours, name))
            if ours == "text" and "objects" in self._kinds:
                menu.addSeparator()
                menu.addAction("Another key…").triggered.connect(self._ask_path)
            return menu

        return made

    def _entry(self, menu: QMenu, words: str, *, checked: bool, run: Callable[[], object]) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _on=False: run())

    def choose(self, ours: str, name: str | None) -> None:
        """Say which column or key is which of ours; None for none of them."""
        columns = {key: value for key, value in self._options.columns.items() if key != ours and value != name}
        left_out = set(self._options.left_out) - ({name} if name else set())
        text_field = self._options.text_field
        before = self._chosen.get(ours)
        if name is None:
            left_out |= {before} if before else set()
        elif ours == "text":
            text_field = name
        else:
            columns[ours] = name
        self._change(columns=columns, left_out=frozenset(left_out), text_field=text_field)

    def _ask_path(self) -> None:
        self._path_row.show()
        self.path.set_text(self._chosen.get("text", ""))
        self.path.edit.setFocus()
        self.path.edit.selectAll()

    def _path_typed(self) -> None:
        if path := self.path.text().strip():
            self._path_row.hide()
            self._change(text_field=path)

    # ------------------------------------------------------------------------------------------ other columns

    def _rest(self) -> list[str]:
        taken = set(self._chosen.values())
        return [each for each in self._names if each not in taken]

    def _rest_words(self) -> str:
        rest = self._rest()
        kept = sum(each not in self._options.left_out for each in rest)
        return f"Other fields: {kept:,} of {len(rest):,} kept" if rest else "No other field"

    def _rest_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for name in self._rest():
            kept = name not in self._options.left_out
            self._entry(menu, name, checked=kept, run=partial(self.keep, name))
        if self._rest():
            menu.addSeparator()
        menu.addAction("Keep all").triggered.connect(lambda: self._change(left_out=frozenset()))
        menu.addAction("Keep none").triggered.connect(
            lambda: self._change(left_out=self._options.left_out | frozenset(self._rest()))
        )
        return menu

    def keep(self, name: str) -> None:
        """Let a column become metadata, or no longer."""
        self._change(left_out=self._options.left_out ^ {name})

    # ------------------------------------------------------------------------------------------ encoding

    def _encoding_words(self) -> str:
        if self._options.encoding:
            return called(self._options.encoding)
        known = ", ".join(called(each) for each in self._encodings[:2])
        more = len(self._encodings) - 2
        return f"{known}{f' and {more} more' if more > 0 else ''} (recognised)"

    def _encoding_menu(self) -> QMenu:
        menu = QMenu(self)
        now = self._options.encoding
        self._entry(menu, "As recognised, file by file", checked=now is None, run=partial(self.encode, None))
        menu.addSeparator()
        for each in dict.fromkeys((*self._encodings, *ENCODINGS)):
            self._entry(menu, called(each), checked=each == now, run=partial(self.encode, each))
        return menu

    def encode(self, encoding: str | None) -> None:
        """Read texts and tables in an encoding; None to recognise it."""
        self._change(encoding=encoding)

    def _change(self, **what: object) -> None:
        self._options = replace(self._options, **what)  # type: ignore[arg-type]  # each caller names fields of it
        self.changed.emit(self._options)


def _agreed(tables: Sequence[Seen]) -> dict[str, str]:
    """Which column is which: as the first of the files has it that has one."""
    chosen: dict[str, str] = {}
    for each in tables:
        for ours in OURS:
            if ours in each.chosen:
                chosen.setdefault(ours, each.chosen[ours])
    return chosen


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
