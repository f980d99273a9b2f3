"""Learning in a process of its own: what there is to learn from, then, when asked to, what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from annotator.ui.tasks import child_environment, end_child, lines_of


def learning_command(project: Path, pipeline: str | None) -> list[str]:
    """The program and arguments that learn from a project."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator"]
    named = [] if pipeline is None else ["--pipeline", pipeline]
    return [*own, "learn", str(project), "--background", *named]


class LearningChild(QObject):
    """One child for one sheet.  It counts as soon as it is started, and learns when `go_on` asks for it."""

    counted = Signal(object)
    """What there is to learn from: a number by name, see `annotator.operations.teaching.Material`."""
    refused = Signal(str, str)
    """Why nothing can be learned, and what to do."""
    progressed = Signal(int, int)
    learned = Signal(object)
    """What came of it, as `annotator learn --background` writes it."""
    failed = Signal(str)
    """What happened to the child, as the end of a sentence."""

    def __init__(self, command: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._buffer = bytearray()
        self._process: QProcess | None = None
        self._said = False

    def start(self) -> None:
        """Start it."""
        child = QProcess(self)
        child.setProcessEnvironment(child_environment())
        child.readyReadStandardOutput.connect(self._read)
        child.readyReadStandardError.connect(child.readAllStandardError)
        child.finished.connect(self._finished)
        child.errorOccurred.connect(self._not_started)
        self._process = child
        child.start(self._command[0], self._command[1:])

    def go_on(self) -> None:
        """Have it learn."""
        if self._process is not None:
            self._said = False
            self._process.write(b"go on\n")

    def stop(self) -> None:
        """End it, whatever it does."""
        child, self._process = self._process, None
        if child is None:
            return
        end_child(child)

    def _read(self) -> None:
        if self._process is None:
            return
        for line in lines_of(self._process, self._buffer):
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
            ((key, value),) = said.items()
            taken = _TAKEN[key]
        except (ValueError, AttributeError, KeyError):
            return  # a warning of some library
        self._said = self._said or key in ("trouble", "learned")
        taken(self, value)

    def _finished(self, code: int) -> None:
        self._read()
        if not self._said:
            self._said = True
            self.failed.emit(f"ended by itself (exit code {code})")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._said = True
            self.failed.emit("could not be started")


def _trouble(child: LearningChild, value: Mapping[str, str]) -> None:
    child.refused.emit(value["message"], value["hint"])


_TAKEN: Mapping[str, Callable[[LearningChild, Any], None]] = {
    "material": lambda child, value: child.counted.emit(value),
    "trouble": _trouble,
    "progress": lambda child, value: child.progressed.emit(*value),
    "learned": lambda child, value: child.learned.emit(value),
}
