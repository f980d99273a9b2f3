"""The scheme editor: labels, attributes, fields and guidelines of the open project; each change is one step."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ConflictError
from annotator.domain.scheme import Asked, Attribute, AttributeType, Scheme
from annotator.operations import scheme_attributes, scheming
from annotator.operations.scheming import LabelSet
from annotator.ui.kit.basics import hbox
from annotator.ui.scheme.attribute import TYPE_NAMES
from annotator.ui.scheme.desk import LabelEdits, SchemeDesk
from annotator.ui.scheme.guideline_rule import GENERAL, rule_of
from annotator.ui.scheme.page import SchemePage
from annotator.ui.scheme.sections import Section, section
from annotator.ui.scheme.view_model import (
    attribute_labels,
    choice_labels,
    conversion_sentence,
    counts,
    guideline_labels,
    passage_rows,
    passages_title,
    removal_sentence,
    vocabulary_labels,
)
from annotator.ui.session import Session

MOST_PASSAGES = 500
"""Passages shown of a label at most."""

_PAUSE_MS = 80
"""How long a label is in focus before its passages are read: walking through the list reads none."""

_ABOUT = frozenset(("scheme", "quotation", "mention", "entity", "rejection", "decision", "layer", "document"))


class SchemeEditor(QWidget):
    """The page under the top bar.  It takes the session and runs the operations itself.

    ``trouble`` carries an AppError, ``told`` a sentence about what was done (it can be undone), ``passageOpened`` a
    document and a quotation (``""`` where the passage has none), ``linkClicked`` the web address of a link in a
    guideline, ``done`` that the page was left; `importWanted` and `exportWanted` ask for a file of the scheme.
    """

    trouble = Signal(object)
    told = Signal(str)
    done = Signal()
    passageOpened = Signal(str, str)
    linkClicked = Signal(str)
    importWanted = Signal()
    exportWanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("scheme")
        self.setAccessibleName("Scheme")
        self.session = session
        self.page = SchemePage()
        self.desk = SchemeDesk(session, self.page.strip)
        self._section = section("types")
        self._labels = LabelEdits(self.desk, self.page.column)
        self._choices = LabelEdits(self.desk, self.page.attribute.choices)
        self._looked_at: tuple[LabelSet, str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._show_passages)
        self.setLayout(hbox(self.page, gap=0))
        self._connect()

    def _connect(self) -> None:
        page = self.page
        self.desk.told.connect(self.told)
        self.desk.trouble.connect(self.trouble)
        page.left.connect(self.leave)
        page.rail.chosen.connect(self.open)
        page.rail.importWanted.connect(self.importWanted)
        page.rail.exportWanted.connect(self.exportWanted)
        page.column.picked.connect(self._pick)
        page.column.added.connect(self._add_attribute)
        page.column.renamed.connect(self._rename_attribute)
        page.column.moved.connect(self._move)
        page.column.deleteWanted.connect(self._delete)
        page.column.opened.connect(self._edit_rule)
        page.attribute.typeWanted.connect(lambda type_: self._ask_type(type_, ()))
        page.attribute.firstChoices.connect(lambda names: self._ask_type("choice", names))
        page.attribute.choices.picked.connect(self._look_at_choice)
        page.asked.chosen.connect(self._set_asked)
        page.rule.edited.connect(self._set_guideline)
        page.rule.linkClicked.connect(self.linkClicked)
        page.passages.opened.connect(self.passageOpened)
        page.passages.split.connect(self._split)
        page.strip.left.connect(page.attribute.show_type)
        for edits in (self._labels, self._choices):
            edits.splitWanted.connect(lambda id_, e=edits: self._start_split(e, id_))
            edits.passagesWanted.connect(lambda id_, e=edits: self._open_passages(e, id_))
        self.session.changed.connect(self._take)

    # ------------------------------------------------------------------------------------------ showing

    def open(self, id: str = "types") -> None:
        """Open a section by its id, as `SECTIONS` has it: types, flags, attributes_quotation, asked, guidelines."""
        self.page.rule.finish()
        self.page.strip.leave()
        self._section = section(id)
        self._look_at(None, None)
        self.page.column.list.forget_place()
        self.page.show_section(self._section)
        self.refresh()

    def open_label(self, id: str, label: str) -> None:
        """Open a section with one of its labels in focus."""
        self.open(id)
        self.page.column.list.select(label)

    def refresh(self) -> None:
        """Show scheme and use as they are stored now."""
        project = self.session.project
        if project is None:
            return
        scheme, shown = project.scheme, self._section
        self.page.set_editable(self.session.writable)
        self.page.rail.show_counts(counts(scheme))
        self._labels.where = LabelSet(shown.vocabulary) if shown.vocabulary else None
        self._labels.section = shown
        self.page.asked.show_asked(scheme.asked)
        if shown.vocabulary is not None:
            where = LabelSet(shown.vocabulary)
            labels = vocabulary_labels(shown, where.labels(scheme), scheming.usage(project, where))
            self.page.column.show_labels(labels)
        elif shown.owner is not None:
            columns = scheme.attributes_of(shown.owner)
            numbers = {each.id: scheme_attributes.count(project, each) for each in columns}
            self.page.column.show_labels(attribute_labels(columns, numbers))
        elif shown.kind == "guidelines":
            self.page.column.show_labels(guideline_labels(scheme))
        self._pick(self.page.column.current())

    def finish(self) -> None:
        """Hand out a guideline that is being written: before the project is closed."""
        self.page.rule.finish()

    def leave(self) -> None:
        """Leave the page."""
        self.page.rule.finish()
        self.page.strip.leave()
        self.page.passages.stop()
        self.done.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is stored now, the keys on the labels."""
        super().showEvent(event)
        self.page.show_section(self._section)
        self.refresh()
        self.page.focus_first()

    def _take(self, changes: Changes) -> None:
        if self.isVisible() and _ABOUT & set(changes.objects):
            self.refresh()

    def _scheme(self) -> Scheme:
        return self.desk.project.scheme

    # ------------------------------------------------------------------------------------------ the one in focus

    def _pick(self, id: str | None) -> None:
        """Show what is behind the label in focus."""
        page, shown = self.page, self._section
        if id is None or self.session.project is None:
            self._look_at(None, None)
            page.show_detail()
        elif shown.vocabulary is not None:
            page.show_detail(page.passages)
            self._look_at(LabelSet(shown.vocabulary), id)
        elif shown.owner is not None:
            self._show_attribute(shown, id)
        elif shown.kind == "guidelines":
            page.show_detail(page.rule)
            page.rule.show_rule(rule_of(self._scheme(), id))

    def _show_attribute(self, shown: Section, id: str) -> None:
        page, project = self.page, self.desk.project
        attribute = project.scheme.attribute(shown.owner, id) if shown.owner else None
        if attribute is None:
            return
        where = LabelSet("choices", shown.owner, id)
        self._choices.where, self._choices.section = where, shown
        chooses = attribute.type == "choice"
        page.show_detail(page.attribute, *([page.passages] if chooses else []))
        usage = scheming.usage(project, where) if chooses else {}
        page.attribute.show_attribute(attribute, choice_labels(attribute, usage))
        if chooses:
            self._look_at(where, page.attribute.choices.current())
        else:
            self._look_at(None, None)

    def _look_at_choice(self, id: str | None) -> None:
        if self._choices.where is not None and self._section.owner is not None:
            self._look_at(self._choices.where, id)

    def _look_at(self, where: LabelSet | None, id: str | None) -> None:
        """Read the passages of a label after a pause."""
        looked_at = (where, id) if where is not None and id is not None else None
        if looked_at is None:
            self._pause.stop()
            self._looked_at = None
            self.page.passages.show_passages("", ())
            return
        if looked_at != self._looked_at:
            self.page.passages.show_passages("", ())
        self._looked_at = looked_at
        self._pause.start()

    def _show_passages(self) -> None:
        """Show the passages of the label in focus; those being chosen stay until it is another one."""
        passages = self.page.passages
        self._pause.stop()
        if self._looked_at is None or self.session.project is None or passages.splitting():
            return
        where, id = self._looked_at
        try:
            number = scheming.usage(self.session.project, where).get(id, 0)
            rows = passage_rows(scheming.passages(self.session.project, where, id, MOST_PASSAGES))
        except AppError as error:
            self.trouble.emit(error)
            return
        edits = self._labels if where.vocabulary != "choices" else self._choices
        hint = f"The first {len(rows):,} are shown." if number > len(rows) >= MOST_PASSAGES else ""
        passages.show_passages(passages_title(self._section, edits.name(id), number), rows, hint, where.noun)

    def _open_passages(self, edits: LabelEdits, id: str) -> None:
        if edits.where is not None:
            self._look_at(edits.where, id)
            self._show_passages()
            self.page.passages.list.setFocus()

    def _start_split(self, edits: LabelEdits, id: str) -> None:
        self._open_passages(edits, id)
        self.page.passages.start_split()

    def _split(self, chosen: tuple[str, ...], name: str) -> None:
        if self._looked_at is None:
            return
        where, id = self._looked_at
        self.page.passages.stop()
        said = f"Split “{name}” off: {len(chosen):,} of the passages {'has' if len(chosen) == 1 else 'have'} it now."
        self.desk.do(said, scheming.split_label, where, id, chosen, name)

    # ------------------------------------------------------------------------------------------ attributes

    def _add_attribute(self, name: str) -> None:
        owner = self._section.owner
        if owner is not None and self.desk.do(
            f"Added the attribute “{name}”.", scheme_attributes.add_attribute, owner, name
        ):
            self.page.column.clear_field()
            self.page.column.list.select_row(len(self.page.column.list.labels.rows) - 1)

    def _rename_attribute(self, id: str, name: str) -> None:
        if self._section.owner is not None:
            said = f"Renamed the attribute to “{name}”."
            self.desk.do(said, scheme_attributes.rename_attribute, self._section.owner, id, name)

    def _attribute(self, id: str | None) -> Attribute:
        owner = self._section.owner
        found = self._scheme().attribute(owner, id) if owner is not None and id is not None else None
        if found is None:
            raise ConflictError("this attribute is no longer there", "look at the scheme again")
        return found

    def _ask_type(self, type: str, names: tuple[str, ...]) -> None:
        self.desk.asked(partial(self._preview_type, cast("AttributeType", type), names))

    def _preview_type(self, type: AttributeType, names: tuple[str, ...]) -> None:
        old = self._attribute(self.page.column.current())
        project = self.desk.project
        if type == "choice" and not names and not scheme_attributes.number_of_values(project, old):
            self.page.attribute.ask_first()
            return
        try:
            found = scheme_attributes.conversion(project, old.owner, old.id, type, names)
        except AppError:
            self.page.attribute.show_type()
            raise
        said = f"The type of “{old.name}” is {TYPE_NAMES[type].lower()} now."

        def change() -> None:
            self.desk.do(said, scheme_attributes.set_type, old.owner, old.id, type, names)

        if not found.kept and not found.lost:
            change()
            return
        sentence, examples = conversion_sentence(old.name, found)
        self.page.strip.ask(sentence, yes="Change", do=change, more=examples)

    # ------------------------------------------------------------------------------------------ order, deletion, rest

    def _move(self, id: str, by: int) -> None:
        to = self.page.column.list.labels.row_of(id) + by
        if self._section.owner is not None:
            self.desk.do("Moved the attribute.", scheme_attributes.move_attribute, self._section.owner, id, to)
        elif self._section.kind == "guidelines" and self._scheme().guideline(id):
            self.desk.do("Moved the guideline.", scheming.move_guideline, id, to)

    def _delete(self, id: str) -> None:
        if self._section.owner is not None:
            self.desk.asked(partial(self._ask_delete_attribute, id))
        elif self._section.kind == "guidelines" and self._scheme().guideline(id):
            name = self._scheme().name("reasons", id) or GENERAL
            self.desk.do(f"Removed the guideline “{name}”.", scheming.remove_guideline, id)

    def _ask_delete_attribute(self, id: str) -> None:
        old = self._attribute(id)
        number = scheme_attributes.number_of_values(self.desk.project, old)
        said = f"Deleted the attribute “{old.name}”."
        delete = partial(self.desk.do, said, scheme_attributes.remove_attribute, old.owner, id)
        if number:
            self.page.strip.ask(removal_sentence(self._section, old.name, number), yes="Delete", do=delete)
        else:
            delete()

    def _set_asked(self, asked: tuple[Asked, ...]) -> None:
        self.desk.do("Changed the fields asked for.", scheming.set_asked, asked)

    def _edit_rule(self, reason: str) -> None:
        view = self.page.rule.view
        if self._section.kind == "guidelines" and view is not None and view.rule.reason == reason:
            view.start()

    def _set_guideline(self, reason: str, text: str) -> None:
        name = self._scheme().name("reasons", reason) or GENERAL
        self.desk.do(f"Saved the guideline “{name}”.", scheming.set_guideline, reason, text)

    # ------------------------------------------------------------------------------------------ whole schemes

    def take_scheme(self, scheme: Scheme) -> bool:
        """Use the scheme of a file; whether that changed anything."""
        return self.desk.do("Took over the scheme.", scheming.take_scheme, scheme)
