"""What the actions of the window do: the handlers of the table of actions that are no gesture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from annotator.ui.annotate_view import AnnotateView
from annotator.ui.appearance import Appearance
from annotator.ui.copies.care import CopyCare
from annotator.ui.document_actions import DocumentActions
from annotator.ui.document_care import DocumentCare
from annotator.ui.file_actions import FileActions
from annotator.ui.gold_editing import GoldEditing
from annotator.ui.handoff import Handoff
from annotator.ui.history import History
from annotator.ui.overlays import Overlays
from annotator.ui.places import Places
from annotator.ui.problem_walk import ProblemWalk
from annotator.ui.suggesting import Suggesting
from annotator.ui.views import Views

_IN_ANNOTATE = (
    "edit.history",
    "problem.next",
    "problem.previous",
    "view.problems",
    "document.skip",
    "document.note",
    "document.metadata",
    "view.guidelines",
    "view.documents",
    "view.card",
)
"""Actions whose answer stands in the Annotate view: they go there first."""

Handlers = dict[str, Callable[[], object]]


class Window(Protocol):
    """The parts of the window that do something.  Those that need the actions themselves are made after them."""

    annotate: AnnotateView
    files: FileActions
    handoff: Handoff
    appearance: Appearance
    documents: DocumentActions
    suggesting: Suggesting
    overlays: Overlays
    views: Views
    problems: ProblemWalk
    history: History
    care: DocumentCare
    copies: CopyCare
    gold: GoldEditing
    places: Places

    def guarded(self, handler: Callable[[], object]) -> Callable[[], None]:
        """A function with its errors told in the bar."""

    def about(self) -> None:
        """Say what the program is."""

    def close(self) -> bool:
        """Close the window."""


def window_handlers(window: Window) -> Handlers:
    """The handler of each action that is no gesture, by the action's id."""
    handlers = (
        _file_handlers(window)
        | _edit_handlers(window)
        | _document_handlers(window)
        | _view_handlers(window)
        | _help_handlers(window)
    )
    return handlers | {id: _in_annotate(window, handlers[id]) for id in _IN_ANNOTATE}


def _file_handlers(window: Window) -> Handlers:
    files = window.files
    return {
        "project.new": files.new,
        "project.open": files.ask_open,
        "project.sample": files.open_sample,
        "project.scheme": lambda: window.views.show("scheme"),
        "file.import": files.ask_import,
        "file.import_folder": files.ask_import_folder,
        "file.export": files.ask_export,
        "file.backup": files.ask_backup,
        "file.copy_for": window.handoff.ask_copy,
        "file.merge": window.handoff.ask_merge,
        "file.print": window.annotate.print_article,
        "file.preferences": window.overlays.open_preferences,
        "window.quit": window.close,
    }


def _edit_handlers(window: Window) -> Handlers:
    view = window.annotate
    return {
        "edit.undo": lambda: _undo(window),
        "edit.redo": lambda: _redo(window),
        "edit.history": window.history.show,
        "edit.copy": view.article.copy,
        "edit.find": view.finding.open,
        "edit.find_next": view.finding.find_next,
        "edit.search": window.places.search,
        "edit.annotator": window.files.ask_annotator,
        "quotation.leave": window.gold.leave,
        "quotation.note": view.open_note,
        "quotation.flags": view.open_flags,
        "quotation.confidence_1": lambda: view.set_confidence(1),
        "quotation.confidence_2": lambda: view.set_confidence(2),
        "quotation.confidence_3": lambda: view.set_confidence(3),
        "speaker.find": lambda: view.asking.party("speakers"),
        "addressee.find": lambda: view.asking.party("addressees"),
        "mention.link": view.asking.link,
        "mention.label": view.ask_kind,
        "passage.reject": view.ask_reason,
        "suggestion.accept_all": window.suggesting.ask_accept_all,
        "suggestion.profile": window.suggesting.ask_profile,
        "suggestion.learn": window.suggesting.learning.ask,
    }


def _document_handlers(window: Window) -> Handlers:
    documents = window.documents
    return {
        "document.next": lambda: _neighbour(window, 1),
        "document.previous": lambda: _neighbour(window, -1),
        "document.done_next": documents.done_next,
        "document.reopen": documents.reopen,
        "document.prelabel": documents.label_again,
        "document.skip": _late(lambda: window.care.ask_skip),
        "document.note": _late(lambda: window.care.open_note),
        "document.metadata": _late(lambda: window.care.open_metadata),
        "document.fill": _late(lambda: window.care.ask_fill),
        "document.corrected": _late(lambda: window.care.ask_corrected),
        "document.show_copies": _late(lambda: window.copies.show_copies),
        "document.offer_copies": _late(lambda: window.copies.offer),
        "document.remove": _late(lambda: window.care.remove_open),
        "problem.next": lambda: window.problems.step(1),
        "problem.previous": lambda: window.problems.step(-1),
        "view.problems": window.problems.show,
    }


def _view_handlers(window: Window) -> Handlers:
    view, look = window.annotate, window.appearance
    return {
        "view.palette": window.overlays.open_palette,
        "view.annotate": lambda: window.views.show("annotate"),
        "view.entities": lambda: window.views.show("entities"),
        "view.statistics": lambda: window.views.show("statistics"),
        "view.guidelines": _late(lambda: view.room.toggle_guidelines),
        "view.zoom_in": lambda: look.zoom(1),
        "view.zoom_out": lambda: look.zoom(-1),
        "view.zoom_reset": lambda: look.zoom(0),
        "view.interface_larger": lambda: look.resize_interface(1),
        "view.interface_smaller": lambda: look.resize_interface(-1),
        "view.interface_reset": lambda: look.resize_interface(0),
        "view.theme_system": lambda: look.choose_theme("system"),
        "view.theme_light": lambda: look.choose_theme("light"),
        "view.theme_dark": lambda: look.choose_theme("dark"),
        "view.documents": _late(lambda: view.room.toggle_documents),
        "view.card": _late(lambda: view.room.toggle_card),
        "view.next_pane": lambda: _next_pane(window, 1),
        "view.previous_pane": lambda: _next_pane(window, -1),
    }


def _help_handlers(window: Window) -> Handlers:
    return {
        "help.guide": window.overlays.open_guide,
        "help.keys": window.overlays.open_keys,
        "help.keys_typed": window.overlays.open_keys,
        "help.tour": window.overlays.open_tour,
        "help.about": window.about,
    }


def _undo(window: Window) -> None:
    if (review := window.views.shown_review) is not None:
        review.deeds.undo()
    else:
        window.documents.undo()


def _redo(window: Window) -> None:
    if (review := window.views.shown_review) is not None:
        review.deeds.redo()
    else:
        window.documents.redo()


def _neighbour(window: Window, step: int) -> None:
    if (review := window.views.shown_review) is not None:
        review.next_document(step)
    else:
        window.documents.neighbour(step)


def _next_pane(window: Window, step: int) -> None:
    other = window.views.shown_review or window.views.shown_statistics
    if other is None:
        window.views.show("annotate")
    (other or window.annotate).next_pane(step)


def _in_annotate(window: Window, deed: Callable[[], object]) -> Callable[[], object]:
    """``deed`` where what it shows can be seen."""

    def run() -> object:
        window.views.show("annotate")
        return deed()

    return run


def _late(find: Callable[[], Callable[[], object]]) -> Callable[[], object]:
    """What a part of the window does that is made after the actions."""

    def run() -> object:
        return find()()

    return run
