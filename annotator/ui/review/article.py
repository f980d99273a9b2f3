"""The article under review: one text, and for the current conflict each annotator's words as a lane under it.

The lanes are painted under the text, in the air that the roomy page leaves; nothing moves when they come or go.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.domain.text import Span
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, faded
from annotator.ui.review.ink import lane_pen, letters_width, paint_letters
from annotator.ui.review.lanes import Flag, Lanes, flags_of

_APART = 3.6
"""Pixels between two lanes."""
_DEEPEST = 9.0
"""Pixels that all lanes together may take; more of them stand closer."""
_PLATE = 15.0


class ReviewArticle(ArticleView):
    """An article that is read and clicked, never edited, with lanes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, roomy=True)
        self.setObjectName("review_article")
        self.setAccessibleName("Article under review")
        self.lanes = Lanes()
        self.set_editable(editable=False)

    def show_text(self, text: str, marks: Sequence[Mark] = (), headline: str = "") -> None:
        """Show another text, without lanes."""
        self.lanes = Lanes()
        super().show_text(text, marks, headline)
        self.lines.underlay = self._paint_lanes

    def show_lanes(self, lanes: Lanes) -> None:
        """Show the lanes of another conflict and bring it into view."""
        if lanes != self.lanes:
            self.lanes = lanes
            self.viewport().update()
        if lanes.first is not None:
            self.reveal(Span(lanes.first.start, lanes.first.end), margin=72)

    # ------------------------------------------------------------------------------------------ painting

    def _paint_lanes(self, painter: QPainter, clip: QRectF) -> None:
        lanes = self.lanes
        if not (lanes.lanes or lanes.core or lanes.around):
            return
        self._paint_bands(painter, clip)
        apart = min(_APART, _DEEPEST / max(1, len(lanes.lanes)))
        page = self.lines.page
        for number, lane in enumerate(lanes.lanes):
            painter.setPen(lane_pen(self.pen.theme, lane.style))
            for rect in self._rects(lane.spans, clip):
                y = rect.top() + page.half + page.ascent + page.descent + 1.2 + apart * number
                painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
        for flag in flags_of(lanes.lanes):
            self._paint_flag(painter, flag, clip)

    def _paint_bands(self, painter: QPainter, clip: QRectF) -> None:
        """The content that the conflict is about, faint; what all agree on, stronger.  Both are of no one's colour."""
        theme, page = self.pen.theme, self.lines.page
        strong = 0.22 if theme.dark else 0.10
        for spans, colour in (
            (self.lanes.around, faded(theme.text_3, strong * 0.6)),
            (self.lanes.core, faded(theme.accent, strong)),
        ):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for rect in self._rects(spans, clip):
                band = QRectF(rect.left() - 2, rect.top() + page.half, rect.width() + 4, page.ascent + page.descent)
                painter.drawRoundedRect(band, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_flag(self, painter: QPainter, flag: Flag, clip: QRectF) -> None:
        """A hairline at an edge, with the letters of those who have it above."""
        theme, page = self.pen.theme, self.lines.page
        span = Span(flag.at - 1, flag.at) if flag.end else Span(flag.at, flag.at + 1)
        if not self._may_show(span, clip):
            return
        edge = self.lines.edge(span, end=flag.end)
        x = edge.left() + (1 if flag.end else -1)
        top = edge.top() + page.half
        painter.fillRect(QRectF(x - 0.7, top - 3, 1.4, page.ascent + page.descent + 11), theme.text)
        width = letters_width(len(flag.letters))
        left = x - width if flag.end else x
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.page)
        painter.drawRoundedRect(QRectF(left - 1.5, top - 15, width + 3, _PLATE + 2), 4, 4)
        paint_letters(painter, theme, QPointF(left, top - 14), flag.letters, flag.styles)

    def _may_show(self, span: Span, clip: QRectF) -> bool:
        lines = self.lines
        block = lines.shown.block_at(span.start)
        top = lines.top_of(block)
        return top - 20 <= clip.bottom() and top + lines.height_of(block) + 20 >= clip.top()

    def _rects(self, spans: Sequence[Span], clip: QRectF) -> list[QRectF]:
        """Where spans stand, as far as that can be seen."""
        lines = self.lines
        found = []
        for span in spans:
            for block in lines.shown.blocks_of(span):
                inner = lines.shown.block_span(block)
                part = Span(max(span.start, inner.start), min(span.end, inner.end))
                if part.start < part.end and self._may_show(part, clip):
                    found += [each for each in lines.rects_of(part) if each.intersects(clip.adjusted(0, -20, 0, 20))]
        return found
