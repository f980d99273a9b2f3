"""What stands in for the pipeline in journeys, and what opens their window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from driver import Driver

Opener = Callable[..., Driver]


class FakePipeline:
    """The commands of a child that does what the articles say; see ``fake_child.py``."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "asked.log"
        self._well = folder / "well"
        script = Path(__file__).with_name("fake_child.py")
        self.command = [sys.executable, str(script), str(self._log), str(self._well)]

    @property
    def asked(self) -> list[str]:
        """Ids of the articles that the child was asked about, in turn."""
        return self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []

    def get_well(self) -> None:
        """From now on every answer is good."""
        self._well.touch()
