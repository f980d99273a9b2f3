"""Whom each suggested speaker is: the registry's entity that the words mean, with a score of its own.

The cast of the article (`annotator.domain.cast`) groups its mentions; a name goes to its entity, a pronoun or "the
expert" to the one it refers back to (`annotator.domain.antecedents`).  What a person has decided in another layer of
the document is followed: a mention linked there takes the mentions of that name along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from annotator.domain.annotations import Layer, Mention, Party, Quotation
from annotator.domain.antecedents import REMEMBERED, Meant, Referring
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.forms import form_of
from annotator.domain.marks import Marks
from annotator.domain.names import Key, key_of, name_words
from annotator.domain.registry import Entity
from annotator.domain.text import Spans
from annotator.nlp.lexicon import cue_lexicon

SCORES: Final[Mapping[str | None, float]] = {"name": 0.95, "pronoun": 0.8, "nominal": 0.7}
"""How sure the entity is, by the form of the words that mean it."""
EARLIER: Final = 6
"""How many quotations before one are looked at for who spoke last."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before: the registry's entities, and the document's layers that people made."""

    entities: Sequence[Entity] = ()
    layers: Sequence[Layer] = ()
    by_id: Mapping[str, Entity] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {each.id: each for each in self.entities})


NOTHING_KNOWN: Final = Known()


def identified(text: str, marks: Marks, layer: Layer, known: Known, language: str | None) -> Layer:
    """The pipeline's layer with forms for all speakers, and entities for those that the registry knows."""
    decided = {each.spans: each for other in known.layers for each in other.mentions if each.entity in known.by_id}
    decided |= _spoken(known)
    mentions = tuple(_linked(each, decided) for each in layer.mentions)
    names = _Names(text, known, (*mentions, *decided.values()))
    if known.entities:
        mentions = tuple(each if each.entity else replace(each, entity=names.entity(each.spans)) for each in mentions)
    starts = [each.spans[0].start for each in mentions]
    formed = [_formed(text, each, mentions, starts, language) for each in layer.quotations]
    if known.entities:
        cast = cast_of(text, mentions, (), known.by_id)
        people = _People(text, marks, mentions, cast, names, cue_lexicon(language))
        formed = list(people.with_entities(formed))
    return replace(layer, mentions=mentions, quotations=tuple(formed))


def _spoken(known: Known) -> dict[Spans, Mention]:
    """The words of speakers that a person gave an entity, as if they were mentions."""
    found: dict[Spans, Mention] = {}
    for layer in known.layers:
        for quotation in layer.quotations:
            for party in quotation.speakers:
                entity = known.by_id.get(party.entity or "")
                if entity is not None and party.spans and party.form == "name":
                    found[party.spans] = Mention("", party.spans, entity.kind, entity.id, quotation.origin)
    return found


def _linked(mention: Mention, decided: Mapping[Spans, Mention]) -> Mention:
    other = decided.get(mention.spans)
    return mention if other is None else replace(mention, entity=other.entity)


class _Names:
    """The registry's names in one text, and those that a person linked there.

    The pipeline takes many a name for another kind, or half of it: so words are looked up whatever their kind, and a
    surname alone is its person's where the text has the whole name too.
    """

    def __init__(self, text: str, known: Known, mentions: Iterable[Mention]) -> None:
        self._text = text
        self._owners: dict[tuple[bool, Key], set[str]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._linked: dict[str, set[str]] = {}
        for entity in known.entities:
            person = entity.kind == "person"
            for name in (entity.name, *entity.aliases):
                words = name_words(name, person=person)
                self._owners.setdefault((person, key_of(words)), set()).add(entity.id)
                if person and len(words) > 1 and name in text:
                    self._surnames.setdefault(words[-1], set()).add(entity.id)
        for each in mentions:
            if each.entity is not None:
                self._linked.setdefault(each.spans[0].of(text), set()).add(each.entity)

    def entity(self, spans: Spans) -> str | None:
        """The one entity that these words name; None where there is none, or more than one."""
        words = spans[0].of(self._text)
        keys = ((person, key_of(name_words(words, person=person))) for person in (True, False))
        whole = set().union(*(self._owners.get(key, ()) for key in keys))
        for found in (self._linked.get(words, set()), whole, self._surnames.get(words, set())):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def _formed(
    text: str, quotation: Quotation, mentions: Sequence[Mention], starts: Sequence[int], language: str | None
) -> Quotation:
    if not quotation.speakers:
        return quotation
    near = _near(mentions, starts, quotation.speakers[0].spans[0].start, 300)
    parties = tuple(replace(each, form=form_of(text, each.spans, near, language)) for each in quotation.speakers)
    return replace(quotation, speakers=parties)


def _near(mentions: Sequence[Mention], starts: Sequence[int], at: int, reach: int) -> Sequence[Mention]:
    return mentions[bisect_left(starts, at - reach) : bisect_left(starts, at + reach)]


@dataclass(frozen=True, slots=True)
class _People:
    """What tells whom the words of a speaker mean in one text."""

    text: str
    marks: Marks
    mentions: Sequence[Mention]
    cast: Sequence[CastMember]
    names: _Names
    lexicon: CueLexicon

    def with_entities(self, quotations: Iterable[Quotation]) -> Iterable[Quotation]:
        """The quotations, in text order, with the entities of their speakers."""
        members = {mention.id: each for each in self.cast for mention in each.mentions}
        starts = [each.spans[0].start for each in self.mentions]
        done: list[Quotation] = []
        for each in quotations:
            if not each.speakers:
                done.append(each)
                continue
            (party,) = each.speakers
            near = _near(self.mentions, starts, party.spans[0].start, REMEMBERED)
            earlier = [other for other in done[-EARLIER:] if other.speakers]
            referring = Referring(self.text, self.marks, near, self.cast, members, earlier, self.lexicon)
            entity = self.names.entity(party.spans) or _entity(referring.meant(party.spans))
            done.append(replace(each, speakers=(_party(party, entity),)))
        return done


def _entity(meant: Meant) -> str | None:
    return meant.entity or (meant.member.entity if meant.member is not None else None)


def _party(party: Party, entity: str | None) -> Party:
    return party if entity is None else replace(party, entity=entity, score=SCORES.get(party.form, 0.6))
