"""What is to be expected of suggestions: measured elsewhere, then by the project's own decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import make_desk, pipeline_layer, sound

from annotator.domain.annotations import Origin
from annotator.domain.text import Span
from annotator.operations import expected as expecting
from annotator.operations import suggestions
from annotator.operations.desk import Desk
from annotator.store.decided import Decided
from annotator.store.project import PIPELINE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    sound(desk)
    desk.project.close()


def ids(desk: Desk) -> list[str]:
    return [each.id for each in suggestions.open_suggestions(desk)]


def test_what_was_taken_and_rejected_is_counted_by_rule(desk: Desk) -> None:
    first, second, *_ = ids(desk)
    suggestions.accept_suggestion(desk, first)
    suggestions.reject_suggestion(desk, second)
    suggestions.reject_passage(desk, (Span(0, 3),))  # no suggestion: it says nothing of any
    rows = desk.project.decided()
    assert sorted(each.taken for each in rows) == [False, True]
    assert Decided("marks", 0.9, taken=True) in rows
    assert sum(judged for judged, _ in expecting.expected(desk.project, "en").by_rule.values()) == 2


def test_a_rejected_one_counts_while_the_pipeline_suggests_it(desk: Desk) -> None:
    suggestions.reject_suggestion(desk, ids(desk)[0])
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.annotations.replace_pipeline_layer("d_1", replace(pipeline_layer(), quotations=()))
    assert desk.project.decided() == []


def test_own_decisions_take_over_when_there_are_enough(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = expecting.expected(desk.project, "en").calibration
    assert measured.decided == 0
    monkeypatch.setattr(expecting, "ENOUGH", 2)
    origin = Origin("pipeline", agent="fake", rule="marks", score=0.92)
    layer = pipeline_layer()
    with desk.project.step("Label", actor=PIPELINE):
        found = tuple(replace(each, origin=origin) for each in layer.quotations)
        desk.project.annotations.replace_pipeline_layer("d_1", replace(layer, quotations=found))
    for each in ids(desk)[:3]:
        suggestions.reject_suggestion(desk, each)
    own = expecting.expected(desk.project, "en").calibration
    assert own.decided == 3
    assert own.share(0.92) < measured.share(0.92)
    assert own.share(0.5) == measured.share(0.5)


def test_a_language_without_measurements_goes_by_the_scores(desk: Desk) -> None:
    assert expecting.measured("zz", "speech").share(0.92) == pytest.approx(0.925)


@pytest.mark.parametrize("profile", ["speech", "wide"])
def test_what_was_measured_rises_with_the_score(profile: str) -> None:
    table = expecting.measured("en", profile)
    assert table.share(0.97) > 0.85 > table.share(0.45) > 0.2
