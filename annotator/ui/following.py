"""Follows the preferences while the window is open; what it takes only when it opens again is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from annotator.settings import Settings
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.appearance import Appearance
from annotator.ui.interface_size import interface_size
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.overlays import Overlays
from annotator.ui.visiting import Visiting


class Window(Protocol):
    """The parts of the window that have a preference."""

    annotate: AnnotateView
    appearance: Appearance
    notices: NoticeBar
    overlays: Overlays
    visiting: Visiting

    def remember(self, change: Callable[[Settings], Settings], /) -> Settings:
        """Change the preferences and keep them."""

    @property
    def person(self) -> Settings:
        """The preferences as they are now."""

    def close(self) -> bool:
        """Close the window."""


class Following:
    """Changes the preferences and lets the window follow at once.

    ``opens_again`` tells that the window was closed so that the program starts anew.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self.opens_again = False

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the preferences and follow them."""
        window = self._window
        window.remember(change)
        window.annotate.article.set_zoom(window.person.zoom)
        window.annotate.hidden_kinds = frozenset(window.person.hidden_kinds)
        ghosts = window.annotate.gestures.ghosts
        ghosts.enabled = window.person.ghosts
        ghosts.forget()
        window.visiting.set_timed()
        window.appearance.apply()
        window.annotate.show_state()
        window.overlays.show_settings()
        self.offer_to_open_again()

    def offer_to_open_again(self) -> None:
        """A window takes the size of its interface when it is made: offer to make it anew."""
        notices, size = self._window.notices, self._window.person.interface
        if size == interface_size():
            notices.finish("interface")
            return
        deed = Deed("Open it again", self._open_again)
        notices.tell("info", f"The interface has {size} % when the window opens again.", [deed], topic="interface")

    def _open_again(self) -> None:
        self.opens_again = True
        self._window.close()
