"""The article on paper: pages of whole lines with marks, margin names and page numbers, in the light theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPagedPaintDevice, QPageLayout, QPainter, QTextDocument

from annotator.domain.errors import AppError
from annotator.ui.article.layout import ArticleLayout
from annotator.ui.article.lines import rows_of
from annotator.ui.article.marks import Mark
from annotator.ui.article.page import Page
from annotator.ui.article.paint import MarkPainter
from annotator.ui.article.text import ShownText
from annotator.ui.look.theme import Theme

_DPI = 96
"""Our pixels on an inch of paper."""
_ZOOM = 76
"""Percent of the size on the screen: 13 pixels, which is 9.7 points."""
_MARGIN = 15.0
"""Millimetres of white around a page."""
_FOOT = 30.0
"""Pixels at the foot of a page for its number."""
_SLICE = 1000


class PrintedArticle:
    """An article laid out for pages of ``size`` pixels, 96 to the inch.

    Nothing is active and nothing hovered: contents, suggestions and mentions look alike on all pages.
    """

    def __init__(self, text: str, marks: Sequence[Mark], headline: str) -> None:
        self._text = text
        self._marks = [each._replace(state="normal") for each in marks if each.is_band or each.role == "mention"]
        self._headline = headline
        light = Theme.load(dark=False)
        self._theme = replace(light, page=light.raised)  # paper is white

    def print_to(self, device: QPagedPaintDevice) -> int:
        """Print all pages; their number.  Raises AppError where the device cannot be painted on."""
        device.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
        painter = QPainter()
        if not painter.begin(device):
            raise AppError("the article could not be printed", "choose another printer, or another file")
        try:
            scale = device.logicalDpiX() / _DPI
            painter.scale(scale, scale)
            pages = 0
            for page in self.pages(QSizeF(device.width() / scale, device.height() / scale)):
                if pages:
                    device.newPage()
                page.draw(painter)
                pages += 1
        finally:
            painter.end()
        return pages

    def pages(self, size: QSizeF) -> Iterator[PrintedPage]:
        """The pages, one after the other; each can be drawn until the next is asked for."""
        page = Page.of(self._theme, _ZOOM, int(size.width()), narrow=False)
        shown, document = ShownText(self._text), QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(page.body)
        document.setPlainText(shown.shown)
        layout = ArticleLayout(document, shown, self._headline, page, MarkPainter(self._theme, page))
        document.setDocumentLayout(layout)
        layout.marks.replace(self._marks)
        try:
            while layout.measure(_SLICE):
                pass
            tops = _page_tops(layout, len(shown.starts), size.height() - _FOOT)
            ends = [*tops[1:], layout.documentSize().height()]
            for number, (top, end) in enumerate(zip(tops, ends, strict=True), 1):
                yield PrintedPage(layout, size, top, end, f"{number} / {len(tops)}")
        finally:
            shiboken6.delete(document)  # while Python still holds its layout


class PrintedPage:
    """One page: what stands between two heights of a layout."""

    def __init__(self, layout: ArticleLayout, size: QSizeF, top: float, end: float, number: str) -> None:
        self._layout = layout
        self._size = size
        self._top = top
        self._end = end
        self.number = number

    def draw(self, p: QPainter) -> None:
        """Draw the page at the painter's origin."""
        theme, page = self._layout.pen.theme, self._layout.page
        p.fillRect(QRectF(0, 0, self._size.width(), self._size.height()), theme.page)
        height = min(self._end - self._top, self._size.height() - _FOOT)
        p.save()
        p.setClipRect(QRectF(0, 0, self._size.width(), height))
        p.translate(0, -self._top)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.cursorPosition = -1
        context.clip = QRectF(0, self._top, self._size.width(), height)
        self._layout.draw(p, context)
        p.restore()
        p.setFont(theme.font(page.small))
        p.setPen(theme.text_2)
        foot = QRectF(page.left, self._size.height() - _FOOT, page.width, _FOOT)
        p.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self.number)


def _page_tops(layout: ArticleLayout, blocks: int, room: float) -> list[float]:
    """The heights where pages begin, so that no line is cut; lines higher than ``room`` get a page of their own."""
    tops = [0.0]
    for block in range(blocks):
        above = layout.top_of(block)
        for row in rows_of(layout.ensure(block), layout.page):
            if above + row.top + row.height - tops[-1] > room and above + row.top > tops[-1]:
                tops.append(above + row.top)
    return tops
