"""How good the pipeline's suggestions are against layers that people made.

A suggestion is found where its content and a quotation's are the same for at least half of their code points (Dice),
exactly where they are equal but for marks and edge punctuation.  Its speaker is right where both name the same entity,
or their words touch, or neither has any.  End to end it is right if it is found and its speaker is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from annotator.analysis.matching import Matcher, Side
from annotator.analysis.sameness import Rules, entity_of, linked
from annotator.domain.annotations import Layer, Party, Quotation
from annotator.domain.text import shared_length

TENTHS: Final = 10
"""Steps of the score in the calibration."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Of ``suggested`` and ``wanted`` quotations ``right`` ones; the rates are None where there is nothing to count."""

    right: int
    suggested: int
    wanted: int

    @property
    def precision(self) -> float | None:
        """The share of right ones among the suggested."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """The share of right ones among the wanted."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return 2 * self.right / (self.suggested + self.wanted) if self.suggested + self.wanted else None


@dataclass(frozen=True, slots=True)
class Scored:
    """The three ways to count: content equal, content overlapping, and that with the right speaker."""

    exact: Rates
    overlap: Rates
    end_to_end: Rates


@dataclass(frozen=True, slots=True)
class Step:
    """The suggestions with a score from ``low`` to below ``high`` (the last step: to 1), and how many are right."""

    low: float
    high: float
    judged: int
    right: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures.  ``speakers`` are the matched ones and those with the right speaker.

    ``taken`` is how many of the wanted quotations were suggestions once: people who see suggestions take some of them.
    """

    documents: int
    overall: Scored
    by_type: Mapping[str, Scored]
    speakers: tuple[int, int]
    calibration: tuple[Step, ...]
    taken: int

    @property
    def speaker_accuracy(self) -> float | None:
        """The share of matched suggestions whose speaker is right."""
        matched, right = self.speakers
        return right / matched if matched else None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A suggestion, a wanted quotation, or both where they match."""

    suggestion: Quotation | None
    wanted: Quotation | None
    exact: bool = False
    speaker: bool = False


def evaluation(sides: Iterable[tuple[Side, Layer]], types: Iterable[str], rules: Rules | None = None) -> Evaluation:
    """The pipeline's layers of these documents against the layer beside each; ``types`` are the scheme's, in order."""
    pairs: list[_Pair] = []
    documents = 0
    for side, layer in sides:
        if side.pipeline is not None:
            documents += 1
            pairs += _pairs(side, side.pipeline, layer, rules)
    matched = [each for each in pairs if each.suggestion and each.wanted]
    wanted = [each.wanted for each in pairs if each.wanted]
    return Evaluation(
        documents,
        _scored(pairs, None),
        {type: scored for type in types if (scored := _scored(pairs, type)).overlap.f1 is not None},
        (len(matched), sum(each.speaker for each in matched)),
        _calibration(pairs),
        sum(each.origin.kind == "suggestion" for each in wanted),
    )


def _pairs(side: Side, pipeline: Layer, layer: Layer, rules: Rules | None) -> Iterable[_Pair]:
    matcher = Matcher(side, rules)
    ours, theirs = linked(pipeline), linked(layer)
    for row in matcher.rows(pipeline, layer):
        if row.a is None or row.b is None:
            yield _Pair(row.a, row.b)
            continue
        a = [(matcher.same.entity(entity_of(each, ours)), each) for each in row.a.speakers]
        b = [(matcher.same.entity(entity_of(each, theirs)), each) for each in row.b.speakers]
        yield _Pair(row.a, row.b, row.exact, _same_speaker(a, b))


def _same_speaker(a: list[tuple[str | None, Party]], b: list[tuple[str | None, Party]]) -> bool:
    some = [any(each.spans or entity for entity, each in parties) for parties in (a, b)]
    if not all(some):
        return not any(some)
    return any(
        (ours is not None and ours == theirs) or bool(shared_length(one.spans, other.spans))
        for ours, one in a
        for theirs, other in b
    )


def _scored(pairs: list[_Pair], type: str | None) -> Scored:
    """The figures of a type, None for all: precision goes by the suggestions' types, recall by the quotations'."""
    suggested = [each for each in pairs if each.suggestion and type in (None, each.suggestion.type)]
    wanted = [each for each in pairs if each.wanted and type in (None, each.wanted.type)]
    both = [each for each in wanted if each.suggestion and type in (None, each.suggestion.type)]
    counts = len(suggested), len(wanted)
    return Scored(
        Rates(sum(each.exact for each in both), *counts),
        Rates(len(both), *counts),
        Rates(sum(each.speaker for each in both), *counts),
    )


def _calibration(pairs: list[_Pair]) -> tuple[Step, ...]:
    steps = [[0, 0] for _ in range(TENTHS)]
    for each in pairs:
        if each.suggestion is not None and each.suggestion.origin.score is not None:
            step = steps[max(0, min(TENTHS - 1, int(each.suggestion.origin.score * TENTHS)))]
            step[0] += 1
            step[1] += each.speaker and each.wanted is not None
    return tuple(Step(at / TENTHS, (at + 1) / TENTHS, *step) for at, step in enumerate(steps) if step[0])
