"""Gestures that say who speaks, and to whom."""

from __future__ import annotations

from annotator.domain.cast import CastMember
from annotator.operations import annotate, parties
from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.session import Session


class PartyGestures:
    """Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage, meant: Meant) -> None:
        self._session = session
        self._stage = stage
        self._meant = meant
        self._cast_turn: tuple[str, str, int] = ("", "", 0)
        self._last_spoken: str | None = None

    def speaker(self, *, further: bool = False) -> None:
        """Make the selection, or the mention that was clicked, the speaker of the active quotation."""
        if not (quotation := self._meant.active()):
            return
        mention = self._meant.clicked_or_selected()
        span = mention.spans[0] if mention else self._meant.selected("make it the speaker")
        if span is None:
            return
        member = self._meant.named(quotation, (span,))
        if mention:
            self._session.run(parties.speaker_from_mention, quotation.id, mention.id, further=further, member=member)
        else:
            self._session.run(parties.speaker_from_span, quotation.id, span, further=further, member=member)
        self._spoke(quotation.id)

    def add_speaker_fragment(self) -> None:
        """Add the selection to the last speaker's words: some names stand in two pieces."""
        if not (quotation := self._meant.active()):
            return
        if not quotation.speakers:
            self._stage.tell("The quotation has no speaker yet: select the first words and press S.")
        elif span := self._meant.selected("add it to the speaker"):
            last = len(quotation.speakers) - 1
            self._session.run(annotate.add_fragment, quotation.id, span, "speakers", last)
            self._spoke(quotation.id)

    def addressee(self) -> None:
        """Make the selection, or the mention that was clicked, an addressee of the active quotation."""
        if not (quotation := self._meant.active()):
            return
        mention = self._meant.clicked_or_selected()
        span = mention.spans[0] if mention else self._meant.selected("make it the addressee")
        if span is None:
            return
        member = self._meant.named(quotation, (span,))
        if mention:
            self._session.run(parties.addressee_from_mention, quotation.id, mention.id, member=member)
        else:
            self._session.run(parties.addressee_from_span, quotation.id, span, member=member)
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
        if not (quotation := self._meant.active()):
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
        if not (quotation := self._meant.active()) or not self._session.layer:
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
        if quotation := self._meant.active():
            self._session.run(parties.none_in_text, quotation.id)
            self._spoke(quotation.id)

    def _spoke(self, quotation: str) -> None:
        self._last_spoken = quotation
        self._cast_turn = ("", "", 0)
        self._meant.clicked = None
        self._stage.clear_selection()
