"""What was learned in a project, kept in its file: whether it is used, how it is taken up and how it is forgotten.

A model is weights of facts and the figures of its trial.  No words are in it (see `annotator.nlp.words`), so it may go
along wherever the project goes.
"""

from __future__ import annotations

from typing import Final

from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ConflictError
from annotator.nlp.models import Model, dumped, fingerprint, loaded_model
from annotator.nlp.pipelines import code_of
from annotator.nlp.profiles import weights
from annotator.operations.pipeline_labels import profile_of
from annotator.store.project import PIPELINE, Project

MODEL: Final = "model"
"""The key of the learned model among a project's values."""
OFF: Final = "model_off"
"""The key that says that the model is kept but not used."""


def model_of(project: Project) -> Model | None:
    """The model that the project keeps; None where it keeps none, or none that this version knows."""
    text = project.value(MODEL)
    try:
        return None if text is None else loaded_model(text)
    except AppError:  # of another version of the program
        return None


def keeps_model(project: Project) -> bool:
    """Whether the project keeps a model, though it be one that cannot be used here."""
    return project.value(MODEL) is not None


def is_on(project: Project) -> bool:
    """Whether a model that the project keeps is to be used."""
    return project.value(OFF) is None


def model_in_use(project: Project) -> str | None:
    """The JSON of the model that articles are labelled with; None where the rules alone are used.

    A model is for one profile and language, and for the rules that it was learned beside.
    """
    model = model_of(project) if is_on(project) else None
    if model is None or not fits(project, model):
        return None
    return project.value(MODEL)


def fits(project: Project, model: Model) -> bool:
    """Whether a model is for this project's language and profile, and for the rules of this version."""
    language, profile = code_of(project.language), profile_of(project)
    rules = weights(language, profile)
    same = (model.language, model.profile) == (language, profile)
    return same and rules is not None and model.rules_used == fingerprint(rules)


def keep(project: Project, model: Model) -> Changes:
    """Label articles with a model from now on; what is labelled already stays until it is labelled again.

    Raises ConflictError for a model of another language, profile or version.
    """
    if not fits(project, model):
        raise ConflictError("this model was learned for other rules than the project's", "learn again")
    with project.step("Use what was learned", actor=PIPELINE) as step:
        project.set_value(MODEL, dumped(model))
        project.set_value(OFF, None)
    return step.changes


def switch(project: Project, *, on: bool) -> Changes:
    """Use the model that the project keeps, or leave it aside."""
    with project.step("Use what was learned" if on else "Leave aside what was learned", actor=PIPELINE) as step:
        project.set_value(OFF, None if on else "1")
    return step.changes


def forget(project: Project) -> Changes:
    """Remove the model; the rules alone label from now on.  It can be learned again at any time."""
    with project.step("Forget what was learned", actor=PIPELINE) as step:
        project.set_value(MODEL, None)
        project.set_value(OFF, None)
    return step.changes
