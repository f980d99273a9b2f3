"""Ghosts: the cue and the speaker that are offered for the active quotation as long as it lacks them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from annotator.domain.annotations import Quotation
from annotator.domain.changes import Changes
from annotator.domain.continuation import continuation_of
from annotator.domain.ghosts import Ghost, ghosts_for
from annotator.domain.text import Span
from annotator.operations import ghosting
from annotator.ui.article.marks import GhostPart
from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class Offer:
    """A ghost as it is shown, and the part of it that `Enter` would take."""

    ghost: Ghost
    part: GhostPart


class Ghosting:
    """What is offered for the active quotation.

    ``enabled`` is a preference: without it nothing is offered but the continuation.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.enabled = True
        self.continuation: Span | None = None
        """The piece in the next paragraph that seems to go on with the active quotation."""
        self._quotation: Quotation | None = None
        self._made: str | None = None
        self._making = False
        self._offers: tuple[Offer, ...] = ()
        self._at = 0

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Everything that Tab walks, from what is shown at first."""
        return self._offers

    @property
    def shown(self) -> Offer | None:
        """What is offered now."""
        return self._offers[self._at] if self._offers else None

    @property
    def walks(self) -> bool:
        """Whether Tab walks the offers: for a quotation just made by hand, or where no suggestion wants the key."""
        if len(self._offers) < 2 or self._quotation is None:
            return False
        return self._quotation.id == self._made or not self._session.suggestions

    @contextmanager
    def making(self) -> Iterator[None]:
        """While a quotation is made by hand: the one looked at next is it."""
        self._making = True
        try:
            yield
        finally:
            self._making = False

    def look_at(self, quotation: Quotation | None) -> None:
        """Offer what the active quotation lacks; the same quotation, unchanged, keeps its offers."""
        if quotation is self._quotation:
            return
        if self._making and quotation is not None:
            self._made = quotation.id
        self._quotation = quotation
        self._at = 0
        self._offers = self._found(quotation) if quotation and self.enabled and self._session.writable else ()
        self.continuation = self._goes_on(quotation) if quotation and self._session.writable else None

    def forget(self) -> None:
        """Look anew next time: another article, or another preference."""
        self._quotation, self._offers, self._at, self.continuation = None, (), 0, None

    def step(self, by: int) -> None:
        """Show the next offer, or with -1 the one before."""
        if self._offers:
            self._at = (self._at + by) % len(self._offers)

    def take(self) -> Changes | None:
        """Make what is offered the quotation's cue and speaker."""
        offer = self.shown
        if offer is None or self._quotation is None:
            return None
        return self._session.run(
            ghosting.take_ghost,
            self._quotation.id,
            offer.ghost,
            self._session.cast,
            cue=offer.part != "speaker",
            speaker=offer.part != "cue",
        )

    # ------------------------------------------------------------------------------------------ inside

    def _found(self, quotation: Quotation) -> tuple[Offer, ...]:
        session = self._session
        cue = not quotation.cue and not quotation.cue_absent
        speaker = not quotation.speakers
        if not (cue or speaker) or session.document is None or session.layer is None:
            return ()
        ghosts = ghosts_for(
            session.document.text,
            quotation,
            session.cue_candidates(),
            session.layer,
            session.cast,
            session.cue_lexicon(),
            session.marks,
        )
        offers: dict[tuple[object, ...], Offer] = {}
        for ghost in ghosts:
            for offer in _offers(ghost, cue=cue, speaker=speaker):
                key = (offer.part, offer.ghost.cue, offer.ghost.speaker, offer.ghost.member)
                offers.setdefault(key, offer)
        return tuple(offers.values())

    def _goes_on(self, quotation: Quotation) -> Span | None:
        layer, document = self._session.layer, self._session.document
        if layer is None or document is None:
            return None
        others = [each for each in layer.quotations if each.id != quotation.id]
        return continuation_of(document.text, self._session.marks, quotation, others)


def _offers(ghost: Ghost, *, cue: bool, speaker: bool) -> list[Offer]:
    """Both parts of a ghost, then each of them; only what the quotation lacks."""
    has_speaker = bool(ghost.speaker or ghost.member or ghost.entity)
    with_cue, with_speaker = cue and bool(ghost.cue), speaker and has_speaker
    only_cue = Offer(replace(ghost, speaker=(), mention=None, entity=None, member=None), "cue")
    only_speaker = Offer(replace(ghost, cue=()), "speaker")
    if with_cue and with_speaker:
        return [Offer(ghost, "both"), only_cue, only_speaker]
    return [only_cue] * with_cue + [only_speaker] * with_speaker
