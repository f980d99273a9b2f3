"""Agreement: who agrees with whom, on what, by slot, type and article, each number opening its passages.

The figures are computed beside the window, on the layers as they were before adjudication.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from annotator.domain.errors import AppError, ProjectError
from annotator.operations.agreeing import Agreement, agreement
from annotator.operations.agreement_figures import as_csv
from annotator.operations.gold import letters
from annotator.operations.outputs import AtomicFiles
from annotator.store.project import Project
from annotator.ui.agreement.figures import FEWEST, Figures, People
from annotator.ui.agreement.people import PeopleChip
from annotator.ui.agreement.tables import ROLE_NAMES, SLOT_NAMES, Key
from annotator.ui.charts.chart import Chart
from annotator.ui.charts.figures import FiguresChart
from annotator.ui.charts.intervals import IntervalChart
from annotator.ui.charts.pairs import ConfusionChart, PairsChart
from annotator.ui.charts.passages import ChartPassages
from annotator.ui.charts.tile import ChartTile, fact
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.menu_button import menu_button, open_below_chip
from annotator.ui.look.measures import NARROW
from annotator.ui.session import Session
from annotator.ui.tasks import Worker

_MEASURES = (
    ("overlap", "Overlap F1"),
    ("exact", "Exact F1"),
    *((f"u:{key}", f"{name} uα") for key, name in ROLE_NAMES.items()),
    *((key, f"{name} α") for key, name in SLOT_NAMES.items()),
)
_COLUMNS = 12
_WIDE = (4, 4, 4, 3, 3, 3, 3)
_NARROW = (6, 6, 6, 6, 6, 6, 12)
"""How many of the columns each tile takes, in wide and in narrow windows."""
_NOTHING = "Agreement needs at least one article that two annotators have marked done."
_NONE_OF_THEM = "No article was marked done by two of the annotators chosen above."


class AgreementPage(Panel):
    """The page.  ``passageOpened`` carries an article and a quotation, ``left`` says that the user goes back."""

    passageOpened = Signal(str, str)
    trouble = Signal(object)
    left = Signal()
    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("page")
        self.setObjectName("agreement")
        self.setAccessibleName("Agreement")
        self._session = session
        self._worker: Worker | None = None
        self._stale = True
        self._names = False
        self._pair: tuple[str, str] = ("", "")
        self._measure = "overlap"
        self._compact: bool | None = None
        self.figures: Figures | None = None
        self.note = Text("", "small", role="text_2", wrap=True)
        self.facts = Flow(24)
        self.measure = Chip("Overlap F1", icon="list-filter")
        self.people = PeopleChip(session)
        self.pair = Chip("All pairs", icon="git-compare")
        self.in_full = Chip("Details", checkable=True)
        self.in_full.setToolTip("Show every figure in rows and columns")
        self.measure.setToolTip("Choose the coefficient that the pairs show")
        self.pair.setToolTip("Choose whose agreement the slots and confusions show")
        self._make_tiles()
        self.passages = ChartPassages()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.pairs.chart)

    # ------------------------------------------------------------------------------------------ building

    def _make_tiles(self) -> None:
        self.pairs = ChartTile("Agreement by pair", PairsChart("Agreement by pair"), self.measure)
        self.slots = ChartTile("Agreement by slot", IntervalChart("Agreement by slot"))
        self.types = ChartTile("Confusion: type", ConfusionChart("Confusion of types"))
        self.stances = ChartTile("Confusion: stance", ConfusionChart("Confusion of stances"))
        self.by_type = ChartTile("By type", IntervalChart("Agreement by type"))
        self.by_document = ChartTile("By article", IntervalChart("Agreement by article"))
        self.against = ChartTile("Against gold", IntervalChart("Annotators and pipeline against gold"))
        self.slots_in_full = ChartTile("Every slot", FiguresChart("Every figure by slot"))
        self.types_in_full = ChartTile("Every type", FiguresChart("Every figure by type"))
        self._tiles = (
            self.pairs, self.slots, self.types, self.stances, self.by_type, self.against, self.by_document,
        )  # fmt: skip
        self._details = (self.slots_in_full, self.types_in_full)

    def _connect(self) -> None:
        for tile in (*self._details, *self._tiles):
            tile.chart.opened.connect(self._open)
            tile.trouble.connect(self.trouble)
            tile.written.connect(lambda path: self.told.emit(f"Written to {path}."))
        self.passages.opened.connect(self.passageOpened)
        self.measure.clicked.connect(lambda: open_below_chip(self.measure, self._measures()))
        self.pair.clicked.connect(lambda: open_below_chip(self.pair, self._pairs()))
        self.people.peopleChosen.connect(self.choose_people)
        self.in_full.toggled.connect(self._show_details)

    def _lay_out(self) -> None:
        back = Button("Conflicts", "arrow-left", "quiet", small=True, key="Esc")
        back.clicked.connect(self.left)
        more = QMenu(self)
        self.whole_csv = more.addAction("All numbers as CSV…")
        self.whole_csv.triggered.connect(self._ask_csv)
        write = menu_button(more, icon="ellipsis", name="Write all numbers to a file", small=True)
        chips = (self.people, self.pair, self.in_full, write)
        title = Text("Agreement", "title", "semibold")
        head = hbox(title, *chips, None, back, gap=8, margins=(24, 14, 16, 0))
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        tiles = QWidget()
        tiles.setLayout(vbox(self.note, self.facts, *self._details, gap=10, margins=(24, 4, 24, 20)))
        for each in self._details:
            each.setMinimumHeight(0)
            each.hide()
        tiles.layout().addLayout(self._grid)  # type: ignore[union-attr]
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(tiles)
        tiles.setAutoFillBackground(False)
        self._empty = Text(_NOTHING, role="text_2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icon = hbox(None, Icon("inbox", "text_3", 22), None)
        self._stack = QStackedLayout()
        self._stack.addWidget(area)
        self._stack.addWidget(host(vbox(None, icon, self._empty, None, gap=12, margins=(40, 0, 40, 60))))
        self._stack.setCurrentIndex(1)
        left = vbox(head, gap=8)
        left.addLayout(self._stack, 1)
        whole = hbox(gap=0)
        whole.addLayout(left, 1)
        whole.addWidget(self.passages)
        self.setLayout(whole)
        self.set_compact(compact=False)

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: two tiles a row, a narrower list of passages."""
        if compact == self._compact:
            return
        self._compact = compact
        self.passages.setFixedWidth(232 if compact else 304)
        shares = _NARROW if compact else _WIDE
        row = used = 0
        for tile, share in zip(self._tiles, shares, strict=True):
            self._grid.removeWidget(tile)
            if used + share > _COLUMNS:
                row, used = row + 1, 0
            self._grid.addWidget(tile, row, used, 1, share)
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            used += share
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the shape that fits the width, also where this page is the first that is shown."""
        super().resizeEvent(event)
        self.set_compact(self.width() < NARROW)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in turn."""
        shown = tuple(each.chart for each in self._details if self.in_full.isChecked())
        return (*shown, self.pairs.chart, self.passages.list)

    # ------------------------------------------------------------------------------------------ computing

    def forget(self) -> None:
        """Another project: nothing is known."""
        self._stop()
        self.figures = None
        self._stale = True
        self._pair = ("", "")
        self.people.show_people(None, names=self._names)
        self.passages.show_passages("", [])

    def grow_stale(self) -> None:
        """Something was edited: the figures are computed again when they are next shown."""
        self._stale = True

    def show_numbers(self) -> None:
        """Show the figures, computing them where need be."""
        project = self._session.project
        if project is None or not self._stale:
            return
        self._stop()
        self._stale = False
        if self.figures is None:
            self._say("Computing…")
        path, chosen = project.path, self.people.ids
        worker = self._worker = Worker(lambda _report, _stop: _computed(path, chosen), self)
        worker.succeeded.connect(self._take)
        worker.failed.connect(self._fail)
        worker.finished.connect(worker.deleteLater)
        worker.start()

    @property
    def busy(self) -> bool:
        """Whether figures are being computed."""
        return self._worker is not None

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.succeeded.disconnect()
            worker.failed.disconnect()
            worker.wait()

    def _fail(self, error: object) -> None:
        self._worker = None
        self._stale = True
        self.figures = None
        self.people.show_people(self.people.ids, names=self._names)
        self._say(_NOTHING if self.people.ids is None else _NONE_OF_THEM)
        if isinstance(error, ProjectError):
            self.trouble.emit(error)

    def _take(self, found: Agreement) -> None:
        self._worker = None
        project = self._session.project
        if project is None:
            return
        figures = self.figures = _figures(found, project)
        if figures.is_empty:
            self._say(_NOTHING)
            return
        if self._pair not in figures.pair_ids():
            self._pair = ("", "")
        self._stack.setCurrentIndex(0)
        self.show_state()

    def _say(self, words: str) -> None:
        self._empty.setText(words)
        self._stack.setCurrentIndex(1)

    # ------------------------------------------------------------------------------------------ showing

    def show_names(self, names: bool) -> None:
        """Show the annotators by name, or by letter."""
        self._names = names
        self.show_state()

    def show_state(self) -> None:
        """Show the figures for what is chosen."""
        figures = self.figures
        if figures is None or figures.is_empty:
            return
        names = figures.names(shown=self._names)
        who = " and ".join(names[each] for each in self._pair) if self._pair[0] else "all pairs"
        self.people.show_people(self.people.ids, names=self._names)
        self.pair.setText(who if self._pair[0] else "All pairs")
        self.pair.updateGeometry()
        self.measure.setText(dict(_MEASURES)[self._measure])
        self.measure.updateGeometry()
        self.note.setText(figures.note())
        self.facts.show_items([fact(number, words) for number, words in figures.facts(self._pair)])
        self.pairs.chart.show_table(figures.pairs(names, self._measure))
        self.pairs.show_words(dict(_MEASURES)[self._measure])
        self.slots.chart.show_table(figures.slots(self._pair))
        self.slots.show_words(f"{who}: α with 95 % interval; shaded from 0.8")
        self.slots_in_full.chart.show_table(figures.slots_in_full(self._pair))
        self.slots_in_full.show_words(f"{who}: 95 % intervals from 1,000 draws of the articles")
        self.types_in_full.chart.show_table(figures.types_in_full())
        self.types_in_full.show_words("all pairs; |uα and uα count what is of another type as a gap")
        for tile, name in ((self.types, "type"), (self.stances, "stance")):
            pair = self._pair if self._pair[0] else figures.first_pair()
            tile.chart.show_table(figures.confusion(name, pair, names))
            sides = f"rows {names.get(pair[0], '')}, columns {names.get(pair[1], '')}"
            tile.show_words(sides if tile.chart.table.cells else f"no {name} that both have set")
        self.by_type.chart.show_table(figures.by_type())
        self.by_type.show_words("all pairs: overlap F1")
        self.by_document.chart.show_table(figures.by_document())
        self.by_document.show_words(f"overlap F1, the {FEWEST} lowest first")
        self.against.chart.show_table(figures.against(names))
        self.against.show_words("overlap F1" if self.against.chart.table.rows else "no gold yet")

    def _measures(self) -> QMenu:
        menu = QMenu(self)
        for key, words in _MEASURES:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self._measure)
            action.triggered.connect(lambda _on=False, each=key: self.choose_measure(each))
        return menu

    def _pairs(self) -> QMenu:
        menu = QMenu(self)
        names = self.figures.names(shown=self._names) if self.figures else {}
        for a, b in [("", ""), *(self.figures.pair_ids() if self.figures else [])]:
            action: QAction = menu.addAction(f"{names[a]} and {names[b]}".replace("&", "&&") if a else "All pairs")
            action.setCheckable(True)
            action.setChecked((a, b) == self._pair)
            action.triggered.connect(lambda _on=False, one=(a, b): self.choose_pair(one))
        return menu

    def choose_people(self, chosen: tuple[str, ...] | None) -> None:
        """Compare these annotators only; None for everybody."""
        self.people.show_people(chosen, names=self._names)
        self._pair = ("", "")
        self._stale = True
        self.passages.show_passages("", [])
        self.show_numbers()

    def _show_details(self, shown: bool) -> None:
        for each in self._details:
            each.setVisible(shown)

    def _ask_csv(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Write all numbers", "agreement.csv", "*.csv")
        if chosen:
            path = Path(chosen)
            self.write_csv(path if path.suffix else path.with_suffix(".csv"))

    def write_csv(self, path: Path) -> None:
        """Write every number to a file, one a line."""
        figures = self.figures
        if figures is None:
            return
        try:
            with AtomicFiles(path) as files, files.open() as out:
                out.write(as_csv(figures.report, figures.names(shown=self._names)).encode("utf-8"))
        except AppError as error:
            self.trouble.emit(error)
        else:
            self.told.emit(f"Written to {path}.")

    def choose_measure(self, measure: str) -> None:
        """Show another coefficient in the heat map."""
        self._measure = measure
        self.show_state()

    def choose_pair(self, pair: tuple[str, str]) -> None:
        """Show the slots and confusions of a pair, or of all."""
        self._pair = pair
        self.show_state()

    def _open(self, key: Key) -> None:
        figures = self.figures
        if figures is None:
            return
        if key.chart == "pair":
            self.choose_pair((key.a, key.b))
        self._mark(key)
        about, rows = figures.passages(key, figures.names(shown=self._names))
        self.passages.show_passages(about, rows)

    def _mark(self, key: Key) -> None:
        """Mark the one cell whose passages are shown."""
        for tile in (*self._details, *self._tiles):
            chart: Chart = tile.chart
            chart.show_chosen(key)


def _computed(path: Path, chosen: tuple[str, ...] | None) -> Agreement:
    """The figures, read on a connection of their own."""
    with Project.open(path, read_only=True) as project:
        return agreement(project, chosen)


def _figures(found: Agreement, project: Project) -> Figures:
    people = People({each.id: each.name for each in found.annotators}, letters(project))
    text_of = lru_cache(maxsize=64)(lambda document: project.documents.get(document).text)
    return Figures(
        found.report, project.scheme, people, text_of, found.titles, found.frozen, suggested=found.suggestions_shown
    )
