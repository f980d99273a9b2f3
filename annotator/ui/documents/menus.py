"""The menus of the documents panel: what is shown, in which order, and what can be done to the chosen articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.documents.model import Shown, count
from annotator.ui.documents.order import ORDERS, Order, plain, turned

Deed = Literal["open", "done", "reopen", "skip", "note", "metadata", "corrected", "label", "remove"]
"""What the menu of the rows asks for."""

SHOWN_WORDS: Mapping[Shown, str] = {
    "todo": "To do",
    "done": "Done",
    "all": "All",
    "skipped": "Skipped",
    "problems": "With problems",
    "noted": "With notes",
    "copies": "With copies",
}

_ONE: Mapping[Deed | Literal[""], str] = {
    "open": "&Open",
    "done": "Mark &done",
    "reopen": "&Back to in progress",
    "skip": "&Skip with a reason…",
    "": "",
    "note": "&Note to yourself…",
    "metadata": "Edit &metadata…",
    "corrected": "Bring in a &corrected text…",
    "label": "&Label the entities again",
    "remove": "&Remove the article",
}
_MANY: Mapping[Deed, str] = {
    "done": "Mark {} &done",
    "reopen": "Take {} &back to in progress",
    "skip": "&Skip {} with a reason…",
    "label": "&Label the entities of {} again",
    "remove": "&Remove {}",
}
_APART: frozenset[str] = frozenset(("note", "label", "remove"))


def _menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(name, parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(name)
    return menu


def filter_menu(parent: QWidget, shown: Shown, counts: Mapping[Shown, int], choose: Callable[[Shown], None]) -> QMenu:
    """Which documents to show, each with their number, the present choice checked."""
    menu = _menu(parent, "Show only")
    group = QActionGroup(menu)
    for each, words in SHOWN_WORDS.items():
        if each == "skipped":
            menu.addSeparator()
        action = menu.addAction(f"{words}\t{counts[each]:,}")
        action.setCheckable(True)
        action.setChecked(each == shown)
        action.setEnabled(bool(counts[each]) or each == shown)
        action.triggered.connect(lambda _on=False, chosen=each: choose(chosen))
        group.addAction(action)
    return menu


def order_menu(parent: QWidget, order: Order, choose: Callable[[Order], None]) -> QMenu:
    """The orders of the list, the present one checked, and the same one the other way round."""
    menu = _menu(parent, "Sort by")
    group = QActionGroup(menu)
    for each, words in ORDERS.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(each == plain(order))
        action.triggered.connect(lambda _on=False, chosen=each: choose(chosen))
        group.addAction(action)
    menu.addSeparator()
    back = menu.addAction("The other way round")
    back.setCheckable(True)
    back.setChecked(order.startswith("-"))
    back.triggered.connect(lambda _on=False: choose(turned(order)))
    return menu


def row_menu(parent: QWidget, chosen: Sequence[str], do: Callable[[str, list[str]], None], *, writable: bool) -> QMenu:
    """What can be done to the chosen documents: all of it to one, to several what makes sense for them together."""
    ids = list(chosen)
    menu = _menu(parent, "Article" if len(ids) == 1 else f"{len(ids):,} articles")
    entries = dict(_ONE) if len(ids) == 1 else dict(_MANY)
    for deed, words in entries.items():
        if not deed:
            continue
        if deed in _APART and (len(ids) == 1 or deed != "note"):
            menu.addSeparator()
        action = menu.addAction(words.format(count(len(ids), "article")))
        action.setObjectName(deed)
        action.setEnabled(writable or deed == "open")
        action.triggered.connect(lambda _on=False, name=deed: do(name, ids))
    return menu
