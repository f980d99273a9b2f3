"""What the pipeline found goes into the project: its layer, the cue candidates, and mentions for who began before.

The window stores the answers of its child with this alone, without what labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import UNLABELLED, Layer
from annotator.domain.changes import Changes
from annotator.domain.cues import CueCandidate
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, PipelineError
from annotator.domain.marks import Marks
from annotator.domain.profiles import PROFILES, SPEECH
from annotator.domain.reasons import Reasons
from annotator.nlp.identity import Known, identified
from annotator.operations.carried import kept_over
from annotator.operations.cue_lines import taken_cues, taken_reasons
from annotator.operations.desk import copied_mention
from annotator.store.project import PIPELINE, Project

LABEL: Final = "Pre-label"
"""The journal's word for a step of the pipeline."""
SUGGESTIONS: Final = "suggestions"
NO_SUGGESTIONS: Final = "no"
"""A project's value, and what it says where its annotator is not to see any quotations of the pipeline's."""
PROFILE: Final = "profile"
"""The key of the project's profile among its values."""
PIPELINE_KEY: Final = "pipeline"
"""The key of the name of the pipeline that was chosen for the project."""


def profile_of(project: Project) -> str:
    """What is suggested in a project: its profile, *speech* unless another was chosen."""
    stored = project.value(PROFILE)
    return stored if stored in PROFILES else SPEECH


def choose_profile(project: Project, profile: str) -> Changes:
    """Choose what is suggested in a project from now on; what is labelled already stays until it is labelled again.

    Raises ConflictError for a profile that there is not.
    """
    if profile not in PROFILES:
        raise ConflictError(f"there is no profile “{profile}”", f"choose one of {', '.join(PROFILES)}")
    with project.step("Choose what is suggested", actor=PIPELINE) as step:
        project.set_value(PROFILE, profile)
    return step.changes


def pipeline_of(project: Project) -> str | None:
    """The pipeline that was chosen for a project, by its name; None for the best one installed for each language."""
    return project.value(PIPELINE_KEY) or None


def choose_pipeline(project: Project, name: str | None) -> Changes:
    """Choose the pipeline that labels a project's articles from now on, None for the best one installed."""
    with project.step("Choose the pipeline", actor=PIPELINE) as step:
        project.set_value(PIPELINE_KEY, name)
    return step.changes


def store_suggestions(project: Project, answer: AnnotatedDocument) -> Changes:
    """Store the pipeline's layer of the child's answer and, beside the document, the cue candidates in it.

    Raises ConflictError if the document is gone or has another text, PipelineError if the answer has no such layer or
    its candidates or reasons make no sense.
    """
    layer = next((each for each in answer.layers if each.kind == "pipeline"), None)
    if layer is None:
        raise PipelineError("the pipeline's answer has no layer of its own", "label the article again")
    return store_labels(project, answer.document, layer, taken_cues(answer), taken_reasons(answer))


def store_labels(
    project: Project, document: Document, layer: Layer, cues: tuple[CueCandidate, ...], reasons: Reasons
) -> Changes:
    """Store the pipeline's layer of a document, and beside it the cue candidates and what speaks for its suggestions.

    Raises ConflictError if the document is gone or has another text.
    """
    if project.documents.get(document.id).text_sha256 != document.text_sha256:
        raise ConflictError(
            f"the pipeline's answer is about another text than “{document.title}”", "label the article again"
        )
    if project.value(SUGGESTIONS) == NO_SUGGESTIONS:
        layer, cues, reasons = replace(layer, quotations=()), (), {}
    before = project.annotations.layer(document.id, "pipeline")
    first = before is None or before.annotator == UNLABELLED
    layer = kept_over(before, _identified(project, document, layer))
    with project.step(LABEL, actor=PIPELINE) as step:
        project.annotations.replace_pipeline_layer(document.id, layer)
        project.cues.replace(document.id, cues)
        project.reasons.replace(document.id, reasons)
        if first:
            _hand_on(project, document, layer)
    return step.changes


def people_of(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """The layers that are not the pipeline's."""
    return tuple(each for each in layers if each.kind != "pipeline")


def _identified(project: Project, document: Document, layer: Layer) -> Layer:
    """The layer with the registry's entities, as far as the words and what people decided here name them."""
    entities = project.registry.all()
    if not entities:
        return layer
    known = Known(entities, people_of(project.annotations.layers(document.id)))
    return identified(document.text, Marks(document.text), layer, known, document.language)


def _hand_on(project: Project, document: Document, labels: Layer) -> None:
    """Give the document's first labels to whoever began to annotate it before they came.

    A layer takes the pipeline's mentions at its first write; one begun earlier would never see any.  What the annotator
    has marked is not touched, and nothing is laid over it.
    """
    for layer in project.annotations.layers(document.id):
        if layer.kind != "annotator":
            continue
        taken = [span for each in layer.mentions for span in each.spans]
        for each in labels.mentions:
            if not any(span.overlaps(own) for span in each.spans for own in taken):
                project.annotations.save_mention(layer.id, copied_mention(each), document=document.id)
