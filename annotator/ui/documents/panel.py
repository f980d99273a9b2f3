"""The left panel: the project's documents, searched, filtered and sorted, what is done, and a way to import more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.documents.chips import FilterChips
from annotator.ui.documents.empty import NoDocuments, NoHits
from annotator.ui.documents.list import DocumentsView
from annotator.ui.documents.menus import SHOWN_WORDS, filter_menu, order_menu, row_menu
from annotator.ui.documents.model import DocumentsModel, Shown
from annotator.ui.documents.order import ORDERS, Order, order_of, plain
from annotator.ui.documents.rows import Hit, Listed
from annotator.ui.documents.search_row import SearchRow
from annotator.ui.documents.sentences import counted_words, nothing_words
from annotator.ui.kit.basics import Panel, Text, hbox, host, metrics, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Bar, key_words
from annotator.ui.kit.menu_button import open_below

PAUSE_MS = 120
"""How long the typing rests before the texts are searched; titles are filtered at once."""

_SHORT_ORDERS: Mapping[Order, str] = {**ORDERS, "project": "", "worked": "Last worked"}


class DocumentsPanel(Panel):
    """The documents of the project.

    ``opened`` carries the id of the document that the user chose; ``hitOpened`` the id and the query instead, where
    what was found in its text is to be shown.  ``searchRequested`` asks for `show_hits`.  ``keepAsked`` asks to keep a
    search under a name: the search as it is typed, and the ids that it is limited to, or None.  ``asked`` carries what
    the menu of the rows asks for (see `annotator.ui.documents.menus.Deed`) and the ids it is about.  ``orderChanged``
    carries the order to remember; `set_order` takes it.
    """

    opened = Signal(str)
    hitOpened = Signal(str, str)
    searchRequested = Signal(str)
    keepAsked = Signal(str, object)
    asked = Signal(str, list)
    orderChanged = Signal(str)
    importRequested = Signal()

    def __init__(self, import_key: str = "Ctrl+I", search_key: str = "Ctrl+Shift+F") -> None:
        super().__init__("chrome", "r")
        self.setObjectName("documents_panel")
        self.setAccessibleName("Documents")
        self.setMinimumWidth(200)
        self.model = DocumentsModel(self)
        self.list = DocumentsView(self.model)
        self.search = SearchRow(search_key)
        self.field = self.search.field
        self.saved = self.search.saved
        self._chips = FilterChips()
        self.chips = self._chips.chips
        self._shown: Shown = "todo"
        self._compact = False
        self._writable = True
        self._found = (0, "")
        self._answered = ""
        self._searching = False
        self._count = Text("", "small", "medium", "text_2", elide=True)
        self.filter_button = Button("", "list-filter", "quiet", small=True)
        self.filter_button.setToolTip("Show only documents skipped, with problems, notes or copies")
        self.order_button = Button("", "arrow-up-down", "quiet", small=True)
        self._done = Text("No documents", "small", "medium", "text_2")
        self._bar = Bar()
        self.empty = NoDocuments(import_key)
        self.no_hits = NoHits()
        self.add = Button("", "plus", "quiet", small=True)
        self.add.setAccessibleName("Import files")
        self.add.setToolTip(f"Import files  {key_words(import_key)}")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._connect()
        self._show_order()
        self._refresh()

    def _lay_out(self) -> None:
        counted = hbox(self._count, self.filter_button, self.order_button, gap=2, margins=(16, 0, 8, 0))
        self._filters = host(vbox(self._chips, counted, gap=8, margins=(0, 10, 0, 4)))
        self._pages = QStackedWidget()
        for page in (self.list, self.empty, self.no_hits):
            self._pages.addWidget(page)
        self._foot = Panel("chrome", "t")
        self._foot.setFixedHeight(metrics().size.header)
        self._gap = QWidget()
        self._foot.setLayout(hbox(self._done, self._bar, self._gap, self.add, gap=10, margins=(16, 0, 10, 0)))
        column = vbox(self.search, self._filters, gap=0, margins=(0, 10, 1, 0))
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)
        self.setLayout(column)

    def _connect(self) -> None:
        self.list.chosen.connect(self._open)
        self.list.menuAsked.connect(self.open_menu)
        self.empty.importRequested.connect(self.importRequested)
        self.add.clicked.connect(self.importRequested)
        self.no_hits.wayOut.connect(self._leave_filter)
        self.field.edit.textChanged.connect(self._typed)
        self.field.edit.escaped.connect(self._leave_field)
        self.field.edit.installEventFilter(self)
        self._pause.timeout.connect(self._search)
        self.saved.chosen.connect(self.show_set)
        self.saved.saveAsked.connect(self._ask_save)
        self.saved.keepAsked.connect(lambda: self.keepAsked.emit("", self.list.chosen_ids()))
        self.saved.opening.connect(self._before_saved)
        self.filter_button.clicked.connect(self._open_filters)
        self.order_button.clicked.connect(self._open_orders)
        self._chips.chosen.connect(self.show_only)

    # What there is

    def set_rows(self, rows: Sequence[Listed]) -> None:
        """Show these documents; they come in project order."""
        self.model.set_rows(rows)
        self._refresh()
        self.list.focus_document(self.model.current)

    def update_rows(self, rows_by_id: Mapping[str, Listed]) -> None:
        """Show the new state of some documents."""
        before = (self.model.counts(), self.model.rowCount())
        self.model.update_rows(rows_by_id)
        if (self.model.counts(), self.model.rowCount()) != before:
            self._refresh()

    def set_problems(self, problems: Mapping[str, int]) -> None:
        """Show how many problems are open in some documents, by id; the others stay as they are."""
        self.model.set_problems(problems)
        self._refresh()

    def set_copies(self, copies: Mapping[str, int]) -> None:
        """Show how many copies the documents have, by id."""
        self.model.set_copies(copies)
        self._refresh()

    def search_for(self, query: str) -> None:
        """Search for these words, in all documents, as if they had been typed."""
        self.show_only("all")
        self.field.set_text(query)
        self._search()

    def set_current(self, id: str | None) -> None:
        """Mark the open article and bring it into view.  It stays in the list whatever the chip says."""
        self.model.set_current(id)
        self._refresh()
        self.list.focus_document(id)

    def set_writable(self, writable: bool) -> None:
        """Offer in the menu of the rows what writes, or not."""
        self._writable = writable

    def set_order(self, order: str) -> None:
        """Show the documents in the order that was remembered; an unknown word is project order.  No signal."""
        self.model.set_order(order_of(order))
        self._show_order()
        self.list.focus_document(self.model.current)

    @property
    def shown(self) -> Shown:
        """Which documents are listed."""
        return self._shown

    def show_only(self, shown: Shown) -> None:
        """Show the documents of a chip, or of an entry of the filter menu."""
        self._shown = shown
        self._filter()

    def show_set(self, term: str) -> None:
        """Show the documents of a saved search, given as the field has it, whatever the chips said."""
        self.show_only("all")
        self.field.edit.setText(term)
        self._search()

    def show_searching(self, query: str) -> None:
        """Say that the answer to a query takes its time."""
        if query == self.field.text().strip():
            self._pause.stop()
            self._searching = True
            self._refresh()

    def show_hits(self, query: str, hits: Sequence[Hit], total: int) -> None:
        """Show what a search found: ``hits`` of ``total``.  An answer to words that are no longer there is dropped."""
        if query == self.field.text().strip():
            self._answer(query, hits, total)
            self.list.focus_document(self.model.current)

    def _answer(self, query: str, hits: Sequence[Hit], total: int, trouble: str = "") -> None:
        self._pause.stop()
        self._searching = False
        self._found, self._answered = (total, trouble), query
        self.model.set_hits({each.document: each for each in hits})
        self._refresh()

    def show_trouble(self, query: str, sentence: str) -> None:
        """Say what is wrong with a query."""
        if query == self.field.text().strip():
            self._answer(query, (), 0, sentence)

    def neighbour(self, step: int) -> str | None:
        """The id of the document ``step`` rows below the open one (above where negative), None beyond the ends."""
        return self.model.neighbour(self.model.current, step)

    def next_unfinished(self, besides: Sequence[str] = ()) -> str | None:
        """The id of the next document to do after the open one, round from the end to the start; None if none is.

        Those in ``besides`` do not count.
        """
        return self.model.next_unfinished(self.model.current, besides)

    def focus_search(self) -> None:
        """Give the search field the focus, its words selected."""
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def focus_list(self) -> None:
        """Give the list the focus, on the open article where it is shown."""
        self.list.focus_document(self.model.current)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # How it looks

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels."""
        self._compact = compact
        self.list.set_inset(4 if compact else 8)
        self._bar.setMaximumWidth(40 if compact else 10_000)
        self.search.set_compact(compact)
        self._refresh()

    def sizeHint(self) -> QSize:
        """The width of the design."""
        return QSize(metrics().size.documents[0], 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the chips keep their counts where there is room."""
        super().resizeEvent(event)
        self._fit_chips()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, Down goes into the list and Enter opens the first hit."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.model.rowCount():
                self.list.setCurrentIndex(self.list.at(0))
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._open_first()
                return True
        return super().eventFilter(watched, event)

    # Searching and opening

    def _typed(self) -> None:
        text = self.field.text().strip()
        self.search.show_keys()
        self._searching = False
        self._found = (self._found[0], "")
        if not text or not text.startswith(self._answered):
            self.model.set_hits(None)  # what was found for other words says nothing about these
        if text:
            self._pause.start()
        else:
            self._pause.stop()
        self._filter()

    def _search(self) -> None:
        self._pause.stop()
        if text := self.field.text().strip():
            self.searchRequested.emit(text)

    def _open_first(self) -> None:
        if self._pause.isActive():
            self._search()
        if self.model.rowCount():
            self._open(self.model.ids()[0])

    def _open(self, id: str) -> None:
        hit = self.model.hit(id)
        if hit is not None and hit.snippet:
            self.hitOpened.emit(id, self.field.text().strip())
        else:
            self.opened.emit(id)

    def _filter(self) -> None:
        text = self.field.text().strip()
        waits = not self.model.searched and any(sign in text for sign in ':"')  # more than the words of a title
        self.model.set_filter("" if waits else text, self._shown)
        self._refresh()
        self.list.focus_document(self.model.current)

    def _leave_field(self) -> None:
        """Esc empties the field first, then goes to the list."""
        if self.field.text():
            self.field.edit.clear()
        else:
            self.focus_list()

    def _leave_filter(self) -> None:
        if self.field.text() and (self._shown == "all" or self._found[1]):
            self.field.edit.clear()
        else:
            self.show_only("all")

    # Menus

    def _before_saved(self) -> None:
        """Tell the menu of saved searches what it can keep."""
        something = bool(self.field.text().strip()) or self._shown != "all"
        chosen = len(self.list.chosen_ids()) if self.list.many else 0
        self.saved.set_offers(keep=self._writable and something and not self._found[1], chosen=chosen * self._writable)

    def _ask_save(self) -> None:
        """Ask to keep what is shown: what no search can say is kept as it is."""
        fixed = self._shown in ("problems", "noted", "copies")
        self.keepAsked.emit(self.field.text().strip(), self.model.ids() if fixed else None)

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the chosen rows at a place on the screen."""
        if chosen := self.list.chosen_ids():
            row_menu(self, chosen, self._ask, writable=self._writable).popup(at)

    def _ask(self, deed: str, ids: list[str]) -> None:
        if deed == "open":
            self._open(ids[0])
        else:
            self.asked.emit(deed, ids)

    def _open_filters(self) -> None:
        self.filter_button.setChecked(self._shown not in self.chips)
        open_below(self.filter_button, filter_menu(self, self._shown, self.model.counts(), self.show_only))

    def _open_orders(self) -> None:
        open_below(self.order_button, order_menu(self, self.model.order, self._choose_order))

    def _choose_order(self, order: Order) -> None:
        self.set_order(order)
        self.orderChanged.emit(order)

    def _show_order(self) -> None:
        order = self.model.order
        name = ORDERS[plain(order)].lower() + (", the other way round" if order.startswith("-") else "")
        self.order_button.setText(_SHORT_ORDERS[plain(order)])
        self.order_button.setAccessibleName(f"Sorted by {name}")
        self.order_button.setToolTip(f"Sorted by {name}: choose another order")

    # Keeping it in line

    def _refresh(self) -> None:
        counts = self.model.counts()
        total, done = counts["all"], counts["done"]
        self._check_chips()
        self._fit_chips()
        self._filters.setVisible(total > 0)
        self.field.setEnabled(total > 0)
        self._done.setText(f"{done:,} of {total:,} done" if total else "No documents")
        self._bar.set_fraction(done / total if total else 0.0, "ok" if total and done == total else "accent")
        self._bar.setVisible(total > 0)
        self._gap.setVisible(total == 0)
        rows = self.model.rowCount()
        self._count.setText(self._counted(rows, counts))
        waits = self._pause.isActive() or self._searching  # as long as the texts are not searched, nothing is said
        listed = rows or waits
        self._pages.setCurrentWidget(self.list if listed and total else self.no_hits if total else self.empty)
        if total and not rows:
            self.no_hits.explain(*self._nothing(total))

    def _check_chips(self) -> None:
        self._chips.check(self._shown)
        own = self._shown in self.chips
        self.filter_button.setCheckable(not own)
        self.filter_button.setChecked(not own)
        self.filter_button.setAccessibleName("Filter" if own else f"Filter: {SHOWN_WORDS[self._shown]}")

    def _counted(self, rows: int, counts: Mapping[Shown, int]) -> str:
        total, trouble = self._found
        if self._searching:
            return "Searching…"
        if not self.field.text().strip():
            return counted_words(self._shown, counts, short=self._compact)
        if trouble:
            return "No search"
        if self.model.searched and total > rows and rows and self._shown == "all":
            return f"The best {rows:,} of {total:,}"
        return f"{rows:,} of {counts[self._shown]:,} match"

    def _nothing(self, total: int) -> tuple[str, str]:
        return nothing_words(self.field.text().strip(), self._shown, total, self._found[1])

    def _fit_chips(self) -> None:
        self._chips.fit(self._shown, self.model.counts(), self.width() - 16)
