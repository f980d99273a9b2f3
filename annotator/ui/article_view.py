"""The article: a read-only `QTextEdit` (selection, copy, caret and accessibility stay Qt's) with marks of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.domain.text import Span, paragraph_at, snap, token_at
from annotator.ui.article_column import ReadingColumn
from annotator.ui.article_marks import Mark, innermost
from annotator.ui.article_text import ShownText
from annotator.ui.theme import Theme

_DRAG = 4
"""Pixels the mouse must move before a press becomes a selection."""
_KEEP = QTextCursor.MoveMode.KeepAnchor
_LEFT = Qt.MouseButton.LeftButton


class ArticleView(ReadingColumn):
    """Shows a text with its marks.  Every offset, in or out, is a code point of the text that was given.

    A selection, by mouse or keys, is read snapped to tokens (`selection`); with Shift and the arrows it is made by
    characters.  Keys the view has no use for are left to the window's shortcuts.
    """

    spanSelected = Signal(object)
    """A `Span`, snapped, never empty: a selection by mouse ended, or a key changed it."""
    markClicked = Signal(object)
    """The innermost `Mark` under a plain click."""
    plainClicked = Signal(int)
    """A plain click beside all marks: the caret's offset."""
    markHovered = Signal(object)
    """The marks under the mouse, a tuple, innermost first; empty when it leaves them."""
    zoomAsked = Signal(int)
    """A step of the wheel with Ctrl held: 1 larger, −1 smaller."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hovered: tuple[Mark, ...] = ()
        self._pressed: tuple[QPointF, int] | None = None
        self._is_dragging = False
        self.setObjectName("article")
        self.setAccessibleName("Article")
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)  # files dropped here are the window's
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    # ------------------------------------------------------------------------------------------ text and marks

    def show_text(self, text: str, marks: Sequence[Mark] = (), headline: str = "") -> None:
        """Show another text from its top.  The headline is painted above it and is not part of it."""
        old, old_layout = self.document(), self._layout
        self._hovered, self._pen.hover, self._pressed = (), "", None
        self._layout = self._install(ShownText(text), headline)
        shiboken6.delete(old)  # now, while Python still holds its layout: later, its wrapper may be gone before it
        del old_layout
        self._layout.marks.replace(marks)
        self._pen.is_dim = self._layout.marks.is_dim
        self.setAccessibleDescription(headline)
        self._layout.documentSizeChanged.emit(self._layout.documentSize())
        self.verticalScrollBar().setValue(0)
        self._idle.start()
        self.viewport().update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks on the same text; only paragraphs that look different are painted again."""
        layout = self._layout
        changed = layout.marks.replace(marks)
        for block in changed:
            layout.forget(block)
        if self._pen.is_dim != layout.marks.is_dim:
            self._pen.is_dim = layout.marks.is_dim
            self.viewport().update()
        elif changed:
            self._repaint(changed)

    def _repaint(self, blocks: set[int]) -> None:
        """Ask for those of ``blocks`` that are in sight to be painted again."""
        layout, port = self._layout, self.viewport()
        top = self.verticalScrollBar().value()
        first, last = layout.block_at(top), layout.block_at(top + port.height())
        for block in blocks:
            if first <= block <= last:
                y, height = round(layout.top_of(block)) - top, round(layout.height_of(block))
                port.update(QRect(0, y - 8, port.width(), height + 16))

    def marks(self) -> tuple[Mark, ...]:
        """All marks shown."""
        return self._layout.marks.marks

    def marks_at(self, offset: int) -> tuple[Mark, ...]:
        """The marks that cover the character at an offset, innermost first."""
        return self._layout.marks.at(offset, self._layout.shown.block_at(offset))

    def hits(self, point: QPointF) -> tuple[Mark, ...]:
        """The marks under a point of the viewport, innermost first."""
        at = self.to_article(point)
        block = self._layout.block_at(at.y())
        figure = self._layout.figure(block)
        if figure is None:
            return ()
        inner = at - QPointF(self._layout.page.left, self._layout.top_of(block))
        return innermost({mark.id: mark for rect, mark in figure.hits if rect.contains(inner)}.values())

    # --------------------------------------------------------------------------------- caret, selection, search

    def caret(self) -> int:
        """Offset of the caret."""
        return self._layout.shown.offset(self.textCursor().position())

    def raw_selection(self) -> Span | None:
        """What is selected, to the character, or None."""
        cursor, shown = self.textCursor(), self._layout.shown
        span = Span(shown.offset(cursor.selectionStart()), shown.offset(cursor.selectionEnd()))
        return span if span.start < span.end else None

    def selection(self) -> Span | None:
        """What is selected, grown to whole tokens; None for nothing or only blanks."""
        raw = self.raw_selection()
        span = None if raw is None else snap(self.text(), raw)
        return span if span is not None and span.start < span.end else None

    def select(self, span: Span) -> None:
        """Select a span, the caret at its end."""
        self._select(span.start, span.end)

    def _select(self, anchor: int, caret: int) -> None:
        shown, cursor = self._layout.shown, self.textCursor()
        low, high = min(anchor, caret), max(anchor, caret)
        first, last = shown.position(low), shown.end_position(high)
        cursor.setPosition(first if anchor <= caret else last)
        cursor.setPosition(last if anchor <= caret else first, _KEEP)
        self.put_cursor(cursor)

    def set_caret(self, at: int) -> None:
        """Put the caret at an offset; nothing is selected then."""
        cursor = self.textCursor()
        cursor.setPosition(self._layout.shown.position(at))
        self.put_cursor(cursor)

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.put_cursor(cursor)

    def find_text(self, query: str, backward: bool = False) -> bool:
        """Select and show the next (or previous) place where ``query`` stands, ignoring case, around the ends."""
        if not query:
            return False
        here = self.raw_selection() or Span(self.caret(), self.caret())
        found = _find_before(self.text(), query, here) if backward else _find_after(self.text(), query, here)
        if found is None:
            return False
        self.select(found)
        self.reveal(found)
        return True

    def toPlainText(self) -> str:
        """The text as it was given, for programs that ask Qt's way."""
        return self.text()

    def createMimeDataFromSelection(self) -> QMimeData:
        """What copying and dragging takes: the original characters, no formats."""
        data, span = super().createMimeDataFromSelection(), self.raw_selection()  # one made in Python is freed twice
        data.text()  # Qt fills it when it is first asked, and would overwrite ours
        data.clear()
        data.setText("" if span is None else span.of(self.text()))
        return data

    def announce(self, sentence: str) -> None:
        """Have a screen reader say something."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    # --------------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a selection; a third click takes the whole paragraph."""
        if event.button() != _LEFT:
            super().mousePressEvent(event)
            return
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not extends:
            self.clear_selection()  # else Qt would begin to drag the words away
        super().mousePressEvent(event)
        cursor = self.textCursor()
        anchor = self._layout.shown.offset(cursor.anchor() if extends else cursor.position())
        self._pressed, self._is_dragging = (event.position(), anchor), extends
        if cursor.hasSelection() and not extends:
            paragraph = snap(self.text(), paragraph_at(self.text(), self.offset_at(event.position())))
            self._pressed = None
            self._take(paragraph)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the token."""
        super().mouseDoubleClickEvent(event)
        if event.button() == _LEFT:
            self._pressed = None
            self._take(token_at(self.text(), self.offset_at(event.position())))

    def _take(self, span: Span) -> None:
        """Select by mouse."""
        if span.start < span.end:
            self.select(span)
            self.spanSelected.emit(span)
        else:
            self.set_caret(span.start)

    def offset_at(self, point: QPointF) -> int:
        """Offset of the caret that a click at a point of the viewport would set."""
        position = self._layout.hitTest(self.to_article(point), Qt.HitTestAccuracy.FuzzyHit)
        return self._layout.shown.offset(position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select token by token while the button is down, else tell what is under the mouse."""
        if event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
            self._hover(self.hits(event.position()))
        elif self._pressed is not None and event.buttons() & _LEFT:
            start, anchor = self._pressed
            self._is_dragging |= (event.position() - start).manhattanLength() >= _DRAG
            if self._is_dragging:
                super().mouseMoveEvent(event)
                self._drag(anchor, self.offset_at(event.position()))

    def _drag(self, anchor: int, at: int) -> None:
        span = snap(self.text(), Span(min(anchor, at), max(anchor, at)))
        if span.start >= span.end:
            self.set_caret(anchor)
        elif at >= anchor:
            self._select(span.start, span.end)
        else:
            self._select(span.end, span.start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection or a click."""
        super().mouseReleaseEvent(event)
        if event.button() != _LEFT or self._pressed is None:
            return
        (_, anchor), self._pressed = self._pressed, None
        if self._is_dragging:
            self._drag(anchor, self.offset_at(event.position()))
            span = self.selection()
            if span is not None:
                self.spanSelected.emit(span)
            return
        self.set_caret(anchor)
        found = self.hits(event.position())
        if found:
            self.markClicked.emit(found[0])
        else:
            self.plainClicked.emit(anchor)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._hover(())

    def _hover(self, marks: tuple[Mark, ...]) -> None:
        if marks == self._hovered:
            return
        before, self._hovered = self._pen.hover, marks
        self._pen.hover = next((each.id for each in marks if each.is_band), "")
        if self._pen.hover != before:
            layout = self._layout
            changed = [each for each in layout.marks.marks if each.is_band and each.id in (before, self._pen.hover)]
            self._repaint({block for m in changed for span in m.spans for block in layout.shown.blocks_of(span)})
        self.markHovered.emit(marks)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl the window is asked to zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            if steps:
                self.zoomAsked.emit(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of the mark under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = next((each.tip for each in self.hits(QPointF(event.pos())) if each.tip), "")
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)

    # ---------------------------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select as in any text; everything else is left to the window."""
        before = self.raw_selection()
        super().keyPressEvent(event)
        if self.raw_selection() != before:
            span = self.selection()
            if span is not None:
                self.spanSelected.emit(span)


def _find_after(text: str, query: str, here: Span) -> Span | None:
    pattern = re.compile(re.escape(query), re.IGNORECASE)
    found = pattern.search(text, here.end) or pattern.search(text)
    return Span(*found.span()) if found else None


def _find_before(text: str, query: str, here: Span) -> Span | None:
    pattern = re.compile(re.escape(query), re.IGNORECASE)
    last: Span | None = None
    before: Span | None = None
    for found in pattern.finditer(text):
        last = Span(*found.span())
        if last.end <= here.start:
            before = last
    return before or last
