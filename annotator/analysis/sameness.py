"""When two annotators mean the same: words without marks and edge punctuation, entities in all their spellings."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.annotations import Layer, Party
from annotator.domain.names import is_title, key_of, name_words
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans, dice

_OUTSIDE = frozenset("PZC")
"""Unicode's general categories that no edge is made of: punctuation, blanks, controls."""

_APPOSITION = ",;:()[]–—-"
"""What parts a name from words that only say who that is."""


_DETERMINERS = frozenset(
    "the a an his her their its our my der die das sein seine ihr ihre le la les son sa ses leur el su sus".split()  # noqa: SIM905
)
"""What begins a description that goes before a name: her deputy Ana Brandt."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a difference between two annotators.

    ``titles`` False: a mention that differs from another only by a title or an apposition is the same.
    """

    titles: bool = True


@lru_cache(maxsize=4096)
def _is_edge(char: str) -> bool:
    """Whether an edge does not depend on this character: marks, stops, blanks, accents that stand alone."""
    category = unicodedata.category(char)
    return category[0] in _OUTSIDE or category == "Sk"


def core_of(text: str, spans: Spans) -> Spans:
    """Fragments without marks, stops and blanks at their edges; two with nothing else between them are one.

    What holds only such signs is its own core.
    """
    out: list[Span] = []
    for start, end in spans:
        low, high = start, min(end, len(text))
        while low < high and _is_edge(text[low]):
            low += 1
        while high > low and _is_edge(text[high - 1]):
            high -= 1
        if low >= high:
            continue
        if out and all(map(_is_edge, text[out[-1].end : low])):
            out[-1] = Span(out[-1].start, high)
        else:
            out.append(Span(low, high))
    return tuple(out) or spans


def folded(name: str) -> str:
    """What names are compared by: case-folded, accents composed, blanks as one space."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


class Same:
    """Whether words and entities are the same, in one text.  It remembers what it was asked.

    ``entities`` are the registry's, or what `spellings` made of them.
    """

    def __init__(
        self, text: str, entities: Iterable[Entity] | Mapping[str, str] = (), rules: Rules | None = None
    ) -> None:
        self.text = text
        self.rules = rules or Rules()
        self._cores: dict[Spans, Spans] = {}
        self._spelled = entities if isinstance(entities, Mapping) else spellings(entities)

    def core(self, spans: Spans) -> Spans:
        """Canonical fragments; see `core_of`."""
        found = self._cores.get(spans)
        if found is None:
            found = self._cores[spans] = core_of(self.text, spans)
        return found

    def dice(self, a: Spans, b: Spans) -> float:
        """Dice coefficient of two roles over the code points of their cores; 1 for two empty ones."""
        a, b = self.core(a), self.core(b)
        return 1.0 if a == b else dice(a, b)

    def entity(self, id: str | None) -> str | None:
        """One id for all entities that bear one name."""
        return self._spelled.get(id, id) if id is not None else None

    def mention(self, a: Spans, b: Spans) -> bool:
        """Whether two annotators took the same words for a mention."""
        a, b = self.core(a), self.core(b)
        return a == b or (not self.rules.titles and self._differ_by_title(a, b))

    def _differ_by_title(self, a: Spans, b: Spans) -> bool:
        if len(a) != 1 or len(b) != 1:
            return False
        inner, outer = sorted((a[0], b[0]), key=lambda each: each.length)
        if not outer.contains(inner):
            return False
        before, name, after = (
            self.text[outer.start : inner.start],
            inner.of(self.text),
            self.text[inner.end : outer.end],
        )
        return _says_who(before, name) and (not after or after.lstrip()[:1] in _APPOSITION)


def _says_who(before: str, name: str) -> bool:
    """Whether the words before a name are only a title, an article or an apposition."""
    words = before.split()
    if not words or before.rstrip()[-1] in _APPOSITION:
        return True
    untitled = name_words(f"{before}{name}", person=True)
    if key_of(untitled) == key_of(name_words(name, person=True)):
        return True
    if is_title(words[-1]):
        return True
    return words[0].casefold() in _DETERMINERS and all(each[:1].islower() for each in words[1:])


def spellings(entities: Iterable[Entity]) -> dict[str, str]:
    """For each entity that bears the name of another of its kind: the one that stands for both.

    Equal names are one; a name that is the alias of just one other is that one.  Aliases in common mean nothing: two
    people of one family share them.
    """
    first: dict[tuple[str, str], str] = {}
    aliased: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    known = sorted(entities, key=lambda each: each.id)
    for each in known:
        first.setdefault((each.kind, folded(each.name)), each.id)
        for alias in each.aliases:
            aliased[each.kind, folded(alias)].add(each.id)
    found: dict[str, str] = {}
    for each in known:
        key = (each.kind, folded(each.name))
        holders = aliased.get(key, set()) - {each.id}
        found[each.id] = min(holders) if len(holders) == 1 else first[key]
    return {id: _end_of(found, id) for id in found}


def _end_of(links: dict[str, str], id: str) -> str:
    """Where a chain of names ends; of a circle its smallest id."""
    seen = [id]
    while (after := links[seen[-1]]) not in seen:
        seen.append(after)
    return min(seen[seen.index(after) :])


def linked(layer: Layer) -> dict[Spans, str]:
    """The entity of each mention of a layer that has one, by its fragments."""
    return {each.spans: each.entity for each in layer.mentions if each.entity is not None}


def entity_of(party: Party, links: Mapping[Spans, str]) -> str | None:
    """Who a party is: its entity, else that of the same words marked as a mention."""
    return party.entity if party.entity is not None else links.get(party.spans)
