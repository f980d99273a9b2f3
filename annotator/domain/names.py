"""The words of a name by which two mentions are known to mean the same: without titles, possessives and articles.

Beside equal names: what is no name but a description ("the mayor"), and names that are one name in two spellings.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

_TITLE_WORDS = """
mr mrs ms miss dr prof professor sir dame president vice-president chancellor minister premier senator governor
mayor secretary ambassador general colonel captain judge justice director chairman chairwoman chair spokesman
spokeswoman spokesperson analyst economist congressman congresswoman representative herr frau präsident präsidentin
kanzler kanzlerin ministerin bürgermeister bürgermeisterin sprecher sprecherin ministre maire alcalde alcaldesa
président présidente presidente presidenta ministro ministra
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_LEADING = frozenset(("king", "queen", "prince", "princess", "lord", "lady", "pope", "saint", "judge"))
_AFTER = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las"))
_EDGES = " \t\n.,;:!?()[]{}<>\"'“”„‟«»‹›‘’‚‛「」『』…·–—-#*|/\\\u200e\u200f\ufeff"
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhrzcsyw]|zh|ch|sh)?(?:[aeo]|ai|ei|ao|ou|an|en|ang|eng|ong|er)"
    r"|(?:[bpmdtnljqxy])i(?:a|e|u|ao|an|n|ang|ng|ong)?|(?:zh|ch|sh|[rzcs])i"
    r"|(?:[bpmfdtnlgkhrzcsw]|zh|ch|sh)u(?:a|o|i|n|ai|an|ang)?|[jqxy]u(?:e|n|an)?)"
)
"""One syllable of a Chinese name in Latin letters: of those the first word is the family's."""
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "de",
        "da",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "abu",
        "dos",
        "das",
        "do",
        "ten",
        "ter",
        "zu",
        "zum",
    ]
)
_SURNAME_LETTERS = 4
"""Surnames at least so long may differ in one letter and still be one name."""
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


def surname(name: str) -> str:
    """What a person is called where there is no room for the whole name; a name of one word is all there is.

    Particles stay with it (von der Leyen), and a Chinese name has the family first.
    """
    words = [each for each in (_bare(each) for each in name.split()) if each]
    if len(words) < 2:
        return name.strip()
    words = _untitled(words)
    if _family_first(tuple(_plain(each.casefold()) for each in words)):
        return words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def is_acronym(word: str) -> bool:
    """Whether a word is made of capital letters: UN, CIIS."""
    letters = word.replace(".", "").replace("&", "")
    return 2 <= len(letters) <= 10 and letters.isalnum() and letters.isupper()


def is_nominal(raw: str) -> bool:
    """Whether words describe a person instead of naming one: the mayor, her deputy, der Bürgermeister."""
    words = [each for each in (_bare(each) for each in raw.split()) if each]
    article = len(words) > 1 and words[0].casefold() in _ARTICLES
    head = words[article] if words else ""
    plain = head.islower() and head not in _PARTICLES
    return plain or (article and all(is_title(each) or each.islower() for each in words[1:]))


def spellings(keys: Iterable[Key], *, loose: bool = False) -> Mapping[Key, Key]:
    """For each name that seems to be another one spelled otherwise: the one spelling that stands for both.

    It takes two words or more, all but the surname equal (accents aside), and surnames that differ in one letter, or
    as Xiang and Xia do, whose family name comes first.  Who has another given name is somebody else; with ``loose`` any
    one word may differ so: enough to ask a person, not to join.
    """
    groups: defaultdict[tuple[int, Key], list[Key]] = defaultdict(list)
    plains: dict[Key, Key] = {}
    for key in sorted(each for each in set(keys) if len(each) > 1):
        plain = plains[key] = tuple(_plain(each) for each in key)
        family = 0 if _family_first(plain) else len(plain) - 1
        for at in range(len(plain)) if loose else (family,):
            rest = (*plain[:at], *plain[at + 1 :])
            if max(map(len, rest)) > 1:
                groups[at, rest].append(key)
    found: dict[Key, Key] = {}
    for (at, _), alike in groups.items():
        alike.sort(key=lambda key: (-len("".join(key)), key))
        before: defaultdict[str, list[Key]] = defaultdict(list)
        for key in alike:
            word = plains[key][at]
            near = before[word[:1]]  # what begins otherwise is another word
            if key not in found:
                fitting = (each for each in near if each not in found)
                longer = next((each for each in fitting if _same_word(plains[each][at], word, first=at == 0)), None)
                if longer is not None:
                    found[key] = longer
            near.append(key)
    return found


def _plain(word: str) -> str:
    """A folded word without its accents."""
    return (
        word
        if word.isascii()
        else "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    )


def _family_first(plain: Key) -> bool:
    """Whether a name is written as Chinese names are: a syllable for the family, then one or two for the person."""
    if len(plain) != 2 or not _PINYIN.fullmatch(plain[0]):
        return False
    first = _PINYIN.match(plain[1])
    return first is not None and any(
        _PINYIN.fullmatch(plain[1], 0, end) and (end == len(plain[1]) or _PINYIN.fullmatch(plain[1], end))
        for end in range(1, len(plain[1]) + 1)
    )


def _same_word(one: str, other: str, *, first: bool) -> bool:
    """Whether two surnames of people of the same given name are one surname in two spellings; ``one`` is no shorter.

    ``first`` for a family name that comes first: Xiang, Xia.
    """
    if one == other:
        return True
    if first and one.startswith(other) and _PINYIN.fullmatch(one):
        return len(one) - len(other) <= 2
    return len(other) >= _SURNAME_LETTERS and one[0] == other[0] and _one_letter_apart(one, other)


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter more, less or another, or two neighbours swapped, makes one of the other."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))
    if len(one) == len(other):
        swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        return swapped or one[at + 1 :] == other[at + 1 :]
    return one[at + 1 :] == other[at:]


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
