"""One layer as it is here and as it comes back: what both sides have done to it since it was handed out, put together.

Objects are told apart by id.  A layer that was begun on both sides has other ids for the same: copies of one mention of
the pipeline, the same passage marked twice; those are paired first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from annotator.analysis.three_way import Differences, three_way
from annotator.domain.annotations import Layer, Mention, Quotation, Rejection
from annotator.domain.reassigned import with_marks
from annotator.domain.states import HEAD, States, head_state, layer_states, mention_state

Mark = Mention | Quotation | Rejection
MarkT = TypeVar("MarkT", Mention, Quotation, Rejection)

_BEGUN = head_state(Layer("", "annotator", status="in_progress"))


@dataclass(frozen=True, slots=True)
class LayerEdit:
    """What to write to a layer that is there already.  ``head`` has status, reason and fields to set, or is None.

    ``quotations`` stand in an order in which no parent comes after its children.
    """

    document: str
    layer: str
    head: Layer | None = None
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    dropped_mentions: tuple[str, ...] = ()
    dropped_quotations: tuple[str, ...] = ()
    dropped_rejections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        kept = (self.mentions, self.quotations, self.rejections)
        return bool(self.head or any(kept) or any(self.dropped))

    @property
    def dropped(self) -> tuple[tuple[str, ...], ...]:
        """Ids of the mentions, the quotations and the rejections that go."""
        return self.dropped_mentions, self.dropped_quotations, self.dropped_rejections


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What to write, where the sides disagree, and the layer of the others under our ids.

    ``renamed`` has our ids by theirs, where they differ for the same object.
    """

    edit: LayerEdit
    differences: Differences
    theirs: Layer
    base: States
    renamed: Mapping[str, str] = field(default_factory=dict)


def reconciled(
    document: str,
    ours: Layer,
    theirs: Layer,
    base: States,
    *,
    labels: tuple[Layer | None, Layer | None] = (None, None),
    taken: Callable[[str], bool] = lambda _id: False,
) -> Reconciled:
    """Put two states of a layer of a document together.

    ``base`` has the states that both come from, none where the layer was not handed out; ``labels`` are the pipeline's
    layers, ours and theirs, from which both copied mentions in that case.  ``taken`` says of an object on which the
    sides disagree whether theirs is to be taken; ours stays otherwise.
    """
    renamed: Mapping[str, str] = {}
    if not base:
        base, renamed = _begun_twice(ours, theirs, labels)
        theirs = with_marks(theirs, renamed)
    found = three_way(base, layer_states(ours), layer_states(theirs))
    chosen = frozenset(id for id in found.conflicts if taken(id))
    there = layer_states(theirs)
    found = Differences(
        found.taken | {id for id in chosen if id in there},
        found.dropped | {id for id in chosen if id not in there},
        found.conflicts - chosen,
    )
    edit = LayerEdit(
        document,
        ours.id,
        head=theirs if HEAD in found.taken else None,
        mentions=_of(theirs.mentions, found.taken),
        quotations=_quotations(ours, theirs, found),
        rejections=_of(theirs.rejections, found.taken),
        dropped_mentions=_ids(ours.mentions, found.dropped),
        dropped_quotations=_ids(ours.quotations, found.dropped),
        dropped_rejections=_ids(ours.rejections, found.dropped),
    )
    return Reconciled(edit, found, theirs, base, renamed)


def _of(marks: Iterable[MarkT], ids: frozenset[str]) -> tuple[MarkT, ...]:
    return tuple(each for each in marks if each.id in ids)


def _ids(marks: Iterable[Mark], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(each.id for each in marks if each.id in ids)


# ---------------------------------------------------------------------------------------------- parents


def _quotations(ours: Layer, theirs: Layer, found: Differences) -> tuple[Quotation, ...]:
    """Those to write, parents first: the ones taken, and ours whose parent goes."""
    before = {each.id: each for each in ours.quotations}
    above = {each.id: each.parent for each in (*theirs.quotations, *ours.quotations)}
    after = {id: each for id, each in before.items() if id not in found.dropped}
    after |= {each.id: each for each in theirs.quotations if each.id in found.taken}
    for id, each in after.items():
        after[id] = replace(each, parent=_parent(id, each.parent, after, above))
    changed = [each for each in after.values() if each != before.get(each.id)]
    return tuple(sorted(changed, key=lambda each: _depth(each, after)))


def _parent(id: str, wanted: str | None, after: Mapping[str, Quotation], above: Mapping[str, str | None]) -> str | None:
    """The nearest enclosing quotation that is still there; none where it would be a circle."""
    seen = {id}
    while wanted is not None and wanted not in after:
        if wanted in seen:
            return None
        seen.add(wanted)
        wanted = above.get(wanted)
    place, seen = wanted, set()
    while place is not None and place in after and place not in seen:
        if place == id:
            return None
        seen.add(place)
        place = after[place].parent
    return wanted


def _depth(each: Quotation, quotations: Mapping[str, Quotation]) -> int:
    depth = 0
    while each.parent is not None and each.parent in quotations and depth <= len(quotations):
        each, depth = quotations[each.parent], depth + 1
    return depth


# ---------------------------------------------------------------------------------------------- begun on both sides


def _begun_twice(
    ours: Layer, theirs: Layer, labels: tuple[Layer | None, Layer | None]
) -> tuple[States, dict[str, str]]:
    """What both layers were when they were begun, and the ids that ours has for what has others in theirs."""
    base: States = {HEAD: _BEGUN}
    pipeline = {each.id: each for each in labels[0].mentions} if labels[0] else {}
    elsewhere = {each.id for each in labels[1].mentions} if labels[1] else set()
    own = _copies(ours)
    other = _copies(theirs)
    same: dict[str, str] = {}
    for source in pipeline.keys() & elsewhere:
        id = own.get(source) or other.get(source)
        if id is not None:
            base[id] = mention_state(pipeline[source])
            if source in other:
                same[other[source]] = id
    for source in (own.keys() & other.keys()) - base.keys():
        same[other[source]] = own[source]
    same |= _pairs(ours.mentions, theirs.mentions, same, lambda each: (each.spans, each.label))
    same |= _pairs(ours.quotations, theirs.quotations, same, lambda each: each.content)
    same |= _pairs(ours.rejections, theirs.rejections, same, lambda each: (each.suggestion, each.spans))
    return base, {old: new for old, new in same.items() if old != new}


def _copies(layer: Layer) -> dict[str, str]:
    """The ids of the layer's mentions by those of the pipeline's mentions they are copies of."""
    return {
        each.origin.derived_from[0]: each.id
        for each in layer.mentions
        if each.origin.kind == "pipeline" and len(each.origin.derived_from) == 1
    }


def _pairs(
    ours: Iterable[MarkT], theirs: Iterable[MarkT], known: Mapping[str, str], place: Callable[[MarkT], object]
) -> dict[str, str]:
    """Of their objects that stand where one of ours stands the id that ours has; each of ours is paired once."""
    theirs = tuple(theirs)
    taken = {*known.values(), *(each.id for each in theirs)}
    free: dict[object, list[str]] = {}
    for each in ours:
        if each.id not in taken:
            free.setdefault(place(each), []).append(each.id)
    own = {each.id for each in ours}
    pairs: dict[str, str] = {}
    for each in theirs:
        if each.id not in known and each.id not in own and (waiting := free.get(place(each))):
            pairs[each.id] = waiting.pop(0)
    return pairs
