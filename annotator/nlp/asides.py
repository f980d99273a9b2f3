"""Attributions by the shape of a line: headlines ("Lindqvist: we stay"), sentences that end in ", experts say"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from typing import Final

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.text import Span
from annotator.nlp.attributions import reporting
from annotator.nlp.facts import certainty
from annotator.nlp.found import Found
from annotator.nlp.reading import Reading
from annotator.nlp.speakers import speaker_beside
from annotator.nlp.syntax import NOMINAL, VERBAL, Word, spans_of, verb_group

LONGEST_TAIL: Final = 7
"""Most words of an attribution at the end of a sentence."""
SHORTEST_BLOCK: Final = 5
"""Fewest words of a line that is quoted as a whole."""
SHORTEST_BODY: Final = 20
"""Fewest code points before it."""

_HEAD = re.compile(r"\s*([A-Z][\w.’'\-]*(?:,?\s{1,3}(?:[A-Z][\w.’'\-]*|of|the|for|and)){0,11}\s?):\s+(?=\S)")
_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_TENSED: Final = frozenset({"VBD", "VBZ", "VBP", "NNS"})
_OPENING: Final = "“\"‘'«„"


def headlines(reading: Reading) -> Iterator[Found]:
    """Lines that begin with a name and a colon: the first one of a text, transcripts in capitals, marked speech."""
    for number, (start, end) in enumerate(reading.paragraphs):
        head = _HEAD.match(reading.text, start, min(end, start + 150))
        if head is None:
            continue
        name = head[1].rstrip()
        words = reading.between(head.start(1), head.end(1))
        low, high = head.end(), start + len(reading.text[start:end].rstrip())
        marked = reading.text[low] in _OPENING
        place = (
            "first"
            if not number and not reading.span.start
            else "capitals"
            if name.isupper()
            else "marked"
            if marked
            else ""
        )
        named = any(each.part == "PROPN" or each.entity in _NAMES for each in words)
        if not place or not named or reading.stretch_at(start) is not None:
            continue
        cue, speaker = Span(head.end(1), head.end(1) + 1), Span(head.start(1), head.start(1) + len(name))
        facts = dict.fromkeys(("rule=headline", f"headline={place}"), 1.0)
        yield Found("headline", (Span(low, high),), (cue,), (speaker,), None, facts)


def tails(reading: Reading, lexicon: CueLexicon, taken: Collection[Word]) -> Iterator[Found]:
    """Sentences that end in ", NAME believes" where the parser saw no complement: the rest is the content.

    ``taken`` are the reporting words that attribute something already.
    """
    for start, end in reading.paragraphs:
        low = start
        for stop in (*reading.sentence_starts(start, end), end):
            found = _tail(reading, lexicon, low, stop)
            if found is not None and found.word not in taken:
                yield found
            low = stop


def _tail(reading: Reading, lexicon: CueLexicon, low: int, stop: int) -> Found | None:
    text = reading.text
    high = low + len(text[low:stop].rstrip())
    comma = text.rfind(", ", max(low, high - 100), high)
    if comma - low < SHORTEST_BODY or reading.count(comma, high) > LONGEST_TAIL:
        return None
    words = [each for each in reading.between(comma + 1, high) if each.is_word]
    if len(words) < 2 or words[-1].tag not in _TENSED or words[-2].part not in NOMINAL:
        return None
    if len(reporting(words, lexicon)) != 1 or not reporting(words[-1:], lexicon):
        return None
    if reading.stretch_at(comma) is not None or any(each.span.end >= comma for each in reading.stretches(low, comma)):
        return None
    verb = words[-1]
    facts = dict.fromkeys(("rule=tail", f"tail={verb.tag}"), 1.0)
    facts["tail:lexicon"] = certainty(lexicon.frames("verb", verb.lemma).get("clause", 0.2))
    speaker = spans_of([each for each in words if each.at < verb.at])[:1]
    return Found("tail", (Span(low, comma),), spans_of(verb_group(verb)), speaker, verb, facts)


def blocks(reading: Reading, lexicon: CueLexicon) -> Iterator[Found]:
    """Lines without marks that a reporting clause with a colon at the end of the line before introduces."""
    for (start, end), (low, high) in itertools.pairwise(reading.paragraphs):
        if not reading.text[max(start, end - 10) : end].rstrip().endswith(":"):
            continue
        if reading.stretches(low, high) or reading.count(low, high) < SHORTEST_BLOCK:
            continue
        first = reading.last_sentence(start, end)
        words = [each for each in reading.between(first, end) if each.part != "SPACE"]
        verbs = [each for each in reporting(words, lexicon) if each.part in VERBAL]
        if not verbs:
            continue
        speaker, road = speaker_beside(reading, verbs[-1], Span(first, end))
        beside = "beside" if sum(each.is_word for each in words if each.at > verbs[-1].at) <= 2 else "far"
        facts = dict.fromkeys(("rule=block", f"block={beside}", f"road={road}:block"), 1.0)
        content = Span(low, low + len(reading.text[low:high].rstrip()))
        yield Found("block", (content,), spans_of(verb_group(verbs[-1])), spans_of(speaker)[:1], verbs[-1], facts)
