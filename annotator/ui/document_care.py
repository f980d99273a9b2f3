"""The everyday care of articles: search, skip, remove, notes, metadata, corrected texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from annotator.domain.changes import Changes
from annotator.domain.documents import Document, LayerStatus
from annotator.domain.errors import AppError
from annotator.operations import documents, metadata, notes
from annotator.store.project import Project
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.document_actions import DocumentActions, Opener
from annotator.ui.documents.menus import Deed as RowDeed
from annotator.ui.labelling import Labelling
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.metadata_editor import ArticleData
from annotator.ui.reanchor.panel import ReanchorPanel
from annotator.ui.session import Session

Found = TypeVar("Found")
_SHOWN_EDITS = 20
_LARGE = 64_000
"""Bytes of a table from which on it is compared beside the window."""


class DocumentCare(QObject):
    """Answers the documents panel, the strips of the article's header, and the panel of a corrected text.

    ``reanchor`` is that panel; ``offered`` says that it has something to show, ``settled`` that it is done with.
    """

    offered = Signal()
    settled = Signal()
    jobWanted = Signal(object, object, str)
    """A job to be done beside the window, what takes its result, and what it is called while it lasts."""

    def __init__(
        self,
        session: Session,
        view: AnnotateView,
        notices: NoticeBar,
        labelling: Labelling,
        opener: Opener,
        actions: DocumentActions,
    ) -> None:
        """Call when the view is furnished: its panels are connected here."""
        super().__init__(view)
        self._session = session
        self._view = view
        self._notices = notices
        self._labelling = labelling
        self._opener = opener
        self._actions = actions
        self.reanchor = ReanchorPanel()
        self._deeds: dict[RowDeed, Callable[[list[str]], object]] = {
            "done": lambda ids: self._set_statuses(ids, "done"),
            "reopen": lambda ids: self._set_statuses(ids, "in_progress"),
            "skip": self.ask_skip,
            "note": lambda ids: self.open_note(ids[0]),
            "metadata": lambda ids: self.open_metadata(ids[0]),
            "corrected": lambda ids: self.ask_corrected(ids[0]),
            "label": self._label,
            "remove": self.remove,
        }
        self._connect()

    def _connect(self) -> None:
        panel, header = self._view.documents, self._view.header
        for signal, deed in (
            (panel.hitOpened, self.open_hit),
            (panel.asked, self._do),
            (panel.orderChanged, self._order_by_work),
            (header.skip.chosen, self.skip),
            (header.note.edited, self._write_note),
            (header.metadata.edited, self._edit_metadata),
            (header.metadata.removed, self._remove_key),
            (header.metadata.fieldEdited, self._set_field),
            (header.metadata.fillRequested, self.ask_fill),
            (self.reanchor.carried, self.carry_over),
        ):
            signal.connect(self._slot(deed))
        header.left.connect(self._view.to_article)
        self.reanchor.closed.connect(self.settled)
        self._session.changed.connect(self._take)

    def _slot(self, deed: Callable[..., object]) -> Callable[..., None]:
        """``deed`` as a slot, its errors told in the bar."""

        def run(*arguments: object) -> None:
            self._actions.safely(lambda: deed(*arguments))()

        return run

    def _do(self, deed: RowDeed, ids: list[str]) -> None:
        self._deeds[deed](ids)

    @property
    def _project(self) -> Project:
        if self._session.project is None:
            raise AppError("no project is open", "open one with File ▸ Open project")
        return self._session.project

    def _title(self, id: str) -> str:
        return f"“{self._project.documents.get(id).title}”"

    # ------------------------------------------------------------------------------------------ showing

    def show_article(self) -> None:
        """Show what the header edits of the open article; call it when another is open."""
        document = self._session.document
        if document is not None:
            self._show(document)

    def _show(self, document: Document) -> None:
        layer, project = self._session.layer, self._project
        self._view.header.show_note(document.id, notes.note_on(project, self._session.annotator, document.id))
        self._view.header.metadata.show_article(
            ArticleData(
                document.id,
                {key: metadata.written_value(value) for key, value in document.meta.items()},
                project.scheme.attributes_of("document"),
                layer.attributes if layer else {},
            )
        )

    def _take(self, changes: Changes) -> None:
        here = self._session.document
        if here is None or not (changes.about(here.id) or changes.touches("scheme")):
            return
        if here.id not in changes.touches("document"):
            self._show(here)
        elif here.id in self._project.documents.ids():
            self._show(self._project.documents.get(here.id))

    # ------------------------------------------------------------------------------------------ searching

    def open_hit(self, id: str, query: str) -> None:
        """Open an article and select the first hit in it."""
        from annotator.operations import selecting

        self._opener.open_document(id)
        article = self._view.article
        if (span := selecting.first_hit(article.text(), query)) is not None:
            article.select(span)
            article.reveal(span)
        self._view.to_article()

    def set_order(self, order: str) -> None:
        """Show the documents in the order that was remembered."""
        self._view.documents.set_order(order)
        self._order_by_work(order)

    def _order_by_work(self, order: str) -> None:
        if order.endswith("worked") and self._session.project is not None:
            model = self._view.documents.model
            model.set_worked(documents.last_worked(self._project, self._session.annotator.id, model.rows()))

    # ------------------------------------------------------------------------------------------ whole articles

    def ask_skip(self, ids: Sequence[str] = ()) -> None:
        """Ask why articles are skipped; without ids, the open one."""
        if chosen := list(ids) or self._open_one():
            self._view.header.ask_skip(chosen)

    def skip(self, ids: Sequence[str], reason: str) -> None:
        """Skip articles and, where the open one is among them, go on to the next unfinished one."""
        self._view.finish_edits()
        following = self._view.documents.next_unfinished(ids)
        open_one = self._open_one()
        what = self._title(ids[0]) if len(ids) == 1 else documents.articles(len(ids))
        self._session.apply(documents.set_statuses, self._session.annotator, ids, "skipped", reason)
        if open_one and open_one[0] in ids and following is not None:
            self._opener.open_document(following)
        self._view.to_article()
        sentence = f"Skipped {what}: {documents.reason_words(reason).lower()}."
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="done")

    def _set_statuses(self, ids: Sequence[str], status: LayerStatus) -> None:
        changes = self._session.apply(documents.set_statuses, self._session.annotator, ids, status)
        if changes and len(ids) > 1:
            sentence = f"{documents.articles(len(ids))} {'done' if status == 'done' else 'back in progress'}."
            self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="done")

    def _label(self, ids: Sequence[str]) -> None:
        for each in ids:
            self._labelling.again(each)

    def remove_open(self) -> None:
        """Take the open article out of the project."""
        if self._session.document is not None:
            self.remove([self._session.document.id])

    def remove(self, ids: Sequence[str]) -> None:
        """Take articles out of the project; another one is opened first where the open one is among them."""
        if not self._session.writable:
            raise AppError("this project is read only here", "open one that can be written")
        self._view.finish_edits()
        what = self._title(ids[0]) if len(ids) == 1 else documents.articles(len(ids))
        open_one = self._open_one()
        if open_one and open_one[0] in ids:
            self._leave(ids)
        self._session.apply(documents.remove_documents, self._session.annotator, ids)
        sentence = f"Removed {what} with all that was marked in {'it' if len(ids) == 1 else 'them'}."
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="remove")

    def _leave(self, ids: Sequence[str]) -> None:
        """Show an article that stays, or none."""
        gone = set(ids)
        following = self._view.documents.next_unfinished(ids) or next(
            (each for each in self._project.documents.ids() if each not in gone), None
        )
        if following is not None:
            self._opener.open_document(following)
        else:
            self._session.close_document()
            self._view.show_document()

    def _open_one(self) -> list[str]:
        return [self._session.document.id] if self._session.document else []

    # ------------------------------------------------------------------------------------------ notes, metadata

    def open_note(self, id: str = "") -> None:
        """Open the note on an article; without an id, the open one."""
        if id:
            self._opener.open_document(id)
        self._view.header.open_note()

    def open_metadata(self, id: str = "") -> None:
        """Open the metadata of an article; without an id, the open one."""
        if id:
            self._opener.open_document(id)
        self._view.header.open_metadata()

    def _write_note(self, id: str, text: str) -> None:
        self._session.apply(notes.set_document_note, self._session.annotator, id, text)

    def _edit_metadata(self, id: str, key: str, text: str) -> None:
        self._session.apply(metadata.edit_metadata, self._session.annotator, id, key, text)

    def _remove_key(self, id: str, key: str) -> None:
        self._session.apply(metadata.remove_key, self._session.annotator, id, key)

    def _set_field(self, id: str, field: str, value: object) -> None:
        if self._open_one() == [id] and (value is None or isinstance(value, str | int | float)):
            self._session.run(documents.set_document_attributes, {field: value})

    def ask_fill(self) -> None:
        """Ask for a table and say what filling the metadata from it would change."""
        name, _ = QFileDialog.getOpenFileName(self._view, "Fill metadata from a table", "", "Tables (*.csv *.tsv)")
        if name:
            self.offer_fill(Path(name))

    def offer_fill(self, path: Path) -> None:
        """Say what filling from a table would change, and fill when that is confirmed; large ones beside the window."""
        large = path.stat().st_size > _LARGE if path.exists() else False

        def look(project: Project) -> tuple[metadata.Table, metadata.Fill]:
            table = metadata.read_table(path)
            return table, metadata.plan_fill(project, table)

        self._beside(look, lambda found: self._show_fill(path, *found, large=large), "Comparing", large=large)

    def _show_fill(self, path: Path, table: metadata.Table, plan: metadata.Fill, *, large: bool) -> None:
        lines = [f"unknown: {', '.join(plan.unknown[:_SHOWN_EDITS])}"] if plan.unknown else []
        lines += [
            f"{each.document} · {each.key}: {metadata.written_value(each.before) or 'none'} → {each.after}"
            for each in plan.edits[:_SHOWN_EDITS]
        ]
        if len(plan.edits) > _SHOWN_EDITS:
            lines.append(f"and {len(plan.edits) - _SHOWN_EDITS:,} more")
        fill = self._actions.safely(lambda: self._fill(table, large=large))
        deeds = [Deed(f"Fill {plan.documents:,}", fill)] if plan.edits else []
        self._notices.tell("info", f"{path.name}: {plan.sentence}", deeds, hint="\n".join(lines), topic="fill")

    def _fill(self, table: metadata.Table, *, large: bool) -> None:
        me = self._session.annotator
        self._beside(lambda project: metadata.fill_metadata(project, me, table), self._filled, "Filling", large=large)

    def _filled(self, done: metadata.Fill) -> None:
        self._session.take(done.changes)
        sentence = f"Metadata of {documents.articles(done.documents)} filled."
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="fill")

    def _beside(
        self, deed: Callable[[Project], Found], done: Callable[[Found], None], what: str, *, large: bool
    ) -> None:
        """Do something at once, or, where it is ``large``, beside the window on a connection of its own."""
        if not large:
            done(deed(self._project))
            return
        path = self._project.path

        def job(_report: object, _stop: object) -> Found:
            own = Project.open(path, exclusive=False)
            try:
                return deed(own)
            finally:
                own.close()

        self.jobWanted.emit(job, done, what)

    # ------------------------------------------------------------------------------------------ corrected texts

    def ask_corrected(self, id: str = "") -> None:
        """Ask for the file with the corrected text of an article; without an id, the open one."""
        chosen = [id] if id else self._open_one()
        name, _ = QFileDialog.getOpenFileName(self._view, "Bring in a corrected text", "", "Plain text (*.txt *.text)")
        if name and chosen:
            self.bring_in(chosen[0], Path(name))

    def bring_in(self, id: str, path: Path) -> None:
        """Add a corrected text as an article of its own, open it, and offer the annotations of the old one.

        One that was brought in before is opened, and what was not carried over is offered again.
        """
        from annotator.operations import reanchoring

        text = reanchoring.read_corrected(path)
        self._view.finish_edits()
        if (known := reanchoring.corrected_already(self._project, id, text)) is not None:
            self._opener.open_document(known)
            self.offer(id, known)
            return
        changes = self._session.apply(reanchoring.bring_in_corrected, self._session.annotator, id, text)
        new = changes.focus or id
        self._opener.open_document(new)
        self._labelling.start()
        sentence = f"The corrected text of {self._title(id)} is an article of its own."
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic="corrected")
        self.offer(id, new)

    def offer(self, old: str, new: str) -> None:
        """Show what the new text keeps of the annotator's quotations in the old one; nothing where there are none."""
        from annotator.operations import reanchoring

        if rows := reanchoring.offers(self._project, self._session.annotator, old, new):
            self.reanchor.show_offers(old, new, self._project.documents.get(old).title, rows)
            self.offered.emit()
            self.reanchor.focus_list()

    def carry_over(self, old: str, new: str, ids: Sequence[str]) -> None:
        """Copy the chosen quotations into the layer of the new text."""
        from annotator.operations import reanchoring

        self._opener.open_document(new)
        changes = self._session.apply(reanchoring.carry_over, self._session.annotator, old, new, ids)
        self.settled.emit()
        self._view.to_article()
        done = f"{len(ids):,} quotation{'' if len(ids) == 1 else 's'} carried over."
        if changes:
            self._notices.tell("ok", done, [self._actions.undo_deed()], topic="corrected")
