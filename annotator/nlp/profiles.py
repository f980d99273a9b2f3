"""What is suggested at all: the profiles *speech* and *wide*, with the weights of a language's scores.

``resources/suggester`` holds one plain TOML file for each language that has a suggester beyond quotation marks.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from annotator.domain.profiles import SPEECH
from annotator.nlp.pipelines import code_of
from annotator.nlp.trees import Trees
from annotator.settings import resource

_MOST: Final = 30.0
"""Beyond this weighted sum a score is as good as 0 or 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One profile's weights by fact (see `annotator.nlp.facts`), and the least score of what is suggested.

    ``words`` says that the words themselves count too (see `annotator.nlp.words`), ``trees`` what a possible quotation
    is worth among its rivals (see `annotator.nlp.rivals`): in what was learned in a project.
    """

    weights: Mapping[str, float]
    least: float
    words: bool = False
    trees: Trees | None = None

    def score(self, facts: Mapping[str, float]) -> float:
        """The logistic function of the weighted sum: how likely the content and its speaker are right, 0…1."""
        return likely(self.total(facts))

    def total(self, facts: Mapping[str, float]) -> float:
        """The weighted sum: log odds."""
        known = self.weights
        return known.get("bias", 0.0) + sum(known.get(name, 0.0) * value for name, value in facts.items())


def likely(total: float) -> float:
    """Log odds as a score, 0…1."""
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total))))


@lru_cache(maxsize=8)
def weights(language: str, profile: str = SPEECH) -> Weights | None:
    """The weights for a language code; None for a language that has none.  Raises KeyError for an unknown profile."""
    code = code_of(language)
    path = resource("suggester") / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return None
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    column: int = table["columns"].index(profile) if profile in table["columns"] else -1
    if column < 0:
        raise KeyError(profile)
    by_fact = {fact: row[column] for fact, row in table["weights"].items() if row[column]}
    return Weights(by_fact, table["least"][profile])
