"""The pipeline's child and the worker thread, without a window."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread

from annotator.domain.documents import Document
from annotator.domain.errors import AppError, ConflictError
from annotator.domain.text import sha256
from annotator.ui.tasks import PipelineChild, Worker, child_command

TEXT = "“Stay 🏭,” said Zoe\u0301.\u2028佐藤 سامية \U0001d518"

ECHO = """
import json, os, sys
mode, log = sys.argv[1:]
for line in sys.stdin:
    question = json.loads(line)
    with open(log, "a", encoding="utf-8") as file:
        file.write(question["id"] + "\\n")
    if mode == "dies" and question["id"] == "bad":
        os._exit(7)
    if mode == "dies once" and open(log, encoding="utf-8").read().count("bad") < 2:
        os._exit(7)
    if mode == "silent" and question["id"] == "bad":
        import threading; threading.Event().wait()
    if mode == "raves" and question["id"] == "bad":
        sys.stdout.buffer.write(b"\\xff\\xfe caf\\n"); sys.stdout.flush()
    if mode == "chatters":
        sys.stderr.write("warning \\u2028" * 20000)
    answer = json.dumps(question) + "\\n"
    half = len(answer) // 2
    sys.stdout.write(answer[:half]); sys.stdout.flush()
    sys.stdout.write(answer[half:]); sys.stdout.flush()
"""


class Listener:
    """A child and what it said."""

    def __init__(self, qtbot, tmp_path: Path, mode: str = "well", patience_ms: int = 60_000, command=()) -> None:
        self.bot = qtbot
        self.log = tmp_path / "log"
        script = tmp_path / "child.py"
        script.write_text(ECHO, encoding="utf-8")
        self.gone: set[str] = set()
        self.answers: list[tuple[str, str]] = []
        self.stops: list[tuple[str, str]] = []
        self.progress: list[tuple[int, int]] = []
        self.child = PipelineChild(
            self.fetch, command=command or [sys.executable, str(script), mode, str(self.log)], patience_ms=patience_ms
        )
        self.child.answered.connect(lambda *each: self.answers.append(each))
        self.child.stopped.connect(lambda *each: self.stops.append(each))
        self.child.progressed.connect(lambda *each: self.progress.append(each))

    def fetch(self, id: str) -> Document:
        if id in self.gone:
            raise ConflictError(f"the project has no document “{id}”")
        return Document(id, f"{TEXT} {id}", sha256(f"{TEXT} {id}"), "en")

    def asked(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def finish(self) -> None:
        self.bot.waitUntil(lambda: not self.child.waiting, timeout=20_000)


@pytest.fixture
def listen(qtbot, tmp_path: Path):
    made: list[Listener] = []

    def make(*args, **rest) -> Listener:
        made.append(Listener(qtbot, tmp_path, *args, **rest))
        return made[-1]

    yield make
    for each in made:
        each.child.stop()


def test_the_questions_are_whole_and_in_turn(listen) -> None:
    heard = listen()
    heard.child.ask(["a", "b", "c"])
    heard.child.ask(["b", "d"])  # b is asked for already
    heard.child.ask_first("c")
    heard.child.ask_first("never asked for")
    assert heard.child.waiting == ("a", "c", "b", "d")
    heard.finish()
    assert [id for id, _ in heard.answers] == ["a", "c", "b", "d"]
    assert json.loads(heard.answers[0][1]) == {"id": "a", "text": f"{TEXT} a", "language": "en"}
    assert heard.progress[-1] == (4, 4)
    heard.child.ask(["e"])
    heard.finish()
    assert heard.progress[-1] == (1, 1)


@pytest.mark.parametrize(
    ("mode", "said"),
    [("dies", "ended by itself (exit code 7)"), ("silent", "did not answer in time"), ("raves", "cannot be read")],
)
def test_a_document_that_brings_the_child_down_twice_is_left_out(listen, mode: str, said: str) -> None:
    heard = listen(mode, patience_ms=1500 if mode == "silent" else 60_000)
    heard.child.ask(["a", "bad", "c"])
    heard.finish()
    assert [id for id, _ in heard.answers] == ["a", "c"]
    ((id, what),) = heard.stops
    assert id == "bad"
    assert said in what
    assert heard.asked() == ["a", "bad", "bad", "c"]
    assert heard.progress[-1] == (3, 3)


def test_a_child_that_dies_once_is_forgiven(listen) -> None:
    heard = listen("dies once")
    heard.child.ask(["bad", "c"])
    heard.finish()
    assert [id for id, _ in heard.answers] == ["bad", "c"]
    assert heard.stops == []


def test_what_the_child_mutters_on_stderr_blocks_nothing(listen) -> None:
    heard = listen("chatters")
    heard.child.ask(["a", "b"])
    heard.finish()
    assert len(heard.answers) == 2


def test_a_program_that_is_not_there_is_said_once(listen, tmp_path: Path) -> None:
    heard = listen(command=[str(tmp_path / "no program 🐟")])
    heard.child.ask(["a", "b", "c"])
    heard.finish()
    assert heard.stops == [("a", "could not be started")]
    assert heard.answers == []


def test_documents_removed_while_they_wait_are_left_out(listen) -> None:
    heard = listen()
    heard.gone = {"b", "d"}
    heard.child.ask(["a", "b", "c", "d"])
    heard.finish()
    assert [id for id, _ in heard.answers] == ["a", "c"]
    assert heard.stops == []
    assert heard.progress[-1][0] == heard.progress[-1][1]
    heard.child.ask(["b"])  # nothing else waits
    assert heard.child.waiting == ()


def test_stopping_forgets_what_waits_and_says_so(listen) -> None:
    heard = listen()
    heard.child.answered.connect(heard.child.stop)
    heard.child.ask(["a", "b", "c"])
    heard.finish()
    assert len(heard.answers) == 1
    heard.child.answered.disconnect(heard.child.stop)
    assert heard.child.waiting == ()
    assert heard.progress[-1] == (0, 0)
    heard.child.stop()
    heard.child.ask(["d"])
    assert heard.progress[-1] == (0, 1)
    heard.finish()
    assert heard.answers[-1][0] == "d"


def test_the_childs_command_is_the_programs_own() -> None:
    assert child_command()[-6:] == ["suggest", "-", "-", "--background", "--cue-candidates", "--reasons"]


def test_a_child_that_is_renewed_goes_on_with_what_it_was_at(qtbot, tmp_path: Path, listen) -> None:
    heard = listen("silent")
    asked = []
    heard.child.further = lambda: asked.append("asked") or []
    heard.child.ask(["bad", "b"])
    qtbot.waitUntil(lambda: heard.log.exists() and heard.log.read_text(encoding="utf-8") == "bad\n")
    (tmp_path / "child.py").write_text(ECHO.replace('mode == "silent"', 'mode == "never"'), encoding="utf-8")
    heard.child.renew()
    heard.finish()
    assert [id for id, _ in heard.answers] == ["bad", "b"]
    assert heard.stops == []
    assert asked == ["asked", "asked"]


# ------------------------------------------------------------------------------------------------ the worker


def outcome(qtbot, worker: Worker, meanwhile=lambda: None) -> tuple[list[object], list[object]]:
    """What a job gave and what it failed with, once its thread has ended."""
    given: list[object] = []
    failed: list[object] = []
    worker.succeeded.connect(given.append)
    worker.failed.connect(failed.append)
    with qtbot.waitSignal(worker.finished):
        worker.start()
        meanwhile()
    qtbot.waitUntil(lambda: bool(given or failed))
    return given, failed


def test_who_wants_no_answer_any_more_gets_none_though_the_job_has_ended(qtbot) -> None:
    heard: list[object] = []
    worker = Worker(lambda _progress, _cancelled: "cafe\u0301 🏭")
    worker.succeeded.connect(heard.append)
    with qtbot.waitSignal(worker.finished):  # what the job had to say is told before that
        worker.start()
        worker.wait()
        worker.succeeded.disconnect()
    assert heard == []


def test_a_job_is_done_beside_the_window(qtbot) -> None:
    threads = []

    def job(progress, _cancelled) -> str:
        threads.append(QThread.currentThread())
        progress(1, 2)
        return "cafe\u0301 🏭"

    worker = Worker(job)
    steps: list[tuple[int, int]] = []
    worker.progressed.connect(lambda *each: steps.append(each))
    assert outcome(qtbot, worker) == (["cafe\u0301 🏭"], [])
    assert steps == [(1, 2)]
    assert threads != [QThread.currentThread()]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConflictError("cafe\u0301 🏭", "do"), "cafe\u0301 🏭"),
        (OSError(28, "No space left", "out 🐟.jsonl"), "out 🐟.jsonl: No space left"),
        (OSError("odd"), "A file: odd"),
    ],
)
def test_a_job_that_fails_says_so(qtbot, error: Exception, said: str) -> None:
    def job(_progress, _cancelled) -> None:
        raise error

    given, (told,) = outcome(qtbot, Worker(job))
    assert given == []
    assert isinstance(told, AppError)
    assert told.message == said


def test_a_job_learns_that_it_was_cancelled(qtbot) -> None:
    begun = threading.Event()

    def job(_progress, cancelled) -> str:
        begun.set()
        while not cancelled():
            QThread.yieldCurrentThread()
        return "stopped"

    worker = Worker(job)

    def cancel() -> None:
        assert begun.wait(20)
        worker.cancel()

    assert outcome(qtbot, worker, cancel) == (["stopped"], [])
