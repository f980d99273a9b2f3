"""Where the reviewer stands, for the status line."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.deeds import ReviewDeeds
from annotator.ui.review.reviewing import Reviewing


class View(Protocol):
    """What the answer depends on."""

    reviewing: Reviewing
    deck: ReviewDeck
    deeds: ReviewDeeds

    @property
    def mode(self) -> str:
        """What is shown: queue, feedback or agreement."""


class Standing(NamedTuple):
    """``where`` in the queue or the deck, what is done there ("adjudicates"), and how long a decision takes."""

    where: str = ""
    deed: str = ""
    pace: str = ""


def standing_of(view: View) -> Standing:
    """Where who sits at the window stands."""
    at, deck = view.reviewing, view.deck
    if view.mode == "feedback":
        return Standing(f"Feedback {deck.number:,} of {len(deck.items):,}" if deck.items else "")
    if view.mode != "queue" or at.queue is None:
        return Standing()
    noun, deed = ("Quotation", "reviews") if at.single else ("Conflict", "adjudicates")
    number = at.number()
    where = f"{noun} {number:,} of {len(at.items()):,}" if number else ""
    return Standing(where, deed, view.deeds.pace.words)
