"""Layouts of the component kit that Qt lacks: widgets in lines that break, a named slot, a fitting scroll."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from annotator.ui.kit.basics import Text, hbox

LABEL_WIDTH = 70


class Flow(QWidget):
    """Widgets in lines, broken where the room ends; None begins a new line.  No item is wider than the room."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._gap = gap
        self._items: list[QWidget | None] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)

    def show_items(self, items: Iterable[QWidget | None]) -> None:
        """Show other widgets; the ones before are deleted."""
        for each in self._items:
            if each is not None:
                each.hide()
                each.deleteLater()
        self._items = list(items)
        for each in self._items:
            if each is not None:
                each.setParent(self)
                each.show()
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.place()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(80, self.height())

    def place(self) -> None:
        """Break the lines anew; call it when an item has become wider or narrower."""
        lines: list[list[QWidget]] = [[]]
        left = self.width()
        for each in self._items:
            if each is None:
                lines.append([])
                left = self.width()
                continue
            each.resize(min(each.sizeHint().width(), self.width()), each.sizeHint().height())
            if lines[-1] and each.width() > left:
                lines.append([])
                left = self.width()
            lines[-1].append(each)
            left -= each.width() + self._gap
        y = 0
        for line in (each for each in lines if each):
            height = max(24, *(each.height() for each in line))
            x = 0
            for each in line:
                each.move(x, y + (height - each.height()) // 2)
                x += each.width() + self._gap
            y += height + 4
        self.setFixedHeight(max(24, y - 4))


class Slot(QWidget):
    """A slot of the card: its name, what is in it, its keys at the right edge; ``before`` stands left of the flow."""

    def __init__(self, name: str, *keys: QWidget, before: QWidget | None = None) -> None:
        super().__init__()
        self.flow = Flow()
        self.label = Text(name, "small", "medium", "text_2")
        self.label.setFixedWidth(LABEL_WIDTH)
        self.label.setFixedHeight(24)
        first = (self.label,) if before is None else (self.label, before)
        row = hbox(*first, self.flow, *keys, gap=6)
        for widget in (*first, *keys):
            row.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def faint(text: str) -> Text:
    """A grey word in place of what is not set."""
    label = Text(text, "body", role="text_3")
    label.setFixedHeight(24)
    label.adjustSize()
    return label


class Shelf(QScrollArea):
    """A scroll area that wants to be as high as what is in it, and scrolls where it cannot be."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._inside = widget
        self.setWidget(widget)
        widget.setAutoFillBackground(False)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of what is in it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """The size of what is in it."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Room enough to scroll in."""
        return QSize(120, 80)
