"""The File menu: projects, import, export, backup.  Files are asked for here, the work is done by operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator import settings
from annotator.domain.errors import AppError, ConflictError, FormatError
from annotator.domain.scheme import Scheme
from annotator.store.project import Project
from annotator.ui.dialogs.name_sheet import NameSheet
from annotator.ui.dialogs.new_project import SUFFIX, NewProjectSheet
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session
from annotator.ui.tasks import Worker

if TYPE_CHECKING:
    from annotator.operations.exchange import ExportOptions
    from annotator.operations.importing import ImportReport
    from annotator.ui.dialogs.export_sheet import ExportSheet
    from annotator.ui.importing.flow import ImportFlow

PROJECTS = "Annotator projects (*.annotator)"
"""What a file dialog shows where a project is meant."""


class FileActions(QObject):
    """What the File menu does.  A failure is told in the bar; nothing is half-written."""

    projectChosen = Signal(object)
    """An open `Project` that the window is to show."""
    renamed = Signal(str)
    """Another name to annotate under."""
    imported = Signal(object)
    """An `ImportReport` whose documents are in the project now."""

    def __init__(self, window: QWidget, session: Session, notices: NoticeBar, undo: Callable[[], object]) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._notices = notices
        self._undo = undo
        self._worker: Worker | None = None
        self._import_from = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.flow: ImportFlow | None = None
        """The import that was begun last."""

    # ------------------------------------------------------------------------------------------ projects

    def new(self, paths: Sequence[Path] = ()) -> None:
        """Ask for title, language and place, create a project there, and import the paths into it."""
        sheet = NewProjectSheet(self._window, settings.projects_folder())
        if paths:
            sheet.field.set_text(paths[0].stem)
            sheet.field.edit.selectAll()

        def created(title: str, language: str, path: Path) -> None:
            if self.create(title, language, path) and paths:
                self.import_paths(paths)

        sheet.created.connect(created)
        sheet.placeRequested.connect(lambda path: self._ask_place(sheet, path))

    def _ask_place(self, sheet: NewProjectSheet, proposal: Path) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, "New project", str(proposal), PROJECTS)
        if name:
            sheet.set_path(Path(name))

    def create(self, title: str, language: str, path: Path) -> bool:
        """Create a project at that path and open it; whether it could be.  An existing one is not overwritten."""
        from annotator.operations import projects

        return self._try(lambda: self.projectChosen.emit(projects.create(path, title=title, language=language)))

    def ask_open(self) -> None:
        """Ask for a project and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a project", str(settings.projects_folder()), PROJECTS)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a project; whether it could be.  The one that is open stays open where it could not."""
        project = self._session.project
        if project is not None and not project.read_only and same_file(path, project.path):
            return True  # opened once more it would be in its own way
        return self._try(lambda: self.projectChosen.emit(Project.open(path)))

    def open_sample(self) -> bool:
        """Open the sample project, made the first time; whether it could be."""
        from annotator.operations import samples

        return self._try(lambda: self.open(samples.create_sample(self._session.annotator)))

    def ask_annotator(self) -> None:
        """Ask for the annotator's name."""
        NameSheet(self._window, self._session.annotator.name).named.connect(self.renamed)

    # ------------------------------------------------------------------------------------------ import

    def ask_import(self) -> None:
        """Ask for files and import them."""
        from annotator.formats import catalogue

        readable = " ".join(f"*{end}" for each in catalogue.formats() if each.read for end in each.suffixes)
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import files", self._import_from, f"Articles ({readable});;All files (*)"
        )
        if names:
            self._import_from = str(Path(names[0]).parent)
            self.import_paths([Path(each) for each in names])

    def ask_import_folder(self) -> None:
        """Ask for a folder and import all articles in it."""
        name = QFileDialog.getExistingDirectory(self._window, "Import a folder", self._import_from)
        if name:
            self._import_from = str(Path(name).parent)
            self.import_paths([Path(name)])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders, read beside the window; a dropped project is opened instead.

        What is to be decided is asked for first (see `annotator.ui.importing.flow`), and nothing is written before.
        Without an open project one is made for them, once it has a title.
        """
        from annotator.ui.importing.flow import ImportFlow

        if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX:
            self.open(paths[0])
            return
        project = self._session.project
        if project is None:
            self.new(paths)
            return
        if project.read_only:
            self._notices.tell("warn", "This project is read only here: open one that can be written to import.")
            return
        if self.flow is not None and self.flow.sheet is not None:
            self._notices.tell("info", "An import is being prepared: finish it first, or cancel it.")
            return
        self.flow = ImportFlow(self._window, self._session, self)
        self.flow.imported.connect(self._imported)
        self.flow.begin(paths)

    def _imported(self, report: ImportReport) -> None:
        if report.changes:
            self._session.take(report.changes)
            self._notices.tell(
                "ok", report.sentence, [Deed("Undo", self._undo, "Ctrl+Z", undo=True)], hint="\n".join(report.notes)
            )
        else:
            self._notices.tell("info", report.sentence)
        self.imported.emit(report)

    # ------------------------------------------------------------------------------------------ export

    def ask_export(self) -> None:
        """Ask how and where to, and export the project."""
        from annotator.formats import catalogue
        from annotator.operations.saved_searches import saved_searches
        from annotator.operations.selecting import select
        from annotator.ui.dialogs.export_sheet import ExportSheet
        from annotator.ui.kit.saved_searches import MANY

        project = self._session.project
        if project is None:
            self._notices.tell("warn", "No project is open: there is nothing to export.")
            return
        people = [each.name for each in project.annotators()]
        saved = [(each.name, each.term) for each in saved_searches(project)]
        sheet = ExportSheet(
            self._window,
            project.path,
            catalogue.formats(),
            people,
            lambda words: select(project, words),
            saved,
            slow=project.documents.count() > MANY,
        )
        sheet.asked.connect(lambda asked: self.export(asked.path, asked.options))
        sheet.placeRequested.connect(lambda start: self._ask_export_place(sheet, start))

    def _ask_export_place(self, sheet: ExportSheet, start: Path) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, "Export", str(start))
        if name:
            sheet.set_path(Path(name))

    def export(self, out: Path, options: ExportOptions | None = None) -> None:
        """Export the project to that file, beside the window; all of it, by the file's suffix, without ``options``."""
        from annotator.operations import exchange

        project = self._session.project
        if project is None:
            return
        path = project.path

        def job(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
            def step(done: int, total: int) -> None:
                progress(done, total)
                if cancelled():
                    raise ConflictError("the export was cancelled", "nothing was written")

            own = Project.open(path, read_only=True, exclusive=False)
            try:
                return exchange.export(own, out, options, progress=step)
            finally:
                own.close()

        def done(count: int) -> None:
            noun = "document" if count == 1 else "documents"
            self._notices.tell("ok", f"{count} {noun} written to {out.name}.", hint=str(out))

        self.start(job, done, "Exporting")

    def ask_scheme(self, take: Callable[[Scheme], object], *, write: bool) -> None:
        """Ask for a scheme file and write the project's scheme to it, or else read one and hand it to ``take``."""
        from annotator.operations import exchange, scheming

        project = self._session.project
        if project is None:
            return
        kind = "Scheme (*.json)"
        if not write:
            name, _ = QFileDialog.getOpenFileName(self._window, "Use the scheme of a file", "", kind)
            if name:
                self._try(lambda: take(scheming.read_scheme(Path(name))))
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Write the scheme", str(project.path.with_suffix(".scheme.json")), kind
        )
        out = Path(name if name.endswith(".json") else f"{name}.json")
        if name and self._try(lambda: exchange.export(project, out, exchange.ExportOptions(format="scheme"))):
            self._notices.tell("ok", f"The scheme is written to {out.name}.", hint=str(out))

    def ask_backup(self) -> None:
        """Ask for a place and write a verified copy of the project there."""
        project = self._session.project
        if project is None:
            self._notices.tell("warn", "No project is open: there is nothing to back up.")
            return
        proposal = project.path.with_name(f"{project.path.stem} backup.annotator")
        name, _ = QFileDialog.getSaveFileName(self._window, "Back up the project", str(proposal), PROJECTS)
        if name:
            out = Path(name)
            if self._try(lambda: project.backup(out)):
                self._notices.tell("ok", f"Backed up to {out.name}.", hint=str(out))

    # ------------------------------------------------------------------------------------------ inside

    @property
    def busy(self) -> bool:
        """Whether an import or export is under way."""
        return self._worker is not None

    def finish(self) -> None:
        """Stop what is under way and wait for it: before the window closes, or shows another project.

        A way back that a notice still offers leads into the project that goes, and is taken away.
        """
        self._notices.forget_undo()
        if self.flow is not None:
            self.flow.leave()
        if self._worker is not None:
            self._worker.cancel()
            self._worker.wait()
            self._worker = None  # what it still has to say is about a project that is closed by then
            self._notices.finish("exchange")

    def cancel(self) -> None:
        """Ask what is under way to stop."""
        if self._worker is not None:
            self._worker.cancel()

    def start(
        self,
        job: Callable[..., object],
        done: Callable[..., None],
        what: str,
        *,
        show: Callable[[int, int], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> bool:
        """Do a job beside the window, then hand its result to ``done``; one at a time: whether it could begin.

        Progress and errors go to the bar, unless ``show`` and ``failed`` take them.
        """
        if self._worker is not None:
            self._notices.tell("info", "Something else is under way: wait for it, or cancel it.")
            return False
        fail = failed or self._failed
        worker = Worker(job, self)

        def ended(then: Callable[[], None]) -> None:
            if self._worker is worker:
                worker.wait()
                self._worker = None
                self._notices.finish("exchange")
                then()

        tell = show or (
            lambda at, total: self._notices.progress("exchange", f"{what}: {at} of {total}", at, total, worker.cancel)
        )
        worker.progressed.connect(lambda at, total: tell(at, total) if self._worker is worker else None)
        worker.succeeded.connect(lambda result: ended(lambda: done(result)))
        worker.failed.connect(lambda error: ended(lambda: fail(error)))
        lost = AppError(f"{what} has ended before it was done", "nothing is half-written: try again")
        worker.finished.connect(lambda: ended(lambda: fail(lost)))
        worker.finished.connect(worker.deleteLater)
        self._worker = worker
        worker.start()
        return True

    def _failed(self, error: AppError) -> None:
        if isinstance(error, FormatError) and error.path:
            place = Path(error.path).name + (f":{error.line}" if error.line else "")
            self._notices.show_error(AppError(f"{place}: {error.message}", error.hint))
        else:
            self._notices.show_error(error)

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except AppError as error:
            self._notices.show_error(error)
            return False
        return True


def same_file(a: Path, b: Path) -> bool:
    """Whether two paths lead to one file; False where one of them leads nowhere."""
    try:
        return a.samefile(b)
    except OSError:
        return False
