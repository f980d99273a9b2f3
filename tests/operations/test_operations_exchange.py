"""Export and re-import: the same bytes, chosen layers, files replaced in one go, and what is refused."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from exchanged import ANA, ENTITIES, bea, carl, decisions, document, everything, gold, make, pipeline

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError, FormatError
from annotator.formats.columns import keys_of
from annotator.operations import exporting
from annotator.operations.exchange import ExportOptions, ImportOptions, ImportReport, export, import_paths
from annotator.operations.outputs import AtomicFiles
from annotator.settings import resource
from annotator.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(make(tmp_path / "ours.annotator")) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "empty.annotator") as opened:
        yield opened


def exported(project: Project, out: Path, **options: object) -> bytes:
    export(project, out, ExportOptions(**options))  # type: ignore[arg-type]  # any of the options
    return out.read_bytes()


def taken(project: Project, *paths: Path, **options: object) -> ImportReport:
    return import_paths(project, paths, actor=ANA, options=ImportOptions(**options))  # type: ignore[arg-type]


def objects(data: bytes) -> list[dict[str, object]]:
    return [json.loads(each) for each in data.split(b"\n")[:-1]]


# ------------------------------------------------------------------------------------------------ round trip


def test_an_export_of_an_import_of_an_export_has_the_same_bytes(
    project: Project, empty: Project, tmp_path: Path
) -> None:
    first = exported(project, tmp_path / "a.jsonl")
    report = taken(empty, tmp_path / "a.jsonl")
    assert (report.documents, report.layers, report.duplicates, report.same_text) == (4, 4, 0, 0)
    assert exported(empty, tmp_path / "b.jsonl") == first
    assert first.endswith(b"\n")
    assert b"\r" not in first
    assert "🎪".encode() in first
    schema = json.loads(resource("schema", "quotation-annotations-1.0.schema.json").read_text(encoding="utf-8"))
    for each in objects(first):
        jsonschema.validate(each, schema)
    assert empty.check() == []


def test_scores_have_four_digits(project: Project, tmp_path: Path) -> None:
    data = exported(project, tmp_path / "a.jsonl")
    assert b'"score":0.1235' in data
    assert b'"score":0.3333' in data
    assert b'"score":0.9877' in data


def test_the_same_import_twice_changes_nothing(project: Project, empty: Project, tmp_path: Path) -> None:
    first = exported(project, tmp_path / "a.jsonl")
    taken(empty, tmp_path / "a.jsonl")
    again = taken(empty, tmp_path / "a.jsonl")
    assert (again.documents, again.layers, again.duplicates, again.added) == (0, 0, 4, ())
    assert not again.changes
    assert exported(empty, tmp_path / "b.jsonl") == first
    assert not taken(project, tmp_path / "a.jsonl").changes


def test_a_layer_in_another_state_is_refused_and_nothing_is_written(project: Project, tmp_path: Path) -> None:
    full = everything()[0]
    other = AnnotatedDocument(document("d_new", "Another text 🎪 e\u0301"))
    edited = replace(full, layers=(replace(bea(), status="in_progress"),), decisions=())
    before = exported(project, tmp_path / "before.jsonl")
    with Project.open(make(tmp_path / "theirs.annotator", other, edited)) as theirs:
        exported(theirs, tmp_path / "a.jsonl")
    with pytest.raises(FormatError, match="the layer of bea for “Café” in another state") as caught:
        taken(project, tmp_path / "a.jsonl")
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "a.jsonl"), 2)
    assert "merge" in caught.value.hint
    assert exported(project, tmp_path / "after.jsonl") == before
    report = taken(project, tmp_path / "a.jsonl", skip_bad=True)
    assert (report.documents, len(report.problems)) == (1, 1)


def test_decisions_in_another_state_are_refused(project: Project, tmp_path: Path) -> None:
    edited = replace(everything()[0], decisions=decisions()[:1])
    with Project.open(make(tmp_path / "theirs.annotator", edited)) as theirs:
        exported(theirs, tmp_path / "a.jsonl")
    with pytest.raises(FormatError, match="the decisions for"):
        taken(project, tmp_path / "a.jsonl")


def test_new_layers_join_the_document_that_is_there(tmp_path: Path) -> None:
    full = everything()[0]
    first = replace(full, layers=(bea(),), decisions=(), entities=ENTITIES)
    with Project.open(make(tmp_path / "whole.annotator", full)) as whole:
        everything_there = exported(whole, tmp_path / "whole.jsonl")
    for name, layers in (("carl", (carl(),)), ("gold", (gold(), pipeline()))):
        part = replace(full, layers=layers, decisions=decisions() if name == "gold" else ())
        with Project.open(make(tmp_path / f"{name}.annotator", part)) as theirs:
            exported(theirs, tmp_path / f"{name}.jsonl")
    with Project.open(make(tmp_path / "first.annotator", first)) as project:
        report = taken(project, tmp_path / "carl.jsonl", tmp_path / "gold.jsonl")
        assert (report.documents, report.layers, report.duplicates) == (0, 2, 2)
        assert report.sentence == "2 annotated layers imported; 2 were there already."
        assert exported(project, tmp_path / "joined.jsonl") == everything_there
        project.undo(ANA.id)
        assert project.read("d_1").decisions == ()
        assert [each.annotator for each in project.read("d_1").layers] == ["bea"]


def test_what_an_export_shapes_is_no_other_state(project: Project, tmp_path: Path) -> None:
    """Nulls for absent attributes, one type a column, and an annotator's new name."""
    exported(project, tmp_path / "a.jsonl")
    with project.step("Rename", actor="a_ana"):
        project.save_annotator(Annotator("a_bea", "Bea B."))
    assert not taken(project, tmp_path / "a.jsonl").changes


def test_an_entity_that_the_registry_has_stays_as_it_is(project: Project, empty: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "a.jsonl")
    mine = replace(ENTITIES[0], name="Zoë", aliases=())
    with empty.step("Add", actor="a_ana"):
        empty.registry.save(mine)
    report = taken(empty, tmp_path / "a.jsonl")
    assert empty.registry.get("e_1") == mine
    assert any(each.startswith("1 entity kept as the registry has") for each in report.notes)


def test_lines_without_text_come_in_where_the_text_is_known(project: Project, empty: Project, tmp_path: Path) -> None:
    data = exported(project, tmp_path / "off.jsonl", without_text=True)
    assert "Bäcker told".encode() not in data
    assert all(each["text"] is None for each in objects(data))
    with pytest.raises(FormatError) as caught:
        taken(empty, tmp_path / "off.jsonl")
    assert caught.value.line == 1
    assert empty.documents.count() == 0
    bare = (AnnotatedDocument(each.document) for each in everything())
    with Project.open(make(tmp_path / "bare.annotator", *bare)) as target:
        assert taken(target, tmp_path / "off.jsonl").layers == 4
        assert exported(target, tmp_path / "b.jsonl") == exported(project, tmp_path / "a.jsonl")


# ------------------------------------------------------------------------------------------------ choices


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [("bea", ["annotator"]), ("gold", ["gold"]), ("pipeline", ["pipeline"])],
)
def test_one_layer_can_be_exported(project: Project, tmp_path: Path, choice: str, kinds: list[str]) -> None:
    found = objects(exported(project, tmp_path / "a.jsonl", layer=choice))
    assert [each["id"] for each in found] == ["d_1", "d 2 ü", "d_3", "d_4"]
    layers = found[0]["layers"]
    assert isinstance(layers, list)
    assert [each["kind"] for each in layers] == kinds
    assert bool(found[0]["decisions"]) == (choice == "gold")


def test_an_unknown_layer_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="no annotator is called “dora”") as caught:
        exported(project, tmp_path / "a.jsonl", layer="dora")
    assert "bea, carl" in caught.value.hint
    assert not (tmp_path / "a.jsonl").exists()


def test_the_keys_asked_of_the_project_are_those_of_its_documents(project: Project, tmp_path: Path) -> None:
    odd = replace(document("d_5", "Odd 🎪 e\u0301", source=7, page=True), extra={"x_c": 1})
    with project.step("More", actor=ANA.id):
        project.add_documents([AnnotatedDocument(odd)])
        project.registry.save(replace(ENTITIES[0], id="e_9", name="Nobody", attributes={"unused": 1.5}))
    whole = exporting._keys(project)
    assert whole == keys_of((project.read(id) for id in project.documents.ids()), project.scheme)
    assert "unused" not in whole.entity
    all_of_them = exported(project, tmp_path / "a.jsonl", documents=project.documents.ids())
    assert exported(project, tmp_path / "b.jsonl") == all_of_them


def test_a_pseudonymous_export_names_nobody(project: Project, tmp_path: Path) -> None:
    data = exported(project, tmp_path / "a.jsonl", pseudonymous=True)
    for word in (b'"bea"', b'"carl"', b"a_bea", b"a_carl"):
        assert word not in data
    assert b'"annotator":"annotator-01"' in data
    assert b'"annotator":"annotator-02"' in data
    table = exported(project, tmp_path / "a.csv", pseudonymous=True)
    assert b",bea," not in table + (tmp_path / "documents.csv").read_bytes()


def test_chosen_documents_in_project_order(project: Project, tmp_path: Path) -> None:
    found = objects(exported(project, tmp_path / "a.jsonl", documents=["d_1", "d_4"]))
    assert [each["id"] for each in found] == ["d_1", "d_4"]
    with pytest.raises(FormatError, match="no document fits"):
        exported(project, tmp_path / "b.jsonl", documents=[])


def test_a_scheme_goes_out_and_comes_in(project: Project, tmp_path: Path) -> None:
    data = exported(project, tmp_path / "labels.scheme.json")
    assert json.loads(data)["attributes"][0]["choices"] == [{"id": "conflict", "name": "Conflict"}]
    with pytest.raises(FormatError, match="label scheme"):
        taken(project, tmp_path / "labels.scheme.json")


# ------------------------------------------------------------------------------------------------ files


def test_a_failure_leaves_the_old_file(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        export(project, out, progress=stop)
    assert out.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir() if "part" in each.name) == []


def test_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "documents.csv").write_bytes(b"old")

    def write(*, fail: bool) -> None:
        with AtomicFiles(tmp_path / "out.csv") as sink:
            with sink.open() as stream:
                stream.write(b"new")
            with sink.beside("documents.csv") as stream:
                stream.write(b"new")
                if fail:
                    raise OSError(28, "No space left on device")

    with pytest.raises(AppError, match="no space left"):
        write(fail=True)
    assert [each.name for each in tmp_path.iterdir()] == ["documents.csv"]
    write(fail=False)
    assert (tmp_path / "out.csv").read_bytes() + (tmp_path / "documents.csv").read_bytes() == b"newnew"
    assert len(list(tmp_path.iterdir())) == 2


def test_what_may_not_be_replaced(project: Project, tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    for out, options, said in (
        (tmp_path / "folder.jsonl", {}, "this is a folder"),
        (project.path, {"format": "jsonl"}, "this is the project itself"),
        (tmp_path / "Documents.csv", {}, "written beside"),
        (tmp_path / "none" / "a.jsonl", {}, "cannot be written: no such file"),
        (tmp_path / "a.pptx", {}, "names no format"),
        (tmp_path / "a.txt", {}, "only read"),
    ):
        with pytest.raises(AppError, match=said):
            exported(project, out, **options)
    assert {each.name for each in tmp_path.iterdir()} <= {"folder.jsonl", "ours.annotator", "ours.annotator-lock"} | {
        f"ours.annotator-{end}" for end in ("wal", "shm")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX systems")
def test_a_link_and_the_files_rights_are_kept(project: Project, tmp_path: Path) -> None:
    real, link, device = tmp_path / "real.jsonl", tmp_path / "link.jsonl", Path(os.devnull)
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    exported(project, link)
    assert link.is_symlink()
    assert real.read_bytes() != b"old"
    assert real.stat().st_mode & 0o777 == 0o640
    export(project, device, ExportOptions(format="jsonl"))
    assert device.is_char_device()
