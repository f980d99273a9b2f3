"""A project on the disk, closed after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.project import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the project of a test lies; a name that needs care in addresses."""
    return tmp_path / "Zeitung é #1?.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.create(path, title="Plant 🏭", language="en") as made:
        yield made
