"""Merging another project's layers into this one as one undoable step: looking first, then writing what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from annotator.domain.annotations import Annotator
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import Attribute, Label, Scheme, Vocabulary
from annotator.operations.growth import grown
from annotator.operations.importing import Cancelled, never, refuse_if_cancelled, uncollected
from annotator.operations.merge_report import Answers, MergePlan, MergeReport
from annotator.operations.reconciling import LayerEdit
from annotator.operations.returned import opened
from annotator.operations.taking_in import Progress, plan
from annotator.store.project import PIPELINE, Project

_VOCABULARIES: tuple[Vocabulary, ...] = ("types", "stances", "kinds", "flags", "reasons")
_TRIES = 3
_EDITED = ("one of the two projects was edited since the report", "merge again and look at the new report")


def look(
    project: Project,
    path: Path,
    answers: Answers | None = None,
    *,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> MergePlan:
    """What merging the project file ``path`` would do; nothing is written, and ours may be open read only.

    Raises ProjectError if the other cannot be opened or is damaged, ConflictError if it is our own file, has no
    document in common with ours or no annotation, or when cancelled.
    """
    file, seen = _signature(path), _seen(project)
    with opened(path, project.path) as other, uncollected():
        found = plan(project, other, answers, progress=progress, cancelled=cancelled)
    found.file, found.seen = file, seen
    return found


def write(
    project: Project,
    path: Path,
    decided: MergePlan,
    *,
    actor: Annotator,
    answers: Answers | None = None,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> MergeReport:
    """Write what `look` has decided as one undoable step; with nothing to write, no step.

    With other ``answers`` than those it was decided by, and where either project was edited since, it is decided anew.
    Raises ConflictError if an edit has made another report of it, if a name has to be asked about, or when cancelled;
    nothing is written.
    """
    if answers is not None and answers != decided.answers:
        before, decided = decided, look(project, path, answers, progress=progress, cancelled=cancelled)
        if before.file != decided.file:
            raise ConflictError(*_EDITED)
    shown = decided.report
    for _ in range(_TRIES):
        if decided.file != _signature(path):
            decided = look(project, path, decided.answers, progress=progress, cancelled=cancelled)
        if decided.report != shown:
            raise ConflictError(*_EDITED)
        refuse_clashes(decided.report)
        if decided.is_empty:
            return decided.report
        with uncollected(), project.step(f"Merge “{path.name}”", actor=actor.id) as step:
            if current := _seen(project, before=step.number) == decided.seen:
                _write(project, decided, cancelled)
        if current:
            return replace(decided.report, written=True, changes=step.changes)
        decided = look(project, path, decided.answers, progress=progress, cancelled=cancelled)
    raise ConflictError("the project is being changed all the time", "merge again when that is done")


def merge(
    project: Project,
    path: Path,
    *,
    actor: Annotator,
    answers: Answers | None = None,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> MergeReport:
    """`look` and `write` in one."""
    decided = look(project, path, answers, progress=progress, cancelled=cancelled)
    return write(project, path, decided, actor=actor, progress=progress, cancelled=cancelled)


def refuse_clashes(report: MergeReport) -> None:
    """Raises ConflictError where a name has to be asked about."""
    for each in report.clashes:
        raise ConflictError(
            f"both projects have an annotator “{each.theirs.name}”, who may be two people",
            f"say --same or --apart “{each.theirs.name}”",
        )


def _signature(path: Path) -> tuple[object, ...]:
    """What changes when a project file, or the log beside it, is written to."""
    found: list[object] = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        if each.exists():
            status = each.stat()
            found += [status.st_size, status.st_mtime_ns]
    return tuple(found)


def _seen(project: Project, before: int | None = None) -> tuple[object, ...]:
    """The latest steps of people, and whether they are undone: another tuple after every edit.

    What the pipeline stores meanwhile changes no layer that a merge writes to.
    """
    return tuple((each.number, each.undone) for each in project.history(100, before) if each.actor != PIPELINE)


# ---------------------------------------------------------------------------------------------- writing


def _write(project: Project, decided: MergePlan, cancelled: Cancelled) -> None:
    scheme = _with_names(grown(project.scheme, decided.content), project.scheme, decided.scheme)
    if scheme != project.scheme:
        project.set_scheme(scheme)
    for entity in decided.entities.values():
        project.registry.save(entity)
    refuse_if_cancelled(cancelled)
    if decided.layers:
        project.add_layers(decided.layers)
    for document, meta in decided.meta.items():
        project.documents.set_meta(document, meta)
    for edit in decided.edits:
        refuse_if_cancelled(cancelled)
        _edit(project, edit)
    _decide(project, decided)
    for document, who, text in decided.notes:
        if all(each.id != who.id for each in project.annotators()):
            project.save_annotator(who)
        project.notes.set(document, who.id, text)
    for key, value in decided.values.items():
        project.set_value(key, value)


def _edit(project: Project, edit: LayerEdit) -> None:
    store = project.annotations
    if edit.head:
        store.set_status(edit.layer, edit.head.status, edit.head.status_reason, document=edit.document)
        store.set_attributes(edit.layer, edit.head.attributes, document=edit.document)
    for mention in edit.mentions:
        store.save_mention(edit.layer, mention, document=edit.document)
    for quotation in edit.quotations:
        store.save_quotation(edit.layer, quotation, document=edit.document)
    for rejection in edit.rejections:
        store.save_rejection(edit.layer, rejection, document=edit.document)
    _drop(project, edit.document, edit.layer, edit.dropped)


def _decide(project: Project, decided: MergePlan) -> None:
    """Enter the decisions; they, and gold that came with them, have seen the layers as they are now."""
    for document, decision in decided.decisions:
        project.annotations.save_decision(document, decision)
    for document, id, people in decided.acknowledged:
        project.annotations.set_acknowledged_by(document, id, people)
    gold = {document for document, layer in decided.layers if layer.kind == "gold"}
    for document in sorted(gold | {document for document, _ in decided.decisions}):
        project.take_stock(document, gold=document in gold)


def _drop(project: Project, document: str, layer: str, dropped: tuple[tuple[str, ...], ...]) -> None:
    store = project.annotations
    mentions, quotations, rejections = dropped
    for id in mentions:
        store.remove_mention(id, document=document, layer=layer)
    for id in quotations:
        store.remove_quotation(id, document=document, layer=layer)
    for id in rejections:
        store.remove_rejection(id, document=document, layer=layer)


# ---------------------------------------------------------------------------------------------- the scheme


def _with_names(scheme: Scheme, before: Scheme, other: Scheme | None) -> Scheme:
    """The grown scheme with what is new in it called as the other project calls it."""
    if other is None or scheme == before:
        return scheme
    for vocabulary in _VOCABULARIES:
        labels = _named(scheme.labels(vocabulary), before.labels(vocabulary), other.labels(vocabulary))
        scheme = scheme.with_labels(vocabulary, labels)
    known = {(each.owner, each.id): each for each in before.attributes}
    theirs = {(each.owner, each.id): each for each in other.attributes}

    def attribute(each: Attribute) -> Attribute:
        old, there = known.get((each.owner, each.id)), theirs.get((each.owner, each.id))
        if there is None:
            return each
        if old is None:
            return there
        return replace(each, choices=_named(each.choices, old.choices, there.choices))

    return replace(scheme, attributes=tuple(map(attribute, scheme.attributes)))


def _named(labels: Iterable[Label], before: Iterable[Label], other: Iterable[Label]) -> tuple[Label, ...]:
    known, there = {each.id for each in before}, {each.id: each for each in other}
    return tuple(each if each.id in known else there.get(each.id, each) for each in labels)
