"""Pre-labelling in the background: feeds the child, stores its answers, tells how far it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator.domain.codec import decode
from annotator.domain.documents import Document
from annotator.domain.errors import AppError, ConflictError, PipelineError
from annotator.domain.profiles import KEY, SPEECH
from annotator.nlp import pipelines
from annotator.nlp.pipelines import RULES_AGENT
from annotator.operations.learned import model_in_use
from annotator.operations.pipeline_labels import pipeline_of, profile_of, store_suggestions
from annotator.store.project import Project
from annotator.ui.session import Session
from annotator.ui.tasks import PipelineChild


class Labelling(QObject):
    """Keeps every article of the open project labelled, the open one first."""

    progressed = Signal(int, int)
    """Articles labelled and articles asked for; equal when idle."""
    troubled = Signal(str, str)
    """A sentence for the bar, and the id of the article it is about ("" where it is about none)."""
    left = Signal()
    """The project is left: nothing more is asked about it."""

    def __init__(
        self, session: Session, parent: QObject | None = None, child: Callable[..., PipelineChild] = PipelineChild
    ) -> None:
        """``child`` makes the process that labels, from a function that gives documents by id and a parent."""
        super().__init__(parent)
        self._session = session
        self._warned = False
        self._child = child(self._document, self)
        self._child.further = self._further
        self._child.answered.connect(self._store)
        self._child.progressed.connect(self.progressed)
        self._child.stopped.connect(self._stopped)

    def start(self) -> None:
        """Ask for every article that has no pipeline layer, the open one first."""
        project = self._session.project
        if project is None or project.read_only:
            return
        self._child.ask(project.documents.unlabelled())
        self.prefer_open()

    def again(self, document: str) -> None:
        """Label one article again; its pipeline layer is replaced when the answer is there.

        Whatever else has no labels yet is asked for too: what kept the child from working may be over.
        """
        self._child.ask([document])
        self._child.ask_first(document)
        if self._session.project is not None:
            self._child.ask(self._session.project.documents.unlabelled())

    def all_again(self) -> None:
        """Label every article again, the open one first; each keeps its labels until the answer is there."""
        if self._session.project is not None:
            self._child.ask(self._session.project.documents.ids())
            self.prefer_open()

    def prefer_open(self) -> None:
        """Move the open article to the front."""
        if self._session.document is not None:
            self._child.ask_first(self._session.document.id)

    def renew(self) -> None:
        """Go on with a fresh child: what it labels with has changed."""
        self._child.renew()

    def stop(self) -> None:
        """End the child; what it has not answered is asked for at the next start."""
        self._child.stop()
        self.left.emit()
        self._warned = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the articles that still wait."""
        return self._child.waiting

    def _further(self) -> list[str]:
        """What the child is to label with beyond the usual: the pipeline chosen, and what was learned."""
        project = self._session.project
        if project is None:
            return []
        named = self._named(project)
        return [*named, "--model", str(project.path)] if model_in_use(project) is not None else named

    def _named(self, project: Project) -> list[str]:
        """The pipeline that was chosen for the project; one that is not on this machine is told, and left out."""
        chosen = pipeline_of(project)
        try:
            pipelines.find(chosen, None)
        except PipelineError as error:
            if not self._warned:
                self._warned = True
                sentence = f"{error.message[:1].upper()}{error.message[1:]}, the best one here is taken: {error.hint}."
                self.troubled.emit(sentence, "")
            return []
        return [] if chosen is None else ["--pipeline", chosen]

    def _document(self, id: str) -> Document:
        if self._session.project is None:
            raise AppError("no project is open")
        document = self._session.project.documents.get(id)
        profile = profile_of(self._session.project)
        return document if profile == SPEECH else replace(document, extra={**document.extra, KEY: profile})

    def _store(self, document: str, line: str) -> None:
        project = self._session.project
        if project is None:
            return
        try:
            project.documents.row_id(document)
        except ConflictError:  # removed while the child was at it
            return
        try:
            answer = decode(json.loads(line))
            self._session.take(store_suggestions(project, answer))
        except AppError as error:
            sentence = f"The pipeline's answer about {self._title(document)} was not taken: {error.message}."
            self.troubled.emit(sentence, document)
            return
        agent = next((each.annotator for each in answer.layers if each.kind == "pipeline"), None)
        if agent == RULES_AGENT:
            self._warn_about_rules(answer.document.language)

    def _warn_about_rules(self, language: str | None) -> None:
        if not self._warned and (sentence := pipelines.missing(None, language)):
            self._warned = True
            self.troubled.emit(sentence, "")

    def _stopped(self, document: str, what: str) -> None:
        self.troubled.emit(f"The pipeline {what} at {self._title(document)}. Your annotations are safe.", document)

    def _title(self, document: str) -> str:
        try:
            return f"“{self._document(document).title}”"
        except AppError:  # removed while the child was at it
            return "an article that is no longer there"
