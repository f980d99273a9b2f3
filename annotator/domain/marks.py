"""Quotation marks: which stretches of a text stand inside them.

Marks are paired within a paragraph (a line of the text; U+2028 and U+2029 separate too) by their direction: a mark
after a blank opens, a mark before a blank or a stop closes, and its shape decides only where its neighbours do not.  So
“…”, „…“, «…», »…«, "…", ''…'', 「…」, ‘…’, ‚…‘ and '…' all pair, and apostrophes and inch marks do not.  What does not
pair is repaired as a reader would:

* opened twice, closed once: one stretch from the first opening mark;
* closed twice, opened once: one stretch to the last closing mark, or, after an attribution, from the next sentence on;
* “ closed by ’, or ‘ by ”: closed all the same;
* never closed: to the paragraph's end; never opened: from the paragraph's start.

A paragraph is paired when it is first asked for, in time linear in its length, and then remembered.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from annotator.domain.pairing import Marked, pair, skip_blanks
from annotator.domain.text import Span, Spans, is_token_boundary

__all__ = ["DIRECT_SHARE", "MarkType", "Marked", "Marks"]

MarkType = Literal["direct", "mixed", "indirect"]
DIRECT_SHARE = 0.9
"""Share of a quotation's words that must stand inside marks for it to be direct."""


class Marks:
    """The marked stretches of one text.  Not to be shared between threads: it remembers what it has paired."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraphs: dict[int, _Paragraph] = {}
        self._latest: _Paragraph | None = None

    def stretches(self, span: Span) -> tuple[Marked, ...]:
        """The stretches that share a code point with ``span``, by start, outer before inner."""
        found: list[Marked] = []
        at = span.start
        while at < span.end:
            paragraph = self._paragraph(at)
            found += (each for each in paragraph.near(span.start, span.end) if each.span.overlaps(span))
            at = paragraph.span.end + 1
        return tuple(found)

    def at(self, offset: int) -> tuple[Marked, ...]:
        """The stretches that a caret at ``offset`` stands in or touches, innermost first."""
        near = self._paragraph(offset).near(offset - 1, offset + 1)
        inside = [each for each in near if each.span.start <= offset <= each.span.end]
        return tuple(sorted(inside, key=lambda each: (each.span.length, each.span.start)))

    def type_of(self, spans: Spans) -> MarkType:
        """The type that the marks give to a content.

        Direct: at least `DIRECT_SHARE` of its words stand inside marks; mixed: some; indirect: none.  A word is a token
        with a letter or a digit, and is inside when its first character is.  All marks count, single and outer ones
        too: a content wholly inside someone else's marks is direct.
        """
        total = inside = 0
        for span in spans:
            for start in _word_starts(self._text, span):
                total += 1
                inside += self._paragraph(start).covers(start)
        if not inside:
            return "indirect"
        return "direct" if inside >= DIRECT_SHARE * total else "mixed"

    def quotation_at(self, offset: int) -> Span | None:
        """What a bare caret means by "this quotation": the innermost stretch around or touching it, marks included.

        A stretch that its next paragraphs continue is taken with them; the span then holds paragraph breaks.
        """
        around = self.at(offset)
        if not around:
            return None
        whole = self.chain(around[0])
        return Span(whole[0].span.start, whole[-1].span.end)

    def chain(self, stretch: Marked) -> tuple[Marked, ...]:
        """``stretch`` with the paragraphs that it continues or that continue it, in order.

        The convention for speech of several paragraphs: each opens with a mark, only the last one closes.  Also one
        that is opened in a paragraph and closed in the next, without another mark between.
        """
        whole = deque([stretch])
        while (before := self._before(whole[0])) is not None:
            whole.appendleft(before)
        while (after := self._after(whole[-1])) is not None:
            whole.append(after)
        return tuple(whole)

    def continues(self, stretch: Marked, following: Marked) -> bool:
        """Whether ``following`` opens the paragraph that continues the never closed ``stretch``."""
        return self._after(stretch) == following

    def paragraph(self, offset: int) -> Span:
        """The paragraph around ``offset``, without its break: where marks can pair."""
        return self._paragraph(offset).span

    def _before(self, stretch: Marked) -> Marked | None:
        paragraph = self._paragraph(stretch.span.start)
        if stretch.level or stretch.span.start != paragraph.first:
            return None
        end = paragraph.span.start
        while end > 0 and self._text[end - 1].isspace():
            end -= 1
        last = self._paragraph(end).last_top() if end else None
        return last if last is not None and not last.closed and last.double == stretch.double else None

    def _after(self, stretch: Marked) -> Marked | None:
        if stretch.level or stretch.closed:
            return None
        start = skip_blanks(self._text, self._paragraph(stretch.span.start).span.end)
        if start >= len(self._text):
            return None
        paragraph = self._paragraph(start)
        first = paragraph.first_top()
        fits = first is not None and first.double == stretch.double
        return first if fits and first is not None and first.span.start == paragraph.first else None

    def _paragraph(self, at: int) -> _Paragraph:
        at = max(0, min(at, len(self._text)))
        if self._latest is not None and self._latest.span.start <= at <= self._latest.span.end:
            return self._latest
        span = _paragraph_span(self._text, at)
        known = self._paragraphs.get(span.start)
        if known is None:
            known = self._paragraphs[span.start] = _Paragraph(span, skip_blanks(self._text, span.start))
            known.fill(pair(self._text, span))
        self._latest = known
        return known


@dataclass(slots=True)
class _Paragraph:
    """One paragraph's stretches, by start, outer before inner; ``first`` is its first character that is no blank."""

    span: Span
    first: int
    stretches: list[Marked] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)  # where the outermost ones stand in `stretches`
    starts: list[int] = field(default_factory=list)  # of the outermost ones; these are disjoint
    ends: list[int] = field(default_factory=list)

    def fill(self, stretches: list[Marked]) -> None:
        self.stretches = stretches
        self.tops = [n for n, each in enumerate(stretches) if not each.level]
        self.starts = [stretches[n].span.start for n in self.tops]
        self.ends = [stretches[n].span.end for n in self.tops]

    def near(self, start: int, end: int) -> Iterator[Marked]:
        """The stretches of each outermost one that touches start…end."""
        low, high = bisect_left(self.ends, start), bisect_right(self.starts, end)
        if low < high:
            stop = self.tops[high] if high < len(self.tops) else len(self.stretches)
            yield from self.stretches[self.tops[low] : stop]

    def covers(self, at: int) -> bool:
        """Whether the character at ``at`` stands inside marks."""
        n = bisect_right(self.starts, at) - 1
        return n >= 0 and at < self.ends[n]

    def first_top(self) -> Marked | None:
        return self.stretches[self.tops[0]] if self.tops else None

    def last_top(self) -> Marked | None:
        return self.stretches[self.tops[-1]] if self.tops else None


_SEPARATORS = "\u2028\u2029"
_RUN = re.compile(r"\w+")


def _paragraph_span(text: str, at: int) -> Span:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    for separator in () if text.isascii() else _SEPARATORS:
        start = max(start, text.rfind(separator, start, at) + 1)
        found = text.find(separator, at, end)
        end = end if found < 0 else found
    return Span(start, end)


def _word_starts(text: str, span: Span) -> Iterator[int]:
    """Where the tokens that hold a letter or a digit begin inside ``span``."""
    for run in _RUN.finditer(text, max(0, span.start), span.end):
        start, end = run.span()
        begins = start == span.start or text[start - 1].isspace() or is_token_boundary(text, start)
        if begins and any(map(str.isalnum, run.group())):
            yield start
        if not text[start:end].isascii():  # scripts without blanks: several tokens in a run
            yield from (at for at in range(start + 1, end) if text[at] > "\u10ff" and is_token_boundary(text, at))
