"""The registry: entities, their aliases, and finding them by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_samples import BEA, document, entity, layer, mention

from annotator.domain.errors import ConflictError
from annotator.store.project import Project


def test_an_entity_comes_back_and_changes_by_the_least(project: Project) -> None:
    first = replace(entity("e_1", "Zoë 🏭", "Z", "Zo"), wikidata="Q1", attributes={"party": "SPÖ", "n": 0.3})
    second = replace(first, name="Zoe\u0308", aliases=("Z", "O", "P"), proposed=True, origin=replace(BEA, edited=True))
    for value in (first, second, replace(second, aliases=())):
        with project.step("Save", actor="a_bea") as step:
            project.registry.save(value)
        assert project.registry.get("e_1") == value
        assert dict(step.changes.objects) == {"entity": {"e_1"}}
    project.undo("a_bea")
    assert project.registry.get("e_1") == second
    project.undo("a_bea")
    assert project.registry.get("e_1") == first


def test_names_are_found_whatever_their_case_and_accents(project: Project) -> None:
    with project.step("Fill", actor="a_bea"):
        project.registry.save(entity("e_2", "Zoë  Straße"))
        project.registry.save(entity("e_1", "Someone", "ZOE\u0308 STRASSE"))
        project.registry.save(entity("e_3", "Zoe Strasse"))
    assert [each.id for each in project.registry.named("zoë strasse")] == ["e_1", "e_2"]
    assert project.registry.named("nobody") == ()


def test_find_all_and_get(project: Project) -> None:
    with project.step("Fill", actor="a_bea"):
        for id in ("e_b", "e_a", "e_é"):
            project.registry.save(entity(id, id, "alias"))
    assert [each.id for each in project.registry.all()] == ["e_a", "e_b", "e_é"]
    assert list(project.registry.find(["e_é", "e_none", "e_a", "e_a"])) == ["e_a", "e_é"]
    assert project.registry.find([]) == {}
    with pytest.raises(ConflictError, match="e_none"):
        project.registry.get("e_none")


def test_an_entity_in_use_stays(project: Project) -> None:
    with project.step("Fill", actor="a_bea"):
        project.registry.save(entity("e_1", "Zoë", "Z"))
        project.documents.add(document())
        project.annotations.add_layer("d_1", replace(layer(), mentions=(mention(entity="e_1"),)))
    with pytest.raises(ConflictError, match="used by 1 mark"), project.step("Remove", actor="a_bea"):
        project.registry.remove("e_1")
    with project.step("Remove", actor="a_bea") as step:
        project.annotations.save_mention("l_bea", mention())
        project.registry.remove("e_1")
    assert project.registry.all() == ()
    assert step.changes.touches("entity") == {"e_1"}
    project.undo("a_bea")
    assert project.registry.get("e_1").aliases == ("Z",)


def test_only_entities_that_a_document_refers_to_come_with_it(project: Project) -> None:
    with project.step("Fill", actor="a_bea"):
        for id in ("e_1", "e_2"):
            project.registry.save(entity(id))
        project.documents.add(document())
        project.annotations.add_layer("d_1", replace(layer(), mentions=(mention(entity="e_2"),)))
    assert [each.id for each in project.read("d_1").entities] == ["e_2"]
