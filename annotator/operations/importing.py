"""Bringing documents in: what each incoming document is to the project, decided before anything is written."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.changes import Changes
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, FormatError
from annotator.domain.registry import Entity
from annotator.formats.base import Problem, Read
from annotator.operations.carried import brings_suggestions, suggest_imported
from annotator.operations.growth import grown
from annotator.operations.incoming_labels import UnknownLabel
from annotator.operations.likeness import same_decisions, same_entity, same_layer
from annotator.store.project import Project

Duplicates = Literal["skip", "keep"]
Cancelled = Callable[[], bool]

SAME_TEXT = "same_text_as"
"""Metadata key of a document whose text the project had already, with other metadata: the id of that document."""


_LABELS = "import_labels"


def remembered_labels(project: Project) -> dict[str, str]:
    """What foreign labels mean in this project, as earlier imports were told."""
    stored = project.value(_LABELS)
    found = json.loads(stored) if stored else {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def never() -> bool:
    """Not cancelled."""
    return False


def refuse_if_cancelled(cancelled: Cancelled) -> None:
    """Raises ConflictError when cancelled."""
    if cancelled():
        raise ConflictError("the import was cancelled", "nothing was imported")


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for circles: a plan has none, but so many objects that looking through them takes longer."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with a dry run would do.

    ``documents`` were added, ``layers`` annotated layers came with them or to documents that were there already,
    ``duplicates`` were there already, ``same_text`` were added although their text was there with other metadata,
    ``dropped`` nested metadata values were left out, ``problems`` say what was skipped.
    """

    documents: int = 0
    layers: int = 0
    duplicates: int = 0
    same_text: int = 0
    dropped: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    """Ids of the added documents, in project order."""
    changes: Changes = field(default_factory=Changes)

    @property
    def sentence(self) -> str:
        """The report as people want to read it."""
        parts = []
        if self.documents or not self.layers:
            parts.append(_counted(self.documents, "document"))
        if self.layers:
            parts.append(_counted(self.layers, "annotated layer"))
        rest = []
        if self.duplicates:
            rest.append(f"{self.duplicates} {'was' if self.duplicates == 1 else 'were'} there already")
        if self.same_text:
            rest.append(f"{_counted(self.same_text, 'text')} known with other metadata, kept and marked")
        if self.dropped:
            rest.append(f"{_counted(self.dropped, 'nested metadata value')} left out")
        if self.problems:
            rest.append(f"{_counted(len(self.problems), 'file or line', 'files or lines')} skipped")
        return "; ".join([f"{' and '.join(parts)} imported", *rest]) + "."


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an incoming document is to the project.

    *new*: it is added.  *there*: it is a document of the project already.  *again*: it is one that came in before it.
    *same_text*: it is added, though ``twin`` has the same text with other metadata.  ``layers`` are annotated layers
    that come with it; ``id`` is the document that it becomes, or is.
    """

    state: Literal["new", "there", "again", "same_text"]
    id: str
    twin: str | None = None
    layers: int = 0


class Plan:
    """Decides, document by document, what an import will add; writes nothing.

    ``additions`` are layers, and decisions with the entities they need, for documents that the project has.  ``labels``
    are what a user said that foreign labels mean; the project remembers them.
    """

    def __init__(
        self, project: Project, duplicates: Duplicates = "skip", labels: Mapping[str, str] | None = None
    ) -> None:
        self.labels = dict(labels or {})
        self._project = project
        self._duplicates = duplicates
        self._ids = set(project.documents.ids())
        self._next_number: dict[str, int] = {}
        self._new: dict[str, AnnotatedDocument] = {}
        self._by_hash: dict[str, list[str]] = {}
        self._stood_for: set[str] = set()
        self.additions: dict[str, AnnotatedDocument] = {}
        self.unknown: tuple[UnknownLabel, ...] = ()
        """Labels that mean nothing in the project; without a word about them, values become new labels of its."""
        self.report = ImportReport()

    @property
    def documents(self) -> tuple[AnnotatedDocument, ...]:
        """The documents to add."""
        return tuple(self._new.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self._new and not self.additions

    @property
    def forecast(self) -> ImportReport:
        """What writing it will report, but for the changes."""
        return replace(self.report, added=tuple(self._new))

    def text_of(self, sha256: str) -> str | None:
        """The text with that hash, in the project or in this import."""
        for id in self._by_hash.get(sha256, ()):
            return self._new[id].document.text
        for document in self._project.documents.with_hash(sha256):
            return self._project.documents.get(document.id).text
        return None

    def take(self, read: Read, path: str) -> Outcome:
        """Decide about one document that was read from ``path``; what it is to the project.

        Raises FormatError, and plans nothing, at a layer that the project has in another state: those are merged, not
        imported.
        """
        document = read.content.document
        stored = self._project.documents.with_hash(document.text_sha256)
        twins = [*stored, *(self._new[id].document for id in self._by_hash.get(document.text_sha256, ()))]
        home = self._home(read, twins) if self._duplicates == "skip" else None
        before = self.report.layers
        if home is not None:
            again = home.id in self._new
            self._join(home, read, path)
            outcome = Outcome("again" if again else "there", home.id, home.id)
        else:
            same = stored if read.annotated else twins  # an export says itself which of its texts are the same
            twin = next((each for each in same if not _same_article(each, document)), None)
            outcome = Outcome("same_text" if twin else "new", self._add(read, twin), twin.id if twin else None)
        self._count(dropped=read.dropped)
        return replace(outcome, layers=self.report.layers - before)

    def _home(self, read: Read, twins: list[Document]) -> Document | None:
        """The document that this one is already: by text, source and date; one of an export by text and id first.

        Each document of an export is one of its own, even if another of them has the same text.
        """
        document = read.content.document
        if read.annotated:
            for twin in twins:
                if twin.id == document.id:
                    return twin
            twins = [each for each in twins if each.id not in self._stood_for]
            if read.by_text and twins:
                return twins[0]
        return next((each for each in twins if _same_article(each, document)), None)

    def _add(self, read: Read, twin: Document | None) -> str:
        document = replace(read.content.document, id=self._free_id(read.content.document.id))
        if twin is not None and not (read.annotated and SAME_TEXT in document.meta):
            document = replace(document, meta={**document.meta, SAME_TEXT: twin.id})
            self._count(same_text=1)
        self._new[document.id] = replace(read.content, document=document)
        self._ids.add(document.id)
        self._by_hash.setdefault(document.text_sha256, []).append(document.id)
        if read.annotated:
            self._stood_for.add(document.id)
        self._count(documents=1, layers=_people(read.content.layers))
        return document.id

    def _free_id(self, wanted: str) -> str:
        if wanted not in self._ids:
            return wanted
        number = self._next_number.get(wanted, 2)
        while (free := f"{wanted[: ids.MAX_LENGTH - 8]}-{number}") in self._ids:
            number += 1
        self._next_number[wanted] = number + 1
        return free

    def _join(self, home: Document, read: Read, path: str) -> None:
        """Add what is new in an incoming document to the one that it is."""
        content = read.content
        if content.layers or content.decisions:
            planned = self._new.get(home.id)
            known = planned or self._known(home)
            fresh = _news(known, content, path, read.line)
            if fresh.layers or fresh.decisions:
                into = self._new if planned else self.additions
                before = into.get(home.id, AnnotatedDocument(home))
                into[home.id] = _joined(before, fresh)
                self._count(layers=_people(fresh.layers))
        if read.annotated:
            self._stood_for.add(home.id)
        self._count(duplicates=1)

    def _known(self, home: Document) -> AnnotatedDocument:
        """What the project has about a document, and what this import has for it so far."""
        annotations = self._project.annotations
        stored = AnnotatedDocument(home, (), annotations.layers(home.id), annotations.decisions(home.id))
        more = self.additions.get(home.id)
        return _joined(stored, more) if more else stored

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.report, name) + number for name, number in more.items()}
        self.report = replace(self.report, **now)


def _same_article(a: Document, b: Document) -> bool:
    """Whether two documents of the same text have the same source and date."""
    return all(a.meta.get(key) == b.meta.get(key) for key in ("source", "date"))


def _joined(a: AnnotatedDocument, b: AnnotatedDocument) -> AnnotatedDocument:
    known = {each.id for each in a.entities}
    return replace(
        a,
        entities=(*a.entities, *(each for each in b.entities if each.id not in known)),
        layers=a.layers + b.layers,
        decisions=a.decisions + b.decisions,
    )


def _news(known: AnnotatedDocument, content: AnnotatedDocument, path: str, line: int | None) -> AnnotatedDocument:
    """What of ``content`` is not known yet.  Raises FormatError for what is known in another state."""

    def refuse(whose: str) -> FormatError:
        return FormatError(
            f"the project has {whose} for “{known.document.title}” in another state",
            "use annotator merge, or import into an empty project",
            path=path,
            line=line,
        )

    fresh = []
    for layer in content.layers:
        if brings_suggestions(layer):
            fresh.append(layer)
            continue
        same = [each for each in known.layers if (each.kind, each.annotator_id) == (layer.kind, layer.annotator_id)]
        if not same:
            fresh.append(layer)
        elif layer.kind != "pipeline" and not same_layer(same[0], layer, content.document):
            raise refuse(f"the layer of {layer.annotator or layer.kind}")
    if known.decisions and content.decisions and not same_decisions(known.decisions, content.decisions):
        raise refuse("the decisions")
    return replace(
        content,
        entities=content.entities if fresh else (),
        layers=tuple(fresh),
        decisions=() if known.decisions else content.decisions,
    )


def _people(layers: Iterable[Layer]) -> int:
    return sum(layer.kind != "pipeline" for layer in layers)


def write(project: Project, plan: Plan, *, actor: Annotator, cancelled: Cancelled = never) -> ImportReport:
    """Write what the plan says as one undoable step; with nothing to write, no step.

    Entities that the registry has already stay as they are.  Vocabulary values, annotators and typed columns that the
    project does not know yet are added to it.  Raises ConflictError when cancelled; nothing is written then.
    """
    report = plan.forecast
    incoming = (*plan.documents, *plan.additions.values())
    if plan.is_empty:
        return report
    with uncollected(), project.step(f"Import {_what(report)}", actor=actor.id) as step:
        scheme = grown(project.scheme, incoming)
        if scheme != project.scheme:
            project.set_scheme(scheme)
        if plan.labels:
            remembered = remembered_labels(project) | plan.labels
            project.set_value(_LABELS, json.dumps(remembered, ensure_ascii=False, separators=(",", ":")))
        kept = _add_entities(project, plan, incoming)
        project.add_documents(_uncancelled(plan.documents, cancelled))
        for id, more in plan.additions.items():
            refuse_if_cancelled(cancelled)
            for layer in more.layers:
                if brings_suggestions(layer):
                    suggest_imported(project, id, layer)
                else:
                    project.annotations.add_layer(id, layer)
            for decision in more.decisions:
                project.annotations.save_decision(id, decision)
            project.take_stock(id, gold=any(each.kind == "gold" for each in more.layers))
    notes = report.notes
    if kept:
        notes += (f"{_counted(kept, 'entity', 'entities')} kept as the registry has them: the import says otherwise",)
    return replace(report, changes=step.changes, notes=notes)


def _what(report: ImportReport) -> str:
    if report.documents:
        return _counted(report.documents, "document")
    return _counted(report.layers, "annotated layer") if report.layers else "annotations"


def _add_entities(project: Project, plan: Plan, incoming: Iterable[AnnotatedDocument]) -> int:
    """Enter those that come with additions (a new document brings its own); how many are there with other content."""
    first: dict[str, Entity] = {}
    for annotated in incoming:
        for entity in annotated.entities:
            first.setdefault(entity.id, entity)
    known = project.registry.find(first)
    for more in plan.additions.values():
        for entity in more.entities:
            if entity.id not in known:
                known[entity.id] = first[entity.id]
                project.registry.save(first[entity.id])
    return sum(not same_entity(first[id], entity) for id, entity in known.items())


def _uncancelled(documents: Iterable[AnnotatedDocument], cancelled: Cancelled) -> Iterator[AnnotatedDocument]:
    for each in documents:
        refuse_if_cancelled(cancelled)
        yield each
    refuse_if_cancelled(cancelled)
