"""The pipeline's layer of a document: its mentions and its suggested quotations."""

from __future__ import annotations

from functools import lru_cache

from annotator.domain import ids
from annotator.domain.annotations import Layer
from annotator.domain.text import sha256
from annotator.nlp import pipelines
from annotator.nlp.mentions import mentions
from annotator.nlp.pipelines import Loaded
from annotator.nlp.quotation_marks import quotations


def label(text: str, loaded: Loaded) -> Layer:
    """What the pipeline and the rules find in a text, of any length and kind, always the same."""
    return Layer(
        ids.derived("l", "pipeline", sha256(text)),
        "pipeline",
        annotator=loaded.agent,
        status="done",
        mentions=mentions(text, loaded),
        quotations=quotations(text, loaded.agent),
    )


def label_with(name: str | None, language: str | None, text: str) -> Layer:
    """The same with the named pipeline, or the best one for the language, loaded once in a process.

    Raises PipelineError.
    """
    return label(text, loaded(name, language))


@lru_cache(maxsize=4)
def loaded(name: str | None, language: str | None) -> Loaded:
    """The pipeline, kept for the next text.  Raises PipelineError."""
    return pipelines.load(name, language)
