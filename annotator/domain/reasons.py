"""What speaks for and against a suggestion, in numbers: the sum that its score is made from, by what it is about.

Each number is log odds: 0 says nothing, +0.7 doubles the odds that the suggestion is right, -0.7 halves them.  All of
a suggestion's numbers together are the log odds of its score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

START: Final = "start"
"""How likely any possible quotation is, before anything is known about it."""
CUE: Final = "cue"
"""What the lexicon knows of the reporting word."""
GRAMMAR: Final = "grammar"
"""How cue and content hang together, and the form of the cue."""
SPEAKER: Final = "speaker"
"""Who speaks, and how the text tells it."""
CONTENT: Final = "content"
"""What the content is made of: its opening, its verb or noun, its length."""
MARKS: Final = "marks"
"""Quotation marks, and where in the text it stands."""
LEARNED: Final = "learned"
"""What was learned in the project."""
PARTS: Final = (START, CUE, GRAMMAR, SPEAKER, CONTENT, MARKS, LEARNED)
"""All of them, in the order in which they are told."""

Parts = Mapping[str, float]
"""The numbers of one suggestion, by part; those that are nought may be left out."""
Reasons = Mapping[str, Parts]
"""The numbers of a document's suggestions, by their ids."""
