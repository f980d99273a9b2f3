"""What the keys mean: each gesture reads the selection and the active quotation, and runs one operation."""

from __future__ import annotations

from typing import Protocol

from annotator.domain.annotations import Mention, Quotation
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.text import Span, token_at
from annotator.operations import annotate, mentions, parties, suggestions
from annotator.ui.session import Session


class Stage(Protocol):
    """What a gesture sees of the window: where the user is, and where to send them."""

    active: str | None
    focused: str | None

    def selection(self) -> Span | None:
        """The selected words, grown to whole tokens; None for a bare caret."""

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

    def tell(self, sentence: str) -> None:
        """Say in the bar why nothing happened."""

    def announce(self, sentence: str) -> None:
        """Say what happened to a screen reader."""


class Gestures:
    """The gestures of one article.  Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self._cast_turn: tuple[str, str, int] = ("", "", 0)
        self._last_spoken: str | None = None
        self.clicked_mention: str | None = None
        self.last_mention: str | None = None

    # ------------------------------------------------------------------------------------------ quotations

    def new_quotation(self) -> None:
        """Make the selection, or the words between the marks around the caret, a quotation."""
        content = self._content_meant()
        if content is None:
            self._stage.tell("Nothing is selected, and the caret is not between quotation marks. Select words, then Q.")
            return
        changes = self._session.run(annotate.add_quotation, (content,), marks=self._session.marks)
        self._stage.clear_selection()
        self._stage.activate(changes.focus)
        made = self._quotation(changes.focus)
        if made:
            kind = self._session.project.scheme.name("types", made.type) if self._session.project else ""
            self._stage.announce(f"Quotation, {kind}: {self._words(made.content[0])}")

    def _content_meant(self) -> Span | None:
        selected = self._stage.selection()
        if selected is None:
            return self._session.marks.quotation_at(self._stage.caret())
        # a double click selects one token: between marks it stands for all that they enclose
        text = self._text()
        if selected == token_at(text, selected.start):
            return self._session.marks.quotation_at(selected.start) or selected
        return selected

    def add_fragment(self) -> None:
        """Add the selection to the active quotation's content."""
        if (quotation := self._active()) and (span := self._selected("add it to the quotation")):
            self._session.run(annotate.add_fragment, quotation.id, span, marks=self._session.marks)
            self._stage.clear_selection()

    def delete(self) -> None:
        """Delete the active quotation, or else the mention that was clicked."""
        if self._quotation(self._stage.active):
            self._session.run(annotate.delete_quotation, self._stage.active or "")
            self._stage.activate(None)
            self._stage.announce("Quotation deleted")
        elif self._mention_meant():
            self.remove_mention()
        else:
            self._stage.tell("Nothing to delete: click a quotation or a mention first.")

    def set_type(self, type: str | None) -> None:
        """Set the type by hand; None returns it to what the marks say."""
        if quotation := self._active():
            self._session.run(annotate.set_type, quotation.id, type, marks=self._session.marks)

    def move_edge(self, edge: annotate.Edge, direction: annotate.Direction, by: annotate.Unit) -> None:
        """Move an edge of the active quotation: of the fragment with the caret, else the outermost one."""
        if quotation := self._active():
            caret = self._stage.caret()
            inside = (n for n, each in enumerate(quotation.content) if each.start <= caret <= each.end)
            outermost = len(quotation.content) - 1 if edge == "end" else 0
            self._session.run(
                annotate.move_edge, quotation.id, "content", next(inside, outermost), edge, direction, by,
                marks=self._session.marks,
            )  # fmt: skip

    # ------------------------------------------------------------------------------------------ walking

    def next_quotation(self, step: int = 1) -> None:
        """Make the next (or, with -1, the previous) quotation of the article the active one."""
        rows = self._session.layer.quotations if self._session.layer else ()
        if not rows:
            self._stage.tell("Nothing quoted yet. Select words and press Q.")
            return
        ids = [each.id for each in rows]
        if self._stage.active in ids:
            target = ids[(ids.index(self._stage.active) + step) % len(ids)]
        else:
            target = self._beside_caret([(each.start, each.id) for each in rows], step)
        self._stage.clear_selection()
        self._stage.activate(target)
        self._announce_quotation(target)

    def _beside_caret(self, places: list[tuple[int, str]], step: int) -> str:
        caret = self._stage.caret()
        ahead = [id for start, id in places if start >= caret]
        behind = [id for start, id in places if start < caret]
        if step > 0:
            return (ahead or behind)[0]
        return (behind or ahead)[-1]

    def _announce_quotation(self, id: str) -> None:
        if quotation := self._quotation(id):
            self._stage.announce(self._words(quotation.content[0]))

    # ------------------------------------------------------------------------------------------ cue and speaker

    def set_cue(self) -> None:
        """Make the selection the cue of the active quotation."""
        if (quotation := self._active()) and (span := self._selected("make it the cue")):
            self._session.run(annotate.set_cue, quotation.id, (span,))
            self._stage.clear_selection()

    def add_cue(self) -> None:
        """Add the selection as a further fragment of the cue."""
        if (quotation := self._active()) and (span := self._selected("add it to the cue")):
            self._session.run(annotate.add_cue, quotation.id, span)
            self._stage.clear_selection()

    def cue_absent(self) -> None:
        """Say that there is no cue, or take that back."""
        if quotation := self._active():
            self._session.run(annotate.set_cue_absent, quotation.id, not quotation.cue_absent)

    def speaker(self, *, further: bool = False) -> None:
        """Make the selection, or the mention that was clicked, the speaker of the active quotation."""
        if not (quotation := self._active()):
            return
        mention = self._mention_meant()
        span = mention.spans[0] if mention else self._selected("make it the speaker")
        if span is None:
            return
        if mention:
            self._session.run(parties.speaker_from_mention, quotation.id, mention.id, further=further)
        else:
            self._session.run(parties.speaker_from_span, quotation.id, span, further=further)
        self._spoke(quotation.id)

    def add_speaker_fragment(self) -> None:
        """Add the selection to the last speaker's words: some names stand in two pieces."""
        if not (quotation := self._active()):
            return
        if not quotation.speakers:
            self._stage.tell("The quotation has no speaker yet: select the first words and press S.")
        elif span := self._selected("add it to the speaker"):
            last = len(quotation.speakers) - 1
            self._session.run(annotate.add_fragment, quotation.id, span, "speakers", last)
            self._spoke(quotation.id)

    def addressee(self) -> None:
        """Make the selection, or the mention that was clicked, an addressee of the active quotation."""
        if not (quotation := self._active()):
            return
        mention = self._mention_meant()
        span = mention.spans[0] if mention else self._selected("make it the addressee")
        if span is None:
            return
        if mention:
            self._session.run(parties.addressee_from_mention, quotation.id, mention.id)
        else:
            self._session.run(parties.addressee_from_span, quotation.id, span)
        self._stage.clear_selection()

    def cast(self, number: int) -> None:
        """Make a member of the cast the speaker; again: with its next nearest mention."""
        if number > len(self._session.cast):
            self._stage.tell(f"The cast has no number {number}.")
        else:
            self.cast_member(self._session.cast[number - 1])

    def cast_member(self, member: CastMember) -> None:
        """Make that member of the cast the speaker of the active quotation.

        Words like “he” or “the expert” that were chosen before stay, and mean that member from then on; again takes the
        member's own mention.
        """
        if not (quotation := self._active()):
            return
        last = quotation.speakers[-1] if quotation.speakers else None
        unnamed = last is not None and last.entity is None and last.form in ("pronoun", "nominal")
        turn = self._cast_turn[2] + 1 if self._cast_turn[:2] == (quotation.id, member.id) else 0
        self._session.run(parties.speaker_from_cast, quotation.id, member, turn, keep_words=unnamed)
        self._cast_turn = (quotation.id, member.id, -1 if unnamed else turn)
        self._last_spoken = quotation.id
        self._stage.announce(f"Speaker: {member.name}")

    def same_speaker(self) -> None:
        """Give the active quotation the speakers of the one whose speaker was set last, else of the one before it."""
        if not (quotation := self._active()) or not self._session.layer:
            return
        rows = [each for each in self._session.layer.quotations if each.speakers and each.id != quotation.id]
        last = [each for each in rows if each.id == self._last_spoken]
        earlier = [each for each in rows if each.start <= quotation.start]
        source = (last or earlier[-1:])[:1]
        if not source:
            self._stage.tell("No quotation before this one has a speaker.")
            return
        self._session.run(parties.same_speaker_as, quotation.id, source[0].id)
        self._spoke(quotation.id)

    def none_in_text(self) -> None:
        """Say that the text names no speaker."""
        if quotation := self._active():
            self._session.run(parties.none_in_text, quotation.id)
            self._spoke(quotation.id)

    def _spoke(self, quotation: str) -> None:
        self._last_spoken = quotation
        self._cast_turn = ("", "", 0)
        self.clicked_mention = None
        self._stage.clear_selection()

    # ------------------------------------------------------------------------------------------ stance

    def stance(self) -> None:
        """Open the stance pad, the selection its target."""
        if self._active():
            mention = self._mention_meant()
            self._stage.open_stance_pad(mention.spans[0] if mention else self._stage.selection())

    # ------------------------------------------------------------------------------------------ suggestions

    def next_suggestion(self, step: int = 1) -> None:
        """Put the next (or, with -1, the previous) suggestion in focus."""
        rows = self._session.suggestions
        if not rows:
            self._stage.tell("No suggestions are open in this article.")
            return
        ids = [each.id for each in rows]
        if self._stage.focused in ids:
            target = ids[(ids.index(self._stage.focused) + step) % len(ids)]
        else:
            target = self._beside_caret([(each.start, each.id) for each in rows], step)
        self._stage.clear_selection()
        self._stage.focus_suggestion(target)
        chosen = rows[ids.index(target)]
        self._stage.announce(f"Suggestion {ids.index(target) + 1} of {len(ids)}: {self._words(chosen.content[0])}")

    def accept(self) -> None:
        """Accept the suggestion in focus; it becomes the active quotation."""
        if self._stage.focused:
            changes = self._session.run(suggestions.accept_suggestion, self._stage.focused, marks=self._session.marks)
            self._stage.activate(changes.focus)
            self._stage.announce("Accepted")

    def reject(self, reason: str | None = None) -> None:
        """Reject the suggestion in focus and go to the next."""
        if self._stage.focused:
            rejected = self._stage.focused
            ids = [each.id for each in self._session.suggestions]
            place = ids.index(rejected) if rejected in ids else 0
            self._session.run(suggestions.reject_suggestion, rejected, reason)
            rest = [each.id for each in self._session.suggestions]
            self._stage.focus_suggestion(rest[min(place, len(rest) - 1)] if rest else None)
            self._stage.announce("Rejected")

    def accept_all(self, threshold: float) -> Changes:
        """Accept every open suggestion whose score reaches the threshold, in one step."""
        changes = self._session.run(suggestions.accept_all, threshold, marks=self._session.marks)
        self._stage.focus_suggestion(None)
        return changes

    # ------------------------------------------------------------------------------------------ mentions

    def label_mention(self, kind: str) -> None:
        """Mark the selection as an entity of that kind, or give the mention that was clicked that kind."""
        if mention := self._mention_meant():
            self._session.run(mentions.relabel_mention, mention.id, kind)
        elif span := self._selected("mark it as an entity"):
            self._session.run(mentions.add_mention, span, kind)
            self._stage.clear_selection()

    def move_mention(self) -> None:
        """Move the mention that was clicked last to the selection."""
        mention = self._mention(self.last_mention)
        if mention is None:
            self._stage.tell("Click the mention first, then select the words it should cover.")
        elif span := self._selected("move the mention there"):
            self._session.run(mentions.move_mention, mention.id, span)
            self._stage.clear_selection()

    def remove_mention(self) -> None:
        """Remove the mention that was clicked."""
        if mention := self._mention_meant():
            self._session.run(mentions.remove_mention, mention.id)
            self.clicked_mention = None
            self._stage.clear_selection()
        else:
            self._stage.tell("Click a mention first.")

    # ------------------------------------------------------------------------------------------ what is meant

    def _active(self) -> Quotation | None:
        quotation = self._quotation(self._stage.active)
        if quotation is None:
            self._stage.tell("No quotation is active: make one with Q, or click one.")
        return quotation

    def _selected(self, purpose: str) -> Span | None:
        span = self._stage.selection()
        if span is None:
            self._stage.tell(f"Select words first to {purpose}.")
        return span

    def _mention_meant(self) -> Mention | None:
        """The mention that the selection covers exactly, or that was clicked while nothing else is selected."""
        selected = self._stage.selection()
        if selected is None:
            return self._mention(self.clicked_mention)
        rows = self._session.layer.mentions if self._session.layer else ()
        exact = [each for each in rows if each.spans == (selected,)]
        clicked = [each for each in exact if each.id == self.clicked_mention]
        return next(iter(clicked or exact), None)

    def _mention(self, id: str | None) -> Mention | None:
        rows = self._session.layer.mentions if self._session.layer else ()
        return next((each for each in rows if id in (each.id, *each.origin.derived_from)), None) if id else None

    def _quotation(self, id: str | None) -> Quotation | None:
        rows = self._session.layer.quotations if self._session.layer else ()
        return next((each for each in rows if each.id == id), None)

    def _text(self) -> str:
        return self._session.document.text if self._session.document else ""

    def _words(self, span: Span) -> str:
        return span.of(self._text())[:200]
