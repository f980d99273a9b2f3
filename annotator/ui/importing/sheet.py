"""The import sheet: a table of what will come in, how it is read, and what is wrong, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from annotator.operations.exchange import ImportOptions
from annotator.operations.previewing import Preview, State
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.documents.model import count
from annotator.ui.importing.model import STATE_WORDS
from annotator.ui.importing.pickers import Pickers
from annotator.ui.importing.table import ImportTable
from annotator.ui.kit.basics import Align, Line, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.marks import Bar
from annotator.ui.sheets.preferences_fields import Switch

_WIDTH, _HEIGHT = 1180, 780
_AROUND = 28
_CHIPS: tuple[State, ...] = ("new", "near", "same_text", "again", "there", "problem")


class ImportSheet(Sheet):
    """Shows a `Preview`.  ``reread`` asks for another one, by the `ImportOptions` that it carries.

    ``importWanted`` asks for the import of what is left; ``labelsWanted`` for the sheet about unknown labels.
    """

    reread = Signal(object)
    importWanted = Signal()
    labelsWanted = Signal()

    def __init__(self, window: QWidget, paths: Sequence[Path]) -> None:
        super().__init__(window, _title_of(paths), "Import", _WIDTH)
        self.setObjectName("import")
        self.options = ImportOptions(skip_bad=True)
        self.found = Preview()
        self.labels_known = False
        """Whether the project remembers what some labels mean."""
        self._ready = False
        self.sentence = Text("", wrap=True)
        self.notes = Text("", "small", role="text_2", elide=True)
        self.trouble = Text("", role="error", wrap=True)
        self.trouble.hide()
        self.pickers = Pickers()
        self.pickers.hide()
        self.labels = Button("", "tags", "plain", small=True)
        self.labels.clicked.connect(self.labelsWanted)
        self.suggest = Switch("Annotations as suggestions")
        self.suggest.clicked.connect(self._suggest)
        words = Text("Annotations come in as suggestions, to be accepted one by one", role="text_2")
        self._annotations = host(hbox(self.suggest, words, None, self.labels, gap=10))
        self.chips: dict[State | str, Chip] = {"": Chip("All", checkable=True)}
        self.chips |= {each: Chip(STATE_WORDS[each], checkable=True) for each in _CHIPS}
        for state, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, state=state: self.show_only(state))
        self._filters = host(hbox(*self.chips.values(), None, gap=6))
        self.table = ImportTable()
        self.waiting = Text("Reading…", "heading", role="text_2")
        self.waiting.setAlignment(Align.AlignCenter)
        self.bar = Bar(width=240)
        self._pages = QStackedWidget()
        self._pages.addWidget(host(vbox(None, self.waiting, hbox(None, self.bar, None), None, gap=12)))
        self._pages.addWidget(self.table)
        self._lay_out()
        self.pickers.changed.connect(self.reread)
        self.table.toggled.connect(self._count)
        self.show_progress(0, 0)
        self.open(self.no)

    def _lay_out(self) -> None:
        body = vbox(self.sentence, self.notes, self.trouble, self.pickers, self._annotations, self._filters, gap=10)
        body.addWidget(Line())
        body.addWidget(self._pages, 1)
        body.addWidget(Line())
        self.fill(body)
        layout = self.card.layout()
        if layout is not None:
            layout.setContentsMargins(24, 20, 24, 16)

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        room = self.rect().adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        self.card.setFixedSize(min(_WIDTH, room.width()), min(_HEIGHT, room.height()))
        self.card.move((self.width() - self.card.width()) // 2, max(16, (self.height() - self.card.height()) // 2))

    # ------------------------------------------------------------------------------------------ what it shows

    def show_progress(self, done: int, total: int, what: str = "Reading") -> None:
        """Show how far it is; what was shown before waits behind it."""
        self._ready = False
        files = f"{what} {done:,} of {count(total, 'file')}" if total > 1 else f"{what}…"
        self.waiting.setText(files)
        self.bar.set_fraction(done / total if total else 0.0)
        self.bar.setVisible(total > 1)
        self._pages.setCurrentIndex(0)
        self._filters.setVisible(bool(self.found.rows))
        self._annotations.setVisible(bool(self.found.rows) and (self.found.layers > 0 or bool(self.found.unknown)))
        self.yes.setEnabled(False)
        self.trouble.hide()

    def show_preview(self, found: Preview, options: ImportOptions) -> None:
        """Show what would come in when it is read by these options."""
        self.found, self.options = found, options
        self._ready = True
        self.table.preview.show_rows(found.rows)
        self.pickers.show_found(found, options)
        self.suggest.setChecked(options.as_suggestions)
        annotated = found.layers > 0 or options.as_suggestions
        known = bool(found.unknown) or (annotated and (self.labels_known or bool(options.labels)))
        self._annotations.setVisible(annotated or known)
        for each in self._annotations.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            each.setVisible(annotated or each is self.labels)
        self.labels.setText(f"{count(len(found.unknown), 'unknown label')}…" if found.unknown else "Labels…")
        self.labels.setVisible(known)
        self.notes.setText("; ".join(found.notes))
        self.notes.setToolTip("\n".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self._show_chips()
        self._pages.setCurrentIndex(1)
        self._filters.show()
        self._count()
        focus = QApplication.focusWidget()
        if focus is None or focus is self.no or not self.isAncestorOf(focus):
            self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_trouble(self, sentence: str) -> None:
        """Say why it could not be read or imported; nothing was written."""
        self.trouble.setText(sentence)
        self.trouble.show()
        self._ready = bool(self.found.rows)
        self._pages.setCurrentIndex(1)
        self._count()

    def show_only(self, state: State | str) -> None:
        """Show the rows in one state, or all."""
        chosen = [each for each in _CHIPS if each == state]
        self.table.preview.set_states(chosen)
        for each, chip in self.chips.items():
            chip.setChecked(each == (chosen[0] if chosen else ""))

    def _show_chips(self) -> None:
        counts = self.table.preview.counts()
        self.chips[""].set_count(len(self.found.rows))
        for state in _CHIPS:
            self.chips[state].set_count(counts[state])
            self.chips[state].setVisible(counts[state] > 0)
        checked = next((each for each, chip in self.chips.items() if chip.isChecked()), "")
        gone = checked != "" and not any(each.state == checked for each in self.found.rows)
        self.show_only("" if gone else checked)

    def _count(self) -> None:
        coming = len(self.table.preview.coming())
        self.sentence.setText(_told(self.found, coming))
        self.yes.setText(f"Import {coming:,}" if coming else "Import")
        self.yes.setAccessibleName(self.yes.text())
        self.yes.setEnabled(self._ready and coming > 0)

    # ------------------------------------------------------------------------------------------ what is asked

    def _suggest(self) -> None:
        self.reread.emit(replace(self.options, as_suggestions=self.suggest.isChecked()))

    def answer(self) -> None:
        """Ask for the import; the sheet stays until it is done."""
        if self.yes.isEnabled():
            self.importWanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As any sheet; but Enter in the field of a path is the field's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pickers.path.edit.hasFocus():
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card does nothing: what was chosen here is not thrown away by a slip."""
        event.accept()


def _title_of(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return f"Import “{paths[0].name}”"
    return (
        f"Import {len(paths):,} files and folders"
        if any(each.is_dir() for each in paths)
        else (f"Import {count(len(paths), 'file')}")
    )


def _told(found: Preview, coming: int) -> str:
    """What will come in, in a sentence or two."""
    if not found.rows:
        return "There is nothing to import here."
    total, problems = len(found.rows), found.count("problem")
    articles = total - problems
    parts = [
        f"{coming:,} of {count(articles, 'article')} will come in."
        if coming < articles
        else f"{count(articles, 'article')} will come in."
    ]
    if not coming:
        parts = ["Nothing will come in."]
    if problems and not articles:
        return "It cannot be read." if problems == 1 else f"None of these {problems:,} files or lines can be read."
    if problems:
        parts.append(f"{count(problems, 'file or line', 'files or lines')} cannot be read and will be left out.")
    parts.append("It is one step, which can be undone." if coming else "")
    return " ".join(filter(None, parts))
