"""Marked stretches with the narration on either side of them: which are speech, which only phrases, titles or names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from annotator.domain.marks import Marked
from annotator.domain.text import Span
from annotator.nlp.reading import EDGES, Reading
from annotator.nlp.syntax import Word

TITLE_WORDS: Final = 8
"""Most words of a title or a name."""
HEADING_WORDS: Final = 3
"""Fewest words of a heading in capitals."""
NEIGHBOUR: Final = 40
"""Code points before a stretch in which the word that introduces a title stands."""

_TOKEN = re.compile(r"\w+")
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "in",
        "on",
        "at",
        "for",
        "to",
        "with",
        "from",
        "vs",
        "is",
        "as",
        "by",
        "be",
        "are",
    ]
)
_BEFORE_TITLE_WORDS: Final = """
on of in to for titled called entitled named dubbed film movie book show series song album magazine program documentary
memoir novel column the his her its and with about
"""
_BEFORE_TITLE: Final = frozenset(_BEFORE_TITLE_WORDS.split())
_NAMING: Final = frozenset({"titled", "called", "entitled", "named", "dubbed"})
_WORKS_WORDS: Final = """
book film movie show series song album magazine program documentary memoir novel column autobiography essay play
article poem painting exhibition podcast nickname band comedy drama musical hit single bestseller
"""
_WORKS: Final = frozenset(_WORKS_WORDS.split())
"""Nouns that a title can stand behind, with a comma between."""
_STARTS_AFTER: Final = ".!?:,—–-”’\"'"
_STRETCH_EDGES: Final = "“”‘’\"'`«» \u00a0"


@dataclass(slots=True)
class Utterance:
    """A marked stretch, the narration ``before`` and ``after`` it up to the next marks or the paragraph's edge.

    ``opens`` tells whether it opens its paragraph, ``followed`` whether another stretch follows there, ``first`` and
    ``last`` are the numbers of its neighbours in the paragraph.  ``cue``, ``side``, ``speaker`` and ``road`` are its
    attribution once that is found: the reporting word, "before" or "after", the words of who speaks, and how these
    were found.
    """

    stretch: Marked
    paragraph: int
    before: Span
    after: Span
    opens: bool
    followed: bool
    cue: Word | None = None
    side: str = ""
    speaker: list[Word] = field(default_factory=list)
    road: str = ""

    @property
    def span(self) -> Span:
        """The stretch with its marks."""
        return self.stretch.span

    def attribute(self, cue: Word | None, side: str, speaker: list[Word], road: str) -> None:
        """Set its attribution."""
        self.cue, self.side, self.speaker, self.road = cue, side, speaker, road


def utterances(reading: Reading) -> list[Utterance]:
    """The outermost marked stretches that are no titles, in order, without attributions."""
    by_paragraph: dict[int, list[Marked]] = {}
    for stretch in reading.tops:
        paragraph = reading.paragraph_at(stretch.span.start)
        if paragraph >= 0 and not is_title(reading, stretch):
            by_paragraph.setdefault(paragraph, []).append(stretch)
    found = []
    for number, stretches in by_paragraph.items():
        start, end = reading.paragraphs[number]
        for at, stretch in enumerate(stretches):
            low = stretches[at - 1].span.end if at else start
            followed = at + 1 < len(stretches)
            high = stretches[at + 1].span.start if followed else max(end, stretch.span.end)
            opens = not at and not reading.text[start : stretch.span.start].strip()
            before, after = Span(low, stretch.span.start), Span(stretch.span.end, high)
            found.append(Utterance(stretch, number, before, after, opens, followed))
    return found


def is_title(reading: Reading, stretch: Marked) -> bool:
    """Whether a stretch is the title of a work or a name: capitals throughout, and introduced as one."""
    if stretch.span.length > 100:
        return False
    body = stretch.span.of(reading.text).strip(_STRETCH_EDGES + ",.")
    words = _TOKEN.findall(body)
    if not 1 <= len(words) <= TITLE_WORDS or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if any(each[0].islower() and each not in _SMALL for each in words) or (body.isupper() and len(words) > 3):
        return False
    start = stretch.span.start
    left = [each for each in reading.between(max(0, start - NEIGHBOUR), start) if each.part != "SPACE"]
    return bool(left) and _introduces_title(left, exclaims=any(each in body for each in "!?"))


def _introduces_title(left: Sequence[Word], *, exclaims: bool) -> bool:
    """Whether the words before a stretch lead to a title, which seldom ends as an exclamation or a question."""
    last, before = left[-1], left[-2:-1]
    if last.text == "," and before and before[0].lemma in _WORKS:
        return True
    if exclaims and last.lower not in _NAMING:
        return False
    is_body = last.part == "PROPN" and last.entity == "ORG"
    return last.lower in _BEFORE_TITLE or last.text in ("'s", "’s", "'", "’") or is_body


def is_fragment(reading: Reading, utterance: Utterance) -> bool:
    """Whether a stretch is a piece of somebody else's clause: a scare quote, or the marked part of mixed speech."""
    text, (start, end) = reading.text, utterance.span
    head = text[start : start + 50].strip(_STRETCH_EDGES) if end - start > 50 else text[start:end].strip(_STRETCH_EDGES)
    low = max(utterance.before.start, start - 50)
    before = text[low:start].rstrip()[-1:]
    begins = utterance.opens or not before or before in _STARTS_AFTER or _is_heading(text[low:start])
    capital = head[:1].isupper() or head[:1].isdigit() or (head[:1] != "" and head[0] in "[(….")
    return not (begins and capital)


def _is_heading(before: str) -> bool:
    """Whether a run-in heading in capitals stands before a stretch, as in A NEW BRIDGE “It is steel”."""
    return before.isupper() and len(_TOKEN.findall(before)) >= HEADING_WORDS


def words_in(reading: Reading, span: Span) -> int:
    """Number of words in a stretch."""
    return reading.count(*span)


__all__ = ["EDGES", "Utterance", "is_fragment", "is_title", "utterances", "words_in"]
