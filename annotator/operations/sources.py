"""Where imports come from: files, folders with all that is in them, standard input; and how each is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.domain.errors import FormatError
from annotator.formats import catalogue
from annotator.formats.base import Format, Reader
from annotator.formats.jsonl import FORMAT_JSONL
from annotator.operations.outputs import STDIO, reason

_PROJECT = b"SQLite format 3\0"


def name_of(path: Path) -> str:
    """The name that messages call an input by."""
    return "<stdin>" if path == STDIO else str(path)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``folder`` is the name of the folder it lies in, if that is one below the folder chosen."""

    path: Path
    folder: str = ""

    def beside(self, name: str) -> bytes | None:
        """The bytes of another file in its folder or one below; None where there is none."""
        if self.path == STDIO or ".." in Path(name).parts:
            return None
        other = self.path.parent / name
        try:
            return other.read_bytes() if other.is_file() else None
        except OSError as error:
            raise _unreadable(other, error) from error


def files(paths: Iterable[Path], format: str | None, refuse: Callable[[FormatError], None]) -> Iterator[Input]:
    """All files that ``paths`` mean, those of a folder sorted; ``refuse`` is told of a path that means none.

    In a folder those are taken whose suffix is of a format that is read, or all for a named ``format``; never hidden
    ones, nor a text that belongs to a file of annotations beside it.
    """
    for path in paths:
        try:
            yield from _below(path, format) if path != STDIO and path.is_dir() else [Input(_file(path))]
        except FormatError as error:
            refuse(error)
        except OSError as error:
            refuse(_unreadable(path, error))


def _file(path: Path) -> Path:
    if path != STDIO and not path.exists():
        raise FormatError("there is no such file or folder", "check the path", path=str(path))
    return path


def _below(folder: Path, format: str | None) -> list[Input]:
    inside = (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
    wanted = [each for each in inside if not _is_hidden(each) and (format is not None or _is_read(each))]
    if not wanted:
        raise FormatError("the folder holds no text", "it should hold .txt or .jsonl files", path=str(folder))
    annotated = {each.with_suffix("") for each in wanted if each.suffix.casefold() == ".ann"}
    kept = [each for each in wanted if each.suffix.casefold() != ".txt" or each.with_suffix("") not in annotated]
    return [Input(folder / each, each.parent.name) for each in sorted(kept, key=lambda each: each.parts)]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_read(path: Path) -> bool:
    return catalogue.is_read(path)


def reader_of(path: Path, format: str | None) -> Reader:
    """What reads a file: the named format, else the one its suffix or its first bytes say.  Raises FormatError."""
    if format:
        chosen = catalogue.by_id(format)
    elif path == STDIO:
        chosen = FORMAT_JSONL
    else:
        chosen = _recognised(path)
    if chosen.carries == "scheme":
        raise FormatError(
            "this is a label scheme, not documents", "make a project with it: annotator new --scheme", path=str(path)
        )
    if chosen.read is None:
        raise FormatError(f"the format {chosen.id} is only written", "see annotator formats", path=name_of(path))
    return chosen.read


def _recognised(path: Path) -> Format:
    with opened(path) as stream:
        head = stream.read(len(_PROJECT))
    if head == _PROJECT:
        raise FormatError("this is a project or another database, not a text", "open it instead", path=str(path))
    try:
        found = catalogue.sniff(path) or catalogue.by_suffix(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if found is None and head.lstrip().startswith(b"<?xml"):
        raise FormatError("this is XML of a kind that is not read", "see annotator formats", path=str(path))
    if found is None:
        raise FormatError("the file is binary, not plain text", "save it as plain text in UTF-8", path=str(path))
    return found


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, or standard input.  Raises FormatError where they cannot be read."""
    try:
        if path == STDIO:
            yield sys.stdin.buffer
            return
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> FormatError:
    return FormatError(f"the file cannot be read: {reason(error)}", "check its name and rights", path=name_of(path))
