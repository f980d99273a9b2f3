"""Caret, selection, search and copying in the article, all in code points of the text as it was given."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QTextCursor

from annotator.domain.text import Span, snap
from annotator.ui.article.column import ReadingColumn

_KEEP = QTextCursor.MoveMode.KeepAnchor


class SelectableColumn(ReadingColumn):
    """A reading column with a caret.  A selection is read snapped to tokens (`selection`) or as it is."""

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
        self.select_from(span.start, span.end)

    def select_from(self, anchor: int, caret: int) -> None:
        """Select from one offset to another, where the caret stands then."""
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

    def offset_at(self, point: QPointF) -> int:
        """Offset of the caret that a click at a point of the viewport would set."""
        position = self._layout.hitTest(self.to_article(point), Qt.HitTestAccuracy.FuzzyHit)
        return self._layout.shown.offset(position)

    def pass_soft_break(self, before: int) -> None:
        """Take the caret past a break that is not in the text, if a key moved it no further from ``before``."""
        shown, cursor = self._layout.shown, self.textCursor()
        at = cursor.position()
        if abs(at - before) != 1 or shown.offset(at) != shown.offset(before):
            return
        move = QTextCursor.MoveOperation
        mode = _KEEP if cursor.anchor() != at else QTextCursor.MoveMode.MoveAnchor
        cursor.movePosition(move.NextCharacter if at > before else move.PreviousCharacter, mode)
        self.put_cursor(cursor)


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
