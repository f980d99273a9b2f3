"""A member of the cast becomes an entity of the registry when a person takes it for something."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain import ids
from annotator.domain.annotations import Mention
from annotator.domain.cast import CastMember
from annotator.domain.names import name_words
from annotator.domain.registry import Entity
from annotator.operations.desk import Edit


def registered(edit: Edit, member: CastMember) -> tuple[str, tuple[Mention, ...]]:
    """The id of a member's entity, and its mentions in the layer, linked to it.

    A mere cluster becomes the registry's entity of that name and kind, if there is just one, else a new one.
    """
    mentions = [edit.mention(each.id) for each in member.mentions if edit.has_mention(each.id)]
    entity = member.entity or _linked(mentions) or _by_name(edit, member, mentions)
    for n, each in enumerate(mentions):
        if each.entity is None:
            mentions[n] = replace(each, entity=entity, origin=replace(each.origin, modified=edit.now))
            edit.save_mention(mentions[n])
    return entity, tuple(mentions)


def _linked(mentions: list[Mention]) -> str | None:
    """The entity that a cluster has been linked to since its cast was computed."""
    linked = {each.entity for each in mentions if each.entity}
    return linked.pop() if len(linked) == 1 else None


def _by_name(edit: Edit, member: CastMember, mentions: list[Mention]) -> str:
    same = [each for each in edit.project.registry.named(member.name) if each.kind == member.kind]
    if len(same) == 1 and (" " in member.name or member.kind != "person" or same[0].name == member.name):
        return same[0].id
    said = (" ".join(span.of(edit.text) for span in each.spans) for each in mentions)
    names = (" ".join(name_words(each, person=member.kind == "person")) for each in said)
    aliases = dict.fromkeys(each for each in names if each.casefold() != member.name.casefold())
    entity = Entity(ids.mint("e"), member.name, member.kind, edit.made(), tuple(aliases))
    edit.project.registry.save(entity)
    return entity.id
