"""What lies over the window or beside it and is made when it is first asked for: palette, keys, preferences, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from annotator.operations.lookup import Candidate, Lookup, candidates_of, folded
from annotator.settings import Settings
from annotator.store.documents import DocumentRow
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.enabling import Situation
from annotator.ui.key_map import KeyMap
from annotator.ui.look.icons import kind_icon
from annotator.ui.look.theme import Theme
from annotator.ui.places import Places
from annotator.ui.session import Session
from annotator.ui.top_bar import TopBar

if TYPE_CHECKING:
    from annotator.ui.sheets.guide import Guide
    from annotator.ui.sheets.palette import CommandPalette
    from annotator.ui.sheets.palette_rows import PaletteRow
    from annotator.ui.sheets.preferences import Preferences
    from annotator.ui.sheets.shortcut_sheet import ShortcutSheet
    from annotator.ui.sheets.tour import Stop, Tour

_MOST = 50


class Window(Protocol):
    """What the overlays need of the window."""

    theme: Theme
    annotate: AnnotateView
    top: TopBar
    actions_by_id: dict[str, QAction]

    @property
    def person(self) -> Settings:
        """The preferences as they are now."""

    def situation(self) -> Situation:
        """What the enabled actions depend on."""

    def articles(self) -> Sequence[DocumentRow]:
        """The articles of the project."""

    def open_document(self, id: str) -> None:
        """Show an article."""

    @property
    def places(self) -> Places:
        """What goes to an entity."""


class Overlays(QObject):
    """Opens them, and loads each when it is first opened.

    ``settingsChanged`` carries a function from the old to the new preferences, ``renamed`` the annotator's new name.
    """

    settingsChanged = Signal(object)
    renamed = Signal(str)

    def __init__(self, main: QMainWindow, window: Window, session: Session) -> None:
        super().__init__(main)
        self._main = main
        self._window = window
        self._session = session
        self.keys = KeyMap.from_settings(window.person.keys)
        self._palette: CommandPalette | None = None
        self._sheet: ShortcutSheet | None = None
        self._preferences: Preferences | None = None
        self._guide: Guide | None = None
        self.tour: Tour | None = None

    # ------------------------------------------------------------------------------------------ palette

    def open_palette(self) -> None:
        """Open the command palette, or close it."""
        if self._palette is None:
            from annotator.ui.sheets.palette import CommandPalette

            self._palette = CommandPalette(
                self._main,
                self._window.actions_by_id,
                sources=(self._articles, self._entities),
                why=self._why_not,
                own="view.palette",
            )
        self._palette.toggle()

    def _why_not(self, action: str) -> str:
        from annotator.ui.sheets.palette_rows import why_not

        return why_not(action, self._window.situation())

    def _articles(self, words: str) -> Sequence[PaletteRow]:
        wanted = folded(words).split()
        found = (each for each in self._window.articles() if all(word in folded(each.title) for word in wanted))
        return [self._article(each) for each in islice(found, _MOST)]

    def _article(self, row: DocumentRow) -> PaletteRow:
        from annotator.ui.sheets.palette_rows import PaletteRow

        detail = " · ".join(each for each in (row.source, row.date) if each)
        return PaletteRow(
            "articles", row.id, row.title, partial(self._window.open_document, row.id), detail, "file-text"
        )

    def _entities(self, words: str) -> Sequence[PaletteRow]:
        if self._session.project is None:
            return []
        return [self._entity(each) for each in Lookup(candidates_of(self._session.entities)).find(words, _MOST)]

    def _entity(self, found: Candidate) -> PaletteRow:
        from annotator.ui.sheets.palette_rows import PaletteRow

        kind = self._session.project.scheme.name("kinds", found.kind) if self._session.project else found.kind
        return PaletteRow(
            "entities", found.id, found.name, partial(self._window.places.entity, found.id), kind, kind_icon(found.kind)
        )

    # ------------------------------------------------------------------------------------------ keys

    def open_keys(self) -> None:
        """Open the sheet of keys, or close it."""
        if self._sheet is None:
            from annotator.ui.kit.printing import print_text
            from annotator.ui.sheets.shortcut_sheet import ShortcutSheet

            self._sheet = ShortcutSheet(self._main, self._window.actions_by_id, own="help.keys")
            self._sheet.rebindRequested.connect(self._rebind)
            self._sheet.printRequested.connect(lambda text: print_text(self._main, text))
        self._sheet.set_keys(self.keys)
        self._sheet.toggle()

    def _rebind(self, id: str) -> None:
        if self._sheet is not None:
            self._sheet.leave()
        self._preferences_made().open_key(id)

    def apply_keys(self, actions: Mapping[str, QAction]) -> None:
        """Give the actions the keys that the preferences choose."""
        self.keys.apply(actions)

    def _take_keys(self, keys: KeyMap) -> None:
        self.keys = keys
        keys.apply(self._window.actions_by_id)
        self.settingsChanged.emit(lambda old: replace(old, keys=keys.to_settings()))

    # ------------------------------------------------------------------------------------------ preferences

    def open_preferences(self) -> None:
        """Open the preferences, or close them."""
        self._preferences_made().toggle()

    def _preferences_made(self) -> Preferences:
        if self._preferences is None:
            from annotator.ui.sheets.preferences import Preferences

            made = self._preferences = Preferences(self._main, self._window.actions_by_id["file.preferences"])
            made.changed.connect(self.settingsChanged)
            made.renamed.connect(self.renamed)
            made.keysChanged.connect(self._take_keys)
        self.show_settings()
        return self._preferences

    def show_settings(self) -> None:
        """Show in the preferences what they are now."""
        if self._preferences is not None:
            project = self._session.project
            self._preferences.show_settings(self._window.person, project.scheme.kinds if project else ())

    # ------------------------------------------------------------------------------------------ help

    def open_guide(self) -> None:
        """Open the user guide in its window."""
        if self._guide is None:
            from annotator.ui.sheets.guide import Guide

            self._guide = Guide(self._window.theme, self._main)
        self._guide.set_theme(self._window.theme)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()
        self._guide.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_tour(self, done: Callable[[], object] = lambda: None) -> None:
        """Walk through the window."""
        from annotator.ui.sheets.tour import Tour

        self.tour = Tour(self._main, self._stops())
        self.tour.ended.connect(done)
        self.tour.open()

    def _stops(self) -> tuple[Stop, ...]:
        from annotator.ui.sheets.tour import Stop

        view, name, keys = self._window.annotate, self._session.annotator.name, self.keys.words
        return (
            Stop(
                "Your articles",
                f"They stand here; more come in by dropping files on the window, or with {keys('file.import')}. "
                f"You annotate as “{name}”, which can be changed in the bottom line.",
                lambda: _shown(view.documents),
            ),
            Stop(
                "Mark a quotation",
                f"Select words and press {keys('quotation.new')}; between quotation marks the caret is enough. "
                f"{keys('ghost.take')} then takes the cue and the speaker that are proposed.",
                lambda: view.article,
            ),
            Stop(
                "Or accept a suggestion",
                f"Dashed outlines are suggestions: {keys('suggestion.next')} goes to the next, "
                f"{keys('suggestion.accept')} accepts, {keys('suggestion.reject')} rejects.",
                lambda: view.article,
            ),
            Stop(
                "Who speaks, and where they stand",
                f"The keys 1 to 9 take a speaker from the cast, {keys('speaker.find')} finds one by name. "
                f"{keys('stance.new')} adds a stance: a target, an arrow, done.",
                lambda: _shown(view.card),
            ),
            Stop(
                "On to the next",
                f"{keys('document.done_next')} marks the article done and opens the next. Everything is saved at once, "
                f"and {keys('edit.undo')} takes back any step, also yesterday's.",
                lambda: view.header,
            ),
            Stop(
                "If you are looking for something",
                f"{keys('view.palette')} finds every command, article and person; {keys('help.keys')} shows all keys; "
                f"{keys('help.guide')} opens the guide.",
                lambda: self._window.top,
            ),
        )


def _shown(pane: QWidget) -> QWidget | None:
    return pane if pane.isVisible() else None
