"""An edge that was dragged: one undoable step, ``Changes.focus`` is the quotation's id."""

from __future__ import annotations

from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.marks import Marks
from annotator.domain.text import Span
from annotator.operations.annotate import Edge
from annotator.operations.desk import Desk
from annotator.operations.roles import NAMES, Role, fragments_of, with_fragments


def set_edge(
    desk: Desk,
    quotation: str,
    role: Role,
    index: int,
    edge: Edge,
    offset: int,
    *,
    party: int = 0,
    marks: Marks | None = None,
) -> Changes:
    """Put one edge of a role's fragment at a code point; fragments that then overlap become one.

    Raises ConflictError where the fragment is gone, or would have no words.
    """
    with desk.edit(f"Move {edge} of {NAMES[role]}", marks) as edit:
        before = edit.quotation(quotation)
        spans = fragments_of(before, role, party)
        if not 0 <= index < len(spans):
            raise ConflictError(f"the {NAMES[role]} has no fragment {index + 1}", "it may have been removed")
        old = spans[index]
        start, end = (offset, old.end) if edge == "start" else (old.start, offset)
        if start >= end:
            raise ConflictError(f"nothing would be left of the {NAMES[role]}", "delete it, or drag less far")
        moved = (*spans[:index], Span(start, end), *spans[index + 1 :])
        edit.put(before, with_fragments(edit, before, role, edit.checked(moved, NAMES[role]), party))
    return edit.changes
