"""Projects as files: create with a scheme, check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.errors import FormatError
from annotator.domain.scheme import DEFAULT, Scheme
from annotator.formats import scheme_file
from annotator.formats.base import Problem as Unreadable
from annotator.formats.base import ReadOptions
from annotator.formats.jsonl import read
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a check found; ``document`` and ``object`` are ids, None where it is about the file."""

    document: str | None
    object: str | None
    kind: str
    message: str

    @property
    def sentence(self) -> str:
        """The problem with its place, on one line."""
        place = ", ".join(each for each in (self.document, self.object) if each)
        return f"{place}: {self.message}" if place else self.message


def create(path: Path, *, title: str = "", language: str = "en", scheme: Path | None = None) -> Project:
    """A new project file, with a scheme read from a file or the default one.

    Raises ProjectError where the file exists or cannot be written, FormatError for a bad scheme.
    """
    return Project.create(path, title=title or path.stem, language=language, scheme=_scheme(scheme))


def _scheme(path: Path | None) -> Scheme:
    if path is None:
        return DEFAULT
    try:
        with path.open("rb") as stream:
            return scheme_file.read_scheme(stream, str(path))
    except OSError as error:
        raise FormatError("the scheme cannot be read", "check its name and rights", path=str(path)) from error


def check(path: Path) -> list[Finding]:
    """What is wrong with a project, or with a JSONL file.  Raises AppError where it cannot be read at all."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return list(_check_lines(path))
    project = Project.open(path, read_only=True, exclusive=False)
    try:
        return [Finding(each.document, each.object, each.kind, each.message) for each in project.check()]
    finally:
        project.close()


def _check_lines(path: Path) -> Iterator[Finding]:
    bad: list[Unreadable] = []
    seen: dict[str, int] = {}
    with path.open("rb") as stream:
        for one in read(stream, ReadOptions(path=str(path), skip=bad.append)):
            id = one.content.document.id
            if id in seen:
                yield Finding(id, None, "duplicate", f"line {one.line} has the same id as line {seen[id]}")
            seen[id] = one.line or 0
    for each in bad:
        yield Finding(None, None, "format", f"line {each.line}: {each.message}")
