"""The colleague's deck: what gold has otherwise, by which rule; acknowledged, or applied by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reviewing import (
    ANN,
    BEA,
    BRIDGE,
    ENDED,
    JUDGE,
    MAYOR,
    SALE,
    ZOE,
    Clock,
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

from annotator.domain.errors import ConflictError
from annotator.operations import annotate, curate
from annotator.operations.choosing import Choice
from annotator.operations.copying import write_copy
from annotator.operations.curate import review_desk
from annotator.operations.desk import Desk
from annotator.operations.feedback import acknowledge, answer, apply, deck
from annotator.operations.uniting import merge
from annotator.store.project import Project

SHORT = at("the bridge over the river")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Project]:
    project = project_of(
        tmp_path,
        layer(
            ANN,
            first(ANN, "q_a1"),
            quotation(ANN, "q_a2", BRIDGE, speakers=speaker(MAYOR, ZOE.id)),
            quotation(ANN, "q_a3", ENDED),
        ),
        layer(BEA, first(BEA, "q_b1"), quotation(BEA, "q_b2", SHORT, stances=(stance("s_b", BEA, "neutral"),))),
    )
    yield project
    assert project.check() == []
    project.close()


def test_a_reviewed_colleague_steps_through_the_deck(town: Project) -> None:
    desk = desk_of(town, annotators=[ANN.id])
    curate.accept(desk, "q_a1")
    copy = curate.fix(desk, "q_a2", reason="boundary", note="Sinn 🚢").focus
    annotate.set_content(desk, copy or "", (SHORT,))
    curate.reject(desk, "q_a3", "title_or_name")
    added = curate.add(desk, (SALE,), reason="scare_quotes").focus
    found = deck(town, ANN.id)
    assert [(each.key, each.slots, each.reason, each.question) for each in found] == [
        ("q_a2", ("content",), "Boundary", False),
        (added, ("quotation",), "Scare quotes", False),
        ("q_a3", ("quotation",), "Title or name", False),
    ]
    assert "not quotations" in found[2].rule
    assert found[0].note == "Sinn 🚢"
    assert found[0].own is not None
    assert found[0].gold is not None
    assert (found[0].own.content, found[0].gold.content) == ((BRIDGE,), (SHORT,))

    before = state(town)
    changes = acknowledge(town, ANN, found[0])
    assert changes.focus == "q_a2"
    assert [each.key for each in deck(town, ANN.id)] == [added, "q_a3"]
    assert [each.acknowledged for each in deck(town, ANN.id, whole=True)] == [True, False, False]
    assert [each.slot for each in town.annotations.decisions("d_1") if each.acknowledged] == ["quotation"]
    town.undo(ANN.id)
    assert state(town) == before

    own = Desk(town, "d_1", ANN)
    gold = desk.layer()
    for each in found:
        apply(own, each)
    mine = own.layer().quotations
    assert [each.content for each in mine] == [each.content for each in gold.quotations]
    assert deck(town, ANN.id, whole=True) == ()
    assert curate.queue(desk).is_empty
    assert desk.layer() == gold


def test_a_question_is_put_to_the_one_it_concerns(town: Project) -> None:
    desk = desk_of(town, annotators=[ANN.id])
    curate.question(desk, "q_a2", "Who says so?")
    (found,) = deck(town, ANN.id)
    assert (found.question, found.note, found.slots) == (True, "Who says so?", ())
    with pytest.raises(ConflictError):
        apply(Desk(town, "d_1", ANN), found)
    acknowledge(town, ANN, found)
    assert deck(town, ANN.id) == ()
    assert curate.queue(desk).item("q_a2").question is None
    assert curate.queue(desk).item("q_a2").state == "open"


def test_an_answer_stands_beside_the_question_until_it_is_taken_off(town: Project) -> None:
    desk = desk_of(town, annotators=[ANN.id])
    curate.question(desk, "q_a2", "Who says so?")
    (found,) = deck(town, ANN.id)
    before = state(town)
    answer(town, ANN, found, "  The mayor, in line 3 🏭 e\u0301.  ")
    item = curate.queue(desk).item("q_a2")
    assert (item.question and item.question.note, item.state) == ("Who says so?", "open")
    assert [(each.by, each.note) for each in item.answers] == [(ANN.id, "The mayor, in line 3 🏭 e\u0301.")]
    assert deck(town, ANN.id) == ()
    town.undo(ANN.id)
    assert state(town) == before
    assert len(deck(town, ANN.id)) == 1
    town.redo(ANN.id)
    with pytest.raises(ConflictError):
        answer(town, ANN, found, " ")
    curate.take_off(desk, "q_a2")
    item = curate.queue(desk).item("q_a2")
    assert (item.question, item.answers) == (None, ())
    curate.question(desk, "q_a2", "And who else?")
    item = curate.queue(desk).item("q_a2")
    assert (item.question and item.question.note, item.answers) == ("And who else?", ())


def test_question_and_answer_travel_with_a_copy_and_back(town: Project, tmp_path: Path) -> None:
    desk = desk_of(town, annotators=[ANN.id])
    curate.question(desk, "q_a2", "Who says so 🏭?")
    out = tmp_path / "copy.annotator"
    write_copy(town, out, ANN.name)
    with Project.open(out, exclusive=False) as copy:
        (found,) = deck(copy, ANN.id)
        answer(copy, ANN, found, "The mayor, e\u0301.")
    report = merge(town, out, actor=JUDGE)
    assert report.written
    item = curate.queue(desk).item("q_a2")
    assert (item.question and item.question.note) == "Who says so 🏭?"
    assert [each.note for each in item.answers] == ["The mayor, e\u0301."]
    assert deck(town, ANN.id) == (), "it was seen where it was answered"


def test_what_one_has_decided_oneself_is_no_news(town: Project) -> None:
    desk = review_desk(town, "d_1", ANN, clock=Clock())
    curate.decide(desk, "q_a2", "content", Choice("picked", BEA.id))
    curate.question(desk, "q_a3", "Is it one?")
    assert deck(town, ANN.id) == ()
    curate.decide(desk, "q_a2", "stances", Choice("picked", ANN.id))
    assert [each.slots for each in deck(town, BEA.id)] == [("stances",)]


def test_each_of_two_learns_what_went_against_them(town: Project) -> None:
    desk = desk_of(town)
    curate.accept_agreed([desk])
    curate.decide(desk, "q_a2", "content", Choice("picked", BEA.id))
    curate.decide(desk, "q_a2", "speakers", Choice("picked", ANN.id))
    curate.decide(desk, "q_a2", "stances", Choice("none", reason="wrong_stance"))
    curate.decide(desk, "q_a3", "quotation", Choice("picked", ANN.id))
    assert [(each.key, each.slots) for each in deck(town, ANN.id)] == [("q_a2", ("content",))]
    assert [(each.key, each.slots) for each in deck(town, BEA.id)] == [
        ("q_a2", ("speakers", "stances")),
        ("q_a3", ("quotation",)),
    ]
    assert curate.queue(desk).is_empty
    bea = Desk(town, "d_1", BEA)
    for each in deck(town, BEA.id):
        apply(bea, each)
    assert deck(town, BEA.id) == ()
    assert curate.queue(desk).is_empty
    assert bea.layer().quotations[1].speakers == speaker(MAYOR, ZOE.id)


def test_nothing_to_tell(town: Project) -> None:
    assert deck(town, ANN.id) == ()
    curate.accept_agreed([desk_of(town)])
    assert deck(town, ANN.id) == ()
    assert deck(town, "a_nobody") == ()


def test_applying_who_encloses_whom_never_makes_a_circle(tmp_path: Path) -> None:
    outer, inner = quotation(ANN, "q_a2", BRIDGE), quotation(ANN, "q_a3", ENDED, parent="q_a2", parent_origin="manual")
    other = quotation(BEA, "q_b2", BRIDGE, parent="q_b3", parent_origin="manual")
    with project_of(
        tmp_path, layer(ANN, outer, inner), layer(BEA, other, quotation(BEA, "q_b3", ENDED, parent_origin="manual"))
    ) as project:
        desk = desk_of(project)
        curate.accept_agreed([desk])
        for key in ("q_a3", "q_a2"):
            curate.decide(desk, key, "parent", Choice("picked", BEA.id))
        assert project.check() == []
        first, second = deck(project, ANN.id)
        with pytest.raises(ConflictError, match="stands inside this one"):
            apply(Desk(project, "d_1", ANN), first)
        for each in (second, first):
            apply(Desk(project, "d_1", ANN), each)
            assert project.check() == []
        assert deck(project, ANN.id) == ()
        mine = {each.id: each.parent for each in Desk(project, "d_1", ANN).layer().quotations}
        assert mine == {"q_a2": "q_a3", "q_a3": None}


def test_a_deck_that_nobody_waits_for_looks_no_further(tmp_path: Path) -> None:
    one = layer(ANN, first(ANN, "q_a1"), quotation(ANN, "q_a2", BRIDGE))
    other = layer(BEA, first(BEA, "q_b1"))
    with project_of(tmp_path, one, other, documents=2) as project:
        for document, key in (("d_1", "q_a2"), ("d_2", "q_a2_2")):
            curate.decide(desk_of(project, document), key, "quotation", Choice("picked", BEA.id))
        looks = iter((False, True))
        assert len(deck(project, ANN.id)) == 2
        assert len(deck(project, ANN.id, cancelled=lambda: next(looks))) == 1
