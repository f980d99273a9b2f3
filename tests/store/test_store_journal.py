"""Steps: one transaction each, recorded, undone, redone, joined, bounded."""

from __future__ import annotations

import pytest
from store_samples import document, entity, full, layer, mention, pipeline_layer, quotation

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.store.project import PIPELINE, Project


@pytest.fixture
def desk(project: Project) -> Project:
    """A project with one document and bea's empty layer, and nothing to undo."""
    with project.step("Set up", actor="nobody"):
        project.documents.add(document())
        project.annotations.add_layer("d_1", layer())
    return project


def _save(project: Project, id: str, actor: str = "a_bea", end: int = 28, label: str = "Edit") -> Changes:
    with project.step(f"{label} {id}", actor=actor) as step:
        project.annotations.save_quotation("l_bea", quotation(id, 0, end), document="d_1")
        step.focus = id
    return step.changes


def _ids(project: Project) -> list[str]:
    return [each.id for each in project.annotations.layers("d_1")[0].quotations]


@pytest.mark.parametrize(
    "write",
    [
        lambda p: p.documents.add(document("d_2")),
        lambda p: p.documents.set_meta("d_1", {}),
        lambda p: p.documents.remove("d_1"),
        lambda p: p.annotations.save_quotation("l_bea", quotation()),
        lambda p: p.annotations.set_status("l_bea", "done"),
        lambda p: p.registry.save(entity()),
        lambda p: p.add_documents([]),
        lambda p: p.set_value("title", "x"),
        lambda p: p.set_scheme(p.scheme),
    ],
    ids=["add", "meta", "remove", "quotation", "status", "entity", "bulk", "value", "scheme"],
)
def test_a_write_outside_a_step_is_refused(desk: Project, write: object) -> None:
    assert callable(write)
    before = desk.read("d_1")
    with pytest.raises(RuntimeError, match="outside a step"):
        write(desk)
    assert desk.read("d_1") == before


def test_the_triggers_refuse_what_slips_past_the_stores(desk: Project) -> None:
    with pytest.raises(ConflictError, match="outside a step"):
        desk._connection.execute("UPDATE document SET title='x'")
    assert desk.documents.get("d_1").meta["title"] is None


def test_changes_name_what_a_step_touched(desk: Project) -> None:
    changes = _save(desk, "q_1")
    assert changes.label == "Edit q_1"
    assert (dict(changes.objects), changes.documents, changes.focus) == ({"quotation": {"q_1"}}, {"d_1"}, "q_1")
    assert changes.step is not None
    undone = desk.undo("a_bea")
    assert undone == Changes("Edit q_1", changes.step, {"quotation": frozenset({"q_1"})}, frozenset({"d_1"}), None)
    assert desk.redo("a_bea") == changes


def test_a_new_step_clears_the_redo_of_its_actor_only(desk: Project) -> None:
    _save(desk, "q_1")
    with desk.step("Meta", actor="a_carl"):
        desk.documents.set_meta("d_1", {"title": "x"})
    desk.undo("a_bea")
    desk.undo("a_carl")
    with desk.step("Label", actor=PIPELINE):
        desk.annotations.replace_pipeline_layer("d_1", pipeline_layer())
    assert (desk.redo_label("a_bea"), desk.redo_label("a_carl")) == ("Edit q_1", "Meta")
    _save(desk, "q_2")
    assert (desk.redo_label("a_bea"), desk.redo_label("a_carl")) == (None, "Meta")


def test_an_error_takes_the_step_back_and_keeps_redo(desk: Project) -> None:
    _save(desk, "q_1")
    desk.undo("a_bea")

    def gesture() -> None:
        with desk.step("Edit", actor="a_bea"):
            desk.annotations.save_quotation("l_bea", quotation("q_2"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gesture()
    assert (_ids(desk), desk.redo_label("a_bea")) == ([], "Edit q_1")


def test_a_step_that_changes_nothing_leaves_no_trace(desk: Project) -> None:
    _save(desk, "q_1")
    desk.undo("a_bea")
    with desk.step("Look", actor="a_bea") as step:
        desk.annotations.set_status("l_bea", "in_progress")
    assert not step.changes
    assert step.changes.step is None
    assert desk.redo_label("a_bea") == "Edit q_1"


def test_a_step_within_a_step_joins_it(desk: Project) -> None:
    def fails() -> None:
        with desk.step("Fails", actor="a_bea"):
            desk.annotations.remove_quotation("q_1")
            desk.annotations.remove_quotation("q_none")

    with desk.step("Outer", actor="a_bea") as outer:
        desk.annotations.save_quotation("l_bea", quotation("q_1"))
        with desk.step("Inner", actor="a_carl") as inner:
            desk.annotations.save_quotation("l_bea", quotation("q_2"))
            inner.focus = "q_2"
        assert inner.changes.touches("quotation") == {"q_2"}
        with pytest.raises(ConflictError):
            fails()
    assert _ids(desk) == ["q_1", "q_2"]
    assert outer.changes.touches("quotation") == {"q_1", "q_2"}
    assert outer.changes.focus == "q_2"
    assert (desk.undo_label("a_bea"), desk.undo_label("a_carl")) == ("Outer", None)
    desk.undo("a_bea")
    assert _ids(desk) == []


def test_undo_within_a_step_is_a_mistake(desk: Project) -> None:
    with pytest.raises(RuntimeError, match="undo within a step"), desk.step("Edit", actor="a_bea"):
        desk.undo("a_bea")


def test_undo_works_across_documents_and_restarts(desk: Project) -> None:
    with desk.step("Import", actor="a_bea"):
        desk.add_documents([full()])
    _save(desk, "q_1")
    desk.close()
    with Project.open(desk.path) as again:
        assert again.undo("a_bea") is not None
        changes = again.undo("a_bea")
        assert changes is not None
        assert (changes.documents, changes.touches("entity")) == ({"d_full"}, {"e_1", "e_2"})
        assert again.documents.ids() == ["d_1"]
        assert again.registry.all() == ()
    with Project.open(desk.path) as again:
        again.redo("a_bea")
        assert again.read("d_full") == full()
        again.redo("a_bea")
        assert _ids(again) == ["q_1"]


def test_an_import_can_be_undone_after_the_pipeline_has_labelled_it(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.add_documents([full(), AnnotatedDocument(document("d_2"))])
    for id in ("d_full", "d_2"):
        with project.step("Label", actor=PIPELINE):
            project.annotations.replace_pipeline_layer(id, pipeline_layer(f"l_{id}", "newer", 3, 34))
    labelled = [project.read(id) for id in ("d_full", "d_2")]
    for _ in range(2):
        project.undo("a_bea")
        assert project.documents.ids() == []
        project.redo("a_bea")
        assert [project.read(id) for id in ("d_full", "d_2")] == labelled
    assert project.check() == []


def test_ids_of_rows_are_never_used_twice(desk: Project) -> None:
    """Else what carl adds after bea's undo would take the place of what bea's redo brings back."""
    with desk.step("Carl", actor="a_carl"):
        desk.annotations.add_layer("d_1", layer("l_carl", "carl"))
    _save(desk, "q_1")
    desk.undo("a_bea")
    with desk.step("Carl", actor="a_carl"):
        desk.annotations.save_quotation("l_carl", quotation("q_2"))
    desk.redo("a_bea")
    assert [[each.id for each in part.quotations] for part in desk.annotations.layers("d_1")] == [["q_1"], ["q_2"]]


@pytest.mark.parametrize("kind", ["row", "document", "reference"])
def test_undo_refuses_where_another_has_gone_on(desk: Project, kind: str) -> None:
    with desk.step("Mine", actor="a_bea"):
        desk.registry.save(entity("e_1", "Zoë"))
        desk.documents.add(document("d_2"))
    with desk.step("Theirs", actor="a_carl"):
        if kind == "row":
            desk.registry.save(entity("e_1", "Carl’s"))
        elif kind == "document":
            desk.annotations.add_layer("d_2", layer("l_carl", "carl", quotation()))
        else:
            desk.annotations.save_mention("l_bea", mention(entity="e_1"))
    state = [desk.read(id) for id in desk.documents.ids()]
    with pytest.raises(ConflictError, match="“Mine” cannot be undone"):
        desk.undo("a_bea")
    assert [desk.read(id) for id in desk.documents.ids()] == state
    assert desk.undo_label("a_bea") == "Mine"
    desk.undo("a_carl")
    desk.undo("a_bea")
    assert desk.documents.ids() == ["d_1"]


def test_redo_refuses_where_another_has_gone_on(desk: Project) -> None:
    with desk.step("Mine", actor="a_bea"):
        desk.documents.set_meta("d_1", {"title": "mine"})
    desk.undo("a_bea")
    with desk.step("Theirs", actor="a_carl"):
        desk.documents.set_meta("d_1", {"title": "theirs"})
    with pytest.raises(ConflictError, match="“Mine” cannot be redone: “Theirs”"):
        desk.redo("a_bea")
    assert desk.documents.get("d_1").meta["title"] == "theirs"


def test_a_bulk_step_that_fails_leaves_the_triggers_working(desk: Project) -> None:
    with pytest.raises(ConflictError), desk.step("Import", actor="a_bea"):
        desk.add_documents([AnnotatedDocument(document("d_2")), AnnotatedDocument(document("d_1"))])
    _save(desk, "q_1")
    desk.undo("a_bea")
    assert (_ids(desk), desk.documents.ids()) == ([], ["d_1"])


def test_a_bulk_import_is_recorded_as_ranges(desk: Project) -> None:
    with desk.step("Import", actor="a_bea"):
        desk.add_documents([AnnotatedDocument(document(f"d_{n}"), (), (layer(f"l_{n}"),)) for n in range(10, 60)])
    count = "SELECT count(*) FROM change c JOIN step s ON s.id=c.step WHERE s.actor='a_bea'"
    assert desk._connection.value(count) == 3  # documents, texts, layers


def test_the_log_is_bounded_and_forgets_the_oldest_first(desk: Project) -> None:
    for n in range(6):
        _save(desk, f"q_{n}")
    desk._journal.prune(steps=3)
    assert [desk.undo("a_bea") is not None for _ in range(4)] == [True, True, True, False]
    assert _ids(desk) == ["q_0", "q_1", "q_2"]
    assert desk._connection.value("SELECT count(*) FROM change WHERE step NOT IN (SELECT id FROM step)") == 0
    for n in range(3):
        _save(desk, f"q_{n}", end=27)
    size = desk._connection.value("SELECT max(size) FROM step")
    desk._journal.prune(size=2 * size)
    assert [desk.undo("a_bea") is not None for _ in range(3)] == [True, True, False]


def test_what_the_pipeline_writes_is_recorded_without_images(desk: Project) -> None:
    for agent in ("old", "new"):
        with desk.step(f"Label with {agent}", actor=PIPELINE) as step:
            desk.annotations.replace_pipeline_layer("d_1", pipeline_layer("l_p", agent))
    assert step.changes.touches("mention") == {"m_old_34", "m_new_34"}
    rows = desk._connection.rows("SELECT label FROM step WHERE actor='pipeline' ORDER BY id")
    assert rows == [("Label with old",), ("Label with new",)]
    assert desk._connection.value("SELECT count(*) FROM change JOIN step s ON s.id=step WHERE s.actor='pipeline'") == 0
    assert desk.undo(PIPELINE) is None


def test_a_deferred_reference_is_checked_when_the_step_ends(desk: Project) -> None:
    def gesture() -> None:
        with desk.step("Tear", actor="a_bea"):
            desk.registry.save(entity("e_1"))
            desk.annotations.save_mention("l_bea", mention(entity="e_1"))
            desk._connection.execute("DELETE FROM entity")

    with pytest.raises(ConflictError, match="no longer there"):
        gesture()
    assert desk.check() == []
