"""The panes of the Review view side by side: how wide each is, and where F6 goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.ui.look.measures import NARROW
from annotator.ui.review.article import ReviewArticle
from annotator.ui.review.head import ReviewHead
from annotator.ui.review.queue_panel import QueuePanel
from annotator.ui.review.side import ReviewSide

_WIDTHS = (280, 792, 368)
_NARROW_WIDTHS = (212, 576, 312)


class ReviewPanes(QSplitter):
    """Queue, article with its head, card."""

    def __init__(self, panel: QueuePanel, head: ReviewHead, article: ReviewArticle, side: ReviewSide) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._side = side
        self._narrow: bool | None = None
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(article, 1)
        self.setHandleWidth(1)
        for pane in (panel, middle, side):
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)

    def next_pane(self, panes: Sequence[QWidget], step: int) -> None:
        """Move the focus to the next of ``panes``; in the card to its first control."""
        focus = self.window().focusWidget() or self
        here = next((n for n, each in enumerate(panes) if each is focus or each.isAncestorOf(focus)), 0)
        target = panes[(here + step) % len(panes)]
        if target is self._side:
            self._side.focus_first()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the narrow widths below 1200 pixels."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.setSizes(list(_NARROW_WIDTHS if narrow else _WIDTHS))
