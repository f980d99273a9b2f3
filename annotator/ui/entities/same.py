"""Which entities are likely the same, worked out beside the window where they are many, and only for other names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.domain.registry import Entity
from annotator.operations.merging import likely_same
from annotator.ui.tasks import Worker

_FEW = 400
"""So many entities are compared at once."""

Groups = tuple[tuple[str, ...], ...]


class LikelySame(QObject):
    """The groups by now.  ``found`` says that others were found beside the window."""

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.groups: Groups = ()
        self._names: tuple[tuple[object, ...], ...] = ()
        self._worker: Worker | None = None

    def look(self, entities: Sequence[Entity]) -> None:
        """Compare these, unless their names are as they were."""
        names = tuple((each.id, each.kind, each.name, each.aliases) for each in entities)
        if names == self._names:
            return
        self.stop()
        self._names = names
        if len(names) <= _FEW:
            self.groups = likely_same(entities)
            return
        worker = self._worker = Worker(lambda _report, _stop: likely_same(entities), self)
        worker.succeeded.connect(self._take)
        worker.finished.connect(worker.deleteLater)
        worker.start()

    def stop(self) -> None:
        """Forget what is under way; waits for its end."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.succeeded.disconnect()
            worker.wait()
            self._names = ()

    def _take(self, groups: Groups) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.wait()  # it has said all, but may not have ended
        if groups != self.groups:
            self.groups = groups
            self.found.emit()
