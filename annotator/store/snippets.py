"""Words around the hits of a search, as plain text.

The index knows which documents match, not where in a text.  So the words are looked for again, with the index's own
idea of sameness (case and accents aside), from the start of the text until there is enough to show: an article of a
megabyte costs no more than a short one that has the word as early.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from annotator.store.query import Indexed, Literal

BEFORE = 60
"""Code points of text shown before the first hit."""

LENGTH = 200
"""Code points of text that a snippet shows."""

_SLACK = 20
"""Code points given up for beginning and ending between words."""

_BLANK = re.compile("[\\s\x00-\x1f\x7f-\x9f]+")
_MARKS = "[\u0300-\u036f]*"
_LETTERS = (range(0xC0, 0x590), range(0x1E00, 0x2000))
"""Where letters with accents of their own lie: Latin, Greek and Cyrillic."""

Pattern = re.Pattern[str]


def pattern(word: Indexed | Literal) -> Pattern:
    """A pattern that finds in a text what the index, or a plain search, finds there."""
    if isinstance(word, Literal):
        return re.compile(re.escape(word.text), re.IGNORECASE)
    tokens = re.findall(r"[^\W_]+", _bare(word.words))
    within = r"[\W_]+".join("".join(map(_letter, each)) for each in tokens)
    end = r"[^\W_]*" if word.prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){within}{end}", re.IGNORECASE)


def snippet(text: str, patterns: Sequence[Pattern]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Words around the first place where most of ``patterns`` are close together, and where the hits stand in them.

    Without any hit, or any pattern, it is the beginning of the text.  Line ends and controls become blanks.
    """
    start, end = _window(text, patterns)
    shown = text[start:end]
    hits = _disjoint(found.span() for each in patterns for found in each.finditer(shown) if found.end() > found.start())
    parts: list[str] = ["…" if start else ""]
    places: list[tuple[int, int]] = []
    done, length = 0, len(parts[0])
    for first, last in hits:
        before, hit = _BLANK.sub(" ", shown[done:first]), _BLANK.sub(" ", shown[first:last])
        places.append((length + len(before), length + len(before) + len(hit)))
        parts += before, hit
        done, length = last, places[-1][1]
    parts += _BLANK.sub(" ", shown[done:]), "…" if end < len(text) else ""
    return "".join(parts), tuple(places)


def _window(text: str, patterns: Sequence[Pattern]) -> tuple[int, int]:
    """The range of code points to show."""
    firsts = sorted(found.start() for each in patterns if (found := each.search(text)))
    room = LENGTH - BEFORE
    at = max(firsts, key=lambda each: bisect_left(firsts, each + room) - bisect_left(firsts, each), default=0)
    start = max(0, at - BEFORE)
    end = min(len(text), start + LENGTH)
    if start and (gap := _BLANK.search(text, start, min(start + _SLACK, at))):
        start = gap.end()
    if end < len(text):
        cut = max((gap.start() for gap in _BLANK.finditer(text, end - _SLACK, end)), default=end)
        end = cut if cut > at else end
    return start, end


def _disjoint(hits: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hits in order, those left out that begin within another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _bare(words: str) -> str:
    """Words without accents."""
    return "".join(each for each in unicodedata.normalize("NFD", words) if not unicodedata.combining(each))


def _letter(character: str) -> str:
    """A pattern for a letter with any accents."""
    variants = _variants().get(character.lower(), "")
    return f"[{re.escape(character)}{variants}]{_MARKS}" if character.isalpha() else re.escape(character)


@cache
def _variants() -> dict[str, str]:
    """The letters that are a base letter with accents, by base letter in lower case."""
    found: defaultdict[str, str] = defaultdict(str)
    for code in (code for part in _LETTERS for code in part):
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and base.isalpha() and letter.islower():
            found[base] += letter
    return dict(found)
