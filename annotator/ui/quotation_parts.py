"""The small controls of the right panel: words of the article as they are marked there, entities, stances."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from annotator.ui.icons import kind_icon, paint_icon, paint_stance
from annotator.ui.kit import elided, metrics, paint_text, painting
from annotator.ui.kit_controls import Control, paint_ring
from annotator.ui.kit_marks import stance_words
from annotator.ui.quotation_view_model import StanceView
from annotator.ui.theme import Theme, faded, text_width, theme_of

_CROSS = 14


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
        return QRectF(self.width() - _CROSS - 5, (self.height() - 12) / 2, 12, 12)

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
        self._colour = colour
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(f"Fragment {number}: {words}")
        self.setFixedHeight(25)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

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


class StanceRow(Removable):
    """A stance in one line: its plate, its target, whether it is inferred.  A click opens it in the pad."""

    def __init__(self, view: StanceView) -> None:
        super().__init__(removable=True)
        self._view = view
        draft = view.draft
        self.setText(view.target)
        self.setToolTip(f"{view.target}\nEdit this stance")
        how = {True: ", explicit", False: ", inferred"}.get(draft.explicit, "") if draft.explicit is not None else ""
        self.setAccessibleName(f"Stance {stance_words(draft.value, draft.intensity)}, towards {view.target}{how}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate and target."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            draft = self._view.draft
            if over := self.surface(theme):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            paint_stance(painter, theme, QRectF(2, 4, 28, 18), draft.value, draft.intensity)
            sign = kind_icon(self._view.kind) if self._view.kind else "text-cursor"
            paint_icon(painter, sign, QRectF(37, 6, 14, 14), theme.text_3)
            how = "inferred" if draft.explicit is False else ""
            small = theme.font("small")
            side = text_width(small, how) + 10 if how else 0
            font = theme.font("body", "medium") if draft.target else theme.font("body", family="reading")
            room = rect.width() - 57 - side - _CROSS - 8
            ink = theme.text if draft.target or draft.target_spans else theme.text_3
            paint_text(painter, font, ink, QRectF(57, 0, room, rect.height()), self._view.target)
            if how:
                place = QRectF(rect.width() - _CROSS - 8 - side, 0, side, rect.height())
                paint_text(painter, small, theme.text_3, place, how)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.control)
            self.paint_cross(painter, theme)
