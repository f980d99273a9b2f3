"""`annotator agreement` from the shell: tables for people, one object for scripts, else a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fault, ok, run

from tests.operations.reviewing import ANN, BEA, town


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with town(tmp_path) as made:
        return made.path


def test_tables_for_people(project: Path) -> None:
    before = project.read_bytes()
    told = ok("agreement", project).text
    assert told.startswith(f"2 documents finished by two or more of {ANN.name}, {BEA.name}.\n")
    assert "could see the pipeline's suggestions" in told
    row = next(line for line in told.splitlines() if line.startswith(f"{ANN.name} – {BEA.name}"))
    assert row.split()[-7:-3] == ["4", "0.40", "0.80", "0.80–0.80"]
    places = next(line for line in told.splitlines() if line.startswith("content") and "%" not in line)
    assert len(places.split()) == 5, "uα and |uα, each with its interval"
    assert any(line.split()[:2] == ["type", "4"] for line in told.splitlines())
    assert "n/a" in told
    assert project.read_bytes() == before


def test_one_object_for_scripts(project: Path) -> None:
    done = ok("agreement", project, "--annotators", f"{BEA.name},{ANN.id}", "--json")
    assert done.errors == []
    found = json.loads(done.text)
    assert (found["documents"], found["annotators"]) == (2, [ANN.name, BEA.name])
    assert {"documents", "annotators", "suggestions_shown", "pairs", "overall", "by_type", "by_document"} <= set(found)
    assert found["pairs"][0]["ci"] == [0.8, 0.8]


def test_a_sentence_where_there_is_nothing_to_compare(project: Path) -> None:
    assert "no annotator is called “Nobody”" in fault("agreement", project, "--annotators", "Nobody")
    assert "finished by two" in fault("agreement", project, "--annotators", ANN.name)
    done = run("agreement", project, "--annotators", "Nobody", "--json")
    assert done.code == 1
    assert "Nobody" in json.loads(done.text)["error"]["message"]
