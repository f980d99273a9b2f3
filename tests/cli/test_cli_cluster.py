"""`annotator prelabel --scheduler`: the labels of a cluster are those of one machine, and what goes wrong is told."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest
from running import ROOT, environment, fault, ok

from annotator import __version__
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.errors import PipelineError
from annotator.nlp.suggest import Labelled, loaded
from annotator.operations import cluster
from annotator.operations.prelabel import prelabel
from annotator.store.project import Project
from tests.operations.exchanged import TEXT, document, make

HERE = ROOT / "tests" / "operations" / "cluster_here.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    texts = (TEXT, "“Stay 🎪,” Zoe\u0301 said.\n" + TEXT, "«Non», dit-elle. 🐟")
    return make(
        tmp_path / "p.annotator", *(AnnotatedDocument(document(f"d_{n}", text)) for n, text in enumerate(texts))
    )


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    command = [sys.executable, str(HERE), "one", "two"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(), cwd=ROOT
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        try:
            yield running.stdout.readline().decode().strip()
        finally:
            running.stdin.close()  # ends it
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                running.kill()


def layers(path: Path) -> list[object]:
    with Project.open(path, read_only=True) as opened:
        return [
            [(each.mentions, each.quotations, each.annotator) for each in opened.annotations.layers(id)]
            + [opened.cues.get(id)]
            for id in opened.documents.ids()
        ]


def test_a_cluster_goes_on_with_the_labels_that_one_machine_gives(
    project: Path, scheduler: str, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.annotator"
    shutil.copy(project, alone)
    with Project.open(alone) as opened:
        prelabel(opened, pipeline="rules")

    def interrupt(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with Project.open(project) as opened, pytest.raises(KeyboardInterrupt):
        prelabel(opened, pipeline="rules", progress=interrupt)
    assert layers(project) != layers(alone)
    done = ok("prelabel", project, "--pipeline", "rules", "--scheduler", scheduler)
    assert done.text == "2 documents labelled.\n"
    assert layers(project) == layers(alone)
    assert any(quotations for ((_, quotations, _), _) in layers(alone))  # type: ignore[misc]  # one layer, and the cues


def test_an_address_that_is_none_is_told(project: Path) -> None:
    before = layers(project)
    assert fault("prelabel", project, "--scheduler", "somewhere").endswith(
        "“somewhere” is not the address of a scheduler — write it as tcp://HOST:PORT"
    )
    assert layers(project) == before


def test_a_scheduler_that_does_not_answer_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "500ms")
    told = fault("prelabel", project, "--pipeline", "rules", "--scheduler", "tcp://127.0.0.1:9")
    assert told == (
        "annotator: no scheduler answers at tcp://127.0.0.1:9 — start one with dask scheduler, and give the address "
        "that it prints"
    )


def test_the_missing_package_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with Project.open(project) as opened, pytest.raises(PipelineError, match="needs the package distributed") as caught:
        prelabel(opened, pipeline="rules", scheduler="tcp://127.0.0.1:9")
    assert "quotation-annotator[cluster]" in caught.value.hint


class Workers:
    """A client whose workers answer this."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers

    def run(self, *_work: object, on_error: str) -> dict[str, object]:
        assert on_error == "return"
        return self.answers


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"w1": (__version__, "rules 1"), "w2": ("0.0.1", "rules 1")}, "w2 has 0.0.1 with rules 1"),
        ({"w1": [__version__, "other 3"]}, f"w1 has {__version__} with other 3"),
        (
            {"w1": ModuleNotFoundError("No module named 'annotator'\nx")},
            "w1 cannot label: No module named 'annotator' —",
        ),
    ],
)
def test_a_worker_that_would_label_otherwise_is_refused(answers: dict[str, object], said: str) -> None:
    with pytest.raises(PipelineError, match=said):
        cluster.check_workers(Workers(**answers), "rules", lambda _sentence: None)


def test_a_worker_that_comes_later_and_would_label_otherwise_is_refused() -> None:
    done = Labelled(Layer("l", "pipeline", annotator="cafe\u0301 🎪"))
    ours = (__version__, loaded("rules", None).agent)
    assert cluster.on_worker(lambda: done, "rules", ours) is done
    with pytest.raises(PipelineError, match=f"a worker has {__version__} with .*, this is 0.0.1 with ") as caught:
        cluster.on_worker(lambda: done, "rules", ("0.0.1", ours[1]))
    assert pickle.loads(pickle.dumps(caught.value)).hint == "install the same versions everywhere"


def test_a_cluster_without_workers_is_waited_for() -> None:
    told: list[str] = []
    cluster.check_workers(Workers(w1=(__version__, "rules 1")), "rules", told.append)
    assert told == []
    cluster.check_workers(Workers(), "rules", told.append)
    assert told == ["the cluster has no worker yet: waiting for one"]


@pytest.mark.parametrize("error", [CancelledError(), ConnectionResetError("gone")])
def test_a_cluster_that_goes_away_is_told(error: BaseException) -> None:
    future: Future[object] = Future()
    future.set_exception(error)
    with pytest.raises(PipelineError, match="does not answer any more") as caught:
        cluster.result(future)
    assert "run the command again" in caught.value.hint
