"""Feedback that waits is counted beside the window, and what goes wrong there keeps nobody from closing it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from annotator.operations import curate
from annotator.store.project import Project
from annotator.ui.review import waiting as review_waiting
from annotator.ui.review.waiting import FeedbackWaiting
from tests.operations.reviewing import ANN, BRIDGE, desk_of, first, layer, project_of, quotation


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_of(tmp_path, layer(ANN, first(ANN, "q_a1"), quotation(ANN, "q_a2", BRIDGE))) as made:
        curate.reject(desk_of(made, annotators=[ANN.id]), "q_a2", "title_or_name")
        yield made


def test_what_waits_is_counted(qtbot: QtBot, qapp: object, project: Project) -> None:
    owner = QObject()
    waiting = FeedbackWaiting(owner)
    with qtbot.waitSignal(waiting.found) as told:
        waiting.count(project, ANN.id)
    assert told.args == [1]
    waiting.stop()


def test_a_count_that_failed_is_let_go(
    qtbot: QtBot, qapp: object, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> int:
        raise ValueError("cafe\u0301 🏭")

    monkeypatch.setattr(review_waiting, "_counted", fails)
    owner = QObject()
    waiting = FeedbackWaiting(owner)
    with qtbot.capture_exceptions() as caught:
        waiting.count(project, ANN.id)
        qtbot.waitUntil(lambda: waiting._worker is None)
    waiting.stop()
    assert [each[0] for each in caught] == [ValueError]
