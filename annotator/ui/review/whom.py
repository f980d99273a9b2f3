"""The menu of the queue pane's title: all who are done, one of them alone, one's own feedback, agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.analysis.sameness import Rules
from annotator.domain.errors import AppError
from annotator.operations.gold import Reviewed, reviewed, set_rules
from annotator.store.project import Project
from annotator.ui.kit.several_menu import SeveralMenu
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.session import Session

_SOME = 3
"""From so many annotators on there are some to choose from them."""


class WhomMenu(QObject):
    """Fills the menu when it opens.  ``chosen`` carries annotators' ids, or None for all who are done."""

    chosen = Signal(object)
    deckWanted = Signal()
    trouble = Signal(object)

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
        self._add_some(rows)
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
        if project is not None:
            self._add_rule(project)

    def _add_rule(self, project: Project) -> None:
        """Offer to say whether “Mayor Zoë Bäcker” and “Zoë Bäcker” differ."""
        self._menu.addSeparator()
        rule = self._menu.addAction("A title or an apposition makes a difference")
        rule.setToolTip("Whether a mention differs from another by “Mayor” or by “, the mayor,” alone")
        rule.setCheckable(True)
        rule.setChecked(project.rules.titles)
        rule.setEnabled(self._session.writable)
        rule.triggered.connect(self._set_rule)

    def _set_rule(self, on: bool) -> None:
        session = self._session
        try:
            session.apply(set_rules, session.annotator, Rules(titles=on))
        except AppError as error:
            self.trouble.emit(error)
        self.chosen.emit(self._reviewing.annotators)

    def _add_some(self, rows: Sequence[Reviewed]) -> None:
        """Offer to adjudicate two or more of all annotators, where there are three or more."""
        for old in self._menu.findChildren(SeveralMenu):
            old.deleteLater()
        at = self._reviewing
        called = {each.id: each.name if at.names else each.letter for each in rows}
        if len(called) < _SOME:
            return
        several = at.annotators if at.annotators is not None and len(at.annotators) > 1 else None
        some = SeveralMenu(self._menu, called, several, all_words="All who are done")
        some.setTitle("Adjudicate some of them")
        some.menuAction().setCheckable(True)
        some.menuAction().setChecked(several is not None and self.mode == "queue")
        some.chosen.connect(self.chosen)
        self._menu.addMenu(some)
