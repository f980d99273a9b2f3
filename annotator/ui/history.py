"""The history of the project in the drawer: what each step did, and one of them reverted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from annotator.domain.errors import AppError
from annotator.store.documents import DocumentRow
from annotator.store.history import HistoryStep
from annotator.store.project import PIPELINE
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.history_panel import NOBODY, HistoryPanel, HistoryRow
from annotator.ui.kit.dates import when
from annotator.ui.messages import NoticeBar
from annotator.ui.session import Session

PAGE = "history"
_BATCH = 200


class Opener(Protocol):
    """Who can show an article, and offers undo."""

    def open_document(self, id: str) -> None:
        """Show an article."""

    def articles(self) -> Sequence[DocumentRow]:
        """The articles of the project."""

    def fail(self, error: AppError) -> None:
        """Tell that something could not be done."""


class History(QObject):
    """Reads the journal for the panel, newest step first; it follows each change while it can be seen."""

    def __init__(self, session: Session, view: AnnotateView, notices: NoticeBar, opener: Opener) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._notices = notices
        self._opener = opener
        self._wanted = _BATCH
        self.panel = HistoryPanel()
        view.drawer.add_page(PAGE, "History", self.panel)
        self.panel.opened.connect(opener.open_document)
        self.panel.revertRequested.connect(self._revert)
        self.panel.moreRequested.connect(self._more)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(lambda _changes: self.later())

    def show(self) -> None:
        """Open the history, or close it where it is open."""
        self._wanted = _BATCH
        self.refresh()
        self._view.drawer.toggle_page(PAGE)

    def refresh(self) -> None:
        """Read the latest steps."""
        project = self._session.project
        steps = project.history(self._wanted) if project else []
        self.panel.show_steps(self._rows(steps), more=len(steps) == self._wanted)

    def later(self) -> None:
        """Look when the window has nothing else to do."""
        if self._view.drawer.page() == PAGE:
            self._soon.start()

    # ------------------------------------------------------------------------------------------ inside

    def _more(self) -> None:
        self._wanted += _BATCH
        self.refresh()

    def _rows(self, steps: Sequence[HistoryStep]) -> list[HistoryRow]:
        project, me = self._session.project, self._session.annotator.id
        names = {each.id: each.name for each in project.annotators()} if project else {}
        titles = {each.id: each.title for each in self._opener.articles()}
        rows = []
        for step in steps:
            first = next(iter(step.documents), None)
            more = step.document_count - 1
            title = titles.get(first or "", "")
            rows.append(
                HistoryRow(
                    number=step.number,
                    label=step.label,
                    who="pipeline" if step.actor == PIPELINE else names.get(step.actor, step.actor) or NOBODY,
                    when=when(step.at),
                    title=f"{title} and {more} more" if title and more > 0 else title,
                    document=first if first in titles else None,
                    words=step.words,
                    undone=step.undone,
                    mine=step.actor == me,
                    can_revert=self._session.writable and step.actor == me and step.revertible,
                )
            )
        return rows

    def _revert(self, number: int) -> None:
        project = self._session.project
        if project is None:
            return
        try:
            changes = self._session.take(project.revert(number, self._session.annotator.id))
        except AppError as error:
            self._opener.fail(error)
        else:
            self._notices.tell("ok", f"{changes.label}.", topic="history")
