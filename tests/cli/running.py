"""Runs `annotator …` in a process of its own, as a shell or a script does."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """What it printed."""
        return self.out.decode("utf-8")

    @property
    def errors(self) -> list[str]:
        """What it said on standard error, line by line; broken at line feeds only."""
        return self.err.decode("utf-8").split("\n")[:-1]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "annotator", *map(str, arguments)]


def environment() -> dict[str, str]:
    """A terminal that speaks another encoding; no preferences but the test's own."""
    changed = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    return os.environ | changed


def run(*arguments: str | Path, input: bytes = b"", cwd: Path | None = None) -> Done:
    done = subprocess.run(
        command(*arguments), input=input, capture_output=True, cwd=cwd, env=environment(), timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
    return Done(done.returncode, done.stdout, done.stderr)


def ok(*arguments: str | Path, input: bytes = b"", cwd: Path | None = None) -> Done:
    """The same for a command that has to succeed."""
    done = run(*arguments, input=input, cwd=cwd)
    assert done.code == 0, done.err.decode("utf-8", "replace")
    return done


def fault(*arguments: str | Path, input: bytes = b"", code: int = 1) -> str:
    """The one line of a command that has to fail."""
    done = run(*arguments, input=input)
    assert done.code == code, done
    assert done.out == b""
    (line,) = done.errors
    assert line.startswith("annotator: ")
    return line


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """A command under way, with pipes to talk through."""
    pipe = subprocess.PIPE
    return subprocess.Popen(command(*arguments), stdin=pipe, stdout=pipe, stderr=pipe, env=environment())


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())
