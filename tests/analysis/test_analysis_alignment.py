"""Which quotations are the same: exact for two, the same in whatever order, nested ones apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aligning import TEXT, at, best_total, layer, layers, quotation
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.alignment import MATCHED, align, likeness, paired
from annotator.analysis.assignment import heaviest
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span

CLOSE, CONTRACT, BRIDGE, SALE = (
    at("“We won’t close the cafe\u0301 🏭,”"),
    at("“until every worker has a contract.”"),
    at("the bridge, as her deputy Ana Brandt said, is ‘not for sale’ at all"),
    at("‘not for sale’"),
)


def keys(found: tuple[object, ...]) -> list[dict[str, str]]:
    return [{name: each.id for name, each in group.members.items()} for group in found]  # type: ignore[attr-defined]


# ---------------------------------------------------------------------------------------------- assignment


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 6), min_size=1))
def test_the_assignment_is_the_heaviest(weights: dict[tuple[int, int], int]) -> None:
    plain = {edge: weight / 8 for edge, weight in weights.items()}
    chosen = heaviest(plain, sorted(plain))
    assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
    assert sum(plain[edge] for edge in chosen) == pytest.approx(best_total(plain))


def test_of_equal_ones_the_first_is_taken() -> None:
    weights = {(0, 0): 0.5, (0, 1): 0.5, (1, 0): 0.5, (1, 1): 0.5}
    assert sorted(heaviest(weights, sorted(weights))) == [(0, 0), (1, 1)]
    assert sorted(heaviest(weights, sorted(weights, reverse=True))) == [(0, 0), (1, 1)]
    assert sorted(heaviest(weights, [(0, 1), (0, 0), (1, 0), (1, 1)])) == [(0, 1), (1, 0)]


# ---------------------------------------------------------------------------------------------- two annotators


@given(layers())
def test_two_are_paired_exactly(found: dict[str, Layer]) -> None:
    same = Same(TEXT)
    a, b = found["a"], found["b"]
    weights = {}
    for i, one in enumerate(a.quotations):
        for j, other in enumerate(b.quotations):
            overlap = same.dice(one.content, other.content)
            across = (one.parent is None) != (other.parent is None)
            if overlap > 0 and not (across and overlap < MATCHED):
                weights[i, j] = likeness(same, one, other, overlap) * (0.9 if across else 1)
    pairs = paired(same, a, b)
    taken = {(a.quotations.index(each.a), b.quotations.index(each.b)) for each in pairs}
    assert sum(weights[edge] for edge in taken) == pytest.approx(best_total(weights))


@given(layers())
def test_whose_layer_comes_first_does_not_matter(found: dict[str, Layer]) -> None:
    same = Same(TEXT)
    one = {(each.a.id, each.b.id) for each in paired(same, found["a"], found["b"])}
    other = {(each.b.id, each.a.id) for each in paired(same, found["b"], found["a"])}
    assert one == other


@given(layers(names=("a", "b", "c")), st.randoms(use_true_random=False))
def test_groups_are_the_same_in_whatever_order(found: dict[str, Layer], chance: object) -> None:
    same = Same(TEXT)
    groups = align(same, found)
    names = list(found)
    chance.shuffle(names)  # type: ignore[attr-defined]
    turned = {}
    for name in names:
        rows = list(found[name].quotations)
        chance.shuffle(rows)  # type: ignore[attr-defined]
        turned[name] = replace(found[name], quotations=tuple(rows))
    again = align(Same(TEXT), turned)
    assert {frozenset(each.members[name].id for name in each.members) for each in groups} == {
        frozenset(each.members[name].id for name in each.members) for each in again
    }
    assert sorted(each.split for each in groups) == sorted(each.split for each in again)
    assert sum(len(each.members) for each in groups) == sum(len(each.quotations) for each in found.values())


def test_marks_and_edge_punctuation_do_not_matter() -> None:
    bare = (Span(CLOSE.start + 1, CLOSE.end - 2), Span(CONTRACT.start + 1, CONTRACT.end - 2))
    (group,) = align(
        Same(TEXT), {"a": layer("a", quotation("q_a", CLOSE, CONTRACT)), "b": layer("b", quotation("q_b", *bare))}
    )
    assert group.overlap == 1.0
    assert keys((group,)) == [{"a": "q_a", "b": "q_b"}]


def test_cue_and_speaker_decide_where_two_overlap_alike() -> None:
    one = quotation("q_a", CLOSE, cue=at("told"), speaker=at("Zoé Lindqvist"))
    left = quotation("q_b1", Span(CLOSE.start, CLOSE.start + 12), cue=at("added"), speaker=at("She"))
    right = quotation("q_b2", Span(CLOSE.end - 12, CLOSE.end), cue=at("told"), speaker=at("Zoé Lindqvist"))
    (pair,) = paired(Same(TEXT), layer("a", one), layer("b", left, right))
    assert pair.b.id == "q_b2"


def test_nested_ones_are_paired_separately() -> None:
    outer, inner = quotation("q_a1", BRIDGE), quotation("q_a2", SALE, parent="q_a1")
    found = align(
        Same(TEXT),
        {
            "a": layer("a", outer, inner),
            "b": layer("b", quotation("q_b1", BRIDGE), quotation("q_b2", SALE, parent="q_b1")),
        },
    )
    assert keys(found) == [{"a": "q_a1", "b": "q_b1"}, {"a": "q_a2", "b": "q_b2"}]
    assert [each.nested for each in found] == [False, True]


def test_a_nested_one_meets_one_whose_outer_was_not_drawn() -> None:
    outer, inner = quotation("q_a1", BRIDGE), quotation("q_a2", SALE, parent="q_a1")
    found = align(Same(TEXT), {"a": layer("a", outer, inner), "b": layer("b", quotation("q_b1", SALE))})
    assert keys(found) == [{"a": "q_a1"}, {"a": "q_a2", "b": "q_b1"}]


def test_two_where_another_drew_one_are_a_split() -> None:
    middle = (BRIDGE.start + BRIDGE.end) // 2
    halves = (quotation("q_b1", Span(BRIDGE.start, middle)), quotation("q_b2", Span(middle, BRIDGE.end)))
    found = align(Same(TEXT), {"a": layer("a", quotation("q_a", BRIDGE)), "b": layer("b", *halves)})
    assert [sorted(each.members) for each in found] == [["a", "b"], ["b"]] or [
        sorted(each.members) for each in found
    ] == [["b"], ["a", "b"]]
    assert {name for each in found for name in each.split} == {"q_a", next(iter(found[-1].members.values())).id} or all(
        each.split for each in found
    )


def test_ids_that_annotators_share_make_keys_of_their_own() -> None:
    found = align(Same(TEXT), {"a": layer("a", quotation("q_1", CLOSE)), "b": layer("b", quotation("q_1", SALE))})
    assert [each.key for each in found] == ["a/q_1", "b/q_1"]


def test_nothing_to_align() -> None:
    assert align(Same(TEXT), {}) == ()
    assert align(Same(TEXT), {"a": layer("a")}) == ()
    many: tuple[Quotation, ...] = tuple(quotation(f"q_{n}", SALE) for n in range(3))
    assert len(align(Same(TEXT), {"a": layer("a", *many)})) == 3
