"""Notes to oneself on an article: each annotator's own, never exported."""

from __future__ import annotations

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.store.project import Project


def note_on(project: Project, annotator: Annotator, document: str) -> str:
    """The annotator's note on an article; empty where there is none."""
    return project.notes.get(document, annotator.id) or ""


def set_document_note(project: Project, annotator: Annotator, document: str, text: str) -> Changes:
    """Write a note on an article, as one step; blanks only are no note."""
    kept = text.strip() or None
    with project.step("Edit the note on the article", actor=annotator.id) as step:
        if kept != project.notes.get(document, annotator.id):
            if all(each.id != annotator.id for each in project.annotators()):
                project.save_annotator(annotator)
            project.notes.set(document, annotator.id, kept)
    return step.changes
