"""`annotator suggest` and `prelabel` from the shell: order, answers line by line, interruption."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import fault, names, ok, run, started

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.text import sha256
from annotator.operations.prelabel import prelabel
from annotator.store.project import Project
from tests.operations.exchanged import TEXT, document, lines, make

RULES = ("--pipeline", "rules")


def asked(number: int) -> bytes:
    return json.dumps({"text": f"{number} {TEXT}"}, ensure_ascii=False).encode("utf-8") + b"\n"


def identified(number: int) -> str:
    return f"doc-{sha256(f'{number} {TEXT}')[:12]}"


def bare(path: Path, count: int) -> Path:
    return make(path, *(AnnotatedDocument(document(f"d_{n}", f"{n} {TEXT}")) for n in range(count)))


def everything(path: Path) -> list[object]:
    """All that the pipeline has stored in a project."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        return [
            (id, project.annotations.layers(id), project.cues.get(id), project.reasons.get(id))
            for id in project.documents.ids()
        ]


# ------------------------------------------------------------------------------------------------ suggest


def test_each_line_is_answered_before_the_next_is_asked() -> None:
    with started("suggest", *RULES) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for number in range(3):
            child.stdin.write(asked(number))
            child.stdin.flush()
            answer = json.loads(child.stdout.readline())
            assert answer["id"] == identified(number)
            assert [each["kind"] for each in answer["layers"]] == ["pipeline"]
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (0, b"", b"")


def test_order_is_kept_with_several_processes() -> None:
    questions = b"".join(asked(n) for n in range(12))
    done = ok("suggest", "-", "-", *RULES, "--jobs", "2", input=questions)
    assert done.out == ok("suggest", "-", "-", *RULES, input=questions).out
    assert [json.loads(each)["id"] for each in done.out.split(b"\n")[:-1]] == [identified(n) for n in range(12)]
    assert b"\r\n" not in done.out


def test_a_bad_line_is_named_or_skipped(tmp_path: Path) -> None:
    done = run("suggest", *RULES, input=asked(0) + b"no\n")
    assert (done.code, len(done.out.split(b"\n"))) == (1, 2)
    assert done.errors[0].startswith("annotator: <stdin>:2: ")
    done = ok("suggest", *RULES, "--skip-bad", input=b"no\n" + asked(0))
    assert [each.split(" ")[1] for each in done.errors] == ["<stdin>:1:"]
    assert json.loads(done.out)["id"] == identified(0)
    source, out = lines(tmp_path / "in.jsonl", {"text": TEXT}, 5), tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    assert fault("suggest", source, out, *RULES).startswith(f"annotator: {source}:2: ")
    assert out.read_bytes() == b"old"
    ok("suggest", source, out, *RULES, "--skip-bad")
    assert json.loads(out.read_bytes())["text"] == TEXT
    assert names(tmp_path) == ["in.jsonl", "out.jsonl"]
    assert "cannot be read" in fault("suggest", tmp_path / "none.jsonl", *RULES)
    assert "not installed" in fault("suggest", "--pipeline", "xx_none", input=asked(0))


# ------------------------------------------------------------------------------------------------ prelabel


def test_prelabel_goes_on_where_it_was(tmp_path: Path) -> None:
    path = bare(tmp_path / "p.annotator", 3)
    done = ok("prelabel", path, *RULES)
    assert (done.text, done.errors) == ("3 documents labelled.\n", ["1 of 3", "2 of 3", "3 of 3"])
    assert ok("prelabel", path, *RULES).text == "0 documents labelled.\n"
    assert ok("prelabel", path, *RULES, "--redo").text == "3 documents labelled.\n"
    assert "not installed" in fault("prelabel", path, "--pipeline", "xx_none")
    assert names(tmp_path) == ["p.annotator"]
    with Project.open(path) as opened:
        assert opened.documents.unlabelled() == []
        assert opened.check() == []


def test_a_killed_prelabel_leaves_the_file_valid_and_goes_on(tmp_path: Path) -> None:
    path = bare(tmp_path / "p.annotator", 60)
    with started("prelabel", path, *RULES) as child:
        assert child.stderr is not None
        assert child.stderr.readline().endswith(b" of 60\n")
        child.kill()
    with Project.open(path, exclusive=False) as opened:
        assert opened.check() == []
        left = len(opened.documents.unlabelled())
    assert left < 60
    done = ok("prelabel", path, *RULES, "--jobs", "2")
    assert done.text == f"{left} document{'' if left == 1 else 's'} labelled.\n"
    assert done.errors[-1:] == ([f"{left} of {left}"] if left else [])
    whole = bare(tmp_path / "whole.annotator", 60)
    with Project.open(whole) as opened:
        prelabel(opened, pipeline="rules")
    assert everything(path) == everything(whole)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Interrupts reach the processes that are started; what a shell runs in the background ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupted_command_ends_with_130(tmp_path: Path, interruptible: None) -> None:
    path, out = bare(tmp_path / "p.annotator", 1), tmp_path / "out.jsonl"
    with started("suggest", "-", out, *RULES) as child:
        assert child.stdin is not None
        child.stdin.write(asked(0) * 2)
        child.stdin.flush()
        while not any(each.stat().st_size for each in tmp_path.glob(".annotator-*")):
            assert child.poll() is None
        os.kill(child.pid, signal.SIGINT)
        assert child.wait(30) == 130
        assert child.stderr is not None
        assert b"Traceback" not in child.stderr.read()
    assert names(tmp_path) == [path.name]


def test_a_killed_import_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    path = bare(tmp_path / "p.annotator", 2)
    text = tmp_path / "a.txt"
    text.write_bytes(b"Caf\xe9 na\xefve")
    with started("import", path, text, "-") as child:
        assert child.stdin is not None
        child.stdin.write(asked(1) * 100)
        child.stdin.flush()
        with Project.open(path, exclusive=False) as other, other.step("Rename", actor="a_bea"):
            other.set_value("title", "written meanwhile")
        child.kill()
    with Project.open(path, exclusive=False) as opened:
        assert opened.check() == []
        assert opened.documents.count() == 2
        assert opened.title == "written meanwhile"
