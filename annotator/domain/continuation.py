"""Speech that goes on in the next paragraph: which piece of it seems to belong to a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from annotator.domain.annotations import Quotation
from annotator.domain.marks import Marks
from annotator.domain.text import Span

_ATTRIBUTED = re.compile(r"\s*[,—–-]?\s*\w")
_COMPLETE: Final = ".!?…。！？"
_CLOSING: Final = "”’\"'»«“‘›‹」』"


def continuation_of(text: str, marks: Marks, quotation: Quotation, others: Sequence[Quotation]) -> Span | None:
    """The marked piece that opens the next paragraph, if the quotation plausibly goes on in it.

    It does if the quotation's last mark was never closed, or if the piece is a whole paragraph of speech that nothing
    attributes and the quotation ends its own paragraph, but for an attribution.  None if one of ``others`` has words of
    the piece already.
    """
    start = _next_paragraph(text, marks.paragraph(quotation.end).end)
    if start >= len(text):
        return None
    piece = next((each for each in marks.at(start) if each.span.start == start and not each.level), None)
    if piece is None or not piece.opened:
        return None
    if any(span.overlaps(piece.span) for other in (*others, quotation) for span in other.content):
        return None
    last = next((each for each in reversed(marks.at(quotation.end)) if not each.level), None)
    if last is not None and not last.closed and marks.continues(last, piece):
        return piece.span
    ends = _ends_paragraph(text, marks, quotation.end)
    return (
        piece.span
        if ends and marks.type_of(quotation.content) != "indirect" and _stands_alone(text, marks, piece.span)
        else None
    )


def _next_paragraph(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _ends_paragraph(text: str, marks: Marks, end: int) -> bool:
    """Whether nothing but one sentence of attribution stands between the quotation and its paragraph's end."""
    rest = text[end : marks.paragraph(end).end].rstrip()
    inner = rest.rstrip(_COMPLETE + _CLOSING)
    return not re.search(r"[.!?…]\s+\w", inner) and not any(each in inner for each in '“„«「"')


def _stands_alone(text: str, marks: Marks, piece: Span) -> bool:
    """Whether the piece fills its paragraph and is complete, so that no attribution follows it."""
    rest = text[piece.end : marks.paragraph(piece.start).end].strip()
    last = piece.of(text).rstrip(_CLOSING)[-1:]
    return last in _COMPLETE and not _ATTRIBUTED.match(rest)
