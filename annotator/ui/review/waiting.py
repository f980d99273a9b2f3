"""Tells an annotator, when a project opens, that feedback on their labels waits; counted beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.store.project import Project
from annotator.ui.tasks import Worker


class FeedbackWaiting(QObject):
    """Counts the feedback.  ``found`` says how many items wait, never none."""

    found = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None

    def count(self, project: Project, annotator: str) -> None:
        """Count what waits for an annotator (an id); nothing where nobody has decided anything, or it is nobody's."""
        self.stop()
        if not project.annotations.may_be_answered(annotator):
            return
        path = project.path
        worker = self._worker = Worker(lambda _report, cancelled: _counted(path, annotator, cancelled), self)
        worker.succeeded.connect(self._take)
        worker.finished.connect(self._let_go)
        worker.finished.connect(worker.deleteLater)
        worker.start()

    def stop(self) -> None:
        """Count no longer; waits until the article that is being looked at is through."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.succeeded.disconnect()
            worker.cancel()
            worker.wait()

    def _take(self, number: int) -> None:
        self._worker = None
        if number:
            self.found.emit(number)

    def _let_go(self) -> None:
        """What has ended, however it did, is deleted now."""
        if self._worker is not None and self._worker.isFinished():
            self._worker = None


def _counted(path: Path, annotator: str, cancelled: Callable[[], bool]) -> int:
    from annotator.operations.feedback import deck  # noqa: PLC0415 - the window starts without it

    with Project.open(path, read_only=True) as project:
        return len(deck(project, annotator, cancelled=cancelled))


def waiting_words(number: int) -> str:
    """What is said: how much waits."""
    if number == 1:
        return "One piece of feedback on your labels waits for you."
    return f"{number:,} pieces of feedback on your labels wait for you."
