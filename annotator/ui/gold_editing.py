"""Editing gold with the gestures of the Annotate view, and back to the review."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject

from annotator.domain.errors import AppError
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.messages import NoticeBar
from annotator.ui.session import Session
from annotator.ui.views import Views


class Opener(Protocol):
    """Who can show an article."""

    def leave_article(self) -> None:
        """Keep where the open article is left."""

    def take_article(self, id: str) -> None:
        """Make an article the open one, with the annotator's own labels."""


class GoldEditing(QObject):
    """Puts gold on the desk of the session, and the annotator's own labels back."""

    def __init__(self, session: Session, view: AnnotateView, views: Views, notices: NoticeBar, opener: Opener) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._views = views
        self._notices = notices
        self._opener = opener
        self._before: str | None = None
        views.goldWanted.connect(self.begin)
        views.shown.connect(lambda name: self._put_back() if name == "review" and self.is_on else None)

    @property
    def is_on(self) -> bool:
        """Whether gold is edited now."""
        return self._session.gold

    def begin(self, document: str, quotation: str) -> None:
        """Edit a gold quotation."""
        session = self._session
        self._before = session.document.id if session.document else None
        try:
            self._opener.leave_article()
            annotators = self._views.review().reviewing.annotators
            session.open_gold(document, annotators)
        except AppError as error:
            self._notices.show_error(error)
            return
        self._views.show("annotate")
        self._view.show_document()
        self._view.header.show_copies(0)  # those of the article that was open before
        self._view.gold.show_gold(session.document.title if session.document else "")
        if self._view.quotation(quotation):
            self._view.activate(quotation)
        self._view.to_article()

    def end(self) -> None:
        """Go back to the review."""
        if self.is_on:
            self._views.show_review("queue")

    def _put_back(self) -> None:
        """Put the annotator's own labels back on the desk."""
        reviewed = self._session.document.id if self._session.document else None
        back = self._before if self._before in self._ids() else reviewed
        if back is not None:
            self._opener.take_article(back)

    def _ids(self) -> set[str]:
        return set(self._session.project.documents.ids()) if self._session.project else set()

    def leave(self) -> None:
        """Leave, innermost first: selection, suggestion, quotation; then gold."""
        view = self._view
        nothing = view.article.selection() is None and view.focused is None and view.active is None
        if self.is_on and nothing:
            self.end()
        else:
            view.leave()
