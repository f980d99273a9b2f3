"""Who speaks by a cue beside marked speech: the subject by the grammar, else the noun phrase beside the verb."""

from __future__ import annotations

from typing import Final

from annotator.domain.text import Span
from annotator.nlp.frames import according_source
from annotator.nlp.reading import Reading
from annotator.nlp.subjects import subject
from annotator.nlp.syntax import NOMINAL, Word, phrase

_DASHES: Final = ("-", "–", "—", "~")
_EMPTY: Final = frozenset({"it", "which", "that", "himself", "herself"})
_JOINTS: Final = frozenset({"compound", "poss", "nmod", "appos", "flat"})


def speaker_beside(reading: Reading, cue: Word, region: Span) -> tuple[list[Word], str]:
    """The words of who speaks by a cue that stands in that narration, and the road by which they were found.

    The subject by the grammar if it stands there; else the noun phrase beside the verb.
    """
    words = reading.between(*region)
    if not words:
        return [], "none"
    low, high = words[0].at, words[-1].at
    if cue.text == ":":
        return _before_colon(cue, low), "colon"
    if cue.lower == "according":
        head = according_source(cue)
        return (phrase(head), "according") if head is not None else ([], "none")
    return _by_grammar(reading, cue, low, high) or _phrase_beside(
        cue, [each for each in words if each.is_word], low, high
    )


def _by_grammar(reading: Reading, cue: Word, low: int, high: int) -> tuple[list[Word], str] | None:
    head, road = subject(cue)
    if head is None or not head.is_word or (road == "passive" and cue.lemma != "quote"):
        return None
    if low <= head.at <= high and head.lower not in ("which", "there"):
        return [word for word in phrase(head, [cue]) if low <= word.at <= high and word is not cue], road
    if road in ("coordinated", "controlled", "noun") and not reading.is_spoken(head):
        return phrase(head), road
    return None


def _before_colon(colon: Word, low: int) -> list[Word]:
    at = colon.at - 1
    while at - 1 >= low:
        before = colon.words[at - 1]
        if before.text in _DASHES or before.lower in ("from", "by"):
            break
        at -= 1
    return list(colon.words[max(at, low) : colon.at])


def _phrase_beside(cue: Word, words: list[Word], low: int, high: int) -> tuple[list[Word], str]:
    before = [word for word in words if word.at < cue.at]
    if cue.dep == "amod" and before:
        return before, "beside"  # “We stay,” the Chinese added leader: words out of order
    nominal = [word for word in words if word.part in (*NOMINAL, "NUM") and word.lower not in _EMPTY]
    left = [word for word in nominal if word.at < cue.at]
    right = [word for word in nominal if word.at > cue.at]
    if not left and right and right[0].at - cue.at <= 4:
        head = right[0]
    elif left:
        head = left[-1]
    elif right:
        head = right[0]
    else:
        return [], "none"
    for _ in range(20):
        outer = head.head
        joined = head.dep in _JOINTS and outer.part in ("NOUN", "PROPN")
        if not joined or outer is cue or not low <= outer.at <= high:
            break
        head = outer
    found = [word for word in phrase(head, [cue]) if low <= word.at <= high and word is not cue]
    return found or [head], "beside"
