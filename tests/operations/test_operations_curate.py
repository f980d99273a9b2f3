"""Adjudicating several annotators and reviewing one: what goes to gold, what is recorded, what opens again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import (
    ANN,
    BEA,
    BRIDGE,
    CAT,
    ENDED,
    FIRST,
    JUDGE,
    MAYOR,
    SALE,
    TOLD,
    ZOE,
    at,
    desk_of,
    first,
    layer,
    project_of,
    quotation,
    speaker,
    stance,
    state,
)

from annotator.analysis.parts import parts_of
from annotator.analysis.queue import DOCUMENT
from annotator.domain.annotations import Quotation
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span
from annotator.operations import annotate, curate, overviewing
from annotator.operations.choosing import Choice
from annotator.operations.desk import Desk
from annotator.operations.gold import GoldDesk
from annotator.operations.overviewing import review_of
from annotator.store.project import Project

SHORT = at("the bridge over the river")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Project]:
    """Two who agree on the first quotation, differ in the bridge's content, and one of whom has a third."""
    project = project_of(
        tmp_path,
        layer(
            ANN,
            first(ANN, "q_a1", note="mine", confidence=1),
            quotation(ANN, "q_a2", BRIDGE, cue=(at("said"),), stances=(stance("s_a", ANN, "against"),)),
            quotation(ANN, "q_a3", ENDED),
        ),
        layer(
            BEA,
            first(BEA, "q_b1", flags=("headline",), content=(Span(FIRST[0].start + 1, FIRST[0].end - 1), FIRST[1])),
            quotation(BEA, "q_b2", SHORT, cue=(at("said"),), type="indirect", stances=(stance("s_b", BEA, "neutral"),)),
        ),
    )
    yield project
    assert project.check() == []
    project.close()


def undone(project: Project, act: Callable[[], Changes]) -> Changes:
    """Do it, and see that undo takes back all of it and redo brings it again."""
    before = state(project)
    changes = act()
    after = state(project)
    assert after != before
    project.undo(JUDGE.id)
    assert state(project) == before
    project.redo(JUDGE.id)
    assert state(project) == after
    return changes


def states(desk: GoldDesk) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {each.key: (each.state, each.open_slots) for each in curate.queue(desk).items}


def gold(project: Project, document: str = "d_1") -> dict[str, Quotation]:
    found = project.annotations.layer(document, "gold")
    return {} if found is None else {(*each.origin.derived_from, each.id)[0]: each for each in found.quotations}


# ---------------------------------------------------------------------------------------------- the queue


def test_only_conflicts_reach_the_queue(town: Project) -> None:
    queue = curate.queue(desk_of(town))
    assert [(each.key, each.kind, each.open_slots) for each in queue.conflicts] == [
        ("q_a2", "boundary", ("content", "stances")),
        ("q_a3", "one_sided", ("quotation",)),
    ]
    assert [each.key for each in queue.agreed] == ["q_a1"]  # marks at the edge, notes, flags, confidence: no difference
    assert queue.item("q_b2").key == "q_a2"
    assert queue.item("q_a2").slot("type").state == "follows"
    assert (queue.done, queue.total, queue.is_empty) == (0, 3, False)


def test_who_has_not_finished_does_not_count(tmp_path: Path) -> None:
    project = project_of(
        tmp_path, layer(ANN, first(ANN, "q_a1")), layer(BEA, first(BEA, "q_b1")), layer(CAT, status="in_progress")
    )
    with project:
        assert curate.queue(desk_of(project)).annotators == (ANN.id, BEA.id)
        assert curate.queue(desk_of(project)).conflicts == ()
        chosen = curate.queue(desk_of(project, annotators=[ANN.id, CAT.id]))
        assert [each.kind for each in chosen.conflicts] == ["one_sided"]


# ---------------------------------------------------------------------------------------------- agreed


def test_what_all_agree_on_goes_to_gold_in_one_step(town: Project) -> None:
    desk = desk_of(town)
    assert [each.key for each in curate.queue(desk).agreed] == ["q_a1"]
    undone(town, lambda: curate.accept_agreed([desk]))
    made = gold(town)["q_a1"]
    assert (made.content, made.cue, made.speakers) == (FIRST, (TOLD,), speaker(MAYOR, ZOE.id))
    assert (made.note, made.confidence, made.flags) == (None, None, ())
    assert made.origin.kind == "adjudication"
    assert made.origin.derived_from == ("q_a1", "q_b1")
    (decision,) = town.annotations.decisions("d_1")
    assert (decision.slot, decision.action, decision.sources, decision.by, decision.gold) == (
        "quotation",
        "agreed",
        ("q_a1", "q_b1"),
        JUDGE.id,
        made.id,
    )
    assert states(desk)["q_a1"] == ("decided", ())
    layers = {
        each.annotator_id: each.quotations[0].note for each in town.annotations.layers("d_1") if each.annotator_id
    }
    assert layers == {ANN.id: "mine", BEA.id: None}


def test_the_layers_are_frozen_when_adjudication_starts(town: Project) -> None:
    desk = desk_of(town)
    before = {each.annotator_id: each for each in town.annotations.layers("d_1") if each.annotator_id}
    curate.accept_agreed([desk])
    annotate.delete_quotation(Desk(town, "d_1", ANN), "q_a3")
    curate.decide(desk, "q_a2", "content", Choice("picked", ANN.id))
    frozen = town.frozen.of(town.documents.get("d_1"))
    assert [(each.annotator, each.layer, each.suggestions_shown) for each in frozen] == [
        (ANN.id, before[ANN.id], True),
        (BEA.id, before[BEA.id], True),
    ]
    assert frozen[0].by == JUDGE.id


# ---------------------------------------------------------------------------------------------- slot by slot


def test_a_slot_as_one_annotator_has_it(town: Project) -> None:
    desk = desk_of(town)
    changes = undone(town, lambda: curate.decide(desk, "q_a2", "content", Choice("picked", BEA.id)))
    made = gold(town)["q_a2"]
    assert changes.focus == made.id
    assert (made.content, made.type, made.type_origin, made.cue, made.stances) == (
        (SHORT,),
        "direct",
        "auto",
        (at("said"),),
        (),
    )
    rows = [(each.slot, each.action, each.sources, each.gold) for each in town.annotations.decisions("d_1")]
    assert sorted(rows) == [
        ("content", "picked", ("q_b2", "q_a2"), made.id),
        ("quotation", "agreed", ("q_a2", "q_b2"), made.id),
    ]
    assert states(desk)["q_a2"] == ("open", ("stances",))
    curate.decide(desk, "q_a2", "stances", Choice("picked", ANN.id))
    assert [each.value for each in gold(town)["q_a2"].stances] == ["against"]
    assert states(desk)["q_a2"] == ("decided", ())


def test_both_in_a_slot(town: Project) -> None:
    desk = desk_of(town)
    item = curate.queue(desk).item("q_a2")
    assert [slot for slot in ("content", "cue", "stances", "type") if curate.can_take_both(item, slot)] == [
        "content",
        "stances",
    ]
    curate.decide(desk, "q_a2", "content", Choice("both"))
    undone(town, lambda: curate.decide(desk, "q_a2", "stances", Choice("both")))
    made = gold(town)["q_a2"]
    assert made.content == (BRIDGE,)
    assert [each.value for each in made.stances] == ["against", "neutral"]
    assert len({each.id for each in made.stances} | {"s_a", "s_b"}) == 4


def test_none_in_a_slot_leaves_it_empty(town: Project) -> None:
    desk = desk_of(town)
    undone(town, lambda: curate.decide(desk, "q_a2", "stances", Choice("none", reason="wrong_stance", note="weder 🚢")))
    assert gold(town)["q_a2"].stances == ()
    assert states(desk)["q_a2"] == ("open", ("content",))
    undone(town, lambda: curate.decide(desk, "q_a2", "content", Choice("none", reason="boundary")))
    assert gold(town)["q_a2"].content == (SHORT,)  # what both have
    decision = next(each for each in town.annotations.decisions("d_1") if each.slot == "stances")
    assert (decision.action, decision.reason, decision.note) == ("none", "wrong_stance", "weder 🚢")
    with pytest.raises(ConflictError, match="reasons"):
        curate.decide(desk, "q_a2", "content", Choice("none", reason="never_heard"))


@pytest.mark.parametrize("choice", [Choice("none", reason="scare_quotes"), Choice("picked", BEA.id)])
def test_a_one_sided_quotation_can_stay_out(town: Project, choice: Choice) -> None:
    desk = desk_of(town)
    changes = undone(town, lambda: curate.decide(desk, "q_a3", "quotation", choice))
    assert changes.focus is None
    assert gold(town) == {}
    assert states(desk)["q_a3"] == ("decided", ())
    (decision,) = town.annotations.decisions("d_1")
    assert (decision.gold, decision.action, decision.sources) == (None, choice.action, ("q_a3",))


def test_a_one_sided_quotation_can_go_in(town: Project) -> None:
    desk = desk_of(town)
    undone(town, lambda: curate.decide(desk, "q_a3", "quotation", Choice("picked", ANN.id)))
    assert gold(town)["q_a3"].content == (ENDED,)
    undone(town, lambda: curate.decide(desk, "q_a3", "quotation", Choice("none", reason="other")))
    assert "q_a3" not in gold(town)
    assert states(desk)["q_a3"] == ("decided", ())


def test_edited_by_hand(town: Project) -> None:
    desk = desk_of(town)
    changes = undone(town, lambda: curate.start_edit(desk, "q_a2", "content", reason="boundary"))
    assert changes.focus is not None
    annotate.set_content(desk, changes.focus, (SALE,))
    made = gold(town)["q_a2"]
    assert (made.content, made.origin.edited) == ((SALE,), True)
    assert states(desk)["q_a2"] == ("open", ("stances",))


def test_it_closes_itself_and_opens_when_undone(town: Project) -> None:
    desk = desk_of(town)
    curate.accept_agreed([desk])
    curate.decide(desk, "q_a2", "content", Choice("picked", ANN.id))
    curate.decide(desk, "q_a2", "stances", Choice("picked", ANN.id))
    assert desk.layer().status == "in_progress"
    curate.decide(desk, "q_a3", "quotation", Choice("picked", ANN.id))
    assert desk.layer().status == "adjudicated"
    assert curate.queue(desk).is_empty
    assert curate.take_back(desk) is not None
    assert desk.layer().status == "in_progress"
    annotate.set_note(desk, gold(town)["q_a2"].id, "by hand")
    with pytest.raises(ConflictError, match="Edit note"):
        curate.take_back(desk)


def test_what_an_annotator_edits_later_is_stale_and_gold_is_untouched(town: Project) -> None:
    desk, ann = desk_of(town), Desk(town, "d_1", ANN)
    curate.accept_agreed([desk])
    for slot in ("content", "stances"):
        curate.decide(desk, "q_a2", slot, Choice("picked", BEA.id))
    curate.decide(desk, "q_a3", "quotation", Choice("picked", ANN.id))
    kept = desk.layer().quotations
    annotate.set_note(ann, "q_a1", "a note counts for nothing")
    annotate.set_content(ann, "q_a1", (Span(FIRST[0].start + 1, FIRST[0].end), FIRST[1]))  # only a mark
    assert curate.queue(desk).is_empty

    annotate.set_cue(ann, "q_a1", (at("added"),))
    assert states(desk)["q_a1"] == ("stale", ("cue",))
    whole = town.read("d_1")
    assert [each.sources for each in whole.decisions if each.stale] == [("q_a1", "q_b1")]
    assert whole.layers[0].status == "in_progress"
    assert desk.layer().quotations == kept
    town.undo(ANN.id)
    assert curate.queue(desk).is_empty
    assert town.read("d_1").layers[0].status == "adjudicated"

    annotate.set_cue(ann, "q_a1", (at("added"),))
    undone(town, lambda: curate.decide(desk, "q_a1", "cue", Choice("kept")))
    assert desk.layer().quotations == kept
    assert curate.queue(desk).is_empty


def test_an_edit_towards_gold_makes_nothing_stale(town: Project) -> None:
    desk = desk_of(town)
    curate.accept_agreed([desk])
    for slot in ("content", "stances"):
        curate.decide(desk, "q_a2", slot, Choice("picked", ANN.id))
    curate.decide(desk, "q_a3", "quotation", Choice("none", reason="other"))
    annotate.set_content(Desk(town, "d_1", BEA), "q_b2", (BRIDGE,))
    annotate.delete_quotation(Desk(town, "d_1", ANN), "q_a3")
    assert curate.queue(desk).is_empty


def test_a_new_quotation_opens_the_document_again(town: Project) -> None:
    desk = desk_of(town)
    curate.accept_agreed([desk])
    for slot in ("content", "stances"):
        curate.decide(desk, "q_a2", slot, Choice("picked", ANN.id))
    curate.decide(desk, "q_a3", "quotation", Choice("picked", ANN.id))
    bea = Desk(town, "d_1", BEA)
    new = annotate.add_quotation(bea, (SALE,)).focus
    assert [(each.key, each.kind) for each in curate.queue(desk).conflicts] == [(new, "one_sided")]
    town.undo(BEA.id)
    annotate.add_quotation(bea, (ENDED,))  # the same as gold
    assert curate.queue(desk).is_empty
    annotate.delete_quotation(Desk(town, "d_1", ANN), "q_a1")  # gold was made from it
    assert [(each.key, each.state) for each in curate.queue(desk).conflicts] == [("q_b1", "stale")]


# ---------------------------------------------------------------------------------------------- three annotators


def test_three_annotators_and_their_versions(tmp_path: Path) -> None:
    other = speaker(at("Ana Brandt"), "e_brandt")
    with project_of(
        tmp_path,
        layer(ANN, first(ANN, "q_a1")),
        layer(BEA, first(BEA, "q_b1", speakers=other)),
        layer(CAT, first(CAT, "q_c1"), quotation(CAT, "q_c2", BRIDGE)),
    ) as project:
        desk = desk_of(project)
        item = curate.queue(desk).item("q_a1")
        assert [each.annotators for each in item.slot("speakers").difference.versions] == [(ANN.id, CAT.id), (BEA.id,)]
        undone(project, lambda: curate.decide(desk, "q_a1", "speakers", Choice("picked", BEA.id)))
        assert gold(project)["q_a1"].speakers == other
        curate.decide(desk, "q_c2", "quotation", Choice("picked", CAT.id))
        assert desk.layer().status == "adjudicated"


# ---------------------------------------------------------------------------------------------- one colleague


def test_reviewing_one_colleague(town: Project) -> None:
    desk = desk_of(town, annotators=[ANN.id])
    assert [(each.key, each.open_slots) for each in curate.queue(desk).conflicts] == [
        ("q_a1", ("quotation",)),
        ("q_a2", ("quotation",)),
        ("q_a3", ("quotation",)),
    ]
    before = town.annotations.layer("d_1", "annotator", ANN.id)
    undone(town, lambda: curate.accept(desk, "q_a1"))
    copy = undone(town, lambda: curate.fix(desk, "q_a2", reason="wrong_type")).focus
    assert copy is not None
    annotate.set_type(desk, copy, "mixed")
    undone(town, lambda: curate.question(desk, "q_a3", "Is this Japanese 🏭?"))
    asked = curate.queue(desk).item("q_a3")
    assert (asked.state, asked.question and asked.question.note) == ("open", "Is this Japanese 🏭?")
    undone(town, lambda: curate.take_off(desk, "q_a3"))
    undone(town, lambda: curate.reject(desk, "q_a3", "hashtag"))
    added = undone(town, lambda: curate.add(desk, (SALE,), reason="other")).focus
    assert desk.layer().status == "adjudicated"
    assert town.annotations.layer("d_1", "annotator", ANN.id) == before
    assert [each.content for each in desk.layer().quotations] == [FIRST, (BRIDGE,), (SALE,)]
    assert curate.queue(desk).item(added or "").state == "decided"
    made = gold(town)["q_a2"]
    assert (made.type, made.parent) == ("mixed", None)
    assert {(each.action, each.reason) for each in town.annotations.decisions("d_1")} == {
        ("accepted", None),
        ("fixed", "wrong_type"),
        ("questioned", None),
        ("rejected", "hashtag"),
        ("added", "other"),
    }


# ---------------------------------------------------------------------------------------------- the document's fields


def test_the_fields_of_the_document(tmp_path: Path) -> None:
    with project_of(
        tmp_path,
        layer(ANN, attributes={"tone": "grim", "none": None}),
        layer(BEA, attributes={"tone": "calm"}),
        labelled=False,
    ) as project:
        desk = desk_of(project)
        (item,) = curate.queue(desk).conflicts
        assert (item.key, item.kind, item.open_slots) == (DOCUMENT, "value", ("attributes",))
        undone(project, lambda: curate.decide(desk, DOCUMENT, "attributes", Choice("picked", BEA.id)))
        assert desk.layer().attributes == {"tone": "calm"}
        assert desk.layer().status == "adjudicated"
        annotate_fields = project.annotations.layer("d_1", "annotator", ANN.id)
        assert annotate_fields is not None
        with project.step("Edit", actor=ANN.id):
            project.annotations.set_attributes(annotate_fields.id, {"tone": "glad"})
        assert [each.state for each in curate.queue(desk).conflicts] == ["stale"]
        with project.step("Edit", actor=ANN.id):
            project.annotations.set_attributes(annotate_fields.id, {"tone": "calm"})
        assert curate.queue(desk).is_empty


# ---------------------------------------------------------------------------------------------- over documents


def test_the_overview_of_all_documents(tmp_path: Path) -> None:
    with project_of(
        tmp_path,
        layer(ANN, first(ANN, "q_a1")),
        layer(BEA, first(BEA, "q_b1"), quotation(BEA, "q_b2", SALE)),
        documents=3,
    ) as project:
        rows = list(overviewing.overview(project, JUDGE))
        assert [(each.document, each.open, each.agreed, each.status) for each in rows] == [
            ("d_1", 1, 1, "new"),
            ("d_2", 1, 1, "new"),
            ("d_3", 1, 1, "new"),
        ]
        desks = [desk_of(project, each) for each in project.documents.ids()]
        undone(project, lambda: curate.accept_agreed(desks))
        curate.decide(desks[1], "q_b2_2", "quotation", Choice("none", reason="other"))
        rows = list(overviewing.overview(project, JUDGE))
        assert [(each.open, each.agreed, each.decided, each.status) for each in rows] == [
            (1, 0, 1, "in_progress"),
            (0, 0, 2, "adjudicated"),
            (1, 0, 1, "in_progress"),
        ]


def test_what_does_not_fit_is_refused_and_changes_nothing(town: Project) -> None:
    desk = desk_of(town)
    before = state(town)
    for act in (
        lambda: curate.decide(desk, "q_never", "content", Choice("none")),
        lambda: curate.decide(desk, "q_a2", "content", Choice("picked", CAT.id)),
        lambda: curate.decide(desk, "q_a3", "cue", Choice("picked", BEA.id)),
        lambda: curate.decide(desk, "q_a2", "type", Choice("both")),
        lambda: curate.question(desk, "q_a2", "  "),
        lambda: curate.take_off(desk, "q_a2"),
        lambda: curate.accept_agreed([]),
        lambda: annotate.set_status(desk, "done"),
    ):
        with pytest.raises(ConflictError):
            act()
    assert state(town) == before


def test_only_a_decision_is_taken_back(town: Project) -> None:
    desk = desk_of(town)
    for label in ("Accept suggestion", "Accept 3 suggestions", "Reject suggestion", "Fixate é"):
        with town.step(label, actor=desk.annotator.id):
            town.set_value("title", f"{label} 🏭")
        with pytest.raises(ConflictError, match=label):
            curate.take_back(desk)


# ---------------------------------------------------------------------------------------------- part by part


def test_a_slot_is_taken_part_by_part(tmp_path: Path) -> None:
    """Each typed field, and each stance, as another annotator has it; what all agree on stays."""
    mine, yours = stance("s_a", ANN, "against"), stance("s_b", BEA, "favour")
    both = replace(stance("s_c", BEA, "neutral"), target=None, target_spans=(MAYOR,))
    same = replace(both, id="s_d")
    ann = first(ANN, "q_a1", stances=(mine, both), attributes={"tone": "calm", "frame": "war"})
    bea = first(BEA, "q_b1", stances=(yours, same), attributes={"tone": "glad", "frame": "war", "topic": "port"})
    with project_of(tmp_path, layer(ANN, ann), layer(BEA, bea)) as project:
        desk = desk_of(project)
        item = curate.queue(desk).item("q_a1")
        assert item.group is not None
        words = desk.table.laid(curate.lying(desk).case).same
        (towards,) = parts_of(words, "stances", item.group.members)
        assert towards.versions == ((ANN.id,), (BEA.id,))
        fields = parts_of(words, "attributes", item.group.members)
        assert [each.key for each in fields] == ["tone", "topic"]
        choice = Choice("picked", ANN.id, parts={"tone": ANN.id, "topic": BEA.id})
        undone(project, lambda: curate.decide(desk, "q_a1", "attributes", choice))
        assert gold(project)["q_a1"].attributes == {"tone": "calm", "frame": "war", "topic": "port"}
        rows = project.annotations.decisions("d_1")
        assert [each.action for each in rows if each.slot == "attributes"] == ["both"]
        choice = Choice("picked", BEA.id, parts={towards.key: BEA.id})
        undone(project, lambda: curate.decide(desk, "q_a1", "stances", choice))
        assert [each.value for each in gold(project)["q_a1"].stances] == ["favour", "neutral"]
        assert curate.queue(desk).is_empty
        with pytest.raises(ConflictError):
            curate.decide(desk, "q_a1", "stances", Choice("picked", BEA.id, parts={towards.key: "a_nobody"}))


def test_exactly_what_was_previewed_is_taken(town: Project) -> None:
    desk = desk_of(town)
    (agreed,) = review_of(desk, "").agreed_items
    undone(town, lambda: curate.accept_agreed([desk], {"d_1": [agreed]}))
    town.undo(JUDGE.id)
    with pytest.raises(ConflictError, match="has changed since"):
        curate.accept_agreed([desk], {"d_1": [agreed._replace(print=0)]})
    with pytest.raises(ConflictError, match="cancelled"):
        curate.accept_agreed([desk], {"d_1": [agreed]}, cancelled=lambda: True)
    assert [each.key for each in curate.queue(desk).agreed] == ["q_a1"]
