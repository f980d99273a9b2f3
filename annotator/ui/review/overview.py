"""Which articles can be reviewed and how far each is: read one by one while the window has nothing else to do.

An article is read again only when something in it was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from annotator.domain.errors import AppError
from annotator.operations.gold import GoldDesk
from annotator.operations.importing import uncollected
from annotator.operations.overviewing import DocumentReview, overview, review_of
from annotator.store.project import Project
from annotator.ui.session import Session

_SLICE = 8
"""Milliseconds after which the window has its turn; an article is never left half read."""

Found = Callable[[str | None], None]


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
        self._missing: dict[str, None] = {}
        self._brief: dict[str, GoldDesk] = {}
        """The desks of articles of which only the numbers are known: there each decision is told, and few ask more."""
        self._project: Project | None = None
        self._annotators: tuple[str, ...] | None = None
        self._rest: Iterator[DocumentReview] = iter(())
        self._least = 2
        self._sought: tuple[int, int, Found] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read)

    @property
    def rows(self) -> list[DocumentReview]:
        """The articles known by now, of some of them only the numbers."""
        return sorted(self._known.values(), key=lambda each: self._order.get(each.document, 0))

    def whole(self) -> list[DocumentReview]:
        """The articles known by now, each with all that is agreed or open in it."""
        for document, desk in self._brief.items():
            if (known := self._known.get(document)) is not None:
                self._known[document] = review_of(desk, known.title)
        self._brief.clear()
        return self.rows

    @property
    def reading(self) -> bool:
        """Whether there are articles that have not been looked at yet."""
        return bool(self._missing)

    @property
    def progress(self) -> tuple[int, int]:
        """How many articles were looked at, of how many."""
        return len(self._order) - len(self._missing), len(self._order)

    # ------------------------------------------------------------------------------------------ reading

    def begin(self, annotators: tuple[str, ...] | None) -> None:
        """Read all articles anew, for these annotators' layers; until then they count as they were known."""
        project = self._session.project
        if (project, annotators) != (self._project, self._annotators):
            self._known = {}
        self._project, self._annotators = project, annotators
        self._missing, self._sought = {}, None
        self._brief.clear()
        if project is None:
            self._order = {}
            self.stop()
            return
        self._order = {id: number for number, id in enumerate(project.documents.ids())}
        self._known = {id: each for id, each in self._known.items() if id in self._order}
        self._least = 1 if annotators is not None and len(annotators) == 1 else _least(project)
        self.renew(self._order)

    def renew(self, documents: Iterable[str]) -> None:
        """Read these articles again, when there is time."""
        wanted = dict.fromkeys(each for each in documents if each in self._order)
        if wanted:
            self._missing |= wanted
            self._start()

    def stop(self) -> None:
        """Read no more until `go_on`, or another begin."""
        self._rest = iter(())
        self._sought = None
        self._timer.stop()

    def go_on(self) -> None:
        """Read what is missing still."""
        if self._missing:
            self._start()

    def put(self, desk: GoldDesk, title: str) -> None:
        """Take in how far an article is, which lies at a desk."""
        if desk.document in self._order:
            self._missing.pop(desk.document, None)
            self._known[desk.document] = review_of(desk, title, whole=False)
            self._brief[desk.document] = desk

    def _start(self) -> None:
        project = self._session.project
        if project is not None:
            self._rest = self._each(project)
            self._timer.start()

    def _each(self, project: Project) -> Iterator[DocumentReview]:
        """What is missing, one by one."""
        wanted = list(self._missing)
        found = overview(project, self._session.annotator, self._annotators, wanted, least=self._least)
        reached = 0
        for each in found:
            while wanted[reached] != each.document:
                self._drop(wanted[reached])
                reached += 1
            if each.document in self._missing:
                yield each
            reached += 1
        for document in wanted[reached:]:
            self._drop(document)

    def _drop(self, document: str) -> None:
        """It was looked at, and is none to review."""
        if self._missing.pop(document, "") is None:
            self._known.pop(document, None)

    def _read(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        try:
            with uncollected():  # what an article leaves behind holds no circles
                for each in self._rest:
                    self._keep(each)
                    if clock.elapsed() > _SLICE:
                        break
                else:
                    self._timer.stop()
        except AppError:  # the file is busy, or gone: what else is shown says so
            self._missing = {}
            self._timer.stop()
        self._tell()
        if not self._timer.isActive():
            self.go_on()  # what was changed meanwhile

    def _keep(self, review: DocumentReview) -> None:
        self._missing.pop(review.document, None)
        self._brief.pop(review.document, None)
        self._known[review.document] = review

    def _tell(self) -> None:
        self._answer()
        self.grown.emit()

    # ------------------------------------------------------------------------------------------ what is known

    def open_count(self) -> int:
        """How many conflicts are open in all articles known."""
        return sum(each.open + each.stale for each in self._known.values())

    def neighbour(self, document: str | None, step: int) -> str | None:
        """The next article with something open that is known, or the one before."""
        here = self._order.get(document or "", -1)
        return next((each.document for each in self._towards(here, step) if each.waits), None)

    def _towards(self, here: int, step: int) -> list[DocumentReview]:
        rows = self.rows
        if step > 0:
            return [each for each in rows if self._order[each.document] > here]
        return [each for each in reversed(rows) if self._order[each.document] < here]

    def seek(self, document: str | None, step: int, found: Found) -> None:
        """Tell ``found`` the next article with something open, or the one before; None where there is none.

        It is told at once if it is known by now, else as soon as it is; another `seek` takes this one's place.
        """
        self._sought = (self._order.get(document or "", -1), step, found)
        near = self._unknown(*self._sought[:2])
        self._missing = dict.fromkeys((*near, *self._missing))  # these first
        if near:
            self._start()
            self._read_one()
        self._answer()

    def _read_one(self) -> None:
        """Look at the nearest article at once: mostly it is the one."""
        try:
            each = next(self._rest, None)
        except AppError:
            return
        if each is not None:
            self._keep(each)

    def _unknown(self, here: int, step: int) -> list[str]:
        """The articles on the way that were not looked at, the nearest first."""
        ids = sorted((each for each in self._missing if each in self._order), key=lambda each: self._order[each])
        if step > 0:
            return [each for each in ids if self._order[each] > here]
        return [each for each in reversed(ids) if self._order[each] < here]

    def _answer(self) -> None:
        """Tell who seeks, if the answer is known: nothing unknown lies nearer."""
        if self._sought is None:
            return
        here, step, found = self._sought
        at = next((each.document for each in self._towards(here, step) if each.waits), None)
        unknown = self._unknown(here, step)
        nearest = self._order[unknown[0]] if unknown else None
        if nearest is None or (at is not None and (self._order[at] - nearest) * step < 0):
            self._sought = None
            found(at)


def _least(project: Project) -> int:
    """How many must be done with an article: two; one, where nowhere two are."""
    done = Counter(each.document for each in project.annotations.holders() if each.status == "done" and each.annotator)
    return 2 if any(number > 1 for number in done.values()) else 1
