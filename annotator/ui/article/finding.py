"""Finding words in the open article: from the find bar to the article and back."""

from __future__ import annotations

import re

from annotator.ui.article.find_bar import FindBar
from annotator.ui.article.view import ArticleView


class Finding:
    """Answers what the find bar asks for."""

    def __init__(self, article: ArticleView, bar: FindBar) -> None:
        self._article = article
        self._bar = bar
        bar.findRequested.connect(self._find)
        bar.closed.connect(article.setFocus)

    def open(self, words: str = "") -> None:
        """Show the bar with ``words``, else the selected ones, in it."""
        selected = self._article.selection()
        chosen = selected.of(self._article.text()) if selected and selected.length < 80 else ""
        self._bar.open(words or chosen)

    def find_next(self) -> None:
        """Go to the next hit of what was looked for last."""
        if self._bar.isVisible():
            self._find(self._bar.words(), backward=False)
        else:
            self.open()

    def _find(self, words: str, backward: bool) -> None:
        selected = self._article.raw_selection()
        if selected and selected.of(self._article.text()).casefold() != words.casefold():
            self._article.set_caret(selected.start)  # the words are still being typed: the hit may begin where it did
        self._article.find_text(words, backward=backward)
        places = (
            [each.start() for each in re.finditer(re.escape(words), self._article.text(), re.IGNORECASE)]
            if words
            else []
        )
        here = self._article.raw_selection()
        self._bar.show_count(places.index(here.start) + 1 if here and here.start in places else 0, len(places))
