"""What SQLite cannot do with text by itself: letters without case, and words found as a search finds them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from annotator.store.query import parse, wanted
from annotator.store.snippets import Pattern, pattern


def folded(text: str | None) -> str | None:
    """``text`` without case, in one normal form."""
    if text is None or text.isascii():
        return text and text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=16)
def _patterns(words: str) -> tuple[Pattern, ...]:
    query = parse(words)
    return () if query is None else tuple(pattern(each) for each in wanted(query))


def holds_words(text: str | None, words: str) -> bool:
    """Whether all ``words`` stand in a text; case and accents aside, of the last word the beginning is enough."""
    patterns = _patterns(words)
    return bool(text) and bool(patterns) and all(each.search(text or "") for each in patterns)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {"folded": folded, "holds_words": holds_words}
"""Functions of every connection, by name."""
