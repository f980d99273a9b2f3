"""The parts of the import sheet by themselves: the table's rows, the pickers, the labels."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT
from annotator.formats.base import Problem, Seen
from annotator.operations.exchange import ImportOptions
from annotator.operations.incoming_labels import UnknownLabel
from annotator.operations.previewing import Preview, Row
from annotator.ui.importing.labels_sheet import LabelsSheet
from annotator.ui.importing.model import COLUMNS, ImportModel, can_come, state_words, trouble_words
from annotator.ui.importing.pickers import Pickers
from annotator.ui.importing.sheet import ImportSheet
from annotator.ui.look.theme import Theme, dress

PROBLEM = Problem("in/bad 🏭.csv", 7, "no column is called text", "name the column of the text with --text-field.")
ROWS = (
    Row(("a", 1), "new", "a", "Zoe\u0301 🏭", "2026-11-19", "Herald", "Noor", "Words", 12),
    Row(("a", 2), "near", "a", "Äpfel", "", "Kurier", "", "Words", 300, twin="Zoe\u0301 🏭", share=0.83),
    Row(("a", 3), "there", "a", "Büro", "2026-11-18", "", "", "Words", 5),
    Row(("a", 4), "there", "a", "Café", "2026-11-17", "", "", "Words", 6, layers=2),
    Row(("b", 1), "problem", "bad 🏭.csv:7", problem=PROBLEM),
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    dress(made, Theme.load(dark=False))
    made.resize(1100, 700)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def model() -> ImportModel:
    made = ImportModel()
    made.show_rows(ROWS)
    return made


def column(model: ImportModel, name: str) -> list[object]:
    number = COLUMNS.index(name)  # type: ignore[arg-type]
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_rows_say_what_they_are() -> None:
    assert [can_come(each) for each in ROWS] == [True, True, False, True, False]
    assert state_words(ROWS[1]) == "83 % the same as “Zoe\u0301 🏭”"
    assert state_words(ROWS[3]) == "Already there; 2 annotated layers"
    assert trouble_words(ROWS[4]) == "No column is called text: name the column of the text above, under Text."
    assert trouble_words(ROWS[0]) == ""


def test_rows_are_sorted_with_what_is_unknown_last(model: ImportModel) -> None:
    down = Qt.SortOrder.DescendingOrder
    model.sort(COLUMNS.index("words"), down)
    assert column(model, "words") == ["300", "12", "6", "5", ""]
    model.sort(COLUMNS.index("date"))
    assert column(model, "date") == ["2026-11-17", "2026-11-18", "2026-11-19", "", ""]
    model.sort(COLUMNS.index("state"))
    assert [each.state for each in model.rows()] == ["problem", "near", "there", "there", "new"]


def test_what_is_left_out_stays_so_and_can_come_again(model: ImportModel) -> None:
    model.toggle([0, 2, 4])  # two of them cannot come in at all
    assert model.left_out == {("a", 1)}
    assert [each.key for each in model.coming()] == [("a", 2), ("a", 4)]
    model.set_states(["new", "near"])
    model.toggle([0, 1])
    assert model.left_out == {("a", 1), ("a", 2)}
    model.toggle([0, 1])
    assert model.left_out == set()
    box = model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert box == Qt.CheckState.Checked
    assert "comes in" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


SEEN = (
    Seen("x.csv", "table", "cp1252", ("Kopf", "Text & Bild", "Tag"), {"text": "Text & Bild", "date": "Tag"}),
    Seen("y.txt", "text", "utf-8"),
)


def test_pickers_say_what_is_chosen_and_change_it(qtbot: QtBot) -> None:
    pickers = Pickers()
    qtbot.addWidget(pickers)
    pickers.show_found(Preview(seen=SEEN), ImportOptions())
    assert pickers.buttons["text"].text() == "Text: Text & Bild"
    assert pickers.buttons["title"].text() == "Title: none"
    assert pickers.buttons["more"].text() == "Other fields: 1 of 1 kept"
    assert pickers.buttons["encoding"].text() == "Encoding: Windows-1252, UTF-8 (recognised)"
    with qtbot.waitSignal(pickers.changed) as told:
        pickers.choose("title", "Kopf")
    assert told.args is not None
    assert told.args[0].columns == {"title": "Kopf"}
    with qtbot.waitSignal(pickers.changed) as told:
        pickers.choose("date", None)
    assert told.args[0].left_out == {"Tag"}
    with qtbot.waitSignal(pickers.changed) as told:
        pickers.choose("source", "Tag")  # what is chosen is not left out any more
    assert (told.args[0].left_out, told.args[0].columns) == (frozenset(), {"title": "Kopf", "source": "Tag"})
    with qtbot.waitSignal(pickers.changed) as told:
        pickers.encode("cp1250")
    assert told.args[0].encoding == "cp1250"
    pickers.show_found(Preview(seen=()), ImportOptions())
    assert pickers.is_empty


def test_a_preview_of_thousands_is_shown_without_painting_all(window: QMainWindow) -> None:
    rows = tuple(Row(("a", n), "new", "a", f"T{n} 🏭 cafe\u0301", "", "", "", "Words", n) for n in range(20_000))
    sheet = ImportSheet(window, [])
    sheet.show_preview(Preview(rows), ImportOptions())
    assert sheet.yes.text() == "Import 20,000"
    table = sheet.table
    seen = table.rowAt(table.viewport().height() - 1) - table.rowAt(0)
    assert 0 < seen < 40
    sheet.finish()
    shiboken6.delete(sheet)


def test_labels_are_offered_by_their_vocabulary(window: QMainWindow, qtbot: QtBot) -> None:
    unknown = (
        UnknownLabel("stance:pro", "pro", "stance", 4, "pro"),
        UnknownLabel("Zitat & Co", "Zitat & Co", "", 2, "content:direct"),
    )
    sheet = LabelsSheet(window, unknown, DEFAULT)
    assert [meaning for _, meaning in sheet.choices(unknown[0])] == [
        *("favour", "against", "neutral", "unclear"), "pro", "ignore",
    ]  # fmt: skip
    assert ("Name of a new kind “Zitat & Co”", "mention:Zitat & Co") in sheet.choices(unknown[1])
    assert sheet.buttons["Zitat & Co"].text() == "Quotation: Direct"
    sheet.choose(unknown[0], "favour")
    assert sheet.buttons["stance:pro"].text() == "Favour"
    with qtbot.waitSignal(sheet.told) as told:
        sheet.answer()
    assert told.args == [{"stance:pro": "favour", "Zitat & Co": "content:direct"}]
