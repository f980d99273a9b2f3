"""What is done to the open article: walking, done, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations import annotate
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.documents.model import count
from annotator.ui.labelling import Labelling
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session


class Opener(Protocol):
    """Who can show another article."""

    def open_document(self, id: str) -> None:
        """Show an article."""

    def open_first(self) -> None:
        """Show the first unfinished article, or none."""


class DocumentActions:
    """The Document menu, undo and redo.

    ``problems`` counts the open problems of the open article, ``show_problems`` shows them; the window sets both.
    """

    def __init__(
        self, session: Session, view: AnnotateView, notices: NoticeBar, labelling: Labelling, opener: Opener
    ) -> None:
        self._session = session
        self._view = view
        self._notices = notices
        self._labelling = labelling
        self._opener = opener
        self._told_done: str | None = None
        self.problems: Callable[[], int] = lambda: 0
        self.show_problems: Callable[[], object] = lambda: None

    # ------------------------------------------------------------------------------------------ undo

    def undo(self) -> None:
        """Take back the last step and show where it was."""
        changes = self._session.undo()
        if changes is not None and changes.touches("layer") and changes.about(self._told_done):
            self._notices.finish("done")
        self._show(changes, "Undone")

    def redo(self) -> None:
        """Do the step again and show where it is."""
        self._show(self._session.redo(), "Done again")

    def undo_deed(self) -> Deed:
        """The way back that a notice offers."""
        return Deed("Undo", self.safely(self.undo), "Ctrl+Z", undo=True)

    def safely(self, deed: Callable[[], object]) -> Callable[[], None]:
        """``deed`` with its errors told in the bar."""

        def run() -> None:
            try:
                deed()
            except AppError as error:
                self._view.fail(error)

        return run

    def _show(self, changes: Changes | None, verb: str) -> None:
        if changes is None:
            return
        here = self._session.document.id if self._session.document else None
        known = set(self._session.project.documents.ids()) if self._session.project else set()
        elsewhere = sorted((changes.documents - changes.touches("document")) & known)
        if here not in known:
            self._opener.open_first()
        elif elsewhere and here not in changes.documents:
            self._opener.open_document(elsewhere[0])
        touched = changes.focus or next(iter(sorted(changes.touches("quotation"))), None)
        if self._view.quotation(touched):
            self._view.activate(touched)
        self._view.announce(f"{verb}: {changes.label}")

    # ------------------------------------------------------------------------------------------ articles

    def neighbour(self, step: int) -> None:
        """Open the article after (1) or before (-1) this one in the list."""
        if id := self._view.documents.neighbour(step):
            self._opener.open_document(id)

    def done_next(self) -> None:
        """Mark the article done, with whatever is in it, and open the next unfinished one."""
        document = self._session.document
        if document is None:
            return
        self._view.finish_edits()
        problems = self.problems()
        following = self._view.documents.next_unfinished()
        self._session.run(annotate.set_status, "done")
        if following is not None:
            self._opener.open_document(following)
            self._view.to_article()
        self._told_done = document.id
        if problems:
            show = Deed("Show", self.safely(lambda: self._show_problems(document.id)))
            sentence = f"Done with {count(problems, 'problem')}: “{document.title}”."
            self._notices.tell("warn", sentence, [show, self.undo_deed()], topic="done")
        elif following is None:
            self._notices.tell("ok", "Every article is done.", topic="done")
        else:
            self._notices.finish("done")

    def _show_problems(self, document: str) -> None:
        self._opener.open_document(document)
        self.show_problems()

    def reopen(self) -> None:
        """Take the article back into work."""
        self._session.run(annotate.set_status, "in_progress")

    def label_again(self) -> None:
        """Have the pipeline label the open article again; only its own layer is replaced."""
        if self._session.document is not None:
            self._labelling.again(self._session.document.id)
