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
from annotator.formats.base import Problem, ReadOptions, stranger
from annotator.operations.exporting import ExportOptions, export
from annotator.operations.importing import (
    Cancelled,
    Duplicates,
    ImportReport,
    Plan,
    never,
    refuse_if_cancelled,
    remembered_labels,
    uncollected,
    write,
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

    ``columns`` and ``labels`` are as in `annotator.formats.base.ReadOptions`.
    """

    format: str | None = None
    text_field: str = "text"
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
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
) -> Plan:
    """The first half of `import_paths`, for which the project may be open read only; `write` is the second."""
    intake = _Intake(project, options, cancelled)
    chosen = list(files(paths, options.format, intake.refuse))
    for number, given in enumerate(chosen):
        progress(number, len(chosen))
        with uncollected():
            intake.take(given)
    progress(len(chosen), len(chosen))
    plan = intake.plan
    plan.report = replace(plan.report, problems=tuple(intake.problems), notes=intake.notes)
    if intake.problems and not (plan.report.documents or plan.report.duplicates):
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


class _Intake:
    """Reads file after file into a plan, and remembers what was left out and what is worth telling."""

    def __init__(self, project: Project, how: ImportOptions, cancelled: Cancelled) -> None:
        self._how = how
        self._cancelled = cancelled
        self._noted: dict[str, dict[str, None]] = {}
        self._unknown: Counter[str] = Counter()
        self._labels = {**_own_labels(project.scheme), **remembered_labels(project), **how.labels}
        self._annotators = {each.name: each.id for each in project.annotators()}
        self.plan = Plan(project, how.duplicates, how.labels)
        self.problems: list[Problem] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noted about files, the same about several as one sentence; the labels that meant nothing."""
        told = [
            f"{next(iter(names))}: {note}"
            if len(names) == 1
            else f"{len(names)} files {note}, {next(iter(names))} the first"
            for note, names in self._noted.items()
        ]
        if self._unknown:
            few = ", ".join(f"{shown(label)} ({count})" for label, count in self._unknown.most_common(_FEW))
            more = len(self._unknown) - _FEW
            rest = f" and {more} more" if more > 0 else ""
            told.append(f"labels taken for mentions of other things: {few}{rest} — say what they mean with --label")
        return tuple(told)

    def refuse(self, error: FormatError) -> None:
        """Leave out what is bad if that was asked for, else raise the error."""
        if not self._how.skip_bad:
            raise error
        self.problems.append(Problem.of(error))

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
            skip=self.problems.append if self._how.skip_bad else None,
            columns=self._how.columns,
            labels=self._labels,
            folder=given.folder,
            beside=given.beside,
            annotator_id=self._annotator_id,
        )
        reader = reader_of(path, self._how.format)
        before, found = len(self.problems), 0
        with opened(path) as stream:
            for read in reader(stream, options):
                refuse_if_cancelled(self._cancelled)
                found += 1
                self._unknown.update(read.unknown)
                for note in read.notes:
                    self._noted.setdefault(note, {}).setdefault(name)
                try:
                    self.plan.take(read, name)
                except FormatError as error:
                    self.refuse(error)
        if not found and len(self.problems) == before:
            raise FormatError("the file holds no document", "choose a file with text", path=name)
