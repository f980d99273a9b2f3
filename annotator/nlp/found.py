"""What the steps of the suggester hand on: a possible quotation with what was noticed about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.domain.text import Spans
from annotator.nlp.syntax import Word

SPOKEN = frozenset({"speech", "joined", "lead", "line", "adjacent", "bare"})
"""Rules that start from marked speech and not from the grammar."""


@dataclass(slots=True)
class Found:
    """A possible quotation.

    ``rule`` names the step that found it; ``word`` is the reporting word (None where a sign is the cue); ``facts`` are
    what the score is made from (see `annotator.nlp.facts`).
    """

    rule: str
    content: Spans
    cue: Spans
    speaker: Spans
    word: Word | None
    facts: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
