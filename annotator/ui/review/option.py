"""One version of a slot as a button: its key, whose it is, its words; what not all have is bold and underlined."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy

from annotator.ui.kit.basics import metrics, painting
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.kit.marks import keycap_width, paint_keycap
from annotator.ui.look.icons import paint_stance
from annotator.ui.look.theme import Theme, theme_of
from annotator.ui.review.ink import letters_width, paint_letters
from annotator.ui.review.view_model import Option

_LEFT, _RIGHT, _TOP, _BOTTOM = 10.0, 10.0, 7.0, 8.0
_PLATE = 26.0
_MOST_LINES = 6


class OptionButton(Control):
    """A version that can be taken with a click, as with its key."""

    def __init__(self, option: Option, *, keyed: bool = True, width: int = 200) -> None:
        """``width`` is what it will be given: so it has its height at once."""
        super().__init__()
        self.option = option
        self._keyed = keyed
        self.setAccessibleName(option.spoken)
        self.setToolTip(f"{option.words}\n{option.names}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._height(width))

    # ------------------------------------------------------------------------------------------ measures

    def _indent(self) -> float:
        """Where the words begin: behind keycap, letters and stance plates."""
        option = self.option
        key = keycap_width(str(option.number)) + 8 if self._keyed else 0
        x = _LEFT + key + letters_width(len(option.letters)) + 8
        return x + (_PLATE + 4) * len(option.stances) + (2 if option.stances else 0)

    def _laid(self, theme: Theme, width: float) -> QTextLayout:
        """The words, broken into lines."""
        option = self.option
        passage = "".join(each.text for each in option.pieces)
        words = passage + ("  " if passage and option.own else "") + option.own
        layout = QTextLayout(words, theme.font(theme.type.body, family="reading"))
        direction = QTextOption()
        direction.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(direction)
        layout.setFormats(self._formats(theme, passage))
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40.0, width))
            line.setPosition(QPointF(0, y))
            y += line.height() * 1.06
        layout.endLayout()
        return layout

    def _formats(self, theme: Theme, passage: str) -> list[QTextLayout.FormatRange]:
        out, at = [], 0

        def put(text: str, form: QTextCharFormat) -> None:
            nonlocal at
            units = len(text.encode("utf-16-le")) // 2
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = at, units, form
            out.append(one)
            at += units

        for piece in self.option.pieces:
            form = QTextCharFormat()
            form.setForeground(theme.text if piece.differs else theme.text_2)
            if piece.differs:
                form.setFont(theme.font(theme.type.body, "semibold", "reading"))
                form.setFontUnderline(True)
            put(piece.text, form)
        if self.option.own:
            form = QTextCharFormat()
            form.setFont(theme.font("body", "medium"))
            form.setForeground(theme.text)
            put(("  " if passage else "") + self.option.own, form)
        return out

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self.width()))

    def _height(self, width: int) -> int:
        """Room for all lines, up to six."""
        layout = self._laid(metrics(), width - self._indent() - _RIGHT)
        count = min(layout.lineCount(), _MOST_LINES)
        last = layout.lineAt(count - 1)
        return int(max(20.0, last.y() + last.height()) + _TOP + _BOTTOM + 0.99)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow windows break the words more often."""
        return QSize(140, self.height())

    # ------------------------------------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the version in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setBrush(self.surface(theme) or theme.raised)
            painter.setPen(QPen(theme.line_strong, 1))
            painter.drawRoundedRect(rect, 7, 7)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), 7)
            self._paint_words(painter, theme)

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        option, middle = self.option, _TOP + 10
        ink = theme.text_2 if self.isEnabled() else theme.text_3
        x = _LEFT
        if self._keyed:
            x += paint_keycap(
                painter, theme, x, middle, str(option.number), ink=ink, box=theme.line_strong, fill=theme.raised
            )
            x += 8
        paint_letters(painter, theme, QPointF(x, middle - 7.5), option.letters, option.styles)
        x += letters_width(len(option.letters)) + 8
        for value, intensity in option.stances:
            paint_stance(painter, theme, QRectF(x, middle - 9, _PLATE, 18), value, intensity)
            x += _PLATE + 4
        painter.setPen(theme.text)
        layout = self._laid(theme, self.width() - self._indent() - _RIGHT)
        painter.setClipRect(QRectF(0, 0, self.width(), self.height() - 4))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.draw(painter, QPointF(self._indent(), _TOP))
