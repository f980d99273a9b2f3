"""The stage on which gestures play: what they see of the window, and what is meant by where the user is."""

from __future__ import annotations

from typing import Protocol

from annotator.domain.annotations import Mention, Quotation
from annotator.domain.antecedents import Referring
from annotator.domain.cast import CastMember
from annotator.domain.text import Span, Spans
from annotator.operations.parties import SPEAKING
from annotator.ui.session import Session


class Stage(Protocol):
    """What a gesture sees of the window: where the user is, and where to send them."""

    active: str | None
    focused: str | None

    def selection(self) -> Span | None:
        """The selected words, grown to whole tokens unless they are just a mention's; None for a bare caret."""

    def caret(self) -> int:
        """The caret's code point."""

    def clear_selection(self) -> None:
        """Leave only the caret."""

    def activate(self, quotation: str | None) -> None:
        """Make a quotation the active one and bring it into view."""

    def focus_suggestion(self, suggestion: str | None) -> None:
        """Put a suggestion in focus and bring it into view."""

    def open_stance_pad(self, target: Span | None) -> None:
        """Ask for a stance of the active quotation."""

    def set_stance(self, value: str, target: Span | None) -> None:
        """Give the active quotation a stance of that value, towards words of the article if there are any."""

    def add_evidence(self, span: Span) -> None:
        """Make words the evidence of the active quotation's stance."""

    def finish_edits(self) -> None:
        """Keep what is still being written, a step of its own before the one that follows."""

    def show_state(self) -> None:
        """Show again what is marked, active, in focus and proposed."""

    def tell(self, sentence: str) -> None:
        """Say in the bar why nothing happened."""

    def announce(self, sentence: str) -> None:
        """Say what happened to a screen reader."""


class Meant:
    """What a gesture is about: the active quotation, the selected words, the mention that was clicked."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self.session = session
        self.stage = stage
        self.clicked: str | None = None
        """The mention that the last click chose, until something else is selected or done."""
        self.last_clicked: str | None = None
        """The mention that was clicked last, however long ago."""

    def active(self) -> Quotation | None:
        """The active quotation; that there is none is told."""
        quotation = self.quotation(self.stage.active)
        if quotation is None:
            self.stage.tell("No quotation is active: make one with Q, or click one.")
        return quotation

    def selected(self, purpose: str) -> Span | None:
        """The selected words; that there are none is told, with what they are for."""
        span = self.stage.selection()
        if span is None:
            self.stage.tell(f"Select words first to {purpose}.")
        return span

    def clicked_or_selected(self) -> Mention | None:
        """The mention that the selection covers exactly, or that was clicked while nothing else is selected."""
        selected = self.stage.selection()
        if selected is None:
            return self.mention(self.clicked)
        rows = self.session.layer.mentions if self.session.layer else ()
        exact = [each for each in rows if each.spans == (selected,)]
        clicked = [each for each in exact if each.id == self.clicked]
        return next(iter(clicked or exact), None)

    def mention_meant(self) -> Mention | None:
        """The mention that a gesture at mentions is about: clicked, selected, or with nothing selected at the caret."""
        if self.stage.selection() is not None or self.clicked:
            return self.clicked_or_selected()
        rows, caret = self.session.layer.mentions if self.session.layer else (), self.stage.caret()
        around = [each for each in rows if any(span.start <= caret <= span.end for span in each.spans)]
        return min(around, key=lambda each: each.spans[-1].end - each.spans[0].start, default=None)

    def named(self, quotation: Quotation, words: Spans) -> CastMember | None:
        """The person, body or document of the cast that these words name, as a speaker of a quotation."""
        session, layer = self.session, self.session.layer
        if layer is None:
            return None
        refers = Referring.at(self.text(), session.marks, layer, session.cast, quotation, session.cue_lexicon())
        member = refers.named(words).member
        return member if member is not None and member.kind in SPEAKING else None

    def mention(self, id: str | None) -> Mention | None:
        """A mention of the layer, by its id or that of the pipeline's mention that it is a copy of."""
        rows = self.session.layer.mentions if self.session.layer else ()
        return next((each for each in rows if id in (each.id, *each.origin.derived_from)), None) if id else None

    def quotation(self, id: str | None) -> Quotation | None:
        """A quotation of the layer."""
        rows = self.session.layer.quotations if self.session.layer else ()
        return next((each for each in rows if each.id == id), None)

    def text(self) -> str:
        """The article's text."""
        return self.session.document.text if self.session.document else ""

    def words(self, span: Span) -> str:
        """The words of a span, not too many to be read out."""
        return span.of(self.text())[:200]

    def beside_caret(self, places: list[tuple[int, str]], step: int) -> str:
        """The id of the place, given as its start and id, next to the caret in that direction."""
        caret = self.stage.caret()
        ahead = [id for start, id in places if start >= caret]
        behind = [id for start, id in places if start < caret]
        if step > 0:
            return (ahead or behind)[0]
        return (behind or ahead)[-1]
