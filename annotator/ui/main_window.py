"""The window: wires session, views, menus and background work; knows all panels, while no panel knows another."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QVBoxLayout, QWidget

from annotator import __version__, settings
from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations import annotate
from annotator.operations.importing import ImportReport
from annotator.settings import Settings
from annotator.store.project import Project
from annotator.ui.actions import ACTIONS, MENUS, make_actions
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.dropping import Dropping
from annotator.ui.file_actions import FileActions
from annotator.ui.gestures import edge_handlers
from annotator.ui.labelling import Labelling
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session
from annotator.ui.status_line import StatusLine
from annotator.ui.theme import Theme, dress
from annotator.ui.top_bar import TopBar

_LOOK_MS = 1500
"""How often the file is looked at for what other programs committed."""

_ACCEPT_AT = 0.8
"""Score from which suggestions are accepted together."""

_SHOWN_LATER = frozenset({"other"})
"""Kinds that are hidden until asked for."""


class MainWindow(QMainWindow):
    """The main window.  ``session.project`` is the open project."""

    def __init__(self, person: Settings, *, keep_settings: bool = True) -> None:
        super().__init__()
        self.person = person
        self._keep_settings = keep_settings
        self.session = Session(Annotator(person.annotator_id or "a_reader", person.annotator_name), self)
        self.notices = NoticeBar()
        self.theme = self._chosen_theme()
        self.annotate = AnnotateView(self.session, self.notices, self.theme)
        self.annotate.hidden_kinds = frozenset(person.hidden_kinds or _SHOWN_LATER)
        self.labelling = Labelling(self.session, self)
        self.files = FileActions(self, self.session, self.notices, self._undo)
        self.actions_by_id = make_actions(self, self._handlers())
        self.status = StatusLine()
        self._lay_out()
        self._connect()
        self.apply_theme()
        self._restore_layout()
        self.update_actions()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_for_others)
        self._look.start()

    # ------------------------------------------------------------------------------------------ building

    def _handlers(self) -> dict[str, Callable[[], object]]:
        g, view, files = self.annotate.gestures, self.annotate, self.files
        kinds = ("direct", "mixed", "indirect", "free_indirect", "reported")
        handlers: dict[str, Callable[[], object]] = {
            "project.new": files.new, "project.open": files.ask_open, "project.sample": files.open_sample,
            "file.import": files.ask_import, "file.import_folder": files.ask_import_folder,
            "file.export": files.ask_export, "file.backup": files.ask_backup, "window.quit": self.close,
            "edit.undo": self._undo, "edit.redo": self._redo, "edit.copy": view.article.copy,
            "edit.find": view.open_find_bar, "edit.find_next": view.find_next, "edit.annotator": files.ask_annotator,
            "quotation.new": g.new_quotation, "quotation.add_fragment": g.add_fragment, "quotation.cue": g.set_cue,
            "quotation.add_cue": g.add_cue, "quotation.cue_absent": g.cue_absent,
            "type.automatic": lambda: g.set_type(None),
            "quotation.delete": g.delete, "quotation.next": g.next_quotation,
            "quotation.previous": lambda: g.next_quotation(-1), "quotation.leave": view.leave,
            "quotation.speaker": g.speaker, "quotation.add_speaker": lambda: g.speaker(further=True),
            "quotation.same_speaker": g.same_speaker, "quotation.none_in_text": g.none_in_text,
            "quotation.addressee": g.addressee, "stance.new": g.stance,
            "suggestion.next": g.next_suggestion, "suggestion.previous": lambda: g.next_suggestion(-1),
            "suggestion.accept": g.accept, "suggestion.reject": g.reject, "suggestion.accept_all": self._accept_all,
            "mention.label": view.ask_kind, "mention.move": g.move_mention, "mention.remove": g.remove_mention,
            "document.next": lambda: self._neighbour(1), "document.previous": lambda: self._neighbour(-1),
            "document.done_next": self._done_next, "document.reopen": self._reopen,
            "document.prelabel": self._label_again,
            "view.zoom_in": lambda: self._zoom(10), "view.zoom_out": lambda: self._zoom(-10),
            "view.zoom_reset": lambda: self._zoom(0), "view.theme_system": lambda: self._choose_theme("system"),
            "view.theme_light": lambda: self._choose_theme("light"),
            "view.theme_dark": lambda: self._choose_theme("dark"),
            "view.documents": lambda: _toggle(view.documents), "view.card": lambda: _toggle(view.card),
            "view.next_pane": lambda: view.next_pane(1), "view.previous_pane": lambda: view.next_pane(-1),
            "help.about": self._about,
        }  # fmt: skip
        handlers |= {f"type.{kind}": lambda kind=kind: g.set_type(kind) for kind in kinds}
        handlers |= {f"speaker.cast_{n}": lambda n=n: g.cast(n) for n in range(1, 10)}
        return {name: self._guarded(handler) for name, handler in (handlers | edge_handlers(g)).items()}

    def _guarded(self, handler: Callable[[], object]) -> Callable[[], None]:
        """``handler`` with its errors told in the bar."""

        def run() -> None:
            try:
                handler()
            except AppError as error:
                self.notices.show_error(error)
                self.status.show_save_state("not_saved", error.message)
            self.update_actions()

        return run

    def _lay_out(self) -> None:
        self._fill_menus()
        self.kinds_menu = QMenu("Entities shown", self)
        self.kinds_menu.aboutToShow.connect(self._fill_kinds)
        article_menu = QMenu(self)
        article_menu.addMenu(self.kinds_menu)
        for id in ("view.zoom_in", "view.zoom_out", "view.zoom_reset", "document.prelabel", "document.reopen"):
            article_menu.addAction(self.actions_by_id[id])
        self.menus["View"].addMenu(self.kinds_menu)
        self.annotate.furnish(self.actions_by_id, article_menu)
        self.top = TopBar(self.actions_by_id, self.menus["File"])
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.annotate, 1)
        column.addWidget(self.notices)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setMinimumSize(1000, 640)
        self.resize(1440, 900)
        for spec in ACTIONS:
            action = self.actions_by_id[spec.id]
            if spec.scope == "window":
                self.addAction(action)
            elif spec.keys[:1] in (("Tab",), ("Shift+Tab",)):
                self.annotate.article.addAction(action)
            else:
                for pane in self.annotate.panes():
                    pane.addAction(action)

    def _fill_menus(self) -> None:
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = self.menus[name] = QMenu(name, self)
            self.menuBar().addMenu(menu)
            for spec in ACTIONS:
                if spec.menu == name:
                    if spec.apart:
                        menu.addSeparator()
                    menu.addAction(self.actions_by_id[spec.id])
            menu.aboutToShow.connect(self.update_actions)

    def _connect(self) -> None:
        view = self.annotate
        view.documents.opened.connect(self.open_document)
        view.documents.importRequested.connect(self.actions_by_id["file.import"].trigger)
        view.article.selectionChanged.connect(self.update_actions)
        view.moved.connect(self._moved)
        view.trouble.connect(self.notices.show_error)
        self.session.changed.connect(self._take)
        self.files.projectChosen.connect(self.show_project)
        self.files.imported.connect(self._imported)
        self.files.renamed.connect(self.rename_annotator)
        self.labelling.progressed.connect(self.status.show_pipeline)
        self.labelling.troubled.connect(self._pipeline_trouble)
        self.status.renameRequested.connect(self.actions_by_id["edit.annotator"].trigger)
        Dropping(self).dropped.connect(self.files.import_paths)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    # ------------------------------------------------------------------------------------------ showing

    def show_project(self, project: Project, *, label: bool = True) -> None:
        """Make an open project the window's; its first article, or the first unfinished one, is shown."""
        self.files.finish()
        self.labelling.stop()
        self.session.open_project(project)
        self.person = self.person.opened(project.path)
        self._save_settings()
        self.setWindowTitle(f"{project.title} — Annotator")
        self.setWindowFilePath(str(project.path))
        self.top.set_project(project.title, str(project.path))
        self.status.show_annotator(self.session.annotator.name)
        self._show_rows()
        self._open_first()
        if project.read_only:
            reason = project.read_only_reason or "This file cannot be written: read only here."
            self.status.show_save_state("read_only", reason)
            self.notices.tell("warn", reason)
        else:
            self.status.show_save_state("saved")
        if label:
            self.labelling.start()

    def _open_first(self) -> None:
        first = self.annotate.documents.neighbour(0) or self.annotate.documents.neighbour(1)
        if first is None:
            self.session.close_document()
            self.annotate.show_document()
        else:
            self.open_document(first)
        self.update_actions()

    def _show_rows(self) -> None:
        project = self.session.project
        if project is not None:
            self.annotate.documents.set_rows(project.documents.listing(self.session.annotator.id))

    def open_document(self, id: str) -> None:
        """Show an article of the open project."""
        if self.session.document is not None and self.session.document.id == id:
            return
        try:
            self.session.open_document(id)
        except AppError as error:
            self.notices.show_error(error)
            return
        self.annotate.show_document()
        self.labelling.prefer_open()
        self.update_actions()
        self._moved()

    def introduce(self) -> None:
        """Tell at the first start under which name annotations are written, and how to change it."""
        rename = Deed("Change the name", self.actions_by_id["edit.annotator"].trigger)
        self.notices.tell(
            "info", f"You annotate as “{self.session.annotator.name}”, written beside every mark.", [rename]
        )

    def _take(self, changes: Changes) -> None:
        project = self.session.project
        if project is None:
            return
        self.notices.forget_undo()
        if changes.touches("document"):
            self._show_rows()
        elif changes.documents:
            rows = project.documents.listing(self.session.annotator.id, changes.documents)
            self.annotate.documents.update_rows({each.id: each for each in rows})
        self.status.show_save_state("saved")
        self.update_actions()

    def _moved(self) -> None:
        layer = self.session.layer
        ids = [each.id for each in layer.quotations] if layer else []
        number = ids.index(self.annotate.active) + 1 if self.annotate.active in ids else None
        self.status.show_quotation(number, len(ids))
        self.update_actions()

    def update_actions(self) -> None:
        """Set each action enabled where it can do something now."""
        session, view, on = self.session, self.annotate, self.actions_by_id
        article = session.document is not None
        write = article and session.writable
        project = session.project
        for spec in ACTIONS:
            on[spec.id].setEnabled(spec.scope == "window" or write)
        for id in ("quotation.next", "quotation.previous", "quotation.leave"):
            on[id].setEnabled(article)
        for id in ("suggestion.next", "suggestion.previous"):
            on[id].setEnabled(article and bool(session.suggestions))
        for id in ("suggestion.accept", "suggestion.reject"):
            on[id].setEnabled(write and view.focused is not None)
        on["suggestion.accept_all"].setEnabled(write and bool(session.suggestions))
        on["edit.copy"].setEnabled(view.article.textCursor().hasSelection())
        for id in ("document.done_next", "document.reopen", "document.prelabel"):
            on[id].setEnabled(write)
        for id in ("file.import", "file.import_folder"):
            on[id].setEnabled(session.writable)
        for id, label in (("edit.undo", "undo_label"), ("edit.redo", "redo_label")):
            what = getattr(project, label)(session.annotator.id) if project and session.writable else None
            on[id].setEnabled(what is not None)
            verb = "Undo" if id == "edit.undo" else "Redo"
            on[id].setText(f"{verb}: {what}" if what else verb)

    # ------------------------------------------------------------------------------------------ deeds

    def _undo(self) -> None:
        self._go_where(self.session.undo())

    def _redo(self) -> None:
        self._go_where(self.session.redo())

    def _go_where(self, changes: Changes | None) -> None:
        """Show the article where the undone step was, and what it was about."""
        if changes is None:
            return
        here = self.session.document.id if self.session.document else None
        there = sorted(changes.documents - changes.touches("document"))
        if there and here not in changes.documents:
            self.open_document(there[0])
        if changes.touches("document") and self.session.project is not None:
            known = set(self.session.project.documents.ids())
            if here not in known:
                self._open_first()
        touched = changes.focus or next(iter(sorted(changes.touches("quotation"))), None)
        if self.annotate.quotation(touched):
            self.annotate.activate(touched)
        self.annotate.announce(f"Undone: {changes.label}")

    def _accept_all(self) -> None:
        good = [each for each in self.session.suggestions if (each.origin.score or 0) >= _ACCEPT_AT]
        if not good:
            self.notices.tell("info", f"No open suggestion has a score of {_ACCEPT_AT} or more.")
            return
        noun = "suggestion" if len(good) == 1 else "suggestions"

        def accept() -> None:
            self.annotate.gestures.accept_all(_ACCEPT_AT)
            undo = Deed("Undo", self._undo, "Ctrl+Z", undo=True)
            self.notices.tell("ok", f"{len(good)} {noun} accepted.", [undo], topic="accept")

        text = self.annotate.article.text()
        preview = "\n".join(each.content[0].of(text)[:80] for each in good)
        self.notices.tell(
            "info", f"{len(good)} {noun} with a score of {_ACCEPT_AT} or more.",
            [Deed(f"Accept {len(good)}", self._guarded(accept))], hint=preview, topic="accept",
        )  # fmt: skip

    def _neighbour(self, step: int) -> None:
        if id := self.annotate.documents.neighbour(step):
            self.open_document(id)

    def _done_next(self) -> None:
        following = self.annotate.documents.next_unfinished()
        self.session.run(annotate.set_status, "done")
        if following is not None:
            self.open_document(following)
            self.annotate.article.setFocus()
        else:
            self.notices.tell("ok", "Every article is done.", [self.actions_by_id["file.export"]])

    def _reopen(self) -> None:
        self.session.run(annotate.set_status, "in_progress")

    def _label_again(self) -> None:
        if self.session.document is not None:
            self.labelling.again(self.session.document.id)

    def _imported(self, report: ImportReport) -> None:
        self._show_rows()
        if report.added and (self.session.document is None or len(report.added) == 1):
            self.open_document(report.added[0])
        self.labelling.start()

    def _pipeline_trouble(self, sentence: str, document: str) -> None:
        again = [Deed("Try again", lambda: self.labelling.again(document))] if document else []
        self.notices.tell("warn", sentence, again, topic="pipeline")

    def _look_for_others(self) -> None:
        if self.session.changed_elsewhere() and not self.files.busy:
            self._show_rows()
            if self.session.document is not None:
                self.session.refresh()
                self.annotate.show_state()
            self.labelling.start()

    def rename_annotator(self, name: str) -> None:
        """Annotate under another name from now on; as the annotator the project knows by it, if it knows one."""
        self.person = replace(self.person, annotator_name=name)
        self.session.set_annotator(name)
        self.person = replace(self.person, annotator_id=self.session.annotator.id)
        self._save_settings()
        self.status.show_annotator(name)
        self._show_rows()
        if self.session.document is not None:
            self.session.refresh()
            self.annotate.show_document()

    def _fill_kinds(self) -> None:
        self.kinds_menu.clear()
        for label in self.session.project.scheme.kinds if self.session.project else ():
            action = QAction(label.name, self.kinds_menu, checkable=True)
            action.setObjectName(f"view.kind.{label.id}")
            action.setChecked(label.id not in self.annotate.hidden_kinds)
            action.toggled.connect(lambda shown, kind=label.id: self._show_kind(kind, shown))
            self.kinds_menu.addAction(action)

    def _show_kind(self, kind: str, shown: bool) -> None:
        hidden = self.annotate.hidden_kinds
        self.annotate.hidden_kinds = hidden - {kind} if shown else hidden | {kind}
        self.annotate.show_state()

    # ------------------------------------------------------------------------------------------ look

    def _zoom(self, step: int) -> None:
        article = self.annotate.article
        article.set_zoom(article.zoom() + step if step else 100)
        self.person = replace(self.person, zoom=article.zoom())

    def _choose_theme(self, theme: settings.Theme) -> None:
        self.person = replace(self.person, theme=theme)
        self.theme = self._chosen_theme()
        self.apply_theme()
        self._save_settings()

    def _scheme_changed(self) -> None:
        if self.person.theme == "system":
            self.theme = self._chosen_theme()
            self.apply_theme()

    def _chosen_theme(self) -> Theme:
        system = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Theme.load(dark=system if self.person.theme == "system" else self.person.theme == "dark")

    def apply_theme(self) -> None:
        """Paint the whole window by its theme."""
        dress(self, self.theme)
        self.annotate.set_theme(self.theme)
        for name in ("system", "light", "dark"):
            self.actions_by_id[f"view.theme_{name}"].setChecked(self.person.theme == name)

    def _about(self) -> None:
        QMessageBox.about(self, "About Annotator", _ABOUT.format(version=__version__))

    # ------------------------------------------------------------------------------------------ closing

    def _restore_layout(self) -> None:
        if self.person.window_geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(self.person.window_geometry)))
        self.annotate.article.set_zoom(self.person.zoom)

    def _save_settings(self) -> None:
        if self._keep_settings:
            settings.save(self.person)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs in the background, then close the project, so that its one file is complete."""
        self._look.stop()
        self.files.finish()
        self.labelling.stop()
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        hidden = tuple(sorted(self.annotate.hidden_kinds))
        self.person = replace(self.person, window_geometry=geometry, hidden_kinds=hidden)
        try:
            self._save_settings()
            self.session.close_project()
        except AppError as error:
            self.notices.show_error(error)
        event.accept()


def _toggle(pane: QWidget) -> None:
    pane.setVisible(not pane.isVisible())


_ABOUT = """<h3>Annotator {version}</h3>
<p>Who says what, and where they stand. MIT licence.</p>
<p>It uses Qt and PySide6 under the LGPL 3: you may replace these libraries by versions of your own, as they lie beside
the program as packages. Further notices are in the file NOTICE.</p>"""
