"""One decision for all that differ alike: what is found, previewed, and done in one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reviewing import ANN, BEA, JUDGE, at, desk_of, layer, project_of, quotation, state

from annotator.domain.errors import ConflictError
from annotator.operations import curate
from annotator.operations.alike import alike, apply_alike
from annotator.operations.choosing import Choice
from annotator.operations.overviewing import overview
from annotator.store.project import Project

WHOLE, SHORT = (
    at("the bridge over the river is ‘not for sale’ at all”, he thinks"),
    at("the bridge over the river is ‘not for sale’ at all"),
)
LONG, CUT = (
    at("deputy Ana Brandt of the Nordhavn Port Authority (NPA) denied it"),
    at("deputy Ana Brandt of the Nordhavn Port Authority"),
)
FIRST, LESS = at("We won’t close the cafe\u0301 🏭,” Mayor"), at("We won’t close the cafe\u0301 🏭")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Project]:
    """In two documents Ann goes on after a mark and a comma where Bea stops; once it is the other way round."""
    project = project_of(
        tmp_path,
        layer(ANN, quotation(ANN, "q_a1", FIRST), quotation(ANN, "q_a2", WHOLE), quotation(ANN, "q_a3", CUT)),
        layer(BEA, quotation(BEA, "q_b1", LESS), quotation(BEA, "q_b2", SHORT), quotation(BEA, "q_b3", LONG)),
        documents=2,
    )
    yield project
    assert project.check() == []
    project.close()


def test_the_choice_follows_the_version_and_not_the_person(town: Project) -> None:
    desk = desk_of(town)
    found = alike(desk, "q_a2", "content", Choice("picked", BEA.id), list(overview(town, JUDGE)))
    assert found.words == "end before “”, he thinks”"
    assert [(each.document, each.key, each.choice.annotator) for each in found.items] == [
        ("d_2", "q_a2_2", BEA.id),
    ] or {(each.document, each.key) for each in found.items} >= {("d_2", "q_a2_2")}
    assert all(each.key != "q_a2" for each in found.items)


def test_one_step_for_all(town: Project) -> None:
    desk = desk_of(town)
    choice = Choice("picked", BEA.id)
    curate.decide(desk, "q_a2", "content", choice)
    found = alike(desk, "q_a2", "content", choice, list(overview(town, JUDGE)))
    before = state(town)
    changes = apply_alike(desk, found)
    assert changes.documents >= {"d_2"}
    for each in found.items:
        item = curate.queue(desk_of(town, each.document)).item(each.key)
        assert item.state == "decided"
        assert item.gold is not None
        source = item.group.members[each.choice.annotator or ""] if item.group else None
        assert source is not None
        assert item.gold.content == source.content
    town.undo(JUDGE.id)
    assert state(town) == before
    only = apply_alike(desk, found, found.items[:1])
    assert only.documents == {found.items[0].document}


def test_nothing_alike(town: Project) -> None:
    desk = desk_of(town)
    found = alike(desk, "q_a2", "speakers", Choice("picked", BEA.id))
    assert found.items == ()
    with pytest.raises(ConflictError):
        apply_alike(desk, found)
    with pytest.raises(ConflictError):
        alike(desk, "q_never", "content", Choice("none"))


def test_one_sided_ones_of_one_sort(tmp_path: Path) -> None:
    with project_of(
        tmp_path,
        layer(ANN, quotation(ANN, "q_a1", at("told reporters")), quotation(ANN, "q_a2", at("her deputy said"))),
        layer(BEA, quotation(BEA, "q_b1", at("denied it"))),
    ) as project:
        desk = desk_of(project)
        found = alike(desk, "q_a1", "quotation", Choice("none", reason="scare_quotes"))
        assert found.words == "are short direct ones without cue that only some have"
        assert [each.key for each in found.items] == ["q_a2", "q_b1"]
        apply_alike(desk, found)
        assert [each.state for each in curate.queue(desk).items] == ["open", "decided", "decided"]
        assert {each.reason for each in project.annotations.decisions("d_1")} == {"scare_quotes"}
