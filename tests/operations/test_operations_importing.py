"""What an incoming document is to the project: new, there already, or the same text from elsewhere."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from exchanged import ANA, lines

from annotator.domain.errors import ConflictError, FormatError, ProjectError
from annotator.operations.exchange import ImportOptions, ImportReport, import_paths
from annotator.operations.importing import SAME_TEXT
from annotator.store.project import Project

TEXT = "“Cafe\u0301 🏭 closes,” قال 市長.\u2028👩\u200d🚀"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "in").mkdir()
    with Project.create(tmp_path / "p.annotator") as made:
        yield made


@pytest.fixture
def folder(project: Project) -> Path:
    return project.path.parent / "in"


def taken(project: Project, *paths: Path, **options: object) -> ImportReport:
    return import_paths(project, paths, actor=ANA, options=ImportOptions(**options))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------ duplicates and ids


def test_the_same_article_is_skipped_and_another_kept_and_marked(project: Project, folder: Path) -> None:
    one = {"text": TEXT, "source": "Kurier", "date": "2026-11-19", "title": "A"}
    source = lines(folder / "a.jsonl", one, one | {"title": "B"}, one | {"source": "Post"}, {"text": TEXT})
    report = taken(project, source)
    assert (report.documents, report.duplicates, report.same_text) == (3, 1, 2)
    first, second, third = project.documents.ids()
    assert (second, third) == (f"{first}-2", f"{first}-3")
    assert SAME_TEXT not in project.documents.get(first).meta
    assert project.documents.get(second).meta[SAME_TEXT] == first
    assert project.documents.get(third).meta[SAME_TEXT] == first
    assert report.sentence == (
        "3 documents imported; 1 was there already; 2 texts known with other metadata, kept and marked."
    )
    again = taken(project, source)
    assert (again.documents, again.duplicates) == (0, 4)
    assert not again.changes


def test_an_id_of_its_own_does_not_make_another_source_the_same_article(project: Project, folder: Path) -> None:
    source = lines(folder / "a.jsonl", {"id": 7, "text": TEXT, "source": "A"}, {"id": 7, "text": TEXT, "source": "B"})
    taken(project, source)
    assert project.documents.ids() == ["7", "7-2"]


def test_duplicates_can_be_kept(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    report = taken(project, folder / "a.txt", folder / "a.txt", duplicates="keep")
    assert (report.documents, report.duplicates) == (2, 0)
    assert report.added == ("a", "a-2") == tuple(project.documents.ids())


def test_metadata_from_the_line_and_what_is_dropped(project: Project, folder: Path) -> None:
    line = {"id": "x", "body": TEXT, "meta": {"url": "u", "page": 3}, "author": "N.", "tags": ["a"], "more": {"b": 1}}
    report = taken(project, lines(folder / "a.jsonl", line), text_field="body")
    assert report.dropped == 2
    assert "2 nested metadata values left out" in report.sentence
    meta = project.documents.get("x").meta
    assert (meta["url"], meta["page"], meta["author"], meta["title"]) == ("u", 3, "N.", None)
    with pytest.raises(FormatError, match="no key “text”"):
        taken(project, folder / "a.jsonl")


def test_an_import_is_one_step(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("Two 🏭 e\u0301", encoding="utf-8")
    report = taken(project, folder)
    assert report.changes.documents == {"a", "b"}
    assert project.undo_label(ANA.id) == "Import 2 documents"
    project.undo(ANA.id)
    assert project.documents.count() == 0


# ------------------------------------------------------------------------------------------------ files and folders


def test_a_folder_with_all_that_is_in_it(project: Project, folder: Path) -> None:
    for name in ("z.txt", "sub/a.TXT", "sub/deep/a.txt", ".hidden/a.txt", ".b.txt", "c.pptx", "d.md", "x.flat.jsonl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Text of {name} 🏭 e\u0301", encoding="utf-8")
    lines(folder / "b.jsonl", {"id": "line", "text": TEXT})
    taken(project, folder)
    assert project.documents.ids() == ["line", "a", "a-2", "z"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("“Café,” 🏭".encode(), None),
        ("“Café,” 🏭".encode("utf-8-sig"), None),
        ("“Café,” 🏭".encode("utf-16"), "UTF-16"),
        ("“Café,” 🏭".encode("utf-16-be"), "UTF-16"),
        ("“Café,” she said".encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings_are_recognised_and_told(project: Project, folder: Path, data: bytes, encoding: str | None) -> None:
    (folder / "a.txt").write_bytes(data)
    report = taken(project, folder / "a.txt")
    assert project.documents.get("a").text.startswith("“Café,”")
    assert bool(report.notes) == (encoding is not None)
    if encoding is not None:
        assert report.notes[0].startswith(f"{folder / 'a.txt'}: read as {encoding}")


def test_the_same_note_about_several_files_is_one(project: Project, folder: Path) -> None:
    for name in "abc":
        (folder / f"{name}.txt").write_bytes(f"Café {name}, naïve".encode("cp1252"))
    (note,) = taken(project, folder).notes
    assert note == f"3 files read as Windows-1252, {folder / 'a.txt'} the first"


def test_line_ends_and_a_mark_go(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\ntwo\rthree\r\n")
    taken(project, folder / "a.txt")
    assert project.documents.get("a").text == "One\ntwo\rthree\n"


def bad_inputs(folder: Path) -> dict[str, str]:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \n")
    (folder / "binary.dat").write_bytes(bytes(range(256)) * 4)
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (folder / "nul.txt").write_bytes(b"a\0b")
    (folder / "no-lines.jsonl").write_bytes(b"\n\n")
    (folder / "none").mkdir()
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE t(a)")
        other.commit()
    return {
        "empty.txt": "the file is empty",
        "blank.txt": "empty",
        "binary.dat": "binary",
        "picture.txt": "a picture",
        "nul.txt": "",
        "no-lines.jsonl": "no document",
        "none": "the folder holds no text",
        "other.db": "a project or another database",
        "missing.txt": "no such file",
    }


def test_bad_files_are_refused_with_a_hint(project: Project, folder: Path) -> None:
    for name, said in bad_inputs(folder).items():
        with pytest.raises(FormatError) as caught:
            taken(project, folder / name)
        assert said in caught.value.message, name
        assert caught.value.hint, name
        assert caught.value.path == str(folder / name)
    assert project.documents.count() == 0


def test_bad_ones_are_left_out_and_named(project: Project, folder: Path) -> None:
    names = list(bad_inputs(folder))
    mixed = lines(folder / "mixed.jsonl", {"id": "good", "text": TEXT}, {"id": "bad"}, ["worse"])
    report = taken(project, *(folder / each for each in names), mixed, skip_bad=True)
    assert report.documents == 1
    places = [(Path(each.path).name, each.line) for each in report.problems]
    assert sorted(places, key=str) == sorted(
        [*((each, None) for each in names), ("mixed.jsonl", 2), ("mixed.jsonl", 3)], key=str
    )
    assert f"{len(places)} files or lines skipped" in report.sentence
    again = taken(project, folder / "empty.txt", mixed, skip_bad=True)
    assert (again.documents, again.duplicates) == (0, 1)
    with pytest.raises(FormatError, match="the file is empty"):
        taken(project, folder / "empty.txt", folder / "blank.txt", skip_bad=True)


def test_one_bad_line_keeps_all_out(project: Project, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    bad = lines(folder / "b.jsonl", {"text": TEXT}, {"text": 5})
    with pytest.raises(FormatError) as caught:
        taken(project, folder / "a.txt", bad)
    assert (caught.value.path, caught.value.line) == (str(bad), 2)
    assert project.documents.count() == 0
    assert gc.isenabled()


def test_a_dry_run_writes_nothing(project: Project, folder: Path) -> None:
    report = taken(project, lines(folder / "a.jsonl", {"id": "x", "text": TEXT}), dry_run=True)
    assert (report.documents, report.added, bool(report.changes)) == (1, ("x",), False)
    assert project.documents.count() == 0


# ------------------------------------------------------------------------------------------------ while others work


def test_a_cancelled_import_writes_nothing(project: Project, folder: Path) -> None:
    source = lines(folder / "a.jsonl", *({"text": f"{number} {TEXT}"} for number in range(5)))
    for allowed in range(12):  # while reading, and while writing
        answers = iter([False] * allowed + [True])
        with pytest.raises(ConflictError, match="cancelled"):
            import_paths(project, [source], actor=ANA, cancelled=partial(next, answers))
        assert project.documents.count() == 0
    assert project.check() == []


def test_others_can_write_until_the_last_moment(project: Project, folder: Path) -> None:
    lines(folder / "a.jsonl", {"id": "a", "text": TEXT})
    lines(folder / "b.jsonl", {"id": "b", "text": "Two 🏭 e\u0301"})

    def meanwhile(done: int, _total: int) -> None:
        with Project.open(project.path, exclusive=False) as other, other.step("Rename", actor="a_bea"):
            other.set_value("title", f"after {done}")

    report = import_paths(project, [folder], actor=ANA, progress=meanwhile)
    assert report.documents == 2
    assert project.title == "after 2"


def test_an_id_taken_meanwhile_writes_nothing(project: Project, folder: Path) -> None:
    source = lines(folder / "a.jsonl", {"id": "a", "text": TEXT})
    other = lines(folder / "b.jsonl", {"id": "a", "text": "Other 🏭 e\u0301"})

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            with Project.open(project.path, exclusive=False) as theirs:
                taken(theirs, other)

    with pytest.raises(ConflictError, match="has a document “a” already"):
        import_paths(project, [source], actor=ANA, progress=meanwhile)
    assert project.documents.count() == 1


def test_many_documents_of_one_name(project: Project, folder: Path) -> None:
    source = lines(folder / "a.jsonl", *({"id": "same", "text": f"{number} é 🏭"} for number in range(3000)))
    assert taken(project, source).documents == 3000
    assert project.documents.ids()[-1] == "same-3000"


def test_a_read_only_project_is_not_written(project: Project, folder: Path) -> None:
    source = lines(folder / "a.jsonl", {"text": TEXT})
    with Project.open(project.path, read_only=True, exclusive=False) as opened:
        with pytest.raises(ProjectError):
            taken(opened, source)
        assert json.loads(source.read_text(encoding="utf-8"))["text"] == TEXT
        assert taken(opened, source, dry_run=True).documents == 1
