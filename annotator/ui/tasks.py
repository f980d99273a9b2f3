"""Work beside the window: the pipeline in a child process, imports and exports in a thread of their own."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QThread, QTimer, Signal

import annotator
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.domain.profiles import KEY

_TRIES = 2
"""How often one document may bring the child down before it is left out."""

_PATIENCE_MS = 120_000
"""How long the child may be silent about a short document; long ones get more."""

_PATIENCE_PER_CHARACTER_MS = 0.5


def child_command() -> list[str]:
    """The program and arguments that run the pipeline on standard input and output, what ghosts need included."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator"]
    return [*own, "suggest", "-", "-", "--background", "--cue-candidates", "--reasons"]


def child_environment() -> QProcessEnvironment:
    """The environment of a child that is to find this program."""
    environment = QProcessEnvironment.systemEnvironment()
    home = str(Path(annotator.__file__).resolve().parents[1])
    separator = ";" if sys.platform == "win32" else ":"
    environment.insert("PYTHONPATH", separator.join(filter(None, [home, environment.value("PYTHONPATH")])))
    return environment


def lines_of(child: QProcess, buffer: bytearray) -> Iterator[bytes]:
    """The whole lines that a child has said since it was last asked; ``buffer`` keeps the beginning of the next."""
    buffer += child.readAllStandardOutput().data()
    while (end := buffer.find(b"\n")) >= 0:
        line = bytes(buffer[:end])
        del buffer[: end + 1]
        yield line


def end_child(child: QProcess) -> None:
    """End a child, whatever it does; nothing is heard of it any more."""
    for signal in (child.readyReadStandardOutput, child.finished, child.errorOccurred):
        signal.disconnect()
    child.closeWriteChannel()
    child.kill()
    child.waitForFinished(2000)
    child.deleteLater()


class PipelineChild(QObject):
    """Labels documents in a child process, one at a time, the most wanted first.

    The child may crash, hang, print rubbish or be absent: the document is tried again in a fresh child, then left out,
    ``stopped`` says so, and the rest goes on.
    """

    answered = Signal(str, str)
    """Document id, and the child's answer: one line of quotation-annotations."""
    progressed = Signal(int, int)
    """Documents done and documents asked for; equal when all is done."""
    stopped = Signal(str, str)
    """Document id, and what happened in one sentence."""

    def __init__(
        self,
        fetch: Callable[[str], Document],
        parent: QObject | None = None,
        command: Iterable[str] = (),
        patience_ms: int = _PATIENCE_MS,
    ) -> None:
        """``fetch`` gives a document by id when its turn comes, or raises AppError where it is gone by then.

        ``command`` is the child's, by default the pipeline; ``patience_ms`` is how long it may be silent about a short
        document.
        """
        super().__init__(parent)
        self._fetch = fetch
        self._command = list(command) or child_command()
        self._patience_ms = patience_ms
        self.further: Callable[[], list[str]] = list
        """Further arguments, asked for whenever a child is started."""
        self._queue: deque[str] = deque()
        self._tries: dict[str, int] = {}
        self._current: str | None = None
        self._done = 0
        self._process: QProcess | None = None
        self._buffer = bytearray()
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._out_of_patience)

    # ------------------------------------------------------------------------------------------ asking

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the documents still to be labelled, the one in work first."""
        return ((self._current,) if self._current else ()) + tuple(self._queue)

    def ask(self, documents: Iterable[str]) -> None:
        """Have these labelled after those already asked for."""
        known = set(self.waiting)
        self._queue.extend(each for each in documents if each not in known)
        self._report()
        self._next()

    def ask_first(self, document: str) -> None:
        """Have this one labelled before all others that still wait; one never asked for is left alone."""
        if document in self._queue:
            self._queue.remove(document)
            self._queue.appendleft(document)

    def renew(self) -> None:
        """Go on in a fresh child, the document in work first."""
        if self._current is not None:
            self._queue.appendleft(self._current)
            self._current = None
        self._end_child()
        self._next()

    def stop(self) -> None:
        """End the child and forget what waits."""
        self._queue.clear()
        self._tries.clear()
        self._current = None
        self._done = 0
        self._end_child()
        self._report()

    # ------------------------------------------------------------------------------------------ the child

    def _next(self) -> None:
        if self._current is not None:
            return
        document = self._first_waiting()
        if document is None:
            self._end_child()
            return
        self._current = document.id
        if self._process is None:
            self._start_child()
        if self._process is None:  # it could not be started, and this system says so at once
            return
        question = {"id": document.id, "text": document.text, "language": document.language}
        if isinstance(profile := document.extra.get(KEY), str):
            question[KEY] = profile
        self._process.write(json.dumps(question, ensure_ascii=True).encode("ascii") + b"\n")
        self._patience.start(self._patience_ms + int(len(document.text) * _PATIENCE_PER_CHARACTER_MS))

    def _first_waiting(self) -> Document | None:
        """The next document in turn; those that were removed since they were asked for are left out."""
        while self._queue:
            try:
                return self._fetch(self._queue.popleft())
            except AppError:
                self._report()
        return None

    def _start_child(self) -> None:
        child = QProcess(self)
        child.setProcessEnvironment(child_environment())
        child.readyReadStandardOutput.connect(self._read)
        child.readyReadStandardError.connect(child.readAllStandardError)
        child.finished.connect(self._finished)
        child.errorOccurred.connect(self._failed_to_start)
        self._buffer.clear()
        self._process = child
        child.start(self._command[0], [*self._command[1:], *self.further()])

    def _end_child(self) -> None:
        self._patience.stop()
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
        if self._current is None:
            return
        try:
            answer: Any = json.loads(line)
            fits = isinstance(answer, dict) and answer.get("id") == self._current
        except ValueError:
            fits = False
        if not fits:
            self._give_up("gave an answer that cannot be read")
            return
        self._patience.stop()
        document, self._current = self._current, None
        self._done += 1
        self.answered.emit(document, line.decode("utf-8"))
        self._report()
        self._next()

    # ------------------------------------------------------------------------------------------ trouble

    def _finished(self, code: int) -> None:
        self._give_up(f"ended by itself (exit code {code})")

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._queue.clear()
            self._give_up("could not be started")

    def _out_of_patience(self) -> None:
        self._give_up("did not answer in time")

    def _give_up(self, what: str) -> None:
        self._end_child()
        document, self._current = self._current, None
        if document is not None:
            tries = self._tries[document] = self._tries.get(document, 0) + 1
            if tries < _TRIES and what != "could not be started":
                self._queue.appendleft(document)
            else:
                self._tries.pop(document, None)
                self._done += 1
                self.stopped.emit(document, what)
        self._report()
        self._next()

    def _report(self) -> None:
        total = self._done + len(self.waiting)
        self.progressed.emit(self._done, total)
        if not self.waiting:
            self._done = 0


class Worker(QThread):
    """One long operation on a connection of its own, with progress and cancel.

    ``job`` gets two functions: one to report progress ``(done, total)``, one that says whether to stop.  Its result
    comes by ``succeeded``, an error by ``failed``; both are emitted in the window's thread, so that who disconnects
    them there hears nothing more, though the job may have ended already.
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    """An `AppError`."""
    _ended = Signal(object, object)
    """The result and the error, from one thread to the other."""

    def __init__(
        self, job: Callable[[Callable[[int, int], None], Callable[[], bool]], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._ended.connect(self._tell)

    def run(self) -> None:
        """Do the job.  Called by Qt in the new thread."""
        try:
            result = self._job(self.progressed.emit, self.isInterruptionRequested)
        except AppError as error:
            self._ended.emit(None, error)
        except OSError as error:
            self._ended.emit(None, AppError(f"{error.filename or 'A file'}: {error.strerror or error}", "try again"))
        else:
            self._ended.emit(result, None)

    def _tell(self, result: object, error: AppError | None) -> None:
        if error is None:
            self.succeeded.emit(result)
        else:
            self.failed.emit(error)

    def cancel(self) -> None:
        """Ask the job to stop at the next safe place."""
        self.requestInterruption()
