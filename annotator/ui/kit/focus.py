"""Where the Tab key goes: in reading order, whatever the order in which widgets were made.

Qt follows the order of making, and what is made anew with every quotation would come last.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget


def reading_order(within: QWidget) -> list[QWidget]:
    """The stops of the Tab key within a widget: line by line, each line from its beginning."""
    stops = [each for each in within.findChildren(QWidget) if _is_stop(each)]
    places = {each: each.mapTo(within, QPoint(0, 0)) for each in stops}
    lines: list[list[QWidget]] = []
    bottom = 0
    for each in sorted(stops, key=lambda stop: places[stop].y()):
        if lines and places[each].y() + each.height() / 2 <= bottom:
            lines[-1].append(each)
        else:
            lines.append([each])
            bottom = places[each].y() + each.height()
    backwards = within.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return [each for line in lines for each in sorted(line, key=lambda stop: places[stop].x(), reverse=backwards)]


def move_focus(panel: QWidget, parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next stop, or the one before, of a panel whose ``parts`` stand one below the other.

    Beyond the last one, and before the first one, it goes where the window's order leads.  False if there is nowhere
    to go.
    """
    here = QApplication.focusWidget()
    stops = [each for part in parts for each in reading_order(part)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    at = stops.index(here) if here in stops else -1
    target = at + (1 if forward else -1)
    found = stops[target] if at >= 0 and 0 <= target < len(stops) else _outside(panel, forward=forward)
    if found is None:
        return False
    found.setFocus(reason)
    return True


def _outside(panel: QWidget, *, forward: bool) -> QWidget | None:
    """The first stop behind the panel in the window's own order, or the last one before it."""
    each: QWidget | None = panel.nextInFocusChain() if forward else panel.previousInFocusChain()
    while each is not None and each is not panel:
        if not panel.isAncestorOf(each) and _is_stop(each) and each.window() is panel.window():
            return each
        each = each.nextInFocusChain() if forward else each.previousInFocusChain()
    return None


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
