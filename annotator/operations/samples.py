"""The sample project: invented articles that show every difficulty, one of them annotated."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from annotator import settings
from annotator.domain.annotations import Annotator
from annotator.domain.errors import ProjectError
from annotator.operations.exchange import import_paths
from annotator.store.project import Project

FILE_NAME = "Sample.annotator"

_NOBODY = Annotator("", "")
"""Who imports the articles: what the program brings along is no step for anyone to undo."""


def sample_path() -> Path:
    """Where the sample project lies on this computer."""
    return settings.projects_folder() / FILE_NAME


def create_sample(actor: Annotator) -> Path:
    """Make the sample project, whole or not at all, unless it is there already; its path.

    Raises AppError where the articles are missing or the project cannot be written.
    """
    del actor  # the first `Undo` of whoever opens it must not take the articles away
    path = sample_path()
    if path.exists():
        return path
    articles = settings.resource("sample", "articles.jsonl")
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        with Project.create(draft, title="Sample: the harbour papers", exclusive=False) as project:
            import_paths(project, [articles], actor=_NOBODY)
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
