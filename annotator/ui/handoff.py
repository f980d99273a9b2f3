"""Giving a colleague a copy, and taking back what they return; the work is done by operations, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.operations import copying, selecting, uniting
from annotator.operations.copying import CopyReport
from annotator.operations.merge_report import Answers, MergePlan, MergeReport
from annotator.operations.saved_searches import saved_searches
from annotator.store.project import Project
from annotator.ui.annotators import in_order
from annotator.ui.dialogs.copy_sheet import Asked, CopySheet
from annotator.ui.dialogs.merge_sheet import MergeSheet
from annotator.ui.dialogs.new_project import SUFFIX
from annotator.ui.dialogs.open_or_merge import OpenOrMergeSheet
from annotator.ui.file_actions import PROJECTS, FileActions, same_file
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session

Report = Callable[[int, int], None]
Stop = Callable[[], bool]


class Handoff(QObject):
    """What File ▸ Copy for an annotator and File ▸ Merge do, and what dropping a project asks.

    ``merged`` carries a `MergeReport` whose layers are in the project now.
    """

    merged = Signal(object)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        notices: NoticeBar,
        files: FileActions,
        undo: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._notices = notices
        self._files = files
        self._undo = undo
        self.copy_sheet: CopySheet | None = None
        self.merge_sheet: MergeSheet | None = None

    # ------------------------------------------------------------------------------------------ a copy

    def ask_copy(self) -> None:
        """Ask what goes into a copy, then write it."""
        project = self._session.project
        if project is None:
            return
        total = project.documents.count()
        if not total:
            self._notices.tell("info", "No article yet: there is nothing to hand out.")
            return
        names = [each.name for each in project.annotators() if each.id != self._session.annotator.id]
        saved = [(each.name, each.term) for each in saved_searches(project)]
        sheet = CopySheet(
            self._window, project.path, names, total, lambda words: selecting.select(project, words), saved
        )
        sheet.asked.connect(self.copy)
        sheet.placeRequested.connect(lambda path: self._ask_place(sheet, path))
        sheet.destroyed.connect(self._forget_copy_sheet)
        self.copy_sheet = sheet

    def _forget_copy_sheet(self) -> None:
        self.copy_sheet = None

    def _ask_place(self, sheet: CopySheet, proposal: Path) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, "Copy for an annotator", str(proposal), PROJECTS)
        if name:
            sheet.set_path(Path(name))

    def copy(self, asked: Asked) -> None:
        """Write a copy beside the window."""
        project = self._session.project
        if project is None:
            return
        path = project.path

        def job(progress: Report, cancelled: Stop) -> CopyReport:
            own = Project.open(path, exclusive=False)
            try:
                return copying.write_copy(
                    own, asked.path, asked.name, asked.options, progress=progress, cancelled=cancelled
                )
            finally:
                own.close()

        def done(report: CopyReport) -> None:
            folder = QUrl.fromLocalFile(str(asked.path.parent))
            show = Deed("Show file", lambda: QDesktopServices.openUrl(folder), keeps=True)
            self._notices.tell("ok", report.sentence, [show], hint=str(asked.path), topic="handoff")

        self._files.start(job, done, "Writing the copy")

    # ------------------------------------------------------------------------------------------ coming back

    def dropped(self, paths: Sequence[Path]) -> None:
        """Take what was dropped on the window: of a project ask what is meant, import everything else."""
        project = self._session.project
        lone = paths[0] if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX else None
        if lone is None or project is None or project.read_only or same_file(lone, project.path):
            self._files.import_paths(paths)
            return
        sheet = OpenOrMergeSheet(self._window, lone, project.title)
        sheet.mergeAsked.connect(self.look)
        sheet.openAsked.connect(self._files.open)

    def ask_merge(self) -> None:
        """Ask for the file that came back, then show what merging it would do."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Merge a returned project", "", PROJECTS)
        if name:
            self.look(Path(name))

    def look(self, path: Path) -> None:
        """Show what merging a project would do."""
        self._look(path, Answers(), None)

    def _look(self, path: Path, answers: Answers, sheet: MergeSheet | None) -> None:
        project = self._session.project
        if project is None:
            return
        here = project.path

        def job(progress: Report, cancelled: Stop) -> MergePlan:
            with Project.open(here, read_only=True, exclusive=False) as own:
                return uniting.look(own, path, answers, progress=progress, cancelled=cancelled)

        self._files.start(job, lambda plan: self._show(path, plan, sheet), "Comparing")

    def _show(self, path: Path, plan: MergePlan, sheet: MergeSheet | None) -> None:
        report = plan.report
        if sheet is None and plan.is_empty and not (report.clashes or report.conflicts):
            self._notices.tell("info", report.sentence, topic="handoff")
            return
        if sheet is None:
            project = self._session.project
            everybody, order = (project.annotators(), in_order(project)) if project else ((), [])
            sheet = MergeSheet(self._window, path, everybody, order)
            sheet.open(sheet.yes)
            self.merge_sheet = sheet
            sheet.destroyed.connect(self._forget_merge_sheet)
        elif sheet is not self.merge_sheet:
            return  # it was left meanwhile
        else:
            sheet.reconsidered.disconnect()
            sheet.merged.disconnect()
        shown = sheet
        sheet.show_plan(plan)
        sheet.reconsidered.connect(lambda answers: self._look(path, answers, shown))
        sheet.merged.connect(lambda answers: self.merge(path, plan, answers))

    def _forget_merge_sheet(self) -> None:
        self.merge_sheet = None

    def merge(self, path: Path, plan: MergePlan, answers: Answers) -> None:
        """Merge a project as the report and the answers say, as one step."""
        project = self._session.project
        if project is None:
            return
        here, actor = project.path, self._session.annotator

        def job(progress: Report, cancelled: Stop) -> MergeReport:
            own = Project.open(here, exclusive=False)
            try:
                return uniting.write(
                    own, path, plan, actor=actor, answers=answers, progress=progress, cancelled=cancelled
                )
            finally:
                own.close()

        self._files.start(job, self._merged, "Merging")

    def _merged(self, report: MergeReport) -> None:
        hint = "\n".join(f"{each.title}: {each.sentence}".removeprefix(": ") for each in report.conflicts)
        if not report.written:
            self._notices.tell("info", report.sentence, hint=hint, topic="handoff")
            return
        self._session.take(report.changes)
        deeds = [Deed("Undo", self._undo, "Ctrl+Z", undo=True)]
        self._notices.tell("ok", report.sentence, deeds, hint=hint, topic="handoff")
        self.merged.emit(report)
