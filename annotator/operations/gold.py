"""Gold as a layer that is edited like any other, and the desk at which somebody reviews or adjudicates.

Gold's first write brings its mentions, those on which the annotators agree, and freezes the annotators' layers: from
then on agreement is computed on what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.analysis.queue import Queue
from annotator.analysis.queueing import Case, Laid
from annotator.analysis.sameness import Rules, Same
from annotator.analysis.standing import participants
from annotator.domain import ids
from annotator.domain.annotations import Annotator, Layer, LayerKind, Mention, Origin
from annotator.domain.canonical import referenced
from annotator.domain.changes import Changes
from annotator.domain.documents import LayerStatus
from annotator.domain.text import Spans
from annotator.operations.desk import Desk, copied_mention
from annotator.store.frozen import Frozen
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies at a desk: the case and its queue, of which document and whose layers, and when it was read.

    ``stamp`` is `Project.stamp` then.
    """

    document: str
    annotators: tuple[str, ...] | None
    stamp: tuple[int, int]
    case: Case
    queue: Queue


class Table:
    """What was last laid at a desk, so that a decision neither reads nor compares all layers again.

    It holds as long as nothing else was written to the project, by whomever.
    """

    def __init__(self) -> None:
        self._laid: Laid | None = None
        self._lying: Lying | None = None

    def laid(self, case: Case) -> Laid:
        """The layers of a case side by side."""
        if self._laid is None or not self._laid.fits(case):
            self._laid = Laid(case)
        return self._laid

    def lying(self, desk: GoldDesk) -> Lying | None:
        """What lies there, if it is the desk's and nothing was written since."""
        found = self._lying
        if found is None or desk.project.in_step or (found.document, found.annotators) != _about(desk):
            return None
        return found if found.stamp == desk.project.stamp() else None

    def keep(self, desk: GoldDesk, case: Case, queue: Queue, stamp: tuple[int, int]) -> Lying:
        """Lay this on the table, which is so since ``stamp``; not within a step, which may be taken back."""
        kept = Lying(*_about(desk), stamp, case, queue)
        self._lying = None if desk.project.in_step else kept
        return kept


def _about(desk: GoldDesk) -> tuple[str, tuple[str, ...] | None]:
    return desk.document, desk.annotators


@dataclass(frozen=True)
class GoldDesk(Desk):
    """An adjudicator at the gold layer of a document.  Every gesture of an annotator's desk works here too.

    ``annotators`` are those whose layers gold is made from; None for all who have finished the document.
    """

    annotators: tuple[str, ...] | None = None
    table: Table = field(default_factory=Table, compare=False)

    @property
    def kind(self) -> LayerKind:
        """Gold."""
        return "gold"

    def read(self, kind: LayerKind) -> Layer | None:
        """A layer as it stands in the project file now; of annotators the adjudicator's own."""
        return self.project.annotations.layer(self.document, kind, self.annotator.id if kind == "annotator" else None)

    def sources(self) -> dict[str, Layer]:
        """The layers that gold is made from, by annotator's id, in the order of ids."""
        layers = self.project.annotations.layers(self.document)
        if self.annotators is None:
            decided = self.project.annotations.decisions(self.document)
            return participants(layers, decided, self.project.annotations.seen(self.document) if decided else None)
        found = {each.annotator_id: each for each in layers if each.kind == "annotator"}
        return {id: found[id] for id in sorted(self.annotators) if id in found}

    def first_layer(self) -> Layer:
        """Gold as the first write stores it: the mentions that the annotators agree on, else the pipeline's."""
        layers = tuple(self.sources().values())
        pipeline = self.pipeline_layer()
        text = self.project.documents.get(self.document).text
        mentions = agreed_mentions(text, layers, pipeline.mentions if pipeline else ())
        return Layer(id=ids.mint("l"), kind="gold", status="in_progress", mentions=mentions)

    def opened(self, now: str) -> None:
        """Freeze the layers that gold is made from."""
        freeze(self, self.sources(), now)

    def _empty(self, pipeline: Layer | None) -> Layer:
        return Layer(id="", kind="gold", status="in_progress", mentions=pipeline.mentions if pipeline else ())


def freeze(desk: GoldDesk, layers: dict[str, Layer], now: str) -> None:
    """Keep those of the layers, as they are, that are not frozen yet."""
    done = desk.project.frozen.has(desk.document)
    new = {name: layer for name, layer in layers.items() if name not in done}
    if not new:
        return
    document = desk.project.documents.get(desk.document)
    pipeline = desk.pipeline_layer()
    offered = pipeline is not None and bool(pipeline.quotations)
    for name, layer in new.items():
        entities = desk.project.registry.find(referenced([layer]))
        frozen = Frozen(
            document.id, name, now, desk.annotator.id, offered or _took_any(layer), layer, tuple(entities.values())
        )
        desk.project.frozen.freeze(document, frozen)


def _took_any(layer: Layer) -> bool:
    """Whether a layer shows that its annotator has seen suggestions."""
    return any(each.origin.kind == "suggestion" for each in layer.quotations) or any(
        each.suggestion for each in layer.rejections
    )


def agreed_mentions(text: str, layers: Sequence[Layer], pipeline: Sequence[Mention]) -> tuple[Mention, ...]:
    """Gold's first mentions: what every annotator has, and of the pipeline's what not all of them have taken out.

    Kind and entity are those that all give, else the pipeline's.  Without annotators they are the pipeline's.
    """
    if not layers:
        return tuple(copied_mention(each) for each in pipeline)
    same = Same(text)
    found = {same.core(each.spans): each for each in pipeline}
    own = [{same.core(each.spans): each for each in layer.mentions} for layer in layers]
    kept: dict[Spans, Mention] = {}
    for spans in {spans for each in own for spans in each}:
        given = [each[spans] for each in own if spans in each]
        if len(given) == len(layers):
            kept[spans] = _agreed(given, found.get(spans))
        elif spans in found:
            kept[spans] = copied_mention(found[spans])
    return tuple(sorted(kept.values(), key=lambda each: (each.spans[0].start, each.spans[-1].end, each.id)))


def _agreed(given: list[Mention], pipeline: Mention | None) -> Mention:
    first = given[0]
    label = first.label if len({each.label for each in given}) == 1 else (pipeline or first).label
    entities = {each.entity for each in given}
    entity = first.entity if len(entities) == 1 else pipeline.entity if pipeline else None
    origin = replace(first.origin, derived_from=tuple(each.id for each in given))
    if len({replace(each, id="", origin=first.origin) for each in given}) > 1 or first.origin.kind == "manual":
        origin = Origin("adjudication", derived_from=origin.derived_from)
    return replace(first, id=ids.mint("m"), label=label, entity=entity, origin=origin)


# ---------------------------------------------------------------------------------------------- whose layers


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An annotator in review.  ``letter`` hides the name: A, B … in the order of ids, the same in every document.

    ``quotations`` counts those in the document.
    """

    id: str
    name: str
    letter: str
    colour: str | None
    status: LayerStatus
    quotations: int


def reviewed(project: Project, document: str, annotators: Iterable[str] | None = None) -> tuple[Reviewed, ...]:
    """The annotators who have a layer of a document, in the order of their letters."""
    wanted = None if annotators is None else set(annotators)
    people = letters(project)
    known = {each.id: each for each in project.annotators()}
    rows = [each for each in project.annotations.layers(document) if each.annotator_id in people]
    found = (
        Reviewed(
            each.annotator_id,
            known[each.annotator_id].name,
            people[each.annotator_id],
            known[each.annotator_id].colour,
            each.status,
            len(each.quotations),
        )
        for each in rows
        if each.annotator_id is not None and (wanted is None or each.annotator_id in wanted)
    )
    return tuple(sorted(found, key=lambda each: each.id))


def letters(project: Project) -> dict[str, str]:
    """The letter of each annotator who has a layer in the project, by id: A … Z, then A2 …."""
    owners = {each.annotator for each in project.annotations.holders() if each.annotator is not None}
    return {id: f"{chr(65 + n % 26)}{n // 26 + 1 if n > 25 else ''}" for n, id in enumerate(sorted(owners))}


def set_rules(project: Project, actor: Annotator, rules: Rules) -> Changes:
    """Say what counts as a difference between annotators."""
    with project.step("Say what counts as a difference", actor=actor.id) as step:
        project.set_rules(rules)
    return step.changes
