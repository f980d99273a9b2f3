"""A learned model as it is stored: plain JSON, never code, with what it was learned from and what it is worth."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from annotator.domain.calibration import STEPS, Tally
from annotator.domain.errors import PipelineError
from annotator.domain.profiles import PROFILES
from annotator.nlp.profiles import Weights
from annotator.nlp.rivals import FEATURES
from annotator.nlp.trees import restored, stored

FORMAT: Final = "annotator-model"
VERSION: Final = 2
_HINT: Final = "take a file that `annotator learn` wrote"


@dataclass(frozen=True, slots=True)
class Model:
    """Learned weights for one language and profile.

    ``documents`` is how many finished articles they were learned from; ``rules`` and ``learned`` are the F1 end to end
    on articles that were held back, 0…1.  ``rules_used`` is the `fingerprint` of the shipped weights beside which they
    were learned; ``calibration`` says how often suggestions of each step of the score were right on articles held back.
    """

    language: str
    profile: str
    weights: Weights
    documents: int = 0
    rules: float = 0.0
    learned: float = 0.0
    rules_used: str = ""
    calibration: tuple[tuple[int, int, int], ...] = ()

    def tallies(self) -> dict[int, Tally]:
        """The calibration by step."""
        return {step: (judged, right) for step, judged, right in self.calibration}


def fingerprint(weights: Weights) -> str:
    """What tells weights from others: they change with a version of the program."""
    rows = [f"{name} {value!r}" for name, value in sorted(weights.weights.items())]
    return f"{crc32(' '.join([repr(weights.least), *rows]).encode('utf-8')):08x}"


def dumped(model: Model) -> str:
    """The model as JSON, always the same for the same model."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "language": model.language,
            "profile": model.profile,
            "documents": model.documents,
            "held_back_f1": {"rules": round(model.rules, 4), "learned": round(model.learned, 4)},
            "rules": model.rules_used,
            "calibration": [list(each) for each in model.calibration],
            "least": model.weights.least,
            "weights": dict(sorted(model.weights.weights.items())),
            "trees": None if model.weights.trees is None else stored(model.weights.trees),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


@lru_cache(maxsize=4)
def loaded_model(text: str) -> Model:
    """The model in a JSON text.  Raises PipelineError if it is none, or of a version that is not known here."""
    try:
        table = json.loads(text)
    except ValueError as error:
        raise PipelineError("the model is not JSON", _HINT) from error
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise PipelineError("this is no model of Annotator's", _HINT)
    if table.get("version") != VERSION:
        raise PipelineError(f"the model is of version {table.get('version')}", "learn it again with this version")
    weights, least = table.get("weights"), table.get("least")
    if not isinstance(weights, dict) or not all(map(_is_number, (least, *weights.values()))):
        raise PipelineError("the weights of the model are not numbers", _HINT)
    if table.get("profile") not in PROFILES or not isinstance(table.get("language"), str):
        raise PipelineError("the model does not say its language and profile", _HINT)
    figures = table.get("held_back_f1")
    known = figures if isinstance(figures, dict) else {}
    rules, learned = (float(known[name]) if _is_number(known.get(name)) else 0.0 for name in ("rules", "learned"))
    count = table.get("documents")
    try:
        trees = None if table.get("trees") is None else restored(table["trees"], FEATURES)
    except ValueError as error:
        raise PipelineError(f"the trees of the model make no sense: {error}", _HINT) from error
    own = Weights({name: float(each) for name, each in weights.items()}, float(table["least"]), words=True, trees=trees)
    return Model(
        table["language"],
        table["profile"],
        own,
        count if isinstance(count, int) else 0,
        rules,
        learned,
        str(table.get("rules", "")),
        _calibration(table.get("calibration")),
    )


def _calibration(rows: object) -> tuple[tuple[int, int, int], ...]:
    """The calibration as stored; what makes no sense of it is left out."""
    found = []
    for each in rows if isinstance(rows, list) else ():
        if isinstance(each, list) and len(each) == 3 and all(type(number) is int for number in each):
            step, judged, right = each
            if 0 <= step < STEPS and 0 <= right <= judged:
                found.append((step, judged, right))
    return tuple(found)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
