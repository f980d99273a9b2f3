"""The real window, opened as ``annotator ARGV…`` opens it, over projects of awkward articles."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from doubles import FakePipeline, Opener
from driver import Driver
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Annotator
from annotator.operations.exchange import import_paths
from annotator.store.connection import Connection, sentence
from annotator.store.project import Project
from annotator.ui.app import build
from annotator.ui.labelling import Labelling
from annotator.ui.main_window import MainWindow
from annotator.ui.tasks import PipelineChild


@pytest.fixture
def fake(tmp_path: Path) -> FakePipeline:
    """A pipeline that knows four names, and misbehaves where an article tells it to."""
    return FakePipeline(tmp_path)


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project of articles, by their titles."""

    def make(articles: Mapping[str, str], name: str = "harbour") -> Path:
        folder = tmp_path / f"{name} articles"
        folder.mkdir()
        sources = []
        for title, text in articles.items():
            sources.append(folder / f"{title}.txt")
            sources[-1].write_bytes(text.encode("utf-8"))
        path = tmp_path / f"{name}.annotator"
        with Project.create(path, title=name.title()) as made:
            if sources:
                import_paths(made, sources, actor=Annotator("a_importer", "importer"))
        return path

    return make


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Open the window as ``annotator ARGV…`` does, without a pipeline child unless asked for.

    ``pipeline`` is True for the real child, or the command of another; it may be silent for ``patience_ms``.
    """
    monkeypatch.setenv("ANNOTATOR_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("ANNOTATOR_PROJECTS", str(tmp_path / "projects"))
    opened: list[MainWindow] = []

    def opener(
        *argv: str | Path,
        pipeline: bool | list[str] = False,
        patience_ms: int = 60_000,
        size: tuple[int, int] | None = (1440, 900),
    ) -> Driver:
        with monkeypatch.context() as patch:
            command = [] if pipeline is True else pipeline or ["no child in this test"]
            child = partial(PipelineChild, command=command, patience_ms=patience_ms)
            if not pipeline:
                child = partial(_Idle, command=command)
            patch.setattr("annotator.ui.main_window.Labelling", partial(Labelling, child=child))
            window = build([str(each) for each in argv])
        assert isinstance(window, MainWindow)
        if size is not None:
            window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        opened.append(window)
        return Driver(qtbot, window)

    yield opener
    for window in opened:
        window.close()
        gc.collect()
        shiboken6.delete(window)


class _Idle(PipelineChild):
    """A child that is never asked."""

    def ask(self, documents: object) -> None:
        """Do nothing."""


@pytest.fixture
def disk_full(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Have every commit fail, or succeed again."""
    real, state = Connection.execute, {"full": False}

    def execute(self: Connection, sql: str, values: object = ()) -> sqlite3.Cursor:
        if state["full"] and sql == "COMMIT":
            try:
                raise sqlite3.OperationalError("database or disk is full")
            except sqlite3.Error as error:
                raise sentence(error, self.path) from error
        return real(self, sql, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "execute", execute)
    return lambda full: state.update(full=full)
