"""The cast above the card: who can be made the speaker with one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from annotator.ui.icons import kind_icon, paint_icon
from annotator.ui.kit import Text, hbox, paint_text, painting, vbox
from annotator.ui.kit_controls import Button, Control, paint_ring
from annotator.ui.kit_marks import paint_keycap
from annotator.ui.quotation_view_model import CastRow
from annotator.ui.theme import theme_of

_COLUMNS = 2


class CastKey(Control):
    """A member of the cast: key, colour of a speaker, kind, name.  A chosen one has a filled keycap."""

    def __init__(self, row: CastRow, *, compact: bool) -> None:
        super().__init__()
        self.row = row
        self.is_chosen = False
        self._compact = compact
        self.setText(row.name)
        self.setToolTip(f"Speaker: {row.name}  {row.key}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_chosen(chosen=False)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether this member speaks in the active quotation."""
        self.is_chosen = chosen
        state = ", chosen" if chosen else ""
        self.setAccessibleName(f"{self.row.key} {self.row.name}, {self.row.kind}{state}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Half the width of the panel."""
        return QSize(90, 24 if self._compact else 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the member."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            middle = rect.center().y()
            over = theme.accent_soft if self.is_chosen else self.surface(theme)
            if over is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, 5, 5)
            if self.row.key:
                ink = theme.on_accent if self.is_chosen else theme.text_2
                box = theme.accent if self.is_chosen else theme.line_strong
                fill = theme.accent if self.is_chosen else theme.raised
                paint_keycap(painter, theme, 4, middle, self.row.key, ink=ink, box=box, fill=fill)
            if self.row.colour is not None:
                pen = QPen(theme.speaker(self.row.colour), 3)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLine(QPointF(29, middle - 6), QPointF(29, middle + 6))
            x = 37
            if not self._compact:
                paint_icon(painter, kind_icon(self.row.kind), QRectF(x, middle - 6.5, 13, 13), theme.text_3)
                x += 18
            font = theme.font("small", "semibold" if self.is_chosen else "medium")
            ink = theme.text if self.isEnabled() else theme.text_3
            paint_text(painter, font, ink, QRectF(x, 0, rect.width() - x - 4, rect.height()), self.row.name)
            if self.shows_ring():
                paint_ring(painter, theme, rect, 5)


class CastPanel(QWidget):
    """The cast of the open document in two columns; who has no key waits in a menu."""

    castChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[CastRow, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._compact = False
        self.keys: list[CastKey] = []
        self._others = Button("", "", "quiet", small=True, menu=True)
        self._others.clicked.connect(self._show_others)
        self._empty = Text("No one in the cast yet.", "small", role="text_3")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        head = hbox(Text("Cast", "small", "semibold", "text_2"), None, self._others, gap=6)
        self.setLayout(vbox(head, self._empty, self._grid, gap=4, margins=(16, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rebuild()

    def set_cast(self, rows: Sequence[CastRow], chosen: frozenset[str]) -> None:
        """Show another cast; ``chosen`` are the ids of those who speak in the active quotation."""
        self._chosen = chosen
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._rebuild()
        self._show_chosen()

    def set_compact(self, compact: bool) -> None:
        """Fold what a narrow panel has no room for: the icons."""
        if compact != self._compact:
            self._compact = compact
            self._rebuild()
            self._show_chosen()

    def _rebuild(self) -> None:
        for each in self.keys:
            self._grid.removeWidget(each)
            each.hide()
            each.deleteLater()
        shown = [each for each in self._rows if each.key]
        self.keys = [CastKey(each, compact=self._compact) for each in shown]
        self._grid.setVerticalSpacing(0 if self._compact else 2)
        for number, key in enumerate(self.keys):
            self._grid.addWidget(key, number // _COLUMNS, number % _COLUMNS)
            key.clicked.connect(lambda _checked=False, who=key.row.id: self.castChosen.emit(who))
        waiting = len(self._rows) - len(shown)
        self._others.setText(f"{waiting} other{'s' if waiting > 1 else ''}")
        self._others.setVisible(waiting > 0)
        self._empty.setVisible(not self._rows)

    def _show_chosen(self) -> None:
        for key in self.keys:
            if key.is_chosen != (key.row.id in self._chosen):
                key.set_chosen(chosen=not key.is_chosen)

    def others_menu(self) -> QMenu:
        """The members without a key."""
        menu = QMenu(self)
        for each in self._rows:
            if not each.key:
                menu.addAction(each.name).triggered.connect(
                    lambda _checked=False, who=each.id: self.castChosen.emit(who)
                )
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_others(self) -> None:
        self.others_menu().popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))
