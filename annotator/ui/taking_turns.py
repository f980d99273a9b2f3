"""Who annotates: another name, another annotator of the project, and everything shown as they see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPoint

from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError
from annotator.operations.colouring import set_colour
from annotator.settings import Settings
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.annotators import AnnotatorMenu
from annotator.ui.document_care import DocumentCare
from annotator.ui.file_actions import FileActions
from annotator.ui.messages import NoticeBar
from annotator.ui.review.waiting import FeedbackWaiting
from annotator.ui.session import Session
from annotator.ui.status_line import StatusLine
from annotator.ui.upkeep import Upkeep
from annotator.ui.views import Views
from annotator.ui.visiting import Visiting


class Window(Protocol):
    """The parts of the window that show whose labels are there."""

    session: Session
    annotate: AnnotateView
    notices: NoticeBar
    status: StatusLine
    views: Views
    upkeep: Upkeep
    care: DocumentCare
    visiting: Visiting
    waiting: FeedbackWaiting

    def remember(self, change: Callable[[Settings], Settings], /) -> Settings:
        """Change the preferences and keep them."""

    def fail(self, error: AppError, /) -> None:
        """Tell that something could not be done."""

    def leave_article(self) -> None:
        """Keep where the open article is left."""

    def update_actions(self) -> None:
        """Set each action enabled where it can do something now."""


class TakingTurns:
    """Changes the annotator of the session."""

    def __init__(self, window: Window, menu: AnnotatorMenu, files: FileActions) -> None:
        self._window = window
        self._menu = menu
        self._files = files
        menu.coloured.connect(self.colour)

    def rename(self, name: str) -> None:
        """Annotate under another name from now on; as the annotator the project knows by it, if it knows one."""
        self._leave_desk()
        self._window.session.set_annotator(name)
        self._show()

    def switch(self, annotator: Annotator) -> None:
        """Annotate as another annotator of the project from now on."""
        if annotator.id != self._window.session.annotator.id:
            self._leave_desk()
            self._window.session.switch_annotator(annotator)
            self._show()

    def colour(self, annotator: Annotator) -> None:
        """Show an annotator in the colour that they carry from now on, everywhere; one step."""
        session = self._window.session
        try:
            session.apply(set_colour, session.annotator, annotator.id, annotator.colour)
        except AppError as error:
            self._window.fail(error)
        self._window.update_actions()

    def _leave_desk(self) -> None:
        """Before another annotator takes over: what is being written is still this one's."""
        self._window.views.finish_edits()
        self._window.leave_article()

    def offer(self) -> None:
        """Open the menu of annotators above the name."""
        self._menu.refill()
        if not self._menu.names():
            self._files.ask_annotator()
            return
        corner = self._window.status.annotator.mapToGlobal(QPoint(0, 0))
        self._menu.popup(corner - QPoint(0, self._menu.sizeHint().height() + 2))

    def _show(self) -> None:
        """Show everything as the annotator of the session sees it, and keep who that is."""
        window, who = self._window, self._window.session.annotator
        window.remember(lambda old: replace(old, annotator_name=who.name, annotator_id=who.id))
        window.status.show_annotator(who.name)
        window.notices.forget_undo()
        window.upkeep.read_undo()
        window.update_actions()
        window.upkeep.show_rows()
        if window.session.document is not None:
            window.session.refresh()
            window.annotate.show_document()
            window.care.show_article()
            window.visiting.begin()
        window.views.renew_review()
        window.notices.finish("feedback")
        if window.session.project is not None:
            window.waiting.count(window.session.project, who.id)
