"""File ▸ Open recent: the projects that were open last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.ui.file_actions import FileActions, same_file
from annotator.ui.messages import NoticeBar
from annotator.ui.preferences_kept import PreferencesKept
from annotator.ui.session import Session


class Window(Protocol):
    """The parts of the window that the menu works with."""

    session: Session
    files: FileActions
    notices: NoticeBar
    preferences: PreferencesKept


class RecentMenu(QMenu):
    """The recent projects but the one that is open; one that is gone says so when it is chosen, and leaves the list."""

    def __init__(self, window: Window, menu: QMenu, before: QAction) -> None:
        """It stands in ``menu``, above ``before``."""
        super().__init__("Open recent", menu)
        self.setObjectName("recent_projects")
        self._window = window
        self.aboutToShow.connect(self.refill)
        menu.insertMenu(before, self)

    def refill(self) -> None:
        """Show what was open last."""
        self.clear()
        project = self._window.session.project
        for each in self._window.preferences.person.recent_projects:
            path = Path(each)
            if project is None or not same_file(path, project.path):
                action = self.addAction(f"{path.stem}  —  {path.parent}".replace("&", "&&"))
                action.triggered.connect(partial(self._open, path))
        if self.isEmpty():
            self.addAction("None yet").setEnabled(False)

    def _open(self, path: Path, _on: bool = False) -> None:
        window = self._window
        if path.exists():
            window.files.open(path)
            return
        window.preferences.change(lambda old: old.forgotten(path))
        window.notices.tell(
            "warn", f"“{path.stem}” is no longer there, and off the list.", hint=str(path), topic="recent"
        )
