"""Which articles can be reviewed and how far each is: read little by little, so that the window never waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from annotator.analysis.queue import Queue
from annotator.domain.errors import AppError
from annotator.operations import curate
from annotator.operations.curate import DocumentReview
from annotator.store.project import Project
from annotator.ui.session import Session

_SLICE = 8
"""Milliseconds for which articles are read at a time."""


class Overview(QObject):
    """The articles with layers to review, in the project's order.

    ``grown`` says that more of them, or other ones, are known.
    """

    grown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: dict[str, DocumentReview] = {}
        self._order: dict[str, int] = {}
        self._annotators: tuple[str, ...] | None = None
        self._rest: Iterator[DocumentReview] = iter(())
        self._least = 2
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read)

    @property
    def rows(self) -> list[DocumentReview]:
        """The articles known by now."""
        return sorted(self._known.values(), key=lambda each: self._order.get(each.document, 0))

    def begin(self, annotators: tuple[str, ...] | None) -> None:
        """Read all articles anew."""
        project = self._session.project
        self._annotators = annotators
        self._known = {}
        if project is None:
            self.stop()
            return
        self._order = {id: number for number, id in enumerate(project.documents.ids())}
        self._least = 1 if annotators is not None and len(annotators) == 1 else _least(project)
        self._rest = iter(curate.overview(project, self._session.annotator, annotators, least=self._least))
        self._timer.start()

    def stop(self) -> None:
        """Read no more."""
        self._rest = iter(())
        self._timer.stop()

    def finish(self) -> None:
        """Read the rest now."""
        while self._timer.isActive():
            self._read()

    def put(self, document: str, title: str, queue: Queue) -> None:
        """Take in how far an article is, whose queue was just read."""
        if document in self._order:
            stale = len(queue.stale)
            self._known[document] = DocumentReview(
                document,
                title,
                queue.annotators,
                len(queue.conflicts) - stale,
                len(queue.agreed),
                queue.done,
                stale,
                sum(each.question is not None for each in queue.items),
                curate.status_of(queue),
            )

    def renew(self, documents: Iterable[str]) -> None:
        """Read some articles again, which an operation changed."""
        project = self._session.project
        if project is None:
            return
        wanted = [each for each in documents if each in self._order]
        for each in wanted:
            self._known.pop(each, None)
        if wanted:
            me = self._session.annotator
            found = curate.overview(project, me, self._annotators, wanted, least=self._least)
            self._known |= {each.document: each for each in found}
            self.grown.emit()

    def open_count(self) -> int:
        """How many conflicts are open in all articles known."""
        return sum(each.open + each.stale for each in self._known.values())

    def neighbour(self, document: str | None, step: int) -> str | None:
        """The next article with something open, or the one before."""
        here = self._order.get(document or "", -1)
        rows = [each for each in self.rows if each.open or each.stale or each.agreed]
        if step > 0:
            ahead = [each.document for each in rows if self._order[each.document] > here]
        else:
            ahead = [each.document for each in reversed(rows) if self._order[each.document] < here]
        return next(iter(ahead), None)

    def _read(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        try:
            for each in self._rest:
                self._known[each.document] = each
                if clock.elapsed() > _SLICE:
                    self.grown.emit()
                    return
        except AppError:  # the file is busy, or gone: what else is shown says so
            self._rest = iter(())
        self._timer.stop()
        self.grown.emit()


def _least(project: Project) -> int:
    """How many must be done with an article: two; one, where nowhere two are."""
    done = Counter(each.document for each in project.annotations.holders() if each.status == "done" and each.annotator)
    return 2 if any(number > 1 for number in done.values()) else 1
