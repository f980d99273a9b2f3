"""What can be learned from an article: everything that could be suggested in it, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, shared_length
from annotator.nlp.found import Found
from annotator.nlp.frames import frames_of
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.pipelines import Loaded
from annotator.nlp.profiles import Weights
from annotator.nlp.reading import Reading
from annotator.nlp.suggester import possible
from annotator.nlp.syntax import Word, words_of

_NEVER: Final = 2.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation that a person marked, or a suggestion that a person took."""

    content: Spans
    cue: Spans
    speaker: Spans


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of an article: the quotations in it, and passages that are none.

    ``finished`` says that what is not among the quotations is none either; else nobody knows about it yet.
    """

    wanted: tuple[Wanted, ...] = ()
    rejected: tuple[Spans, ...] = ()
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article with all that could be suggested in it, and what people said of it."""

    reading: Reading
    found: tuple[Found, ...]
    said: Said


@dataclass(frozen=True, slots=True)
class Counts:
    """Suggestions that are right end to end, of how many suggested and how many wanted."""

    right: int = 0
    suggested: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """The F1; 0 where there is nothing."""
        return 2 * self.right / max(1, self.suggested + self.wanted)

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(self.right + other.right, self.suggested + other.suggested, self.wanted + other.wanted)


def lesson(text: str, loaded: Loaded, shipped: Weights, said: Said) -> Lesson:
    """Everything that could be suggested in an article; the scores are those of the shipped weights."""
    words: list[Word] = []
    for offset, doc in loaded.docs(text):
        words_of(doc, offset, words)
    reading = Reading(text, words, Marks(text), Span(0, len(text)))
    lexicon = cue_lexicon(loaded.nlp.lang)
    found = possible(reading, frames_of(words), lexicon, Weights(shipped.weights, _NEVER, words=True))
    return Lesson(reading, tuple(found), said)


def judged(lesson: Lesson) -> Iterator[tuple[Found, bool]]:
    """What is possible in an article and is known to be right, or known to be wrong.

    In an article that is not finished a possible quotation is wrong if it is about words that a person rejected, or
    about those of a quotation with another speaker or cue.
    """
    wanted = [(each, lesson.reading.tokens(each.content)) for each in lesson.said.wanted]
    rejected = [lesson.reading.tokens(each) for each in lesson.said.rejected]
    for found in lesson.found:
        own = lesson.reading.tokens(found.content)
        about = [each for each, its in wanted if _same(own, its)]
        right = any(_agrees(found, each) for each in about)
        if right or lesson.said.finished or about or any(_same(own, its) for its in rejected):
            yield found, right


def matched(lesson: Lesson, made: Iterable[Found]) -> list[tuple[Found, bool]]:
    """Which of some suggestions are right end to end, each wanted quotation found once."""
    left = [(each, lesson.reading.tokens(each.content)) for each in lesson.said.wanted]
    out = []
    for found in made:
        own = lesson.reading.tokens(found.content)
        place = next((n for n, (each, its) in enumerate(left) if _same(own, its) and _same_speaker(found, each)), None)
        if place is not None:
            del left[place]
        out.append((found, place is not None))
    return out


def _same(own: frozenset[int], its: frozenset[int]) -> bool:
    """Whether two contents share half of their words."""
    return 2 * len(own & its) >= len(own | its) > 0


def _agrees(found: Found, wanted: Wanted) -> bool:
    cue = not (wanted.cue and found.cue) or bool(shared_length(wanted.cue, found.cue))
    return cue and _same_speaker(found, wanted)


def _same_speaker(found: Found, wanted: Wanted) -> bool:
    if wanted.speaker and found.speaker:
        return bool(shared_length(wanted.speaker, found.speaker))
    return not wanted.speaker and not found.speaker
