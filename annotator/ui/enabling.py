"""Which actions can do something now.  Pure: from a few facts to the ids of the enabled actions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from annotator.ui.actions import ACTIONS


@dataclass(frozen=True, slots=True)
class Situation:
    """What the enabled actions depend on.

    ``article`` says that one is open, ``writable`` that edits can be saved, ``ghost`` that something is proposed,
    ``ghost_walks`` that Tab walks the proposals, ``editing`` that the Annotate view is the one shown, ``gold`` that
    gold is edited there.  ``review`` are the ids of what can be done in the Review view, empty while another is shown.
    """

    project: bool = False
    writable: bool = False
    article: bool = False
    selection: bool = False
    suggestions: bool = False
    focused: bool = False
    ghost: bool = False
    ghost_walks: bool = False
    editing: bool = True
    gold: bool = False
    reviewing: bool = False
    review: frozenset[str] = frozenset()
    undo: bool = False
    redo: bool = False


_ON_ARTICLE = (
    "document.reopen",
    "document.prelabel",
    "document.skip",
    "document.note",
    "document.metadata",
    "document.fill",
    "document.corrected",
    "document.offer_copies",
    "document.remove",
)


@lru_cache(maxsize=64)
def enabled_actions(now: Situation) -> frozenset[str]:
    """Ids of the actions that are enabled in a situation.

    Gestures stay enabled wherever there is an article that can be written: what they cannot do they say in the bar.
    """
    reading = now.article and now.editing
    gesture = reading and now.writable
    special = {
        "edit.undo": now.undo,
        "edit.redo": now.redo,
        "edit.copy": reading and now.selection,
        "edit.find": reading,
        "edit.find_next": reading,
        "edit.search": now.project,
        "edit.history": now.project,
        "file.print": now.article,
        "project.scheme": now.project,
        "file.export": now.project,
        "file.backup": now.project,
        "file.copy_for": now.project,
        "file.merge": now.writable,
        "file.import": now.writable,
        "file.import_folder": now.writable,
        "quotation.next": reading,
        "quotation.previous": reading,
        "quotation.leave": reading,
        "problem.next": now.article,
        "problem.previous": now.article,
        "view.problems": now.article,
        "view.entities": now.project,
        "view.statistics": now.project,
        "view.guidelines": now.project,
        "view.review": now.project,
        "view.agreement": now.project,
        "view.feedback": now.project,
        "review.return": now.gold,
        "help.keys_typed": not now.reviewing,
        "ghost.take": gesture and now.ghost,
        "ghost.next": gesture and now.ghost_walks,
        "ghost.previous": gesture and now.ghost_walks,
        "suggestion.next": reading and now.suggestions and not now.ghost_walks,
        "suggestion.previous": reading and now.suggestions and not now.ghost_walks,
        "suggestion.accept": gesture and now.focused and not now.ghost,
        "suggestion.accept_next": gesture and now.focused and not now.ghost,
        "suggestion.reject": gesture and now.focused,
        "suggestion.accept_all": gesture and now.suggestions,
        "suggestion.profile": now.writable,
        "suggestion.learn": now.writable,
        "document.next": now.article or now.reviewing,
        "document.previous": now.article or now.reviewing,
        "document.show_copies": reading,
        "document.done_next": gesture and not now.gold,
        **dict.fromkeys(_ON_ARTICLE, now.article and now.writable and not now.gold),
        **dict.fromkeys(now.review, True),
    }
    plain = {"text": gesture, "review": False, "window": True}
    return frozenset(spec.id for spec in ACTIONS if special.get(spec.id, plain[spec.scope]))
