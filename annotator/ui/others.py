"""What other programs commit to the project while it is open here is noticed and shown."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from annotator.ui.annotate_view import AnnotateView
from annotator.ui.file_actions import FileActions
from annotator.ui.labelling import Labelling
from annotator.ui.session import Session
from annotator.ui.upkeep import Upkeep
from annotator.ui.views import Views

_LOOK_MS = 1500
"""How often the file is looked at."""


class Window(Protocol):
    """The parts of the window that show what is in the file."""

    session: Session
    annotate: AnnotateView
    files: FileActions
    labelling: Labelling
    upkeep: Upkeep
    views: Views

    def open_first(self) -> None:
        """Show the first article, or none."""


class Others(QObject):
    """Looks at the file from time to time, until `stop`."""

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        self.stop = self._look.stop

    def look(self) -> None:
        """Show what was committed elsewhere since the last look."""
        window, session = self._window, self._window.session
        if session.project is None or window.files.busy or not session.changed_elsewhere():
            return
        window.upkeep.show_rows()
        document = session.document
        if document is None or document.id not in set(session.project.documents.ids()):
            window.open_first()
        else:
            session.refresh()
            window.annotate.show_state()
        window.views.renew_review()
        window.labelling.start()
