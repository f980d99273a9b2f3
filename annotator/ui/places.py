"""Going to a passage, an entity or the search field from wherever one is."""

from __future__ import annotations

from typing import Protocol

from annotator.domain.text import Span
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.session import Session
from annotator.ui.views import Views


class Window(Protocol):
    """The parts of the window that are gone to."""

    session: Session
    annotate: AnnotateView
    views: Views

    def open_document(self, id: str) -> None:
        """Show an article."""


class Places:
    """Each method shows the view in which the place is, and there the place."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def passage(self, document: str, quotation: str) -> None:
        """Show a quotation of an article."""
        self._window.open_document(document)
        if self._window.annotate.quotation(quotation):
            self._window.annotate.activate(quotation)

    def place(self, document: str, quotation: str, span: Span) -> None:
        """Show a quotation of an article, or at least its words where somebody else has marked them."""
        self.passage(document, quotation)
        if self._window.annotate.active != quotation and self._window.session.document is not None:
            self._window.annotate.reveal(span)

    def entity(self, id: str) -> None:
        """Show an entity of the registry."""
        self._window.views.show("entities")
        self._window.views.entities().show_entity(id)

    def search(self) -> None:
        """Search all articles."""
        self._window.views.show("annotate")
        self._window.annotate.room.show_documents()
        self._window.annotate.documents.focus_search()
