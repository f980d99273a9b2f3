"""The words of passages, short and on one line, to be shown in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from annotator.domain.text import Spans
from annotator.store.connection import Connection

LENGTH = 200
"""Code points of an excerpt, a final … included."""

GAP = " […] "
"""What stands between fragments, as in flat exports."""

_BLANK = re.compile("[\\s\x00-\x1f\x7f-\x9f]+")


def excerpts(
    connection: Connection, places: Sequence[tuple[int, Spans]], *, between: str = GAP, length: int = LENGTH
) -> Iterator[str]:
    """The words at fragments of documents, by internal number; those of one document should come one after another.

    Line ends and controls become blanks.
    """
    for number, group in groupby(places, key=itemgetter(0)):
        text = str(connection.value("SELECT text FROM document_text WHERE id=?", [number]))
        for _, spans in group:
            yield _one_line(text, spans, between, length)


def _one_line(text: str, spans: Spans, between: str, length: int) -> str:
    parts: list[str] = []
    room = length
    for span in spans:
        if room <= 0:
            break
        part = _BLANK.sub(" ", text[span.start : min(span.end, span.start + room)])
        parts.append(part)
        room -= span.length + len(between)
    words = between.join(parts).strip()
    whole = room + len(between) >= 0 and len(words) <= length
    return words if whole else f"{words[: length - 1].rstrip()}…"
