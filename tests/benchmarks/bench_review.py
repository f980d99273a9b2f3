"""What reviewing costs in the window: its first showing, another article, the next conflict, a decision, agreement.

Run it as a plain script: ``python tests/benchmarks/bench_review.py [ARTICLES [QUOTATIONS [ANNOTATORS]]]``.  Each
article has 8,000 characters and three annotators with 20 quotations and 55 mentions each, or as many as asked for, who
differ as two good annotators do (`product.md`): 15 % of the quotations in only one layer, a fifth of the others in an
edge, a few in the speaker.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prose
from measuring import Table, facts, measured
from PySide6.QtWidgets import QApplication

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Quotation
from annotator.domain.text import Span
from annotator.store.project import Project
from annotator.ui.app import build
from annotator.ui.main_window import MainWindow
from annotator.ui.review.view import ReviewView

PEOPLE = tuple(Annotator(f"a_{name}", name.title()) for name in ("ana", "bea", "cat"))
_DROPPED, _MOVED, _OTHER_SPEAKER = 0.08, 0.12, 0.04


def varied(layer: Layer, who: Annotator, number: int, chosen: random.Random) -> Layer:
    """The layer as another annotator would have drawn it."""
    tail = f"_{who.id}_{number}"
    rows: list[Quotation] = []
    for each in layer.quotations:
        if chosen.random() < _DROPPED:
            continue
        first = each.content[0]
        if chosen.random() < _MOVED and first.length > 12:
            each = replace(each, content=(Span(first.start, first.end - 8), *each.content[1:]))  # noqa: PLW2901
        if chosen.random() < _OTHER_SPEAKER:
            each = replace(each, speakers=())  # noqa: PLW2901
        rows.append(replace(each, id=each.id + tail, parent=None))
    mentions = tuple(replace(each, id=each.id + tail) for each in layer.mentions)
    return replace(
        layer, id=f"l{tail}", annotator_id=who.id, annotator=who.name, status="done", quotations=tuple(rows),
        mentions=mentions,
    )  # fmt: skip


def write(path: Path, articles: int, quotations: int = 20, people: int = 3) -> None:
    """The project."""
    chosen, whole = random.Random(7), []
    for number in range(articles):
        text, layer = prose.article(8_000, quotations, 55, number)
        text += f"\nEdition {number}."
        layers = tuple(varied(layer, each, number, chosen) for each in PEOPLE[:people])
        made: AnnotatedDocument = prose.document(f"d_{number}", f"Article {number}", text, layers)
        whole.append(made)
    with Project.create(path, title="Review") as project, project.step("Import", actor="a_import"):
        for each in PEOPLE:
            project.save_annotator(each)
        project.add_documents(whole)


def read_all(reading: Callable[[], bool]) -> float:
    """Let the window work until it has read all; the CPU time of the longest event in milliseconds."""
    longest = 0.0
    while reading():
        begun = time.process_time()
        QApplication.processEvents()
        longest = max(longest, (time.process_time() - begun) * 1000)
    return longest


def turn(window: MainWindow) -> None:
    """Paint what was changed."""
    QApplication.processEvents()


def main(articles: int, quotations: int = 20, people: int = 3) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_SETTINGS"] = folder
        path = Path(folder) / "review.annotator"
        write(path, articles, quotations, people)
        window = build([str(path)])
        assert isinstance(window, MainWindow)
        window.labelling.stop()
        window.resize(1440, 900)
        window.show()
        QApplication.processEvents()
        begun = time.process_time()
        window.views.show_review("queue")
        view = window.views.review()
        turn(window)
        longest = read_all(lambda: view.overview.reading)
        facts("Reviewing", _facts(view, articles, (time.process_time() - begun) * 1000, longest))
        window.views.show_review("feedback")
        facts(
            "Feedback",
            [("longest event while it is looked for, cpu", f"{read_all(lambda: view.deck.reading):.0f} ms", "≤ 50")],
        )
        window.views.show_review("queue")
        rows(window, view, articles)
        window.close()


def _facts(view: ReviewView, articles: int, first: float, longest: float) -> list[tuple[str, str, str]]:
    conflicts = view.overview.open_count()
    decided = sum(each.open + each.agreed for each in view.overview.rows)
    return [
        ("longest event until all are compared, cpu", f"{longest:.0f} ms", "≤ 50"),
        (f"shown for the first time, {articles} articles compared, cpu", f"{first:.0f} ms", ""),
        ("conflicts of 100 quotations that two or more may have", f"{100 * conflicts / decided:.0f}", ""),
    ]


def rows(window: MainWindow, view: ReviewView, articles: int) -> None:
    """The gestures."""
    table = Table("Gestures of review")

    def show(number: int) -> None:
        view.reviewing.open(f"d_{number % articles}")
        turn(window)

    def step(_number: int) -> None:
        if not view.reviewing.step(1):
            view.reviewing.show_tab("open")
        turn(window)

    def decide(number: int) -> None:
        if not view.reviewing.items():
            view.reviewing.open(f"d_{number % articles}")
        if (slot := view.reviewing.slot) is not None:
            view.deeds.take(1, slot)
        turn(window)

    table.row("another article, compared and painted", measured(24, show), reach="wall ≤ 100")
    view.reviewing.open("d_0")
    table.row("the next conflict", measured(24, step))
    view.reviewing.open("d_0")
    table.row("one decision", measured(24, decide))


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:] or ["12"])))
