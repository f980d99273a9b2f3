"""Search in the documents panel, at once or beside the window by the size of the project; and saved searches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations import saved_searches as saving
from annotator.operations import selecting
from annotator.store.project import Project
from annotator.ui.dialogs.search_name_sheet import SearchNameSheet
from annotator.ui.document_actions import DocumentActions
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.kit.saved_searches import MANY
from annotator.ui.messages import NoticeBar
from annotator.ui.session import Session
from annotator.ui.tasks import Worker


class Searching(QObject):
    """Answers the panel's searches, the last one only, and keeps searches under names."""

    def __init__(
        self,
        window: QWidget,
        panel: DocumentsPanel,
        session: Session,
        notices: NoticeBar,
        actions: DocumentActions,
    ) -> None:
        super().__init__(panel)
        self._window = window
        self._panel = panel
        self._session = session
        self._notices = notices
        self._actions = actions
        self._worker: Worker | None = None
        self._reading: Project | None = None
        panel.searchRequested.connect(self.search)
        panel.keepAsked.connect(self.ask_save)
        panel.saved.renameAsked.connect(self.ask_rename)
        panel.saved.deleteAsked.connect(lambda name: actions.safely(lambda: self.delete(name))())
        session.changed.connect(self._take_changes)

    # ------------------------------------------------------------------------------------------ searching

    def search(self, query: str) -> None:
        """Show in the panel what a query finds, or what is wrong with it."""
        project = self._session.project
        if project is None:
            return
        self.stop()
        if project.documents.count() > MANY:
            self._search_beside(project.path, query)
            return
        try:
            found = selecting.find(project, query)
        except AppError as error:
            self._tell(query, error)
        else:
            self._show(query, found)

    def _show(self, query: str, found: selecting.Found | None) -> None:
        if found is not None:
            self._panel.show_hits(query, found.hits, found.total)

    def _search_beside(self, path: Path, query: str) -> None:
        worker = self._worker = Worker(lambda _report, stopped: self._found(path, query, stopped), self)
        worker.succeeded.connect(lambda found: self._show(query, found))
        worker.failed.connect(lambda error: self._tell(query, error))
        worker.finished.connect(worker.deleteLater)
        self._panel.show_searching(query)
        worker.start()

    def _found(self, path: Path, query: str, stopped: Callable[[], bool]) -> object:
        with Project.open(path, read_only=True) as project:
            self._reading = project
            try:
                return None if stopped() else selecting.find(project, query)
            except AppError:
                if stopped():  # it was interrupted
                    return None
                raise
            finally:
                self._reading = None

    def stop(self) -> None:
        """Search no longer; call it before the project is closed."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        try:
            worker.succeeded.disconnect()
            worker.failed.disconnect()
            worker.cancel()
        except RuntimeError:  # it has ended, and is gone
            return
        if (reading := self._reading) is not None:
            reading.interrupt()
        worker.wait()

    def _tell(self, query: str, error: AppError) -> None:
        self._panel.show_trouble(query, f"{error.message[0].upper()}{error.message[1:]}: {error.hint}.")

    # ------------------------------------------------------------------------------------------ saved searches

    def show_saved(self) -> None:
        """Offer the project's saved searches."""
        project = self._session.project
        found = saving.saved_searches(project) if project is not None else ()
        self._panel.saved.set_searches([(each.name, each.term) for each in found], writable=self._session.writable)

    def _take_changes(self, changes: Changes) -> None:
        if saving.KEY in changes.touches("project"):
            self.show_saved()

    def ask_save(self, query: str, documents: list[str] | None) -> None:
        """Ask for a name for what is shown, or for chosen articles, and keep it."""
        project = self._session.project
        if project is None:
            return
        shown = "all" if documents is not None else self._panel.shown
        whole = saving.query_of(query, shown, self._session.annotator.name)
        if documents is None:
            told = f"Keeps the search: {whole}. What fits it later belongs to it too."
        else:
            told = f"Keeps these {len(documents):,} articles as they are."
        taken = [each.name.casefold() for each in saving.saved_searches(project)]
        sheet = SearchNameSheet(self._window, "Save under a name", told, query.replace('"', ""), taken)
        sheet.named.connect(lambda name: self._actions.safely(lambda: self.save(name, whole, documents))())

    def save(self, name: str, query: str, documents: list[str] | None = None) -> None:
        """Keep a search under a name."""
        kept = saving.SavedSearch(name, query, None if documents is None else tuple(documents))
        self._session.apply(saving.save, self._session.annotator, kept)
        self._told(f"Saved as “{name}”: choose it again beside the search field, or type {kept.term}.")

    def ask_rename(self, name: str) -> None:
        """Ask for another name for a saved search."""
        project = self._session.project
        if project is None:
            return
        taken = [each.name.casefold() for each in saving.saved_searches(project) if each.name != name]
        told = "Searches that name it follow."
        sheet = SearchNameSheet(self._window, "Rename the saved search", told, name, taken, refuses=True)
        sheet.named.connect(lambda new: self._actions.safely(lambda: self.rename(name, new))())

    def rename(self, old: str, new: str) -> None:
        """Give a saved search another name."""
        self._session.apply(saving.rename, self._session.annotator, old, new)
        self._told(f"“{old}” is called “{new}” now.")

    def delete(self, name: str) -> None:
        """Take a saved search away; its articles stay."""
        self._session.apply(saving.delete, self._session.annotator, name)
        self._told(f"Deleted the saved search “{name}”; its articles stay.")

    def _told(self, sentence: str) -> None:
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="saved_search")
