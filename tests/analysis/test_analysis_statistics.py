"""Counting quotations: totals, shares, means, and that nothing is counted twice."""

from __future__ import annotations

import pytest

from annotator.analysis.statistics import Count, Pace, Said, StanceSum, Who, month_of

LENE = Who("e_lene", "Lene 🎪", "person", {"party": "green"})
OMAR = Who("e_omar", "Omar Zoe\u0301", "person")
UNION = Who("e_union", "Union", "organisation")


def counted(*said: Said) -> Count:
    count = Count({each.id: each for each in (LENE, OMAR, UNION)}, ["party"])
    for each in said:
        count.add(each)
    return count


def said(*speakers: str | None, type: str | None = "direct", **values: object) -> Said:
    return Said("d_1", "Herald", "2026-11-17", type, 5, speakers, **values)  # type: ignore[arg-type]


def test_a_quotation_of_two_counts_for_each_and_once_in_all() -> None:
    count = counted(said("e_lene", "e_omar"), said("e_omar", "e_omar"))
    assert (count.total.quotations, count.total.words) == (2, 10)
    assert {id: each.quotations for id, each in count.speakers.items()} == {"e_lene": 1, "e_omar": 2}
    assert {kind: each.quotations for kind, each in count.kinds.items()} == {"person": 2}
    assert {value: each.quotations for value, each in count.attributes["party"].items()} == {"green": 1, None: 2}


def test_who_is_nobody_is_counted_as_such() -> None:
    count = counted(said(), said(None), said("e_gone"))
    assert {id: each.quotations for id, each in count.speakers.items()} == {None: 2, "e_gone": 1}
    assert count.kinds[None].quotations == 3
    assert count.name("e_gone") is None
    assert count.name("e_lene") == LENE.name


def test_the_share_of_direct_speech_leaves_out_what_has_no_type() -> None:
    count = counted(said(), said(type="indirect"), said(type="reported"), said(type=None))
    assert count.total.direct == pytest.approx(1 / 3)
    assert counted(said(type=None)).total.direct is None


def test_stances_lie_on_a_scale_or_on_none() -> None:
    stances = StanceSum()
    for value, strength in (("favour", 3), ("against", None), ("neutral", 2), ("unclear", 3), (None, None)):
        stances.add(value, strength)
    assert (stances.count, stances.scaled, stances.mean) == (5, 3, pytest.approx(2 / 3))
    assert StanceSum().mean is None


def test_stances_are_counted_by_target_and_for_each_speaker() -> None:
    count = counted(said("e_lene", "e_union", stances=(("e_plan", "against", 2), (None, "favour", 1))))
    assert count.stances.count == 2
    assert count.targets["e_plan"].mean == -2
    assert count.towards["e_lene", "e_plan"].count == count.towards["e_union", "e_plan"].count == 1


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2026-11-17", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026-11-17T10:00:00Z", "2026-11"),
        ("2026", "2026"),
        ("2026-13-01", None),
        ("17 Nov 2026 🎪", None),
        ("", None),
        (None, None),
    ],
)
def test_the_month_of_a_date(date: str | None, month: str | None) -> None:
    assert month_of(date) == month


def test_pace_stands_on_the_articles_with_time() -> None:
    assert Pace("a", "Ada", 0, 4, 0, 12, 500.0, 2, 180.0).per_hour == 40
    assert Pace("a", "Ada", 0, 4, 0, 12, 0.0, 0, 0.0).per_hour is None
