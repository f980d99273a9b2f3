"""The list of steps: who did what when, and what of it may be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.store.connection import Connection
from annotator.store.excerpts import excerpts
from annotator.store.rows import dump_names, load_names, load_spans_of

_STEPS = """
SELECT id, actor, label, at, undone, focus, documents, document_count,
 NOT undone AND id NOT IN (SELECT reverts FROM step WHERE reverts IS NOT NULL AND NOT undone)
 AND EXISTS (SELECT 1 FROM change WHERE step=step.id)
FROM step WHERE ?1 IS NULL OR id<?1 ORDER BY id DESC LIMIT ?2
"""
"""The pipeline's steps keep no changes."""
_PLACES = """
SELECT a.id, l.document_id, a.spans FROM (
 SELECT uid AS id, layer_id, content AS spans FROM quotation WHERE uid IN (SELECT value FROM json_each(?1))
 UNION ALL SELECT uid, layer_id, spans FROM mention WHERE uid IN (SELECT value FROM json_each(?1))
) a JOIN layer l ON l.id=a.layer_id WHERE l.kind<>'pipeline' ORDER BY l.document_id
"""
_NAMES = "SELECT uid, name FROM entity WHERE uid IN (SELECT value FROM json_each(?))"
_LENGTH = 100
"""Code points of the words of a step."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step as the history shows it.

    ``actor`` is an annotator's id or `annotator.store.journal.PIPELINE`; ``at`` is UTC.  ``documents`` are the ids of
    the documents it touched, the first of ``document_count``; those of a removed document are among them.
    ``words`` are those of the quotation or the mention that it was about, or the entity's name, as far as these are
    still there.  ``revertible`` tells whether `revert` may be tried: it is in effect, not reverted already, and not the
    pipeline's.
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
    words: str = ""


def history(connection: Connection, limit: int, before: int | None) -> list[HistoryStep]:
    """The latest steps, newest first; of those with a number below ``before``."""
    steps = [
        HistoryStep(number, actor, label, at, bool(undone), focus, load_names(documents), count, bool(revertible))
        for number, actor, label, at, undone, focus, documents, count, revertible in connection.rows(
            _STEPS, [before, limit]
        )
    ]
    words = _words(connection, sorted({each.focus for each in steps if each.focus}))
    return [replace(each, words=words.get(each.focus or "", "")) for each in steps]


def _words(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The words of quotations and mentions and the names of entities, by id."""
    wanted = dump_names(ids)
    places = list(connection.rows(_PLACES, [wanted]))
    spans = load_spans_of(each for _, _, each in places)
    texts = excerpts(connection, [(place[1], own) for place, own in zip(places, spans, strict=True)], length=_LENGTH)
    return dict(connection.rows(_NAMES, [wanted])) | {
        place[0]: words for place, words in zip(places, texts, strict=True)
    }
