"""Leaving a project: what is being written is kept first, and where that fails the project stays open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent

from annotator.domain.errors import AppError
from annotator.ui.file_actions import FileActions
from annotator.ui.kit.typed_fields import LineValue
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

    def findChildren(self, kind: type[LineValue], /) -> list[LineValue]:
        """The fields in it."""

    def leave_article(self) -> None:
        """Keep where the open article is left."""


class Leaving:
    """Asks whether the project may be left, and closes the window."""

    def __init__(self, window: Window, others: Others) -> None:
        self._window = window
        self._others = others
        self._given_up = False

    def may_leave(self, what: str, again: Callable[[], object]) -> bool:
        """Keep what is being written; False where that fails: then it is told, with a way to try again.

        ``what`` stays open ("the window"), ``again`` leaves it again.
        """
        window, session = self._window, self._window.session
        if self._given_up:
            self._given_up = False
            return True
        window.notices.finish(_TOPIC)
        with suppress(AppError):  # what is still unsaved is told below
            session.catch_up()
        with session.keeping():
            window.views.finish_edits()
        fields = [each for each in window.findChildren(LineValue) if each.isVisible() and each.refused]
        if not (session.unsaved or session.refused or fields):
            return True
        self._tell(what, again, fields)
        return False

    def _tell(self, what: str, again: Callable[[], object], fields: list[LineValue]) -> None:
        session = self._window.session
        number = len(session.unsaved) + len(session.refused) + len(fields)
        edits = "The last edit is" if number == 1 else f"The last {number:,} edits are"
        hints = [f"{each.message}: {each.hint}" for each in session.refused]
        hints += [f"{each.attribute.name}: {each.trouble.text()}" for each in fields]
        deeds = [Deed("Try again", again), Deed("Leave without saving", lambda: self._give_up(again))]
        sentence = f"{edits} not saved, so {what} stays open."
        self._window.notices.tell("error", sentence, deeds, hint="\n".join(hints), topic=_TOPIC)
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self, again: Callable[[], object]) -> None:
        """Leave although something is lost: the user has said so."""
        self._window.session.unsaved.clear()
        self._given_up = True
        try:
            again()
        finally:
            self._given_up = False  # if it could not be left after all, the next time asks anew

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
