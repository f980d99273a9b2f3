"""The strip under the header of an article with the note that its annotator writes to themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from annotator.ui.kit.basics import Icon, Panel, Text, hbox, metrics, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import theme_of

_LINES = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEdit(QPlainTextEdit):
    """A few lines of plain text; Tab leaves it.  ``left`` when the focus goes, ``escaped`` for Esc and Ctrl+Enter."""

    left = Signal()
    escaped = Signal()
    focused = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip("Only you see this, and it is never exported")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setFont(metrics().font())
        self.setPlaceholderText("Only you see this, and it is never exported")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(6)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 14)
        self.viewport().setAutoFillBackground(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is written is kept when the focus goes, but not for a menu or another window."""
        super().focusOutEvent(event)
        self.focused.emit()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+Enter leave; every other key is text."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (event.key() in _ENTER and control):
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class _Frame(QWidget):
    """The border of a field around the edit."""

    def __init__(self, edit: NoteEdit) -> None:
        super().__init__()
        self._edit = edit
        edit.focused.connect(self.update)
        self.setLayout(hbox(edit, margins=(3, 2, 3, 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and border, twice as thick where it has the focus."""
        with painting(self) as painter:
            theme = theme_of(self)
            focused = self._edit.hasFocus()
            painter.setBrush(theme.raised)
            painter.setPen(QPen(theme.focus, 2) if focused else QPen(theme.line_strong, 1))
            inset = 1.0 if focused else 0.5
            rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)


class NoteStrip(Panel):
    """The note on one article.  ``edited`` carries the article's id and the words; ``closed`` when it is left."""

    edited = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("page", "t")
        self.setObjectName("note_strip")
        self.setAccessibleName("Note to yourself")
        self._document: str | None = None
        self._shown = ""
        self.edit = NoteEdit("Note to yourself")
        self.cross = Button("", "x", "quiet", small=True)
        self.cross.setAccessibleName("Close the note")
        self.cross.setToolTip("Close the note: it is kept  Esc")
        head = hbox(Icon("sticky-note", "text_2"), Text("Note to yourself", "small", "medium", "text_2"), None)
        head.addWidget(self.cross)
        self.setLayout(vbox(head, _Frame(self.edit), gap=4, margins=(16, 6, 10, 10)))
        self.edit.left.connect(self.finish)
        self.edit.escaped.connect(self.close_strip)
        self.cross.clicked.connect(self.close_strip)
        self.hide()

    def show_note(self, document: str | None, text: str) -> None:
        """Show the note on an article; words being written to the same article stay."""
        if document != self._document:
            self.hide()
        elif self.edit.hasFocus() and self.edit.toPlainText() != self._shown:
            return
        self._document, self._shown = document, text
        if text != self.edit.toPlainText():
            self.edit.setPlainText(text)

    def open(self) -> None:
        """Show the strip, the caret behind the last word."""
        if self._document is None:
            return
        self.show()
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """Hand out what was written."""
        text = self.edit.toPlainText()
        if self._document is not None and text.strip() != self._shown.strip():
            self._shown = text
            self.edited.emit(self._document, text)

    def close_strip(self) -> None:
        """Keep what was written and go."""
        self.finish()
        self.hide()
        self.closed.emit()
