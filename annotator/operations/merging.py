"""Merging entities that are one, and splitting one that is two, across all articles; first what that would change.

Each of `merge` and `split` is one undoable step.  Both touch the layers of every annotator and gold: who somebody is
does not depend on who annotates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from annotator.domain import ids
from annotator.domain.annotations import Annotator, Layer, Mention, Party, Quotation, Stance
from annotator.domain.changes import Changes
from annotator.domain.documents import Scalar
from annotator.domain.errors import ConflictError
from annotator.domain.names import Key, key_of, name_words, spellings
from annotator.domain.registry import Entity
from annotator.domain.renamed import Renamed
from annotator.domain.scheme import Attribute
from annotator.domain.text import Spans
from annotator.domain.typed_values import written
from annotator.operations.desk import utc_now
from annotator.operations.lookup import folded
from annotator.operations.registry import Clock, Work, known_kind, proper_name, with_aliases, working
from annotator.store.project import Project
from annotator.store.usage import Passage

ScalarT = TypeVar("ScalarT", bound=Scalar)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that entities to be merged do not agree about: its name, the value kept, and those that are lost."""

    field: str
    kept: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What merging or splitting would change.

    ``mentions``, ``quotations`` and ``stances`` are those that come to refer to another entity; ``documents`` counts
    the articles they are in, ``finished`` those of them that somebody has done already.  ``aliases`` are the names that
    the kept entity gets.
    """

    quotations: int = 0
    documents: int = 0
    finished: int = 0
    mentions: int = 0
    stances: int = 0
    aliases: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


# ---------------------------------------------------------------------------------------------- merging


def merge(
    project: Project, annotator: Annotator, keep: str, others: Iterable[str], *, clock: Clock = utc_now
) -> Changes:
    """Make one entity of several: all that refers to ``others`` refers to ``keep``, and they leave the registry.

    Their names become aliases, their Wikidata id and attributes fill what is empty.  Raises ConflictError if one of
    them is gone.
    """
    kept = project.registry.get(keep)
    gone = [project.registry.get(id) for id in dict.fromkeys(others) if id != keep]
    if not gone:
        raise ConflictError("there is nothing to merge", "choose two entities or more")
    what = f"“{gone[0].name}”" if len(gone) == 1 else f"{len(gone)} entities"
    with working(project, annotator, f"Merge {what} into “{kept.name}”", clock) as work:
        work.edit(kept, merged(kept, gone))
        for each in gone:
            project.registry.redirect(each.id, keep)
            project.frozen.note(Renamed("entity", ((each.id, keep),)))
            work.remove(each.id)
        work.step.focus = keep
    return work.changes


def merged(kept: Entity, others: Sequence[Entity]) -> Entity:
    """The entity that merging leaves."""
    named = with_aliases(kept, (name for each in others for name in (each.name, *each.aliases)))
    attributes = {id: value for each in (*reversed(others), kept) for id, value in _filled(each).items()}
    wikidata = next((each.wikidata for each in (kept, *others) if each.wikidata), None)
    return replace(named, wikidata=wikidata, attributes=attributes)


def merge_impact(project: Project, keep: str, others: Iterable[str]) -> Impact:
    """What `merge` would change.  Raises ConflictError if an entity is gone.

    Of several others, an article that only mentions two of them, and one that is done, may be counted for each.
    """
    kept = project.registry.get(keep)
    gone = [project.registry.get(id) for id in dict.fromkeys(others) if id != keep]
    usage = project.registry.usage()
    counts = [usage[each.id] for each in gone if each.id in usage]
    quotations: set[tuple[str, str, str | None, str]] = set()
    quoting: set[str] = set()
    only_naming = 0
    for each in gone:
        keys = {_key(passage) for passage in project.registry.passages(each.id)}
        where = {key[0] for key in keys}
        quotations |= keys
        quoting |= where
        only_naming += usage[each.id].documents - len(where) if each.id in usage else 0
    documents = len(quoting) + only_naming
    after = merged(kept, gone)
    return Impact(
        quotations=len(quotations),
        documents=documents,
        finished=min(documents, sum(each.finished for each in counts)),
        mentions=sum(each.mentions for each in counts),
        stances=sum(each.targeted for each in counts),
        aliases=after.aliases[len(kept.aliases) :],
        conflicts=_conflicts(project, kept, gone),
    )


def fullest(project: Project, entities: Sequence[str]) -> str:
    """Which of several entities to keep: the one that is used most, of equals the one with the longer name."""
    usage = project.registry.usage()
    found = project.registry.find(entities)

    def weight(id: str) -> tuple[int, int]:
        one = usage.get(id)
        used = one.mentions + one.speaking + one.addressed + one.targeted if one else 0
        return used, len(found[id].name)

    return max((id for id in entities if id in found), key=weight)


def likely_same(entities: Iterable[Entity]) -> tuple[tuple[str, ...], ...]:
    """Groups of entities of one kind that share a whole name or alias, or whose names differ in a letter.

    Case, accents and signs aside; one word alone says nothing about people.
    """
    by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    people: dict[Key, str] = {}
    for each in entities:
        person = each.kind == "person"
        for name in dict.fromkeys(folded(name) for name in (each.name, *each.aliases)):
            if not person or " " in name:
                by_name[each.kind, name].append(each.id)
        if person:
            people.setdefault(key_of(name_words(each.name, person=True)), each.id)
    pairs = [[people[one], people[other]] for one, other in spellings(people, loose=True).items()]
    leads: dict[str, str] = {}

    def first(id: str) -> str:
        while leads.get(id, id) != id:
            id = leads[id]
        return id

    for alike in (*by_name.values(), *pairs):
        for id in alike:
            leads[first(id)] = first(alike[0])
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id in leads:
        groups[first(id)].append(id)
    return tuple(tuple(each) for each in groups.values() if len(each) > 1)


def _filled(entity: Entity) -> dict[str, Scalar]:
    return {id: value for id, value in entity.attributes.items() if value is not None}


def _conflicts(project: Project, kept: Entity, others: Sequence[Entity]) -> tuple[Conflict, ...]:
    """Where the others say something else than what is kept."""
    scheme = project.scheme
    columns = {each.id: each for each in scheme.attributes_of("entity")}
    after = merged(kept, others)
    kinds = _said(after.kind, (each.kind for each in others))
    found = [Conflict("Kind", scheme.name("kinds", kept.kind), tuple(scheme.name("kinds", each) for each in kinds))]
    items = _said(after.wikidata or "", (each.wikidata for each in others))
    found.append(Conflict("Wikidata", after.wikidata or "", items))
    for id, value in after.attributes.items():
        column = columns.get(id) or Attribute(id, id, "entity")
        lost = _said(value, (each.attributes.get(id) for each in others))
        found.append(Conflict(column.name, written(column, value), tuple(written(column, each) for each in lost)))
    return tuple(each for each in found if each.lost)


def _said(kept: ScalarT, others: Iterable[ScalarT | None]) -> tuple[ScalarT, ...]:
    """The values that are another than the one kept, each once."""
    return tuple(dict.fromkeys(each for each in others if each is not None and each != kept))


# ---------------------------------------------------------------------------------------------- splitting


def split(
    project: Project,
    annotator: Annotator,
    entity: str,
    passages: Iterable[Passage],
    name: str,
    kind: str = "",
    *,
    clock: Clock = utc_now,
) -> Changes:
    """Make two of one entity: these of its passages mean a new one of that name, of the same kind if none is given.

    With a passage go the mentions on its words; where a layer has no other passage of the entity, all its mentions
    there go along.  ``Changes.focus`` is the new entity.  Raises ConflictError if none of the passages is still there.
    """
    before = project.registry.get(entity)
    with working(project, annotator, f"Split off “{name.strip()}”", clock) as work:
        new = Entity(ids.mint("e"), proper_name(name), known_kind(project, kind or before.kind), work.made())
        work.save(new)
        moved = list(_moves(project, entity, passages))
        if not moved:
            raise ConflictError("no passage to split off is there any more", "choose passages and split again")
        for each in moved:
            _carry_out(work, each, entity, new.id)
        work.step.focus = new.id
    return work.changes


def split_impact(project: Project, entity: str, passages: Iterable[Passage]) -> Impact:
    """What `split` would change."""
    moves = list(_moves(project, entity, passages))
    return Impact(
        quotations=sum(len(each.roles) for each in moves),
        documents=len({each.document for each in moves}),
        finished=len({each.document for each in moves if each.layer.status in ("done", "adjudicated")}),
        mentions=sum(len(each.mentions) for each in moves),
        stances=sum(
            stance.target == entity
            for each in moves
            for quotation, roles in each.roles.items()
            if "target" in roles
            for stance in each.layer.quotation(quotation).stances
        ),
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """What of one layer goes to the new entity: roles of quotations by id, and mentions."""

    document: str
    layer: Layer
    roles: dict[str, set[str]]
    mentions: tuple[Mention, ...]


def _key(passage: Passage) -> tuple[str, str, str | None, str]:
    return passage.document, passage.layer_kind, passage.annotator, passage.quotation


def _moves(project: Project, entity: str, passages: Iterable[Passage]) -> Iterator[_Move]:
    chosen: defaultdict[tuple[str, str, str | None], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in passages:
        chosen[_key(each)[:3]][each.quotation].add(each.role)
    for (document, kind, who), wanted in chosen.items():
        for layer in project.annotations.layers(document):
            if layer.kind != kind or who not in (layer.annotator_id, layer.annotator):
                continue
            roles = {each.id: wanted[each.id] for each in layer.quotations if each.id in wanted}
            if roles:
                yield _Move(document, layer, roles, _mentions(layer, entity, roles))


def _mentions(layer: Layer, entity: str, roles: dict[str, set[str]]) -> tuple[Mention, ...]:
    """The mentions that go along."""
    own = tuple(each for each in layer.mentions if each.entity == entity)
    words: set[Spans] = set()
    stays = False
    for quotation in layer.quotations:
        for role, spans in _parts(quotation, entity):
            if role in roles.get(quotation.id, ()):
                words.add(spans)
            else:
                stays = True
    return tuple(each for each in own if each.spans in words) if stays else own


def _parts(quotation: Quotation, entity: str) -> Iterator[tuple[str, Spans]]:
    """In which roles, and with which words, a quotation speaks of an entity."""
    for role, parties in (("speaker", quotation.speakers), ("addressee", quotation.addressees)):
        yield from ((role, each.spans) for each in parties if each.entity == entity)
    yield from (("target", each.target_spans) for each in quotation.stances if each.target == entity)


def _carry_out(work: Work, move: _Move, old: str, new: str) -> None:
    annotations = work.project.annotations
    for id, roles in move.roles.items():
        before = move.layer.quotation(id)
        after = _with_entity(before, roles, old, new)
        annotations.save_quotation(
            move.layer.id, replace(after, origin=work.edited(before.origin)), document=move.document
        )
    gone_along = Renamed(
        "entity",
        ((old, new),),
        roles={id: frozenset(roles) for id, roles in move.roles.items()},
        mentions=frozenset(each.id for each in move.mentions),
        document=move.document,
        annotator=move.layer.annotator_id,
    )
    if move.layer.kind == "annotator":
        work.project.frozen.note(gone_along)
    for each in move.mentions:
        origin = replace(each.origin, modified=work.now)
        annotations.save_mention(move.layer.id, replace(each, entity=new, origin=origin), document=move.document)


def _with_entity(quotation: Quotation, roles: set[str], old: str, new: str) -> Quotation:
    def parties(role: str, before: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(each, entity=new) if role in roles and each.entity == old else each for each in before)

    def stance(each: Stance) -> Stance:
        return replace(each, target=new) if "target" in roles and each.target == old else each

    return replace(
        quotation,
        speakers=parties("speaker", quotation.speakers),
        addressees=parties("addressee", quotation.addressees),
        stances=tuple(map(stance, quotation.stances)),
    )
