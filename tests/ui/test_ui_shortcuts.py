"""The sheet of keys: what stands in it, how it is found, printed and laid out."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.ui.actions import ACTIONS, ActionSpec, make_actions
from annotator.ui.key_map import KeyMap
from annotator.ui.look.theme import Theme
from annotator.ui.sheets.shortcut_lines import KeyBlock, KeyLine, as_text, balanced, blocks_of, matches
from annotator.ui.sheets.shortcut_sheet import ShortcutSheet

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Window(QWidget):
    """A window with a theme and the actions."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.actions_by_id = make_actions(self, {each.id: (lambda: None) for each in ACTIONS})


@pytest.fixture
def window(qtbot) -> Iterator[Window]:
    made = Window()
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    gc.collect()
    shiboken6.delete(made)


@pytest.fixture
def sheet(window) -> ShortcutSheet:
    made = ShortcutSheet(window, window.actions_by_id)
    made.open()
    return made


def lines(keys: KeyMap, **more: bool) -> dict[str, KeyLine]:
    return {line.text: line for block in blocks_of(keys, **more) for line in block.lines}


def test_each_action_with_a_key_stands_under_its_menu(qapp) -> None:
    blocks = blocks_of(KeyMap())
    menus = list(dict.fromkeys(each.menu for each in blocks))
    assert menus[:4] == ["File", "Edit", "Quotation", "Speaker"]
    assert [each.menu for each in blocks if each.first] == menus, "each menu is named once"
    found = lines(KeyMap())
    for spec in ACTIONS:
        if spec.keys and not spec.id[-1].isdigit():
            assert found[spec.text.removesuffix("…")].id == spec.id
    assert found["Against"].id == "", "the keys of the stance pad are there, and fixed"
    assert "Annotate under another name" not in found
    assert "Annotate under another name" in lines(KeyMap(), unbound=True)


def test_actions_that_differ_only_in_a_digit_are_one_line(qapp) -> None:
    specs = tuple(
        ActionSpec(f"quotation.confidence_{n}", f"Confidence: {n}", (f"Ctrl+{n}",), "Quotation") for n in (1, 2, 3)
    )
    assert lines(KeyMap(specs=specs)) == {
        "Confidence": KeyLine("quotation.confidence_1", "Confidence", (("Ctrl", "1", "–", "3"),))
    }


def test_the_cast_is_one_line_until_one_of_it_is_rebound(qapp) -> None:
    assert lines(KeyMap())["Speaker from the cast"].keys == (("1", "–", "9"),)
    found = lines(KeyMap().with_keys("speaker.cast_2", ["W"]))
    assert "Speaker from the cast" not in found
    assert found["Speaker: cast member 2"].keys == (("W",),)


def test_words_and_keys_find_lines(qapp) -> None:
    line = lines(KeyMap())["Mark as an entity"]
    assert matches(line, "Mention", "ctrl e")
    assert matches(line, "Mention", "Ctrl+E")
    assert matches(line, "Mention", "entity mention")
    assert not matches(line, "Mention", "ctrl i")
    assert not matches(line, "Mention", "Ctrl+Shift+E")
    assert matches(lines(KeyMap())["Mention: move to selection"], "Mention", "ctrl+shift+e")
    assert matches(lines(KeyMap())["Larger text"], "View", "Ctrl++")
    assert not matches(line, "Mention", "a"), "a single letter is a key"
    assert matches(lines(KeyMap())["Add fragment"], "Quotation", "+")


def test_the_text_has_one_line_an_action_and_follows_the_keys(qapp) -> None:
    keys = KeyMap().with_keys("quotation.new", ["W"])
    text = as_text(blocks_of(keys)).splitlines()
    assert text[0] == "Keys of Annotator"
    assert next(each for each in text if each.endswith("  New quotation")).startswith("W ")
    assert text.count("Quotation") == 1


def test_columns_keep_the_order_and_are_about_as_high() -> None:
    def block(menu: str, count: int) -> KeyBlock:
        return KeyBlock(menu, tuple(KeyLine("", str(n), ()) for n in range(count)), first=True)

    blocks = [block("a", 4), block("b", 4), block("c", 4), block("d", 4)]
    assert balanced(blocks, 2) == [[0, 1], [2, 3]]
    assert balanced(blocks, 4) == [[0], [1], [2], [3]]
    assert balanced([block("a", 9), *blocks], 3) == [[0], [1, 2], [3, 4]]
    assert balanced([], 3) == []


def test_it_shows_every_line_once_and_none_over_another(sheet, qtbot) -> None:
    rows = sheet.columns.rows
    assert len(rows) == sum(len(each.lines) for each in blocks_of(KeyMap()))
    places = [each.geometry() for each in rows]
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    assert len({each.x() for each in places}) == 4


@pytest.mark.parametrize(("width", "height", "columns"), [(1100, 700, 3), (1000, 640, 3)])
def test_a_small_window_has_three_columns_and_scrolls(window, sheet, qtbot, width: int, height: int, columns) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: len({each.x() for each in sheet.columns.rows}) == columns)
    qtbot.waitUntil(lambda: sheet.area.verticalScrollBar().maximum() > 0)
    assert sheet.sheet.geometry().height() <= height - 64
    assert max(each.geometry().right() for each in sheet.columns.rows) <= sheet.columns.width()


def test_it_is_searched_from_the_field(sheet) -> None:
    assert sheet.field.edit.hasFocus()
    sheet.field.set_text("another name")
    assert [each.line.text for each in sheet.columns.rows] == ["Annotate under another name"]
    assert sheet.columns.rows[0].accessibleName() == "Annotate under another name, no key"
    sheet.field.set_text("no such thing")
    assert sheet.columns.rows == []
    assert sheet.empty.text() == "No key and no command matches “no such thing”."
    assert sheet.empty.isVisible()


def test_the_arrows_go_from_the_field_through_the_lines(sheet) -> None:
    QTest.keyClick(sheet.field.edit, Key.Key_Down)
    assert sheet.columns.rows[0].hasFocus()
    QTest.keyClick(sheet.columns.rows[0], Key.Key_Down)
    assert sheet.columns.rows[1].hasFocus()
    takers = [each for each in sheet.columns.rows if each.focusPolicy() == Qt.FocusPolicy.TabFocus]
    assert takers == [sheet.columns.rows[1]], "the lines are one stop of the Tab key"


def test_a_click_or_enter_asks_to_rebind(sheet, qtbot) -> None:
    sheet.field.set_text("set cue")
    with qtbot.waitSignal(sheet.rebindRequested) as asked:
        QTest.mouseClick(sheet.columns.rows[0], LEFT)
    assert asked.args == ["quotation.cue"]
    assert not sheet.isVisible()
    sheet.open()
    sheet.field.set_text("keep the stance")
    with qtbot.assertNotEmitted(sheet.rebindRequested):
        QTest.mouseClick(sheet.columns.rows[0], LEFT)


def test_it_follows_rebinding_while_it_is_open(sheet) -> None:
    sheet.set_keys(KeyMap().with_keys("quotation.cue", ["W"]))
    row = next(each for each in sheet.columns.rows if each.line.id == "quotation.cue")
    assert row.line.keys == (("W",),)
    assert row.accessibleName() == "Set cue, W"


def test_copying_and_printing_give_the_whole_sheet(sheet, qtbot) -> None:
    sheet.field.set_text("cue")
    sheet.copy_button.click()
    assert QGuiApplication.clipboard().text() == as_text(blocks_of(KeyMap()))
    with qtbot.waitSignal(sheet.printRequested) as asked:
        sheet.print_button.click()
    assert asked.args == [sheet.text()]
    QGuiApplication.clipboard().clear()


def test_tab_stays_inside_and_esc_leaves(sheet, qtbot) -> None:
    for _ in range(12):
        QTest.keyClick(QGuiApplication.focusObject(), Key.Key_Tab)
        focused: QObject | None = QGuiApplication.focusObject()
        assert isinstance(focused, QWidget)
        assert sheet.isAncestorOf(focused)
    QTest.keyClick(QGuiApplication.focusObject(), Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(sheet, window, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    window.actions_by_id["quotation.cue"].setEnabled(False)
    sheet.set_keys(KeyMap())
    assert not sheet.grab().isNull()
