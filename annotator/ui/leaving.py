"""Leaving a project: what is being written is kept first, and where that fails the project stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QCloseEvent

from annotator.domain.errors import AppError
from annotator.ui.file_actions import FileActions
from annotator.ui.labelling import Labelling
from annotator.ui.layout_kept import LayoutKept
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.others import Others
from annotator.ui.session import Session
from annotator.ui.views import Views

_TOPIC = "leaving"


class Stoppable(Protocol):
    """What runs in the background."""

    def stop(self) -> None:
        """End it."""


class Window(Protocol):
    """The parts of the window that have to end, or be kept, before it closes."""

    session: Session
    views: Views
    notices: NoticeBar
    files: FileActions
    labelling: Labelling
    layout_kept: LayoutKept

    @property
    def waiting(self) -> Stoppable:
        """What counts the feedback that waits."""

    @property
    def searching(self) -> Stoppable:
        """What searches the articles."""

    @property
    def copies(self) -> Stoppable:
        """What looks for copies of articles."""

    def close(self) -> bool:
        """Close the window."""

    def leave_article(self) -> None:
        """Keep where the open article is left."""


class Leaving:
    """Asks whether the project may be left, and closes the window."""

    def __init__(self, window: Window, others: Others) -> None:
        self._window = window
        self._others = others

    def may_leave(self, what: str, again: Callable[[], object]) -> bool:
        """Keep what is being written; False where that fails: then it is told, with a way to try again.

        ``what`` stays open ("the window"), ``again`` leaves it again.
        """
        window, session = self._window, self._window.session
        window.notices.finish(_TOPIC)
        hint = ""
        try:
            session.catch_up()
        except AppError as error:
            hint = error.message
        with session.keeping():
            window.views.finish_edits()
        if not session.unsaved:
            return True
        number = len(session.unsaved)
        edits = "The last edit is" if number == 1 else f"The last {number:,} edits are"
        deeds = [Deed("Try again", again), Deed("Leave without saving", lambda: self._give_up(again))]
        window.notices.tell("error", f"{edits} not saved, so {what} stays open.", deeds, hint=hint, topic=_TOPIC)
        return False

    def _give_up(self, again: Callable[[], object]) -> None:
        """Leave although something is lost: the user has said so."""
        self._window.session.unsaved.clear()
        again()

    def close(self, event: QCloseEvent) -> None:
        """End what runs in the background, then close the project, so that its one file is complete."""
        window = self._window
        if not self.may_leave("the window", window.close):
            event.ignore()
            return
        self._others.stop()
        window.views.leave_project()
        window.waiting.stop()
        window.searching.stop()
        window.files.finish()
        window.copies.stop()
        window.labelling.stop()
        window.layout_kept.keep()
        try:
            window.leave_article()
            window.session.close_project()
        except AppError as error:
            window.notices.show_error(error)
        event.accept()
