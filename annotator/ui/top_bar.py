"""The top bar: the project and its menu, the views, the palette, undo and redo, the keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QMenu

from annotator.ui.kit.basics import Panel, elided, hbox, host, metrics, paint_text, painting
from annotator.ui.kit.controls import Button, Control, paint_ring, tip
from annotator.ui.kit.menu_button import menu_button
from annotator.ui.look.theme import text_width, theme_of

VIEWS = ("Annotate", "Review", "Entities", "Statistics")
"""The views of the window, left to right."""

_SEARCH = "Search or run a command"
_TITLE_WIDTH = 200
_TITLE_WIDTH_COMPACT = 150


class ViewTab(Control):
    """The name of a view, heavier and underlined for the one that is shown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setText(text)
        self._count = ""
        self.setAccessibleName(f"{text} view")

    def set_count(self, count: int) -> None:
        """Say beside the name how many things wait there; 0 says nothing."""
        words = f"{count:,}" if count else ""
        if words != self._count:
            self._count = words
            self.setAccessibleName(f"{self.text()} view, {words}" if words else f"{self.text()} view")
            self.updateGeometry()
            self.update()

    def _words(self) -> float:
        """The width of the name in the heavier weight."""
        return text_width(metrics().font("body", "semibold"), self.text())

    def _badge(self) -> float:
        """The width of the count on its ground."""
        return text_width(metrics().font("tiny", "medium"), self._count) + 12 if self._count else 0.0

    def sizeHint(self) -> QSize:
        """Room for the heavier weight, and for the count."""
        badge = self._badge() + 6 if self._count else 0.0
        return QSize(int(self._words() + badge + 24.99), metrics().size.top_bar)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tab."""
        with painting(self) as painter:
            theme = theme_of(self)
            shown = self.isChecked()
            font = theme.font("body", "semibold" if shown else "medium")
            ink = theme.text if shown or self.underMouse() else theme.text_2
            words = QRectF(12, 0, self.width() - 12, self.height() - 1)
            paint_text(painter, font, ink, words, self.text())
            if self._count:
                badge = QRectF(12 + self._words() + 6, self.height() / 2 - 9, self._badge(), 18)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.sunken)
                painter.drawRoundedRect(badge, 9, 9)
                paint_text(
                    painter,
                    theme.font("tiny", "medium"),
                    theme.text_2,
                    badge,
                    self._count,
                    align=Qt.AlignmentFlag.AlignHCenter,
                )
            if shown:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.accent)
                painter.drawRoundedRect(QRectF(12, self.height() - 3, self.width() - 24, 3), 1.5, 1.5)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()).adjusted(3, 9, -3, -9), theme.radius.control)


class TopBar(Panel):
    """The bar above everything.  ``viewChosen`` carries the name of a view."""

    viewChosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], project_menu: QMenu) -> None:
        super().__init__("chrome", "b")
        self.setAccessibleName("Top bar")
        self.setFixedHeight(metrics().size.top_bar)
        self._title = ""
        self._path = ""
        self._compact = False
        self.project = menu_button(project_menu, "No project", "archive")
        self.tabs = [ViewTab(each) for each in VIEWS]
        self._group = QButtonGroup(self)
        for tab in self.tabs:
            tab.setToolTip(tip(actions[f"view.{tab.text().lower()}"]))
            self._group.addButton(tab)
            tab.clicked.connect(lambda _on=False, each=tab: self.viewChosen.emit(each.text()))
        self.tabs[0].setChecked(True)
        self.undo = Button.for_action(actions["edit.undo"], "quiet", icon="undo-2", text="", key=False)
        self.redo = Button.for_action(actions["edit.redo"], "quiet", icon="redo-2", text="", key=False)
        self.search = Button.for_action(actions["view.palette"], icon="search", text=_SEARCH)
        self.search_short = Button.for_action(actions["view.palette"], "quiet", icon="search", text="", key=False)
        self.keys = Button.for_action(actions["help.keys"], "quiet", icon="keyboard", text="", key=False)
        self._start = host(hbox(self.project, None, gap=0, margins=(8, 0, 0, 0)))
        self.setLayout(
            hbox(
                self._start,
                *self.tabs,
                None,
                *(self.search, self.search_short),
                8,
                self.undo,
                self.redo,
                self.keys,
                8,
                gap=2,
            )
        )
        self.set_compact(False)

    def show_view(self, name: str | None) -> None:
        """Mark the tab of the view that is shown; none for one without a tab."""
        self._group.setExclusive(name is not None)  # else the last one could not be unchecked
        for tab in self.tabs:
            tab.setChecked(tab.text() == name)

    def show_count(self, name: str, count: int) -> None:
        """Say beside the name of a view how many things wait there; 0 says nothing."""
        for tab in self.tabs:
            if tab.text() == name:
                tab.set_count(count)

    def set_project(self, title: str, path: str = "") -> None:
        """Show which project is open; ``path`` is in the tooltip."""
        self._title, self._path = title, path
        self._show_project()

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: the views follow the project at once."""
        self._compact = compact
        self.search.setHidden(compact)
        self.search_short.setVisible(compact)
        self._start.setMinimumWidth(0 if compact else metrics().size.documents[0] - 12)
        self._show_project()

    def _show_project(self) -> None:
        title = self._title or "No project"
        width = _TITLE_WIDTH_COMPACT if self._compact else _TITLE_WIDTH
        self.project.setText(elided(title, metrics().font("body", "medium"), width))
        self.project.setAccessibleName(f"Project {title}" if self._title else title)
        self.project.setToolTip(f"{title}\n{self._path}".strip())
