"""`annotator evaluate`: the pipeline against a layer, in figures that can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fault, ok

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation
from annotator.domain.documents import Document
from annotator.domain.text import Span, sha256
from annotator.store.project import PIPELINE, Project

TEXT = "Zoe\u0301 said 🏭 stays. Ann said it goes. Nobody wept."
BEA = Annotator("a_bea", "Be\u0301a")
STAYS, GOES, WEPT = "🏭 stays", "it goes", "Nobody wept"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def quoted(id: str, words: str, speaker: str, score: float | None = None, type: str = "indirect") -> Quotation:
    origin = Origin("pipeline", agent="p 1", score=score) if score is not None else Origin("manual", agent=BEA.id)
    parties = (Party((at(speaker),), None, "name"),) if speaker else ()
    return Quotation(id, (at(words),), origin, type=type, speakers=parties)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three suggestions: one right, one with another's speaker and less of the words, one that is none."""
    made = (
        quoted("q_1", STAYS, "Zoe\u0301", 0.95),
        quoted("q_2", "it goes.", "Zoe\u0301", 0.91),
        quoted("q_3", WEPT, "", 0.45, "direct"),
    )
    wanted = (
        quoted("q_a", STAYS, "Zoe\u0301"),
        quoted("q_b", "said it goes", "Ann"),
        quoted("q_c", "Zoe\u0301 said", ""),
    )
    return _made(tmp_path, made, wanted)


def _made(folder: Path, made: tuple[Quotation, ...], wanted: tuple[Quotation, ...]) -> Path:
    path = folder / "quay.annotator"
    with Project.create(path) as project:
        with project.step("Add", actor=PIPELINE):
            project.save_annotator(BEA)
            project.documents.add(Document("d_1", TEXT, sha256(TEXT), "en", {"title": "Cafe\u0301"}))
        with project.step("Mark", actor=BEA.id):
            layer = Layer("l_b", "annotator", annotator_id=BEA.id, annotator=BEA.name, status="done", quotations=wanted)
            project.annotations.add_layer("d_1", layer)
        with project.step("Label", actor=PIPELINE):
            layer = Layer("l_p", "pipeline", annotator="p 1", status="done", quotations=made)
            project.annotations.replace_pipeline_layer("d_1", layer)
    return path


def test_one_object_for_scripts(project: Path) -> None:
    found = json.loads(ok("evaluate", project, "--layer", BEA.name, "--json").text)
    third = pytest.approx(1 / 3, abs=1e-4)
    assert found["documents"] == 1
    assert found["detection"]["exact"] == {"p": third, "r": third, "f1": third}
    assert found["detection"]["overlap"]["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["end_to_end"]["p"] == third
    assert found["speaker_accuracy"] == 0.5
    assert found["by_type"]["indirect"]["overlap"] == {"p": 1.0, "r": pytest.approx(2 / 3, abs=1e-4), "f1": 0.8}
    assert found["by_type"]["direct"]["overlap"] == {"p": 0.0, "r": None, "f1": 0.0}
    assert found["calibration"] == [
        {"from": 0.4, "to": 0.5, "n": 1, "right": 0},
        {"from": 0.9, "to": 1.0, "n": 2, "right": 1},
    ]


def test_tables_for_people(project: Path) -> None:
    before = project.read_bytes()
    told = ok("evaluate", project, "--layer", BEA.id).text
    assert told.startswith(f"1 document, 3 quotations of {BEA.id}.\n")
    assert "Speaker right: 50.0 % of 2 found." in told
    row = next(line for line in told.splitlines() if line.startswith("all"))
    assert row.split() == ["all", "3", *["0.33"] * 3, *["0.67"] * 3, *["0.33"] * 3]
    assert project.read_bytes() == before


def test_a_sentence_where_there_is_nothing_to_compare(project: Path) -> None:
    assert "gold is adjudicated" in fault("evaluate", project)
    assert "no annotator is called “Nobody”" in fault("evaluate", project, "--layer", "Nobody")


def test_without_suggestions_nothing_is_found(tmp_path: Path) -> None:
    path = _made(tmp_path, (), (quoted("q_a", STAYS, "Zoe\u0301"),))
    found = json.loads(ok("evaluate", path, "--layer", BEA.id, "--json").text)
    assert found["detection"]["overlap"] == {"p": None, "r": 0.0, "f1": 0.0}
    assert (found["speaker_accuracy"], found["calibration"]) == (None, [])
