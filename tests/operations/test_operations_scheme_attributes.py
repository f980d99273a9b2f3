"""Typed columns: added, renamed, moved, removed, and given another type with what can be converted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from schemed import BEA, FRAME, TONE, YEAR, does, make_project, refused

from annotator.domain.documents import Scalar
from annotator.domain.scheme import Attribute, AttributeOwner, Label
from annotator.operations import scheme_attributes as columns
from annotator.operations.column_values import column_values
from annotator.operations.scheme_attributes import Conversion
from annotator.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = make_project(tmp_path)
    yield project
    project.close()


def values(project: Project, owner: AttributeOwner, id: str) -> dict[Scalar, int]:
    return dict(column_values(project, owner, id))


def the(project: Project, owner: AttributeOwner, id: str) -> Attribute:
    found = project.scheme.attribute(owner, id)
    assert found is not None
    return found


def test_the_values_of_a_column(project: Project) -> None:
    assert values(project, "quotation", "frame") == {"conflict": 3, "economy": 2}
    assert values(project, "document", "year") == {2000: 1, 2001: 1, 2002: 1}
    assert values(project, "entity", "party") == {"Greens": 1}
    assert columns.count(project, FRAME) == 5
    assert columns.count(project, YEAR) is None
    assert columns.number_of_values(project, YEAR) == 3


def test_a_column_is_added_with_an_id_of_its_own(project: Project) -> None:
    does(project, columns.add_attribute, "entity", " Frame ")
    does(project, columns.add_attribute, "document", "Mood 🎈", "choice", ["Good", "Bad"])
    assert the(project, "entity", "frame_2") == Attribute("frame_2", "Frame", "entity")
    assert the(project, "document", "mood").choices == (Label("good", "Good"), Label("bad", "Bad"))


def test_a_column_that_cannot_be_is_refused(project: Project) -> None:
    assert refused(project, columns.add_attribute, "quotation", "FRAME") == "another attribute is called “FRAME”"
    assert refused(project, columns.add_attribute, "entity", "Mood", "choice") == "“Mood” has no choices to choose from"
    assert refused(project, columns.rename_attribute, "entity", "mood", "x") == (
        "the scheme has no attribute “mood” any more"
    )


def test_a_column_is_renamed_and_moved(project: Project) -> None:
    does(project, columns.rename_attribute, "quotation", "tone", "Tonfall")
    does(project, columns.move_attribute, "quotation", "tone", 0)
    assert [each.name for each in project.scheme.attributes] == ["Tonfall", "Frame", "Year", "Party"]
    assert values(project, "quotation", "tone") == {"wry": 1, "2001": 1, "12.5": 1}


@pytest.mark.parametrize(("owner", "id"), [("quotation", "frame"), ("document", "year"), ("entity", "party")])
def test_removing_a_column_takes_its_values(project: Project, owner: AttributeOwner, id: str) -> None:
    does(project, columns.remove_attribute, owner, id)
    assert project.scheme.attribute(owner, id) is None
    assert values(project, owner, id) == {}


def test_words_to_numbers_says_what_is_lost_before(project: Project) -> None:
    found = columns.conversion(project, "quotation", "tone", "number")
    assert found == Conversion(Attribute("tone", TONE.name, "quotation", "number"), 2, 1, ("wry",))
    assert project.undo_label(BEA.id) is None
    does(project, columns.set_type, "quotation", "tone", "number")
    assert values(project, "quotation", "tone") == {2001: 1, 12.5: 1}
    assert the(project, "quotation", "tone").type == "number"


def test_numbers_to_dates_to_words(project: Project) -> None:
    does(project, columns.set_type, "document", "year", "date")
    assert values(project, "document", "year") == {"2000": 1, "2001": 1, "2002": 1}
    does(project, columns.set_type, "document", "year", "text")
    assert the(project, "document", "year") == Attribute("year", "Year", "document", "text")


def test_words_become_choices_the_most_used_first(project: Project) -> None:
    with project.step("Tones", actor="a_import"):
        for number, tone in ((1, "WRY"), (2, "wry")):
            layer = project.annotations.layers(f"d_{number}")[0]
            quotation = replace(layer.quotation(f"q_{number}_1"), attributes={"tone": tone})
            project.annotations.save_quotation(layer.id, quotation, document=f"d_{number}")
    does(project, columns.set_type, "quotation", "tone", "choice")
    assert the(project, "quotation", "tone").choices == (Label("wry", "wry"),)
    assert values(project, "quotation", "tone") == {"wry": 3}


def test_choices_become_words_by_their_names(project: Project) -> None:
    does(project, columns.set_type, "quotation", "frame", "text")
    assert values(project, "quotation", "frame") == {"Conflict": 3, "Économie 🏭": 2}
    assert the(project, "quotation", "frame").choices == ()


def test_choices_that_are_named_keep_what_fits(project: Project) -> None:
    found = columns.conversion(project, "quotation", "tone", "choice", ["Wry", "Dry"])
    assert (found.kept, found.lost, found.examples) == (1, 2, ("2001", "12.5"))
    does(project, columns.set_type, "quotation", "tone", "choice", ["Wry", "Dry"])
    assert values(project, "quotation", "tone") == {"wry": 1}


def test_without_values_the_choices_have_to_be_named(project: Project) -> None:
    does(project, columns.add_attribute, "entity", "Country")
    project.undo(BEA.id)
    project.redo(BEA.id)
    with pytest.raises(Exception, match="has no values to make choices of"):
        columns.set_type(project, BEA, "entity", "country", "choice")


def test_too_many_values_are_no_choices(project: Project) -> None:
    many = {f"Party {number} é": 1 for number in range(51)}
    with pytest.raises(Exception, match="has 51 different values"):
        columns._choices(the(project, "entity", "party"), many, ())


def test_the_same_type_again_is_no_step(project: Project) -> None:
    assert not columns.set_type(project, BEA, "quotation", "frame", "choice")
    assert not columns.set_type(project, BEA, "document", "year", "number")
    assert project.undo_label(BEA.id) is None
