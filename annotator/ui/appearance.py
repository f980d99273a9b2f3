"""How the window looks: theme, size of the text, which kinds of entity are underlined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from annotator.settings import Settings
from annotator.settings import Theme as ThemeChoice
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.interface_size import within
from annotator.ui.look.theme import Theme, dress
from annotator.ui.session import Session

_ZOOM_STEP = 10


def theme_for(choice: ThemeChoice) -> Theme:
    """The theme that a preference means now."""
    system = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return Theme.load(dark=system if choice == "system" else choice == "dark")


class Appearance(QObject):
    """Changes the look of the window and remembers it in the preferences.

    ``remember`` takes a function from the old to the new preferences.  ``looked`` says that theme or zoom are others.
    """

    looked = Signal()
    resized = Signal()
    """Another size of the interface was chosen, which the window takes when it opens again."""

    def __init__(
        self,
        window: QMainWindow,
        view: AnnotateView,
        session: Session,
        remember: Callable[[Callable[[Settings], Settings]], Settings],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._session = session
        self._remember = remember
        self._checks: Mapping[str, QAction] = {}
        self.kinds_menu = QMenu("Entities shown", window)
        self.kinds_menu.aboutToShow.connect(self._fill_kinds)
        view.article.zoomAsked.connect(self.zoom)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)

    def set_checks(self, actions: Mapping[str, QAction]) -> None:
        """The three theme actions, to be checked as chosen."""
        self._checks = actions

    def zoom(self, step: int) -> None:
        """Make the article's text a step larger or smaller; 0 is its normal size."""
        article = self._view.article
        article.set_zoom(article.zoom() + step * _ZOOM_STEP if step else 100)
        self.looked.emit()
        self._remember(lambda old: replace(old, zoom=article.zoom()))

    def resize_interface(self, step: int) -> None:
        """Make the window's own type and measures a step larger or smaller; 0 is their normal size."""
        size = self._remember(lambda old: old).interface
        self._remember(lambda old: replace(old, interface=within(size + step * _ZOOM_STEP) if step else 100))
        self.resized.emit()

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Follow the system, or be light or dark."""
        self._remember(lambda old: replace(old, theme=choice))
        self.apply()

    def apply(self) -> None:
        """Paint the whole window as the preferences say."""
        choice = self._remember(lambda old: old).theme
        theme = theme_for(choice)
        self._window.theme = theme  # type: ignore[attr-defined] # where `theme_of` looks for it
        dress(self._window, theme)
        self._view.set_theme(theme)
        self.looked.emit()
        for name in ("system", "light", "dark"):
            if action := self._checks.get(f"view.theme_{name}"):
                action.setChecked(name == choice)

    def _fill_kinds(self) -> None:
        self.kinds_menu.clear()
        for label in self._session.project.scheme.kinds if self._session.project else ():
            action = QAction(label.name, self.kinds_menu, checkable=True)
            action.setObjectName(f"view.kind.{label.id}")
            action.setChecked(label.id not in self._view.hidden_kinds)
            action.toggled.connect(lambda shown, kind=label.id: self.show_kind(kind, shown=shown))
            self.kinds_menu.addAction(action)

    def show_kind(self, kind: str, *, shown: bool) -> None:
        """Underline a kind of entity in the article, or not."""
        hidden = self._view.hidden_kinds
        self._view.hidden_kinds = hidden - {kind} if shown else hidden | {kind}
        self._view.show_state()
        self._remember(lambda old: replace(old, hidden_kinds=tuple(sorted(self._view.hidden_kinds))))
