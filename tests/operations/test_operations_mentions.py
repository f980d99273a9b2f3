"""Mentions in the annotator's own layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from annotating import BEA, LATER, MENTIONS, NOW, TEXT, ZOE_ID, at, does, does_nothing, make_desk, sound

from annotator.domain.annotations import Mention, Origin
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.operations import mentions
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
