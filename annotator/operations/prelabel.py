"""Pre-labelling: the pipeline's layer for lines of JSONL, for a project's documents, and from the window's child."""

from __future__ import annotations

import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TypeVar

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.changes import Changes
from annotator.domain.codec import encode
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, FormatError
from annotator.domain.profiles import KEY, PROFILES, SPEECH
from annotator.formats.base import Problem, ReadOptions
from annotator.formats.jsonl import line_of, read_line
from annotator.nlp import pipelines
from annotator.nlp.identity import NOTHING_KNOWN, Known
from annotator.nlp.models import loaded_model
from annotator.nlp.suggest import Labelled, label_with
from annotator.operations import cluster
from annotator.operations.cue_lines import with_cues, with_reasons
from annotator.operations.exchange import STDIO, AtomicFiles
from annotator.operations.learned import model_in_use
from annotator.operations.pipeline_labels import LABEL, people_of, pipeline_of, profile_of, store_labels
from annotator.operations.pools import Pool, Work, processes
from annotator.store.project import Project

_BOM = b"\xef\xbb\xbf"
_SQLITE: Final = b"SQLite format 3\0"
_AHEAD: Final = 4
"""How many documents wait for each process."""

Warn = Callable[[str], None]
T = TypeVar("T")


def _quiet(_sentence: str) -> None:
    """For callers that want no warnings."""


# ------------------------------------------------------------------------------------------------ streams


def suggest_stream(
    lines: Iterable[bytes],
    write: Callable[[bytes], object],
    *,
    pipeline: str | None = None,
    profile: str = SPEECH,
    jobs: int = 1,
    skip_bad: bool = False,
    cue_candidates: bool = False,
    reasons: bool = False,
    model: str | None = None,
    path: str = "<stdin>",
    warn: Warn = _quiet,
) -> int:
    """Label each line and hand the answer to ``write``, in order; the number of documents.

    With one job the answer to a line is written before the next line is read.  A line of quotation-annotations keeps
    its other layers; its pipeline layer is replaced; its entities serve as the registry, and whom its other layers name
    is followed.  With ``cue_candidates`` and ``reasons`` the answer carries them (see
    `annotator.operations.cue_lines`).  Raises FormatError at the first bad line, with ``path`` and line,
    or, with ``skip_bad``, only where every line was bad (each is told to ``warn``).  Raises PipelineError.
    """
    bad: list[FormatError] = []

    def skip(error: FormatError) -> None:
        if not skip_bad:
            raise error
        bad.append(error)
        warn(str(Problem.of(error)))

    documents = _documents(lines, path, skip)
    done = 0
    how = _How(pipeline, jobs, cue_candidates, profile, model)
    for annotated, labels in _labelled(documents, _task, how, warn):
        others = people_of(annotated.layers)
        answer = replace(annotated, layers=(*others, labels.layer))
        answer = with_cues(answer, labels.cues) if cue_candidates else answer
        write(line_of(encode(with_reasons(answer, labels.reasons) if reasons else answer)))
        done += 1
    if bad and not done:
        raise bad[0]
    return done


def _documents(lines: Iterable[bytes], path: str, skip: Callable[[FormatError], None]) -> Iterator[AnnotatedDocument]:
    options = ReadOptions(path=path)
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if not line.strip():
            continue
        try:
            content = read_line(line, options, number).content
        except FormatError as error:
            skip(error)
        else:
            yield content


def suggest_files(
    source: Path,
    out: Path,
    *,
    pipeline: str | None = None,
    profile: str = SPEECH,
    jobs: int = 1,
    skip_bad: bool = False,
    cue_candidates: bool = False,
    reasons: bool = False,
    model: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    warn: Warn = _quiet,
) -> int:
    """`suggest_stream` from a file or standard input to a file, written whole or not at all, or standard output.

    ``progress`` gets lines answered and lines in all, where both are files.
    """
    name = "<stdin>" if source == STDIO else str(source)
    learned = None if model is None else read_model(model)
    with _opened(source) as lines, _sink(out) as stream:
        told = None if progress is None or STDIO in (source, out) else _Told(source, progress)

        def write(line: bytes) -> None:
            stream.write(line)
            stream.flush()
            if told is not None:
                told.one_more()

        return suggest_stream(
            lines,
            write,
            pipeline=pipeline,
            profile=profile,
            jobs=jobs,
            skip_bad=skip_bad,
            cue_candidates=cue_candidates,
            reasons=reasons,
            model=learned,
            path=name,
            warn=warn,
        )


class _Told:
    """Tells how many lines of a file are answered."""

    def __init__(self, source: Path, progress: Callable[[int, int], None]) -> None:
        with _opened(source) as lines:
            self._total = sum(1 for line in lines if line.strip())
        self._done, self._progress = 0, progress

    def one_more(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def read_model(path: Path) -> str | None:
    """A learned model's JSON; None for a project without one in use.

    Raises FormatError where the file cannot be read, PipelineError where it is no model, ProjectError.
    """
    with _opened(path) as stream:
        raw = stream.read(len(_SQLITE))
        if raw == _SQLITE:
            with Project.open(path, read_only=True, exclusive=False) as project:
                return model_in_use(project)
        raw += stream.read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            "the model is not UTF-8", "take a file that `annotator learn` wrote", path=str(path)
        ) from error
    loaded_model(text)
    return text


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STDIO:
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FormatError(f"the file cannot be read: {reason}", "check its name and rights", path=str(path)) from error
    with stream:
        yield stream


@contextmanager
def _sink(out: Path) -> Iterator[BinaryIO]:
    if out == STDIO:
        yield sys.stdout.buffer
        return
    files = AtomicFiles(out)
    with files, files.open() as stream:
        yield stream


def lower_priority() -> None:
    """Let the window and everything else go before this process."""
    if sys.platform == "win32":
        below_normal = 0x4000
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), below_normal)
    else:
        os.nice(10)


# ------------------------------------------------------------------------------------------------ projects


def prelabel(
    project: Project,
    *,
    pipeline: str | None = None,
    jobs: int = 1,
    redo: bool = False,
    model: Path | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    warn: Warn = _quiet,
) -> Changes:
    """Label the documents that have no pipeline layer, or with ``redo`` all, and store each as soon as it is done.

    What was done stays done when this is interrupted; the next call goes on from there.  ``progress`` gets documents
    done and documents in all.  ``pipeline`` and ``model`` take the place of the project's own; ``scheduler`` is the
    address of a Dask cluster that does the work in place of ``jobs`` processes here.  Raises PipelineError,
    ProjectError.
    """
    wanted = project.documents.ids() if redo else project.documents.unlabelled()
    layers: set[str] = set()
    documents: set[str] = set()
    step: int | None = None
    done = 0
    progress(done, len(wanted))
    learned = model_in_use(project) if model is None else read_model(model)
    how = _How(
        pipeline or pipeline_of(project),
        jobs,
        cues=True,
        profile=profile_of(project),
        model=learned,
        scheduler=scheduler,
    )
    for document, labels in _labelled(_stored(project, wanted), _Task, how, warn):
        changes = store_labels(project, document, labels.layer, labels.cues, labels.reasons)
        documents |= changes.documents
        layers |= changes.touches("layer")
        step = changes.step if changes.step is not None else step
        done += 1
        progress(done, len(wanted))
    return Changes(LABEL, step, {"layer": frozenset(layers)} if layers else {}, frozenset(documents))


def _stored(project: Project, wanted: Iterable[str]) -> Iterator[Document]:
    for id in wanted:
        try:
            document = project.documents.get(id)
        except ConflictError:  # removed meanwhile, in the window
            continue
        yield document


# ------------------------------------------------------------------------------------------------ work


class _Task(NamedTuple):
    """A document to label, what is known about it before, and the profile where it has one of its own."""

    document: Document
    known: Known = NOTHING_KNOWN
    profile: str | None = None


def _task(annotated: AnnotatedDocument) -> _Task:
    asked = annotated.document.extra.get(KEY)
    known = Known(annotated.entities, people_of(annotated.layers)) if annotated.entities else NOTHING_KNOWN
    return _Task(annotated.document, known, str(asked) if asked in PROFILES else None)


class _How(NamedTuple):
    """How to label: with which pipeline, in how many processes, with cue candidates or not, what is suggested.

    ``model`` is a learned model's JSON; ``scheduler`` the address of a cluster that takes the place of processes.
    """

    pipeline: str | None
    jobs: int
    cues: bool
    profile: str
    model: str | None = None
    scheduler: str | None = None

    def pool(self, warn: Warn) -> AbstractContextManager[Pool]:
        """Where the work goes if it is not done here one by one.  Raises PipelineError."""
        if self.scheduler is None:
            return processes(self.jobs, self.pipeline)
        return cluster.connected(self.scheduler, self.pipeline, warn)

    def work(self, task: _Task) -> Work:
        """The call that labels a document; it can be sent to another process."""
        document, profile = task.document, task.profile or self.profile
        return partial(
            label_with,
            self.pipeline,
            document.language,
            document.text,
            profile=profile,
            known=task.known,
            cues=self.cues,
            model=self.model,
        )


def _labelled(items: Iterable[T], task_of: Callable[[T], _Task], how: _How, warn: Warn) -> Iterator[tuple[T, Labelled]]:
    """Each item with the labels for its document, in order; with one job each before the next item is asked for."""
    pipelines.find(how.pipeline, None)  # a pipeline that is not there is told before any work
    told: set[str] = set()
    if how.jobs == 1 and how.scheduler is None:
        for item in items:
            task = task_of(item)
            _tell(how.pipeline, task.document.language, told, warn)
            yield item, how.work(task)()
        return
    waiting: deque[tuple[T, Future[Labelled]]] = deque()
    with how.pool(warn) as pool:
        for item in items:
            task = task_of(item)
            _tell(how.pipeline, task.document.language, told, warn)
            waiting.append((item, pool.submit(how.work(task))))
            if len(waiting) > pool.wide * _AHEAD:
                yield _first(waiting, pool)
        while waiting:
            yield _first(waiting, pool)


def _first(waiting: deque[tuple[T, Future[Labelled]]], pool: Pool) -> tuple[T, Labelled]:
    item, future = waiting.popleft()
    return item, pool.result(future)


def _tell(pipeline: str | None, language: str | None, told: set[str], warn: Warn) -> None:
    """Warn once for each language that has no pipeline."""
    sentence = pipelines.missing(pipeline, language)
    if sentence and sentence not in told:
        told.add(sentence)
        warn(sentence)
