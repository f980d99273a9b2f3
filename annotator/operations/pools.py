"""Where several articles are labelled at once: in processes of this machine, or on a cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from annotator.domain.errors import PipelineError
from annotator.nlp.suggest import Labelled, loaded

Work = Callable[[], Labelled]
"""A call that labels a document; it can be sent to another process."""


@dataclass(frozen=True, slots=True)
class Pool:
    """``submit`` sends work off, ``result`` waits for what came of it, ``wide`` is how much runs at once."""

    submit: Callable[[Work], Future[Labelled]]
    result: Callable[[Future[Labelled]], Labelled]
    wide: int


@contextmanager
def processes(jobs: int, pipeline: str | None) -> Iterator[Pool]:
    """A pool of processes on this machine.  Its results raise PipelineError where a process ends by itself."""
    if multiprocessing.get_start_method() == "fork":
        loaded(pipeline, None)  # the children inherit it
    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_parent)
    try:
        yield Pool(pool.submit, _result, jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _result(future: Future[Labelled]) -> Labelled:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise PipelineError(
            "a process of the pipeline ended by itself", "perhaps memory ran out: try again with --jobs 1"
        ) from error
