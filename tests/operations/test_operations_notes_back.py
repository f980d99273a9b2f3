"""Notes to oneself come back with a copy, to whoever wrote them; and merging reads nothing of the pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.domain.annotations import Annotator, Layer
from annotator.operations import notes
from annotator.operations.uniting import look
from annotator.store.marks import Reader
from annotator.store.project import Project
from tests.operations.handed import BEA, bring_back, hand_out, make_source, quote, undo


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "source.annotator")


def memo(path: Path, text: str, who: Annotator | None = None) -> None:
    """Write the note to oneself on the first article, in a copy as whom it is for."""
    with Project.open(path, exclusive=False) as project:
        person = who or project.receiver
        assert person is not None
        notes.set_document_note(project, person, "d_0", text)


def memo_of(path: Path, who: Annotator) -> str:
    with Project.open(path, read_only=True, exclusive=False) as project:
        return notes.note_on(project, who, "d_0")


@pytest.mark.parametrize(
    ("handed", "there", "here", "after"),
    [
        ("", "ask Ana 🏭", "", "ask Ana 🏭"),
        ("ask Ana 🏭", "asked her e\u0301", "ask Ana 🏭", "asked her e\u0301"),
        ("ask Ana 🏭", "", "ask Ana 🏭", ""),
        ("ask Ana 🏭", "ask Ana 🏭", "mine now", "mine now"),
        ("ask Ana 🏭", "theirs", "ours", "ours\n\ntheirs"),
        ("", "ask", "ask Ana 🏭", "ask Ana 🏭"),
        ("ask Ana 🏭", "", "mine now", "mine now"),
    ],
    ids=["new", "changed", "gone", "only here", "both", "both alike", "gone and changed"],
)
def test_notes_to_oneself_come_back_to_their_writer(
    source: Path, tmp_path: Path, handed: str, there: str, here: str, after: str
) -> None:
    quote(source, BEA, "d_0", "We will")
    memo(source, handed, BEA)
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    quote(copy, None, "d_1", "stays open")
    memo(copy, there)
    memo(source, here, BEA)
    bring_back(source, copy)
    assert memo_of(source, BEA) == after
    assert not bring_back(source, copy).written
    undo(source)
    assert memo_of(source, BEA) == here


def test_a_note_alone_comes_back_too(source: Path, tmp_path: Path) -> None:
    copy = hand_out(source, tmp_path / "copy.annotator", "Aas")
    memo(copy, "nothing quoted here 🏭")
    report = bring_back(source, copy)
    assert (report.notes, report.layers) == (1, 0)
    assert report.sentence == "1 note to oneself in 1 document merged."
    with Project.open(copy, read_only=True, exclusive=False) as project:
        who = project.receiver
    assert who is not None
    assert memo_of(source, who) == "nothing quoted here 🏭"


def test_what_is_merged_needs_no_label_of_the_pipeline(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote(source, BEA, "d_0", "We will")
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    quote(copy, None, "d_0", "told reporters")
    quote(copy, None, "d_1", "stays open")
    read: list[int] = []
    real = Reader._layer

    def counted(self: Reader, row: tuple[object, ...]) -> Layer:
        found = real(self, row)
        read.append(found.kind == "pipeline")
        return found

    monkeypatch.setattr(Reader, "_layer", counted)
    with Project.open(source, read_only=True, exclusive=False) as project:
        assert look(project, copy).report.layers == 2
    assert read
    assert not any(read)
