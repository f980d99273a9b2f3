"""The lines of one laid-out block: where they stand, and which stretches of them some characters take.

All of it is in the block's own pixels, with 0, 0 at the start of its first line, and in its own UTF-16 units.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtGui import QTextLayout, QTextLine

from annotator.ui.article.page import Page


class Row(NamedTuple):
    """One line of a block: the UTF-16 units from ``start`` to ``end``, its top and height with the leading."""

    start: int
    end: int
    top: float
    height: float
    baseline: float
    line: QTextLine


def _cells(line: QTextLine, unit: int) -> list[tuple[float, float]]:
    """What one UTF-16 unit of a line in two directions takes."""
    a, b = x_of(line, unit), x_of(line, unit, QTextLine.Edge.Trailing)
    if a != b:
        return [(min(a, b), max(a, b))]
    # where the direction turns, Qt gives the place of the caret, not that of the character
    boxes = [each.boundingRect() for each in line.glyphRuns(unit, 1)]
    return [(each.left(), each.right()) for each in boxes]


def rows_of(layout: QTextLayout, page: Page) -> list[Row]:
    """The lines of a laid-out block."""
    out = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        start = line.textStart()
        top, height = line.y() - page.half, line.height() + 2 * page.half
        out.append(Row(start, start + line.textLength(), top, height, line.y() + line.ascent(), line))
    return out


def x_of(line: QTextLine, unit: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Where an edge of a UTF-16 unit of the block stands on its line."""
    return cast("tuple[float, int]", line.cursorToX(unit, edge))[0]


def edge_x(line: QTextLine, unit: int, after: int, *, end: bool, is_bidi: bool) -> float:
    """Where a character, the units from ``unit`` to ``after``, begins or ends: at its right where it runs leftwards."""
    if not is_bidi:
        x = x_of(line, after if end else unit)
        return min(x, max(line.naturalTextRect().right(), x_of(line, unit))) if end else x
    glyphs = line.glyphRuns(unit, max(1, after - unit))
    cells = [cell for at in range(unit, after) for cell in _cells(line, at)]
    if not cells:
        return x_of(line, after if end else unit)
    runs_left = bool(glyphs) and glyphs[0].isRightToLeft()
    return max(right for _, right in cells) if end is not runs_left else min(left for left, _ in cells)


def runs(line: QTextLine, start: int, end: int, *, is_bidi: bool) -> list[tuple[float, float]]:
    """The stretches of a line, left to right, that its UTF-16 units from ``start`` to ``end`` take.

    One stretch where all text runs one way; with right-to-left text there may be several.  Blanks that hang over the
    end of the line are left out.
    """
    natural = line.naturalTextRect()
    if not is_bidi:
        x1, x2 = x_of(line, start), x_of(line, end)
        x2 = min(x2, max(natural.right(), x1))
        return [(x1, x2)] if x2 > x1 else []
    out: list[tuple[float, float]] = []
    for left, right in sorted(each for at in range(start, end) for each in _cells(line, at)):
        a, b = max(left, natural.left()), min(right, natural.right())
        if b <= a:
            continue
        if out and a - out[-1][1] < 1:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out
