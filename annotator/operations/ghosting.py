"""What an annotator does with what is offered in the text: the ghosts of a new quotation, and its continuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain import ids
from annotator.domain.annotations import Party, Quotation
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.continuation import continuation_of
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.cues import CueCandidate
from annotator.domain.errors import ConflictError
from annotator.domain.ghosts import Ghost, ghosts_for
from annotator.domain.marks import Marks
from annotator.domain.text import Spans, ordered
from annotator.operations.desk import Desk, Edit
from annotator.operations.registering import registered
from annotator.operations.roles import NAMES, form_at


def take_ghost(
    desk: Desk, quotation: str, ghost: Ghost, cast: Sequence[CastMember], *, cue: bool = True, speaker: bool = True
) -> Changes:
    """Make what a ghost proposes the quotation's cue and speaker, or with False only one of them.

    ``cast`` is the cast that the ghost was made with: a member that is a mere cluster becomes an entity of the registry
    (see `annotator.operations.registering`).  ``Changes.focus`` is the quotation's id.
    """
    with desk.edit(_label(ghost, cue=cue, speaker=speaker)) as edit:
        before = edit.quotation(quotation)
        edit.put(before, _taken(edit, before, ghost, cast, cue=cue, speaker=speaker))
    return edit.changes


def add_with_ghost(
    desk: Desk,
    content: Spans,
    cast: Sequence[CastMember],
    candidates: Sequence[CueCandidate],
    lexicon: CueLexicon,
    *,
    marks: Marks | None = None,
) -> Changes:
    """Make these words a quotation with the cue and the speaker that would be proposed first; all of it is one step.

    ``cast`` is the cast of the layer, ``candidates`` are what the pipeline found in the document.  Where nothing would
    be proposed this is `annotator.operations.annotate.add_quotation`.
    """
    layer = desk.layer()  # its mentions under the ids that the cast knows
    with desk.edit("Add quotation", marks) as edit:
        spans = edit.checked(content, NAMES["content"])
        if not spans:
            raise ConflictError("a quotation needs words", "select them first")
        made = Quotation(ids.mint("q"), spans, edit.made(), type=edit.marks.type_of(spans))
        best = ghosts_for(edit.text, made, candidates, layer, cast, lexicon, edit.marks, limit=1)
        edit.add_quotation(_taken(edit, made, best[0], cast) if best else made)
    return edit.changes


def join_continuation(desk: Desk, quotation: str, *, marks: Marks | None = None) -> Changes:
    """Add the piece of the next paragraph that goes on with a quotation to it, as a fragment.

    Raises ConflictError where none does.
    """
    with desk.edit("Join continuation", marks) as edit:
        before = edit.quotation(quotation)
        others = [each for each in edit.quotations.values() if each.id != quotation]
        piece = continuation_of(edit.text, edit.marks, before, others)
        if piece is None:
            raise ConflictError(
                "nothing in the next paragraph continues this quotation", "select the words and press +"
            )
        edit.put(before, replace(before, content=ordered((*before.content, piece))))
    return edit.changes


def _taken(
    edit: Edit,
    quotation: Quotation,
    ghost: Ghost,
    cast: Sequence[CastMember],
    *,
    cue: bool = True,
    speaker: bool = True,
) -> Quotation:
    """The quotation with what a ghost proposes."""
    if cue and ghost.cue:
        quotation = replace(quotation, cue=edit.checked(ghost.cue, NAMES["cue"]), cue_absent=False)
    if speaker and (party := _party(edit, ghost, cast)) is not None:
        quotation = replace(quotation, speakers=(party,))
    return quotation


def _label(ghost: Ghost, *, cue: bool, speaker: bool) -> str:
    if cue and ghost.cue:
        return "Set cue and speaker" if speaker and (ghost.speaker or ghost.entity or ghost.member) else "Set cue"
    return "Set speaker"


def _party(edit: Edit, ghost: Ghost, cast: Sequence[CastMember]) -> Party | None:
    """The speaker that a ghost proposes, its member in the registry."""
    spans = edit.checked(ghost.speaker, NAMES["speakers"])
    member = next((each for each in cast if each.id == ghost.member), None)
    entity = registered(edit, member)[0] if member is not None else ghost.entity
    if not spans and entity is None:
        return None
    return Party(spans, entity, form_at(edit, spans) if spans else None)
