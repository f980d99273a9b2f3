"""The parts of the scheme editor: the list of labels, the strip of previews, the passages, the switches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import ASKED, Attribute, Label
from annotator.ui.kit.basics import hbox, vbox
from annotator.ui.kit.passages import PassageRow, Passages
from annotator.ui.look.theme import Theme
from annotator.ui.scheme.asked import AskedPane
from annotator.ui.scheme.attribute import AttributePane
from annotator.ui.scheme.column import Labels, LabelsColumn
from annotator.ui.scheme.labels import LabelRow
from annotator.ui.scheme.sections import SECTIONS, Rail
from annotator.ui.scheme.strip import PreviewStrip

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
FLAGS = Labels(
    "flag",
    (
        LabelRow("headline", "Headline", 41),
        LabelRow("irony", "Ironie é 🎈", 0),
        LabelRow("negated", "Negated", 2),
    ),
    {"negated": "This one stays."},
)


class Stage(QWidget):
    """A window around one part; it writes down every signal by its name, and steals keys where it can."""

    def __init__(self, part: QWidget, *names: str) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.part = part
        self.elsewhere = QLineEdit()
        self.heard: list[tuple[object, ...]] = []
        for name in names:
            getattr(part, name).connect(self._hear(name))
        for key in ("Del", "Alt+Up", "F2"):
            action = QAction(key, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(self._hear(f"stolen {key}"))
            self.addAction(action)
        self.setLayout(hbox(self.elsewhere, part, gap=0))
        self.resize(900, 560)

    def _hear(self, name: str) -> Callable[..., None]:
        return lambda *values: self.heard.append((name, *values))


def stage_of(qtbot: QtBot, part: QWidget, *names: str) -> Stage:
    made = Stage(part, *names)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


# ---------------------------------------------------------------------------------------------- the column


@pytest.fixture
def column(qtbot: QtBot) -> Stage:
    part = LabelsColumn("Flags")
    names = ("added", "renamed", "moved", "mergeWanted", "splitWanted", "deleteWanted", "passagesWanted", "opened")
    stage = stage_of(qtbot, part, *names)
    part.show_labels(FLAGS)
    return stage


def _column(stage: Stage) -> LabelsColumn:
    assert isinstance(stage.part, LabelsColumn)
    return stage.part


def test_a_row_is_read_aloud_with_its_use(column: Stage) -> None:
    model = _column(column).list.labels
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    said = [model.data(model.index(row), role) for row in range(3)]
    assert said == ["Headline, used 41 times", "Ironie é 🎈, not used", "Negated, used 2 times"]


def test_a_name_is_edited_in_place(column: Stage, qtbot: QtBot) -> None:
    labels = _column(column).list
    labels.select("irony")
    qtbot.keyClick(labels, Key.Key_F2)
    editor = labels.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Ironie é 🎈"
    editor.selectAll()
    qtbot.keyClicks(editor, " Irony ")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: column.heard == [("renamed", "irony", "Irony")])


def test_escape_and_the_same_name_rename_nothing(column: Stage, qtbot: QtBot) -> None:
    labels = _column(column).list
    for key in (Key.Key_Escape, Key.Key_Return):
        labels.select("irony")
        labels.rename()
        editor = labels.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        if key == Key.Key_Escape:
            qtbot.keyClicks(editor, "other")
        qtbot.keyClick(editor, key)
        qtbot.waitUntil(lambda: labels.findChild(QLineEdit) is None)
    assert column.heard == []


def test_keys_move_and_delete_the_row_in_focus(column: Stage, qtbot: QtBot) -> None:
    labels = _column(column).list
    labels.setFocus()
    labels.select("irony")
    qtbot.keyClick(labels, Key.Key_Up, ALT)
    qtbot.keyClick(labels, Key.Key_Down, ALT)
    qtbot.keyClick(labels, Key.Key_Delete)
    qtbot.keyClick(labels, Key.Key_Down)
    qtbot.keyClick(labels, Key.Key_Down, ALT)  # there is nothing below
    assert column.heard == [("moved", "irony", -1), ("moved", "irony", 1), ("deleteWanted", "irony")]


def test_the_buttons_do_the_same(column: Stage, qtbot: QtBot) -> None:
    part = _column(column)
    part.list.select("headline")
    assert not part.up.isEnabled()
    for button in (part.down, part.split, part.delete):
        qtbot.mouseClick(button, LEFT)
    assert column.heard == [("moved", "headline", 1), ("splitWanted", "headline"), ("deleteWanted", "headline")]


def test_merging_offers_every_other_label(column: Stage) -> None:
    part = _column(column)
    part.list.select("headline")
    menu = part.merge_menu()
    assert [each.text() for each in menu.actions()] == ["Ironie é 🎈", "Negated"]
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert column.heard == [("mergeWanted", "headline", "negated")]


def test_what_stays_says_why_and_what_is_not_used_cannot_be_split(column: Stage) -> None:
    part = _column(column)
    part.list.select("negated")
    assert not part.delete.isEnabled()
    assert not part.merge.isEnabled()
    assert part.delete.toolTip() == "This one stays."
    part.list.select("irony")
    assert part.delete.isEnabled()
    assert not part.split.isEnabled()


def test_a_click_on_the_use_asks_for_the_passages(column: Stage, qtbot: QtBot) -> None:
    labels = _column(column).list
    for row in (0, 1):
        rect = labels.visualRect(labels.labels.index(row))
        qtbot.mouseClick(labels.viewport(), LEFT, pos=QPoint(rect.right() - 40, rect.center().y()))
    assert column.heard == [("passagesWanted", "headline")]


def test_enter_in_the_field_adds(column: Stage, qtbot: QtBot) -> None:
    field = _column(column).field.edit
    assert field.placeholderText() == "New flag"
    qtbot.keyClicks(field, " Sarcasm ")
    qtbot.keyClick(field, Key.Key_Return)
    assert column.heard == [("added", "Sarcasm")]
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == ""
    assert _column(column).list.hasFocus()


def test_the_row_in_focus_stays_when_rows_come_and_go(column: Stage) -> None:
    part = _column(column)
    part.list.select("irony")
    part.show_labels(Labels("flag", (LabelRow("new", "New", 0), *FLAGS.rows)))
    assert part.current() == "irony"
    part.show_labels(Labels("flag", (FLAGS.rows[0], FLAGS.rows[2])))
    assert part.current() == "negated"
    part.show_labels(Labels("flag"))
    assert part.current() is None
    assert part.empty.text() == "No flag yet."


def test_read_only_shows_and_changes_nothing(column: Stage, qtbot: QtBot) -> None:
    part = _column(column)
    part.set_editable(False)
    part.list.setFocus()
    part.list.select("headline")
    for key in (Key.Key_F2, Key.Key_Delete, Key.Key_Return):
        qtbot.keyClick(part.list, key)
    qtbot.keyClick(part.list, Key.Key_Down, ALT)
    assert column.heard == []
    assert not part.field.isVisible()
    assert not any(each.isEnabled() for each in (part.rename, part.merge, part.split, part.delete, part.down))


# ---------------------------------------------------------------------------------------------- the strip


@pytest.fixture
def strip(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, PreviewStrip(), "left")


def _strip(stage: Stage) -> PreviewStrip:
    assert isinstance(stage.part, PreviewStrip)
    return stage.part


def test_the_strip_takes_the_focus_and_enter_does_it(strip: Stage, qtbot: QtBot) -> None:
    done: list[str] = []
    strip.elsewhere.setFocus()
    _strip(strip).ask("Merging “A” into “B” changes 41 quotations.", yes="Merge", do=lambda: done.append("merged"))
    focus = QApplication.focusWidget()
    assert focus is _strip(strip).yes
    qtbot.keyClick(focus, Key.Key_Return)
    assert done == ["merged"]
    assert not _strip(strip).isVisible()
    assert strip.elsewhere.hasFocus()
    assert ("left",) in strip.heard


def test_escape_changes_nothing(strip: Stage, qtbot: QtBot) -> None:
    done: list[str] = []
    _strip(strip).ask("Deleting “A”.", yes="Delete", do=lambda: done.append("deleted"))
    qtbot.keyClick(_strip(strip).yes, Key.Key_Escape)
    assert done == []
    assert not _strip(strip).isVisible()


def test_a_question_that_needs_a_choice_has_no_yes(strip: Stage) -> None:
    done: list[str] = []
    part = _strip(strip)
    part.ask("Choose.", instead="Replace by…", others=(("A & B", lambda: done.append("a")),))
    assert not part.yes.isVisible()
    assert part.instead.hasFocus()
    part._menu.actions()[0].trigger()
    assert done == ["a"]
    part.ask("This type is set by rule.")
    assert part.no.hasFocus()


# ---------------------------------------------------------------------------------------------- the passages

ROWS = tuple(PassageRow(f"q_{n}", f"d_{n}", f"q_{n}", f"“Words {n} e\u0301 🏭”", "Herald · 17 Nov") for n in range(3))


@pytest.fixture
def passages(qtbot: QtBot) -> Stage:
    part = Passages()
    stage = stage_of(qtbot, part, "opened", "split")
    part.show_passages("“Irony”: 3 quotations", ROWS, noun="flag")
    return stage


def _passages(stage: Stage) -> Passages:
    assert isinstance(stage.part, Passages)
    return stage.part


def test_a_passage_is_opened_by_click_and_by_enter(passages: Stage, qtbot: QtBot) -> None:
    rows = _passages(passages).list
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.passages.index(1)).center())
    qtbot.keyClick(rows, Key.Key_Down)
    qtbot.keyClick(rows, Key.Key_Return)
    assert passages.heard == [("opened", "d_1", "q_1"), ("opened", "d_2", "q_2")]


def test_chosen_passages_are_split_off_under_a_name(passages: Stage, qtbot: QtBot) -> None:
    part = _passages(passages)
    part.start_split()
    assert part.list.hasFocus()
    assert not part.do.isEnabled()
    qtbot.keyClick(part.list, Key.Key_Space)
    qtbot.mouseClick(part.list.viewport(), LEFT, pos=part.list.visualRect(part.list.passages.index(2)).center())
    assert part.count.text() == "2 chosen"
    model = part.list.passages
    assert str(model.data(model.index(0))).endswith(", chosen")
    assert part.name.edit.placeholderText() == "Name of the new flag"
    qtbot.keyClicks(part.name.edit, "Sarcasm")
    qtbot.keyClick(part.name.edit, Key.Key_Return)
    assert passages.heard == [("split", ("q_0", "q_2"), "Sarcasm")]


def test_escape_stops_choosing(passages: Stage, qtbot: QtBot) -> None:
    part = _passages(passages)
    part.start_split()
    qtbot.keyClick(part.list, Key.Key_Escape)
    assert not part.splitting()
    assert not part.name.isVisible()


# ---------------------------------------------------------------------------------------------- the rest


def test_the_switches_tell_every_field_asked_for(qtbot: QtBot) -> None:
    part = AskedPane()
    stage = stage_of(qtbot, part, "chosen")
    part.show_asked(("cue", "flags"))
    qtbot.mouseClick(part.switches["speakers"], LEFT)
    qtbot.keyClick(part.switches["cue"], Key.Key_Space)
    assert stage.heard == [("chosen", ("cue", "speakers", "flags")), ("chosen", ("speakers", "flags"))]
    assert list(part.switches) == list(ASKED)
    part.set_editable(False)
    qtbot.mouseClick(part.switches["note"], LEFT)
    assert len(stage.heard) == 2


def test_an_attribute_asks_for_another_type_and_its_first_choices(qtbot: QtBot) -> None:
    part = AttributePane()
    stage = stage_of(qtbot, part, "typeWanted", "firstChoices")
    part.show_attribute(Attribute("tone", "Tone", "quotation"), Labels("choice"))
    assert not part.choices.isVisible()
    qtbot.mouseClick(part.types.segments[2], LEFT)
    part.show_type()
    assert part.types.current() == 0
    part.ask_first()
    qtbot.keyClicks(part.first.edit, " wry,dry ,, wry")
    qtbot.keyClick(part.first.edit, Key.Key_Return)
    assert stage.heard == [("typeWanted", "number"), ("firstChoices", ("wry", "dry"))]
    chosen = Attribute("tone", "Tone", "quotation", "choice", (Label("wry", "wry"),))
    part.show_attribute(chosen, Labels("choice", (LabelRow("wry", "wry", 1),)))
    assert part.choices.isVisible()
    assert not part.first.isVisible()


def test_the_rail_by_key_and_mouse(qtbot: QtBot) -> None:
    part = Rail()
    stage = stage_of(qtbot, part, "chosen", "importWanted", "exportWanted")
    part.show_section("types")
    part.show_counts({"types": 5, "flags": 6})
    assert part.rows["flags"].accessibleName() == "Flags, 6"
    part.rows["types"].setFocus()
    qtbot.keyClick(part.rows["types"], Key.Key_Down)
    assert part.rows["stances"].hasFocus()
    qtbot.keyClick(part.rows["stances"], Key.Key_Up)
    qtbot.keyClick(part.rows["types"], Key.Key_Up)
    qtbot.mouseClick(part.rows["flags"], LEFT)
    qtbot.mouseClick(part.take, LEFT)
    qtbot.mouseClick(part.give, LEFT)
    assert [each[-1] for each in stage.heard[:4]] == ["stances", "types", "guidelines", "flags"]
    assert [each[0] for each in stage.heard[4:]] == ["importWanted", "exportWanted"]


def test_every_section_has_its_own_id() -> None:
    ids = [each.id for _, group in SECTIONS for each in group]
    assert len(ids) == len(set(ids)) == 10


@pytest.mark.parametrize("width", [1000, 1440])
def test_nothing_in_the_column_overlaps(qtbot: QtBot, width: int) -> None:
    part = LabelsColumn("Flags")
    host = QWidget()
    host.setLayout(vbox(part))
    qtbot.addWidget(host)
    part.show_labels(FLAGS)
    host.resize(width - 200 - 312, 500)
    host.show()
    tools = [each.geometry() for each in (part.rename, part.up, part.down, part.merge, part.split, part.delete)]
    assert not any(a.intersects(b) for n, a in enumerate(tools) for b in tools[n + 1 :])
    assert all(part.rect().contains(each) for each in tools)
