"""The user guide in a window of its own: its chapters are Markdown files of the program's resources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from annotator.settings import resource
from annotator.ui.kit.basics import Panel, Text, hbox, paint_text, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.links import open_link
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.look.theme import Theme, dress
from annotator.ui.sheets.guide_text import COLUMN, GuideText, without_comments


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
    text = without_comments(file.read_text(encoding="utf-8"))
    return Chapter(text.splitlines()[0].lstrip("# "), text)


class _Chapters(QAbstractListModel):
    """The chapters that are listed, as a Qt model."""

    def __init__(self, rows: tuple[Chapter, ...]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of chapters."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heading."""
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.rows[index.row()].title if role in spoken else None


class _ChapterDelegate(RowDelegate):
    """A heading, heavier for the chapter that is open."""

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        ink = theme.text if selected else theme.text_2
        paint_text(painter, theme.font("body", "semibold" if selected else "medium"), ink, rect, index.data())


class Guide(Panel):
    """Chapters at the left, the open one at the right, a field to search all of them.

    The guide is the program's own text; links to the web open in the browser, nothing is fetched.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("page")
        self.setParent(parent, Qt.WindowType.Window)
        self.theme = theme
        self.setObjectName("guide")
        self.setAccessibleName("User guide")
        self.setWindowTitle("User guide — Annotator")
        self.resize((COLUMN + 72 + 264), 760)
        self._chapters = chapters()
        self.list = List("Chapters")
        self.list.setObjectName("guide_chapters")
        self.list.setToolTip("The chapters of the guide")
        rows = _Chapters(self._chapters)
        rows.setParent(self.list)
        self.list.setModel(rows)
        self.list.setItemDelegate(_ChapterDelegate(self.list))
        self.search = Field("Search the guide", "search", height=30)
        self._none = Text("", "small", role="text_2", wrap=True)
        self._none.hide()
        self.text = GuideText(resource("guide"))
        side = Panel("chrome", "r")
        side.setFixedWidth(248)
        head = vbox(self.search, self._none, gap=8, margins=(12, 12, 12, 8))
        column = vbox(head, self.list, gap=0)
        column.setStretch(1, 1)
        column.setContentsMargins(0, 0, 1, 0)
        side.setLayout(column)
        self.setLayout(hbox(side, self.text, gap=0))
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._show(now.row()))
        self.text.anchorClicked.connect(self._follow)
        self.search.edit.textChanged.connect(self._filter)
        self.search.edit.returnPressed.connect(self._find)
        self.search.edit.escaped.connect(self.list.setFocus)
        self.set_theme(theme)
        self.setFocusProxy(self.list)
        self.open_chapter(0)

    def set_theme(self, theme: Theme) -> None:
        """Paint it by another theme."""
        self.theme = theme
        dress(self, theme)
        self._show(self.list.currentIndex().row())

    def open_chapter(self, number: int) -> None:
        """Open a chapter by its place, from 0."""
        self.list.setCurrentIndex(self.list.model().index(number, 0))

    def show_chapter(self, title: str) -> None:
        """Open the chapter with that heading, if there is one."""
        rows = [n for n, each in enumerate(self._chapters) if each.title == title]
        if rows:
            self.open_chapter(rows[0])

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._chapters):
            self.text.show_markdown(self._chapters[row].text, self.theme)
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
            self.list.setRowHidden(row, not hit)
        self._none.setText(f"Nothing in the guide has the words “{words}”.")
        self._none.setVisible(not any(hits))
        if any(hits) and not hits[self.list.currentIndex().row()]:
            self.open_chapter(hits.index(True))
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
