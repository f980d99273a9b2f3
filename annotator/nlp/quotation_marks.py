"""The first suggester: quotations by their marks alone, without a pipeline, in any language.

A marked stretch is *speech* if it is shaped like a sentence or ends as speech before an attribution does; else it is a
*phrase*.  Titles, names and scare quotes are left out, and so is what stands inside other marks unless it is speech
that something introduces.  Two halves with one short attribution between them are one quotation, and so are the
paragraphs of a long one.  Which words attribute it, and to whom, is not found here.

The scores are the shares that were right (half of the words shared with a person's quotation) on political news
annotated by hand, rounded down.  Only *marks.inner* is a guess: those annotators left inner quotations out, we do not.

================  =====  =================================================================
rule              score  what
================  =====  =================================================================
marks.joined      0.95   two halves and more, with their attribution between them
marks.speech      0.9    a sentence in marks, with words before or after it
marks.paragraphs  0.8    paragraphs that each open with a mark, the last one closed
marks.bare        0.5    a sentence in marks that stands alone in its paragraph
marks.phrase      0.5    five words and more that are no sentence of their own
marks.inner       0.3    speech inside other marks that something introduces there
================  =====  =================================================================

Each mark that is missing or was only inferred takes 0.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from annotator.domain import ids
from annotator.domain.annotations import Origin, Quotation
from annotator.domain.marks import Marked, Marks
from annotator.domain.text import Span, Spans

SCORES: Final = {
    "marks.joined": 0.95,
    "marks.speech": 0.9,
    "marks.paragraphs": 0.8,
    "marks.bare": 0.5,
    "marks.phrase": 0.5,
    "marks.inner": 0.3,
}
PHRASE_WORDS: Final = 5
"""Fewest words of a phrase that is suggested."""
TITLE_WORDS: Final = 8
"""Most words of a title or a name."""
ATTRIBUTION_WORDS: Final = 30
"""Most words between the halves of an interrupted quotation."""
UNSURE: Final = 0.1
"""What a mark that is missing takes from the score."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)\]]*(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b\w|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Rev|Hon|St|Jr|Sr|Inc|Corp|vs))\.$"
)
_SMALL_WORDS: Final = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "over", "the", "to")
)
_COMMAS: Final = (",", "，")
_ENDS: Final = ".!?…。！？"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch with what decides about it."""

    stretch: Marked
    words: int
    capital: bool  # begins with a capital letter, or in a script that has none
    ending: str  # its last character that is no mark
    before: str  # the last character before it in its paragraph, "" at its start
    after: str  # what follows it in its paragraph, without blanks

    @property
    def introduced(self) -> bool:
        """Whether what stands before leads into speech."""
        return self.before in (*_COMMAS, ":", "：")

    @property
    def followed(self) -> bool:
        """Whether an attribution can follow: speech ended by a comma, or the sentence goes on behind the mark."""
        goes_on = bool(self.after) and (self.after[0].islower() or self.after[0].isupper()) and self.ending in "?!—–-…"
        return self.ending in _COMMAS or self.after[:1] in _COMMAS or goes_on

    @property
    def speech(self) -> bool:
        starts = self.before in ("", *_ENDS) or self.introduced
        ends = bool(self.ending) and self.ending in ".,!?…—–。，！？"
        return self.words > 0 and self.capital and ((starts and self.words > 1) or ends or self.followed)


def quotations(text: str, agent: str, marks: Marks | None = None) -> tuple[Quotation, ...]:
    """The suggested quotations of any text, by start, with ids that depend on their content alone."""
    marks = marks if marks is not None else Marks(text)
    stretches = marks.stretches(Span(0, len(text)))
    found = [*_outer(text, marks, stretches), *_inner(text, stretches)]
    made = [_quotation(marks, agent, *each) for each in found]
    return _with_parents(sorted(made, key=lambda each: (each.start, -each.end, each.id)))


def _quotation(marks: Marks, agent: str, rule: str, content: Spans, missing: int) -> Quotation:
    score = round(max(0.1, SCORES[rule] - UNSURE * missing), 4)
    origin = Origin("pipeline", agent=agent, rule=rule, score=score)
    kind = marks.type_of(content)
    flags = ("mark_error",) if missing else ()
    return Quotation(ids.derived("q", kind, content), content, origin, type=kind, flags=flags)


def _with_parents(found: list[Quotation]) -> tuple[Quotation, ...]:
    """Each inner quotation with the outer one whose fragment holds it."""
    out: list[Quotation] = []
    outer: Quotation | None = None
    for each in found:
        if each.origin.rule != "marks.inner":
            outer = each
        elif outer is not None and any(span.contains(each.content[0]) for span in outer.content):
            each = replace(each, parent=outer.id)  # noqa: PLW2901 - the same quotation
        out.append(each)
    return tuple(out)


# ------------------------------------------------------------------------------------------------ one stretch


def _piece(text: str, paragraph: Span, stretch: Marked) -> _Piece:
    start, end = stretch.inner
    first = _WORD.search(text, start, end)
    capital = first is not None and not first.group()[0].islower()
    return _Piece(
        stretch,
        words=_count(text, start, end),
        capital=capital,
        ending=_last(text, start, end),
        before=_last(text, paragraph.start, stretch.span.start),
        after=text[stretch.span.end : min(paragraph.end, stretch.span.end + 80)].lstrip(),
    )


def _count(text: str, start: int, end: int) -> int:
    """Number of words; in scripts without blanks, of characters."""
    runs = (each.group() for each in _WORD.finditer(text, start, end))
    return sum(1 if run.isascii() else max(1, sum(char > "\u2e80" for char in run)) for run in runs)


def _last(text: str, start: int, end: int) -> str:
    """The last character of start…end that is neither blank nor a mark."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\"'“”„‘’«»‹›「」『』"):
        end -= 1
    return text[end - 1] if end > start else ""


def _is_title(text: str, piece: _Piece) -> bool:
    """Whether a stretch is the title of a work, or a name: capitals throughout, and not ended as speech is."""
    words = [each.group() for each in _WORD.finditer(text, *piece.stretch.inner)]
    weighty = [each for each in words if each not in _SMALL_WORDS]
    if len(words) > TITLE_WORDS or not weighty or any(each[0].islower() for each in weighty):
        return False
    if piece.before.isalnum():  # in the midst of a sentence: “Dark Water,” a film
        return piece.ending not in "!?…"
    if piece.before in _COMMAS:  # one of several
        return piece.ending not in (*_ENDS, *_COMMAS) and piece.after[:1] not in _ENDS
    return len(words) <= 2 and not piece.introduced and not piece.followed and piece.ending not in _ENDS


# ------------------------------------------------------------------------------------------------ outer stretches

_Found = tuple[str, Spans, int]
"""Rule, content, and how many of its marks are missing."""


def _outer(text: str, marks: Marks, stretches: tuple[Marked, ...]) -> Iterator[_Found]:
    """The quotations among the outermost stretches: each run of halves or of paragraphs as one."""
    run: list[_Piece] = []
    joints: set[str] = set()
    for stretch in stretches:
        if stretch.level:
            continue
        piece = _piece(text, marks.paragraph(stretch.span.start), stretch)
        if not piece.words or _is_title(text, piece):
            continue
        joint = _joint(text, marks, run[-1], piece) if run else ""
        if run and not joint:
            yield from _made(run, joints)
            run, joints = [], set()
        run.append(piece)
        joints |= {joint} - {""}
    if run:
        yield from _made(run, joints)


def _made(run: list[_Piece], joints: set[str]) -> Iterator[_Found]:
    first = run[0]
    if "marks.paragraphs" in joints:
        rule = "marks.paragraphs"
    elif joints:
        rule = "marks.joined"
    elif not first.speech:
        rule = "marks.phrase"
        if first.words < PHRASE_WORDS:
            return
    else:
        rule = "marks.speech" if first.introduced or first.followed or first.after else "marks.bare"
    chained = len(run) > 1 and rule == "marks.paragraphs"
    missing = sum((not each.stretch.opened) + (not each.stretch.closed and not chained) for each in run)
    yield rule, tuple(each.stretch.span for each in run), missing


def _joint(text: str, marks: Marks, left: _Piece, right: _Piece) -> str:
    """The rule by which two stretches are one quotation, or an empty string."""
    if marks.continues(left.stretch, right.stretch):
        return "marks.paragraphs"
    between = Span(left.stretch.span.end, right.stretch.span.start)
    if between.length > 40 * ATTRIBUTION_WORDS or not left.speech:
        return ""
    words = between.of(text)
    if "\n" in words or "\u2028" in words or "\u2029" in words:
        return ""
    number = _count(words, 0, len(words))
    if not 0 < number <= ATTRIBUTION_WORDS:
        return ""
    words = words.rstrip()
    ends = [each.end() for each in _SENTENCE_END.finditer(words) if not _ABBREVIATED.search(words[: each.end()])]
    if not ends and words[-1] in ",—–-":
        return "marks.joined" if left.followed or left.ending not in _ENDS else ""
    whole = ends == [len(words)]
    new_cue = right.ending in _COMMAS or right.after[:1] in _COMMAS
    return "marks.joined" if whole and left.followed and right.speech and not new_cue else ""


# ------------------------------------------------------------------------------------------------ inner stretches


def _inner(text: str, stretches: tuple[Marked, ...]) -> Iterator[_Found]:
    """Speech inside other marks: a sentence that something introduces there."""
    outer: Marked | None = None
    for stretch in stretches:
        if not stretch.level:
            outer = stretch
        elif outer is not None:
            piece = _piece(text, outer.inner, stretch)
            is_speech = piece.capital and piece.words > 2 and piece.introduced and piece.ending in (*_ENDS, *_COMMAS)
            if is_speech:
                yield "marks.inner", (stretch.span,), (not stretch.opened) + (not stretch.closed)
