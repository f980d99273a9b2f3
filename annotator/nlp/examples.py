"""What many articles show, as one table for learning: a row for each possible quotation that is known, right or wrong.

It is made once; what is learned from some of the articles looks at their rows alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from annotator.nlp.lessons import Lesson, judged
from annotator.nlp.profiles import Weights
from annotator.nlp.rivals import odds
from annotator.nlp.words import is_bare

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RULE: Final = "rule"
"""The name of the shipped score among the inputs, as log odds."""
LEAD: Final = 4.0
"""How often the shipped score is counted among the inputs: the ridge then hardly holds it, and it leads."""


class Examples:
    """The table.  ``names`` are those of its columns, the first of them `RULE`.

    ``truth`` says of each row whether it is right; ``known`` of each article at which places among its possible
    quotations the rows stand.
    """

    def __init__(self, lessons: Sequence[Lesson], shipped: Weights) -> None:
        self.lessons = tuple(lessons)
        self.shipped = shipped
        self.truth: list[bool] = []
        self.known: list[list[int]] = []
        self._first: list[int] = [0]
        columns: dict[str, int] = {RULE: 0}
        values, indices, ends = array("d"), array("i"), array("i", [0])
        for one in self.lessons:
            right = {id(found): truth for found, truth in judged(one)}
            self.known.append([at for at, found in enumerate(one.found) if id(found) in right])
            for at in self.known[-1]:
                facts = one.found[at].facts
                self.truth.append(right[id(one.found[at])])
                values.append(LEAD * odds(shipped.score(facts)))
                # a fact that the rules have no weight for may name a word of the text: a model is to hold none
                facts = {name: value for name, value in facts.items() if name in shipped.weights or is_bare(name)}
                indices.append(0)
                values.extend(facts.values())
                indices.extend([columns.setdefault(name, len(columns)) for name in facts])
                ends.append(len(values))
            self._first.append(len(self.truth))
        self.names = tuple(columns)
        self._parts = (values, indices, ends)

    def rows(self, articles: Sequence[int]) -> list[int]:
        """The numbers of the rows of some articles."""
        return [row for each in articles for row in range(self._first[each], self._first[each + 1])]

    def table(self, articles: Sequence[int], fewest: int) -> tuple[csr_matrix, list[int]]:
        """The rows of some articles with the columns that are seen in ``fewest`` of them, and which those are."""
        import numpy as np
        from scipy.sparse import csr_matrix

        values, indices, ends = (np.frombuffer(each, dtype=each.typecode) for each in self._parts)
        whole = csr_matrix((values, indices, ends), shape=(len(self.truth), len(self.names)))
        seen = np.zeros(len(self.names), dtype=int)
        for each in articles:
            first, last = ends[self._first[each]], ends[self._first[each + 1]]
            seen[np.unique(indices[first:last])] += 1
        kept = np.flatnonzero(seen >= fewest)
        chosen = whole[self.rows(articles)][:, kept]
        chosen.indices, chosen.indptr = chosen.indices.astype("int32"), chosen.indptr.astype("int32")  # for liblinear
        return chosen, kept.tolist()
