"""Copies of an article, and what was annotated in one of them offered to the others.

Offered means: as suggestions, in the pipeline's layer of each copy, with the quotation they come from as their origin.
Nobody's layer is written to, and what the annotator has marked or rejected in a copy is not suggested there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.analysis.copies import Print, fingerprint, grouped, nearest
from annotator.domain.annotations import COPIED, Annotator, Layer, Quotation
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.text import dice
from annotator.operations.carried import SAME, about_the_same, suggested, with_carried
from annotator.operations.moving import Moving
from annotator.operations.pipeline_labels import NO_SUGGESTIONS, SUGGESTIONS
from annotator.store.project import Project

_AT_ONCE = 200


def fingerprints(project: Project, cancelled: Callable[[], bool] = lambda: False) -> Iterator[tuple[str, Print]]:
    """The fingerprints of the documents that have none stored, one by one until cancelled."""
    waiting = project.prints.missing()
    for at in range(0, len(waiting), _AT_ONCE):
        for id, text in project.prints.texts(waiting[at : at + _AT_ONCE]):
            if cancelled():
                return
            yield id, fingerprint(text)


def in_project_order(project: Project, prints: Iterable[tuple[str, Print]]) -> list[tuple[str, Print]]:
    """Fingerprints as the documents stand in the project; those of documents that are gone are left out."""
    known = dict(prints)
    return [(id, known[id]) for id in project.documents.ids() if id in known]


def kin(project: Project) -> dict[str, str]:
    """For each document with copies the one that stands for all of them, as the texts are now."""
    return grouped(in_project_order(project, [*project.prints.all(), *fingerprints(project)]))


def refresh(project: Project) -> None:
    """Find the copies of all documents and store them, outside any step; nothing where all is known."""
    fresh = list(fingerprints(project))
    if fresh:
        project.prints.save(fresh)
    project.prints.set_kin(grouped(project.prints.all()))


def copies_of(project: Project, document: str) -> list[str]:
    """The other documents of its group, in project order.  Raises ConflictError for a document that is not there."""
    project.documents.row_id(document)
    if not project.prints.missing():
        return project.prints.copies(document)
    groups = kin(project)
    leader = groups.get(document)
    ids = project.documents.ids() if leader else []
    return [each for each in ids if groups.get(each) == leader and each != document]


def groups(project: Project) -> list[list[str]]:
    """The documents that are copies of each other, each group and the groups in project order."""
    found: dict[str, list[str]] = {}
    leaders = kin(project)
    for id in project.documents.ids():
        if id in leaders:
            found.setdefault(leaders[id], []).append(id)
    return list(found.values())


def resembling(
    project: Project,
    incoming: Sequence[tuple[str, str]],
    most: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, tuple[str, float]]:
    """Which known text each incoming one is a copy of, by its key, and how much they share.

    ``incoming`` are keys with texts; a known text is one of the project or of what comes before.  Of the project's
    documents those without a stored fingerprint are looked at only where they are no more than ``most``.
    """
    if not incoming:
        return {}
    prints = []
    for key, text in incoming:
        if cancelled():
            return {}
        prints.append((key, fingerprint(text)))
    known = project.prints.all()
    if len(project.prints.missing()) <= most:
        known = in_project_order(project, [*known, *fingerprints(project, cancelled)])
    return dict(nearest(prints, known))


# ------------------------------------------------------------------------------------------------ offering


@dataclass(frozen=True, slots=True)
class CopyOffer:
    """What can be suggested in one copy.

    ``quotations`` are the suggestions; ``exact`` of them have the same words there.  ``known`` were marked, rejected or
    suggested there already; ``lost`` have no place in its text.
    """

    document: str
    title: str
    source: str | None
    date: str | None
    quotations: tuple[Quotation, ...]
    exact: int
    known: int
    lost: int


def offers_to_copies(project: Project, annotator: Annotator, document: str) -> tuple[CopyOffer, ...]:
    """What the annotator's quotations of a document would be in each of its copies, those in project order.

    Nothing where suggestions are not to be seen in this project.
    """
    layer = project.annotations.layer(document, "annotator", annotator.id)
    if layer is None or not layer.quotations or project.value(SUGGESTIONS) == NO_SUGGESTIONS:
        return ()
    text = project.documents.get(document).text
    return tuple(_offer(project, annotator, layer, text, each) for each in copies_of(project, document))


def _offer(project: Project, annotator: Annotator, layer: Layer, text: str, copy: str) -> CopyOffer:
    there = project.documents.get(copy)
    moving = Moving(text, there.text, layer, there.language)
    own = project.annotations.layer(copy, "annotator", annotator.id)
    pipeline = project.annotations.layer(copy, "pipeline")
    made: list[Quotation] = []
    exact = known = lost = 0
    for quotation in layer.quotations:
        moved = moving.offer(quotation)
        if moved.quotation is None:
            lost += 1
            continue
        new = suggested(moved.quotation, there.text_sha256, COPIED, moved.similarity)
        if _is_known(new, quotation.id, own, pipeline):
            known += 1
            continue
        exact += moved.state in ("unchanged", "moved")
        made.append(new)
    source, date = (None if (value := there.meta.get(key)) is None else str(value) for key in ("source", "date"))
    return CopyOffer(copy, there.title, source, date, tuple(made), exact, known, lost)


def _is_known(new: Quotation, source: str, own: Layer | None, pipeline: Layer | None) -> bool:
    if own is not None:
        if about_the_same(new, own.quotations) or any(dice(new.content, each.spans) >= SAME for each in own.rejections):
            return True
        if any(source in each.origin.derived_from for each in own.quotations):
            return True
    return pipeline is not None and any(each.id == new.id for each in pipeline.quotations)


def offer_to_copies(project: Project, annotator: Annotator, document: str, copies: Sequence[str]) -> Changes:
    """Suggest the annotator's quotations of a document in these of its copies, as one step.

    Raises ConflictError where there is nothing to suggest.
    """
    wanted = [each for each in offers_to_copies(project, annotator, document) if each.document in copies]
    wanted = [each for each in wanted if each.quotations]
    if not wanted:
        raise ConflictError("there is nothing to offer", "the copies have these quotations already")
    number = len(wanted)
    with project.step(
        f"Offer quotations to {number:,} {'copy' if number == 1 else 'copies'}", actor=annotator.id
    ) as step:
        for each in wanted:
            layer = project.annotations.layer(each.document, "pipeline")
            whole = with_carried(each.document, layer, each.quotations)
            project.annotations.replace_pipeline_layer(each.document, whole)
    return step.changes


def offer_finished(project: Project, annotator: Annotator) -> Changes:
    """Suggest the quotations of the annotator's finished documents in their copies, as one step.

    Copies that the annotator has begun are left alone; one of several finished documents is enough for a copy, the
    first in its group.
    """
    statuses = {each.id: each.status for each in project.documents.listing(annotator.id)}
    with project.step("Offer quotations to copies", actor=annotator.id) as step:
        for group in groups(project):
            waiting = [each for each in group if statuses[each] == "new"]
            source = next((each for each in group if statuses[each] == "done"), None)
            offers = offers_to_copies(project, annotator, source) if source and waiting else ()
            if source and any(each.quotations for each in offers if each.document in waiting):
                offer_to_copies(project, annotator, source, waiting)
    return step.changes


def annotated_copies(project: Project, annotator: Annotator, document: str) -> list[tuple[str, int]]:
    """The copies of a document that the annotator has quotations in, with how many, the one with the most first."""
    found = []
    for each in project.prints.copies(document):
        layer = project.annotations.layer(each, "annotator", annotator.id)
        if layer is not None and layer.quotations:
            found.append((each, len(layer.quotations)))
    return sorted(found, key=lambda one: -one[1])
