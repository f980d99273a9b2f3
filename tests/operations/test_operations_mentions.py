"""Mentions in the annotator's own layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import BEA, BRIDGE, LATER, MENTIONS, NOW, TEXT, ZOE_ID, at, does, does_nothing, make_desk, sound

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Mention, Origin, Party
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span, sha256
from annotator.operations import annotate, mentions, parties, stances
from annotator.operations.desk import Desk, Memory
from annotator.operations.mentions import Others
from annotator.store.project import PIPELINE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    before = desk.pipeline_layer()
    yield desk
    assert desk.pipeline_layer() == before
    sound(desk)
    desk.project.close()


def test_add_a_mention(desk: Desk) -> None:
    changes = does(desk, mentions.add_mention, at("cafe\u0301"), "place")
    assert changes.focus
    made = desk.layer().mention(changes.focus)
    assert made == Mention(
        made.id, (at("cafe\u0301"),), "place", None, Origin("manual", BEA.id, created=NOW, modified=NOW)
    )
    assert len(desk.layer().mentions) == len(MENTIONS) + 1
    again = does_nothing(desk, mentions.add_mention, at("cafe\u0301"), "place")
    assert again.focus == made.id
    does(desk, mentions.add_mention, at("cafe\u0301"), "organisation")


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, len(TEXT) + 1), at(" "), Span(-2, 3)])
def test_what_holds_no_words_is_no_mention(desk: Desk, span: Span) -> None:
    with pytest.raises(ConflictError):
        mentions.add_mention(desk, span, "place")
    assert desk.stored_layer() is None


def test_kinds_are_those_of_the_scheme(desk: Desk) -> None:
    with pytest.raises(ConflictError, match="spaceship"):
        mentions.add_mention(desk, at("cafe\u0301"), "spaceship")
    with pytest.raises(ConflictError, match="spaceship"):
        mentions.relabel_mention(desk, ZOE_ID, "spaceship")


def test_relabel_move_remove_touch_the_copy(desk: Desk) -> None:
    changes = does(desk, mentions.relabel_mention, ZOE_ID, "organisation")
    assert changes.focus
    copy = desk.layer().mention(changes.focus)
    assert copy.id != ZOE_ID
    assert copy.label == "organisation"
    assert copy.origin.edited
    assert copy.origin.derived_from == (ZOE_ID,)
    assert copy.origin.modified == NOW != LATER
    does_nothing(desk, mentions.relabel_mention, ZOE_ID, "organisation")
    does(desk, mentions.move_mention, copy.id, at("Mayor Zoé Lindqvist"))
    assert desk.layer().mention(copy.id).spans == (at("Mayor Zoé Lindqvist"),)
    does(desk, mentions.remove_mention, ZOE_ID)
    assert len(desk.layer().mentions) == len(MENTIONS) - 1
    with pytest.raises(ConflictError, match="no longer there"):
        mentions.remove_mention(desk, ZOE_ID)


def test_link_and_unlink(desk: Desk) -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(Entity("e_1", "Zoé 🏭", "person", Origin("manual", BEA.id)))
    changes = does(desk, mentions.link_mention, ZOE_ID, "e_1")
    assert changes.focus
    copy = desk.layer().mention(changes.focus)
    assert (copy.entity, copy.origin.edited, copy.origin.modified) == ("e_1", False, NOW)
    does_nothing(desk, mentions.link_mention, ZOE_ID, "e_1")
    does(desk, mentions.link_mention, copy.id, None)
    with pytest.raises(ConflictError, match="e_gone"):
        mentions.link_mention(desk, copy.id, "e_gone")


# ---------------------------------------------------------------------------------------------- namesakes


def add_entity(desk: Desk, id: str, name: str, kind: str = "person") -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(Entity(id, name, kind, Origin("manual", BEA.id)))


def test_link_to_a_new_entity(desk: Desk) -> None:
    does(desk, mentions.link_to_new, ZOE_ID, "  Zoé   Lindqvist ", "person")
    (made,) = desk.project.registry.all()
    assert (made.name, made.kind, made.origin.agent) == ("Zoé Lindqvist", "person", BEA.id)
    assert desk.layer().mentions[0].entity == made.id
    for name, kind in ((" ", "person"), ("Zoé", "spaceship")):
        with pytest.raises(ConflictError):
            mentions.link_to_new(desk, ZOE_ID, name, kind)
    assert desk.project.registry.all() == (made,)


def test_a_speaker_on_the_same_words_follows_the_mention(desk: Desk) -> None:
    add_entity(desk, "e_1", "Zoé")
    add_entity(desk, "e_2", "Ana")
    made = annotate.add_quotation(desk, (BRIDGE,)).focus
    assert made
    parties.speaker_from_mention(desk, made, ZOE_ID)
    stances.add_stance(desk, made, target_spans=(at("Zoé Lindqvist"),), value="against")
    does(desk, mentions.link_mention, ZOE_ID, "e_1")
    assert desk.layer().quotation(made).speakers[0].entity == "e_1"
    assert desk.layer().quotation(made).stances[0].target == "e_1"
    parties.set_speakers(desk, made, [Party((at("Zoé Lindqvist"),), "e_2", "name")])
    does(desk, mentions.link_mention, ZOE_ID, None)
    assert desk.layer().quotation(made).speakers[0].entity == "e_2"
    assert desk.layer().quotation(made).stances[0].target is None


def test_the_others_of_the_name_in_the_article(desk: Desk) -> None:
    add_entity(desk, "e_1", "Ana Lindqvist")
    again = does(desk, mentions.add_mention, at("Lindqvist"), "person").focus
    place = does(desk, mentions.add_mention, at("Lindqvist"), "place").focus
    short = next(each.id for each in desk.layer().mentions if each.spans == (at("Lindqvist", 1),))
    does(desk, mentions.link_mention, short, "e_1")
    others = mentions.others_named(desk, short)
    assert others == Others((again,))
    assert others.documents == 0
    does(desk, mentions.link_all, others, "e_1")
    entities = {each.id: each.entity for each in desk.layer().mentions}
    assert entities[again or ""] == "e_1"
    assert entities[place or ""] is None
    assert not mentions.others_named(desk, short)
    does_nothing(desk, mentions.link_all, others, "e_1")
    with pytest.raises(ConflictError, match="no longer there"):
        mentions.others_named(desk, "m_gone")


def test_who_was_put_apart_is_not_among_the_others(desk: Desk) -> None:
    add_entity(desk, "e_1", "Ana Lindqvist")
    again = does(desk, mentions.add_mention, at("Lindqvist"), "person").focus
    short = next(each.id for each in desk.layer().mentions if each.spans == (at("Lindqvist", 1),))
    others = mentions.others_named(desk, short)
    assert again
    does(desk, mentions.link_mention, again, "e_1")
    does(desk, mentions.link_mention, again, None)
    assert not mentions.others_named(desk, short)
    does_nothing(desk, mentions.link_all, others, "e_1")


def test_the_others_of_the_name_in_ones_own_other_layers(desk: Desk) -> None:
    text = "é 🏭 Zoé Lindqvist! Zoé Lindqvist and zoe\u0301 lindqvist."
    origin = Origin("manual", BEA.id)
    spans = [Span(each.start(), each.end()) for each in re.finditer("(?i)zo(?:e\u0301|é) lindqvist", text)]
    rows = tuple(Mention(f"m_{n}", (each,), "person", None, origin) for n, each in enumerate(spans))
    layers = (
        Layer("l_b", "annotator", BEA.id, BEA.name, mentions=rows),
        Layer("l_c", "annotator", "a_cem", "cem", mentions=rows),
    )
    with desk.project.step("Import", actor=PIPELINE):
        desk.project.add_documents([AnnotatedDocument(Document("d_3", text, sha256(text)), layers=layers)])
    add_entity(desk, "e_1", "Zoé Lindqvist")
    does(desk, mentions.link_mention, ZOE_ID, "e_1")
    others = mentions.others_named(desk, ZOE_ID)
    assert others.in_article == ()
    assert others.elsewhere == tuple(("d_3", f"m_{n}") for n in range(3))
    assert others.documents == 1
    assert not mentions.link_all(desk, others, "e_1", elsewhere=False)
    changes = mentions.link_all(desk, others, "e_1")
    assert changes.documents == {"d_3"}
    assert changes.label == "Link mentions to “Zoé Lindqvist”"
    own, foreign = desk.project.annotations.layers("d_3")
    assert {each.entity for each in own.mentions} == {"e_1"}
    assert {each.entity for each in foreign.mentions} == {None}
    desk.project.undo(BEA.id)
    assert {each.entity for each in desk.project.annotations.layers("d_3")[0].mentions} == {None}


def test_linking_all_is_seen_by_a_desk_that_remembers(desk: Desk) -> None:
    remembering = replace(desk, memory=Memory())
    add_entity(desk, "e_1", "Ana Lindqvist")
    again = mentions.add_mention(remembering, at("Lindqvist"), "person").focus
    short = next(each.id for each in remembering.layer().mentions if each.spans == (at("Lindqvist", 1),))
    mentions.link_mention(remembering, short, "e_1")
    mentions.link_all(remembering, mentions.others_named(remembering, short), "e_1")
    assert again
    assert remembering.layer().mention(again).entity == "e_1"
