"""What the window keeps true at any moment: which actions can be done, what undo means, the list of articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction

from annotator.domain.changes import Changes
from annotator.operations.documents import pace
from annotator.operations.pipeline_labels import LABEL
from annotator.store.documents import DocumentRow
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.enabling import Situation, enabled_actions
from annotator.ui.messages import NoticeBar
from annotator.ui.problem_counts import ProblemCounts
from annotator.ui.session import Session
from annotator.ui.status_line import StatusLine
from annotator.ui.views import Views


class Upkeep:
    """Follows the session.  ``actions`` are all actions of the window."""

    def __init__(
        self,
        session: Session,
        view: AnnotateView,
        views: Views,
        status: StatusLine,
        notices: NoticeBar,
        actions: Mapping[str, QAction],
        counts: ProblemCounts,
    ) -> None:
        self._session = session
        self._view = view
        self._views = views
        self._status = status
        self._notices = notices
        self._actions = actions
        self._counts = counts
        self.rows: Sequence[DocumentRow] = ()
        """The list of articles as it was read last as a whole."""
        self._undo_label: str | None = None
        self._redo_label: str | None = None
        self._enabled: frozenset[str] | None = None

    def take(self, changes: Changes) -> None:
        """Show outside the article what an operation changed."""
        project = self._session.project
        if project is None:
            return
        if changes.label != LABEL:  # what the pipeline stores is no step to undo
            self._notices.forget_undo()
            self._status.show_save_state("saved")
        self.read_undo()
        if changes.touches("document"):
            self.show_rows()
        elif changes.documents:
            rows = project.documents.listing(self._session.annotator.id, changes.documents)
            self._view.documents.update_rows({each.id: each for each in rows})
        if changes.touches("scheme"):
            self._view.show_scheme()
        self.update_actions()

    def show_rows(self) -> None:
        """Show the list of articles as it is now."""
        if self._session.project is not None:
            self.rows = self._session.project.documents.listing(self._session.annotator.id)
            self._view.documents.set_rows(self.rows)
            self._counts.begin(self.rows)
            self._status.show_pace(pace(self.rows))

    def read_undo(self) -> None:
        """Read what undo and redo would mean now, and say it in the menu."""
        project, actor = self._session.project, self._session.annotator.id
        can = project is not None and self._session.writable
        self._undo_label = project.undo_label(actor) if project and can else None
        self._redo_label = project.redo_label(actor) if project and can else None
        for id, verb, what in (("edit.undo", "Undo", self._undo_label), ("edit.redo", "Redo", self._redo_label)):
            self._actions[id].setText(f"{verb}: {what}" if what else verb)

    def update_actions(self) -> None:
        """Set each action enabled where it can do something now."""
        enabled = enabled_actions(self.situation())
        if enabled == self._enabled:
            return
        before, self._enabled = self._enabled, enabled
        for id in self._actions if before is None else before ^ enabled:
            self._actions[id].setEnabled(id in enabled)

    def situation(self) -> Situation:
        """What the enabled actions depend on, as it is now."""
        session, ghosts, review = self._session, self._view.gestures.ghosts, self._views.shown_review
        return Situation(
            project=session.project is not None,
            writable=session.writable,
            article=session.document is not None,
            selection=self._view.article.textCursor().hasSelection(),
            suggestions=bool(session.suggestions),
            focused=self._view.focused is not None,
            ghost=ghosts.shown is not None,
            ghost_walks=ghosts.walks,
            editing=self._views.name == "annotate",
            gold=session.gold and self._views.name == "annotate",
            reviewing=review is not None,
            review=review.enabled() if review is not None else frozenset(),
            undo=self._undo_label is not None,
            redo=self._redo_label is not None,
        )

    def moved(self) -> None:
        """Show which quotation is active, or where the reviewer stands."""
        if (review := self._views.shown_review) is not None:
            standing = review.standing()
            self._status.show_where(standing.where)
            self._status.show_review(standing.deed, standing.pace)
            self.update_actions()
            return
        gold = self._session.gold and self._views.name == "annotate"
        self._status.show_review("edits gold" if gold else "")
        layer = self._session.layer
        ids = [each.id for each in layer.quotations] if layer else []
        number = ids.index(self._view.active) + 1 if self._view.active in ids else None
        self._status.show_quotation(number, len(ids))
        self.update_actions()
