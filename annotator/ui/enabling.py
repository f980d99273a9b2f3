"""Which actions can do something now.  Pure: from a few facts to the ids of the enabled actions."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.ui.actions import ACTIONS


@dataclass(frozen=True, slots=True)
class Situation:
    """What the enabled actions depend on: ``article`` says that one is open, ``writable`` that edits can be saved."""

    project: bool = False
    writable: bool = False
    article: bool = False
    selection: bool = False
    suggestions: bool = False
    focused: bool = False
    undo: bool = False
    redo: bool = False


def enabled_actions(now: Situation) -> frozenset[str]:
    """Ids of the actions that are enabled in a situation.

    Gestures stay enabled wherever there is an article that can be written: what they cannot do they say in the bar.
    """
    gesture = now.article and now.writable
    special = {
        "edit.undo": now.undo,
        "edit.redo": now.redo,
        "edit.copy": now.article and now.selection,
        "edit.find": now.article,
        "edit.find_next": now.article,
        "file.export": now.project,
        "file.backup": now.project,
        "file.import": now.writable,
        "file.import_folder": now.writable,
        "quotation.next": now.article,
        "quotation.previous": now.article,
        "quotation.leave": now.article,
        "suggestion.next": now.article and now.suggestions,
        "suggestion.previous": now.article and now.suggestions,
        "suggestion.accept": gesture and now.focused,
        "suggestion.reject": gesture and now.focused,
        "suggestion.accept_all": gesture and now.suggestions,
        "document.next": now.article,
        "document.previous": now.article,
        "document.done_next": gesture,
        "document.reopen": gesture,
        "document.prelabel": gesture,
    }
    return frozenset(spec.id for spec in ACTIONS if special.get(spec.id, gesture if spec.scope == "text" else True))
