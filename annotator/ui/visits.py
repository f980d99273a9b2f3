"""An article reopens where it was left."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QPointF

from annotator.domain.text import Span
from annotator.store.visits import Visit
from annotator.ui.article.view import ArticleView

_TRIES = 3
"""Paragraphs are laid out when they are first seen, which moves those below: the place is looked up again."""


def left_at(article: ArticleView, active: str | None, seconds: float) -> Visit:
    """Where an article is left: caret, first line in sight, active quotation, active time."""
    scrolled = article.verticalScrollBar().value() > 0
    top = article.offset_at(QPointF(0, 1)) if scrolled else 0
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Visit(article.caret(), top, active, seconds, now)


def return_to(article: ArticleView, visit: Visit) -> None:
    """Put the caret and the first line in sight back where they were."""
    length = len(article.text())
    article.set_caret(min(visit.caret, length))
    bar = article.verticalScrollBar()
    if visit.top <= 0 or visit.top >= length:
        bar.setValue(0)
        return
    for _ in range(_TRIES):
        place = article.rect_of(Span(visit.top, visit.top + 1))
        if place.isEmpty() or place.top() == 0:
            return
        bar.setValue(bar.value() + place.top())
