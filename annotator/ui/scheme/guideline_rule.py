"""One rule of the guidelines: its reason code as a heading, its Markdown as read, and an editor for it.

The text may come from a stranger's project: HTML in it is shown as words, nothing is fetched or read from the disk, and
a link only tells where it leads.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from annotator.domain.scheme import Scheme
from annotator.ui.kit.basics import Text, hbox, host, metrics, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Badge
from annotator.ui.look.theme import theme_of

WEB = ("http", "https")
"""The only kinds of link that are told."""

GENERAL = "In general"
"""Heading of the part that goes by no reason code."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_LINES = 18
_INDENT = 14
_SQUARE = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason code, its name, and what the guidelines say under it in Markdown; ``""`` is the general part."""

    reason: str
    name: str
    text: str


def rules_of(scheme: Scheme) -> tuple[Rule, ...]:
    """The rules of a scheme in their order, those of one reason as one."""
    reasons = dict.fromkeys(each.reason for each in scheme.guidelines)
    return tuple(rule_of(scheme, reason) for reason in reasons)


def rule_of(scheme: Scheme, reason: str) -> Rule:
    """What a scheme says under one reason code."""
    return Rule(reason, scheme.name("reasons", reason) if reason else GENERAL, scheme.guideline(reason))


class ClosedDocument(QTextDocument):
    """A document that loads nothing: no picture, no style sheet, from no address and no file.

    A grey square stands for a picture.  It has to be a picture: for none, Qt would read the file by itself.
    """

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """The square."""
        square = QImage(_SQUARE, _SQUARE, QImage.Format.Format_RGB32)
        square.fill(metrics().text_3)
        return square


class MarkdownView(QTextBrowser):
    """Markdown as high as it is long.  ``linkClicked`` carries the address of a link to the web that was clicked."""

    linkClicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._markdown = ""
        self.setDocument(ClosedDocument(self))
        self.document().setDefaultFont(metrics().font("body"))
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def show_markdown(self, text: str) -> None:
        """Show other words."""
        self._markdown = text
        self.document().setMarkdown(
            text, QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._calm_headings()
        self._fit()

    def _calm_headings(self) -> None:
        """Headings of a rule stand below that of its pane, so they are hardly larger than its text."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() > 0:
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                smaller = QTextCharFormat()
                smaller.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                smaller.setFontWeight(QFont.Weight.Bold)
                smaller.setProperty(QTextFormat.Property.FontPixelSize, metrics().type.heading)
                cursor.mergeCharFormat(smaller)
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines for another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Links take the colour of the theme when they are read."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._markdown:
            self.show_markdown(self._markdown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What it stands in scrolls."""
        event.ignore()

    def _fit(self) -> None:
        height = int(self.document().size().height() + 0.99)
        if height != self.height():
            self.setFixedHeight(max(height, 1))

    def _tell(self, url: QUrl) -> None:
        if url.scheme().lower() in WEB:
            self.linkClicked.emit(url.toString())


class MarkdownEditor(QPlainTextEdit):
    """The Markdown itself.  ``saved`` carries it on Ctrl+Enter and when the focus goes; Esc leaves it as it was."""

    saved = Signal(str)
    cancelled = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._done = False
        self.setAccessibleName(f"Guideline “{name}”, Markdown")
        self.setToolTip("Markdown. Ctrl+Enter saves, Esc leaves it as it was.")
        self.setFont(metrics().font("body"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(8)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def sizeHint(self) -> QSize:
        """Three lines, growing."""
        return QSize(120, self.height())

    def finish(self) -> None:
        """Hand out what is written, once."""
        if not self._done:
            self._done = True
            self.saved.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._done = True
            self.cancelled.emit()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the actions of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves; a menu or another window does not."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words in a frame, as a field has it."""
        with painting(self.viewport()) as painter:
            theme = theme_of(self)
            focused = self.hasFocus()
            painter.setBrush(theme.raised)
            painter.setPen(QPen(theme.focus, 2) if focused else QPen(theme.line_strong, 1))
            inset = 1.0 if focused else 0.5
            rect = QRectF(self.viewport().rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
        super().paintEvent(event)

    def _fit(self) -> None:
        lines = min(max(3, int(self.document().size().height())), _MOST_LINES)  # this layout counts in lines
        self.setFixedHeight(int(lines * self.fontMetrics().lineSpacing() + 18))


class RuleView(QWidget):
    """One rule.  ``edited`` carries reason and text, ``linkClicked`` an address, ``left`` says that editing ended."""

    edited = Signal(str, str)
    linkClicked = Signal(str)
    left = Signal()

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule
        self.editor: MarkdownEditor | None = None
        self._marked = False
        self.badge = Badge(rule.name, "accent")
        self.code = Text(rule.reason, "small", role="text_3", elide=True)
        self.edit = Button("", "pencil", "quiet", small=True)
        self.edit.clicked.connect(self.start)
        self.view = MarkdownView()
        self.view.linkClicked.connect(self.linkClicked)
        self.head = hbox(self.badge, gap=8)
        self.head.addWidget(self.code, 1)
        self.head.addWidget(self.edit)
        self._column: QVBoxLayout = vbox(host(self.head), self.view, gap=2, margins=(12, 4, 8, 10))
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_rule(rule)

    def show_rule(self, rule: Rule) -> None:
        """Show other words; those being written stay."""
        self.rule = rule
        self.badge.show_text(rule.name)
        self.code.setText(rule.reason)
        self.edit.setAccessibleName(f"Edit “{rule.name}”")
        self.edit.setToolTip(f"Edit “{rule.name}”")
        self.view.setAccessibleName(f"Guideline “{rule.name}”")
        self.view.show_markdown(rule.text or "*No rule yet.*")

    def set_editable(self, editable: bool) -> None:
        """Whether the pencil is there."""
        self.edit.setVisible(editable)

    @property
    def marked(self) -> bool:
        """Whether this is the rule asked for."""
        return self._marked

    def mark(self, marked: bool) -> None:
        """Show that this is the rule asked for."""
        if marked != self._marked:
            self._marked = marked
            self.code.set_role("text_2" if marked else "text_3")
            self.update()

    def matches(self, words: str) -> bool:
        """Whether name, code or text hold these words, in any case."""
        wanted = words.casefold().split()
        text = f"{self.rule.name} {self.rule.reason} {self.rule.text}".casefold()
        return all(each in text for each in wanted)

    def start(self) -> None:
        """Edit the Markdown."""
        if self.editor is not None:
            return
        editor = self.editor = MarkdownEditor(self.rule.name)
        editor.setPlainText(self.rule.text)
        editor.saved.connect(self._save)
        editor.cancelled.connect(self._stop)
        self.view.hide()
        self._column.addWidget(editor)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Hand out what is being written."""
        if self.editor is not None:
            self.editor.finish()

    def _save(self, text: str) -> None:
        self._stop()
        if text.strip() != self.rule.text.strip():
            self.edited.emit(self.rule.reason, text.strip())

    def _stop(self) -> None:
        editor, self.editor = self.editor, None
        if editor is None:
            return
        had_focus = editor.hasFocus()
        editor.hide()
        self._column.removeWidget(editor)
        editor.deleteLater()
        self.view.show()
        if had_focus:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark of the rule asked for: a bar and a soft ground."""
        if not self._marked:
            return
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(4, 1, -4, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
