"""A parsed text with everything the steps of the suggester look up by place: words, paragraphs, sentences, marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from annotator.domain.marks import Marked, Marks
from annotator.domain.text import Span, Spans
from annotator.nlp.syntax import Word

_LINE = re.compile("[^\n\r\u2028\u2029]+")
_TITLES = (
    "Mr",
    "Ms",
    "Dr",
    "Mrs",
    "Sen",
    "Rep",
    "Gov",
    "Jr",
    "St",
    "Lt",
    "Gen",
    "Prof",
    "Sens",
    "Reps",
    "Col",
    "Sgt",
    "Rev",
)
_SENTENCE_END = re.compile(
    r"(?:[.!?…](?<![A-Z].)"
    + "".join(rf"(?<!\b{each}.)" for each in _TITLES)
    + r"[”’\"')\]»]*\s+(?=[A-Z“\"‘'(\[«„])|;\s)",
    re.DOTALL,
)
_TOKEN = re.compile(r"\w+")
EDGES: Final = "”’\"'»`“‘« \u00a0"
"""Marks and blanks at the edges of a marked stretch."""


class Reading:
    """One text, or a window of one, parsed: its words by place, its paragraphs, the ends of its sentences, its marks.

    ``words`` know their code points in the whole ``text``; ``span`` is the part of it that they cover.
    """

    def __init__(self, text: str, words: Sequence[Word], marks: Marks, span: Span) -> None:
        self.text = text
        self.words = words
        self.marks = marks
        self.span = span
        self.paragraphs = [
            Span(*each.span()) for each in _LINE.finditer(text, span.start, span.end) if not each.group().isspace()
        ]
        self.tops = [each for each in marks.stretches(span) if not each.level]
        self._word_starts = [each.start for each in words]
        self._paragraph_starts = [each.start for each in self.paragraphs]
        self._top_starts = [each.span.start for each in self.tops]
        self._sentences = [each.end() for each in _SENTENCE_END.finditer(text, span.start, span.end)]
        self._tokens = [each.start() for each in _TOKEN.finditer(text, span.start, span.end)]

    def between(self, start: int, end: int) -> Sequence[Word]:
        """The words that begin in start…end."""
        return self.words[bisect_left(self._word_starts, start) : bisect_left(self._word_starts, end)]

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph around ``offset``, or of the last one before it; -1 before the first."""
        return bisect_right(self._paragraph_starts, offset) - 1

    def paragraph_around(self, offset: int) -> Span:
        """The paragraph around ``offset``, or the last one before it; all of the reading before the first."""
        at = self.paragraph_at(offset)
        return self.paragraphs[at] if at >= 0 else self.span

    def is_headline(self, offset: int) -> bool:
        """Whether ``offset`` stands in the first paragraph of the text."""
        return not self.span.start and self.paragraph_at(offset) <= 0

    def stretch_at(self, offset: int) -> Marked | None:
        """The outermost marked stretch that holds the character at ``offset``."""
        at = bisect_right(self._top_starts, offset) - 1
        return self.tops[at] if at >= 0 and offset < self.tops[at].span.end else None

    def is_spoken(self, word: Word) -> bool:
        """Whether a word stands inside marks."""
        return self.stretch_at(word.start) is not None

    def stretches(self, start: int, end: int) -> Sequence[Marked]:
        """The outermost marked stretches that share a character with start…end."""
        low = bisect_right(self._top_starts, start) - 1
        if low < 0 or self.tops[low].span.end <= start:
            low += 1
        return self.tops[low : bisect_left(self._top_starts, end)]

    def has_marks(self, start: int, end: int) -> bool:
        """Whether a marked stretch shares a character with start…end."""
        at = bisect_left(self._top_starts, end) - 1
        return at >= 0 and self.tops[at].span.end > start

    def first_sentence(self, start: int, end: int) -> int:
        """Where the sentence that begins at ``start`` ends, ``end`` at most."""
        while start < end and self.text[start].isspace():
            start += 1
        at = bisect_right(self._sentences, start)
        return min(self._sentences[at], end) if at < len(self._sentences) else end

    def last_sentence(self, start: int, end: int) -> int:
        """Where the sentence that ends at ``end`` begins, ``start`` at least."""
        at = bisect_left(self._sentences, end) - 1
        return max(self._sentences[at], start) if at >= 0 else start

    def sentence_starts(self, start: int, end: int) -> Sequence[int]:
        """The places after ``start`` and before ``end`` where sentences begin."""
        return self._sentences[bisect_right(self._sentences, start) : bisect_left(self._sentences, end)]

    def tokens(self, spans: Iterable[Span]) -> frozenset[int]:
        """The runs of word characters that begin in the spans, by number."""
        return frozenset(
            at for start, end in spans for at in range(bisect_left(self._tokens, start), bisect_left(self._tokens, end))
        )

    def count(self, start: int, end: int) -> int:
        """Number of runs of word characters that begin in start…end."""
        return bisect_left(self._tokens, end) - bisect_left(self._tokens, start)

    def last_sign(self, stretch: Marked) -> str:
        """The last character inside a stretch that is neither a mark nor a blank."""
        return self.text[stretch.span.start : stretch.span.end].rstrip(EDGES)[-1:]

    def type_of(self, spans: Spans) -> str:
        """The type that the marks give."""
        return self.marks.type_of(spans)
