"""The titles of a table's columns: on the page's ground, an arrow beside the one that sorts; by mouse and by key."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.ui.kit.basics import metrics, paint_text
from annotator.ui.kit.controls import paint_ring
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import text_width, theme_of


class SortHeader(QHeaderView):
    """The header of ``table``.  ``title`` gives a column's words by its number, ``numeric`` whether they stand right.

    ``inset`` is how far from its left edge a title begins; ``ground`` the role of the surface.
    """

    def __init__(
        self,
        table: QWidget,
        title: Callable[[int], str],
        *,
        numeric: Callable[[int], bool],
        inset: Callable[[int], float],
        ground: str = "page",
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._title = title
        self._numeric = numeric
        self._inset = inset
        self._ground = ground
        self.setFont(metrics().font("small", "medium"))
        self.setSectionsClickable(True)
        self.setStretchLastSection(False)
        self.setSectionsMovable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.setFixedHeight(32)
        self.setAccessibleName("Columns")
        self.setToolTip("Click a column to sort by it  ← →, again for the other way round  Space")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → sort by the neighbouring column, Space the other way round."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        shown = [number for number in range(self.count()) if not self.isSectionHidden(number)]
        now, order = self.sortIndicatorSection(), self.sortIndicatorOrder()
        if step is not None and now in shown:
            place = shown.index(now) + step
            if 0 <= place < len(shown):
                self.setSortIndicator(shown[place], order)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            up = Qt.SortOrder.AscendingOrder
            self.setSortIndicator(now, Qt.SortOrder.DescendingOrder if order == up else up)
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it has the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has lost the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's
        """Paint a title."""
        painter.save()
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, QRectF(rect), logicalIndex)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint override ends the process
            sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def _paint(self, painter: QPainter, rect: QRectF, number: int) -> None:
        theme = theme_of(self._table)
        sorts = self.sortIndicatorSection() == number
        painter.fillRect(rect, theme.colour(self._ground))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.line)
        font = theme.font("small", "semibold" if sorts else "medium")
        words = self._title(number)
        width = text_width(font, words)
        right = self._numeric(number)
        left = rect.right() - 8 - width if right else rect.x() + self._inset(number)
        ink = theme.text if sorts else theme.text_2
        paint_text(painter, font, ink, QRectF(left, rect.y(), width + 1, rect.height()), words)
        if sorts:
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            at = left - 15 if right else left + width + 4
            box = QRectF(at, rect.center().y() - 6, 12, 12)
            paint_icon(painter, "chevron-up" if up else "chevron-down", box, ink, 2.2)
            if self.hasFocus():
                paint_ring(painter, theme, rect.adjusted(1, 3, -1, -3), theme.radius.small)
