"""The door of the command line: help, exit codes, streams, faults nobody foresaw, and the picture."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from running import ROOT, command, environment, fault, names, ok, run, started

from annotator import __version__
from annotator.cli import COMMANDS
from annotator.formats.catalogue import formats
from annotator.store.project import Project
from tests.operations.exchanged import TEXT, lines, make

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a device or rights of POSIX systems")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "p é.annotator")


# ------------------------------------------------------------------------------------------------ help and usage


def test_help_and_version() -> None:
    assert ok("--version").text == f"annotator {__version__}\n"
    told = ok("--help").text
    assert all(f"\n  {each} " in told for each in COMMANDS)
    assert "\n  picture " in told
    assert "PATH…" in ok("import", "--help").text


def test_the_formats_are_listed() -> None:
    rows = [each.split() for each in ok("formats").text.splitlines()]
    assert [each[0] for each in rows[1:]] == [each.id for each in formats()]


@pytest.mark.parametrize(
    "arguments",
    [
        ("exprot", "a", "b"),
        ("new",),
        ("import", "p.annotator"),
        ("import", "p.annotator", "a", "--duplicates", "perhaps"),
        ("import", "p.annotator", "a", "--format", "pptx"),
        ("import", "p.annotator", "a", "--label", "GGP=nonsense"),
        ("import", "p.annotator", "a", "--label", "GGP"),
        ("import", "p.annotator", "a", "--column", "heading=T"),
        ("import", "p.annotator", "a", "--annotator", "gold"),
        ("prelabel", "p.annotator", "--jobs", "0"),
        ("--nothing",),
        ("picture", "p.annotator"),
        ("--", "picture", "p.annotator", "out.png"),
    ],
)
def test_usage_errors_end_with_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.code == 2
    assert done.out == b""
    assert "Error: " in done.errors[-1]
    assert names(tmp_path) == []


def test_help_loads_neither_the_window_nor_the_pipeline_nor_the_project_file() -> None:
    program = (
        "import sys\nfrom annotator.__main__ import main\nassert main(['--help']) == 0\n"
        "print([each for each in ('PySide6', 'spacy', 'numpy', 'sqlite3', 'annotator.formats', 'annotator.operations')"
        " if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_no_command_loads_qt(project: Path, tmp_path: Path) -> None:
    runs = [
        ["export", str(project), str(tmp_path / "a.csv")],
        ["import", str(project), str(lines(tmp_path / "a.jsonl", {"text": TEXT}))],
        ["check", str(project)],
        ["backup", str(project), str(tmp_path / "b.annotator")],
        ["prelabel", str(project), "--pipeline", "rules"],
    ]
    program = (
        f"import sys\nfrom annotator.__main__ import main\nfor each in {runs!r}:\n    assert main(each) == 0, each\n"
        "assert 'PySide6' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------------------------------------ faults


def test_what_is_no_project_is_one_line(tmp_path: Path, project: Path) -> None:
    text = tmp_path / "text.annotator"
    text.write_text("no database", encoding="utf-8")
    newer = tmp_path / "newer.annotator"
    newer.write_bytes(project.read_bytes())
    with closing(sqlite3.connect(newer)) as opened:
        opened.execute("PRAGMA user_version=999")
    for path, said in (
        (text, "is not an Annotator project"),
        (newer, "newer version"),
        (tmp_path, "is a folder"),
        (tmp_path / "none.annotator", "there is no file"),
    ):
        line = fault("export", path, "-")
        assert line.startswith(f"annotator: {path}: ")
        assert said in line
        assert " — " in line


def test_a_locked_project_is_told_after_a_while(tmp_path: Path, project: Path) -> None:
    source = lines(tmp_path / "a.jsonl", {"text": "New 🎪 e\u0301"})
    with Project.open(project) as window, window.step("Long", actor="a_ana"):
        window.set_value("title", "in work")
        line = fault("import", project, source)
    assert line.startswith(f"annotator: {project}: {project.name} is locked by another program — ")
    ok("import", project, source)


def test_commands_at_the_same_time_wait_for_each_other(tmp_path: Path, project: Path) -> None:
    sources = [lines(tmp_path / f"{n}.jsonl", {"id": f"new {n}", "text": f"{n} 🎪 e\u0301"}) for n in range(4)]
    children = [started("import", project, each) for each in sources]
    for child in children:
        with child:
            assert child.communicate(timeout=60)[1] == b""
        assert child.returncode == 0
    with Project.open(project, read_only=True) as opened:
        assert set(opened.documents.ids()) >= {f"new {n}" for n in range(4)}
    assert names(tmp_path) == [*(each.name for each in sources), project.name]


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do everything")
def test_rights_that_are_missing_are_one_line(tmp_path: Path, project: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT, encoding="utf-8")
    secret.chmod(0)
    assert "permission denied" in fault("import", project, secret)
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    assert "permission denied" in fault("export", project, shut / "a.jsonl")


def test_a_protected_project_is_not_written(tmp_path: Path, project: Path) -> None:
    source = lines(tmp_path / "a.jsonl", {"text": "New 🎪 e\u0301"})
    project.chmod(0o444)
    assert "cannot be written" in fault("import", project, source)
    assert ok("export", project, "-").out
    project.chmod(0o644)
    assert names(tmp_path) == ["a.jsonl", project.name]


def test_an_output_that_is_a_folder(tmp_path: Path, project: Path) -> None:
    (tmp_path / "out.jsonl").mkdir()
    assert fault("export", project, tmp_path / "out.jsonl").startswith(f"annotator: {tmp_path / 'out.jsonl'}: ")
    source = lines(tmp_path / "a.jsonl", {"text": TEXT})
    assert "this is a folder" in fault("suggest", source, tmp_path / "out.jsonl", "--pipeline", "rules")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_one_line(project: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("export", project, "-"), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"no space left on device" in done.stderr


def test_controls_in_a_name_do_not_break_the_line(tmp_path: Path) -> None:
    line = fault("check", tmp_path / "a\u2028b\x1b[31m.annotator")
    assert "\u2028" not in line
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("annotator.cli", ["formats"]),
        ("annotator.cli", ["formts"]),
        ("click", ["formats"]),
        ("annotator.formats.catalogue", ["formats"]),
        ("annotator.ui.picture", ["picture", "p.annotator", "a.png"]),
        ("PySide6.QtCore", ["picture", "p.annotator", "a.png"]),
    ],
)
def test_an_interrupt_while_it_starts_is_quiet(module: str, arguments: list[str]) -> None:
    program = (
        "import sys\nfrom annotator.__main__ import main\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n            raise KeyboardInterrupt\n"
        f"sys.meta_path.insert(0, Interrupted())\nsys.exit(main({arguments!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


# ------------------------------------------------------------------------------------------------ streams


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    many = lines(tmp_path / "many.jsonl", *({"id": str(n), "text": f"{n} {TEXT * 20}"} for n in range(200)))
    project = tmp_path / "p.annotator"
    ok("new", project)
    ok("import", project, many)
    with started("export", project, "-") as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert json.loads(child.stdout.readline())["id"] == "0"
        child.stdout.close()
        assert child.wait(30) == 0
        assert child.stderr.read() == b""
    assert names(tmp_path) == ["many.jsonl", "p.annotator"]


def test_streams_are_utf_8_with_lf_whatever_the_terminal_says(project: Path, tmp_path: Path) -> None:
    done = ok("export", project, "-")
    assert TEXT.split("\n")[0].encode("utf-8")[:20] in done.out
    assert "p é.annotator".encode() in ok("check", project).out
    assert "é" in fault("export", tmp_path / "é.annotator", "-")
    assert b"\r\n" not in done.out + ok("formats").out


# ------------------------------------------------------------------------------------------------ picture


def test_a_picture_has_the_size_asked_for(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    before = project.read_bytes()
    ok("picture", project, out, "--document", "d_4", "--size", "1200x700", "--theme", "dark")
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (1200, 700)
    assert project.read_bytes() == before
    assert names(tmp_path) == ["a.png", project.name]


def test_a_picture_of_the_entities(project: Path, tmp_path: Path) -> None:
    articles, entities = tmp_path / "a.png", tmp_path / "e.png"
    ok("picture", project, articles)
    ok("picture", project, entities, "--view", "entities")
    assert entities.read_bytes() != articles.read_bytes()


def test_a_picture_that_cannot_be_made_is_one_line(project: Path, tmp_path: Path) -> None:
    out, none = tmp_path / "a.png", tmp_path / "none\u2028 🎪.annotator"
    said = fault("picture", project, out, "--document", "no\nne")
    assert said == f"annotator: {project}: the project has no document “no ne” — see its list of articles"
    said = fault("picture", none, out)
    assert said.startswith(f"annotator: {none}: there is no file ".replace("\u2028", " "))
    assert " — " in said
    nowhere = tmp_path / "nowhere" / "a.png"
    said = fault("picture", project, nowhere)
    assert said.startswith(f"annotator: {nowhere}: the picture cannot be written — ")
    assert names(tmp_path) == [project.name]


@pytest.mark.parametrize("size", ["huge", "999x640", "1000x639", "1000", "-1000x640", "²000x640"])
def test_a_picture_is_no_smaller_than_the_window(size: str, project: Path, tmp_path: Path) -> None:
    done = run("picture", project, tmp_path / "a.png", "--size", size)
    assert (done.code, done.out) == (2, b"")
    assert done.errors[-1].endswith(
        "give a width and a height of at least 1000x640 and at most 10000, such as 1440x900."
    )
    assert names(tmp_path) == [project.name]


def test_a_picture_never_replaces_a_project(project: Path) -> None:
    before = project.read_bytes()
    done = run("picture", project, project)
    assert done.code == 1
    assert "ends in .png" in done.errors[0]
    assert project.read_bytes() == before


def test_a_picture_can_be_as_small_as_the_window(project: Path, tmp_path: Path) -> None:
    ok("picture", project, tmp_path / "a.png", "--size", "1000x640")
    assert struct.unpack(">II", (tmp_path / "a.png").read_bytes()[16:24]) == (1000, 640)


def test_what_the_system_refuses_a_picture_is_one_line() -> None:
    program = (
        "import errno, sys\nfrom annotator.__main__ import main\nfrom annotator.ui import picture\n"
        "def refuse(*_arguments, **_options):\n    raise OSError(errno.ENOSPC, 'No space left', 'a.png')\n"
        "picture.build_picture = refuse\nsys.exit(main(['picture', 'p.annotator', 'a.png']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60, check=False)
    said = done.stderr.decode("utf-8")
    assert (done.returncode, done.stdout) == (1, b"")
    assert said == "annotator: a.png: the system says: no space left — check the name, the rights and the room there\n"
