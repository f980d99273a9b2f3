"""What is found in a document: the pipeline's layer with mentions and suggested quotations, and cue candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.domain import ids
from annotator.domain.annotations import Layer
from annotator.domain.cues import CueCandidate
from annotator.domain.marks import Marks
from annotator.domain.profiles import SPEECH
from annotator.domain.reasons import Reasons
from annotator.domain.text import sha256
from annotator.nlp import pipelines
from annotator.nlp.cues import candidates_of
from annotator.nlp.frames import frames_of
from annotator.nlp.identity import NOTHING_KNOWN, Known, identified
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.mentions import mentions
from annotator.nlp.models import Model, loaded_model
from annotator.nlp.pipelines import Loaded
from annotator.nlp.profiles import Weights, weights
from annotator.nlp.quotation_marks import quotations
from annotator.nlp.reading import Reading
from annotator.nlp.suggester import Suggested, made, reasons_of, suggested
from annotator.nlp.windows import LONGEST, windows

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document's labels: the pipeline's layer, the cue candidates where they were asked for, and the reasons.

    ``reasons`` say what speaks for each suggestion (see `annotator.domain.reasons`); none where marks alone were read.
    """

    layer: Layer
    cues: tuple[CueCandidate, ...] = ()
    reasons: Reasons = field(default_factory=dict)


def label(
    text: str,
    loaded: Loaded,
    profile: str = SPEECH,
    known: Known = NOTHING_KNOWN,
    *,
    cues: bool = True,
    window: int = LONGEST,
    model: Model | None = None,
) -> Labelled:
    """What the pipeline and the rules find in a text, of any length and kind, always the same.

    Quotations are found by the grammar if the pipeline was loaded with its parser and its language has weights (see
    `annotator.nlp.profiles`), else by their marks alone.  ``window`` is how much of the text is looked at at once.  A
    learned ``model`` of the text's language takes the place of the profile's weights.
    """
    marks = Marks(text)
    work = _Work(text, loaded, marks, profile, cues=cues, model=model)
    named = mentions(text, loaded, work.read(window))
    found = made(marks, loaded.agent, work.found) if work.parsed else quotations(text, loaded.agent, marks)
    layer = Layer(
        ids.derived("l", "pipeline", sha256(text)),
        "pipeline",
        annotator=loaded.agent,
        status="done",
        mentions=named,
        quotations=found,
    )
    reasons = reasons_of(marks, work.found) if work.parsed else {}
    return Labelled(identified(text, marks, layer, known, loaded.nlp.lang), tuple(work.cues), reasons)


class _Work:
    """Reads a text window by window while its mentions are being found."""

    def __init__(
        self, text: str, loaded: Loaded, marks: Marks, profile: str, *, cues: bool, model: Model | None
    ) -> None:
        self.text, self.loaded, self.marks, self.wants_cues = text, loaded, marks, cues
        self.lexicon = cue_lexicon(loaded.nlp.lang)
        self.weights = weights(loaded.nlp.lang, profile)
        self.rules: Weights | None = None
        if model is not None and model.language == loaded.nlp.lang:
            self.weights, self.rules = model.weights, self.weights
        self.found: list[Suggested] = []
        self.cues: list[CueCandidate] = []
        self.parsed = False

    def read(self, longest: int) -> Iterator[tuple[int, Doc]]:
        """The parsed parts of the text as they pass; what is found in them is kept."""
        passing: list[tuple[int, Doc]] = []
        source = self.loaded.docs(self.text)

        def pass_on() -> Iterator[tuple[int, Doc]]:
            for each in source:
                passing.append(each)
                yield each

        for window in windows(pass_on(), longest, min(longest, 8_000)):
            yield from passing
            passing.clear()
            if not window.words:
                continue
            self.parsed = self.weights is not None
            frames = list(frames_of(window.words))
            if self.weights is not None:
                reading = Reading(self.text, window.words, self.marks, window.span)
                found = suggested(reading, frames, self.lexicon, self.weights, self.rules)
                self.found += [each for each in found if window.core.start <= each.content[0].start < window.core.end]
            if self.wants_cues:
                candidates = candidates_of(window.words, self.lexicon, frames)
                here = (each for each in candidates if window.core.start <= each.cue[0].start < window.core.end)
                self.cues += sorted(here, key=lambda each: each.cue[0].start)
        yield from passing


def label_with(
    name: str | None,
    language: str | None,
    text: str,
    *,
    profile: str = SPEECH,
    known: Known = NOTHING_KNOWN,
    cues: bool = False,
    model: str | None = None,
) -> Labelled:
    """The same with the named pipeline, or the best one for the language, loaded once in a process.

    ``model`` is a learned model's JSON.  Raises PipelineError.
    """
    own = None if model is None else loaded_model(model)
    return label(text, loaded(name, language), profile, known, cues=cues, model=own)


def loaded(name: str | None, language: str | None, *, parser: bool | None = None) -> Loaded:
    """The pipeline, kept for the next text; with its parser where something can be made of it, unless told otherwise.

    Raises PipelineError.
    """
    code = pipelines.code_of(language)
    return _kept(name, code, weights(code) is not None if parser is None else parser)


@lru_cache(maxsize=4)
def _kept(name: str | None, language: str, parser: bool) -> Loaded:
    return pipelines.load(name, language, parser=parser)
