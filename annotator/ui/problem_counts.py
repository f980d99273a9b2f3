"""How many problems each article has that the annotator works on: counted one by one while nothing else is to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer

from annotator.analysis.problems import ProblemFinder
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.domain.marks import Marks
from annotator.store.documents import DocumentRow
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.session import Session

_REST_MS = 400
"""How long nothing was changed before counting begins, so that nobody waits for it while they annotate."""
_PAUSE_MS = 20
"""Between two articles."""
_WORKED = ("in_progress", "done")


class ProblemCounts(QObject):
    """Keeps the counts in the documents panel; ``count_open`` counts those of the open article."""

    def __init__(self, session: Session, panel: DocumentsPanel, count_open: Callable[[], int]) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._count_open = count_open
        self._waiting: dict[str, None] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._count_one)
        session.changed.connect(self._take)

    def begin(self, rows: Sequence[DocumentRow]) -> None:
        """Count anew in these articles, as far as the annotator has begun them."""
        self._panel.set_problems({each.id: 0 for each in rows if each.status not in _WORKED})
        self._wait_for(each.id for each in rows if each.status in _WORKED)

    def _take(self, changes: Changes) -> None:
        if changes.touches("scheme"):
            self._wait_for(row.id for row in self._panel.model.rows() if row.status in _WORKED)
        self._wait_for(changes.documents)

    def _wait_for(self, documents: Iterable[str]) -> None:
        self._waiting |= dict.fromkeys(documents)
        if self._waiting:
            self._timer.start(_REST_MS)

    def _count_one(self) -> None:
        project = self._session.project
        if project is None or not self._waiting:
            self._waiting.clear()
            return
        document = next(iter(self._waiting))
        del self._waiting[document]
        try:
            self._panel.set_problems({document: self._count(document)})
        except AppError:  # removed meanwhile, or the file cannot be read, which is told elsewhere
            self._panel.set_problems({document: 0})
        if self._waiting:
            self._timer.start(_PAUSE_MS)

    def _count(self, id: str) -> int:
        session, project = self._session, self._session.project
        if project is None:
            return 0
        if session.document is not None and session.document.id == id and not session.gold:
            return self._count_open()
        layer = project.annotations.layer(id, "annotator", session.annotator.id)
        if layer is None:
            return 0
        text = project.documents.get(id).text
        entities = project.registry.find({each.entity for each in layer.mentions if each.entity})
        return len(ProblemFinder().find(text, layer, entities, project.scheme, Marks(text)))
