"""Where the marks of one laid-out block stand: bands, outlines, underlines, boxes, bars, names.

All of it is in the block's own pixels (0, 0 is the start of its first line) and free of colours, so that a figure can
be kept while the theme or the dimming changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from annotator.domain.text import Span, total_length
from annotator.ui.article.lines import Row, runs
from annotator.ui.article.marks import Link, Mark
from annotator.ui.article.page import Page

LANE = 8.0
"""Pixels between two bars side by side."""
BAR = -18.0
"""Where the first bar stands."""
RAIL = -10.5
"""Where the connector to a speaker in another paragraph runs."""
_CORNER = 4.0
_UNDER = 4.6
"""Pixels from the baseline to the first underline; further ones follow `_NEXT` below."""
_NEXT = 3.6
_LANES = 3
_TOUCH = 1.0
"""Pixels by which lines, and so the bars beside them, may overlap because their heights are rounded."""
_STUB = 11.0
"""Pixels of a bar at least; a shorter piece could not be seen."""


class Band(NamedTuple):
    """A piece of a content on one line; ``first`` and ``last`` tell whether a fragment begins and ends with it.

    ``shape`` is what is filled: rounded where the fragment begins or ends, and None where it does neither.
    """

    mark: Mark
    rect: QRectF
    first: bool
    last: bool
    shape: QPainterPath | None = None


class Stroke(NamedTuple):
    """An underline."""

    mark: Mark
    x1: float
    x2: float
    y: float


class Segment(NamedTuple):
    """A piece of a bar: rows ``first`` to ``last``, from ``top`` to ``bottom``."""

    first: int
    last: int
    top: float
    bottom: float


@dataclass(slots=True)
class Bar:
    """A bar in the margin: in which lane, its pieces, and the heights of the speakers to connect it with."""

    mark: Mark
    lane: int
    segments: list[Segment]
    speakers: list[float]
    named: bool
    label: float

    @property
    def top(self) -> float:
        """Where the bar begins, or the line to a speaker above it."""
        return min(self.segments[0].top, *self.speakers, self.segments[0].top)

    @property
    def bottom(self) -> float:
        """Where the bar ends, or the line to a speaker below it."""
        return max(self.segments[-1].bottom, *self.speakers, self.segments[-1].bottom)

    def collides(self, other: Bar) -> bool:
        """Whether the two would lie upon each other in one lane."""
        return self.top + _TOUCH < other.bottom and other.top + _TOUCH < self.bottom

    def follow(self, before: Bar) -> bool:
        """Share a lane with the bar of the same speaker whose last line is this one's first: half of it for each.

        Gives False, and changes nothing, where another lane is needed.
        """
        old, new = before.segments[-1], self.segments[0]
        same = (before.mark.colour, before.mark.name) == (self.mark.colour, self.mark.name)
        in_turn = before.mark.end <= self.mark.start
        bare = (before.bottom, self.top) == (old.bottom, new.top)  # no line to a speaker there
        middle = (old.bottom + new.top) / 2
        room = min(middle - old.top, new.bottom - middle) > _STUB
        if not (same and in_turn and bare and old.last == new.first and room):
            return False
        before.segments[-1] = old._replace(bottom=middle)
        self.segments[0] = new._replace(top=middle)
        return True


class Rail(NamedTuple):
    """A piece of a connector that passes to another block; ``bar`` and ``speaker`` are heights where it turns off."""

    mark: Mark
    top: float
    bottom: float
    bar: float | None
    speaker: float | None


@dataclass(slots=True)
class Figure:
    """All that is drawn for one block, and what can be hit there."""

    bands: list[Band] = field(default_factory=list)
    outlines: list[tuple[Mark, QPainterPath]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    boxes: list[tuple[Mark, QRectF]] = field(default_factory=list)
    signs: list[tuple[Mark, QPointF]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    rails: list[Rail] = field(default_factory=list)
    hits: list[tuple[QRectF, Mark]] = field(default_factory=list)

    @property
    def lanes(self) -> int:
        """Number of bars side by side, at most."""
        return max((each.lane + 1 for each in self.bars), default=1)


@dataclass(slots=True)
class _Builder:
    rows: list[Row]
    local: Callable[[Span], tuple[int, int]]
    page: Page
    is_bidi: bool
    figure: Figure = field(default_factory=Figure)

    def pieces(self, span: Span) -> Iterator[tuple[int, Row, float, float, bool, bool]]:
        """The runs of a span: row number, row, left, right, whether the span begins and ends in it."""
        start, end = self.local(span)
        if end <= 0 or start >= self.rows[-1].end:
            return
        number = max(0, bisect_right(self.rows, start, key=lambda row: row.start) - 1)
        for at in range(number, len(self.rows)):
            row = self.rows[at]
            if row.start >= end:
                return
            low, high = max(start, row.start), min(end, row.end)
            found = runs(row.line, low, high, is_bidi=self.is_bidi) if low < high else []
            for n, (x1, x2) in enumerate(found):
                yield at, row, x1, x2, low == start and n == 0, high == end and n == len(found) - 1

    def hit(self, mark: Mark, row: Row, x1: float, x2: float) -> None:
        self.figure.hits.append((QRectF(x1, row.top, x2 - x1, row.height), mark))

    def content(self, mark: Mark) -> None:
        bands, touched = [], []
        for span in mark.spans:
            for at, row, x1, x2, first, last in self.pieces(span):
                left, right = round(x1 - (4 if x1 < 2 else 2)), round(x2 + (2 if last else 4))
                rect = QRectF(left, row.top, right - left, row.height)  # whole pixels are filled several times as fast
                bands.append(Band(mark, rect, first, last, _rounded(rect, left=first, right=last)))
                touched.append((at, row))
                self.hit(mark, row, x1, x2)
        if not touched:
            return
        self.figure.bands += bands
        if mark.role == "suggestion":
            self.figure.outlines.append((mark, outline_of(bands)))
        segments: list[Segment] = []
        for at, row in touched:
            bottom = row.top + row.height
            if segments and at <= segments[-1].last + 1:
                segments[-1] = segments[-1]._replace(last=at, bottom=bottom)
            else:
                segments.append(Segment(at, at, row.top, bottom))
        begins = self.local(mark.spans[0])[0] >= 0
        self.figure.bars.append(Bar(mark, 0, segments, [], begins, segments[0].top))

    def strokes(self, marks: Sequence[Mark]) -> None:
        """Underlines; those of overlapping marks below each other, the shortest one on top."""
        placed: list[tuple[Mark, int]] = []
        for mark in sorted(marks, key=lambda m: (total_length(m.spans), m.start)):
            taken = {lane for other, lane in placed if other.start < mark.end and mark.start < other.end}
            lane = min(next(n for n in range(len(taken) + 1) if n not in taken), _LANES - 1)
            placed.append((mark, lane))
            for span in mark.spans:
                for _at, row, x1, x2, _first, _last in self.pieces(span):
                    self.figure.strokes.append(Stroke(mark, x1, x2, row.baseline + _UNDER + _NEXT * lane))
                    self.hit(mark, row, x1, x2)

    def box(self, mark: Mark) -> None:
        for span in mark.spans:
            for _at, row, x1, x2, _first, _last in self.pieces(span):
                half = self.page.half
                top, bottom = row.top + half + 0.5, row.top + row.height - half + 0.5
                self.figure.boxes.append((mark, QRectF(x1 - 2, top, x2 - x1 + 4, bottom - top)))
                self.hit(mark, row, x1, x2)

    def offer(self, mark: Mark) -> None:
        """A dashed outline and nothing else: what may become part of a content."""
        bands = [
            Band(mark, QRectF(x1 - 2, row.top, x2 - x1 + 5, row.height), first, last)
            for span in mark.spans
            for _at, row, x1, x2, first, last in self.pieces(span)
        ]
        if bands:
            self.figure.outlines.append((mark, outline_of(bands)))

    def sign(self, mark: Mark) -> None:
        """The sign of a stance, in the air above the end of its target's words."""
        for _at, row, _x1, x2, _first, last in self.pieces(mark.spans[-1]):
            if last:
                self.figure.signs.append((mark, QPointF(x2, row.top)))

    def height_of(self, span: Span) -> float | None:
        """The middle of the line where a span begins, if that is in this block."""
        start, _ = self.local(span)
        if not 0 <= start <= self.rows[-1].end:
            return None
        row = self.rows[max(0, bisect_right(self.rows, start, key=lambda row: row.start) - 1)]
        return row.top + row.height / 2

    def connect(self, marks: Sequence[Mark]) -> None:
        """Give each bar the heights of its speakers in this block, and its lane."""
        for bar in self.figure.bars:
            for mark in marks:
                if mark.role == "speaker" and mark.owner == bar.mark.owner:
                    height = self.height_of(mark.spans[0])
                    if height is not None:
                        bar.speakers.append(height)
        self.figure.bars.sort(key=lambda bar: (bar.segments[0].first, bar.mark.start, -bar.mark.end))
        placed: list[Bar] = []
        for bar in self.figure.bars:
            while any(each.lane == bar.lane and bar.collides(each) for each in placed):
                before = next(each for each in placed if each.lane == bar.lane and bar.collides(each))
                if not bar.follow(before):
                    bar.lane += 1
            placed.append(bar)

    def label(self) -> None:
        """Decide where names stand: not twice close together, and not upon each other; the active one's leads."""
        used: list[tuple[float, str]] = []
        step = 0.62 * self.page.line
        for bar in sorted(self.figure.bars, key=lambda bar: (not bar.mark.is_strong, bar.label, bar.lane)):
            name = bar.mark.name
            if not bar.named or not name:
                continue
            if any(abs(bar.label - y) < 3.2 * self.page.line and other == name for y, other in used):
                bar.named = False
                continue
            while any(abs(bar.label - y) < step for y, _ in used):
                bar.label += step
            used.append((bar.label, name))

    def rail(self, link: Link, block: int, height: float) -> None:
        """The piece of a connector that lies in this block."""
        up = link.speaker < link.nearest  # the speaker stands above
        if block == link.nearest:
            bar = next((each for each in self.figure.bars if each.mark.id == link.mark.id), None)
            if bar is None:
                return
            turn = bar.segments[0].top + self.page.line / 2 if up else bar.segments[-1].bottom - self.page.line / 2
            self.figure.rails.append(Rail(link.mark, 0.0 if up else turn, turn if up else height, turn, None))
        elif block == link.speaker:
            at = self.height_of(link.span)
            if at is not None:
                self.figure.rails.append(Rail(link.mark, at if up else 0.0, height if up else at, None, at))
        else:
            self.figure.rails.append(Rail(link.mark, 0.0, height, None, None))


def figure_of(
    rows: list[Row],
    marks: Sequence[Mark],
    local: Callable[[Span], tuple[int, int]],
    page: Page,
    *,
    links: Sequence[Link] = (),
    block: int = 0,
    height: float = 0.0,
    is_bidi: bool = False,
) -> Figure:
    """The figure of a block with ``rows``, ``height`` pixels high with its gap.

    ``local`` gives a span's start and end as UTF-16 units of the block; they may lie outside.
    """
    builder = _Builder(rows, local, page, is_bidi)
    if not rows:
        return builder.figure
    for mark in marks:
        if mark.is_band:
            builder.content(mark)
        elif mark.role in ("speaker", "addressee", "ghost_speaker"):
            builder.box(mark)
        elif mark.role == "offer":
            builder.offer(mark)
        elif mark.role == "target":
            builder.sign(mark)
    builder.strokes([each for each in marks if each.role in ("mention", "cue", "target", "evidence", "ghost_cue")])
    builder.connect(marks)
    builder.label()
    for link in links:
        builder.rail(link, block, height)
    return builder.figure


def _rounded(rect: QRectF, *, left: bool, right: bool) -> QPainterPath | None:
    """The ground of a band, with round corners at its left, at its right, or none."""
    if not (left or right):
        return None
    inner, path, twice = rect.adjusted(0, 1, 0, -1), QPainterPath(), 2 * _CORNER
    if left and right:
        path.addRoundedRect(inner, _CORNER, _CORNER)
        return path
    flat = inner.right() if left else inner.left()
    corner = inner.left() if left else inner.right() - twice
    path.moveTo(flat, inner.top())
    path.arcTo(QRectF(corner, inner.top(), twice, twice), 90, 90 if left else -90)
    path.arcTo(QRectF(corner, inner.bottom() - twice, twice, twice), 180 if left else 0, 90 if left else -90)
    path.lineTo(flat, inner.bottom())
    path.closeSubpath()
    return path


def outline_of(bands: Sequence[Band]) -> QPainterPath:
    """One outline around the pieces of a content, however many lines they take."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for band in bands:
        path.addRect(band.rect.adjusted(0, 0.5, -3 if band.last else 0, 1.5))
    return path.simplified()


def dot(y: float) -> QPointF:
    """Where a connector ends, beside the line of the speaker's words."""
    return QPointF(-8, y)
