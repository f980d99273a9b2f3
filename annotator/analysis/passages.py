"""Passages of a text: cut to it, shown in a few words, freed of marks at their edges, and how far apart they are."""

from __future__ import annotations

import re

from annotator.domain.names import is_title
from annotator.domain.text import Span, Spans, ordered

MANY = 1000
"""The distance, in sentences, of what is too far apart to be counted."""

_SHORT = 2
_FAR_GAP = 4000
_SHOWN = 80
_SENTENCE_END = re.compile(r"([.!?…])[\"'”’»)\]]*(?:\s+(?=[\"'“‘„«(\[]*[^\W_a-z])|\Z)|([。！？])|\n\s*\n")
_EDGE = re.compile(r"[\W_]*")


def within(text: str, spans: Spans) -> Spans:
    """Fragments cut to the text, in order, without empty ones."""
    length = len(text)
    if len(spans) == 1 and 0 <= spans[0].start < spans[0].end <= length:
        return spans
    return ordered(Span(max(0, start), min(length, end)) for start, end in spans)


def core(text: str, content: Spans) -> Spans:
    """The content without the marks, stops and blanks at its two edges: what two quotations are compared by.

    ``content`` lies within the text and is not empty; a content of signs only is its own core.
    """
    low, high = content[0].start, content[-1].end
    begins = _EDGE.match(text, low, high)
    low = begins.end() if begins else low
    while high > low and not text[high - 1].isalnum():
        high -= 1
    return ordered(Span(max(low, start), min(high, end)) for start, end in content) or content


def shown(text: str, spans: Spans, most: int = _SHOWN) -> str:
    """The first words of fragments, at most so many code points, in one line."""
    words = " ".join(text[spans[0].start : min(spans[0].end, spans[0].start + most)].split()) if spans else ""
    return f"{words}…" if spans and spans[0].length > most else words


def sentences_between(text: str, a: Span, b: Span) -> int:
    """How many sentences end between two spans; `MANY` where they are more than 4,000 code points apart.

    Titles and initials end none; so a distance is counted rather too low than too high.
    """
    low, high = (a.end, b.start) if a.start < b.start else (b.end, a.start)
    if high - low < _SHORT:
        return 0
    if high - low > _FAR_GAP:
        return MANY
    ends = 0
    for stop in _SENTENCE_END.finditer(text, low, high):
        before = text[max(low, stop.start() - 20) : stop.start()].split()
        word = before[-1] if before else ""
        ends += not (stop.group(1) == "." and (is_title(word) or (len(word) == 1 and word.isupper())))
    return ends
