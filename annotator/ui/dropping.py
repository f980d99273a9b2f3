"""Dropping files and folders on the window: what is taken, and the hint that says so while it hovers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.new_project import SUFFIX
from annotator.ui.documents.model import count
from annotator.ui.kit.basics import Align, painting
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import faded, text_width, theme_of


def accepts(mime: QMimeData) -> list[Path]:
    """The local files and folders in what is dragged, in its order; none where it is anything else."""
    if not mime.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


def invitation(paths: list[Path]) -> str:
    """What dropping these paths will do, in a sentence."""
    if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX:
        return f"Drop to merge or open “{paths[0].name}”."
    if len(paths) == 1:
        kind = "the folder " if paths[0].is_dir() else ""
        return f"Drop to import {kind}“{paths[0].name}”."
    folders = sum(path.is_dir() for path in paths)
    files = len(paths) - folders
    parts = [count(files, "file") if files else "", count(folders, "folder") if folders else ""]
    return f"Drop to import {' and '.join(part for part in parts if part)}."


class DropHint(QWidget):
    """A veil over the window that says what dropping will do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sentence = ""
        self.hide()

    def invite(self, sentence: str) -> None:
        """Cover the window and show the sentence."""
        self._sentence = sentence
        self.setAccessibleName(sentence)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint veil, frame and sentence."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.fillRect(self.rect(), faded(theme.page, 0.86))
            pen = QPen(theme.accent, 2)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(12, 12, -12, -12), theme.radius.card, theme.radius.card
            )
            font = theme.font("heading", "semibold")
            width = text_width(font, self._sentence)
            plate = QRectF((self.width() - width) / 2 - 44, self.height() / 2 - 28, width + 88, 56)
            painter.setPen(QPen(theme.line_strong, 1))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(plate, theme.radius.card, theme.radius.card)
            paint_icon(painter, "import", QRectF(plate.x() + 20, plate.center().y() - 10, 20, 20), theme.accent_text)
            painter.setFont(font)
            painter.setPen(theme.text)
            painter.drawText(plate.adjusted(54, 0, 0, 0), Align.AlignVCenter, self._sentence)


class Dropping(QObject):
    """Makes a window take files and folders.  ``dropped`` carries their paths, a list of `Path`."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the hint while something of ours hovers; take it when it is let go."""
        if isinstance(event, QDragEnterEvent) and (paths := accepts(event.mimeData())):
            event.acceptProposedAction()
            self.hint.invite(invitation(paths))
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hint.hide()
            if paths := accepts(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)
