"""The text as the article view holds it, and where each of its offsets stands there.

A `QTextDocument` counts UTF-16 units, turns some characters into paragraph breaks, drops others, and gets slow when
a paragraph is very long.  So it is given a display form: characters that it would change are swapped for harmless ones
of equal length, and paragraphs longer than `LONG` characters are broken softly into blocks.  A soft break swaps a blank
where there is one; where there is none it is an extra character, and the positions after it move.  Nothing of this is
seen outside: every offset that leaves the view is a code point of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

from annotator.domain.text import Span, Utf16, is_character_boundary

LONG = 4000
"""Code points from which a paragraph is broken softly."""
PIECE = 2400
"""Largest number of code points of a softly broken piece."""

_CHANGED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0\ufdd1\ufffc\ud800-\udfff]|\\A\ufeff")
_SWAPS = {"\r": "\n", "\ufeff": "\u2060", "\x7f": "\u2421", **{chr(n): chr(0x2400 + n) for n in range(32) if n != 13}}
_UNKNOWN = "\ufffd"
_BREAK = re.compile("[\n\u2029]")
_AFTER_CJK = re.compile("[。！？、，．：；」』]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def has_rtl(text: str) -> bool:
    """Whether any character of ``text`` belongs to a script that runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


class ShownText:
    """A text, its display form, and the blocks (Qt's paragraphs) of that form.

    ``offset`` means a code point of ``text``; ``position`` a UTF-16 unit of ``shown``, as Qt counts.
    ``starts`` are the offsets where blocks begin, ``positions`` the same as positions.  ``soft`` holds the numbers of
    the blocks that go on with the paragraph of the block before.
    """

    __slots__ = ("_before", "_direction", "_inserted", "_units", "positions", "shown", "soft", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        shown = swapped(text)
        astral = not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)
        self._units = Utf16(text) if astral else None
        self.soft: set[int] = set()
        self.starts: list[int] = []
        inserted: list[int] = []
        blanks: list[int] = []
        for start, end in _paragraphs(shown):
            self.starts.append(start)
            if end - start > LONG:
                self._break(shown, start, end, blanks, inserted)
        self.shown = _broken(shown, blanks, inserted)
        self._before = [self._unit(each) for each in inserted]
        self._inserted = [unit + n for n, unit in enumerate(self._before)]
        self.positions = (
            self.starts if self._units is None and not inserted else [self.position(s) for s in self.starts]
        )
        self._direction: dict[int, bool] = {}

    def _break(self, shown: str, start: int, end: int, blanks: list[int], inserted: list[int]) -> None:
        """Break the paragraph from ``start`` to ``end``; blanks to swap and offsets to insert at are appended."""
        while end - start > LONG:
            at, swaps_blank = _soft_break(shown, start)
            if swaps_blank:
                blanks.append(at)
                at += 1
            else:
                inserted.append(at)
            self.soft.add(len(self.starts))
            self.starts.append(at)
            start = at

    def _unit(self, offset: int) -> int:
        return offset if self._units is None else self._units.units(offset)

    def position(self, offset: int) -> int:
        """Position of an offset; at a soft break that of the block after it."""
        unit = self._unit(offset)
        return unit + bisect_right(self._before, unit) if self._before else unit

    def end_position(self, offset: int) -> int:
        """Position of an offset where something ends; at a soft break that of the block before it."""
        unit = self._unit(offset)
        return unit + bisect_left(self._before, unit) if self._before else unit

    def offset(self, position: int) -> int:
        """Offset of a position."""
        unit = position - bisect_left(self._inserted, position) if self._inserted else position
        return unit if self._units is None else self._units.code_points(unit)

    def block_at(self, offset: int) -> int:
        """Number of the block that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def blocks_of(self, span: Span) -> range:
        """Numbers of the blocks that a span touches."""
        start, end = span
        first = self.block_at(start)
        following = first + 1
        if following == len(self.starts) or end <= self.starts[following]:  # most are within one
            return range(first, following)
        return range(first, self.block_at(end - 1) + 1)

    def block_span(self, block: int) -> Span:
        """The offsets of a block, its break included."""
        last = block + 1 == len(self.starts)
        return Span(self.starts[block], len(self.text) if last else self.starts[block + 1])

    def is_rtl(self, block: int) -> bool:
        """Whether the block's paragraph runs from right to left: by its first strong character (Annex 9, P2)."""
        while block in self.soft:
            block -= 1
        known = self._direction.get(block)
        if known is None:
            known = self._direction[block] = _runs_left(self.block_span(block).of(self.text))
        return known


def _runs_left(text: str) -> bool:
    if not has_rtl(text):
        return False
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def swapped(text: str) -> str:
    """``text`` with each character that Qt would change or draw as nothing swapped for one of equal length."""
    return _CHANGED.sub(lambda m: _SWAPS.get(m.group(), _UNKNOWN), text) if _CHANGED.search(text) else text


def _paragraphs(shown: str) -> list[tuple[int, int]]:
    """Start and end (its break not included) of each paragraph."""
    if "\u2029" in shown:
        ends = [m.start() for m in _BREAK.finditer(shown)]
    else:
        ends = []
        at = shown.find("\n")
        while at >= 0:
            ends.append(at)
            at = shown.find("\n", at + 1)
    ends.append(len(shown))
    return list(zip([0, *(end + 1 for end in ends)], ends, strict=False))


def _soft_break(shown: str, start: int) -> tuple[int, bool]:
    """Where to break a long paragraph after ``start``: an offset, and whether it is a blank's, to be swapped.

    After a sentence rather than a word, after a word rather than a character, never inside a character.
    """
    low, high = start + PIECE // 2, start + PIECE
    for mark, add in ((". ", 1), (" ", 0)):
        at = shown.rfind(mark, low, high)
        if at >= 0:
            return at + add, True
    piece = shown[start : high + 1]
    stops = [m.end() for m in _AFTER_CJK.finditer(piece, PIECE // 2, PIECE)]
    for at in (*reversed(stops), *range(PIECE, PIECE // 2, -1)):
        if is_character_boundary(piece, at):
            return start + at, False
    return high, False


def _broken(shown: str, blanks: list[int], inserted: list[int]) -> str:
    """``shown`` with line feeds in place of ``blanks`` and before ``inserted``."""
    if not blanks and not inserted:
        return shown
    parts: list[str] = []
    last = 0
    for at, skip in sorted([(each, 1) for each in blanks] + [(each, 0) for each in inserted]):
        parts.append(shown[last:at])
        last = at + skip
    parts.append(shown[last:])
    return "\n".join(parts)
