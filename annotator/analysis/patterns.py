"""How one version of a slot differs from another, so that decisions can be made for all that differ alike.

A pattern is a plain tuple; two items are alike where it is equal.  It says what kind of difference it is, never where:
an edge that leaves out a clause after a comma, a name in the place of a pronoun, direct where the other says mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotator.analysis.passages import shown
from annotator.analysis.queue import Item, Queue
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Party, Quotation, Slot
from annotator.domain.text import Span, Spans, shared_length

Pattern = tuple[object, ...]

_JOINTS = frozenset("that whether if to dass ob que si zu".split())  # noqa: SIM905 - as a reader reads them
_CLAUSE = re.compile(r"\s*[,;:–—(-]")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\s")
_SHORT = 3
_SHOWN = 4
"""Words of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A pattern, and in words what the chosen version does: “end before “, a sum that …””."""

    pattern: Pattern
    words: str


class OpenSlot(NamedTuple):
    """A slot to be decided, by whose version it has a pattern, and the first words of its passage."""

    key: str
    slot: Slot
    annotator: str
    pattern: Pattern
    passage: str


def open_slots(same: Same, queue: Queue) -> Iterator[OpenSlot]:
    """All that is to be decided, once for each version's pattern."""
    for item in queue.conflicts:
        passage = shown(same.text, item.place)
        for slot in item.open_slots:
            for name in queue.annotators:
                if (found := likeness(same, item, slot, name)) is not None:
                    yield OpenSlot(item.key, slot, name, found.pattern, passage)


def likeness(same: Same, item: Item, slot: Slot, chosen: str) -> Likeness | None:
    """How the version of the annotator ``chosen`` differs from the other; None where there are not just two."""
    if item.group is None:
        return None
    if slot == "quotation":
        return _presence(same, item, chosen)
    versions = item.slot(slot).difference.versions
    members = item.group.members
    if len(versions) != 2 or chosen not in members:
        return None
    other = next(each for each in versions if chosen not in each.annotators).annotators[0]
    own, theirs = members[chosen], members[other]
    if slot in ("content", "cue"):
        spans = (own.content, theirs.content) if slot == "content" else (own.cue, theirs.cue)
        return _edges(same, slot, spans, own, theirs)
    if slot in ("speakers", "addressees"):
        who = (own.speakers, theirs.speakers) if slot == "speakers" else (own.addressees, theirs.addressees)
        return _people(same, slot, *who)
    return _plain(same, slot, own, theirs)


def _presence(same: Same, item: Item, chosen: str) -> Likeness:
    """What sort of passage only some take for a quotation."""
    members = item.group.members if item.group else {}
    each = next(iter(members.values()))
    short = sum(len(span.of(same.text).split()) for span in each.content) <= _SHORT
    traits = (each.type, bool(each.cue), any(party.spans or party.entity for party in each.speakers), short)
    kind = " ".join(
        filter(None, ("short" if short else "", each.type or "", "ones" if each.cue else "ones without cue"))
    )
    taken = chosen in members
    return Likeness(("quotation", taken, *traits, each.parent is not None), f"are {kind} that only some have")


# ---------------------------------------------------------------------------------------------- edges


def _edges(same: Same, slot: Slot, spans: tuple[Spans, Spans], own: Quotation, theirs: Quotation) -> Likeness | None:
    a, b = same.core(spans[0]), same.core(spans[1])
    if not a or not b:
        return Likeness((slot, "filled" if a else "empty"), f"have {'a' if a else 'no'} {slot}")
    if len(a) != len(b) or not shared_length(a, b):
        more = "more" if len(a) > len(b) else "less" if len(a) < len(b) else "elsewhere"
        return Likeness(
            (slot, "fragments", more), f"have {more} fragments" if more != "elsewhere" else "stand elsewhere"
        )
    start = _edge(same, "start", a[0].start, b[0].start, own, theirs)
    end = _edge(same, "end", b[-1].end, a[-1].end, own, theirs)
    found = [each for each in (start, end) if each is not None]
    if not found:
        return Likeness((slot, "inside"), "differ inside")
    return Likeness((slot, *(each.pattern for each in found)), " and ".join(each.words for each in found))


def _edge(same: Same, side: str, own: int, theirs: int, one: Quotation, other: Quotation) -> Likeness | None:
    """How an edge differs.  For the start the two places come in order, for the end the other way round."""
    if own == theirs:
        return None
    longer = own < theirs
    extra = Span(min(own, theirs), max(own, theirs))
    words = extra.of(same.text).split()
    shown = " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    verb = {("start", True): "begin with", ("start", False): "begin after", ("end", True): "end with"}
    what = verb.get((side, longer), "end before")
    return Likeness((side, longer, _sort(same.text, extra, one, other)), f"{what} “{shown}”")


def _sort(text: str, extra: Span, one: Quotation, other: Quotation) -> str:
    """What sort of words lie between two edges."""
    for name, roles in (
        ("cue", (one.cue, other.cue)),
        ("speaker", tuple(party.spans for each in (one, other) for party in each.speakers)),
    ):
        if any(shared_length((extra,), spans) for spans in roles):
            return name
    words = extra.of(text)
    if words.strip(" ,;:").casefold() in _JOINTS:
        return "joint"
    if _SENTENCE.search(words):
        return "sentence"
    return "clause" if _CLAUSE.match(words) else "words"


# ---------------------------------------------------------------------------------------------- values


def _people(same: Same, slot: Slot, own: tuple[Party, ...], theirs: tuple[Party, ...]) -> Likeness:
    if not own or not theirs:
        return Likeness((slot, "filled" if own else "empty"), "name somebody" if own else "name nobody")
    if len(own) != len(theirs) or len(own) > 1:
        return Likeness((slot, "count", len(own), len(theirs)), f"name {len(own)} where others name {len(theirs)}")
    one, other = own[0], theirs[0]
    who, whose = same.entity(one.entity), same.entity(other.entity)
    if who == whose and one.spans and other.spans:
        a, b = same.core(one.spans), same.core(other.spans)
        if shared_length(a, b):
            longer = sum(map(_length, a)) > sum(map(_length, b))
            return Likeness((slot, "words", longer), f"take {'more' if longer else 'fewer'} words")
        return Likeness((slot, "mention", one.form, other.form), f"take the {one.form} for the {other.form}")
    if who is None or whose is None:
        return Likeness(
            (slot, "linked", who is not None, one.form, other.form), "say who it is" if who else "leave open who"
        )
    return Likeness((slot, "people", who, whose), "name the same two")


def _length(span: Span) -> int:
    return span.end - span.start


def _plain(same: Same, slot: Slot, own: Quotation, theirs: Quotation) -> Likeness:
    match slot:
        case "type":
            return Likeness((slot, own.type, theirs.type), f"are {own.type} where others say {theirs.type}")
        case "parent":
            inside = own.parent is not None
            return Likeness((slot, inside, theirs.parent is not None), f"stand {'inside' if inside else 'outside'}")
        case "stances":
            a, b = (frozenset(_stances(same, each)) for each in (own, theirs))
            values = " and ".join(sorted({str(each[1]) for each in a - b})) or "no stance"
            return Likeness((slot, a - b, b - a), f"say {values} where others differ alike")
        case _:
            a, b = _fields(own.attributes), _fields(theirs.attributes)
            return Likeness((slot, a - b, b - a), "differ in the same fields")


def _stances(same: Same, quotation: Quotation) -> list[tuple[object, ...]]:
    return [
        (same.entity(each.target) or bool(each.target_spans), each.value, each.intensity, each.explicit is not False)
        for each in quotation.stances
    ]


def _fields(attributes: Mapping[str, object]) -> frozenset[tuple[str, object]]:
    return frozenset((key, value) for key, value in attributes.items() if value is not None)
