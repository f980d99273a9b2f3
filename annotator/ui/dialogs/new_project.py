"""Asking what a new project is called, and where its file goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, host, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below

SUFFIX = ".annotator"

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "nb": "Norwegian",
    "zh": "Chinese",
    "ar": "Arabic",
}
"""Languages offered for a project's articles, by their code."""

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_name(title: str) -> str:
    """A file name for a project of that title which every system takes."""
    safe = _UNSAFE.sub(" ", title)
    safe = " ".join(safe.split()).rstrip(". ")[:100] or "Project"
    return f"{safe} project{SUFFIX}" if _WINDOWS_DEVICES.fullmatch(safe) else safe + SUFFIX


def free_path(folder: Path, title: str) -> Path:
    """A path in ``folder`` that is not taken yet: with ``-2``, ``-3`` … where it has to be."""
    path = folder / file_name(title)
    number = 2
    while path.exists():
        path = folder / f"{Path(file_name(title)).stem}-{number}{SUFFIX}"
        number += 1
    return path


class NewProjectSheet(Sheet):
    """Asks for title and language.  ``created`` carries title, language code and path.

    ``placeRequested`` asks for a file dialog, with the path it may start from; its answer comes by `set_path`.
    """

    created = Signal(str, str, object)
    placeRequested = Signal(object)

    def __init__(self, window: QWidget, folder: Path, language: str = "en") -> None:
        super().__init__(window, "New project", "Create")
        self._folder = folder
        self._chosen: Path | None = None
        self._language = language
        self.field = Field("Title, such as “Harbour 2026”", "archive")
        self.field.edit.setAccessibleName("Title of the project")
        self.field.edit.textChanged.connect(self._show_path)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.returnPressed.connect(self.answer)
        self.menu = QMenu(self)
        for code, words in LANGUAGES.items():
            self.menu.addAction(words).triggered.connect(lambda _on=False, each=code: self.set_language(each))
        self.language = Button("", "languages", menu=True)
        self.language.clicked.connect(lambda: open_below(self.language, self.menu))
        self.path = Text("", "small", role="text_2", elide=True)
        self.change = Button("Change…", kind="quiet", small=True)
        self.change.setAccessibleName("Change where the file goes")
        self.change.clicked.connect(lambda: self.placeRequested.emit(self.where()))
        file = hbox(gap=8)
        file.addWidget(self.path, 1)
        file.addWidget(self.change)
        self.fill(
            vbox(
                self._row("Title", self.field),
                self._row("Language", host(hbox(self.language, None))),
                self._row("File", host(file)),
                gap=8,
            )
        )
        self.set_language(language)
        self._show_path()
        self.open(self.field.edit)

    def _row(self, label: str, widget: QWidget) -> QWidget:
        words = Text(label, role="text_2")
        words.setFixedWidth(72)
        row = hbox(words, gap=8)
        row.addWidget(widget, 1)
        return host(row)

    def set_language(self, code: str) -> None:
        """Choose the language of the articles."""
        self._language = code
        self.language.setText(LANGUAGES.get(code, code))
        self.language.setAccessibleName(f"Language: {LANGUAGES.get(code, code)}")

    def set_path(self, path: Path) -> None:
        """Choose the file; the suffix is added where it is missing."""
        self._chosen = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self._show_path()

    def where(self) -> Path:
        """The file that will be created."""
        return self._chosen or free_path(self._folder, self.field.text())

    def answer(self) -> None:
        """Take the answer."""
        title = self.field.text().strip()
        if not title:
            return
        path = self.where()
        self.finish()
        self.created.emit(title, self._language, path)

    def _show_path(self) -> None:
        self.path.setText(str(self.where()))
        self.yes.setEnabled(bool(self.field.text().strip()))
