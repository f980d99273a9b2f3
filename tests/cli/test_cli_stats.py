"""`annotator stats` from the shell: tables for people, one object for scripts, else a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fault, ok, run

from tests.operations.counted import ADA, BEA, OMAR, counted


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with counted(tmp_path) as made:
        return made.path


def test_tables_for_people(project: Path) -> None:
    before = project.read_bytes()
    told = ok("stats", project).text
    assert told.startswith(
        "4 documents, 4 counted (gold, else one annotator's).\n12 quotations, 32 words, 67 % direct."
    )
    rows = [line.split() for line in told.splitlines()]
    assert ["Lene", "Brandt", "4", "12", "100", "%"] in rows
    assert ["Rescue", "plan", "8", "-0.5"] in rows
    assert [ADA.name, "4", "0", "12", "0:03", "40.0"] in rows
    assert project.read_bytes() == before


def test_one_object_for_scripts(project: Path) -> None:
    done = ok("stats", project, "--json")
    assert done.errors == []
    found = json.loads(done.text)
    assert (found["documents"], found["layer"], found["quotations"]) == (4, None, 12)
    assert [each["layer"] for each in found["layers"]] == [ADA.name, BEA.name]
    assert found["by_speaker"][1]["name"] == OMAR.name
    assert [each["month"] for each in found["by_month"]] == ["2026-09", "2026-10", None]
    assert found["by_attribute"]["party"][0]["value"] == "blue"
    assert json.loads(ok("stats", project, "--layer", BEA.name, "--json").text)["quotations"] == 1


def test_a_sentence_for_an_unknown_layer(project: Path) -> None:
    assert "there is no layer “Nobody”" in fault("stats", project, "--layer", "Nobody")
    done = run("stats", project, "--layer", "Nobody", "--json")
    assert done.code == 1
    assert BEA.name in json.loads(done.text)["error"]["hint"]


def test_only_what_a_search_a_time_and_types_leave(project: Path) -> None:
    found = json.loads(ok("stats", project, "--documents", 'source:"The Herald"', "--json").text)
    assert (found["documents"], found["quotations"]) == (2, 6)
    assert found["filter"] == {"documents": 'source:"The Herald"', "dates": None, "types": None}
    assert found["annotators"][0]["done"] == 2
    found = json.loads(ok("stats", project, "--dates", "2026-10", "--type", "direct", "--json").text)
    assert (found["documents"], found["quotations"], found["by_type"]) == (2, 4, {"direct": 4})
    told = ok("stats", project, "--dates", "2026-10..2026-12", "--type", "direct,mixed").text
    assert told.startswith("2 documents, 2 counted (gold, else one annotator's).\nOnly documents of 2026-10..2026-12; ")
    assert "there is no type “loud”" in fault("stats", project, "--type", "loud")
    assert "is no date to search for" in fault("stats", project, "--dates", "spring")
