"""What the whole window costs: start, memory, opening an article, one gesture, scrolling, and labelling beside it.

Run it as a plain script: ``python tests/benchmarks/bench_window.py [ARTICLES]``; the project has 10,000 articles of
some 2,000 characters unless told otherwise, and a registry of 1,000 entities.  The figures to reach stand in the last
column; nothing fails when one is missed.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prose
import shiboken6
from measuring import Table, Times, facts, measured, part
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import settings
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.text import Span
from annotator.store.history import HistoryStep
from annotator.store.project import Project
from annotator.ui.app import build
from annotator.ui.main_window import MainWindow

ENTITIES = 1_000
CYCLES = 30
GESTURE = "p95 cpu ≤ 16"
ARTICLES = {
    "8,000 characters, 20 quotations": (8_000, 20, 55),
    "8,000 characters, 20 quotations, a second one": (8_000, 20, 55),
    "24,000 characters, 200 quotations": (24_000, 200, 200),
    "1,000,000 characters, 1,250 quotations": (1_000_000, 1_250, 3_750),
    "48,000 characters, 200 quotations, 200 suggestions": (48_000, 400, 400),
}
SUGGESTED = 4
"""The articles that are opened and annotated, first in the project: characters, quotations, mentions."""


# ---------------------------------------------------------------------------------------------- projects


def special(number: int) -> AnnotatedDocument:
    """One of `ARTICLES`, annotated, and labelled by a pipeline that found the names."""
    title, sizes = list(ARTICLES.items())[number]
    text, layer = prose.article(*sizes, 100 + number)
    own, suggested = layer.quotations[1::2], layer.quotations[::2]
    if number == SUGGESTED:  # half of them are the annotator's by now
        found = prose.by_pipeline(replace(layer, quotations=suggested))
        layers = (replace(layer, quotations=own), found)
    else:
        layers = (layer, prose.by_pipeline(layer, suggestions=False))
    return prose.document(f"d_special_{number}", title, text, layers, ENTITIES if number == 0 else 0)


def make_project(path: Path, articles: int) -> None:
    """A project with `ARTICLES` and ``articles`` more, all labelled."""
    with Project.create(path, title="Benchmark") as project, project.step("Import", actor=prose.PERSON.id):
        project.add_documents(special(number) for number in range(len(ARTICLES)))
        project.add_documents(prose.documents(articles, 2_000, 4, 15, own=False))


def make_unlabelled(path: Path, articles: int) -> None:
    """A project whose articles, 8,000 characters each, no pipeline has seen."""
    with Project.create(path, title="Unlabelled") as project, project.step("Import", actor=prose.PERSON.id):
        project.add_documents(
            prose.document(f"d_{n}", f"Article {n}", prose.article(8_000, 20, 0, 300 + n)[0]) for n in range(articles)
        )


# ---------------------------------------------------------------------------------------------- start


def start(kind: str, times: Times, compiled: Path) -> float:
    """Start one window in a process of its own until it is painted; its memory in megabytes.

    Its modules are compiled before, into the folder ``compiled``, as those of an installed program are.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    script = [sys.executable, str(Path(__file__).with_name("starting.py")), kind]
    before = time.perf_counter()
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        times.wall.append((time.perf_counter() - before) * 1000)
        rest = child.stdout.readline().split()
    if said.strip() != "ready" or child.returncode:
        raise SystemExit(f"the {kind} window did not start (exit code {child.returncode})")
    times.cpu.append(float(rest[0]) * 1000)
    return float(rest[1])


def bench_start(small: Path, large: Path, articles: int) -> None:
    """Start and memory, beside a bare Qt window; in turns, so that noise hits all alike."""
    kinds = {"bare": Times(), "small": Times(), "large": Times()}
    memory: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(6):
        for kind, times in kinds.items():
            if kind != "bare":
                settings.save(settings.load().opened(small if kind == "small" else large))
            memory[kind].append(start("bare" if kind == "bare" else "window", times, large.parent / "compiled"))
    for times in kinds.values():  # the first start of each compiles, and warms the caches
        del times.cpu[0], times.wall[0]
    table = Table("Start until the window is painted")
    table.row("bare Qt window", kinds["bare"])
    table.row("the last project has 10 articles", kinds["small"], base=kinds["bare"], reach="≤ 3 × bare")
    table.row(f"the last project has {articles:,} articles", kinds["large"], base=kinds["bare"], reach="≤ 3 × bare")
    rows = (("bare Qt window", "bare", ""), ("10 articles", "small", ""), (f"{articles:,} articles", "large", "≤ 150"))
    facts("Memory in MB", [(what, f"{part(memory[kind], 0.5):.0f}", reach) for what, kind, reach in rows])


# ---------------------------------------------------------------------------------------------- the window


class Watch(QObject):
    """Counts how often a widget is painted."""

    paints = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
        return False


class Hands:
    """The real window, and what a user does at it: each deed ends when the article has been painted."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.article = window.annotate.article
        self.bar = self.article.verticalScrollBar()
        self._watch = Watch()
        self.article.viewport().installEventFilter(self._watch)

    def leave(self) -> None:
        """Close the window and free it."""
        self.article.viewport().removeEventFilter(self._watch)
        self.window.close()
        gc.collect()
        shiboken6.delete(self.window)

    def painted(self, deed: Callable[[], object]) -> None:
        """Do something; handle events until the article is painted, then what is left of them."""
        before, latest = self._watch.paints, time.monotonic() + 1
        deed()
        while self._watch.paints == before and time.monotonic() < latest:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key in the article."""
        self.painted(lambda: QTest.keyClick(self.article, key, modifiers))

    def undo(self) -> None:
        """Ctrl+Z."""
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def steps(self) -> list[HistoryStep]:
        """The steps that undo would take back."""
        project = self.window.session.project
        return [each for each in project.history(100_000) if not each.undone and each.actor == prose.PERSON.id]

    def open(self, row: int) -> None:
        """Click a row of the list."""
        rows = self.window.annotate.documents.list
        at = rows.visualRect(rows.model().index(row, 0)).center()
        self.painted(lambda: QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at))

    def scroll(self, value: int) -> None:
        """Move the scroll bar."""
        self.painted(lambda: self.bar.setValue(value))

    @staticmethod
    def settle(seconds: float = 0.2) -> None:
        """Let what was put off happen."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            QApplication.processEvents()


@contextmanager
def shown(path: Path) -> Iterator[Hands]:
    """The window on a project, gone afterwards."""
    window = build([str(path)])
    window.resize(1440, 900)
    window.show()
    Hands.settle()
    window.annotate.article.setFocus()
    hands = Hands(window)
    yield hands
    hands.leave()


def bench_open(hands: Hands) -> None:
    """From the click on a row of the list to the painted article."""
    table = Table("Open an article, click to painted")
    cases = (("8,000 characters, 75 spans", 0, "≤ 50", 30), ("24,000 characters, 400 spans", 2, "", 10),
             ("1,000,000 characters, 5,000 spans", 3, "≤ 150", 10))  # fmt: skip
    for what, row, reach, repeats in cases:
        times = Times()
        for n in range(repeats + 1):
            hands.open(1)
            hands.settle(0.05)
            with times.one():
                hands.open(row)
            if n == 0:  # the first run does not count
                times = Times()
        table.row(what, times, reach=reach)


def free_sentence(hands: Hands) -> Span:
    """A sentence in the middle of the open article that no quotation touches."""
    text, layer = hands.article.text(), hands.window.session.layer
    taken = [Span(each.start, max(each.end, each.cue[-1].end)) for each in layer.quotations] if layer else []
    at = len(text) // 2
    while True:
        start = text.index(". ", at) + 2
        span = Span(start, text.index(".", start))
        if span.length > 40 and "\n" not in span.of(text) and not any(span.overlaps(each) for each in taken):
            return span
        at = start


GESTURES = (
    "add quotation", "take the ghost", "set speaker by cast key", "move edge", "stance", "next and previous",
    "accept suggestion", "undo",
)  # fmt: skip


def gesture_cycles(hands: Hands, cycles: int) -> dict[str, Times]:
    """Mark a sentence, give it all it needs, walk, accept a suggestion, take all back: so each cycle begins alike."""
    times = {gesture: Times() for gesture in GESTURES}
    span, key = free_sentence(hands), Qt.Key
    for n in range(cycles + 2):
        if n == 2:  # two cycles that do not count
            times = {gesture: Times() for gesture in GESTURES}
        before = len(hands.steps())
        hands.article.select(span)
        hands.article.reveal(span)
        hands.settle(0.02)
        with times["add quotation"].one():
            hands.press(key.Key_Q)
        if hands.window.annotate.gestures.ghosts.shown is not None:
            with times["take the ghost"].one():
                hands.press(key.Key_Return)
        with times["set speaker by cast key"].one():
            hands.press(key(key.Key_1 + n % 3))
        with times["move edge"].one():
            hands.press(key.Key_BracketLeft)
        hands.article.select(Span(span.start, span.start + 8))
        hands.settle(0.02)
        with times["stance"].one():
            hands.press(key.Key_Y)
        hands.article.clear_selection()
        for walk in (key.Key_K, key.Key_J):
            with times["next and previous"].one():
                hands.press(walk)
        if suggestions := hands.window.session.suggestions:
            hands.window.annotate.focus_suggestion(suggestions[len(suggestions) // 2].id)
            hands.settle(0.02)
            with times["accept suggestion"].one():
                hands.press(key.Key_Return)
        for _ in range(len(hands.steps()) - before):
            with times["undo"].one():
                hands.undo()
    return times


def bench_gestures(hands: Hands, folder: Path) -> None:
    """One gesture, committed durably and painted; a plain durable commit of such a row as the baseline."""
    base = commits(folder)
    table = Table("One gesture, committed and painted")
    table.row("plain sqlite3: one durable commit of such a row", base)
    cases = ((0, "8k, 20 quotations"), (2, "24k, 200 quotations"), (SUGGESTED, "48k, 200, 200 suggested"),
             (3, "1M, 1,250 quotations"))  # fmt: skip
    for row, name in cases:
        hands.open(1)
        hands.open(row)
        hands.settle(2 if row == 3 else 0.5)  # heights become exact while nothing else happens
        hands.article.setFocus()
        assert hands.window.session.layer is not None
        before = len(hands.window.session.layer.quotations)
        for gesture, times in gesture_cycles(hands, CYCLES).items():
            if times.cpu:
                table.row(f"{name}: {gesture}", times, base=base, reach=GESTURE)
        assert len(hands.window.session.layer.quotations) == before, "a gesture was not undone"


def commits(folder: Path) -> Times:
    """Durable commits of a quotation's row and its journal's, with plain sqlite3."""
    with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE quotation(id INTEGER PRIMARY KEY, uid TEXT, layer_id INTEGER, content TEXT, cue TEXT)")
        db.execute("CREATE INDEX quotation_layer ON quotation(layer_id)")
        db.execute("CREATE TABLE change(id INTEGER PRIMARY KEY, step INTEGER, tbl TEXT, before TEXT)")

        def commit(n: int) -> None:
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO quotation VALUES (?, ?, 1, '[[0,32],[69,109]]', '[]')", [n + 1, f"q_{n}"])
            db.execute("INSERT INTO change(step, tbl) VALUES (?, 'quotation')", [n])
            db.execute("COMMIT")

        return measured(100, commit)


def bench_scroll(hands: Hands) -> None:
    """Frames of scrolling in the article of a million characters, which is open."""
    table = Table("Scroll the article of 1,000,000 characters")
    hands.scroll(0)
    hands.settle(0.5)
    notch = measured(100, lambda _n: hands.scroll(hands.bar.value() + 90))
    assert hands.bar.value() >= 90 * 100, "the article did not scroll"
    table.row("a notch", notch, reach="p95 cpu ≤ 8")
    jump = measured(100, lambda n: hands.scroll(n * 7919 * 131 % max(1, hands.bar.maximum())))
    table.row("a jump", jump, reach="p95 cpu ≤ 8")


# ---------------------------------------------------------------------------------------------- labelling beside it


def gaps(until: Callable[[QEventLoop], object], most_ms: int) -> list[float]:
    """Milliseconds between two beats of a timer of 5 ms, until ``until`` quits the loop it is given."""
    loop, beats = QEventLoop(), [time.perf_counter()]
    timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    until(loop)
    QTimer.singleShot(most_ms, loop.quit)
    loop.exec()
    timer.stop()
    return [(after - before) * 1000 for before, after in pairwise(beats)]


def bench_stall(path: Path, articles: int) -> None:
    """The event loop while the child labels articles, beside the same window idle."""
    with shown(path) as hands:
        labelling = hands.window.labelling
        began = time.perf_counter()

        def done(loop: QEventLoop) -> None:
            labelling.progressed.connect(lambda done, total: loop.quit() if done == total else None)

        busy = gaps(done, 60_000)
        took = time.perf_counter() - began
        left = len(labelling.waiting)
        hands.settle(0.5)
        idle = gaps(lambda _loop: None, 5_000)
    rows = [
        (f"{name}: median, p99, max", f"{part(each, 0.5):.1f}, {part(each, 0.99):.1f}, {max(each):.1f}", reach)
        for name, each, reach in (("idle", idle, ""), ("labelling", busy, "max ≤ 50"))
    ]
    rows.append(("articles labelled, seconds (the pipeline's start included)", f"{articles - left}, {took:.1f}", ""))
    facts(f"Gaps of a 5 ms timer while {articles} articles of 8,000 characters are labelled (ms)", rows)


def main() -> None:
    """Print the tables."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="annotator-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["ANNOTATOR_SETTINGS"] = str(folder / "settings")
        os.environ["ANNOTATOR_PROJECTS"] = str(folder / "projects")
        settings.save(settings.Settings(annotator_id=prose.PERSON.id, annotator_name=prose.PERSON.name))
        small, large, unlabelled = (folder / f"{each}.annotator" for each in ("small", "large", "unlabelled"))
        make_project(small, 10)
        make_project(large, articles)
        make_unlabelled(unlabelled, 10)
        bench_start(small, large, articles)
        with shown(large) as hands:
            bench_open(hands)
            bench_gestures(hands, folder)
            bench_scroll(hands)
        bench_stall(unlabelled, 10)


if __name__ == "__main__":
    main()
