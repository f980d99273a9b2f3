"""The user guide in a window of its own: its chapters are Markdown files of the program's resources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QListWidget, QTextBrowser, QWidget

from annotator.settings import resource
from annotator.ui.kit import Panel, hbox, vbox
from annotator.ui.kit_choice import Field
from annotator.ui.links import open_link
from annotator.ui.theme import Theme, dress


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its heading and its Markdown."""

    title: str
    text: str


def chapters() -> tuple[Chapter, ...]:
    """The chapters of the guide, in their order."""
    files = sorted(resource("guide").glob("*.md"))
    return tuple(_chapter(each) for each in files)


def _chapter(file: Path) -> Chapter:
    text = file.read_text(encoding="utf-8")
    return Chapter(text.splitlines()[0].lstrip("# "), text)


class Guide(Panel):
    """Chapters at the left, the open one at the right, a field to search all of them.

    The guide is the program's own text; links to the web open in the browser, nothing is fetched.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("page")
        self.setParent(parent, Qt.WindowType.Window)
        self.setObjectName("guide")
        self.setWindowTitle("User guide — Annotator")
        self.resize(980, 720)
        self._chapters = chapters()
        self.list = QListWidget()
        self.list.setObjectName("guide_chapters")
        self.list.setAccessibleName("Chapters")
        self.list.setFixedWidth(240)
        self.list.addItems([each.title for each in self._chapters])
        self.search = Field("Search the guide", "search", height=30)
        self.text = QTextBrowser()
        self.text.setObjectName("guide_text")
        self.text.setAccessibleName("The chapter")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(resource("guide"))])
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.document().setDocumentMargin(28)
        side = vbox(self.search, self.list, gap=8, margins=(12, 12, 8, 12))
        self.setLayout(hbox(side, self.text, gap=0))
        self.list.currentRowChanged.connect(self._show)
        self.text.anchorClicked.connect(self._follow)
        self.search.edit.textChanged.connect(self._filter)
        self.search.edit.returnPressed.connect(self._find)
        self.search.edit.escaped.connect(self.list.setFocus)
        self.set_theme(theme)
        self.list.setCurrentRow(0)

    def set_theme(self, theme: Theme) -> None:
        """Paint it by another theme."""
        self.theme = theme
        dress(self, theme)
        self.text.document().setDefaultFont(theme.font("body"))
        self._show(self.list.currentRow())

    def show_chapter(self, title: str) -> None:
        """Open the chapter with that heading, if there is one."""
        rows = [n for n, each in enumerate(self._chapters) if each.title == title]
        if rows:
            self.list.setCurrentRow(rows[0])

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._chapters):
            self.text.document().setMarkdown(self._chapters[row].text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
            self.text.verticalScrollBar().setValue(0)
            self._find()

    def _follow(self, url: QUrl) -> None:
        if url.fileName().endswith(".md"):
            titles = {each.name: _chapter(each).title for each in resource("guide").glob("*.md")}
            self.show_chapter(titles.get(url.fileName(), ""))
        elif url.hasFragment():
            self.text.scrollToAnchor(url.fragment())
        else:
            open_link(url.toString())

    def _filter(self, words: str) -> None:
        """Show only chapters with these words, the first of them open."""
        wanted = words.casefold()
        hits = [wanted in each.text.casefold() for each in self._chapters]
        for row, hit in enumerate(hits):
            self.list.item(row).setHidden(not hit)
        if any(hits) and not hits[self.list.currentRow()]:
            self.list.setCurrentRow(hits.index(True))
        else:
            self._find()

    def _find(self) -> None:
        words = self.search.text()
        if words and not self.text.find(words):
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the guide."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
