"""What concerns many suggestions at once: accepting all above a threshold, and what is suggested in the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.domain.annotations import Quotation
from annotator.nlp import pipelines
from annotator.operations.pipeline_labels import choose_pipeline, choose_profile, pipeline_of, profile_of
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.card.view_model import opening
from annotator.ui.labelling import Labelling
from annotator.ui.learning import Learning
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.dialogs.accept_sheet import AcceptSheet, Offer
    from annotator.ui.dialogs.profile_sheet import ProfileSheet

ACCEPT_AT = 0.8
"""The threshold that is offered first."""


class Suggesting:
    """Opens the sheets of the Suggestion menu and does what they are answered; the rest is the window's."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        view: AnnotateView,
        notices: NoticeBar,
        labelling: Labelling,
        guarded: Callable[[Callable[[], object]], Callable[[], None]],
        undo: Callable[[], object],
    ) -> None:
        self._window = window
        self._session = session
        self._view = view
        self._notices = notices
        self._labelling = labelling
        self._guarded = guarded
        self._undo = undo
        self._threshold = ACCEPT_AT
        self.accept_sheet: AcceptSheet | None = None
        self.profile_sheet: ProfileSheet | None = None
        self.learning = Learning(window, session, notices, labelling, guarded)

    # ------------------------------------------------------------------------------------------ accepting

    def ask_accept_all(self) -> None:
        """Show which suggestions reach a threshold and how many of them will be right; accept them when asked to."""
        from annotator.ui.dialogs.accept_sheet import AcceptSheet

        if not self._session.suggestions:
            return
        self._view.finish_edits()
        offers = [self._offer(each) for each in self._session.suggestions]
        calibration = self._session.expected(fresh=True).calibration
        sheet = self.accept_sheet = AcceptSheet(self._window, offers, calibration, self._threshold)
        sheet.accepted.connect(lambda threshold: self._guarded(lambda: self._accept(threshold))())

    def _offer(self, suggestion: Quotation) -> Offer:
        from annotator.ui.dialogs.accept_sheet import Offer

        text = self._view.article.text()
        entities = [self._session.entities.get(each.entity or "") for each in suggestion.speakers]
        named = [each.name for each in entities if each is not None]
        said = [opening(text, each.spans[0]) for each in suggestion.speakers if each.spans]
        words = " … ".join(opening(text, each) for each in suggestion.content)
        return Offer(suggestion.id, suggestion.origin.score or 0.0, words, ", ".join(named or said))

    def _accept(self, threshold: float) -> None:
        self._threshold = threshold
        number = len(self._view.gestures.suggestions.accept_all(threshold).touches("quotation"))
        undo = Deed("Undo", self._guarded(self._undo), "Ctrl+Z", undo=True)
        noun = "suggestion" if number == 1 else "suggestions"
        self._notices.tell("ok", f"{number} {noun} accepted.", [undo], topic="accept")

    # ------------------------------------------------------------------------------------------ the profile

    def ask_profile(self) -> None:
        """Ask what is suggested in the project, and whether to label again what is labelled already."""
        from annotator.ui.dialogs.profile_sheet import ProfileSheet

        project = self._session.project
        if project is None:
            return
        labelled = project.documents.count() - len(project.documents.unlabelled())
        pipeline = pipeline_of(project) or ""
        sheet = self.profile_sheet = ProfileSheet(
            self._window, profile_of(project), labelled, pipeline, pipelines.installed()
        )
        sheet.chosen.connect(
            lambda wanted, named, again: self._guarded(lambda: self._choose(wanted, named, again=again))()
        )

    def _choose(self, profile: str, pipeline: str, *, again: bool) -> None:
        project = self._session.project
        if project is None:
            return
        if profile != profile_of(project):
            self._session.take(choose_profile(project, profile))
        if pipeline != (pipeline_of(project) or ""):
            self._session.take(choose_pipeline(project, pipeline or None))
        self._labelling.renew()
        if again:
            self._labelling.all_again()
            self._notices.tell("info", "The articles are labelled again, the open one first.", topic="profile")
