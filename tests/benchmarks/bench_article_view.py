"""What the article view costs: opening, one gesture, scrolling; beside a bare text widget in the same run.

Run it as a plain script: ``python tests/benchmarks/bench_article_view.py [REPEATS]``.  Times are in milliseconds; *cpu*
is the process's, *wall* includes what others do on the machine.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from annotator.domain.annotations import Layer, Mention, Origin, Party, Quotation
from annotator.domain.text import Span
from annotator.ui.article.marks import Mark, marks_of, voices_of
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

SENTENCE = (
    "the minister said that her government would not accept a plan which leaves small towns without water and power "
    "for another year while prices rise across northern provinces and officials argue about who should pay “Café” "
    "Zoë Lindqvist told reporters on Tuesday in Oslo after meeting with representatives of Norsk Kraft AS"
)
WORDS = SENTENCE.split()
KINDS = ("person", "organisation", "place", "date")
ORIGIN = Origin("manual")


def article(size: int, paragraph: int | None = 420) -> str:
    """A text of about ``size`` characters; ``paragraph`` None for a single one."""
    chosen, out, length, current = random.Random(1), [], 0, 0
    while length < size:
        word = chosen.choice(WORDS) + (chosen.choice(",.;") if chosen.random() < 0.08 else "")
        ends = paragraph is not None and current > paragraph
        out.append(word + ("\n" if ends else " "))
        current = 0 if ends else current + len(out[-1])
        length += len(out[-1])
    return "".join(out)[:size]


def layer_of(text: str, count: int) -> Layer:
    """A quarter quotations with cue and speaker, three quarters mentions, spread over the text."""
    chosen, step = random.Random(2), max(80, len(text) // max(1, count // 4))
    mentions: list[Mention] = []
    quotations: list[Quotation] = []
    for at in range(0, len(text) - 80, step):
        end = min(len(text) - 1, at + chosen.randint(40, min(200, step)))
        parts = (Span(at, end),) if chosen.random() > 0.1 else (Span(at, at + 15), Span(at + 22, end))
        party = Party((Span(at + 2, at + 12),), f"e{chosen.randrange(9)}")
        quotations.append(Quotation(f"q{at}", parts, ORIGIN, cue=(Span(end, end + 1),), speakers=(party,)))
        for n in range(3):
            start = at + 2 + 12 * n
            mentions.append(
                Mention(f"m{at}.{n}", (Span(start, start + chosen.randint(4, 14)),), KINDS[n], None, ORIGIN)
            )
    return Layer("l", "annotator", mentions=tuple(mentions), quotations=tuple(quotations))


def marks(layer: Layer, active: str | None, previous: tuple[Mark, ...] = ()) -> tuple[Mark, ...]:
    """The marks of a layer with one active quotation."""
    return marks_of(
        layer,
        (),
        voices_of(layer.quotations, lambda q: (f"Speaker {q.speakers[0].entity}", "Speaker"))[0],
        active=active,
        focused=None,
        hidden_kinds=frozenset(),
        previous=previous,
    )


class Table:
    """Prints a line for each thing measured."""

    def __init__(self) -> None:
        print(f"{'what':<46}{'n':>4}{'cpu p50':>10}{'cpu p95':>10}{'wall p50':>10}{'wall p95':>10}")

    def measure(self, what: str, repeats: int, action: Callable[[int], None]) -> None:
        """Run ``action`` a number of times, after one run that does not count."""
        action(0)
        cpu, wall = [], []
        for n in range(1, repeats + 1):
            a, b = time.process_time(), time.perf_counter()
            action(n)
            cpu.append((time.process_time() - a) * 1000)
            wall.append((time.perf_counter() - b) * 1000)
        columns = [part(times, share) for times in (cpu, wall) for share in (0.5, 0.95)]
        print(f"{what:<46}{repeats:>4}" + "".join(f"{value:>10.2f}" for value in columns), flush=True)


def part(times: list[float], share: float) -> float:
    """A quantile."""
    return sorted(times)[min(len(times) - 1, round(share * (len(times) - 1)))]


def shown(widget: QWidget) -> None:
    """Make a window of the usual size visible."""
    widget.resize(792, 800)
    widget.show()
    QApplication.processEvents()


def bench_open(table: Table, name: str, text: str, spans: int, repeats: int, *, is_compared: bool = True) -> None:
    """Open to painted: ours with marks, and a bare text widget without any."""
    layer = layer_of(text, spans)
    view, bare = ArticleView(Theme.load(dark=False)), QTextEdit()
    bare.setFont(Theme.load(dark=False).font("reading", "regular", "reading"))
    bare.setReadOnly(True)
    for each in (view, bare):
        shown(each)

    def ours(n: int) -> None:
        view.show_text(text, marks(layer, None), "A headline")
        view.viewport().repaint()

    def theirs(n: int) -> None:
        bare.setPlainText(text)
        bare.viewport().repaint()

    table.measure(f"open {name}", repeats, ours)
    if is_compared:
        table.measure("  bare QTextEdit, no marks", min(repeats, 3), theirs)
    view.close()
    bare.close()


def bench_use(table: Table, name: str, text: str, spans: int, repeats: int) -> None:
    """Gestures and scrolling in one document."""
    layer = layer_of(text, spans)
    view = ArticleView(Theme.load(dark=False))
    shown(view)
    view.show_text(text, marks(layer, None))
    settle = time.monotonic() + 1.5  # heights become exact while nothing else happens; that is not what is measured
    while time.monotonic() < settle:
        QApplication.processEvents()
    bar, middle = view.verticalScrollBar(), layer.quotations[len(layer.quotations) // 2]
    view.scroll_to(max(0, middle.start - 200))
    view.viewport().repaint()
    changed = replace(middle, cue=(Span(middle.end, middle.end + 6),))
    layers = (replace(layer, quotations=tuple(changed if q is middle else q for q in layer.quotations)), layer)

    def cue(n: int) -> None:
        view.set_marks(marks(layers[n % 2], middle.id, view.marks()))
        QApplication.processEvents()

    def step(n: int) -> None:
        at = (layer.quotations.index(middle) + n % 7) % len(layer.quotations)
        view.set_marks(marks(layer, layer.quotations[at].id, view.marks()))
        QApplication.processEvents()

    def scroll(n: int) -> None:
        bar.setValue(bar.value() + 90)
        QApplication.processEvents()

    def jump(n: int) -> None:
        bar.setValue(n * 7919 * 131 % max(1, bar.maximum()))
        QApplication.processEvents()

    table.measure(f"gesture {name}: cue set, painted", repeats, cue)
    table.measure(f"gesture {name}: next quotation, painted", repeats, step)
    table.measure(f"scroll {name}, a notch", repeats, scroll)
    table.measure(f"scroll {name}, a jump", repeats, jump)
    view.close()


def main() -> None:
    """Print the table."""
    app = QApplication([])
    load_fonts()
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    table = Table()
    small, large = article(8_000), article(1_000_000)
    single, solid = article(1_000_000, None), article(1_000_000, None).replace(" ", "")
    emoji = (solid[:4000].replace("e", "e\u0301") + "\U0001f468\u200d\U0001f469\u200d\U0001f467") * 220
    bench_open(table, "8,000 characters, 75 spans", small, 75, repeats)
    bench_open(table, "1,000,000 characters, 5,000 spans", large, 5000, max(3, repeats // 4))
    bench_open(table, "1,000,000 in one paragraph", single, 5000, max(3, repeats // 4))
    for name, text in (("1,000,000 without blanks", solid), ("1,000,000 without blanks, with emoji", emoji)):
        bench_open(table, name, text, 5000, max(3, repeats // 4), is_compared=False)  # bare Qt takes half a minute
    for name, text, spans in (("8k", small, 75), ("1M", large, 5000), ("1M, one paragraph", single, 5000)):
        bench_use(table, name, text, spans, repeats * 3)
    del app


if __name__ == "__main__":
    main()
