"""Feeding the child and storing its answers, with a child that the test plays."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin
from annotator.domain.codec import encode
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.domain.text import Span, sha256
from annotator.nlp.pipelines import RULES_AGENT
from annotator.store.project import Project
from annotator.ui.labelling import Labelling
from annotator.ui.session import Session

TEXT = "Zoe\u0301 Lindqvist 🏭 said so.\u2028佐藤 left"


class PlayedChild(QObject):
    """Notes what it is asked; the test answers."""

    answered = Signal(str, str)
    progressed = Signal(int, int)
    stopped = Signal(str, str)

    def __init__(self, fetch, parent=None) -> None:
        super().__init__(parent)
        self.fetch = fetch
        self.waiting: tuple[str, ...] = ()
        self.stops = 0

    def ask(self, documents) -> None:
        self.waiting += tuple(each for each in documents if each not in self.waiting)

    def ask_first(self, document) -> None:
        if document in self.waiting:
            self.waiting = (document, *(each for each in self.waiting if each != document))

    def stop(self) -> None:
        self.waiting = ()
        self.stops += 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quay.annotator"
    with Project.create(path) as project, project.step("Add", actor="a_importer"):
        for id in ("one", "two", "three"):
            text = f"{TEXT} {id}"
            meta = {**dict.fromkeys(("source", "author", "date", "url")), "title": f"{id} cafe\u0301"}
            project.documents.add(Document(id, text, sha256(text), "en", meta))
    return path


@pytest.fixture
def session(qapp, path: Path):
    session = Session(Annotator("a_bea", "Béa"))
    session.open_project(Project.open(path))
    yield session
    session.close_project()


@pytest.fixture
def labelling(session: Session):
    labelling = Labelling(session, child=PlayedChild)
    labelling.told = []
    labelling.troubled.connect(lambda *each: labelling.told.append(each))
    return labelling


def child(labelling: Labelling) -> PlayedChild:
    return labelling._child


def answer(session: Session, id: str, agent: str = "fake 1", text: str | None = None) -> str:
    document = session.project.documents.get(id)
    if text is not None:
        document = replace(document, text=text, text_sha256=sha256(text))
    mention = Mention("m_1", (Span(0, 4),), "person", None, Origin("pipeline", agent=agent))
    layer = Layer("l_1", "pipeline", annotator=agent, status="done", mentions=(mention,))
    return json.dumps(encode(AnnotatedDocument(document, layers=(layer,))))


def test_all_that_have_no_labels_are_asked_for_the_open_one_first(session: Session, labelling: Labelling) -> None:
    session.open_document("three")
    labelling.start()
    assert labelling.waiting == ("three", "one", "two")
    session.open_document("two")
    labelling.prefer_open()
    assert labelling.waiting[0] == "two"
    assert child(labelling).fetch("one").text == f"{TEXT} one"
    labelling.stop()
    assert labelling.waiting == ()


def test_an_answer_is_stored_told_and_not_asked_for_again(qtbot, session: Session, labelling: Labelling) -> None:
    session.open_document("one")
    with qtbot.waitSignal(session.changed):
        child(labelling).answered.emit("one", answer(session, "one"))
    assert [each.spans for each in session.layer.mentions] == [(Span(0, 4),)]
    labelling.start()
    assert labelling.waiting == ("two", "three")
    assert labelling.told == []


def test_again_asks_for_one_that_has_labels_and_for_all_that_have_none(session: Session, labelling: Labelling) -> None:
    child(labelling).answered.emit("one", answer(session, "one"))
    labelling.again("one")
    assert labelling.waiting == ("one", "two", "three")


def test_a_read_only_project_or_none_is_not_labelled(path: Path, labelling: Labelling, session: Session) -> None:
    session.open_project(Project.open(path, read_only=True))
    labelling.start()
    assert labelling.waiting == ()
    session.close_project()
    labelling.start()
    assert labelling.waiting == ()
    with pytest.raises(AppError):
        child(labelling).fetch("one")


@pytest.mark.parametrize(
    "bad",
    [
        {"version": "9.0"},
        {"layers": 7},
        {"layers": [None]},
        {"layers": []},
        {"layers": [{"kind": "pipeline", "mentions": "🏭"}]},
        {"text": None},
        {"meta": []},
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_told_and_nothing_stored(
    session: Session, labelling: Labelling, bad: dict[str, object]
) -> None:
    line = json.dumps({**json.loads(answer(session, "one")), **bad})
    child(labelling).answered.emit("one", line)
    ((sentence, about),) = labelling.told
    assert sentence.startswith("The pipeline's answer about “one cafe\u0301” was not taken: ")
    assert about == "one"
    assert len(session.project.documents.unlabelled()) == 3


def test_an_answer_about_another_text_is_told_and_nothing_stored(session: Session, labelling: Labelling) -> None:
    child(labelling).answered.emit("one", answer(session, "one", text="Zoe\u0301 said otherwise 🏭"))
    assert "another text" in labelling.told[0][0]
    assert len(session.project.documents.unlabelled()) == 3


def test_an_answer_about_an_article_that_is_gone_is_dropped(session: Session, labelling: Labelling) -> None:
    late = answer(session, "one")
    session.project.undo("a_importer")
    child(labelling).answered.emit("one", late)
    child(labelling).stopped.emit("one", "did not answer in time")
    assert labelling.told == [
        (
            "The pipeline did not answer in time at an article that is no longer there. Your annotations are safe.",
            "one",
        )
    ]


def test_a_child_that_stopped_is_told_with_the_title(labelling: Labelling) -> None:
    child(labelling).stopped.emit("two", "ended by itself (exit code 3)")
    sentence = "The pipeline ended by itself (exit code 3) at “two cafe\u0301”. Your annotations are safe."
    assert labelling.told == [(sentence, "two")]


def test_a_missing_pipeline_is_told_once(session: Session, labelling: Labelling, monkeypatch) -> None:
    monkeypatch.setattr("annotator.nlp.pipelines.missing", lambda *_: "No pipeline for cafe\u0301.")
    for id in ("one", "two"):
        child(labelling).answered.emit(id, answer(session, id, RULES_AGENT))
    assert labelling.told == [("No pipeline for cafe\u0301.", "")]
