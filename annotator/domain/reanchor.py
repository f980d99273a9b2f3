"""Where the words of one text stand in a corrected version of it.

The two texts are aligned word by word: equal ends are set aside, words that occur once in both hold the rest together
(the patience method of Bram Cohen), and what lies between is compared by the longest matching blocks of Ratcliff and
Obershelp (1988).  Both work on ever smaller parts, so that a text of a million characters takes seconds, not hours.
All offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from annotator.domain.text import Span, snap

State = Literal["unchanged", "moved", "changed", "lost"]

SIMILAR = 0.5
"""From this similarity on, other words at the same place count as the same passage changed."""

SAME_EDGES = 0.2
"""The same where the first and the last of the words are still in their places: only what is between them changed."""

_PIECE = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]|\\w+|\\s+|[^\\w\\s]", re.DOTALL
)
_SMALL = 40_000
"""Parts whose two lengths, in pieces, multiply to no more than this are compared piece by piece."""
_DEEPEST = 40
_CONTEXT = 40
"""Code points on either side that tell one occurrence of the same words from another."""
_TELLING = 8
"""So many equal code points around, or words so long without them, make an occurrence the one that is meant."""


class Block(NamedTuple):
    """``length`` code points that are the same at ``old`` and at ``new``."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of a span: ``after`` is its place in the new text, None where it is lost.

    *unchanged*: the same words in the same surroundings, wherever these stand by now.  *moved*: the same words, found
    in another part of the text.  *changed*: other words at its place, ``similarity`` 0…1 (Dice over code points).
    """

    before: Span
    after: Span | None
    state: State
    similarity: float


def aligned(old: str, new: str) -> list[Block]:
    """What the two texts have in common, in the order of both; blocks that touch on both sides are one."""
    left, right = _Pieces(old), _Pieces(new)
    out: list[Block] = []
    for a, b, count in sorted(_matches(left.words, right.words)):
        start, end = left.starts[a], left.starts[a + count]
        block = Block(start, right.starts[b], end - start)
        last = out[-1] if out else None
        if last and last.old + last.length == block.old and last.new + last.length == block.new:
            out[-1] = Block(last.old, last.new, last.length + block.length)
        else:
            out.append(block)
    return out


def reanchored(old: str, new: str, spans: Iterable[Span]) -> list[Anchor]:
    """Where each span of the old text stands in the new one, in the order in which they came."""
    finder = _Finder(old, new)
    return [finder.anchor(each) for each in spans]


class _Pieces:
    """A text as words, blanks and signs, and where each begins; one more start closes the last."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        for found in _PIECE.finditer(text):
            self.words.append(found.group())
            self.starts.append(found.start())
        self.starts.append(len(text))


# ------------------------------------------------------------------------------------------------ alignment


class _Part(NamedTuple):
    """Pieces ``a`` to ``a_end`` of the old text against ``b`` to ``b_end`` of the new one."""

    a: int
    a_end: int
    b: int
    b_end: int
    depth: int


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of equal pieces: where in the old, where in the new, how many."""
    out: list[tuple[int, int, int]] = []
    parts = [_Part(0, len(old), 0, len(new), 0)]
    while parts:
        part = _without_ends(old, new, parts.pop(), out)
        if part.a >= part.a_end or part.b >= part.b_end:
            continue
        if (part.a_end - part.a) * (part.b_end - part.b) <= _SMALL:
            matcher = SequenceMatcher(None, old[part.a : part.a_end], new[part.b : part.b_end], autojunk=False)
            out += [(part.a + a, part.b + b, size) for a, b, size in matcher.get_matching_blocks() if size]
        elif part.depth < _DEEPEST:
            parts += _split(old, new, part)
    return out


def _without_ends(old: Sequence[str], new: Sequence[str], part: _Part, out: list[tuple[int, int, int]]) -> _Part:
    """The part without the pieces that are equal at its two ends; those are matches."""
    a, a_end, b, b_end, depth = part
    while a < a_end and b < b_end and old[a] == new[b]:
        a, b = a + 1, b + 1
    if a > part.a:
        out.append((part.a, part.b, a - part.a))
    while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    if a_end < part.a_end:
        out.append((a_end, b_end, part.a_end - a_end))
    return _Part(a, a_end, b, b_end, depth)


def _split(old: Sequence[str], new: Sequence[str], part: _Part) -> list[_Part]:
    """The parts between the pieces that occur once on both sides; none where no piece does."""
    ours, theirs = Counter(old[part.a : part.a_end]), Counter(new[part.b : part.b_end])
    places = {new[at]: at for at in range(part.b, part.b_end) if theirs[new[at]] == 1 and ours.get(new[at]) == 1}
    pairs = [(at, places[old[at]]) for at in range(part.a, part.a_end) if old[at] in places]
    out = []
    a, b = part.a, part.b
    for at, there in _ascending(pairs):
        # an anchor stands at the beginning of the part behind it, which sets it aside as an equal end
        out.append(_Part(a, at, b, there, part.depth + 1))
        a, b = at, there
    if not out:
        return []
    return [each for each in (*out, _Part(a, part.a_end, b, part.b_end, part.depth + 1)) if each.a < each.a_end]


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs``, ascending in the first, that ascends in the second too (Fredman 1975)."""
    ends: list[int] = []  # the smallest second value that ends an ascent of each length
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [number]
    out = []
    at = last[-1] if last else -1
    while at >= 0:
        out.append(pairs[at])
        at = before[at]
    return out[::-1]


# ------------------------------------------------------------------------------------------------ spans


class _Finder:
    """Places spans by an alignment, and where it says nothing by their very words."""

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self._kept = _Blocks(aligned(old, new))
        self._shifted = _Blocks(_shifted(old, new, self._kept.all))

    def anchor(self, span: Span) -> Anchor:
        words = span.of(self._old)
        place = self._kept.place(span)
        if place is not None and place.of(self._new) == words:
            return Anchor(span, place, "unchanged", 1.0)
        if (elsewhere := self._elsewhere(span, words)) is not None:
            return Anchor(span, elsewhere, "moved", 1.0)
        found = [self._changed(span, blocks) for blocks in (self._kept, self._shifted)]
        similarity, changed = max(found, key=lambda each: each[0])
        if similarity < (SAME_EDGES if self._kept.hold_edges(span) else SIMILAR):
            return Anchor(span, None, "lost", similarity)
        return Anchor(span, changed, "changed", similarity)

    def _changed(self, span: Span, blocks: _Blocks) -> tuple[float, Span | None]:
        place = blocks.place(span)
        if place is not None:
            place = snap(self._new, place)
        if place is None or place.start >= place.end:
            return 0.0, None
        return blocks.similarity(span, place), place

    def _elsewhere(self, span: Span, words: str) -> Span | None:
        """The occurrence of the very words whose surroundings are most like those they had."""
        best, places = (-1, 0), 0
        at = self._new.find(words) if words.strip() else -1
        while at >= 0:
            places += 1
            best = max(best, (self._like(span, at), -at))
            at = self._new.find(words, at + 1) if places < _MOST_PLACES else -1
        if places == 0:
            return None
        meant = best[0] >= _TELLING or (places == 1 and len(words) >= _TELLING)
        return Span(-best[1], -best[1] + span.length) if meant else None

    def _like(self, span: Span, at: int) -> int:
        """How many code points around the words are the same as before, up to the first that differs either side."""
        old, new = self._old, self._new
        left = _shared(old[max(0, span.start - _CONTEXT) : span.start][::-1], new[max(0, at - _CONTEXT) : at][::-1])
        end = at + span.length
        return left + _shared(old[span.end : span.end + _CONTEXT], new[end : end + _CONTEXT])


class _Blocks:
    """What two texts share, ascending in the old one, to ask where a span went."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.all = blocks
        self._starts = [each.old for each in blocks]

    def inside(self, span: Span) -> list[Block]:
        """The parts of the blocks that lie in a span of the old text."""
        out = []
        for number in range(max(0, bisect_right(self._starts, span.start) - 1), len(self.all)):
            block = self.all[number]
            if block.old >= span.end:
                break
            start, end = max(block.old, span.start), min(block.old + block.length, span.end)
            if start < end:
                out.append(Block(start, block.new + start - block.old, end - start))
        return out

    def place(self, span: Span) -> Span | None:
        """From what stands in for the first of the words to what stands in for the last; None where nothing does."""
        kept = self.inside(span)
        if not kept:
            return None
        first, last = kept[0], kept[-1]
        start, end = first.new, last.new + last.length
        if first.old > span.start and (before := self.inside(Span(max(0, span.start - 1), span.start))):
            start = before[0].new + 1  # the edge itself was rewritten, and what stood in front of it was not
        if last.old + last.length < span.end and (after := self.inside(Span(span.end, span.end + 1))):
            end = after[0].new
        return Span(start, end) if start < end else None

    def hold_edges(self, span: Span) -> bool:
        """Whether the first and the last code point of a span are still there."""
        kept = self.inside(span)
        return bool(kept) and kept[0].old == span.start and kept[-1].old + kept[-1].length == span.end

    def similarity(self, span: Span, place: Span) -> float:
        """Dice coefficient over the code points that the two passages share, 0…1."""
        shared = sum(
            max(0, min(each.new + each.length, place.end) - max(each.new, place.start)) for each in self.inside(span)
        )
        return 2 * shared / (span.length + place.length)


# ------------------------------------------------------------------------------------------------ passages that moved


def _shifted(old: str, new: str, kept: Sequence[Block]) -> list[Block]:
    """What is the same in the passages that the alignment, which keeps the order, had to leave out."""
    sure = [each for each in kept if each.length >= _TELLING]  # single words may well be the same by chance
    ours = _Left(old, [Span(each.old, each.old + each.length) for each in sure])
    theirs = _Left(new, [Span(each.new, each.new + each.length) for each in sure])
    out = []
    for block in aligned(ours.text, theirs.text):
        for a, at, length in ours.located(block.old, block.length):
            there = block.new + at - block.old
            for b, begin, part in theirs.located(there, length):
                out.append(Block(a + begin - there, b, part))
    return sorted(out)


class _Left:
    """The passages of a text that an alignment left out, and long enough to have moved as a whole, as one text."""

    def __init__(self, text: str, kept: Iterable[Span]) -> None:
        self._gaps: list[Span] = []
        self._starts: list[int] = []
        at = joined = 0
        for span in (*kept, Span(len(text), len(text))):
            if span.start - at >= _WHOLE:
                self._gaps.append(Span(at, span.start))
                self._starts.append(joined)
                joined += span.start - at + 1
            at = max(at, span.end)
        self.text = "\n".join(each.of(text) for each in self._gaps)

    def located(self, at: int, length: int) -> Iterator[tuple[int, int, int]]:
        """The parts of a stretch of `text`: where each stands in the whole text, where in `text`, how long it is."""
        for number in range(max(0, bisect_right(self._starts, at) - 1), len(self._gaps)):
            gap, begins = self._gaps[number], self._starts[number]
            if begins >= at + length:
                return
            start, end = max(at, begins), min(at + length, begins + gap.length)
            if start < end:
                yield gap.start + start - begins, start, end - start


_WHOLE = 20
"""Shorter passages, in code points, are too much like others to be taken for moved ones."""
_MOST_PLACES = 200
"""Words that stand in more places than this are looked for in the first of them only."""


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
