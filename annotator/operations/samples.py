"""The sample project: invented articles that show every difficulty, one of them annotated."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from annotator import settings
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Origin, Quotation
from annotator.domain.errors import ProjectError
from annotator.formats import jsonl
from annotator.formats.base import ReadOptions
from annotator.operations.importing import Plan, write
from annotator.store.project import Project

FILE_NAME = "Sample.annotator"

_NOBODY = Annotator("", "")
"""Who imports the articles: what the program brings along is no step for anyone to undo."""

_SOMEBODY = "a_sampleannotator0"
"""The annotator of the articles as the program brings them along."""


def sample_path() -> Path:
    """Where the sample project lies on this computer."""
    return settings.projects_folder() / FILE_NAME


def create_sample(actor: Annotator) -> Path:
    """Make the sample project, whole or not at all, unless it is there already; its path.

    What is annotated in it is given to ``actor``, who can go on with it; without an id it stays the sample annotator's.
    The import is no step of the actor's: the first `Undo` must not take the articles away.  Raises AppError where the
    articles are missing or the project cannot be written.
    """
    path = sample_path()
    if path.exists():
        return path
    articles = settings.resource("sample", "articles.jsonl")
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        with Project.create(draft, title="Sample: the harbour papers", exclusive=False) as project:
            _fill(project, articles, actor)
        if not path.exists():  # made by another window meanwhile
            draft.replace(path)
    except OSError as error:
        raise ProjectError(
            f"the sample cannot be written: {error.strerror or error}", "make room or check the folder", path=str(path)
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def _fill(project: Project, articles: Path, actor: Annotator) -> None:
    plan = Plan(project)
    with articles.open("rb") as stream:
        for read in jsonl.read(stream, ReadOptions(str(articles))):
            content = _given(read.content, actor) if actor.id else read.content
            plan.take(replace(read, content=content), str(articles))
    write(project, plan, actor=_NOBODY)


def _given(annotated: AnnotatedDocument, actor: Annotator) -> AnnotatedDocument:
    """The document with the actor in the sample annotator's place."""

    def own(origin: Origin) -> Origin:
        return replace(origin, agent=actor.id) if origin.agent == _SOMEBODY else origin

    return replace(
        annotated,
        entities=tuple(replace(each, origin=own(each.origin)) for each in annotated.entities),
        layers=tuple(
            _layer_of(each, actor, own) if each.annotator_id == _SOMEBODY else each for each in annotated.layers
        ),
    )


def _layer_of(layer: Layer, actor: Annotator, own: Callable[[Origin], Origin]) -> Layer:
    def owned(quotation: Quotation) -> Quotation:
        stances = tuple(replace(each, origin=own(each.origin)) for each in quotation.stances)
        return replace(quotation, origin=own(quotation.origin), stances=stances)

    return replace(
        layer,
        annotator_id=actor.id,
        annotator=actor.name,
        mentions=tuple(replace(each, origin=own(each.origin)) for each in layer.mentions),
        quotations=tuple(owned(each) for each in layer.quotations),
    )
