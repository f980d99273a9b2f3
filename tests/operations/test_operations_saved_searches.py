"""Saved searches: kept, renamed, deleted, each as one step that can be undone; and found again by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanged import ANA, make

from annotator.domain.errors import AppError, ConflictError
from annotator.operations.saved_searches import KEY, SavedSearch, delete, rename, save, saved_searches
from annotator.operations.selecting import find, select
from annotator.store.project import Project

KURIER = SavedSearch("Kurier 🎪 e\u0301", "source:kurier")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(make(tmp_path / "p.annotator")) as opened:
        save(opened, ANA, KURIER)
        yield opened


def names(project: Project) -> list[str]:
    return [each.name for each in saved_searches(project)]


def test_a_saved_search_is_found_by_its_name_and_follows_the_project(project: Project) -> None:
    assert select(project, 'set:"kurier 🎪 é"') == ["d_1", "d 2 ü"]
    assert select(project, f"{KURIER.term} status:done") == ["d_1"]
    assert find(project, f"{KURIER.term} visitors", limit=1).total == 2
    with project.step("Edit", actor=ANA.id):
        project.documents.set_meta("d_3", {"source": "Kurier"})
    assert select(project, KURIER.term) == ["d_1", "d 2 ü", "d_3"]


def test_a_set_of_chosen_articles_stays_as_it_is(project: Project) -> None:
    save(project, ANA, SavedSearch("two", "", ("d_4", "d_1", "gone")))
    assert select(project, "set:two") == ["d_1", "d_4"]
    assert select(project, f"set:two {KURIER.term}") == ["d_1"]
    save(project, ANA, SavedSearch("both", f"set:two {KURIER.term}"))
    assert select(project, "set:both") == ["d_1"]


def test_saving_again_takes_the_place_and_undo_brings_it_back(project: Project) -> None:
    changes = save(project, ANA, SavedSearch("KURIER 🎪 é", "status:new"))
    assert changes.touches("project") == {KEY}
    assert names(project) == ["KURIER 🎪 é"]
    assert project.undo_label(ANA.id) == "Save the search"
    project.undo(ANA.id)
    assert saved_searches(project) == (KURIER,)
    project.undo(ANA.id)
    assert names(project) == []
    project.redo(ANA.id)
    assert names(project) == [KURIER.name]


def test_renaming_takes_along_the_searches_that_name_it(project: Project) -> None:
    save(project, ANA, SavedSearch("open", f"{KURIER.term} status:new,in_progress"))
    rename(project, ANA, KURIER.name, "  The   paper ")
    assert names(project) == ["open", "The paper"]
    assert select(project, "set:open") == ["d 2 ü"]
    with pytest.raises(ConflictError, match="“OPEN” already"):
        rename(project, ANA, "The paper", "OPEN")
    rename(project, ANA, "open", "Open")
    assert names(project) == ["Open", "The paper"]
    project.undo(ANA.id)
    project.undo(ANA.id)
    assert names(project) == [KURIER.name, "open"]


def test_renaming_follows_the_name_however_it_is_typed_and_no_other_that_begins_so(project: Project) -> None:
    save(project, ANA, SavedSearch("har", "status:new"))
    query = 'SET:"HAR" set:harbour "set:har 🏭" cafe\u0301 set:har'
    save(project, ANA, SavedSearch("all", query))
    rename(project, ANA, "har", "the port")
    after = 'set:"the port" set:harbour "set:har 🏭" cafe\u0301 set:"the port"'
    assert {each.name: each.query for each in saved_searches(project)}["all"] == after


def test_deleting_leaves_the_documents(project: Project) -> None:
    delete(project, ANA, KURIER.name.upper())
    assert names(project) == []
    assert project.documents.count() == 4
    with pytest.raises(ConflictError, match="any more"):
        delete(project, ANA, KURIER.name)
    with pytest.raises(ConflictError, match="any more"):
        rename(project, ANA, KURIER.name, "x")


@pytest.mark.parametrize("name", ["", "  ", 'a "b"', "x" * 81, "a\x00b"])
def test_a_name_that_cannot_be_typed_is_refused(project: Project, name: str) -> None:
    with pytest.raises(ConflictError, match="cannot be the name"):
        save(project, ANA, SavedSearch(name, "x"))
    assert names(project) == [KURIER.name]


def test_a_search_that_leads_to_itself_is_told(project: Project) -> None:
    save(project, ANA, SavedSearch("a", "set:b"))
    save(project, ANA, SavedSearch("b", "set:a"))
    with pytest.raises(AppError, match="refers to itself"):
        select(project, "set:a")


@pytest.mark.parametrize("stored", ["{", "3", "[1]", '[{"name": ""}]', '[{"name": "a", "query": 3}]'])
def test_what_another_program_wrote_there_is_passed_over(project: Project, stored: str) -> None:
    with project.step("Elsewhere", actor="x"):
        project.set_value(KEY, stored)
    assert saved_searches(project) == ()
