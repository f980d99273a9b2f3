"""A chart on its card: title, what is shown, a menu to write it to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from annotator.domain.errors import AppError
from annotator.ui.charts.chart import Chart
from annotator.ui.charts.export import write_chart
from annotator.ui.kit.basics import Card, Text, hbox, host, vbox
from annotator.ui.kit.menu_button import menu_button


class ChartTile(Card):
    """The card.  ``written`` carries the file that a chart was written to, ``trouble`` an `AppError`."""

    written = Signal(str)
    trouble = Signal(object)

    def __init__(self, title: str, chart: Chart, *before: QWidget) -> None:
        super().__init__()
        self.chart = chart
        self.title = Text(title, "heading", "semibold", elide=True)
        self.subtitle = Text("", "small", role="text_2", elide=True)
        menu = QMenu(self)
        self.as_svg = menu.addAction("Picture as SVG…")
        self.as_csv = menu.addAction("Numbers as CSV…")
        self.as_svg.triggered.connect(lambda: self._ask("svg"))
        self.as_csv.triggered.connect(lambda: self._ask("csv"))
        more = menu_button(menu, icon="ellipsis", name=f"Write “{title}” to a file", small=True)
        head = hbox(gap=6)
        head.addLayout(vbox(self.title, self.subtitle, gap=1), 1)
        for each in (*before, more):
            head.addWidget(each)
        column = vbox(head, gap=10, margins=(16, 12, 10, 14))
        column.addWidget(chart, 1)
        self.setLayout(column)
        self.setMinimumHeight(280)

    def show_words(self, subtitle: str) -> None:
        """Say what is shown."""
        self.subtitle.setText(subtitle)
        self.chart.setAccessibleDescription(subtitle)

    def write(self, path: Path) -> None:
        """Write the chart to a file, as SVG or CSV by its suffix."""
        try:
            write_chart(self.chart, self.title.text(), path)
        except AppError as error:
            self.trouble.emit(error)
        else:
            self.written.emit(str(path))

    def _ask(self, suffix: str) -> None:
        name = "".join(each if each.isalnum() else "_" for each in self.title.text().lower())
        chosen, _ = QFileDialog.getSaveFileName(self, "Write the chart", f"{name}.{suffix}", f"*.{suffix}")
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix else path.with_suffix(f".{suffix}"))


def fact(number: str, words: str) -> QWidget:
    """A number with what it counts below."""
    widget = host(vbox(Text(number, "title", "semibold"), Text(words, "small", role="text_2"), gap=0))
    widget.setAccessibleName(f"{number} {words}")
    return widget
