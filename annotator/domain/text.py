"""Spans of a text, its stored form, UTF-16 positions, and where its tokens begin and end.

Every offset here is a Unicode code point unless a name says otherwise.  Token boundaries follow the word boundaries of
Unicode Standard Annex 29 with two differences that annotation wants: each CJK character is a token of its own, and a
hyphen always separates.  All boundary functions look only at the neighbourhood of a position, so that they cost the
same in a one-paragraph text of a million characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.domain.errors import TextError


class Span(NamedTuple):
    """A half-open range of code points, ``start < end`` when stored."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether all of ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words at this span."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]
"""Fragments: ordered and disjoint."""

Boundary = Callable[[str, int], bool]
"""Whether something (a token, a character) begins or ends at an offset into a text."""


def ordered(spans: Iterable[Span]) -> Spans:
    """``spans`` as fragments: sorted, the empty ones dropped, overlapping ones joined (touching ones stay apart)."""
    out: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def covered(spans: Spans, inner: Spans) -> bool:
    """Whether ``spans`` hold every code point of ``inner``; fragments that touch hold what lies across them."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return all(any(outer.contains(each) for outer in joined) for each in inner)


def shared_length(a: Spans, b: Spans) -> int:
    """Number of code points that both cover."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def total_length(spans: Spans) -> int:
    """Number of code points that ``spans`` cover."""
    return sum(span.length for span in spans)


def dice(a: Spans, b: Spans) -> float:
    """Dice coefficient of two sets of fragments over code points, 0…1; 1 for two empty ones (Dice 1945)."""
    whole = total_length(a) + total_length(b)
    return 2 * shared_length(a, b) / whole if whole else 1.0


def words(text: str, spans: Spans, joint: str = " […] ") -> str:
    """The words of the fragments, as people read them."""
    return joint.join(span.of(text) for span in spans)


# ------------------------------------------------------------------------------------------------ the stored form

_REFUSED = re.compile("[\0\ud800-\udfff]")
_LINE_ENDS = re.compile("\r+\n")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as stored, and how offsets into the text as it came move with it."""

    text: str
    removed: tuple[int, ...]
    """Positions, in the text as it came, of the code points that were taken out, ascending."""

    def moved(self, offset: int) -> int:
        """The stored text's offset for an offset into the text as it came."""
        return offset - bisect_right(self.removed, offset - 1)


def clean(text: str) -> Cleaned:
    """The stored form of a text: CRLF becomes LF, a leading byte order mark goes, nothing else changes.

    The stored form of a stored form is itself: of a line end written twice (CR CR LF) and of doubled byte order marks
    nothing stays either, else reading what was written here would change the text under its annotations.
    Raises TextError, with the position, at a NUL or a lone surrogate.
    """
    if bad := _REFUSED.search(text):
        what = "a NUL character" if bad.group() == "\0" else "a lone surrogate"
        raise TextError(
            f"the text has {what} at character {bad.start() + 1}",
            "remove it, or save the file as UTF-8 text",
            position=bad.start(),
        )
    body = text.lstrip("\ufeff")
    removed = list(range(len(text) - len(body)))
    if "\r\n" in body:
        for each in _LINE_ENDS.finditer(text):
            removed += range(each.start(), each.end() - 1)
        body = _LINE_ENDS.sub("\n", body)
    return Cleaned(body, tuple(removed))


def sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes of ``text``: what identifies a text across projects."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# ------------------------------------------------------------------------------------------------ UTF-16

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Code points to UTF-16 units and back, for Qt and other programs that count so.

    Each way costs O(log n) in the number of characters beyond the Basic Multilingual Plane, none where there is none.
    A position inside a surrogate pair counts as the pair's start.
    """

    __slots__ = ("_astral", "_units")

    def __init__(self, text: str) -> None:
        has_astral = not text.isascii() and max(text) > "\uffff"
        self._astral = [each.start() for each in _ASTRAL.finditer(text)] if has_astral else []
        self._units = [at + n + 1 for n, at in enumerate(self._astral)]  # second unit of each pair

    def units(self, offset: int) -> int:
        """UTF-16 position of a code-point offset."""
        return offset + bisect_right(self._astral, offset - 1)

    def code_points(self, position: int) -> int:
        """Code-point offset of a UTF-16 position."""
        return position - bisect_right(self._units, position)


# ------------------------------------------------------------------------------------------------ tokens

_ZWJ = "\u200d"
_LONGEST = 1000
"""No word is longer, in code points: an edge inside a longer run of letters stays where it is."""
_MOST_MARKS = 64
"""As many marks are looked through for the character that they stand on (Unicode's stream-safe texts have 30)."""
_EAST_ASIAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def _extends(char: str) -> bool:
    """Whether a character belongs to the one before it: marks, joiners, skin tones, tags, Hangul vowels."""
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in "\u200c\u200d\uff9e\uff9f"
        or "\u1160" <= char <= "\u11ff"
        or "\ud7b0" <= char <= "\ud7fb"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def is_character_boundary(text: str, at: int) -> bool:
    """Whether a user-perceived character begins or ends at ``at``: never inside an accent, a flag or a ZWJ sequence."""
    if at <= 0 or at >= len(text):
        return True
    left, right = text[at - 1], text[at]
    if left.isspace():
        return True
    if _extends(right):
        return False
    if left == _ZWJ:
        return right.isalnum() or right.isspace()
    if _is_regional(left) and _is_regional(right):
        run = 0
        while at - 1 - run >= 0 and _is_regional(text[at - 1 - run]):
            run += 1
        return run % 2 == 0
    return True


def _base(text: str, at: int) -> str:
    """The last character before ``at`` that is not an extender, or an empty string."""
    for back in range(at - 1, max(at - 1 - _MOST_MARKS, -1), -1):
        if not _extends(text[back]):
            return text[back]
    return ""


_IN_WORDS = frozenset("_\u00ad\u2060")  # the soft hyphen and the word joiner are parts of a word


def _is_word(char: str) -> bool:
    return char in _IN_WORDS or (char.isalnum() and not _EAST_ASIAN.match(char))


def is_token_boundary(text: str, at: int) -> bool:
    """Whether a token begins or ends at ``at``."""
    if at <= 0 or at >= len(text):
        return True
    if not is_character_boundary(text, at):
        return False
    left, right = _base(text, at), text[at]
    if _is_word(left) and _is_word(right):
        return False
    after = text[at + 1] if at + 1 < len(text) else ""
    if _is_word(left) and after and _joins(left, right, after):
        return False
    before = _base(text, at - 1) if at > 1 else ""
    return not (before and _is_word(right) and _joins(before, text[at - 1], right))


def _joins(before: str, mid: str, after: str) -> bool:
    """Whether ``mid`` stands inside a word, as the apostrophe in "don't", or inside a number, as in "3.5"."""
    if mid in "'’.·\u05f3\u05f4" and _is_word(before) and before.isalpha() and _is_word(after) and after.isalpha():
        return mid != "." or after.islower() == before.islower()
    return mid in ".," and before.isdigit() and after.isdigit()


def snap(text: str, span: Span) -> Span:
    """``span`` grown to whole tokens and freed of blanks at its edges; empty, at its start, if it holds only blanks."""
    start, end = max(0, span.start), min(len(text), span.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return Span(span.start, span.start)
    return Span(_walked(text, start, -1, is_token_boundary), _walked(text, end, 1, is_token_boundary))


def _walked(text: str, at: int, step: int, boundary: Boundary) -> int:
    """The first boundary at ``at`` or beyond it; in an endless run of letters, that of the next character."""
    for distance in range(_LONGEST):
        if boundary(text, at + step * distance):
            return at + step * distance
    while not is_character_boundary(text, at):
        at += step
    return at


def token_at(text: str, at: int) -> Span:
    """The token around ``at``, or the one that ends there; empty between blanks."""
    if at < len(text) and not text[at].isspace():
        return snap(text, Span(at, at + 1))
    if at > 0 and not text[at - 1].isspace():
        return snap(text, Span(at - 1, at))
    return Span(at, at)


def edge_after(text: str, at: int, boundary: Boundary = is_token_boundary) -> int:
    """The nearest place after ``at`` where a token ends: an end edge moves right.  ``at`` if only blanks follow."""
    end = at
    while end < len(text) and text[end].isspace():
        end += 1
    return at if end >= len(text) else _walked(text, end + 1, 1, boundary)


def edge_before(text: str, at: int, boundary: Boundary = is_token_boundary) -> int:
    """The nearest place before ``at`` where a token begins: a start edge moves left.  ``at`` if only blanks precede."""
    start = at
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return at if start <= 0 else _walked(text, start - 1, -1, boundary)


def end_before(text: str, at: int, boundary: Boundary = is_token_boundary) -> int:
    """The nearest place before ``at`` where a token ends: an end edge moves left.  0 if there is none."""
    end = edge_before(text, at, boundary)
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end if end < at else 0


def start_after(text: str, at: int, boundary: Boundary = is_token_boundary) -> int:
    """The nearest place after ``at`` where a token begins: a start edge moves right.  Else the text's end."""
    start = edge_after(text, at, boundary)
    while start < len(text) and text[start].isspace():
        start += 1
    return start if start > at else len(text)


def paragraph_at(text: str, at: int) -> Span:
    """The paragraph (a line of the text, without its break) around ``at``."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return Span(start, len(text) if end < 0 else end)
