"""The views of the window, one at a time: start page, Annotate, Review, Entities, Statistics, the scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.annotate_view import AnnotateView
from annotator.ui.kit.links import open_link
from annotator.ui.look.theme import Theme
from annotator.ui.session import Session
from annotator.ui.start_page import StartPage

if TYPE_CHECKING:
    from annotator.ui.entities.view import EntitiesView
    from annotator.ui.review.view import Mode, ReviewView
    from annotator.ui.scheme.editor import SchemeEditor
    from annotator.ui.statistics.view import StatisticsView

_TABS = {"Annotate": "annotate", "Review": "review", "Entities": "entities", "Statistics": "statistics"}


class Views(QObject):
    """Makes each view when it is first shown, and does not load it before.

    ``passageWanted`` asks for a place in an article: document and quotation.  ``trouble`` carries an AppError.
    ``shown`` carries the name of the view that is shown now.
    """

    passageWanted = Signal(str, str)
    placeWanted = Signal(str, str, object)
    """An article, a quotation of it, and its first words, for where the layer shown does not have it."""
    told = Signal(str)
    """A sentence about what was done outside the project."""
    trouble = Signal(object)
    shown = Signal(str)
    goldWanted = Signal(str, str)
    """An article, and a quotation of its gold to be edited."""
    waits = Signal(int)
    """How many conflicts are open in all articles, as far as that is known."""
    reviewMoved = Signal()
    """Where the reviewer stands, or what can be done there, may be another."""
    deckShown = Signal()
    """The feedback that waits for the annotator is shown."""
    jobWanted = Signal(object, object, str)
    """A job to be done beside the window, what takes its result, and what it is called while it lasts."""
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
        self._entities: EntitiesView | None = None
        self._scheme: SchemeEditor | None = None
        self._statistics: StatisticsView | None = None
        self._actions: Mapping[str, QAction] = {}
        self._review: ReviewView | None = None

    def furnish(self, actions: Mapping[str, QAction]) -> None:
        """Take the actions that views show and run."""
        self._actions = actions

    @property
    def name(self) -> str:
        """The view that is shown: start, annotate, review, entities, statistics or scheme."""
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
        elif name == "review":
            self.review().to_article()
        else:
            self._pages[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(name)

    def finish_edits(self) -> None:
        """Keep what is being written in the view that is shown."""
        if self.name == "annotate":
            self._annotate.finish_edits()
        elif self.name == "entities":
            self.entities().finish_edits()
        elif self.name == "scheme":
            self.scheme().finish()

    def show_review(self, mode: Mode) -> None:
        """Show the queue, the deck or agreement."""
        self.show("review")
        self.review().show_mode(mode)

    def review(self) -> ReviewView:
        """The Review view."""
        if self._review is None:
            self._review = self._make_review()
            self._add("review", self._review)
        return self._review

    def renew_review(self) -> None:
        """Have the Review view read everything again: another annotator, or another program, was at work."""
        if self._review is not None:
            self._review.renew()

    def leave_project(self) -> None:
        """Before the project is closed: let go of it."""
        self.finish_edits()
        if self._review is not None:
            self._review.leave_project()
        if self._statistics is not None:
            self._statistics.leave_project()
        if self._entities is not None:
            self._entities.same.stop()

    @property
    def shown_review(self) -> ReviewView | None:
        """The Review view while it is shown."""
        return self._review if self._review is self.stack.currentWidget() else None

    def entities(self) -> EntitiesView:
        """The Entities view."""
        if self._entities is None:
            self._entities = self._make_entities()
            self._add("entities", self._entities)
        return self._entities

    def statistics(self) -> StatisticsView:
        """The Statistics view."""
        if self._statistics is None:
            self._statistics = self._make_statistics()
            self._add("statistics", self._statistics)
        return self._statistics

    @property
    def shown_statistics(self) -> StatisticsView | None:
        """The Statistics view while it is shown."""
        return self._statistics if self._statistics is self.stack.currentWidget() else None

    def scheme(self) -> SchemeEditor:
        """The editor of the scheme."""
        if self._scheme is None:
            self._scheme = self._make_scheme()
            self._add("scheme", self._scheme)
        return self._scheme

    # ------------------------------------------------------------------------------------------ inside

    def _made(self, name: str) -> QWidget:
        if name == "entities":
            return self.entities()
        if name == "review":
            return self.review()
        if name == "statistics":
            return self.statistics()
        return self.scheme() if name == "scheme" else self._pages[name]

    def _add(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.stack.addWidget(page)

    def _make_entities(self) -> EntitiesView:
        from annotator.ui.entities.view import EntitiesView

        view = EntitiesView(self._session)
        view.passageOpened.connect(self.passageWanted)
        view.done.connect(self._tell)
        view.trouble.connect(self.trouble)
        return view

    def _make_statistics(self) -> StatisticsView:
        from annotator.ui.statistics.view import StatisticsView

        view = StatisticsView(self._session)
        view.placeOpened.connect(self.placeWanted)
        view.told.connect(self.told)
        view.trouble.connect(self.trouble)
        return view

    def _make_review(self) -> ReviewView:
        from annotator.ui.review.view import ReviewView

        view = ReviewView(self._session, self._annotate.article.pen.theme, self._actions)
        view.article.set_zoom(self._annotate.article.zoom())
        view.goldWanted.connect(self.goldWanted)
        view.done.connect(self._tell)
        view.trouble.connect(self.trouble)
        view.jobWanted.connect(self.jobWanted)
        view.moved.connect(self.reviewMoved)
        view.deckShown.connect(self.deckShown)
        for told in (view.moved, view.overview.grown):
            told.connect(lambda: self.waits.emit(view.overview.open_count()))
        view.article.zoomAsked.connect(self._annotate.article.zoomAsked)
        return view

    def set_look(self, theme: Theme, zoom: int) -> None:
        """Paint the articles of other views as that of the Annotate view is."""
        if self._review is not None:
            self._review.set_theme(theme)
            self._review.article.set_zoom(zoom)

    def _make_scheme(self) -> SchemeEditor:
        from annotator.ui.scheme.editor import SchemeEditor

        editor = SchemeEditor(self._session)
        editor.passageOpened.connect(self.passageWanted)
        editor.told.connect(self._tell)
        editor.trouble.connect(self.trouble)
        editor.done.connect(lambda: self.show("annotate"))
        editor.linkClicked.connect(open_link)
        editor.importWanted.connect(lambda: self.schemeFileWanted.emit(False))  # noqa: FBT003 - a signal's argument
        editor.exportWanted.connect(lambda: self.schemeFileWanted.emit(True))  # noqa: FBT003 - a signal's argument
        return editor
