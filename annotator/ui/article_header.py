"""The line above the article: its status, where it comes from, and *Mark done*."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy

from annotator.domain.documents import LayerStatus
from annotator.ui.dates import long_date
from annotator.ui.documents_model import STATUS_WORDS, count
from annotator.ui.kit import Panel, Text, hbox, metrics
from annotator.ui.kit_controls import Button
from annotator.ui.kit_marks import Glyph
from annotator.ui.menu_button import menu_button


def _shrinkable(text: Text, least: int) -> Text:
    """A label that is as wide as its words where there is room, and shortened down to ``least`` pixels."""
    text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    text.setMinimumWidth(least)
    return text


class ArticleHeader(Panel):
    """Status, outlet, date, author and length of the open article, *Mark done*, and the menu of the view."""

    def __init__(self, actions: Mapping[str, QAction], menu: QMenu) -> None:
        super().__init__("page", "b")
        self.setObjectName("article_header")
        self.setAccessibleName("Article")
        self.setFixedHeight(metrics().size.header)
        self._compact = False
        self.glyph = Glyph()
        self.status = Text("", "small", "medium")
        self.source = _shrinkable(Text("", "small", "medium", elide=True), 40)
        self.details = _shrinkable(Text("", "small", role="text_2", elide=True), 40)
        self.details.setToolTip("")
        self._parts: tuple[str, ...] = ()
        done = actions["document.done_next"]
        self.done = Button.for_action(done, icon="check", text="Mark done", small=True)
        self.done_short = Button.for_action(done, icon="check", text="Done", small=True)
        self.more = menu_button(menu, icon="ellipsis", name="Article and view menu", small=True)
        words = (self.glyph, self.status, 8, self.source, self.details)
        self.setLayout(hbox(16, *words, None, self.done, self.done_short, self.more, 10, gap=6))
        self.clear()

    def set_document(
        self,
        status: LayerStatus,
        *,
        source: str | None = None,
        date: str | None = None,
        author: str | None = None,
        words: int = 0,
        fraction: float = 0.5,
    ) -> None:
        """Show an article: ``words`` counts its words, ``fraction`` fills the pie of one in progress."""
        self.glyph.show_status(status, fraction)
        self.glyph.show()
        self.status.setText(STATUS_WORDS[status])
        self.source.setText(source or "")
        self.source.setVisible(bool(source))
        self._parts = (
            long_date(date) if date else "",
            f"by {author}" if author else "",
            count(words, "word"),
        )
        self._show_details()
        self._show_buttons(shown=True)

    def clear(self) -> None:
        """Show that no article is open."""
        self.glyph.hide()
        self.source.hide()
        self.status.setText("No article is open")
        self._parts = ()
        self._show_details()
        self._show_buttons(shown=False)

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: no author, no length."""
        self._compact = compact
        self._show_details()
        self._show_buttons(shown=bool(self._parts))

    def _show_details(self) -> None:
        parts = self._parts[:1] if self._compact else self._parts
        shown = [part for part in parts if part]
        lead = "·  " if shown and not self.source.isHidden() else ""
        self.details.setText(lead + "  ·  ".join(shown))
        self.details.setVisible(bool(shown))
        self.details.setToolTip(" · ".join(part for part in self._parts if part))

    def _show_buttons(self, *, shown: bool) -> None:
        self.done.setVisible(shown and not self._compact)
        self.done_short.setVisible(shown and self._compact)
