"""One document as the list shows it.

The rows are the store's `documents.listing` and the hits its `documents.search`; the list only asks for their
attributes, so that it can be shown and tested without a project file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from annotator.ui.documents.order import Sortable


class Listed(Sortable, Protocol):
    """One document as the list shows it."""

    @property
    def suggestions(self) -> int:
        """How many quotations the pipeline's layer has."""

    @property
    def words(self) -> int:
        """How many words the text has."""

    @property
    def noted(self) -> bool:
        """Whether the annotator has written a note to themselves on it."""

    @property
    def seconds(self) -> float:
        """Active time that the annotator has spent on it."""


class Hit(Protocol):
    """What a search found in one document: words around the hits, as plain text."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def snippet(self) -> str:
        """Words around the first hits; empty for a search without words."""

    @property
    def hits(self) -> Sequence[tuple[int, int]]:
        """Start and end, in code points of the snippet, of each word found."""


def finished(row: Listed) -> bool:
    """Whether nothing is left to do in the document: done, adjudicated or skipped."""
    return row.status not in ("new", "in_progress")


def progress(row: Listed) -> float:
    """How full the pie of a document in progress is, 0…1: its quotations against the pipeline's suggestions."""
    expected = max(row.quotations, row.suggestions)
    return 0.5 if not expected else min(0.85, max(0.15, row.quotations / expected))


def open_suggestions(row: Listed) -> int:
    """How many suggestions wait: the pipeline's, as long as nobody has begun with the document."""
    return row.suggestions if row.status == "new" else 0
