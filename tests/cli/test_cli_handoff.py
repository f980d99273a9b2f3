"""`annotator copy` and `annotator merge` from the shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from running import fault, names, ok, run

from annotator.store.project import Project
from tests.operations.handed import AAS, BEA, exported, make_source, quote


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "Hafen é.annotator")


def test_there_and_back(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "for aas 🏭.annotator"
    done = ok("copy", source, copy, "--annotator", "Aas", "--documents", "harbour", "--blind", "--without-suggestions")
    assert done.text == "Copy for Aas written: 1 document, blind, without suggestions.\n"
    assert done.errors == []
    assert "exists already" in fault("copy", source, copy, "--annotator", "Aas")
    quote(copy, None, "d_1", "stays open")
    before, state = source.read_bytes(), exported(source)
    told = ok("merge", source, copy, "--dry-run").text
    assert told == "Nothing written. It would be: 1 layer in 1 document merged.\n"
    assert source.read_bytes() == before
    assert ok("merge", source, copy, "--annotator", "Chief é").text == "1 layer in 1 document merged.\n"
    after = exported(source)
    assert after != state
    again = ok("merge", source, copy)
    assert again.text == "Nothing to merge: everything is here already.\n"
    assert exported(source) == after
    assert "no problem found" in ok("check", source).text
    with Project.open(source, exclusive=False) as project:
        (step,) = [each for each in project.history() if each.label.startswith("Merge")]
        assert project.undo(step.actor)
    assert exported(source) == state


def test_a_share_is_drawn_and_noted(source: Path, tmp_path: Path) -> None:
    got: list[set[str]] = []
    for name in ("Aas", "Bea"):
        copy = tmp_path / f"{name}.annotator"
        done = ok("copy", source, copy, "--annotator", name, "--share", "2", "--overlap", "1", "--seed", "3")
        assert done.text == f"Copy for {name} written: 2 documents, 1 of them in every share.\n"
        with Project.open(copy, read_only=True) as opened:
            got.append(set(opened.documents.ids()))
    assert len(got[0] & got[1]) == 1
    assert len(got[0] | got[1]) == 3
    assert "cannot be drawn from 3 documents" in fault(
        "copy", source, tmp_path / "c.annotator", "--annotator", "Cem", "--share", "4"
    )
    assert names(tmp_path) == ["Aas.annotator", "Bea.annotator", source.name]


@pytest.mark.parametrize(
    "arguments",
    [
        ("copy", "a.annotator", "b.annotator"),
        ("copy", "a.annotator", "b.annotator", "--annotator", "all"),
        ("copy", "a.annotator", "b.annotator", "--annotator", "Aas", "--share", "0"),
        ("copy", "a.annotator", "b.annotator", "--annotator", "Aas", "--overlap", "2"),
        ("merge", "a.annotator"),
        ("merge", "a.annotator", "b.annotator", "--conflicts", "mine"),
    ],
)
def test_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert run(*arguments, cwd=tmp_path).code == 2
    assert names(tmp_path) == []


def test_json_of_a_merge(source: Path, tmp_path: Path) -> None:
    id = quote(source, BEA, "d_0", "We will")
    ok("copy", source, tmp_path / "copy.annotator", "--annotator", "Bea")
    with Project.open(source, exclusive=False) as project, project.step("Ours", actor="a_bea"):
        _note(project, id, "ours 🏭")
    with Project.open(tmp_path / "copy.annotator", exclusive=False) as project, project.step("T", actor="a_bea"):
        _note(project, id, "theirs e\u0301")
    quote(tmp_path / "copy.annotator", None, "d_1", "stays open")
    done = ok("merge", source, tmp_path / "copy.annotator", "--json")
    assert done.errors == []
    assert json.loads(done.text) == {
        "documents": 1,
        "layers": 1,
        "entities": 0,
        "notes": 0,
        "conflicts": [
            {
                "kind": "quotation", "document": "d_0", "layer": "a_bea", "object": id,
                "message": "The quotation “We will” differs.", "ours": "note ours 🏭", "theirs": "note theirs e\u0301",
            }
        ],
        "written": True,
    }  # fmt: skip
    plain = ok("merge", source, tmp_path / "copy.annotator", "--dry-run")
    assert plain.errors == [
        "annotator: Title d_0 🏭: The quotation “We will” differs. Here: note ours 🏭. There: note theirs e\u0301."
    ]
    taken = ok("merge", source, tmp_path / "copy.annotator", "--conflicts", "theirs", "--json")
    assert json.loads(taken.text)["conflicts"] == []
    with Project.open(source, read_only=True) as project:
        layer = project.annotations.layer("d_0", "annotator", "a_bea")
        assert layer is not None
        assert layer.quotations[0].note == "theirs e\u0301"


def _note(project: Project, quotation: str, note: str) -> None:
    from dataclasses import replace

    layer = project.annotations.layer("d_0", "annotator", "a_bea")
    assert layer is not None
    project.annotations.save_quotation(layer.id, replace(layer.quotation(quotation), note=note), document="d_0")


def test_namesakes_have_to_be_told_apart(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.annotator"
    ok("copy", source, copy, "--annotator", "Aas")
    quote(source, AAS, "d_1", "The harbour")
    quote(copy, None, "d_1", "stays open")
    before = source.read_bytes()
    line = fault("merge", source, copy)
    assert line == (
        "annotator: both projects have an annotator “Aas”, who may be two people — say --same or --apart “Aas”"
    )
    (conflict,) = json.loads(ok("merge", source, copy, "--dry-run", "--json").text)["conflicts"]
    assert conflict["kind"] == "annotator"
    assert run("merge", source, copy, "--same", "Nobody").code == 2
    assert source.read_bytes() == before
    assert ok("merge", source, copy, "--apart", "Aas").text == "1 layer in 1 document merged.\n"
    with Project.open(source, read_only=True) as project:
        assert [each.name for each in project.annotators()] == ["Aas", "Aas 2"]


def test_bad_files_change_nothing(source: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.annotator"
    text.write_text("no database 🏭", encoding="utf-8")
    same = tmp_path / "copy.annotator"
    ok("copy", source, same, "--annotator", "Aas")
    before = source.read_bytes()
    for other, said in (
        (text, "is not an Annotator project"),
        (tmp_path / "none.annotator", "there is no file"),
        (source, "is the project itself"),
        (same, "nobody has annotated anything in copy.annotator"),
    ):
        assert said in fault("merge", source, other)
        failed = run("merge", source, other, "--json")
        assert failed.code == 1
        assert said in json.loads(failed.text)["error"]["message"]
    assert source.read_bytes() == before
    assert "there is no file" in fault(
        "copy", tmp_path / "none.annotator", tmp_path / "o.annotator", "--annotator", "A"
    )
    assert "no document fits" in fault(
        "copy", source, tmp_path / "o.annotator", "--annotator", "A", "--documents", "zeppelin"
    )
    assert names(tmp_path) == [source.name, "copy.annotator", "text.annotator"]


def test_a_read_only_project_is_copied(source: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.annotator"
    shutil.copy(source, locked)
    locked.chmod(0o444)
    before = locked.read_bytes()
    assert ok("copy", locked, tmp_path / "a.annotator", "--annotator", "Aas").text.startswith("Copy for Aas")
    assert "cannot be written" in fault("copy", locked, tmp_path / "b.annotator", "--annotator", "Aas", "--share", "1")
    quote(tmp_path / "a.annotator", None, "d_1", "stays open")
    assert ok("merge", locked, tmp_path / "a.annotator", "--dry-run").code == 0
    assert "cannot be written" in fault("merge", locked, tmp_path / "a.annotator")
    assert locked.read_bytes() == before
