"""What the actions of the window as a whole do: the handlers of the table of actions that are no gesture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.ui.annotate_view import AnnotateView
from annotator.ui.appearance import Appearance
from annotator.ui.document_actions import DocumentActions
from annotator.ui.file_actions import FileActions

Handlers = dict[str, Callable[[], object]]


def window_handlers(
    view: AnnotateView,
    files: FileActions,
    look: Appearance,
    documents: DocumentActions,
    guarded: Callable[[Callable[[], object]], Callable[[], None]],
) -> Handlers:
    """The handler of each action that is no gesture, by the action's id.

    ``guarded`` gives a function its errors told in the bar.
    """
    return _file_handlers(files) | _document_handlers(documents, guarded) | _view_handlers(view, look)


def _file_handlers(files: FileActions) -> Handlers:
    return {
        "project.new": files.new,
        "project.open": files.ask_open,
        "project.sample": files.open_sample,
        "file.import": files.ask_import,
        "file.import_folder": files.ask_import_folder,
        "file.export": files.ask_export,
        "file.backup": files.ask_backup,
        "edit.annotator": files.ask_annotator,
    }


def _document_handlers(
    documents: DocumentActions, guarded: Callable[[Callable[[], object]], Callable[[], None]]
) -> Handlers:
    return {
        "edit.undo": documents.undo,
        "edit.redo": documents.redo,
        "suggestion.accept_all": lambda: documents.accept_all(guarded),
        "document.next": lambda: documents.neighbour(1),
        "document.previous": lambda: documents.neighbour(-1),
        "document.done_next": documents.done_next,
        "document.reopen": documents.reopen,
        "document.prelabel": documents.label_again,
    }


def _view_handlers(view: AnnotateView, look: Appearance) -> Handlers:
    return {
        "edit.copy": view.article.copy,
        "edit.find": view.finding.open,
        "edit.find_next": view.finding.find_next,
        "quotation.leave": view.leave,
        "mention.label": view.ask_kind,
        "view.zoom_in": lambda: look.zoom(1),
        "view.zoom_out": lambda: look.zoom(-1),
        "view.zoom_reset": lambda: look.zoom(0),
        "view.theme_system": lambda: look.choose_theme("system"),
        "view.theme_light": lambda: look.choose_theme("light"),
        "view.theme_dark": lambda: look.choose_theme("dark"),
        "view.documents": lambda: _toggle(view.documents),
        "view.card": lambda: _toggle(view.card),
        "view.next_pane": lambda: view.next_pane(1),
        "view.previous_pane": lambda: view.next_pane(-1),
    }


def _toggle(pane: QWidget) -> None:
    pane.setVisible(not pane.isVisible())
