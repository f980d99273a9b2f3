"""Suggestions that no pipeline made: a person's work on a copy of the article, or what was imported to be looked at.

They stand in the pipeline's layer, where every suggestion stands, with a rule that says where they are from.  Labelling
an article again keeps them.  Where a suggestion of the pipeline's is about the same words, what a person made stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import CARRIED, IMPORTED, UNLABELLED, Layer, Mention, Origin, Quotation
from annotator.domain.ids import derived
from annotator.domain.text import dice
from annotator.store.project import Project

SAME = 0.5
"""From this Dice coefficient of their contents on, two quotations are about the same."""


def suggested(quotation: Quotation, sha256: str, rule: str, score: float | None) -> Quotation:
    """A quotation as a suggestion for the text with that hash: the same one has the same id every time.

    ``score`` says how much of its words is as it was where it comes from.  Everybody sees suggestions, so what its
    annotator noted beside it, and how sure they were, stays behind.
    """
    origin = Origin("pipeline", rule, rule, score, derived_from=(quotation.id,))
    return replace(
        quotation,
        id=derived("q", sha256, rule, quotation.id, quotation.content),
        origin=origin,
        parent=None,
        parent_origin="auto",
        confidence=None,
        note=None,
        stances=tuple(
            replace(each, id=derived("s", sha256, rule, each.id), origin=replace(origin, derived_from=(each.id,)))
            for each in quotation.stances
        ),
    )


def without_carried(layer: Layer) -> Layer:
    """A pipeline's layer with what the pipeline itself found, and nothing that people have made."""
    return replace(layer, quotations=tuple(each for each in layer.quotations if each.origin.rule not in CARRIED))


def about_the_same(quotation: Quotation, others: Iterable[Quotation]) -> bool:
    """Whether one of the others is about the same words."""
    return any(dice(quotation.content, each.content) >= SAME for each in others)


def with_carried(document: str, layer: Layer | None, carried: Sequence[Quotation]) -> Layer:
    """The pipeline's layer of a document with these suggestions in it; those that were there before are not doubled."""
    if layer is None:
        layer = Layer(derived("l", document, "pipeline"), "pipeline", None, UNLABELLED, "done")
    ids = {each.id for each in carried}
    kept = [each for each in layer.quotations if each.id not in ids and not _gives_way(each, carried)]
    left = {each.id for each in kept}
    whole = [replace(each, parent=each.parent if each.parent in left else None) for each in kept]
    return replace(layer, quotations=_in_order([*whole, *carried]))


def kept_over(before: Layer | None, fresh: Layer) -> Layer:
    """What the pipeline has just found, with the suggestions of others that were there before."""
    carried = [each for each in before.quotations if each.origin.rule in CARRIED] if before else []
    return with_carried("", fresh, carried) if carried else fresh


def brings_suggestions(layer: Layer) -> bool:
    """Whether this is what `as_suggestions` made: something to add to a document's suggestions, not to replace them."""
    return layer.kind == "pipeline" and any(each.origin.rule == IMPORTED for each in layer.quotations)


def suggest_imported(project: Project, document: str, layer: Layer) -> None:
    """Add imported suggestions to those that a document has, inside a step; but where its annotators have marked."""
    marked = [q for each in project.annotations.layers(document) if each.kind != "pipeline" for q in each.quotations]
    wanted = [each for each in layer.quotations if not about_the_same(each, marked)]
    before = project.annotations.layer(document, "pipeline")
    whole = with_carried(document, before, wanted)
    if before is None:
        whole = replace(whole, mentions=layer.mentions)
    if whole != before:
        project.annotations.replace_pipeline_layer(document, whole)


def as_suggestions(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """A document whose annotations, by whomever, are suggestions; rejections and decisions are nobody's any more."""
    if not annotated.layers:
        return annotated
    document = annotated.document
    made: list[Quotation] = []
    mentions: dict[str, Mention] = {}
    for layer in sorted(annotated.layers, key=lambda each: each.kind != "gold"):  # of two about the same, gold's
        for each in layer.quotations:
            if layer.kind == "pipeline":
                made.append(each)
            elif not about_the_same(each, made):
                made.append(suggested(each, document.text_sha256, IMPORTED, each.origin.score))
        for mention in layer.mentions:
            id = derived("m", document.text_sha256, mention.spans, mention.label)
            origin = Origin("pipeline", IMPORTED, IMPORTED, derived_from=(mention.id,))
            mentions.setdefault(id, replace(mention, id=id, origin=origin))
    pipeline = next((each for each in annotated.layers if each.kind == "pipeline"), None)
    whole = with_carried(document.id, pipeline, ())
    whole = replace(whole, quotations=_in_order(_once(made)), mentions=tuple(mentions.values()))
    if pipeline is not None:
        whole = replace(whole, mentions=pipeline.mentions)  # the pipeline's own are the ones to go by
    return replace(annotated, layers=(whole,), decisions=())


def _gives_way(quotation: Quotation, carried: Sequence[Quotation]) -> bool:
    return quotation.origin.rule not in CARRIED and about_the_same(quotation, carried)


def _once(quotations: Iterable[Quotation]) -> list[Quotation]:
    return list({each.id: each for each in quotations}.values())


def _in_order(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    return tuple(sorted(quotations, key=lambda each: (each.start, each.end, each.id)))
