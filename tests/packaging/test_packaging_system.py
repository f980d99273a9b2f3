"""The two commands of a newcomer: what they check before anything is installed, and what they say."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")


@pytest.fixture
def system() -> ModuleType:
    """`.ci/system.py`, which is no package of ours."""
    spec = importlib.util.spec_from_file_location("ci_system", ROOT / ".ci" / "system.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Apt:
    """A system that lacks libraries: what was run on it, and whether installing helps."""

    def __init__(self, system: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool, sudo: bool, works: bool):
        self.ran: list[list[str]] = []
        self._there = False
        self._sudo, self._works = sudo, works
        monkeypatch.setattr(system.sys, "platform", "linux")
        monkeypatch.setattr(system, "can_load", lambda _library: self._there)
        monkeypatch.setattr(system.os, "geteuid", lambda: 0 if root else 1000, raising=False)
        monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(system.subprocess, "run", self.run)

    def run(self, command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        if command == ["sudo", "-n", "true"]:
            return subprocess.CompletedProcess(command, 0 if self._sudo else 1, "", "")
        self._there = self._works and "install" in command
        return subprocess.CompletedProcess(command, 0 if self._works else 100, "", "no network")


def test_root_installs_what_is_missing_after_an_update(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = Apt(system, monkeypatch, root=True, sudo=False, works=True)
    assert system.main("venv", "offscreen") == 0
    update, install = apt.ran
    assert update[:3] == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    assert update[-1] == "update"
    assert {"libegl1", "libdbus-1-3"} <= set(install)
    assert "libxcb-cursor0" not in install


def test_a_sudo_that_asks_nothing_is_used(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = Apt(system, monkeypatch, root=False, sudo=True, works=True)
    assert system.main("window") == 0
    assert apt.ran[1][:2] == ["sudo", "-n"]
    assert "libxcb-cursor0" in apt.ran[2]


def test_without_the_right_the_one_line_is_printed(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = Apt(system, monkeypatch, root=False, sudo=False, works=True)
    assert system.main("window") == 1
    assert apt.ran == [["sudo", "-n", "true"]]
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "  sudo apt-get update && sudo apt-get install -y libdbus-1-3 libegl1 " in said


def test_an_installation_that_fails_prints_why_and_the_line(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = Apt(system, monkeypatch, root=True, sudo=False, works=False)
    assert system.main("offscreen") == 1
    assert len(apt.ran) == 1
    said = capsys.readouterr().err
    assert "no network" in said
    assert "sudo apt-get install" in said


def test_a_system_without_apt_is_told_and_may_go_on(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = Apt(system, monkeypatch, root=True, sudo=False, works=True)
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    assert system.main("venv", "offscreen") == 0
    assert apt.ran == []
    assert "libEGL.so.1" in capsys.readouterr().err


def test_a_python_without_venv_needs_its_package(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda _name: None)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert system.missing("venv") == {"the Python module venv": package}


@pytest.mark.skipif(sys.platform != "linux", reason="the libraries are looked for on Linux only")
def test_here_nothing_is_missing(system: ModuleType) -> None:
    assert system.missing("offscreen") == {}
    assert not system.can_load("libthat-nobody-has.so.1")


def make(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(MAKE), *arguments],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": "", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(MAKE is None, reason="no make on this system")
def test_help_lists_every_command() -> None:
    listed = {line.split()[1] for line in make().stdout.splitlines() if line.startswith("  make ")}
    assert listed >= {"run", "test", "pictures", "bench", "campaign", "measure", "wheel", "clean", "help"}


@pytest.mark.skipif(MAKE is None, reason="no make on this system")
def test_a_missing_python_is_a_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "system.py", tmp_path / ".ci")
    done = make("-C", str(tmp_path), "run", "PYTHON=")
    assert done.returncode != 0
    assert "Annotator needs Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.skipif(MAKE is None, reason="no make on this system")
def test_continuous_integration_runs_the_tests() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    done = make("-n", "-B", "test")
    wanted = ("ruff format --check", "ruff check", "mypy", "lint-imports", "pytest")
    positions = [done.stdout.index(f".venv/bin/{name}" if name != "pytest" else "-m pytest") for name in wanted]
    assert positions == sorted(positions)
