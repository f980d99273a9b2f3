"""Where the scheme editor works: runs its operations on the open project, and what a column of labels asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ConflictError
from annotator.operations import scheming
from annotator.operations.scheming import LabelSet
from annotator.store.project import Project
from annotator.ui.scheme.column import LabelsColumn
from annotator.ui.scheme.sections import Section
from annotator.ui.scheme.strip import PreviewStrip
from annotator.ui.scheme.view_model import delete_sentence, held, merge_sentence
from annotator.ui.session import Session

P = ParamSpec("P")


class SchemeDesk(QObject):
    """Runs operations.  ``told`` carries a sentence about what was done, ``trouble`` an AppError."""

    told = Signal(str)
    trouble = Signal(object)

    def __init__(self, session: Session, strip: PreviewStrip) -> None:
        super().__init__(strip)
        self.session = session
        self.strip = strip

    @property
    def project(self) -> Project:
        """The open project.  Raises ConflictError without one."""
        if self.session.project is None:
            raise ConflictError("no project is open", "open one first")
        return self.session.project

    def do(
        self,
        said: str,
        operation: Callable[Concatenate[Project, Annotator, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Run an operation and tell what it did; whether it changed anything."""
        try:
            changes = self.session.apply(operation, self.session.annotator, *args, **kwargs)
        except AppError as error:
            self.trouble.emit(error)
            return False
        if changes:
            self.told.emit(said)
        return bool(changes)

    def asked(self, look: Callable[[], None]) -> None:
        """Look something up before a change; what cannot be looked up is told."""
        try:
            look()
        except AppError as error:
            self.trouble.emit(error)


class LabelEdits(QObject):
    """What a column asks for, done to one set of labels.  ``splitWanted`` carries the id of a label to be split."""

    splitWanted = Signal(str)
    passagesWanted = Signal(str)

    def __init__(self, desk: SchemeDesk, column: LabelsColumn) -> None:
        super().__init__(column)
        self._desk = desk
        self._column = column
        self.where: LabelSet | None = None
        self.section: Section | None = None
        column.added.connect(self._add)
        column.renamed.connect(self._rename)
        column.moved.connect(self._move)
        column.mergeWanted.connect(lambda old, new: desk.asked(partial(self._ask_merge, old, new)))
        column.deleteWanted.connect(lambda id_: desk.asked(partial(self._ask_delete, id_)))
        column.splitWanted.connect(self._split)
        column.passagesWanted.connect(self._passages)

    def name(self, id: str) -> str:
        """The name of a label."""
        labels = self.where.labels(self._desk.project.scheme) if self.where else ()
        return next((each.name for each in labels if each.id == id), id)

    def _add(self, name: str) -> None:
        if self.where is None:
            return
        if self._desk.do(f"Added the {self.where.noun} “{name}”.", scheming.add_label, self.where, name):
            self._column.clear_field()
            self._column.list.select_row(len(self._column.list.labels.rows) - 1)

    def _rename(self, id: str, name: str) -> None:
        if self.where is not None:
            said = f"Renamed the {self.where.noun} “{self.name(id)}” to “{name}”."
            self._desk.do(said, scheming.rename_label, self.where, id, name)

    def _move(self, id: str, by: int) -> None:
        if self.where is not None:
            to = self._column.list.labels.row_of(id) + by
            self._desk.do(f"Moved “{self.name(id)}”.", scheming.move_label, self.where, id, to)

    def _split(self, id: str) -> None:
        if self.where is not None:
            self.splitWanted.emit(id)

    def _passages(self, id: str) -> None:
        if self.where is not None:
            self.passagesWanted.emit(id)

    def _ask_merge(self, old: str, new: str) -> None:
        if self.where is None or self.section is None:
            return
        found = scheming.impact(self._desk.project, self.where, old)
        names = self.name(old), self.name(new)
        self._desk.strip.ask(
            merge_sentence(self.section, *names, found),
            yes="Merge",
            do=partial(self.merge, old, new, held(self.section, found)),
        )

    def merge(self, old: str, new: str, what: str) -> None:
        """Merge two labels; ``what`` says what that changes."""
        if self.where is not None:
            said = f"Merged “{self.name(old)}” into “{self.name(new)}”: {what}."
            self._desk.do(said, scheming.merge_labels, self.where, old, new)

    def _ask_delete(self, id: str) -> None:
        if self.where is None or self.section is None:
            return
        name = self.name(id)
        if sentence := scheming.fixed(self.where, id):
            self._desk.strip.ask(sentence)
            return
        found = scheming.impact(self._desk.project, self.where, id)
        delete = partial(self._delete, id, name)
        if not found.objects:
            delete()
            return
        empties = scheming.may_be_empty(self.where)
        what = held(self.section, found)
        others = tuple((each.name, partial(self.merge, id, each.id, what)) for each in self._column.others(id))
        self._desk.strip.ask(
            delete_sentence(self.section, name, found, empties=empties),
            yes="Delete" if empties else "",
            do=delete if empties else None,
            instead="Replace by…",
            others=others,
        )

    def _delete(self, id: str, name: str) -> None:
        if self.where is not None:
            self._desk.do(f"Deleted the {self.where.noun} “{name}”.", scheming.remove_label, self.where, id)
