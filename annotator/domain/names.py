"""The words of a name by which two mentions are known to mean the same: without titles, possessives and articles."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TITLE_WORDS = """
mr mrs ms miss dr prof professor sir dame president vice-president chancellor minister premier senator governor
mayor secretary ambassador general colonel captain judge justice director chairman chairwoman chair spokesman
spokeswoman spokesperson analyst economist congressman congresswoman representative herr frau präsident präsidentin
kanzler kanzlerin ministerin ministre président présidente presidente presidenta ministro ministra
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_LEADING = frozenset(("king", "queen", "prince", "princess", "lord", "lady", "pope", "saint", "judge"))
_AFTER = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las"))
_EDGES = " \t\n.,;:!?()[]{}<>\"'“”„‟«»‹›‘’‚‛「」『』…·–—-#*|/\\\u200e\u200f\ufeff"
_POSSESSIVES = ("'s", "’s", "'S", "’S")

Key = tuple[str, ...]
"""The words of a name, case-folded and composed: equal for equal names."""


@lru_cache(maxsize=8192)
def name_words(raw: str, *, person: bool) -> tuple[str, ...]:
    """The words of a name as written, without possessive, article and, for a person, titles; never fewer than one.

    A name of nothing but titles keeps them.  Blanks and signs only: the name as it is.
    """
    words = [each for each in (_bare(each) for each in raw.split()) if each]
    if not words:
        return (raw.strip() or raw,)
    if len(words) > 1 and words[0].casefold() in _ARTICLES:
        words = words[1:]
    return tuple(_untitled(words) if person else words)


@lru_cache(maxsize=8192)
def key_of(words: tuple[str, ...]) -> Key:
    """What two spellings of the same words share: composed accents, no case."""
    return tuple(unicodedata.normalize("NFC", each).casefold() for each in words)


def is_title(word: str) -> bool:
    """Whether a word names an office or is a form of address: minister, Dr."""
    return word.casefold().rstrip(".") in _TITLES


def is_acronym(word: str) -> bool:
    """Whether a word is made of capital letters: UN, CIIS."""
    letters = word.replace(".", "").replace("&", "")
    return 2 <= len(letters) <= 10 and letters.isalnum() and letters.isupper()


def _bare(word: str) -> str:
    """A word without the signs around it and without its possessive."""
    word = word.strip(_EDGES)
    return word[:-2].strip(_EDGES) if word.endswith(_POSSESSIVES) and len(word) > 2 else word


def _untitled(words: list[str]) -> list[str]:
    """A person's name without what stands around it: all up to the last title, and the generation after it."""
    plain = [each.casefold().rstrip(".") for each in words]
    while len(words) > 1 and plain[-1] in _AFTER:
        words, plain = words[:-1], plain[:-1]
    titles = [n for n, each in enumerate(words[:-1]) if is_title(each)]
    first = titles[-1] + 1 if titles else int(len(words) > 1 and plain[0] in _LEADING)
    return words[first:]
