"""Bringing documents in: what each incoming document is to the project, decided before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.canonical import canonical
from annotator.domain.changes import Changes
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, FormatError
from annotator.domain.registry import Entity
from annotator.formats.base import Problem, Read
from annotator.operations.growth import grown
from annotator.store.project import Project

Duplicates = Literal["skip", "keep"]

SAME_TEXT = "same_text_as"
"""Metadata key of a document whose text the project had already, with other metadata: the id of that document."""


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
        parts = [f"{_counted(self.documents, 'document')} imported"]
        if self.layers:
            parts.append(f"with {_counted(self.layers, 'annotated layer')}")
        head = " ".join(parts)
        rest = []
        if self.duplicates:
            rest.append(f"{self.duplicates} {'was' if self.duplicates == 1 else 'were'} there already")
        if self.same_text:
            rest.append(f"{_counted(self.same_text, 'text')} known with other metadata, kept and marked")
        if self.dropped:
            rest.append(f"{_counted(self.dropped, 'nested metadata value')} left out")
        if self.problems:
            rest.append(f"{_counted(len(self.problems), 'file or line', 'files or lines')} skipped")
        return "; ".join([head, *rest]) + "."


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


class Plan:
    """Decides, document by document, what an import will add; writes nothing.

    Raises FormatError at a layer that the project has in another state: those are merged, not imported.
    """

    def __init__(self, project: Project, duplicates: Duplicates = "skip") -> None:
        self._project = project
        self._duplicates = duplicates
        self._ids = set(project.documents.ids())
        self._new: dict[str, AnnotatedDocument] = {}
        self._by_hash: dict[str, list[str]] = {}
        self.extra_layers: list[tuple[str, Layer]] = []
        self.entities: dict[str, Entity] = {}
        self.report = ImportReport()

    @property
    def documents(self) -> tuple[AnnotatedDocument, ...]:
        """The documents to add."""
        return tuple(self._new.values())

    def take(self, read: Read, path: str) -> None:
        """Decide about one document that was read from ``path``."""
        annotated = read.content
        self._count(dropped=read.dropped)
        twins = self._twins(annotated.document)
        home = self._home(annotated.document, twins)
        if home is not None and self._duplicates == "skip":
            self._count(duplicates=1)
            self._add_layers(home, read, path)
            return
        document = replace(annotated.document, id=self._free_id(annotated.document.id))
        if twins and home is None:
            document = replace(document, meta={**document.meta, SAME_TEXT: twins[0].id})
            self._count(same_text=1)
        self._new[document.id] = replace(annotated, document=document)
        self._ids.add(document.id)
        self._by_hash.setdefault(document.text_sha256, []).append(document.id)
        self._take_entities(annotated.entities)
        self._count(documents=1, layers=_people(annotated.layers))

    def _twins(self, document: Document) -> list[Document]:
        """The documents with the same text, in the project and in this import."""
        planned = [self._new[id].document for id in self._by_hash.get(document.text_sha256, ())]
        return [*self._project.documents.with_hash(document.text_sha256), *planned]

    @staticmethod
    def _home(document: Document, twins: list[Document]) -> Document | None:
        """The document that this one is already: by id and text, else by text, source and date."""
        for twin in twins:
            if twin.id == document.id:
                return twin
        for twin in twins:
            if all(twin.meta.get(key) == document.meta.get(key) for key in ("source", "date")):
                return twin
        return None

    def _free_id(self, wanted: str) -> str:
        if wanted not in self._ids:
            return wanted
        number = 2
        while (free := f"{wanted[: ids.MAX_LENGTH - 8]}-{number}") in self._ids:
            number += 1
        return free

    def _add_layers(self, home: Document, read: Read, path: str) -> None:
        if not read.content.layers:
            return
        planned = self._new.get(home.id)
        known = planned.layers if planned else self._project.annotations.layers(home.id)
        fresh = []
        for layer in canonical(read.content).layers:
            same = [each for each in known if (each.kind, each.annotator_id) == (layer.kind, layer.annotator_id)]
            if not same:
                fresh.append(layer)
            elif layer.kind != "pipeline" and not _alike(same[0], layer, home):
                who = layer.annotator or layer.kind
                raise FormatError(
                    f"the layer of {who} for “{home.title}” is in the project in another state",
                    "use annotator merge, or import into an empty project",
                    path=path,
                    line=read.line,
                )
        if planned:
            self._new[home.id] = replace(planned, layers=(*planned.layers, *fresh))
        else:
            self.extra_layers += [(home.id, layer) for layer in fresh]
        if fresh:
            self._take_entities(read.content.entities)
            self._count(layers=_people(fresh))

    def _take_entities(self, entities: Iterable[Entity]) -> None:
        for entity in entities:
            self.entities.setdefault(entity.id, entity)

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.report, name) + number for name, number in more.items()}
        self.report = replace(self.report, **now)


def _people(layers: Iterable[Layer]) -> int:
    return sum(layer.kind != "pipeline" for layer in layers)


def _alike(a: Layer, b: Layer, home: Document) -> bool:
    one, two = (canonical(AnnotatedDocument(home, (), (each,))).layers[0] for each in (a, b))
    return one == two


def write(
    project: Project, plan: Plan, *, actor: Annotator, cancelled: Callable[[], bool] = lambda: False
) -> ImportReport:
    """Write what the plan says as one undoable step; with nothing to write, no step.

    Entities that the registry has already stay as they are.  Vocabulary values, annotators and typed columns that the
    project does not know yet are added to it.  Raises ConflictError when cancelled; nothing is written then.
    """
    report = replace(plan.report, added=tuple(each.document.id for each in plan.documents))
    if not plan.documents and not plan.extra_layers:
        return report
    label = f"Import {_counted(len(plan.documents), 'document')}"
    with project.step(label, actor=actor.id) as step:
        scheme = grown(
            project.scheme, plan.documents, [layer for _, layer in plan.extra_layers], plan.entities.values()
        )
        if scheme != project.scheme:
            project.set_scheme(scheme)
        layers = [layer for each in plan.documents for layer in each.layers] + [each for _, each in plan.extra_layers]
        _save_annotators(project, layers)
        known = project.registry.find(plan.entities)
        for id, entity in plan.entities.items():
            if id not in known:
                project.registry.save(entity)
        project.add_documents(replace(each, entities=()) for each in plan.documents)
        for document, layer in plan.extra_layers:
            project.annotations.add_layer(document, layer)
        if cancelled():
            raise ConflictError("the import was cancelled", "nothing was imported")
    return replace(report, changes=step.changes)


def _save_annotators(project: Project, layers: Iterable[Layer]) -> None:
    known = {each.id for each in project.annotators()}
    for layer in layers:
        if layer.annotator_id and layer.annotator_id not in known:
            known.add(layer.annotator_id)
            project.save_annotator(Annotator(layer.annotator_id, layer.annotator or layer.annotator_id))
