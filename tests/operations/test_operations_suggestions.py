"""The pipeline's suggestions: which are open; accepted, rejected, all above a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import (
    AGENT,
    BEA,
    BRIDGE,
    ENDED,
    FIRST,
    LATER,
    NOW,
    SALE,
    TEXT,
    at,
    does,
    does_nothing,
    make_desk,
    pipeline_layer,
    quoted,
    sound,
)

from annotator.domain.annotations import Origin, Party, Rejection, Stance
from annotator.domain.cast import CastMember, cast_of
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.nlp.lexicon import cue_lexicon
from annotator.operations import annotate, stances, suggestions
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    sound(desk)
    desk.project.close()


def shown(desk: Desk) -> list[tuple[Span, ...]]:
    return [each.content for each in suggestions.open_suggestions(desk)]


def ids(desk: Desk) -> list[str]:
    return [each.id for each in suggestions.open_suggestions(desk)]


def test_open_ones_in_text_order(desk: Desk) -> None:
    assert shown(desk) == [FIRST, (BRIDGE,), (SALE,), (ENDED,)]
    assert suggestions.open_suggestions(replace(desk, document="d_2")) == ()
    assert suggestions.open_suggestions(desk, desk.layer()) == suggestions.open_suggestions(desk)


def test_one_that_a_quotation_overlaps_by_half_is_not_shown(desk: Desk) -> None:
    length = BRIDGE.length
    less = annotate.add_quotation(desk, (Span(BRIDGE.start, BRIDGE.start + length // 4),))
    assert (BRIDGE,) in shown(desk)
    assert less.focus
    annotate.set_content(desk, less.focus, (Span(BRIDGE.start, BRIDGE.start + length // 3 + 1),))
    assert (BRIDGE,) not in shown(desk)
    annotate.add_quotation(desk, (FIRST[0],))
    assert FIRST not in shown(desk)


def test_accept(desk: Desk) -> None:
    first = ids(desk)[0]
    changes = does(desk, suggestions.accept_suggestion, first)
    made = quoted(desk, changes)
    assert made.id != first
    assert (made.content, made.type, made.type_origin) == (FIRST, "direct", "auto")
    assert made.origin == Origin("suggestion", AGENT, "marks", 0.9, False, (first,), NOW, NOW)
    assert first not in ids(desk)
    with pytest.raises(ConflictError, match="accepted already"):
        suggestions.accept_suggestion(desk, first)
    with pytest.raises(ConflictError, match="no longer there"):
        suggestions.accept_suggestion(desk, "q_gone")


def test_an_accepted_one_remembers_that_it_was_edited(desk: Desk) -> None:
    made = quoted(desk, suggestions.accept_suggestion(desk, ids(desk)[1]))
    later = replace(desk, clock=lambda: LATER)
    does_nothing(later, annotate.set_type, made.id, None)
    assert not desk.layer().quotation(made.id).origin.edited
    does(later, annotate.set_note, made.id, "Cafe\u0301 🏭")
    origin = desk.layer().quotation(made.id).origin
    assert (origin.edited, origin.modified) == (False, LATER), "what is suggested is as it was"
    does(later, annotate.set_content, made.id, (at("denied"),))
    origin = desk.layer().quotation(made.id).origin
    assert (origin.kind, origin.edited, origin.created, origin.modified) == ("suggestion", True, NOW, LATER)
    assert made.origin.derived_from[0] not in ids(desk)  # though it no longer overlaps


def test_accepted_inside_an_accepted_one(desk: Desk) -> None:
    _, bridge, sale, _ = ids(desk)
    inner = quoted(desk, does(desk, suggestions.accept_suggestion, sale))
    outer = quoted(desk, does(desk, suggestions.accept_suggestion, bridge))
    got = desk.layer().quotation(inner.id)
    assert got.parent == outer.id
    assert not got.origin.edited
    does(desk, annotate.delete_quotation, outer.id)
    assert bridge in ids(desk)


def test_accept_all_above_a_threshold_in_one_step(desk: Desk) -> None:
    changes = does(desk, suggestions.accept_all, 0.5)
    assert changes.label == "Accept 2 suggestions"
    assert [each.content for each in desk.layer().quotations] == [FIRST, (BRIDGE,)]
    assert shown(desk) == [(SALE,), (ENDED,)]
    assert does(desk, suggestions.accept_all, 0.3).label == "Accept suggestion"
    does_nothing(desk, suggestions.accept_all, 0.3)


def test_accept_all_takes_one_of_two_about_the_same(desk: Desk) -> None:
    layer = pipeline_layer()
    origin = Origin("pipeline", AGENT, score=0.95)
    twin = replace(layer.quotations[1], id="q_twin", content=(Span(BRIDGE.start, BRIDGE.end + 3),), origin=origin)
    none = replace(layer.quotations[3], id="q_none", origin=replace(origin, score=None))
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.annotations.replace_pipeline_layer(
            "d_1", replace(layer, quotations=(layer.quotations[1], twin, none))
        )
    suggestions.accept_all(desk, 0.5)
    assert [each.origin.derived_from for each in desk.layer().quotations] == [("q_twin",)]
    suggestions.accept_all(desk, 0.0)
    assert len(desk.layer().quotations) == 2


def test_what_a_suggestion_brings_is_kept_and_confirmed(desk: Desk) -> None:
    layer = pipeline_layer()
    made_by = Origin("pipeline", AGENT, score=0.5)
    stance = Stance("s_1", "e_2", (), "against", None, None, (), made_by)
    full = replace(
        layer.quotations[0],
        cue=(at("told"),),
        speakers=(Party((at("Zoé Lindqvist"),), "e_1", "name", 0.8),),
        stances=(stance,),
        type="reported",
        type_origin="manual",
    )
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.registry.save(Entity("e_1", "Zoé Lindqvist", "person", made_by, proposed=True))
        desk.project.registry.save(Entity("e_2", "Café 🏭", "issue", made_by))
        desk.project.annotations.replace_pipeline_layer("d_1", replace(layer, quotations=(full,)))
    got = quoted(desk, does(desk, suggestions.accept_suggestion, full.id))
    assert (got.cue, got.speakers, got.type, got.type_origin) == (full.cue, full.speakers, "reported", "manual")
    assert got.stances[0].id != "s_1"
    assert got.stances[0].origin.derived_from == ("s_1",)
    assert not desk.project.registry.get("e_1").proposed
    does(desk, stances.edit_stance, got.id, replace(got.stances[0], value="favour"))
    assert desk.layer().quotation(got.id).stances[0].origin.edited


def speaking(desk: Desk, *speakers: Span) -> list[str]:
    """Suggestions of the pipeline with these speakers, whom the registry does not know; their ids."""
    layer = pipeline_layer()
    rows = tuple(
        replace(each, speakers=(Party((span,), None, "pronoun" if span.length == 3 else "name"),))
        for each, span in zip(layer.quotations, speakers, strict=False)
    )
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.annotations.replace_pipeline_layer("d_1", replace(layer, quotations=rows))
    return [each.id for each in rows]


def cast(desk: Desk) -> tuple[CastMember, ...]:
    entities = {each.id: each for each in desk.project.registry.all()}
    return cast_of(TEXT, desk.layer().mentions, desk.layer().quotations, entities)


def test_accepting_puts_the_named_speaker_into_the_registry(desk: Desk) -> None:
    mayor, she = speaking(desk, at("Mayor Zoé Lindqvist"), at("She"))
    got = quoted(desk, does(desk, suggestions.accept_suggestion, mayor, cast=cast(desk), lexicon=cue_lexicon("en")))
    (entity,) = desk.project.registry.all()
    assert (entity.name, entity.kind, entity.proposed) == ("Zoé Lindqvist", "person", False)
    assert got.speakers == (Party((at("Mayor Zoé Lindqvist"),), entity.id, "name"),)
    assert not got.origin.edited
    assert [each.spans for each in desk.layer().mentions if each.entity == entity.id] == [
        (at("Zoé Lindqvist"),), (at("Lindqvist", 1),),
    ]  # fmt: skip
    of_her = quoted(desk, does(desk, suggestions.accept_suggestion, she, cast=cast(desk), lexicon=cue_lexicon("en")))
    assert of_her.speakers[0].entity is None, "a pronoun does not say who is meant"


def test_accepting_all_makes_one_entity_of_one_speaker(desk: Desk) -> None:
    speaking(desk, at("Mayor Zoé Lindqvist"), at("Lindqvist", 1), at("Ana Brandt"))
    does(desk, suggestions.accept_all, 0.0, cast=cast(desk), lexicon=cue_lexicon("en"))
    first, second, third = (each.speakers[0].entity for each in desk.layer().quotations)
    assert first == second != third
    assert {each.id: each.name for each in desk.project.registry.all()} == {
        first: "Zoé Lindqvist", third: "Ana Brandt",
    }  # fmt: skip


def test_reject(desk: Desk) -> None:
    first = ids(desk)[0]
    changes = does(desk, suggestions.reject_suggestion, first, "scare_quotes")
    (rejection,) = desk.layer().rejections
    assert rejection == Rejection(rejection.id, first, FIRST, "scare_quotes", BEA.id, NOW)
    assert changes.focus == rejection.id
    assert first not in ids(desk)
    does(desk, suggestions.reject_suggestion, ids(desk)[0])
    with pytest.raises(ConflictError, match="boredom"):
        suggestions.reject_suggestion(desk, ids(desk)[0], "boredom")
    with pytest.raises(ConflictError, match="no longer there"):
        suggestions.reject_suggestion(desk, "q_gone")


def test_a_rejection_outlives_a_new_labelling(desk: Desk) -> None:
    suggestions.reject_suggestion(desk, ids(desk)[0])
    layer = pipeline_layer()
    moved = replace(layer.quotations[0], id="q_new", content=(FIRST[0], Span(FIRST[1].start, FIRST[1].end - 1)))
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.annotations.replace_pipeline_layer("d_1", replace(layer, quotations=(moved,)))
    assert ids(desk) == []


def test_reject_a_passage(desk: Desk) -> None:
    does(desk, suggestions.reject_passage, (SALE,), "title_or_name")
    assert desk.layer().rejections[0].suggestion is None
    assert shown(desk) == [FIRST, (BRIDGE,), (ENDED,)]
    with pytest.raises(ConflictError):
        suggestions.reject_passage(desk, ())
