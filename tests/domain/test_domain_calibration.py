"""Shares of right suggestions by score."""

from __future__ import annotations

import pytest

from annotator.domain.calibration import STEPS, WEIGHT, as_scored, calibrated, step_of, tallied


def test_scores_fall_into_steps_with_all_edges() -> None:
    assert [step_of(each) for each in (None, -1.0, 0.0, 0.049, 0.05, 0.99, 1.0, 7.0)] == [0, 0, 0, 0, 1, 19, 19, 19]


def test_counts_draw_the_shares_away_from_what_was_known() -> None:
    counts = tallied([(0.9, True), (0.91, False), (0.94, False), (0.2, True)])
    assert counts == {18: (3, 1), 4: (1, 1)}
    own = calibrated(counts, as_scored(), own=True)
    assert own.decided == 4
    assert own.share(0.92) == pytest.approx((1 + WEIGHT * 0.925) / (3 + WEIGHT))
    assert own.share(0.5) == as_scored().share(0.5)
    assert calibrated(counts, as_scored(), own=False).decided == 0
    assert len(own.shares) == STEPS


def test_the_precision_is_the_mean_of_the_shares() -> None:
    known = as_scored()
    assert known.precision([]) is None
    assert known.precision([0.91, 0.31]) == pytest.approx((0.925 + 0.325) / 2)
