"""Ghosts: the cue and the speaker that are proposed for a quotation that has none yet.

Every stored candidate near the content, and every word of the lexicon there that no candidate covers, is weighed: what
share of its clause is the content, how near it stands, whether another quotation has it already.  Where nothing in the
content's paragraph could attribute it, whoever spoke last is proposed.

Time is linear in the text around the content and in the number of mentions and candidates.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.antecedents import Referring
from annotator.domain.cast import CastMember
from annotator.domain.cue_finding import FARTHEST, Window, colon_before, found_near
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.cues import CueCandidate
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, shared_length, total_length

Found = Literal["grammar", "lexicon"]

_LONGEST_LINK: Final = 40
"""Most code points between a cue and what it governs."""
LEAST: Final = 0.05
"""A ghost that is right less often is not shown."""
DOUBTFUL: Final = 0.15
"""Below this score, whoever spoke last is the better guess."""
_SAME: Final = 0.3
_ENDS: Final = ".!?…。！？"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A proposed cue and speaker; either may be empty, never both.

    ``speaker`` are the words; ``mention`` is the mention in them; ``entity`` and ``member`` are whom they mean, in the
    registry and in the cast, where that can be told.  ``score`` lies in 0…1: how often such a cue is right.
    """

    cue: Spans
    speaker: Spans
    mention: str | None
    entity: str | None
    member: str | None
    score: float
    source: Found


def ghosts_for(
    text: str,
    quotation: Quotation,
    candidates: Sequence[CueCandidate],
    layer: Layer,
    cast: Sequence[CastMember],
    lexicon: CueLexicon,
    marks: Marks,
    limit: int = 4,
) -> tuple[Ghost, ...]:
    """The ghosts for a quotation, best first and distinct.

    ``candidates`` are what the pipeline found in the document; ``cast`` groups the mentions of ``layer``.
    """
    place = Place.of(text, quotation, layer, marks)
    weighed = [(weight(features(place, each)), each, source) for each, source in _options(place, candidates, lexicon)]
    weighed.sort(key=lambda each: (-each[0], each[1].cue))
    refers = Referring.at(text, marks, layer, cast, quotation, lexicon)
    ghosts: dict[tuple[Spans, Spans], Ghost] = {}
    same = _same_speaker(place, refers, marks) if not weighed or weighed[0][0] < DOUBTFUL else None
    if same is not None:
        ghosts[same.cue, same.speaker] = same
    for score, each, source in weighed:
        if score < LEAST or len(ghosts) >= limit:
            break
        ghost = _ghost(refers, place.content, each, score, source)
        ghosts.setdefault((ghost.cue, ghost.speaker), ghost)
    return tuple(ghosts.values())


def _ghost(refers: Referring, content: Spans, candidate: CueCandidate, score: float, source: Found) -> Ghost:
    speaker = () if shared_length(candidate.subject, content) else candidate.subject
    meant = refers.meant(speaker)
    return Ghost(
        _up_to(refers.text, candidate, content, refers.lexicon),
        speaker,
        meant.mention.id if meant.mention else None,
        meant.entity,
        meant.member.id if meant.member else None,
        round(score, 4),
        source,
    )


def _up_to(text: str, candidate: CueCandidate, content: Spans, lexicon: CueLexicon) -> Spans:
    """A cue with what leads from it to the content: a colon, prepositions, or words of what it governs up to one.

    "said:", "rails against", "voiced a wish for".
    """
    last = candidate.cue[-1]
    following = next((each.start for each in content if each.start >= last.end), None)
    if following is None or following - last.end > _LONGEST_LINK:
        return candidate.cue
    between = text[last.end : following].rstrip()
    words = between.lower().split()
    governed = candidate.clause is not None and candidate.clause.start <= last.end + 1
    links = between[:1].isspace() and lexicon.prepositions.issuperset(words if not governed else words[-1:])
    if between in (":", "：") or (links and not _SIGN.search(between)):
        return (*candidate.cue[:-1], Span(last.start, last.end + len(between)))
    return candidate.cue


def _same_speaker(place: Place, refers: Referring, marks: Marks) -> Ghost | None:
    """Whoever spoke last, in the same paragraph or the one before: for speech in marks, and for whole sentences."""
    start, end = place.content[0].start, place.content[-1].end
    last = refers.spoke_last(start)
    if last is None or not (marks.type_of(place.content) == "direct" or _is_sentence(place.text, start, end)):
        return None
    meant, words = last
    if not words and meant.entity is None:
        return None
    return Ghost((), words, None, meant.entity, meant.member.id if meant.member else None, _SAME, "lexicon")


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether these words begin and end where a sentence does."""
    before, after = text[max(0, start - 40) : start].rstrip()[-1:], text[max(start, end - 1) : end + 1]
    return (not before or before in _ENDS) and any(each in _ENDS for each in after)


# ------------------------------------------------------------------------------------------------ candidates


@dataclass(frozen=True, slots=True)
class Place:
    """Where the content stands: its fragments, its paragraphs, and the cues and contents of other quotations nearby."""

    text: str
    content: Spans
    around: Span
    """From its first paragraph's start to its last one's end."""
    used: Spans
    others: Spans

    @staticmethod
    def of(text: str, quotation: Quotation, layer: Layer, marks: Marks) -> Place:
        """The place of a quotation in its layer."""
        content = quotation.content
        around = Span(marks.paragraph(content[0].start).start, marks.paragraph(content[-1].end).end)
        near = Span(content[0].start - FARTHEST, content[-1].end + FARTHEST)
        others = [each for each in layer.quotations if each.id != quotation.id]
        used = (span for each in others for span in each.cue if span.overlaps(near))
        spoken = (span for each in others for span in each.content if span.overlaps(near))
        return Place(text, content, around, tuple(used), tuple(sorted(spoken)))


def _options(
    place: Place, candidates: Sequence[CueCandidate], lexicon: CueLexicon
) -> Iterator[tuple[CueCandidate, Found]]:
    low, high = place.content[0].start - FARTHEST, place.content[-1].end + FARTHEST
    known: list[Span] = []
    for each in candidates:
        if not each.cue or each.cue[-1].end <= low or each.cue[0].start >= high:
            continue
        known.extend(each.cue)
        if not shared_length(each.cue, place.content):
            yield each, "grammar"
    for each in _by_words(place, lexicon):
        if not any(each.cue[0].overlaps(span) for span in known) and not shared_length(each.cue, place.content):
            yield each, "lexicon"


def _by_words(place: Place, lexicon: CueLexicon) -> Iterator[CueCandidate]:
    text, content = place.text, place.content
    before = max(place.around.start, content[0].start - FARTHEST)
    yield from found_near(text, Window(before, content[0].start, behind=False), lexicon)
    for left, right in itertools.pairwise(content):
        yield from found_near(text, Window(left.end, min(right.start, left.end + FARTHEST), behind=True), lexicon)
    after = min(place.around.end, content[-1].end + FARTHEST)
    yield from found_near(text, Window(content[-1].end, after, behind=True), lexicon)
    if (colon := colon_before(text, content[0].start)) is not None:
        yield colon


class Features(NamedTuple):
    """What speaks for and against a candidate, each 0…1.

    ``governs`` is the share of the clause that the content is, times the candidate's own score; ``starts``: the clause
    begins where the content does; ``near`` falls with the words between them; ``behind``: the cue follows the content;
    ``used``: another quotation has this cue; ``between``: another quotation stands between.
    """

    governs: float
    starts: float
    near: float
    same_sentence: float
    same_paragraph: float
    behind: float
    used: float
    between: float


WEIGHTS: Final = Features(5.6, 0.7, 3.6, 3.3, 2.8, -2.9, -5.3, -4.2)
BIAS: Final = -8.1
"""Fitted, as a logistic regression, to which of the candidates is the cue in political news annotated by hand."""
_NEAR_START: Final = 6
"""Code points by which a clause's start may miss the content's: "that", a mark."""
_SIGN = re.compile(r"[^\w\s'’-]")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)\]]*\s")
_WORDS = re.compile(r"\w+")


def weight(given: Features) -> float:
    """How often a candidate with these features is the cue, 0…1."""
    total = BIAS + sum(each * by for each, by in zip(given, WEIGHTS, strict=True))
    return 1 / (1 + math.exp(-total))


def features(place: Place, candidate: CueCandidate) -> Features:
    """What speaks for and against a candidate as the cue of the content at ``place``."""
    own = tuple(sorted((*candidate.cue, *candidate.subject)))
    betwixt = _between(place.content, candidate.cue, Span(own[0].start, own[-1].end))
    words = betwixt.of(place.text)
    clause = candidate.clause
    return Features(
        governs=candidate.score * _governed(clause, own, place.content) if clause else 0.0,
        starts=float(clause is not None and abs(clause.start - place.content[0].start) <= _NEAR_START),
        near=1 / (1 + len(_WORDS.findall(words))),
        same_sentence=float(not _SENTENCE_END.search(words)),
        same_paragraph=float(place.around.contains(candidate.cue[0]) and "\n" not in words),
        behind=float(candidate.cue[0].start >= place.content[-1].end),
        used=float(any(each.overlaps(span) for each in candidate.cue for span in place.used)),
        between=float(any(each.overlaps(betwixt) for each in place.others)),
    )


def _between(content: Spans, cue: Spans, hull: Span) -> Span:
    """The shortest stretch between the content and the cue, or the cue with its subject."""
    best: Span | None = None
    for each in content:
        for own in (hull, *cue):
            gap = Span(each.end, own.start) if own.start >= each.end else Span(own.end, each.start)
            if gap.start <= gap.end and (best is None or gap.length < best.length):
                best = gap
    return best or Span(content[0].start, content[0].start)


def _governed(clause: Span, own: Spans, content: Spans) -> float:
    """How alike the content and the clause without the cue and its subject are (Dice coefficient)."""
    whole = clause.length - shared_length((clause,), own) + total_length(content)
    return 2 * shared_length((clause,), content) / whole if whole else 0.0
