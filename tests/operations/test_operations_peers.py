"""Other programs' files through import and export: layers find their documents, labels are asked for, all is told."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchanged import ANA, TEXT, at, everything, lines, make

from annotator.domain.errors import AppError, FormatError
from annotator.formats import citron
from annotator.operations.exchange import ExportOptions, ImportOptions, ImportReport, export, import_paths
from annotator.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator") as made:
        yield made


def taken(project: Project, *paths: Path, **options: object) -> ImportReport:
    return import_paths(project, paths, actor=ANA, options=ImportOptions(**options))  # type: ignore[arg-type]


def brat_folder(folder: Path) -> Path:
    """Two annotators' folders over the same text."""
    for name, label in (("bea", "Cue"), ("carl", "Behauptung")):
        (folder / name).mkdir(parents=True)
        (folder / name / "d_1.txt").write_text(TEXT, encoding="utf-8", newline="")
        span = at("told")
        line = f"T1\t{label} {span.start} {span.end}\ttold\n"
        (folder / name / "d_1.ann").write_text(line, encoding="utf-8")
    return folder


def test_annotators_folders_become_layers_of_one_document(project: Project, tmp_path: Path) -> None:
    report = taken(project, brat_folder(tmp_path / "in"))
    assert (report.documents, report.layers, project.documents.ids()) == (1, 2, ["d_1"])
    assert [each.annotator for each in project.annotations.layers("d_1")] == ["bea", "carl"]
    (note,) = (each for each in report.notes if each.startswith("labels"))
    assert note == "labels taken for mentions of other things: Behauptung (1) — say what they mean with --label"


def test_labels_are_said_to_mean_something(project: Project, tmp_path: Path) -> None:
    report = taken(project, brat_folder(tmp_path / "in"), labels={"Behauptung": "content:direct"})
    carl = next(each for each in project.annotations.layers("d_1") if each.annotator == "carl")
    assert [each.type for each in carl.quotations] == ["direct"]
    assert not any(each.startswith("labels") for each in report.notes)
    assert project.check() == []
    again = lines(
        tmp_path / "b.prodigy.jsonl", {"text": "Neu 🎪", "spans": [{"start": 0, "end": 3, "label": "Behauptung"}]}
    )
    taken(project, again)  # the project remembers
    (layer,) = project.annotations.layers(project.documents.ids()[-1])
    assert [each.type for each in layer.quotations] == ["direct"]


@pytest.mark.parametrize(
    "suffix", [".brat.zip", ".prodigy.jsonl", ".label-studio.json", ".xmi.zip", ".qdpx", ".w3c.jsonl"]
)
def test_a_whole_project_goes_out_and_comes_back(suffix: str, tmp_path: Path) -> None:
    source = make(tmp_path / "a.annotator", replace(everything()[0], layers=everything()[0].layers[1:3], decisions=()))
    out = tmp_path / f"out{suffix}"
    with Project.open(source, read_only=True, exclusive=False) as opened:
        assert export(opened, out) == 1
        was = {each.annotator: each for each in opened.annotations.layers("d_1")}
    with Project.create(tmp_path / "b.annotator") as other:
        if suffix == ".qdpx":  # its texts are written with CR LF, and this one has a lone CR, which stays
            assert taken(other, out).documents == 1
        else:
            report = taken(other, out)
            assert (report.documents, report.layers, report.problems) == (1, 2, ())
        (id,) = other.documents.ids()
        assert id == "d_1"
        assert other.check() == []
        back = {each.annotator: each for each in other.annotations.layers(id)}
        for name, layer in was.items():
            ours = [(each.content, each.cue, each.type, len(each.stances), each.note) for each in layer.quotations]
            theirs = [(e.content, e.cue, e.type, len(e.stances), e.note) for e in back[name].quotations]
            assert theirs == ours
        other.undo(ANA.id)
        assert other.documents.count() == 0


def test_annotations_join_the_document_they_are_about(tmp_path: Path) -> None:
    """The project knows the article with its source and date; the other program knew neither."""
    source = make(tmp_path / "a.annotator", replace(everything()[0], layers=(), decisions=()))
    data = {"text": TEXT, "spans": [{"start": 0, "end": 3, "label": "PER"}], "_annotator_id": "zed"}
    with Project.open(source) as project:
        report = taken(project, lines(tmp_path / "z.prodigy.jsonl", data))
        assert (report.documents, report.layers, report.duplicates) == (0, 1, 1)
        assert [each.annotator for each in project.annotations.layers("d_1")] == ["zed"]


def test_an_annotator_of_the_project_is_known_by_name(tmp_path: Path) -> None:
    source = make(tmp_path / "a.annotator")
    data = {"text": "Neu 🎪 e\u0301", "spans": [], "_annotator_id": "bea"}
    with Project.open(source) as project:
        taken(project, lines(tmp_path / "z.prodigy.jsonl", data))
        (layer,) = project.annotations.layers(project.documents.ids()[-1])
        assert layer.annotator_id == "a_bea"


def test_one_bad_document_keeps_all_out(project: Project, tmp_path: Path) -> None:
    folder = brat_folder(tmp_path / "in")
    (folder / "carl" / "d_1.ann").write_text("T1\tCue 0 99999\tx\n", encoding="utf-8")
    with pytest.raises(FormatError, match="ends beyond the text") as caught:
        taken(project, folder)
    assert (Path(caught.value.path).name, caught.value.line) == ("d_1.ann", 1)
    assert project.documents.count() == 0
    report = taken(project, folder, skip_bad=True)
    assert (report.documents, report.layers, len(report.problems)) == (1, 1, 1)


def test_formats_that_hold_texts_are_not_written_without_them(tmp_path: Path) -> None:
    source = make(tmp_path / "a.annotator")
    with Project.open(source, read_only=True, exclusive=False) as project:
        with pytest.raises(FormatError, match="always holds the texts"):
            export(project, tmp_path / "a.brat.zip", ExportOptions(without_text=True))
        assert not (tmp_path / "a.brat.zip").exists()
        export(project, tmp_path / "a.brat.zip", ExportOptions(pseudonymous=True))
    with zipfile.ZipFile(tmp_path / "a.brat.zip") as archive:
        inside = "".join(archive.namelist()) + "".join(archive.read(each).decode() for each in archive.namelist())
    assert "bea" not in inside
    assert json.dumps("annotator-01").strip('"') in inside


def test_what_cannot_be_read_again_takes_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = make(tmp_path / "a.annotator"), tmp_path / "a.citron.jsonl"
    out.write_text("old", encoding="utf-8")
    monkeypatch.setattr(citron, "line_of", lambda _obj: b"{\n")
    opened = Project.open(source, read_only=True, exclusive=False)
    with opened as project, pytest.raises(AppError, match="cannot be read again"):
        export(project, out)
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".annotator")) == []
