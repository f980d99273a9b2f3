"""A document as its decisions stand now: which of them are stale, and whether gold is still adjudicated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.analysis.alignment import Group, align
from annotator.analysis.comparing import SLOTS, Comparer
from annotator.analysis.queueing import Case, queue_of
from annotator.analysis.sameness import Rules, Same
from annotator.analysis.seen import Seen, of_fields, seen_of
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Decision, Layer, Quotation, Slot


def participants(
    layers: Sequence[Layer], decisions: Iterable[Decision] = (), seen: Mapping[str, Seen] | None = None
) -> dict[str, Layer]:
    """The layers that gold is made from, by annotator's id, in the order of ids.

    Those of annotators who have finished, and those that decisions chose from though they are at work again; of a
    document that is adjudicated only the latter.
    """
    sources = {source for each in decisions for source in each.sources}
    people = {name for each in (seen or {}).values() for name in each.annotators}
    own = {each.annotator_id: each for each in layers if each.kind == "annotator" and each.annotator_id is not None}
    took_part = {
        name
        for name, each in own.items()
        if name in people or each.id in sources or any(quotation.id in sources for quotation in each.quotations)
    }
    gold = gold_of(layers)
    closed = gold is not None and gold.status == "adjudicated" and took_part
    return {name: own[name] for name in sorted(own) if name in took_part or (own[name].status == "done" and not closed)}


def gold_of(layers: Iterable[Layer]) -> Layer | None:
    """The gold layer among these, if there is one."""
    return next((each for each in layers if each.kind == "gold"), None)


def as_it_stands(
    annotated: AnnotatedDocument, seen: Mapping[str, Seen], closed: Seen | None = None, rules: Rules | None = None
) -> AnnotatedDocument:
    """The document with its decisions marked stale where annotators have edited since, and gold's state with them.

    A decision whose gold quotation is gone has none.
    """
    gold = gold_of(annotated.layers)
    layers = participants(annotated.layers, annotated.decisions, seen)
    text, decisions = annotated.document.text, annotated.decisions
    case = Case(text, layers, gold, decisions, seen, closed, annotated.entities, rules or Rules())
    queue = queue_of(case)
    stale = queue.stale_decisions()
    there = {each.id for each in gold.quotations} if gold else set()
    decisions = tuple(
        replace(
            each,
            stale=each.stale or each.id in stale,
            gold=each.gold if each.gold in there else None,
        )
        for each in annotated.decisions
    )
    reopened = gold is not None and gold.status == "adjudicated" and not queue.is_empty
    return replace(
        annotated,
        decisions=decisions,
        layers=tuple(
            replace(each, status="in_progress") if reopened and each.kind == "gold" else each
            for each in annotated.layers
        ),
    )


def seen_by(annotated: AnnotatedDocument) -> dict[str, Seen]:
    """What the decisions of a document that comes from elsewhere have seen: its layers as they come.

    Those that came stale have none.
    """
    same = Same(annotated.document.text, annotated.entities)
    layers = participants(annotated.layers, annotated.decisions)
    groups = align(same, layers)
    comparer = Comparer(same, layers, groups)
    fields = {layer.id: of_fields(layer) for layer in layers.values()}
    found: dict[str, Seen] = {}
    for decision in annotated.decisions:
        if decision.stale:
            continue
        members = {
            name: each for name, layer in layers.items() for each in layer.quotations if each.id in decision.sources
        }
        if members:
            slots = covered(comparer, members, decision)
            found[decision.id] = seen_of(same, layers, members.values(), slots)
        elif known := {id: {"attributes": fields[id]} for id in decision.sources if id in fields}:
            found[decision.id] = Seen(tuple(layers), known)
    return found


def closed_by(annotated: AnnotatedDocument) -> Seen | None:
    """What an adjudicated gold that comes from elsewhere has seen: all layers as they come; None where gold is open.

    Its decisions need not be with it, so without this all would have to be decided again.
    """
    gold = gold_of(annotated.layers)
    if gold is None or gold.status != "adjudicated":
        return None
    layers = [each for each in annotated.layers if each.kind == "annotator" and each.annotator_id is not None]
    same = Same(annotated.document.text, annotated.entities)
    whole = seen_of(same, (), (each for layer in layers for each in layer.quotations))
    fields = {each.id: {"attributes": of_fields(each)} for each in layers}
    return replace(whole, prints={**whole.prints, **fields})


def covered(comparer: Comparer, members: Mapping[str, Quotation], decision: Decision) -> tuple[Slot, ...]:
    """The slots that a decision settles: its own; one about the whole quotation all in which nothing differs."""
    if decision.slot != "quotation":
        return (decision.slot,)
    if decision.gold is None or len(members) == 1:
        return SLOTS
    differences = comparer.compare(Group("", members, nested=False, overlap=1.0))
    return tuple(each.slot for each in differences if each.slot == "quotation" or not each.is_conflict)
