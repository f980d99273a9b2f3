"""The left pane of the Review view: what is reviewed, open, decided or stale, the queue, the progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu

from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Badge, Bar
from annotator.ui.kit.menu_button import menu_button
from annotator.ui.review.queue import QueueList
from annotator.ui.review.view_model import QueueRow

Tab = Literal["open", "decided", "stale"]
TABS: tuple[Tab, ...] = ("open", "decided", "stale")


class QueuePanel(Panel):
    """The pane.  Its menus say whose labels are reviewed, and which articles and in which order the queue shows."""

    tabChosen = Signal(str)
    everywhereChosen = Signal(bool)
    orderChosen = Signal(bool)
    """Whether the queue stands in text order (else by kind)."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("chrome", "r")
        self.setAccessibleName("Queue")
        self.whom = QMenu(self)
        self.title = menu_button(self.whom, "Conflicts", name="What is reviewed")
        self.badge = Badge("0")
        self.scope = QMenu(self)
        self._everywhere = self._choice(("This article", "All articles"), self.everywhereChosen)
        self.scope.addSeparator()
        self._order = self._choice(("By kind", "In text order"), self.orderChosen)
        name = "Articles and order of the queue"
        self.scope_button = menu_button(self.scope, "", "list-filter", name=name, small=True)
        self.tabs = Segmented(["Open", "Decided", "Stale"], small=True, name="Queue")
        self.tabs.set_current(0)
        self.list = QueueList()
        self.agreed = Text("", "small")
        take = Button.for_action(actions["review.agreed"], "quiet", text="Preview", small=True, key=False)
        self._agreed = host(hbox(Icon("check", "ok", 14), self.agreed, None, take, gap=8, margins=(16, 6, 8, 6)))
        self._agreed.hide()
        self.progress = Text("", "small", "medium", "text_2")
        self.bar = Bar()
        foot = Panel("chrome", "t")
        foot.setFixedHeight(44)
        foot.setLayout(hbox(self.progress, self.bar, gap=10, margins=(16, 0, 16, 0)))
        head = hbox(self.title, self.badge, None, self.scope_button, gap=6, margins=(6, 10, 8, 6))
        column = vbox(head, hbox(self.tabs, margins=(12, 0, 12, 4)), gap=0, margins=(0, 0, 1, 0))
        column.addWidget(self.list, 1)
        column.addWidget(self._agreed)
        column.addWidget(foot)
        self.setLayout(column)
        self.tabs.chosen.connect(lambda index: self.tabChosen.emit(TABS[index]))
        self.setFocusProxy(self.list)

    def _choice(self, words: tuple[str, str], signal: object) -> QActionGroup:
        """Two menu entries of which one is checked; the signal says whether it is the second."""
        group = QActionGroup(self.scope)
        for number, each in enumerate(words):
            action = self.scope.addAction(each)
            action.setCheckable(True)
            action.setChecked(number == 0)
            action.triggered.connect(lambda _on=False, second=bool(number): signal.emit(second))  # type: ignore[attr-defined]
            group.addAction(action)
        return group

    def show_choices(self, *, everywhere: bool, in_text_order: bool) -> None:
        """Check what is chosen."""
        for group, second in ((self._everywhere, everywhere), (self._order, in_text_order)):
            group.actions()[int(second)].setChecked(True)

    def show_counts(self, counts: Mapping[Tab, int], tab: Tab) -> None:
        """Show how many are open, decided and stale."""
        for segment, name in zip(self.tabs.segments, TABS, strict=True):
            words = name.capitalize()
            segment.setText(f"{words} {counts[name]:,}" if counts[name] else words)
            segment.updateGeometry()
        self.tabs.set_current(TABS.index(tab))
        self.badge.show_text(f"{counts['open']:,}")

    def show_progress(self, done: int, total: int, agreed: int) -> None:
        """Show how much is settled, and how many quotations all agree on and gold does not have yet."""
        self.progress.setText(f"{done:,} of {total:,} decided" if total else "")
        self.bar.set_fraction(done / total if total else 0.0)
        self.bar.setVisible(bool(total))
        self.agreed.setText(f"{agreed:,} agree{'s' if agreed == 1 else ''} in every slot")
        self._agreed.setVisible(bool(agreed))

    def show_title(self, words: str) -> None:
        """Say what is reviewed."""
        self.title.setText(words)
        self.title.setAccessibleName(words)

    def show_rows(self, rows: Sequence[QueueRow], current: str, document: str) -> None:
        """Show the queue."""
        self.list.show_rows(rows, current, document)

    def set_tabs_shown(self, shown: bool) -> None:
        """Whether the queue has tabs, and a progress."""
        self.tabs.setVisible(shown)
        self.scope_button.setVisible(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing here takes are the window's."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
