"""What every room's tests stand on: no screen, no preferences but a temporary folder's, one awkward text."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:  # Qt warns where a system without a session has none
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="annotator-tests-")

# `default` is small and the same on every run; `make campaign` takes the large one.  A test that wants its own count
# multiplies `settings.default.max_examples` rather than naming a number.
_SLOW = [HealthCheck.too_slow]
settings.register_profile("default", max_examples=25, derandomize=True, deadline=None, suppress_health_check=_SLOW)
settings.register_profile("campaign", max_examples=5000, derandomize=False, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("default")


PATIENCE_MS = 60_000
"""How long a test waits for what the window, a thread or a child does: a busy machine takes longer than five seconds,
and a test that passes never waits so long."""
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitCallback, QtBot.waitExposed):
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS


AWKWARD = (
    "“We won’t close the cafe\u0301 🏭,” Zoe\u0301 Müller-Ångström told الصحيفة on Tuesday,\u2028“until every worker "
    "has a contract.”\n\n"
    "👩\u200d👩\u200d👧 She added: „Das ist – für uns – nicht ‚fertig‘“.\u00a0 記者は「終わった」と述べた。\n"
    "A lone \r return, a \ufdd0 noncharacter, \U0001d518\U0001d52b\U0001d526 and a \ufeff mark."
)
"""Emoji, a ZWJ sequence, a combining accent, U+2028, right-to-left and CJK text, nested and foreign quotation marks, a
no-break space, a lone CR, a noncharacter that Qt takes for a paragraph, astral letters and a BOM inside the text."""


@pytest.fixture
def awkward() -> str:
    """A short text that holds what offsets and Qt get wrong; see ``AWKWARD``."""
    return AWKWARD


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Preferences and new projects of this test and of the processes that it starts go to this empty folder."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_SETTINGS", str(folder / "settings"))
    monkeypatch.setenv("ANNOTATOR_PROJECTS", str(folder / "projects"))
    return folder


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The garbage collector as this test found it: the window's start turns it off, and on again with thresholds."""
    was, thresholds = gc.isenabled(), gc.get_threshold()
    yield
    (gc.enable if was else gc.disable)()
    gc.set_threshold(*thresholds)


@pytest.fixture(autouse=True)
def no_widget_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No widget outlives its test: it would paint, listen and warn in the next one."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in QApplication.topLevelWidgets()]
        if not left:
            return
        gc.collect()
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    pytest.fail(f"widgets left behind: {', '.join(left)}")
