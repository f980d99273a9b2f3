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
from annotator.domain.forms import form_of
from annotator.domain.marks import Marks
from annotator.domain.names import key_of, name_words
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
    if known.entities:
        mentions = _named(text, mentions, known)
    formed = [_formed(text, each, mentions, language) for each in layer.quotations]
    if known.entities:
        formed = list(_with_entities(text, marks, replace(layer, mentions=mentions), formed, known, language))
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


def _named(text: str, mentions: tuple[Mention, ...], known: Known) -> tuple[Mention, ...]:
    """The mentions whose name is that of just one entity, linked to it."""
    owners: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for entity in known.entities:
        for name in (entity.name, *entity.aliases):
            key = key_of(name_words(name, person=entity.kind == "person"))
            owners.setdefault((entity.kind, key), set()).add(entity.id)
    out = []
    for each in mentions:
        key = key_of(name_words(each.spans[0].of(text), person=each.label == "person"))
        found = owners.get((each.label, key), set())
        single = each.entity is None and len(found) == 1
        out.append(replace(each, entity=next(iter(found))) if single else each)
    return tuple(out)


def _formed(text: str, quotation: Quotation, mentions: Sequence[Mention], language: str | None) -> Quotation:
    if not quotation.speakers:
        return quotation
    near = _near(mentions, [each.spans[0].start for each in mentions], quotation.speakers[0].spans[0].start, 300)
    parties = tuple(replace(each, form=form_of(text, each.spans, near, language)) for each in quotation.speakers)
    return replace(quotation, speakers=parties)


def _near(mentions: Sequence[Mention], starts: Sequence[int], at: int, reach: int) -> Sequence[Mention]:
    return mentions[bisect_left(starts, at - reach) : bisect_left(starts, at + reach)]


def _with_entities(
    text: str, marks: Marks, layer: Layer, quotations: list[Quotation], known: Known, language: str | None
) -> Iterable[Quotation]:
    cast = cast_of(text, layer.mentions, (), known.by_id)
    members = {mention.id: each for each in cast for mention in each.mentions}
    starts = [each.spans[0].start for each in layer.mentions]
    lexicon = cue_lexicon(language)
    done: list[Quotation] = []
    for each in quotations:
        if each.speakers:
            at = each.speakers[0].spans[0].start
            near = _near(layer.mentions, starts, at, REMEMBERED)
            earlier = [other for other in done[-EARLIER:] if other.speakers]
            referring = Referring(text, marks, near, cast, members, earlier, lexicon)
            each = replace(each, speakers=(_party(each.speakers[0], referring.meant(each.speakers[0].spans)),))  # noqa: PLW2901 - the same one
        done.append(each)
    return done


def _party(party: Party, meant: Meant) -> Party:
    member: CastMember | None = meant.member
    entity = meant.entity or (member.entity if member is not None else None)
    if entity is None:
        return party
    return replace(party, entity=entity, score=SCORES.get(party.form, 0.6))
