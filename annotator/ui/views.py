"""The views of the window, one at a time: start page, Annotate, Entities, the scheme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.annotate_view import AnnotateView
from annotator.ui.entities_view import EntitiesView
from annotator.ui.links import open_link
from annotator.ui.scheme_editor import SchemeEditor
from annotator.ui.session import Session
from annotator.ui.start_page import StartPage

_TABS = {"Annotate": "annotate", "Entities": "entities"}


class Views(QObject):
    """Makes each view when it is first shown.

    ``passageWanted`` asks for a place in an article: document and quotation.  ``trouble`` carries an AppError.
    ``shown`` carries the name of the view that is shown now.
    """

    passageWanted = Signal(str, str)
    trouble = Signal(object)
    shown = Signal(str)
    schemeFileWanted = Signal(bool)
    """Whether a scheme file is to be written (else read)."""

    def __init__(
        self,
        session: Session,
        annotate: AnnotateView,
        start: StartPage,
        tell: Callable[[str], object],
    ) -> None:
        """``tell`` says what was done, with the way back."""
        super().__init__(annotate)
        self._session = session
        self._annotate = annotate
        self._tell = tell
        self.stack = QStackedWidget()
        self.stack.addWidget(start)
        self.stack.addWidget(annotate)
        self._pages: dict[str, QWidget] = {"start": start, "annotate": annotate}

    @property
    def name(self) -> str:
        """The view that is shown: start, annotate, entities or scheme."""
        return next(name for name, page in self._pages.items() if page is self.stack.currentWidget())

    def show_tab(self, tab: str) -> None:
        """Show the view of a tab of the top bar."""
        self.show(_TABS[tab])

    @property
    def tab(self) -> str | None:
        """The tab of the view that is shown; None for one that has none."""
        return next((tab for tab, name in _TABS.items() if name == self.name), None)

    def show(self, name: str) -> None:
        """Show a view; what is being written in the one before is kept."""
        if name == self.name:
            return
        self.finish_edits()
        self.stack.setCurrentWidget(self._made(name))
        if name == "annotate":
            self._annotate.to_article()
        else:
            self._pages[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(name)

    def finish_edits(self) -> None:
        """Keep what is being written in the view that is shown."""
        page = self.stack.currentWidget()
        if isinstance(page, AnnotateView | EntitiesView):
            page.finish_edits()
        elif isinstance(page, SchemeEditor):
            page.finish()

    def entities(self) -> EntitiesView:
        """The Entities view."""
        page = self._made("entities")
        if not isinstance(page, EntitiesView):
            raise TypeError(page)
        return page

    def scheme(self) -> SchemeEditor:
        """The editor of the scheme."""
        page = self._made("scheme")
        if not isinstance(page, SchemeEditor):
            raise TypeError(page)
        return page

    # ------------------------------------------------------------------------------------------ inside

    def _made(self, name: str) -> QWidget:
        if name not in self._pages:
            page = self._make_entities() if name == "entities" else self._make_scheme()
            self._pages[name] = page
            self.stack.addWidget(page)
        return self._pages[name]

    def _make_entities(self) -> EntitiesView:
        view = EntitiesView(self._session)
        view.passageOpened.connect(self.passageWanted)
        view.done.connect(self._tell)
        view.trouble.connect(self.trouble)
        return view

    def _make_scheme(self) -> SchemeEditor:
        editor = SchemeEditor(self._session)
        editor.passageOpened.connect(self.passageWanted)
        editor.told.connect(self._tell)
        editor.trouble.connect(self.trouble)
        editor.done.connect(lambda: self.show("annotate"))
        editor.linkClicked.connect(open_link)
        editor.importWanted.connect(lambda: self.schemeFileWanted.emit(False))  # noqa: FBT003 - a signal's argument
        editor.exportWanted.connect(lambda: self.schemeFileWanted.emit(True))  # noqa: FBT003 - a signal's argument
        return editor
