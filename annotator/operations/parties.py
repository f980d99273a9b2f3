"""What an annotator can do to speakers and addressees; each function is one undoable step.

``Changes.focus`` is the quotation's id.  Every function raises ConflictError, and changes nothing, when it does not fit
what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.domain.annotations import NONE_IN_TEXT, Form, Party
from annotator.domain.cast import CastMember, nearest_mention
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span, Spans, ordered
from annotator.operations.desk import Desk, Edit
from annotator.operations.registering import registered
from annotator.operations.roles import NAMES, PartyRole, form_at, parties_of, party_at, with_parties

_BODIES = ("person", "organisation", "document")


def set_speakers(desk: Desk, quotation: str, speakers: Iterable[Party]) -> Changes:
    """Give a quotation these speakers and no other; none at all means not yet decided."""
    return _set(desk, quotation, "speakers", tuple(speakers))


def set_addressees(desk: Desk, quotation: str, addressees: Iterable[Party]) -> Changes:
    """Give a quotation these addressees and no other."""
    return _set(desk, quotation, "addressees", tuple(addressees))


def none_in_text(desk: Desk, quotation: str) -> Changes:
    """Say that the text names no speaker."""
    return set_speakers(desk, quotation, (NONE_IN_TEXT,))


def speaker_from_span(desk: Desk, quotation: str, span: Span, *, further: bool = False) -> Changes:
    """Make these words the speaker, or with ``further`` one more.

    Their form follows from them.  Their entity is that of the mention on the same words, or of the person, body or
    document whose mention ends them ("Mayor Ana Lindqvist").
    """
    return _from_span(desk, quotation, "speakers", span, further=further)


def addressee_from_span(desk: Desk, quotation: str, span: Span) -> Changes:
    """Make these words one more addressee."""
    return _from_span(desk, quotation, "addressees", span, further=True)


def speaker_from_mention(desk: Desk, quotation: str, mention: str, *, further: bool = False) -> Changes:
    """Make a mention's words and entity the speaker, or with ``further`` one more."""
    return _from_mention(desk, quotation, "speakers", mention, further=further)


def addressee_from_mention(desk: Desk, quotation: str, mention: str) -> Changes:
    """Make a mention's words and entity one more addressee."""
    return _from_mention(desk, quotation, "addressees", mention, further=True)


def speaker_from_cast(
    desk: Desk, quotation: str, member: CastMember, nth: int = 0, *, further: bool = False, keep_words: bool = False
) -> Changes:
    """Make a member of the cast the speaker: its entity, and its ``nth`` nearest mention to the cue, else the content.

    With ``keep_words`` the words that the speaker has stay and only say now who they mean: “he”, “the expert”.  A mere
    cluster becomes an entity of the registry (see `annotator.operations.registering`).
    """
    with desk.edit(_label("speakers", further)) as edit:
        before = edit.quotation(quotation)
        entity, mentions = registered(edit, member)
        if keep_words and before.speakers:
            named = replace(before.speakers[-1], entity=entity, score=None)
            edit.put(before, replace(before, speakers=(*before.speakers[:-1], named)))
        else:
            there = replace(member, mentions=mentions)
            chosen = nearest_mention(there, before.cue or before.content, nth, avoid=before.content)
            spans = chosen.spans if chosen else ()
            party = Party(spans, entity, form_at(edit, spans) if spans else None)
            _put(edit, quotation, "speakers", party, further=further)
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
        parties = parties_of(before, role)
        edit.put(before, with_parties(before, role, (*parties[:index], party, *parties[index + 1 :])))
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


def _from_span(desk: Desk, quotation: str, role: PartyRole, span: Span, *, further: bool) -> Changes:
    with desk.edit(_label(role, further)) as edit:
        spans = edit.checked((span,), NAMES[role])
        _put(edit, quotation, role, Party(spans, _entity_at(edit, spans), form_at(edit, spans)), further=further)
    return edit.changes


def _from_mention(desk: Desk, quotation: str, role: PartyRole, mention: str, *, further: bool) -> Changes:
    with desk.edit(_label(role, further)) as edit:
        chosen = edit.mention(mention)
        spans = ordered(chosen.spans)
        _put(edit, quotation, role, Party(spans, chosen.entity, form_at(edit, spans)), further=further)
    return edit.changes


def _put(edit: Edit, quotation: str, role: PartyRole, party: Party, *, further: bool) -> None:
    """Set the party, or add it once; beside a party "none in the text" makes no sense."""
    before = edit.quotation(quotation)
    kept = tuple(each for each in parties_of(before, role) if each.form != "none_in_text")
    after = (party,) if not further else kept if party in kept else (*kept, party)
    edit.put(before, with_parties(before, role, after))


def _entity_at(edit: Edit, spans: Spans) -> str | None:
    """The entity that these words name."""
    rows = [each for each in edit.mentions.values() if each.entity]
    same = next((each.entity for each in rows if each.spans == spans), None)
    ends = (
        each.entity
        for each in rows
        if each.label in _BODIES and each.spans[-1].end == spans[-1].end and spans[-1].contains(each.spans[0])
    )
    return same or next(ends, None)
