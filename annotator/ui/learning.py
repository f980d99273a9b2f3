"""Learning in the window: opens the sheet, drives the child beside it, and takes up what was learned."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.nlp.models import loaded_model
from annotator.operations import learned
from annotator.operations.pipeline_labels import pipeline_of
from annotator.store.project import Project
from annotator.ui.labelling import Labelling
from annotator.ui.learning_child import LearningChild, learning_command
from annotator.ui.messages import NoticeBar
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.dialogs.learn_sheet import Kept, LearnSheet

_TOPIC = "learning"


class Learning:
    """Opens the sheet of "Learn from this project…" and does what it is answered."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        notices: NoticeBar,
        labelling: Labelling,
        guarded: Callable[[Callable[[], object]], Callable[[], None]],
    ) -> None:
        self._window = window
        self._session = session
        self._notices = notices
        self._labelling = labelling
        self._guarded = guarded
        self.command = learning_command
        self.sheet: LearnSheet | None = None
        self.child: LearningChild | None = None
        labelling.left.connect(self.stop)

    def ask(self) -> None:
        """Open the sheet, and count what there is to learn from."""
        from annotator.ui.dialogs.learn_sheet import LearnSheet

        project = self._session.project
        if project is None:
            return
        self.stop()
        labelled = project.documents.count() - len(project.documents.unlabelled())
        sheet = self.sheet = LearnSheet(self._window, _kept(project), labelled)
        child = self.child = LearningChild(self.command(project.path, pipeline_of(project)), sheet)
        child.counted.connect(sheet.show_material)
        child.refused.connect(sheet.show_refusal)
        child.progressed.connect(sheet.show_progress)
        child.learned.connect(sheet.show_learned)
        child.failed.connect(lambda what: sheet.show_failure(f"Learning {what}. Nothing was changed."))
        sheet.wanted.connect(child.go_on)
        sheet.left.connect(self._left)
        sheet.taken.connect(lambda model, again: self._guarded(lambda: self._take(model, again=again))())
        sheet.switched.connect(lambda on: self._guarded(lambda: self._switch(on=on))())
        sheet.forgotten.connect(self._guarded(self._forget))
        child.start()

    def stop(self) -> None:
        """End the child, and the sheet with it."""
        child, self.child = self.child, None
        sheet, self.sheet = self.sheet, None
        if child is not None:
            child.stop()
        if sheet is not None:
            sheet.finish()

    def _left(self) -> None:
        self.sheet = None
        self.stop()

    def _take(self, model: str, *, again: bool) -> None:
        self._left()
        if self._session.project is None:
            return
        self._session.take(learned.keep(self._session.project, loaded_model(model)))
        self._labelling.renew()
        if again:
            self._labelling.all_again()
        told = "the articles are labelled again, the open one first." if again else "what is labelled next uses it."
        self._notices.tell("ok", f"What was learned is kept in the project; {told}", topic=_TOPIC)

    def _switch(self, *, on: bool) -> None:
        if self._session.project is None:
            return
        self._session.take(learned.switch(self._session.project, on=on))
        self._labelling.renew()
        what = "What was learned is used" if on else "The rules alone are used"
        self._notices.tell("ok", f"{what} for what is labelled from now on.", topic=_TOPIC)

    def _forget(self) -> None:
        self._left()
        if self._session.project is None:
            return
        self._session.take(learned.forget(self._session.project))
        self._labelling.renew()
        sentence = "What was learned is forgotten: the rules alone label from now on. It can be learned again."
        self._notices.tell("ok", sentence, topic=_TOPIC)


def _kept(project: Project) -> Kept | None:
    """The model of the project, as the sheet shows it."""
    from annotator.ui.dialogs.learn_sheet import Kept

    if not learned.keeps_model(project):
        return None
    model, on = learned.model_of(project), learned.is_on(project)
    if model is None:
        return Kept(on, fits=False)
    return Kept(on, model.documents, model.rules, model.learned, learned.fits(project, model))
