"""The line above the article: its status, where it comes from, *Mark done*; below it, where asked for, what to edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from annotator.domain.documents import LayerStatus
from annotator.operations.documents import SKIP_REASONS, reason_words
from annotator.ui.documents.model import STATUS_WORDS, count
from annotator.ui.documents.skip import SkipStrip
from annotator.ui.kit.basics import Panel, Text, hbox, metrics, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.dates import long_date
from annotator.ui.kit.marks import Glyph
from annotator.ui.kit.menu_button import menu_button
from annotator.ui.look.theme import text_width
from annotator.ui.metadata_editor import MetadataEditor
from annotator.ui.metadata_note import NoteStrip

_AIR = 98
"""Pixels of the line that are gaps: 16 and 10 at the ends, 8 and 4 between groups, the others 6."""


def _shrinkable(text: Text, least: int) -> Text:
    """A label that is as wide as its words where there is room, and shortened down to ``least`` pixels."""
    text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    text.setMinimumWidth(least)
    return text


def spent(seconds: float) -> str:
    """Time spent on an article: `under a minute`, `12 min`, `1 h 05 min`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


class ArticleHeader(Panel):
    """Status, outlet, date, author and length of the open article, *Mark done*, and the menu of the view.

    Below that line open, one at a time, the strips ``note``, ``metadata`` and ``skip``; each has signals of its own.
    ``left`` says that a strip was closed and the focus may go back to the article.
    """

    left = Signal()

    def __init__(self, actions: Mapping[str, QAction], menu: QMenu) -> None:
        super().__init__("page", "b")
        self.setObjectName("article_header")
        self.setAccessibleName("Article")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._compact = False
        self._parts: tuple[str, ...] = ()
        self._time = ""
        self._shown: tuple[object, ...] | None = None
        self.glyph = Glyph()
        self.status = Text("", "small", "medium")
        self.source = _shrinkable(Text("", "small", "medium", elide=True), 40)
        self.details = _shrinkable(Text("", "small", role="text_2", elide=True), 40)
        self.details.setToolTip("")
        self.note = NoteStrip()
        self.metadata = MetadataEditor()
        self.skip = SkipStrip(SKIP_REASONS)
        self.edit_button = self._button(actions.get("document.metadata"), "pencil", "Edit the metadata")
        self.note_button = self._button(actions.get("document.note"), "sticky-note", "Note to yourself")
        self.copies = Button("", "files", "quiet", small=True, menu=True)
        self.copies.hide()
        done = actions["document.done_next"]
        self.done = Button.for_action(done, icon="check", text="Mark done", small=True)
        self.done_short = Button.for_action(done, icon="check", text="Done", small=True)
        self.more = menu_button(menu, icon="ellipsis", name="Article and view menu", small=True)
        words = (self.glyph, self.status, 8, self.source, self.details)
        buttons = (self.copies, self.edit_button, self.note_button, 4, self.done, self.done_short, self.more)
        row = hbox(16, *words, None, *buttons, 10, gap=6)
        row.addStrut(metrics().size.header)
        self.setLayout(vbox(row, self.skip, self.note, self.metadata, gap=0))
        self._connect()
        self.clear()

    def _button(self, action: QAction | None, icon: str, name: str) -> Button:
        if action is not None:
            return Button.for_action(action, "quiet", icon=icon, text="", small=True, key=False)
        button = Button("", icon, "quiet", small=True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(self.open_note if icon == "sticky-note" else self.open_metadata)
        return button

    def _connect(self) -> None:
        for strip in (self.note, self.metadata, self.skip):
            strip.closed.connect(self.left)

    # ------------------------------------------------------------------------------------------ the line

    def set_document(
        self,
        status: LayerStatus,
        *,
        source: str | None = None,
        date: str | None = None,
        author: str | None = None,
        words: int = 0,
        fraction: float = 0.5,
        reason: str | None = None,
    ) -> None:
        """Show an article: ``words`` counts its words, ``fraction`` fills the pie of one in progress.

        ``reason`` is why it was skipped.
        """
        self.glyph.show_status(status, fraction)
        self.glyph.show()
        shown = (status, source, date, author, words, reason)
        if shown == self._shown:  # asked after each gesture
            return
        self._shown = shown
        self.status.setText(STATUS_WORDS[status])
        self.source.setText(source or "")
        self.source.setVisible(bool(source))
        self._parts = (
            reason_words(reason).lower() if status == "skipped" else "",
            long_date(date) if date else "",
            f"by {author}" if author else "",
            count(words, "word"),
        )
        self._show_buttons(shown=True)
        self._show_details()

    def show_time(self, seconds: float | None) -> None:
        """Show the active time spent on the article; None where it is not counted."""
        time = "" if seconds is None else spent(seconds)
        if time != self._time:
            self._time = time
            self._show_details()

    def show_note(self, document: str, text: str) -> None:
        """Show the annotator's note on the open article; the button is tinted where there is one."""
        self.note.show_note(document, text)
        self.note_button.setCheckable(True)
        self.note_button.setChecked(bool(text))
        self.note_button.setCheckable(bool(text))
        self.note_button.setAccessibleDescription("There is a note" if text else "")

    def show_copies(self, number: int) -> None:
        """Show how many copies of the open article the project has."""
        words = count(number, "copy", "copies") if number else ""
        if words != self.copies.text():
            self.copies.setText(words)
            self.copies.setAccessibleName(words)
            self.copies.setToolTip("Show them, or offer them the quotations of this article")
        self.copies.setVisible(bool(number))
        self._show_details()

    def clear(self) -> None:
        """Show that no article is open."""
        self._shown = None
        self.glyph.hide()
        self.source.hide()
        self.copies.hide()
        self.status.setText("No article is open")
        self._parts = ()
        self._show_details()
        self._show_buttons(shown=False)
        self.note.show_note(None, "")
        self.metadata.show_article(None)
        self.skip.hide()

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: no author, no length."""
        self._compact = compact
        self._show_buttons(shown=bool(self._parts))
        self._show_details()

    # ------------------------------------------------------------------------------------------ the strips

    def open_note(self) -> None:
        """Open the note on the article, or close it where the caret is in it."""
        if self.note.isVisible() and self.note.edit.hasFocus():
            self.note.close_strip()
            return
        self._close_others(self.note)
        self.note.open()

    def open_metadata(self) -> None:
        """Open the metadata, or close them."""
        if self.metadata.isVisible():
            self.metadata.close_strip()
            return
        self._close_others(self.metadata)
        self.metadata.open()

    def ask_skip(self, documents: list[str]) -> None:
        """Ask why these articles are skipped."""
        self._close_others(self.skip)
        self.skip.ask(documents)

    def finish(self) -> None:
        """Hand out what is being written in a strip; call it before another article is shown."""
        self.note.finish()
        self.metadata.finish()
        self.skip.hide()

    def _close_others(self, kept: Panel) -> None:
        self.note.finish()
        self.metadata.finish()
        for strip in (self.note, self.metadata, self.skip):
            if strip is not kept:
                strip.hide()

    # ------------------------------------------------------------------------------------------ inside

    def _show_details(self) -> None:
        every = [part for part in (*self._parts[:3], self._time, *self._parts[3:]) if part] if self._parts else []
        shown = [part for part in self._parts[:2] if part] if self._compact else every
        while shown and text_width(self.details.font(), self._joined(shown)) > self._room():
            shown = shown[:-1]
        self.details.setText(self._joined(shown))
        self.details.setVisible(bool(shown))
        self.details.setToolTip(" · ".join(every))

    def _joined(self, parts: Sequence[str]) -> str:
        lead = "·  " if parts and not self.source.isHidden() else ""
        return lead + "  ·  ".join(parts)

    def _room(self) -> float:
        """The width that the details can have beside everything else at its full width."""
        others: list[QWidget] = [
            self.glyph,
            self.status,
            self.source,
            self.copies,
            self.edit_button,
            self.note_button,
            self.more,
        ]
        others.append(self.done_short if self._compact else self.done)
        taken = sum(each.sizeHint().width() for each in others if not each.isHidden())
        return self.width() - taken - _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out of the details what does not fit."""
        super().resizeEvent(event)
        self._show_details()

    def _show_buttons(self, *, shown: bool) -> None:
        self.done.setVisible(shown and not self._compact)
        self.done_short.setVisible(shown and self._compact)
        self.edit_button.setVisible(shown)
        self.note_button.setVisible(shown)
