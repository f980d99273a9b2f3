"""Controls of the component kit that hold a value: segments, strengths, line fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QSizePolicy, QWidget

from annotator.ui.kit.basics import Icon, hbox, metrics, paint_text, painting
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.kit.marks import Keycap
from annotator.ui.look.theme import text_width, theme_of

_NOT_OURS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter,
)  # fmt: skip


class Segment(Control):
    """One value of a `Segmented`."""

    def __init__(self, text: str, key: str, *, small: bool) -> None:
        super().__init__()
        self.key = key
        self.shows_key = True
        self.tint = ""
        self._size: Literal["small", "body"] = "small" if small else "body"
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {key}".strip())
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Room for the heavier weight it takes when chosen."""
        width = text_width(metrics().font(self._size, "semibold"), self.text()) + 16
        if self.key and self.shows_key:
            width += 5 + text_width(metrics().font("tiny", "medium"), self.key)
        return QSize(int(width + 0.99), 20)

    def minimumSizeHint(self) -> QSize:
        """Less air where there is little room."""
        return QSize(self.sizeHint().width() - 12, 20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the whole, Enter to what it stands in; Space chooses."""
        if event.key() in _NOT_OURS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segment: raised and heavier where chosen."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            over = self.surface(theme)
            if self.isChecked() or over is not None:
                tint = theme.stance.get(self.tint, theme.line_strong)
                painter.setPen(QPen(tint, 1) if self.isChecked() else Qt.PenStyle.NoPen)
                painter.setBrush(theme.raised if self.isChecked() else over or theme.hover)
                painter.drawRoundedRect(rect, 5, 5)
            ink = theme.text_3 if not self.isEnabled() else theme.text if self.isChecked() else theme.text_2
            font = theme.font(self._size, "semibold" if self.isChecked() else "medium")
            tiny = theme.font("tiny", "medium")
            key = self.key if self.shows_key else ""
            width = text_width(font, self.text())
            x = (self.width() - width - (5 + text_width(tiny, key) if key else 0)) / 2
            paint_text(painter, font, ink, QRectF(x, 0, width + 1, self.height()), self.text())
            if key:
                paint_text(painter, tiny, theme.text_3, QRectF(x + width + 5, 0.5, 40, self.height()), key)


class Segmented(QWidget):
    """One of a few values.  Arrows move, or go straight to a value where ``arrows`` says so.

    ``chosen`` carries the index that the user chose; `set_current` is silent.  Nothing chosen is None.
    """

    chosen = Signal(int)

    def __init__(
        self,
        items: Sequence[str],
        keys: Sequence[str] = (),
        *,
        small: bool = False,
        tints: Sequence[str] = (),
        arrows: Mapping[Qt.Key, int] | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        self._arrows = dict(arrows or {})
        self.segments = [Segment(each, keys[n] if n < len(keys) else "", small=small) for n, each in enumerate(items)]
        self._group = QButtonGroup(self)
        for number, segment in enumerate(self.segments):
            segment.tint = tints[number] if number < len(tints) else ""
            self._group.addButton(segment, number)
        self.setLayout(hbox(*self.segments, gap=0, margins=(2, 2, 2, 2)))
        size = metrics().size
        self.setFixedHeight((size.control_small if small else size.control) + 4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._group.idClicked.connect(self.chosen)

    def current(self) -> int | None:
        """The chosen index."""
        found = self._group.checkedId()
        return None if found < 0 else found

    def set_current(self, index: int | None) -> None:
        """Show another value, without a signal."""
        if index == self.current():
            return
        self._group.setExclusive(False)
        for number, segment in enumerate(self.segments):
            segment.setChecked(number == index)
        self._group.setExclusive(True)
        self.update()

    def show_keys(self, shown: bool) -> None:
        """Show or hide the keys inside the segments."""
        for segment in self.segments:
            segment.shows_key = shown
            segment.updateGeometry()
            segment.update()

    def focus_current(self) -> None:
        """Give the focus to the chosen segment, or to the first."""
        self.segments[self.current() or 0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose."""
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(key)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or step is None:
            super().keyPressEvent(event)
            return
        at = self.current()
        target = self._arrows.get(key, (-1 if at is None and step > 0 else at or 0) + step)
        self.choose(target % len(self.segments))

    def choose(self, index: int) -> None:
        """Choose as the user would: shown, focused, told."""
        self.set_current(index)
        self.focus_current()
        self.chosen.emit(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the trough, and the ring around the whole."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.sunken)
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
            if any(each.shows_ring() for each in self.segments):
                paint_ring(painter, theme, QRectF(self.rect()), 7)


class Pip(Control):
    """One strength of `Pips`."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self.filled = False
        self.setCheckable(True)
        self.setText(str(number))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(24, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter belong to what it stands in; Space chooses."""
        if event.key() in _NOT_OURS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the number, filled up to the chosen one."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.setPen(QPen(theme.accent if self.filled else theme.line_strong, 1))
            painter.setBrush(theme.accent_soft if self.filled else self.surface(theme) or theme.raised)
            painter.drawRoundedRect(QRectF(0.5, 0.5, 23, 23), 5, 5)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), 5)
            painter.setFont(theme.font("small", "semibold" if self.filled else "medium"))
            ink = theme.accent_text if self.filled else theme.text_2 if self.isEnabled() else theme.text_3
            painter.setPen(ink)
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())


class Pips(QWidget):
    """A strength of 1 to 3, or none.  ``chosen`` carries what the user chose; the chosen one again takes it back.

    ``words`` say what each strength means.
    """

    chosen = Signal(object)

    def __init__(self, name: str, words: Sequence[str] = ("", "", "")) -> None:
        super().__init__()
        self._value: int | None = None
        self.pips = [Pip(number, f"{name} {number} {each}".strip()) for number, each in enumerate(words, start=1)]
        for number, pip in enumerate(self.pips, start=1):
            pip.clicked.connect(lambda _checked=False, n=number: self.choose(n))
        self.setLayout(hbox(*self.pips, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> int | None:
        """The strength, None for none."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show another strength, without a signal."""
        if value == self._value:
            return
        self._value = value
        for number, pip in enumerate(self.pips, start=1):
            pip.filled = value is not None and number <= value
            pip.setChecked(number == value)
            pip.update()

    def choose(self, number: int) -> None:
        """Choose as the user would."""
        self.set_value(None if number == self._value else number)
        self.chosen.emit(self._value)


class LineEdit(QLineEdit):
    """The edit inside a `Field`: it tells when the focus comes and goes, and Esc leaves it."""

    focused = Signal(bool)
    escaped = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusInEvent(event)
        self.focused.emit(True)  # noqa: FBT003 - a signal's argument

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusOutEvent(event)
        self.focused.emit(False)  # noqa: FBT003 - a signal's argument

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; every other key is text, and Enter does nothing but finish it."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # Qt would let it go on to the widgets around


class Field(QWidget):
    """A line edit with an icon and key hints inside.  ``edit`` is the line edit itself; ``after`` stands at its end."""

    def __init__(
        self, placeholder: str, icon: str = "", key: str = "", *, height: int = 32, after: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.edit = LineEdit()
        self.edit.setProperty("bare", "true")
        self.edit.setFrame(False)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.setToolTip(placeholder)
        self.edit.setFont(metrics().font())
        self.edit.focused.connect(self.update)
        self.setFocusProxy(self.edit)
        self.setFixedHeight(height)
        icons = [Icon(icon, "text_3")] if icon else []
        keys = [Keycap(each) for each in key.split()]
        self.setLayout(hbox(*icons, self.edit, *keys, *after, gap=6, margins=(9, 2, 7, 2)))

    def text(self) -> str:
        """The words in it."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show other words, leaving the caret alone where they are the same."""
        if text != self.edit.text():
            self.edit.setText(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame: a border twice as thick where it has the focus, without a shift."""
        with painting(self) as painter:
            theme = theme_of(self)
            focused = self.edit.hasFocus()
            painter.setBrush(theme.raised)
            painter.setPen(QPen(theme.focus, 2) if focused else QPen(theme.line_strong, 1))
            inset = 1.0 if focused else 0.5
            rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
