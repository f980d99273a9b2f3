"""A suggestion's score as a sum by what its parts are about (see `annotator.domain.reasons`)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from annotator.domain.reasons import CONTENT, CUE, GRAMMAR, LEARNED, MARKS, PARTS, SPEAKER, START, Parts
from annotator.nlp.found import Found
from annotator.nlp.profiles import Weights

_ABOUT: Final[Mapping[str, str]] = {
    "road": SPEAKER,
    "source": SPEAKER,
    "source far": SPEAKER,
    "nobody": SPEAKER,
    "attributed": SPEAKER,
    "speechless": SPEAKER,
    "side": SPEAKER,
    "core": CONTENT,
    "opens": CONTENT,
    "object": CONTENT,
    "inner": CONTENT,
    "size": CONTENT,
    "pieces": CONTENT,
    "clause": CONTENT,
    "short": CONTENT,
    "long": CONTENT,
    "ends": CONTENT,
    "marks": MARKS,
    "bare": MARKS,
    "adjacent": MARKS,
    "lead": MARKS,
    "single": MARKS,
    "unpaired": MARKS,
    "headline": MARKS,
    "before": MARKS,
    "marks in sentence": MARKS,
    "marks in paragraph": MARKS,
    "first sentence": MARKS,
    "length": MARKS,
    "other frame": CUE,
}
"""What a fact is about, by its name up to the first sign; all others are about the grammar."""
_NAME: Final = re.compile("[=:]")
_SMALLEST: Final = 0.005


def parts_of(found: Found, rules: Weights) -> Parts:
    """The sum of a score by the shipped weights, and as learned what the score has beyond it."""
    sums = dict.fromkeys(PARTS, 0.0)
    sums[START] = rules.weights.get("bias", 0.0)
    for name, value in found.facts.items():
        weight = rules.weights.get(name)
        if weight:
            sums[_about(name)] += weight * value
    if found.score != rules.score(found.facts):
        sums[LEARNED] = math.log(found.score / (1 - found.score)) - sum(sums.values())
    return {part: round(number, 2) for part, number in sums.items() if abs(number) >= _SMALLEST}


def _about(fact: str) -> str:
    if fact.endswith((":lexicon", ":known")) or ":also " in fact:
        return CUE
    return _ABOUT.get(_NAME.split(fact, maxsplit=1)[0], GRAMMAR)
