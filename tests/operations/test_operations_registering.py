"""Correcting the cast: moving, taking out, joining, renaming and dismissing, each undone and redone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from annotating import BEA, BRIDGE, FIRST, at, does, make_desk, sound

from annotator.domain.annotations import Mention, Origin
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.operations import annotate, mentions, parties, stances
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    before = desk.pipeline_layer()
    yield desk
    assert desk.pipeline_layer() == before
    sound(desk)
    desk.project.close()


def add_entity(desk: Desk, id: str, name: str, kind: str = "person") -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(Entity(id, name, kind, Origin("manual", BEA.id)))


def cast(desk: Desk) -> dict[str, CastMember]:
    """The cast by name, as the window computes it."""
    entities = {each.id: each for each in desk.project.registry.all()}
    layer = desk.layer()
    text = desk.project.documents.get(desk.document).text
    return {each.name: each for each in cast_of(text, layer.mentions, layer.quotations, entities)}


def sizes(desk: Desk) -> dict[str, int]:
    return {name: len(each.mentions) for name, each in cast(desk).items()}


def mention_at(desk: Desk, span: Span) -> Mention:
    return next(each for each in desk.layer().mentions if each.spans == (span,))


SHORT = at("Lindqvist", 1)
"""In “Lindqvist’s deputy”: Zoé's by its name."""


def test_a_mention_moved_means_that_member_and_takes_no_other_along(desk: Desk) -> None:
    extra = does(desk, mentions.add_mention, at("Lindqvist"), "person").focus
    assert sizes(desk)["Zoé Lindqvist"] == 3
    ana = cast(desk)["Ana Brandt"]
    changes = does(desk, mentions.move_to_member, mention_at(desk, SHORT).id, ana)
    assert changes.focus == mention_at(desk, SHORT).id
    assert sizes(desk)["Ana Brandt"] == 2
    assert sizes(desk)["Zoé Lindqvist"] == 2
    (entity,) = desk.project.registry.all()
    assert (entity.name, entity.aliases) == ("Ana Brandt", ())
    assert mention_at(desk, SHORT).entity == entity.id
    assert desk.layer().mention(extra or "").entity is None
    back = cast(desk)["Zoé Lindqvist"]
    does(desk, mentions.move_to_member, mention_at(desk, SHORT).id, back)
    assert sizes(desk)["Zoé Lindqvist"] == 3
    assert sizes(desk)["Ana Brandt"] == 1


def test_a_mention_dropped_on_its_own_member_is_only_linked(desk: Desk) -> None:
    zoe = cast(desk)["Zoé Lindqvist"]
    does(desk, mentions.move_to_member, zoe.mentions[1].id, zoe)
    assert {each.origin.rule for each in desk.layer().mentions} == {None}
    assert sizes(desk)["Zoé Lindqvist"] == 2


def test_a_mention_taken_out_is_by_itself_also_as_an_entity(desk: Desk) -> None:
    add_entity(desk, "e_z", "Zoé Lindqvist")
    does(desk, mentions.link_mention, mention_at(desk, at("Zoé Lindqvist")).id, "e_z")
    assert sizes(desk)["Zoé Lindqvist"] == 2
    does(desk, mentions.take_out, mention_at(desk, SHORT).id)
    assert (sizes(desk)["Zoé Lindqvist"], sizes(desk)["Lindqvist"]) == (1, 1)
    made = annotate.add_quotation(desk, (BRIDGE,)).focus
    assert made
    does(desk, parties.speaker_from_cast, made, cast(desk)["Lindqvist"])
    assert mention_at(desk, SHORT).entity not in (None, "e_z")
    assert sizes(desk)["Lindqvist"] == 1


def test_a_namesake_put_apart_keeps_the_others_out_of_its_entity(desk: Desk) -> None:
    second = does(desk, mentions.add_mention, at("Lindqvist"), "person").focus
    does(desk, mentions.take_out, second)
    other = does(desk, mentions.remove_mention, mention_at(desk, at("Zoé Lindqvist")).id)
    assert other
    names = [each for each in cast_members(desk) if each.name == "Lindqvist"]
    apart = next(each for each in names if each.mentions[0].id == second)
    rest = next(each for each in names if each.mentions[0].id != second)
    made = annotate.add_quotation(desk, (BRIDGE,)).focus
    assert made
    does(desk, parties.speaker_from_cast, made, apart)
    (entity,) = desk.project.registry.all()
    assert entity.name == "Lindqvist"
    does(
        desk,
        parties.speaker_from_cast,
        made,
        next(e for e in cast_members(desk) if e.entity is None and e.id == rest.id),
    )
    assert len(desk.project.registry.named("Lindqvist")) == 2


def cast_members(desk: Desk) -> tuple[CastMember, ...]:
    entities = {each.id: each for each in desk.project.registry.all()}
    text = desk.project.documents.get(desk.document).text
    return cast_of(text, desk.layer().mentions, desk.layer().quotations, entities)


def test_two_clusters_joined_become_one_entity_with_both_names(desk: Desk) -> None:
    members = cast(desk)
    changes = does(desk, mentions.join_members, members["Ana Brandt"], members["Zoé Lindqvist"])
    (entity,) = desk.project.registry.all()
    assert changes.focus == entity.id
    assert (entity.name, entity.aliases) == ("Ana Brandt", ("Zoé Lindqvist",))
    assert sizes(desk)["Ana Brandt"] == 3
    assert "Zoé Lindqvist" not in sizes(desk)


def test_a_cluster_joins_the_entity_whichever_is_dropped(desk: Desk) -> None:
    add_entity(desk, "e_a", "Ana Brandt")
    does(desk, mentions.link_mention, mention_at(desk, at("Ana Brandt")).id, "e_a")
    members = cast(desk)
    does(desk, mentions.join_members, members["Zoé Lindqvist"], members["Ana Brandt"])
    assert {each.entity for each in desk.layer().mentions if each.label == "person"} == {"e_a"}
    assert desk.project.registry.get("e_a").aliases == ("Zoé Lindqvist",)


def test_joining_two_entities_redirects_the_annotators_own_quotations(desk: Desk) -> None:
    add_entity(desk, "e_a", "Ana Brandt")
    add_entity(desk, "e_z", "Zoé Lindqvist")
    does(desk, mentions.link_mention, mention_at(desk, at("Ana Brandt")).id, "e_a")
    does(desk, mentions.link_mention, mention_at(desk, at("Zoé Lindqvist")).id, "e_z")
    made = annotate.add_quotation(desk, FIRST).focus
    assert made
    parties.speaker_from_mention(desk, made, mention_at(desk, at("Zoé Lindqvist")).id)
    stances.add_stance(desk, made, target="e_z", value="favour")
    members = cast(desk)
    does(desk, mentions.join_members, members["Ana Brandt"], members["Zoé Lindqvist"])
    quotation = desk.layer().quotation(made)
    assert [each.entity for each in quotation.speakers] == ["e_a"]
    assert [each.target for each in quotation.stances] == ["e_a"]
    assert [each.id for each in desk.project.registry.all()] == ["e_a", "e_z"]
    assert desk.project.registry.get("e_a").aliases == ()


def test_renaming_a_member_keeps_what_the_article_calls_it(desk: Desk) -> None:
    changes = does(desk, mentions.rename_member, cast(desk)["Zoé Lindqvist"], " Zoé  Maria Lindqvist ")
    (entity,) = desk.project.registry.all()
    assert changes.focus == entity.id
    assert entity.name == "Zoé Maria Lindqvist"
    assert entity.aliases == ("Lindqvist", "Zoé Lindqvist")
    assert sizes(desk)["Zoé Maria Lindqvist"] == 2
    with pytest.raises(ConflictError, match="needs a name"):
        mentions.rename_member(desk, cast(desk)["Ana Brandt"], " ")


def test_a_member_that_is_none_goes_with_its_mentions(desk: Desk) -> None:
    does(desk, mentions.dismiss_member, cast(desk)["Zoé Lindqvist"])
    assert "Zoé Lindqvist" not in sizes(desk)
    assert len(desk.layer().mentions) == 3
    made = annotate.add_quotation(desk, (BRIDGE,)).focus
    assert made
    parties.speaker_from_cast(desk, made, cast(desk)["Ana Brandt"])
    with pytest.raises(ConflictError, match="has a part in 1 quotation of"):
        mentions.dismiss_member(desk, cast(desk)["Ana Brandt"])
