"""What reaches the queue, and how long alignment and agreement take, on layers made from real gold.

``PYTHONPATH=. python tests/measure/adjudicate_perturbed.py FOLDER [--documents N]``

FOLDER holds JSONL files with ``text`` and ``quotes``.  Prints the conflicts per 100 paired quotations of two
annotators, and milliseconds for 100 documents of 75 quotations by three annotators.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from annotator.analysis.agreement import agreement
from annotator.analysis.alignment import align, paired
from annotator.analysis.matching import Side
from annotator.analysis.queueing import Case, queue_of
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Layer
from annotator.domain.documents import Document
from annotator.domain.text import Span, Spans, sha256
from tests.measure.perturbed import PEOPLE, Article, Rates, articles, layer

_QUOTATIONS = 75


def queues(texts: list[Article], rates: Rates) -> None:
    """Conflicts of two annotators, by kind and slot."""
    chance = random.Random(7)
    kinds: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    pairs = look = plain = 0
    for article in texts:
        layers = {each.id: layer(article, each, rates, chance) for each in PEOPLE[:2]}
        queue = queue_of(Case(article.document.text, layers))
        for item in queue.items:
            both = item.group is not None and len(item.group.members) == 2
            pairs += both
            plain += both and item.state == "agreed"
            look += both and item.state == "open"
            if item.state == "open" and item.kind:
                kinds[item.kind] += 1
                if both:
                    slots.update(item.open_slots)
    print(f"{len(texts)} documents, {pairs} paired quotations of two annotators")
    print(f"  of 100 paired: {100 * plain / pairs:.1f} need no look, {100 * look / pairs:.1f} reach the queue")
    print(
        f"  with one-sided ones: {100 * sum(kinds.values()) / pairs:.1f} conflicts; {dict(kinds)}; slots {dict(slots)}"
    )


def large(texts: list[Article], number: int) -> Article:
    """An article with `_QUOTATIONS` quotations, put together from several."""
    text, rows = "", []
    for each in islice(_around(texts, number * 7), 200):
        if len(rows) >= _QUOTATIONS:
            break
        rows += [
            replace(
                one,
                id=f"q_{len(rows) + n}",
                content=_shifted(one.content, len(text)),
                cue=_shifted(one.cue, len(text)),
                speakers=tuple(replace(party, spans=_shifted(party.spans, len(text))) for party in one.speakers),
                parent=None,
            )
            for n, one in enumerate(each.quotations)
        ]
        text += each.document.text + "\n\n"
    return Article(Document(f"d_{number}", text, sha256(text)), tuple(rows[:_QUOTATIONS]))


def _around(texts: list[Article], start: int) -> Iterator[Article]:
    number = start
    while True:
        yield texts[number % len(texts)]
        number += 1


def _shifted(spans: Spans, by: int) -> Spans:
    return tuple(Span(start + by, end + by) for start, end in spans)


def timed(what: str, act: Callable[[], object], count: int = 1) -> None:
    """The median CPU time of three runs."""
    taken = []
    for _ in range(3):
        begin = time.process_time()
        act()
        taken.append(time.process_time() - begin)
    whole = statistics.median(taken) * 1000
    print(f"  {what}: {whole:.0f} ms" + (f" ({whole / count:.2f} ms a document)" if count > 1 else ""))


def speed(texts: list[Article], rates: Rates, documents: int) -> None:
    """Alignment, queue and agreement of three annotators."""
    chance = random.Random(8)
    whole = [large(texts, number) for number in range(documents)]
    layers = [{each.id: layer(article, each, rates, chance) for each in PEOPLE} for article in whole]
    size = sum(len(each.quotations) for rows in layers for each in rows.values())
    print(f"{documents} documents, {len(PEOPLE)} annotators, {size} quotations; CPU time")
    both = list(zip(whole, layers, strict=True))
    ids = [each.id for each in PEOPLE]

    def pair(article: Article, rows: dict[str, Layer]) -> None:
        paired(Same(article.document.text), rows[ids[0]], rows[ids[1]])

    timed("align two", lambda: [pair(*each) for each in both], documents)
    timed("align three", lambda: [align(Same(each.document.text), rows) for each, rows in both], documents)
    timed("queue of three", lambda: [queue_of(Case(each.document.text, rows)) for each, rows in both], documents)
    sides = [Side(each.document.id, "", each.document.text, rows) for each, rows in both]
    timed("agreement, all of it", lambda: agreement(sides, ids), documents)
    timed("agreement without intervals", lambda: agreement(sides, ids, rounds=0), documents)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    given = parser.parse_args()
    texts = list(articles(given.folder))
    queues(texts, Rates())
    queues(texts, Rates(drop=0.15))
    speed(texts, Rates(), given.documents)


if __name__ == "__main__":
    main()
