"""What each annotator's version covers, as lanes under one text: where they agree, and where an edge differs.

No Qt here.  All offsets are code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.domain.text import Span, Spans, ordered


class Lane(NamedTuple):
    """One version of the words in question: the letters of those who have it, its line style, its fragments."""

    letters: str
    style: int
    spans: Spans


class Flag(NamedTuple):
    """An edge that not all have: where, on which side of it the words lie, and the letters of those who have it.

    ``styles`` holds the line style of each letter.
    """

    at: int
    end: bool
    letters: str
    styles: tuple[int, ...]


class Lanes(NamedTuple):
    """What is shown for the current conflict.  ``core`` is what all agree on, ``around`` the content it is about."""

    lanes: tuple[Lane, ...] = ()
    core: Spans = ()
    around: Spans = ()

    @property
    def first(self) -> Span | None:
        """The beginning of what is shown, to be brought into view."""
        spans = [each for lane in self.lanes for each in lane.spans] or [*self.core, *self.around]
        return min(spans, default=None)


def common(versions: Sequence[Spans]) -> Spans:
    """The words that every version holds."""
    if not versions:
        return ()
    shared = list(versions[0])
    for other in versions[1:]:
        pairs = (Span(max(a.start, b.start), min(a.end, b.end)) for a in shared for b in other)
        shared = [each for each in pairs if each.start < each.end]
    return ordered(tuple(shared))


def flags_of(lanes: Sequence[Lane]) -> tuple[Flag, ...]:
    """The edges on which the lanes differ, in text order; equal edges share a flag.  One lane alone has its start."""
    edges: dict[tuple[int, bool], list[Lane]] = {}
    filled = [each for each in lanes if each.spans]
    for lane in filled:
        for span in lane.spans:
            for edge in ((span.start, False), (span.end, True)):
                edges.setdefault(edge, []).append(lane)
    if len(filled) == 1:
        edges = dict([min(edges.items())])
    return tuple(
        Flag(at, end, "".join(each.letters for each in who), tuple(each.style for each in who for _ in each.letters))
        for (at, end), who in sorted(edges.items())
        if len(who) < len(filled) or len(filled) == 1
    )
