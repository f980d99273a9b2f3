"""What is done to many passages at once, each time after a preview: what all agree on, and those like the last one.

Exactly what was shown is done.  If something of it has changed meanwhile nothing is, and the preview is shown anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.analysis.agreed import Agreed
from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.operations import alike, curate
from annotator.operations.alike import Alike, AlikeItem
from annotator.operations.overviewing import DocumentReview, review_of
from annotator.operations.stopping import Progress, Stop
from annotator.store.project import Project
from annotator.ui.kit.passages import PassageRow
from annotator.ui.review.deeds import ReviewDeeds
from annotator.ui.review.overview import Overview
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.side import ReviewSide
from annotator.ui.session import Session

_AGREED = "All who are compared say the same in every slot. They go to gold as they are."
_ALIKE = "They would be decided as the one before. Leave out what is different; it is one step to undo."


class ReviewBulk(QObject):
    """The previews.

    ``done`` is a sentence to be told with the way back, ``ended`` says that a preview is over.  ``jobWanted`` asks for
    something to be done beside the window: the job, what takes its result, what it is called.
    """

    done = Signal(str)
    ended = Signal()
    jobWanted = Signal(object, object, str)

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
        self._again: Callable[[str], None] = lambda _note: None
        self._waits = False
        side.preview.left.connect(self.ended)

    def confirm(self, ids: Sequence[str]) -> None:
        """Do what the preview showed, to the passages that are still chosen."""
        try:
            self._do(ids)
        except ConflictError as error:  # something has changed since it was shown
            self._ask_again(f"{error.message[:1].upper()}{error.message[1:]}.")
            if self._side.page != "preview":
                raise  # there is nothing left to show, where it could be read
            return
        self.ended.emit()

    def renew(self) -> None:
        """All articles are known now: show what else there is, where a preview waits for them."""
        if self._waits and self._side.page == "preview":
            self._again("")

    def _ask_again(self, note: str) -> None:
        self._overview.renew(each.document for each in self._overview.rows)
        self._reviewing.refresh()
        self._again(note)

    def _show(self, title: str, sentence: str, verb: str, rows: Sequence[PassageRow], *, choosing: bool) -> None:
        """Show a preview; without a row it is over."""
        done, total = self._overview.progress
        if self._waits:
            sentence = f"{sentence} Looking further: {done:,} of {total:,} articles so far."
        if not rows:
            self.ended.emit()
            return
        self._side.preview.ask(title, sentence, verb, rows, choosing=choosing)
        self._side.show_page("preview")

    # ------------------------------------------------------------------------------------------ agreed

    def show_agreed(self, *, everywhere: bool) -> None:
        """Show what all agree on, in this article or in all."""
        self._again = lambda note: self._ask_agreed(note, everywhere=everywhere)
        self._ask_agreed("", everywhere=everywhere)

    def _ask_agreed(self, note: str, *, everywhere: bool) -> None:
        self._waits = everywhere and self._overview.reading
        reviews = self._reviews(everywhere=everywhere)
        rows = [row for each in reviews for row in self._agreed_rows(each)]
        where = f"in {len(reviews):,} articles" if len(reviews) > 1 else "in this article"
        self._do = lambda _ids: self._take_agreed({each.document: each.agreed_items for each in reviews})
        title = f"{len(rows):,} quotation{'' if len(rows) == 1 else 's'} {where} agree{'s' if len(rows) == 1 else ''}"
        self._show(title, f"{note} {_AGREED}".strip(), "Take", rows, choosing=False)

    def _reviews(self, *, everywhere: bool) -> list[DocumentReview]:
        desk, document = self._reviewing.desk, self._reviewing.document
        if everywhere:
            return [each for each in self._overview.whole() if each.agreed]
        return [review_of(desk, document.title)] if desk is not None and document is not None else []

    def _agreed_rows(self, review: DocumentReview) -> list[PassageRow]:
        return [
            PassageRow(each.key, review.document, each.key, each.words or "Fields of the article", review.title)
            for each in review.agreed_items
        ]

    def _take_agreed(self, only: Mapping[str, Sequence[Agreed]]) -> None:
        number = sum(map(len, only.values()))
        said = f"{number:,} agreed quotation{'' if number == 1 else 's'} taken to gold."
        desk = self._reviewing.desk
        if desk is not None and list(only) == [desk.document]:
            self._told(curate.accept_agreed([desk], only), said)
            return
        self._beside(
            lambda project, me, chosen, report, stop: curate.accept_agreed(
                [curate.review_desk(project, each, me, chosen) for each in only], only, progress=report, cancelled=stop
            ),
            said,
            "Taking what all agree on",
        )

    # ------------------------------------------------------------------------------------------ alike

    def show_alike(self) -> None:
        """Show what could be decided as the last decision was."""
        self._again = self._ask_alike
        self._ask_alike("")

    def _ask_alike(self, note: str) -> None:
        self._waits = self._overview.reading
        if note:
            self._deeds.renew_offer()
        offer = self._deeds.offer
        if offer is None or not offer.items:
            self.ended.emit()
            return
        rows = [
            PassageRow(str(number), each.document, each.key, each.passage, each.title)
            for number, each in enumerate(offer.items)
        ]
        self._do = lambda ids: self._take_alike(offer, [offer.items[int(each)] for each in ids])
        self._show(alike_words(offer, self._here()), f"{note} {_ALIKE}".strip(), "Decide", rows, choosing=True)

    def _here(self) -> str:
        return self._reviewing.document.id if self._reviewing.document else ""

    def _take_alike(self, offer: Alike, chosen: Sequence[AlikeItem]) -> None:
        desk = self._reviewing.desk
        if desk is None:
            return
        said = f"{len(chosen):,} more decided in the same way."
        if {each.document for each in chosen} == {desk.document}:
            changes = alike.apply_alike(desk, offer, chosen)
            self._deeds.forget_offer()
            self._told(changes, said)
            return
        self._deeds.forget_offer()
        self._beside(
            lambda project, me, names, report, stop: alike.apply_alike(
                curate.review_desk(project, desk.document, me, names), offer, chosen, progress=report, cancelled=stop
            ),
            said,
            "Deciding",
        )

    # ------------------------------------------------------------------------------------------ doing it

    def _told(self, changes: Changes, said: str) -> None:
        self._session.take(changes)
        self.done.emit(said)

    def _beside(
        self,
        deed: Callable[[Project, Annotator, tuple[str, ...] | None, Progress, Stop], Changes],
        said: str,
        what: str,
    ) -> None:
        """Do something in many articles beside the window, as one step."""
        project = self._session.project
        if project is None:
            return
        path, me, chosen = project.path, self._session.annotator, self._reviewing.annotators

        def job(report: Progress, stop: Stop) -> Changes:
            return _with_project(path, lambda own: deed(own, me, chosen, report, stop))

        self.jobWanted.emit(job, lambda changes: self._told(changes, said), what)


def _with_project(path: Path, deed: Callable[[Project], Changes]) -> Changes:
    own = Project.open(path, exclusive=False)
    try:
        return deed(own)
    finally:
        own.close()


def alike_words(offer: Alike, here: str) -> str:
    """How many are like the last one, in what, and how many of them stand in other articles than this."""
    elsewhere = sum(each.document != here for each in offer.items)
    where = f", {elsewhere:,} of them elsewhere" if 0 < elsewhere < len(offer.items) else ""
    where = " in other articles" if elsewhere == len(offer.items) else where
    return f"{len(offer.items):,} more {offer.words}{where}"
