"""Import and export: from files into the project and out again, shared by the window and the command line."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Self

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.errors import AppError, ConflictError, FormatError
from annotator.formats import catalogue
from annotator.formats.base import ExportContext, Format, Problem, ReadOptions
from annotator.formats.jsonl import FORMAT_JSONL
from annotator.operations.importing import Duplicates, ImportReport, Plan, write
from annotator.store.project import Project

STDIO = Path("-")
"""Standard input or output, in place of a file."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.  ``format`` is a format's id, None to go by suffix and content; see the command line's options."""

    format: str | None = None
    text_field: str = "text"
    duplicates: Duplicates = "skip"
    skip_bad: bool = False
    dry_run: bool = False


def import_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    actor: Annotator,
    options: ImportOptions | None = None,
    progress: Progress = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Read all of ``paths`` (files, and folders with all that is in them), then add what is new in one undoable step.

    Raises FormatError at the first bad file or line, unless ``skip_bad`` says to leave it out; then nothing was
    written.  Raises ConflictError when cancelled.
    """
    how = options or ImportOptions()
    problems: list[Problem] = []
    notes: list[str] = []
    plan = Plan(project, how.duplicates)
    files = list(_files(paths, how))
    for number, path in enumerate(files):
        if cancelled():
            raise ConflictError("the import was cancelled", "nothing was imported")
        progress(number, len(files))
        try:
            _read_file(project, path, how, plan, problems, notes)
        except FormatError as error:
            if not how.skip_bad:
                raise
            problems.append(Problem.of(error))
    plan.report = replace(plan.report, problems=tuple(problems), notes=tuple(notes))
    if problems and not (plan.report.documents or plan.report.duplicates or plan.report.layers):
        first = problems[0]
        raise FormatError(first.message, first.hint, path=first.path, line=first.line)
    progress(len(files), len(files))
    if how.dry_run:
        return replace(plan.report, added=tuple(each.document.id for each in plan.documents))
    return write(project, plan, actor=actor, cancelled=cancelled)


def _read_file(
    project: Project, path: Path, how: ImportOptions, plan: Plan, problems: list[Problem], notes: list[str]
) -> None:
    format = _reader_of(path, how.format)
    name = "<stdin>" if path == STDIO else str(path)
    options = ReadOptions(
        path=name,
        text_field=how.text_field,
        known_text=lambda digest: next((each.text for each in project.documents.with_hash(digest)), None),
        skip=problems.append if how.skip_bad else None,
    )
    if format.read is None:
        raise FormatError(f"the format {format.id} is only written", "see annotator formats", path=name)
    with _opened(path) as stream:
        found = 0
        for read in format.read(stream, options):
            found += 1
            notes += (each for each in read.notes if each not in notes)
            try:
                plan.take(read, name)
            except FormatError as error:
                if not how.skip_bad:
                    raise
                problems.append(Problem.of(error))
    if not found and not problems:
        raise FormatError("the file holds no document", "choose a file with text", path=name)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STDIO:
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FormatError(
            f"the file cannot be read: {_reason(error)}", "check its name and rights", path=str(path)
        ) from error
    with stream:
        yield stream


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _reader_of(path: Path, format: str | None) -> Format:
    if format:
        chosen = catalogue.by_id(format)
    elif path == STDIO:
        chosen = FORMAT_JSONL
    else:
        chosen = _sniffed(path)
    if chosen.carries == "scheme":
        raise FormatError(
            "this is a label scheme, not documents", "make a project with it: annotator new --scheme", path=str(path)
        )
    return chosen


def _sniffed(path: Path) -> Format:
    try:
        found = catalogue.sniff(path)
    except OSError as error:
        raise FormatError(
            f"the file cannot be read: {_reason(error)}", "check its name and rights", path=str(path)
        ) from error
    if found is None:
        raise FormatError("the file is of no format that is read", "see annotator formats", path=str(path))
    return found


def _files(paths: Iterable[Path], how: ImportOptions) -> Iterator[Path]:
    for path in paths:
        if path == STDIO or not path.is_dir():
            if path != STDIO and not path.exists():
                raise FormatError("there is no such file or folder", "check the path", path=str(path))
            yield path
            continue
        found = sorted(each for each in path.rglob("*") if each.is_file() and _wanted(each, path, how))
        if not found:
            raise FormatError("the folder holds no text", "it should hold .txt or .jsonl files", path=str(path))
        yield from found


def _wanted(path: Path, root: Path, how: ImportOptions) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not hidden and (how.format is not None or _readable(path))


def _readable(path: Path) -> bool:
    named = catalogue.by_suffix(path)
    return named is not None and named.read is not None


# ------------------------------------------------------------------------------------------------ export


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to export.  ``layer`` is all, gold, pipeline or an annotator's name; ``documents`` None for all ids."""

    format: str | None = None
    layer: str = "all"
    documents: Sequence[str] | None = None
    pseudonymous: bool = False
    without_text: bool = False


def export(
    project: Project, out: Path, options: ExportOptions | None = None, *, progress: Progress | None = None
) -> int:
    """Write documents to ``out``, replacing it in one go, or to standard output; the number of documents written.

    Raises FormatError for an unknown or unfit format, AppError where the file cannot be written.
    """
    how = options or ExportOptions()
    format = catalogue.by_id(how.format) if how.format else _writer_for(out)
    if format.write is None:
        raise FormatError(f"the format {format.id} is only read", "see annotator formats", path=str(out))
    _check_layer(project, how.layer)
    chosen = list(project.documents.ids() if how.documents is None else how.documents)
    if not chosen and format.carries == "documents" and how.documents is not None:
        raise FormatError("no document fits the search", "try fewer words", path=str(project.path))
    pseudonyms = None
    if how.pseudonymous:
        pseudonyms = {
            each.id: f"annotator-{number:02}"
            for number, each in enumerate(sorted(project.annotators(), key=lambda each: each.id), 1)
        }
    context = ExportContext(scheme=project.scheme, pseudonyms=pseudonyms, without_text=how.without_text)

    def source() -> Iterator[AnnotatedDocument]:
        for number, id in enumerate(chosen, 1):
            yield _with_layers(project.read(id), how.layer)
            if progress:
                progress(number, len(chosen))

    sink = StandardOutput() if out == STDIO else AtomicFiles(out)
    with sink:
        format.write(source, context, sink)
    return len(chosen)


def _writer_for(out: Path) -> Format:
    if out == STDIO:
        return FORMAT_JSONL
    found = catalogue.by_suffix(out)
    if found is None:
        raise FormatError(
            f"the suffix “{out.suffix}” names no format", "use .jsonl or .csv, or name one with --format", path=str(out)
        )
    return found


def _check_layer(project: Project, layer: str) -> None:
    names = {each.name for each in project.annotators()}
    if layer not in {"all", "gold", "pipeline"} | names:
        known = ", ".join(sorted(names)) or "none yet"
        raise AppError(f"no annotator is called “{layer}”", f"the annotators are: {known}; or say gold, pipeline, all")


def _with_layers(annotated: AnnotatedDocument, choice: str) -> AnnotatedDocument:
    if choice == "all":
        return annotated
    layers = tuple(each for each in annotated.layers if _chosen(each, choice))
    return replace(annotated, layers=layers, decisions=annotated.decisions if choice == "gold" else ())


def _chosen(layer: Layer, choice: str) -> bool:
    return layer.kind == choice if choice in ("gold", "pipeline") else layer.annotator == choice


class AtomicFiles:
    """A sink for a file, and files beside it, that all appear when everything is written, or not at all."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._pending: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        for temporary, target in self._pending:
            if kind is None:
                temporary.replace(target)
            else:
                temporary.unlink(missing_ok=True)

    def open(self) -> _Writing:
        """The output itself."""
        return _Writing(self._temporary(self._out))

    def beside(self, name: str) -> _Writing:
        """A second file in the output's folder."""
        return _Writing(self._temporary(self._out.with_name(name)))

    def _temporary(self, target: Path) -> Path:
        try:
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        except OSError as error:
            raise AppError(f"{target}: cannot be written: {_reason(error)}", "choose another folder") from error
        os.close(handle)
        self._pending.append((Path(name), target))
        return Path(name)


class _Writing:
    """A file being written, flushed to the disk when it is closed."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("wb")

    def __enter__(self) -> BinaryIO:
        return self._stream

    def __exit__(self, *_error: object) -> None:
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()


class StandardOutput:
    """A sink for standard output: no second file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        sys.stdout.buffer.flush()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Standard output, left open."""
        yield sys.stdout.buffer

    def beside(self, _name: str) -> None:
        """No folder, no second file."""
