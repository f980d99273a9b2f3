"""`annotator new`, `import`, `export`, `check`, `backup` from the shell, on a project that holds awkward texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fault, names, ok, run

from annotator.domain.ids import derived
from annotator.store.project import Project
from tests.operations.exchanged import TEXT, lines, make

LINE = {"id": "first", "text": TEXT, "source": "Kurier"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "Cafés 🎪.annotator")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    Project.create(tmp_path / "empty.annotator").close()
    return tmp_path / "empty.annotator"


# ------------------------------------------------------------------------------------------------ new


def test_new_makes_a_project_once(tmp_path: Path, project: Path) -> None:
    ok("export", project, tmp_path / "labels.scheme.json")
    path = tmp_path / "neu é.annotator"
    done = ok("new", path, "--title", "Zeitung 🏭", "--language", "de", "--scheme", tmp_path / "labels.scheme.json")
    assert done.text == f"Created {path}.\n"
    with Project.open(path, read_only=True) as made, Project.open(project, read_only=True) as old:
        assert (made.title, made.language, made.scheme) == ("Zeitung 🏭", "de", old.scheme)
    before = path.read_bytes()
    assert fault("new", path) == f"annotator: {path}: {path.name} exists already — choose another name"
    assert path.read_bytes() == before
    assert "there is no folder" in fault("new", tmp_path / "none" / "a.annotator")
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "quotation-scheme", "version": "9.0"}', encoding="utf-8")
    assert fault("new", tmp_path / "b.annotator", "--scheme", bad).startswith(f"annotator: {bad}: version")
    assert names(tmp_path) == sorted([project.name, "labels.scheme.json", path.name, "bad.json"])


# ------------------------------------------------------------------------------------------------ import


def test_import_of_files_folders_and_standard_input(tmp_path: Path, empty: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "western.txt").write_bytes("“Café,” she said.\r\n".encode("cp1252"))
    (tmp_path / "in" / "wide.txt").write_bytes("Zwei 🏭 e\u0301".encode("utf-16"))
    source = lines(tmp_path / "a.jsonl", LINE, LINE, LINE | {"source": "Post"})
    stdin = json.dumps({"id": 9, "text": "From a pipe 🏭 e\u0301", "x": [1]}).encode()
    done = ok("import", empty, tmp_path / "in", source, "-", input=stdin)
    assert done.text == (
        "5 documents imported; 1 was there already; 1 text known with other metadata, kept and marked; "
        "1 nested metadata value left out.\n"
    )
    assert [each.split(": ", 2)[2] for each in done.errors] == ["read as Windows-1252", "read as UTF-16, little-endian"]
    with Project.open(empty, read_only=True) as opened:
        assert opened.documents.ids() == ["western", "wide", "first", "first-2", "9"]
        assert opened.documents.get("western").text == "“Café,” she said.\n"
        assert opened.documents.get("first-2").meta["same_text_as"] == "first"
    assert names(tmp_path) == ["a.jsonl", "empty.annotator", "in"]


def test_import_options(tmp_path: Path, empty: Path) -> None:
    odd = tmp_path / "odd.name"
    odd.write_text("Plain 🏭 e\u0301", encoding="utf-8")
    foreign = lines(tmp_path / "f.jsonl", {"id": "f", "body": TEXT})
    before = empty.read_bytes()
    done = ok("import", empty, odd, "--dry-run")
    assert done.text == "Nothing written. It would be: 1 document imported.\n"
    assert empty.read_bytes() == before
    ok("import", empty, odd, "--format", "txt", "--annotator", "bea")
    ok("import", empty, foreign, "--text-field", "body", "--annotator", "bea")
    assert ok("import", empty, odd, "--duplicates", "keep").text == "1 document imported.\n"
    with Project.open(empty) as opened:
        assert opened.documents.ids() == ["odd", "f", "odd-2"]


def test_an_import_can_be_undone_by_who_made_it(tmp_path: Path, project: Path) -> None:
    ok("import", project, lines(tmp_path / "a.jsonl", {"text": "New 🎪 e\u0301"}), "--annotator", "bea")
    ok("import", project, lines(tmp_path / "b.jsonl", {"text": "Newer 🎪 e\u0301"}), "--annotator", "dora")
    with Project.open(project) as opened:
        assert opened.undo_label("a_bea") == "Import 1 document"
        assert opened.undo_label(derived("a", "dora")) == "Import 1 document"
        assert [each.name for each in opened.annotators()] == ["bea", "carl"]


def test_bad_input_is_one_line_and_nothing_is_written(tmp_path: Path, empty: Path) -> None:
    good = lines(tmp_path / "good.jsonl", LINE)
    bad = lines(tmp_path / "bad.jsonl", LINE, {"id": "no text"})
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"text": "Café"}\n'.encode("latin-1"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    before = empty.read_bytes()
    for path, said in (
        (bad, ":2: there is no key “text”"),
        (latin, ":1: byte 14 of the line is not UTF-8"),
        (tmp_path / "folder", ": the folder holds no text"),
        (tmp_path / "empty.txt", ": the file is empty"),
        (tmp_path / "binary", ": the file is binary"),
        (tmp_path / "none.txt", ": there is no such file or folder"),
    ):
        line = fault("import", empty, good, path)
        assert line.startswith(f"annotator: {path}{said}")
        assert " — " in line
    assert fault("import", empty, "-", input=b"\n[]").startswith("annotator: <stdin>:2: the line is a list")
    assert empty.read_bytes() == before


def test_bad_ones_are_skipped_with_a_line_each(tmp_path: Path, empty: Path) -> None:
    bad = lines(tmp_path / "bad.jsonl", LINE, {"id": "no text"}, 5)
    arguments = ("import", empty, bad, tmp_path / "none.txt", "--skip-bad")
    done = ok(*arguments)
    assert done.text == "1 document imported; 3 files or lines skipped.\n"
    places = [f"{tmp_path / 'none.txt'}:", f"{bad}:2:", f"{bad}:3:"]
    assert [each.split(" ")[:2] for each in done.errors] == [["annotator:", each] for each in places]
    assert ok(*arguments).text.startswith("0 documents imported; 1 was there already;")
    fault("import", empty, tmp_path / "none.txt", "--skip-bad")


# ------------------------------------------------------------------------------------------------ export


def test_the_round_trip_keeps_every_byte(tmp_path: Path, project: Path, empty: Path) -> None:
    first = ok("export", project, "-").out
    ok("export", project, tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == first
    ok("import", empty, tmp_path / "a.jsonl")
    assert ok("export", empty, "-").out == first
    before = empty.read_bytes()
    assert ok("import", empty, "-", input=first).text == "0 documents imported; 4 were there already.\n"
    assert ok("export", empty, "-").out == first
    spoilt = first.replace(b'"status":"done","status_reason":null', b'"status":"new","status_reason":null', 1)
    line = fault("import", empty, "-", input=spoilt)
    assert line.startswith("annotator: <stdin>:1: the project has the layer of bea")
    assert empty.read_bytes() == before
    assert names(tmp_path) == sorted(["a.jsonl", empty.name, project.name])


def test_export_in_each_format(tmp_path: Path, project: Path) -> None:
    for name in ("a.jsonl", "a.flat.jsonl", "a.csv", "a.scheme.json"):
        assert ok("export", project, tmp_path / name).text == f"4 documents written to {tmp_path / name}.\n"
    assert names(tmp_path) == sorted(
        [project.name, "a.jsonl", "a.flat.jsonl", "a.csv", "documents.csv", "a.scheme.json"]
    )
    table = (tmp_path / "a.csv").read_bytes()
    assert table.startswith(b"document_id,title,source,date")
    assert b"'=1+1" in table
    flat = [json.loads(each) for each in (tmp_path / "a.flat.jsonl").read_bytes().split(b"\n")[:-1]]
    assert {each["annotator"] for each in flat} == {"bea", "carl", None, "tiny_pipeline 1.2.3"}
    assert len({tuple(each) for each in flat}) == 1
    piped = ok("export", project, "-", "--format", "csv", "--layer", "carl", "--pseudonymous")
    assert b"annotator-02" in piped.out
    assert b"bea" not in piped.out


def test_export_of_some(tmp_path: Path, project: Path) -> None:
    out = tmp_path / "a.jsonl"
    ok("export", project, out, "--documents", "status:done annotator:bea", "--layer", "bea", "--without-text")
    (line,) = out.read_bytes().split(b"\n")[:-1]
    found = json.loads(line)
    assert (found["id"], found["text"], [each["annotator"] for each in found["layers"]]) == ("d_1", None, ["bea"])
    before = out.read_bytes()
    assert "no annotator is called “dora”" in fault("export", project, out, "--layer", "dora")
    assert "no document fits" in fault("export", project, out, "--documents", "id:none")
    assert "no field “colour”" in fault("export", project, out, "--documents", "colour:red")
    assert "names no format" in fault("export", project, tmp_path / "a.pptx")
    assert "this is the project itself" in fault("export", project, project, "--format", "jsonl")
    assert out.read_bytes() == before


# ------------------------------------------------------------------------------------------------ check and backup


def test_check_of_projects_and_files(tmp_path: Path, project: Path) -> None:
    assert ok("check", project).text == f"{project}: no problem found.\n"
    assert json.loads(ok("check", project, "--json").out) == {"ok": True, "problems": []}
    bad = lines(tmp_path / "bad.jsonl", LINE, 5, LINE)
    done = run("check", bad)
    assert (done.code, done.err) == (1, b"")
    assert [each.split(" ")[0] for each in done.text.splitlines()] == [f"{bad}:2:", f"{bad}:3:"]
    done = run("check", bad, "--json")
    assert done.code == 1
    told = json.loads(done.out)
    assert told["ok"] is False
    assert [(each["kind"], each["document"]) for each in told["problems"]] == [("format", None), ("duplicate", "first")]
    assert set(told["problems"][0]) == {"document", "object", "kind", "message"}


def test_a_failed_check_is_one_object_too(tmp_path: Path) -> None:
    for path in (tmp_path / "none.annotator", tmp_path / "none.jsonl", tmp_path):
        done = run("check", path, "--json")
        assert (done.code, done.err) == (1, b"")
        told = json.loads(done.out)
        assert set(told) == {"error"}
        assert set(told["error"]) == {"path", "line", "message", "hint"}
        assert told["error"]["path"] == str(path)


def test_backup_while_the_project_is_open_elsewhere(tmp_path: Path, project: Path) -> None:
    out = tmp_path / "copy.annotator"
    with Project.open(project) as window, window.step("Rename", actor="a_ana"):
        window.set_value("title", "not yet committed")
        ok("backup", project, out)
    with Project.open(out, read_only=True) as copy:
        assert (copy.title, copy.documents.count()) == ("Cafés 🎪", 4)
    before = out.read_bytes()
    assert "exists already" in fault("backup", project, out)
    assert "there is no folder" in fault("backup", project, tmp_path / "none" / "a.annotator")
    assert out.read_bytes() == before
    assert names(tmp_path) == sorted([project.name, out.name])


# ------------------------------------------------------------------------------------------------ other programs


def test_columns_and_labels_are_said(tmp_path: Path) -> None:
    project = tmp_path / "p.annotator"
    ok("new", project)
    table = tmp_path / "a.csv"
    table.write_text("Kopf;Artikel\nCafé;„Nein 🎪“, sagte sie.\n", encoding="utf-8")
    ok("import", project, table, "--text-field", "Artikel", "--column", "title=Kopf")
    tasks = tmp_path / "a.prodigy.jsonl"
    tasks.write_text('{"text":"„Nein 🎪“, sagte sie.","spans":[{"start":0,"end":8,"label":"Z"}]}\n', encoding="utf-8")
    assert "labels taken for mentions of other things: Z (1)" in "".join(
        run("import", project, tasks, "--dry-run").errors
    )
    assert "1 annotated layer imported" in ok("import", project, tasks, "--label", "Z=content:direct").text
    (line,) = ok("export", project, "-").out.decode("utf-8").splitlines()
    obj = json.loads(line)
    assert obj["meta"]["title"] == "Café"
    assert obj["layers"][0]["quotations"][0]["content"][0]["text"] == "„Nein 🎪“"


def test_what_the_import_sheet_offers_can_be_said(tmp_path: Path) -> None:
    project = tmp_path / "p.annotator"
    ok("new", project)
    table = tmp_path / "a.csv"
    long = " ".join(f"Wort{n} Café" for n in range(40))
    table.write_bytes(f"title;text;note\nŁódź;{long}\u2019;x\n".encode("cp1250"))
    ok("import", project, table, "--encoding", "windows-1250", "--drop-column", "note")
    near = tmp_path / "b.jsonl"
    near.write_text(json.dumps({"text": f"{long}\u2019 🎪", "title": "Kopie"}), encoding="utf-8")
    dry = run("import", project, near, "--dry-run")
    assert any("“Kopie” is a copy of “Łódź”: " in each for each in dry.errors)
    tasks = tmp_path / "a.prodigy.jsonl"
    tasks.write_text(
        '{"text":"„Nein 🎪“, sagte sie.","spans":[{"start":0,"end":8,"label":"quote"}]}\n', encoding="utf-8"
    )
    ok("import", project, tasks, "--as-suggestions")
    first, second = (json.loads(line) for line in ok("export", project, "-").out.decode("utf-8").splitlines())
    assert first["meta"]["title"] == "Łódź"
    assert "note" not in first["meta"]
    assert [each["kind"] for each in second["layers"]] == ["pipeline"]
    again = tmp_path / "again.annotator"
    ok("new", again)
    second["layers"][0]["quotations"][0]["type"] = "wörtlich"
    (tmp_path / "c.jsonl").write_text(json.dumps(second), encoding="utf-8")
    dry = run("import", again, tmp_path / "c.jsonl", "--dry-run")
    assert any("labels that the project would get: type:wörtlich (1)" in each for each in dry.errors)
    ok("import", again, tmp_path / "c.jsonl", "--label", "type:wörtlich=Direct")
    (line,) = ok("export", again, "-").out.decode("utf-8").splitlines()
    assert json.loads(line)["layers"][0]["quotations"][0]["type"] == "direct"
    for wrong in (("--encoding", "klingon"), ("--encoding", "base64"), ("--label", "x=nonsense")):
        assert run("import", again, table, *wrong).code == 2


def test_copies_are_listed_and_offered(tmp_path: Path) -> None:
    project = tmp_path / "p.annotator"
    ok("new", project)
    assert "No article has a copy" in ok("copies", project).text
    agency = "“Nein 🎪”, sagte Zoë. " + " ".join(f"Wort{n} Café" for n in range(40))
    rows = [{"text": agency, "id": "a"}, {"text": "Fisch 🐟", "id": "b"}, {"text": f"{agency} Kurier", "id": "c"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ok("import", project, tmp_path / "a.jsonl")
    assert ok("copies", project).text.startswith("2 copies: a, c")
    assert json.loads(ok("copies", project, "--json").text) == {"groups": [["a", "c"]], "offered": 0}
    assert "Suggested in 0 articles." in ok("copies", project, "--offer", "--annotator", "bea").text
    chosen = ok("export", project, "-", "--documents", "copies:c").out.splitlines()
    assert [json.loads(each)["id"] for each in chosen] == ["a", "c"]


@pytest.mark.pipeline
def test_docbin_goes_out_and_comes_back(tmp_path: Path) -> None:
    project, other, out = make(tmp_path / "p.annotator"), tmp_path / "q.annotator", tmp_path / "out.spacy"
    ok("export", project, out)
    ok("new", other)
    assert "4 documents" in ok("import", other, out).text
    assert "no problem found" in ok("check", other).text
    out.write_bytes(b"no DocBin")
    assert "this is no DocBin" in fault("import", other, out)
