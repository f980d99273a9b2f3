"""What is found in a document: the pipeline's layer with mentions and suggested quotations, and cue candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.domain import ids
from annotator.domain.annotations import Layer
from annotator.domain.cues import CueCandidate
from annotator.domain.text import sha256
from annotator.nlp import pipelines
from annotator.nlp.cues import cue_candidates
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.mentions import mentions
from annotator.nlp.pipelines import Loaded
from annotator.nlp.quotation_marks import quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document's labels: the pipeline's layer, and the cue candidates where they were asked for."""

    layer: Layer
    cues: tuple[CueCandidate, ...] = ()


def label(text: str, loaded: Loaded) -> Labelled:
    """What the pipeline and the rules find in a text, of any length and kind, always the same.

    Cue candidates are found if the pipeline was loaded with its parser and is one for English.
    """
    lexicon = cue_lexicon(loaded.nlp.lang)
    cues: list[CueCandidate] = []

    def read() -> Iterator[tuple[int, Doc]]:
        for offset, doc in loaded.docs(text):
            cues.extend(cue_candidates(doc, lexicon, offset))
            yield offset, doc

    layer = Layer(
        ids.derived("l", "pipeline", sha256(text)),
        "pipeline",
        annotator=loaded.agent,
        status="done",
        mentions=mentions(text, loaded, read()),
        quotations=quotations(text, loaded.agent),
    )
    return Labelled(layer, tuple(cues))


def label_with(name: str | None, language: str | None, text: str, *, cues: bool = False) -> Labelled:
    """The same with the named pipeline, or the best one for the language, loaded once in a process.

    Without ``cues`` nothing is parsed, which takes half the time.  Raises PipelineError.
    """
    return label(text, loaded(name, language, parser=cues))


def loaded(name: str | None, language: str | None, *, parser: bool = True) -> Loaded:
    """The pipeline, kept for the next text.  Raises PipelineError."""
    return _kept(name, pipelines.code_of(language), parser)


@lru_cache(maxsize=4)
def _kept(name: str | None, language: str, parser: bool) -> Loaded:
    return pipelines.load(name, language, parser=parser)
