"""The type-ahead: a field and a list beside what is being asked for, over the cast and the whole registry.

Keys
----
Letters and digits are text.  ``↓ ↑ Tab Shift+Tab Page↓ Page↑`` move, ``Enter`` takes the row, ``Ctrl+Enter`` makes a
new entity of what is typed whatever row is chosen.  On the last row, “New person …”, ``← →`` change the kind.  ``Esc``
leaves, and so does a click elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QListView, QWidget

from annotator.domain.scheme import DEFAULT, Label
from annotator.operations.lookup import Candidate, Lookup, matched_parts
from annotator.ui.kit.basics import Text, hbox, host, metrics, paint_text, painting, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.kit.marks import Keycap, key_caps, keycap_width, paint_keycap
from annotator.ui.look.icons import kind_icon, paint_icon
from annotator.ui.look.theme import Theme, text_width, theme_of

WIDTH = 400
ROWS = 8
"""Rows that are seen at once; the others are scrolled to."""

MOST = 60
"""Candidates that are offered at once."""

OFFERED_KINDS = ("person", "organisation", "place", "group", "document", "issue")
"""Kinds of the default scheme that somebody who is spoken of can have, in the order of the chooser."""

NOBODY = "No one in the cast or the registry yet. Type a name."

_ROW = Qt.ItemDataRole.UserRole
_HEIGHT = 34
_MARGIN = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS,
}  # fmt: skip
_KINDS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: a candidate and what was typed for it, or with ``candidate`` None a new entity."""

    candidate: Candidate | None
    typed: str
    kind: str
    kind_name: str

    @property
    def words(self) -> str:
        """What the row says, also to a screen reader."""
        one = self.candidate
        if one is None:
            return f"New {self.kind_name.casefold()} “{self.typed}”"
        alias = f", also called {one.matched}" if one.matched not in ("", one.name) else ""
        return f"{one.name}, {self.kind_name.casefold()}{alias}{f', cast {one.key}' if one.key else ''}"


class Rows(QAbstractListModel):
    """The rows as a Qt model."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def replace_last(self, row: Row) -> None:
        """Show another last row."""
        self.rows = (*self.rows[:-1], row)
        last = self.index(len(self.rows) - 1)
        self.dataChanged.emit(last, last)

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, and its words."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return row.words if role in spoken else None


class RowPainter(RowDelegate):
    """Icon of the kind, name with what was typed in bold, the alias that was found in grey, number in the cast."""

    height = _HEIGHT
    inset = 4

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: Row = index.data(_ROW)
        faint = theme.text_2 if selected else theme.text_3
        middle = rect.center().y()
        paint_icon(painter, kind_icon(row.kind), QRectF(rect.x(), middle - 8, 16, 16), theme.text_2)
        room = rect.adjusted(26, 0, 0, 0)
        if row.candidate is None:
            self._new(painter, theme, row, room, selected=selected)
            return
        one = row.candidate
        if one.key:
            x = room.right() - keycap_width(one.key)
            paint_keycap(painter, theme, x, middle, one.key, ink=theme.text_2, box=theme.line_strong, fill=theme.raised)
            room.setRight(x - 8)
        elif one.in_cast:
            room.setRight(self._aside(painter, theme, room, "in the text", selected=selected))
        x = paint_matched(painter, theme, room, one.name, row.typed)
        if one.matched not in ("", one.name):
            rest = room.adjusted(x - room.x() + 8, 0, 0, 0)
            paint_matched(painter, theme, rest, one.matched, row.typed, ink_role="text_2" if selected else "text_3")
        elif not one.entity:
            rest = room.adjusted(x - room.x() + 8, 0, 0, 0)
            paint_text(painter, theme.font("small"), faint, rest, "not in the registry yet")

    def _new(self, painter: QPainter, theme: Theme, row: Row, room: QRectF, *, selected: bool) -> None:
        if selected:
            room.setRight(self._aside(painter, theme, room, "← → kind", selected=True))
        head = f"New {row.kind_name.casefold()} "
        font = theme.font("body")
        width = text_width(font, head)
        paint_text(painter, font, theme.text_2, room, head)
        paint_text(painter, theme.font("body", "semibold"), theme.text, room.adjusted(width, 0, 0, 0), f"“{row.typed}”")

    def _aside(self, painter: QPainter, theme: Theme, room: QRectF, words: str, *, selected: bool) -> float:
        """Words at the right edge; gives where they begin."""
        font = theme.font("tiny")
        width = text_width(font, words) + 1
        place = room.adjusted(room.width() - width, 0, 0, 0)
        paint_text(painter, font, theme.text_2 if selected else theme.text_3, place, words)
        return place.x() - 8


def paint_matched(
    painter: QPainter, theme: Theme, rect: QRectF, name: str, typed: str, *, ink_role: str = "text"
) -> float:
    """A name with the parts that were typed in bold, shortened where it does not fit; gives where it ends."""
    parts = matched_parts(typed, name)
    plain = theme.font("body" if ink_role == "text" else "small")
    bold = theme.font("body" if ink_role == "text" else "small", "semibold")
    cuts = [0, *(edge for part in parts for edge in part), len(name)]
    x = rect.x()
    for number, (start, end) in enumerate(itertools.pairwise(cuts)):
        font = bold if number % 2 else plain
        room = QRectF(x, rect.y(), rect.right() - x, rect.height())
        if start < end and room.width() > 0:
            paint_text(painter, font, theme.colour(ink_role), room, name[start:end])
            x = min(rect.right(), x + text_width(font, name[start:end]))
    return x


class TypeAhead(QFrame):
    """The popup.  ``chosen`` carries a `Candidate`, ``named`` a new name and a kind; ``left`` says that nothing was.

    It is gone before each of them; whoever asked gives the focus back.  ``purpose`` is what it was asked for.
    """

    chosen = Signal(object)
    named = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("type_ahead")
        self.purpose = ""
        self._around = parent
        self._near = QRect()
        self._lookup = Lookup(())
        self._kinds: tuple[Label, ...] = ()
        self._names: dict[str, str] = {}
        self._kind = 0
        self.field = Field("Name or alias", "search")
        self.rows = Rows(self)
        self.list = List("Names")
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.empty = Text(NOBODY, "small", role="text_3", wrap=True)
        self.empty.setContentsMargins(10, 4, 10, 6)
        self._foot = self._make_foot()
        self._column = vbox(self.field, self.list, self.empty, self._foot, gap=4, margins=(6, 6, 6, 6))
        self.setLayout(self._column)
        self.setFixedWidth(WIDTH)
        self.set_kinds(DEFAULT.kinds)
        self.field.edit.textChanged.connect(self._find)
        self.field.edit.escaped.connect(self.leave)
        self.field.edit.focused.connect(self._focus_moved)
        self.field.edit.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.hide()

    def _make_foot(self) -> QWidget:
        parts: list[QWidget] = []
        for keys, words in (("Return", "take"), ("Ctrl+Return", "new"), ("Esc", "leave")):
            parts += [*(Keycap(each) for each in key_caps(keys)), Text(words, "tiny", role="text_3")]
        return host(hbox(*parts, None, gap=5, margins=(6, 0, 6, 0)), 24)

    # ------------------------------------------------------------------------------------------ asking

    def set_kinds(self, kinds: Sequence[Label]) -> None:
        """The kinds of the project's scheme: the names that rows show, and those that a new entity can have."""
        self._names = {each.id: each.name for each in kinds}
        by_id = {each.id: each for each in kinds}
        known = {each.id for each in DEFAULT.kinds}
        usual = [by_id[id] for id in OFFERED_KINDS if id in by_id]
        self._kinds = (*usual, *(each for each in kinds if each.id not in known)) or tuple(kinds)
        self._kind = 0

    def ask(
        self, purpose: str, candidates: Sequence[Candidate], near: QRect, preset: str = "", *, kind: str = ""
    ) -> None:
        """Ask for one of ``candidates``, in their order while nothing is typed, or for a new name.

        ``purpose`` is said in the field: “Speaker”.  ``near`` is what it is about, in global coordinates: the popup
        stands below it, or above where there is no room.  ``preset`` is in the field, selected.  ``kind`` is the one
        that a new entity has at first.
        """
        self.purpose = purpose
        self._lookup = Lookup(candidates)
        ids = [each.id for each in self._kinds]
        self._kind = ids.index(kind) if kind in ids else 0
        words = f"{purpose}: name or alias"
        self.setAccessibleName(purpose)
        self.field.edit.setPlaceholderText(words)
        self.field.edit.setAccessibleName(words)
        self.field.edit.setToolTip(words)
        self._near = near
        self.field.edit.setText(preset)
        self.field.edit.selectAll()
        self._find()
        self.show()
        self.raise_()
        self.field.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close without an answer."""
        if not self.isHidden():
            self._answer(self.left.emit)

    def _answer(self, tell: Callable[[], object]) -> None:
        self.hide()
        tell()

    # ------------------------------------------------------------------------------------------ the list

    def typed(self) -> str:
        """What is typed, blanks put right."""
        return " ".join(self.field.text().split())

    def _find(self) -> None:
        typed = self.typed()
        rows = [
            Row(each, typed, each.kind, self._names.get(each.kind, each.kind))
            for each in self._lookup.find(typed, MOST)
        ]
        if typed and self._kinds:
            rows.append(self._new_row())
        self.rows.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._place()
        if rows:
            self._go_to(0, aloud=bool(typed))

    def _new_row(self) -> Row:
        kind = self._kinds[self._kind]
        return Row(None, self.typed(), kind.id, kind.name)

    def _go_to(self, row: int, *, aloud: bool = True) -> None:
        index = self.rows.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        if aloud:
            self._say(self.rows.rows[row].words)

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field.edit, words))

    def _place(self) -> None:
        """As high as its rows, below what it is about or above it, inside the window."""
        shown = min(ROWS, self.rows.rowCount())
        self.list.setFixedHeight(shown * _HEIGHT)
        self._column.activate()
        self.adjustSize()
        frame = self._around.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        top = self._around.mapFromGlobal(self._near.topLeft())
        below = top.y() + self._near.height() + 4
        y = below if below + self.height() <= frame.bottom() else top.y() - self.height() - 4
        x = max(frame.x(), min(top.x(), frame.right() - self.width()))
        self.move(x, max(frame.y(), min(y, frame.bottom() - self.height())))

    # ------------------------------------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list before the field, and before any action of the window."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            deed = self._deed(event)
            if deed is not None or event.key() == Qt.Key.Key_Escape:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    (deed or self.leave)()
                return True
        return super().eventFilter(watched, event)

    def _deed(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key means for the list; None where it is the field's."""
        key = Qt.Key(event.key())
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return None
        row, count = self.list.currentIndex().row(), self.rows.rowCount()
        if key in _ENTER:
            return self._take_new if control else lambda: self._take(row)
        if control:
            return None
        if key in _STEPS:
            far = abs(_STEPS[key]) > 1
            target = max(0, min(count - 1, row + _STEPS[key])) if far else (row + _STEPS[key]) % max(count, 1)
            return (lambda: self._go_to(target)) if count else (lambda: None)
        if key in _KINDS and self._on_new_row() and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return lambda: self._change_kind(_KINDS[key])
        return None

    def _on_new_row(self) -> bool:
        row = self.list.currentIndex().row()
        return 0 <= row < self.rows.rowCount() and self.rows.rows[row].candidate is None

    def _change_kind(self, step: int) -> None:
        self._kind = (self._kind + step) % len(self._kinds)
        self.rows.replace_last(self._new_row())
        self._say(self.rows.rows[-1].words)

    def _take(self, row: int) -> None:
        if not 0 <= row < self.rows.rowCount():
            return
        one = self.rows.rows[row].candidate
        if one is None:
            self._take_new()
        else:
            self._answer(lambda: self.chosen.emit(one))

    def _take_new(self) -> None:
        if typed := self.typed():
            kind = self._kinds[self._kind].id
            self._answer(lambda: self.named.emit(typed, kind))

    def _focus_moved(self, focused: bool) -> None:
        """A click elsewhere leaves; another window of the system does not."""
        now = QApplication.focusWidget()
        if not focused and now is not None and not self.isAncestorOf(now):
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.setBrush(theme.raised)
            painter.setPen(QPen(theme.line_strong, 1))
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, metrics().radius.card, metrics().radius.card)
