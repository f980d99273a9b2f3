"""Names as they stand in the narrow margin beside the text."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from annotator.domain.text import is_character_boundary

_HYPHENS = "-‐–"
_LEAST = 3
"""Characters on either side of a break in a word."""


def name_rows(name: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """A name as it stands in the margin: whole, else in two lines, between words or in one; cut only as a last way."""
    if metrics.horizontalAdvance(name) <= width:
        return [name]
    words = name.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))] or _halves(name)
    rows = min(halves, key=lambda each: max(map(metrics.horizontalAdvance, each)), default=(name,))
    return [metrics.elidedText(each, Qt.TextElideMode.ElideRight, width) for each in rows]


def _halves(word: str) -> list[tuple[str, str]]:
    """How one long word may be broken: after a hyphen of its own, else before a consonant that a vowel follows."""
    if hyphens := [n + 1 for n, char in enumerate(word[:-1]) if n and char in _HYPHENS]:
        return [(word[:n], word[n:]) for n in hyphens]
    places = [n for n in range(1, len(word)) if is_character_boundary(word, n)]
    if word[:1] >= "\u2e80":  # a script that breaks anywhere
        return [(word[:n], word[n:]) for n in places]
    return [
        (f"{word[:n]}-", word[n:])
        for n in places
        if _LEAST <= n <= len(word) - _LEAST and word[n].isalpha() and not _is_vowel(word[n]) and _is_vowel(word[n + 1])
    ]


def _is_vowel(char: str) -> bool:
    return unicodedata.normalize("NFD", char.casefold())[:1] in set("aeiouyæøœ")
