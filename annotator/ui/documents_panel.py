"""The left panel: the project's documents, a filter, what is done, and a way to import more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedLayout, QWidget

from annotator.ui.documents_list import DocumentsView
from annotator.ui.documents_model import DocumentsModel, Listed, Shown, count
from annotator.ui.kit import Align, Icon, Panel, Text, hbox, host, metrics, painting, vbox
from annotator.ui.kit_choice import Field
from annotator.ui.kit_controls import Button, Chip
from annotator.ui.kit_marks import Bar, key_words
from annotator.ui.theme import theme_of

CHIPS: Mapping[Shown, str] = {"todo": "To do", "done": "Done", "all": "All"}

EMPTY = "No article yet. Drop files or a folder here."


class DropFrame(QWidget):
    """A dashed frame that invites to drop something."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        with painting(self) as painter:
            theme = theme_of(self)
            pen = QPen(theme.line_strong, 1.6)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.setBrush(theme.page)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.radius.card, theme.radius.card)


class NoDocuments(QWidget):
    """What stands in the panel of a project without documents."""

    importRequested = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setAccessibleName(EMPTY)
        frame = DropFrame()
        frame.setFixedHeight(190)
        icon = Icon("inbox", "text_2", 22)
        head = Text("No article yet", "heading", "semibold")
        words = Text("Drop files or a folder here.", role="text_2", wrap=True)
        for label in (head, words):
            label.setAlignment(Align.AlignCenter)
        self.button = Button("Import", "import", "primary", key=key_words(key))
        self.button.setToolTip(f"Import files  {key_words(key)}")
        self.button.clicked.connect(self.importRequested)
        middle = hbox(None, icon, None), head, words, 6, hbox(None, self.button, None)
        frame.setLayout(vbox(None, *middle, None, gap=5, margins=(12, 8, 12, 8)))
        self.setLayout(vbox(20, frame, None, gap=0, margins=(20, 0, 20, 0)))


class NoHits(QWidget):
    """What stands in the panel when the filter leaves nothing: why, and the way out."""

    wayOut = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", role="text_2", wrap=True)
        self.words.setAlignment(Align.AlignHCenter | Align.AlignTop)
        self.button = Button("", small=True)
        self.button.clicked.connect(self.wayOut)
        self.setLayout(vbox(24, self.words, 6, hbox(None, self.button, None), None, gap=4, margins=(20, 0, 20, 0)))

    def explain(self, sentence: str, way_out: str) -> None:
        """Show why there is nothing, and what the button does."""
        self.words.setText(sentence)
        self.button.setText(way_out)
        self.button.setAccessibleName(way_out)
        self.button.setVisible(bool(way_out))


class DocumentsPanel(Panel):
    """The documents of the project.  ``opened`` carries the id of the one the user chose."""

    opened = Signal(str)
    importRequested = Signal()

    def __init__(self, import_key: str = "Ctrl+I") -> None:
        super().__init__("chrome", "r")
        self.setObjectName("documents_panel")
        self.setAccessibleName("Documents")
        self.setMinimumWidth(200)
        self.model = DocumentsModel(self)
        self.list = DocumentsView(self.model)
        self.field = Field("Filter by title", "search")
        self.field.edit.setToolTip("Show the documents whose title or outlet holds these words")
        self.chips: dict[Shown, Chip] = {}
        self._shown: Shown = "todo"
        self._count = Text("", "small", "medium", "text_2", elide=True)
        self._done = Text("No documents", "small", "medium", "text_2")
        self._bar = Bar()
        self.empty = NoDocuments(import_key)
        self.no_hits = NoHits()
        self.add = Button("", "plus", "quiet", small=True)
        self.add.setAccessibleName("Import files")
        self.add.setToolTip(f"Import files  {key_words(import_key)}")
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for shown, words in CHIPS.items():
            chip = self.chips[shown] = Chip(words, checkable=True)
            chip.setChecked(shown == self._shown)
            chip.setToolTip({"todo": "Documents to do", "done": "Documents done or skipped", "all": "All"}[shown])
            group.addButton(chip)
        self._filters = host(
            vbox(
                hbox(*self.chips.values(), None, gap=6, margins=(12, 0, 8, 0)),
                hbox(self._count, margins=(16, 0, 12, 0)),
                gap=10,
                margins=(0, 10, 0, 6),
            )
        )
        self._pages = QStackedLayout()
        for page in (self.list, self.empty, self.no_hits):
            self._pages.addWidget(page)
        self._foot = Panel("chrome", "t")
        self._foot.setFixedHeight(metrics().size.header)
        self._gap = QWidget()
        self._foot.setLayout(hbox(self._done, self._bar, self._gap, self.add, gap=10, margins=(16, 0, 10, 0)))
        field = hbox(self.field, margins=(12, 0, 12, 0))
        column = vbox(field, self._filters, gap=0, margins=(0, 10, 1, 0))
        column.addLayout(self._pages, 1)
        column.addWidget(self._foot)
        self.setLayout(column)

    def _connect(self) -> None:
        self.list.chosen.connect(self.opened)
        self.empty.importRequested.connect(self.importRequested)
        self.add.clicked.connect(self.importRequested)
        self.no_hits.wayOut.connect(self._leave_filter)
        self.field.edit.textChanged.connect(self._filter)
        self.field.edit.escaped.connect(self._leave_field)
        self.field.edit.installEventFilter(self)
        for shown, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, each=shown: self.show_only(each))

    # What there is

    def set_rows(self, rows: Sequence[Listed]) -> None:
        """Show these documents, in this order."""
        self.model.set_rows(rows)
        self._refresh()
        self.list.focus_document(self.model.current)

    def update_rows(self, rows_by_id: Mapping[str, Listed]) -> None:
        """Show the new state of some documents."""
        self.model.update_rows(rows_by_id)
        self._refresh()

    def set_current(self, id: str | None) -> None:
        """Mark the open article and bring it into view.  It stays in the list whatever the chip says."""
        self.model.set_current(id)
        self._refresh()
        self.list.focus_document(id)

    def show_only(self, shown: Shown) -> None:
        """Show the documents to do, those done, or all."""
        self._shown = shown
        self.chips[shown].setChecked(True)
        self._filter()

    def neighbour(self, step: int) -> str | None:
        """The id of the document ``step`` rows below the open one (above where negative), None beyond the ends."""
        return self.model.neighbour(self.model.current, step)

    def next_unfinished(self) -> str | None:
        """The id of the next document to do after the open one, round from the end to the start; None if none is."""
        return self.model.next_unfinished(self.model.current)

    def focus_filter(self) -> None:
        """Give the filter field the focus, its words selected."""
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def focus_list(self) -> None:
        """Give the list the focus, on the open article where it is shown."""
        self.list.focus_document(self.model.current)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # How it looks

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels."""
        self.list.set_inset(4 if compact else 8)
        self._bar.setMaximumWidth(40 if compact else 10_000)

    def sizeHint(self) -> QSize:
        """The width of the design."""
        return QSize(metrics().size.documents[0], 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the chips keep their counts where there is room."""
        super().resizeEvent(event)
        self._fit_chips()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter field, Down goes into the list and Enter opens the first hit."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.model.rowCount():
            if event.key() == Qt.Key.Key_Down:
                self.list.setCurrentIndex(self.model.index(0))
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.opened.emit(self.model.ids()[0])
                return True
        return super().eventFilter(watched, event)

    # Keeping it in line

    def _filter(self) -> None:
        self.model.set_filter(self.field.text(), self._shown)
        self._refresh()
        self.list.focus_document(self.model.current)

    def _leave_field(self) -> None:
        """Esc empties the field first, then goes to the list."""
        if self.field.text():
            self.field.edit.clear()
        else:
            self.focus_list()

    def _leave_filter(self) -> None:
        if self.field.text() and self._shown == "all":
            self.field.edit.clear()
        else:
            self.show_only("all")

    def _refresh(self) -> None:
        counts = self.model.counts()
        total, done = counts["all"], counts["done"]
        self._fit_chips()
        self._filters.setVisible(total > 0)
        self.field.setEnabled(total > 0)
        self._done.setText(f"{done:,} of {total:,} done" if total else "No documents")
        self._bar.set_fraction(done / total if total else 0.0, "ok" if total and done == total else "accent")
        self._bar.setVisible(total > 0)
        self._gap.setVisible(total == 0)
        rows = self.model.rowCount()
        self._count.setText(self._counted(rows, counts))
        self._pages.setCurrentWidget(self.list if rows else self.no_hits if total else self.empty)
        if total and not rows:
            self.no_hits.explain(*self._nothing(total))

    def _counted(self, rows: int, counts: Mapping[Shown, int]) -> str:
        if self.field.text().strip():
            return f"{rows:,} of {counts[self._shown]:,} match"
        end = {"todo": " to do", "done": " done", "all": ""}[self._shown]
        return count(counts[self._shown], "document") + end

    def _nothing(self, total: int) -> tuple[str, str]:
        words = self.field.text().strip()
        where = "" if self._shown == "all" else f" in {CHIPS[self._shown]}"
        everything = f"Show all {total:,}"
        if words:
            return (
                f"No document matches “{words}”{where}.",
                "Clear the filter" if not where else f"Filter all {total:,}",
            )
        if self._shown == "todo":
            return f"Nothing left to do: {total:,} of {total:,} done.", everything
        return "No document is done yet.", everything

    def _fit_chips(self) -> None:
        """Leave out counts, those of the other chips first, until the chips fit."""
        counts = self.model.counts()
        for kept in (tuple(CHIPS), (self._shown,), ()):
            for shown, chip in self.chips.items():
                chip.set_count(counts[shown] if shown in kept else None)
            if sum(chip.sizeHint().width() + 6 for chip in self.chips.values()) <= self.width() - 16:
                return
