"""The suggester: the steps from a parsed text to possible quotations, each with its score, the best of them kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from annotator.domain import ids
from annotator.domain.annotations import Origin, Party, Quotation
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.marks import Marks
from annotator.domain.reasons import Parts, Reasons
from annotator.domain.text import Spans, covered, total_length
from annotator.nlp.asides import blocks, headlines, tails
from annotator.nlp.contents import content_of
from annotator.nlp.facts import facts_of, lexical
from annotator.nlp.found import SPOKEN, Found
from annotator.nlp.frames import Frame
from annotator.nlp.insertions import insertions
from annotator.nlp.profiles import Weights, likely
from annotator.nlp.reading import Reading
from annotator.nlp.reasons import parts_of
from annotator.nlp.rivals import features_of
from annotator.nlp.speech import marked_speech
from annotator.nlp.syntax import phrase, spans_of
from annotator.nlp.words import words_of_found, words_of_frame

SAME: Final = 0.5
"""From this share of words in common on, two are about the same words."""
_PART_OF_INSERTED: Final = frozenset({"verb.par", "verb.as", "verb.c<"})
"""What the grammar makes of an attribution between two commas: often but a part of the sentence."""
_KNOWN_ONLY: Final = frozenset({"o<", "oc", "p", "pa", "po", "pr", "ro"})
"""Frames that are never suggested for a word that the lexicon does not know in them."""
EASIER: Final = 0.1
"""How much less attributed speech in marks must score: its rarer forms are plain to see, but few were there to fit."""
INSIDE: Final = 0.8
"""From this share of its words inside marked speech on, what the grammar found there is left out."""


class Suggested(NamedTuple):
    """A suggestion before it is put in the form that is stored."""

    rule: str
    content: Spans
    cue: Spans
    speaker: Spans
    score: float
    parts: Parts


def suggested(
    reading: Reading, frames: Iterable[Frame], lexicon: CueLexicon, weights: Weights, rules: Weights | None = None
) -> list[Suggested]:
    """What is suggested in a text or a window of it, in text order.

    ``rules`` are the shipped weights where ``weights`` were learned: what the score is made of is told by them.
    """
    told = rules or weights
    everything = possible(reading, frames, lexicon, weights)
    rate(reading, everything, weights, told)
    return [
        Suggested(rule_of(each), each.content, each.cue, each.speaker, each.score, parts_of(each, told))
        for each in best(reading, everything, weights.least)
    ]


def rate(reading: Reading, found: Sequence[Found], weights: Weights, rules: Weights) -> None:
    """Give each its score: by its facts, and where the weights have trees by what it is among its rivals."""
    if weights.trees is None:
        for each in found:
            each.score = weights.score(each.facts)
        return
    for each, features in zip(found, features_of(reading, found, weights, rules), strict=True):
        each.score = likely(weights.trees.total(features))


def made(marks: Marks, agent: str, found: Iterable[Suggested]) -> tuple[Quotation, ...]:
    """The suggestions as quotations, with types, forms, parents and ids that depend on kind and content alone."""
    out: dict[str, Quotation] = {}
    for each in found:
        kind, id = _named(marks, each)
        origin = Origin("pipeline", agent=agent, rule=each.rule, score=round(each.score, 4))
        speakers = (Party(each.speaker, None, None),) if each.speaker else ()
        broken = any(not (mark.opened and mark.closed) for span in each.content for mark in marks.stretches(span))
        flags = ("mark_error",) if broken and kind != "indirect" else ()
        out.setdefault(id, Quotation(id, each.content, origin, type=kind, cue=each.cue, speakers=speakers, flags=flags))
    return tuple(sorted(nested(out.values()), key=lambda each: (each.start, -each.end, each.id)))


def reasons_of(marks: Marks, found: Iterable[Suggested]) -> Reasons:
    """What speaks for each of the quotations that `made` makes of them, by their ids."""
    out: dict[str, Parts] = {}
    for each in found:
        out.setdefault(_named(marks, each)[1], each.parts)
    return out


def _named(marks: Marks, found: Suggested) -> tuple[str, str]:
    """A suggestion's type and id."""
    kind = marks.type_of(found.content)
    return kind, ids.derived("q", kind, found.content)


def nested(found: Iterable[Quotation]) -> Iterator[Quotation]:
    """Each with the smallest other one around it as its parent, in one pass over the text."""
    around: list[Quotation] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end, each.id)):
        around = [other for other in around if other.end > each.start]
        holders = [other for other in around if covered(other.content, each.content)]
        inner = min(holders, key=lambda other: (total_length(other.content), other.id), default=None)
        yield replace(each, parent=inner.id) if inner is not None else each
        around.append(each)


def rule_of(found: Found) -> str:
    """The name of the rule, as a suggestion's origin carries it."""
    if "." in found.rule:
        return f"grammar.{found.rule}"
    return f"{'speech' if found.rule in SPOKEN else 'line'}.{found.rule}"


def possible(reading: Reading, frames: Iterable[Frame], lexicon: CueLexicon, weights: Weights) -> list[Found]:
    """Everything that the steps find, with scores, in no order and overlapping."""
    found = marked_speech(reading, lexicon)
    found += by_grammar(reading, frames, lexicon, words=weights.words)
    found += headlines(reading)
    found += insertions(reading, lexicon)
    found += blocks(reading, lexicon)
    inserted = {each.word for each in found if each.rule == "inserted"}
    found = [each for each in found if each.word not in inserted or each.rule not in _PART_OF_INSERTED]
    for each in found:
        _score(reading, each, weights)
    taken = {each.word for each in found if each.word is not None and each.score >= weights.least}
    for each in tails(reading, lexicon, taken):
        _score(reading, each, weights)
        found.append(each)
    return found


def _score(reading: Reading, found: Found, weights: Weights) -> None:
    if weights.words:
        found.facts |= words_of_found(reading, found)
    found.score = weights.score(found.facts)


def by_grammar(reading: Reading, frames: Iterable[Frame], lexicon: CueLexicon, *, words: bool = False) -> list[Found]:
    """What the grammar attributes outside marked speech: an attribution inside it belongs to that speech.

    With ``words`` the facts are about the words too, and what the lexicon does not know is found as well.
    """
    found = []
    for frame in frames:
        hopeless = frame.name in _KNOWN_ONLY and not words and not lexical(frame, lexicon)
        if hopeless or reading.is_spoken(frame.head):
            continue
        content = content_of(reading, frame)
        cue = spans_of(frame.cue)
        if content and cue:
            facts = facts_of(reading, frame, content, lexicon)
            if words:
                facts |= dict.fromkeys(words_of_frame(frame), 1.0)
            speaker = source_spans(frame)
            found.append(Found(f"{frame.part}.{frame.name}", content, cue, speaker, frame.head, facts))
    return found


def source_spans(frame: Frame) -> Spans:
    """The words of who speaks, whole, but without the cue's and the content's."""
    head = frame.speaker.head
    if head is None:
        return ()
    barred = list(frame.cue)
    if not frame.clause.first <= head.at <= frame.clause.last:
        barred += [head.words[frame.clause.first], head.words[frame.clause.last]]
    return spans_of(phrase(head, barred))[:1]


def best(reading: Reading, found: Sequence[Found], least: float) -> list[Found]:
    """The best of those that are about the same words, in text order; marked speech goes before the grammar."""
    kept: list[tuple[Found, frozenset[int]]] = []
    by_token: dict[int, list[int]] = {}
    spoken_words = set()
    ranked = sorted(found, key=lambda each: (each.rule not in SPOKEN, -each.score, each.content, each.cue))
    for each in ranked:
        if each.score < least - (EASIER if each.rule in SPOKEN and each.cue and each.speaker else 0.0):
            continue
        tokens = reading.tokens(each.content)
        if not tokens or (each.word in spoken_words and each.word is not None):
            continue
        rivals = {number for token in tokens for number in by_token.get(token, ())}
        if any(_alike(each, tokens, *kept[number]) for number in rivals):
            continue
        for token in tokens:
            by_token.setdefault(token, []).append(len(kept))
        kept.append((each, tokens))
        if each.rule in SPOKEN and each.word is not None:
            spoken_words.add(each.word)
    return sorted((each for each, _ in kept), key=lambda each: each.content)


def _alike(each: Found, tokens: frozenset[int], other: Found, others: frozenset[int]) -> bool:
    shared = len(tokens & others)
    if each.word is not None and each.word is other.word:
        return True  # one word attributes the same words once
    if shared >= SAME * (len(tokens) + len(others) - shared):
        return True
    return other.rule in SPOKEN and each.rule not in SPOKEN and shared >= INSIDE * len(tokens)
