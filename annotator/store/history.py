"""The list of steps: who did what when, and what of it may be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.connection import Connection
from annotator.store.rows import load_names

_STEPS = """
SELECT id, actor, label, at, undone, focus, documents, document_count,
 NOT undone AND id NOT IN (SELECT reverts FROM step WHERE reverts IS NOT NULL AND NOT undone)
 AND EXISTS (SELECT 1 FROM change WHERE step=step.id)
FROM step WHERE ?1 IS NULL OR id<?1 ORDER BY id DESC LIMIT ?2
"""
"""The pipeline's steps keep no changes."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step as the history shows it.

    ``actor`` is an annotator's id or `annotator.store.journal.PIPELINE`; ``at`` is UTC.  ``documents`` are the ids of
    the documents it touched, the first of ``document_count``; those of a removed document are among them.
    ``revertible`` tells whether `revert` may be tried: it is in effect, not reverted already, and not the pipeline's.
    """

    number: int
    actor: str
    label: str
    at: str
    undone: bool
    focus: str | None
    documents: tuple[str, ...]
    document_count: int
    revertible: bool


def history(connection: Connection, limit: int, before: int | None) -> list[HistoryStep]:
    """The latest steps, newest first; of those with a number below ``before``."""
    return [
        HistoryStep(number, actor, label, at, bool(undone), focus, load_names(documents), count, bool(revertible))
        for number, actor, label, at, undone, focus, documents, count, revertible in connection.rows(
            _STEPS, [before, limit]
        )
    ]
