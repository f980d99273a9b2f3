"""What is done to many passages at once, each time after a preview: what all agree on, and those like the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.operations import alike, curate
from annotator.operations.alike import Alike
from annotator.operations.gold import GoldDesk
from annotator.ui.kit.passages import PassageRow
from annotator.ui.review.deeds import ReviewDeeds
from annotator.ui.review.overview import Overview
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.side import ReviewSide
from annotator.ui.session import Session


class ReviewBulk(QObject):
    """The previews.  ``done`` is a sentence to be told with the way back, ``ended`` says that a preview is over."""

    done = Signal(str)
    ended = Signal()

    def __init__(
        self, session: Session, reviewing: Reviewing, overview: Overview, side: ReviewSide, deeds: ReviewDeeds
    ) -> None:
        super().__init__()
        self._session = session
        self._reviewing = reviewing
        self._overview = overview
        self._side = side
        self._deeds = deeds
        self._do: Callable[[Sequence[str]], None] = lambda _ids: None
        side.preview.left.connect(self.ended)

    def confirm(self, ids: Sequence[str]) -> None:
        """Do what the preview showed, to the passages that are still chosen."""
        self._do(ids)
        self.ended.emit()

    # ------------------------------------------------------------------------------------------ agreed

    def show_agreed(self, *, everywhere: bool) -> None:
        """Show what all agree on, in this article or in all."""
        desks = self._desks(everywhere=everywhere)
        rows = [row for desk in desks for row in self._agreed_rows(desk)]
        if not rows:
            return
        where = f"in {len(desks):,} articles" if len(desks) > 1 else "in this article"
        sentence = "All who are compared say the same in every slot. They go to gold as they are."
        self._do = lambda _ids: self._take_agreed(desks, len(rows))
        title = f"{len(rows):,} quotation{'' if len(rows) == 1 else 's'} {where} agree{'s' if len(rows) == 1 else ''}"
        self._side.preview.ask(title, sentence, "Take", rows, choosing=False)
        self._side.show_page("preview")

    def _desks(self, *, everywhere: bool) -> list[GoldDesk]:
        project, desk = self._session.project, self._reviewing.desk
        if not everywhere or project is None:
            return [desk] if desk is not None else []
        self._overview.finish()
        me, chosen = self._session.annotator, self._reviewing.annotators
        return [curate.review_desk(project, each.document, me, chosen) for each in self._overview.rows if each.agreed]

    def _agreed_rows(self, desk: GoldDesk) -> list[PassageRow]:
        document = desk.project.documents.get(desk.document)
        reading = self._reviewing.presenter.reading if self._reviewing.presenter else None
        out = []
        for item in curate.agreed(desk):
            words = " ".join(each.of(document.text) for each in item.place)
            shown = next(iter(item.group.members.values()), None) if item.group else None
            name = reading.name(shown)[0] if reading is not None and document.text == reading.text else ""
            where = " · ".join(each for each in (name, document.title) if each)
            out.append(PassageRow(item.key, document.id, item.key, words or "Fields of the article", where))
        return out

    def _take_agreed(self, desks: Sequence[GoldDesk], number: int) -> None:
        self._session.take(curate.accept_agreed(desks))
        self.done.emit(f"{number:,} agreed quotation{'' if number == 1 else 's'} taken to gold.")

    # ------------------------------------------------------------------------------------------ alike

    def show_alike(self) -> None:
        """Show what could be decided as the last decision was."""
        offer = self._deeds.offer
        if offer is None or not offer.items:
            return
        rows = [
            PassageRow(str(number), each.document, each.key, each.passage, each.title)
            for number, each in enumerate(offer.items)
        ]
        self._do = lambda ids: self._take_alike(offer, ids)
        title = alike_words(offer)
        sentence = "They would be decided as the one before. Leave out what is different; it is one step to undo."
        self._side.preview.ask(title, sentence, "Decide", rows)
        self._side.show_page("preview")

    def _take_alike(self, offer: Alike, ids: Sequence[str]) -> None:
        desk = self._reviewing.desk
        if desk is None:
            return
        self._deeds.forget_offer()
        chosen = [offer.items[int(each)] for each in ids]
        self._session.take(alike.apply_alike(desk, offer, only=chosen))
        number = len(ids)
        self.done.emit(f"{number:,} more decided in the same way.")


def alike_words(offer: Alike) -> str:
    """How many are like the last one, and in what."""
    return f"{len(offer.items):,} more {offer.words}"
