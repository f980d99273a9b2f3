"""Projects as files: create with a scheme, check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from annotator.domain.errors import FormatError
from annotator.domain.scheme import DEFAULT, Scheme
from annotator.domain.validation import shown
from annotator.formats import scheme_file
from annotator.formats.base import Problem as Unreadable
from annotator.formats.base import ReadOptions
from annotator.formats.jsonl import read
from annotator.operations.outputs import reason
from annotator.operations.sources import opened
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a check found.

    ``document`` and ``object`` are ids, None where it is about the file; ``line`` is a JSONL file's, counted from 1.
    """

    document: str | None
    object: str | None
    kind: str
    message: str
    line: int | None = None


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
        raise FormatError(
            f"the scheme cannot be read: {reason(error)}", "check its name and rights", path=str(path)
        ) from error


_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "nextcloud",
    "owncloud",
    "pcloud",
)
_SYNCED_FOLDERS = ("com~apple~clouddocs", "cloudstorage", "creative cloud files", "syncthing")


def synced_by(path: PurePath) -> str | None:
    """The folder above a project (its full path) that a service copies between computers; None if none seems to.

    SQLite files that two computers write through such a folder, or through a network share, can be damaged.
    """
    if path.drive.startswith(("\\\\", "//")):
        return path.drive
    for part in path.parent.parts:
        name = part.casefold()
        if name in _SYNCED_FOLDERS or any(
            name == each or name.startswith((f"{each} ", f"{each}-")) for each in _SYNCED
        ):
            return part
    return None


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
    with opened(path) as stream:
        for one in read(stream, ReadOptions(path=str(path), skip=bad.append)):
            yield from _unread(bad)
            id, line = one.content.document.id, one.line or 0
            if id in seen:
                said = f"Line {line} has the id “{shown(id)}” as line {seen[id]} has."
                yield Finding(id, None, "duplicate", said, line)
            seen.setdefault(id, line)
        yield from _unread(bad)


def _unread(bad: list[Unreadable]) -> Iterator[Finding]:
    """The lines left out since the last time."""
    for each in bad:
        hint = f" — {each.hint}" if each.hint else ""
        yield Finding(None, None, "format", f"Line {each.line} cannot be read: {each.message}{hint}.", each.line)
    bad.clear()
