"""Fills the queue pane: the rows of this article, or all articles with the rows of the current one below it."""

from __future__ import annotations

from annotator.operations.overviewing import DocumentReview
from annotator.ui.review.overview import Overview
from annotator.ui.review.queue_panel import TABS, QueuePanel
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.review.view_model import QueueRow


class QueueShow:
    """Shows what a `Reviewing` is at in a `QueuePanel`."""

    def __init__(self, reviewing: Reviewing, overview: Overview, panel: QueuePanel) -> None:
        self._reviewing = reviewing
        self._overview = overview
        self._panel = panel

    def show_queue(self, *, everywhere: bool) -> None:
        """Show it; ``everywhere`` lists all articles."""
        at, panel = self._reviewing, self._panel
        panel.set_tabs_shown(shown=True)
        panel.show_choices(everywhere=everywhere, in_text_order=at.in_text_order)
        panel.show_counts({each: len(at.items(each)) for each in TABS}, at.tab)
        panel.show_title(_title(at))
        queue = at.queue
        panel.show_progress(queue.done if queue else 0, queue.total if queue else 0, len(queue.agreed) if queue else 0)
        panel.show_rows(self._rows(everywhere=everywhere), at.key, at.document.id if at.document else "")

    def _rows(self, *, everywhere: bool) -> list[QueueRow]:
        at = self._reviewing
        if at.presenter is None or at.document is None:
            return [_article(each) for each in self._overview.rows] if everywhere else []
        own = at.presenter.rows(at.items(), at.document.id, in_text_order=at.in_text_order or at.single)
        if not everywhere:
            return own
        rows: list[QueueRow] = []
        for each in self._overview.rows:
            rows.append(_article(each))
            if each.document == at.document.id:
                rows += own
        return rows


def _title(at: Reviewing) -> str:
    seen = next(iter(at.presenter.seen.values()), None) if at.presenter else None
    if not at.single or seen is None:
        return "Conflicts"
    return f"Review of {seen.name if at.names else seen.letter}"


def _article(review: DocumentReview) -> QueueRow:
    waiting = review.open + review.stale
    total = waiting + review.decided + review.agreed
    left = [f"{waiting:,} open"] if waiting else []
    left += [f"{review.agreed:,} agreed"] if review.agreed else []
    left += [f"{review.questions:,} question{'' if review.questions == 1 else 's'}"] if review.questions else []
    return QueueRow(
        document=review.document,
        name=review.title,
        what=" · ".join([*left, f"{review.decided:,} of {total:,} decided"]),
        status=review.status,
        fraction=review.decided / total if total else 0.0,
    )
