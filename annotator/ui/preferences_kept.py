"""The preferences while the window is open: changed, kept on the disk, and followed at once."""

from __future__ import annotations

from collections.abc import Callable

from annotator import settings
from annotator.domain.errors import AppError
from annotator.settings import Settings
from annotator.ui.messages import NoticeBar


class PreferencesKept:
    """The preferences of the person at this window; ``keep`` is False for one that leaves no trace."""

    def __init__(self, person: Settings, notices: NoticeBar, *, keep: bool) -> None:
        self.person = person
        self._notices = notices
        self._keep = keep

    def change(self, change: Callable[[Settings], Settings]) -> Settings:
        """Change the preferences and keep them; where the disk refuses, only until the window closes."""
        before, self.person = self.person, change(self.person)
        if self.person != before:
            self.save()
        return self.person

    def save(self) -> None:
        """Write the preferences; that it cannot be done is told in the bar."""
        if self._keep:
            try:
                settings.save(self.person)
            except AppError as error:
                self._notices.show_error(error, topic="settings")
