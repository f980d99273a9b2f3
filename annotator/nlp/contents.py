"""The words that a frame's cue attributes: the clause without the attribution in it, trimmed and fitted to the marks.

Conventions: "that", "whether" and "to" belong to the content, a preposition to the cue; a content that enters marks
takes all of the marked stretch; the stop at the end of a sentence is no part of indirect speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from annotator.domain.text import Span, Spans, ordered
from annotator.nlp.frames import Frame, Reach, core_of
from annotator.nlp.reading import Reading
from annotator.nlp.subjects import REPORTING
from annotator.nlp.syntax import Word, spans_of

AROUND: Final = frozenset({"c<", "par", "as"})
"""Frames whose cue stands in or behind what it attributes."""
LONGEST_SUBJECT: Final = 14
"""Most words that are taken for the subject of a clause that the parser left without one."""
_TENSED: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GOING_ON: Final = frozenset({"because", "if", "unless", "until"})
"""Words that go on with the clause right before them."""
_DATELINE = re.compile(r"[A-Z][A-Z .,/]{2,30}(?:, [A-Z][a-z]+\.?)?\s?(?:\([^()\n]{2,30}\)\s?)?[-–—]{1,2}\s")
_DASHES: Final = frozenset({"—", "–", "--", "―"})
_ADDING_WORDS: Final = """
add say call cite accuse argue warn suggest note claim describe urge promise vow pledge insist blame tell ask point
refer express
"""
_ADDING: Final = frozenset(_ADDING_WORDS.split())
"""Verbs that begin a further attribution: "…, adding that"."""


def content_of(reading: Reading, frame: Frame) -> Spans:
    """The content of a frame as fragments; none where no word is left."""
    pieces = _pieces(frame)
    if not pieces:
        return ()
    if frame.name in AROUND:
        pieces = _whole_sentence(reading, frame, pieces)
    elif frame.name == "according":
        pieces = _bare(frame, _whole_sentence(reading, frame, pieces))
    else:
        pieces = _coordinated(reading, frame, _mended(reading, frame, pieces))
        pieces = _trimmed(reading, frame, pieces)
    words = frame.head.words
    spans = [span for piece in pieces for span in spans_of(words[piece.first : piece.last + 1])]
    return _beside(reading, frame.head, fitted(reading, joined(reading.text, spans)))


def _beside(reading: Reading, cue: Word, spans: Spans) -> Spans:
    """The fragments in the paragraph of their cue: a sentence that the parser drew over a line break is two."""
    start, end = reading.paragraph_around(cue.start)
    return tuple(Span(max(start, low), min(end, high)) for low, high in spans if low < end and high > start)


def _pieces(frame: Frame) -> list[Reach]:
    """The clause without the words of the attribution that stand inside it."""
    cue, clause = Reach(frame.cue[0].at, frame.cue[-1].at), frame.clause
    if frame.name in ("par", "as"):
        head, verb = frame.head.head, frame.head
        holes = [Reach(verb.left, verb.right)]
        for kid in head.kids:
            own = any(each.dep in ("nsubj", "nsubjpass") for each in kid.kids)
            if kid.dep == "conj" and kid.at > verb.at > head.at and own:
                holes.append(Reach(kid.left, kid.right))
        return without(clause, holes)
    if not clause.first <= cue.first <= clause.last:
        return [clause]
    holes = [cue]
    subjects = [kid for kid in frame.head.kids if kid.dep in ("nsubj", "nsubjpass")]
    if frame.name in ("c<", "c", "o", "po"):
        holes += [Reach(kid.left, kid.right) for kid in subjects if not _holds_core(frame, kid)]
    if frame.name == "according":
        phrase = frame.head
        holes.append(Reach(phrase.left, max(phrase.right, frame.cue[-1].right)))
    return without(clause, holes)


def _holds_core(frame: Frame, subject: Word) -> bool:
    """Whether the subject of the cue is what is spoken of, as in a passive."""
    return frame.name == "po" or subject.left == frame.clause.first


def without(reach: Reach, holes: list[Reach]) -> list[Reach]:
    """What is left of a reach."""
    out, low = [], reach.first
    for hole in sorted(holes):
        if low <= min(hole.first - 1, reach.last):
            out.append(Reach(low, min(hole.first - 1, reach.last)))
        low = max(low, hole.last + 1)
    return [*out, Reach(low, reach.last)] if low <= reach.last else out


def _trimmed(reading: Reading, frame: Frame, pieces: list[Reach]) -> list[Reach]:
    """A clause ends before a dashed aside, a further attribution ("…, adding") or an "according to" behind it."""
    first, last = pieces[-1]
    words = frame.head.words
    aside = False
    for at in range(max(first + 1, core_of(frame).at + 1, frame.head.at + 1), last + 1):
        word, before = words[at], words[at - 1]
        stop = 0
        if word.text in _DASHES or (word.text == "-" and word.start > before.end):
            aside = not aside and _again(words, at, last)
            stop = at if not aside and not _closed(words, at, first) else 0
        elif aside:
            continue
        elif before.text == "," and word.tag == "VBG" and word.lemma in _ADDING:
            stop = at - 1
        elif word.lower == "according" and at < last and words[at + 1].lower == "to":
            stop = at
        elif before.text == ":" and reading.has_marks(word.start, word.end) and not reading.is_spoken(before):
            return [*pieces[:-1], Reach(first, at - 2)]  # any plan must wait: “Not now.”
        elif word.dep == "cc" and _goes_on_reporting(frame, word):
            stop = at
        if stop > first and not reading.is_spoken(word):
            return [*pieces[:-1], Reach(first, stop - 1)]
    return pieces


def _goes_on_reporting(frame: Frame, link: Word) -> bool:
    """Whether "and" leads to a further cue with the same speaker: claimed it was over and said that nobody asked."""
    core = link.head
    further = next((each for each in core.kids if each.dep == "conj" and each.at > link.at), None)
    if core is not core_of(frame) or further is None or further.lemma not in REPORTING or further.part != "VERB":
        return False
    alike = further.tag == frame.head.tag or (further.tag == "VB" and core.child("aux") is None)
    own = any(each.dep in ("nsubj", "nsubjpass", "aux") for each in further.kids)
    return alike and not own and further.child("ccomp") is not None


def _mended(reading: Reading, frame: Frame, pieces: list[Reach]) -> list[Reach]:
    """A clause that the parser cut before its verb goes on to the end of the sentence."""
    first, last = pieces[-1]
    words, cue = frame.head.words, frame.cue[-1].at
    if frame.name == "c" and words[first].tag in _TENSED and 1 < first - cue < LONGEST_SUBJECT:
        first = cue + 1  # the parser hung its subject elsewhere
    behind = words[last + 1] if last + 1 < len(words) else None
    pieces = [*pieces[:-1], Reach(first, last)]
    goes_on = behind is not None and (behind.tag in _TENSED or behind.lower in _GOING_ON)
    if frame.name not in ("c", "adv") or behind is None or not goes_on:
        return pieces
    if words[last].text in ",;:—–" or reading.paragraph_at(behind.start) != reading.paragraph_at(words[first].start):
        return pieces
    end = reading.first_sentence(behind.start, reading.paragraph_around(behind.start).end)
    rest = [each for each in reading.between(behind.start, end) if each.is_word]
    return [*pieces[:-1], Reach(first, rest[-1].at)] if rest else pieces


def _coordinated(reading: Reading, frame: Frame, pieces: list[Reach]) -> list[Reach]:
    """With the clauses that go on behind with "and that …", wherever the parser hung them."""
    first, last = pieces[-1]
    words = frame.head.words
    if frame.name != "c" or not any(each.lower == "that" for each in words[first : first + 2]):
        return pieces
    for _ in range(4):
        at = last + 1
        uncut = at < len(words) and words[at].lower == "and"
        while at < len(words) and words[at].text == ",":
            at += 1
        if at + 1 >= len(words) or words[at].lower not in ("and", "but"):
            break
        if words[at + 1].lower != "that" and not (uncut and _begins_clause(at + 1, frame.head)):
            break
        end = reading.first_sentence(words[at].start, reading.paragraph_around(words[at].start).end)
        behind = reading.between(words[at].start, end)
        bare = [each for each in behind if each.is_word]
        if not bare:
            break
        last = bare[-1].at
    return [*pieces[:-1], Reach(first, last)]


def _begins_clause(at: int, cue: Word) -> bool:
    """Whether a clause with a subject of its own follows there, which the parser hung on the cue."""
    verb = next((each for each in cue.kids if each.dep == "conj" and each.at > at), None)
    return verb is not None and any(each.dep in ("nsubj", "nsubjpass") and each.left == at for each in verb.kids)


def _closed(words: Sequence[Word], at: int, first: int) -> bool:
    """Whether the same dash stands before: then this one closes an aside."""
    return sum(words[before].text == words[at].text for before in range(max(first, at - 60), at)) % 2 == 1


def _again(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a dash stands again behind: then the aside is closed and the clause goes on."""
    return any(words[behind].text == words[at].text for behind in range(at + 1, min(last + 1, at + 60)))


def _whole_sentence(reading: Reading, frame: Frame, pieces: list[Reach]) -> list[Reach]:
    """Of '…, experts believe.' everything in the sentence before the attribution was said."""
    if not pieces or pieces[0].first >= frame.head.at or pieces[-1].last > frame.head.at:
        return pieces
    words, first = frame.head.words, pieces[0].first
    low = sentence_start(reading, frame.head)
    left = [words[at] for at in range(low, first)]
    barred = any("\n" in each.text or _quotes(each) or reading.is_spoken(each) for each in left)
    if not left or barred:
        return pieces
    while low < first and (words[low].dep == "cc" or not words[low].is_word):
        low += 1
    return [Reach(low, pieces[0].last), *pieces[1:]]


def _bare(frame: Frame, pieces: list[Reach]) -> list[Reach]:
    """Without a conjunction at the start."""
    words = frame.head.words
    while pieces and (words[pieces[0].first].dep == "cc" or not words[pieces[0].first].is_word):
        first, last = pieces[0]
        if first == last:
            return pieces
        pieces = [Reach(first + 1, last), *pieces[1:]]
    return pieces


def sentence_start(reading: Reading, word: Word) -> int:
    """The place of the first word of the sentence, told by its signs, that a word stands in."""
    low = reading.last_sentence(reading.paragraph_around(word.start).start, word.start)
    between = reading.between(low, word.start + 1)
    return between[0].at if between else word.at


def _quotes(word: Word) -> bool:
    return word.part == "VERB" and word.dep not in ("amod", "xcomp") and word.lemma in _ADDING


def fitted(reading: Reading, spans: Spans) -> Spans:
    """The fragments as the marks and the lines want them.

    One that enters marks from outside takes all of the stretch, one that fills it takes its marks; none goes on into
    the next paragraph; the place and agency that a report begins with are no part of what was said.
    """
    out = []
    for start, end in spans:
        low, high = start, end
        for each in reading.stretches(start, end):
            left, right = each.span
            if start <= left + 1 < end < right and end > left + 2:
                high = max(high, right)
                low = min(low, left) if left < start else low
            elif left < start < right <= end and start - left <= 2:
                low = min(low, left)
        first, limit = reading.paragraph_around(low)
        if first == low:
            dateline = _DATELINE.match(reading.text, low, high)
            low = dateline.end() if dateline else low
        if high > limit and reading.stretch_at(limit - 1) is None:
            high = limit
        out.append(Span(low, high))
    return ordered(out)


def joined(text: str, spans: list[Span]) -> Spans:
    """Fragments with nothing but signs between them, on one line, are one."""
    out: list[Span] = []
    for span in sorted(spans):
        gap = text[out[-1].end : span.start] if out else ""
        if out and "\n" not in gap and not any(map(str.isalnum, gap)):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
