"""The menu of the queue pane's title: all who are done, one of them alone, one's own feedback, agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.operations.gold import reviewed
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.session import Session


class WhomMenu(QObject):
    """Fills the menu when it opens.  ``chosen`` carries annotators' ids, or None for all who are done."""

    chosen = Signal(object)
    deckWanted = Signal()

    def __init__(
        self,
        session: Session,
        reviewing: Reviewing,
        menu: QMenu,
        actions: Mapping[str, QAction],
        waiting: Callable[[], int],
    ) -> None:
        """``waiting`` counts the feedback that waits."""
        super().__init__()
        self._session = session
        self._reviewing = reviewing
        self._menu = menu
        self._actions = actions
        self._waiting = waiting
        self.mode = "queue"
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is."""
        menu, at = self._menu, self._reviewing
        menu.clear()
        project, document = self._session.project, at.document
        everyone = menu.addAction("Adjudicate all who are done")
        everyone.setCheckable(True)
        everyone.setChecked(at.annotators is None and self.mode == "queue")
        everyone.triggered.connect(lambda: self.chosen.emit(None))
        rows = reviewed(project, document.id) if project is not None and document is not None else ()
        for each in rows:
            words = f"Review {each.name} alone" if at.names else f"Review {each.letter} alone"
            one = menu.addAction(words.replace("&", "&&"))
            one.setCheckable(True)
            one.setChecked(at.annotators == (each.id,) and self.mode == "queue")
            one.triggered.connect(lambda _on=False, who=(each.id,): self.chosen.emit(who))
        menu.addSeparator()
        number = self._waiting()
        deck = menu.addAction(f"Feedback for me ({number:,})" if number else "Feedback for me")
        deck.setCheckable(True)
        deck.setChecked(self.mode == "feedback")
        deck.triggered.connect(self.deckWanted)
        menu.addAction(self._actions["view.agreement"])
