"""Statistics: who speaks how much, when, where, and for or against what, each number opening its passages.

The counting is done beside the window, on a connection of its own, and again only when something has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations.counting import EVERYTHING, Filter, Statistics, Stopped, layer_name, statistics
from annotator.operations.saved_searches import saved_searches
from annotator.store.project import Project
from annotator.store.statistics import SETTLED, Behind, Counted, LayerOf
from annotator.ui.charts.bars import BarsChart, StackedChart, StanceChart
from annotator.ui.charts.tile import ChartTile, fact
from annotator.ui.kit.basics import Panel, hbox
from annotator.ui.kit.controls import Chip
from annotator.ui.kit.menu_button import open_below_chip
from annotator.ui.look.measures import NARROW
from annotator.ui.session import Session
from annotator.ui.statistics.filters import FilterRow
from annotator.ui.statistics.page import StatisticsPage
from annotator.ui.statistics.tables import MOST, Tables, Unit
from annotator.ui.tasks import Worker

_PASSAGES = 1000
"""Passages listed at most."""
_KIND = ""
"""What stands for the kind among the columns by which speakers are grouped."""
_UNITS: dict[Unit, str] = {"quotations": "Quotations", "words": "Words"}


class StatisticsView(Panel):
    """The view.  ``placeOpened`` carries an article, a quotation and its content, ``told`` a sentence to tell."""

    placeOpened = Signal(str, str, object)
    trouble = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("page")
        self.setObjectName("statistics")
        self.setAccessibleName("Statistics")
        self._session = session
        self._project: Project | None = None
        self._state: tuple[int, LayerOf, Filter] | None = None
        self._layer: LayerOf = SETTLED
        self._by = _KIND
        self._unit: Unit = "quotations"
        self._found: list[Counted] = []
        self._counting: Worker | None = None
        self._looking: Worker | None = None
        self._lookers: list[Worker] = []
        self.tables: Tables | None = None
        self.layer = Chip("One layer an article", icon="users")
        self.unit = Chip(_UNITS["quotations"], icon="list-filter")
        self.group = Chip("Kind", icon="list-filter")
        self._make_tiles()
        self.filters = FilterRow()
        self.page = StatisticsPage(self.layer, self.unit, self.filters, self._placed())
        self.passages = self.page.passages
        self.setLayout(hbox(self.page, gap=0))
        self._connect()
        self.setFocusProxy(self.layer)

    # ------------------------------------------------------------------------------------------ building

    def _make_tiles(self) -> None:
        self.speakers = ChartTile("Speakers", BarsChart("Quotations by speaker"))
        self.groups = ChartTile("Speakers by group", BarsChart("Quotations by group of speakers"), self.group)
        self.types = ChartTile("Types", BarsChart("Quotations by type"))
        self.stances = ChartTile("Stance by speaker and target", StanceChart("Stance by speaker and target"))
        self.time = ChartTile("Over time", StackedChart("Quotations over time"))
        self.targets = ChartTile("Targets", BarsChart("Stances by target"))
        self.sources = ChartTile("Outlets", BarsChart("Quotations by outlet"))
        self.pace = ChartTile("Annotators", BarsChart("Articles done by each annotator"))

    def _placed(self) -> tuple[tuple[tuple[ChartTile, int], ...], tuple[tuple[ChartTile, int], ...]]:
        """The tiles with how many of twelve columns each takes, in wide and in narrow windows."""
        wide = (
            (self.speakers, 4), (self.groups, 4), (self.types, 4), (self.stances, 7), (self.time, 5),
            (self.targets, 4), (self.sources, 4), (self.pace, 4),
        )  # fmt: skip
        narrow = (
            (self.speakers, 6), (self.groups, 6), (self.stances, 12), (self.time, 6), (self.types, 6),
            (self.targets, 6), (self.sources, 6), (self.pace, 12),
        )  # fmt: skip
        return wide, narrow

    @property
    def tiles(self) -> tuple[ChartTile, ...]:
        """The tiles, in the order of wide windows."""
        return tuple(tile for tile, _ in self._placed()[0])

    def _connect(self) -> None:
        self.layer.setToolTip("Choose whose labels are counted")
        self.unit.setToolTip("Choose what the bars stand for")
        self.group.setToolTip("Choose by what the speakers are grouped")
        for chip, menu in ((self.layer, self._layers), (self.unit, self._units), (self.group, self._groups)):
            chip.clicked.connect(partial(self._open_menu, chip, menu))
        for tile in self.tiles:
            tile.chart.opened.connect(self.open_passages)
            tile.trouble.connect(self.trouble)
            tile.written.connect(lambda path: self.told.emit(f"Written to {path}."))
        self.passages.list.opened.connect(self._open_place)
        self.page.stopped.connect(self._stop)
        self.page.passages.closed.connect(self._leave_passages)
        self.filters.changed.connect(lambda _filter: self.refresh())
        self._session.changed.connect(self._take_changes)

    # ------------------------------------------------------------------------------------------ counting

    def showEvent(self, event: QShowEvent) -> None:
        """Count where something has changed since."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two tiles a row where the window is narrow."""
        super().resizeEvent(event)
        self.page.set_compact(compact=self.width() < NARROW)

    def _take_changes(self, _changes: Changes) -> None:
        self._state = None
        if self.isVisible():
            self.refresh()

    def leave_project(self) -> None:
        """Before the project is closed: stop what reads it, and forget its numbers."""
        self._stop()
        self._stop_looking()
        for worker in self._lookers:
            worker.wait()
        self._project, self.tables, self._layer, self._by = None, None, SETTLED, _KIND
        self.filters.forget()
        self._show_passages("", [])

    @property
    def busy(self) -> bool:
        """Whether something is being counted or looked up."""
        return self._counting is not None or self._looking is not None

    def refresh(self) -> None:
        """Count again, unless what is shown is still true."""
        project = self._session.project
        if project is None:
            return
        self._offer_filters(project)
        state = (project.data_version(), self._layer, self.filters.filter)
        if project is self._project and state == self._state:
            return
        self._stop()
        self._project, self._state = project, state
        self.page.show_counting(first=self.tables is None)
        path, layer, only = project.path, self._layer, self.filters.filter
        worker = self._counting = Worker(lambda report, stop: _counted(path, layer, only, report, stop), self)
        worker.progressed.connect(self.page.show_progress)
        worker.succeeded.connect(self._take)
        worker.failed.connect(self._fail)
        worker.finished.connect(worker.deleteLater)
        worker.start()

    def _stop(self) -> None:
        worker, self._counting = self._counting, None
        if worker is not None:
            _let_go(worker)
            self._state = None
            self.page.show_stopped(nothing=self.tables is None)

    def _stop_looking(self) -> None:
        """Want no answer any more.  The query itself cannot be stopped: it ends in its own time, unheard."""
        worker, self._looking = self._looking, None
        if worker is not None:
            worker.succeeded.disconnect()
            worker.failed.disconnect()

    def _offer_filters(self, project: Project) -> None:
        saved = [(each.name, each.term) for each in saved_searches(project)]
        self.filters.set_choices(saved, project.scheme.types)

    def _fail(self, error: AppError) -> None:
        self._counting, self._state = None, None
        self.page.show_stopped(nothing=self.tables is None)
        if self.filters.filter == EVERYTHING:
            self.trouble.emit(error)
        else:
            self.filters.show_trouble(f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}.")

    def _take(self, found: Statistics | None) -> None:
        self._counting = None
        project = self._session.project
        if project is None or found is None:
            return
        self.tables = Tables(found, project.scheme, self._unit)
        self._show_passages("", [])
        self.show_state()

    # ------------------------------------------------------------------------------------------ showing

    def show_state(self) -> None:
        """Show the counts for what is chosen."""
        tables = self.tables
        if tables is None:
            return
        found = tables.found
        self._name_chips(tables)
        self.page.show_facts([] if tables.is_empty else [fact(number, words) for number, words in tables.facts()])
        if tables.is_empty:
            self.page.show_nothing(filtered=found.filter != EVERYTHING)
            return
        unit = _UNITS[self._unit].lower()
        most = f", the {MOST} with most of {len(found.count.speakers):,}" if len(found.count.speakers) > MOST else ""
        undated = f"; {tables.undated():,} in articles without a date" if tables.undated() else ""
        grouped = tables.kinds() if self._by == _KIND else tables.column(self._by)
        for tile, table, words in (
            (self.speakers, tables.speakers(), f"{unit}{most}"),
            (self.groups, grouped, f"{unit} by {self.group.text().lower()} of the speaker"),
            (self.types, tables.types(), "quotations, and their share"),
            (self.stances, tables.stances(), "mean of −3 to +3; small number: stances"),
            (self.time, tables.in_time(), f"quotations by {tables.grain}{undated}"),
            (self.targets, tables.targets(), "stances, and their mean of −3 to +3"),
            (self.sources, tables.sources(), f"{unit}, and the share of direct speech"),
            (self.pace, tables.pace(), "articles done, and their pace"),
        ):
            tile.chart.show_table(table)
            tile.show_words(words if table.rows else "nothing yet")
        self.page.show_charts()

    def _name_chips(self, tables: Tables) -> None:
        self.layer.setText(_layer_words(tables.found, self._layer))
        self.unit.setText(_UNITS[self._unit])
        attribute = tables.scheme.attribute("entity", self._by)
        self.group.setText(attribute.name if attribute else "Kind")
        for chip in (self.layer, self.unit, self.group):
            chip.updateGeometry()

    # ------------------------------------------------------------------------------------------ choosing

    def _open_menu(self, chip: Chip, fill: Callable[[QMenu], None]) -> None:
        menu = QMenu(self)
        fill(menu)
        open_below_chip(chip, menu)

    def _layers(self, menu: QMenu) -> None:
        if self.tables is None:
            return
        found = self.tables.found
        own = [LayerOf("annotator", each.annotator) if each.annotator else _whole(each.kind) for each in found.layers]
        choices = [SETTLED, *own]
        for choice in choices:
            words = _layer_words(found, choice)
            _add(menu, words, partial(self.choose_layer, choice), on=choice == self._layer)

    def _units(self, menu: QMenu) -> None:
        for unit, words in _UNITS.items():
            _add(menu, words, partial(self.choose_unit, unit), on=unit == self._unit)

    def _groups(self, menu: QMenu) -> None:
        _add(menu, "Kind", partial(self.choose_group, _KIND), on=self._by == _KIND)
        for each in self.tables.scheme.attributes_of("entity") if self.tables else ():
            _add(menu, each.name, partial(self.choose_group, each.id), on=self._by == each.id)

    def choose_layer(self, layer: LayerOf) -> None:
        """Count another layer."""
        self._layer = layer
        self.refresh()

    def choose_unit(self, unit: Unit) -> None:
        """Let bars stand for quotations, or for words."""
        self._unit = unit
        if self.tables is not None:
            self.tables = Tables(self.tables.found, self.tables.scheme, unit)
        self.show_state()

    def choose_group(self, column: str) -> None:
        """Group the speakers by a typed column, or by their kind."""
        self._by = column
        self.show_state()

    # ------------------------------------------------------------------------------------------ passages

    def open_passages(self, key: Behind) -> None:
        """Show the passages behind a number."""
        project = self._session.project
        if project is None or self.tables is None:
            return
        self._stop_looking()
        for tile in self.tiles:
            tile.chart.show_chosen(key)
        path, layer, only = project.path, self.tables.found.layer, self.tables.found.filter
        worker = self._looking = Worker(lambda _report, _stop: _looked_up(path, layer, only, key), self)
        self._lookers.append(worker)
        worker.succeeded.connect(partial(self._take_passages, key))
        worker.failed.connect(self._fail_passages)
        worker.finished.connect(partial(self._looked, worker))
        worker.start()

    def _looked(self, worker: Worker) -> None:
        if worker in self._lookers:
            self._lookers.remove(worker)
            worker.deleteLater()

    def _fail_passages(self, error: AppError) -> None:
        self._looking = None
        self.trouble.emit(error)

    def _take_passages(self, key: Behind, found: list[Counted]) -> None:
        self._looking = None
        if self.tables is not None:
            more = f" (the first {_PASSAGES:,})" if len(found) == _PASSAGES else ""
            self._show_passages(self.tables.about(key) + more, found)
            self.page.open_passages()

    def _show_passages(self, about: str, found: list[Counted]) -> None:
        self._found = found
        tables = self.tables
        self.passages.show_passages(about, [tables.passage(each) for each in found] if tables else [])

    def _leave_passages(self) -> None:
        """Give the focus back to the chart whose number was opened."""
        here = next((tile.chart for tile in self.tiles if tile.chart.currentIndex().isValid()), self.tiles[0].chart)
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_place(self, row: int) -> None:
        each = self._found[row]
        self.placeOpened.emit(each.document, each.quotation, each.content[0])

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in turn."""
        return (self.layer, self.filters.search.field.edit, *(tile.chart for tile in self.tiles), self.passages.list)

    def next_pane(self, step: int) -> None:
        """Give the next pane the focus."""
        panes = self.panes()
        here = next((n for n, each in enumerate(panes) if each.hasFocus()), -1 if step > 0 else 0)
        there = panes[(here + step) % len(panes)]
        if there is self.passages.list:
            self.page.open_passages()
        there.setFocus(Qt.FocusReason.TabFocusReason)


def _add(menu: QMenu, words: str, do: Callable[[], None], *, on: bool) -> None:
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(lambda _on=False: do())


def _whole(kind: str) -> LayerOf:
    return LayerOf("gold") if kind == "gold" else LayerOf("pipeline")


def _layer_words(found: Statistics, layer: LayerOf) -> str:
    """What a choice of layers is called."""
    return {"settled": "One layer an article", "gold": "Gold", "pipeline": "Pipeline"}.get(
        layer.kind, layer_name(found, layer) or ""
    )


def _let_go(worker: Worker) -> None:
    """Stop a worker whose answer nobody wants any more."""
    worker.succeeded.disconnect()
    worker.failed.disconnect()
    worker.cancel()
    worker.wait()


def _counted(
    path: Path, layer: LayerOf, only: Filter, report: Callable[[int, int], None], stop: Callable[[], bool]
) -> Statistics | None:
    """The counts, read on a connection of their own; None where the user stopped it."""
    try:
        with Project.open(path, read_only=True, exclusive=False) as project:
            return statistics(project, layer, report, stop, only)
    except Stopped:
        return None


def _looked_up(path: Path, layer: LayerOf, only: Filter, key: Behind) -> list[Counted]:
    """The passages behind a number."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        return project.statistics.passages(layer, key, _PASSAGES, only.scope(project))
