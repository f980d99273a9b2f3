"""Finding an entity, or one of the cast, by a few letters of its name or of an alias.

What begins so comes first (the whole name, then any of its words), then initials ("AL", "NPA"), then what holds the
letters anywhere, and last what is spelled nearly so.  The article's own cast stands before the rest of the registry.
Case, accents and the blanks between words do not matter.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.domain.cast import CastMember
from annotator.domain.registry import Entity

CLOSE = 75.0
"""How alike two words are at least, in per cent, for one to be offered where the other was typed."""

SHORTEST_FUZZY = 3
"""Letters that have to be typed before nearly equal spellings are offered: shorter words are all alike."""

_KEYS = 9
_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_SIGNS = str.maketrans(dict.fromkeys("-–—'’.,;:()[]“”„«»\"/_\n\r\t\u00a0\u2028\u2029", " "))
_SMALL = frozenset(("of", "the", "and", "for", "de", "la", "le", "du", "des", "der", "die", "das", "und", "für", "von"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a type-ahead offers: an entity of the registry, or a mere cluster of the cast.

    ``id`` is the entity's, or where ``entity`` is False the cast member's.  ``matched`` is the name or alias that was
    found, as it is written; empty where nothing was typed.  ``key`` is the number of its cast key, else empty;
    ``in_cast`` says that the open article names it.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    entity: bool = True
    matched: str = ""
    key: str = ""
    in_cast: bool = False


def candidates_of(
    entities: Mapping[str, Entity], cast: Sequence[CastMember] = (), recent: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """All that can be chosen, as it is offered before anything is typed.

    First the cast by its numbers, then the entities used last (``recent`` are their ids, the last one first), then the
    rest by name.
    """
    out: dict[str, Candidate] = {}
    for number, member in enumerate(cast, start=1):
        key = str(number) if number <= _KEYS else ""
        known = entities.get(member.entity) if member.entity else None
        if known is not None:
            out[known.id] = replace(_candidate(known), key=key, in_cast=True)
        elif member.entity is None:
            out[member.id] = Candidate(member.id, member.name, member.kind, entity=False, key=key, in_cast=True)
    for id in recent:
        if id in entities and id not in out:
            out[id] = _candidate(entities[id])
    rest = (each for each in entities.values() if each.id not in out)
    for entity in sorted(rest, key=lambda each: (folded(each.name), each.id)):
        out[entity.id] = _candidate(entity)
    return tuple(out.values())


def _candidate(entity: Entity) -> Candidate:
    return Candidate(entity.id, entity.name, entity.kind, entity.aliases)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name for comparing: its words with one space between, without case, accents and signs."""
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name.casefold()).translate(_APART)
        name = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(name.lower().translate(_SIGNS).split())


class Lookup:
    """An index of candidates.  Made once when the field opens, asked at every key."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = tuple(candidates)
        self._owners: list[int] = []
        self._names: list[str] = []
        lines: list[str] = []
        initials: list[str] = []
        for place, each in enumerate(self._candidates):
            for name in (each.name, *each.aliases):
                plain = folded(name)
                self._owners.append(place)
                self._names.append(name)
                lines.append(f" {plain}")
                initials.append(_initials(plain))
        self._lines = lines
        self._text = _Lines(lines)
        self._initials = _Lines([f" {each}" for each in initials])
        self._words: dict[str, list[int]] | None = None
        self._by_first: dict[str, list[str]] = {}

    def find(self, words: str, limit: int = 50) -> tuple[Candidate, ...]:
        """The best candidates for what was typed, the best first; with nothing typed the first ones."""
        typed = folded(words)
        if not typed:
            return self._candidates[:limit]
        ranks = self._ranked(typed, limit)
        if len(ranks) < limit and len(typed) >= SHORTEST_FUZZY:
            self._add_close(typed, ranks)
        best = sorted(ranks, key=lambda place: (ranks[place][:2], place))[:limit]
        return tuple(replace(self._candidates[place], matched=self._names[ranks[place][2]]) for place in best)

    def _ranked(self, typed: str, limit: int) -> dict[int, tuple[int, float, int]]:
        """Of each candidate that holds the letters: group, rank, and the number of the name that does it best."""
        found: dict[int, tuple[int, float, int]] = {}

        def take(line: int, rank: float) -> None:
            place = self._owners[line]
            new = (0 if self._candidates[place].in_cast else 1, rank, line)
            if place not in found or new < found[place]:
                found[place] = new

        first, *others = sorted(typed.split(), key=len, reverse=True)
        for line in self._text.holding(f" {first}"):
            text = self._lines[line]
            if text.startswith(f" {typed}"):
                take(line, 0.0 if len(text) == len(typed) + 1 else 1.0)
            elif all(f" {each}" in text for each in others):
                take(line, 2.0)
        if not others:
            for line in self._initials.holding(f" {typed}") if len(typed) > 1 else ():
                take(line, 3.0)
        if len(typed) > 1 and len(found) < limit:  # nothing of it would be among the best
            for line in self._text.holding(typed):
                take(line, 4.0)
        return found

    # ------------------------------------------------------------------------------------------ nearly so spelled

    def _add_close(self, typed: str, ranks: dict[int, tuple[int, float, int]]) -> None:
        """Add those with, for each word typed, a word that is nearly it or nearly begins with it."""
        close: dict[int, float] = {}
        for number, word in enumerate(typed.split()):
            lines: dict[int, float] = {}
            for other, score in self._alike(word):
                for line in self._index().get(other, ()):
                    lines[line] = max(score, lines.get(line, 0.0))
            close = (
                lines if number == 0 else {line: close[line] + score for line, score in lines.items() if line in close}
            )
        for line, score in close.items():
            place = self._owners[line]
            new = (2 if self._candidates[place].in_cast else 3, -score, line)
            if place not in ranks or (ranks[place][0] > 1 and new < ranks[place]):
                ranks[place] = new

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - starting the window does not pay for it

        index = self._index()
        if len(word) < SHORTEST_FUZZY:
            yield from ((each, 100.0) for each in self._by_first.get(word[:1], ()) if each.startswith(word))
            return
        for other, score, _ in process.extract_iter(word, index.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE):
            yield other, score
        longer = [each for each in self._by_first.get(word[:1], ()) if len(each) > len(word)]
        beginnings = [each[: len(word)] for each in longer]
        for _, score, at in process.extract_iter(word, beginnings, scorer=fuzz.ratio, score_cutoff=CLOSE):
            yield longer[at], score - 1

    def _index(self) -> dict[str, list[int]]:
        """Each word of all names, and the names that have it; made when it is first needed."""
        if self._words is None:
            words: defaultdict[str, list[int]] = defaultdict(list)
            for line, text in enumerate(self._lines):
                for word in set(text.split()):
                    words[word].append(line)
            first: defaultdict[str, list[str]] = defaultdict(list)
            for word in words:
                first[word[0]].append(word)
            self._words, self._by_first = dict(words), dict(first)
        return self._words


class _Lines:
    """Many short texts as one, so that searching all of them is one search."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._whole = "\n".join(lines)
        self._starts: list[int] = []
        at = 0
        for each in lines:
            self._starts.append(at)
            at += len(each) + 1

    def holding(self, part: str) -> Iterator[int]:
        """The numbers of the lines that hold ``part``."""
        whole, starts = self._whole, self._starts
        at = whole.find(part)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            yield line
            if line + 1 == len(starts):
                return
            at = whole.find(part, starts[line + 1] - 1)


def _initials(plain: str) -> str:
    """The first letters of the words that count: ``npa`` for the Nordhavn Port Authority."""
    words = plain.split()
    return "".join(each[0] for each in words if each not in _SMALL) if len(words) > 1 else ""


def matched_parts(words: str, name: str) -> tuple[tuple[int, int], ...]:
    """Where in ``name`` what was typed is found, as ranges of code points.

    At the beginnings of words, else as initials, else wherever the letters stand; nowhere where a name is only spelled
    nearly so.
    """
    typed = folded(words)
    if not typed:
        return ()
    places = list(_word_places(name))
    begins = {}
    for each in typed.split():
        for start, end in places:
            if start not in begins and folded(name[start:end]).startswith(each):
                begins[start] = _reach(name, start, end, each)
                break
        else:
            break
    else:
        return tuple(sorted(begins.items()))
    counted = [place for place in places if folded(name[slice(*place)]) not in _SMALL]
    if len(counted) > 1 and _initials(folded(name)).startswith(typed):
        return tuple((start, start + 1) for start, _ in counted[: len(typed)])
    for start in range(len(name)):
        if folded(name[start:]).startswith(typed) and folded(name[start]):
            return ((start, _reach(name, start, len(name), typed)),)
    return ()


def _reach(name: str, start: int, end: int, typed: str) -> int:
    """Up to where ``name[start:end]`` spells ``typed``; combining accents go with their letter."""
    at = start + 1
    while at < end and not folded(name[start:at]).startswith(typed):
        at += 1
    while at < end and unicodedata.combining(name[at]):
        at += 1
    return at


def _word_places(name: str) -> Iterator[tuple[int, int]]:
    """Where the words of a name stand, as `folded` separates them."""
    start = -1
    for at, sign in enumerate(name.translate(_SIGNS) + " "):
        if sign.isspace():
            if start >= 0:
                yield start, at
            start = -1
        elif start < 0:
            start = at
