"""The session: which project, annotator and article are open, and how edits go to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin
from annotator.domain.changes import Changes
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, ProjectError
from annotator.domain.text import Span, sha256
from annotator.operations import annotate, parties
from annotator.operations.pipeline_labels import store_suggestions
from annotator.store.annotations import AnnotationStore
from annotator.store.project import Project
from annotator.ui.session import Session

TEXT = "“Stay 🏭,” said Zoe\u0301 Lindqvist.\u2028佐藤 left."
NAME = TEXT.index("Zoe")
BEA = Annotator("a_bea", "Béa 🐟")


def document(id: str) -> Document:
    text = f"{TEXT} {id}"
    return Document(id, text, sha256(text))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quay 🏭.annotator"
    with Project.create(path) as project, project.step("Add", actor="a_importer"):
        for id in ("one", "two"):
            project.documents.add(document(id))
    return path


@pytest.fixture
def session(qapp, path: Path):
    session = Session(BEA)
    session.open_project(Project.open(path))
    yield session
    session.close_project()


def quote(session: Session) -> Changes:
    return session.run(annotate.add_quotation, (Span(0, 8),), marks=session.marks)


def test_nothing_is_open_at_first(qapp) -> None:
    session = Session(BEA)
    assert not session.writable
    assert not session.changed_elsewhere()
    session.close_project()
    for deed in (session.undo, session.redo, session.refresh, lambda: session.desk, lambda: session.open_document("x")):
        with pytest.raises(ProjectError):
            deed()


def test_a_gesture_is_committed_read_again_and_told_once(qtbot, session: Session, path: Path) -> None:
    session.open_document("one")
    with qtbot.waitSignal(session.changed) as heard:
        changes = quote(session)
    assert heard.args == [changes]
    assert changes.documents == {"one"}
    assert [each.id for each in session.layer.quotations] == [changes.focus]
    with Project.open(path, read_only=True) as other:
        assert len(other.read("one").layers[0].quotations) == 1
    assert not session.changed_elsewhere()


def test_what_changes_nothing_is_not_told(qtbot, session: Session) -> None:
    session.open_document("one")
    made = quote(session).focus
    session.run(annotate.set_note, made, "cafe\u0301")
    with qtbot.assertNotEmitted(session.changed):
        session.run(annotate.set_note, made, "cafe\u0301")


def test_undo_reaches_the_article_it_was_in(qtbot, session: Session) -> None:
    session.open_document("one")
    quote(session)
    session.open_document("two")
    with qtbot.waitSignal(session.changed) as heard:
        changes = session.undo()
    assert changes.documents == {"one"}
    assert heard.args == [changes]
    assert session.document.id == "two"
    assert session.undo() is None
    assert session.redo().documents == {"one"}
    assert session.redo() is None


def test_undo_reads_only_what_it_touched(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.open_document("one")
    kept = quote(session).focus
    session.run(annotate.set_note, kept, "cafe\u0301 🚢")
    before = session.layer
    made = session.run(annotate.add_quotation, (Span(9, 12),), marks=session.marks).focus
    session.run(annotate.set_note, made, "another")
    monkeypatch.setattr(AnnotationStore, "layer", lambda *_: pytest.fail("the whole layer was read"))
    session.undo()
    session.undo()
    monkeypatch.undo()
    assert session.layer == before
    assert session.layer.quotation(kept) is before.quotation(kept)
    session.redo()
    assert session.layer == session.project.annotations.layer("one", "annotator", session.annotator.id)


def test_the_registry_follows_what_a_gesture_and_its_undo_touch(session: Session) -> None:
    session.open_document("one")
    before, cast = session.entities, session.cast
    made = quote(session).focus
    session.run(parties.set_party, made, "speakers", parties.Newcomer("Zoe\u0301 Lindqvist", "person"))
    assert [*session.entities.values()] == [*session.project.registry.all()]
    assert len(session.entities) == len(before) + 1
    assert [each.name for each in session.cast] == [*(each.name for each in cast), "Zoe\u0301 Lindqvist"]
    session.undo()
    assert session.entities == before
    assert session.cast == cast


def test_other_programs_are_noticed_once(session: Session, path: Path) -> None:
    session.open_document("one")
    assert not session.changed_elsewhere()
    other = Project.open(path, exclusive=False)
    with other.step("Add", actor="a_other"):
        other.documents.add(document("three"))
    other.close()
    assert session.changed_elsewhere()
    assert not session.changed_elsewhere()


def test_the_pipelines_answer_is_shown_and_no_step_of_the_annotator(session: Session) -> None:
    session.open_document("one")
    mention = Mention(
        "m_1", (Span(NAME, NAME + len("Zoe\u0301 Lindqvist")),), "person", None, Origin("pipeline", agent="fake 1")
    )
    layer = Layer("l_1", "pipeline", annotator="fake 1", status="done", mentions=(mention,))
    answer = AnnotatedDocument(document("one"), layers=(layer,))
    session.take(store_suggestions(session.project, answer))
    assert session.layer.mentions == (mention,)
    assert [each.name for each in session.cast] == ["Zoe\u0301 Lindqvist"]
    assert session.undo() is None


def test_a_known_name_keeps_its_id_a_new_one_gets_its_own(session: Session, path: Path) -> None:
    session.open_document("one")
    quote(session)
    session.set_annotator("Carl")
    carl = session.annotator
    assert carl.id != BEA.id
    session.set_annotator(BEA.name)
    assert session.annotator == BEA
    session.close_project()
    later = Session(Annotator("a_elsewhere", BEA.name))
    later.open_project(Project.open(path))
    assert later.annotator == BEA
    later.close_project()


def test_opening_another_project_closes_the_first(session: Session, path: Path, tmp_path: Path) -> None:
    session.open_document("one")
    quote(session)
    first = session.project
    session.open_project(Project.create(tmp_path / "other.annotator"))
    assert (session.document, session.layer, session.cast, session.suggestions) == (None, None, (), ())
    with pytest.raises(Exception, match="closed"):
        first.data_version()
    assert [each.name for each in tmp_path.glob("quay*")] == [path.name]


@pytest.mark.parametrize("gold", [False, True])
def test_an_article_that_is_gone_leaves_the_desk_as_it_is(session: Session, *, gold: bool) -> None:
    opens = {False: session.open_document, True: lambda document: session.open_gold(document, None)}
    opens[not gold]("one")
    desk = session.desk
    with pytest.raises(ConflictError):
        opens[gold]("gone é")
    assert (session.gold, session.desk) == (not gold, desk)
