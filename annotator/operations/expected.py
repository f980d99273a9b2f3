"""How many of some suggestions will be right: what was measured for their language, or what was decided here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from annotator.domain.calibration import ENOUGH, Calibration, Tally, as_scored, calibrated, tallied
from annotator.nlp.models import loaded_model
from annotator.nlp.pipelines import code_of
from annotator.operations.learned import model_in_use
from annotator.operations.pipeline_labels import profile_of
from annotator.settings import resource
from annotator.store.decided import Decided
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of a project's suggestions; ``by_rule`` counts the decisions about each rule and those taken."""

    calibration: Calibration
    by_rule: Mapping[str, Tally] = field(default_factory=dict)


def expected(project: Project, language: str | None) -> Expected:
    """What to expect of suggestions in texts of a language, with the project's profile and what was learned in it.

    The decisions of all annotators count; from `ENOUGH` on they take the place of what was measured elsewhere.
    """
    measured_shares = _measured(project, code_of(language))
    decided = project.decided()
    by_rule = _by_rule(decided)
    if len(decided) < ENOUGH:
        return Expected(measured_shares, by_rule)
    counts = tallied((each.score, each.taken) for each in decided)
    return Expected(calibrated(counts, measured_shares, own=True), by_rule)


def _measured(project: Project, language: str) -> Calibration:
    """What was measured for the rules, or for the project's own model when it was tried."""
    text = model_in_use(project)
    model = None if text is None else loaded_model(text)
    if model is None or model.language != language or not model.calibration:
        return measured(language, profile_of(project))
    return calibrated(model.tallies(), as_scored(), own=False)


@lru_cache(maxsize=8)
def measured(language: str, profile: str) -> Calibration:
    """What was measured for a language and profile; what the scores say of themselves where nothing was."""
    table = tomllib.loads(resource("suggester", "calibration", "measured.toml").read_text(encoding="utf-8"))
    rows = table.get(language, {}).get(profile)
    if rows is None:
        return as_scored()
    return calibrated({step: (judged, right) for step, judged, right in rows}, as_scored(), own=False)


def _by_rule(decided: Iterable[Decided]) -> dict[str, Tally]:
    counts: dict[str, Tally] = {}
    for each in decided:
        if each.rule:
            judged, taken = counts.get(each.rule, (0, 0))
            counts[each.rule] = (judged + 1, taken + each.taken)
    return counts
