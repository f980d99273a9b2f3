"""The words that attribute speech in a language: what a cue can be, told by its words alone.

The lexicons themselves are plain files (``resources/cues``); `annotator.nlp.lexicon` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PartOfSpeech = Literal["verb", "noun", "adjective"]
Frames = Mapping[str, float]
"""By frame (``speech``: words in marks; ``clause``; ``infinitive``; ``object``; ``predicate``; a preposition), how
surely the word attributes in it, 0…1."""

_NO_FRAMES: Frames = {}


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """One language's cues.

    ``entries`` holds the frames of each lemma, for a parsed text.  ``forms`` holds the written forms, in lower case, of
    what can introduce or follow speech, with their scores, for a text that nobody has parsed; ``before`` are phrases
    that stand before the source ("according to").

    ``persons``, ``bodies``, ``several`` and ``relatives`` are the pronouns for one person, for a body or document, for
    more than one, and for what stands right before ("who").  ``nominals`` open a phrase that may mean somebody already
    named ("the"), if its noun is a title or one of ``people``; ``bodies_called`` are the nouns that say what a named
    body is ("newspaper").

    ``auxiliaries`` belong to a verb's cue where they stand right before it ("has not"); ``prepositions`` where they
    lead from it to the content ("rails against").  ``breaks`` begin a clause, so that no subject goes on before them
    ("that"); ``links`` end a subject behind its verb ("in").
    """

    language: str = ""
    entries: Mapping[tuple[PartOfSpeech, str], Frames] = field(default_factory=dict)
    forms: Mapping[str, float] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    nominals: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    bodies_called: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def frames(self, part: PartOfSpeech, lemma: str) -> Frames:
        """The frames in which a lemma attributes; empty for a word that does not."""
        return self.entries.get((part, lemma), _NO_FRAMES)
