"""The real window, opened as ``annotator ARGV…`` opens it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from driver import Driver
from pytestqt.qtbot import QtBot

from annotator.ui.app import build
from annotator.ui.labelling import Labelling
from annotator.ui.main_window import MainWindow


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Driver]]:
    """Open the window as ``annotator ARGV…`` does, without a pipeline child unless asked for."""
    monkeypatch.setenv("ANNOTATOR_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("ANNOTATOR_PROJECTS", str(tmp_path / "projects"))
    opened: list[MainWindow] = []

    def opener(*argv: str | Path, pipeline: bool = False, size: tuple[int, int] = (1440, 900)) -> Driver:
        if not pipeline:
            monkeypatch.setattr(Labelling, "start", lambda _self: None)
        window = build([str(each) for each in argv])
        assert isinstance(window, MainWindow)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        opened.append(window)
        return Driver(qtbot, window)

    yield opener
    for window in opened:
        window.close()
        gc.collect()  # wrappers of widgets that are gone already, before the tree that they stood in is torn down
        shiboken6.delete(window)
