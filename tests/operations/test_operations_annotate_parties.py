"""Speakers and addressees: from words, mentions, the cast, another quotation; none in the text; forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import AGENT, BEA, BRIDGE, FIRST, NOW, SALE, TEXT, ZOE_ID, at, does, does_nothing, make_desk, sound

from annotator.domain.annotations import NONE_IN_TEXT, Origin, Party, Quotation
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.operations import annotate, mentions, parties
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE

ZOE = at("Zoé Lindqvist")


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


def cast(desk: Desk) -> tuple[CastMember, ...]:
    layer = desk.layer()
    entities = {each.id: each for each in desk.project.registry.all()}
    return cast_of(TEXT, layer.mentions, layer.quotations, entities)


def register(desk: Desk, entity: Entity) -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(entity)


def entity(name: str, id: str = "e_1", kind: str = "person", *aliases: str) -> Entity:
    return Entity(id, name, kind, Origin("manual", BEA.id), aliases)


# ---------------------------------------------------------------------------------------------- from words


def test_a_speaker_from_words(desk: Desk) -> None:
    made = add(desk, BRIDGE)
    does(desk, parties.speaker_from_span, made, at("her deputy"))
    assert got(desk, made).speakers == (Party((at("her deputy"),), None, "nominal"),)
    does(desk, parties.speaker_from_span, made, at("She"))
    assert got(desk, made).speakers == (Party((at("She"),), None, "pronoun"),)
    does(desk, parties.speaker_from_span, made, ZOE, further=True)
    assert [each.form for each in got(desk, made).speakers] == ["pronoun", "name"]
    does_nothing(desk, parties.speaker_from_span, made, ZOE, further=True)
    with pytest.raises(ConflictError):
        parties.speaker_from_span(desk, made, Span(4, 4))


def test_words_that_name_one_of_the_cast_make_it_an_entity_of_the_registry(desk: Desk) -> None:
    made = add(desk, *FIRST)
    zoe, other = (next(each for each in cast(desk) if each.name == name) for name in ("Zoé Lindqvist", "Ana Brandt"))
    mayor = at("Mayor Zoé Lindqvist")
    does(desk, parties.speaker_from_span, made, mayor, member=zoe)
    (entity,) = desk.project.registry.all()
    assert (entity.name, got(desk, made).speakers) == ("Zoé Lindqvist", (Party((mayor,), entity.id, "name"),))
    does(desk, parties.addressee_from_mention, made, other.mentions[0].id, member=other)
    assert got(desk, made).addressees[0].entity in {each.id for each in desk.project.registry.all()} - {entity.id}
    does(desk, parties.speaker_from_mention, made, ZOE_ID, member=other)  # linked already: the mention decides
    assert got(desk, made).speakers == (Party((ZOE,), entity.id, "name"),)
    desk.project.undo(BEA.id)
    desk.project.undo(BEA.id)
    desk.project.undo(BEA.id)
    assert desk.project.registry.all() == ()


def test_words_that_end_in_a_linked_mention_have_its_entity(desk: Desk) -> None:
    register(desk, entity("Zoé Lindqvist"))
    made = add(desk, *FIRST)
    for span in (ZOE, at("Lindqvist", 1)):
        mention = next(each for each in desk.layer().mentions if each.spans == (span,))
        mentions.link_mention(desk, mention.id, "e_1")
    does(desk, parties.speaker_from_span, made, at("Mayor Zoé Lindqvist"))
    assert got(desk, made).speakers == (Party((at("Mayor Zoé Lindqvist"),), "e_1", "name"),)
    does(desk, parties.speaker_from_span, made, at("Lindqvist’s deputy"))
    assert got(desk, made).speakers == (Party((at("Lindqvist’s deputy"),), None, "nominal"),)


def test_a_scrambled_speaker_has_fragments_and_edges(desk: Desk) -> None:
    made = add(desk, BRIDGE)
    parties.speaker_from_span(desk, made, at("deputy", 1))
    does(desk, annotate.add_fragment, made, at("he", TEXT.count("he") - 1), "speakers", 0)
    does(desk, annotate.move_edge, made, "speakers", 0, "end", 1)
    assert got(desk, made).speakers[0].spans[0].of(TEXT) == "deputy Ana"
    does(desk, annotate.remove_fragment, made, "speakers", 1)
    assert got(desk, made).speakers == (Party((at("deputy Ana"),), None, "name"),)
    does(desk, annotate.remove_fragment, made, "speakers", 0)
    assert got(desk, made).speakers == ()


# ---------------------------------------------------------------------------------------------- from mentions


def test_a_speaker_from_a_mention_named_by_the_pipelines_id(desk: Desk) -> None:
    register(desk, entity("Zoé Lindqvist"))
    pipelines = desk.layer().mentions[0].id
    does(desk, mentions.link_mention, pipelines, "e_1")
    made = add(desk, *FIRST)
    does(desk, parties.speaker_from_mention, made, pipelines)
    assert got(desk, made).speakers == (Party((ZOE,), "e_1", "name"),)
    does(desk, parties.speaker_from_mention, made, desk.layer().mentions[2].id, further=True)
    assert [each.entity for each in got(desk, made).speakers] == ["e_1", None]
    mentions.remove_mention(desk, pipelines)
    assert got(desk, made).speakers[0] == Party((ZOE,), "e_1", "name")
    with pytest.raises(ConflictError, match="mention"):
        parties.speaker_from_mention(desk, made, pipelines)


def test_addressees_are_added(desk: Desk) -> None:
    made = add(desk, *FIRST)
    does(desk, parties.addressee_from_span, made, at("reporters"))
    does(desk, parties.addressee_from_mention, made, desk.layer().mentions[2].id)
    assert [each.form for each in got(desk, made).addressees] == ["nominal", "name"]
    does_nothing(desk, parties.addressee_from_span, made, at("reporters"))
    for _ in range(2):
        does(desk, parties.remove_party, made, "addressees", 0)
    assert got(desk, made).addressees == ()


# ---------------------------------------------------------------------------------------------- from the cast


def test_a_cluster_taken_by_its_cast_key_becomes_an_entity(desk: Desk) -> None:
    shown = cast(desk)  # before the first write: under the pipeline's ids
    assert [each.name for each in shown] == ["Zoé Lindqvist", "Ana Brandt", "Nordhavn Port Authority"]
    made = add(desk, *FIRST)
    changes = does(desk, parties.speaker_from_cast, made, shown[0])
    (person,) = desk.project.registry.all()
    assert (person.name, person.kind, person.aliases, person.proposed) == (
        "Zoé Lindqvist",
        "person",
        ("Lindqvist",),
        False,
    )
    assert person.origin == Origin("manual", BEA.id, created=NOW, modified=NOW)
    assert changes.touches("entity") == {person.id}
    assert changes.focus == made
    assert got(desk, made).speakers == (Party((ZOE,), person.id, "name"),)
    linked = [each for each in desk.layer().mentions if each.entity == person.id]
    assert len(linked) == 2
    assert all(each.origin.kind == "pipeline" and each.origin.agent == AGENT for each in linked)
    assert not any(each.origin.edited for each in linked)
    assert cast(desk)[0].entity == person.id
    assert cast(desk)[0].id == shown[0].id


def test_again_takes_the_next_nearest_mention(desk: Desk) -> None:
    made = add(desk, *FIRST)
    member = cast(desk)[0]
    annotate.set_cue(desk, made, (at("denied"),))
    parties.speaker_from_cast(desk, made, member)
    assert got(desk, made).speakers[0].spans == (at("Lindqvist", 1),)
    does(desk, parties.speaker_from_cast, made, member, 1)
    assert got(desk, made).speakers[0].spans == (ZOE,)
    does(desk, parties.speaker_from_cast, made, member, 2)
    assert got(desk, made).speakers[0].spans == (at("Lindqvist", 1),)
    assert len(desk.project.registry.all()) == 1
    does(desk, parties.speaker_from_cast, made, cast(desk)[1], further=True)
    assert len(got(desk, made).speakers) == 2


def test_a_cluster_known_to_the_registry_is_not_doubled(desk: Desk) -> None:
    register(desk, entity("Nordhavn Port Authority", "e_org", "organisation"))
    register(desk, entity("Ana Brandt", "e_1"))
    register(desk, entity("Ana Brandt", "e_2"))
    made = add(desk, BRIDGE)
    does(desk, parties.speaker_from_cast, made, cast(desk)[2])
    assert got(desk, made).speakers[0].entity == "e_org"
    does(desk, parties.speaker_from_cast, made, cast(desk)[1])  # two of that name: a third person for all we know
    assert len(desk.project.registry.all()) == 4


def test_a_lone_surname_is_not_taken_for_anothers_alias(desk: Desk) -> None:
    register(desk, entity("Vera Brandt", "e_1", "person", "Brandt"))
    made = add(desk, BRIDGE)
    member = replace(cast(desk)[1], name="Brandt")
    parties.speaker_from_cast(desk, made, member)
    assert got(desk, made).speakers[0].entity != "e_1"


def test_an_entity_without_a_mention_and_a_stale_member(desk: Desk) -> None:
    register(desk, entity("The Ghost"))
    made = add(desk, BRIDGE)
    does(desk, parties.speaker_from_cast, made, CastMember("c", "The Ghost", "person", "e_1", ()))
    assert got(desk, made).speakers == (Party((), "e_1", None),)
    stale = cast(desk)[-1]
    parties.speaker_from_cast(desk, made, stale)
    mentions.remove_mention(desk, desk.layer().mentions[-1].id)
    parties.speaker_from_cast(desk, made, stale)
    assert len(desk.project.registry.all()) == 2


# ---------------------------------------------------------------------------------------------- the rest


def test_the_same_speaker_as_before(desk: Desk) -> None:
    one, two = add(desk, *FIRST), add(desk, BRIDGE)
    with pytest.raises(ConflictError, match="no speaker"):
        parties.same_speaker_as(desk, two, one)
    parties.speaker_from_cast(desk, one, cast(desk)[0])
    does(desk, parties.same_speaker_as, two, one)
    assert got(desk, two).speakers == got(desk, one).speakers


def test_none_in_the_text(desk: Desk) -> None:
    made = add(desk, BRIDGE)
    does(desk, parties.none_in_text, made)
    assert got(desk, made).speakers == (NONE_IN_TEXT,)
    does(desk, parties.speaker_from_span, made, ZOE, further=True)
    assert [each.form for each in got(desk, made).speakers] == ["name"]
    does(desk, parties.set_speakers, made, ())
    assert got(desk, made).speakers == ()


def test_forms_by_hand_and_removal(desk: Desk) -> None:
    made = add(desk, BRIDGE)
    parties.speaker_from_span(desk, made, at("her deputy"))
    parties.speaker_from_span(desk, made, ZOE, further=True)
    does(desk, parties.set_form, made, "speakers", 0, "group")
    does(desk, annotate.add_fragment, made, at("She"), "speakers", 0)
    assert got(desk, made).speakers[0].form == "group"
    does(desk, parties.set_form, made, "speakers", 1, "none_in_text")
    assert got(desk, made).speakers[1] == NONE_IN_TEXT
    does(desk, parties.remove_party, made, "speakers", 0)
    assert got(desk, made).speakers == (NONE_IN_TEXT,)
    with pytest.raises(ConflictError, match="speaker 2"):
        parties.remove_party(desk, made, "speakers", 1)
    with pytest.raises(ConflictError, match="addressee 1"):
        parties.set_form(desk, made, "addressees", 0, "name")


def test_a_party_with_an_entity_that_is_not_there(desk: Desk) -> None:
    made = add(desk, SALE)
    with pytest.raises(ConflictError, match="e_gone"):
        parties.set_speakers(desk, made, (Party((ZOE,), "e_gone", "name"),))
    with pytest.raises(ConflictError):
        parties.set_speakers(desk, made, (Party((Span(0, 99_999),), None, "name"),))
