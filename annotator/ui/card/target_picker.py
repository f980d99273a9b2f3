"""What a stance is towards: a field to type in, and below it what the project knows, the targets used last first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.operations.lookup import Candidate, folded
from annotator.ui.card.view_model import StanceDraft
from annotator.ui.kit.basics import paint_text, painting, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Control
from annotator.ui.kit.marks import keycap_width, paint_keycap, stance_words
from annotator.ui.look.icons import kind_icon, paint_icon, paint_stance
from annotator.ui.look.theme import theme_of

ROWS = 5
"""How many targets are offered at once."""

Choice = Candidate | str
"""What a row of the list stands for: something known, or the name of a new issue."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class TargetRow(Control):
    """One target that is offered: a click takes it.  The current one shows the keys that take it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows walk the list while the field keeps the focus
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choice: Choice = ""
        self.is_current = False
        self._caps: tuple[str, ...] = ()

    def show_choice(self, choice: Choice, caps: tuple[str, ...], *, current: bool) -> None:
        """Show another target; ``caps`` are the keys that take it."""
        self.choice, self.is_current, self._caps = choice, current, caps
        words = f"New issue “{choice}”" if isinstance(choice, str) else choice.name
        self.setText(words)
        kind = "" if isinstance(choice, str) else f", {choice.kind}"
        self.setAccessibleName(words + kind)
        self.setToolTip(f"{words}{kind}  {' '.join(caps)}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, name and keys."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            ground = theme.selected if self.is_current else self.surface(theme)
            if ground is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawRoundedRect(rect, theme.radius.small, theme.radius.small)
            choice = self.choice
            sign = "plus" if isinstance(choice, str) else kind_icon(choice.kind)
            paint_icon(painter, sign, QRectF(6, 5, 14, 14), theme.text_2)
            right = rect.right() - 4
            for each in reversed(self._caps):
                right -= keycap_width(each)
                paint_keycap(
                    painter, theme, right, 12, each, ink=theme.text_2, box=theme.line_strong, fill=theme.raised
                )
                right -= 3
            font = theme.font("body", "medium" if self.is_current else "regular")
            paint_text(painter, font, theme.text, QRectF(27, 0, right - 30, 24), self.text())


class AgainRow(Control):
    """The stance that was kept last, to be taken again as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._draft = StanceDraft()

    def show_stance(self, draft: StanceDraft) -> None:
        """Show another stance."""
        self._draft = draft
        self.setText(draft.target_name)
        words = f"{stance_words(draft.value, draft.intensity)}, towards {draft.target_name}"
        self.setAccessibleName(f"The same stance again: {words}")
        self.setToolTip(f"The same stance again: {words}  =")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate, target and key."""
        with painting(self) as painter:
            theme = theme_of(self)
            if over := self.surface(theme):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(over)
                painter.drawRoundedRect(QRectF(self.rect()), theme.radius.small, theme.radius.small)
            font = theme.font("small")
            paint_text(painter, font, theme.text_2, QRectF(6, 0, 38, 26), "Again")
            paint_stance(painter, theme, QRectF(46, 4, 28, 18), self._draft.value, self._draft.intensity)
            cap = keycap_width("=")
            room = self.width() - 82 - cap - 10
            paint_text(painter, theme.font("body"), theme.text, QRectF(82, 0, room, 26), self.text())
            x = self.width() - cap - 4
            paint_keycap(painter, theme, x, 13, "=", ink=theme.text_2, box=theme.line_strong, fill=theme.raised)


class TargetPicker(QObject):
    """The ``field`` and the ``list``, for the pad to lay out.

    `offer` answers ``sought``, which comes when the picker opens and at each letter.

    ``↑`` ``↓`` walk the list, ``Enter`` takes the current target.  While the field is empty, so that no caret needs
    them, ``←`` and ``→`` take it with a value: ``aimed`` carries the key.  ``taken`` carries a `Candidate`, ``named``
    the name of a new issue, ``skipped`` comes for Enter with nothing to take.
    """

    sought = Signal(str)
    taken = Signal(object)
    named = Signal(str)
    aimed = Signal(int)
    again = Signal()
    skipped = Signal()
    escaped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.most = ROWS
        self._choices: list[Choice] = []
        self._current = 0
        self._previous: StanceDraft | None = None
        self.field = Field("Type or click a target", height=28)
        self.edit = self.field.edit
        self.edit.setAccessibleName("Target of the stance")
        self.edit.setToolTip("Type a target, or click one in the article")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._seek)
        self.edit.escaped.connect(self.escaped)
        self.edit.focused.connect(self._focused)
        self.again_row = AgainRow()
        self.again_row.clicked.connect(self.again)
        self.rows = [TargetRow() for _ in range(ROWS)]
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, r=row: self._take(r.choice))
        self.list = QWidget()
        self.list.setLayout(vbox(self.again_row, *self.rows, gap=1))

    def open(self, words: str, previous: StanceDraft | None) -> None:
        """Begin with these words in the field; ``previous`` is the stance that ``=`` takes again."""
        self._previous = previous
        if previous is not None:
            self.again_row.show_stance(previous)
        self.edit.setText(words)
        self.edit.selectAll()
        self._seek("")
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def words(self) -> str:
        """What is typed, without blanks too many."""
        return " ".join(self.edit.text().split())

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Show what fits what is typed, the best first."""
        known: list[Choice] = list(candidates[: self.most])
        words = self.words() if self.edit.isModified() else ""
        named = any(each.kind == "issue" and each.name.casefold() == words.casefold() for each in candidates)
        if not words or named:
            self._choices = known
        elif candidates and _begins(words, candidates[0]):
            self._choices = [*known[: self.most - 1], words]
        else:  # what Enter takes stands first: nothing that is known is meant
            self._choices = [words, *known[: self.most - 1]]
        self._current = -1 if self.words() and not words else 0  # Enter leaves a target as it is, until one walks
        self._show()

    def take(self) -> None:
        """Take the current target."""
        if 0 <= self._current < len(self._choices):
            self._take(self._choices[self._current])
        else:
            self.skipped.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that are not text; see the class."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------------ inside

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        empty = not self.edit.text()
        if key in _ENTER:
            self.take()
        elif key in _STEPS and self._choices:
            start = len(self._choices) if self._current < 0 < -_STEPS[key] else self._current
            self._current = (start + _STEPS[key]) % len(self._choices)
            self._show()
        elif key in _STEPS or (key in _SIDEWAYS and empty):
            if empty and self._choices:
                self.take()
            self.aimed.emit(event.key())
        elif key == Qt.Key.Key_Equal and empty and self._previous is not None:
            self.again.emit()
        else:
            return False
        return True

    def _focused(self, focused: bool) -> None:
        if focused and self.list.isHidden():
            self._seek(self.edit.text() if self.edit.isModified() else "")

    def _seek(self, words: str) -> None:
        self.edit.setModified(bool(words))
        self.sought.emit(" ".join(words.split()))

    def _take(self, choice: Choice) -> None:
        if isinstance(choice, str):
            self.named.emit(choice)
        else:
            self.taken.emit(choice)

    def _show(self) -> None:
        empty = not self.edit.text()
        self.again_row.setVisible(self._previous is not None and empty)
        for number, row in enumerate(self.rows):
            there = number < len(self._choices)
            row.setVisible(there)
            if there:
                current = number == self._current
                caps = (*(("←", "→") if empty else ()), "↵") if current else ()
                row.show_choice(self._choices[number], caps, current=current)
        self.list.setVisible(bool(self._choices) or not self.again_row.isHidden())
        chosen = self.rows[self._current].accessibleName() if 0 <= self._current < len(self._choices) else ""
        self.edit.setAccessibleDescription(f"Enter takes {chosen}" if chosen else "")


def _begins(words: str, candidate: Candidate) -> bool:
    """Whether each word that was typed begins a word of the name or alias that was found."""
    found = folded(candidate.matched or candidate.name).split()
    return all(any(word.startswith(each) for word in found) for each in folded(words).split())
