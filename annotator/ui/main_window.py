"""The window: wires session, views, menus and background work; knows all panels, while no panel knows another."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from annotator import __version__, settings
from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ProjectError
from annotator.operations.importing import ImportReport
from annotator.operations.prelabel import LABEL
from annotator.settings import Settings
from annotator.store.project import Project
from annotator.ui.actions import ACTIONS, MENUS, make_actions
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.appearance import Appearance, theme_for
from annotator.ui.document_actions import DocumentActions
from annotator.ui.dropping import Dropping
from annotator.ui.enabling import Situation, enabled_actions
from annotator.ui.file_actions import FileActions
from annotator.ui.gesture_handlers import gesture_handlers
from annotator.ui.labelling import Labelling
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session
from annotator.ui.start_page import StartPage
from annotator.ui.status_line import StatusLine
from annotator.ui.top_bar import TopBar
from annotator.ui.window_handlers import window_handlers

_TITLE_BAR = 40
"""Pixels that the system adds above the window, about."""

_LOOK_MS = 1500
"""How often the file is looked at for what other programs committed."""


class MainWindow(QMainWindow):
    """The main window.  ``session.project`` is the open project."""

    def __init__(self, person: Settings, *, keep_settings: bool = True) -> None:
        super().__init__()
        self.person = person
        self._keep_settings = keep_settings
        self._undo_label: str | None = None
        self._redo_label: str | None = None
        self.session = Session(Annotator(person.annotator_id or "a_reader", person.annotator_name), self)
        self.notices = NoticeBar()
        self.theme = theme_for(person.theme)
        self.annotate = AnnotateView(self.session, self.notices, self.theme)
        self.annotate.hidden_kinds = frozenset(person.hidden_kinds)
        self.labelling = Labelling(self.session, self)
        self.documents = DocumentActions(self.session, self.annotate, self.notices, self.labelling, self)
        self.appearance = Appearance(self, self.annotate, self.session, self._remember)
        self.files = FileActions(self, self.session, self.notices, self._guarded(self.documents.undo))
        self.actions_by_id = make_actions(self, self._handlers())
        self.status = StatusLine()
        self._lay_out()
        self._connect()
        self.appearance.set_checks(self.actions_by_id)
        self.appearance.apply()
        self._restore_layout()
        self.update_actions()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_for_others)
        self._look.start()

    # ------------------------------------------------------------------------------------------ building

    def _handlers(self) -> dict[str, Callable[[], object]]:
        handlers = window_handlers(self.annotate, self.files, self.appearance, self.documents, self._guarded)
        handlers |= gesture_handlers(self.annotate.gestures)
        handlers |= {"window.quit": self.close, "help.about": self._about}
        return {name: self._guarded(handler) for name, handler in handlers.items()}

    def _guarded(self, handler: Callable[[], object]) -> Callable[[], None]:
        """``handler`` with its errors told in the bar."""

        def run() -> None:
            try:
                handler()
            except AppError as error:
                self.fail(error)
            self.update_actions()

        return run

    def fail(self, error: AppError) -> None:
        """Tell that something could not be done; the window shows again what is stored."""
        self.notices.show_error(error)
        if isinstance(error, ProjectError):
            self.status.show_save_state("not_saved", error.message)
        self.annotate.show_state()

    def _lay_out(self) -> None:
        self._fill_menus()
        article_menu = QMenu(self)
        article_menu.addMenu(self.appearance.kinds_menu)
        for id in ("view.zoom_in", "view.zoom_out", "view.zoom_reset", "document.prelabel", "document.reopen"):
            article_menu.addAction(self.actions_by_id[id])
        self.menus["View"].addMenu(self.appearance.kinds_menu)
        self.annotate.furnish(self.actions_by_id, article_menu)
        self.top = TopBar(self.actions_by_id, self.menus["File"])
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        self.start = StartPage(self.person.annotator_name)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.annotate)
        column.addWidget(self.pages, 1)
        column.addWidget(self.notices)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setMinimumSize(1000, 640)
        room = self.screen().availableSize()
        self.resize(min(1440, room.width()), min(900, room.height() - _TITLE_BAR))
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
        for name, title in MENUS.items():
            menu = self.menus[name] = QMenu(title, self)
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
        for signal, id in (
            (self.start.sampleRequested, "project.sample"),
            (self.start.newRequested, "project.new"),
            (self.start.openRequested, "project.open"),
        ):
            signal.connect(self.actions_by_id[id].trigger)
        self.start.named.connect(self.rename_annotator)
        view.article.selectionChanged.connect(self._selection_changed)
        view.moved.connect(self._moved)
        view.trouble.connect(self.fail)
        self.session.changed.connect(self._take)
        self.files.projectChosen.connect(self.show_project)
        self.files.imported.connect(self._imported)
        self.files.renamed.connect(self.rename_annotator)
        self.labelling.progressed.connect(self.status.show_pipeline)
        self.labelling.troubled.connect(self._pipeline_trouble)
        self.status.renameRequested.connect(self.actions_by_id["edit.annotator"].trigger)
        Dropping(self).dropped.connect(self.files.import_paths)

    # ------------------------------------------------------------------------------------------ showing

    def show_project(self, project: Project, *, label: bool = True) -> None:
        """Make an open project the window's; its first article, or the first unfinished one, is shown."""
        self.annotate.finish_edits()
        self.files.finish()
        self.labelling.stop()
        self.session.open_project(project)
        self.pages.setCurrentWidget(self.annotate)
        self._remember(lambda old: old.opened(project.path))
        self.setWindowTitle(f"{project.title} — Annotator")
        self.setWindowFilePath(str(project.path))
        self.top.set_project(project.title, str(project.path))
        self.status.show_annotator(self.session.annotator.name)
        self._read_undo()
        self._show_rows()
        self.annotate.card.set_scheme(project.scheme)
        self.open_first()
        if project.read_only:
            reason = project.read_only_reason or "This file cannot be written: read only here."
            self.status.show_save_state("read_only", reason)
            self.notices.tell("warn", reason)
        else:
            self.status.show_save_state("saved")
        if label:
            self.labelling.start()

    def open_first(self) -> None:
        """Show the first article of the list, or none."""
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
            self.annotate.finish_edits()
            self.session.open_document(id)
        except AppError as error:
            self.notices.show_error(error)
            return
        self.annotate.show_document()
        self.annotate.to_article()
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
        if changes.label != LABEL:  # what the pipeline stores is no step to undo
            self.notices.forget_undo()
        self._read_undo()
        if changes.touches("document"):
            self._show_rows()
        elif changes.documents:
            rows = project.documents.listing(self.session.annotator.id, changes.documents)
            self.annotate.documents.update_rows({each.id: each for each in rows})
        if changes.label != LABEL:
            self.status.show_save_state("saved")
        self.update_actions()

    def _selection_changed(self) -> None:
        self.actions_by_id["edit.copy"].setEnabled(self.annotate.article.textCursor().hasSelection())

    def _moved(self) -> None:
        layer = self.session.layer
        ids = [each.id for each in layer.quotations] if layer else []
        number = ids.index(self.annotate.active) + 1 if self.annotate.active in ids else None
        self.status.show_quotation(number, len(ids))
        self.update_actions()

    def update_actions(self) -> None:
        """Set each action enabled where it can do something now."""
        enabled = enabled_actions(self._situation())
        for id, action in self.actions_by_id.items():
            action.setEnabled(id in enabled)

    def _situation(self) -> Situation:
        session = self.session
        return Situation(
            project=session.project is not None,
            writable=session.writable,
            article=session.document is not None,
            selection=self.annotate.article.textCursor().hasSelection(),
            suggestions=bool(session.suggestions),
            focused=self.annotate.focused is not None,
            undo=self._undo_label is not None,
            redo=self._redo_label is not None,
        )

    def _read_undo(self) -> None:
        """Read what undo and redo would mean now, and say it in the menu."""
        project, actor = self.session.project, self.session.annotator.id
        can = project is not None and self.session.writable
        self._undo_label = project.undo_label(actor) if project and can else None
        self._redo_label = project.redo_label(actor) if project and can else None
        for id, verb, what in (("edit.undo", "Undo", self._undo_label), ("edit.redo", "Redo", self._redo_label)):
            self.actions_by_id[id].setText(f"{verb}: {what}" if what else verb)

    # ------------------------------------------------------------------------------------------ deeds

    def _imported(self, report: ImportReport) -> None:
        self._show_rows()
        if report.added and (self.session.document is None or len(report.added) == 1):
            self.open_document(report.added[0])
        self.labelling.start()

    def _pipeline_trouble(self, sentence: str, document: str) -> None:
        again = [Deed("Try again", lambda: self.labelling.again(document))] if document else []
        self.notices.tell("warn", sentence, again, topic="pipeline")

    def _look_for_others(self) -> None:
        if self.session.project is not None and not self.files.busy and self.session.changed_elsewhere():
            self._show_rows()
            document = self.session.document
            if document is None or document.id not in set(self.session.project.documents.ids()):
                self.open_first()
            else:
                self.session.refresh()
                self.annotate.show_state()
            self.labelling.start()

    def rename_annotator(self, name: str) -> None:
        """Annotate under another name from now on; as the annotator the project knows by it, if it knows one."""
        self.session.set_annotator(name)
        self._remember(lambda old: replace(old, annotator_name=name, annotator_id=self.session.annotator.id))
        self.status.show_annotator(name)
        self.notices.forget_undo()
        self._read_undo()
        self.update_actions()
        self._show_rows()
        if self.session.document is not None:
            self.session.refresh()
            self.annotate.show_document()

    def _about(self) -> None:
        QMessageBox.about(self, "About Annotator", _ABOUT.format(version=__version__))

    # ------------------------------------------------------------------------------------------ closing

    def _restore_layout(self) -> None:
        if self.person.window_geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(self.person.window_geometry)))
        self.annotate.article.set_zoom(self.person.zoom)

    def _remember(self, change: Callable[[Settings], Settings]) -> Settings:
        """Change the preferences and keep them; where the disk refuses, only until the window closes."""
        before, self.person = self.person, change(self.person)
        if self.person != before:
            self.keep_settings()
        return self.person

    def keep_settings(self) -> None:
        """Write the preferences; that it cannot be done is told in the bar."""
        if self._keep_settings:
            try:
                settings.save(self.person)
            except AppError as error:
                self.notices.show_error(error, topic="settings")

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs in the background, then close the project, so that its one file is complete."""
        self._look.stop()
        self.annotate.finish_edits()
        self.files.finish()
        self.labelling.stop()
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        self._remember(lambda old: replace(old, window_geometry=geometry))
        try:
            self.session.close_project()
        except AppError as error:
            self.notices.show_error(error)
        event.accept()


_ABOUT = """<h3>Annotator {version}</h3>
<p>Who says what, and where they stand. MIT licence.</p>
<p>It uses Qt and PySide6 under the LGPL 3: you may replace these libraries by versions of your own, as they lie beside
the program as packages. Further notices are in the file NOTICE.</p>"""
