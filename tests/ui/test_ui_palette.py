"""The command palette: what it offers, what it finds, what it runs, where the focus goes."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.enabling import Situation
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme
from annotator.ui.sheets.palette import CommandPalette, icon_of, spoken
from annotator.ui.sheets.palette_rows import PaletteRow, asked, hits, ranked, why_not

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Window(QWidget):
    """A window with a theme and a line edit that has the focus, as the article has in the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.article = QLineEdit()
        self.heard: list[str] = []
        QVBoxLayout(self).addWidget(self.article)
        self.actions_by_id = make_actions(self, {each.id: self.handler(each.id) for each in ACTIONS})
        for action in self.actions_by_id.values():
            self.addAction(action)

    def handler(self, id: str):
        return lambda: self.heard.append(id)


@pytest.fixture
def window(qtbot) -> Iterator[Window]:
    made = Window()
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.article.setFocus()
    yield made
    gc.collect()
    shiboken6.delete(made)


def entities(_words: str) -> list[PaletteRow]:
    names = ("Zoe\u0301 Müller 🏭", "Fragment of the council", "Vestvik Agency")
    return [PaletteRow("entities", f"e_{n}", each, lambda: None, "person") for n, each in enumerate(names)]


@pytest.fixture
def palette(window) -> CommandPalette:
    made = CommandPalette(window, window.actions_by_id, sources=(entities,), why="not {}".format, own="edit.find")
    made.open()
    return made


def shown(palette: CommandPalette) -> list[str]:
    return [each if isinstance(each, str) else each.text for each in palette.rows.rows]


def press(palette: CommandPalette, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(palette.field, key, held)


# ------------------------------------------------------------------------------------------------ finding


def row(text: str, detail: str = "", why: str = "", id: str = "") -> PaletteRow:
    return PaletteRow("actions", id or text, text, lambda: None, detail, why=why)


def texts(words: str, *rows: PaletteRow, recent: tuple[str, ...] = ()) -> list[str]:
    return [each.text for each in ranked(words, rows, recent)]


def test_beginnings_come_before_parts_and_parts_before_what_is_spelled_alike() -> None:
    rows = (row("Reset undone"), row("Untouched"), row("Undo"), row("Unto"), row("Something else"))
    assert texts("undo", *rows)[:2] == ["Undo", "Reset undone"]
    assert texts("under", row("Undo it"), row("Left")) == ["Undo it"]
    assert texts("zzzz", *rows) == []


def test_several_words_in_any_order_and_the_menu_count() -> None:
    rows = (row("Previous quotation", "Quotation"), row("Previous article", "Document"))
    assert texts("quot prev", *rows) == ["Previous quotation"]
    assert texts("document prev", *rows) == ["Previous article"]


def test_accents_and_case_do_not_matter() -> None:
    assert texts("muller zoe", row("Zoe\u0301 Müller 🏭")) == ["Zoe\u0301 Müller 🏭"]


def test_one_letter_finds_beginnings_only_literally() -> None:
    assert texts("q", row("Quit"), row("Mark")) == ["Quit"]


def test_among_equals_what_can_be_run_then_what_was_used_lately() -> None:
    rows = (row("Mark one", why="no"), row("Mark two"), row("Mark three"))
    assert texts("mark", *rows, recent=("Mark three",)) == ["Mark three", "Mark two", "Mark one"]


def test_without_words_everything_stands_in_its_order() -> None:
    assert texts("", row("b"), row("a")) == ["b", "a"]


def test_what_was_found_is_marked_in_the_text_as_written() -> None:
    text = "Zoe\u0301 Müller"
    assert [text[start:end] for start, end in hits("zoé mul", text)] == ["Zoe", "Mül"]
    assert [text[start:end] for start, end in hits("zmr", text)] == ["Z", "M", "r"]
    assert hits("", text) == ()


@pytest.mark.parametrize(
    ("typed", "group", "words"),
    [(">undo", "actions", "undo"), ("@ zoe", "entities", "zoe"), ("#", "articles", ""), (" word ", None, "word")],
)
def test_a_sign_restricts_to_a_group(typed: str, group: str | None, words: str) -> None:
    assert asked(typed) == (group, words)


@pytest.mark.parametrize(
    ("id", "now", "words"),
    [
        ("quotation.new", Situation(), "no project is open"),
        ("quotation.new", Situation(project=True), "read only here"),
        ("quotation.new", Situation(project=True, writable=True), "no article is open"),
        ("edit.undo", Situation(project=True, writable=True), "nothing to undo"),
        ("edit.copy", Situation(project=True, article=True), "nothing is selected"),
        ("suggestion.next", Situation(project=True, writable=True, article=True), "no suggestion is left"),
        (
            "suggestion.accept",
            Situation(project=True, writable=True, article=True, suggestions=True),
            "no suggestion is in focus",
        ),
        ("document.done_next", Situation(project=True, article=True), "read only here"),
    ],
)
def test_why_an_action_cannot_be_done(id: str, now: Situation, words: str) -> None:
    assert why_not(id, now) == words


def test_why_a_proposal_or_a_gesture_elsewhere_cannot_be_taken() -> None:
    reading = Situation(project=True, writable=True, article=True)
    assert why_not("ghost.take", reading) == "nothing is proposed"
    assert why_not("quotation.new", replace(reading, editing=False)) == "not in this view"


def test_the_window_starts_without_what_finds_alike_spellings() -> None:
    code = "import sys, annotator.ui.sheets.palette; assert 'rapidfuzz' not in sys.modules"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, timeout=60, check=False).returncode == 0


# ------------------------------------------------------------------------------------------------ the sheet


def test_it_opens_with_all_commands_and_the_focus_in_the_field(palette, window) -> None:
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert shown(palette)[0] == "Commands"
    assert "New quotation" in shown(palette)
    assert "Find in the article" not in shown(palette), "the action that opens it is not offered"
    assert palette.sheet.geometry().width() == 640
    assert palette.geometry() == window.rect()


def test_what_is_hidden_is_not_offered(window) -> None:
    palette = CommandPalette(window, window.actions_by_id, hidden=("quotation.cue",))
    palette.open()
    assert "Set cue" not in shown(palette)


def test_words_find_actions_and_entities_under_headings(palette) -> None:
    palette.field.setText("fragm")
    assert shown(palette) == ["Commands", "Add fragment", "Entities", "Fragment of the council"]
    assert palette.count.text().startswith("2 of ")
    assert palette.rows.rows[1].keys == ("+",)
    assert palette.rows.rows[1].detail == "Quotation"


def test_tab_goes_from_group_to_group_and_keeps_the_words(palette) -> None:
    palette.field.setText("fragm")
    press(palette, Key.Key_Tab)
    assert palette.field.text() == ">fragm"
    assert shown(palette) == ["Commands", "Add fragment"]
    press(palette, Key.Key_Tab)
    assert shown(palette) == ["Entities", "Fragment of the council"]
    press(palette, Key.Key_Tab)
    assert shown(palette) == []
    assert palette.empty.text() == "Nothing is called “fragm”."
    press(palette, Key.Key_Tab)
    assert palette.field.text() == "fragm"
    press(palette, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert palette.field.text() == "#fragm"


def test_the_arrows_pass_over_headings_and_go_round(palette) -> None:
    palette.field.setText("fragm")
    assert palette.list.currentIndex().row() == 1
    press(palette, Key.Key_Down)
    assert palette.list.currentIndex().row() == 3
    press(palette, Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    press(palette, Key.Key_Up)
    assert palette.list.currentIndex().row() == 3
    press(palette, Key.Key_PageUp)
    assert palette.list.currentIndex().row() == 1


def test_enter_runs_after_the_focus_is_back(palette, window) -> None:
    seen: list[bool] = []
    window.actions_by_id["quotation.new"].triggered.connect(lambda: seen.append(window.article.hasFocus()))
    palette.field.setText("new quotation")
    press(palette, Key.Key_Return)
    assert window.heard == ["quotation.new"]
    assert seen == [True]
    assert not palette.isVisible()


def test_a_click_runs_too(palette, window) -> None:
    palette.field.setText("set cue")
    rect = palette.list.visualRect(palette.rows.index(1, 0))
    QTest.mouseClick(palette.list.viewport(), LEFT, pos=rect.center())
    assert window.heard == ["quotation.cue"]


def test_what_was_run_lately_comes_first(palette) -> None:
    palette.field.setText("set cue")
    press(palette, Key.Key_Return)
    palette.open()
    assert shown(palette)[:3] == ["Run lately", "Set cue", "Commands"]
    assert shown(palette).count("Set cue") == 1


def test_what_cannot_be_done_says_why_and_does_not_run(palette, window) -> None:
    window.actions_by_id["edit.undo"].setEnabled(False)
    palette.field.setText("undo")
    undo = palette.rows.rows[1]
    assert undo.why == "not edit.undo"
    assert spoken(undo).endswith("not edit.undo")
    press(palette, Key.Key_Return)
    assert window.heard == []
    assert palette.isVisible()
    assert palette.count.text() == "Undo: not edit.undo"


def test_the_words_of_an_action_are_those_it_has_now(palette, window) -> None:
    window.actions_by_id["edit.undo"].setText("Undo: Add quotation")
    palette.field.setText("undo add")
    assert shown(palette)[1] == "Undo: Add quotation"


def test_esc_leaves_and_the_focus_returns(palette, window, qtbot) -> None:
    with qtbot.waitSignal(palette.closed):
        press(palette, Key.Key_Escape)
    assert not palette.isVisible()
    assert window.article.hasFocus()


def test_a_click_beside_it_leaves_and_one_on_it_does_not(palette) -> None:
    QTest.mouseClick(palette.sheet, LEFT, pos=QPoint(4, 4))
    assert palette.isVisible()
    QTest.mouseClick(palette, LEFT, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_no_key_reaches_the_window_but_that_of_the_palette(palette, window) -> None:
    press(palette, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(palette, Key.Key_F9)
    assert window.heard == []
    press(palette, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.heard == ["edit.find"]


def test_it_follows_the_size_of_the_window(palette, window, qtbot) -> None:
    window.resize(1000, 500)
    qtbot.waitUntil(lambda: palette.geometry() == window.rect())
    assert palette.sheet.geometry().bottom() < 500
    assert palette.sheet.geometry().height() <= 500 - 64


def test_opening_it_again_forgets_the_words(palette) -> None:
    palette.field.setText("fragm")
    palette.leave()
    palette.toggle()
    assert palette.field.text() == ""


def test_rows_are_read_aloud_with_menu_and_key(palette) -> None:
    palette.field.setText("fragm")
    index = palette.rows.index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Add fragment, Quotation, +"
    assert not palette.rows.flags(palette.rows.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(palette, window, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    palette.field.setText("re")
    window.actions_by_id["edit.redo"].setEnabled(False)
    assert not palette.grab().isNull()


def test_every_action_has_an_icon_that_exists(qapp) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    for spec in ACTIONS:
        paint_icon(painter, icon_of(spec.id), QRectF(0, 0, 16, 16), QColor("#000000"))
    painter.end()
