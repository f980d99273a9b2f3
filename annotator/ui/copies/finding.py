"""Which articles are copies of each other: found in a thread, while the window goes on, and kept in the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from annotator.analysis.copies import Print, grouped
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations import copies
from annotator.store.project import Project
from annotator.ui.session import Session
from annotator.ui.tasks import Worker

REST_MS = 700
"""How long after the articles have changed the search begins."""
_AT_ONCE = 250
"""So many fingerprints are stored in one go, between two of the user's gestures."""

Found = tuple[list[tuple[str, Print]], dict[str, str]]


def _compare(path: Path, _progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Found | None:
    """The fingerprints that are missing, and the groups of all; None where it was cancelled."""
    own = Project.open(path, read_only=True, exclusive=False)
    try:
        fresh = list(copies.fingerprints(own, cancelled))
        if cancelled():
            return None
        return fresh, grouped(copies.in_project_order(own, [*own.prints.all(), *fresh]))
    finally:
        own.close()


class CopyFinder(QObject):
    """Keeps the groups of copies.  ``changed`` when they are others than before.

    The texts are read and compared on a connection of their own; only the window's writes what was found, for what
    another connection commits makes it read everything anew.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: Worker | None = None
        self._again = False
        self._unsaved: list[tuple[str, Print]] = []
        self._kin: dict[str, str] = {}
        self._compared = -1
        """How many articles there were when they were compared last."""
        self._groups: Mapping[str, list[str]] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.look)
        self._saving = QTimer(self, singleShot=True, interval=0)
        self._saving.timeout.connect(self._save)
        session.changed.connect(self._take)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.stop)  # a thread that still runs must not be torn down

    # ------------------------------------------------------------------------------------------ asking

    def begin(self) -> None:
        """Show what is known of the project that was opened, and look for what is not."""
        self.stop()
        project = self._session.project
        if project is None:
            return
        self._take_kin(project.prints.kin())
        self._compared = project.documents.count()
        if project.prints.missing():
            self._rest.start()

    def stop(self) -> None:
        """End the search, and forget the project: it closes."""
        self._rest.stop()
        self._saving.stop()
        self._unsaved = []
        self._again = False
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.cancel()
            worker.wait()
        self._take_kin({})

    def copies(self, document: str) -> list[str]:
        """The other articles of a group, in project order; none where it has no copies."""
        return [each for each in self._groups.get(self._kin.get(document, ""), ()) if each != document]

    def numbers(self) -> dict[str, int]:
        """How many copies each article has that has any."""
        return {id: len(self._groups[leader]) - 1 for id, leader in self._kin.items()}

    # ------------------------------------------------------------------------------------------ looking

    def _take(self, changes: Changes) -> None:
        if changes.touches("document"):
            self._rest.start()

    def look(self) -> None:
        """Look for copies among articles that were not compared yet."""
        project = self._session.project
        if project is None:
            return
        if self._worker is not None:
            self._again = True
            return
        number = project.documents.count()
        if number == self._compared and not project.prints.missing():
            return  # something else about the articles has changed
        self._compared = number
        worker = Worker(partial(_compare, project.path), self)

        def ended(found: Found | None = None) -> None:
            if self._worker is not worker:
                return
            worker.wait()
            self._worker = None
            if found is not None:
                self._found(*found)
            if self._again:
                self._again = False
                self._rest.start()

        worker.succeeded.connect(ended)
        worker.failed.connect(lambda _error: ended())  # the next change of the articles looks again
        worker.finished.connect(ended)
        worker.finished.connect(worker.deleteLater)
        self._worker = worker
        worker.start()

    def _found(self, fresh: list[tuple[str, Print]], kin: dict[str, str]) -> None:
        self._take_kin(kin)
        self._unsaved += fresh
        self._saving.start()

    def _save(self) -> None:
        """Keep what was found: a part of it, then the rest when the window has had its turn."""
        project = self._session.project
        if project is None or project.read_only or project.in_step:
            return
        part, rest = self._unsaved[:_AT_ONCE], self._unsaved[_AT_ONCE:]
        try:
            if part:
                project.prints.save(part)
            if not rest:  # in the same go as the last ones: groups of less than all would be taken for all
                project.prints.set_kin(self._kin)
        except AppError:  # another program writes: what is not kept is found again
            self._unsaved = []
            return
        self._unsaved = rest
        if rest:
            self._saving.start()

    def _take_kin(self, kin: Mapping[str, str]) -> None:
        project = self._session.project
        order = project.documents.ids() if project is not None and kin else []
        groups: dict[str, list[str]] = {}
        for id in order:
            if id in kin:
                groups.setdefault(kin[id], []).append(id)
        sizes = Counter(kin[id] for id in order if id in kin)
        new = {id: kin[id] for id in order if id in kin and sizes[kin[id]] > 1}
        if new != self._kin:
            self._kin, self._groups = new, groups
            self.changed.emit()
