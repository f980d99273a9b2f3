"""The size of the interface: Qt draws everything larger by it; the article takes it back, having a zoom of its own.

Qt reads the factor once, when the application is made.  Another size is therefore taken by a program that starts anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QProcess

from annotator.settings import INTERFACE_RANGE

FACTOR = "QT_SCALE_FACTOR"
"""Qt's own environment variable."""
_BEFORE = "ANNOTATOR_SCALE_FACTOR_BEFORE"
"""Environment variable: what Qt's was before this program set it, for the one that it starts."""
_PROPERTY = "annotator_interface"


def use_interface(percent: int) -> None:
    """Have the application drawn at this size; call it before it is made.  A factor of the system's own goes on top."""
    before = os.environ.setdefault(_BEFORE, os.environ.get(FACTOR, ""))
    try:
        system = float(before or 1)
    except ValueError:
        system = 1.0
    os.environ[FACTOR] = f"{system * within(percent) / 100:g}"
    if percent == 100 and not before:
        del os.environ[FACTOR]


def keep_interface(percent: int) -> None:
    """Remember the size at which the application was made."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, within(percent))


def interface_size() -> int:
    """The size at which the application was made, in percent."""
    app = QCoreApplication.instance()
    return int((app.property(_PROPERTY) if app is not None else None) or 100)


def within(percent: int) -> int:
    """The nearest size that the interface may have."""
    low, high = INTERFACE_RANGE
    return min(high, max(low, percent))


def start_anew(arguments: Sequence[str]) -> bool:
    """Start the program once more, by itself; whether that could be done."""
    started = QProcess.startDetached(sys.executable, ["-m", "annotator", *arguments])
    return bool(started[0] if isinstance(started, tuple) else started)
