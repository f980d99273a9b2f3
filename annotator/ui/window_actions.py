"""Where the actions of the table stand in the window: in its menus, and on the widgets whose keys they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.annotate_view import AnnotateView


def filled_menus(
    window: QMainWindow, actions: Mapping[str, QAction], opening: Callable[[], object]
) -> dict[str, QMenu]:
    """The menus of the bar by their names, in the order of the table; ``opening`` runs before one is shown."""
    menus: dict[str, QMenu] = {}
    for name, title in MENUS.items():
        menu = menus[name] = QMenu(title, window)
        window.menuBar().addMenu(menu)
        for spec in ACTIONS:
            if spec.menu == name:
                if spec.apart:
                    menu.addSeparator()
                menu.addAction(actions[spec.id])
        menu.aboutToShow.connect(opening)
    return menus


def give_keys(window: QWidget, view: AnnotateView, actions: Mapping[str, QAction]) -> None:
    """Put each action where its keys act: in the whole window, the article, or the panes of the Annotate view."""
    for spec in ACTIONS:
        action = actions[spec.id]
        if spec.scope == "window":
            window.addAction(action)
        elif spec.scope == "review":
            continue  # its view takes them when it is made
        elif spec.keys[:1] in (("Tab",), ("Shift+Tab",)):
            view.article.addAction(action)
        else:
            for pane in view.panes():
                pane.addAction(action)
