"""What the keys mean: each gesture reads the selection and the active quotation, and runs one operation."""

from __future__ import annotations

from annotator.ui.mention_gestures import MentionGestures
from annotator.ui.party_gestures import PartyGestures
from annotator.ui.quotation_gestures import QuotationGestures
from annotator.ui.session import Session
from annotator.ui.stage import Meant, Stage
from annotator.ui.stance_gestures import StanceGestures
from annotator.ui.suggestion_gestures import SuggestionGestures


class Gestures:
    """The gestures of one article, by what they are about."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self.meant = Meant(session, stage)
        self.quotations = QuotationGestures(session, stage, self.meant)
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
