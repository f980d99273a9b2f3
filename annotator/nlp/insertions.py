"""Attributions between two commas: "In June, those experts argued, it will fall"; "which, he said, was over"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.text import Span, Spans
from annotator.nlp.contents import fitted
from annotator.nlp.facts import certainty
from annotator.nlp.found import Found
from annotator.nlp.reading import Reading
from annotator.nlp.syntax import VERBAL, Word, phrase, spans_of, verb_group

LONGEST_REST: Final = 7
"""Most words between the reporting verb and the comma that closes the insertion."""
FARTHEST: Final = 3
"""Most words between a subject and its verb."""

_TENSED: Final = frozenset({"VBD", "VBZ", "VBP", "NNS"})
_RELATIVES: Final = frozenset({"who", "which", "that"})
_SUBORDINATING: Final = frozenset({"when", "where", "because", "if", "as", "since", "although", "though", "while"})
_NEW_CLAUSE: Final = frozenset({"that", "and", "but", "who", "which"})


def insertions(reading: Reading, lexicon: CueLexicon) -> Iterator[Found]:
    """The sentences with an attribution in their midst.

    Everything else in the sentence is the content; in a relative clause the pronoun and what follows, behind "when" and
    its like only what follows.
    """
    for word in reading.words:
        if word.part not in VERBAL or word.tag not in _TENSED or "clause" not in lexicon.frames("verb", word.lemma):
            continue
        inserted = _between_commas(word)
        if inserted is None or reading.is_spoken(word):
            continue
        content = _around(reading, word, *inserted)
        if content:
            relative = word.words[inserted[0] - 1].lower in _RELATIVES
            facts = ("rule=inserted", f"inserted={'relative' if relative else 'sentence'}", f"inserted:{word.tag}")
            subject = word.child("nsubj")
            speaker = spans_of(phrase(subject, [word]))[:1] if subject is not None else ()
            cue = spans_of(verb_group(word))
            known = certainty(lexicon.frames("verb", word.lemma)["clause"])
            noticed = {**dict.fromkeys(facts, 1.0), "inserted:lexicon": known}
            yield Found("inserted", content, cue, speaker, word, noticed)


def _between_commas(verb: Word) -> tuple[int, int] | None:
    """The places of the two commas around a verb and its subject."""
    words, subject = verb.words, verb.child("nsubj")
    if subject is None or subject.lower in _RELATIVES or not 0 < verb.at - subject.right <= FARTHEST:
        return None
    low, limit = subject.left - 1, min(verb.at + LONGEST_REST, len(words) - 1)
    high = next((at for at in range(verb.at + 1, limit) if words[at].text == ","), 0)
    if low < 1 or not high or words[low].text != ",":
        return None
    goes_on = any(each.part in VERBAL or each.lower in _NEW_CLAUSE for each in words[verb.at + 1 : high])
    return None if goes_on else (low, high)


def _around(reading: Reading, verb: Word, low: int, high: int) -> Spans:
    """What stands around an insertion in its sentence."""
    words = verb.words
    start, end = reading.paragraph_around(verb.start)
    start, end = reading.last_sentence(start, verb.start), reading.first_sentence(verb.start, end)
    before = words[low - 1]
    if before.lower in _RELATIVES:
        start = before.start
    elif before.lower in _SUBORDINATING:
        start = words[high + 1].start
    inside = [each for each in reading.between(start, end) if each.is_word]
    if not inside or inside[-1].at <= high or reading.stretches(start, words[low + 1].start):
        return ()
    first = next((each for each in inside if each.dep != "cc"), inside[-1])
    spans = [Span(words[high + 1].start, inside[-1].end)]
    if first.at < low:
        spans.insert(0, Span(first.start, words[low].start))
    elif first.at <= high:
        return ()
    return fitted(reading, tuple(spans))
