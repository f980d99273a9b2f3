"""Small marks of the component kit: keycaps, badges, progress, status glyphs."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.kit.basics import Align, metrics, paint_text, painting
from annotator.ui.look.icons import paint_icon, paint_status
from annotator.ui.look.theme import Theme, text_width, theme_of

Tone = Literal["neutral", "accent", "ok", "warn", "error"]

_KEY_SIGNS = {
    "Return": "↵", "Enter": "↵", "Backspace": "⌫", "Shift": "⇧", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
}  # fmt: skip


def key_caps(sequence: QKeySequence | str) -> tuple[str, ...]:
    """The keycaps of a key sequence, as printed: ``("Ctrl", "↵")``, in the words of the platform."""
    native = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    if not native:
        return ()
    parts = [each or "+" for each in native.removesuffix("++").split("+")] if native != "+" else ["+"]
    parts += ["+"] if native.endswith("++") else []
    return tuple(_KEY_SIGNS.get(each, each) for each in parts)


def key_words(sequence: QKeySequence | str) -> str:
    """A key sequence in one short string: ``Ctrl ↵``."""
    return " ".join(key_caps(sequence))


def keycap_width(text: str) -> float:
    """Width of one keycap."""
    return max(18.0, text_width(metrics().font("tiny", "medium"), text) + 10)


def paint_keycap(
    painter: QPainter,
    theme: Theme,
    x: float,
    middle: float,
    text: str,
    *,
    ink: QColor,
    box: QColor,
    fill: QColor | None,
) -> float:
    """One keycap with its left edge at ``x``, centred on ``middle``.  Gives its width."""
    rect = QRectF(x, middle - 9, keycap_width(text), 18)
    painter.setPen(QPen(box, 1))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.small, theme.radius.small)
    painter.setFont(theme.font("tiny", "medium"))
    painter.setPen(ink)
    painter.drawText(rect, Align.AlignCenter.value, text)
    return rect.width()


class Keycap(QWidget):
    """The key beside the thing it does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setFixedSize(int(keycap_width(text) + 0.99), 20)
        self.setAccessibleName(f"Key {text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the keycap."""
        with painting(self) as painter:
            theme = theme_of(self)
            middle = self.height() / 2
            paint_keycap(
                painter, theme, 0, middle, self._text, ink=theme.text_2, box=theme.line_strong, fill=theme.raised
            )


def keycaps(sequence: QKeySequence | str) -> list[Keycap]:
    """A keycap for each key of a sequence."""
    return [Keycap(each) for each in key_caps(sequence)]


class Badge(QWidget):
    """A word on a soft ground, with an icon where the tone alone would tell."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        super().__init__()
        self._font = metrics().font("tiny", "medium")
        self._icon = icon
        self._text = "\0"  # no word yet: the first one, even an empty one, is another
        self._tone: Tone = tone
        self.show_text(text, tone, icon)

    def show_text(self, text: str, tone: Tone | None = None, icon: str | None = None) -> None:
        """Show another word; without one only the icon stays, still called by the last word."""
        if (text, tone or self._tone, self._icon if icon is None else icon) == (self._text, self._tone, self._icon):
            return
        self._text = text
        self._tone = tone or self._tone
        self._icon = self._icon if icon is None else icon
        self.setAccessibleName(text or self.accessibleName())
        room = text_width(self._font, text) + 12.99 if text else 8.0
        self.setFixedSize(int(room + (15 if self._icon else 0)), 18)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        with painting(self) as painter:
            theme = theme_of(self)
            ground, ink = {
                "neutral": (theme.sunken, theme.text_2),
                "accent": (theme.accent_soft, theme.accent_text),
            }.get(self._tone) or (theme.colour(f"{self._tone}_soft"), theme.colour(self._tone))
            radius = 9 if len(self._text) < 4 and not self._icon else 5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            if self._icon:
                paint_icon(painter, self._icon, QRectF(5, 3, 12, 12), ink)
            x = 20 if self._icon else 6
            paint_text(painter, self._font, ink, QRectF(x, 0, self.width(), 18), self._text)


class Bar(QWidget):
    """Thin progress, 0…1."""

    def __init__(self, fraction: float = 0.0, width: int | None = None, role: str = "accent") -> None:
        super().__init__()
        self._fraction = fraction
        self._role = role
        self.setFixedHeight(8)
        if width is not None:
            self.setFixedWidth(width)

    def set_fraction(self, fraction: float, role: str | None = None) -> None:
        """Show another progress."""
        self._fraction = min(1.0, max(0.0, fraction))
        self._role = role or self._role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint trough and progress."""
        with painting(self) as painter:
            theme = theme_of(self)
            trough = QRectF(0, 2, self.width(), 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.line)
            painter.drawRoundedRect(trough, 2, 2)
            if self._fraction > 0:
                painter.setBrush(theme.colour(self._role))
                painter.drawRoundedRect(QRectF(0, 2, max(4.0, self.width() * self._fraction), 4), 2, 2)


class Glyph(QWidget):
    """The status of a document (see `paint_status`)."""

    def __init__(self, status: str = "new", fraction: float = 0.0, px: int = 16) -> None:
        super().__init__()
        self._status = status
        self._fraction = fraction
        self.setFixedSize(px, px)

    def show_status(self, status: str, fraction: float = 0.0) -> None:
        """Show another status."""
        self._status = status
        self._fraction = fraction
        self.setAccessibleName(status.replace("_", " "))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the glyph."""
        with painting(self) as painter:
            paint_status(painter, theme_of(self), QRectF(self.rect()), self._status, self._fraction)


def stance_words(value: str | None, intensity: int | None = None) -> str:
    """How a stance is read aloud: ``against, strength 2``."""
    return (value or "no value") + (f", strength {intensity}" if intensity else "")
