"""The small controls of the right panel: words of the article as they are marked there, and entities."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from annotator.ui.card.view_model import Piece
from annotator.ui.kit.basics import elided, metrics, paint_text, painting
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import Theme, faded, text_width, theme_of

CROSS = 14
"""Pixels that the cross of a `Removable` takes."""


class Removable(Control):
    """A control with a cross that shows under the mouse or with the focus; Delete does the same."""

    removed = Signal()

    def __init__(self, *, removable: bool) -> None:
        super().__init__()
        self.removable = removable

    def shows_cross(self) -> bool:
        """Whether the cross is there to be clicked."""
        return self.removable and self.isEnabled() and (self.underMouse() or self.shows_ring())

    def cross(self) -> QRectF:
        """Where the cross is."""
        return QRectF(self.width() - CROSS - 5, (self.height() - 12) / 2, 12, 12)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the cross removes."""
        if self.removable and self.isDown() and self.cross().adjusted(-4, -6, 6, 6).contains(event.position()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if self.removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paint_cross(self, painter: QPainter, theme: Theme, ground: QColor | None = None) -> None:
        """Draw the cross, over a patch of ``ground`` where it stands on words."""
        if not self.shows_cross():
            return
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(self.cross().adjusted(-3, -3, 3, 3), theme.radius.small, theme.radius.small)
        paint_icon(painter, "x", self.cross(), theme.text_2)


class FragmentRow(Removable):
    """A fragment of the content: band, bar, number and words.  A click brings it into view."""

    def __init__(self, number: int, words: str, colour: int | None, *, removable: bool) -> None:
        super().__init__(removable=removable)
        self._number = number
        self.setFixedHeight(25)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_words(words, colour, removable=removable)

    def show_words(self, words: str, colour: int | None, *, removable: bool) -> None:
        """Show other words in the same place."""
        self._colour = colour
        self.removable = removable
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(f"Fragment {self._number}: {words}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 25)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fragment as its band in the article."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            tint = theme.text_3 if self._colour is None else theme.speaker_tint[self._colour % len(theme.speaker_tint)]
            strength = theme.band_alpha_active * (1.3 if self.underMouse() else 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(tint, strength))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), theme.radius.small, theme.radius.small)
            painter.setBrush(theme.speaker(self._colour))
            painter.drawRoundedRect(QRectF(0, 4, 3, rect.height() - 8), 1.5, 1.5)
            ink = theme.text if self.underMouse() else theme.text_2
            tiny = theme.font("tiny", "medium")
            paint_text(painter, tiny, ink, QRectF(9, 0, 14, rect.height()), str(self._number))
            font = theme.font("body", family="reading")
            room = rect.width() - 32
            words = elided(self.text(), font, room, Qt.TextElideMode.ElideMiddle)
            paint_text(painter, font, theme.text, QRectF(24, 0, room + 2, rect.height() - 1), words)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.small)
            self.paint_cross(painter, theme, theme.raised)


class Token(Removable):
    """Words of the article in the reading face, as they are marked there: a cue underlined, a speaker boxed."""

    def __init__(
        self, words: str, role: Literal["cue", "speaker"], colour: int | None, *, removable: bool = False
    ) -> None:
        super().__init__(removable=removable)
        self._role = role
        self._colour = colour
        self._font = metrics().font("body", family="reading")
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(f"{role.capitalize()}: {words}")

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        side = 4 if self._role == "cue" else 12
        return QSize(int(text_width(self._font, self.text()) + side + 0.99), 24)

    def minimumSizeHint(self) -> QSize:
        """Long words are shortened."""
        return QSize(40, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words and their mark."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            mark = theme.speaker(self._colour)
            left = 2 if self._role == "cue" else 6
            if over := self.surface(theme):
                painter.fillRect(rect, over)
            if self._role == "cue":
                painter.fillRect(QRectF(2, 20.5, rect.width() - 4, 2.4), mark)
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(mark, 1.6))
                painter.drawRoundedRect(rect.adjusted(1, 1.5, -1, -1.5), theme.radius.small, theme.radius.small)
            words = QRectF(left, 0, rect.width() - 2 * left + 2, 22)
            paint_text(painter, self._font, theme.text, words, self.text())
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), theme.radius.small)
            self.paint_cross(painter, theme, theme.raised)


class EntityChip(Removable):
    """Who it is: the icon of the kind and the name of the entity."""

    def __init__(self, name: str, kind: str | None, *, removable: bool = True, faint: bool = False) -> None:
        super().__init__(removable=removable)
        self._kind = kind
        self._faint = faint
        self._font = metrics().font("body", "regular" if faint else "semibold")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(f"{name}, {kind}" if kind else name)

    def sizeHint(self) -> QSize:
        """As wide as the name."""
        return QSize(int(text_width(self._font, self.text()) + 42.99), 28)

    def minimumSizeHint(self) -> QSize:
        """A long name is shortened."""
        return QSize(64, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            pen = QPen(theme.line_strong, 1)
            if self._faint:
                pen.setDashPattern([3, 2])
            painter.setBrush(self.surface(theme) or theme.raised)
            painter.setPen(pen)
            painter.drawRoundedRect(rect, 14, 14)
            sign = kind_icon(self._kind) if self._kind else "text-cursor"
            paint_icon(painter, sign, QRectF(10, 7, 14, 14), theme.text_2)
            room = rect.width() - 41
            ink = theme.text_2 if self._faint else theme.text
            paint_text(painter, self._font, ink, QRectF(30, 0, room + 2, 28), self.text())
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), 13)
            self.paint_cross(painter, theme, self.surface(theme) or theme.raised)


class EvidenceRow(Removable):
    """Words that show a stance.  A click brings them into view."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(removable=True)
        self.piece = piece
        self.setText(piece.words)
        self.setToolTip(piece.words)
        self.setAccessibleName(f"Evidence: {piece.words}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            if over := self.surface(theme):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, theme.radius.small, theme.radius.small)
            paint_icon(painter, "quote", QRectF(12, 6, 12, 12), theme.text_3)
            room = rect.width() - 32 - (CROSS + 8 if self.shows_cross() else 4)
            font = theme.font("body", family="reading")
            paint_text(painter, font, theme.text_2, QRectF(32, 0, room, rect.height() - 1), self.text())
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.small)
            self.paint_cross(painter, theme)
