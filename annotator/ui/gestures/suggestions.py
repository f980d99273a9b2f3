"""Gestures at the pipeline's suggestions."""

from __future__ import annotations

from annotator.domain.changes import Changes
from annotator.operations import suggestions
from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.session import Session


class SuggestionGestures:
    """Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage, meant: Meant) -> None:
        self._session = session
        self._stage = stage
        self._meant = meant

    def next_suggestion(self, step: int = 1) -> None:
        """Put the next (or, with -1, the previous) suggestion in focus."""
        rows = self._session.suggestions
        if not rows:
            self._stage.tell("No suggestions are open in this article.")
            return
        ids = [each.id for each in rows]
        if self._stage.focused in ids:
            target = ids[(ids.index(self._stage.focused) + step) % len(ids)]
        else:
            target = self._meant.beside_caret([(each.start, each.id) for each in rows], step)
        self._stage.clear_selection()
        self._stage.focus_suggestion(target)
        chosen = rows[ids.index(target)]
        self._stage.announce(
            f"Suggestion {ids.index(target) + 1} of {len(ids)}: {self._meant.words(chosen.content[0])}"
        )

    def accept(self) -> None:
        """Accept the suggestion in focus; it becomes the active quotation."""
        if self._stage.focused:
            self._stage.finish_edits()
            session = self._session
            changes = session.run(
                suggestions.accept_suggestion,
                self._stage.focused,
                marks=session.marks,
                cast=session.cast,
                lexicon=session.cue_lexicon(),
            )
            self._stage.activate(changes.focus)
            self._stage.announce("Accepted")

    def accept_and_go_on(self) -> None:
        """Accept the suggestion in focus and go to the next; after the last the accepted one is active."""
        if self._stage.focused:
            place = self._place(self._stage.focused)
            self.accept()
            self._go_on(place)

    def reject(self, reason: str | None = None) -> None:
        """Reject the suggestion in focus and go to the next."""
        if self._stage.focused:
            place = self._place(self._stage.focused)
            self._session.run(suggestions.reject_suggestion, self._stage.focused, reason)
            if not self._go_on(place):
                self._stage.focus_suggestion(None)
            self._stage.announce("Rejected")

    def _place(self, suggestion: str) -> int:
        ids = [each.id for each in self._session.suggestions]
        return ids.index(suggestion) if suggestion in ids else 0

    def _go_on(self, place: int) -> bool:
        """Put the suggestion in focus that stands where the one just settled stood; False where none is left."""
        rest = [each.id for each in self._session.suggestions]
        if rest:
            self._stage.focus_suggestion(rest[min(place, len(rest) - 1)])
        return bool(rest)

    def accept_all(self, threshold: float) -> Changes:
        """Accept every open suggestion whose score reaches the threshold, in one step."""
        session = self._session
        changes = session.run(
            suggestions.accept_all, threshold, marks=session.marks, cast=session.cast, lexicon=session.cue_lexicon()
        )
        self._stage.focus_suggestion(None)
        return changes
