"""The colour in which an annotator is shown, everywhere."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.store.project import Project

COLOURS = ("blue", "vermillion", "green", "purple", "ochre")
"""The colours to choose from, apart for colour-blind eyes in the light and in the dark theme (after Okabe & Ito)."""


def set_colour(project: Project, actor: Annotator, annotator: str, colour: str | None) -> Changes:
    """Choose an annotator's colour, one of `COLOURS`; None for the one that their place in the project gives.

    Raises ConflictError for another colour, and for an annotator whom the project does not know.
    """
    if colour is not None and colour not in COLOURS:
        raise ConflictError(f"“{colour}” is no colour of an annotator", f"choose {', '.join(COLOURS)}")
    known = {each.id: each for each in (actor, *project.annotators())}  # the actor may not have written yet
    if annotator not in known:
        raise ConflictError(f"the project has no annotator “{annotator}”", "load the list again")
    with project.step(f"Choose the colour of {known[annotator].name}", actor=actor.id) as step:
        if colour != known[annotator].colour:
            project.save_annotator(replace(known[annotator], colour=colour or ""))
    return step.changes
