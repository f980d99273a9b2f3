"""A threshold on a line of scores: each suggestion is a dot, those from the threshold on are full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider

from annotator.ui.kit.basics import Align, metrics, paint_text, painting
from annotator.ui.kit.controls import paint_ring
from annotator.ui.look.theme import Theme, text_width, theme_of

LEAST: Final = 30
"""The lowest threshold, in hundredths: what scores less is not suggested."""
_SIDE: Final = 12.0
_LINE: Final = 22.0


class Threshold(QSlider):
    """The slider.  ``chosen`` carries the threshold, 0…1; arrows move it by 0.01, Page up and down by 0.1."""

    chosen = Signal(float)

    def __init__(self, scores: Sequence[float], at: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._scores = tuple(scores)
        self.setAccessibleName("Threshold")
        self.setRange(LEAST, 100)
        self.setPageStep(10)
        self.setValue(round(100 * at))
        self.setMinimumWidth(200)
        self.valueChanged.connect(lambda value: self.chosen.emit(value / 100))

    def sizeHint(self) -> QSize:
        """The line with its dots, and the numbers below it."""
        return QSize(320, 58)

    def minimumSizeHint(self) -> QSize:
        """As high as it is drawn."""
        return QSize(200, 58)

    def threshold(self) -> float:
        """The threshold, 0…1."""
        return self.value() / 100

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter and Esc to the sheet."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where it was pressed, at once."""
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more: it has followed."""
        event.accept()

    def _follow(self, event: QMouseEvent) -> None:
        room = max(1.0, self.width() - 2 * _SIDE)
        share = max(0.0, min(1.0, (event.position().x() - _SIDE) / room))
        self.setValue(round(LEAST + share * (100 - LEAST)))
        event.accept()

    def _x(self, score: float) -> float:
        share = max(0.0, (100 * score - LEAST) / (100 - LEAST))
        return _SIDE + share * (self.width() - 2 * _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the dots, the threshold and its number."""
        with painting(self) as painter:
            theme = theme_of(self)
            at = self._x(self.threshold())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft)
            painter.drawRoundedRect(QRectF(at, _LINE - 9, self.width() - _SIDE / 2 - at, 18), 4, 4)
            painter.setPen(QPen(theme.line_strong, 1))
            painter.drawLine(QPointF(_SIDE, _LINE), QPointF(self.width() - _SIDE, _LINE))
            self._paint_dots(painter, theme)
            painter.setPen(QPen(theme.accent, 2))
            painter.drawLine(QPointF(at, _LINE - 12), QPointF(at, _LINE + 12))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawEllipse(QPointF(at, _LINE + 12), 5, 5)
            self._paint_numbers(painter, theme, at)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), theme.radius.small)

    def _paint_dots(self, painter: QPainter, theme: Theme) -> None:
        for score in self._scores:
            full = round(100 * score) >= self.value()
            painter.setPen(QPen(theme.accent if full else theme.text_3, 1.5))
            painter.setBrush(theme.accent if full else theme.raised)
            painter.drawEllipse(QPointF(self._x(score), _LINE), 4, 4)

    def _paint_numbers(self, painter: QPainter, theme: Theme, at: float) -> None:
        font, own = metrics().font("tiny"), metrics().font("tiny", "semibold")
        least = f"{LEAST / 100:.1f}"
        ends = ((least, _SIDE - 6, Align.AlignLeft), ("1.0", self.width() - _SIDE - 24, Align.AlignRight))
        for words, x, align in ends:
            if abs(x + 15 - at) > 34:
                paint_text(painter, font, theme.text_3, QRectF(x, 38, 30, 14), words, align=align)
        words = f"{self.threshold():.2f}"
        width = text_width(own, words) + 4
        left = max(2.0, min(self.width() - width - 2, at - width / 2))
        paint_text(painter, own, theme.text, QRectF(left, 38, width, 14), words)
