"""Import and export: from files into the project and out again, shared by the window and the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain.annotations import Annotator
from annotator.domain.errors import FormatError
from annotator.domain.scheme import Scheme
from annotator.domain.validation import shown
from annotator.formats.base import Problem, Read, ReadOptions, Seen, stranger
from annotator.operations.carried import as_suggestions
from annotator.operations.exporting import ExportOptions, export
from annotator.operations.importing import (
    Cancelled,
    Duplicates,
    ImportReport,
    Outcome,
    Plan,
    never,
    refuse_if_cancelled,
    remembered_labels,
    uncollected,
    write,
)
from annotator.operations.incoming_labels import (
    UnknownLabel,
    key_for,
    slot_of,
    translated,
    unknown_labels,
    unknown_values,
)
from annotator.operations.outputs import STDIO, AtomicFiles, StandardOutput
from annotator.operations.sources import Input, files, name_of, opened, reader_of
from annotator.store.project import Project

__all__ = [
    "STDIO",
    "AtomicFiles",
    "ExportOptions",
    "ImportOptions",
    "ImportReport",
    "StandardOutput",
    "Watcher",
    "export",
    "import_paths",
    "read_paths",
    "write",
]

Progress = Callable[[int, int], None]


# ------------------------------------------------------------------------------------------------ import


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import.  ``format`` is a format's id, None to go by suffix and content; see the command line's options.

    ``columns``, ``left_out`` and ``encoding`` are as in `annotator.formats.base.ReadOptions`; ``labels`` are too, and
    also say what values of the project's vocabularies mean (see `annotator.operations.incoming_labels`).  With
    ``as_suggestions`` annotations come in as suggestions, not as anybody's layer.
    """

    format: str | None = None
    text_field: str = "text"
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    duplicates: Duplicates = "skip"
    skip_bad: bool = False
    dry_run: bool = False
    encoding: str | None = None
    left_out: frozenset[str] = frozenset()
    as_suggestions: bool = False


class Watcher:
    """Is told what an import reads, as it reads it; this one does nothing about it."""

    def took(self, read: Read, path: str, outcome: Outcome) -> None:
        """A document, and what it is to the project."""

    def left(self, problem: Problem) -> None:
        """What is left out."""

    def seen(self, seen: Seen) -> None:
        """What was found in a file that can be read in other ways too."""


def import_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    actor: Annotator,
    options: ImportOptions | None = None,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Read all of ``paths`` (files, and folders with all that is in them), then add what is new in one undoable step.

    Nothing is written, and nobody kept from writing, before everything was read and checked.  ``progress`` gets files
    read and files in all.  Raises FormatError at the first bad file or line, or with ``skip_bad`` only where nothing
    else came in or was there already; ConflictError when cancelled.  Nothing was written then.
    """
    how = options or ImportOptions()
    plan = read_paths(project, paths, options=how, progress=progress, cancelled=cancelled)
    return plan.forecast if how.dry_run else write(project, plan, actor=actor, cancelled=cancelled)


def read_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    options: ImportOptions,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
    watcher: Watcher | None = None,
) -> Plan:
    """The first half of `import_paths`, for which the project may be open read only; `write` is the second.

    With a ``watcher`` it is no error that nothing came in: who watches sees why.
    """
    intake = _Intake(project, options, cancelled, watcher or Watcher(), asked=watcher is not None)
    chosen = list(files(paths, options.format, intake.refuse))
    for number, given in enumerate(chosen):
        progress(number, len(chosen))
        with uncollected():
            intake.take(given)
    progress(len(chosen), len(chosen))
    plan = intake.plan
    plan.report = replace(plan.report, problems=tuple(intake.problems), notes=intake.notes)
    plan.unknown = intake.unknown
    if watcher is None and intake.problems and not (plan.report.documents or plan.report.duplicates):
        first = intake.problems[0]
        raise FormatError(first.message, first.hint, path=first.path, line=first.line)
    return plan


_FEW = 8
"""So many unknown labels are named."""


def _own_labels(scheme: Scheme) -> dict[str, str]:
    """What the project's own labels mean, by id and by name: they come back from other programs."""
    out: dict[str, str] = {}
    for label in scheme.kinds:
        out |= dict.fromkeys((label.name, label.id), f"mention:{label.id}")
    for label in scheme.types:
        out |= dict.fromkeys((label.name, label.id), f"content:{label.id}")
    return out


def told_notes(noted: Mapping[str, Mapping[str, None]]) -> tuple[str, ...]:
    """What was noted, and in which files: the same about several as one sentence."""
    return tuple(
        f"{next(iter(names))}: {note}"
        if len(names) == 1
        else f"{len(names)} files {note}, {next(iter(names))} the first"
        for note, names in noted.items()
    )


class _Intake:
    """Reads file after file into a plan, and remembers what was left out and what is worth telling."""

    def __init__(
        self, project: Project, how: ImportOptions, cancelled: Cancelled, watcher: Watcher, *, asked: bool
    ) -> None:
        self._how = how
        self._cancelled = cancelled
        self._watcher = watcher
        self._seen = watcher.seen if asked else None
        self._noted: dict[str, dict[str, None]] = {}
        self._unknown: Counter[str] = Counter()
        self._values: Counter[str] = Counter()
        self._scheme = project.scheme
        self._told = {**remembered_labels(project), **how.labels}
        self._labels = {**_own_labels(project.scheme), **self._told}
        self._annotators = {each.name: each.id for each in project.annotators()}
        self.plan = Plan(project, how.duplicates, how.labels)
        self.problems: list[Problem] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noted about files, the same about several as one sentence; the labels that meant nothing."""
        told = list(told_notes(self._noted))
        if self._unknown:
            few = ", ".join(f"{shown(label)} ({count})" for label, count in self._unknown.most_common(_FEW))
            more = len(self._unknown) - _FEW
            rest = f" and {more} more" if more > 0 else ""
            told.append(f"labels taken for mentions of other things: {few}{rest} — say what they mean with --label")
        return tuple(told)

    @property
    def unknown(self) -> tuple[UnknownLabel, ...]:
        """The labels that mean nothing here, with what they may well mean; not those that the user spoke of."""
        told = {*self._told, *(key_for(key, meaning) for key, meaning in self._told.items() if slot_of(key))}
        values = {key: count for key, count in self._values.items() if key not in told}
        return unknown_labels(self._unknown, values, self._scheme)

    def refuse(self, error: FormatError) -> None:
        """Leave out what is bad if that was asked for, else raise the error."""
        if not self._how.skip_bad:
            raise error
        self._leave(Problem.of(error))

    def _leave(self, problem: Problem) -> None:
        self.problems.append(problem)
        self._watcher.left(problem)

    def take(self, given: Input) -> None:
        """Read one file.  Raises ConflictError when cancelled."""
        try:
            self._read(given)
        except FormatError as error:
            self.refuse(error)

    def _annotator_id(self, name: str) -> str:
        """The id of the project's annotator of that name, or that of a stranger."""
        return self._annotators.get(name) or stranger(name)

    def _read(self, given: Input) -> None:
        refuse_if_cancelled(self._cancelled)
        path = given.path
        name = name_of(path)
        options = ReadOptions(
            path=name,
            text_field=self._how.text_field,
            known_text=self.plan.text_of,
            skip=self._leave if self._how.skip_bad else None,
            columns=self._how.columns,
            labels=self._labels,
            folder=given.folder,
            beside=given.beside,
            annotator_id=self._annotator_id,
            encoding=self._how.encoding,
            left_out=self._how.left_out,
            seen=self._seen,
        )
        reader = reader_of(path, self._how.format)
        before, found = len(self.problems), 0
        with opened(path) as stream:
            for read in reader(stream, options):
                refuse_if_cancelled(self._cancelled)
                found += 1
                shaped = self._shaped(read)
                for note in read.notes:
                    self._noted.setdefault(note, {}).setdefault(name)
                try:
                    outcome = self.plan.take(shaped, name)
                except FormatError as error:
                    self.refuse(error)
                else:
                    self._watcher.took(shaped, name, outcome)
        if not found and len(self.problems) == before:
            raise FormatError("the file holds no document", "choose a file with text", path=name)

    def _shaped(self, read: Read) -> Read:
        """What was read, its labels as the project or the user has them, and as suggestions where that is asked for."""
        self._unknown.update(read.unknown)
        content = translated(read.content, self._told, self._scheme)
        self._values.update(unknown_values(content, self._scheme))
        if self._how.as_suggestions:
            content = as_suggestions(content)
        return replace(read, content=content)
