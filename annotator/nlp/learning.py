"""Learning from articles that people have annotated: other weights for the suggester's scores, and trees above them.

First a logistic regression over the facts of every possible quotation, those about its words among them; the score of
the shipped weights is one of its inputs, so that with few articles the shipped weights lead.  As both are sums, what
comes out is a sum again: plain weights by fact.  Then a few boosted trees (gradient boosting, Friedman 2001) over what
each is worth and what its rivals are worth.  What comes out needs nothing but `annotator.nlp.suggester` to be used.
What the shipped weights leave below their threshold is judged like the rest, so that the model brings it in where it is
found good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Final

from annotator.domain.calibration import Tally, tallied
from annotator.nlp.examples import LEAD, RULE, Examples
from annotator.nlp.found import Found
from annotator.nlp.lessons import Counts, Lesson, matched
from annotator.nlp.profiles import Weights
from annotator.nlp.rivals import features_of
from annotator.nlp.suggester import best, rate
from annotator.nlp.trees import Node, Trees

LEAST: Final = 0.3
"""The least score of what is suggested with learned weights: near half of the best F1, where F1 is highest."""
PULL: Final = 0.1
"""How freely weights leave nought: the inverse strength of the ridge."""
FEWEST: Final = 2
"""Articles that a fact must be seen in: what one article alone shows is chance."""
SMALLEST: Final = 5e-3
"""Weights nearer to nought are left out."""
INNER: Final = 4
"""Parts of the articles: what the trees see of each is what the others taught."""
ROUNDS: Final = 80
"""How many trees are grown, each on what the ones before leave wrong …"""
LEAVES: Final = 8
"""… with so many leaves …"""
SMALLEST_LEAF: Final = 30
"""… and at least so many possible quotations in each."""


def is_installed() -> bool:
    """Whether scikit-learn, the extra ``[learn]``, is there."""
    return find_spec("sklearn") is not None


def learned(lessons: Sequence[Lesson], shipped: Weights) -> Weights | None:
    """What these articles teach; None where they show nothing that is right, or nothing that is wrong."""
    return learned_from(Examples(lessons, shipped), range(len(lessons)))


def learned_from(examples: Examples, articles: Sequence[int]) -> Weights | None:
    """What some of the articles teach, by their numbers; None as for `learned`."""
    whole = _linear(examples, articles)
    if whole is None or len(articles) < INNER:
        return whole
    features: list[list[float]] = []
    truth: list[bool] = []
    for part in range(INNER):
        # what an article taught is not asked about that article: it would know the answers
        own = _linear(examples, [each for at, each in enumerate(articles) if at % INNER != part])
        if own is None:
            continue
        for number in articles[part::INNER]:
            one = examples.lessons[number]
            rows = features_of(one.reading, one.found, own, examples.shipped)
            features += [rows[at] for at in examples.known[number]]
            truth += [examples.truth[row] for row in examples.rows([number])]
    return replace(whole, trees=_boosted(features, truth))


def _linear(examples: Examples, articles: Sequence[int]) -> Weights | None:
    """Weights by fact."""
    from sklearn.linear_model import LogisticRegression

    truth = [examples.truth[row] for row in examples.rows(articles)]
    if len(set(truth)) < 2:
        return None
    table, columns = examples.table(articles, FEWEST)
    model = LogisticRegression(C=PULL, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, truth)
    own = dict(zip([examples.names[each] for each in columns], map(float, model.coef_[0]), strict=True))
    return _folded(own, float(model.intercept_[0]), examples.shipped)


def _boosted(features: Sequence[Sequence[float]], truth: Sequence[bool]) -> Trees | None:
    """Trees that tell right from wrong; None where there is too little to grow them on."""
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    if min(sum(truth), len(truth) - sum(truth)) < 2 * SMALLEST_LEAF:
        return None
    table = np.array(features, dtype=float)
    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=0.1,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=SMALLEST_LEAF,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    )
    model.fit(table, np.array(truth))
    trees = _copied(model)
    sample = table[:: max(1, len(table) // 50)]
    theirs = model.decision_function(sample)
    ours = [trees.total(row) for row in sample.tolist()]
    return trees if np.allclose(ours, theirs, atol=1e-3) else None


def _copied(model: Any) -> Trees:
    """The trees of scikit-learn's, which has no other door to them, rounded as they are stored."""
    trees = []
    for (predictor,) in model._predictors:  # noqa: SLF001 - `_boosted` checks what comes out
        nodes = predictor.nodes
        names = ("is_leaf", "value", "feature_idx", "num_threshold", "left", "right")
        rows = zip(*(nodes[name].tolist() for name in names), strict=True)
        trees.append(
            tuple(
                Node(-1, round(value, 5)) if leaf else Node(feature, threshold, left, right)
                for leaf, value, feature, threshold, left, right in rows
            )
        )
    return Trees(float(model._baseline_prediction[0][0]), tuple(trees))  # noqa: SLF001


def counted(lesson: Lesson, weights: Weights, shipped: Weights) -> Counts:
    """How good the suggestions are that these weights make of an article."""
    made = matched(lesson, suggestions(lesson, weights, shipped))
    return Counts(sum(right for _, right in made), len(made), len(lesson.said.wanted))


def tally(lessons: Iterable[Lesson], weights: Weights, shipped: Weights) -> Mapping[int, Tally]:
    """How often suggestions of each score are right: see `annotator.domain.calibration`."""
    return tallied(
        (found.score, right) for each in lessons for found, right in matched(each, suggestions(each, weights, shipped))
    )


def suggestions(lesson: Lesson, weights: Weights, shipped: Weights) -> list[Found]:
    """What these weights suggest in an article, in text order."""
    rate(lesson.reading, lesson.found, weights, shipped)
    return best(lesson.reading, lesson.found, weights.least)


def _folded(own: dict[str, float], intercept: float, shipped: Weights) -> Weights:
    """One sum of two: the learned weights, and those of the shipped score as often as it counts."""
    share = LEAD * own.pop(RULE, 0.0)
    names = sorted(set(own) | set(shipped.weights) - {"bias"})
    folded = {name: own.get(name, 0.0) + share * shipped.weights.get(name, 0.0) for name in names}
    kept = {name: round(weight, 3) for name, weight in folded.items() if abs(weight) >= SMALLEST}
    bias = intercept + share * shipped.weights.get("bias", 0.0)
    return Weights({"bias": round(bias, 4), **kept}, LEAST, words=True)
