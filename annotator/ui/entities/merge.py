"""The merge preview: which of the chosen entities stays, and what merging would change.  Nothing changes before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from annotator.operations.merging import Impact
from annotator.ui.entities.model import EntityRow
from annotator.ui.kit.basics import Card, Icon, Text, hbox, paint_text, painting, vbox
from annotator.ui.kit.controls import Button, Control, paint_ring
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import theme_of

SHOWN = 6
"""Entities of a merge that are offered to stay; of more, the most used."""

_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the entities to be merged: id, name, kind, and its counts in words."""

    id: str
    name: str
    kind: str
    counts: str


class PartButton(Control):
    """One of the entities, to be chosen as the one that stays."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.setCheckable(True)
        self.setText(part.name)
        self.setAccessibleName(f"Keep {part.name}, {part.counts}")
        self.setToolTip(f"Keep {part.name}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(160, 46)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the group, Enter merges."""
        if event.key() in (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entity: the one that stays has a check and the accent."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            kept = self.isChecked()
            painter.setBrush(theme.accent_soft if kept else self.surface(theme) or theme.raised)
            painter.setPen(QPen(theme.accent if kept else theme.line_strong, 1))
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            paint_icon(painter, kind_icon(self.part.kind), QRectF(10, 7, 14, 14), theme.text_2)
            font = theme.font("body", "semibold" if kept else "medium")
            right = rect.right() - (64 if kept else 8)
            paint_text(painter, font, theme.text, QRectF(30, 4, right - 30, 20), self.part.name)
            small = theme.font("small")
            paint_text(painter, small, theme.text_2, QRectF(30, 23, rect.right() - 38, 18), self.part.counts)
            if kept:
                paint_icon(painter, "check", QRectF(rect.right() - 56, 8, 13, 13), theme.accent_text)
                place = QRectF(rect.right() - 39, 4, 36, 20)
                paint_text(painter, theme.font("tiny", "medium"), theme.accent_text, place, "stays")
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), theme.radius.control)


class MergeCard(Card):
    """The preview.  ``keptChanged`` carries the id that stays, ``mergeRequested`` too; ``leftApart`` leaves them."""

    keptChanged = Signal(str)
    mergeRequested = Signal(str)
    leftApart = Signal()

    def __init__(self) -> None:
        super().__init__("raised", border="accent")
        self.setAccessibleName("Merge preview")
        self.parts: list[PartButton] = []
        self._group = QButtonGroup(self)
        self._column: QVBoxLayout = vbox(gap=6)
        self._more = Text("", "small", role="text_3")
        self._facts: QVBoxLayout = vbox(gap=5)
        self.merge = Button("Merge", kind="primary", key="↵")
        self.merge.setMaximumWidth(230)
        self.apart = Button("Keep apart")
        self.apart.setToolTip("Choose none of them  Esc")
        self._calm = Text("nothing changed yet", "small", role="text_2")
        self._compact = False
        self._name = ""
        head = hbox(
            Icon("git-merge"),
            Text("Merge preview", "heading", "semibold"),
            None,
            self._calm,
            gap=8,
        )
        keep = Text("Keep", "small", "medium", "text_2")
        foot = hbox(self.merge, self.apart, None, gap=8)
        self.setLayout(
            vbox(head, keep, self._column, self._more, 2, self._facts, 4, foot, gap=6, margins=(14, 12, 14, 14))
        )
        self._group.buttonClicked.connect(lambda button: self.keptChanged.emit(button.part.id))
        self.merge.clicked.connect(self._merge)
        self.apart.clicked.connect(self.leftApart)

    @property
    def kept(self) -> str | None:
        """The id of the entity that stays."""
        return next((each.part.id for each in self.parts if each.isChecked()), None)

    def show_parts(self, parts: Sequence[Part], kept: str) -> None:
        """Show these entities; ``kept`` is the id of the one that stays."""
        if [each.part for each in self.parts] != list(parts[:SHOWN]):
            focused = any(each.hasFocus() for each in self.parts)
            for old in self.parts:
                self._group.removeButton(old)
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.parts = [PartButton(each) for each in parts[:SHOWN]]
            for new in self.parts:
                self._group.addButton(new)
                self._column.addWidget(new)
            if focused and self.parts:
                self.parts[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for each in self.parts:
            each.setChecked(each.part.id == kept)
        self._more.setText(f"and {len(parts) - SHOWN:,} more")
        self._more.setVisible(len(parts) > SHOWN)
        self._name = next((each.name for each in parts if each.id == kept), "")
        self._show_name()

    def set_compact(self, compact: bool) -> None:
        """Say less where the panel is narrow."""
        self._compact = compact
        self._calm.setVisible(not compact)
        self._show_name()

    def _show_name(self) -> None:
        self.merge.setText("Merge" if self._compact else f"Merge into {_short(self._name)}")
        self.merge.setAccessibleName(f"Merge into {self._name}")
        self.merge.setToolTip(f"Merge into {self._name}  ↵")

    def show_impact(self, impact: Impact) -> None:
        """Say what merging would change."""
        while item := self._facts.takeAt(0):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for icon, role, words in facts_of(impact):
            line = QWidget()
            label = Text(words, "small", wrap=True)
            sign = Icon(icon, role, 14)
            row = hbox(sign, gap=8)
            row.addWidget(label, 1)
            row.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            line.setLayout(row)
            self._facts.addWidget(line)
        self.setAccessibleDescription(" ".join(words for _, _, words in facts_of(impact)))

    def focus_kept(self) -> None:
        """Give the focus to the one that stays."""
        for each in self.parts:
            if each.isChecked():
                each.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose who stays, Enter merges, Esc leaves them apart."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self.parts:
            at = next((n for n, each in enumerate(self.parts) if each.isChecked()), 0)
            one = self.parts[(at + _ARROWS[key]) % len(self.parts)]
            one.setFocus(Qt.FocusReason.ShortcutFocusReason)
            one.click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._merge()
        elif key == Qt.Key.Key_Escape:
            self.leftApart.emit()
        else:
            super().keyPressEvent(event)

    def _merge(self) -> None:
        if self.kept is not None and self.merge.isEnabled():
            self.mergeRequested.emit(self.kept)


def counts_of(row: EntityRow) -> str:
    """The counts of an entity in one line."""
    parts = [counted(row.number("mentions"), "mention")] if row.number("mentions") else []
    parts += [f"{row.number('quoted'):,} quoted"] if row.number("quoted") else []
    parts += [counted(row.number("stances"), "stance")] if row.number("stances") else []
    return ", ".join(parts) or "not used"


def facts_of(impact: Impact) -> list[tuple[str, str, str]]:
    """What an impact means: icon, its colour, sentence."""
    marks = impact.mentions + impact.quotations + impact.stances
    if marks:
        parts = [
            counted(number, noun)
            for number, noun in (
                (impact.mentions, "mention"), (impact.quotations, "quotation"), (impact.stances, "stance")
            )
            if number
        ]  # fmt: skip
        moved = f"{', '.join(parts)} in {counted(impact.documents, 'article')} move; no text changes."
    else:
        moved = "No article speaks of what goes."
    out = [("check", "ok", moved)]
    if impact.aliases:
        names = ", ".join(f"“{each}”" for each in impact.aliases[:4])
        rest = f" and {len(impact.aliases) - 4:,} more" if len(impact.aliases) > 4 else ""
        out.append(("check", "ok", f"Also called {names}{rest}."))
    if impact.finished:
        is_done = "is" if impact.finished == 1 else "are"
        out.append(("triangle-alert", "warn", f"{counted(impact.finished, 'article')} {is_done} done already."))
    for each in impact.conflicts:
        lost = ", ".join(f"“{value}”" for value in each.lost[:3])
        out.append(("triangle-alert", "warn", f"{each.field}: “{each.kept}” stays, {lost} goes."))
    return out


def counted(number: int, noun: str) -> str:
    """``1 article``, ``1,204 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _short(name: str, most: int = 22) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
