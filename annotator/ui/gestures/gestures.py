"""What the keys mean: each gesture reads the selection and the active quotation, and runs one operation."""

from __future__ import annotations

from annotator.ui.gestures.ghosting import Ghosting
from annotator.ui.gestures.mention import MentionGestures
from annotator.ui.gestures.party import PartyGestures
from annotator.ui.gestures.quotations import QuotationGestures
from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.gestures.stance import StanceGestures
from annotator.ui.gestures.suggestions import SuggestionGestures
from annotator.ui.session import Session


class Gestures:
    """The gestures of one article, by what they are about."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self.meant = Meant(session, stage)
        self.ghosts = Ghosting(session)
        self.quotations = QuotationGestures(session, stage, self.meant, self.ghosts)
        self.parties = PartyGestures(session, stage, self.meant)
        self.stances = StanceGestures(session, stage, self.meant)
        self.suggestions = SuggestionGestures(session, stage, self.meant)
        self.mentions = MentionGestures(session, stage, self.meant)
        self._stage = stage

    def delete(self) -> None:
        """Delete the active quotation, or else the mention that was clicked."""
        if self.quotations.delete():
            return
        if self.meant.clicked_or_selected():
            self.mentions.remove_mention()
        else:
            self._stage.tell("Nothing to delete: click a quotation or a mention first.")

    # ------------------------------------------------------------------------------------------ ghosts

    def take_ghost(self) -> None:
        """Take the cue and the speaker that are proposed."""
        if self.ghosts.take() is not None:
            self._stage.announce("Taken")

    def next_ghost(self, step: int = 1) -> None:
        """Show the next proposal (or, with -1, the one before)."""
        self.ghosts.step(step)
        self._stage.show_state()
        if offer := self.ghosts.shown:
            self._stage.announce(" ".join(self.meant.words(each) for each in (*offer.ghost.cue, *offer.ghost.speaker)))
