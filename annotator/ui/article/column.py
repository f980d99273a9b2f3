"""The reading column: shows a text through the lazy layout and keeps the reading position while heights change."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.domain.text import Span
from annotator.ui.article.layout import ArticleLayout
from annotator.ui.article.marks import Mark
from annotator.ui.article.page import WIDE, Page
from annotator.ui.article.paint import MarkPainter
from annotator.ui.article.text import ShownText
from annotator.ui.interface_size import interface_size
from annotator.ui.look.theme import Theme

ZOOM_RANGE = (50, 300)
"""Smallest and largest zoom, in percent."""
_SLICE = 2
"""Milliseconds for which heights are measured at a time while nothing else happens."""
_TRIES = 4
"""How often a place is looked up again because lines above it became exact."""


def _own(zoom: int) -> int:
    """The zoom that gives the text its size whatever the size of the interface around it."""
    return round(zoom * 100 / interface_size())


class Place(NamedTuple):
    """A reading position: the offset at the top of the viewport and how far, in pixels, its line is scrolled out."""

    offset: int
    below: float


class ReadingColumn(QTextEdit):
    """A text with a headline above it; all offsets are code points of the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self._roomy = roomy
        self._zoom = 100
        self._is_settling = False
        self._pen = MarkPainter(theme, Page.of(theme, _own(self._zoom), 0, narrow=True, roomy=roomy))
        self._layout = self._install(ShownText(""), "")
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._measure)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setCursorWidth(2)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.set_theme(theme)

    def _install(self, shown: ShownText, headline: str) -> ArticleLayout:
        """Put a document of its own, with its layout, into the widget."""
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self._pen.page.body)
        document.setPlainText(shown.shown)
        layout = ArticleLayout(document, shown, headline, self._pen.page, self._pen)
        document.setDocumentLayout(layout)
        self.setDocument(document)  # a document of ours before it is deleted by Qt
        return layout

    @property
    def lines(self) -> ArticleLayout:
        """The layout of the text shown now; another text has another one."""
        return self._layout

    @property
    def pen(self) -> MarkPainter:
        """What draws the marks."""
        return self._pen

    def text(self) -> str:
        """The text as it was given."""
        return self._layout.shown.text

    # ------------------------------------------------------------------------------------------ theme and zoom

    def set_theme(self, theme: Theme) -> None:
        """Take other colours; nothing moves."""
        self._pen.theme = theme
        palette, role = self.palette(), QPalette.ColorRole
        for each, colour in (
            (role.Base, theme.page),
            (role.Text, theme.text),
            (role.Highlight, theme.selection),
            (role.HighlightedText, theme.text),
        ):
            palette.setColor(each, colour)
        self.setPalette(palette)
        # behind the scroll bar too, whatever the window's style sheet says of scroll areas
        self.setStyleSheet(
            f"QTextEdit {{ background: {theme.page.name()}; border: 0; color: {theme.text.name()};"
            f" selection-background-color: {theme.selection.name()}; selection-color: {theme.text.name()}; }}"
        )
        self._fit()
        self.viewport().update()

    def set_zoom(self, percent: int) -> None:
        """Scale the type; the line at the top stays there."""
        low, high = ZOOM_RANGE
        self._zoom = min(high, max(low, percent))
        self._fit()

    def zoom(self) -> int:
        """Zoom in percent."""
        return self._zoom

    def _fit(self) -> None:
        """Take the measures for this size, zoom and theme, if they are others, and stay at the reading position."""
        narrow = self.window().width() < WIDE
        page = Page.of(self._pen.theme, _own(self._zoom), self.viewport().width(), narrow=narrow, roomy=self._roomy)
        if page == self._pen.page:
            return
        place = self.place()
        self.document().setDefaultFont(page.body)
        self._layout.set_page(page)
        self._layout.documentSizeChanged.emit(self._layout.documentSize())
        self.go_to(place)
        self._idle.start()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the reading position."""
        place = self.place()
        super().resizeEvent(event)
        self._fit()
        self.go_to(place)

    # ---------------------------------------------------------------------------------------- reading position

    def place(self) -> Place:
        """Where the reader is."""
        layout, y = self._layout, float(self.verticalScrollBar().value())
        if y <= 0:
            return Place(0, -layout.top)
        block = layout.block_at(y)
        inner = y - layout.top_of(block)
        line = layout.line_at(block, inner)
        offset = layout.shown.offset(layout.shown.positions[block] + line.textStart())
        return Place(offset, inner - (line.y() - layout.page.half))

    def go_to(self, place: Place) -> None:
        """Bring a reading position to the top again."""
        bar = self.verticalScrollBar()
        if place == Place(0, place.below) and place.below <= -self._layout.page.top:
            bar.setValue(0)
            return
        for _ in range(_TRIES):
            y = round(self._line_rect(place.offset).top() + min(place.below, self._layout.page.line))
            if y == bar.value():
                return
            bar.setValue(y)

    def top_offset(self) -> int:
        """Offset of the first line in sight: the reading position to keep."""
        return self.place().offset

    def scroll_to(self, offset: int) -> None:
        """Bring the line of an offset to the top; 0 shows the headline too."""
        self.go_to(Place(offset, 0.0 if offset else -self._layout.top))

    def _line_rect(self, offset: int) -> QRectF:
        """The line of an offset, in pixels of the document."""
        layout, shown = self._layout, self._layout.shown
        block = shown.block_at(offset)
        lines = layout.ensure(block)
        line = lines.lineForTextPosition(shown.position(offset) - shown.positions[block])
        top = line.y() - layout.page.half if line.isValid() else 0.0
        return QRectF(layout.page.left, layout.top_of(block) + top, layout.page.width, layout.page.line)

    def reveal(self, span: Span, *, margin: int = 48) -> None:
        """Scroll as little as needed to have a span in sight, ``margin`` pixels from the edges.

        What is taller than the viewport shows its beginning; what is far away comes to the upper third.
        """
        bar, height = self.verticalScrollBar(), self.viewport().height()
        for _ in range(_TRIES):
            before = bar.value()
            top = self._line_rect(span.start).top()
            bottom = self._line_rect(max(span.start, span.end - 1)).bottom()
            low, high = bottom + margin - height, top - margin
            if low > high or before < low - height or before > high + height:
                wanted = min(high, top - height / 3)
            else:
                wanted = min(max(before, low), high)
            bar.setValue(round(wanted))
            self._settle()
            if bar.value() == before:
                return

    def put_cursor(self, cursor: QTextCursor) -> None:
        """Set the caret and the selection without scrolling to them, as ``setTextCursor`` does."""
        layout, bar = self._layout, self.verticalScrollBar()
        block, inner = self._anchor()
        self._is_settling = True  # what Qt scrolls to is never painted
        self.setTextCursor(cursor)
        self._is_settling = False
        bar.setValue(round(layout.top_of(block) + inner))

    def _anchor(self) -> tuple[int, float]:
        """The block at the top of the viewport, and how far below its own top that is."""
        top = float(self.verticalScrollBar().value())
        block = self._layout.block_at(top)
        return block, top - self._layout.top_of(block)

    def rect_of(self, span: Span) -> QRect:
        """Where the last line of a span stands, in pixels of the viewport; empty for an empty span."""
        last = self._layout.shown.block_at(max(span.start, span.end - 1))
        inner = self._layout.shown.block_span(last)
        rects = self._layout.rects_of(Span(max(span.start, inner.start), span.end))
        if not rects:
            return QRect()
        out = QRectF()
        for each in rects:
            if each.top() == rects[-1].top():
                out = out.united(each)
        return out.translated(0, -self.verticalScrollBar().value()).toAlignedRect()

    def to_article(self, point: QPoint | QPointF) -> QPointF:
        """A point of the viewport in pixels of the document."""
        return QPointF(point) + QPointF(0, self.verticalScrollBar().value())

    # ------------------------------------------------------------------------------------------------------ marks

    def put_mark(self, mark: Mark) -> None:
        """Show another mark in place of the one with its id.  Raises KeyError where there is none."""
        changed = self._layout.marks.put(mark)
        for block in changed:
            self._layout.forget(block)
        self.repaint_blocks(changed)

    def repaint_blocks(self, blocks: set[int]) -> None:
        """Ask for those of ``blocks`` that are in sight to be painted again."""
        layout, port = self._layout, self.viewport()
        top = self.verticalScrollBar().value()
        first, last = layout.block_at(top), layout.block_at(top + port.height())
        for block in blocks:
            if first <= block <= last:
                y, height = round(layout.top_of(block)) - top, round(layout.height_of(block))
                port.update(QRect(0, y - 8, port.width(), height + 16))

    # --------------------------------------------------------------------------------------------- exact heights

    def _settle(self) -> None:
        """Lay out what is in sight; what has been in sight before stays where it is while heights become exact."""
        if self._is_settling:
            return
        self._is_settling = True
        layout, bar, height = self._layout, self.verticalScrollBar(), self.viewport().height()
        for _ in range(_TRIES):
            top = float(bar.value())
            block, last = layout.block_at(top), layout.block_at(top + height)
            still = next((each for each in range(block, last + 1) if layout.is_exact(each)), block)
            inner = top - layout.top_of(still)
            layout.ensure(block)
            while block + 1 < len(layout.shown.starts) and layout.top_of(block + 1) < top + height:
                block += 1
                layout.ensure(block)
            if not layout.has_changed:
                break
            layout.has_changed = False
            layout.documentSizeChanged.emit(layout.documentSize())
            bar.setValue(round(layout.top_of(still) + inner))
            self.viewport().update()
        self._is_settling = False

    def _measure(self) -> None:
        layout, bar = self._layout, self.verticalScrollBar()
        block, inner = self._anchor()
        if not layout.measure(_SLICE):
            self._idle.stop()
        if layout.has_changed:
            layout.has_changed = False
            layout.documentSizeChanged.emit(layout.documentSize())
            bar.setValue(round(layout.top_of(block) + inner))
            self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Lay out what comes into sight before it is painted."""
        self._settle()
        super().scrollContentsBy(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight, laid out."""
        self._settle()
        super().paintEvent(event)
