"""The window: wires session, views, menus and background work; knows all panels, while no panel knows another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError, ProjectError
from annotator.settings import Settings
from annotator.store.documents import DocumentRow
from annotator.store.project import Project
from annotator.ui.about import show_about
from annotator.ui.actions import make_actions
from annotator.ui.annotate_view import HINT, AnnotateView
from annotator.ui.annotators import AnnotatorMenu
from annotator.ui.appearance import Appearance, theme_for
from annotator.ui.copies.care import CopyCare
from annotator.ui.document_actions import DocumentActions
from annotator.ui.document_care import DocumentCare
from annotator.ui.dropping import Dropping
from annotator.ui.enabling import Situation
from annotator.ui.file_actions import FileActions
from annotator.ui.following import Following
from annotator.ui.gestures.handlers import gesture_handlers
from annotator.ui.gold_editing import GoldEditing
from annotator.ui.handoff import Handoff
from annotator.ui.history import History
from annotator.ui.labelling import Labelling
from annotator.ui.layout_kept import LayoutKept
from annotator.ui.leaving import Leaving
from annotator.ui.look.measures import NARROW
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.others import Others
from annotator.ui.overlays import Overlays
from annotator.ui.places import Places
from annotator.ui.preferences_kept import PreferencesKept
from annotator.ui.problem_counts import ProblemCounts
from annotator.ui.problem_walk import ProblemWalk
from annotator.ui.project_place import tell_where
from annotator.ui.recent_menu import RecentMenu
from annotator.ui.review.waiting import FeedbackWaiting, waiting_words
from annotator.ui.review_handlers import review_handlers
from annotator.ui.searching import Searching
from annotator.ui.session import Session
from annotator.ui.start_page import StartPage
from annotator.ui.status_line import StatusLine
from annotator.ui.suggesting import Suggesting
from annotator.ui.taking_turns import TakingTurns
from annotator.ui.top_bar import TopBar
from annotator.ui.upkeep import Upkeep
from annotator.ui.views import Views
from annotator.ui.visiting import Visiting
from annotator.ui.window_actions import filled_menus, give_keys
from annotator.ui.window_handlers import window_handlers

if TYPE_CHECKING:
    from annotator.operations.importing import ImportReport

_TITLE_BAR = 40
"""Pixels that the system adds above the window, about."""


class MainWindow(QMainWindow):
    """The main window.  ``session.project`` is the open project."""

    def __init__(self, person: Settings, *, keep_settings: bool = True) -> None:
        super().__init__()
        self.notices = NoticeBar()
        self.preferences = PreferencesKept(person, self.notices, keep=keep_settings)
        self.remember = self.preferences.change
        self.session = Session(Annotator(person.annotator_id or "a_reader", person.annotator_name), self)
        self.theme = theme_for(person.theme)
        self.annotate = AnnotateView(self.session, self.notices, self.theme)
        self.annotate.hidden_kinds = frozenset(person.hidden_kinds)
        self.annotate.gestures.ghosts.enabled = person.ghosts
        self.labelling = Labelling(self.session, self)
        self.documents = DocumentActions(self.session, self.annotate, self.notices, self.labelling, self)
        self.appearance = Appearance(self, self.annotate, self.session, self.remember)
        self.files = FileActions(self, self.session, self.notices, self.guarded(self.documents.undo))
        self.handoff = Handoff(self, self.session, self.notices, self.files, self.guarded(self.documents.undo))
        self.suggesting = Suggesting(
            self, self.session, self.annotate, self.notices, self.labelling, self.guarded, self.documents.undo
        )
        self.overlays = Overlays(self, self, self.session)
        self.following = Following(self)
        self.start = StartPage(self.person.annotator_name)
        self.views = Views(self.session, self.annotate, self.start, self._tell_done)
        self.places = Places(self)
        self.waiting = FeedbackWaiting(self)
        self.gold = GoldEditing(self.session, self.annotate, self.views, self.notices, self)
        self.problems = ProblemWalk(self.session, self.annotate, self.annotate.drawer)
        self.history = History(self.session, self.annotate, self.notices, self)
        self.actions_by_id: dict[str, QAction] = make_actions(self, self._handlers())
        self.overlays.apply_keys(self.actions_by_id)
        self.status = StatusLine()
        self._fill_menus()
        self._furnish()
        self._lay_out()
        self._connect()
        self.appearance.set_checks(self.actions_by_id)
        self.appearance.apply()
        self.layout_kept = LayoutKept(self, self.annotate, self.care, self.remember)
        self.layout_kept.restore(self.person)
        self.update_actions()
        self._others = Others(self, self)
        self.leaving = Leaving(self, self._others)

    # ------------------------------------------------------------------------------------------ building

    def _handlers(self) -> dict[str, Callable[[], object]]:
        handlers = window_handlers(self) | review_handlers(self) | gesture_handlers(self.annotate.gestures)
        return {name: self.guarded(handler) for name, handler in handlers.items()}

    def guarded(self, handler: Callable[[], object]) -> Callable[[], None]:
        """``handler`` with its errors told in the bar."""

        def run() -> None:
            try:
                handler()
            except AppError as error:
                self.fail(error)
            self.update_actions()

        return run

    def fail(self, error: AppError) -> None:
        """Tell that something could not be done; the window shows again what is stored."""
        self.notices.show_error(error)
        if isinstance(error, ProjectError):
            self.status.show_save_state("not_saved", error.message)
        self.annotate.show_state()

    def _fill_menus(self) -> None:
        self.menus = filled_menus(self, self.actions_by_id, self.update_actions)
        self.menus["View"].addMenu(self.appearance.kinds_menu)
        self.recent = RecentMenu(self, self.menus["File"], self.actions_by_id["project.sample"])
        another, edit = self.actions_by_id["edit.annotator"], self.menus["Edit"]
        self.annotators = AnnotatorMenu(self, self.session, another)
        edit.insertMenu(another, self.annotators)  # which offers the other name last
        edit.removeAction(another)

    def _furnish(self) -> None:
        """Make the parts that need the actions."""
        article_menu = QMenu(self)
        article_menu.addMenu(self.appearance.kinds_menu)
        for id in ("view.zoom_in", "view.zoom_out", "view.zoom_reset", "document.prelabel", "document.reopen"):
            article_menu.addAction(self.actions_by_id[id])
        view = self.annotate
        view.furnish(self.actions_by_id, article_menu)
        self.views.furnish(self.actions_by_id)
        self.top = TopBar(self.actions_by_id, self.menus["File"])
        counts = ProblemCounts(self.session, view.documents, self.problems.count)
        self.upkeep = Upkeep(self.session, view, self.views, self.status, self.notices, self.actions_by_id, counts)
        self.care: DocumentCare = DocumentCare(self.session, view, self.notices, self.labelling, self, self.documents)
        self.copies: CopyCare = CopyCare(self, self.session, view, self.notices, self.files, self.documents)
        self.searching = Searching(self, view.documents, self.session, self.notices, self.documents)
        self.visiting = Visiting(self.session, view, lambda: self.person.timer)
        self.installEventFilter(self.visiting)
        self.turns = TakingTurns(self, self.annotators, self.files)
        view.drawer.add_page("reanchor", "Corrected text", self.care.reanchor, least=300)
        self.documents.problems = self.problems.count
        self.documents.show_problems = self.problems.open

    def _lay_out(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.views.stack, 1)
        column.addWidget(self.notices)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        room = self.screen().availableSize().shrunkBy(QMargins(0, 0, 0, _TITLE_BAR))
        self.setMinimumSize(QSize(1000, 640).boundedTo(room))  # a large interface on a small screen has less
        self.resize(QSize(1440, 900).boundedTo(room))
        give_keys(self, self.annotate, self.actions_by_id)

    def _connect(self) -> None:
        view = self.annotate
        view.documents.opened.connect(self.open_document)
        view.documents.importRequested.connect(self.actions_by_id["file.import"].trigger)
        for signal, id in (
            (self.start.sampleRequested, "project.sample"),
            (self.start.newRequested, "project.new"),
            (self.start.openRequested, "project.open"),
        ):
            signal.connect(self.actions_by_id[id].trigger)
        self.start.named.connect(self.rename_annotator)
        view.article.selectionChanged.connect(self.update_actions)
        view.moved.connect(self.upkeep.moved)
        view.trouble.connect(self.fail)
        self.session.changed.connect(self.upkeep.take)
        self.files.projectChosen.connect(self.show_project)
        self.files.imported.connect(self._imported)
        self.files.renamed.connect(self.rename_annotator)
        self._connect_views()

    def _connect_views(self) -> None:
        self.labelling.progressed.connect(self.status.show_pipeline)
        self.labelling.troubled.connect(self._pipeline_trouble)
        self.status.annotatorsAsked.connect(self.turns.offer)
        self.annotators.chosen.connect(self.turns.switch)
        self.top.viewChosen.connect(self.views.show_tab)
        self.views.shown.connect(self._view_shown)
        self.views.trouble.connect(self.fail)
        self.views.reviewMoved.connect(self.upkeep.moved)
        self.views.deckShown.connect(lambda: self.notices.finish("feedback"))
        self.views.waits.connect(lambda number: self.top.show_count("Review", number))
        self.waiting.found.connect(self._tell_feedback)
        self.appearance.looked.connect(lambda: self.views.set_look(self.theme, self.annotate.article.zoom()))
        self.views.passageWanted.connect(self.places.passage)
        self.views.placeWanted.connect(self.places.place)
        self.views.jobWanted.connect(self.files.start)
        self.views.told.connect(lambda words: self.notices.tell("ok", words, topic="view"))
        self.views.schemeFileWanted.connect(
            lambda write: self.files.ask_scheme(self.views.scheme().take_scheme, write=write)
        )
        self.appearance.resized.connect(self.following.offer_to_open_again)
        self.overlays.settingsChanged.connect(self.following.change)
        self.overlays.renamed.connect(self.rename_annotator)
        self.annotate.entityWanted.connect(self.places.entity)
        self.annotate.guidelineEdited.connect(self._edit_guideline)
        self.care.offered.connect(lambda: self.annotate.drawer.show_page("reanchor"))
        self.care.jobWanted.connect(self.files.start)
        self.care.settled.connect(self.annotate.drawer.close_drawer)
        self.annotate.documents.orderChanged.connect(lambda order: self.remember(lambda old: replace(old, order=order)))
        self.handoff.merged.connect(self.upkeep.show_rows)
        Dropping(self).dropped.connect(self.handoff.dropped)

    # ------------------------------------------------------------------------------------------ showing

    def show_project(self, project: Project, *, label: bool = True) -> None:
        """Make an open project the window's; its first article, or the first unfinished one, is shown."""
        if self.session.project is not None:
            if not self.leaving.may_leave("the project", lambda: self.files.open(project.path)):
                project.close()
                return
            self.notices.clear()  # it was about the project that is left
        self.leave_article()
        self.views.leave_project()
        self.waiting.stop()
        self.searching.stop()
        self.top.show_count("Review", 0)
        self.files.finish()
        self.copies.stop()
        self.labelling.stop()
        self.session.open_project(project)
        self.views.show("annotate")
        self.remember(lambda old: old.opened(project.path))
        title = project.title or project.path.stem
        self.setWindowTitle(f"{title} — Annotator")
        self.setWindowFilePath(str(project.path))
        self.top.set_project(title, str(project.path))
        self.status.show_annotator(self.session.annotator.name)
        self.annotate.documents.set_writable(self.session.writable)
        self.upkeep.read_undo()
        self.upkeep.show_rows()
        self.searching.show_saved()
        self.annotate.show_scheme()
        self.copies.begin()
        self._open_last(project)
        tell_where(project, self.status, self.notices)
        self.waiting.count(project, self.session.annotator.id)
        if label:
            self.labelling.start()

    def _open_last(self, project: Project) -> None:
        """Go on where the annotator stopped; the first time, with the first unfinished article."""
        last = project.visits.latest(self.session.annotator.id)
        if last is None:
            self.open_first()
        else:
            self.open_document(last)

    def open_first(self) -> None:
        """Show the first article of the list, or none."""
        first = self.annotate.documents.neighbour(0) or self.annotate.documents.neighbour(1)
        if first is None:
            self.leave_article()
            self.session.close_document()
            self.annotate.show_document()
            self.upkeep.moved()
        else:
            self.open_document(first)
        self.update_actions()

    def open_document(self, id: str) -> None:
        """Show an article of the open project, where it was left."""
        self.views.show("annotate")
        same = self.session.document is not None and self.session.document.id == id
        if not same or self.session.gold:
            self.take_article(id)
        else:
            self.annotate.to_article()

    def take_article(self, id: str) -> None:
        """Make an article the open one, with the annotator's own labels; the view that is shown stays."""
        try:
            self.annotate.finish_edits()
            self.leave_article()
            self.session.open_document(id)
        except AppError as error:
            self.notices.show_error(error)
            return
        self.annotate.show_document()
        self.care.show_article()
        self.copies.show_article()
        self.visiting.begin()
        self.annotate.to_article()
        self.labelling.prefer_open()
        self.problems.later()
        self.history.later()
        self.update_actions()
        self.upkeep.moved()

    def articles(self) -> Sequence[DocumentRow]:
        """The articles of the project."""
        return self.upkeep.rows

    def _edit_guideline(self, reason: str, text: str) -> None:
        from annotator.operations import scheming

        self.guarded(lambda: self.session.apply(scheming.set_guideline, self.session.annotator, reason, text))()

    def update_actions(self) -> None:
        """Set each action enabled where it can do something now."""
        if hasattr(self, "upkeep"):
            self.upkeep.update_actions()

    def situation(self) -> Situation:
        """What the enabled actions depend on, as it is now."""
        return self.upkeep.situation()

    def _tell_done(self, sentence: str) -> None:
        """Tell what was done in another view, with the way back."""
        self.notices.tell("ok", sentence, [self.actions_by_id["edit.undo"]], topic="view")

    def _tell_feedback(self, number: int) -> None:
        if (review := self.views.shown_review) is not None and review.mode == "feedback":
            return  # it is being looked at
        look = Deed("Look at it", lambda: self.views.show_review("feedback"))
        self.notices.tell("info", waiting_words(number), [look], topic="feedback")

    def _view_shown(self, _name: str) -> None:
        self.notices.finish(HINT)  # it is about a gesture in the view before
        self.top.show_view(self.views.tab)
        self.status.show_place(shown=self.views.name == "annotate")
        self.upkeep.moved()

    def leave_article(self) -> None:
        """Keep where the open article is left."""
        if self.session.document is not None:
            self.visiting.end()

    # ------------------------------------------------------------------------------------------ deeds

    def _imported(self, report: ImportReport) -> None:
        self.upkeep.show_rows()
        if report.added and (self.session.document is None or len(report.added) == 1):
            self.open_document(report.added[0])
        self.labelling.start()

    def _pipeline_trouble(self, sentence: str, document: str) -> None:
        again = [Deed("Try again", lambda: self.labelling.again(document))] if document else []
        self.notices.tell("warn", sentence, again, topic="pipeline")

    def rename_annotator(self, name: str) -> None:
        """Annotate under another name from now on; as the annotator the project knows by it, if it knows one."""
        self.turns.rename(name)

    def about(self) -> None:
        """Say what the program is and what it stands on."""
        show_about(self)

    # ------------------------------------------------------------------------------------------ preferences

    @property
    def person(self) -> Settings:
        """The preferences as they are now."""
        return self.preferences.person

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bars above and below take the shape that fits the width."""
        super().resizeEvent(event)
        for bar in (self.top, self.status):
            bar.set_compact(self.width() < NARROW)

    # ------------------------------------------------------------------------------------------ closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the window, unless something would be lost."""
        self.leaving.close(event)
