"""Pills beside the words: deciding a suggestion, taking a ghost, joining a continuation.

They float over the viewport where the text leaves room, and move with it; no glyph makes place for them.  The same
deeds have keys, which the pills show.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.domain.text import Span
from annotator.ui.article.column import ReadingColumn
from annotator.ui.article.lines import rows_of
from annotator.ui.article.marks import GhostPart, Mark
from annotator.ui.kit.basics import hbox, painting
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import faded, theme_of

_AIR = 10
"""Pixels between the words and a pill."""
_SHADOW = 5
"""Pixels around a pill that its shadow takes."""
_SHADE: Final = {False: 0.035, True: 0.11}
"""Strength of each of the shadow's layers in light and dark themes."""

_TAKE: Final[dict[GhostPart, str]] = {"both": "Take both", "cue": "Take cue", "speaker": "Take speaker"}


class PillKeys(NamedTuple):
    """The keys that the pills show, as `key_words` writes them; empty for none."""

    accept: str = "↵"
    reject: str = "⌫"
    take: str = "↵"
    walk: str = "Tab"


class Hint(NamedTuple):
    """What the pill of a ghost says: the part that would be taken, whom it names, whether there are further ghosts."""

    part: GhostPart
    name: str = ""
    walks: bool = False

    @property
    def words(self) -> str:
        """The label: “Take both”, or with the name of a speaker who is not in the text nearby."""
        return f"{_TAKE[self.part]}: {self.name}" if self.name else _TAKE[self.part]


class Pill(QWidget):
    """A raised strip of small buttons.  It never takes the focus: its keys work where the caret is."""

    def __init__(self, parent: QWidget, name: str, *buttons: Button) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in buttons:
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        edge = _SHADOW + 3
        self.setLayout(hbox(*buttons, gap=2, margins=(edge, edge, edge, edge)))
        self.hide()

    def sizeHint(self) -> QSize:
        """As large as its buttons and its shadow."""
        return super().minimumSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint surface and shadow."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
            radius = theme.radius.control + 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(theme.shadow, _SHADE[theme.dark]))
            for n in range(1, _SHADOW):
                painter.drawRoundedRect(rect.adjusted(-n, 1 - n, n, n), radius + n, radius + n)
            painter.setBrush(theme.raised)
            painter.setPen(QPen(theme.line_strong, 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Pills(QObject):
    """The pills of a reading column.  `refresh` after its marks changed, `place` after anything moved."""

    accepted = Signal(str)
    rejected = Signal(str)
    asked = Signal(str)
    """Why is that suggested?"""
    taken = Signal()
    walked = Signal()
    joined = Signal()

    def __init__(self, column: ReadingColumn) -> None:
        super().__init__(column)
        self._column = column
        self.editable = True
        self.hint: Hint | None = None
        self.offer: tuple[Span, str, str] | None = None
        self._focused: Mark | None = None
        self._active: Mark | None = None
        port = column.viewport()
        self._accept = Button("Accept", "check", "primary", small=True)
        self._reject = Button("Reject", "x", "quiet", small=True)
        self._why = Button("Why", "circle-question-mark", "quiet", small=True)
        self.decision = Pill(port, "suggestion_pill", self._accept, self._reject, self._why)
        self._take = Button("", "", "quiet", small=True)
        self._walk = Button("", "", "quiet", small=True)
        self.ghost = Pill(port, "ghost_pill", self._take, self._walk)
        self._join = Button("", "link", "quiet", small=True)
        self.chip = Pill(port, "continuation_pill", self._join)
        self.set_keys(PillKeys())
        self._accept.clicked.connect(lambda: self._decide(self.accepted))
        self._reject.clicked.connect(lambda: self._decide(self.rejected))
        self._why.clicked.connect(lambda: self._decide(self.asked))
        self._take.clicked.connect(self.taken)
        self._walk.clicked.connect(self.walked)
        self._join.clicked.connect(self.joined)

    def set_keys(self, keys: PillKeys) -> None:
        """Show other keys."""
        for button, key, what in (
            (self._accept, keys.accept, "Accept the suggestion"),
            (self._reject, keys.reject, "Reject the suggestion"),
            (self._take, keys.take, "Take what is offered"),
            (self._walk, keys.walk, "Show the next offer"),
        ):
            button.set_key(key)
            button.setAccessibleName(what)
            button.setToolTip(f"{what}  {key}".strip())
        self._why.setToolTip("Why this is suggested")

    def _decide(self, signal: SignalInstance) -> None:
        if self._focused is not None:
            signal.emit(self._focused.id)

    # ------------------------------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show the pills that the marks shown now ask for."""
        strong = self._column.lines.marks.strong
        self._focused = next((each for each in strong if each.role == "suggestion"), None)
        self._active = next((each for each in strong if each.role == "content"), None)
        if self.hint is not None:
            if self._take.text() != self.hint.words:
                self._take.setText(self.hint.words)
            self._walk.setVisible(self.hint.walks)
        if self.offer is not None:
            _, words, key = self.offer
            self._join.setAccessibleName(words)
            self._join.setToolTip(f"{words}  {key}".strip())
        self.place()

    def place(self) -> None:
        """Put each pill where there is room for it, or hide it."""
        shown = self.editable
        last = self._focused.end if self._focused is not None and shown else None
        self._put(self.decision, None if last is None else self._beside(self.decision, last))
        last = self._active.end if self._active is not None and self.hint is not None and shown else None
        self._put(self.ghost, None if last is None else self._within(self.ghost, self._beside(self.ghost, last), last))
        wanted = self._active is not None and self.offer is not None and shown
        self._put(self.chip, self._in_margin() if wanted else None)

    def _put(self, pill: Pill, place: QPointF | None) -> None:
        if place is None:
            if not pill.isHidden():
                pill.hide()
            return
        pill.resize(pill.sizeHint())
        pill.move((place - QPointF(0, self._column.verticalScrollBar().value())).toPoint())
        port = self._column.viewport().rect().adjusted(0, -_SHADOW, 0, _SHADOW)
        pill.setVisible(port.contains(pill.geometry()))

    # ------------------------------------------------------------------------------------------ where

    def _beside(self, pill: Pill, end: int) -> QPointF:
        """Where a pill for words that end at an offset stands: its corner, in pixels of the document.

        In the free end of their last line, else of the paragraph's last line, else below the paragraph.
        """
        layout, page = self._column.lines, self._column.lines.page
        block = layout.shown.block_at(max(0, end - 1))
        rows = rows_of(layout.ensure(block), page)
        unit = layout.shown.end_position(end) - layout.shown.positions[block]
        here = next((each for each in rows if unit <= each.end), rows[-1])
        rtl, size, top = layout.shown.is_rtl(block), pill.sizeHint(), layout.top_of(block)
        width = size.width() - 2 * _SHADOW
        left, right = page.left, max(page.left + page.width, float(self._column.viewport().width() - _AIR))
        for row in (here, rows[-1]):
            natural = row.line.naturalTextRect()
            x = page.left + (natural.left() - _AIR - width if rtl else natural.right() + _AIR)
            if left <= x and x + width <= right:
                return QPointF(x - _SHADOW, top + row.top + (row.height - size.height()) / 2)
        x = left if rtl else page.left + page.width - width
        return QPointF(x - _SHADOW, top + rows[-1].top + rows[-1].height - _SHADOW)

    def _within(self, pill: Pill, place: QPointF, end: int) -> QPointF:
        """``place``, or at the viewport's lower end where that is farther down while the words' end is in view."""
        port, top = self._column.viewport().rect(), self._column.verticalScrollBar().value()
        lowest = top + port.height() - pill.sizeHint().height()
        line = self._column.lines.edge(Span(max(0, end - 1), end), end=True)
        if place.y() <= lowest or not top <= line.center().y() <= top + port.height():
            return place
        page = self._column.lines.page
        return QPointF(page.left + page.width - pill.sizeHint().width() + _SHADOW, lowest)

    def _in_margin(self) -> QPointF | None:
        """Where the offer stands: in the margin beside its first line, with as many of its words as fit there."""
        if self.offer is None:
            return None
        span, words, key = self.offer
        layout = self._column.lines
        line = layout.edge(span, end=False)
        for text, caps in ((words, key), ("", key), ("", "")):
            self._join.setText(text)
            self._join.set_key(caps)
            size = self.chip.sizeHint()
            x = layout.page.left - _AIR - size.width() + _SHADOW
            if x + _SHADOW >= 2:
                break
        return QPointF(x, line.top() + (line.height() - size.height()) / 2)
