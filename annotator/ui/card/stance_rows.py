"""The stances of the card: one row each with its evidence below it, and the pad when one is being edited."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.card.parts import CROSS, EvidenceRow, Removable
from annotator.ui.card.stance_pad import StancePad
from annotator.ui.card.view_model import StanceView
from annotator.ui.kit.basics import paint_text, painting, vbox
from annotator.ui.kit.controls import KeyButton, paint_ring
from annotator.ui.kit.flow import Slot, faint
from annotator.ui.kit.marks import stance_words
from annotator.ui.look.icons import STANCE_ICONS, kind_icon, paint_icon, paint_stance
from annotator.ui.look.theme import text_width, theme_of


class StanceRow(Removable):
    """A stance in one line: its plate, its target, whether it is inferred.  A click opens it in the pad."""

    def __init__(self, view: StanceView) -> None:
        super().__init__(removable=True)
        self._view = view
        draft = view.draft
        self.setText(view.target)
        self.setToolTip(f"{view.target}\nEdit this stance")
        how = {True: ", explicit", False: ", inferred"}.get(draft.explicit, "") if draft.explicit is not None else ""
        value = stance_words(view.value_name.lower() or draft.value, draft.intensity)
        self.setAccessibleName(f"Stance {value}, towards {view.target}{how}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate and target; a value of the project's own says its name, since it has no sign."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            draft = self._view.draft
            if over := self.surface(theme):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            paint_stance(painter, theme, QRectF(2, 4, 28, 18), draft.value, draft.intensity)
            sign = kind_icon(self._view.kind) if self._view.kind else "text-cursor"
            paint_icon(painter, sign, QRectF(37, 6, 14, 14), theme.text_3)
            own = self._view.value_name if draft.value not in STANCE_ICONS else ""
            how = " · ".join(each for each in (own, "inferred" if draft.explicit is False else "") if each)
            small = theme.font("small")
            side = text_width(small, how) + 10 if how else 0
            font = theme.font("body", "medium") if draft.target else theme.font("body", family="reading")
            room = rect.width() - 57 - side - CROSS - 8
            ink = theme.text if draft.target or draft.target_spans else theme.text_3
            paint_text(painter, font, ink, QRectF(57, 0, room, rect.height()), self._view.target)
            if how:
                place = QRectF(rect.width() - CROSS - 8 - side, 0, side, rect.height())
                paint_text(painter, small, theme.text_3, place, how)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.control)
            self.paint_cross(painter, theme)


class StanceRows(QWidget):
    """The stances, one row each with its evidence, and below them the pad when it is open.

    ``opened`` carries the `StanceDraft` of the row that was clicked, ``removed`` a stance's id, ``evidenceClicked`` a
    `Span`, ``evidenceRemoved`` a stance's id and the number of its evidence, from 0.
    """

    opened = Signal(object)
    removed = Signal(str)
    evidenceClicked = Signal(object)
    evidenceRemoved = Signal(str, int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.rows: list[StanceRow] = []
        self.evidence: list[EvidenceRow] = []
        self._shown: tuple[StanceView, ...] | None = None
        self._slot = Slot("Stance", KeyButton(actions["stance.new"]))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.pad = StancePad(actions["stance.evidence"])
        self.pad.left.connect(self.show_slot)
        self.setLayout(vbox(self._slot, self._rows, self.pad, gap=2))

    def show_stances(self, stances: tuple[StanceView, ...]) -> None:
        """Show other stances; the pad stays as it is."""
        if stances != self._shown:
            self._shown = stances
            for old in (*self.rows, *self.evidence):
                self._rows.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows, self.evidence = [], []
            for view in stances:
                self._add(view)
            count = len(stances)
            self._slot.flow.show_items([faint("none" if not count else f"{count} target{'s' if count > 1 else ''}")])
        self.show_slot()

    def _add(self, view: StanceView) -> None:
        draft = view.draft
        row = StanceRow(view)
        row.clicked.connect(lambda _checked=False: self.opened.emit(draft))
        row.removed.connect(lambda: self.removed.emit(draft.id or ""))
        self.rows.append(row)
        self._rows.addWidget(row)
        row.show()  # now: the layout would show it after the next frame
        for number, piece in enumerate(draft.evidence):
            below = EvidenceRow(piece)
            below.clicked.connect(lambda _checked=False, span=piece.span: self.evidenceClicked.emit(span))
            below.removed.connect(lambda n=number: self.evidenceRemoved.emit(draft.id or "", n))
            self.evidence.append(below)
            self._rows.addWidget(below)
            below.show()

    def show_slot(self) -> None:
        """The heading is there unless the pad says the same."""
        self._slot.setVisible(self.pad.isHidden() or bool(self.rows))
