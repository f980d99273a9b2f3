"""A text of any length in overlapping windows, so that its parse never has to be in memory as a whole.

Each quotation belongs to the window in whose core it begins; what overlaps is read in both, so that a quotation is
found alike on either side of a seam.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from annotator.domain.text import Span
from annotator.nlp.syntax import Word, length_of, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST: Final = 60_000
"""Fewest code points of a window's core, but for the last one's."""
OVERLAP: Final = 8_000
"""Fewest code points that a window reads beyond its core on either side, where there are any."""


class Window(NamedTuple):
    """The words of a part of a text; ``core`` is what belongs to this window alone."""

    words: list[Word]
    span: Span
    core: Span


def windows(docs: Iterable[tuple[int, Doc]], longest: int = LONGEST, overlap: int = OVERLAP) -> Iterator[Window]:
    """The windows of a text that comes in parsed parts, in order and without gaps."""
    parts: list[tuple[int, Doc]] = []
    core = 0
    end = 0
    for start, doc in docs:
        end = start + length_of(doc)
        parts.append((start, doc))
        if end - core >= longest + overlap:
            stop = next(at for at, _ in parts if at >= core + longest or at == parts[-1][0])
            if stop > core:
                yield _window(parts, Span(core, stop))
                core = stop
                parts = _behind(parts, core - overlap)
    if end > core:
        yield _window(parts, Span(core, end))


def _window(parts: list[tuple[int, Doc]], core: Span) -> Window:
    words: list[Word] = []
    for start, doc in parts:
        words_of(doc, start, words)
    last, doc = parts[-1]
    return Window(words, Span(parts[0][0], last + length_of(doc)), core)


def _behind(parts: list[tuple[int, Doc]], start: int) -> list[tuple[int, Doc]]:
    """The parts that reach behind ``start``."""
    return [(at, doc) for at, doc in parts if at + length_of(doc) > start]
