"""Which quotations of several annotators are one and the same.

Two quotations can be the same only where their contents overlap, marks and edge punctuation aside.  How alike they are
is .6 · Dice(content) + .2 · Dice(cue) + .2 · Dice(speaker), each over code points, 1 where both have none.  Of two
annotators' quotations those pairs are taken whose likeness sums to most; of more, the pairs are joined from the most
alike on, as long as no group gets two quotations of one annotator.

A nested quotation overlaps the one around it, so nested and outer ones are paired separately; only where one annotator
has drawn no outer quotation at all can a nested one be the same as one that is not: then most of the words must be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from annotator.analysis.assignment import heaviest
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Layer, Party, Quotation
from annotator.domain.text import Spans, ordered, shared_length, total_length

MATCHED = 0.5
"""From this Dice coefficient of their contents on, two aligned quotations are a match for agreement; a left-over one
of which so large a share lies in another's group is half of a split."""

_CONTENT, _CUE, _SPEAKER = 0.6, 0.2, 0.2
_ACROSS = 0.9
"""What likeness is worth between a nested quotation and one that is not."""

Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two annotators' quotations that are the same; ``overlap`` is the Dice coefficient of their contents."""

    a: Quotation
    b: Quotation
    likeness: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Group:
    """The quotations of several annotators that are one and the same: of each at most one.

    ``key`` is what it goes by: the id of its first member, with the annotator's where others have the same id.
    ``members`` stand by annotator's id, in the annotators' order.  ``overlap`` is the smallest Dice coefficient of two
    of their contents, 1 for a single one.  ``split`` are ids of other quotations that share most of their words with
    this group though one of its annotators has another here: one of them drew two where the other drew one.
    """

    key: str
    members: Mapping[str, Quotation]
    nested: bool
    overlap: float
    split: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands in the text."""
        rows = self.members.values()
        return min(each.start for each in rows), max(each.end for each in rows), self.key


def paired(same: Same, a: Layer, b: Layer) -> tuple[Pair, ...]:
    """The pairs of two annotators' quotations, in text order: exactly those whose likeness sums to most."""
    left, right = sorted(a.quotations, key=_place), sorted(b.quotations, key=_place)
    edges = _edges(same, left, right)
    keys = {edge: tuple(sorted((_place(left[edge[0]]), _place(right[edge[1]])))) for edge in edges}
    order = sorted(edges, key=lambda edge: (keys[edge], edge))
    weights = {edge: weight for edge, (_, _, weight) in edges.items()}
    chosen = heaviest(weights, order)
    return tuple(Pair(left[i], right[j], edges[i, j][0], edges[i, j][1]) for i, j in sorted(chosen))


def align(same: Same, layers: Mapping[str, Layer]) -> tuple[Group, ...]:
    """All quotations of these annotators in groups, in text order."""
    joined = _Joined(layers)
    names = sorted(layers)
    if len(names) == 2:
        a, b = names
        for each in paired(same, layers[a], layers[b]):
            joined.join((a, each.a.id), (b, each.b.id))
    else:
        for one, other in _by_likeness(same, layers, names):
            joined.join(one, other)
    groups = _keyed([_group(same, members) for members in joined.groups()])
    return tuple(sorted(_with_splits(same, groups), key=lambda each: each.place))


# ---------------------------------------------------------------------------------------------- likeness


def likeness(same: Same, a: Quotation, b: Quotation, overlap: float) -> float:
    """How alike two quotations are whose contents have this Dice coefficient, 0…1."""
    return _CONTENT * overlap + _CUE * same.dice(a.cue, b.cue) + _SPEAKER * _speakers(same, a.speakers, b.speakers)


def _speakers(same: Same, a: tuple[Party, ...], b: tuple[Party, ...]) -> float:
    words_a, words_b = _words_of(a), _words_of(b)
    if words_a or words_b:
        return same.dice(words_a, words_b) if words_a and words_b else 0.0
    who_a, who_b = ({same.entity(each.entity) for each in parties} for parties in (a, b))
    return float(who_a == who_b)


def _words_of(parties: tuple[Party, ...]) -> Spans:
    if len(parties) == 1:
        return parties[0].spans
    return ordered(span for each in parties for span in each.spans)


def _place(quotation: Quotation) -> Place:
    return quotation.start, quotation.end, quotation.id


_Edges = dict[tuple[int, int], tuple[float, float, float]]
"""For two numbered quotations their likeness, the Dice coefficient of their contents, and what the pair is worth."""


def _edges(same: Same, left: list[Quotation], right: list[Quotation]) -> _Edges:
    """All pairs whose contents overlap; both sides stand in text order."""
    found: _Edges = {}
    first = 0
    longest = max((each.end - each.start for each in right), default=0)
    for i, a in enumerate(left):
        while first < len(right) and right[first].start + longest <= a.start:
            first += 1
        for j in range(first, len(right)):
            b = right[j]
            if b.start >= a.end:
                break
            if b.end <= a.start:
                continue
            overlap = same.dice(a.content, b.content)
            across = (a.parent is None) != (b.parent is None)
            if overlap > 0 and (not across or overlap >= MATCHED):
                alike = likeness(same, a, b, overlap)
                found[i, j] = (alike, overlap, alike * _ACROSS if across else alike)
    return found


# ---------------------------------------------------------------------------------------------- several annotators

_Node = tuple[str, str]
"""An annotator's id and a quotation's."""


def _by_likeness(same: Same, layers: Mapping[str, Layer], names: list[str]) -> list[tuple[_Node, _Node]]:
    """All pairs of all annotators, the most alike first; ties by their place in the text."""
    rows = []
    quotations = {name: sorted(layers[name].quotations, key=_place) for name in names}
    for a, b in combinations(names, 2):
        left, right = quotations[a], quotations[b]
        for (i, j), (_, _, worth) in _edges(same, left, right).items():
            ends = ((_place(left[i]), a), (_place(right[j]), b))
            rows.append((-round(worth, 9), sorted(ends), (a, left[i].id), (b, right[j].id)))
    rows.sort(key=lambda row: (row[0], row[1]))
    return [(one, other) for _, _, one, other in rows]


class _Joined:
    """Quotations that come together in groups."""

    def __init__(self, layers: Mapping[str, Layer]) -> None:
        self._order = list(layers)
        self._quotations = {(name, each.id): each for name, layer in layers.items() for each in layer.quotations}
        self._group = {node: {node[0]: node} for node in self._quotations}

    def join(self, one: _Node, other: _Node) -> None:
        """Make two groups one, unless some annotator has a quotation in each."""
        a, b = self._group[one], self._group[other]
        if a is b or not a.keys().isdisjoint(b):
            return
        a.update(b)
        for node in b.values():
            self._group[node] = a

    def groups(self) -> list[dict[str, Quotation]]:
        """All groups, their members in the annotators' order."""
        distinct = {id(group): group for group in self._group.values()}
        return [
            {name: self._quotations[group[name]] for name in self._order if name in group}
            for group in distinct.values()
        ]


def _group(same: Same, members: dict[str, Quotation]) -> Group:
    rows = list(members.values())
    overlap = min((same.dice(a.content, b.content) for a, b in combinations(rows, 2)), default=1.0)
    nested = sum(each.parent is not None for each in rows) * 2 > len(rows)
    return Group(rows[0].id, members, nested, overlap)


def _keyed(groups: list[Group]) -> list[Group]:
    """The groups, their keys made unique: files of others may number each annotator's quotations anew."""
    count = Counter(each.key for each in groups)
    return [
        each if count[each.key] == 1 else replace(each, key=f"{next(iter(each.members))}/{each.key}") for each in groups
    ]


def _with_splits(same: Same, groups: list[Group]) -> list[Group]:
    """The groups with the ids of what they are split from."""
    rows = sorted(
        (
            (each.start, each.end, number, name)
            for number, group in enumerate(groups)
            for name, each in group.members.items()
        ),
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    open_rows: list[tuple[int, int, int, str]] = []
    for row in rows:
        open_rows = [each for each in open_rows if each[1] > row[0]]
        for other in open_rows:
            if _is_split(same, groups, row, other):
                found[row[2]].add(groups[other[2]].members[other[3]].id)
                found[other[2]].add(groups[row[2]].members[row[3]].id)
        open_rows.append(row)
    return [
        replace(group, split=tuple(sorted(found[number]))) if number in found else group
        for number, group in enumerate(groups)
    ]


def _is_split(
    same: Same, groups: list[Group], one: tuple[int, int, int, str], other: tuple[int, int, int, str]
) -> bool:
    """Whether two annotators' quotations of different groups share most of the smaller's words."""
    here, there = groups[one[2]], groups[other[2]]
    if one[2] == other[2] or one[3] == other[3] or here.nested != there.nested:
        return False
    if other[3] not in here.members and one[3] not in there.members:
        return False
    if len(here.members) > 1 and len(there.members) > 1:
        return False
    a, b = same.core(here.members[one[3]].content), same.core(there.members[other[3]].content)
    return shared_length(a, b) >= MATCHED * min(total_length(a), total_length(b))
