"""What of the project was changed since the Review view last read it, so that it reads only that again."""

from __future__ import annotations

from annotator.domain.changes import Changes, ObjectKind
from annotator.store.project import Project
from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.overview import Overview
from annotator.ui.review.reviewing import Reviewing

_ALL: tuple[ObjectKind, ...] = ("document", "entity", "scheme", "project")
"""What may matter in any article."""


class Freshness:
    """Keeps overview and deck in line with the project.  ``shown`` is the project that was read last."""

    def __init__(self, reviewing: Reviewing, overview: Overview, deck: ReviewDeck) -> None:
        self._reviewing = reviewing
        self._overview = overview
        self._deck = deck
        self._changed: set[str] | None = None
        self._stale = True
        self.shown: Project | None = None

    def is_stale(self, project: Project | None) -> bool:
        """Whether something is to be read again."""
        return self._stale or project is not self.shown

    def forget(self) -> None:
        """Read everything again at the next `read`: another annotator, or another program, was at work."""
        self._stale, self._changed = True, None

    def read(self, project: Project | None) -> None:
        """Read again what was changed, or all of another project."""
        if project is not self.shown:
            self.shown, self._changed = project, None
            self._reviewing.annotators = None
        if self._changed is None:
            self._overview.begin(self._reviewing.annotators)
            self._deck.grow_stale()
        else:
            self._overview.renew(self._changed)
            self._deck.grow_stale(self._changed)
        self._stale, self._changed = False, set()

    def note(self, changes: Changes) -> None:
        """Something was changed that is not read before the view is shown again."""
        self._stale = True
        if any(changes.touches(each) for each in _ALL):
            self._changed = None
        elif self._changed is not None:
            self._changed |= changes.documents

    def follow(self, changes: Changes) -> None:
        """Read again, bit by bit, what was changed while the view is shown; the article under review reads itself."""
        here = {self._reviewing.document.id} if self._reviewing.document else set()
        if any(changes.touches(each) for each in _ALL):
            self._overview.begin(self._reviewing.annotators)
            self._deck.grow_stale()
        else:
            self._overview.renew(changes.documents - here)
            self._deck.grow_stale(changes.documents)
