"""What an annotator can do to mentions, always in the annotator's own layer; each function is one undoable step.

Corrections of the cast are among it: they touch this one article only.  To merge two entities across the project see
`annotator.operations.merging`.

A mention may be named by the pipeline's id: before the first write that is what the window shows.  ``Changes.focus`` is
the mention's id in the annotator's layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain import ids
from annotator.domain.annotations import Mention
from annotator.domain.cast import ALONE, CastMember
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.names import Key, key_of, name_words
from annotator.domain.text import Span
from annotator.operations.desk import Desk, Edit
from annotator.operations.registering import add_alias, new_entity, registered, relink, speaks_of, with_entity


def add_mention(desk: Desk, span: Span, label: str) -> Changes:
    """Mark these words as an entity of that kind; where they are already, nothing changes."""
    with desk.edit("Add mention") as edit:
        spans = edit.checked((span,), "mention")
        there = [each for each in edit.mentions.values() if each.spans == spans and each.label == label]
        mention = there[0] if there else Mention(ids.mint("m"), spans, edit.known("kinds", label), None, edit.made())
        if not there:
            edit.save_mention(mention)
        edit.focus(mention.id)
    return edit.changes


def relabel_mention(desk: Desk, mention: str, label: str) -> Changes:
    """Give a mention another kind."""
    with desk.edit("Change kind of mention") as edit:
        before = edit.mention(mention)
        _put(edit, before, replace(before, label=edit.known("kinds", label)))
    return edit.changes


def move_mention(desk: Desk, mention: str, span: Span) -> Changes:
    """Put a mention on other words."""
    with desk.edit("Move mention") as edit:
        before = edit.mention(mention)
        _put(edit, before, replace(before, spans=edit.checked((span,), "mention")))
    return edit.changes


def remove_mention(desk: Desk, mention: str) -> Changes:
    """Remove a mention.  Speakers keep their words and entity."""
    with desk.edit("Remove mention") as edit:
        edit.remove_mention(edit.mention(mention).id)
    return edit.changes


def link_mention(desk: Desk, mention: str, entity: str | None) -> Changes:
    """Say which entity of the registry a mention names, None for none.  Its words and kind stay as they were found.

    A quotation whose speaker, addressee or target stands on the same words, and had the same entity, follows.  A
    mention without an entity by a person's hand is by itself in the cast.
    """
    with desk.edit("Link mention" if entity else "Unlink mention") as edit:
        relink(edit, edit.mention(mention), entity, alone=entity is None)
    return edit.changes


def link_to_new(desk: Desk, mention: str, name: str, kind: str) -> Changes:
    """Link a mention to a new entity of that name and kind."""
    with desk.edit("Link mention") as edit:
        before = edit.mention(mention)
        relink(edit, before, new_entity(edit, name, kind).id, alone=False)
    return edit.changes


# ---------------------------------------------------------------------------------------------- the cast


def move_to_member(desk: Desk, mention: str, member: CastMember) -> Changes:
    """Say that one mention means that member of the cast, and not whom its name makes it out to be.

    Other mentions of the same name stay where they are.  A mere cluster becomes an entity.
    """
    with desk.edit("Move mention in the cast") as edit:
        before = edit.mention(mention)
        entity, own = registered(edit, member)
        relink(edit, edit.mention(before.id), entity, alone=before.id not in {each.id for each in own})
    return edit.changes


def take_out(desk: Desk, mention: str) -> Changes:
    """Say that one mention means nobody of the cast: it stands by itself from then on."""
    with desk.edit("Take mention out of the cast") as edit:
        relink(edit, edit.mention(mention), None, alone=True)
    return edit.changes


def join_members(desk: Desk, kept: CastMember, other: CastMember) -> Changes:
    """Say that two members of the cast are one: all mentions of both are linked to one entity.

    It is ``kept``'s or, where that is a mere cluster, the other's.  What the annotator's quotations in this article say
    of the other one's entity follows; the registry keeps that.  The name of a mere cluster becomes an alias.
    ``Changes.focus`` is the entity.
    """
    with desk.edit("Join in the cast") as edit:
        first, second = (other, kept) if kept.entity is None and other.entity else (kept, other)
        entity, _ = registered(edit, first)
        if second.entity is None:
            add_alias(edit, entity, second.name)
        elif second.entity != entity:
            for each in tuple(edit.quotations.values()):
                edit.put(each, with_entity(each, second.entity, entity))
        for mention in (*kept.mentions, *other.mentions):
            if edit.has_mention(mention.id):
                relink(edit, edit.mention(mention.id), entity, alone=False)
        edit.focus(entity)
    return edit.changes


def rename_member(desk: Desk, member: CastMember, name: str) -> Changes:
    """Give a member of the cast another name, in the registry.

    What it was called stays an alias if the article says so.  ``Changes.focus`` is the entity.
    """
    with desk.edit("Rename entity") as edit:
        name = " ".join(name.split())
        if not name:
            raise ConflictError("an entity needs a name", "type one")
        id, mentions = registered(edit, member)
        entity = edit.project.registry.get(id)
        aliases = dict.fromkeys((*entity.aliases, *((entity.name,) if mentions else ())))
        aliases.pop(name, None)
        if name != entity.name:
            renamed = replace(entity, name=name, aliases=tuple(aliases), proposed=False)
            edit.project.registry.save(replace(renamed, origin=edit.edited(entity.origin)))
        edit.focus(id)
    return edit.changes


def dismiss_member(desk: Desk, member: CastMember) -> Changes:
    """Take a member out of the cast with all its mentions: no person or body, but a mistake of the pipeline.

    Raises ConflictError where a quotation of the layer speaks of its entity.
    """
    with desk.edit("Remove from the cast") as edit:
        used = sum(speaks_of(each, member) for each in edit.quotations.values())
        if used:
            many = f"{used} quotation{'' if used == 1 else 's'}"
            raise ConflictError(
                f"“{member.name}” has a part in {many} of this article", "give them another speaker first"
            )
        for each in member.mentions:
            if edit.has_mention(each.id):
                edit.remove_mention(edit.mention(each.id).id)
    return edit.changes


# ---------------------------------------------------------------------------------------------- namesakes


@dataclass(frozen=True, slots=True)
class Others:
    """Unlinked mentions of the same name and kind in the desk's layers, to offer when one has been linked.

    ``in_article`` are ids of the open article, ``elsewhere`` pairs of document and mention id in other articles.
    """

    in_article: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()

    @property
    def documents(self) -> int:
        """In how many other articles they are."""
        return len({document for document, _ in self.elsewhere})

    def __bool__(self) -> bool:
        return bool(self.in_article or self.elsewhere)


def others_named(desk: Desk, mention: str) -> Others:
    """The other mentions that bear this one's name and are linked to nothing yet.

    What a person has put apart in the cast is not among them, and in gold nothing of other articles: their gold is not
    under review.  Raises ConflictError if the mention is gone.
    """
    text, layer = desk.project.documents.get(desk.document).text, desk.layer()
    one = next((each for each in layer.mentions if mention in (each.id, *each.origin.derived_from)), None)
    if one is None:
        raise ConflictError("this mention is no longer there", "select its words and mark them again")
    name = _name(text, one)
    here = (
        each.id for each in layer.mentions if each.id != one.id and _free(each, one.label) and _name(text, each) == name
    )
    if desk.kind == "gold":
        return Others(tuple(here))
    said = " ".join(span.of(text) for span in one.spans)
    words = {said, " ".join(name_words(said, person=one.label == "person"))}
    there = (
        (each.document, each.mention)
        for each in desk.project.registry.mentions_named(words)
        if each.annotator_id == desk.annotator.id and each.document != desk.document and each.label == one.label
    )
    return Others(tuple(here), tuple(there))


def link_all(desk: Desk, others: Others, entity: str, *, elsewhere: bool = True) -> Changes:
    """Link other mentions of a name to an entity, in one step: those of the article, with ``elsewhere`` all.

    Only the desk's layers are touched: the annotator's own, or gold.  What has been linked or removed in the meantime
    stays as it is.
    """
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    wanted[desk.document] += others.in_article
    for document, mention in others.elsewhere if elsewhere else ():
        wanted[document].append(mention)
    name = desk.project.registry.get(entity).name
    with desk.project.step(f"Link mentions to “{name}”", actor=desk.annotator.id) as step:
        for document, ids in wanted.items():
            _link_free(replace(desk, document=document, memory=None), ids, entity)
        step.focus = entity
    if desk.memory:
        desk.memory.follow(desk, step.changes)
    return step.changes


def _link_free(desk: Desk, ids: Iterable[str], entity: str) -> None:
    if desk.stored_layer() is None:
        return
    with desk.edit("Link mentions") as edit:
        for id in ids:
            if edit.has_mention(id) and _free(edit.mention(id), edit.mention(id).label):
                relink(edit, edit.mention(id), entity, alone=False)


def _name(text: str, mention: Mention) -> Key:
    said = " ".join(span.of(text) for span in mention.spans)
    return key_of(name_words(said, person=mention.label == "person"))


def _free(mention: Mention, label: str) -> bool:
    """Whether a mention of that kind waits for its entity."""
    return mention.entity is None and mention.label == label and mention.origin.rule != ALONE


def _put(edit: Edit, before: Mention, after: Mention) -> None:
    edit.focus(before.id)
    if after != before:
        edit.save_mention(replace(after, origin=edit.edited(after.origin)))
