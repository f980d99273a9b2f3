"""A project: one file that holds documents, everyone's annotations, the registry, the scheme, and the undo history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.analysis.sameness import Rules
from annotator.analysis.standing import as_it_stands, closed_by, seen_by
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.changes import Changes
from annotator.domain.ids import mint
from annotator.domain.renamed import Renamed
from annotator.domain.scheme import DEFAULT, AttributeOwner, Scheme
from annotator.store.about import About
from annotator.store.annotations import AnnotationStore
from annotator.store.checks import Problem, problems
from annotator.store.columns import ColumnValues
from annotator.store.connection import Connection
from annotator.store.cues import CueStore
from annotator.store.decided import Decided, decided
from annotator.store.documents import DocumentStore
from annotator.store.files import copy_verified, written_whole
from annotator.store.frozen import FrozenStore
from annotator.store.history import HistoryStep, history
from annotator.store.journal import PIPELINE, Journal, Step
from annotator.store.labels import Labels, LabelStore
from annotator.store.marks import Reader
from annotator.store.notes import NoteStore
from annotator.store.opening import Opened, open_file
from annotator.store.prints import PrintStore
from annotator.store.reasons import ReasonStore
from annotator.store.registry import RegistryStore
from annotator.store.rows import Origins
from annotator.store.schema import build
from annotator.store.schemes import read_scheme, write_scheme
from annotator.store.statistics import StatisticsStore
from annotator.store.upkeep import forget_the_gone
from annotator.store.visits import VisitStore
from annotator.store.writer import Writer

__all__ = ["PIPELINE", "Project"]

_TITLES = "titles_count"
"""The row of the table ``project`` that says whether a mention's title makes a difference."""


class Project(About):
    """An open project file.  One object belongs to the thread that opened it; threads open their own.

    Every write happens within `step`, is one transaction, and is on the disk when the step's block has ended.
    Reading works at any time and, within one call, sees one state.
    """

    def __init__(self, opened: Opened) -> None:
        """Use `Project.create` or `Project.open`."""
        self._role = opened.role
        self._refusal = opened.refusal
        self.path: Path = opened.connection.path
        """Where the file lies."""
        origins = Origins(opened.connection)
        self._origins = origins
        super().__init__(opened.connection, Journal(opened.connection, origins, refusal=opened.refusal))
        self._reader = Reader(self._connection, origins)
        self._scheme: tuple[int, Scheme] | None = None
        self.documents = DocumentStore(self._connection, self._journal)
        """The documents, in project order."""
        self.registry = RegistryStore(self._connection, self._journal, origins)
        """The entities of the whole project."""
        self.annotations = AnnotationStore(self._connection, self._journal, origins, self.documents, self.registry)
        """Layers, marks and decisions."""
        self.frozen = FrozenStore(self._connection, self._journal, self.documents)
        """Annotators' layers as they were before adjudication."""
        self.notes = NoteStore(self._connection, self._journal, self.documents)
        """What annotators have written down for themselves."""
        self.visits = VisitStore(self._connection, self._journal, read_only=self.read_only)
        """Where annotators left the documents."""
        self.cues = CueStore(self._connection, self._journal, self.documents)
        """The pipeline's cue candidates."""
        self.reasons = ReasonStore(self._connection, self._journal, self.documents)
        """What speaks for the pipeline's suggestions."""
        self.prints = PrintStore(self._connection, self._journal, read_only=self.read_only)
        """Fingerprints of the texts, and which documents are copies."""
        self.statistics = StatisticsStore(self._connection)
        """What is counted over all documents."""
        self.columns = ColumnValues(self._connection)
        """The values of metadata and typed columns."""
        self.labels = LabelStore(self._connection, self._journal)
        """Which objects hold a label of the scheme."""

    # ------------------------------------------------------------------------------------------------ open and close

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        title: str = "",
        language: str = "en",
        scheme: Scheme = DEFAULT,
        exclusive: bool = True,
        fill: Callable[[Project], object] = lambda _project: None,
    ) -> Project:
        """Make a new project file, whole or not at all, and open it.

        ``fill`` writes more into it before it takes its name; where it fails there is no file.  The file has no history
        and no free pages.  Raises ProjectError if the file exists or its folder cannot be written.
        """
        with written_whole(path) as draft:
            connection = Connection(draft)
            with closing(connection):
                build(connection)
                first = cls(Opened(connection, None, None))
                with first.step("New project", actor=""):
                    for key, value in (("id", mint("d")), ("title", title), ("language", language)):
                        first.set_value(key, value)
                    first.set_scheme(scheme)
                    fill(first)
                connection.execute("DELETE FROM step")  # nobody's to undo
                connection.execute("VACUUM")
        return cls.open(path, exclusive=exclusive)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, exclusive: bool = True) -> Project:
        """Open a project file.

        ``exclusive`` takes the writer's role, as a window does: where another window holds it, or the file cannot be
        written, the project opens read only and `read_only_reason` says why.  A command passes False: it needs no role.
        An older file is backed up beside itself and brought to this version.  Raises ProjectError if the file is
        missing, a folder, no project, damaged, from a newer version, or holds code of others.
        """
        opened = open_file(path, read_only=read_only, exclusive=exclusive)
        try:
            project = cls(opened)
            if opened.role is not None:
                project._journal.prune()
                forget_the_gone(opened.connection)
        except BaseException:
            opened.connection.close()
            if opened.role is not None:
                opened.role.release()
            raise
        return project

    def close(self) -> None:
        """Close; without another connection the file alone is then the project.  Closing twice does nothing."""
        if self._connection.closed:
            return
        self._connection.rollback()
        if self._refusal is None:
            self._connection.fold()
        self._connection.close()
        if self._role is not None:
            self._role.release()

    def interrupt(self) -> None:
        """Let a query that another thread is waiting for fail at once; that thread gets a ProjectError."""
        self._connection.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------------ the project

    @property
    def read_only(self) -> bool:
        """Whether steps are refused."""
        return self._refusal is not None

    @property
    def read_only_reason(self) -> str | None:
        """Why steps are refused, as a sentence; None if they are not."""
        return self._refusal

    def require_writable(self) -> None:
        """Raise ProjectError where steps are refused."""
        self._journal.require_writable()

    @property
    def scheme(self) -> Scheme:
        """The label scheme, also as another connection has just changed it."""
        state = self.data_version()
        if self._scheme is None or self._scheme[0] != state:
            self._scheme = (state, read_scheme(self._connection))
        return self._scheme[1]

    def set_scheme(self, scheme: Scheme) -> None:
        """Store the label scheme, inside a step."""
        write_scheme(self._connection, self._journal, scheme)
        self._scheme = None

    # ------------------------------------------------------------------------------------------------ steps

    @contextmanager
    def step(self, label: str, *, actor: str) -> Iterator[Step]:
        """One undoable step by an annotator (their id), or by `PIPELINE`: recorded, but nobody's to undo.

        All writes of the block are one transaction, durable when it ends; ``step.changes`` then says what they
        touched.  An error in the block, or at its end, takes all of it back.  A step within a step joins it.  A step
        that changed nothing leaves no trace.  Raises ProjectError if the project is read only, the file is gone, the
        disk is full, or another program keeps the file locked for more than 5 seconds.
        """
        try:
            with self._journal.step(label, actor) as step:
                yield step
        except BaseException:
            self._scheme = None
            raise

    @property
    def in_step(self) -> bool:
        """Whether a step is under way."""
        return self._journal.is_writing

    def undo(self, actor: str) -> Changes | None:
        """Take back the actor's last step; None if there is none.

        Raises ConflictError, and changes nothing, if someone else has changed the same since.
        """
        self._scheme = None
        return self._journal.replay(actor, undone=False)

    def redo(self, actor: str) -> Changes | None:
        """Do again the step that `undo` took back last; None if there is none.  Raises ConflictError like it."""
        self._scheme = None
        return self._journal.replay(actor, undone=True)

    def undo_label(self, actor: str) -> str | None:
        """The label of the step that `undo` would take back."""
        return self._journal.undo_label(actor)

    def redo_label(self, actor: str) -> str | None:
        """The label of the step that `redo` would do again."""
        return self._journal.redo_label(actor)

    def history(self, limit: int = 200, before: int | None = None) -> list[HistoryStep]:
        """The latest steps of everyone and of the pipeline, newest first; of those with a number below ``before``."""
        return history(self._connection, limit, before)

    def revert(self, number: int, actor: str) -> Changes:
        """Take back one step out of the middle, as a new step of the actor that can be undone itself.

        Raises ConflictError, and changes nothing, if the step is undone, forgotten or the pipeline's, or if later steps
        touched the same; it names those.
        """
        self._scheme = None
        return self._journal.revert(number, actor)

    # ------------------------------------------------------------------------------------------------ labels

    def decided(self) -> list[Decided]:
        """What all annotators decided about the pipeline's suggestions."""
        return decided(self._connection)

    def relabel(
        self,
        vocabulary: Labels,
        old: str,
        new: str | None,
        *,
        attribute: str | None = None,
        owner: AttributeOwner | None = None,
        only: Iterable[str] | None = None,
    ) -> int:
        """Give what holds one label another, inside a step; how many objects that were.

        ``only`` are ids of objects that `labels` named.  ``new`` None takes the label away.  The scheme stays as it is.
        Layers frozen before are read so too.  Raises ValueError for kinds without a new one.
        """
        chosen = None if only is None else frozenset(only)
        self.frozen.note(Renamed(vocabulary, ((old, new),), attribute, owner, chosen))
        return self.labels.relabel(vocabulary, old, new, attribute=attribute, owner=owner, only=chosen)

    # ------------------------------------------------------------------------------------------------ whole documents

    def read(self, document_id: str, *, pipeline: bool = True) -> AnnotatedDocument:
        """A document with its layers, decisions, and the entities that its layers refer to.  Raises ConflictError.

        Without ``pipeline`` only what people have done.  Decisions are stale, and gold is in progress again, where an
        annotator has edited since.
        """
        with self._connection.reading():
            document = self.documents.get(document_id)
            number = self.documents.row_id(document_id)
            layers = self._reader.layers(number, pipeline=pipeline)
            entities = self.registry.find(id for layer in layers for id in _entities(layer))
            whole = AnnotatedDocument(document, tuple(entities.values()), layers, self._reader.decisions(number))
            if all(each.kind != "gold" for each in layers):
                return whole
            seen, closed = self.annotations.seen(document_id), self.annotations.closed(document_id)
            return as_it_stands(whole, seen, closed, self.rules)

    @property
    def rules(self) -> Rules:
        """What counts as a difference between annotators."""
        return Rules(titles=self.value(_TITLES) != "0")

    def set_rules(self, rules: Rules) -> None:
        """Say what counts as a difference, inside a step."""
        self.set_value(_TITLES, "1" if rules.titles else "0")

    def take_stock(self, document_id: str, *, gold: bool) -> None:
        """Let decisions that came from elsewhere have seen the layers as they are now, inside a step.

        Those that have a record of what they saw keep it.  With ``gold`` so does gold, if it came adjudicated.
        `add_documents` does all this by itself.  Raises ConflictError.
        """
        self._journal.require()
        layers = self.annotations.layers(document_id)
        decisions = self.annotations.decisions(document_id)
        whole = AnnotatedDocument(self.documents.get(document_id), self.registry.all(), layers, decisions)
        self.annotations.take_stock(document_id, seen_by(whole), closed_by(whole) if gold else None)

    def add_documents(self, documents: Iterable[AnnotatedDocument]) -> int:
        """Add many documents with all that comes with them, inside a step; how many.

        Entities and annotators that the project has already stay as they are.  Raises ConflictError for an id that is
        taken or a reference that leads nowhere.
        """
        count = 0
        with self._bulk() as writer:
            for each in documents:
                writer.add(each)
                count += 1
        return count

    def add_layers(self, layers: Iterable[tuple[str, Layer]]) -> int:
        """Add many whole layers, each with the id of its document, inside a step; how many.

        Annotators not yet known are added with them.  Raises ConflictError if a document has such a layer already, or a
        reference leads nowhere.
        """
        count = 0
        with self._bulk() as writer:
            for document, layer in layers:
                writer.add_layer(self.documents.row_id(document), layer)
                count += 1
        return count

    @contextmanager
    def _bulk(self) -> Iterator[Writer]:
        writer = Writer(self._connection, self._origins)
        with self._journal.bulk():
            yield writer
            writer.flush()
            for table, first, last in writer.ranges():
                self._journal.inserted(table, first, last)

    # ------------------------------------------------------------------------------------------------ upkeep

    def check(self) -> list[Problem]:
        """Everything that is wrong with the file, each as a sentence; an empty list is what one wants."""
        with self._connection.reading():
            return problems(self._connection)

    def backup(self, out: Path) -> None:
        """A verified copy of the project as last committed, whole or not at all.

        Raises ProjectError if ``out`` exists or cannot be written, or if the project is damaged.
        """
        copy_verified(self._connection, out)


def _entities(layer: Layer) -> Iterator[str]:
    """Ids of the entities that a layer refers to."""
    for mention in layer.mentions:
        if mention.entity is not None:
            yield mention.entity
    for quotation in layer.quotations:
        for party in (*quotation.speakers, *quotation.addressees):
            if party.entity is not None:
                yield party.entity
        for stance in quotation.stances:
            if stance.target is not None:
                yield stance.target
