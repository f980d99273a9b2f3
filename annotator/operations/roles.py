"""The fragments of a quotation's roles: content, cue, and each speaker and addressee."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from annotator.domain.annotations import Party, Quotation
from annotator.domain.errors import ConflictError
from annotator.domain.forms import form_of
from annotator.domain.text import Spans
from annotator.operations.desk import Edit

PartyRole = Literal["speakers", "addressees"]
Role = Literal["content", "cue", "speakers", "addressees"]

NAMES: dict[Role, str] = {"content": "quotation", "cue": "cue", "speakers": "speaker", "addressees": "addressee"}
"""What a role is called in menus and messages."""


def parties_of(quotation: Quotation, role: PartyRole) -> tuple[Party, ...]:
    """The speakers or the addressees."""
    return quotation.speakers if role == "speakers" else quotation.addressees


def with_parties(quotation: Quotation, role: PartyRole, parties: tuple[Party, ...]) -> Quotation:
    """The quotation with these speakers or addressees."""
    if role == "speakers":
        return replace(quotation, speakers=parties)
    return replace(quotation, addressees=parties)


def party_at(quotation: Quotation, role: PartyRole, index: int) -> Party:
    """One speaker or addressee.  Raises ConflictError."""
    parties = parties_of(quotation, role)
    if not 0 <= index < len(parties):
        raise ConflictError(f"the quotation has no {NAMES[role]} {index + 1}", "set one first")
    return parties[index]


def fragments_of(quotation: Quotation, role: Role, party: int = 0) -> Spans:
    """The fragments of a role; ``party`` counts the speakers or addressees from 0.  Raises ConflictError."""
    if role == "content":
        return quotation.content
    if role == "cue":
        return quotation.cue
    return party_at(quotation, role, party).spans


def with_fragments(edit: Edit, quotation: Quotation, role: Role, spans: Spans, party: int = 0) -> Quotation:
    """The quotation with other fragments in a role.

    A cue with words is not absent; a party's form follows its words, unless it is a group; a party with neither words
    nor entity goes.  Raises ConflictError for a content without words or a party that is not there.
    """
    if role == "content":
        if not spans:
            raise ConflictError("a quotation needs words", "delete the quotation instead")
        return replace(quotation, content=spans)
    if role == "cue":
        return replace(quotation, cue=spans, cue_absent=quotation.cue_absent and not spans)
    old = party_at(quotation, role, party)
    form = old.form if old.form == "group" else form_at(edit, spans)
    kept = (replace(old, spans=spans, form=form),) if spans or old.entity else ()
    parties = parties_of(quotation, role)
    return with_parties(quotation, role, (*parties[:party], *kept, *parties[party + 1 :]))


def form_at(edit: Edit, spans: Spans) -> Literal["name", "nominal", "pronoun", "none_in_text", "unknown", "group"]:
    """The form of these words in the open document."""
    return form_of(edit.text, spans, edit.mentions.values(), edit.document.language or edit.project.language)
