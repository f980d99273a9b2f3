"""What the preferences are made of: a switch, a stepper, and the row that says what it is for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import Text, hbox, painting, vbox
from annotator.ui.kit.controls import Button, Control, paint_ring
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import theme_of


class Switch(Control):
    """On or off, at once.  The knob's side and a check tell which; `toggled` comes on every change."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """A track and its knob."""
        return QSize(40, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            on = self.isChecked()
            track = QRectF(2, 2, 36, 20)
            painter.setPen(QPen(theme.accent if on else theme.text_3, 1))
            painter.setBrush(theme.accent if on else self.surface(theme) or theme.sunken)
            painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
            knob = QRectF(track.right() - 18 if on else track.x() + 3, 4.5, 15, 15)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.on_accent if on else theme.text_3)
            painter.drawEllipse(knob)
            if on:
                paint_icon(painter, "check", knob.adjusted(2, 2, -2, -2), theme.accent, 3.2)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), 12)


class Stepper(QWidget):
    """A number in steps: smaller, the number, larger.  ``chosen`` carries what the user chose.

    ↑ and ↓ step too, Home goes back to ``normal``.
    """

    chosen = Signal(int)

    def __init__(self, name: str, smallest: int, largest: int, step: int = 10, normal: int = 100) -> None:
        super().__init__()
        self._range = (smallest, largest)
        self._step = step
        self._normal = normal
        self._value = normal
        self._name = name
        self.smaller = self._button("minus", f"Smaller {name}")
        self.larger = self._button("plus", f"Larger {name}")
        self.number = Text("", "body", "medium")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setFixedWidth(52)
        self.normal = self._button("rotate-ccw", f"{name[:1].upper()}{name[1:]} at {normal} %")
        self.setLayout(hbox(self.smaller, self.number, self.larger, self.normal, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.smaller.clicked.connect(lambda: self._choose(self._value - step))
        self.larger.clicked.connect(lambda: self._choose(self._value + step))
        self.normal.clicked.connect(lambda: self._choose(normal))
        self.set_value(normal)

    def value(self) -> int:
        """The number in percent."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show another number, without a signal."""
        low, high = self._range
        self._value = max(low, min(high, value))
        self.number.setText(f"{self._value} %")
        self.setAccessibleName(f"{self._name}, {self._value} %")
        self.smaller.setEnabled(self._value > low)
        self.larger.setEnabled(self._value < high)
        self.normal.setEnabled(self._value != self._normal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows."""
        step = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(self._value + step)
        elif event.key() == Qt.Key.Key_Home:
            self._choose(self._normal)
        else:
            super().keyPressEvent(event)

    def _choose(self, value: int) -> None:
        before = self._value
        self.set_value(value)
        if self._value != before:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{self._value} %"))
            self.chosen.emit(self._value)

    def _button(self, icon: str, name: str) -> Button:
        button = Button("", icon, "plain", small=True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button


class SettingRow(QWidget):
    """A preference: what it is, what it does, and its control at the right, or below where ``below`` says so."""

    def __init__(self, title: str, sentence: str, control: QWidget | None = None, *, below: bool = False) -> None:
        super().__init__()
        words = vbox(Text(title, "body", "medium"), gap=2)
        self.sentence = Text(sentence, "small", role="text_2", wrap=True)
        if sentence:
            words.addWidget(self.sentence)
        if control is None:
            self.setLayout(words)
        elif below:
            words.addSpacing(6)
            words.addWidget(control)
            self.setLayout(words)
        else:
            row = hbox(gap=24)
            row.addLayout(words, 1)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            self.setLayout(row)
        if control is not None and sentence:
            control.setAccessibleDescription(sentence)
