"""Agreement against small brute-force versions, and against what it must never do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from aligning import TEXT, alpha_by_pairs, at, layer, layers, quotation, unitizing_by_code_point
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annotator.analysis.agreement import agreement
from annotator.analysis.drawing import Draws
from annotator.analysis.matching import OPEN, Matcher, Side
from annotator.analysis.measures import Report
from annotator.analysis.reliability import alpha, coincidences, kappa, percent
from annotator.analysis.unitizing import Continuum, disjoint, unitizing_alpha
from annotator.domain.annotations import Layer, Origin, Party, Stance
from annotator.domain.text import Span

CLOSE, CONTRACT, SALE = (
    at("“We won’t close the cafe\u0301 🏭,”"),
    at("“until every worker has a contract.”"),
    at("not for sale"),
)
UNITS = st.lists(st.lists(st.sampled_from("123"), min_size=1, max_size=4), max_size=8)


def units(spans: list[tuple[int, int, str]]) -> list[tuple[Span, str]]:
    return disjoint((Span(start, start + length), label) for start, length, label in spans)


SEGMENTS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from("xy")), max_size=4).map(units)


# ---------------------------------------------------------------------------------------------- α, κ, percent


def _nominal(one: str, other: str) -> float:
    return float(one != other)


@given(UNITS)
def test_nominal_alpha_is_what_its_definition_says(found: list[list[str]]) -> None:
    assert alpha(found) == pytest.approx(alpha_by_pairs(found, _nominal))


@given(UNITS)
def test_ordinal_alpha_is_what_its_definition_says(found: list[list[str]]) -> None:
    count = Counter(value for unit in found if len(unit) > 1 for value in unit)

    def distance(one: str, other: str) -> float:
        low, high = sorted((one, other))
        between = sum(count[each] for each in "123" if low <= each <= high)
        return float(one != other) * (between - (count[low] + count[high]) / 2) ** 2

    assert alpha(found, "123") == pytest.approx(alpha_by_pairs(found, distance))


@given(UNITS)
def test_the_order_of_units_and_annotators_does_not_matter(found: list[list[str]]) -> None:
    turned = [list(reversed(unit)) for unit in reversed(found)]
    assert alpha(turned) == pytest.approx(alpha(found))
    assert percent(turned) == percent(found)


def test_a_published_example() -> None:
    """Krippendorff's reliability data with four observers and twelve units: nominal α .743, ordinal .815."""
    given_values = ("111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3")
    found = [list(each) for each in given_values]
    assert alpha(found) == pytest.approx(0.743, abs=0.0005)
    assert alpha(found, "12345") == pytest.approx(0.815, abs=0.0005)


def test_where_nothing_varies_there_is_no_number() -> None:
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([]) is None
    assert alpha([["a"]]) is None
    assert kappa([("a", "a")]) is None
    assert kappa([]) is None
    assert percent([["a"]]) is None


def test_cohens_kappa() -> None:
    """The textbook's 50 grant proposals: observed .70, expected .50."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_intervals_are_the_same_for_the_same_seed() -> None:
    parts = [(1, 2), (3, 3), (0, 4), (2, 5)]
    one, other = Draws.of(4, seed=3), Draws.of(4, seed=3)
    assert one == other
    low, high = one.ratio(parts) or (1, 0)
    assert 0 <= low < sum(top for top, _ in parts) / sum(whole for _, whole in parts) < high <= 1
    assert Draws.of(1).ratio(parts[:1]) is None


@given(st.lists(UNITS, min_size=2, max_size=4))
def test_an_interval_of_alpha_is_that_of_drawn_documents(parts: list[list[list[str]]]) -> None:
    draws = Draws.of(len(parts), rounds=40)
    drawn = []
    for count in draws.counts:
        found = alpha([unit for times, part in zip(count, parts, strict=True) for _ in range(times) for unit in part])
        drawn += [] if found is None else [found]
    drawn.sort()
    interval = draws.alpha([coincidences(part) for part in parts])
    if len(drawn) < 2:
        assert interval is None
    else:
        assert interval == pytest.approx((drawn[int(0.025 * (len(drawn) - 1))], drawn[round(0.975 * (len(drawn) - 1))]))


# ---------------------------------------------------------------------------------------------- uα


@given(st.lists(SEGMENTS, min_size=2, max_size=3), st.booleans())
def test_unitizing_alpha_is_what_each_code_point_says(found: list[list[tuple[Span, str]]], labelled: bool) -> None:
    expected = unitizing_by_code_point(45, found, labelled=labelled)
    assert unitizing_alpha([Continuum(45, tuple(found))], labelled=labelled) == pytest.approx(expected)


@given(st.lists(SEGMENTS, min_size=2, max_size=2), st.lists(SEGMENTS, min_size=2, max_size=2))
def test_unitizing_alpha_of_two_documents_is_that_of_their_texts_in_a_row(
    one: list[list[tuple[Span, str]]], other: list[list[tuple[Span, str]]]
) -> None:
    joined = [
        [*first, *((Span(start + 45, end + 45), label) for (start, end), label in second)]
        for first, second in zip(one, other, strict=True)
    ]
    apart = unitizing_alpha([Continuum(45, tuple(one)), Continuum(45, tuple(other))])
    assert apart == pytest.approx(unitizing_by_code_point(90, joined, labelled=True))


def test_units_that_overlap_are_cut() -> None:
    assert disjoint([(Span(4, 9), "b"), (Span(0, 5), "a"), (Span(1, 3), "c")]) == [(Span(0, 5), "a"), (Span(5, 9), "b")]


def test_perfect_and_absent_agreement_on_places() -> None:
    same = Continuum(40, (units([(3, 5, "x")]), units([(3, 5, "x")])))
    assert unitizing_alpha([same]) == pytest.approx(1)
    apart = Continuum(40, (units([(3, 5, "x")]), units([(20, 5, "x")])))
    assert (unitizing_alpha([apart]) or 0) < 0.1
    assert unitizing_alpha([Continuum(40, (units([]), units([])))]) is None
    assert unitizing_alpha([]) is None


# ---------------------------------------------------------------------------------------------- the whole


def report(*documents: dict[str, Layer], **more: object) -> Report:
    sides = [Side(f"d_{n}", f"D {n}", TEXT, each, **more) for n, each in enumerate(documents)]  # type: ignore[arg-type]
    return agreement(sides, sorted({name for each in documents for name in each}), rounds=20)


def test_detection_and_slots_of_two() -> None:
    people = {
        "a": layer("a", quotation("q_a1", CLOSE, cue=at("told"), type="direct"), quotation("q_a2", SALE, type="mixed")),
        "b": layer(
            "b",
            quotation("q_b1", Span(CLOSE.start + 1, CLOSE.end), cue=at("added"), type="direct"),
            quotation("q_b2", Span(SALE.start, SALE.end + 7), type="direct"),
            quotation("q_b3", CONTRACT, type="direct"),
        ),
    }
    found = report(people)
    measures = found.pairs[0].measures
    assert (measures.exact_f1, measures.overlap_f1) == (2 / 5, 4 / 5)
    assert found.overall.overlap_f1 == 4 / 5
    assert measures.slots["content"].percent == 0.5
    assert measures.slots["cue"].percent == 0.0
    assert (measures.slots["type"].n, measures.slots["type"].percent) == (2, 0.5)
    assert "speakers" not in measures.slots
    assert [row.b.id for row in found.pairs[0].passages("b") if row.b] == ["q_b3"]
    assert [row.a.id for row in found.pairs[0].passages("type", equal=False) if row.a] == ["q_a2"]
    assert [row.a.id for row in found.pairs[0].passages("moved") if row.a] == ["q_a2"]
    assert {cell: len(rows) for cell, rows in found.pairs[0].confusion("type").cells.items()} == {
        ("direct", "direct"): 1,
        ("mixed", "direct"): 1,
    }
    assert found.by_type["direct"].overlap_f1 == pytest.approx(2 * 1.5 / 4)
    assert found.by_document[0].overlap_f1 == 4 / 5


def test_one_who_found_nothing_counts() -> None:
    found = report({"a": layer("a", quotation("q_a", CLOSE)), "b": layer("b")})
    assert found.overall.overlap_f1 == 0.0
    assert found.overall.places.labelled["cue"] is None
    nobody = report({"a": layer("a"), "b": layer("b")})
    assert nobody.overall.overlap_f1 is None
    assert nobody.documents == ("d_0",)


def test_speakers_are_people() -> None:
    who = {"speakers": (Party((at("She"),), "e_1", "pronoun"),)}
    named = {"speakers": (Party((at("Zoé Lindqvist"),), "e_1", "name"),)}
    other = {"speakers": (Party((at("Ana Brandt"),), None, "name"),)}
    left_open = {"speakers": ()}
    a = layer("a", *(quotation(f"q_a{n}", Span(n * 20, n * 20 + 15), **who) for n in range(3)))
    b = layer(
        "b",
        *(quotation(f"q_b{n}", Span(n * 20, n * 20 + 15), **each) for n, each in enumerate((named, other, left_open))),
    )
    rows = Matcher(Side("d", "", TEXT, {})).rows(a, b)
    equal = [[one == two for one, two in row.labels["speakers"]] for row in rows]
    assert equal == [[True], [False], [False]]
    assert rows[2].labels["speakers"][0][1] == OPEN


def test_stances_are_compared_where_the_target_is_the_same() -> None:
    def stance(value: str, target: str, intensity: int | None) -> Stance:
        return Stance("s", target, (), value, intensity, True, (), Origin("manual", "a"))

    a = layer("a", quotation("q_a", CLOSE, stances=(stance("against", "e_1", 3), stance("favour", "e_2", None))))
    b = layer("b", quotation("q_b", CLOSE, stances=(stance("neutral", "e_1", 1), stance("favour", "e_3", 1))))
    (row,) = Matcher(Side("d", "", TEXT, {})).rows(a, b)
    assert row.labels["stance"] == (("against", "neutral"),)
    assert row.labels["intensity"] == (("3", "1"),)
    assert row.labels["target"] == (("e_1|e_2", "e_1|e_3"),)


def test_fields_of_quotations_and_of_the_document_take_part() -> None:
    a = layer("a", quotation("q_a", CLOSE, attributes={"frame": "labour"}), attributes={"tone": "grim"})
    b = layer("b", quotation("q_b", CLOSE, attributes={"frame": "money", "none": None}), attributes={})
    slots = report({"a": a, "b": b}).overall.slots
    assert (slots["frame"].n, slots["frame"].percent) == (1, 0.0)
    assert (slots["document:tone"].n, slots["document:tone"].percent) == (1, 0.0)
    assert "none" not in slots


def test_against_gold() -> None:
    gold = replace(layer("g", quotation("q_g1", CLOSE), quotation("q_g2", SALE)), kind="gold", annotator_id=None)
    pipeline = replace(layer("p", quotation("q_p", Span(CLOSE.start, CLOSE.end - 8))), kind="pipeline")
    people = {"a": layer("a", quotation("q_a", CLOSE)), "b": layer("b")}
    found = {each.who: each for each in report(people, gold=gold, pipeline=pipeline).against_gold}
    assert found["a"].exact == (1.0, 0.5, 2 / 3)
    assert found["b"].exact == (None, 0.0, 0.0)
    assert (found["pipeline"].exact, found["pipeline"].overlap) == ((0.0, 0.0, 0.0), (1.0, 0.5, 2 / 3))


@settings(phases=[Phase.explicit, Phase.generate])  # reports are large: shrinking takes minutes
@given(st.lists(layers(names=("a", "b", "c"), most=4), min_size=1, max_size=2))
def test_it_does_not_matter_who_is_called_what(documents: list[dict[str, Layer]]) -> None:
    found = report(*documents)
    renamed = [{{"a": "z", "b": "y", "c": "x"}[name]: each for name, each in people.items()} for people in documents]
    again = report(*renamed)
    for one, other in ((found.overall, again.overall), (found.pair("a", "b").measures, again.pair("y", "z").measures)):
        assert other.overlap_f1 == pytest.approx(one.overlap_f1)
        assert other.exact_f1 == pytest.approx(one.exact_f1)
        assert other.places.labelled == pytest.approx(one.places.labelled)
        assert {name: each.percent for name, each in other.slots.items()} == pytest.approx(
            {name: each.percent for name, each in one.slots.items()}
        )
        for name, each in one.slots.items():
            assert other.slots[name].alpha == pytest.approx(each.alpha)
    assert report(*documents) == found
