"""The tokens of a text, for formats that count them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from annotator.domain.text import Span, is_token_boundary

_RUN = re.compile(r"\S+")


def tokens(text: str) -> Iterator[Span]:
    """Every token, in order: words and single signs, nothing for the blanks between them."""
    for run in _RUN.finditer(text):
        start = run.start()
        for at in range(start + 1, run.end()):
            if is_token_boundary(text, at):
                yield Span(start, at)
                start = at
        yield Span(start, run.end())


class Tokens:
    """The tokens of a text, to ask which of them a span touches."""

    def __init__(self, text: str) -> None:
        self.spans = list(tokens(text))
        self._starts = [each.start for each in self.spans]
        self._ends = [each.end for each in self.spans]

    def touched(self, span: Span) -> tuple[int, int] | None:
        """The numbers of the first and the last token that a span shares a character with; None if it touches none."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1
        return (first, last) if first <= last else None
