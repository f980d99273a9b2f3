"""`annotator.__main__` sends each command line to one of three doors; the doors themselves are other rooms'."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.__main__ import main

Calls = list[tuple[str, list[str]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Stand-ins for the window, the command line and the picture; which were called, with what."""
    seen: Calls = []

    def door(name: str) -> Callable[[list[str]], int]:
        def opened(argv: list[str]) -> int:
            seen.append((name, argv))
            return 7

        return opened

    for package, name in (("annotator.ui", "app"), ("annotator.ui", "picture"), ("annotator", "cli")):
        module = types.ModuleType(f"{package}.{name}")
        vars(module).update(main=door(name), COMMANDS=frozenset({"new", "check", "suggest"}))
        monkeypatch.setitem(sys.modules, module.__name__, module)
        __import__(package)
        monkeypatch.setattr(sys.modules[package], name, module, raising=False)
    return seen


@pytest.mark.parametrize(
    ("argv", "door", "passed"),
    [
        ([], "app", []),
        (["cafe\u0301 🏭.annotator"], "app", ["cafe\u0301 🏭.annotator"]),
        (["gone/article"], "app", ["gone/article"]),
        (["new", "p.annotator"], "cli", ["new", "p.annotator"]),
        (["suggest"], "cli", ["suggest"]),
        (["--help"], "cli", ["--help"]),
        (["--version"], "cli", ["--version"]),
        (["--verison"], "cli", ["--verison"]),
        (["exprot", "p.annotator"], "cli", ["exprot", "p.annotator"]),
        (["picture", "p.annotator", "out.png"], "picture", ["p.annotator", "out.png"]),
    ],
)
def test_each_command_line_goes_to_its_door(calls: Calls, argv: list[str], door: str, passed: list[str]) -> None:
    assert main(argv) == 7
    assert calls == [(door, passed)]


def test_a_file_that_exists_opens_the_window(calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project").touch()
    (tmp_path / "check").touch()
    monkeypatch.chdir(tmp_path)
    main(["project"])
    main(["check"])  # a subcommand stays one
    assert [door for door, _ in calls] == ["app", "cli"]


def test_without_arguments_the_process_is_asked(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["annotator", "check", "p.annotator"])
    main()
    assert calls == [("cli", ["check", "p.annotator"])]


def test_streams_are_utf8_with_lf_whatever_the_locale(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stdin", None)
    main(["check"])
    stream.write("cafe\u0301 🏭\n")
    stream.flush()
    assert raw.getvalue() == "cafe\u0301 🏭\n".encode()


def test_an_error_can_always_be_printed(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    main(["check"])
    stream.write("gone: \udcff🏭\n")
    stream.flush()
    assert raw.getvalue() == b"gone: \\udcff" + "🏭\n".encode()
