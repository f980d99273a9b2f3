"""The context menu of the article: what can be done with the words, the mention or the quotation under the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.scheme import Label

_ON_WORDS = (
    "quotation.new",
    "quotation.add_fragment",
    "quotation.cue",
    "quotation.speaker",
    "quotation.addressee",
    "passage.reject",
)
_ON_MENTION = ("quotation.speaker", "quotation.addressee", "stance.new", "mention.remove")
_ON_QUOTATION = ("quotation.same_speaker", "quotation.none_in_text", "stance.new", "quotation.delete")
_ON_SUGGESTION = ("suggestion.accept", "suggestion.reject")


def kind_menu(title: str, kinds: tuple[Label, ...], choose: Callable[[str], None], parent: QWidget) -> QMenu:
    """A menu of the entity kinds, or of other labels, each with a letter of its own as its key."""
    menu = QMenu(title, parent)
    taken: set[str] = set()
    for label in kinds:
        at = next((n for n, letter in enumerate(label.name) if letter.isalnum() and letter.lower() not in taken), -1)
        if at >= 0:
            taken.add(label.name[at].lower())
        name = label.name.replace("&", "&&") if at < 0 else f"{label.name[:at]}&{label.name[at:]}"
        menu.addAction(name, partial(choose, label.id))
    return menu


def article_menu(
    parent: QWidget,
    actions: Mapping[str, QAction],
    *,
    words: bool,
    mention: bool,
    quotation: bool,
    suggestion: bool,
    kinds: QMenu | None,
) -> QMenu:
    """The menu for what is under the mouse; ``kinds`` marks the words, or relabels the mention."""
    menu = QMenu(parent)
    groups = ((suggestion, _ON_SUGGESTION), (mention, _ON_MENTION), (words and not mention, _ON_WORDS))
    for wanted, ids in (*groups, (quotation and not words and not mention, _ON_QUOTATION)):
        if wanted:
            menu.addSeparator()
            menu.addActions([actions[id] for id in ids])
    if kinds is not None:
        menu.addSeparator()
        menu.addMenu(kinds)
    menu.addSeparator()
    menu.addAction(actions["edit.copy"])
    menu.addAction(actions["edit.find"])
    return menu
