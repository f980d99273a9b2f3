"""What an annotator can do to the registry: entities and their names, kinds, attributes, merging and splitting.

Each function is one undoable step by the annotator.  ``Changes.focus`` is the entity it was about.  Every function
raises ConflictError, and changes nothing, when it does not fit what is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from annotator.domain import ids
from annotator.domain.annotations import Annotator, Origin, is_reserved
from annotator.domain.changes import Changes
from annotator.domain.documents import Scalar
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.scheme import Attribute
from annotator.domain.typed_values import parse_value, written
from annotator.operations.desk import utc_now
from annotator.operations.lookup import folded
from annotator.store.journal import Step
from annotator.store.project import Project
from annotator.store.usage import Usage

Clock = Callable[[], str]

LONGEST_NAME = 300
"""Code points of a name or alias."""

_WIKIDATA = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?([Qq][1-9][0-9]{0,11})(?:[#?].*)?")


def add_entity(
    project: Project,
    annotator: Annotator,
    name: str,
    kind: str,
    *,
    aliases: Iterable[str] = (),
    wikidata: str | None = None,
    clock: Clock = utc_now,
) -> Changes:
    """Put a new entity into the registry.  A namesake that is there already is somebody else."""
    with working(project, annotator, "Add entity", clock) as work:
        entity = Entity(
            id=ids.mint("e"),
            name=proper_name(name),
            kind=known_kind(project, kind),
            origin=work.made(),
            wikidata=wikidata_id(wikidata),
        )
        work.save(with_aliases(entity, aliases))
        work.step.focus = entity.id
    return work.changes


def rename(project: Project, annotator: Annotator, entity: str, name: str, *, clock: Clock = utc_now) -> Changes:
    """Give an entity another name.  An alias that says the same goes."""

    def change(before: Entity) -> Entity:
        return with_aliases(replace(before, name=proper_name(name), aliases=()), before.aliases)

    return _edit(project, annotator, "Rename entity", [entity], change, clock)


def set_kind(
    project: Project, annotator: Annotator, entities: Iterable[str], kind: str, *, clock: Clock = utc_now
) -> Changes:
    """Give entities another kind of the scheme.  Their mentions keep the kind they were found with."""
    known = known_kind(project, kind)
    label = f"Change kind to {project.scheme.name('kinds', known)}"
    return _edit(project, annotator, label, entities, lambda before: replace(before, kind=known), clock)


def add_alias(project: Project, annotator: Annotator, entity: str, alias: str, *, clock: Clock = utc_now) -> Changes:
    """Know an entity by another name too; where it is known by it, nothing changes."""
    name = proper_name(alias)
    return _edit(project, annotator, "Add alias", [entity], lambda before: with_aliases(before, [name]), clock)


def remove_alias(project: Project, annotator: Annotator, entity: str, alias: str, *, clock: Clock = utc_now) -> Changes:
    """Forget another name of an entity."""

    def change(before: Entity) -> Entity:
        return replace(before, aliases=tuple(each for each in before.aliases if each != alias))

    return _edit(project, annotator, "Remove alias", [entity], change, clock)


def set_wikidata(
    project: Project, annotator: Annotator, entity: str, wikidata: str | None, *, clock: Clock = utc_now
) -> Changes:
    """Say which item of Wikidata an entity is: its id (``Q42``) or address; None or blanks for none."""
    id = wikidata_id(wikidata)
    return _edit(project, annotator, "Set Wikidata id", [entity], lambda before: replace(before, wikidata=id), clock)


def set_attributes(
    project: Project, annotator: Annotator, entity: str, values: Mapping[str, Scalar], *, clock: Clock = utc_now
) -> Changes:
    """Set some of the project's own attributes of an entity; None takes a value away.

    Values have the types of the scheme: ``"12"`` becomes the number 12.  Raises FormatError for one that does not fit,
    ConflictError for an attribute that entities do not have.
    """
    columns = {each.id: each for each in project.scheme.attributes_of("entity")}
    typed = {id: _typed(columns, id, value) for id, value in values.items()}

    def change(before: Entity) -> Entity:
        merged = {**before.attributes, **typed}
        return replace(before, attributes={id: value for id, value in merged.items() if value is not None})

    return _edit(project, annotator, "Edit entity", [entity], change, clock)


def remove_unused(
    project: Project, annotator: Annotator, entities: Iterable[str] | None = None, *, clock: Clock = utc_now
) -> Changes:
    """Take out of the registry what nothing refers to: of ``entities``, or of all."""
    wanted = unused(project)
    if entities is not None:
        chosen = set(entities)
        wanted = tuple(each for each in wanted if each in chosen)
    many = f"{len(wanted)} unused entities" if len(wanted) != 1 else "unused entity"
    with working(project, annotator, f"Remove {many}", clock) as work:
        for id in wanted:
            work.remove(id)
    return work.changes


def unused(project: Project) -> tuple[str, ...]:
    """Ids of the entities that no layer refers to, neither a person's nor the pipeline's."""
    return project.registry.unused()


def is_used(usage: Usage | None) -> bool:
    """Whether a person's layer speaks of an entity with that usage."""
    return usage is not None and bool(usage.mentions or usage.speaking or usage.addressed or usage.targeted)


# ---------------------------------------------------------------------------------------------- shared


def with_aliases(entity: Entity, more: Iterable[str]) -> Entity:
    """The entity with further aliases, those left out that say what it is called already; case and accents aside."""
    kept = list(entity.aliases)
    known = {folded(each) for each in (entity.name, *kept)}
    for each in more:
        name = proper_name(each)
        if folded(name) not in known:
            known.add(folded(name))
            kept.append(name)
    return replace(entity, aliases=tuple(kept))


def wikidata_id(words: str | None) -> str | None:
    """The id of a Wikidata item as typed or in its address; None for blanks.  Raises ConflictError."""
    if words is None or not words.strip():
        return None
    found = _WIKIDATA.fullmatch(words.strip())
    if found is None:
        raise ConflictError(f"“{words.strip()[:40]}” is no id of Wikidata", "write it like Q42")
    return found[1].upper()


@dataclass(frozen=True, slots=True)
class Work:
    """A step on the registry under way."""

    project: Project
    annotator: Annotator
    step: Step
    now: str

    def made(self) -> Origin:
        """The origin of something the annotator makes now."""
        return Origin("manual", self.annotator.id, created=self.now, modified=self.now)

    def save(self, entity: Entity) -> None:
        """Store an entity; the annotator is entered in the project with the first write."""
        self._enter()
        self.project.registry.save(entity)

    def edit(self, before: Entity, after: Entity) -> None:
        """Store an edited entity, if it is another than before: from then on a person has confirmed it."""
        if after != before:
            self.save(replace(after, origin=self.edited(before.origin), proposed=False))

    def edited(self, origin: Origin) -> Origin:
        """An origin after the annotator's edit: what did not come from a person's hand is marked as edited."""
        return replace(origin, edited=origin.edited or origin.kind != "manual", modified=self.now)

    def remove(self, id: str) -> None:
        """Take an entity out.  Raises ConflictError while something refers to it."""
        self._enter()
        self.project.registry.remove(id)

    @property
    def changes(self) -> Changes:
        """What the step changed, when it has ended; where that is nothing, still what it was about."""
        return self.step.changes or replace(self.step.changes, focus=self.step.focus)

    def _enter(self) -> None:
        if is_reserved(self.annotator.name):
            raise ConflictError(f"“{self.annotator.name}” cannot be an annotator's name", "choose another name")
        if all(each.id != self.annotator.id for each in self.project.annotators()):
            self.project.save_annotator(self.annotator)


@contextmanager
def working(project: Project, annotator: Annotator, label: str, clock: Clock = utc_now) -> Iterator[Work]:
    """One undoable step on the registry."""
    with project.step(label, actor=annotator.id) as step:
        yield Work(project, annotator, step, clock())


def _edit(
    project: Project,
    annotator: Annotator,
    label: str,
    entities: Iterable[str],
    change: Callable[[Entity], Entity],
    clock: Clock,
) -> Changes:
    with working(project, annotator, label, clock) as work:
        for id in entities:
            before = project.registry.get(id)
            work.edit(before, change(before))
            work.step.focus = work.step.focus or id
    return work.changes


def proper_name(words: str) -> str:
    """A name as it is stored, blanks put right.  Raises ConflictError for none, or one that is too long."""
    name = " ".join(words.split())
    if not name:
        raise ConflictError("an entity needs a name", "type one")
    if len(name) > LONGEST_NAME:
        raise ConflictError(f"a name has at most {LONGEST_NAME} characters, not {len(name)}", "shorten it")
    return name


def known_kind(project: Project, id: str) -> str:
    """``id``, a kind of the scheme.  Raises ConflictError."""
    if all(each.id != id for each in project.scheme.kinds):
        raise ConflictError(f"the scheme has no “{id}” among its kinds", "choose a value of the scheme")
    return id


def _typed(columns: Mapping[str, Attribute], id: str, value: Scalar) -> Scalar:
    if id not in columns:
        raise ConflictError(f"entities have no attribute “{id}”", "add it in the scheme first")
    return None if value is None else parse_value(columns[id], written(columns[id], value))
