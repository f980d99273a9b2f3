"""What a reviewer does: each deed is one step of the engine, told to the session; what cannot be done is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.domain.annotations import Slot
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.operations import alike, curate
from annotator.operations.alike import Alike
from annotator.operations.choosing import Choice
from annotator.operations.gold import GoldDesk
from annotator.operations.overviewing import DocumentReview
from annotator.ui.review.pace import DecisionPace
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.rules import reasons_for, rule_of
from annotator.ui.review.side import ReviewSide
from annotator.ui.session import Session

_PAUSE = 120
"""Milliseconds after a decision in which the next one would come first."""


_SEVERAL = 2
"""So many parts of a slot are taken one by one."""


def _choice_of(parts: Mapping[str, str]) -> Choice:
    """Each part as the annotator chosen for it has it: all of one annotator's, where it is always the same."""
    names = list(dict.fromkeys(parts.values()))
    return Choice("picked", names[0], parts=parts if len(names) > 1 else {})


class ReviewDeeds(QObject):
    """The deeds at the current item.

    ``goldWanted`` carries the article and the gold quotation to be edited, ``said`` what a screen reader is to say.
    """

    offered = Signal()
    """What is like the last decision is known now."""
    goldWanted = Signal(str, str)
    said = Signal(str)
    told = Signal(str)
    """What a screen reader is to say of something that is no decision."""

    def __init__(self, session: Session, reviewing: Reviewing, side: ReviewSide) -> None:
        super().__init__()
        self._session = session
        self._reviewing = reviewing
        self._side = side
        self.pace = DecisionPace()
        self._on_reason: Callable[[str], None] | None = None
        self._slot: Slot | None = None
        self.offer: Alike | None = None
        """What could be decided as the last decision was."""
        self._last: tuple[GoldDesk, str, Slot, Choice] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look_for_alike)
        self.reviews: Callable[[], Sequence[DocumentReview]] = lambda: ()
        """The articles that are known, in which what is like the last decision is looked for."""

    def forget_offer(self) -> None:
        """Offer nothing like the last decision any more."""
        self._pause.stop()
        self._last = self.offer = None

    # ------------------------------------------------------------------------------------------ several

    def take(self, number: int, slot: Slot | None = None, part: str = "") -> None:
        """Take the version of the annotator with that number, of a slot in several parts that of one part."""
        presenter, item = self._reviewing.presenter, self._reviewing.item()
        slot = slot or self._reviewing.slot
        if presenter is None or item is None or slot is None:
            return
        difference = item.slot(slot).difference
        found = (each for each in presenter.seen if presenter.number(each) == number)
        annotator = next((each for each in found if difference.version_of(each) is not None), None)
        if annotator is None:
            return
        letter = presenter.seen[annotator].letter
        parts = self._reviewing.parts(slot)
        if len(parts) < _SEVERAL:
            self._decide(slot, Choice("picked", annotator), f"Taken: {letter}")
        elif self._reviewing.choose_part(slot, part, annotator):
            self._decide(slot, _choice_of(dict(self._reviewing.chosen)), f"Taken: {letter}")
        else:
            self._reviewing.moved.emit()
            self.told.emit(f"Taken: {letter}, {len(self._reviewing.chosen)} of {len(parts)}")

    def both(self) -> None:
        """Take what any of them has."""
        self._decide(self._reviewing.slot, Choice("both"), "Both taken")

    def keep(self) -> None:
        """Leave gold as it is, though an annotator has edited since."""
        self._decide(self._reviewing.slot, Choice("kept"), "Gold stays")

    def ask_none(self) -> None:
        """Ask why none is right."""
        slot = self._reviewing.slot
        self._ask("None is right, because …", slot, Qt.Key.Key_N, self._none)

    def _none(self, reason: str) -> None:
        self._decide(self._slot, Choice("none", reason=reason), "None is right")

    def edit(self) -> None:
        """Edit gold's quotation with the gestures of the Annotate view."""
        desk, item = self._reviewing.desk, self._reviewing.item()
        slot = self._reviewing.slot or "content"
        if desk is not None and item is not None:
            self._to_gold(curate.start_edit(desk, item.key, slot))

    def _decide(self, slot: Slot | None, choice: Choice, said: str) -> None:
        desk, item = self._reviewing.desk, self._reviewing.item()
        if desk is None or item is None or slot is None:
            return
        key = item.key
        self.forget_offer()
        self._told(curate.decide(desk, key, slot, choice), said)
        if choice.action != "kept" and not choice.parts:
            self._last = (desk, key, slot, choice)
            self._pause.start()

    def look_for_alike(self) -> None:
        """Look for what could be decided as the last decision was; done in a pause, never before the next conflict."""
        self._pause.stop()
        self.renew_offer()

    def renew_offer(self) -> None:
        """Look again: more articles are known by now, or something was decided."""
        last = self._last
        if last is None or self._session.project is not last[0].project:
            return
        desk, key, slot, choice = last
        try:
            found = alike.alike(desk, key, slot, choice, self.reviews())
        except AppError:  # what was decided is gone again: nothing is like it
            self.forget_offer()
        else:
            self.offer = found if found.items else None
        self.offered.emit()

    # ------------------------------------------------------------------------------------------ one colleague

    def accept(self) -> None:
        """Copy the colleague's quotation to gold."""
        desk, item = self._reviewing.desk, self._reviewing.item()
        if desk is not None and item is not None:
            self._told(curate.accept(desk, item.key), "Accepted")

    def ask_fix(self) -> None:
        """Ask why it needs a fix; then gold's copy is edited."""
        self._ask("Fixed, because …", "content", Qt.Key.Key_F, self._fix)

    def _fix(self, reason: str) -> None:
        desk, item = self._reviewing.desk, self._reviewing.item()
        if desk is not None and item is not None:
            self._to_gold(curate.fix(desk, item.key, reason=reason))

    def ask_reject(self) -> None:
        """Ask why it is left out."""
        self._ask("Not in gold, because …", "quotation", Qt.Key.Key_X, self._reject)

    def _reject(self, reason: str) -> None:
        desk, item = self._reviewing.desk, self._reviewing.item()
        if desk is not None and item is not None:
            self._told(curate.reject(desk, item.key, reason), "Rejected")

    def ask_question(self) -> None:
        """Ask for the words of a question to be pinned to the passage."""
        if self._reviewing.item() is not None:
            card = self._side.colleague if self._reviewing.single else self._side.card
            card.ask_question()
            self._side.bring_into_view(card.question)

    def pin(self, words: str) -> None:
        """Pin a question; without words take the pin off."""
        desk, item = self._reviewing.desk, self._reviewing.item()
        if desk is None or item is None:
            return
        if words:
            self._told(curate.question(desk, item.key, words), "Question pinned")
            self._reviewing.step(1)
        elif item.question is not None:
            self._told(curate.take_off(desk, item.key), "Question taken off")

    # ------------------------------------------------------------------------------------------ both kinds

    def back(self) -> None:
        """Take the last decision back and stand at it again."""
        desk = self._reviewing.desk
        if desk is None:
            return
        if self._reviewing.chosen:  # only parts of a slot were chosen by now
            self._reviewing.chosen.popitem()
            self._reviewing.moved.emit()
            return
        self.forget_offer()
        before = {each.key: each for each in self._reviewing.items("open")}
        changes = curate.take_back(desk)
        if changes is None:
            return
        self._told(changes, "Taken back")
        self._reviewing.show_tab("open")
        back = [each.key for each in self._reviewing.items("open") if before.get(each.key) != each]
        if back:  # one that is open again, or a further slot of one that was open
            self._reviewing.choose(back[0])

    def undo(self) -> None:
        """Take the last step back, and show where it was."""
        self._replayed(self._session.undo(), "Undone")

    def redo(self) -> None:
        """Do the step again, and show where it is."""
        self._replayed(self._session.redo(), "Done again")

    def _replayed(self, changes: Changes | None, verb: str) -> None:
        self.forget_offer()
        project, here = self._session.project, self._reviewing.document
        if changes is None or project is None:
            return
        elsewhere = sorted(changes.documents & set(project.documents.ids()))
        if elsewhere and (here is None or here.id not in changes.documents):
            self._reviewing.open(elsewhere[0])
        self.told.emit(f"{verb}: {changes.label}")

    def reason_chosen(self, reason: str) -> None:
        """Do what a reason was asked for."""
        deed, self._on_reason = self._on_reason, None
        if deed is not None:
            deed(reason)

    def _ask(self, title: str, slot: Slot | None, again: Qt.Key, deed: Callable[[str], None]) -> None:
        project = self._session.project
        if project is None or self._reviewing.item() is None or slot is None:
            return
        self._slot, self._on_reason = slot, deed
        reasons = reasons_for(project.scheme, slot)
        card = self._side.colleague if self._reviewing.single else self._side.card
        card.ask_reason(title, reasons, reasons[0].id if reasons else "", again)
        self._side.bring_into_view(card.reasons)

    def show_rule(self, reason: str) -> None:
        """Show the guideline of the reason that is marked; without one, that of the card."""
        project, model = self._session.project, self._side.card.model
        rule = rule_of(project.scheme, reason) if project is not None and reason else None
        self._side.rule.show_rule(rule or (model.rule if model is not None and not reason else None))

    def _told(self, changes: Changes, said: str) -> None:
        self.pace.decided()
        self._session.take(changes)
        self.said.emit(said)

    def _to_gold(self, changes: Changes) -> None:
        document = self._reviewing.document
        self._session.take(changes)
        if document is not None:
            self.goldWanted.emit(document.id, changes.focus or "")
