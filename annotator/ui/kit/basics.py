"""The component kit: labels, surfaces and small marks, each painted from the theme it finds when it paints.

Nothing here knows a quotation.  A widget finds its theme with `theme_of`, so switching the theme is a repaint.  Fonts
and measures are the same in all themes and may be asked of any.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Family, FontSize, Theme, Weight, theme_of

Align = Qt.AlignmentFlag
Item = QWidget | QLayout | int | None
_LEFT = (Align.AlignLeft | Align.AlignVCenter).value
LayoutT = TypeVar("LayoutT", bound=QBoxLayout)


def metrics() -> Theme:
    """A theme to ask for fonts and measures, which all themes share."""
    return Theme.load(dark=False)


@contextmanager
def painting(widget: QWidget) -> Iterator[QPainter]:
    """An antialiased painter on ``widget``; an error while painting goes to ``sys.excepthook``."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
        sys.excepthook(*sys.exc_info())
    finally:
        painter.end()


# ------------------------------------------------------------------------------------------------ layout


def hbox(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """A row: widgets, layouts, fixed gaps (numbers) and stretches (None).  Margins are left, top, right, bottom."""
    return _filled(QHBoxLayout(), items, gap, margins)


def vbox(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A column, made as `hbox` makes a row."""
    return _filled(QVBoxLayout(), items, gap, margins)


def _filled(layout: LayoutT, items: tuple[Item, ...], gap: int, margins: tuple[int, int, int, int]) -> LayoutT:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout


def host(layout: QLayout, height: int | None = None) -> QWidget:
    """A bare widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    if height is not None:
        widget.setFixedHeight(height)
    return widget


# ------------------------------------------------------------------------------------------------ words


@functools.lru_cache(maxsize=8192)
def elided(text: str, font: QFont, width: float, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """``text``, shortened with an ellipsis to ``width`` pixels."""
    return QFontMetricsF(font).elidedText(text, mode, width)


def paint_text(
    painter: QPainter, font: QFont, ink: QColor, rect: QRectF, text: str, *, align: Qt.AlignmentFlag = Align.AlignLeft
) -> None:
    """One line, vertically centred, shortened where it does not fit."""
    painter.setFont(font)
    painter.setPen(ink)
    flags = _LEFT if align == Align.AlignLeft else (align | Align.AlignVCenter).value
    painter.drawText(rect, flags, elided(text, font, rect.width()))


class Text(QLabel):
    """A label by role: size, weight and colour.  ``elide`` shortens it to its room; a tooltip has the whole."""

    def __init__(
        self,
        text: str = "",
        size: FontSize = "body",
        weight: Weight = "regular",
        role: str = "text",
        *,
        family: Family = "ui",
        wrap: bool = False,
        elide: bool = False,
        italic: bool = False,
    ) -> None:
        super().__init__(text)
        self.role = role
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(metrics().font(size, weight, family, italic=italic))
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self.setToolTip(text)

    def setText(self, text: str) -> None:
        """Show other words."""
        if text == self.text():
            return
        super().setText(text)
        self.setAccessibleName(text)
        if self._elide:
            self.setToolTip(text)

    def set_role(self, role: str) -> None:
        """Take another colour."""
        self.role = role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        with painting(self) as painter:
            painter.setFont(self.font())
            painter.setPen(theme_of(self).colour(self.role))
            rect = QRectF(self.contentsRect())
            text = elided(self.text(), self.font(), rect.width()) if self._elide else self.text()
            wrap = Qt.TextFlag.TextWordWrap.value if self.wordWrap() else 0
            painter.drawText(rect, self.alignment().value | wrap, text)


class Icon(QWidget):
    """An icon in the colour of a role.  Decoration only: give what it stands beside a name."""

    def __init__(self, name: str, role: str = "text_2", px: int = 16) -> None:
        super().__init__()
        self.name = name
        self.role = role
        self.setFixedSize(px, px)

    def show_icon(self, name: str, role: str | None = None) -> None:
        """Show another icon."""
        self.name = name
        self.role = role or self.role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        with painting(self) as painter:
            paint_icon(painter, self.name, QRectF(self.rect()), theme_of(self).colour(self.role))


# ------------------------------------------------------------------------------------------------ surfaces


class Panel(QWidget):
    """A flat region of one surface; ``border`` names the sides that have a hairline, of ``l r t b``."""

    def __init__(self, role: str = "chrome", border: str = "") -> None:
        super().__init__()
        self._role = role
        self._border = border

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface; hairlines are filled, so that they stay sharp at every scale."""
        with painting(self) as painter:
            theme = theme_of(self)
            width, height = self.width(), self.height()
            painter.fillRect(self.rect(), theme.colour(self._role))
            sides = {"l": (0, 0, 1, height), "r": (width - 1, 0, 1, height)}
            sides |= {"t": (0, 0, width, 1), "b": (0, height - 1, width, 1)}
            for side in self._border:
                painter.fillRect(*sides[side], theme.line)


class Line(QWidget):
    """A hairline between regions."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme_of(self).line)


class Card(QWidget):
    """A raised, rounded surface with a hairline around it."""

    def __init__(self, role: str = "raised", radius: int | None = None, border: str = "line") -> None:
        super().__init__()
        self._role = role
        self._radius = metrics().radius.card if radius is None else radius
        self._border = border

    def set_border(self, role: str) -> None:
        """Take another colour of border."""
        self._border = role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.setBrush(theme.colour(self._role))
            painter.setPen(QPen(theme.colour(self._border), 1))
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, self._radius, self._radius)
