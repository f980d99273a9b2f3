"""The edges of the active quotation as handles: where they stand, how they look, and dragging them."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen

from annotator.domain.text import (
    Boundary,
    Span,
    edge_after,
    edge_before,
    end_before,
    is_character_boundary,
    is_token_boundary,
    ordered,
    start_after,
)
from annotator.ui.article.column import ReadingColumn
from annotator.ui.article.marks import Mark, Role
from annotator.ui.look.theme import faded

Side = Literal["start", "end"]

GRAB: Final = 4.5
"""Pixels outside an edge within which a press takes it."""
GRAB_INSIDE: Final = 1.5
"""The same inside it: the first and the last words of a quotation are selected far more often than its edges are
dragged, and whoever selects them presses a little inside them."""
_NEAR = 34.0
"""Pixels around the mouse within which edges show that they can be taken."""
_ROLES: tuple[Role, ...] = ("content", "cue", "speaker", "addressee")
_BOXED: tuple[Role, ...] = ("speaker", "addressee")
_FRAME = 2
"""Pixels from the words to the box around them."""
_BORDER = 28
"""Pixels at the top and bottom of the viewport where a drag scrolls."""
_PULSE = 30
"""Milliseconds between two steps of scrolling during a drag."""


class Handle(NamedTuple):
    """One edge of a fragment of the active quotation; ``place`` is in pixels of the document, without width."""

    mark: Mark
    fragment: int
    side: Side
    place: QRectF

    @property
    def offset(self) -> int:
        """Where the edge stands in the text."""
        span = self.mark.spans[self.fragment]
        return span.start if self.side == "start" else span.end

    def is_under(self, point: QPointF, *, rtl: bool) -> bool:
        """Whether a press there takes this edge, in a paragraph that runs to the right or, if ``rtl``, to the left."""
        inside = point.x() - self.place.x() if (self.side == "start") is not rtl else self.place.x() - point.x()
        return -GRAB <= inside <= (_FRAME if self.mark.role in _BOXED else GRAB_INSIDE)

    def moved_to(self, offset: int) -> Mark:
        """The mark with this edge elsewhere; fragments that it runs over become one with its own."""
        span = self.mark.spans[self.fragment]
        new = Span(offset, span.end) if self.side == "start" else Span(span.start, offset)
        others = (*self.mark.spans[: self.fragment], *self.mark.spans[self.fragment + 1 :])
        return self.mark._replace(spans=ordered((*others, new)))

    def at(self, column: ReadingColumn, offset: int) -> Handle:
        """The handle drawn where the edge would be at ``offset``."""
        span = self.mark.spans[self.fragment]
        moved = Span(offset, span.end) if self.side == "start" else Span(span.start, offset)
        return self._replace(place=_place(column, self.mark, moved, self.side))


def _place(column: ReadingColumn, mark: Mark, span: Span, side: Side) -> QRectF:
    place = column.lines.edge(span, end=side == "end")
    if mark.role in _BOXED:  # the box stands around the words
        rtl = column.lines.shown.is_rtl(column.lines.shown.block_at(span.start))
        place.translate(_FRAME if (side == "end") is not rtl else -_FRAME, 0)
    return place


def snapped(text: str, at: int, side: Side, boundary: Boundary = is_token_boundary) -> int:
    """The nearest offset to ``at`` where a token (or what ``boundary`` bounds) starts or ends; ``at`` without any."""
    if side == "end":
        before = at
        while before > 0 and text[before - 1].isspace():
            before -= 1
        found = (before, end_before(text, at, boundary), edge_after(text, at, boundary))
        good = [each for each in found if each > 0 and boundary(text, each) and not text[each - 1].isspace()]
    else:
        after = at
        while after < len(text) and text[after].isspace():
            after += 1
        found = (after, edge_before(text, at, boundary), start_after(text, at, boundary))
        good = [each for each in found if each < len(text) and boundary(text, each) and not text[each].isspace()]
    return min(good, key=lambda each: abs(each - at), default=at)


def dragged_to(text: str, span: Span, side: Side, at: int, boundary: Boundary = is_token_boundary) -> int:
    """Where an edge of ``span`` goes that is dragged to ``at``; never past the last token of its own fragment."""
    place = snapped(text, at, side, boundary)
    if side == "end":
        return max(place, min(span.end, edge_after(text, span.start, boundary)))
    return min(place, max(span.start, edge_before(text, span.end, boundary)))


class EdgeDrag(QObject):
    """The handles of a reading column, and the one that is held.

    ``dragged`` tells of an edge that was let go elsewhere: the quotation, the role, the number of the fragment, "start"
    or "end", the offset, and the number of the speaker or addressee.  While an edge is held the column shows its mark
    as it would be; letting go shows it again as it was, for the edit to change it.
    """

    dragged = Signal(str, str, int, str, int, int)

    def __init__(self, column: ReadingColumn) -> None:
        super().__init__(column)
        self._column = column
        self.editable = True
        self.near: tuple[Handle, ...] = ()
        self.hot: Handle | None = None
        self._held: Handle | None = None
        self._offset: int | None = None
        self._point = QPointF()
        self._by_character = False
        self._pulse = QTimer(self, interval=_PULSE)
        self._pulse.timeout.connect(self._scroll)

    @property
    def is_held(self) -> bool:
        """Whether the mouse holds an edge, moved or not."""
        return self._held is not None

    @property
    def is_dragging(self) -> bool:
        """Whether an edge was moved and not let go yet."""
        return self._offset is not None

    # ------------------------------------------------------------------------------------------------- pointing

    def handles_at(self, point: QPointF) -> list[Handle]:
        """The handles on the line at a point of the document."""
        if not self.editable:
            return []
        layout, out = self._column.lines, []
        for mark in layout.marks.of(layout.block_at(point.y())):
            if mark.state != "active" or mark.role not in _ROLES:
                continue
            for number, span in enumerate(mark.spans):
                for side in ("start", "end"):
                    place = _place(self._column, mark, span, side)
                    if place.top() <= point.y() < place.bottom():
                        out.append(Handle(mark, number, side, place))
        return out

    def hover(self, point: QPointF) -> None:
        """Show what can be taken near a point of the viewport."""
        at = self._column.to_article(point)
        found = [each for each in self.handles_at(at) if abs(each.place.x() - at.x()) <= _NEAR]
        shown = self._column.lines.shown
        under = [each for each in found if each.is_under(at, rtl=shown.is_rtl(shown.block_at(each.offset)))]
        hot = min(under, key=lambda each: abs(each.place.x() - at.x()), default=None)
        self._show(tuple(found), hot)

    def leave(self) -> None:
        """Nothing is near the mouse."""
        if not self.is_held:
            self._show((), None)

    def _show(self, near: tuple[Handle, ...], hot: Handle | None) -> None:
        if (near, hot) == (self.near, self.hot):
            return
        port, before = self._column.viewport(), self.near
        self.near, self.hot = near, hot
        top = self._column.verticalScrollBar().value()
        for each in (*before, *near):
            port.update(each.place.translated(0, -top).adjusted(-8, -8, 8, 8).toAlignedRect())
        port.setCursor(Qt.CursorShape.IBeamCursor if hot is None else Qt.CursorShape.SplitHCursor)

    # ------------------------------------------------------------------------------------------------- dragging

    def take(self, point: QPointF) -> bool:
        """Hold the edge under a press, if there is one."""
        self.hover(point)
        self._held = self.hot
        return self._held is not None

    def drag(self, point: QPointF, *, by_character: bool) -> None:
        """Move the held edge to a point of the viewport, by tokens or by characters."""
        if self._held is None:
            return
        self._point, self._by_character = point, by_character
        column, held = self._column, self._held
        position = column.lines.hitTest(column.to_article(point), Qt.HitTestAccuracy.FuzzyHit)
        boundary = is_character_boundary if by_character else is_token_boundary
        at = column.lines.shown.offset(position)
        offset = dragged_to(column.text(), held.mark.spans[held.fragment], held.side, at, boundary)
        if offset != self._offset:
            self._offset = offset
            column.put_mark(held.moved_to(offset))
            moved = held.at(column, offset)
            self._show((moved,), moved)
        height = column.viewport().height()
        if not _BORDER <= point.y() <= height - _BORDER:
            self._pulse.start()
        else:
            self._pulse.stop()

    def with_characters(self, by_character: bool) -> None:
        """Go on by characters, or by tokens, from now on."""
        if self.is_dragging and by_character != self._by_character:
            self.drag(self._point, by_character=by_character)

    def _scroll(self) -> None:
        bar, y, height = self._column.verticalScrollBar(), self._point.y(), self._column.viewport().height()
        over = y - _BORDER if y < _BORDER else y - height + _BORDER
        before = bar.value()
        bar.setValue(before + round(max(-60.0, min(60.0, over))))
        if bar.value() == before:
            self._pulse.stop()
        else:
            self.drag(self._point, by_character=self._by_character)

    def release(self) -> None:
        """Let go: the edge was dragged to where it is shown, unless that is where it was."""
        held, offset = self._held, self._offset
        self.cancel()
        if held is not None and offset is not None and offset != held.offset:
            mark = held.mark
            self.dragged.emit(mark.owner, mark.role, held.fragment, held.side, offset, mark.number)

    def cancel(self) -> None:
        """Let go and show everything as it was."""
        held, was_moved = self._held, self._offset is not None
        self._held, self._offset = None, None
        self._pulse.stop()
        self._show((), None)
        if held is not None and was_moved:
            self._column.put_mark(held.mark)

    def forget(self) -> None:
        """Let go without a word: other marks, or another text, are to be shown."""
        self._held, self._offset = None, None
        self._pulse.stop()
        self._show((), None)

    # ------------------------------------------------------------------------------------------------- painting

    def paint(self, p: QPainter) -> None:
        """Draw the handles on the viewport, over the text: slim bars, the one to be taken with a knob."""
        pen, top = self._column.pen, self._column.verticalScrollBar().value()
        for handle in self.near:
            ink, is_hot = pen.ink(handle.mark), handle == self.hot
            place = handle.place.translated(0, -top)
            width = 3.0 if is_hot else 2.0
            bar = QRectF(place.x() - width / 2, place.top() + 1, width, place.height() - 2)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(ink if is_hot else faded(ink, 0.7))
            p.drawRoundedRect(bar, width / 2, width / 2)
            if is_hot:
                p.setPen(QPen(pen.theme.page, 1.5))
                y = bar.bottom() - 0.5 if handle.side == "end" else bar.top() + 0.5
                p.drawEllipse(QPointF(place.x(), y), 4.5, 4.5)
