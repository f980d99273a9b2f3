"""Gestures at mentions: the names that are underlined."""

from __future__ import annotations

from annotator.operations import mentions
from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.session import Session


class MentionGestures:
    """Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage, meant: Meant) -> None:
        self._session = session
        self._stage = stage
        self._meant = meant

    def label_mention(self, kind: str) -> None:
        """Mark the selection as an entity of that kind, or give the mention that was clicked that kind."""
        if mention := self._meant.mention_meant():
            self._session.run(mentions.relabel_mention, mention.id, kind)
        elif span := self._meant.selected("mark it as an entity"):
            self._session.run(mentions.add_mention, span, kind)
            self._stage.clear_selection()

    def move_mention(self) -> None:
        """Move the mention that was clicked last to the selection."""
        mention = self._meant.mention(self._meant.last_clicked)
        if mention is None:
            self._stage.tell("Click the mention first, then select the words it should cover.")
        elif span := self._meant.selected("move the mention there"):
            self._session.run(mentions.move_mention, mention.id, span)
            self._stage.clear_selection()

    def remove_mention(self) -> None:
        """Remove the mention that was clicked, or that the caret stands in."""
        if mention := self._meant.mention_meant():
            self._session.run(mentions.remove_mention, mention.id)
            self._meant.clicked = None
            self._stage.clear_selection()
        else:
            self._stage.tell("Click a mention first, or put the caret into it.")
