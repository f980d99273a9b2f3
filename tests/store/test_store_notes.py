"""Notes to oneself, visits, and the pipeline's cue candidates."""

from __future__ import annotations

import pytest
from store_samples import document, layer, pipeline_layer

from annotator.domain.annotations import Annotator
from annotator.domain.cues import CueCandidate
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span
from annotator.store.connection import Connection
from annotator.store.project import PIPELINE, Project
from annotator.store.visits import Visit

NOTE = "erst Zoe\u0301 fragen 🏭\n— dann שלום"
VISIT = Visit(12, 3, "q_1", 61.25, "2026-11-24T08:00:00Z")
CUES = (
    CueCandidate((Span(29, 33),), (Span(34, 37), Span(38, 40)), Span(0, 28), 0.1 + 0.2),
    CueCandidate((Span(0, 1), Span(3, 4)), (), None, 1.0),
)


@pytest.fixture
def desk(project: Project) -> Project:
    """A project with two documents, and bea and carl entered."""
    with project.step("Set up", actor="nobody"):
        for id in ("d_1", "d_2"):
            project.documents.add(document(id))
        project.annotations.add_layer("d_1", layer())
        project.save_annotator(Annotator("a_carl", "carl"))
    return project


def _note(project: Project, text: str | None, document: str = "d_1", who: str = "a_bea") -> None:
    with project.step("Note", actor=who):
        project.notes.set(document, who, text)


# ------------------------------------------------------------------------------------------------ notes


def test_each_annotator_has_a_note_of_their_own(desk: Project) -> None:
    _note(desk, NOTE)
    _note(desk, "carl’s", who="a_carl")
    _note(desk, "other", document="d_2")
    assert [desk.notes.get(*key) for key in (("d_1", "a_bea"), ("d_1", "a_carl"), ("d_2", "a_carl"))] == [
        NOTE,
        "carl’s",
        None,
    ]
    assert desk.documents.noted("a_bea") == {"d_1", "d_2"}
    assert desk.documents.noted("a_carl") == {"d_1"}
    assert desk.documents.noted("a_nobody") == set()
    assert [each.noted for each in desk.documents.listing("a_carl")] == [True, False]
    assert [each.noted for each in desk.documents.listing(None)] == [False, False]


def test_a_note_is_changed_taken_away_and_undone(desk: Project) -> None:
    _note(desk, NOTE)
    _note(desk, "anders")
    _note(desk, None)
    for expected in ("anders", NOTE, None):
        changes = desk.undo("a_bea")
        assert changes is not None
        assert (changes.touches("note"), changes.documents) == ({"d_1"}, {"d_1"})
        assert desk.notes.get("d_1", "a_bea") == expected
    assert desk.check() == []


def test_a_note_goes_with_its_document_and_comes_back(desk: Project) -> None:
    _note(desk, NOTE, document="d_2")
    with desk.step("Remove", actor="a_bea") as step:
        desk.documents.remove("d_2")
    assert step.changes.touches("note") == frozenset()  # the document is new as a whole
    assert desk.notes.get("d_2", "a_bea") is None
    desk.undo("a_bea")
    assert desk.notes.get("d_2", "a_bea") == NOTE


def test_a_note_needs_a_step_a_document_and_an_annotator(desk: Project) -> None:
    with pytest.raises(RuntimeError, match="outside a step"):
        desk.notes.set("d_1", "a_bea", NOTE)
    with pytest.raises(ConflictError, match="no document"):
        _note(desk, NOTE, document="d_9")
    with pytest.raises(ConflictError, match="no annotator"):
        _note(desk, NOTE, who="a_new")
    assert desk.documents.noted("a_bea") == set()


# ------------------------------------------------------------------------------------------------ visits


def test_a_visit_is_remembered_for_each_annotator(desk: Project) -> None:
    desk.visits.save("d_1", "a_bea", VISIT)
    desk.visits.save("d_1", "a_bea", Visit(0, 0, None, 90.0, VISIT.at))
    desk.visits.save("d_1", "a_not_entered_yet", VISIT)
    assert desk.visits.get("d_1", "a_bea") == Visit(0, 0, None, 90.0, VISIT.at)
    assert desk.visits.get("d_1", "a_not_entered_yet") == VISIT
    assert desk.visits.get("d_1", "a_carl") is None
    assert [each.seconds for each in desk.documents.listing("a_bea")] == [90.0, 0.0]
    desk.close()
    with Project.open(desk.path) as again:
        assert again.visits.get("d_1", "a_not_entered_yet") == VISIT


def test_the_article_that_was_left_last(desk: Project) -> None:
    assert desk.visits.latest("a_bea") is None
    desk.visits.save("d_2", "a_bea", VISIT)
    desk.visits.save("d_1", "a_bea", Visit(0, 0, None, 1.0, "2026-11-24T08:00:01Z"))
    desk.visits.save("d_2", "a_carl", VISIT)
    assert desk.visits.latest("a_bea") == "d_1"
    assert desk.visits.latest("a_carl") == "d_2"


def test_a_visit_is_no_change(desk: Project) -> None:
    _note(desk, NOTE)
    desk.undo("a_bea")
    version, steps = desk.data_version(), desk.history()
    desk.visits.save("d_1", "a_bea", VISIT)
    assert desk.data_version() == version
    assert desk.history() == steps
    assert desk.redo_label("a_bea") == "Note"
    with pytest.raises(RuntimeError, match="within a step"), desk.step("Edit", actor="a_bea"):
        desk.visits.save("d_1", "a_bea", VISIT)


def test_a_visit_that_cannot_be_saved_is_let_go(desk: Project) -> None:
    other = Connection(desk.path)
    other.begin()
    desk.visits.save("d_1", "a_bea", VISIT)
    other.close()
    assert desk.visits.get("d_1", "a_bea") is None
    assert desk._connection.value("PRAGMA busy_timeout") == 5_000  # steps wait as before
    with Project.open(desk.path) as second:
        assert second.read_only
        second.visits.save("d_1", "a_bea", VISIT)
    desk.visits.save("d_9", "a_bea", VISIT)
    assert desk._connection.value("SELECT count(*) FROM visit") == 0


# ------------------------------------------------------------------------------------------------ cues


def _label(project: Project, *cues: CueCandidate) -> None:
    with project.step("Label", actor=PIPELINE):
        project.annotations.replace_pipeline_layer("d_1", pipeline_layer())
        project.cues.replace("d_1", cues)


def test_cues_come_back_as_they_were_stored(desk: Project) -> None:
    assert desk.cues.get("d_1") == ()
    _label(desk, *CUES)
    assert desk.cues.get("d_1") == CUES
    _label(desk, CUES[1])
    assert desk.cues.get("d_1") == CUES[1:]
    _label(desk)
    assert desk.cues.get("d_1") == desk.cues.get("d_9") == ()


def test_cues_alone_are_committed_and_are_no_step(desk: Project) -> None:
    steps = desk.history()
    with desk.step("Cues", actor=PIPELINE) as step:
        desk.cues.replace("d_1", CUES)
    assert not step.changes
    assert desk.history() == steps
    desk.close()
    with Project.open(desk.path) as again:
        assert again.cues.get("d_1") == CUES


def test_cues_need_a_step_and_a_document(desk: Project) -> None:
    with pytest.raises(RuntimeError, match="outside a step"):
        desk.cues.replace("d_1", CUES)
    with pytest.raises(ConflictError), desk.step("Label", actor=PIPELINE):
        desk.cues.replace("d_9", CUES)

    def fails() -> None:
        with desk.step("Label", actor=PIPELINE):
            desk.cues.replace("d_1", CUES)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert desk.cues.get("d_1") == ()


def test_cues_and_visits_come_back_with_a_removed_document(desk: Project) -> None:
    _label(desk, *CUES)
    desk.visits.save("d_1", "a_bea", VISIT)
    with desk.step("Remove", actor="a_bea"):
        desk.documents.remove("d_1")
    assert desk.cues.get("d_1") == ()
    assert desk.visits.get("d_1", "a_bea") is None
    assert desk.check() == []
    desk.close()
    with Project.open(desk.path) as again:
        again.undo("a_bea")
        assert again.cues.get("d_1") == CUES
        assert again.visits.get("d_1", "a_bea") == VISIT


def test_cues_and_visits_go_when_nothing_brings_their_document_back(desk: Project) -> None:
    _label(desk, *CUES)
    desk.visits.save("d_1", "a_bea", VISIT)
    desk.visits.save("d_2", "a_bea", VISIT)
    with desk.step("Remove", actor="a_bea"):
        desk.documents.remove("d_1")
    desk._journal.prune(steps=0)
    desk.close()
    with Project.open(desk.path) as again:
        counts = [again._connection.value(f"SELECT count(*) FROM {table}") for table in ("cue", "visit")]
        assert counts == [0, 1]


# ------------------------------------------------------------------------------------------------ reasons

REASONS = {"q_1": {"start": -2.5, "cue": 1.25, "learned": 0.5}, "q_2": {"marks": -0.01}}


def test_reasons_come_back_as_they_were_stored(desk: Project) -> None:
    steps = desk.history()
    with desk.step("Label", actor=PIPELINE):
        desk.reasons.replace("d_1", REASONS)
    assert desk.history() == steps, "alone they are no step"
    assert desk.reasons.get("d_1") == REASONS
    assert desk.reasons.get("d_9") == {}
    with desk.step("Remove", actor="a_bea"):
        desk.documents.remove("d_1")
    assert desk.reasons.get("d_1") == {}
    desk.undo("a_bea")
    assert desk.reasons.get("d_1") == REASONS
    with desk.step("Label", actor=PIPELINE):
        desk.reasons.replace("d_1", {})
    assert desk.reasons.get("d_1") == {}
    with pytest.raises(RuntimeError, match="outside a step"):
        desk.reasons.replace("d_1", REASONS)


@pytest.mark.parametrize("content", ["", "[]", '{"q_1": "e\u0301"}', '{"q_1": ["🏭", null, 1.5]}', "7"])
def test_reasons_that_make_no_sense_are_left_out(desk: Project, content: str) -> None:
    with desk.step("Label", actor=PIPELINE):
        desk.reasons.replace("d_1", REASONS)
    with desk.step("Damage", actor=PIPELINE):
        desk._journal.keep()
        desk._connection.execute("UPDATE reason SET parts=?", [content])
    assert all(set(parts) <= {"grammar"} for parts in desk.reasons.get("d_1").values())
