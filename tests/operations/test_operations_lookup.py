"""Finding by a few letters: beginnings, initials, nearly equal spellings, and who is offered first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Mention, Origin
from annotator.domain.cast import CastMember
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.operations.lookup import Candidate, Lookup, candidates_of, folded, matched_parts

MADE = Origin("manual", "a_1")


def entity(id: str, name: str, kind: str = "person", *aliases: str) -> Entity:
    return Entity(id, name, kind, MADE, aliases)


ENTITIES = {
    each.id: each
    for each in (
        entity("e_1", "Zoe\u0301 Lindqvist", "person", "Lindqvist", "the mayor"),
        entity("e_2", "Nordhavn Port Authority", "organisation", "Harbour Board"),
        entity("e_3", "Bjørn Aas"),
        entity("e_4", "Bank of the North 🏭", "organisation"),
        entity("e_5", "習近平", "person", "Xi Jinping"),
        entity("e_6", "Anna Bjerke"),
    )
}
CAST = (
    CastMember("c_x", "Anna Bergson", "person", None, (Mention("m", (Span(0, 3),), "person", None, MADE),)),
    CastMember("c_y", "Bjørn Aas", "person", "e_3", ()),
)


def index(*, cast: tuple[CastMember, ...] = CAST, recent: tuple[str, ...] = ()) -> Lookup:
    return Lookup(candidates_of(ENTITIES, cast, recent))


def found(words: str) -> list[str]:
    return [each.name for each in index().find(words)]


def test_nothing_typed_offers_the_cast_then_the_recent_then_all_by_name() -> None:
    offered = candidates_of(ENTITIES, CAST, ["e_5", "e_gone", "e_3", "e_2"])
    assert [each.id for each in offered] == ["c_x", "e_3", "e_5", "e_2", "e_6", "e_4", "e_1"]
    assert [each.key for each in offered[:3]] == ["1", "2", ""]
    assert [each.entity for each in offered[:2]] == [False, True]
    assert Lookup(offered).find("  ") == offered
    assert Lookup(offered).find("", 2) == offered[:2]


def test_a_tenth_member_has_no_key() -> None:
    cast = tuple(CastMember(f"c_{n}", f"Member {n}", "person", None, ()) for n in range(11))
    assert [each.key for each in candidates_of({}, cast)] == [*"123456789", "", ""]
    assert all(each.in_cast for each in candidates_of({}, cast))


@pytest.mark.parametrize(
    ("typed", "first", "matched"),
    [
        ("zoe", "Zoe\u0301 Lindqvist", "Zoe\u0301 Lindqvist"),
        ("ZOÉ", "Zoe\u0301 Lindqvist", "Zoe\u0301 Lindqvist"),
        ("lind", "Zoe\u0301 Lindqvist", "Lindqvist"),
        ("mayor", "Zoe\u0301 Lindqvist", "the mayor"),
        ("lind zo", "Zoe\u0301 Lindqvist", "Zoe\u0301 Lindqvist"),
        ("bjorn", "Bjørn Aas", "Bjørn Aas"),
        ("npa", "Nordhavn Port Authority", "Nordhavn Port Authority"),
        ("bn", "Bank of the North 🏭", "Bank of the North 🏭"),
        ("近平", "習近平", "習近平"),
        ("jinp", "習近平", "Xi Jinping"),
        ("orit", "Nordhavn Port Authority", "Nordhavn Port Authority"),
        ("lindkvist", "Zoe\u0301 Lindqvist", "Zoe\u0301 Lindqvist"),
        ("nordhaven port", "Nordhavn Port Authority", "Nordhavn Port Authority"),
        ("lindkv", "Zoe\u0301 Lindqvist", "Zoe\u0301 Lindqvist"),
    ],
)
def test_what_was_typed_finds(typed: str, first: str, matched: str) -> None:
    best = index().find(typed)[0]
    assert (best.name, best.matched) == (first, matched)


@pytest.mark.parametrize("typed", ["qqq", "xyzzy", "li zzz", "🏭🏭", "."])
def test_what_nobody_is_called_finds_nobody(typed: str) -> None:
    assert [each.name for each in index().find(typed)] == (
        [each.name for each in candidates_of(ENTITIES, CAST)] if typed == "." else []
    )


def test_the_cast_stands_before_the_rest_and_a_beginning_before_the_nearly_equal() -> None:
    assert found("an")[:2] == ["Anna Bergson", "Anna Bjerke"]
    assert found("anna b") == ["Anna Bergson", "Anna Bjerke"]
    entities = {"e_1": entity("e_1", "Berit Holm"), "e_2": entity("e_2", "Berti Vogts"), "e_3": entity("e_3", "Ber")}
    order = [each.name for each in Lookup(candidates_of(entities)).find("berit")]
    assert order == ["Berit Holm", "Berti Vogts", "Ber"]
    assert Lookup(candidates_of(entities)).find("ber")[0].name == "Ber"


def test_a_limit_keeps_the_best() -> None:
    many = {f"e_{n}": entity(f"e_{n}", f"Person {n:03} Aa") for n in range(300)}
    many["e_x"] = entity("e_x", "Aa Zz")
    hits = Lookup(candidates_of(many)).find("aa", 5)
    assert len(hits) == 5
    assert hits[0].name == "Aa Zz"


def test_a_candidate_is_found_once_by_its_best_name() -> None:
    one = Candidate("e", "Ann Lee", "person", ("Ann", "Ann Lee-Smith"))
    assert Lookup((one,)).find("ann") == (replace(one, matched="Ann"),)


@pytest.mark.parametrize(
    ("typed", "name", "bold"),
    [
        ("zo", "Zoe\u0301 Lindqvist", ["Zo"]),
        ("zoe", "Zoe\u0301 Lindqvist", ["Zoe\u0301"]),
        ("lind zo", "Zoe\u0301 Lindqvist", ["Zo", "Lind"]),
        ("npa", "Nordhavn Port Authority", ["N", "P", "A"]),
        ("bn", "Bank of the North", ["B", "N"]),
        ("strasse", "Lange Straße", ["Straße"]),
        ("近", "習近平", ["近"]),
        ("lindkvist", "Zoé Lindqvist", []),
        ("", "Zoé", []),
        ("smith", "Lee-Smith 🏭", ["Smith"]),
    ],
)
def test_the_parts_that_were_typed(typed: str, name: str, bold: list[str]) -> None:
    assert [name[start:end] for start, end in matched_parts(typed, name)] == bold


@given(st.text(max_size=20), st.text(max_size=20))
def test_anything_may_be_typed_and_anybody_called_anything(typed: str, name: str) -> None:
    parts = matched_parts(typed, name)
    assert list(parts) == sorted(parts)
    assert all(0 <= start < end <= len(name) for start, end in parts)
    hits = Lookup((Candidate("e", name, "person"),)).find(typed)
    if folded(typed) and folded(name).startswith(folded(typed)):
        assert [each.id for each in hits] == ["e"]
