"""Asking how to export: in which format, what that loses, whose layers, with which names, to which file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.errors import AppError
from annotator.formats.base import Format
from annotator.formats.catalogue import by_suffix
from annotator.operations.exchange import ExportOptions
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.kit.saved_searches import Saved, SearchChoice
from annotator.ui.sheets.preferences_fields import SettingRow, Switch

T = TypeVar("T")

_ALL = "all"
_LAYERS = {_ALL: "Everything", "gold": "Gold only", "pipeline": "The pipeline’s suggestions only"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the file, and how to write it."""

    path: Path
    options: ExportOptions


class ExportSheet(Sheet):
    """Asks for all of it, and says below what the chosen format loses.  ``asked`` carries an `Asked`.

    ``placeRequested`` asks for a file dialog, with the path it may start from; its answer comes by `set_path`.
    """

    asked = Signal(object)
    placeRequested = Signal(object)

    def __init__(
        self,
        window: QWidget,
        project: Path,
        formats: Sequence[Format],
        names: Sequence[str],
        find: Callable[[str], list[str]],
        saved: Sequence[Saved] = (),
        *,
        slow: bool = False,
    ) -> None:
        """``find`` gives the ids of the articles that a search means; ``saved`` are the project's saved searches.

        ``slow`` tells that finding takes its time.
        """
        super().__init__(window, "Export", "Export", 580)
        self._find = find
        self._project = project
        self._formats = [each for each in formats if each.write is not None]
        self._format = self._formats[0]
        self._layer = _ALL
        self._chosen: Path | None = None
        self.format = self._menu_button("Format", [(each.name, each) for each in self._formats], self.set_format)
        layers = [(said, id) for id, said in _LAYERS.items()] + [(f"{each} only", each) for each in names]
        self.layer = self._menu_button("Layers", layers, self.set_layer)
        self.loses = Text("", role="text_2", wrap=True)
        self.search = SearchChoice(saved, "All articles; or status:done source:Herald …", slow=slow)
        self.search.typed.connect(lambda: self.yes.setEnabled(False))  # until it is known what the search means
        self.search.rested.connect(self._show)
        self.search.field.edit.escaped.connect(self.leave)
        self.search.field.edit.returnPressed.connect(self.answer)
        self.pseudonyms = Switch("Pseudonyms")
        self.stand_off = Switch("Without the texts")
        self.card_switch = Switch("Data card")
        self.path = Text("", "small", role="text_2", elide=True)
        self.change = Button("Change…", kind="quiet", small=True)
        self.change.setAccessibleName("Change where the file goes")
        self.change.clicked.connect(lambda: self.placeRequested.emit(self.where()))
        self.told = Text("", "small", role="text_2", wrap=True)
        self._lay_out()
        self._show()
        self.open(self.format)

    def _lay_out(self) -> None:
        self.fill(
            vbox(
                self._row("Format", self.format),
                self._row("", self.loses),
                8,
                self._row("Articles", self.search),
                self._row("Layers", self.layer),
                SettingRow("Pseudonyms", "annotator-01, annotator-02, … in place of names.", self.pseudonyms),
                SettingRow("Without the texts", "Only where the marks are, and the hash of each text.", self.stand_off),
                SettingRow(
                    "Data card", "A page beside it: counts, agreement, scheme, how to read it.", self.card_switch
                ),
                8,
                self._row("File", self.path, self.change),
                self._row("", self.told),
                gap=8,
            )
        )

    def _menu_button(self, name: str, choices: Sequence[tuple[str, T]], take: Callable[[T], None]) -> Button:
        button = Button("", "chevron-down", "plain")
        button.setAccessibleName(name)
        menu = QMenu(button)
        for said, value in choices:
            shown = said.replace("&", "&&")
            menu.addAction(shown).triggered.connect(lambda _on=False, value=value: take(value))
        button.clicked.connect(lambda: open_below(button, menu))
        return button

    def _row(self, label: str, *widgets: QWidget) -> QWidget:
        words = Text(label, role="text_2")
        words.setFixedWidth(72)
        if isinstance(widgets[0], Button):  # as wide as its words
            return host(hbox(words, *widgets, None, gap=8))
        row = hbox(words, *widgets, gap=8)
        row.setStretchFactor(widgets[0], 1)
        return host(row)

    # ------------------------------------------------------------------------------------------ what is asked

    def set_format(self, format: Format) -> None:
        """Choose the format; the file's name gets its suffix."""
        if self._chosen is not None:
            name = self._chosen.name
            ends = next((each for each in self._format.suffixes if name.casefold().endswith(each)), "")
            self._chosen = self._chosen.with_name(name[: len(name) - len(ends)] + format.suffixes[0])
        self._format = format
        self._show()

    def set_layer(self, layer: str) -> None:
        """Choose whose marks are written."""
        self._layer = layer
        self._show()

    def set_path(self, path: Path) -> None:
        """Choose the file; a suffix of another format chooses that, and a missing one is added."""
        if not path.name.casefold().endswith(self._format.suffixes):
            named = by_suffix(path)
            if named in self._formats:
                self._format = named
            else:
                path = path.with_name(path.name + self._format.suffixes[0])
        self._chosen = path
        self._show()

    def where(self) -> Path:
        """The file that will be written."""
        return self._chosen or self._project.with_name(self._project.stem + self._format.suffixes[0])

    def answer(self) -> None:
        """Take the answer."""
        if not self.yes.isEnabled():
            return
        query = self.search.text()
        options = ExportOptions(
            format=self._format.id,
            layer=self._layer,
            documents=self._find(query) if query else None,
            pseudonymous=self.pseudonyms.isChecked(),
            without_text=self.stand_off.isChecked() and self._format.stand_off,
            data_card=self.card_switch.isChecked() and self._has_card,
            search=query,
        )
        asked = Asked(self.where(), options)
        self.finish()
        self.asked.emit(asked)

    @property
    def _has_card(self) -> bool:
        return self._format.carries == "documents"

    def _show(self) -> None:
        self.format.setText(self._format.name)
        self.layer.setText(_LAYERS.get(self._layer, f"{self._layer} only"))
        loses = self._format.loses
        self.loses.setText("It holds everything." if loses == "nothing" else f"It leaves out: {loses}.")
        self.path.setText(str(self.where()))
        self.stand_off.setEnabled(self._format.stand_off)
        self.card_switch.setEnabled(self._has_card)
        self.search.setEnabled(self._has_card)
        trouble, told = self._told()
        self.told.setText(trouble or told)
        self.told.set_role("error" if trouble else "text_2")
        self.told.setVisible(bool(trouble or told))
        self.yes.setEnabled(not trouble)
        self._place()

    def _told(self) -> tuple[str, str]:
        """What is wrong with the search; else how many articles it means, and whether a file is replaced."""
        parts = []
        if query := self.search.text():
            try:
                number = len(self._find(query))
            except AppError as error:
                return f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}.", ""
            if not number:
                return "No article fits the search.", ""
            parts.append(f"{number:,} {'article' if number == 1 else 'articles'} will be written.")
        if self.where().exists():
            parts.append("The file that is there will be replaced.")
        return "", " ".join(parts)
