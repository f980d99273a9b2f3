"""What a learned model notices beyond the grammar (see `annotator.nlp.facts`): the words of cue, speaker and content.

The shipped weights leave words alone, or they would only know the news that they were fitted to; a project's own
annotations are about the very texts that are to be annotated.  A fact about words is a number: which of `BUCKETS` it
falls into.  Many words share one, so that a model says nothing of the words of the articles that it was learned from.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

from annotator.nlp.found import Found
from annotator.nlp.frames import Frame, core_of
from annotator.nlp.reading import Reading
from annotator.nlp.syntax import Word

BUCKETS: Final = 1 << 16
LENGTH: Final = "length"
PLACE: Final = "place"
_OPENERS: Final = frozenset({"mark", "aux", "advmod", "nsubj"})
_BESIDE: Final = frozenset({"aux", "neg", "auxpass"})
_WITHIN: Final = frozenset({"nsubj", "dobj", "pobj", "amod", "advmod"})


def words_of_frame(frame: Frame) -> list[str]:
    """The facts about a frame's words; each stands for itself."""
    return [bucket(each) for facts in (_of_cue, _of_content, _of_speaker) for each in facts(frame)]


def words_of_found(reading: Reading, found: Found) -> dict[str, float]:
    """The facts about anything that is possible: its reporting word, its length, how far down the text it stands."""
    count = sum(reading.count(*span) for span in found.content)
    facts = {LENGTH: math.log1p(count), PLACE: found.content[0].start / max(1, len(reading.text))}
    if found.word is not None:
        facts[bucket(f"word={found.word.lemma}")] = 1.0
        facts[bucket(f"word={found.word.lemma}:{found.rule}")] = 1.0
    return facts


def bucket(fact: str) -> str:
    """The name of the bucket that a fact falls into, the same on every machine."""
    return f"#{crc32(fact.encode('utf-8')) % BUCKETS:04x}"


def is_bare(fact: str) -> bool:
    """Whether a fact is one of these, and so names no word."""
    return fact.startswith("#") or fact in (LENGTH, PLACE)


def _cue(frame: Frame) -> str:
    return f"{frame.part[0]}:{frame.head.lemma}"


def _of_cue(frame: Frame) -> Iterator[str]:
    head, cue, words = frame.head, _cue(frame), frame.head.words
    yield f"cue={cue}"
    yield f"cue={cue}:{frame.name}"
    yield f"cue tag={cue}:{head.tag}"
    yield f"dep={head.dep}:{frame.name}"
    yield f"above={'' if head.is_root else head.head.lemma}:{head.dep}"
    if frame.preposition:
        yield f"cue={cue}:{frame.name}:{frame.preposition}"
    for kid in head.kids:
        if kid.dep in _BESIDE:
            yield f"cue beside={cue}:{kid.lower}"
    yield f"before={_lower(words, head.at - 1)}:{frame.part[0]}"
    yield f"behind={_lower(words, head.at + 1)}:{frame.part[0]}"


def _of_content(frame: Frame) -> Iterator[str]:
    core, cue, words, first = core_of(frame), _cue(frame), frame.head.words, frame.clause.first
    yield f"core={core.lemma}"
    yield f"core={core.lemma}:{frame.part[0]}:{frame.name}"
    yield f"core dep={core.dep}:{frame.name}"
    yield f"cue core={cue}:{core.part}"
    yield f"opens={words[first].lower}:{frame.name}"
    yield f"opens tag={words[first].tag}:{frame.name}"
    yield f"cue opens={cue}:{words[first].lower}"
    for kid in core.kids:
        if kid.dep in _OPENERS and kid.at <= core.at:
            yield f"opener={kid.lower}:{frame.name}"
        if kid.dep in _WITHIN:
            yield f"core kid={kid.dep}:{kid.lemma}"


def _of_speaker(frame: Frame) -> Iterator[str]:
    source, cue, road = frame.speaker.head, _cue(frame), frame.speaker.road
    if source is None:
        return
    kind = source.entity or source.part
    yield f"who={source.lemma}"
    yield f"who={kind}:{frame.name}"
    yield f"who tag={source.tag}:{road}"
    yield f"road={road}:{frame.name}"
    yield f"cue who={cue}:{kind}"
    yield f"cue road={cue}:{road}"


def _lower(words: Sequence[Word], at: int) -> str:
    return words[at].lower if 0 <= at < len(words) else ""
