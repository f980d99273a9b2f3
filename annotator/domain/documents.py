"""An article and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scalar = str | int | float | bool | None
"""A value of metadata or of a typed attribute."""

STANDARD_META = ("title", "source", "author", "date", "url")
"""Metadata keys every document has, in the order of the exchange format."""

LayerStatus = Literal["new", "in_progress", "done", "skipped", "adjudicated"]


@dataclass(frozen=True, slots=True)
class Document:
    """An article.

    ``text`` holds Unicode code points as stored at import (see `annotator.domain.text.clean`) and never changes;
    ``text_sha256`` is the hash of its UTF-8 bytes.  ``meta`` always has the keys of `STANDARD_META`.
    ``extra`` keeps foreign top-level ``x_…`` keys of the exchange format as they came.
    """

    id: str
    text: str
    text_sha256: str
    language: str | None = None
    meta: Mapping[str, Scalar] = field(default_factory=lambda: dict.fromkeys(STANDARD_META))
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title, or the id where there is none: something to show in a list."""
        return str(self.meta.get("title") or self.id)
