"""What the card sets by hand: the enclosing quotation, the project's own fields, who a speaker or addressee is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import BEA, BRIDGE, FIRST, NOW, SALE, TEXT, at, does, does_nothing, make_desk, sound

from annotator.domain.annotations import Origin, Party, Quotation
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.errors import ConflictError, FormatError
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span
from annotator.operations import annotate, parties
from annotator.operations.desk import Desk
from annotator.operations.parties import Newcomer
from annotator.store.project import PIPELINE

ZOE = at("Zoé Lindqvist")
FRAME = Attribute("frame", "Frame", "quotation", "choice", (Label("economy", "Economy"), Label("moral", "Moral")))
SHARE = Attribute("share", "Share", "quotation", "number")
SAID = Attribute("said", "Said on", "quotation", "date")
TONE = Attribute("tone", "Tone", "quotation")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    sound(desk)
    desk.project.close()


def add(desk: Desk, *spans: Span) -> str:
    changes = annotate.add_quotation(desk, spans)
    assert changes.focus
    return changes.focus


def got(desk: Desk, id: str) -> Quotation:
    return desk.layer().quotation(id)


def parents(desk: Desk, *ids: str) -> list[str | None]:
    return [got(desk, each).parent for each in ids]


def cast(desk: Desk) -> tuple[CastMember, ...]:
    layer = desk.layer()
    entities = {each.id: each for each in desk.project.registry.all()}
    return cast_of(TEXT, layer.mentions, layer.quotations, entities)


def register(desk: Desk, entity: Entity) -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(entity)


# ---------------------------------------------------------------------------------------------- the enclosing one


def test_a_parent_set_by_hand_stays_whatever_the_edges_do(desk: Desk) -> None:
    bridge, sale, first = add(desk, BRIDGE), add(desk, SALE), add(desk, *FIRST)
    assert parents(desk, sale) == [bridge]
    changes = does(desk, annotate.set_parent, sale, first)
    assert changes.focus == sale
    assert (got(desk, sale).parent, got(desk, sale).parent_origin) == (first, "manual")
    annotate.move_edge(desk, sale, "content", 0, "end", 1)
    assert parents(desk, sale) == [first]
    does_nothing(desk, annotate.set_parent, sale, first)
    does(desk, annotate.set_parent, sale, None)
    assert (got(desk, sale).parent, got(desk, sale).parent_origin) == (None, "manual")
    does(desk, annotate.set_parent, sale, None, by_hand=False)
    assert (got(desk, sale).parent, got(desk, sale).parent_origin) == (bridge, "auto")


def test_a_quotation_never_stands_inside_itself(desk: Desk) -> None:
    bridge, sale, first = add(desk, BRIDGE), add(desk, SALE), add(desk, *FIRST)
    annotate.set_parent(desk, bridge, first)
    for inner in (sale, bridge, first):
        with pytest.raises(ConflictError, match="inside itself"):
            annotate.set_parent(desk, first, inner)
    with pytest.raises(ConflictError, match="no longer there"):
        annotate.set_parent(desk, first, "q_gone")
    assert parents(desk, first, bridge, sale) == [None, first, bridge]


def test_what_a_parent_by_hand_prevented_follows_when_it_is_taken_back(desk: Desk) -> None:
    bridge, sale = add(desk, BRIDGE), add(desk, SALE)
    does(desk, annotate.set_parent, sale, None)
    does(desk, annotate.set_parent, bridge, sale)
    assert parents(desk, bridge, sale) == [sale, None]
    does(desk, annotate.set_parent, sale, None, by_hand=False)
    assert parents(desk, bridge, sale) == [sale, None], "the other way round it would be a circle"
    does(desk, annotate.set_parent, bridge, None, by_hand=False)
    assert parents(desk, bridge, sale) == [None, bridge]


def test_a_parent_by_hand_that_goes_hands_its_children_up(desk: Desk) -> None:
    sale, first = add(desk, SALE), add(desk, *FIRST)
    annotate.set_parent(desk, sale, first)
    does(desk, annotate.delete_quotation, first)
    assert parents(desk, sale) == [None]


# ---------------------------------------------------------------------------------------------- the project's own


def test_one_field_is_set_and_the_others_stay(desk: Desk) -> None:
    with desk.project.step("Scheme", actor=PIPELINE):
        desk.project.set_scheme(replace(DEFAULT, attributes=(FRAME, SHARE, SAID, TONE)))
    id = add(desk, *FIRST)
    does(desk, annotate.set_attribute, id, "frame", "economy")
    does(desk, annotate.set_attribute, id, "tone", "dry, cafe\u0301 🏭")
    does(desk, annotate.set_attribute, id, "share", 12.5)
    does(desk, annotate.set_attribute, id, "said", "2026-11")
    assert got(desk, id).attributes == {
        "frame": "economy", "tone": "dry, cafe\u0301 🏭", "share": 12.5, "said": "2026-11",
    }  # fmt: skip
    does_nothing(desk, annotate.set_attribute, id, "frame", "economy")
    does(desk, annotate.set_attribute, id, "frame", None)
    assert "frame" not in got(desk, id).attributes
    for field, value in (("frame", "gossip"), ("share", "much"), ("said", "2026-13")):
        with pytest.raises(FormatError):
            annotate.set_attribute(desk, id, field, value)
    with pytest.raises(ConflictError, match="weather"):
        annotate.set_attribute(desk, id, "weather", "fine")
    assert got(desk, id).attributes.keys() == {"tone", "share", "said"}


def test_a_value_whose_field_is_gone_can_be_taken_away(desk: Desk) -> None:
    with desk.project.step("Scheme", actor=PIPELINE):
        desk.project.set_scheme(replace(DEFAULT, attributes=(TONE,)))
    id = add(desk, *FIRST)
    annotate.set_attribute(desk, id, "tone", "dry")
    with desk.project.step("Scheme", actor=PIPELINE):
        desk.project.set_scheme(DEFAULT)
    does(desk, annotate.set_attribute, id, "tone", None)
    assert got(desk, id).attributes == {}


# ---------------------------------------------------------------------------------------------- who it is


def test_whom_a_type_ahead_finds_speaks_with_the_nearest_mention(desk: Desk) -> None:
    register(desk, Entity("e_zoe", "Zoé Lindqvist", "person", Origin("manual", BEA.id), proposed=True))
    id = add(desk, *FIRST)
    does(desk, parties.set_party, id, "speakers", "e_zoe")
    assert got(desk, id).speakers == (Party((), "e_zoe", None),), "no mention is linked to it yet"
    assert not desk.project.registry.get("e_zoe").proposed, "who takes it for somebody confirms it"
    member = next(each for each in cast(desk) if each.name == "Zoé Lindqvist" and each.mentions)
    annotate.delete_quotation(desk, id)
    id = add(desk, *FIRST)
    does(desk, parties.set_party, id, "speakers", member)
    assert got(desk, id).speakers == (Party((ZOE,), "e_zoe", "name"),)
    does(desk, parties.set_party, id, "addressees", "e_zoe")
    assert got(desk, id).addressees == (Party((ZOE,), "e_zoe", "name"),)
    with pytest.raises(ConflictError, match="registry"):
        parties.set_party(desk, id, "speakers", "e_gone")


def test_nameless_words_stay_and_mean_who_was_found(desk: Desk) -> None:
    register(desk, Entity("e_zoe", "Zoé Lindqvist", "person", Origin("manual", BEA.id)))
    id = add(desk, BRIDGE)
    parties.speaker_from_span(desk, id, at("she", 0, TEXT.casefold()))
    (before,) = got(desk, id).speakers
    assert before.form == "pronoun"
    does(desk, parties.set_party, id, "speakers", "e_zoe")
    assert got(desk, id).speakers == (replace(before, entity="e_zoe"),)
    does(desk, parties.set_party, id, "speakers", Newcomer("Ana  Brandt 🏭", "person"), further=True)
    first, second = got(desk, id).speakers
    assert first.spans == before.spans
    assert desk.project.registry.get(second.entity or "").name == "Ana Brandt 🏭"


def test_a_newcomer_is_added_once_and_of_a_kind_of_the_scheme(desk: Desk) -> None:
    first, second = add(desk, *FIRST), add(desk, BRIDGE)
    newcomer = Newcomer("Café Council 🏭", "organisation")
    does(desk, parties.set_party, first, "addressees", newcomer)
    does(desk, parties.set_party, second, "addressees", newcomer)
    (entity,) = desk.project.registry.all()
    assert (entity.name, entity.kind, entity.origin.created) == ("Café Council 🏭", "organisation", NOW)
    assert got(desk, first).addressees == got(desk, second).addressees == (Party((), entity.id),)
    with pytest.raises(ConflictError, match="alien"):
        parties.set_party(desk, first, "addressees", Newcomer("Zog", "alien"))
    with pytest.raises(ConflictError, match="letter"):
        parties.set_party(desk, first, "addressees", Newcomer("  ", "person"))


def test_who_one_party_is_can_be_said_and_taken_back(desk: Desk) -> None:
    register(desk, Entity("e_zoe", "Zoé Lindqvist", "person", Origin("manual", BEA.id)))
    id = add(desk, *FIRST)
    parties.addressee_from_span(desk, id, at("reporters"))
    (words,) = got(desk, id).addressees
    does(desk, parties.identify_party, id, "addressees", 0, "e_zoe")
    assert got(desk, id).addressees == (replace(words, entity="e_zoe"),)
    does_nothing(desk, parties.identify_party, id, "addressees", 0, "e_zoe")
    does(desk, parties.identify_party, id, "addressees", 0, None)
    assert got(desk, id).addressees == (words,)
    parties.none_in_text(desk, id)
    does(desk, parties.identify_party, id, "speakers", 0, "e_zoe")
    assert got(desk, id).speakers == (Party((), "e_zoe", None),)
    with pytest.raises(ConflictError, match="remove it"):
        parties.identify_party(desk, id, "speakers", 0, None)
    with pytest.raises(ConflictError, match="speaker 2"):
        parties.identify_party(desk, id, "speakers", 1, "e_zoe")
