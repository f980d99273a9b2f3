"""From chosen files to articles in the project: at once where nothing is to be decided, else over the import sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.errors import AppError, FormatError
from annotator.operations import importing, previewing
from annotator.operations.exchange import ImportOptions
from annotator.operations.importing import ImportReport
from annotator.operations.incoming_labels import spoken_of
from annotator.operations.previewing import Preview
from annotator.store.project import Project
from annotator.ui.importing.labels_sheet import LabelsSheet
from annotator.ui.importing.sheet import ImportSheet
from annotator.ui.session import Session

Report = Callable[[int, int], None]
Stop = Callable[[], bool]

AT_ONCE = 10
"""So many articles come in without being shown first, where there is nothing to decide about them."""


class Runner(Protocol):
    """What does one job at a time beside the window."""

    def start(
        self,
        job: Callable[[Report, Stop], object],
        done: Callable[..., None],
        what: str,
        *,
        show: Report | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> bool:
        """Begin a job; whether it could begin."""

    def cancel(self) -> None:
        """Ask the job that is under way to stop."""


class ImportFlow(QObject):
    """One import, from the choice of files on.  ``imported`` carries the `ImportReport`.

    A folder, or many files, open the sheet at once and are read behind it.  A few files are read first, and the sheet
    opens only where something is to be decided.  Nothing is written before the user says so.
    """

    imported = Signal(object)

    def __init__(self, window: QWidget, session: Session, runner: Runner) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._runner = runner
        self._paths: Sequence[Path] = ()
        self._again: ImportOptions | None = None
        self._reading = False
        self._goes_on = False
        self.sheet: ImportSheet | None = None
        self.labels: LabelsSheet | None = None

    # ------------------------------------------------------------------------------------------ beginning

    def begin(self, paths: Sequence[Path]) -> None:
        """Import these files and folders."""
        self._paths = list(paths)
        if len(paths) > AT_ONCE or any(each.is_dir() for each in paths):
            self._read(self._opened().options)
        else:
            self._try_at_once()

    def leave(self) -> None:
        """Close the sheet, without an import: the project goes."""
        for sheet in (self.labels, self.sheet):
            if sheet is not None:
                sheet.leave()

    @property
    def _project(self) -> Path:
        if self._session.project is None:
            raise AppError("no project is open", "open one with File ▸ Open project")
        return self._session.project.path

    def _try_at_once(self) -> None:
        path, actor, paths = self._project, self._session.annotator, self._paths
        options = ImportOptions(skip_bad=True)

        def job(progress: Report, cancelled: Stop) -> ImportReport | Preview:
            own = Project.open(path, exclusive=False)
            try:
                found = previewing.preview(own, paths, options, progress=progress, cancelled=cancelled)
                _refuse_the_only_one(found)
                if not found.is_plain or len(found.rows) > AT_ONCE:
                    return found
                plan = previewing.plan_of(own, found, options)
                return importing.write(own, plan, actor=actor, cancelled=cancelled)
            finally:
                own.close()

        def done(result: ImportReport | Preview) -> None:
            if isinstance(result, ImportReport):
                self.imported.emit(result)
            else:
                self._opened().show_preview(result, options)

        self._runner.start(job, done, "Importing")

    def _opened(self) -> ImportSheet:
        project = self._session.project
        sheet = ImportSheet(self._window, self._paths)
        sheet.labels_known = bool(project and importing.remembered_labels(project))
        sheet.reread.connect(self._read)
        sheet.importWanted.connect(self._import)
        sheet.labelsWanted.connect(lambda: self._ask_labels(then_import=False))
        sheet.left.connect(self._left)
        self.sheet = sheet
        return sheet

    def _left(self) -> None:
        self.sheet = None
        self._again = None
        if self._reading:
            self._runner.cancel()

    # ------------------------------------------------------------------------------------------ reading

    def _read(self, options: ImportOptions) -> None:
        """Read the files by these options; what is being read by others is stopped first."""
        if self.sheet is None:
            return
        if self._reading:
            self._again = options
            self._runner.cancel()
            return
        path, paths = self._project, self._paths

        def job(progress: Report, cancelled: Stop) -> Preview:
            own = Project.open(path, read_only=True, exclusive=False)
            try:
                return previewing.preview(own, paths, options, progress=progress, cancelled=cancelled)
            finally:
                own.close()

        self._work(job, lambda found: self._show(found, options), "Reading")

    def _work(self, job: Callable[[Report, Stop], object], done: Callable[..., None], what: str) -> None:
        def show(at: int, total: int) -> None:
            if self.sheet is not None:
                self.sheet.show_progress(at, total, what)

        def ended(then: Callable[[], None]) -> None:
            self._reading = False
            again, self._again = self._again, None
            if again is not None:
                self._read(again)
            else:
                then()

        if self.sheet is not None:
            self.sheet.show_progress(0, 0, what)
        self._reading = self._runner.start(
            job,
            lambda result: ended(lambda: done(result)),
            what,
            show=show,
            failed=lambda error: ended(lambda: self._failed(error)),
        )
        if not self._reading and self.sheet is not None:
            self.sheet.show_trouble("Something else is under way: wait for it, then choose the files again.")

    def _show(self, found: Preview, options: ImportOptions) -> None:
        goes_on, self._goes_on = self._goes_on, False
        if self.sheet is None:
            return
        self.sheet.show_preview(found, options)
        if goes_on and self.sheet.yes.isEnabled():
            self._import()

    def _failed(self, error: AppError) -> None:
        self._goes_on = False
        if self.sheet is not None:
            hint = f": {error.hint}" if error.hint else ""
            self.sheet.show_trouble(f"{error.message[:1].upper()}{error.message[1:]}{hint}.")

    # ------------------------------------------------------------------------------------------ labels

    def _ask_labels(self, *, then_import: bool) -> None:
        project = self._session.project
        if self.sheet is None or project is None:
            return
        known = spoken_of({**importing.remembered_labels(project), **self.sheet.options.labels})
        asked = self.sheet.found.unknown
        sheet = LabelsSheet(self._window, asked if then_import else (*asked, *known), project.scheme)
        sheet.yes.setText("Import" if then_import else "Take over")
        self.labels = sheet

        def told(answers: dict[str, str]) -> None:
            self.labels = None
            if self.sheet is not None:
                self._goes_on = then_import
                options = self.sheet.options
                self._read(replace(options, labels={**options.labels, **answers}))

        def left() -> None:
            self.labels = None

        sheet.told.connect(told)
        sheet.left.connect(left)

    # ------------------------------------------------------------------------------------------ the import itself

    def _import(self) -> None:
        """Import what is left of the rows; unknown labels are asked about first."""
        sheet = self.sheet
        if sheet is None or self._reading:
            return
        if sheet.found.unknown:
            self._ask_labels(then_import=True)
            return
        path, actor = self._project, self._session.annotator
        found, options, left_out = sheet.found, sheet.options, frozenset(sheet.table.preview.left_out)

        def job(_progress: Report, cancelled: Stop) -> ImportReport:
            own = Project.open(path, exclusive=False)
            try:
                plan = previewing.plan_of(own, found, options, left_out)
                return importing.write(own, plan, actor=actor, cancelled=cancelled)
            finally:
                own.close()

        def done(report: ImportReport) -> None:
            if self.sheet is not None:
                self.sheet.finish()
                self.sheet = None
            self.imported.emit(report)

        self._work(job, done, "Importing")


def _refuse_the_only_one(found: Preview) -> None:
    """Raises FormatError for the problem of the one file that was chosen: the bar says it as well as a sheet."""
    if len(found.rows) == 1 and (problem := found.rows[0].problem) is not None and not found.seen:
        raise FormatError(problem.message, problem.hint, path=problem.path, line=problem.line)
