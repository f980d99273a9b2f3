"""Taking a ghost and joining a continuation: one undoable step each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from annotating import BEA, BRIDGE, FIRST, TEXT, at, does, does_nothing, make_desk, sound

from annotator.domain.annotations import Party, Quotation
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.ghosts import Ghost, ghosts_for
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, sha256
from annotator.nlp.lexicon import cue_lexicon
from annotator.operations import annotate, ghosting
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE

TOLD = (at("told"),)
MAYOR = (at("Mayor Zoé Lindqvist"),)


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


def ghost(desk: Desk, cue: Spans = TOLD, speaker: Spans = MAYOR, name: str = "Zoé Lindqvist") -> Ghost:
    member = next((each for each in cast(desk) if each.name == name), None)
    return Ghost(cue, speaker, None, member.entity if member else None, member.id if member else None, 0.9, "grammar")


def test_both_parts_are_taken_in_one_step_and_the_cluster_becomes_an_entity(desk: Desk) -> None:
    id = add(desk, *FIRST)
    changes = does(desk, ghosting.take_ghost, id, ghost(desk), cast(desk))
    (entity,) = desk.project.registry.all()
    assert (changes.label, changes.focus, entity.name) == ("Set cue and speaker", id, "Zoé Lindqvist")
    after = got(desk, id)
    assert (after.cue, after.cue_absent) == (TOLD, False)
    assert after.speakers == (Party(MAYOR, entity.id, "name"),)
    linked = [each for each in desk.layer().mentions if each.entity == entity.id]
    assert [each.spans[0].of(TEXT) for each in linked] == ["Zoé Lindqvist", "Lindqvist"]


def test_one_part_may_be_left(desk: Desk) -> None:
    id = add(desk, *FIRST)
    assert does(desk, ghosting.take_ghost, id, ghost(desk), cast(desk), speaker=False).label == "Set cue"
    assert (got(desk, id).cue, got(desk, id).speakers) == (TOLD, ())
    assert desk.project.registry.all() == ()
    assert does(desk, ghosting.take_ghost, id, ghost(desk, cue=()), cast(desk)).label == "Set speaker"
    assert got(desk, id).cue == TOLD
    assert got(desk, id).speakers[0].spans == MAYOR


def test_a_cue_that_was_absent_is_there_now(desk: Desk) -> None:
    id = add(desk, *FIRST)
    annotate.set_cue_absent(desk, id, absent=True)
    does(desk, ghosting.take_ghost, id, ghost(desk), cast(desk), speaker=False)
    assert (got(desk, id).cue, got(desk, id).cue_absent) == (TOLD, False)


def test_a_pronoun_keeps_its_words_and_means_its_member(desk: Desk) -> None:
    id = add(desk, BRIDGE)
    does(desk, ghosting.take_ghost, id, ghost(desk, (at("thinks"),), (at("he thinks", 0),), "Ana Brandt"), cast(desk))
    she = (at("She"),)
    does(desk, ghosting.take_ghost, id, ghost(desk, (at("added"),), she), cast(desk))
    zoe = next(each for each in desk.project.registry.all() if each.name == "Zoé Lindqvist")
    assert got(desk, id).speakers == (Party(she, zoe.id, "pronoun"),)


def test_words_of_nobody_in_the_cast_are_a_speaker_without_entity(desk: Desk) -> None:
    id = add(desk, BRIDGE)
    deputy = (at("her deputy"),)
    does(desk, ghosting.take_ghost, id, ghost(desk, (at("said"),), deputy, "nobody"), cast(desk))
    assert got(desk, id).speakers == (Party(deputy, None, "nominal"),)
    assert desk.project.registry.all() == ()


def test_a_member_without_words_is_a_speaker_by_entity_alone(desk: Desk) -> None:
    id = add(desk, BRIDGE)
    does(desk, ghosting.take_ghost, id, ghost(desk, (), (), "Ana Brandt"), cast(desk))
    (entity,) = desk.project.registry.all()
    assert got(desk, id).speakers == (Party((), entity.id, None),)


def test_what_proposes_nothing_changes_nothing(desk: Desk) -> None:
    id = add(desk, BRIDGE)
    does_nothing(desk, ghosting.take_ghost, id, ghost(desk, (), (), "nobody"), cast(desk))
    does_nothing(desk, ghosting.take_ghost, id, ghost(desk), cast(desk), cue=False, speaker=False)
    does(desk, ghosting.take_ghost, id, ghost(desk), cast(desk))
    does_nothing(desk, ghosting.take_ghost, id, ghost(desk), cast(desk))


def test_a_quotation_that_is_gone_or_words_beyond_the_text_are_refused(desk: Desk) -> None:
    with pytest.raises(ConflictError):
        ghosting.take_ghost(desk, "q_gone", ghost(desk), cast(desk))
    id = add(desk, BRIDGE)
    with pytest.raises(ConflictError):
        ghosting.take_ghost(desk, id, ghost(desk, (Span(0, len(TEXT) + 1),)), cast(desk))
    assert got(desk, id).cue == ()


def test_what_is_offered_for_a_new_quotation_can_be_taken(desk: Desk) -> None:
    id = add(desk, *FIRST)
    offered = ghosts_for(TEXT, got(desk, id), (), desk.layer(), cast(desk), cue_lexicon("en"), Marks(TEXT))
    does(desk, ghosting.take_ghost, id, offered[0], cast(desk))
    after = got(desk, id)
    assert after.cue == TOLD
    assert [each.of(TEXT) for each in after.speakers[0].spans] == ["Mayor Zoé Lindqvist"]
    assert desk.project.registry.all()[0].name == "Zoé Lindqvist"


def add_whole(desk: Desk, *spans: Span) -> Quotation:
    changes = does(desk, ghosting.add_with_ghost, spans, cast(desk), (), cue_lexicon("en"), marks=Marks(TEXT))
    assert changes.label == "Add quotation"
    assert changes.focus
    return got(desk, changes.focus)


def test_a_quotation_is_made_with_what_would_be_offered_first_in_one_step(desk: Desk) -> None:
    made = add_whole(desk, *FIRST)
    assert made.cue == TOLD
    assert [each.of(TEXT) for each in made.speakers[0].spans] == ["Mayor Zoé Lindqvist"]
    (entity,) = desk.project.registry.all()
    assert (entity.name, made.speakers[0].entity) == ("Zoé Lindqvist", entity.id)
    assert made.origin.kind == "manual"
    desk.project.undo(BEA.id)
    assert desk.layer().quotations == ()
    assert desk.project.registry.all() == ()


def test_where_nothing_would_be_offered_it_is_a_bare_quotation(desk: Desk) -> None:
    last = Span(len(TEXT.rstrip()) - 3, len(TEXT.rstrip()))
    changes = ghosting.add_with_ghost(desk, (last,), (), (), CueLexicon())
    assert (got(desk, changes.focus or "").cue, got(desk, changes.focus or "").speakers) == ((), ())
    with pytest.raises(ConflictError, match="needs words"):
        ghosting.add_with_ghost(desk, (), (), (), CueLexicon())


# ------------------------------------------------------------------------------------------------ continuation

LONG = "“We will not sell 🏭, Lindqvist said.\n\n“We will build the cafe\u0301,” she said. “No.”\n“It lasts.”"


@pytest.fixture
def long_desk(desk: Desk) -> Desk:
    with desk.project.step("Import", actor=PIPELINE):
        desk.project.documents.add(Document("d_long", LONG, sha256(LONG), "en"))
    return Desk(desk.project, "d_long", BEA, clock=desk.clock)


def test_the_continuation_becomes_a_fragment(long_desk: Desk) -> None:
    id = add(long_desk, at("“We will not sell 🏭, Lindqvist said.", text=LONG))
    changes = does(long_desk, ghosting.join_continuation, id, marks=Marks(LONG))
    assert (changes.label, changes.focus) == ("Join continuation", id)
    assert [each.of(LONG) for each in got(long_desk, id).content][1] == "“We will build the cafe\u0301,”"
    assert got(long_desk, id).type == "direct"


def test_where_nothing_goes_on_joining_says_so_and_changes_nothing(long_desk: Desk) -> None:
    id = add(long_desk, at("“It lasts.”", text=LONG))
    with pytest.raises(ConflictError, match="nothing in the next paragraph"):
        ghosting.join_continuation(long_desk, id)
    with pytest.raises(ConflictError):
        ghosting.join_continuation(long_desk, "q_gone")
    assert len(got(long_desk, id).content) == 1
