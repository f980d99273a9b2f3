"""What is done to whole articles, one or many at a time: each function is one undoable step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.documents import LayerStatus, Scalar
from annotator.domain.errors import ConflictError, one_line
from annotator.operations.annotate import set_status
from annotator.operations.desk import Desk
from annotator.store.project import Project

SKIP_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "not_relevant": "Not relevant",
        "duplicate": "Duplicate",
        "no_quotation": "No quotation",
        "wrong_language": "Wrong language",
    }
)
"""Why an article is skipped: the id that is stored, and its words.  Any other reason is stored as it was written."""

LONGEST_REASON = 200
"""Code points of the longest reason."""

_VERBS: Mapping[LayerStatus, str] = {
    "new": "Mark {} as new",
    "in_progress": "Take {} back to in progress",
    "done": "Mark {} as done",
    "skipped": "Skip {}",
}


class Timed(Protocol):
    """What is known of the work on a document."""

    @property
    def quotations(self) -> int:
        """How many quotations the annotator's layer has."""

    @property
    def seconds(self) -> float:
        """Active time spent on it."""


class Worked(Timed, Protocol):
    """A document that an annotator may have worked on."""

    @property
    def id(self) -> str:
        """The document's id."""

    @property
    def status(self) -> LayerStatus:
        """The status of the annotator's layer."""


def articles(count: int) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{count:,} article{'' if count == 1 else 's'}"


def reason_words(reason: str | None) -> str:
    """A stored reason in words."""
    return SKIP_REASONS.get(reason or "", reason or "")


def set_statuses(
    project: Project,
    annotator: Annotator,
    documents: Sequence[str],
    status: LayerStatus,
    reason: str | None = None,
) -> Changes:
    """Give several articles the same status in the annotator's layer, as one step; ``reason`` is why they are skipped.

    Raises ConflictError for a status that no annotator's layer has, or a document that is not there.
    """
    if status not in _VERBS:
        raise ConflictError(f"an annotator's article is never {status}", "only gold is")
    kept = one_line(reason or "").strip()[:LONGEST_REASON] or None
    with project.step(_VERBS[status].format(articles(len(documents))), actor=annotator.id) as step:
        for id in documents:
            set_status(Desk(project, id, annotator), status, kept)
        step.focus = None
    return step.changes


def remove_documents(project: Project, annotator: Annotator, documents: Sequence[str]) -> Changes:
    """Take articles out of the project, with all that everyone marked in them, as one step that can be undone.

    Raises ConflictError, and removes none, if one of them is not there.
    """
    with project.step(f"Remove {articles(len(documents))}", actor=annotator.id) as step:
        for id in documents:
            project.documents.remove(id)
    return step.changes


def set_document_attributes(desk: Desk, attributes: Mapping[str, Scalar]) -> Changes:
    """Set the project's typed fields on the article, as this annotator sees it; None takes a value away.

    Fields that are not named keep their values.  Raises ConflictError for a field that the scheme does not have.
    """
    with desk.edit("Set fields of the article") as edit:
        fields = {each.id for each in edit.project.scheme.attributes_of("document")} | edit.layer.attributes.keys()
        if unknown := sorted(attributes.keys() - fields):
            raise ConflictError(f"the scheme has no field “{unknown[0]}” for articles", "add it to the scheme first")
        together = {**edit.layer.attributes, **attributes}
        edit.set_attributes({key: value for key, value in together.items() if value is not None})
    return edit.changes


def last_worked(project: Project, annotator_id: str, rows: Iterable[Worked]) -> dict[str, str]:
    """When the annotator left each article that they have begun, by its id: UTC, as text that sorts by time."""
    visits = ((row.id, project.visits.get(row.id, annotator_id)) for row in rows if row.status != "new" or row.seconds)
    return {id: visit.at for id, visit in visits if visit is not None}


def pace(rows: Iterable[Timed], least_seconds: float = 300.0) -> int | None:
    """Quotations an hour over all articles whose time was counted; None before ``least_seconds`` of work."""
    quotations, seconds = 0, 0.0
    for row in rows:
        if row.seconds > 0:
            quotations += row.quotations
            seconds += row.seconds
    return round(quotations * 3600 / seconds) if seconds >= least_seconds else None
