"""Buttons and chips that open a menu below themselves."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from annotator.ui.kit.controls import Button, Chip


def menu_button(menu: QMenu, text: str = "", icon: str = "", *, name: str = "", small: bool = False) -> Button:
    """A quiet button that opens ``menu``.  A bare icon has no chevron and is called ``name``."""
    button = Button(text, icon, "quiet", small=small, menu=bool(text))
    button.setAccessibleName(name or text)
    button.setToolTip(name or text)
    button.clicked.connect(lambda: open_below(button, menu))
    return button


def open_below(button: Button, menu: QMenu) -> None:
    """Open ``menu`` under ``button``, inside the window's right edge."""
    room = button.window().width() - button.mapTo(button.window(), QPoint(0, 0)).x()
    left = min(0, room - menu.sizeHint().width())
    menu.popup(button.mapToGlobal(QPoint(left, button.height() + 2)))


def open_below_chip(chip: Chip, menu: QMenu) -> None:
    """Open a menu under a chip; it goes when it closes."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
