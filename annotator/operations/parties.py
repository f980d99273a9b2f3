"""What an annotator can do to speakers and addressees; each function is one undoable step.

``Changes.focus`` is the quotation's id.  Every function raises ConflictError, and changes nothing, when it does not fit
what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain import ids
from annotator.domain.annotations import NONE_IN_TEXT, Form, Mention, Party, Quotation
from annotator.domain.cast import CastMember, nearest_mention
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans, ordered
from annotator.operations.desk import Desk, Edit
from annotator.operations.registering import registered
from annotator.operations.roles import NAMES, PartyRole, form_at, parties_of, party_at, with_parties

SPEAKING = ("person", "organisation", "document")
"""Kinds of entities that a speaker's words are taken to name."""
_NAMELESS = ("pronoun", "nominal")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the registry does not have yet: a name, and a kind of the scheme."""

    name: str
    kind: str


Who = str | CastMember | Newcomer
"""Whom a person means: an entity of the registry by its id, one of the cast, or a newcomer."""


def set_speakers(desk: Desk, quotation: str, speakers: Iterable[Party]) -> Changes:
    """Give a quotation these speakers and no other; none at all means not yet decided."""
    return _set(desk, quotation, "speakers", tuple(speakers))


def none_in_text(desk: Desk, quotation: str) -> Changes:
    """Say that the text names no speaker."""
    return set_speakers(desk, quotation, (NONE_IN_TEXT,))


def speaker_from_span(
    desk: Desk, quotation: str, span: Span, *, further: bool = False, member: CastMember | None = None
) -> Changes:
    """Make these words the speaker, or with ``further`` one more.

    Their form follows from them.  Their entity is that of the mention on the same words, or of the person, body or
    document whose mention ends them ("Mayor Ana Lindqvist"); else that of ``member``, the one of the cast whom they
    name, which becomes an entity of the registry where it is a mere cluster.
    """
    return _from_span(desk, quotation, "speakers", span, member, further=further)


def addressee_from_span(desk: Desk, quotation: str, span: Span, *, member: CastMember | None = None) -> Changes:
    """Make these words one more addressee; entity and ``member`` as for a speaker."""
    return _from_span(desk, quotation, "addressees", span, member, further=True)


def speaker_from_mention(
    desk: Desk, quotation: str, mention: str, *, further: bool = False, member: CastMember | None = None
) -> Changes:
    """Make a mention's words and entity, else its ``member`` of the cast, the speaker, or with ``further`` one more."""
    return _from_mention(desk, quotation, "speakers", mention, member, further=further)


def addressee_from_mention(desk: Desk, quotation: str, mention: str, *, member: CastMember | None = None) -> Changes:
    """Make a mention's words and entity, else its ``member`` of the cast, one more addressee."""
    return _from_mention(desk, quotation, "addressees", mention, member, further=True)


def speaker_from_cast(
    desk: Desk, quotation: str, member: CastMember, nth: int = 0, *, further: bool = False, keep_words: bool = False
) -> Changes:
    """Make a member of the cast the speaker: its entity, and its ``nth`` nearest mention to the cue, else the content.

    With ``keep_words`` the words that the speaker has stay and only say now who they mean: “he”, “the expert”.  A mere
    cluster becomes an entity of the registry (see `annotator.operations.registering`).
    """
    with desk.edit(_label("speakers", further)) as edit:
        entity, mentions = registered(edit, member)
        _put_entity(edit, quotation, "speakers", entity, mentions, nth, further=further, keep_words=keep_words)
    return edit.changes


def set_party(desk: Desk, quotation: str, role: PartyRole, who: Who, *, further: bool = False) -> Changes:
    """Make somebody the speaker or an addressee, or with ``further`` one more, as a type-ahead finds them.

    Words without a name that the role has (“he”, “the expert”) stay and mean that somebody from now on; else the
    mention nearest to the cue is taken, where the article has one.  A newcomer is added to the registry in the same
    step.
    """
    with desk.edit(_label(role, further)) as edit:
        entity, mentions = _known(edit, who)
        held = parties_of(edit.quotation(quotation), role)
        nameless = bool(held) and held[-1].entity is None and held[-1].form in _NAMELESS
        _put_entity(edit, quotation, role, entity, mentions, further=further, keep_words=nameless and not further)
    return edit.changes


def identify_party(desk: Desk, quotation: str, role: PartyRole, index: int, who: Who | None) -> Changes:
    """Say who one speaker or addressee is, by its words or without any; None takes the entity away, not the words."""
    with desk.edit(f"Identify {NAMES[role]}" if who is not None else f"Unlink {NAMES[role]}") as edit:
        before = edit.quotation(quotation)
        old = party_at(before, role, index)
        if who is None and not old.spans:
            raise ConflictError(f"without its entity nothing is left of the {NAMES[role]}", "remove it instead")
        entity = None if who is None else _known(edit, who)[0]
        form = None if old.form in ("none_in_text", "unknown") and not old.spans else old.form
        party = replace(old, entity=entity, score=None, form=form) if entity != old.entity else old
        edit.put(before, _with_party(before, role, index, party))
    return edit.changes


def same_speaker_as(desk: Desk, quotation: str, other: str) -> Changes:
    """Give a quotation the speakers of another one of the layer."""
    with desk.edit("Same speaker") as edit:
        before = edit.quotation(quotation)
        speakers = edit.quotation(other).speakers
        if not speakers:
            raise ConflictError("that quotation has no speaker yet", "set its speaker first")
        edit.put(before, replace(before, speakers=tuple(replace(each, score=None) for each in speakers)))
    return edit.changes


def remove_party(desk: Desk, quotation: str, role: PartyRole, index: int) -> Changes:
    """Take one speaker or addressee away."""
    with desk.edit(f"Remove {NAMES[role]}") as edit:
        before = edit.quotation(quotation)
        party_at(before, role, index)
        parties = parties_of(before, role)
        edit.put(before, with_parties(before, role, parties[:index] + parties[index + 1 :]))
    return edit.changes


def set_form(desk: Desk, quotation: str, role: PartyRole, index: int, form: Form) -> Changes:
    """Say by hand what form a speaker or addressee has; none in the text takes its words away."""
    with desk.edit("Set form") as edit:
        before = edit.quotation(quotation)
        party = replace(party_at(before, role, index), form=form)
        if form == "none_in_text":
            party = NONE_IN_TEXT
        edit.put(before, _with_party(before, role, index, party))
    return edit.changes


# ---------------------------------------------------------------------------------------------- inside


def _label(role: PartyRole, further: bool) -> str:
    return f"{'Add' if further else 'Set'} {NAMES[role]}"


def _set(desk: Desk, quotation: str, role: PartyRole, parties: tuple[Party, ...]) -> Changes:
    with desk.edit(_label(role, further=False) if parties else f"Remove {NAMES[role]}") as edit:
        before = edit.quotation(quotation)
        checked = tuple(replace(each, spans=edit.checked(each.spans, NAMES[role])) for each in parties)
        edit.put(before, with_parties(before, role, tuple(dict.fromkeys(checked))))
    return edit.changes


def _from_span(
    desk: Desk, quotation: str, role: PartyRole, span: Span, member: CastMember | None, *, further: bool
) -> Changes:
    with desk.edit(_label(role, further)) as edit:
        spans = edit.checked((span,), NAMES[role])
        entity = _entity_at(edit, spans) or _entity_of(edit, member)
        _put(edit, quotation, role, Party(spans, entity, form_at(edit, spans)), further=further)
    return edit.changes


def _from_mention(
    desk: Desk, quotation: str, role: PartyRole, mention: str, member: CastMember | None, *, further: bool
) -> Changes:
    with desk.edit(_label(role, further)) as edit:
        chosen = edit.mention(mention)
        spans = ordered(chosen.spans)
        entity = chosen.entity or _entity_of(edit, member)
        _put(edit, quotation, role, Party(spans, entity, form_at(edit, spans)), further=further)
    return edit.changes


def _entity_of(edit: Edit, member: CastMember | None) -> str | None:
    """The entity of a member of the cast, in the registry from now on."""
    return registered(edit, member)[0] if member is not None else None


def _put(edit: Edit, quotation: str, role: PartyRole, party: Party, *, further: bool) -> None:
    """Set the party, or add it once; beside a party "none in the text" makes no sense."""
    before = edit.quotation(quotation)
    kept = tuple(each for each in parties_of(before, role) if each.form != "none_in_text")
    after = (party,) if not further else kept if party in kept else (*kept, party)
    edit.put(before, with_parties(before, role, after))


def _put_entity(
    edit: Edit,
    quotation: str,
    role: PartyRole,
    entity: str,
    mentions: tuple[Mention, ...],
    nth: int = 0,
    *,
    further: bool,
    keep_words: bool,
) -> None:
    """Put an entity in a role: with the words that are there already, else with the ``nth`` nearest of ``mentions``."""
    before = edit.quotation(quotation)
    held = parties_of(before, role)
    if keep_words and held:
        edit.put(before, _with_party(before, role, len(held) - 1, replace(held[-1], entity=entity, score=None)))
        return
    there = CastMember("", "", "", entity, mentions)
    anchor = before.cue or before.content
    paragraph = Span(edit.marks.paragraph(anchor[0].start).start, edit.marks.paragraph(anchor[-1].end - 1).end)
    chosen = nearest_mention(there, anchor, nth, avoid=before.content, within=paragraph)
    spans = chosen.spans if chosen else ()
    _put(edit, quotation, role, Party(spans, entity, form_at(edit, spans) if spans else None), further=further)


def _known(edit: Edit, who: Who) -> tuple[str, tuple[Mention, ...]]:
    """The entity that is meant, in the registry from now on, and its mentions in the layer."""
    if isinstance(who, CastMember):
        return registered(edit, who)
    if isinstance(who, Newcomer):
        who = _registered_by_name(edit, who)
    elif (found := edit.project.registry.find([who]).get(who)) is None:
        raise ConflictError("this entity is no longer in the registry", "choose another, or undo its removal")
    elif found.proposed:  # a person who takes it for somebody confirms it
        edit.project.registry.save(replace(found, proposed=False, origin=edit.edited(found.origin)))
    return who, tuple(each for each in edit.mentions.values() if each.entity == who)


def _registered_by_name(edit: Edit, who: Newcomer) -> str:
    """The id of the entity of just that name and kind, added if there is none."""
    name = " ".join(who.name.split())
    if not name:
        raise ConflictError("a name needs at least one letter", "type it, or choose one of the list")
    same = [each for each in edit.project.registry.named(name) if each.kind == who.kind]
    if same:
        return same[0].id
    entity = Entity(ids.mint("e"), name, edit.known("kinds", who.kind), edit.made())
    edit.project.registry.save(entity)
    return entity.id


def _with_party(quotation: Quotation, role: PartyRole, index: int, party: Party) -> Quotation:
    parties = parties_of(quotation, role)
    return with_parties(quotation, role, (*parties[:index], party, *parties[index + 1 :]))


def _entity_at(edit: Edit, spans: Spans) -> str | None:
    """The entity that these words name."""
    rows = [each for each in edit.mentions.values() if each.entity]
    same = next((each.entity for each in rows if each.spans == spans), None)
    ends = (
        each.entity
        for each in rows
        if each.label in SPEAKING and each.spans[-1].end == spans[-1].end and spans[-1].contains(each.spans[0])
    )
    return same or next(ends, None)
