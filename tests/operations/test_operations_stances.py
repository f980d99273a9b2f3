"""Stances towards entities, words and issues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import BEA, FIRST, LATER, NOW, at, does, does_nothing, make_desk, sound

from annotator.domain.annotations import Origin, Stance
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.operations import annotate, stances
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE

CAFE = at("close the cafe\u0301 🏭")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    sound(desk)
    desk.project.close()


@pytest.fixture
def quotation(desk: Desk) -> str:
    changes = annotate.add_quotation(desk, FIRST)
    assert changes.focus
    return changes.focus


def of(desk: Desk, quotation: str) -> tuple[Stance, ...]:
    return desk.layer().quotation(quotation).stances


def test_towards_words_of_the_text(desk: Desk, quotation: str) -> None:
    changes = does(
        desk,
        stances.add_stance,
        quotation,
        target_spans=(CAFE,),
        value="against",
        intensity=2,
        explicit=True,
        evidence=(at("won’t"), at("every")),
    )
    assert changes.focus == quotation
    (made,) = of(desk, quotation)
    origin = Origin("manual", BEA.id, created=NOW, modified=NOW)
    assert made == Stance(made.id, None, (CAFE,), "against", 2, True, (at("won’t"), at("every")), origin)


def test_towards_an_issue_that_is_new_and_then_known(desk: Desk, quotation: str) -> None:
    does(desk, stances.add_stance, quotation, issue=" Café closures 🏭 ", value="against")
    (issue,) = desk.project.registry.all()
    assert (issue.name, issue.kind, issue.origin.agent) == ("Café closures 🏭", "issue", BEA.id)
    does(desk, stances.add_stance, quotation, issue="CAFE\u0301 closures 🏭", value="neutral")
    assert len(desk.project.registry.all()) == 1
    assert [each.target for each in of(desk, quotation)] == [issue.id, issue.id]


def test_an_entity_of_that_name_but_another_kind_is_no_issue(desk: Desk, quotation: str) -> None:
    with desk.project.step("Add entity", actor=PIPELINE):
        desk.project.registry.save(Entity("e_1", "Europe", "place", Origin("manual", BEA.id)))
    stances.add_stance(desk, quotation, issue="Europe")
    stances.add_stance(desk, quotation, target="e_1", value="favour")
    targets = [each.target for each in of(desk, quotation)]
    assert targets[0] != "e_1"
    assert targets[1] == "e_1"


def test_a_stance_may_wait_for_its_target(desk: Desk, quotation: str) -> None:
    does(desk, stances.add_stance, quotation)
    (made,) = of(desk, quotation)
    assert (made.target, made.target_spans, made.value) == (None, (), None)


def test_edit_and_remove(desk: Desk, quotation: str) -> None:
    stances.add_stance(desk, quotation, value="favour")
    stances.add_stance(desk, quotation, value="neutral")
    first, second = of(desk, quotation)
    later = replace(desk, clock=lambda: LATER)
    does_nothing(later, stances.edit_stance, quotation, first)
    does(later, stances.edit_stance, quotation, replace(first, value="unclear", intensity=3))
    changed, same = of(desk, quotation)
    assert (changed.value, changed.intensity, changed.origin.modified) == ("unclear", 3, LATER)
    assert changed.origin.created == NOW
    assert not changed.origin.edited
    assert same == second
    does(later, stances.edit_stance, quotation, second, issue="Rent 🏭")
    does(desk, stances.remove_stance, quotation, first.id)
    assert [each.id for each in of(desk, quotation)] == [second.id]
    with pytest.raises(ConflictError, match="stance"):
        stances.remove_stance(desk, quotation, first.id)
    with pytest.raises(ConflictError, match="stance"):
        stances.edit_stance(desk, quotation, first)


def test_evidence_is_added_and_removed(desk: Desk, quotation: str) -> None:
    stances.add_stance(desk, quotation, value="against", target_spans=(CAFE,))
    later = replace(desk, clock=lambda: LATER)
    (made,) = of(desk, quotation)
    changes = does(later, stances.add_evidence, quotation, made.id, at("every worker"))
    assert changes.focus == quotation
    does(later, stances.add_evidence, quotation, made.id, at("won’t"))
    does(later, stances.add_evidence, quotation, made.id, at("worker has"))
    (held,) = of(desk, quotation)
    assert held.evidence == (at("won’t"), at("every worker has")), "in order, overlapping ones joined"
    assert held.origin.modified == LATER
    does_nothing(later, stances.add_evidence, quotation, made.id, at("worker"))
    does(later, stances.remove_evidence, quotation, made.id, 0)
    assert of(desk, quotation)[0].evidence == (at("every worker has"),)
    with pytest.raises(ConflictError, match="evidence 2"):
        stances.remove_evidence(desk, quotation, made.id, 1)
    with pytest.raises(ConflictError, match="stance"):
        stances.add_evidence(desk, quotation, "s_gone", at("won’t"))
    with pytest.raises(ConflictError, match="evidence"):
        stances.add_evidence(desk, quotation, made.id, Span(0, 10_000))


def test_what_does_not_fit_is_refused(desk: Desk, quotation: str) -> None:
    with pytest.raises(ConflictError, match="furious"):
        stances.add_stance(desk, quotation, value="furious")
    with pytest.raises(ConflictError, match="intensity"):
        stances.add_stance(desk, quotation, intensity=4)
    with pytest.raises(ConflictError, match="target"):
        stances.add_stance(desk, quotation, target_spans=(Span(5, 5),))
    with pytest.raises(ConflictError, match="evidence"):
        stances.add_stance(desk, quotation, evidence=(Span(0, 10_000),))
    with pytest.raises(ConflictError, match="e_gone"):
        stances.add_stance(desk, quotation, target="e_gone")
    assert of(desk, quotation) == ()
