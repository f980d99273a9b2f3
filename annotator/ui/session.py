"""What the window has open: a project, an annotator, an article, and how edits get from a gesture to the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from annotator.domain import ids
from annotator.domain.annotations import Annotator, Layer, Quotation
from annotator.domain.cast import Casting, CastMember
from annotator.domain.changes import Changes
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.cues import CueCandidate
from annotator.domain.documents import Document
from annotator.domain.errors import AppError, ConflictError, ProjectError
from annotator.domain.marks import Marks
from annotator.domain.reasons import Reasons
from annotator.domain.registry import Entity
from annotator.nlp.lexicon import cue_lexicon
from annotator.operations import suggestions as suggesting
from annotator.operations.desk import Desk, Memory
from annotator.operations.expected import Expected, expected
from annotator.store.project import PIPELINE, Project

P = ParamSpec("P")


class Session(QObject):
    """The open project and article.  ``changed`` is the one signal that goes up: what an operation touched.

    Opening another project, article or annotator is not a change of the data: the caller does it and shows it.
    """

    changed = Signal(object)

    def __init__(self, annotator: Annotator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.annotator = annotator
        self._person: Annotator | None = None
        self.project: Project | None = None
        self.document: Document | None = None
        self.marks = Marks("")
        self.layer: Layer | None = None
        self.suggestions: tuple[Quotation, ...] = ()
        self.entities: dict[str, Entity] = {}
        self.cast: tuple[CastMember, ...] = ()
        self.gold = False
        """Whether what is edited is gold, not the annotator's own layer."""
        self._gold_from: tuple[str, ...] | None = None
        self._version = 0
        self._memory = Memory()
        self._cues: tuple[Layer | None, tuple[CueCandidate, ...]] | None = None
        self._reasons: tuple[Layer | None, Reasons] | None = None
        self._expected: tuple[str, Expected] | None = None
        self._casting = Casting()
        self._registry_at: int | None = None
        self.unsaved: list[Callable[[], Changes]] = []
        """What was written when the project was to be left, and could not be saved."""
        self.refused: list[AppError] = []
        self._keeping = False

    # ------------------------------------------------------------------------------------------ opening

    def open_project(self, project: Project) -> None:
        """Take over an open project, closing the one before.  A known annotator keeps the id it has there.

        A copy is annotated by whom it is for; the next project again by who it was before.
        """
        self.close_project()
        self.project = project
        self._version = project.data_version()
        self.annotator, self._person = self._person or self.annotator, None
        receiver = project.receiver
        if receiver is None:
            self.set_annotator(self.annotator.name)
        else:
            person = self.annotator
            self.switch_annotator(receiver)
            self._person = person

    def close_project(self) -> None:
        """Close the project, so that its one file is complete; without one, nothing."""
        self.close_document()
        if self.project is not None:
            self.project.close()
        self.project = None
        self.entities, self._registry_at = {}, None
        self.unsaved.clear()

    def switch_annotator(self, annotator: Annotator) -> None:
        """Annotate as one of the project's annotators."""
        self._memory.forget()
        self._person = None
        self.annotator = annotator

    def set_annotator(self, name: str) -> None:
        """Annotate under that name: as the annotator the project knows by it, else with this session's or a new id.

        Another name is another annotator, whose layers are their own, unless the one before has not done a step in this
        project yet: then it is the same person, who says only now what they are called.
        """
        self._memory.forget()
        self._person = None
        everybody = self.project.annotators() if self.project else ()
        mine = next((each for each in everybody if (each.id, each.name) == (self.annotator.id, name)), None)
        if mine is not None:
            self.annotator = mine  # another may bear the same name
        elif name in (known := {each.name: each for each in everybody}):
            self.annotator = known[name]
        elif self.project is None or all(each.id != self.annotator.id for each in everybody):
            self.annotator = Annotator(self.annotator.id, name)
        elif self.writable and self._has_done_nothing():
            self.annotator = Annotator(self.annotator.id, name)
            project = self._project()
            with project.step("Name the annotator", actor=PIPELINE):
                project.save_annotator(self.annotator)
        else:
            self.annotator = Annotator(ids.mint("a"), name)

    def _has_done_nothing(self) -> bool:
        project, me = self._project(), self.annotator.id
        return project.undo_label(me) is None and project.redo_label(me) is None

    def open_document(self, id: str) -> None:
        """Make an article the open one and read the annotator's layer."""
        self._open(id, gold=False)

    def open_gold(self, id: str, annotators: tuple[str, ...] | None) -> None:
        """Make an article's gold, which is made from these annotators' layers, what gestures edit from now on."""
        self._open(id, gold=True, annotators=annotators)

    def _open(self, id: str, *, gold: bool, annotators: tuple[str, ...] | None = None) -> None:
        project = self._project()
        document = project.documents.get(id)  # where it is gone, all stays as it is
        self.gold, self._gold_from = gold, annotators
        self.document = document
        self.marks = Marks(self.document.text)
        self._casting = Casting()
        self._cues = self._reasons = None
        self._expected = None
        self._memory = Memory()
        if self._registry_at != project.data_version():
            self._read_entities()
        self._refresh_layer()

    def close_document(self) -> None:
        """Have no article open."""
        self.gold = False
        self.document = None
        self.marks = Marks("")
        self.layer = None
        self.suggestions = ()
        self.cast = ()

    def cue_candidates(self) -> tuple[CueCandidate, ...]:
        """The cues that the pipeline found in the open article, none where it has not looked for any."""
        pipeline = self.desk.pipeline_layer()
        if self._cues is None or self._cues[0] is not pipeline:
            self._cues = (pipeline, self._project().cues.get(self.desk.document))
        return self._cues[1]

    def reasons(self) -> Reasons:
        """What speaks for each of the open article's suggestions, as far as the pipeline told it."""
        pipeline = self.desk.pipeline_layer()
        if self._reasons is None or self._reasons[0] is not pipeline:
            self._reasons = (pipeline, self._project().reasons.get(self.desk.document))
        return self._reasons[1]

    def expected(self, *, fresh: bool = False) -> Expected:
        """How often the open article's suggestions will be right, by what was decided until it was opened.

        ``fresh`` counts what was decided since, too; that takes a look at all layers.
        """
        document = self.desk.document
        if fresh or self._expected is None or self._expected[0] != document:
            language = self.document.language if self.document else None
            self._expected = (document, expected(self._project(), language))
        return self._expected[1]

    def cue_lexicon(self) -> CueLexicon:
        """The words that attribute speech in the open article's language."""
        own = self.document.language if self.document else None
        return cue_lexicon(own or self._project().language)

    @property
    def desk(self) -> Desk:
        """This annotator's place at the open article, or at its gold.  Raises ProjectError without one."""
        if self.document is None:
            raise ProjectError("no article is open", "open one in the list at the left")
        if self.gold:
            from annotator.operations.gold import GoldDesk  # noqa: PLC0415 - the window starts without it

            return GoldDesk(
                self._project(), self.document.id, self.annotator, memory=self._memory, annotators=self._gold_from
            )
        return Desk(self._project(), self.document.id, self.annotator, memory=self._memory)

    @property
    def writable(self) -> bool:
        """Whether edits can be saved."""
        return self.project is not None and not self.project.read_only

    # ------------------------------------------------------------------------------------------ editing

    def run(self, gesture: Callable[Concatenate[Desk, P], Changes], *args: P.args, **kwargs: P.kwargs) -> Changes:
        """Do one gesture at the open article; committed when this returns."""
        return self._told(self._saved(partial(gesture, self.desk, *args, **kwargs)))

    def apply(
        self, operation: Callable[Concatenate[Project, P], Changes], *args: P.args, **kwargs: P.kwargs
    ) -> Changes:
        """Do one operation on the project; committed when this returns."""
        return self.take(self._saved(partial(operation, self._project(), *args, **kwargs)))

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Within, what the file refuses stays in `unsaved`: nobody is there any more to write it once again.

        Why something else could not be done stays in `refused`, until the next time.
        """
        self._keeping = True
        self.refused.clear()
        try:
            yield
        finally:
            self._keeping = False

    def catch_up(self) -> None:
        """Write what is `unsaved`, before anything newer is.  Raises ProjectError where it is refused again."""
        while self.unsaved:
            try:
                changes = self.unsaved[0]()
            except ConflictError:  # what it was about is gone meanwhile
                changes = Changes()
            del self.unsaved[0]
            if changes:
                self.take(changes)

    def _saved(self, write: Callable[[], Changes]) -> Changes:
        if not self._keeping:
            self.catch_up()
        try:
            return write()
        except ProjectError:
            if self._keeping:
                self.unsaved.append(write)
            raise
        except AppError as error:
            if self._keeping:
                self.refused.append(error)
            raise

    def undo(self) -> Changes | None:
        """Take back this annotator's last step, in whichever article it was."""
        return self._replayed(self._project().undo(self.annotator.id))

    def redo(self) -> Changes | None:
        """Do again what was taken back last."""
        return self._replayed(self._project().redo(self.annotator.id))

    def take(self, changes: Changes) -> Changes:
        """Read again what something else than a gesture changed in the open article, then tell everyone."""
        self._memory.forget()
        return self._told(changes)

    def _told(self, changes: Changes) -> Changes:
        if self.document is not None and self.document.id in changes.touches("document"):
            self._read_document()
        if known := changes.touches("entity"):
            self._refresh_entities(known)
        if self.document is not None and (known or changes.about(self.document.id)):
            self._refresh_layer()
        if changes:
            self.changed.emit(changes)
        return changes

    def _read_document(self) -> None:
        """The open article's metadata have changed, or it is gone with the step that made it."""
        documents = self._project().documents
        if self.document is None or self.document.id not in set(documents.ids()):
            self.close_document()
        else:
            self.document = documents.get(self.document.id)

    def refresh(self) -> None:
        """Read the registry and the open article's layer, suggestions and cast again."""
        self._read_entities()
        self._refresh_layer()

    def _read_entities(self) -> None:
        self._registry_at = self._project().data_version()
        self.entities = {each.id: each for each in self._project().registry.all()}

    def _refresh_entities(self, touched: frozenset[str]) -> None:
        """Read again what an operation touched in the registry."""
        known = {id: each for id, each in self.entities.items() if id not in touched}
        self.entities = dict(sorted((known | self._project().registry.find(touched)).items()))

    def _refresh_layer(self) -> None:
        desk, text = self.desk, self.document.text if self.document else ""
        self.layer = desk.layer()
        self.suggestions = () if self.gold else suggesting.open_suggestions(desk, self.layer)
        self.cast = self._casting.cast(text, self.layer.mentions, self.layer.quotations, self.entities)

    def changed_elsewhere(self) -> bool:
        """Whether another program committed to the file since we last looked."""
        if self.project is None:
            return False
        version = self.project.data_version()
        seen, self._version = self._version, version
        return version != seen

    # ------------------------------------------------------------------------------------------ inside

    def _replayed(self, changes: Changes | None) -> Changes | None:
        if changes is None:
            return None
        if changes.touches("document") or changes.touches("layer"):
            return self.take(changes)
        if self.document is not None:
            self._memory.follow(self.desk, changes)
        return self._told(changes)

    def _project(self) -> Project:
        if self.project is None:
            raise ProjectError("no project is open", "open one with File ▸ Open project")
        return self.project
