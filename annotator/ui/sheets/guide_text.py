"""A chapter of the user guide as it is read: a column of text with headings, tables, keys and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QTextBrowser

from annotator.ui.look.theme import FontSize, Theme

COLUMN = 680
"""Width of the text in pixels at 100 %."""

_MARGIN = 36
_LEADING = 145.0
"""Percent of the font's own line height."""
_HEADINGS: dict[int, tuple[FontSize, int, int]] = {1: ("title", 0, 12), 2: ("heading", 22, 6)}
"""Size of a heading, and the air above and below it."""

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_DIALECT = QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub


def without_comments(markdown: str) -> str:
    """Markdown without its HTML comments, which are for the program that writes into the file."""
    return _COMMENT.sub("", markdown)


class GuideText(QTextBrowser):
    """Shows Markdown of the program's own.  Pictures are read from ``folder``; nothing else is, and nothing fetched."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setObjectName("guide_text")
        self.setAccessibleName("The chapter")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(COLUMN + 2 * _MARGIN)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_markdown(self, markdown: str, theme: Theme) -> None:
        """Show a chapter from its beginning."""
        document = QTextDocument(self)  # dressed before it is laid out: a table would be, again for each of its cells
        document.setDefaultFont(theme.font("body"))
        document.setDocumentMargin(_MARGIN)
        document.setIndentWidth(20)
        document.setMarkdown(without_comments(markdown), _DIALECT)
        for block in _blocks(document):
            _space(block, theme)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _rule(frame, theme)
        self.setDocument(document)  # which deletes the one before
        self.verticalScrollBar().setValue(0)

    def loadResource(self, type_: int, name: QUrl | str) -> object:
        """A picture of the guide, as wide as the column at most; smooth at every scale of the screen."""
        path = (self._folder / QUrl(name).path()).resolve()
        if type_ != QTextDocument.ResourceType.ImageResource.value or self._folder.parent not in path.parents:
            return QImage()
        image, ratio = QImage(str(path)), self.devicePixelRatioF()
        if image.isNull():
            return image
        width = round(min(COLUMN * ratio, image.width()))
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def _space(block: QTextBlock, theme: Theme) -> None:
    """Give a paragraph its air, and its words their fonts."""
    cursor, shape = QTextCursor(block), QTextBlockFormat()
    in_table = cursor.currentTable() is not None
    size, above, below = _HEADINGS.get(block.blockFormat().headingLevel(), ("body", 0, 0 if in_table else 10))
    if block.textList() is not None:
        below = 4
    shape.setTopMargin(above)
    shape.setBottomMargin(below)
    shape.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    pictures = [each for each in _fragments(block) if each.charFormat().isImageFormat()]
    if pictures:  # a picture is as high as it is
        shape.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
    cursor.mergeBlockFormat(shape)
    for each in _fragments(block):
        _dress(cursor, each, size, theme)


def _dress(cursor: QTextCursor, fragment: QTextFragment, size: FontSize, theme: Theme) -> None:
    """Give a run of words its font; a key or a command stands on a ground of its own."""
    after = fragment.charFormat()
    if after.isImageFormat():
        return
    key, bold = after.fontFixedPitch(), size != "body" or after.fontWeight() > QFont.Weight.Normal
    after.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # which Qt would prefer to the size
    after.clearProperty(QTextFormat.Property.FontFixedPitch)
    if key:
        after.setFont(theme.font("small", "medium"))
        after.setBackground(theme.hover)
    else:
        after.setFont(theme.font(size, "semibold" if bold else "regular", italic=after.fontItalic()))
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(after)


def _rule(table: QTextTable, theme: Theme) -> None:
    """Give a table the whole width and a hairline under each row; its head is in the quiet ink."""
    shape = table.format()
    shape.setBorder(0)
    shape.setBorderCollapse(True)
    shape.setCellPadding(0)
    shape.setCellSpacing(0)
    shape.setTopMargin(4)
    shape.setBottomMargin(14)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            edge = QTextTableCellFormat()
            edge.setBottomBorder(1)
            edge.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            edge.setBottomBorderBrush(theme.line_strong if row == 0 else theme.line)
            edge.setTopPadding(4)
            edge.setBottomPadding(4)
            edge.setRightPadding(12)
            if row == 0:
                edge.setForeground(theme.text_2)
            cell.setFormat(edge)
