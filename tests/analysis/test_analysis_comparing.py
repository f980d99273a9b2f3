"""Slot by slot: what is equal, what differs and how, what only one has; what never counts."""

from __future__ import annotations

import pytest
from aligning import TEXT, at, layer, layers, quotation
from hypothesis import given

from annotator.analysis.alignment import align
from annotator.analysis.comparing import SLOTS, Comparer, Difference
from annotator.analysis.queueing import Case, queue_of
from annotator.analysis.sameness import Rules, Same, core_of
from annotator.domain.annotations import Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.registry import Entity
from annotator.domain.text import Span

CLOSE, SALE, BRIDGE = (
    at("“We won’t close the cafe\u0301 🏭,”"),
    at("‘not for sale’"),
    at("the bridge, as her deputy Ana Brandt said"),
)
MADE = Origin("manual", "a")
ZOE = Entity("e_1", "Zoé Lindqvist", "person", MADE, ("Lindqvist", "the mayor"))


def differences(
    *rows: Quotation, rules: Rules | None = None, entities: tuple[Entity, ...] = (), mentions: tuple[Mention, ...] = ()
) -> dict[str, Difference]:
    """The differences of one group: one quotation for each annotator a, b, c."""
    people = {name: layer(name, each, mentions=mentions) for name, each in zip("abc", rows, strict=False)}
    same = Same(TEXT, entities, rules)
    (group,) = align(same, people)
    return {each.slot: each for each in Comparer(same, people, (group,)).compare(group)}


def only(found: dict[str, Difference]) -> dict[str, tuple[str, str | None]]:
    return {slot: (each.outcome, each.kind) for slot, each in found.items() if each.outcome != "equal"}


def by(*parties: Party) -> dict[str, object]:
    return {"speakers": parties}


def party(words: str, entity: str | None = None) -> Party:
    return Party((at(words),), entity, "name")


# ---------------------------------------------------------------------------------------------- the core of words


@pytest.mark.parametrize(
    ("words", "core"),
    [
        ("“We won’t close the cafe\u0301 🏭,”", "We won’t close the cafe\u0301 🏭"),
        ("‘not for sale’ at all,", "not for sale’ at all"),
        ("「終わった」。", "終わった"),
        ("🏭,” ", "🏭"),
    ],
)
def test_marks_and_stops_at_the_edges_are_no_words(words: str, core: str) -> None:
    assert [each.of(TEXT) for each in core_of(TEXT, (at(words),))] == [core]


def test_fragments_with_only_marks_between_are_one() -> None:
    one, other = at("close the cafe\u0301 🏭,”"), at("Mayor Zoé")
    assert core_of(TEXT, (one, other)) == (Span(one.start, other.end),)
    assert core_of(TEXT, (at("close"), at("cafe\u0301"))) == (at("close"), at("cafe\u0301"))


def test_signs_alone_are_their_own_core() -> None:
    assert core_of(TEXT, (Span(CLOSE.end - 2, CLOSE.end),)) == (Span(CLOSE.end - 2, CLOSE.end),)
    assert core_of(TEXT, ()) == ()


# ---------------------------------------------------------------------------------------------- slots


def test_what_never_counts() -> None:
    one = quotation("q_a", CLOSE, note="one", confidence=1, flags=("headline",))
    other = quotation("q_b", CLOSE, note="other", confidence=3, flags=())
    assert only(differences(one, other)) == {}
    assert list(differences(one, other)) == list(SLOTS)


def test_kinds_of_difference() -> None:
    one = quotation("q_a", CLOSE, cue=at("told"), speaker=at("Zoé Lindqvist"), type="direct", type_origin="manual")
    found = differences(
        one,
        quotation(
            "q_b",
            Span(CLOSE.start, CLOSE.end - 12),
            cue=at("told reporters"),
            speaker=at("Ana Brandt"),
            type="mixed",
            type_origin="manual",
            attributes={"frame": "labour"},
        ),
    )
    assert only(found) == {
        "content": ("differs", "boundary"),
        "cue": ("differs", "boundary"),
        "speakers": ("differs", "value"),
        "type": ("differs", "value"),
        "attributes": ("one_sided", "value"),
    }
    assert [(each.annotators, each.quotation) for each in found["content"].versions] == [
        (("a",), "q_a"),
        (("b",), "q_b"),
    ]
    assert only(differences(one, quotation("q_b", CLOSE, type="direct"))) == {
        "cue": ("one_sided", "value"),
        "speakers": ("one_sided", "value"),
    }


def test_absent_and_not_decided_are_two_things() -> None:
    absent, left_open = quotation("q_a", CLOSE, cue_absent=True), quotation("q_b", CLOSE)
    assert only(differences(absent, left_open)) == {"cue": ("one_sided", "value")}
    assert only(differences(absent, quotation("q_b", CLOSE, cue_absent=True))) == {}
    nobody = Party((), None, "none_in_text")
    assert only(differences(quotation("q_a", CLOSE, **by(nobody)), left_open)) == {"speakers": ("one_sided", "value")}


def test_a_type_by_rule_follows_the_content() -> None:
    found = differences(
        quotation("q_a", CLOSE, type="direct"), quotation("q_b", Span(CLOSE.start, CLOSE.end + 20), type="mixed")
    )
    assert (found["type"].outcome, found["type"].follows, found["type"].is_conflict) == ("differs", True, False)
    by_hand = quotation("q_b", CLOSE, type="reported", type_origin="manual")
    assert differences(quotation("q_a", CLOSE, type="direct"), by_hand)["type"].is_conflict


def test_two_spellings_of_one_entity_are_equal() -> None:
    twin = Entity("e_2", "zoé lindqvist", "person", MADE)
    alias = Entity("e_3", "The Mayor", "person", MADE)
    place = Entity("e_4", "Zoé Lindqvist", "place", MADE)
    for other, equal in ((twin, True), (alias, True), (place, False)):
        found = differences(
            quotation("q_a", CLOSE, **by(party("Zoé Lindqvist", "e_1"))),
            quotation("q_b", CLOSE, **by(party("Zoé Lindqvist", other.id))),
            entities=(ZOE, other),
        )
        assert (only(found) == {}) is equal


def test_a_family_name_that_two_share_joins_nobody() -> None:
    per = Entity("e_5", "Per Lindqvist", "person", MADE, ("Lindqvist",))
    bare = Entity("e_6", "Lindqvist", "person", MADE)
    same = Same(TEXT, (ZOE, per, bare))
    assert len({same.entity(each) for each in ("e_1", "e_5", "e_6")}) == 3


def test_words_that_are_a_mention_of_somebody_are_that_person() -> None:
    mention = Mention("m_1", (at("Zoé Lindqvist"),), "person", "e_1", MADE)
    found = differences(
        quotation("q_a", CLOSE, **by(party("Zoé Lindqvist"))),
        quotation("q_b", CLOSE, **by(party("Zoé Lindqvist", "e_1"))),
        mentions=(mention,),
    )
    assert only(found) == {}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Mayor Zoé Lindqvist", "Zoé Lindqvist", True),
        ("her deputy Ana Brandt", "Ana Brandt", True),
        ("as her deputy Ana Brandt", "Ana Brandt", False),
        ("Ana Brandt", "Brandt", False),
        ("Zoé Lindqvist", "Zoé Lindqvist told", False),
    ],
)
def test_a_title_can_be_set_not_to_count(one: str, other: str, *, equal: bool) -> None:
    rows = (quotation("q_a", CLOSE, **by(party(one, "e_1"))), quotation("q_b", CLOSE, **by(party(other, "e_1"))))
    assert only(differences(*rows)) == {"speakers": ("differs", "boundary")}
    assert (only(differences(*rows, rules=Rules(titles=False))) == {}) is equal


def test_an_apposition_can_be_set_not_to_count() -> None:
    text = "Ana Brandt, the deputy 🏭, and the chair, Bo Ek, left cafe\u0301."
    same = Same(text, (), Rules(titles=False))

    def spans(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),)

    assert same.mention(spans("Ana Brandt, the deputy 🏭"), spans("Ana Brandt"))
    assert same.mention(spans("the chair, Bo Ek"), spans("Bo Ek"))
    assert not same.mention(spans("Ana Brandt, the deputy 🏭"), spans("Ana"))
    assert not Same(text).mention(spans("the chair, Bo Ek"), spans("Bo Ek"))


def test_stances_in_whatever_order() -> None:
    def stance(id: str, target: str, value: str) -> Stance:
        return Stance(id, target, (), value, 2, True, (at("told"),) if id == "s_1" else (), MADE)

    one = quotation("q_a", CLOSE, stances=(stance("s_1", "e_1", "against"), stance("s_2", "e_2", "favour")))
    other = quotation("q_b", CLOSE, stances=(stance("s_3", "e_2", "favour"), stance("s_4", "e_1", "against")))
    assert only(differences(one, other)) == {}
    less = quotation("q_b", CLOSE, stances=(stance("s_3", "e_2", "favour"),))
    assert only(differences(one, less)) == {"stances": ("differs", "value")}
    assert only(differences(one, quotation("q_b", CLOSE))) == {"stances": ("one_sided", "value")}


def test_three_annotators_in_two_versions() -> None:
    rows = (
        quotation("q_a", CLOSE, cue=at("told")),
        quotation("q_b", CLOSE, cue=at("said")),
        quotation("q_c", CLOSE, cue=at("told")),
    )
    found = differences(*rows)
    assert [(each.annotators, each.quotation) for each in found["cue"].versions] == [
        (("a", "c"), "q_a"),
        (("b",), "q_b"),
    ]


def test_a_parent_set_by_hand_counts() -> None:
    a = layer("a", quotation("q_a1", BRIDGE), quotation("q_a2", CLOSE, parent="q_a1", parent_origin="manual"))
    b = layer("b", quotation("q_b1", BRIDGE), quotation("q_b2", CLOSE))
    queue = queue_of(Case(TEXT, {"a": a, "b": b}))
    assert [(each.key, each.open_slots) for each in queue.conflicts] == [("q_a2", ("parent",))]
    agree = layer("b", quotation("q_b1", BRIDGE), quotation("q_b2", CLOSE, parent="q_b1", parent_origin="manual"))
    assert queue_of(Case(TEXT, {"a": a, "b": agree})).conflicts == ()


# ---------------------------------------------------------------------------------------------- whole layers


@given(layers(names=("a", "b", "c")))
def test_every_quotation_is_in_one_item_and_equal_layers_have_no_conflict(found: dict[str, Layer]) -> None:
    queue = queue_of(Case(TEXT, found))
    ids = [each.id for item in queue.items if item.group for each in item.group.members.values()]
    assert sorted(ids) == sorted(each.id for layer in found.values() for each in layer.quotations)
    assert len({each.key for each in queue.items}) == len(queue.items)
    assert all(each.open_slots for each in queue.conflicts)
    twins = {"a": found["a"], "z": found["a"]}
    alone = queue_of(Case(TEXT, twins))
    assert alone.conflicts == ()
    assert len(alone.agreed) == len(found["a"].quotations)
