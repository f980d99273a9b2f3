"""Labelling on a Dask cluster: each article is labelled by a worker, and what it found comes back here.

Nothing of ours runs a cluster: its scheduler and its workers are started by whoever has the machines.  A worker has to
have the same version of this program, and of the pipeline, as the one that asks; that is looked at first, so that the
labels are those that one machine would give.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from annotator import __version__
from annotator.domain.errors import PipelineError
from annotator.nlp.suggest import Labelled, loaded
from annotator.operations.pools import Pool, Work

if TYPE_CHECKING:
    from distributed import Client

Warn = Callable[[str], None]

_RETRIES: Final = 2
_PROTOCOLS: Final = ("tcp", "tls", "ws", "wss")
_ONE_AT_A_TIME: Final = threading.Lock()
"""A worker with several threads labels one article after another: the pipeline is not made for more."""


@contextmanager
def connected(address: str, pipeline: str | None, warn: Warn) -> Iterator[Pool]:
    """A pool of the cluster whose scheduler is at ``address``.

    Raises PipelineError where the package is missing, nobody answers, a worker has another version, or the cluster goes
    away meanwhile.
    """
    with _client(address) as client:
        check_workers(client, pipeline, warn)
        pool = client.get_executor(retries=_RETRIES)
        ours = _version(pipeline)
        wide = max(1, sum(client.nthreads().values()))
        yield Pool(lambda work: pool.submit(on_worker, work, pipeline, ours), result, wide)


def result(future: Future[Labelled]) -> Labelled:
    """What a worker found.  Raises PipelineError where it is lost."""
    from distributed import KilledWorker  # noqa: PLC0415 - an optional extra

    try:
        return future.result()
    except KilledWorker as error:
        raise PipelineError(
            "several workers of the cluster ended over one article", "perhaps memory ran out: give them more"
        ) from error
    except (CancelledError, OSError) as error:
        raise PipelineError(
            "the cluster does not answer any more", "what is labelled is kept: run the command again"
        ) from error


def on_worker(work: Work, pipeline: str | None, wanted: tuple[str, str]) -> Labelled:
    """Label one article; called on a worker.

    Raises PipelineError where it would label otherwise than ``wanted`` says: it may have come after `check_workers`.
    """
    with _ONE_AT_A_TIME:
        _refuse_others("a worker", _version_here(pipeline), wanted)
        return work()


@contextmanager
def _client(address: str) -> Iterator[Client]:
    if find_spec("distributed") is None:
        raise PipelineError(
            "labelling on a cluster needs the package distributed",
            "install it with pip install 'quotation-annotator[cluster]'",
        )
    from distributed import Client  # noqa: PLC0415 - an optional extra

    try:
        client = Client(_whole(address), set_as_default=False)  # waits as long as Dask's own settings say
    except (OSError, ValueError) as error:  # a refusal, a time-out, an unknown protocol
        raise PipelineError(
            f"no scheduler answers at {address}", "start one with dask scheduler, and give the address that it prints"
        ) from error
    with client:
        yield client


def _whole(address: str) -> str:
    """The address with its protocol.  Raises PipelineError for what is none."""
    whole = address if "://" in address else f"tcp://{address}"
    try:
        parts = urlsplit(whole)
        if parts.scheme in _PROTOCOLS and parts.hostname and parts.port:
            return whole
    except ValueError:
        pass
    raise PipelineError(f"“{address}” is not the address of a scheduler", "write it as tcp://HOST:PORT")


def _version(pipeline: str | None) -> tuple[str, str]:
    """What a worker labels with; it has loaded the pipeline then."""
    return __version__, loaded(pipeline, None).agent


@lru_cache(maxsize=4)
def _version_here(pipeline: str | None) -> tuple[str, str]:
    """`_version`, once in a worker's life."""
    return _version(pipeline)


def _refuse_others(worker: str, theirs: Sequence[str], ours: Sequence[str]) -> None:
    if tuple(theirs) != tuple(ours):
        raise PipelineError(
            f"{worker} has {' with '.join(theirs)}, this is {' with '.join(ours)}",
            "install the same versions everywhere",
        )


def check_workers(client: Client, pipeline: str | None, warn: Warn) -> None:
    """Raises PipelineError where a worker would label otherwise than this program does."""
    ours = _version(pipeline)
    there = client.run(_version, pipeline, on_error="return")
    if not there:
        warn("the cluster has no worker yet: waiting for one")
    for worker, theirs in there.items():
        if isinstance(theirs, Exception):
            raise PipelineError(
                f"the worker {worker} cannot label: {_first_line(theirs)}",
                "install this program and its pipeline where the workers run",
            ) from theirs
        _refuse_others(f"the worker {worker}", theirs, ours)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
