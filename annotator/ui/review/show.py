"""Shows in the panes of the Review view where the reviewer, or the reader of feedback, stands."""

from __future__ import annotations

from annotator.operations.alike import Alike
from annotator.ui.article.marks import Mark, marks_of, voices_of
from annotator.ui.review.article import ReviewArticle
from annotator.ui.review.bulk import alike_words
from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.head import ReviewHead
from annotator.ui.review.lanes import Lanes
from annotator.ui.review.overview import Overview
from annotator.ui.review.queue_panel import QueuePanel
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.side import ReviewSide

NOTHING = "No annotator is done with this article yet. Review begins when at least one has marked it done."
NO_ARTICLE = "No article has been marked done yet. Review begins when at least one annotator is done with one."


class ReviewShow:
    """Fills article, head and side."""

    def __init__(
        self,
        reviewing: Reviewing,
        overview: Overview,
        panel: QueuePanel,
        head: ReviewHead,
        article: ReviewArticle,
        side: ReviewSide,
    ) -> None:
        self.reviewing = reviewing
        self.overview = overview
        self.panel = panel
        self.head = head
        self.article = article
        self.side = side
        self._text_of = ""
        self._empty = False
        overview.grown.connect(self._show_way_on)

    def show_article(self) -> None:
        """Show the article under review, its lanes aside."""
        at = self.reviewing
        if at.document is None:
            self._text_of = ""
            self.article.show_text("", headline="")
            self.head.show_article("new", "", {})
            self.head.show_annotators([], names=False)
            return
        marks = self._marks()
        if self._text_of != at.document.id:
            self._text_of = at.document.id
            self.article.show_text(at.document.text, marks, str(at.document.meta.get("title") or ""))
        else:
            self.article.set_marks(marks)
        done = at.queue is not None and at.queue.is_empty and bool(at.queue.total)
        words = "Adjudicated" if done else "Under review" if at.single else "Adjudicating"
        meta = {key: value for key, value in at.document.meta.items() if key != "title"}
        self.head.show_article("adjudicated" if done else "in_progress", words, meta)
        seen = list(at.presenter.seen.values()) if at.presenter else []
        self.head.show_annotators(seen, names=at.names)

    def _marks(self) -> tuple[Mark, ...]:
        at = self.reviewing
        if at.presenter is None or at.queue is None:
            return ()
        layer = at.presenter.layer(at.queue)
        marks = marks_of(
            layer,
            (),
            voices_of(layer.quotations, at.presenter.reading.name)[0],
            active=None,
            focused=None,
            hidden_kinds=frozenset(),
            previous=self.article.marks(),
        )
        return tuple(each for each in marks if each.owner != at.key or not at.key)  # its lanes stand in its place

    def show_card(self, offer: Alike | None) -> None:
        """Show the current item, its lanes, and what could be decided like the last one."""
        at, item = self.reviewing, self.reviewing.item()
        self._empty = item is None or at.presenter is None
        if item is None or at.presenter is None:
            self.article.show_lanes(Lanes())
            self._show_nothing()
            return
        model = at.presenter.card(
            item, at.number(), len(at.items()), at.slot, part=at.part, parts_of=at.parts, chosen=at.chosen
        )
        self.article.show_lanes(model.lanes)
        if at.single:
            self.side.show_colleague(model)
        else:
            self.side.show_conflict(model)
        self.show_offer(offer)

    def _show_nothing(self) -> None:
        self.side.show_empty(self._why_empty(), following=self.overview.neighbour(self._here(), 1) is not None)

    def _show_way_on(self) -> None:
        """Other articles are known only after this one was shown: offer the next one now."""
        if self._empty and self.side.page == "empty":
            self._show_nothing()

    def show_offer(self, offer: Alike | None) -> None:
        """Show what could be decided like the last one."""
        self.side.alike.show_words(alike_words(offer, self._here() or "") if offer else "")

    def _why_empty(self) -> str:
        queue = self.reviewing.queue
        if (queue is None or not queue.total) and self.overview.reading:
            return "Looking for articles to review …"
        if queue is None or not queue.total:
            return NOTHING if self.reviewing.document is not None else NO_ARTICLE
        if self.reviewing.tab != "open":
            return f"Nothing is {self.reviewing.tab} in this article."
        if queue.agreed and not queue.conflicts:
            number = len(queue.agreed)
            return f"No conflicts left here. {number:,} in which all agree can go to gold together: Preview shows them."
        return f"No conflicts left here. {queue.done:,} of {queue.total:,} decided."

    def _here(self) -> str | None:
        return self.reviewing.document.id if self.reviewing.document else None

    def show_deck(self, deck: ReviewDeck) -> None:
        """Show the item of the feedback deck."""
        self._empty = False
        shown = deck.show_in(self.panel, self.side)
        if shown is None:
            self._text_of = ""
            self.article.show_text("", headline="")
            words = "Looking for feedback …" if deck.reading else "No feedback is waiting for you."
            self.side.show_empty(words, following=False)
            self.head.show_article("new", "", {})
            self.head.show_annotators([], names=False)
            return
        if self._text_of != shown.document.id:
            self._text_of = shown.document.id
            self.article.show_text(shown.document.text, shown.marks, str(shown.document.meta.get("title") or ""))
        else:
            self.article.set_marks(shown.marks)
        meta = {key: value for key, value in shown.document.meta.items() if key != "title"}
        self.head.show_article("in_progress", "Feedback", meta)
        self.head.show_annotators(shown.seen, names=True)
        self.article.show_lanes(shown.lanes)
