"""The article on paper."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.ui.article.marks import Mark
from annotator.ui.article.print import PrintedArticle
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

PARAGRAPH = (
    "“We stay 🚢 here,” said Zoe\u0301 Lind, “until the cafe\u0301 closes for good.” Then she left the harbour.\n"
)
A4 = QSizeF(680, 1009)


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


def drawn(article: PrintedArticle, size: QSizeF = A4) -> list[QImage]:
    out = []
    for page in article.pages(size):
        image = QImage(size.toSize(), QImage.Format.Format_RGB32)
        image.fill(QColor("red"))
        painter = QPainter(image)
        page.draw(painter)
        painter.end()
        out.append(image)
    return out


def ink(image: QImage, y: int) -> bool:
    """Whether anything is drawn at a height."""
    return any(image.pixelColor(x, y) != QColor("white") for x in range(0, image.width(), 2))


def test_paper_is_white_and_nothing_is_active() -> None:
    span = Span(0, PARAGRAPH.index(" said"))
    active = Mark("q", "content", (span,), "q", colour=0, name="Zoe\u0301 Lind", state="active")
    cue = Mark("q:cue:0", "cue", (Span(span.end + 1, span.end + 5),), "q", colour=0, state="active")
    [page] = drawn(PrintedArticle(PARAGRAPH, (active, cue), "A headline 🚢"))
    [normal] = drawn(PrintedArticle(PARAGRAPH, (active._replace(state="normal"),), "A headline 🚢"))
    [bare] = drawn(PrintedArticle(PARAGRAPH, (), "A headline 🚢"))
    assert page.pixelColor(2, 2) == QColor("white")
    assert page == normal
    assert page != bare


def test_every_line_is_on_one_page_and_pages_are_numbered() -> None:
    article = PrintedArticle(PARAGRAPH * 40, (), "Headline")
    pages = list(article.pages(A4))
    count = len(pages)
    assert count > 1
    assert [each.number for each in pages] == [f"{n} / {count}" for n in range(1, count + 1)]
    assert all(a._end == b._top for a, b in itertools.pairwise(pages))
    images = drawn(article)
    for image in images[:-1]:
        assert not ink(image, image.height() - 32), "a line is cut at the foot"
        assert ink(image, image.height() - 8)


def test_an_empty_article_is_one_page() -> None:
    assert len(drawn(PrintedArticle("", (), ""))) == 1


def test_a_page_lower_than_a_line_still_ends() -> None:
    assert len(drawn(PrintedArticle("One 🚢.\nTwo.\nThree.", (), ""), QSizeF(300, 40))) >= 3


def test_a_pdf_is_written(tmp_path: Path) -> None:
    view = ArticleView(Theme.load(dark=True))
    try:
        view.show_text(PARAGRAPH * 40, (), "Headline")
        path = tmp_path / "article.pdf"
        writer = QPdfWriter(str(path))
        pages = view.print_article(writer)
        del writer
    finally:
        view.deleteLater()
    assert pages > 1
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 5_000


@pytest.mark.qt_log_ignore("QPdfEngine", "QPainter")
def test_what_cannot_be_printed_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="could not be printed"):
        PrintedArticle(PARAGRAPH, (), "").print_to(QPdfWriter(str(tmp_path / "no" / "such" / "folder.pdf")))
