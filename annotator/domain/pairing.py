"""Pairs the quotation marks of one paragraph by their direction, and repairs what does not pair.

A mark after a blank opens, a mark before a blank or a stop closes; its shape decides only where its neighbours do not.
Nested marks pair by a stack.  What is left over is repaired as a reader would; `annotator.domain.marks` lists how.
Everything here takes time linear in the paragraph's length and raises on no text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from annotator.domain.text import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between two marks: ``span`` with the marks, ``inner`` without them.

    ``double`` is False for single marks; ``level`` counts the stretches around it (0 is outermost); ``opened`` and
    ``closed`` tell whether a mark stands at that end, or whether it was only inferred.
    """

    span: Span
    inner: Span
    double: bool
    level: int = 0
    opened: bool = True
    closed: bool = True


def pair(text: str, paragraph: Span) -> list[Marked]:
    """The marked stretches of the paragraph at that span, by start, outer before inner."""
    doubles, singles = _scan(text, paragraph)
    if not doubles and not singles:
        return []
    paired = _Doubles(text, paragraph).pair(doubles)
    return _levels(_with_singles(text, paragraph, paired, singles))


def skip_blanks(text: str, at: int) -> int:
    """The first place from ``at`` on that holds no blank."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


_BLANKS = re.compile(r"\s*")


# ------------------------------------------------------------------------------------------------ marks and directions

_CORNER_OPEN, _CORNER_CLOSE = "「『｢﹁﹃", "」』｣﹂﹄"
_OPEN, _CLOSE, _STRAIGHT = ("“", "«", "„", "‟", "〝", "``"), ("”", "»", "〞", "〟"), ('"', "＂", "''")
_SINGLE_OPEN, _SINGLE_CLOSE = "‘‚‹‛", "’›"
_TURNED = {"„": "“", "»": "«", "‚": "‘", "›": "‹", "‟": "“"}  # closed by what opens elsewhere
_MARK = re.compile(r"''|``|[“”«»„‟〝〞〟\"＂「『｢﹁﹃」』｣﹂﹄‘‚‹‛›]|(?<!\w)['’]|['’](?!\w)")
_BEFORE_OPENING = "([{<—–-/‘“„«\"'*¿¡（"
_AFTER_CLOSING = ".,!?;:…)]}>—–-/”’»\"'*，。！？；：、）」』"
_ENDS_SPEECH = ".,!?…;—–。，！？"
_ENDS_SENTENCE = ".!?…。！？"
_SENTENCE_START = re.compile(r"[.!?…][)\]]?\s+(?=\w)")
_ELIDED = re.compile(r"\d|(?:em|tis|twas|til|till|cause|bout|round|n|cos|cuz)\b", re.IGNORECASE)

Direction = Literal["opens", "closes", "either"]


class _Mark(NamedTuple):
    start: int
    end: int
    glyph: str
    opens: bool


def _neighbour(text: str, at: int, step: int, within: Span) -> str:
    """The next character in a direction that is no direction control; a blank beyond the paragraph."""
    while within.start <= at < within.end:
        if text[at] < "\u200b" or unicodedata.category(text[at]) != "Cf":
            return text[at]
        at += step
    return " "


def _direction(before: str, after: str) -> Direction:
    may_open = before.isspace() or before in _BEFORE_OPENING
    may_close = after.isspace() or after in _AFTER_CLOSING
    if may_open == may_close:
        return "either"
    return "opens" if may_open else "closes"


def _scan(text: str, span: Span) -> tuple[list[_Mark], list[_Mark]]:
    """The double and the single marks of a paragraph with their directions."""
    doubles: list[_Mark] = []
    singles: list[_Mark] = []
    stack: list[str] = []
    low = False  # whether a single mark that its turned twin closes stands open
    for found in _MARK.finditer(text, span.start, span.end):
        glyph, start, end = found.group(), found.start(), found.end()
        before = _neighbour(text, start - 1, -1, span)
        after = _neighbour(text, end, 1, span)
        direction = _direction(before, after)
        if glyph in "'’" or glyph in _SINGLE_OPEN or glyph in _SINGLE_CLOSE:
            opens_single = False if low and glyph == "‘" and not before.isspace() else None
            if opens_single is None:
                opens_single = _single_opens(glyph, direction, text, end)
            if opens_single is not None:
                singles.append(_Mark(start, end, glyph, opens_single))
                low = opens_single and glyph == "‚"
            continue
        if glyph in _STRAIGHT and not stack and _is_inside_word(before, after, direction):
            continue
        opens = _double_opens(glyph, direction, stack[-1] if stack else "")
        if opens and glyph in _CLOSE and stack and _last_visible(text, span.start, start) in _ENDS_SPEECH:
            opens = False  # “We agree, ”he said: the blank slipped to the wrong side
        doubles.append(_Mark(start, end, glyph, opens))
        if opens:
            stack.append(glyph)
        elif stack:
            stack.pop()
    return doubles, singles


def _last_visible(text: str, low: int, at: int) -> str:
    """The last character before ``at``, not before ``low``, that is neither blank nor a direction control."""
    while at > low:
        at -= 1
        if not text[at].isspace() and unicodedata.category(text[at]) != "Cf":
            return text[at]
    return ""


def _is_inside_word(before: str, after: str, direction: Direction) -> bool:
    """Whether a straight double mark is none: inches (6"), or the gershayim of a Hebrew abbreviation."""
    if before.isdigit() and direction != "opens":
        return True
    return "\u0590" <= before <= "\u05ff" and "\u0590" <= after <= "\u05ff"


def _double_opens(glyph: str, direction: Direction, top: str) -> bool:
    if glyph in _CORNER_OPEN or glyph in _CORNER_CLOSE:
        return glyph in _CORNER_OPEN
    if glyph in _OPEN:
        turned = _TURNED.get(top) == glyph and direction != "opens"
        return not turned and not (direction == "closes" and top)
    if glyph in _CLOSE:
        return direction == "opens"
    return direction == "opens" or (direction == "either" and not top)


def _single_opens(glyph: str, direction: Direction, text: str, end: int) -> bool | None:
    """Whether a single mark opens; None for an apostrophe."""
    if direction == "opens":
        elided = glyph in "'’‘" and _ELIDED.match(text, end)
        return None if elided else True
    if direction == "closes":
        return False
    return {True: True, False: None}[glyph in _SINGLE_OPEN]


# ------------------------------------------------------------------------------------------------ pairing


def _marked(left: _Mark, right: _Mark, *, double: bool) -> Marked:
    return Marked(Span(left.start, right.end), Span(left.end, right.start), double)


def _joined(first: Marked, last: Marked) -> Marked:
    """One stretch from the start of ``first`` to the end of ``last``."""
    span, inner = Span(first.span.start, last.span.end), Span(first.inner.start, last.inner.end)
    return replace(first, span=span, inner=inner, opened=first.opened, closed=last.closed)


class _Doubles:
    """Pairs the double marks of one paragraph with a stack, and repairs what is left over."""

    def __init__(self, text: str, span: Span) -> None:
        self.text, self.span = text, span
        self.end = span.start + len(text[span.start : span.end].rstrip())
        self.nested: list[Marked] = []
        self.open: list[tuple[_Mark, list[Marked]]] = []  # opening marks not yet closed, with their direct children
        self.top: list[Marked] = []

    def pair(self, marks: list[_Mark]) -> list[Marked]:
        for mark in marks:
            if mark.opens:
                self.open.append((mark, []))
            elif self.open:
                left, children = self.open.pop()
                self.nested += children
                self._siblings().append(_marked(left, mark, double=True))
            else:
                self._never_opened(mark)
        self._never_closed()
        return sorted(self.top + self.nested, key=_order)

    def _siblings(self) -> list[Marked]:
        return self.open[-1][1] if self.open else self.top

    def _never_opened(self, mark: _Mark) -> None:
        last = self.top[-1] if self.top else None
        start = skip_blanks(self.text, last.span.end if last else self.span.start)
        if last is not None:
            after = _SENTENCE_START.search(self.text, last.span.end, mark.start)
            if after is None or self.text[last.inner.end - 1] in _ENDS_SENTENCE:
                end = Marked(Span(start, mark.end), Span(start, mark.start), double=True)
                self.top[-1] = _joined(last, end)
                return
            start = after.end()
        if start < mark.start:
            self.top.append(Marked(Span(start, mark.end), Span(start, mark.start), double=True, opened=False))

    def _never_closed(self) -> None:
        """From the last opening mark back: each takes the stretch that reopens it, or runs to the paragraph's end."""
        follower: Marked | None = None
        for mark, children in reversed(self.open):
            own = Marked(Span(mark.start, self.end), Span(mark.end, self.end), double=True, closed=False)
            again = next((n for n, each in enumerate(children) if self._reopens(each)), None)
            if again is not None:
                if follower is not None:
                    self.nested.append(follower)
                follower = _joined(own, children.pop(again))
            else:
                follower = _joined(own, follower) if follower is not None else own
            self.nested += children
        if follower is not None:
            self.top.append(follower)

    def _reopens(self, stretch: Marked) -> bool:
        """Whether a stretch looks like speech of its own and not like a phrase within speech."""
        inner = stretch.inner
        ends = inner.start < inner.end and self.text[inner.end - 1] in _ENDS_SPEECH
        return ends or _last_visible(self.text, self.span.start, stretch.span.start) in _ENDS_SENTENCE


def _order(stretch: Marked) -> tuple[int, int]:
    return stretch.span.start, -stretch.span.end


def _with_singles(text: str, span: Span, doubles: list[Marked], singles: list[_Mark]) -> list[Marked]:
    """``doubles``, mended with single marks that are left over, and the stretches between single marks."""
    found: list[Marked] = []
    mended = {each.span.start: each for each in doubles}
    for around, marks in _by_stretch(doubles, singles):
        pairs, loose = _pair_singles(text, span, marks)
        found += pairs
        if around is not None:
            mended[around.span.start] = _mended(text, around, loose)
        else:
            found += _open_single(text, span, doubles, loose)
    return [*mended.values(), *found]


def _by_stretch(doubles: list[Marked], singles: list[_Mark]) -> list[tuple[Marked | None, list[_Mark]]]:
    """The single marks, grouped by the innermost double stretch around them: pairs never cross a double mark."""
    groups: dict[int, tuple[Marked | None, list[_Mark]]] = {}
    stack: list[Marked] = []
    following = 0
    for mark in singles:
        while following < len(doubles) and doubles[following].span.start <= mark.start:
            stack.append(doubles[following])
            following += 1
        while stack and stack[-1].span.end <= mark.start:
            stack.pop()
        around = stack[-1] if stack else None
        groups.setdefault(around.span.start if around else -1, (around, []))[1].append(mark)
    return list(groups.values())


def _pair_singles(text: str, span: Span, marks: list[_Mark]) -> tuple[list[Marked], list[_Mark]]:
    pairs: list[Marked] = []
    loose: list[_Mark] = []
    left: _Mark | None = None
    for n, mark in enumerate(marks):
        follower = marks[n + 1] if n + 1 < len(marks) else None
        if mark.opens:
            if left is not None:
                loose.append(left)
            left = mark
        elif left is None:
            loose.append(mark)
        elif not (follower is not None and _is_possessive(text, span, mark) and _surely_closes(text, span, follower)):
            pairs.append(_marked(left, mark, double=False))
            left = None
    return pairs, [*loose, left] if left is not None else loose


def _surely_closes(text: str, span: Span, mark: _Mark) -> bool:
    """Whether a mark surely closes, so that the one before it may be a possessive."""
    return not mark.opens and not _is_possessive(text, span, mark)


def _is_possessive(text: str, span: Span, mark: _Mark) -> bool:
    """Whether a closing single mark may be that of "the workers’ party"."""
    return text[mark.start - 1] in "sxz" and mark.end < span.end and text[mark.end].isspace()


def _mended(text: str, stretch: Marked, loose: list[_Mark]) -> Marked:
    """A stretch that lacks a double mark, closed or opened by a single one where that fits."""
    if not stretch.closed:
        for mark in loose:
            if not mark.opens and text[mark.start - 1] in _ENDS_SPEECH:
                span, inner = Span(stretch.span.start, mark.end), Span(stretch.inner.start, mark.start)
                return replace(stretch, span=span, inner=inner, closed=True)
    if not stretch.opened:
        for mark in loose:
            if mark.opens and text[mark.end : mark.end + 1].isupper():
                span, inner = Span(mark.start, stretch.span.end), Span(mark.end, stretch.inner.end)
                return replace(stretch, span=span, inner=inner, opened=True)
    return stretch


def _open_single(text: str, span: Span, doubles: list[Marked], loose: list[_Mark]) -> list[Marked]:
    """An outer ‘ that is never closed, where it can only begin speech: at a start or after a colon or a comma."""
    end = span.start + len(text[span.start : span.end].rstrip())
    for mark in loose:
        starts = _last_visible(text, span.start, mark.start) in ("", ":", ",")
        if mark.opens and starts and mark.glyph in _SINGLE_OPEN and text[mark.end : mark.end + 1].isupper():
            if any(each.span.start > mark.start for each in doubles):
                return []
            return [Marked(Span(mark.start, end), Span(mark.end, end), double=False, closed=False)]
    return []


def _levels(stretches: list[Marked]) -> list[Marked]:
    """In order and with their levels; those without a character inside, or that cross another, left out."""
    out: list[Marked] = []
    around: list[Marked] = []
    for stretch in sorted(stretches, key=_order):
        while around and around[-1].span.end <= stretch.span.start:
            around.pop()
        if stretch.inner.start >= stretch.inner.end or (around and stretch.span.end > around[-1].span.end):
            continue
        out.append(replace(stretch, level=len(around)))
        around.append(stretch)
    return out
