"""The notice bar: what the user is told, docked under the content, never in the way of it.

One sentence a notice, 44 pixels high, two at most; the rest wait behind a count.  What went well leaves by itself, a
warning or an error stays until it is closed or a newer one of the same topic takes its place.  `NoticeBar.text` is the
latest sentence, for screen readers, tests and scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QEnterEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.domain.errors import AppError
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, metrics, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Bar, key_words
from annotator.ui.look.theme import theme_of

Kind = Literal["ok", "info", "warn", "error"]

AT_MOST = 2
"""How many notices stand in the bar; the others wait behind a count."""

_ICONS: dict[Kind, str] = {"ok": "circle-check", "info": "info", "warn": "triangle-alert", "error": "circle-alert"}
_ROLES: dict[Kind, str] = {"ok": "ok", "info": "text_2", "warn": "warn", "error": "error"}
_EDGES: dict[Kind, str] = {"ok": "ok", "info": "text_3", "warn": "warn", "error": "error"}
_WEIGHT: dict[Kind, int] = {"ok": 0, "info": 0, "warn": 1, "error": 2}
_ROW = 44


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a notice offers to do: the words on its button, what it runs, its key for show.

    ``undo`` puts it first, tints it and lets `NoticeBar.forget_undo` take it away.  ``keeps`` leaves the notice open.
    """

    text: str
    run: Callable[[], object]
    key: str = ""
    undo: bool = False
    keeps: bool = False


def deed_of(action: QAction) -> Deed:
    """What a notice offers for an action of the window."""
    undo = action.objectName() == "edit.undo"
    text = "Undo" if undo else action.text().replace("&", "").removesuffix("…")
    return Deed(text, action.trigger, action.shortcut().toString(QKeySequence.SequenceFormat.PortableText), undo=undo)


class Notice(Panel):
    """One row of the bar.  ``closed`` when it is done with, by the user or by time."""

    closed = Signal()

    def __init__(self, kind: Kind, sentence: str, deeds: Iterable[Deed], hint: str, topic: str) -> None:
        super().__init__("raised", "t")
        self.kind: Kind = kind
        self.sentence = sentence
        self.topic = topic
        self.setAccessibleName(sentence)
        self._undo: list[Button] = []
        self.bar = Bar(width=96)
        self.bar.hide()
        self._words = Text(sentence, wrap=True)
        self._hint = Text(hint, "small", role="text_2", wrap=True)
        self._hint.hide()
        self.more = Button("", kind="quiet", small=True)
        self.more.hide()
        buttons = hbox(*self._buttons(deeds, hint), gap=8)
        self._row = hbox(Icon(_ICONS[kind], _ROLES[kind]), gap=8, margins=(20, 5, 12, 5))
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self.bar)
        self._row.addLayout(buttons)
        layout = vbox(self._row, gap=0)
        layout.addWidget(self._hint)
        self._hint.setContentsMargins(44, 0, 16, 12)
        self.setLayout(layout)
        self.setMinimumHeight(_ROW)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        if kind == "ok":
            self._timer.start(metrics().motion.notice)

    def _buttons(self, deeds: Iterable[Deed], hint: str) -> list[QWidget]:
        made: list[QWidget] = []
        for deed in sorted(deeds, key=lambda each: not each.undo):
            button = Button(deed.text, kind="quiet", key=key_words(deed.key), small=True)
            button.setToolTip(f"{deed.text}  {key_words(deed.key)}".strip())
            if deed.undo:
                button.setCheckable(True)  # the tint of the way back
                button.setChecked(True)
                self._undo.append(button)
            button.clicked.connect(lambda _on=False, each=deed: self._do(each))
            made.append(button)
        if hint:
            details = Button("Details", kind="quiet", small=True)
            details.setToolTip("What to do about it")
            details.clicked.connect(self._toggle_hint)
            made.append(details)
        cross = Button("", "x", "quiet", small=True)
        cross.setAccessibleName("Close the notice")
        cross.setToolTip("Close the notice  Esc")
        cross.clicked.connect(self.closed)
        return [*made, self.more, cross]

    def _do(self, deed: Deed) -> None:
        if not deed.keeps:
            self.closed.emit()
        deed.run()

    def _toggle_hint(self) -> None:
        self._hint.setVisible(self._hint.isHidden())
        self._timer.stop()

    def forget_undo(self) -> None:
        """Take the way back away: by now it would undo something else."""
        for button in self._undo:
            button.hide()

    def retell(self, sentence: str, fraction: float) -> None:
        """Show how far it is, in the same row."""
        self.sentence = sentence
        self.setAccessibleName(sentence)
        self._words.setText(sentence)
        self.bar.set_fraction(fraction)
        self.bar.show()

    def held(self) -> bool:
        """Whether the user is at it: the pointer is over it, or the focus in it."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def _leave(self) -> None:
        if self.held():
            self._timer.start(metrics().motion.notice)
        else:
            self.closed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """What leaves by itself gets its full time again."""
        if self._timer.isActive():
            self._timer.start(metrics().motion.notice)
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Being read: the time starts anew."""
        if self._timer.isActive():
            self._timer.start(metrics().motion.notice)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface, and the edge that tells the kind beside the icon."""
        super().paintEvent(event)
        with painting(self) as painter:
            painter.fillRect(0, 0, 4, self.height(), theme_of(self).colour(_EDGES[self.kind]))


class NoticeBar(QWidget):
    """Where the window tells what happened.  ``told`` carries each sentence as it comes."""

    told = Signal(str, str)
    """Kind and sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._notices: list[Notice] = []
        self._text = ""
        self._unfolded = False
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setLayout(self._column)
        self.hide()

    def text(self) -> str:
        """The latest sentence the user was told; empty after `clear`."""
        return self._text

    def notices(self) -> tuple[Notice, ...]:
        """The notices that are open, oldest first, those behind the count included."""
        return tuple(self._notices)

    def tell(
        self,
        kind: Kind,
        sentence: str,
        actions: Iterable[QAction | Deed] = (),
        *,
        hint: str = "",
        topic: str = "",
    ) -> None:
        """Tell one sentence.  Undo stands first; ``hint`` is what Details shows.

        A notice takes the place of one of the same ``topic``, or of one that says the same.
        """
        deeds = [deed_of(each) if isinstance(each, QAction) else each for each in actions]
        for old in [each for each in self._notices if (topic and each.topic == topic) or each.sentence == sentence]:
            self._remove(old)
        notice = Notice(kind, sentence, deeds, hint, topic)
        notice.closed.connect(lambda: self._close(notice))
        notice.more.clicked.connect(self._toggle)
        self._notices.append(notice)
        self._column.addWidget(notice)
        self._say(kind, sentence)
        self._arrange()

    def show_error(self, error: AppError, actions: Iterable[QAction | Deed] = (), *, topic: str = "") -> None:
        """Tell what went wrong, in the error's own sentence; its hint is behind Details."""
        self.tell("error", error.message, actions, hint=error.hint, topic=topic)

    def progress(
        self, topic: str, sentence: str, done: int, total: int, cancel: Callable[[], object] | None = None
    ) -> None:
        """Tell how far a long task is, with Cancel; called again, it moves on in the same row, said aloud once."""
        found = next((each for each in self._notices if each.topic == topic and each.kind == "info"), None)
        if found is None:
            deeds = [Deed("Cancel", cancel)] if cancel is not None else []
            self.tell("info", sentence, deeds, topic=topic)
            found = self._notices[-1]
        self._text = sentence
        found.retell(sentence, done / total if total else 0.0)

    def finish(self, topic: str) -> None:
        """Close the notices of a topic."""
        for notice in [each for each in self._notices if each.topic == topic]:
            self._close(notice)

    def forget_undo(self) -> None:
        """Take Undo away from every open notice: call it before each new step, which is what Undo would then mean."""
        for notice in self._notices:
            notice.forget_undo()

    def clear(self) -> None:
        """Close everything."""
        for notice in list(self._notices):
            self._remove(notice)
        self._text = ""
        self.setAccessibleName("")
        self._arrange()

    def _say(self, kind: Kind, sentence: str) -> None:
        self._text = sentence
        self.setAccessibleName(sentence)
        event = QAccessibleAnnouncementEvent(self, sentence)
        urgent = kind in ("warn", "error")
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)
        self.told.emit(kind, sentence)

    def _close(self, notice: Notice) -> None:
        if notice in self._notices:
            self._remove(notice)
            self._arrange()

    def _remove(self, notice: Notice) -> None:
        self._notices.remove(notice)
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._arrange()

    def _standing(self) -> list[Notice]:
        """Those to show: the latest, and of the others the gravest and newest."""
        if self._unfolded or len(self._notices) <= AT_MOST:
            return self._notices
        latest = self._notices[-1]
        graver = max(enumerate(self._notices[:-1]), key=lambda each: (_WEIGHT[each[1].kind], each[0]))[1]
        return [graver, latest]

    def _arrange(self) -> None:
        self._unfolded = self._unfolded and len(self._notices) > AT_MOST
        standing = self._standing()
        waiting = len(self._notices) - len(standing)
        for notice in self._notices:
            notice.setVisible(notice in standing)
            counts = notice is standing[0] and len(self._notices) > AT_MOST
            notice.more.setText("Fewer" if self._unfolded else f"{waiting} more")
            notice.more.setToolTip("Show two notices only" if self._unfolded else "Show all notices")
            notice.more.setVisible(counts)
        self.setVisible(bool(self._notices))
