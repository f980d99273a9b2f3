"""What is noticed about a possible quotation among the others: which are about the same words, and how good they are.

A score alone does not know that a better one stands around it.  These features are numbers, for the boosted trees of a
learned model (see `annotator.nlp.trees`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final
from zlib import crc32

from annotator.domain.text import covered, shared_length, total_length
from annotator.nlp.found import Found
from annotator.nlp.profiles import Weights
from annotator.nlp.reading import Reading

REACH: Final = 40
"""How many neighbours on each side, by where they begin, are looked at: so the time stays linear in the text."""
NOBODY: Final = -8.0
"""The log odds of a rival where there is none."""
FEATURES: Final = 21
"""How many numbers there are of each."""
_RULES: Final = 997


def features_of(reading: Reading, found: Sequence[Found], used: Weights, rules: Weights) -> list[list[float]]:
    """The features of each: those of its rivals by the weights ``used``, and its own by both."""
    totals = [used.total(each.facts) for each in found]
    order = sorted(range(len(found)), key=lambda at: (found[at].content, found[at].cue, found[at].rule))
    rows: list[list[float]] = [[] for _ in found]
    for place, at in enumerate(order):
        beside = [*order[max(0, place - REACH) : place], *order[place + 1 : place + 1 + REACH]]
        own = [totals[at], odds(rules.score(found[at].facts))]
        rows[at] = [*own, *_rivals(found, at, beside, totals), *_shape(reading, found[at])]
    return rows


def odds(score: float) -> float:
    """A score as log odds, kept away from 0 and 1."""
    return math.log((score + 0.02) / (1.02 - score))


def _rivals(found: Sequence[Found], at: int, beside: Sequence[int], totals: Sequence[float]) -> list[float]:
    """How many others are about the same words, within or around them, and the best of each; of its own word too."""
    one, size = found[at], total_length(found[at].content)
    alike, within, around, same = [], [], [], []
    count = 0
    for other in beside:
        its = found[other]
        if one.word is not None and one.word is its.word:
            same.append(totals[other])
        if its.content[0].start >= one.content[-1].end or one.content[0].start >= its.content[-1].end:
            continue
        shared = shared_length(one.content, its.content)
        if not shared:
            continue
        count += 1
        if 3 * shared >= size + total_length(its.content):
            alike.append(totals[other])
        if covered(one.content, its.content) and one.content != its.content:
            within.append(totals[other])
        elif covered(its.content, one.content) and one.content != its.content:
            around.append(totals[other])
    best = [max(each, default=NOBODY) for each in (alike, within, around, same)]
    return [count, *best, len(alike), len(within), len(around)]


def _shape(reading: Reading, found: Found) -> list[float]:
    """Length, pieces, places of cue and speaker, and a few of its facts."""
    content, cue, speaker = found.content, found.cue, found.speaker
    facts = found.facts
    count = sum(reading.count(*span) for span in content)
    known = next((value for name, value in facts.items() if name.endswith(":lexicon")), -9.0)
    return [
        math.log1p(count),
        crc32(found.rule.encode("utf-8")) % _RULES,
        len(content),
        bool(speaker),
        speaker[0].start - cue[0].start if speaker and cue else 0,
        content[0].start - cue[0].start if cue else 0,
        known,
        "other frame" in facts,
        "marks" in facts,
        "headline" in facts,
        "aux=not" in facts,
    ]
