"""A lazy document layout: paragraphs get their lines when they come into sight, the others an estimated height."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from itertools import accumulate

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPainterPath,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from annotator.domain.text import Span
from annotator.ui.article.geometry import Figure, figure_of
from annotator.ui.article.lines import Row, edge_x, rows_of, runs, x_of
from annotator.ui.article.marks import MarkIndex
from annotator.ui.article.page import Page
from annotator.ui.article.paint import MarkPainter
from annotator.ui.article.text import ShownText, has_rtl, swapped

KEPT = 400
"""Blocks whose lines are kept in memory."""
_NEAR = 60
"""Blocks around the one asked for that are never let go."""
_EVERYWHERE = 1e6

_log = logging.getLogger(__name__)


class ArticleLayout(QAbstractTextDocumentLayout):
    """Lays out and draws a `ShownText` with its marks below a headline.

    ``y`` of a block is counted from the first block's top, which lies ``top`` pixels below the document's.
    """

    def __init__(self, document: QTextDocument, shown: ShownText, headline: str, page: Page, pen: MarkPainter) -> None:
        super().__init__(document)
        self.shown = shown
        self.pen = pen
        self.marks = MarkIndex(shown.blocks_of)
        self.underlay: Callable[[QPainter, QRectF], object] | None = None
        """Paints, in pixels of the document and within a clip, what lies under everything but the paper."""
        self.has_changed = False
        self._headline = QTextLayout(swapped(headline).replace("\n", " ").strip())
        self._count = len(shown.starts)
        # Blocks that have lines, with the figure once it is painted.  Their QTextLayouts belong to the document: a
        # Python wrapper kept here would outlive it and be taken for whatever Qt puts at that address later.
        self._laid: OrderedDict[int, Figure | None] = OrderedDict()
        self._heights: list[float] = []
        self._exact = bytearray()
        self._tops: list[float] | None = None
        self._next = 0
        self._has_failed = False
        self.set_page(page)

    # ------------------------------------------------------------------------------------------------- heights

    def set_page(self, page: Page) -> None:
        """Take other measures: all heights are estimates again."""
        self.page = self.pen.page = page
        for block in self._laid:
            self._release(block)
        self._laid.clear()
        self._lay_headline()
        per_unit = page.character * 0.97 / page.width
        ends = [*self.shown.positions[1:], self.document().characterCount() or len(self.shown.shown) + 1]
        self._heights = [
            (int((end - start) * per_unit) + 1) * page.line
            for start, end in zip(self.shown.positions, ends, strict=True)
        ]
        for block in range(self._count):
            if block + 1 not in self.shown.soft:
                self._heights[block] += page.gap
        self._exact = bytearray(self._count)
        self._tops = None
        self._next = 0

    @property
    def top(self) -> float:
        """Where the first block begins: below the margin and the headline."""
        return self._top

    def _lay_headline(self) -> None:
        page, layout = self.page, self._headline
        height = 0.0
        if layout.text():
            layout.setFont(page.title)
            layout.setTextOption(_option(rtl=has_rtl(layout.text()[:1])))
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(page.width)
                line.setPosition(QPointF(0, height))
                height += page.title_line
            layout.endLayout()
            height += page.title_gap
        self._top = page.top + height

    def _all_tops(self) -> list[float]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0.0))
        return self._tops

    def top_of(self, block: int) -> float:
        """Where a block begins, in pixels of the document."""
        return self._all_tops()[block] + self._top

    def height_of(self, block: int) -> float:
        """Height of a block with the air after it; an estimate until it is laid out."""
        return self._heights[block]

    def is_exact(self, block: int) -> bool:
        """Whether the height of a block is no estimate any more."""
        return bool(self._exact[block])

    def block_at(self, y: float) -> int:
        """Number of the block at a height of the document, or the nearest one."""
        return min(self._count - 1, max(0, bisect_right(self._all_tops(), y - self._top) - 1))

    def documentSize(self) -> QSizeF:
        """Size with margins."""
        page = self.page
        return QSizeF(page.left + page.width, self._all_tops()[-1] + self._top + page.bottom)

    # --------------------------------------------------------------------------------------------------- lines

    def ensure(self, block: int) -> QTextLayout:
        """The lines of a block, made now if need be."""
        layout = self.document().findBlockByNumber(block).layout()
        if block not in self._laid:
            layout.setCacheEnabled(True)
            height = self._set_lines(layout, block)
            self._laid[block] = None
            self._set_height(block, height)
            if len(self._laid) > KEPT:
                self._let_go(block)
        return layout

    def _set_height(self, block: int, height: float) -> None:
        self._exact[block] = 1
        if height != self._heights[block]:
            self._heights[block] = height
            self._tops = None
            self.has_changed = True

    def _set_lines(self, layout: QTextLayout, block: int) -> float:
        """Break a block into lines; gives its height with the air after it."""
        page = self.page
        layout.setTextOption(_option(rtl=self.shown.is_rtl(block)))
        natural, y = page.ascent + page.descent, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(page.width)
            taller = line.height() - natural
            line.setPosition(QPointF(0, y + page.half))
            y += page.line + (taller if taller > 2 * page.half else 0)
        layout.endLayout()
        return y + (0 if block + 1 in self.shown.soft else page.gap)

    def _let_go(self, near: int) -> None:
        for _ in range(KEPT // 4):
            block, figure = self._laid.popitem(last=False)
            if abs(block - near) > _NEAR:
                self._release(block)
            else:
                self._laid[block] = figure

    def _release(self, block: int) -> None:
        _free_glyphs(self.document().findBlockByNumber(block).layout())

    def measure(self, milliseconds: int) -> bool:
        """Make some of the estimated heights exact.  False when none is left."""
        clock = QElapsedTimer()
        clock.start()
        block = self.document().findBlockByNumber(self._next)
        while self._next < self._count and clock.elapsed() < milliseconds:
            if not self._exact[self._next]:
                layout = QTextLayout(block.text(), self.page.body)
                self._set_height(self._next, self._set_lines(layout, self._next))
            self._next += 1
            block = block.next()
        return self._next < self._count

    # -------------------------------------------------------------------------------------------------- places

    def line_at(self, block: int, y: float) -> QTextLine:
        """The line at a height of a block."""
        layout = self.ensure(block)
        number = min(layout.lineCount() - 1, max(0, int(y // self.page.line)))
        while number > 0 and layout.lineAt(number).y() - self.page.half > y:
            number -= 1
        return layout.lineAt(number)

    def hitTest(self, point: QPointF | QPoint | QPainterPath.Element, accuracy: Qt.HitTestAccuracy) -> int:
        """Position at a point, or the nearest one; −1 beside the text if it must be exact."""
        at = QPointF(point.x, point.y) if isinstance(point, QPainterPath.Element) else QPointF(point)
        block = self.block_at(at.y())
        y, x = at.y() - self.top_of(block), at.x() - self.page.left
        line = self.line_at(block, y)
        if accuracy == Qt.HitTestAccuracy.ExactHit:
            natural = line.naturalTextRect()
            inside = natural.left() - 2 <= x <= natural.right() + 2
            if not inside or not 0 <= y <= self._heights[block] - self.page.gap:
                return -1
        return int(self.shown.positions[block] + line.xToCursor(x))

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where a block stands, laid out."""
        number = block.blockNumber()
        if not 0 <= number < self._count:
            return QRectF()
        layout = self.ensure(number)
        rect = QRectF(self.page.left, self.top_of(number), self.page.width, self._heights[number])
        layout.setPosition(rect.topLeft())
        return rect

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: ARG002 - Qt's signature
        """All of the document."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def pageCount(self) -> int:
        """One: there are no pages."""
        return 1

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        """Nothing to do: the text never changes."""

    def rects_of(self, span: Span) -> list[QRectF]:
        """The stretches that a span takes, line by line, with the leading, in pixels of the document."""
        out = []
        for block in self.shown.blocks_of(span):
            low, high = self._local(block, span)
            for row in rows_of(self.ensure(block), self.page):
                if row.start < high and low < row.end:
                    out += self._stretches(block, row, max(low, row.start), min(high, row.end))
        return out

    def _stretches(self, block: int, row: Row, low: int, high: int) -> list[QRectF]:
        left, top = self.page.left, self.top_of(block) + row.top
        found = runs(row.line, low, high, is_bidi=self._is_bidi(block))
        return [QRectF(left + x1, top, x2 - x1, row.height) for x1, x2 in found]

    def edge(self, span: Span, *, end: bool) -> QRectF:
        """Where a span begins or ends: as high as its line, without width, in pixels of the document."""
        at = max(span.start, span.end - 1) if end else span.start
        block = self.shown.block_at(at)
        low, high = self._local(block, Span(at, at + 1))
        rows = rows_of(self.ensure(block), self.page)
        row = rows[max(0, bisect_right(rows, low, key=lambda each: each.start) - 1)]
        x = edge_x(row.line, low, min(high, row.end), end=end, is_bidi=self._is_bidi(block))
        return QRectF(self.page.left + x, self.top_of(block) + row.top, 0, row.height)

    def _is_bidi(self, block: int) -> bool:
        return has_rtl(self.shown.block_span(block).of(self.shown.text))

    def _local(self, block: int, span: Span) -> tuple[int, int]:
        base = self.shown.positions[block]
        return self.shown.position(span.start) - base, self.shown.end_position(span.end) - base

    # ------------------------------------------------------------------------------------------------- figures

    def figure(self, block: int) -> Figure | None:
        """What is drawn for a block besides its text."""
        layout = self.ensure(block)
        figure = self._laid[block]
        marks, links = self.marks.of(block), self.marks.links_of(block)
        if figure is None and (marks or links):
            figure = self._laid[block] = figure_of(
                rows_of(layout, self.page),
                marks,
                lambda span: self._local(block, span),
                self.page,
                links=links,
                block=block,
                height=self._heights[block],
                is_bidi=self._is_bidi(block),
            )
        return figure

    def forget(self, block: int) -> None:
        """Make the figure of a block anew when it is next drawn."""
        if block in self._laid:
            self._laid[block] = None

    # ------------------------------------------------------------------------------------------------- drawing

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Paint what lies in the context's clip."""
        try:
            self._draw(painter, context)
        except Exception:  # noqa: BLE001 - out of a paint override with a live painter it would end the program
            if not self._has_failed:
                self._has_failed = True
                _log.exception("the article could not be painted")

    def _draw(self, p: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        page, clip = self.page, context.clip
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(clip, self.pen.theme.page)
        if clip.top() < self._top and self._headline.lineCount():
            p.setPen(self.pen.theme.text)
            self._headline.draw(p, QPointF(page.left, page.top))
        if self.underlay is not None:
            self.underlay(p, clip)
        selections = [
            (each.cursor.selectionStart(), each.cursor.selectionEnd(), each.format.background().color())
            for each in context.selections
        ]
        block, y = self.block_at(clip.top()), 0.0
        while block < self._count:
            self.ensure(block)  # before its place is asked for: an estimate may become exact
            y = self.top_of(block)
            if y > clip.bottom():
                break
            self._draw_block(p, block, y, clip, selections, context.cursorPosition)
            block += 1

    def _draw_block(
        self,
        p: QPainter,
        block: int,
        y: float,
        clip: QRectF,
        selections: list[tuple[int, int, QColor]],
        caret: int,
    ) -> None:
        layout, figure = self.ensure(block), self.figure(block)
        place = QPointF(self.page.left, y)
        inner = QRectF(-_EVERYWHERE, clip.top() - y - 6, 2 * _EVERYWHERE, clip.height() + 12)
        layout.setPosition(place)  # screen readers ask it for the places of characters
        p.translate(place)
        if figure is not None:
            self.pen.bands(p, figure, inner)
        for start, end, colour in selections:
            self._draw_selection(p, block, start, end, colour)
        if figure is not None:
            self.pen.lines(p, figure, inner)
            self.pen.margin(p, figure)
        self._draw_caret(p, layout, caret - self.shown.positions[block])
        p.setPen(self.pen.theme.text)
        layout.draw(p, -place, [], inner)
        p.translate(-place)

    def _draw_caret(self, p: QPainter, layout: QTextLayout, at: int) -> None:
        last = layout.lineAt(layout.lineCount() - 1)
        if 0 <= at <= last.textStart() + last.textLength():
            line = layout.lineForTextPosition(at)
            p.fillRect(QRectF(x_of(line, at) - 1, line.y(), 2, line.height()), self.pen.theme.text)

    def _draw_selection(self, p: QPainter, block: int, start: int, end: int, colour: QColor) -> None:
        """The ground of selected text, under the marks, with a stub for a selected paragraph break."""
        base = self.shown.positions[block]
        rows = rows_of(self.ensure(block), self.page)
        low, high = start - base, end - base
        if high <= 0 or low > rows[-1].end or start >= end:
            return
        is_bidi = self._is_bidi(block)
        for row in rows:
            if row.start < high and low < row.end:
                for x1, x2 in runs(row.line, max(low, row.start), min(high, row.end), is_bidi=is_bidi):
                    p.fillRect(QRectF(x1, row.top, x2 - x1, row.height), colour)
        if high > rows[-1].end and block + 1 not in self.shown.soft:
            last = rows[-1]
            natural = last.line.naturalTextRect()
            x = natural.left() - 6 if self.shown.is_rtl(block) else natural.right()
            p.fillRect(QRectF(x, last.top, 6, last.height), colour)


def _option(*, rtl: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return option


def _free_glyphs(layout: QTextLayout) -> None:
    """Free the shaped glyphs: ``clearLayout`` keeps them, an empty pass without a cache does not."""
    layout.setCacheEnabled(False)
    layout.beginLayout()
    layout.endLayout()
    layout.clearLayout()
