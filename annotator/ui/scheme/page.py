"""The parts of the scheme editor side by side: the sections, the labels of one, and what is behind the one in focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from annotator.ui.kit.basics import Panel, Text, hbox, host, metrics, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Badge
from annotator.ui.kit.passages import Passages
from annotator.ui.look.measures import NARROW
from annotator.ui.scheme.asked import AskedPane
from annotator.ui.scheme.attribute import AttributePane
from annotator.ui.scheme.column import LabelsColumn
from annotator.ui.scheme.guideline_rule import Rule, RuleView
from annotator.ui.scheme.sections import Rail, Section
from annotator.ui.scheme.strip import PreviewStrip

_RAIL = (216, 200)


class RulePane(QScrollArea):
    """One guideline at the right.  ``edited`` carries reason and text, ``linkClicked`` the address of a link."""

    edited = Signal(str, str)
    linkClicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.view: RuleView | None = None
        self._editable = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)

    def show_rule(self, rule: Rule) -> None:
        """Show a rule; one that is being written is handed out first, unless it is the same."""
        if self.view is not None and self.view.rule.reason == rule.reason:
            self.view.show_rule(rule)
            return
        self.finish()
        view = self.view = RuleView(rule)
        view.edited.connect(self.edited)
        view.linkClicked.connect(self.linkClicked)
        view.set_editable(self._editable)
        inside = host(vbox(view, None, margins=(6, 0, 0, 0)))
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def set_editable(self, editable: bool) -> None:
        """Whether the rule can be edited."""
        self._editable = editable
        if self.view is not None:
            self.view.set_editable(editable)

    def finish(self) -> None:
        """Hand out what is being written."""
        if self.view is not None:
            self.view.finish()


class SchemePage(QWidget):
    """The editor's widgets.  ``left`` says that Esc or Done left it; everything else is for `SchemeEditor` to wire."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Scheme")
        self.rail = Rail()
        self.column = LabelsColumn("Labels")
        self.asked = AskedPane()
        self.strip = PreviewStrip()
        self.passages = Passages()
        self.attribute = AttributePane()
        self.rule = RulePane()
        self.title = Text("", "title", "semibold")
        self.about = Text("", "small", role="text_2", wrap=True)
        self.read_only = Badge("read only", "warn", "lock")
        self.read_only.hide()
        self.close_button = Button("Done", kind="plain", key="Esc")
        self.close_button.setToolTip("Back to the article  Esc")
        self.close_button.clicked.connect(self.left)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.column)
        self.middle.addWidget(self.asked)
        self._lay_out()

    def _lay_out(self) -> None:
        words = vbox(self.title, self.about, gap=2)
        head = hbox(gap=10, margins=(18, 14, 16, 0))
        head.addLayout(words, 1)
        for each in (self.read_only, self.close_button):
            head.addWidget(each)
            head.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        centre = Panel("page")
        column = vbox(head, gap=12)
        column.addWidget(self.middle, 1)
        column.addWidget(self.strip)
        centre.setLayout(column)
        self.detail = Panel("chrome", "l")
        right = vbox(self.attribute, gap=12, margins=(0, 14, 0, 12))
        right.addWidget(self.passages, 1)
        right.addWidget(self.rule, 1)
        self._rest = QWidget()
        right.addWidget(self._rest, 1)
        self.detail.setLayout(right)
        row = hbox(self.rail, gap=0)
        row.addWidget(centre, 1)
        row.addWidget(self.detail)
        self.setLayout(row)
        self._size()

    def show_section(self, section: Section) -> None:
        """Show the heading of a section and the parts that it needs."""
        self.rail.show_section(section.id)
        self.title.setText(f"Attributes {section.name.lower()}" if section.owner else section.name)
        self.about.setText(section.about)
        self.middle.setCurrentWidget(self.asked if section.kind == "asked" else self.column)
        self.detail.setVisible(section.kind != "asked")
        self.show_detail()

    def show_detail(self, *parts: QWidget) -> None:
        """Show these parts at the right and no others."""
        for each in (self.attribute, self.passages, self.rule):
            each.setVisible(each in parts)
        self._rest.setVisible(self.passages not in parts and self.rule not in parts)

    def set_editable(self, editable: bool) -> None:
        """Whether the scheme can be changed; else it is only shown."""
        self.read_only.setVisible(not editable)
        for part in (self.column, self.asked, self.attribute, self.rule):
            part.set_editable(editable)
        self.rail.take.setEnabled(editable)

    def focus_first(self) -> None:
        """Give the focus to the labels."""
        QTimer.singleShot(0, self, lambda: self.column.list.setFocus(Qt.FocusReason.OtherFocusReason))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what a narrow window has no room for."""
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        narrow = self.width() < NARROW
        self.rail.setFixedWidth(_RAIL[narrow])
        self.detail.setFixedWidth(metrics().size.card[narrow])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the strip, then the editor."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.strip.isHidden():
            self.strip.leave()
        else:
            self.left.emit()
