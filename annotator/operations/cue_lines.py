"""What a line of the child's carries beside the labels: the top-level keys ``x_cues`` and ``x_reasons``.

They are no part of the exchange format: what the child answers is stored beside the document and never exported.
``suggest --reasons`` writes the reasons for others too: by a suggestion's id, log odds by what they are about.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeGuard

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.cues import CueCandidate
from annotator.domain.errors import PipelineError
from annotator.domain.reasons import PARTS, Reasons
from annotator.domain.text import Span, Spans

KEY: Final = "x_cues"
REASONS: Final = "x_reasons"


def with_cues(annotated: AnnotatedDocument, cues: Iterable[CueCandidate]) -> AnnotatedDocument:
    """The document with these candidates in its line, and no others."""
    rows = [
        {"cue": _pairs(each.cue), "subject": _pairs(each.subject), "clause": each.clause, "score": each.score}
        for each in cues
    ]
    document = annotated.document
    return replace(annotated, document=replace(document, extra={**document.extra, KEY: rows}))


def with_reasons(annotated: AnnotatedDocument, reasons: Reasons) -> AnnotatedDocument:
    """The document with these reasons in its line, and no others."""
    rows = {id: dict(parts) for id, parts in reasons.items()}
    document = annotated.document
    return replace(annotated, document=replace(document, extra={**document.extra, REASONS: rows}))


def taken_reasons(annotated: AnnotatedDocument) -> Reasons:
    """The reasons in a document's line; none where it has none.  Raises PipelineError where they make no sense."""
    rows = annotated.document.extra.get(REASONS, {})
    if not isinstance(rows, dict) or not all(map(_are_numbers, rows.values())):
        raise PipelineError("the reasons in the pipeline's answer make no sense", "label the article again")
    return {str(id): {part: float(parts[part]) for part in PARTS if part in parts} for id, parts in rows.items()}


def _are_numbers(parts: object) -> bool:
    return isinstance(parts, dict) and all(
        isinstance(each, int | float) and math.isfinite(each) for each in parts.values()
    )


def taken_cues(annotated: AnnotatedDocument) -> tuple[CueCandidate, ...]:
    """The candidates in a document's line; none where it has none.

    Raises PipelineError where they make no sense or do not lie in the text.
    """
    rows = annotated.document.extra.get(KEY, [])
    length = len(annotated.document.text)
    if not isinstance(rows, list):
        raise _unreadable()
    return tuple(_candidate(each, length) for each in rows)


def _pairs(spans: Spans) -> list[list[int]]:
    return [list(each) for each in spans]


def _candidate(row: object, length: int) -> CueCandidate:
    if not isinstance(row, dict):
        raise _unreadable()
    score, clause = row.get("score"), row.get("clause")
    cue = _spans(row.get("cue"), length)
    if not cue or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise _unreadable()
    return CueCandidate(
        cue, _spans(row.get("subject"), length), None if clause is None else _span(clause, length), float(score)
    )


def _spans(value: object, length: int) -> Spans:
    if not isinstance(value, list):
        raise _unreadable()
    return tuple(_span(each, length) for each in value)


def _span(value: object, length: int) -> Span:
    if not _is_pair(value) or not 0 <= value[0] < value[1] <= length:
        raise _unreadable()
    return Span(value[0], value[1])


def _is_pair(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)


def _unreadable() -> PipelineError:
    return PipelineError("the cues in the pipeline's answer make no sense", "label the article again")
