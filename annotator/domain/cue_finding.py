"""Cues told by their words alone, where nobody has parsed the text: what stands near a content and could attribute it.

A written form of the lexicon, with the auxiliaries before it, is a cue.  Its subject is the run of words between it and
the content or the beginning of its clause; where none stands there, as in "said Lindqvist", the run behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.cues import CueCandidate
from annotator.domain.text import Span, Spans

FARTHEST: Final = 300
"""Code points between a content and the words that are looked through."""
LONGEST_SUBJECT: Final = 14
"""Most words of a subject."""
SURE: Final = 0.8
"""How much of the lexicon's score a word has that no grammar vouches for."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STOP = re.compile(r"[,;:()\[\]{}“”„«»\"!?…–—\n\u2028\u2029]|\.(?=\s|$)")
_INITIAL = re.compile(r"(?:^|[\s.])(?:[A-Z]|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|Hr|Fr|Sr|Sra|Mme|Mgr)$")
_LINK: Final = frozenset(" \t\u00a0\u202f")


class Window(NamedTuple):
    """Where to look: from which to which code point, and on which side of the content that is."""

    start: int
    end: int
    behind: bool


def found_near(text: str, window: Window, lexicon: CueLexicon) -> Iterator[CueCandidate]:
    """The cues of a window, by start, with their subjects; they govern nothing that could be told."""
    words = [Span(*each.span()) for each in _WORD.finditer(text, window.start, window.end)]
    lowered = [each.of(text).lower() for each in words]
    for phrase in lexicon.before:
        yield from _phrases(text, window, phrase)
    for at, (word, low) in enumerate(zip(words, lowered, strict=True)):
        score = lexicon.forms.get(low)
        if score is None or low != word.of(text):
            continue
        first = at
        while first and lowered[first - 1] in lexicon.auxiliaries and _touch(text, words[first - 1], words[first]):
            first -= 1
        cue = Span(words[first].start, word.end)
        yield CueCandidate((cue,), _subject(text, cue, window, lexicon), None, round(SURE * score, 3))


def colon_before(text: str, start: int) -> CueCandidate | None:
    """“Name: words”: the colon right before ``start`` as a cue, what stands before it in the line as the subject."""
    at = start
    while at > 0 and text[at - 1] in _LINK:
        at -= 1
    if at == 0 or text[at - 1] not in ":：":
        return None
    line = max(text.rfind(each, 0, at - 1) for each in "\n\u2028\u2029") + 1
    if at - line > 100:
        return None
    name = _trimmed(text, line, at - 1)
    return CueCandidate((Span(at - 1, at),), name, None, 0.3) if name and text[name[0].start].isupper() else None


def _phrases(text: str, window: Window, phrase: str) -> Iterator[CueCandidate]:
    for found in re.finditer(rf"\b{re.escape(phrase)}\b", text[window.start : window.end], re.IGNORECASE):
        cue = Span(window.start + found.start(), window.start + found.end())
        yield CueCandidate((cue,), _run_behind(text, cue.end, window.end, frozenset()), None, 0.7)


def _touch(text: str, left: Span, right: Span) -> bool:
    return all(each in _LINK for each in text[left.end : right.start])


def _subject(text: str, cue: Span, window: Window, lexicon: CueLexicon) -> Spans:
    before = _run_before(text, window.start, cue.start, lexicon.breaks)
    inverted = not before and (window.behind or cue.start > window.start)
    return _run_behind(text, cue.end, window.end, lexicon.links) if inverted else before


def _run_before(text: str, low: int, high: int, breaks: frozenset[str]) -> Spans:
    """The words that end at ``high``: up to a sign, a word that begins a clause, or `LONGEST_SUBJECT` words.

    A comma right at the end closes an insertion: "Ana Lindqvist, the mayor of Nordhavn, said".
    """
    end = high
    while end > low and text[end - 1] in _LINK:
        end -= 1
    inserted = end > low and text[end - 1] == ","
    limit = end - 1 if inserted else end
    start = _stop_before(text, low, limit)
    if inserted and start > low and text[start - 1] == ",":
        start = _stop_before(text, low, start - 1)
    words = [Span(*each.span()) for each in _WORD.finditer(text, start, limit)]
    for word in words:
        if word.of(text).lower() in breaks:
            start = word.end
    words = [each for each in words if each.start >= start]
    if not words or len(words) > LONGEST_SUBJECT:
        return ()
    return _trimmed(text, start, limit)


def _stop_before(text: str, low: int, high: int) -> int:
    """Where the run of words that ends at ``high`` begins."""
    start = low
    for stop in _STOP.finditer(text, low, high):
        if stop.group() == "." and _INITIAL.search(text, max(low, stop.start() - 6), stop.start()):
            continue
        start = stop.end()
    return start


def _run_behind(text: str, start: int, end: int, links: frozenset[str]) -> Spans:
    """The words that begin at ``start``: up to a sign or a word such as "in" or "that"."""
    for stop in _STOP.finditer(text, start, end):
        if stop.group() != "." or not _INITIAL.search(text, max(start, stop.start() - 6), stop.start()):
            end = stop.start()
            break
    words = [Span(*each.span()) for each in _WORD.finditer(text, start, end)]
    for count, word in enumerate(words):
        if word.of(text).lower() in links:
            end, words = word.start, words[:count]
            break
    return _trimmed(text, start, end) if 0 < len(words) <= LONGEST_SUBJECT else ()


def _trimmed(text: str, start: int, end: int) -> Spans:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return (Span(start, end),) if start < end else ()
