"""The sheet of keys (F1): every action that has one, by menu in columns, from the same table as the menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from annotator.ui.key_map import KeyMap
from annotator.ui.kit.basics import Line, Text, elided, hbox, paint_text, painting, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button, Control, paint_ring
from annotator.ui.kit.marks import paint_keycap
from annotator.ui.kit.overlay import Overlay
from annotator.ui.look.theme import theme_of
from annotator.ui.sheets.shortcut_lines import (
    APART,
    GAP,
    HEADING,
    LINE,
    KeyBlock,
    KeyLine,
    as_text,
    balanced,
    blocks_of,
    matches,
)

_KEYS_WIDTH = 92
_COLUMN = 250
"""Least width of a column in pixels at 100 %."""


class KeyRow(Control):
    """A line of the sheet: keycaps and words, in full ink if it acts now; a click rebinds it."""

    def __init__(self, line: KeyLine, *, acts: bool) -> None:
        super().__init__()
        self.line = line
        self._acts = acts
        self.setText(line.text)
        self.setAccessibleName(line.spoken)
        hint = "Click to rebind it" if line.id else "Always this key"
        self.setToolTip(f"{line.spoken}\n{hint}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one of all rows takes the Tab key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows belong to the columns."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(_COLUMN, LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            over = self.surface(theme) if self.line.id else None
            if over is not None:
                painter.setBrush(over)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawRoundedRect(rect, theme.radius.small, theme.radius.small)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.small)
            ink = theme.text if self._acts else theme.text_3
            x = 4.0
            for cap in self.line.keys[0] if self.line.keys else ():
                if cap == "–":
                    paint_text(painter, theme.font("tiny"), theme.text_2, QRectF(x, 0, 10, rect.height()), cap)
                    x += 10
                    continue
                colour = theme.text_2 if self._acts else theme.text_3
                middle = rect.center().y()
                box = theme.line_strong
                x += paint_keycap(painter, theme, x, middle, cap, ink=colour, box=box, fill=theme.raised) + 4
            left = max(_KEYS_WIDTH, x + 4)
            words = elided(self.line.text, theme.font(), rect.width() - left - 4)
            paint_text(painter, theme.font(), ink, QRectF(left, 0, rect.width() - left, rect.height()), words)


class Columns(QWidget):
    """Blocks of lines in as many columns as there is room for, each about as high as the others."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[KeyRow] = []
        self._blocks: list[tuple[KeyBlock, list[KeyRow]]] = []
        self._headings: list[Text] = []

    def show_blocks(self, blocks: Sequence[KeyBlock], acting: Mapping[str, bool]) -> None:
        """Show other blocks; ``acting`` tells which actions can be done now."""
        for old in (*self.rows, *self._headings):
            old.hide()
            old.deleteLater()
        self._headings = []
        self._blocks = []
        for block in blocks:
            acts = [acting.get(line.id, True) for line in block.lines]
            rows = [KeyRow(line, acts=now) for line, now in zip(block.lines, acts, strict=True)]
            for row in rows:
                row.setParent(self)
                row.clicked.connect(self._clicked)
                row.show()
            self._blocks.append((block, rows))
        self.rows = [row for _, rows in self._blocks for row in rows]
        if self.rows:
            self.rows[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place()

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, KeyRow) and row.line.id:
            self.chosen.emit(row.line.id)

    def step(self, step: int) -> None:
        """Move the focus to the row after or before."""
        here = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        at = 0 if here is None else max(0, min(len(self.rows) - 1, here + step))
        for number, row in enumerate(self.rows):
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus if number == at else Qt.FocusPolicy.NoFocus)
        if self.rows:
            self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go from row to row."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as fit."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _place(self) -> None:
        for old in self._headings:
            old.hide()
            old.deleteLater()
        self._headings = []
        count = max(1, min(4, self.width() // _COLUMN))
        gap = 16
        width = (self.width() - gap * (count - 1)) // count
        height = 0
        for number, column in enumerate(balanced([block for block, _ in self._blocks], count)):
            y = 0
            for place, at in enumerate(column):
                y = self._put(at, number * (width + gap), y, width, top=place == 0)
            height = max(height, y)
        self.setMinimumHeight(height)

    def _put(self, at: int, x: int, y: int, width: int, *, top: bool) -> int:
        """Place one block; gives where it ends."""
        block, rows = self._blocks[at]
        if block.first or top:
            heading = Text(block.menu, "body", "semibold", "text" if block.first else "text_2")
            heading.setParent(self)
            y += 0 if top else GAP
            heading.setGeometry(x + 4, y, width - 4, HEADING)
            heading.show()
            self._headings.append(heading)
            y += HEADING
        else:
            y += APART
        for row in rows:
            row.setGeometry(x, y, width, LINE)
            y += LINE
        return y


class ShortcutSheet(Overlay):
    """The sheet over ``window``.

    ``rebindRequested`` carries the id of the action whose line was clicked; ``printRequested`` the sheet as text.
    """

    rebindRequested = Signal(str)
    printRequested = Signal(str)

    def __init__(self, window: QWidget, actions: Mapping[str, QAction], *, own: str = "") -> None:
        super().__init__(window, "Keys", (1280, 836))
        self.setObjectName("shortcuts")
        self._actions = actions
        self._keys = KeyMap()
        if own:
            self.set_own(actions[own])
        self.field = Field("Find a key or a command", "search", height=30)
        self.field.setFixedWidth(240)
        self.copy_button = self._button("Copy as text", "copy")
        self.print_button = self._button("Print", "printer")
        self.close_button = Button("", "x", "quiet")
        self.close_button.setAccessibleName("Close the keys")
        self.close_button.setToolTip("Close the keys  Esc")
        self.columns = Columns()
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(self.columns)
        self.columns.setAutoFillBackground(False)
        self.empty = Text("", role="text_2")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = Text("Keys", "title", "semibold")
        hint = Text("keys that act now are in full ink; click one to rebind it", "small", role="text_2", elide=True)
        head = hbox(title, hint, self.field, self.copy_button, self.print_button, self.close_button, gap=10)
        head.setStretch(1, 1)
        whole = vbox(head, Line(), self.area, self.empty, gap=12, margins=(24, 16, 16, 16))
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.sheet.setLayout(whole)
        self._connect()

    def _button(self, text: str, icon: str) -> Button:
        button = Button(text, icon)
        button.setToolTip(f"{text}: all keys, one line each")
        return button

    def _connect(self) -> None:
        self.field.edit.textChanged.connect(self._show)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.installEventFilter(self)
        self.columns.chosen.connect(self._rebind)
        self.copy_button.clicked.connect(self._copy)
        self.print_button.clicked.connect(lambda: self.printRequested.emit(self.text()))
        self.close_button.clicked.connect(self.leave)

    def set_keys(self, keys: KeyMap) -> None:
        """Show another key map, at once if the sheet is open."""
        self._keys = keys
        if self.isVisible():
            self._show()

    def open(self) -> None:
        """Show it with nothing looked for."""
        super().open()
        self.field.edit.clear()
        self._show()
        self.area.verticalScrollBar().setValue(0)
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def text(self) -> str:
        """The whole sheet as plain text."""
        return as_text(blocks_of(self._keys))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ goes from the field to the keys."""
        down = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if watched is self.field.edit and down:
            self.columns.step(0)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        words = self.field.text().strip()
        found: list[KeyBlock] = []
        for block in blocks_of(self._keys, unbound=bool(words)):
            lines = tuple(line for line in block.lines if not words or matches(line, block.menu, words))
            if lines:
                first = not any(each.menu == block.menu for each in found)
                found.append(KeyBlock(block.menu, lines, first))
        self.columns.show_blocks(found, {id: action.isEnabled() for id, action in self._actions.items()})
        self.area.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.setText(f"No key and no command matches “{words}”.")
        if words:
            self.announce(f"{len(self.columns.rows)} found")

    def _rebind(self, id: str) -> None:
        self.leave()
        self.rebindRequested.emit(id)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.announce("Copied")
        self.copy_button.setText("Copied")
