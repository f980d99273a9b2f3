"""Intervals against draws that are really drawn, agreement on places of one type, and the evidence of stances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from aligning import TEXT, alpha_by_pairs, at, layer, layers, quotation, unitizing_by_code_point
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annotator.analysis.agreement import agreement
from annotator.analysis.drawing import Draws, Interval
from annotator.analysis.matching import OPEN, Matcher, Side
from annotator.analysis.measures import Report
from annotator.analysis.places import ROLES
from annotator.analysis.reliability import coincidences
from annotator.analysis.sameness import core_of, spellings
from annotator.analysis.unitizing import Continuum, disjoint, part_of
from annotator.domain.annotations import Layer, Origin, Party, Quotation, Stance
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans

ROUNDS = 20
FEW = settings(max_examples=25, phases=[Phase.explicit, Phase.generate], deadline=None)
UNITS = st.lists(st.lists(st.sampled_from("123"), min_size=1, max_size=4), max_size=6)
SEGMENTS = st.lists(
    st.tuples(st.integers(0, 25), st.integers(1, 8), st.sampled_from("xyz")).map(
        lambda each: (Span(each[0], each[0] + each[1]), each[2])
    ),
    max_size=4,
).map(disjoint)


def drawn(draws: Draws, value: Callable[[tuple[int, ...]], float | None]) -> Interval | None:
    """The interval of a number that is computed from scratch for every draw."""
    found = sorted(each for count in draws.counts if (each := value(count)) is not None)
    if len(found) < 2:
        return None
    return found[int(0.025 * (len(found) - 1))], found[round(0.975 * (len(found) - 1))]


def copies(count: tuple[int, ...], parts: Sequence[Iterable[object]]) -> list[object]:
    return [each for times, part in zip(count, parts, strict=True) for _ in range(times) for each in part]


# ---------------------------------------------------------------------------------------------- sums


@FEW
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2**40), max_size=4), min_size=2, max_size=5))
def test_all_draws_are_added_up_at_once(parts: list[dict[str, int]]) -> None:
    draws = Draws.of(len(parts), seed=5, rounds=ROUNDS)
    for weights in ([part.get("a", 0) for part in parts], [2**63 + len(part) for part in parts]):
        naive = [sum(times * each for times, each in zip(count, weights, strict=True)) for count in draws.counts]
        assert draws.sums(weights) == naive
    squares = []
    for count in draws.counts:
        totals: Counter[str] = Counter()
        for times, part in zip(count, parts, strict=True):
            for label, weight in part.items():
                totals[label] += times * weight
        squares.append(sum(each * each for each in totals.values()))
    assert draws.squares(parts) == squares


# ---------------------------------------------------------------------------------------------- α


@FEW
@given(st.lists(UNITS, min_size=2, max_size=4))
def test_the_interval_of_an_ordinal_alpha(parts: list[list[list[str]]]) -> None:
    draws = Draws.of(len(parts), rounds=ROUNDS)

    def value(count: tuple[int, ...]) -> float | None:
        units = copies(count, parts)
        often = Counter(value for unit in units if len(unit) > 1 for value in unit)  # type: ignore[arg-type]

        def distance(one: str, other: str) -> float:
            low, high = sorted((one, other))
            between = sum(often[each] for each in "123" if low <= each <= high)
            return float(one != other) * (between - (often[low] + often[high]) / 2) ** 2

        return alpha_by_pairs(units, distance)  # type: ignore[arg-type]

    found = draws.alpha([coincidences(part) for part in parts], "123")
    assert found == pytest.approx(drawn(draws, value))


# ---------------------------------------------------------------------------------------------- uα


@FEW
@given(
    st.integers(2, 3).flatmap(
        lambda many: st.lists(st.lists(SEGMENTS, min_size=many, max_size=many), min_size=2, max_size=3)
    ),
    st.booleans(),
)
def test_the_interval_of_unitizing_alpha(documents: list[list[list[tuple[Span, str]]]], labelled: bool) -> None:
    draws = Draws.of(len(documents), rounds=ROUNDS)

    def value(count: tuple[int, ...]) -> float | None:
        chosen = copies(count, [[each] for each in documents])
        rows: list[list[tuple[Span, str]]] = [[] for _ in documents[0]]
        for number, document in enumerate(chosen):
            for row, units in zip(rows, document, strict=True):  # type: ignore[call-overload]
                row += [(Span(span.start + 33 * number, span.end + 33 * number), label) for span, label in units]
        return unitizing_by_code_point(33 * len(chosen), rows, labelled=labelled)

    parts = [part_of(Continuum(33, tuple(each)), labelled=labelled) for each in documents]
    assert draws.unitizing(parts) == pytest.approx(drawn(draws, value))


# ---------------------------------------------------------------------------------------------- the whole


def report(*documents: dict[str, Layer], rounds: int = ROUNDS, **more: object) -> Report:
    sides = [Side(f"d_{n}", f"D {n}", TEXT, each, **more) for n, each in enumerate(documents)]  # type: ignore[arg-type]
    return agreement(sides, sorted({name for each in documents for name in each}), rounds=rounds)


@FEW
@given(st.lists(layers(names=("a", "b", "c"), most=3), min_size=2, max_size=3))
def test_each_pair_and_all_have_intervals(documents: list[dict[str, Layer]]) -> None:
    found = report(*documents)
    draws = Draws.of(len(documents), rounds=ROUNDS)
    pair = found.pair("a", "b")
    parts = [
        [labels for row in pair.rows if row.document == f"d_{n}" for labels in row.labels.get("type", ())]
        for n in range(len(documents))
    ]

    def value(count: tuple[int, ...]) -> float | None:
        return alpha_by_pairs(copies(count, parts), lambda one, other: float(one != other))  # type: ignore[arg-type]

    if "type" in pair.measures.slots and pair.measures.slots["type"].alpha is not None:
        assert pair.measures.slots["type"].ci == pytest.approx(drawn(draws, value))
    for measures in (pair.measures, found.overall, *found.by_type.values()):
        for role in ROLES:
            for point, interval in (
                (measures.places.labelled[role], measures.places.labelled_ci[role]),
                (measures.places.found[role], measures.places.found_ci[role]),
            ):
                assert interval is None or (point is not None and interval[0] <= interval[1] <= 1)
    assert report(*documents) == found


@FEW
@given(layers(names=("a", "b", "c"), most=4), st.sampled_from(["direct", "mixed", "indirect"]))
def test_the_places_of_a_type_are_those_of_its_quotations_alone(people: dict[str, Layer], type: str) -> None:
    def units(own: Layer, place: Callable[[Quotation], Spans]) -> list[tuple[Span, str]]:
        rows = (each for each in own.quotations if each.type == type)
        return disjoint((span, "x") for each in rows for span in core_of(TEXT, place(each)))

    found = report(people).by_type.get(type)
    if found is None:
        assert all(each.type != type for own in people.values() for each in own.quotations)
        return
    for role, place in {
        "content": lambda each: each.content if each.parent is None else (),
        "nested": lambda each: each.content if each.parent is not None else (),
        "cue": lambda each: each.cue,
        "speakers": lambda each: each.speakers[0].spans if each.speakers else (),
    }.items():
        rows = [units(own, place) for own in people.values()]
        expected = unitizing_by_code_point(len(TEXT), rows, labelled=False)
        assert found.places.found[role] == pytest.approx(expected)
        assert found.places.labelled[role] == pytest.approx(expected)


def test_two_spellings_of_one_speaker_are_one_label() -> None:
    zoe, other = (Entity(id, "Zoe\u0301 🏭", "person", Origin("manual", "a")) for id in ("e_1", "e_2"))
    said = Span(2, 20)
    people = {
        name: layer(name, quotation(f"q_{name}", said, speakers=(Party((at("She"),), entity.id, "name"),)))
        for name, entity in (("a", zoe), ("b", other))
    }
    assert report(people).overall.places.labelled["speakers"] != pytest.approx(1)
    assert report(people, spellings=spellings((zoe, other))).overall.places.labelled["speakers"] == pytest.approx(1)


# ---------------------------------------------------------------------------------------------- evidence


def stance(*evidence: Span, value: str = "against", target: str = "e_1") -> Stance:
    return Stance("s", target, (), value, None, True, evidence, Origin("manual", "a"))


def test_the_evidence_of_stances_towards_one_target_is_compared() -> None:
    close, sale = at("“We won’t close the cafe\u0301 🏭,”"), at("not for sale")
    inside = at("close the cafe\u0301")
    bare = quotation("q_1", close, stances=(stance(inside),))
    with_marks = replace(bare, id="q_2", stances=(stance(Span(inside.start - 1, inside.end + 1)),))
    other = replace(bare, id="q_3", stances=(stance(at("won’t")),))
    none = replace(bare, id="q_4", stances=(stance(),))
    elsewhere = replace(bare, id="q_5", stances=(stance(inside, target="e_2"),))
    matcher = Matcher(Side("d", "", TEXT, {}))
    equal = []
    for number, each in enumerate((with_marks, other, none, elsewhere)):
        (row,) = matcher.rows(layer(f"a{number}", bare), layer(f"b{number}", each))
        equal.append([one == two for one, two in row.labels.get("evidence", ())])
        assert number != 2 or row.labels["evidence"][0][1] == OPEN
    assert equal == [[True], [False], [False], []]
    (row,) = matcher.rows(layer("x", none), layer("y", none))
    assert "evidence" not in row.labels  # both left it open
    found = report({"a": layer("a", bare, quotation("q_s", sale)), "b": layer("b", other, quotation("q_t", sale))})
    measured = found.pairs[0].measures
    assert (measured.slots["evidence"].n, measured.slots["evidence"].percent) == (1, 0.0)
    assert measured.slots["evidence"].alpha is None
    assert measured.places.found["evidence"] == pytest.approx(
        unitizing_by_code_point(len(TEXT), [[(inside, "x")], [(at("won’t"), "x")]], labelled=False)
    )
