"""The list of steps, and taking one of them back out of the middle."""

from __future__ import annotations

import pytest
from store_samples import document, entity, full, layer, mention, pipeline_layer, quotation

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.errors import ConflictError, ProjectError
from annotator.domain.text import Span
from annotator.store.project import PIPELINE, Project


@pytest.fixture
def desk(project: Project) -> Project:
    """A project with one document and bea's empty layer."""
    with project.step("Set up", actor="nobody"):
        project.documents.add(document())
        project.annotations.add_layer("d_1", layer())
    return project


def _save(project: Project, id: str, end: int = 28, actor: str = "a_bea") -> int:
    """Save a quotation as a step; the step's number."""
    with project.step(f"Save {id}", actor=actor) as step:
        project.annotations.save_quotation("l_bea", quotation(id, 0, end), document="d_1")
        step.focus = id
    assert step.changes.step is not None
    return step.changes.step


def _ids(project: Project) -> list[str]:
    return [each.id for each in project.annotations.layers("d_1")[0].quotations]


def _crowd(count: int) -> Layer:
    """A layer of bea's with many mentions."""
    mentions = tuple(mention(f"m_{n}", n % 40, n % 40 + 2) for n in range(count))
    return Layer("l_many", "annotator", "a_bea", "bea", "in_progress", mentions=mentions)


# ------------------------------------------------------------------------------------------------ history


def test_a_step_says_which_words_it_was_about(desk: Project) -> None:
    text = desk.documents.get("d_1").text
    _save(desk, "q_1")
    with desk.step("Name", actor="a_bea") as step:
        desk.registry.save(entity("e_1", "Zoe\u0301 🏭"))
        step.focus = "e_1"
    _save(desk, "q_2", 9)
    with desk.step("Delete", actor="a_bea") as step:
        desk.annotations.remove_quotation("q_2", document="d_1")
        step.focus = "q_2"
    assert [each.words for each in desk.history(4)] == ["", "", "Zoe\u0301 🏭", text[:28].strip()]
    desk.undo("a_bea")
    assert [each.words for each in desk.history(2)] == [text[:9].strip()] * 2


def test_the_history_lists_everyones_steps_newest_first(desk: Project) -> None:
    _save(desk, "q_1")
    with desk.step("Label", actor=PIPELINE):
        desk.annotations.replace_pipeline_layer("d_1", pipeline_layer())
    with desk.step("Titel 🏭", actor="a_carl"):
        desk.documents.set_meta("d_1", {"title": "x"})
    desk.undo("a_bea")
    rows = [(each.actor, each.label, each.undone, each.focus, each.revertible) for each in desk.history()]
    assert rows == [
        ("a_carl", "Titel 🏭", False, None, True),
        (PIPELINE, "Label", False, None, False),
        ("a_bea", "Save q_1", True, "q_1", False),
        ("nobody", "Set up", False, None, True),
    ]
    assert {each.documents for each in desk.history()} == {("d_1",)}
    assert all(each.at.endswith("Z") and len(each.at) == 20 for each in desk.history())


def test_the_history_comes_in_pages(desk: Project) -> None:
    numbers = [_save(desk, f"q_{n}") for n in range(5)]
    first = desk.history(limit=2)
    assert [each.number for each in first] == numbers[:-3:-1]
    second = desk.history(limit=10, before=first[-1].number)
    assert [each.label for each in second] == ["Save q_2", "Save q_1", "Save q_0", "Set up"]
    assert desk.history(before=second[-1].number) == []


def test_a_step_names_its_documents_and_counts_them(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document(f"d_{n:02}")) for n in range(30)])
    with project.step("Remove", actor="a_bea"):
        project.documents.remove("d_07")
    remove, add = project.history()
    assert (remove.documents, remove.document_count) == (("d_07",), 1)
    assert (len(add.documents), add.document_count) == (20, 30)


# ------------------------------------------------------------------------------------------------ revert


def test_a_step_in_the_middle_is_taken_back_as_a_new_step(desk: Project) -> None:
    first, second = _save(desk, "q_1"), _save(desk, "q_2")
    changes = desk.revert(first, "a_bea")
    assert changes.label == "Revert “Save q_1”"
    assert changes.documents == {"d_1"}
    assert changes.touches("quotation") == {"q_1"}
    assert _ids(desk) == ["q_2"]
    newest = desk.history(1)[0]
    assert (newest.number, newest.label, newest.revertible) == (changes.step, "Revert “Save q_1”", True)
    assert [each.revertible for each in desk.history() if each.number in (first, second)] == [True, False]
    assert desk.undo_label("a_bea") == "Revert “Save q_1”"
    for act, expected in ((desk.undo, ["q_1", "q_2"]), (desk.redo, ["q_2"]), (desk.undo, ["q_1", "q_2"])):
        act("a_bea")
        assert _ids(desk) == expected
    assert next(each for each in desk.history() if each.number == first).revertible
    desk.undo("a_bea")
    desk.undo("a_bea")
    assert _ids(desk) == []
    assert desk.check() == []


def test_a_revert_can_be_reverted(desk: Project) -> None:
    first = _save(desk, "q_1")
    back = desk.revert(first, "a_bea").step
    assert back is not None
    desk.revert(back, "a_carl")
    assert _ids(desk) == ["q_1"]
    assert desk.history(1)[0].label == "Revert “Revert “Save q_1””"


def test_a_revert_is_refused_with_the_names_of_later_steps(desk: Project) -> None:
    first = _save(desk, "q_1")
    for end in (27, 26):
        _save(desk, "q_1", end)
    with desk.step("Status", actor="a_carl"):
        desk.annotations.set_status("l_bea", "done")
    before = desk.read("d_1")
    with pytest.raises(ConflictError, match="“Save q_1” cannot be reverted: “Save q_1” has changed the same since"):
        desk.revert(first, "a_bea")
    assert desk.read("d_1") == before
    assert desk.undo_label("a_bea") == "Save q_1"
    assert len(desk.history()) == 5


def test_a_refusal_names_at_most_three(desk: Project) -> None:
    with desk.step("Import", actor="a_bea") as step:
        desk.documents.add(document("d_2"))
    for n in range(5):
        with desk.step(f"Titel {n}", actor="a_carl"):
            desk.documents.set_meta("d_2", {"title": str(n)})
    assert step.changes.step is not None
    with pytest.raises(ConflictError, match="“Titel 0”, “Titel 1”, “Titel 2” and 2 more have changed the same since"):
        desk.revert(step.changes.step, "a_bea")


@pytest.mark.parametrize("kind", ["within", "reference"])
def test_a_revert_is_refused_where_later_work_hangs_on_it(desk: Project, kind: str) -> None:
    """What would go along with a document, or what refers to an entity, is later work too."""
    with desk.step("Import", actor="a_bea") as step:
        desk.documents.add(document("d_2"))
        desk.registry.save(entity("e_1"))
    with desk.step("Later", actor="a_bea"):
        if kind == "within":
            desk.annotations.add_layer("d_2", layer("l_carl", "carl"))
        else:
            desk.annotations.save_mention("l_bea", mention(entity="e_1"))
    assert step.changes.step is not None
    with pytest.raises(ConflictError, match=r"“Import” cannot be reverted: (“Later” has|later work)"):
        desk.revert(step.changes.step, "a_bea")
    assert desk.documents.ids() == ["d_1", "d_2"]
    assert desk.check() == []


def test_what_cannot_be_reverted_says_why(desk: Project) -> None:
    number = _save(desk, "q_1")
    with desk.step("Label", actor=PIPELINE) as labelled:
        desk.annotations.replace_pipeline_layer("d_1", pipeline_layer())
    desk.undo("a_bea")
    assert labelled.changes.step is not None
    for step, words in ((number, "is undone already"), (labelled.changes.step, "by the pipeline"), (99, "no longer")):
        with pytest.raises(ConflictError, match=words):
            desk.revert(step, "a_bea")
    with pytest.raises(RuntimeError, match="within a step"), desk.step("Edit", actor="a_bea"):
        desk.revert(number, "a_bea")
    assert desk.redo_label("a_bea") == "Save q_1"
    desk.close()
    with Project.open(desk.path, read_only=True) as reader, pytest.raises(ProjectError, match="read only"):
        reader.revert(1, "a_bea")


def test_a_revert_clears_redo_like_any_step(desk: Project) -> None:
    first = _save(desk, "q_1")
    _save(desk, "q_2")
    desk.undo("a_bea")
    desk.revert(first, "a_bea")
    assert desk.redo_label("a_bea") is None


def test_a_bulk_import_is_reverted_and_comes_back(project: Project) -> None:
    wholes = [
        full(),
        *(AnnotatedDocument(document(f"d_{n}", f"Text {n} 🏭"), (), (layer(f"l_{n}"),)) for n in range(50)),
    ]
    with project.step("Import", actor="a_bea") as step:
        project.add_documents(wholes)
    with project.step("Titel", actor="a_bea"):
        project.set_value("title", "later")
    for id in ("d_3", "d_full"):
        with project.step("Label", actor=PIPELINE):
            project.annotations.replace_pipeline_layer(id, pipeline_layer(f"p_{id}", "newer", 3))
    before = [project.read(each) for each in project.documents.ids()]
    assert step.changes.step is not None
    changes = project.revert(step.changes.step, "a_bea")
    assert len(changes.documents) == 51
    assert project.documents.ids() == []
    assert project.registry.all() == ()
    assert project.documents.matching("text") == set()
    assert project.check() == []
    for _ in range(2):
        project.undo("a_bea")
        assert [project.read(each) for each in project.documents.ids()] == before
        assert project.check() == []
        project.redo("a_bea")
        assert project.documents.ids() == []


def test_thousands_of_rows_are_reverted(project: Project) -> None:
    """More than are played back in one go, edited by many later steps beside them."""
    with project.step("Import", actor="a_bea"):
        project.add_documents(
            [AnnotatedDocument(document(), (entity("e_1"), entity("e_2", "Other")), (_crowd(5_000),))]
        )
    with project.step("Link all", actor="a_bea") as step:
        project._connection.execute("UPDATE mention SET entity_id=(SELECT id FROM entity WHERE uid='e_1')")
    for n in range(30):
        with project.step("Later", actor="a_bea"):
            project.annotations.save_quotation("l_many", quotation(f"q_{n}"))
    assert step.changes.step is not None
    project.revert(step.changes.step, "a_bea")
    own = project.annotations.layers("d_1")[0]
    assert {each.entity for each in own.mentions} == {None}
    assert len(own.quotations) == 30
    project.undo("a_bea")
    assert {each.entity for each in project.annotations.layers("d_1")[0].mentions} == {"e_1"}


def test_a_merge_of_entities_is_reverted(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.add_documents([full()])
        project.registry.save(entity("e_9", "Zoe"))
    with project.step("Merge", actor="a_bea") as step:
        project.registry.redirect("e_1", "e_9")
        project.registry.remove("e_1")
    assert step.changes.step is not None
    project.revert(step.changes.step, "a_carl")
    assert project.read("d_full") == full()


def test_notes_are_steps_like_others(desk: Project) -> None:
    with desk.step("Note", actor="a_bea") as step:
        desk.save_annotator(Annotator("a_bea", "bea"))
        desk.notes.set("d_1", "a_bea", "später 🏭")
    _save(desk, "q_1")
    assert step.changes.step is not None
    desk.revert(step.changes.step, "a_bea")
    assert desk.notes.get("d_1", "a_bea") is None


def test_the_scheme_is_read_again_after_a_revert(desk: Project) -> None:
    before = desk.scheme
    with desk.step("Flags", actor="a_bea") as step:
        desk.set_scheme(before.with_labels("flags", before.flags[1:]))
    assert desk.scheme != before
    _save(desk, "q_1")
    assert step.changes.step is not None
    assert desk.revert(step.changes.step, "a_bea").touches("scheme") == {"flags"}
    assert desk.scheme == before


def test_values_come_back_exactly(desk: Project) -> None:
    with desk.step("Set up", actor="a_bea"):
        desk.annotations.add_layer("d_1", pipeline_layer("l_p"))
    with desk.step("Clear", actor="a_bea") as step:
        desk.annotations.remove_mention("m_en_core_web_sm 3.8.0_34", document="d_1")
    assert step.changes.step is not None
    desk.revert(step.changes.step, "a_bea")
    found = desk.annotations.layer("d_1", "pipeline")
    assert found is not None
    assert (found.mentions[0].origin.score, found.mentions[0].spans) == (0.1 + 0.2, (Span(34, 37),))
