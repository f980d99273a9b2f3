"""The page of the statistics: chips and facts above, tiles in a grid that scrolls, passages at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QStackedLayout, QWidget

from annotator.ui.charts.passages import ChartPassages
from annotator.ui.charts.tile import ChartTile
from annotator.ui.kit.basics import Icon, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.marks import Bar

Placed = tuple[tuple[ChartTile, int], ...]
"""Tiles with the columns that each takes."""

NOTHING = "No quotation in these layers yet. What you mark in the articles is counted here."
STOPPED = "Counting was stopped. Choose a layer, or come back to this view, to count again."
_COUNTING = "Counting…"
_COLUMNS = 12
_SHORT, _TALL = 280, 320
_BESIDE, _OVER = 304, 340
_ANY_HEIGHT = 16_777_215
NONE_FITS = "No quotation fits what is chosen above."


class StatisticsPage(QWidget):
    """Everything of the view but what it counts.  ``stopped`` says that the user does not want to wait."""

    stopped = Signal()

    def __init__(self, layer: Chip, unit: Chip, filters: QWidget, placed: tuple[Placed, Placed]) -> None:
        """``filters`` is the row that says what is counted, ``placed`` are the tiles of wide and of narrow windows."""
        super().__init__()
        self._filters = filters
        self._wide, self._narrow = placed
        self._compact: bool | None = None
        self.facts = Flow(24)
        self.passages = ChartPassages()
        self.bar = Bar(width=140)
        self.progress = Text("", "small", role="text_2")
        self.stop = Button("Stop", kind="quiet", small=True)
        self.stop.clicked.connect(self.stopped)
        self._waiting = host(hbox(self.bar, self.progress, self.stop, gap=8))
        head = hbox(
            Text("Statistics", "title", "semibold"), layer, unit, None, self._waiting, gap=12, margins=(24, 14, 24, 0)
        )
        self._lay_out(head)
        self.set_compact(compact=False)
        self._waiting.hide()

    def _lay_out(self, head: QHBoxLayout) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column = vbox(self.facts, gap=12, margins=(24, 4, 24, 20))
        column.addLayout(self._grid)
        tiles = QWidget()
        tiles.setLayout(column)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(tiles)
        tiles.setAutoFillBackground(False)
        self.empty = Text(_COUNTING, role="text_2", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(area)
        icon = hbox(None, Icon("inbox", "text_3", 22), None)
        self._stack.addWidget(host(vbox(None, icon, self.empty, None, gap=12, margins=(40, 0, 40, 60))))
        self._stack.setCurrentIndex(1)
        left = vbox(gap=8)
        left.addLayout(head)
        left.addWidget(self._filters)
        left.addLayout(self._stack, 1)
        self._whole = hbox(gap=0)
        self._whole.addLayout(left, 1)
        self._whole.addWidget(self.passages)
        self.setLayout(self._whole)
        self.passages.closed.connect(self.close_passages)

    def set_compact(self, *, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: two tiles a row, a narrower list of passages."""
        if compact == self._compact:
            return
        self._compact = compact
        self._place_passages()
        row = used = 0
        for tile, share in self._narrow if compact else self._wide:
            self._grid.removeWidget(tile)
            if used + share > _COLUMNS:
                row, used = row + 1, 0
            self._grid.addWidget(tile, row, used, 1, share)
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            tile.setMinimumHeight(_TALL if share in (5, 7, _COLUMNS) else _SHORT)
            used += share
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    # ------------------------------------------------------------------------------------------ passages

    def _place_passages(self) -> None:
        """Beside the tiles where there is room, else over them, once there is something in it."""
        over = bool(self._compact)
        self.passages.set_closable(closable=over)
        self.passages.setFixedWidth(_OVER if over else _BESIDE)
        if over:
            self._whole.removeWidget(self.passages)
            self.passages.setParent(self)
            self.passages.hide()
        else:
            self.passages.setMinimumHeight(0)
            self.passages.setMaximumHeight(_ANY_HEIGHT)
            self._whole.addWidget(self.passages)
            self.passages.show()

    def open_passages(self) -> None:
        """Show the passages, over the tiles where the window is narrow."""
        if self._compact:
            self._fit_passages()
            self.passages.show()
            self.passages.raise_()

    def close_passages(self) -> None:
        """Give the room back to the tiles, where the passages lie over them."""
        if self._compact:
            self.passages.hide()

    def _fit_passages(self) -> None:
        self.passages.setFixedHeight(self.height())
        self.passages.move(self.width() - _OVER, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the tiles at the right edge."""
        super().resizeEvent(event)
        if self._compact:
            self._fit_passages()

    # ------------------------------------------------------------------------------------------ states

    def show_counting(self, *, first: bool) -> None:
        """Say that counting has begun; ``first`` where there is nothing to look at meanwhile."""
        self.bar.set_fraction(0.0)
        self.progress.setText(_COUNTING)
        self._waiting.show()
        if first:
            self._say(_COUNTING)

    def show_progress(self, done: int, total: int) -> None:
        """How far counting is."""
        self.bar.set_fraction(done / total if total else 1.0)
        self.progress.setText(f"{done:,} of {total:,} articles")

    def show_stopped(self, *, nothing: bool) -> None:
        """Counting has ended without an answer."""
        self._waiting.hide()
        if nothing:
            self._say(STOPPED)

    def show_facts(self, facts: Sequence[QWidget]) -> None:
        """Show the numbers in front of the charts."""
        self.facts.show_items(facts)

    def show_charts(self) -> None:
        """Counting is done."""
        self._waiting.hide()
        self._stack.setCurrentIndex(0)

    def show_nothing(self, *, filtered: bool = False) -> None:
        """Counting is done, and there was nothing to count, or nothing that the filter leaves."""
        self._waiting.hide()
        self._say(NONE_FITS if filtered else NOTHING)

    def _say(self, words: str) -> None:
        self.empty.setText(words)
        self._stack.setCurrentIndex(1)
