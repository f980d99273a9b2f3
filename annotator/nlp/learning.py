"""Learning from articles that people have annotated: other weights for the suggester's scores.

A logistic regression over the facts of every possible quotation, those about its words among them; the score of the
shipped weights is one of its inputs, so that with few articles the shipped weights lead.  As both are sums, what comes
out is a sum again: plain weights by fact, which need nothing but `annotator.nlp.profiles` to be used.  What the shipped
weights leave below their threshold is judged like the rest, so that the model brings it in where it is found good.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Final

from annotator.domain.calibration import Tally, tallied
from annotator.nlp.found import Found
from annotator.nlp.lessons import Counts, Lesson, judged, matched
from annotator.nlp.profiles import Weights
from annotator.nlp.suggester import best

LEAST: Final = 0.3
"""The least score of what is suggested with learned weights: near half of the best F1, where F1 is highest."""
PULL: Final = 0.1
"""How freely weights leave nought: the inverse strength of the ridge."""
RULE: Final = "rule"
"""The name of the shipped score among the inputs, as log odds."""
LEAD: Final = 4.0
"""How often the shipped score is counted among the inputs: the ridge then hardly holds it, and it leads."""
FEWEST: Final = 2
"""Articles that a fact must be seen in: what one article alone shows is chance."""
SMALLEST: Final = 1e-3
"""Weights nearer to nought are left out."""


def is_installed() -> bool:
    """Whether scikit-learn, the extra ``[learn]``, is there."""
    return find_spec("sklearn") is not None


def learned(lessons: Sequence[Lesson], shipped: Weights) -> Weights | None:
    """The weights that these articles teach; None where they show nothing that is right, or nothing that is wrong."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    known = _frequent(lessons)
    rows, truth = [], []
    for one in lessons:
        for each, right in judged(one):
            facts = {name: value for name, value in each.facts.items() if name in known}
            rows.append({**facts, RULE: LEAD * _odds(shipped.score(each.facts))})
            truth.append(right)
    if len(set(truth)) < 2:
        return None
    names = DictVectorizer()
    table = names.fit_transform(rows)
    table.indices, table.indptr = (
        table.indices.astype("int32"),
        table.indptr.astype("int32"),
    )  # liblinear takes no other
    model = LogisticRegression(C=PULL, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, truth)
    own = dict(zip(names.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return _folded(own, float(model.intercept_[0]), shipped)


def counted(lesson: Lesson, weights: Weights) -> Counts:
    """How good the suggestions are that these weights make of an article."""
    made = matched(lesson, suggestions(lesson, weights))
    return Counts(sum(right for _, right in made), len(made), len(lesson.said.wanted))


def tally(lessons: Iterable[Lesson], weights: Weights) -> Mapping[int, Tally]:
    """How often suggestions of each score are right: see `annotator.domain.calibration`."""
    return tallied(
        (found.score, right) for each in lessons for found, right in matched(each, suggestions(each, weights))
    )


def suggestions(lesson: Lesson, weights: Weights) -> list[Found]:
    """What these weights suggest in an article, in text order."""
    for each in lesson.found:
        each.score = weights.score(each.facts)
    return best(lesson.reading, lesson.found, weights.least)


def _frequent(lessons: Sequence[Lesson]) -> frozenset[str]:
    """The facts that are seen in `FEWEST` articles, or more."""
    seen: Counter[str] = Counter()
    for each in lessons:
        seen.update({name for found in each.found for name in found.facts})
    return frozenset(name for name, count in seen.items() if count >= FEWEST)


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
