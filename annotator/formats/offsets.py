"""The unit in which another program counted its offsets: found out, never guessed in silence.

Code points, UTF-16 units, user-perceived characters, and each of them with CR LF as one: all are tried, and the one
wins under which most spans hold the words that they say they hold, or else begin and end where words do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.domain.errors import TextError
from annotator.domain.text import Span, Utf16, clean, is_character_boundary, is_token_boundary
from annotator.domain.validation import Checks, shown

CODE_POINTS = "code points"
UTF_16 = "UTF-16 units"
CHARACTERS = "user-perceived characters"
ONE_BREAK = ", CR LF as one"
_CLEAR = 0.25
"""Without words beside the spans, so much better a span must another unit fit than the format's own (2 is perfect)."""
_LOOK_AT = 400
"""So many spans of a document are enough to tell."""


@dataclass(frozen=True, slots=True)
class Range:
    """A span as it came: offsets in an unknown unit, and the words that stand there, None where it does not say."""

    start: int
    end: int
    words: str | None = None


class Measured:
    """A text as it came, its stored form, and how offsets into the one become offsets into the other.

    Raises FormatError, through ``checks``, for a text that cannot be stored or is empty.
    """

    def __init__(self, raw: str, checks: Checks, owner: str = "the text") -> None:
        try:
            cleaned = clean(raw)
        except TextError as error:
            checks.fail(error.message, error.hint)
        if not cleaned.text.strip():
            checks.fail(f"{shown(owner)} is empty", "leave it out, or fill in its text")
        self.text = cleaned.text
        self.unit = CODE_POINTS
        self._checks = checks
        self._raw = raw
        self._moved = cleaned.moved
        self._convert: Callable[[int], int] = cleaned.moved
        self._length = len(raw)

    @property
    def note(self) -> str:
        """A sentence about the unit where it is not the plain one, else nothing."""
        return "" if self.unit == CODE_POINTS else f"counts its offsets in {self.unit}"

    def settle(self, ranges: Iterable[Range], prefer: str = CODE_POINTS) -> None:
        """Find out in which unit these were counted; ``prefer`` is what the format says, for where nothing tells."""
        few = list(ranges)[:_LOOK_AT]
        ways = self._ways()
        if not few or len(ways) == 1:
            return
        first = prefer if prefer in ways else CODE_POINTS
        scores = {unit: self._score(few, *way) for unit, way in ways.items()}
        best = max(ways, key=lambda unit: (scores[unit], unit == first))
        told = any(each.words is not None for each in few)
        clear = scores[best] - scores[first] > (0 if told else len(few) * _CLEAR)
        self.unit = best if clear else first
        self._convert, self._length = ways[self.unit]

    def take(self, unit: str) -> None:
        """Take the unit that is known, in a file that we wrote ourselves."""
        ways = self._ways()
        if unit in ways:
            self.unit = unit
            self._convert, self._length = ways[unit]

    def span(self, range: Range, owner: str) -> Span:
        """The span in the stored text.  Raises FormatError where it lies outside or holds other words."""
        start, end = range.start, range.end
        if not 0 <= start < end:
            self._checks.fail(f"{shown(owner)}: the span {start}–{end} is empty or begins before the text")
        if end > self._length:
            self._checks.fail(
                f"{shown(owner)}: the span {start}–{end} ends beyond the text, which has {self._length} {self.unit}"
            )
        found = Span(self._convert(start), self._convert(end))
        if found.start >= found.end:
            self._checks.fail(f"{shown(owner)}: the span {start}–{end} holds no character that is kept")
        if range.words is not None and not _alike(found.of(self.text), range.words):
            self._checks.fail(
                f"{shown(owner)}: the span {start}–{end} says “{shown(range.words)}” but the text there is "
                f"“{shown(found.of(self.text))}”, however its offsets are counted",
                "the text was changed after it was annotated",
            )
        return found

    def _ways(self) -> dict[str, tuple[Callable[[int], int], int]]:
        """How each unit becomes an offset into the stored text, and the text's length in it; only those that differ."""
        out = _units(self._raw, self._moved)
        if "\r\n" in self._raw:
            for unit, way in _units(self.text, lambda offset: offset).items():
                out[unit + ONE_BREAK] = way
        return out

    def _score(self, ranges: Sequence[Range], convert: Callable[[int], int], length: int) -> int:
        score = 0
        for each in ranges:
            if not 0 <= each.start < each.end <= length:
                score -= 2
                continue
            start, end = convert(each.start), convert(each.end)
            if each.words is not None:
                score += 2 * _alike(self.text[start:end], each.words)
            else:
                score += is_token_boundary(self.text, start) + is_token_boundary(self.text, end)
                score -= start < end and (self.text[start].isspace() or self.text[end - 1].isspace())
        return score


def _units(raw: str, onward: Callable[[int], int]) -> dict[str, tuple[Callable[[int], int], int]]:
    out: dict[str, tuple[Callable[[int], int], int]] = {CODE_POINTS: (onward, len(raw))}
    if raw.isascii():
        return out
    if max(raw) > "\uffff":
        units = Utf16(raw)
        out[UTF_16] = (lambda position: onward(units.code_points(position)), units.units(len(raw)))
    starts = [at for at in range(len(raw)) if is_character_boundary(raw, at)] + [len(raw)]
    if len(starts) <= len(raw):
        out[CHARACTERS] = (lambda position: onward(starts[min(position, len(starts) - 1)]), len(starts) - 1)
    return out


def _alike(one: str, other: str) -> bool:
    """Whether the words are the same, whatever blanks and line ends lie between them."""
    return one == other or "".join(one.split()) == "".join(other.split())
