"""Asking what goes into a copy for a colleague: whom it is for, which articles, and what of others they see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.annotations import is_reserved
from annotator.domain.errors import AppError
from annotator.domain.ids import is_valid
from annotator.operations.copying import CopyOptions
from annotator.operations.shares import Share
from annotator.ui.dialogs.new_project import SUFFIX, free_path
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Item, Text, hbox, host, vbox
from annotator.ui.kit.choice import Field, Segmented
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.kit.saved_searches import MANY, Saved, SearchChoice
from annotator.ui.sheets.preferences_fields import SettingRow, Switch

ALL, FOUND, SHARE = range(3)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the colleague's name, the file, and what goes into it."""

    name: str
    path: Path
    options: CopyOptions


class CopySheet(Sheet):
    """Asks for all of it; says below how many articles that are.  ``asked`` carries an `Asked`.

    ``find`` gives the ids of the articles that a search means, ``total`` is how many there are, ``saved`` are the
    project's saved searches.  ``placeRequested`` asks for a file dialog, with the path it may start from; its answer
    comes by `set_path`.
    """

    asked = Signal(object)
    placeRequested = Signal(object)

    def __init__(
        self,
        window: QWidget,
        project: Path,
        names: Sequence[str],
        total: int,
        find: Callable[[str], list[str]],
        saved: Sequence[Saved] = (),
    ) -> None:
        super().__init__(window, "Copy for an annotator", "Write the copy", 580)
        self._project = project
        self._total = total
        self._find = find
        self._chosen: Path | None = None
        self.name = Field("Name of the colleague", "user")
        self.people = Button("", "chevron-down", "plain")
        self.people.setAccessibleName("Annotators of this project")
        self.people.setToolTip("Annotators of this project")
        self.people.setVisible(bool(names))
        self.menu = QMenu(self)
        for each in names:
            shown = each.replace("&", "&&")
            self.menu.addAction(shown).triggered.connect(lambda _on=False, who=each: self.name.set_text(who))
        self.people.clicked.connect(lambda: open_below(self.people, self.menu))
        self.which = Segmented([f"All {total:,}", "Found by a search", "A random share"], name="Which articles")
        self.which.set_current(ALL)
        self.choice = SearchChoice(saved, "status:done source:Herald …", slow=total > MANY)
        self.search = self.choice.field
        self.share = _number("Articles", max(1, total // 2))
        self.overlap = _number("The same for everyone", 0)
        self.seed = _number("Draw number", 1)
        self.seed.setToolTip("Everyone who is to share one draw gets the same number")
        self._share_row = self._numbers()
        self.blind = Switch("Blind")
        self.suggestions = Switch("Suggestions")
        self.suggestions.setChecked(True)
        self.path = Text("", "small", role="text_2", elide=True)
        self.change = Button("Change…", kind="quiet", small=True)
        self.change.setAccessibleName("Change where the file goes")
        self.change.clicked.connect(lambda: self.placeRequested.emit(self.where()))
        self.told = Text("", "small", role="text_2", wrap=True)
        self._lay_out()
        self._connect()
        self._show()
        self.open(self.name.edit)

    # ------------------------------------------------------------------------------------------ building

    def _numbers(self) -> QWidget:
        words = Text("articles,", role="text_2"), Text("the same for everyone; draw", role="text_2")
        return host(hbox(self.share, words[0], self.overlap, words[1], self.seed, None, gap=8))

    def _lay_out(self) -> None:
        self.fill(
            vbox(
                self._row("For", self.name, self.people),
                self._row("Articles", self.which),
                self._row("", self.choice),
                self._row("", self._share_row),
                8,
                SettingRow("Blind", "Nothing of what other annotators, or gold, have marked goes along.", self.blind),
                SettingRow(
                    "Suggestions",
                    "The quotations that the pipeline suggests go along. Names are highlighted in any case.",
                    self.suggestions,
                ),
                8,
                self._row("File", self.path, self.change),
                self.told,
                gap=8,
            )
        )

    def _row(self, label: str, *widgets: QWidget) -> QWidget:
        words = Text(label, role="text_2")
        words.setFixedWidth(72)
        items: list[Item] = [words, *widgets]
        row = hbox(*items, gap=8)
        row.setStretchFactor(widgets[0], 1)
        whole = host(row)
        widgets[0].setProperty("row", whole)
        return whole

    def _connect(self) -> None:
        self.choice.typed.connect(lambda: self.yes.setEnabled(False))  # until it is known what the search means
        self.choice.rested.connect(self._show)
        for field in (self.name, self.share, self.overlap, self.seed):
            field.edit.textChanged.connect(self._show)
        for field in (self.name, self.search, self.share, self.overlap, self.seed):
            field.edit.escaped.connect(self.leave)
            field.edit.returnPressed.connect(self.answer)
        self.which.chosen.connect(self._choose)

    # ------------------------------------------------------------------------------------------ what is asked

    def _choose(self, which: int) -> None:
        self._show()
        field = {FOUND: self.search, SHARE: self.share}.get(which)
        if field is not None:
            field.edit.setFocus()
            field.edit.selectAll()

    def set_path(self, path: Path) -> None:
        """Choose the file; the suffix is added where it is missing."""
        self._chosen = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self._show()

    def where(self) -> Path:
        """The file that will be written."""
        name = " ".join(self.name.text().split())
        title = f"{self._project.stem} for {name}" if name else f"{self._project.stem} copy"
        return self._chosen or free_path(self._project.parent, title)

    def options(self) -> CopyOptions:
        """What goes into the copy.  Raises AppError for a search that makes no sense."""
        which, query = self.which.current(), self.search.text().strip()
        documents = self._find(query) if query and which != ALL else None
        share = None
        if which == SHARE:
            share = Share(_value(self.share), _value(self.overlap), _value(self.seed))
        return CopyOptions(documents, share, self.blind.isChecked(), self.suggestions.isChecked())

    def answer(self) -> None:
        """Take the answer."""
        if not self.yes.isEnabled():
            return
        asked = Asked(" ".join(self.name.text().split()), self.where(), self.options())
        self.finish()
        self.asked.emit(asked)

    def _show(self) -> None:
        which = self.which.current()
        self.choice.property("row").setVisible(which in (FOUND, SHARE))
        self.search.edit.setPlaceholderText(
            "status:done source:Herald …" if which == FOUND else "Of all articles, or of those that a search finds"
        )
        self._share_row.property("row").setVisible(which == SHARE)
        self.path.setText(str(self.where()))
        trouble, told = self._told()
        self.told.setText(trouble or told)
        self.told.set_role("error" if trouble else "text_2")
        self.yes.setEnabled(bool(self.name.text().strip()) and not trouble)
        self._place()

    def _told(self) -> tuple[str, str]:
        """What is wrong, and otherwise what will be written."""
        name = self.name.text().strip()
        if name and (is_reserved(name) or not is_valid(name)):
            return f"“{name}” is a name of the program itself. Choose another.", ""
        if self.which.current() == FOUND and not self.search.text().strip():
            return "", "Type what the articles have in common."
        try:
            how = self.options()
        except AppError as error:
            return f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}.", ""
        there = self._total if how.documents is None else len(how.documents)
        if not there:
            return "No article fits the search.", ""
        return _drawn(how.share, there) if how.share else ("", f"{_articles(there)} will be written.")


def _drawn(share: Share, there: int) -> tuple[str, str]:
    """What is wrong with a share of so many articles, and otherwise what it will be."""
    if share.size > there:
        return f"{share.size:,} cannot be drawn from {_articles(there)}.", ""
    if share.overlap > share.size or share.size < 1:
        return "The share has to be larger than what is the same for everyone.", ""
    same = f", {share.overlap:,} of them the same for everyone" if share.overlap else ""
    return "", f"{share.size:,} of {_articles(there)} will be drawn{same}."


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _number(name: str, value: int) -> Field:
    field = Field("0")
    field.setFixedWidth(64)
    field.edit.setAccessibleName(name)
    field.edit.setValidator(QIntValidator(0, 9_999_999, field))
    field.set_text(str(value))
    return field


def _value(field: Field) -> int:
    return int(field.text() or 0)
