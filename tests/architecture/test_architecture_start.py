"""The window starts without the language pipeline, the command line without the window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = {"spacy", "numpy", "thinc"}
QT = {"PySide6", "shiboken6"}


LATER = {
    "annotator.nlp.suggest", "annotator.operations.prelabel", "annotator.operations.exchange",
    "annotator.ui.sheets.palette", "annotator.ui.entities.view", "annotator.ui.sheets.preferences",
    "annotator.ui.scheme.editor", "annotator.ui.sheets.shortcut_sheet", "annotator.ui.kit.type_ahead",
    "concurrent.futures", "multiprocessing",
}  # fmt: skip
"""What no first frame shows: it is loaded when it is first asked for."""


def loaded_after(code: str) -> set[str]:
    """The top-level modules that ``code`` loads in a fresh process, beyond what Python itself or coverage loads."""
    return {name.partition(".")[0] for name in all_loaded_after(code)}


def all_loaded_after(code: str) -> set[str]:
    """All modules that ``code`` loads in a fresh process, beyond what Python itself or coverage loads."""
    program = (
        f"import json, sys; before = set(sys.modules)\n{code}\nprint(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_window_never_loads_the_pipeline() -> None:
    modules = loaded_after("from annotator.ui import app; window = app.build([])")
    assert modules >= QT
    assert not modules & PIPELINE


def test_the_window_loads_what_its_first_frame_does_not_show_later() -> None:
    program = "from annotator.ui import app; window = app.build([]); window.show(); app.QApplication.processEvents()"
    assert not all_loaded_after(program) & LATER


@pytest.mark.parametrize(
    "code",
    [
        "import annotator.cli; assert 'suggest' in annotator.cli.COMMANDS",
        "from annotator.__main__ import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    pass",
        "from annotator.__main__ import main\ntry:\n    main(['formats'])\nexcept SystemExit:\n    pass",
    ],
    ids=["import", "version", "formats"],
)
def test_the_command_line_never_loads_qt(code: str) -> None:
    modules = loaded_after(code)
    assert "click" in modules
    assert not modules & (QT | PIPELINE)


def test_the_door_itself_loads_nothing() -> None:
    modules = loaded_after("import annotator.__main__")
    assert not modules & (QT | PIPELINE | {"click", "sqlite3", "sqlite_utils"})
