"""The cue candidates of a parsed text: which words may attribute which clause to whom, and how surely.

The grammar proposes every place where a word could attribute something (`annotator.nlp.frames`) and what stands beside
words in quotation marks (`annotator.nlp.attribution`); the lexicon says how surely that word attributes in that frame.
A clause of a word that the lexicon does not know is kept with a low score: no list of verbs is ever complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from annotator.domain.cue_lexicon import CueLexicon, Frames
from annotator.domain.cues import CueCandidate
from annotator.domain.text import Span, Spans
from annotator.nlp.frames import Frame, Reach, frames_of
from annotator.nlp.subjects import Source, speaker
from annotator.nlp.syntax import Word, phrase, spans_of, verb_group, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEAST: Final = 0.1
"""Candidates with a lower score are not kept."""
UNKNOWN: Final = 0.3
"""What a word that the lexicon does not know can have at most."""
BARE: Final = 0.7
"""How much of its score a verb of speech has that governs nothing."""

_DIRECT: Final[dict[str, tuple[str, float]]] = {
    "c": ("clause", 1.0),
    "c<": ("clause", 0.95),
    "adv": ("clause", 0.9),
    "par": ("speech", 0.95),
    "as": ("speech", 0.8),
    "x": ("infinitive", 0.9),
    "xadv": ("infinitive", 0.75),
    "sx": ("infinitive", 0.75),
    "s": ("predicate", 0.95),
    "so": ("predicate", 0.9),
    "sfor": ("predicate", 0.9),
    "swith": ("predicate", 0.9),
    "sagainst": ("predicate", 0.9),
    "o": ("object", 0.65),
    "o<": ("object", 0.15),
    "oc": ("object", 0.5),
    "ro": ("object", 0.4),
    "po": ("object", 0.5),
    "px": ("object", 0.8),
    "pr": ("object", 0.15),
    "pa": ("object", 0.2),
}
"""For each frame the lexicon's frame and how much of that one's score it has."""
_INSTEAD: Final = {"speech": "clause", "predicate": "object", "object": "predicate", "clause": "speech"}
"""The lexicon's frame to take where a word has not the other one."""
_INSTEAD_IN: Final = frozenset({"c<", "par", "as", "so", "sfor", "swith", "sagainst", "px", "po"})
_ADDRESSING_WORDS: Final = """
urge ask encourage advise order warn challenge push press implore beg tell remind instruct exhort
"""
_ADDRESSING: Final = frozenset(_ADDRESSING_WORDS.split())
"""Verbs whose object is the addressee: what they say begins behind it."""
_OPENING: Final = frozenset("“‘„«\"'")
_CLOSING: Final = frozenset("”’»\"'")
_ENDS: Final = frozenset(",.!?…")
_NOUN_FACTORS: Final = {"c": 0.85, "p": 0.6, "x": 0.6}
_UNKNOWN_FACTORS: Final = {
    "c": 1.0,
    "c<": 0.9,
    "par": 0.9,
    "as": 0.6,
    "adv": 0.4,
    "s": 0.5,
    "so": 0.5,
    "o": 0.4,
    "x": 0.5,
    "p": 0.35,
    "px": 0.4,
    "po": 0.35,
}


def cue_candidates(doc: Doc, lexicon: CueLexicon, offset: int = 0) -> tuple[CueCandidate, ...]:
    """The candidates of a parsed text that begins at ``offset`` of the whole one, by the places of their cues.

    None where the pipeline did not parse English.
    """
    return tuple(sorted(candidates_of(words_of(doc, offset), lexicon), key=lambda each: each.cue[0].start))


def candidates_of(
    words: list[Word], lexicon: CueLexicon, frames: Iterable[Frame] | None = None
) -> Iterator[CueCandidate]:
    """The candidates among these words; ``frames`` are theirs, where they are at hand."""
    framed: set[int] = set()
    for frame in frames_of(words) if frames is None else frames:
        score = _score(frame, lexicon)
        if score >= LEAST:
            framed.add(frame.head.at)
            yield from _candidate(frame, score)
    for word in words:
        if word.part == "VERB" and word.at not in framed:
            yield from _bare(word, lexicon)


def _bare(verb: Word, lexicon: CueLexicon) -> Iterator[CueCandidate]:
    """A verb of speech that governs nothing the parser saw: what it says may stand in marks beside it."""
    score = lexicon.frames("verb", verb.lemma).get("speech", 0.0) * BARE
    if score and verb.dep not in ("amod", "compound"):
        cue = verb_group(verb)
        yield CueCandidate(spans_of(cue), subject_spans(speaker(verb), cue), None, round(score, 3))


def _candidate(frame: Frame, score: float) -> Iterator[CueCandidate]:
    cue = spans_of(frame.cue)
    if cue:
        subject = subject_spans(frame.speaker, frame.cue, frame.clause)
        yield CueCandidate(cue, subject, _clause_span(frame.head.words, frame.clause), round(score, 3))


def subject_spans(source: Source, cue: Iterable[Word], clause: Reach | None = None) -> Spans:
    """The words of who speaks, whole, but without the cue's and the clause's."""
    head = source.head
    if head is None:
        return ()
    barred = list(cue)
    if clause is not None and not clause.first <= head.at <= clause.last:
        barred += [head.words[clause.first], head.words[clause.last]]
    return spans_of(phrase(head, barred))[:1]


def _clause_span(words: Sequence[Word], reach: Reach) -> Span | None:
    """The reach as code points: bare of signs at its edges, but with the quotation marks that stand around it."""
    first, last = reach
    while first <= last and not words[first].is_word and words[first].text not in _OPENING:
        first += 1
    while last >= first and not words[last].is_word and words[last].text not in _CLOSING:
        last -= 1
    if first > last:
        return None
    start, end = words[first].start, words[last].end
    if first and words[first - 1].text in _OPENING and words[first - 1].end == start:
        start = words[first - 1].start
    for word in words[last + 1 : last + 3]:
        if word.start != words[word.at - 1].end:
            break
        if word.text in _CLOSING:
            end = word.end
            break
        if word.text not in _ENDS:
            break
    return Span(start, end)


def _score(frame: Frame, lexicon: CueLexicon) -> float:
    if frame.name == "according":
        return 0.9
    known = lexicon.frames(frame.part, frame.head.lemma)
    score = _known(frame, known)
    if not score:
        score = 0.0 if frame.head.lemma == "be" else UNKNOWN * _UNKNOWN_FACTORS.get(frame.name, 0.0)
        if frame.part != "verb":
            score *= 0.5
    if frame.speaker.head is None:
        score *= 0.75
    elif frame.part == "noun" and frame.speaker.road == "none":
        score *= 0.7
    return score


def _known(frame: Frame, known: Frames) -> float:
    """The score of a word that the lexicon knows in this frame; 0 for others."""
    if not known:
        return 0.0
    if frame.name in ("p", "op"):
        key, factor = frame.preposition, 0.9 if frame.name == "p" else 0.7
    elif frame.name in ("s", "sx") and frame.head.lemma in _ADDRESSING:
        key, factor = "predicate", 0.2 if frame.name == "s" else 0.95
    elif frame.name in _DIRECT:
        key, factor = _DIRECT[frame.name]
        if key not in known and frame.name in _INSTEAD_IN:
            key = _INSTEAD[key]
    else:
        return 0.0
    if frame.part == "noun":
        factor *= _NOUN_FACTORS.get(frame.name, 1.0)
    elif frame.part == "adjective" and frame.name == "x":
        factor *= 0.6
    return known.get(key, 0.0) * factor
