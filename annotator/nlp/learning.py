"""Learning from articles that people have finished: other weights for the suggester's scores.

A logistic regression over the facts of every possible quotation, those about its words among them; the score of the
shipped weights is one of its inputs, so that with few articles the shipped weights lead.  As both are sums, what comes
out is a sum again: plain weights by fact, which need nothing but `annotator.nlp.profiles` to be used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, shared_length
from annotator.nlp.found import Found
from annotator.nlp.frames import frames_of
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.pipelines import Loaded
from annotator.nlp.profiles import Weights
from annotator.nlp.reading import Reading
from annotator.nlp.suggester import best, possible
from annotator.nlp.syntax import Word, words_of

LEAST: Final = 0.3
"""The least score of what is suggested with learned weights: near half of the best F1, where F1 is highest."""
PULL: Final = 0.1
"""How freely weights leave nought: the inverse strength of the ridge."""
RULE: Final = "rule"
"""The name of the shipped score among the inputs, as log odds."""
LEAD: Final = 4.0
"""How often the shipped score is counted among the inputs: the ridge then hardly holds it, and it leads."""
SMALLEST: Final = 1e-3
"""Weights nearer to nought are left out."""
_NEVER: Final = 2.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation that a person marked."""

    content: Spans
    cue: Spans
    speaker: Spans


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article with all that could be suggested in it, and what a person marked there."""

    reading: Reading
    found: tuple[Found, ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Suggestions that are right end to end, of how many suggested and how many wanted."""

    right: int
    suggested: int
    wanted: int

    @property
    def f1(self) -> float:
        """The F1; 0 where there is nothing."""
        return 2 * self.right / max(1, self.suggested + self.wanted)


def is_installed() -> bool:
    """Whether scikit-learn, the extra ``[learn]``, is there."""
    return find_spec("sklearn") is not None


def lesson(text: str, loaded: Loaded, shipped: Weights, wanted: Iterable[Wanted]) -> Lesson:
    """Everything that could be suggested in a finished article; the scores are those of the shipped weights."""
    words: list[Word] = []
    for offset, doc in loaded.docs(text):
        words_of(doc, offset, words)
    reading = Reading(text, words, Marks(text), Span(0, len(text)))
    lexicon = cue_lexicon(loaded.nlp.lang)
    found = possible(reading, frames_of(words), lexicon, Weights(shipped.weights, _NEVER, words=True))
    return Lesson(reading, tuple(found), tuple(wanted))


def learned(lessons: Sequence[Lesson], shipped: Weights) -> Weights | None:
    """The weights that these articles teach; None where they show nothing that is right, or nothing that is wrong."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [
        ({**each.facts, RULE: LEAD * _odds(shipped.score(each.facts))}, right)
        for one in lessons
        for each, right in _judged(one)
    ]
    truth = [right for _, right in rows]
    if len(set(truth)) < 2:
        return None
    names = DictVectorizer()
    table = names.fit_transform([facts for facts, _ in rows])
    table.indices, table.indptr = (
        table.indices.astype("int32"),
        table.indptr.astype("int32"),
    )  # liblinear takes no other
    model = LogisticRegression(C=PULL, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, truth)
    own = dict(zip(names.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return _folded(own, float(model.intercept_[0]), shipped)


def counted(lessons: Iterable[Lesson], weights: Weights) -> Counts:
    """How good the suggestions are that these weights make of articles."""
    right = suggested = wanted = 0
    for each in lessons:
        made = suggestions(each, weights)
        right += _matched(each, made)
        suggested += len(made)
        wanted += len(each.wanted)
    return Counts(right, suggested, wanted)


def suggestions(lesson: Lesson, weights: Weights) -> list[Found]:
    """What these weights suggest in an article, in text order."""
    for each in lesson.found:
        each.score = weights.score(each.facts)
    return best(lesson.reading, lesson.found, weights.least)


def _folded(own: dict[str, float], intercept: float, shipped: Weights) -> Weights:
    """One sum of two: the learned weights, and those of the shipped score as often as it counts."""
    share = LEAD * own.pop(RULE, 0.0)
    names = sorted(set(own) | set(shipped.weights) - {"bias"})
    folded = {name: own.get(name, 0.0) + share * shipped.weights.get(name, 0.0) for name in names}
    kept = {name: round(weight, 4) for name, weight in folded.items() if abs(weight) >= SMALLEST}
    bias = intercept + share * shipped.weights.get("bias", 0.0)
    return Weights({"bias": round(bias, 4), **kept}, LEAST, words=True)


def _odds(score: float) -> float:
    return math.log((score + 0.02) / (1.02 - score))


def _judged(lesson: Lesson) -> Iterator[tuple[Found, bool]]:
    tokens = [(each, lesson.reading.tokens(each.content)) for each in lesson.wanted]
    for found in lesson.found:
        own = lesson.reading.tokens(found.content)
        yield found, any(2 * len(own & its) >= len(own | its) > 0 and _agrees(found, each) for each, its in tokens)


def _matched(lesson: Lesson, made: Iterable[Found]) -> int:
    """How many are right, each wanted quotation found once."""
    open_ones = [(each, lesson.reading.tokens(each.content)) for each in lesson.wanted]
    right = 0
    for found in made:
        own = lesson.reading.tokens(found.content)
        for place, (each, its) in enumerate(open_ones):
            if 2 * len(own & its) >= len(own | its) > 0 and _same_speaker(found, each):
                del open_ones[place]
                right += 1
                break
    return right


def _agrees(found: Found, wanted: Wanted) -> bool:
    cue = not (wanted.cue and found.cue) or bool(shared_length(wanted.cue, found.cue))
    return cue and _same_speaker(found, wanted)


def _same_speaker(found: Found, wanted: Wanted) -> bool:
    if wanted.speaker and found.speaker:
        return bool(shared_length(wanted.speaker, found.speaker))
    return not wanted.speaker and not found.speaker
