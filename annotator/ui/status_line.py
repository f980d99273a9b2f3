"""The status line: is everything saved, how far is the pipeline, who annotates, where in the article."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, metrics
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Bar

SaveState = Literal["saved", "saving", "waiting", "not_saved", "read_only"]

_SAVE_STATES: dict[SaveState, tuple[str, str, str, str]] = {
    "saved": ("circle-check", "ok", "Saved", "Everything is in the project file."),
    "saving": ("loader-circle", "text_2", "Saving…", "The last gesture is being written."),
    "waiting": ("clock", "warn", "Waiting to save", "Another part of the program is writing."),
    "not_saved": ("circle-alert", "error", "Not saved", "The last gesture was not saved."),
    "read_only": ("lock", "text_2", "Read only", "Nothing can be changed in this window."),
}
"""Icon, colour, words and tooltip of each state."""


class Part(QWidget):
    """An icon and a few words, sometimes with a progress bar."""

    def __init__(self, icon: str, *, bar: bool = False) -> None:
        super().__init__()
        self.icon = Icon(icon, "text_3", 14)
        self.words = Text("", "small", role="text_2")
        self.bar = Bar(width=64)
        self.bar.setVisible(bar)
        self.setLayout(hbox(self.icon, self.words, self.bar, gap=6))

    def show_words(self, words: str, tip: str = "") -> None:
        """Show other words, ``tip`` as tooltip."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)


class StatusLine(Panel):
    """The bottom line of the window.  ``annotatorsAsked`` when the annotator's name was clicked."""

    annotatorsAsked = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "t")
        self.setObjectName("status")
        self.setAccessibleName("Status")
        self.setFixedHeight(metrics().size.status_bar)
        self.saved = Part("circle-check")
        self.pipeline = Part("cpu", bar=True)
        self.pipeline.hide()
        self.annotator = Button("", "user", "quiet", small=True, menu=True)
        self.annotator.clicked.connect(self.annotatorsAsked)
        self.quotation = Text("", "small", role="text_2")
        self.paragraph = Text("", "small", role="text_2")
        self._paragraph = host(hbox(self.paragraph))
        self._compact = False
        self._name = self._deed = self._detail = self._pace = self._review_pace = ""
        self._state: SaveState = "saved"
        self.pace = Text("", "small", role="text_2")
        left = (14, self.saved, self.pipeline)
        self.setLayout(hbox(*left, None, self.annotator, self.quotation, self._paragraph, self.pace, 14, gap=14))
        self.show_save_state("saved")
        self.show_annotator("")
        self.show_quotation(None, 0)
        self.show_paragraph(None, 0)
        self.show_pace(None)

    def show_save_state(self, state: SaveState, detail: str = "") -> None:
        """Show whether the last gesture is on the disk; ``detail`` replaces the words of *waiting*, else the tooltip.

        *Saved* means committed: show it after the commit, never before.
        """
        self._state, self._detail = state, detail
        icon, role, words, tip = _SAVE_STATES[state]
        if state == "saved" and self._deed:
            words = "Saved to gold"
        self.saved.icon.show_icon(icon, role)
        if state == "waiting" and detail:
            self.saved.show_words(f"{words}: {detail}", tip)
        else:
            self.saved.show_words(words, detail or tip)
        self.saved.words.set_role("error" if state == "not_saved" else "text_2")

    def show_pipeline(self, done: int, total: int) -> None:
        """Show how many of the articles are labelled; nothing once all are."""
        self.pipeline.show_words(f"Pipeline {done:,} of {total:,}", "Entities are being labelled; you can go on.")
        self.pipeline.bar.set_fraction(done / total if total else 0.0)
        self.pipeline.setVisible(done < total)

    def show_annotator(self, name: str) -> None:
        """Show who annotates."""
        self._name = name
        self.annotator.setText(f"{name} {self._deed}" if name and self._deed else name or "No name yet")
        self.annotator.setAccessibleName(f"Annotating as {name or 'nobody yet'}")
        self.annotator.setToolTip("Annotating as … Click to give the place to another")

    def show_review(self, deed: str, pace: str = "") -> None:
        """Show what who sits here does to gold ("adjudicates"), and how fast; nothing where gold is not at stake."""
        if deed != self._deed:
            self._deed = deed
            self.show_annotator(self._name)
            self.show_save_state(self._state, self._detail)
        if self._review_pace != pace:
            self._review_pace = pace
            self._show_pace()

    def show_quotation(self, number: int | None, total: int) -> None:
        """Show the place of the active quotation, counted from 1; without one, how many there are."""
        words = f"{total:,} quotation{'' if total == 1 else 's'}"
        self.quotation.setText(words if number is None else f"Quotation {number:,} of {total:,}")

    def show_where(self, words: str) -> None:
        """Show where in another view the user is."""
        self.quotation.setText(words)
        self.quotation.setVisible(bool(words))

    def show_paragraph(self, number: int | None, total: int) -> None:
        """Show the paragraph at the caret, counted from 1; None shows nothing."""
        self.paragraph.setText("" if number is None else f"Paragraph {number:,} of {total:,}")
        self.paragraph.setVisible(number is not None)

    def show_place(self, *, shown: bool) -> None:
        """Show where in the article one is, or in a view without an article not."""
        self.quotation.setVisible(shown)
        self._paragraph.setVisible(shown and not self._compact)

    def show_pace(self, per_hour: int | None) -> None:
        """Show how many quotations an hour the annotator makes; None shows nothing."""
        noun = "quotation" if per_hour == 1 else "quotations"
        self._pace = "" if per_hour is None else f"{per_hour:,} {noun} an hour"
        self._show_pace()

    def _show_pace(self) -> None:
        self.pace.setText(self._review_pace if self._deed else self._pace)
        counted = "Over all articles whose active time was counted"
        self.pace.setToolTip("The middle one of this sitting, pauses aside" if self._deed else counted)
        self.pace.setVisible(bool(self.pace.text()) and not self._compact)

    def set_compact(self, compact: bool) -> None:
        """Take the shape of a window below 1200 pixels: no paragraph, no pace, no icon beside the name."""
        self._compact = compact
        self._show_pace()
        self._paragraph.setVisible(not compact)
        self.annotator.set_icon("" if compact else "user")
