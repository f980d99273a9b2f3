"""The cast of a document: the people and bodies that can speak in it, computed from its mentions.

Mentions of one kind are one member when their names are equal (case, accents' encoding, possessives, articles and
titles aside).  A person's shorter name joins the longer one that it begins or ends ("Kishida" and "Xi" join "Fumio
Kishida" and "Xi Jinping"), or that adds only middle names, unless two longer ones fit; an organisation's acronym joins
the name beside it in parentheses; a description joins the name it stands beside ("the mayor, Ana Lindqvist"); two
spellings of a surname are one where the given names agree (see `annotator.domain.names.spellings`).  A mention that is
linked to an entity goes with its entity and takes the unlinked ones of its name along.

A person's correction is stored in the mention itself: `ALONE` as the rule of its origin.  Such a mention goes with its
entity, or by itself, and takes no other along.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.domain import ids
from annotator.domain.annotations import Mention, Party, Quotation
from annotator.domain.names import Key, is_acronym, is_nominal, key_of, name_words, spellings
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans

SPEAKING_KINDS = ("person", "organisation", "group", "place", "document")
"""Kinds of the scheme whose mentions can be speakers."""

ALONE = "cast.alone"
"""The rule of a mention that a person put where it is, against what its name says."""

_SELDOM = frozenset({"group", "place"})


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the cast: a registry entity, or a mere cluster of mentions (``entity`` None).

    ``name`` is the fullest one in the document, or the entity's.  ``mentions`` are in text order, and empty for an
    entity that only a quotation names as its speaker.  ``id`` stays the same when a cluster becomes an entity.
    """

    id: str
    name: str
    kind: str
    entity: str | None
    mentions: tuple[Mention, ...]


def cast_of(
    text: str,
    mentions: Iterable[Mention],
    quotations: Iterable[Quotation],
    entities: Mapping[str, Entity],
    before: Sequence[CastMember] = (),
) -> tuple[CastMember, ...]:
    """The members by first appearance; places and groups, which seldom speak, stand behind the people and bodies.

    ``before`` is the cast as it was shown last: its members keep their ids and places, so that their numbers are
    stable while an article is open.
    """
    found = members_of(text, mentions, entities)
    return seated(found, unmentioned(quotations, entities, {each.entity for _, each in found}), before)


Placed = tuple[tuple[Span, CastMember], ...]
"""Members, each with the place of its first appearance."""


def members_of(text: str, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> Placed:
    """Whom the mentions mean, in no order that counts yet."""
    names = _names(text, [each for each in mentions if each.spans], entities)
    grouped: dict[Owner, list[_Name]] = defaultdict(list)
    for each, owner in zip(names, _owners(text, names, entities), strict=True):
        grouped[owner].append(each)
    return tuple((rows[0].mention.spans[0], _member(rows, owner[0], entities)) for owner, rows in grouped.items())


def unmentioned(
    quotations: Iterable[Quotation], entities: Mapping[str, Entity], mentioned: Collection[str | None]
) -> Placed:
    """Members without a mention: the entities that quotations have as speakers or addressees all the same."""
    places: dict[str, Span] = {}
    for quotation in quotations:
        for party in (*quotation.speakers, *quotation.addressees):
            if party.entity and party.entity not in mentioned and party.entity in entities:
                place = _place(party, quotation)
                places[party.entity] = min(places.get(party.entity, place), place)
    return tuple(
        (place, CastMember(_entity_id(id), entities[id].name, entities[id].kind, id, ()))
        for id, place in places.items()
    )


def seated(found: Placed, silent: Placed, before: Sequence[CastMember] = ()) -> tuple[CastMember, ...]:
    """The cast that these members are, in the order of their numbers; see `cast_of`."""
    placed = sorted((*found, *silent), key=lambda each: (each[1].kind in _SELDOM, each[0], each[1].id))
    return _distinct(_kept([member for _, member in placed], before))


class Casting:
    """The cast of an open article from edit to edit: only what an edit touched is worked out again."""

    def __init__(self) -> None:
        self._known: tuple[object, object, object] = (None, None, None)
        self._found: Placed = ()
        self._mentioned: frozenset[str | None] = frozenset()
        self._silent: Placed = ()
        self._cast: tuple[CastMember, ...] = ()

    def cast(
        self, text: str, mentions: Sequence[Mention], quotations: Iterable[Quotation], entities: Mapping[str, Entity]
    ) -> tuple[CastMember, ...]:
        """What `cast_of` gives, keeping numbers; the same object as long as nobody comes, goes or is called otherwise.

        ``text``, ``mentions`` and ``entities`` must be the same objects as before where they have not changed.
        """
        known = (text, mentions, entities)
        same = all(one is other for one, other in zip(known, self._known, strict=True))
        if not same:
            self._found = members_of(text, mentions, entities)
            self._mentioned = frozenset(each.entity for _, each in self._found)
            self._known = known
        silent = unmentioned(quotations, entities, self._mentioned)
        if not same or silent != self._silent:
            self._cast, self._silent = seated(self._found, silent, self._cast), silent
        return self._cast


def nearest_mention(
    member: CastMember, anchor: Spans, nth: int = 0, avoid: Spans = (), within: Span | None = None
) -> Mention | None:
    """The member's mention nearest to ``anchor`` (a cue, or a content), or the ``nth`` nearest, counted round.

    Those in ``within``, the anchor's paragraph, come first: the next one names whom it quotes itself.  Those inside
    ``avoid`` come last: who speaks is seldom named within the words said.  None without mentions.
    """
    if not member.mentions:
        return None

    def distance(mention: Mention) -> tuple[bool, bool, int, int]:
        outside = within is not None and not within.contains(mention.spans[0])
        inside = any(each.overlaps(mention.spans[0]) for each in avoid)
        gaps = (max(0, each.start - span.end, span.start - each.end) for each in anchor for span in mention.spans)
        return inside, outside, min(gaps, default=0), mention.spans[0].start

    return sorted(member.mentions, key=distance)[nth % len(member.mentions)]


@dataclass(frozen=True, slots=True)
class _Name:
    """A mention with its kind and the words of its name; ``nominal`` is a description in place of a name."""

    mention: Mention
    kind: str
    words: tuple[str, ...]
    key: Key
    nominal: bool

    @property
    def alone(self) -> bool:
        """Whether a person put it where it is."""
        return self.mention.origin.rule == ALONE


def _names(text: str, mentions: list[Mention], entities: Mapping[str, Entity]) -> list[_Name]:
    out = []
    for each in sorted(mentions, key=lambda each: (each.spans, each.id)):
        entity = entities.get(each.entity) if each.entity else None
        kind = entity.kind if entity else each.label
        if kind in SPEAKING_KINDS:
            said = " ".join(span.of(text) for span in each.spans)
            out.append(_Name(each, kind, *_said(said, person=kind == "person")))
    return out


@lru_cache(maxsize=8192)
def _said(said: str, *, person: bool) -> tuple[tuple[str, ...], Key, bool]:
    """The words of a name, its key, and whether it is a description in place of a name."""
    words = name_words(said, person=person)
    return words, key_of(words), person and is_nominal(said)


Owner = tuple[str | None, str, Key]
"""To whom a mention belongs: an entity's id, or the kind and the fullest form of its name."""


def _owners(text: str, names: list[_Name], entities: Mapping[str, Entity]) -> Iterator[Owner]:
    """To whom each mention belongs."""
    grouped = [each for each in names if not each.alone]
    own = {id: _keys(entities[id]) for id in {each.mention.entity for each in grouped} & entities.keys() if id}
    fullest = _wholes(text, grouped, own, entities)
    claims: dict[tuple[str, Key], set[str]] = defaultdict(set)
    for each in grouped:
        if (id := each.mention.entity) and _fits(each.key, fullest.get(each.kind, {}), own.get(id)):
            claims[each.kind, each.key].add(id)
    for id, keys in own.items():
        for key in keys:
            claims[entities[id].kind, key].add(id)
    whole: dict[tuple[str, Key], set[str]] = defaultdict(set)
    for (kind, key), owners in claims.items():
        tops = fullest.get(kind, {}).get(key, {key})
        if len(tops) == 1:
            whole[kind, next(iter(tops))] |= owners
    for each in names:
        tops = fullest.get(each.kind, {}).get(each.key, {each.key})
        claimed = [whole[each.kind, top] for top in tops]
        owners = claims[each.kind, each.key] or (set().union(*claimed) if all(claimed) else set())
        if each.mention.entity:
            yield each.mention.entity, "", ()
        elif each.alone:
            yield None, each.mention.id, each.key
        elif len(owners) == 1:
            yield next(iter(owners)), "", ()
        else:
            yield None, each.kind, next(iter(tops)) if len(tops) == 1 else each.key


def _keys(entity: Entity) -> set[Key]:
    """The names of an entity."""
    names = (name_words(each, person=entity.kind == "person") for each in (entity.name, *entity.aliases))
    return {key_of(each) for each in names}


def _fits(key: Key, fullest: Mapping[Key, set[Key]], own: set[Key] | None) -> bool:
    """Whether a name that is linked to an entity speaks for others like it.

    Not where it is the short form of a name that the entity does not have: "Lindqvist", once, for her brother.
    """
    tops = fullest.get(key)
    return not tops or own is None or bool(tops & own) or any(key in _parts(each) or key == each for each in own)


def _wholes(
    text: str, names: list[_Name], own: Mapping[str, set[Key]], entities: Mapping[str, Entity]
) -> dict[str, dict[Key, set[Key]]]:
    """By kind, for each name that has them: the fullest forms it may stand for."""
    keys = {each.key for each in names if each.kind == "person" and not each.nominal}
    for id, known in own.items():
        keys |= known if entities[id].kind == "person" else set()
    people = _fullest(keys)
    same = spellings(keys)
    for key in keys:
        tops = people.get(key, {key})
        if tops & same.keys():
            people[key] = {same.get(each, each) for each in tops}
    for nominal, beside in _appositions(text, names).items():
        people[nominal] = set().union(*(people.get(each, {each}) for each in beside))
    return {"person": people, "organisation": _acronyms(text, names)}


def _parts(key: Key) -> set[Key]:
    """The names that a name begins or ends with, or to which it only adds middle names."""
    parts = {key[:size] for size in range(1, len(key))} | {key[-size:] for size in range(1, len(key))}
    return parts | {(key[0], key[-1])} if len(key) > 2 else parts


def _fullest(keys: set[Key]) -> dict[Key, set[Key]]:
    """For each name that is part of a longer one: the longest ones of these."""
    longer: dict[Key, set[Key]] = defaultdict(set)
    for key in keys:
        for part in _parts(key) & keys:
            longer[part].add(key)
    return {part: {each for each in found if each not in longer} for part, found in longer.items()}


_BETWEEN = re.compile(r",?[ \u00a0]")
_LIST = re.compile(r"[ \u00a0]?[,;]?[ \u00a0]?(?:and|or|und|oder|et|ou|y|o|e|&)\b")
_CLOSED = re.compile(r"[,.;:)!?—–]|\s*\Z")


def _appositions(text: str, names: list[_Name]) -> dict[Key, set[Key]]:
    """For each description the names it stands beside: "the mayor, Ana Lindqvist," or "Bjørn Aas, the mayor,".

    Behind a comma the second one has to end its phrase, and no "and" may follow: a list names several people.
    """
    found: dict[Key, set[Key]] = defaultdict(set)
    people = [each for each in names if each.kind == "person"]
    for one, other in itertools.pairwise(people):
        between = text[one.mention.spans[-1].end : other.mention.spans[0].start]
        if one.nominal == other.nominal or not _BETWEEN.fullmatch(between):
            continue
        end = other.mention.spans[-1].end
        if "," in between and (_LIST.match(text, end) or not _CLOSED.match(text, end)):
            continue
        if "," not in between and other.nominal:
            continue
        nominal, name = (one, other) if one.nominal else (other, one)
        found[nominal.key].add(name.key)
    return found


_BRACKET = re.compile(r"\s?\(([^()\n]{2,100})\)")


def _acronyms(text: str, names: list[_Name]) -> dict[Key, set[Key]]:
    """For each acronym the full names that stand with it, either of them in parentheses."""
    claimed: dict[Key, set[Key]] = defaultdict(set)
    for each in names:
        if each.kind != "organisation":
            continue
        beside = _BRACKET.match(text, each.mention.spans[-1].end)
        if not beside:
            continue
        other = name_words(beside[1], person=False)
        if len(other) == 1 and is_acronym(other[0]) and len(each.words) > 1:
            claimed[key_of(other)].add(each.key)
        elif len(other) > 1 and len(each.words) == 1 and is_acronym(each.words[0]):
            claimed[each.key].add(key_of(other))
    return claimed


def _member(rows: list[_Name], entity_id: str | None, entities: Mapping[str, Entity]) -> CastMember:
    first = rows[0].mention
    entity = entities.get(entity_id) if entity_id else None
    spelled = Counter(each.key for each in rows)
    fullest = max(rows, key=lambda row: (not row.nominal, len(row.key), spelled[row.key], sum(map(len, row.key))))
    kinds = Counter(each.kind for each in rows)
    return CastMember(
        id=_cluster_id(first.label, first.spans),
        name=entity.name if entity else " ".join(fullest.words),
        kind=entity.kind if entity else kinds.most_common(1)[0][0],
        entity=entity_id,
        mentions=tuple(each.mention for each in rows),
    )


@lru_cache(maxsize=8192)
def _cluster_id(label: str, spans: Spans) -> str:
    return ids.derived("e", "cast", label, spans)


@lru_cache(maxsize=1024)
def _entity_id(entity: str) -> str:
    return ids.derived("e", "cast", entity)


def _place(party: Party, quotation: Quotation) -> Span:
    return party.spans[0] if party.spans else quotation.content[0]


def _kept(members: list[CastMember], before: Sequence[CastMember]) -> list[CastMember]:
    """The members in the order of ``before`` and with its ids, those it does not know behind them."""
    known: dict[object, int] = {}
    for place, each in enumerate(before):
        for mark in _marks(each):
            known.setdefault(mark, place)
    placed: dict[int, CastMember] = {}
    new: list[CastMember] = []
    for each in members:
        place = next((known[mark] for mark in _marks(each) if mark in known), -1)
        if place < 0 or place in placed:
            new.append(each)
        else:
            placed[place] = replace(each, id=before[place].id)
    return [placed[place] for place in sorted(placed)] + new


def _marks(member: CastMember) -> Iterator[object]:
    """What a member is recognised by later, its entity first."""
    if member.entity:
        yield member.entity
    for each in member.mentions:
        yield each.label, each.spans


def _distinct(members: list[CastMember]) -> tuple[CastMember, ...]:
    """The members, an id that occurs again (two mentions on the same words) made another."""
    seen: Counter[str] = Counter()
    out = []
    for each in members:
        seen[each.id] += 1
        out.append(each if seen[each.id] == 1 else replace(each, id=f"{each.id}-{seen[each.id]}"))
    return tuple(out)
