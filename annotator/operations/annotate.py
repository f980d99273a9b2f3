"""What an annotator can do to quotations: each function is one undoable step and returns what it changed.

Speakers and addressees, mentions, stances and suggestions have modules of their own beside this one.

``Changes.focus`` is the quotation's id.  ``marks`` are the document's quotation marks where the caller has them
already.  Every function raises ConflictError, and changes nothing, when it does not fit what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from annotator.domain import ids
from annotator.domain.annotations import Quotation
from annotator.domain.changes import Changes
from annotator.domain.documents import LayerStatus, Scalar
from annotator.domain.errors import ConflictError
from annotator.domain.marks import Marks
from annotator.domain.nesting import is_inside, renested
from annotator.domain.text import (
    Span,
    Spans,
    edge_after,
    edge_before,
    end_before,
    is_character_boundary,
    is_token_boundary,
    start_after,
)
from annotator.domain.typed_values import parse_value, written
from annotator.operations.desk import Desk, Edit
from annotator.operations.roles import NAMES, Role, fragments_of, with_fragments

Edge = Literal["start", "end"]
Direction = Literal[-1, 1]
Unit = Literal["token", "character"]


# ---------------------------------------------------------------------------------------------- quotations


def add_quotation(desk: Desk, content: Spans, *, marks: Marks | None = None) -> Changes:
    """Make these words a quotation.  Its type follows from the marks, its parent from what stands around it."""
    with desk.edit("Add quotation", marks) as edit:
        spans = edit.checked(content, NAMES["content"])
        if not spans:
            raise ConflictError("a quotation needs words", "select them first")
        edit.add_quotation(Quotation(ids.mint("q"), spans, edit.made(), type=edit.marks.type_of(spans)))
    return edit.changes


def delete_quotation(desk: Desk, quotation: str) -> Changes:
    """Delete a quotation; those inside it move up to its parent."""
    with desk.edit("Delete quotation") as edit:
        edit.remove_quotation(quotation)
    return edit.changes


# ---------------------------------------------------------------------------------------------- fragments


def set_content(desk: Desk, quotation: str, content: Spans, *, marks: Marks | None = None) -> Changes:
    """Give a quotation another content."""
    with desk.edit("Change quotation", marks) as edit:
        _place(edit, edit.quotation(quotation), "content", content)
    return edit.changes


def set_cue(desk: Desk, quotation: str, cue: Spans) -> Changes:
    """Give a quotation another cue; an empty one is one not yet decided."""
    with desk.edit("Set cue" if cue else "Remove cue") as edit:
        _place(edit, edit.quotation(quotation), "cue", cue)
    return edit.changes


def add_cue(desk: Desk, quotation: str, span: Span) -> Changes:
    """Add words to the cue."""
    return add_fragment(desk, quotation, span, "cue")


def set_cue_absent(desk: Desk, quotation: str, absent: bool) -> Changes:
    """Say that a quotation has no cue, or take that back."""
    with desk.edit("No cue" if absent else "Cue not decided") as edit:
        before = edit.quotation(quotation)
        edit.put(before, replace(before, cue_absent=absent, cue=() if absent else before.cue))
    return edit.changes


def add_fragment(
    desk: Desk, quotation: str, span: Span, role: Role = "content", party: int = 0, *, marks: Marks | None = None
) -> Changes:
    """Add words to a role; ``party`` says to which speaker or addressee.  Overlapping fragments become one."""
    with desk.edit(f"Add to {NAMES[role]}", marks) as edit:
        before = edit.quotation(quotation)
        _place(edit, before, role, (*fragments_of(before, role, party), span), party)
    return edit.changes


def remove_fragment(
    desk: Desk, quotation: str, role: Role, index: int, party: int = 0, *, marks: Marks | None = None
) -> Changes:
    """Take one fragment out of a role; a content keeps its last one."""
    with desk.edit(f"Remove from {NAMES[role]}", marks) as edit:
        before = edit.quotation(quotation)
        spans = fragments_of(before, role, party)
        _fragment(spans, role, index)
        _place(edit, before, role, spans[:index] + spans[index + 1 :], party)
    return edit.changes


def move_edge(
    desk: Desk,
    quotation: str,
    role: Role,
    index: int,
    edge: Edge,
    direction: Direction,
    by: Unit = "token",
    *,
    party: int = 0,
    marks: Marks | None = None,
) -> Changes:
    """Move one edge of a role's fragment by a token or a character.

    Where there is no room (the text's end, the next fragment, or the fragment would be empty) nothing changes.
    """
    with desk.edit(f"Move {edge} of {NAMES[role]}", marks) as edit:
        before = edit.quotation(quotation)
        spans = fragments_of(before, role, party)
        moved = _moved(edit.text, _fragment(spans, role, index), edge, direction, by)
        low = spans[index - 1].end if index else 0
        high = spans[index + 1].start if index + 1 < len(spans) else len(edit.text)
        fits = low <= moved.start < moved.end <= high
        _place(edit, before, role, (*spans[:index], moved, *spans[index + 1 :]) if fits else spans, party)
    return edit.changes


def _moved(text: str, span: Span, edge: Edge, direction: Direction, by: Unit) -> Span:
    boundary = is_token_boundary if by == "token" else is_character_boundary
    if edge == "end":
        return Span(span.start, (edge_after if direction > 0 else end_before)(text, span.end, boundary))
    return Span((start_after if direction > 0 else edge_before)(text, span.start, boundary), span.end)


def _fragment(spans: Spans, role: Role, index: int) -> Span:
    if not 0 <= index < len(spans):
        raise ConflictError(f"the {NAMES[role]} has no fragment {index + 1}", "it may have been removed")
    return spans[index]


def _place(edit: Edit, before: Quotation, role: Role, spans: Spans, party: int = 0) -> None:
    edit.put(before, with_fragments(edit, before, role, edit.checked(spans, NAMES[role]), party))


# ---------------------------------------------------------------------------------------------- the card


def set_type(desk: Desk, quotation: str, type: str | None, *, marks: Marks | None = None) -> Changes:
    """Set the type by hand; None returns it to what the marks say."""
    with desk.edit("Set type" if type else "Set type automatically", marks) as edit:
        before = edit.quotation(quotation)
        if type is None:
            after = replace(before, type=edit.marks.type_of(before.content), type_origin="auto")
        else:
            after = replace(before, type=edit.known("types", type), type_origin="manual")
        edit.put(before, after)
    return edit.changes


def set_note(desk: Desk, quotation: str, note: str | None) -> Changes:
    """Write a note to a quotation; an empty one is none."""
    with desk.edit("Edit note") as edit:
        before = edit.quotation(quotation)
        edit.put(before, replace(before, note=note or None))
    return edit.changes


def set_confidence(desk: Desk, quotation: str, confidence: int | None) -> Changes:
    """Say how sure the annotator is, 1 to 3."""
    with desk.edit("Set confidence") as edit:
        if confidence not in (None, 1, 2, 3):
            raise ConflictError(f"confidence goes from 1 to 3, not {confidence}", "choose 1, 2 or 3")
        before = edit.quotation(quotation)
        edit.put(before, replace(before, confidence=confidence))
    return edit.changes


def set_flags(desk: Desk, quotation: str, flags: Iterable[str]) -> Changes:
    """Give a quotation these flags, ids of the scheme, and no other; each once."""
    with desk.edit("Set flags") as edit:
        wanted = tuple(dict.fromkeys(flags))
        before = edit.quotation(quotation)
        for each in wanted:
            if each not in before.flags:
                edit.known("flags", each)
        edit.put(before, replace(before, flags=wanted))
    return edit.changes


def set_attributes(desk: Desk, quotation: str, attributes: Mapping[str, Scalar]) -> Changes:
    """Give a quotation these values of the project's typed fields, by the fields' ids."""
    with desk.edit("Set attributes") as edit:
        before = edit.quotation(quotation)
        fields = {each.id for each in edit.project.scheme.attributes_of("quotation")} | before.attributes.keys()
        if unknown := sorted(attributes.keys() - fields):
            raise ConflictError(f"the scheme has no field “{unknown[0]}” for quotations", "add it to the scheme first")
        edit.put(before, replace(before, attributes=dict(attributes)))
    return edit.changes


def set_attribute(desk: Desk, quotation: str, attribute: str, value: Scalar) -> Changes:
    """Give one of the project's typed fields of a quotation a value, or with None none; the others stay.

    Raises FormatError too, for a value that the field cannot hold.
    """
    with desk.edit("Set attribute") as edit:
        before = edit.quotation(quotation)
        fields = {each.id: each for each in edit.project.scheme.attributes_of("quotation")}
        if attribute not in fields and value is not None:
            raise ConflictError(f"the scheme has no field “{attribute}” for quotations", "add it to the scheme first")
        values = {key: held for key, held in before.attributes.items() if key != attribute}
        if value is not None:
            values[attribute] = parse_value(fields[attribute], written(fields[attribute], value))
        edit.put(before, replace(before, attributes=values))
    return edit.changes


# ---------------------------------------------------------------------------------------------- nesting


def set_parent(desk: Desk, quotation: str, parent: str | None, *, by_hand: bool = True) -> Changes:
    """Say which quotation encloses this one, None for none.  What is set by hand stays, whatever the edges do.

    Without ``by_hand`` it follows from the text again, and ``parent`` is passed over.  A quotation that stands inside
    this one cannot enclose it.
    """
    with desk.edit("Set enclosing quotation" if by_hand else "Enclosing quotation from the text") as edit:
        before = edit.quotation(quotation)
        if by_hand:
            if parent is not None:
                _no_circle(edit, quotation, parent)
            after = replace(before, parent=parent, parent_origin="manual")
        else:
            after = replace(before, parent_origin="auto")
        settled = {each.id: each for each in renested({**edit.quotations, quotation: after}, (quotation,))}
        edit.put(before, settled.pop(quotation, after))
        for each in settled.values():  # a circle that this one's parent prevented, or prevents from now on
            edit.put(edit.quotation(each.id), each)
        edit.focus(quotation)
    return edit.changes


def _no_circle(edit: Edit, quotation: str, parent: str) -> None:
    if is_inside(edit.quotation(parent).id, quotation, edit.quotations):
        raise ConflictError("a quotation cannot stand inside itself", "take the other one out of it first")


# ---------------------------------------------------------------------------------------------- the document

_STATUS_LABELS: dict[LayerStatus, str] = {
    "new": "Mark as new",
    "in_progress": "Mark as in progress",
    "done": "Mark as done",
    "skipped": "Skip article",
}


def set_status(desk: Desk, status: LayerStatus, reason: str | None = None) -> Changes:
    """Say how far the annotator is with the document; ``reason`` is why it is skipped."""
    if status not in _STATUS_LABELS:
        raise ConflictError(f"an annotator's article is never {status}", "only gold is")
    with desk.edit(_STATUS_LABELS[status]) as edit:
        edit.set_status(status, (reason or None) if status == "skipped" else None)
    return edit.changes
