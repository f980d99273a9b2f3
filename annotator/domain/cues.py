"""Cues that the pipeline found, kept to be offered while a person annotates."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.text import Span, Spans


@dataclass(frozen=True, slots=True)
class CueCandidate:
    """Words that may attribute speech: "said", "according to".

    ``subject`` holds the words of who speaks by the grammar of the sentence (the subject of the verb, the object of
    "according to"), empty where it has none.  ``clause`` is what the cue governs, None where the grammar does not say.
    ``score`` lies in 0…1: how sure it is that the words attribute speech at all.
    """

    cue: Spans
    subject: Spans
    clause: Span | None
    score: float
