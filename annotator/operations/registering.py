"""A member of the cast becomes an entity of the registry when a person takes it for something.

What corrections of the cast share stands here too; see `annotator.operations.mentions`.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.domain import ids
from annotator.domain.annotations import Mention, Party, Quotation, Stance
from annotator.domain.cast import ALONE, CastMember
from annotator.domain.errors import ConflictError
from annotator.domain.names import is_nominal, name_words
from annotator.domain.registry import Entity
from annotator.operations.desk import Edit


def registered(edit: Edit, member: CastMember) -> tuple[str, tuple[Mention, ...]]:
    """The id of a member's entity, and its mentions in the layer, linked to it.

    A mere cluster becomes the registry's entity of that name and kind, if there is just one, else a new one.  What a
    person has put apart becomes a new one whatever its name.
    """
    mentions = [edit.mention(each.id) for each in member.mentions if edit.has_mention(each.id)]
    entity = member.entity or _linked(mentions) or _by_name(edit, member, mentions)
    for n, each in enumerate(mentions):
        if each.entity is None:
            mentions[n] = replace(each, entity=entity, origin=replace(each.origin, modified=edit.now))
            edit.save_mention(mentions[n])
    return entity, tuple(mentions)


def new_entity(edit: Edit, name: str, kind: str, aliases: tuple[str, ...] = ()) -> Entity:
    """A new entity, stored.  Raises ConflictError for an empty name or a kind that the scheme does not have."""
    name = " ".join(name.split())
    if not name:
        raise ConflictError("an entity needs a name", "type one")
    entity = Entity(ids.mint("e"), name, edit.known("kinds", kind), edit.made(), aliases)
    edit.project.registry.save(entity)
    return entity


def _linked(mentions: list[Mention]) -> str | None:
    """The entity that a cluster has been linked to since its cast was computed."""
    linked = {each.entity for each in mentions if each.entity}
    return linked.pop() if len(linked) == 1 else None


def _by_name(edit: Edit, member: CastMember, mentions: list[Mention]) -> str:
    elsewhere = _put_apart(edit)
    same = [
        each
        for each in edit.project.registry.named(member.name)
        if each.kind == member.kind and each.id not in elsewhere
    ]
    apart = any(each.origin.rule == ALONE for each in mentions)
    whole = " " in member.name or member.kind != "person"
    if len(same) == 1 and not apart and (whole or same[0].name == member.name):
        return same[0].id
    said = [" ".join(span.of(edit.text) for span in each.spans) for each in mentions]
    person = member.kind == "person"
    names = (" ".join(name_words(each, person=person)) for each in said if not (person and is_nominal(each)))
    aliases = dict.fromkeys(each for each in names if each.casefold() != member.name.casefold())
    entity = Entity(ids.mint("e"), member.name, member.kind, edit.made(), tuple(aliases))
    edit.project.registry.save(entity)
    return entity.id


def _put_apart(edit: Edit) -> set[str | None]:
    """The entities whose mentions in the layer a person put apart, all of them: namesakes, but somebody else."""
    linked = [each for each in edit.mentions.values() if each.entity]
    alone = {each.entity for each in linked if each.origin.rule == ALONE}
    return set(alone) - {each.entity for each in linked if each.origin.rule != ALONE}


# ---------------------------------------------------------------------------------------------- who means whom


def relink(edit: Edit, before: Mention, entity: str | None, *, alone: bool) -> None:
    """Give a mention another entity, inside a step; ``alone`` where it goes there against its name.

    What quotations hold on the same words follows.
    """
    rule = ALONE if alone else None if before.origin.rule == ALONE else before.origin.rule
    if (entity, rule) != (before.entity, before.origin.rule):
        edit.save_mention(replace(before, entity=entity, origin=replace(before.origin, rule=rule, modified=edit.now)))
    if entity != before.entity:
        for each in tuple(edit.quotations.values()):
            edit.put(each, _following(each, before, entity))
    edit.focus(before.id)


def _following(quotation: Quotation, mention: Mention, entity: str | None) -> Quotation:
    """The quotation with the mention's new entity wherever it has these words and the old one."""

    def party(each: Party) -> Party:
        same = each.spans == mention.spans and each.entity == mention.entity
        return replace(each, entity=entity) if same else each

    def stance(each: Stance) -> Stance:
        same = each.target_spans == mention.spans and each.target == mention.entity
        return replace(each, target=entity) if same else each

    return replace(
        quotation,
        speakers=tuple(map(party, quotation.speakers)),
        addressees=tuple(map(party, quotation.addressees)),
        stances=tuple(map(stance, quotation.stances)),
    )


def with_entity(quotation: Quotation, old: str, new: str) -> Quotation:
    """The quotation with another entity wherever it has the old one."""

    def party(each: Party) -> Party:
        return replace(each, entity=new) if each.entity == old else each

    return replace(
        quotation,
        speakers=tuple(dict.fromkeys(map(party, quotation.speakers))),
        addressees=tuple(dict.fromkeys(map(party, quotation.addressees))),
        stances=tuple(replace(each, target=new) if each.target == old else each for each in quotation.stances),
    )


def speaks_of(quotation: Quotation, member: CastMember) -> bool:
    """Whether the member has a part in the quotation: by its entity, or with the words of one of its mentions."""
    words = {each.spans for each in member.mentions}
    parties = (*quotation.speakers, *quotation.addressees)
    named = {each.entity for each in parties} | {each.target for each in quotation.stances}
    return (member.entity in named and member.entity is not None) or any(each.spans in words for each in parties)


def add_alias(edit: Edit, id: str, name: str) -> None:
    """Know an entity by another name too."""
    entity = edit.project.registry.get(id)
    if name.casefold() not in {each.casefold() for each in (entity.name, *entity.aliases)} and not is_nominal(name):
        known = replace(entity, aliases=(*entity.aliases, name), origin=edit.edited(entity.origin))
        edit.project.registry.save(known)
