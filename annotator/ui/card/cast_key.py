"""One member of the cast as a key: what it shows, what can be dropped on it, and how it is dragged."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QSizePolicy

from annotator.domain.names import surname
from annotator.ui.card.view_model import CastRow
from annotator.ui.kit.basics import paint_text, painting
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.kit.marks import paint_keycap
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import Theme, text_width, theme_of

MENTION_MIME = "text/x-annotator-mention"
"""What a dragged mention carries: its id."""

CAST_MIME = "text/x-annotator-cast"
"""What a dragged member carries: its id."""

DropT = TypeVar("DropT", QDragEnterEvent, QDragMoveEvent, QDropEvent)


def dragged(mime: QMimeData, kind: str) -> str:
    """The id that a drag carries, empty where it is of another kind."""
    return bytes(mime.data(kind).data()).decode("utf-8", "replace") if mime.hasFormat(kind) else ""


def carrying(kind: str, id: str) -> QMimeData:
    """What a drag of a mention or a member carries."""
    mime = QMimeData()
    mime.setData(kind, id.encode("utf-8"))
    return mime


class CastKey(Control):
    """A member of the cast: key, colour of a speaker, kind, name.  A chosen one has a filled keycap."""

    joinDropped = Signal(str)
    """The id of the member that was dropped on this one."""
    mentionDropped = Signal(str)
    menuWanted = Signal(QPoint)

    def __init__(self, row: CastRow, *, compact: bool) -> None:
        super().__init__()
        self.row = row
        self.is_chosen = False
        self._compact = compact
        self._pressed: QPoint | None = None
        self._dragged = False
        self._aimed = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._show()

    def show_row(self, row: CastRow) -> None:
        """Show the same member with another name, number or colour."""
        if row != self.row:
            self.row = row
            self._show()

    def _show(self) -> None:
        self.setText(self.row.name)
        self.setToolTip(f"Speaker: {self.row.name}  {self.row.key}\nMenu key or right click to correct the cast")
        self.set_chosen(chosen=self.is_chosen)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this member speaks in the active quotation."""
        self.is_chosen = chosen
        state = ", chosen" if chosen else ""
        self.setAccessibleName(f"{self.row.key} {self.row.name}, {self.row.kind}{state}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Half the width of the panel."""
        return QSize(90, 24 if self._compact else 26)

    # ------------------------------------------------------------------------------------------ dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self._dragged = False
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag is no click."""
        if not self._dragged:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the member, to drop it on the one that it is."""
        far = QApplication.startDragDistance()
        if self._dragged:
            return
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < far:
            super().mouseMoveEvent(event)
            return
        self._dragged = True
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(carrying(CAST_MIME, self.row.id))
        drag.setPixmap(self.grab())
        drag.setHotSpot(event.position().toPoint())
        drag.exec(Qt.DropAction.LinkAction)

    def _wants(self, mime: QMimeData) -> bool:
        member = dragged(mime, CAST_MIME)
        return bool(dragged(mime, MENTION_MIME)) or (bool(member) and member != self.row.id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a drop would be taken."""
        self._aim(aimed=taken(event, self._wants(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """As on entering."""
        taken(event, self._wants(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here."""
        self._aim(aimed=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Join, or take the mention."""
        self._aim(aimed=False)
        mime = event.mimeData()
        if not taken(event, self._wants(mime)):
            return
        if mention := dragged(mime, MENTION_MIME):
            self.mentionDropped.emit(mention)
        else:
            self.joinDropped.emit(dragged(mime, CAST_MIME))

    def _aim(self, *, aimed: bool) -> None:
        self._aimed = aimed
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: below the member where the key asked, else where the click was."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menuWanted.emit(self.mapToGlobal(self.rect().bottomLeft()) if keyboard else event.globalPos())
        event.accept()

    # ------------------------------------------------------------------------------------------ painting

    def shown_name(self, width: float) -> str:
        """The name, or where it does not fit the surname of a person."""
        font = theme_of(self).font("small", "semibold" if self.is_chosen else "medium")
        if self.row.kind != "person" or text_width(font, self.row.name) <= width:
            return self.row.name
        return surname(self.row.name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the member."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            middle = rect.center().y()
            over = theme.accent_soft if self.is_chosen or self._aimed else self.surface(theme)
            if over is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, 5, 5)
            self._paint_key(painter, theme, middle)
            x = 37
            if not self._compact:
                paint_icon(painter, kind_icon(self.row.kind), QRectF(x, middle - 6.5, 13, 13), theme.text_3)
                x += 18
            font = theme.font("small", "semibold" if self.is_chosen else "medium")
            ink = theme.text if self.isEnabled() else theme.text_3
            room = rect.width() - x - 4
            paint_text(painter, font, ink, QRectF(x, 0, room, rect.height()), self.shown_name(room))
            if self._aimed:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.accent, 1.5))
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
            if self.shows_ring():
                paint_ring(painter, theme, rect, 5)

    def _paint_key(self, painter: QPainter, theme: Theme, middle: float) -> None:
        if self.row.key:
            ink = theme.on_accent if self.is_chosen else theme.text_2
            box = theme.accent if self.is_chosen else theme.line_strong
            fill = theme.accent if self.is_chosen else theme.raised
            paint_keycap(painter, theme, 4, middle, self.row.key, ink=ink, box=box, fill=fill)
        if self.row.colour is not None:
            pen = QPen(theme.speaker(self.row.colour, tinted=self.is_chosen), 3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(29, middle - 6), QPointF(29, middle + 6))


def taken(event: DropT, wanted: bool) -> bool:
    """Take or refuse a drag; whether it was taken."""
    event.setDropAction(Qt.DropAction.LinkAction if wanted else Qt.DropAction.IgnoreAction)
    event.setAccepted(wanted)
    return wanted
