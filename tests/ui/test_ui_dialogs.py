"""Sheets: the annotator's name, a new project; Esc, Tab, Enter and the file that will be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui.dialogs.name_sheet import NameSheet
from annotator.ui.dialogs.new_project import NewProjectSheet, file_name, free_path
from annotator.ui.kit.basics import vbox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.behind = QLineEdit()
    made.setLayout(vbox(made.behind, None))
    made.resize(1000, 640)
    made.show()
    made.activateWindow()
    made.behind.setFocus()
    qtbot.waitUntil(made.behind.hasFocus)
    return made


def test_a_name_is_taken_by_enter(qtbot, window):
    sheet = NameSheet(window, "Zoe\u0301 🐟")
    assert sheet.geometry() == window.rect()
    qtbot.waitUntil(sheet.field.edit.hasFocus)
    names = []
    sheet.named.connect(names.append)
    qtbot.keyClicks(sheet.field.edit, " Kari Moen ")
    qtbot.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    assert names == ["Kari Moen"], "typing replaces the name that was there; Enter counts once"
    assert not sheet.isVisible()
    assert window.behind.hasFocus()


@pytest.mark.parametrize("name", ["", "   ", "Gold", "ALL", "pipeline"])
def test_no_name_and_reserved_names_are_refused(qtbot, window, name):
    sheet = NameSheet(window, name)
    assert not sheet.yes.isEnabled()
    assert bool(sheet.trouble.text()) == bool(name.strip())
    with qtbot.assertNotEmitted(sheet.named):
        qtbot.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    assert sheet.isVisible()


def test_esc_and_a_click_beside_the_card_leave(qtbot, window):
    sheet = NameSheet(window, "Kari")
    with qtbot.waitSignal(sheet.left):
        qtbot.keyClick(sheet.field.edit, Qt.Key.Key_Escape)
    assert window.behind.hasFocus()
    again = NameSheet(window, "Kari")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton, pos=again.card.geometry().center() + QPoint(0, 30))
    assert again.isVisible()
    with qtbot.waitSignal(again.left):
        QTest.mouseClick(again, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_tab_stays_inside_and_the_sheet_follows_the_window(qtbot, window):
    sheet = NameSheet(window, "Kari")
    qtbot.waitUntil(sheet.field.edit.hasFocus)
    seen = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen == [sheet.no, sheet.yes, sheet.field.edit]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget() is sheet.yes
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: sheet.geometry() == window.rect())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour 2026", "Harbour 2026.annotator"),
        ('a/b\\c:d*e?f"g<h>i|j\x00', "a b c d e f g h i j.annotator"),
        ("Zoe\u0301 🏭 記者", "Zoe\u0301 🏭 記者.annotator"),
        ("  ...  ", "Project.annotator"),
        ("", "Project.annotator"),
        ("CON", "CON project.annotator"),
        ("lpt1", "lpt1 project.annotator"),
        ("x" * 300, "x" * 100 + ".annotator"),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title, name):
    assert file_name(title) == name


def test_a_taken_file_is_never_proposed(tmp_path):
    assert free_path(tmp_path, "Zoé") == tmp_path / "Zoé.annotator"
    (tmp_path / "Zoé.annotator").touch()
    (tmp_path / "Zoé-2.annotator").touch()
    assert free_path(tmp_path, "Zoé") == tmp_path / "Zoé-3.annotator"


def test_a_new_project_has_title_language_and_place(qtbot, window, tmp_path):
    sheet = NewProjectSheet(window, tmp_path)
    assert not sheet.yes.isEnabled()
    qtbot.keyClicks(sheet.field.edit, "Harbour: 2026")
    assert sheet.path.text() == str(tmp_path / "Harbour 2026.annotator")
    next(each for each in sheet.menu.actions() if each.text() == "German").trigger()
    assert sheet.language.text() == "German"
    with qtbot.waitSignal(sheet.created) as created:
        qtbot.mouseClick(sheet.yes, Qt.MouseButton.LeftButton)
    assert created.args == ["Harbour: 2026", "de", tmp_path / "Harbour 2026.annotator"]


def test_another_place_can_be_chosen(qtbot, window, tmp_path):
    sheet = NewProjectSheet(window, tmp_path)
    sheet.field.set_text("Harbour 🏭")
    with qtbot.waitSignal(sheet.placeRequested) as asked:
        qtbot.mouseClick(sheet.change, Qt.MouseButton.LeftButton)
    assert asked.args == [tmp_path / "Harbour 🏭.annotator"]
    sheet.set_path(tmp_path / "else 1.0")
    assert sheet.where() == tmp_path / "else 1.0.annotator"
    sheet.set_path(Path("there.annotator"))
    assert sheet.where() == Path("there.annotator")
    sheet.field.set_text("Another title")
    assert sheet.where() == Path("there.annotator"), "the user's choice stays"
    window.grab()
