"""The layout of the window, kept from one start to the next: place, panes, drawer, zoom, filter and order."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from annotator.settings import Settings
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.document_care import DocumentCare
from annotator.ui.documents.menus import SHOWN_WORDS

_PASSING = ("reanchor",)
"""Pages of the drawer that belong to something that is over when the window closes."""


class LayoutKept:
    """Restores the layout and keeps it.  ``remember`` takes a function from the old to the new preferences."""

    def __init__(
        self,
        window: QMainWindow,
        view: AnnotateView,
        care: DocumentCare,
        remember: Callable[[Callable[[Settings], Settings]], Settings],
    ) -> None:
        self._window = window
        self._view = view
        self._care = care
        self._remember = remember

    def restore(self, person: Settings) -> None:
        """Lay the window out as it was left."""
        view = self._view
        if person.window_geometry:
            self._window.restoreGeometry(QByteArray(base64.b64decode(person.window_geometry)))
        view.room.set_widths(person.panels)
        view.room.fold(person.folded)
        if person.guidelines:
            view.room.show_guidelines()
        view.article.set_zoom(person.zoom)
        view.drawer.set_height(person.drawer)
        if person.drawer_page in view.drawer.names():
            view.drawer.show_page(person.drawer_page)
        self._care.set_order(person.order)
        shown = next((each for each in SHOWN_WORDS if each == person.shown), None)
        if shown is not None:
            view.documents.show_only(shown)

    def keep(self) -> None:
        """Remember how the window is laid out now."""
        view, page = self._view, self._view.drawer.page() or ""
        geometry = base64.b64encode(self._window.saveGeometry().data()).decode("ascii")
        self._remember(
            lambda old: replace(
                old,
                window_geometry=geometry,
                panels=view.room.widths(),
                folded=view.room.folded(),
                guidelines=view.room.guidelines_chosen,
                drawer=view.drawer.height_chosen(),
                drawer_page="" if page in _PASSING else page,
                shown=view.documents.shown,
            )
        )
