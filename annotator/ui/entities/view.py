"""The Entities view: the registry as a table, one entity in detail with its passages, merging and splitting.

Everything is done at once and can be undone; before a merge its preview says what it would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QWidget

from annotator.domain.changes import Changes, ObjectKind
from annotator.operations import merging
from annotator.store.project import Project
from annotator.store.usage import Passage
from annotator.ui.entities.deeds import EntityDeeds
from annotator.ui.entities.detail import EntityCard
from annotator.ui.entities.head import EntitiesHead, NewEntity
from annotator.ui.entities.kinds import KindsColumn, choices_of
from annotator.ui.entities.merge import SHOWN, MergeCard, Part, counted, counts_of, facts_of
from annotator.ui.entities.model import EntityRow, rows_of
from annotator.ui.entities.passages import CHOOSE, EntityPassages, where_of
from annotator.ui.entities.same import LikelySame
from annotator.ui.entities.table import EntitiesTable
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.flow import Shelf
from annotator.ui.kit.menu_button import open_below
from annotator.ui.look.measures import NARROW
from annotator.ui.session import Session

MERGED_AT_MOST = 50
"""Entities that can be merged at once: more are a mistake of the mouse."""

NOTHING_CHOSEN = "Choose an entity to see what it says and what is said of it."
NO_ENTITY = "No entity yet. Whom you take for a speaker becomes one, or add one here."
_OF_TEXT: tuple[ObjectKind, ...] = (
    "mention",
    "quotation",
    "layer",
    "document",
    "scheme",
    "project",
    "annotator",
    "rejection",
)


class EntitiesView(QWidget):
    """The registry of the session's project.

    ``passageOpened`` carries a document and a quotation to show.  ``done`` is a sentence about what was done, to be
    told with Undo; ``trouble`` an `AppError`.
    """

    passageOpened = Signal(str, str)
    done = Signal(str)
    trouble = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("registry")
        self.setAccessibleName("Entities")
        self._session = session
        self.deeds = EntityDeeds(session, self)
        self.same = LikelySame(self)
        self._stale = True
        self._shown: Project | None = None
        self._version = 0
        self._chosen: tuple[str, ...] = ()
        self._kept = ""
        self._settling = False
        self.kinds = KindsColumn()
        self.head = EntitiesHead()
        self.asking = NewEntity()
        self.table = EntitiesTable()
        self.card = EntityCard()
        self.passages = EntityPassages()
        self.merge = MergeCard()
        self._empty_words = Text(NO_ENTITY, role="text_2", wrap=True)
        self._way_out = Button("New entity")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    # ------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icon = Icon("inbox", "text_3", 22)
        middle = vbox(None, hbox(None, icon, None), self._empty_words, hbox(None, self._way_out, None), None, gap=10)
        middle.setContentsMargins(40, 0, 40, 60)
        self._empty = host(middle)
        self._pages = QStackedWidget()
        self._pages.addWidget(host(vbox(self.table, gap=0, margins=(12, 0, 8, 0))))
        self._pages.addWidget(self._empty)
        centre = Panel("page")
        column = vbox(self.head, self.asking, gap=0)
        column.addWidget(self._pages, 1)
        centre.setLayout(column)
        self._detail = self._make_detail()
        whole = hbox(self.kinds, gap=0)
        whole.addWidget(centre, 1)
        whole.addWidget(self._detail)
        self.setLayout(whole)

    def _make_detail(self) -> Panel:
        nothing = Text(NOTHING_CHOSEN, role="text_3", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        one = vbox(Shelf(host(hbox(self.card, margins=(10, 10, 10, 0)))), gap=0)
        one.addWidget(self.passages, 1)
        self._many = Text("", role="text_2", wrap=True)
        several = Shelf(host(vbox(self.merge, None, gap=0, margins=(10, 10, 10, 10))))
        several.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._parts = QStackedWidget()
        for part in (
            host(hbox(nothing, margins=(30, 0, 30, 0))),
            host(one),
            several,
            host(vbox(hbox(self._many, margins=(24, 40, 24, 0)), None)),
        ):
            self._parts.addWidget(part)
        detail = Panel("chrome", "l")
        detail.setAccessibleName("Entity")
        detail.setLayout(hbox(self._parts, gap=0))
        detail.setContentsMargins(1, 0, 0, 0)  # the hairline at its left
        return detail

    def _connect(self) -> None:
        self._session.changed.connect(self._take)
        self.same.found.connect(self._show_same)
        self.table.chosenChanged.connect(self._choose)
        self.table.editWanted.connect(self._edit)
        self.kinds.chosen.connect(lambda _kind, _special: self._filter())
        self.kinds.newRequested.connect(self.ask_new)
        head = self.head
        head.sought.connect(lambda _words: self._filter())
        head.newRequested.connect(self.ask_new)
        head.kindsWanted.connect(lambda: open_below(head.kinds, self.kinds.menu()))
        head.kindsOfChosen.connect(lambda: open_below(head.kind, self._kind_menu()))
        head.mergeWanted.connect(self.merge.focus_kept)
        head.removeUnused.connect(self._remove_unused)
        self.asking.added.connect(self.deeds.add)
        self.asking.left.connect(self._leave_new)
        self._way_out.clicked.connect(self._leave_empty)
        self.passages.opened.connect(self.passageOpened)
        self.passages.choosing.connect(self._show_split)
        self.deeds.follow(self.card, self.passages)
        self.deeds.done.connect(self.done)
        self.deeds.trouble.connect(self.trouble)
        self.deeds.shown.connect(self.show_entity)
        self.deeds.added.connect(self._added)
        self.merge.keptChanged.connect(self._keep)
        self.merge.mergeRequested.connect(self._merge)
        self.merge.leftApart.connect(self._leave_apart)

    # ------------------------------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Read the registry anew; the chosen entities stay chosen, if they are still there."""
        project = self._session.project
        self._stale = False
        if project is not self._shown:
            self._chosen, self._shown = (), project
            self.asking.hide()
        if project is None:
            self.table.entities.set_rows([])
            self._settle()
            return
        self._version = project.data_version()
        entities = project.registry.all()
        rows = rows_of(entities, project.registry.usage(), project.scheme)
        at = self.table.verticalScrollBar().value()
        self.same.look(entities)
        self.table.entities.set_rows(rows, self.same.groups)
        self._settle()
        self.table.verticalScrollBar().setValue(at)

    def _show_same(self) -> None:
        """What is likely the same is known now."""
        self.table.entities.set_groups(self.same.groups)
        self._settle()

    def show_entity(self, id: str) -> None:
        """Choose an entity and bring it into view."""
        self._refresh_if_stale()
        if self.table.entities.place(id) < 0:
            self.kinds.choose(None, None)
            self.head.field.edit.clear()
        self.table.choose([id])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Give the search field the focus."""
        self.head.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.field.edit.selectAll()

    def finish_edits(self) -> None:
        """Keep what is being typed; called before the view is left."""
        if self._session.writable:
            self.card.finish()

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed while it was hidden."""
        super().showEvent(event)
        self._refresh_if_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the kinds into a menu where the window is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.kinds.setVisible(not narrow)
        self._detail.setFixedWidth(312 if narrow else 368)
        self.merge.set_compact(narrow)
        self._show_head()

    def _refresh_if_stale(self) -> None:
        project = self._session.project
        changed = project is not self._shown or (project is not None and project.data_version() != self._version)
        if self._stale or changed:
            self.refresh()

    def _take(self, changes: Changes) -> None:
        project = self._session.project
        if not self.isVisible() or project is None or project is not self._shown:
            self._stale = True
        elif any(changes.touches(each) for each in _OF_TEXT):
            self.refresh()
        elif touched := changes.touches("entity"):
            there = project.registry.find(touched)
            usage = {id: row.usage for id in there if (row := self.table.entities.row(id)) and row.usage}
            rows = rows_of(there.values(), usage, project.scheme)
            self.table.entities.update_rows(rows, touched - there.keys())
            self._settle()

    def _filter(self) -> None:
        self.table.entities.set_filter(self.head.field.text(), *self.kinds.now)
        self._settle()

    def _settle(self) -> None:
        """Bring everything around the rows in line with them."""
        model = self.table.entities
        project = self._session.project
        kinds = project.scheme.kinds if project else ()
        self.kinds.set_choices(choices_of(kinds, model.total, model.counts(), model.special_counts()))
        self._settling = True
        self.table.choose(self._chosen, reveal=False)
        self._settling = False
        self._chosen = tuple(each for each in self._chosen if model.place(each) >= 0)
        self._pages.setCurrentIndex(0 if model.rowCount() else 1)
        self._show_empty()
        self._show_head()
        self._show_chosen()

    def _show_empty(self) -> None:
        model, words = self.table.entities, self.head.field.text().strip()
        if not model.total:
            self._empty_words.setText(NO_ENTITY)
            self._way_out.setText("New entity")
            self._way_out.setEnabled(self._session.writable)
        else:
            where = "" if self.kinds.now == (None, None) else f" in {self.kinds.words()}"
            self._empty_words.setText(f"No entity matches “{words}”{where}." if words else f"Nothing{where}.")
            self._way_out.setText(f"Show all {model.total:,}")
            self._way_out.setEnabled(True)
        self._way_out.setAccessibleName(self._way_out.text())

    def _leave_empty(self) -> None:
        if not self.table.entities.total:
            self.ask_new()
        else:
            self.head.field.edit.clear()
            self.kinds.choose(None, None)

    def _show_head(self) -> None:
        model = self.table.entities
        shown = model.rowCount()
        words = f"{shown:,} of {model.total:,}" if shown != model.total else counted(shown, "entity")
        unused = shown if self.kinds.now[1] == "unused" else 0
        self.head.show_state(
            self.kinds.words(),
            words.replace("entitys", "entities"),
            len(self._chosen),
            unused,
            compact=self.width() < NARROW,
            editable=self._session.writable,
        )
        self.kinds.add.setEnabled(self._session.writable)

    # ------------------------------------------------------------------------------------------ the chosen

    def _choose(self) -> None:
        if self._settling or self.table.chosen() == self._chosen:
            return
        self._chosen = self.table.chosen()
        self.finish_edits()
        self._show_head()
        self._show_chosen()

    def _rows(self, ids: Iterable[str]) -> list[EntityRow]:
        return [row for each in ids if (row := self.table.entities.row(each))]

    def _show_chosen(self) -> None:
        project, rows = self._session.project, self._rows(self._chosen)
        if project is None or not rows:
            self._parts.setCurrentIndex(0)
        elif len(rows) == 1:
            self._show_one(project, rows[0])
        elif len(rows) <= MERGED_AT_MOST:
            self._show_merge(project, rows)
        else:
            self._many.setText(f"{len(rows):,} entities are chosen. At most {MERGED_AT_MOST} can be merged at once.")
            self._parts.setCurrentIndex(3)

    def _show_one(self, project: Project, row: EntityRow) -> None:
        writable = self._session.writable
        self.card.show_entity(row.entity, project.scheme, used=row.used)
        self.card.setEnabled(writable)
        where = partial(where_of, scheme=project.scheme, me=self._session.annotator.id)
        self.passages.show_passages(row.id, project.registry.passages(row.id), where, editable=writable)
        self._parts.setCurrentIndex(1)

    def _show_split(self, passages: Sequence[Passage]) -> None:
        project, entity = self._session.project, self.card.entity
        if project is None or entity is None or not passages:
            self.passages.say(CHOOSE)
            return
        facts = facts_of(merging.split_impact(project, entity.id, passages))
        self.passages.say(" ".join(words for _, _, words in facts))

    def _show_merge(self, project: Project, rows: Sequence[EntityRow]) -> None:
        ids = [each.id for each in rows]
        if self._kept not in ids:
            self._kept = merging.fullest(project, ids)
        order = sorted(rows, key=lambda each: (-each.number("mentions") - each.number("quoted"), each.order))
        kept = next((each for each in order[SHOWN:] if each.id == self._kept), None)
        if kept is not None:
            order = [kept, *(each for each in order if each is not kept)]
        parts = [Part(each.id, each.entity.name, each.entity.kind, counts_of(each)) for each in order]
        self.merge.show_parts(parts, self._kept)
        self.merge.show_impact(merging.merge_impact(project, self._kept, ids))
        self.merge.setEnabled(self._session.writable)
        self._parts.setCurrentIndex(2)

    def _keep(self, id: str) -> None:
        self._kept = id
        self._show_chosen()

    def _edit(self) -> None:
        if len(self._chosen) == 1:
            self.card.focus_name()
        elif len(self._chosen) <= MERGED_AT_MOST:
            self.merge.focus_kept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc chooses nothing."""
        if event.key() == Qt.Key.Key_Escape and self._chosen:
            self._leave_apart()
        else:
            super().keyPressEvent(event)

    def _leave_apart(self) -> None:
        self.table.choose([])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------ deeds

    def ask_new(self) -> None:
        """Ask for a new entity."""
        if self._session.project is not None and self._session.writable:
            self.asking.ask(self._session.project.scheme.kinds, self.kinds.now[0])

    def _added(self, id: str) -> None:
        self._leave_new()
        self.show_entity(id)

    def _leave_new(self) -> None:
        self.asking.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind_menu(self) -> QMenu:
        menu = QMenu(self)
        for each in self._session.project.scheme.kinds if self._session.project else ():
            action = menu.addAction(each.name.replace("&", "&&"))
            action.triggered.connect(partial(self._kind_chosen, each.id))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _kind_chosen(self, kind: str, _checked: bool = False) -> None:
        self.deeds.change_kind(self._chosen, kind)

    def _remove_unused(self) -> None:
        self.deeds.remove_unused([each.id for each in self.table.entities.rows()])

    def _merge(self, keep: str) -> None:
        self.deeds.merge(keep, [each.entity for each in self._rows(self._chosen)])
