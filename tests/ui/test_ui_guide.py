"""The user guide: its window shows tables, keys and pictures, and what it says is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from annotator.settings import resource
from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.look.theme import Theme
from annotator.ui.sheets.guide import Chapter, Guide, chapters
from annotator.ui.sheets.guide_text import COLUMN, without_comments
from tests.pictures.key_map import key_words

CHAPTERS = {each.title: each for each in chapters()}
MOST_BYTES = 8_000_000


@pytest.fixture
def guide(qtbot: QtBot) -> Guide:
    made = Guide(Theme.load(dark=False))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def tables(guide: Guide) -> list[QTextTable]:
    frames = guide.text.document().rootFrame().childFrames()
    return [each for each in frames if isinstance(each, QTextTable)]


def test_comments_are_for_programs_only() -> None:
    assert without_comments("a\n<!-- b\nc -->\n| d |\n") == "a\n| d |\n"
    assert all("<!--" not in each.text for each in CHAPTERS.values())


def test_the_keys_are_a_table_with_a_row_for_each_action(guide: Guide) -> None:
    guide.show_chapter("All keys")
    (table,) = tables(guide)
    assert table.columns() == 4
    cells = {table.cellAt(row, 3).firstCursorPosition().block().text() for row in range(1, table.rows())}
    assert {each.id for each in ACTIONS if not each.id.startswith("speaker.cast_")} <= cells
    shown = guide.text.toPlainText()
    assert "<!--" not in shown
    assert "|---" not in shown


@pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=lambda each: each.title)
def test_every_chapter_is_shown_whole(guide: Guide, chapter: Chapter) -> None:
    guide.show_chapter(chapter.title)
    shown = guide.text.toPlainText()
    assert shown.startswith(chapter.title)
    assert len(tables(guide)) == len(re.findall(r"^\|[-|]+\|$", chapter.text, re.MULTILINE))
    assert not re.search(r"\*\*|^\||!\[", shown, re.MULTILINE), "Markdown that was not understood"
    for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", chapter.text):
        assert "pictures/" in name
        assert name.endswith("_light.png")
        image = guide.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert isinstance(image, QImage)
        assert not image.isNull(), name
        assert image.deviceIndependentSize().width() <= COLUMN


@pytest.mark.parametrize("name", ["../../pyproject.toml", "/etc/hostname", "https://example.org/a.png", "nothing.png"])
def test_nothing_but_its_own_pictures_is_read(guide: Guide, name: str) -> None:
    image = guide.text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert isinstance(image, QImage)
    assert image.isNull()


def test_headings_are_larger_than_the_text(guide: Guide) -> None:
    guide.show_chapter("Marking quotations")
    sizes: dict[int, set[int]] = {}
    block = guide.text.document().begin()
    while block.isValid():
        if block.text():
            level = block.blockFormat().headingLevel()
            sizes.setdefault(level, set()).add(block.begin().fragment().charFormat().font().pixelSize())
        block = block.next()
    assert min(sizes[1]) > max(sizes[2]) > max(sizes[0])


def test_search_leaves_the_chapters_with_the_words(guide: Guide, qtbot: QtBot) -> None:
    qtbot.keyClicks(guide.search.edit, "wikidata")
    shown = [row for row in range(len(CHAPTERS)) if not guide.list.isRowHidden(row)]
    assert [list(CHAPTERS)[each] for each in shown] == ["People, bodies and the registry"]
    assert guide.text.textCursor().selectedText().casefold() == "wikidata"
    qtbot.keyClicks(guide.search.edit, " zzz")
    assert guide._none.isVisible()
    assert guide._none.text() == "Nothing in the guide has the words “wikidata zzz”."
    qtbot.keyClick(guide.search.edit, Qt.Key.Key_Escape)
    assert guide.list.hasFocus()


def test_it_follows_the_theme(guide: Guide) -> None:
    guide.show_chapter("Suggestions")
    guide.set_theme(Theme.load(dark=True))
    assert guide.theme.dark
    assert guide.text.toPlainText().startswith("Suggestions")
    assert not guide.grab().isNull()


# --------------------------------------------------------------------------------------------------- what it says


def named(text: str) -> Iterator[tuple[str, str]]:
    """Menus and entries that are named as **Menu ▸ Entry**."""
    yield from re.findall(r"\*\*(\w+) ▸ ([^*]+)\*\*", text)


def test_every_entry_of_a_menu_that_it_names_is_there() -> None:
    there = {(each.menu, each.text.removesuffix("…")) for each in ACTIONS}
    there |= {("Edit", "Annotator"), ("File", "Open recent")}  # menus
    found = [pair for each in CHAPTERS.values() for pair in named(each.text)]
    assert len(found) > 5
    missing = [(menu, entry) for menu, entry in found if (menu, entry.removesuffix("…")) not in there]
    assert not missing
    assert all(menu in MENUS for menu, _ in found)


def test_every_key_that_it_names_does_something() -> None:
    known = {key_words(key) for each in ACTIONS for key in each.keys}
    text = "\n".join(each.text for each in CHAPTERS.values() if each.title != "All keys")
    keys = re.findall(r"`((?:Ctrl|Alt|Shift)\+[^`\s]+|F\d+|[A-Z])`", text)
    assert len(keys) > 40
    inside_the_pad = {"E"}
    assert set(keys) - known - inside_the_pad == set()


def test_its_pictures_are_there_and_all_used_and_not_too_large() -> None:
    folder = resource("pictures")
    used = {Path(name).name for each in CHAPTERS.values() for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", each.text)}
    assert {f"{each}_light.png" for each in ("entities", "scheme", "problems", "history", "palette")} <= used
    assert used <= {each.name for each in folder.iterdir()}
    assert sum(each.stat().st_size for each in folder.iterdir()) <= MOST_BYTES
