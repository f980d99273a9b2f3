"""The sample project: invented articles that show every difficulty, one of them annotated."""

from __future__ import annotations

from pathlib import Path

from annotator import settings
from annotator.domain.annotations import Annotator
from annotator.operations.exchange import import_paths
from annotator.store.project import Project

FILE_NAME = "Sample.annotator"


def sample_path() -> Path:
    """Where the sample project lies on this computer."""
    return settings.projects_folder() / FILE_NAME


def create_sample(actor: Annotator) -> Path:
    """Make the sample project unless it is there already; its path.  Raises ProjectError where it cannot be written."""
    path = sample_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        project = Project.create(path, title="Sample: the harbour papers")
        try:
            import_paths(project, [settings.resource("sample", "articles.jsonl")], actor=actor)
        finally:
            project.close()
    return path
