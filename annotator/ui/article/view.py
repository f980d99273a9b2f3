"""The article: a read-only `QTextEdit` (selection, copy, caret and accessibility stay Qt's) with marks of ours."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPagedPaintDevice,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.domain.text import Span, paragraph_at, snap, token_at
from annotator.ui.article.edges import EdgeDrag
from annotator.ui.article.marks import Mark, innermost
from annotator.ui.article.pills import Hint, PillKeys, Pills
from annotator.ui.article.print import PrintedArticle
from annotator.ui.article.selection import SelectableColumn
from annotator.ui.article.text import ShownText
from annotator.ui.kit.basics import painting
from annotator.ui.look.theme import Theme

_DRAG = 4
"""Pixels the mouse must move before a press becomes a selection, or moves an edge."""
_LEFT = Qt.MouseButton.LeftButton
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_OFFER = "offer"


class ArticleView(SelectableColumn):
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
    edgeDragged = Signal(str, str, int, str, int, int)
    """An edge of the active quotation was dragged: quotation, role, number of the fragment, "start" or "end", the
    offset it was let go at, and the number of the speaker or addressee."""
    ghostClicked = Signal()
    """Take what is offered."""
    ghostNextClicked = Signal()
    """Show the next offer."""
    offerClicked = Signal()
    """Join the continuation."""
    suggestionAccepted = Signal(str)
    suggestionRejected = Signal(str)
    suggestionAsked = Signal(str)
    """Why is that suggested?"""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(theme, parent, roomy=roomy)
        self._hovered: tuple[Mark, ...] = ()
        self._pressed: tuple[QPointF, int] | None = None
        self._is_dragging = False
        self._was_doubled = False
        self._headline = ""
        self._tip_of: Callable[[Mark], str] = lambda mark: mark.tip
        self._edges = EdgeDrag(self)
        self._pills = Pills(self)
        self.setObjectName("article")
        self.setAccessibleName("Article")
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)  # files dropped here are the window's
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._edges.dragged.connect(self.edgeDragged)
        for pill, own in (
            (self._pills.accepted, self.suggestionAccepted),
            (self._pills.rejected, self.suggestionRejected),
            (self._pills.asked, self.suggestionAsked),
            (self._pills.taken, self.ghostClicked),
            (self._pills.walked, self.ghostNextClicked),
            (self._pills.joined, self.offerClicked),
        ):
            pill.connect(own)
        self.verticalScrollBar().valueChanged.connect(self._pills.place)
        self.verticalScrollBar().rangeChanged.connect(self._pills.place)

    # ------------------------------------------------------------------------------------------ text and marks

    def show_text(self, text: str, marks: Sequence[Mark] = (), headline: str = "") -> None:
        """Show another text from its top.  The headline is painted above it and is not part of it."""
        old, old_layout = self.document(), self._layout
        self._edges.forget()
        self._hovered, self._pen.hover, self._pressed = (), "", None
        self._pills.hint = self._pills.offer = None
        self._layout = self._install(ShownText(text), headline)
        shiboken6.delete(old)  # now, while Python still holds its layout: later, its wrapper may be gone before it
        del old_layout
        self._layout.marks.replace(marks)
        self._pen.is_dim = self._layout.marks.is_dim
        self._headline = headline
        self.setAccessibleDescription(headline)
        self._layout.documentSizeChanged.emit(self._layout.documentSize())
        self.verticalScrollBar().setValue(0)
        self._idle.start()
        self._pills.refresh()
        self.viewport().update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks on the same text; only paragraphs that look different are painted again."""
        self._edges.forget()
        layout = self._layout
        changed = layout.marks.replace((*marks, *self._offered(marks)))
        for block in changed:
            layout.forget(block)
        if self._pen.is_dim != layout.marks.is_dim:
            self._pen.is_dim = layout.marks.is_dim
            self.viewport().update()
        elif changed:
            self.repaint_blocks(changed)
        self._pills.refresh()

    def _offered(self, marks: Sequence[Mark]) -> tuple[Mark, ...]:
        """The outline of the continuation, in the hue of the active quotation."""
        if self._pills.offer is None:
            return ()
        active = next((each for each in marks if each.state == "active" and each.role == "content"), None)
        span = self._pills.offer[0]
        return () if active is None else (Mark(_OFFER, "offer", (span,), active.id, colour=active.colour),)

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

    def set_tips(self, tip_of: Callable[[Mark], str]) -> None:
        """Say what the tip of a mark is; asked when the mouse rests on it."""
        self._tip_of = tip_of

    def announce(self, sentence: str) -> None:
        """Have a screen reader say something."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def print_article(self, device: QPagedPaintDevice) -> int:
        """Print the article on white paper, a headline first, marks and page numbers with it; the number of pages.

        ``device`` is a printer or a `QPdfWriter`.  Which quotation is active does not show.
        """
        return PrintedArticle(self.text(), self.marks(), self._headline).print_to(device)

    # -------------------------------------------------------------------------------------- what can be done here

    @property
    def editable(self) -> bool:
        """Whether edges can be dragged, and pills offer to change something."""
        return self._edges.editable

    def set_editable(self, editable: bool) -> None:
        """Whether edges can be dragged, and pills offer to change something."""
        self._edges.cancel()
        self._edges.editable = self._pills.editable = editable
        self._pills.refresh()

    def set_keys(self, keys: PillKeys) -> None:
        """Show other keys on the pills."""
        self._pills.set_keys(keys)
        self._pills.place()

    def set_ghost_hint(self, hint: Hint | None) -> None:
        """Offer to take a ghost beside the active quotation; None offers nothing."""
        if hint != self._pills.hint:
            self._pills.hint = hint
            self._pills.refresh()

    def set_offer(self, span: Span | None, text: str = "", key: str = "") -> None:
        """Offer to join a continuation at ``span`` to the active quotation, with a chip that says ``text`` and the key.

        None offers nothing.
        """
        offer = None if span is None else (span, text, key)
        if offer != self._pills.offer:
            self._pills.offer = offer
            self.set_marks([each for each in self.marks() if each.id != _OFFER])

    # --------------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a selection, or hold an edge; a third click takes the whole paragraph."""
        if event.button() != _LEFT:
            super().mousePressEvent(event)
            return
        extends = bool(event.modifiers() & _SHIFT)
        if not extends and not self._was_doubled and self._edges.take(event.position()):
            self._pressed, self._is_dragging = (event.position(), self.offset_at(event.position())), False
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
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
        self._edges.cancel()
        super().mouseDoubleClickEvent(event)
        if event.button() == _LEFT:
            self._pressed, self._was_doubled = None, True  # a third click is no grip on an edge
            self._take(token_at(self.text(), self.offset_at(event.position())))

    def _take(self, span: Span) -> None:
        """Select by mouse."""
        if span.start < span.end:
            self.select(span)
            self.spanSelected.emit(span)
        else:
            self.set_caret(span.start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move an edge, select token by token while the button is down, else tell what is under the mouse."""
        if event.buttons() == Qt.MouseButton.NoButton:
            self._was_doubled = False
            super().mouseMoveEvent(event)
            self._edges.hover(event.position())
            self._hover(self.hits(event.position()))
        elif self._pressed is not None and event.buttons() & _LEFT:
            start, anchor = self._pressed
            self._is_dragging |= (event.position() - start).manhattanLength() >= _DRAG
            if not self._is_dragging:
                return
            if self._edges.is_held:
                self._edges.drag(event.position(), by_character=bool(event.modifiers() & _CTRL))
            else:
                super().mouseMoveEvent(event)
                self._drag(anchor, self.offset_at(event.position()))

    def _drag(self, anchor: int, at: int) -> None:
        span = snap(self.text(), Span(min(anchor, at), max(anchor, at)))
        if span.start >= span.end:
            self.set_caret(anchor)
        elif at >= anchor:
            self.select_from(span.start, span.end)
        else:
            self.select_from(span.end, span.start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection, a click, or let an edge go."""
        super().mouseReleaseEvent(event)
        if event.button() != _LEFT or self._pressed is None:
            return
        (_, anchor), self._pressed = self._pressed, None
        held = self._edges.is_held
        if held and self._is_dragging:
            self._edges.release()
            return
        if held:
            self._edges.cancel()
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
        self._edges.leave()
        self._hover(())

    def _hover(self, marks: tuple[Mark, ...]) -> None:
        if marks == self._hovered:
            return
        before, self._hovered = self._pen.hover, marks
        self._pen.hover = next((each.id for each in marks if each.is_band), "")
        if self._pen.hover != before:
            layout = self._layout
            changed = [each for each in layout.marks.marks if each.is_band and each.id in (before, self._pen.hover)]
            self.repaint_blocks({block for m in changed for span in m.spans for block in layout.shown.blocks_of(span)})
        self.markHovered.emit(marks)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl the window is asked to zoom."""
        if event.modifiers() & _CTRL:
            steps = event.angleDelta().y()
            if steps:
                self.zoomAsked.emit(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of the marks under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip_at(self, point: QPointF) -> str:
        if self._edges.hot is not None:
            return f"Drag to move the {self._edges.hot.side} of the {self._edges.hot.mark.role}; Ctrl: by characters"
        hits = self.hits(point)
        words = next((self._tip_of(each) for each in hits if not each.is_band), "")
        content = next((self._tip_of(each) for each in hits if each.is_band), "")
        tip = "\n".join(each for each in (words, content) if each)
        return f"<p>{html.escape(tip)}</p>" if QtText.mightBeRichText(tip) else tip

    # ---------------------------------------------------------------------------------------- keys and painting

    def event(self, event: QEvent) -> bool:
        """While an edge is held, no key is a shortcut: Esc lets go of it."""
        if event.type() == QEvent.Type.ShortcutOverride and self._edges.is_held:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select as in any text; everything else is left to the window."""
        if self._edges.is_held:
            if event.key() == Qt.Key.Key_Escape:
                self._edges.cancel()
                self._pressed = None
            self._edges.with_characters(event.key() == Qt.Key.Key_Control or bool(event.modifiers() & _CTRL))
            return
        before, position = self.raw_selection(), self.textCursor().position()
        super().keyPressEvent(event)
        self.pass_soft_break(position)
        if self.raw_selection() != before:
            span = self.selection()
            if span is not None:
                self.spanSelected.emit(span)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """An edge that is dragged goes by tokens again without Ctrl."""
        if self._edges.is_held:
            # the release of Ctrl itself still carries it among the modifiers on some systems
            self._edges.with_characters(event.key() != Qt.Key.Key_Control and bool(event.modifiers() & _CTRL))
        super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the reading position, and the pills at their words."""
        super().resizeEvent(event)
        self._pills.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight, and the handles of edges near the mouse."""
        super().paintEvent(event)
        if self._edges.near:
            with painting(self.viewport()) as painter:
                self._edges.paint(painter)
