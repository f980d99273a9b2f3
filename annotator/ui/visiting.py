"""An article reopens where it was left, and the time spent on it is counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

from annotator.store.visits import Visit
from annotator.ui.active_time import ActiveTime
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.session import Session
from annotator.ui.visits import left_at, return_to


class Visiting(QObject):
    """Keeps where each article was left.  ``timed`` tells whether the time is to be counted: a preference."""

    def __init__(self, session: Session, view: AnnotateView, timed: Callable[[], bool]) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._timed = timed
        self._document: str | None = None
        self.time = ActiveTime(self)
        self.time.watch(view.article.cursorPositionChanged, session.changed)
        self.time.watch(view.article.verticalScrollBar().valueChanged)
        self.time.ticked.connect(self._show)

    def begin(self) -> None:
        """Go to where the open article was left."""
        session, document = self._session, self._session.document
        if session.project is None or document is None:
            return
        visit = session.project.visits.get(document.id, session.annotator.id)
        self._document = document.id
        if visit is not None:
            if self._view.quotation(visit.active):
                self._view.activate(visit.active)
            return_to(self._view.article, visit)
        self.time.begin(visit.seconds if visit else 0.0)
        self.set_timed()

    def end(self) -> None:
        """Keep where the article is left; call it before another is opened, or the window closes."""
        project = self._session.project
        if project is None or self._document is None:
            return
        visit = left_at(self._view.article, self._view.active, self.time.end())
        before = project.visits.get(self._document, self._session.annotator.id)
        latest = project.visits.latest(self._session.annotator.id) == self._document
        if before is None or not latest or _place(before) != _place(visit):
            project.visits.save(self._document, self._session.annotator.id, visit)
        self._document = None

    def set_timed(self) -> None:
        """Count, or no longer, as the preference says."""
        self.time.set_on(self._timed())
        self._show(self.time.seconds())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count only while the window is the active one."""
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            self.time.set_window_active(event.type() == QEvent.Type.WindowActivate)
        return super().eventFilter(watched, event)

    def _show(self, seconds: float) -> None:
        self._view.header.show_time(seconds if self._timed() else None)


def _place(visit: Visit) -> tuple[int, int, str | None, float]:
    return visit.caret, visit.top, visit.active, visit.seconds
