"""Gestures at stances."""

from __future__ import annotations

from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.session import Session


class StanceGestures:
    """Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage, meant: Meant) -> None:
        self._session = session
        self._stage = stage
        self._meant = meant

    def stance(self) -> None:
        """Open the stance pad, the selection its target."""
        if self._meant.active():
            mention = self._meant.clicked_or_selected()
            self._stage.open_stance_pad(mention.spans[0] if mention else self._stage.selection())
            self._stage.clear_selection()  # it has become the target; the next stance is towards something else

    def take(self, value: str) -> None:
        """A stance in one key: towards the selected words or the clicked mention, else as the last one."""
        if self._meant.active():
            mention = self._meant.clicked_or_selected()
            self._stage.set_stance(value, mention.spans[0] if mention else self._stage.selection())
            self._stage.clear_selection()
            self._stage.announce(f"Stance: {value}")

    def evidence(self) -> None:
        """Make the selection evidence of the stance in the open pad, else of the quotation's last one."""
        if self._meant.active() and (span := self._meant.selected("make it evidence")):
            self._stage.add_evidence(span)
            self._stage.clear_selection()
