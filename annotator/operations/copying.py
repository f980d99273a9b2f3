"""A copy of a project for a colleague: an ordinary project file, written fresh, with nothing that was left out.

The copy knows whom it is for, and in which state each object was when it was handed out; when it comes back, merging
tells from that who has changed what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, is_reserved
from annotator.domain.canonical import referenced
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.states import States, decision_state, entity_state, layer_states, state, states_of, values_state
from annotator.operations.blinding import Veil
from annotator.operations.desk import utc_now
from annotator.operations.importing import SAME_TEXT, Cancelled, never
from annotator.operations.learned import MODEL, OFF
from annotator.operations.pipeline_labels import NO_SUGGESTIONS, PROFILE, SUGGESTIONS
from annotator.operations.shares import Handed, Share, draw, record
from annotator.store.project import Project

Progress = Callable[[int, int], None]

RECEIVER = "for_annotator"
COPY = "copy"
COPY_OF = "copy_of"
BASE = "base"
"""Keys of the values that a copy carries: whom it is for, its id, the project it comes from, the states handed out."""

META = "meta"
DECISIONS = "decisions"
NOTES = "notes"
"""In the states of a document stand, beside its layers, those of its metadata, decisions and annotators' own notes."""


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """What goes into a copy: ``documents`` (ids, None for all), or a share of them; see the command line's options."""

    documents: Sequence[str] | None = None
    share: Share | None = None
    blind: bool = False
    suggestions: bool = True


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What was handed out: how many documents, ``common`` of them in every share, to whom and how."""

    annotator: Annotator
    documents: int
    common: int = 0
    blind: bool = False
    suggestions: bool = True

    @property
    def sentence(self) -> str:
        """The report as people want to read it."""
        noun = "document" if self.documents == 1 else "documents"
        parts = [f"{self.documents:,} {noun}"]
        parts += [f"{self.common:,} of them in every share"] if self.common else []
        parts += ["blind"] if self.blind else []
        parts += [] if self.suggestions else ["without suggestions"]
        return f"Copy for {self.annotator.name} written: {', '.join(parts)}."


def receiver(project: Project, name: str) -> Annotator:
    """Whom a copy is for: the annotator of that name, or a new one, who has the same id in each copy of this project.

    Raises ConflictError for a name that nobody can bear.
    """
    name = " ".join(name.split())
    if not name or is_reserved(name) or not ids.is_valid(name):
        raise ConflictError(f"“{name}” cannot be an annotator's name", "choose another name")
    known = (each for each in project.annotators() if each.name == name)
    return next(known, Annotator(ids.derived("a", project.id, name), name))


def write_copy(
    project: Project,
    out: Path,
    name: str,
    options: CopyOptions | None = None,
    *,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> CopyReport:
    """Write a copy of the project for an annotator to ``out``, whole or not at all, and note it in the project.

    Raises ConflictError where no document is left, for a share that cannot be drawn, for a bad name, or when cancelled;
    ProjectError where ``out`` exists or cannot be written, or a share cannot be noted because the project is read only.
    """
    how = options or CopyOptions()
    who = receiver(project, name)
    chosen = list(project.documents.ids() if how.documents is None else how.documents)
    if not chosen:
        raise ConflictError("no document fits the search", "try fewer words")
    common: list[str] = []
    if how.share is not None:
        project.require_writable()  # the next share has to know of this one
        chosen, common = draw(project, chosen, who, how.share)
    copy = _Copy(project, who, how, chosen)
    Project.create(
        out,
        title=_title(project, who),
        language=project.language,
        scheme=project.scheme,
        exclusive=False,
        fill=lambda made: copy.fill(made, progress, cancelled),
    ).close()
    if not project.read_only:
        try:
            record(project, _handed(copy, how, chosen, common))
        except BaseException:
            out.unlink(missing_ok=True)
            raise
    return CopyReport(who, len(chosen), len(common), how.blind, how.suggestions)


def _title(project: Project, who: Annotator) -> str:
    """The copy's title says whom it is for: both files may lie side by side."""
    own = project.title or project.path.stem
    if project.receiver is not None:  # a copy of a copy is for one of them only
        own = own.removesuffix(for_whom(project.receiver))
    return f"{own}{for_whom(who)}"


def for_whom(who: Annotator) -> str:
    """How the title of a copy ends."""
    return f" (for {who.name})"


def _handed(copy: _Copy, how: CopyOptions, chosen: Sequence[str], common: Sequence[str]) -> Handed:
    whole = how.documents is None and how.share is None
    return Handed(
        copy.id,
        copy.who.id,
        copy.who.name,
        utc_now(),
        how.blind,
        how.suggestions,
        documents=None if whole else tuple(chosen),
        share=how.share,
        common=tuple(common),
    )


class _Copy:
    """What goes into one copy, document by document."""

    def __init__(self, project: Project, who: Annotator, how: CopyOptions, chosen: Sequence[str]) -> None:
        self.id = ids.mint("d")
        self._project = project
        self.who = who
        self._how = how
        self._chosen = chosen
        self._veil = self._veiled() if how.blind else None
        self._entities = self._registry()
        self._seen: set[str] = set()
        self._states: dict[str, str] = {}

    def _veiled(self) -> Veil:
        texts, used, own = [], set(), set()
        for id in self._chosen:
            texts.append(self._project.documents.get(id).text)
            layer = self._project.annotations.layer(id, "annotator", self.who.id)
            used |= referenced((layer,)) if layer else set()
            own |= {each.id for each in layer.quotations} if layer else set()
        return Veil(self.who.id, texts, frozenset(used), frozenset(own))

    def _registry(self) -> dict[str, Entity]:
        """The entities that may go along, as they go along."""
        veil = self._veil
        everything = {each.id: each for each in self._project.registry.all()}
        if veil is None:
            return everything
        return {id: veil.entity(each) for id, each in everything.items() if not veil.hides(each)}

    def fill(self, made: Project, progress: Progress, cancelled: Cancelled) -> None:
        """Write all of it into a new project.  Raises ConflictError when cancelled."""
        made.save_annotator(self.who)
        made.add_documents(self._documents(progress, cancelled))
        self._add_others(made)
        there = {each.id for each in made.annotators()}
        for each in self._project.annotators():
            if each.id in there:
                made.save_annotator(each)  # with the colour
        for id in self._chosen:
            self._add_private(made, id)
        values = {RECEIVER: self.who.id, COPY: self.id, COPY_OF: self._project.id}
        values |= {} if self._how.suggestions else {SUGGESTIONS: NO_SUGGESTIONS}
        # what is labelled there is labelled alike; a model holds no words, so it may go with a blind copy too
        for key in (PROFILE, *((MODEL, OFF) if self._how.suggestions else ())):
            if (value := self._project.value(key)) is not None:
                values[key] = value
        if self._project.rules != made.rules:
            made.set_rules(self._project.rules)
        for key, value in (values | self._states | {BASE: _dumped(self._entity_states(made))}).items():
            made.set_value(key, value)

    def _documents(self, progress: Progress, cancelled: Cancelled) -> Iterator[AnnotatedDocument]:
        for number, id in enumerate(self._chosen):
            progress(number, len(self._chosen))
            if cancelled():
                raise ConflictError("the copy was cancelled", "nothing was written")
            whole = self._project.read(id)
            self._seen |= referenced(whole.layers)
            part = self._part(whole)
            states = document_states(part, whole.document)
            if (note := self._project.notes.get(id, self.who.id)) is not None:
                states[NOTES] = {self.who.id: state(note)}
            self._states[f"{BASE}:{id}"] = _dumped(states)
            yield part
        progress(len(self._chosen), len(self._chosen))

    def _part(self, whole: AnnotatedDocument) -> AnnotatedDocument:
        layers = tuple(self._layer(each) for each in whole.layers if self._goes(each))
        document = whole.document
        if document.meta.get(SAME_TEXT) is not None and document.meta[SAME_TEXT] not in self._chosen:
            document = replace(document, meta={k: v for k, v in document.meta.items() if k != SAME_TEXT})
        return AnnotatedDocument(
            document,
            tuple(self._entity(id) for id in sorted(referenced(layers))),
            layers,
            () if self._veil else whole.decisions,
        )

    def _entity(self, id: str) -> Entity:
        """An entity that a layer refers to, though it may have come just now."""
        if id not in self._entities:
            self._entities[id] = self._project.registry.get(id)
        return self._entities[id]

    def _goes(self, layer: Layer) -> bool:
        return self._veil is None or layer.kind == "pipeline" or layer.annotator_id == self.who.id

    def _layer(self, layer: Layer) -> Layer:
        if layer.kind == "pipeline":
            if not self._how.suggestions:
                layer = replace(layer, quotations=())
            return self._veil.pipeline(layer, self._entities) if self._veil else layer
        return self._veil.own(layer) if self._veil else layer

    def _add_others(self, made: Project) -> None:
        """The entities that are there to be found by name: those that nobody uses yet, or that these documents use."""
        used = self._project.registry.usage()
        there = made.registry.find(self._entities)
        for id, each in self._entities.items():
            if id not in there and (id not in used or id in self._seen):
                made.registry.save(each)

    def _add_private(self, made: Project, id: str) -> None:
        """What no document carries by itself: the receiver's note, who has acknowledged what, cues and reasons."""
        note = self._project.notes.get(id, self.who.id)
        if note is not None:
            made.notes.set(id, self.who.id, note)
        for decision, people in self._acknowledged(id).items():
            made.annotations.set_acknowledged_by(id, decision, people)
        if self._how.suggestions:
            made.cues.replace(id, self._project.cues.get(id))
            made.reasons.replace(id, self._project.reasons.get(id))

    def _acknowledged(self, id: str) -> dict[str, tuple[str, ...]]:
        return {} if self._veil else self._project.annotations.acknowledgements(id)

    def _entity_states(self, made: Project) -> States:
        """Of each entity its state in the copy and, where it went along in part only, the one here behind a blank."""
        whole = self._project.registry.find(self._entities)
        gone_along = {each.id: entity_state(each) for each in made.registry.all()}
        here = {id: entity_state(whole[id]) for id in gone_along}
        return {id: one if one == here[id] else f"{one} {here[id]}" for id, one in gone_along.items()}


def document_states(part: AnnotatedDocument, whole: Document | None = None) -> dict[str, States]:
    """The states of all that a document carries, by layer; the pipeline's is no person's work and left out.

    Where the metadata went along in part only, those of ``whole`` stand behind a blank.
    """
    found = {layer_key(each): layer_states(each) for each in part.layers if each.kind != "pipeline"}
    meta = values_state(part.document.meta)
    here = values_state((whole or part.document).meta)
    found[META] = {META: meta if meta == here else f"{meta} {here}"}
    found[DECISIONS] = states_of({each.id: each for each in part.decisions}, decision_state)
    return found


def layer_key(layer: Layer) -> str:
    """What a layer goes by in the states of its document."""
    return f"annotator:{layer.annotator_id}" if layer.kind == "annotator" else layer.kind


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
