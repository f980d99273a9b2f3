"""What many articles cost: import, export, open, list, filter, sort and search, beside plain sqlite3 and json.

Run it as a plain script: ``python tests/benchmarks/bench_scale.py [ARTICLES…]``; 1,000 and 10,000 articles of 2,000
characters unless told otherwise, each with 30 annotations (10 quotations, 20 mentions).  100,000 take some minutes and
2 GB of disk.  The tables of the plain side are those of ``bench_store.py``.  Memory is the peak of a process that does
nothing else.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bench_store
import prose
from measuring import Table, Times, facts, measured
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotated import AnnotatedDocument
from annotator.operations.selecting import find, select
from annotator.store.project import Project
from annotator.ui.app import build
from annotator.ui.documents.panel import DocumentsPanel

SEARCHES = (
    ("a rare word", "000123"),
    ("a word of half the articles", "inspectors"),
    ("a phrase", '"the inspectors left"'),
    ("a beginning", "inspec*"),
    ("AND, OR, NOT", "(ferry OR bridge) NOT ministry"),
)
CONDITIONS = (
    ("status and annotator", "status:in_progress annotator:bench"),
    ("outlet and month", "source:courier date:2026-11"),
    ("speaker", "speaker:ferrante"),
    ("words in quotations", "quoted:inspectors"),
    ("type of a quotation", "type:direct"),
)
BARE = (
    "SELECT rowid, snippet(document_fts, 0, '[', ']', '…', 24) FROM document_fts WHERE document_fts MATCH ?"
    " ORDER BY rank LIMIT 200"
)
PEAK = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
{work}
status = Path("/proc/self/status")  # the other figure begins with the memory of who has started the process
lines = status.read_text().splitlines() if status.exists() else []
peak = [int(line.split()[1]) for line in lines if line[:6] == "VmHWM:"]
print((peak or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])[0] // 1024)
"""
OPENED = """
from PySide6.QtWidgets import QApplication
from annotator.ui.app import build
window = build([{path!r}])
window.resize(1440, 900)
window.show()
QApplication.processEvents()
window.close()
"""
EXPORTED = """
from annotator.operations.exchange import export
from annotator.store.project import Project
with Project.open(Path({path!r}), read_only=True) as project:
    export(project, Path({out!r}))
"""


def articles(count: int) -> Iterable[AnnotatedDocument]:
    """What is imported, on the plain side too."""
    return prose.documents(count, 2_000, 10, 20, own=True)


def peak(work: str, **values: str) -> str:
    """The most memory, in MB, that a process with this work has taken."""
    script = PEAK.format(root=str(Path(__file__).resolve().parents[2]), work=work.format(**values))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return f"{done.stdout.split()[-1]} MB"


def once(work: Callable[[], object]) -> Times:
    """Work that is done a single time."""
    times = Times()
    with times.one():
        work()
    return times


def exchange(folder: Path, count: int) -> None:
    """Import and export, both sides."""
    names = ("plain in", "ours in", "plain out", "ours out")
    times = {name: Times() for name in names}
    bench_store.import_plain(folder / "plain", count, times["plain in"], full_text=True)
    bench_store.import_ours(folder / "p.annotator", count, times["ours in"])
    bench_store.export_plain(folder / "plain", folder / "plain.jsonl", times["plain out"])
    bench_store.export_ours(folder / "p.annotator", folder / "ours.jsonl", times["ours out"])
    table = Table(f"{count:,} articles × 30 annotations: in and out")
    table.row("import: plain sqlite3 with FTS5", times["plain in"])
    table.row("import", times["ours in"], base=times["plain in"], reach="≤ 2 × plain")
    table.row("export: plain sqlite3 + json", times["plain out"])
    table.row("export", times["ours out"], base=times["plain out"], reach="≤ 2 × plain")


def searching(folder: Path, count: int) -> None:
    """Search with and without the index, beside bare FTS5."""
    table = Table(f"{count:,} articles: search, to the first 200 with snippets and the number of all")
    with (
        Project.open(folder / "p.annotator", read_only=True) as project,
        closing(sqlite3.connect(folder / "plain")) as db,
    ):
        for what, words in SEARCHES:
            bare = measured(3, lambda _n, words=words: db.execute(BARE, [words]).fetchall())
            table.row(f"bare FTS5: {what}", bare)
            ours = measured(3, lambda _n, words=words: find(project, words))
            table.row(f"find: {what} ({find(project, words).total:,})", ours, base=bare, reach="≤ 50 at 10,000")
        for what, words in CONDITIONS:
            table.row(
                f"select: {what} ({len(select(project, words)):,})", measured(1, lambda _n, w=words: select(project, w))
            )


def listing(folder: Path, count: int) -> None:
    """The window: open, scroll, filter, sort, type."""
    table = Table(f"{count:,} articles: the window")
    windows: list[object] = []
    table.row(
        "open, to the first picture", once(lambda: windows.append(opened(folder / "p.annotator"))), reach="≤ 1,000"
    )
    window = windows[0]
    panel = window.annotate.documents  # type: ignore[attr-defined]  # a MainWindow
    bar = panel.list.verticalScrollBar()
    chosen = random.Random(1)
    for what, steps, act, reach in (
        ("scroll: a frame", 40, lambda _n: bar.setValue(chosen.randrange(bar.maximum() + 1)), "≤ 16"),
        ("filter by a chip", 6, lambda n: panel.show_only(("all", "done", "todo")[n % 3]), "≤ 100"),
        ("sort by title, by date", 4, lambda n: panel.set_order(("title", "date")[n % 2]), ""),
        ("type a letter: titles filtered", 5, lambda n: panel.field.edit.setText("report"[: n + 1]), "≤ 100"),
    ):
        table.row(what, measured(steps, lambda n, act=act: painted(panel, act, n)), reach=reach)
    window.close()  # type: ignore[attr-defined]


def painted(panel: DocumentsPanel, act: Callable[[int], object], n: int) -> None:
    """An act, to its picture."""
    act(n)
    QApplication.sendPostedEvents()
    panel.list.viewport().repaint()


def opened(path: Path) -> object:
    """The window with a project, painted."""
    window = build([str(path)])
    window.resize(1440, 900)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    QApplication.processEvents()
    window.grab()
    return window


def main() -> None:
    """Print the tables for each number of articles."""
    bench_store.articles = articles
    for count in map(int, sys.argv[1:] or ("1000", "10000")):
        with tempfile.TemporaryDirectory(prefix="annotator-bench-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            os.environ["ANNOTATOR_SETTINGS"] = str(folder / "settings")
            exchange(folder, count)
            searching(folder, count)
            listing(folder, count)
            path, out = str(folder / "p.annotator"), str(folder / "again.jsonl")
            rows = [
                ("the window with the project open", peak(OPENED, path=path), "≤ 150 at 10,000"),
                ("an export", peak(EXPORTED, path=path, out=out), ""),
                ("the project file", f"{Path(path).stat().st_size / 1_000_000:.0f} MB", ""),
            ]
            facts(f"{count:,} articles: memory at its peak, and disk", rows)


if __name__ == "__main__":
    main()
