"""Learning beside the window: the child's lines, and the sheet in each of its states."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui.charts.chart import Cell, Table
from annotator.ui.charts.comparison import ComparisonChart
from annotator.ui.charts.curve import CurveChart
from annotator.ui.dialogs.learn_sheet import Kept, LearnSheet, material_words
from annotator.ui.kit.basics import vbox
from annotator.ui.learning_child import LearningChild, learning_command

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MATERIAL = {"finished": 28, "gold": 3, "begun": 1, "quotations": 412, "accepted": 120, "edited": 34, "rejected": 57}
BETTER = {
    "material": MATERIAL, "rules": [0.661, 0.63, 0.69], "learned": [0.684, 0.655, 0.711], "gain": [0.023, -0.004, 0.04],
    "curve": [[0, 0.661], [10, 0.655], [22, 0.684]], "model": "{}",
}  # fmt: skip
WORSE = {**BETTER, "learned": [0.65, 0.6, 0.7], "gain": [-0.011, -0.03, 0.01], "model": None}

CHILD = """
import json, sys
def say(**each):
    print(json.dumps(each), flush=True)
mode, answers = sys.argv[1], json.loads(sys.argv[2])
print("caf\\u00e9: a warning", flush=True)
say(material=answers["material"])
if mode == "refuses":
    say(trouble={"message": "no sklearn", "hint": "install it"})
elif sys.stdin.readline():
    if mode == "dies":
        sys.exit(3)
    say(progress=[1, 2])
    if mode == "hangs":
        sys.stdin.readline()
    say(learned=answers)
"""


class Heard:
    """A child and what it said, in turn."""

    def __init__(self, folder: Path, mode: str) -> None:
        script = folder / "child.py"
        script.write_text(CHILD, encoding="utf-8")
        self.child = LearningChild([sys.executable, str(script), mode, json.dumps(BETTER)])
        self.said: list[tuple[object, ...]] = []
        for name in ("counted", "refused", "progressed", "learned", "failed"):
            getattr(self.child, name).connect(lambda *each, name=name: self.said.append((name, *each)))
        self.child.start()

    def names(self) -> list[object]:
        return [each[0] for each in self.said]


# ------------------------------------------------------------------------------------------------ the child


def test_it_counts_then_learns_when_told_to(qtbot, tmp_path: Path) -> None:
    heard = Heard(tmp_path, "well")
    qtbot.waitUntil(lambda: heard.said == [("counted", MATERIAL)])
    heard.child.go_on()
    qtbot.waitUntil(lambda: heard.names() == ["counted", "progressed", "learned"])
    assert heard.said[1:] == [("progressed", 1, 2), ("learned", BETTER)]
    heard.child.stop()


@pytest.mark.parametrize(("mode", "last"), [("refuses", "refused"), ("dies", "failed")])
def test_it_may_refuse_or_die(qtbot, tmp_path: Path, mode: str, last: str) -> None:
    heard = Heard(tmp_path, mode)
    qtbot.waitUntil(lambda: "counted" in heard.names())
    heard.child.go_on()
    qtbot.waitUntil(lambda: heard.names() == ["counted", last])
    if mode == "dies":
        assert heard.said[-1] == ("failed", "ended by itself (exit code 3)")
    heard.child.stop()


def test_it_is_ended_at_any_moment_and_may_be_absent(qtbot, tmp_path: Path) -> None:
    heard = Heard(tmp_path, "hangs")
    qtbot.waitUntil(lambda: "counted" in heard.names())
    heard.child.go_on()
    qtbot.waitUntil(lambda: "progressed" in heard.names())
    heard.child.stop()
    heard.child.go_on()
    assert heard.names() == ["counted", "progressed"]
    absent = LearningChild([str(tmp_path / "nothing here")])
    with qtbot.waitSignal(absent.failed) as failed:
        absent.start()
    assert failed.args == ["could not be started"]
    absent.stop()


def test_its_command_names_the_project_and_the_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "cafe\u0301 🏭.annotator"
    assert learning_command(path, "de_core")[-5:] == ["learn", str(path), "--background", "--pipeline", "de_core"]


# ------------------------------------------------------------------------------------------------ the sheet


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.behind = QLineEdit()
    made.setLayout(vbox(made.behind, None))
    made.resize(1100, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def heard_from(sheet: LearnSheet) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    for name in ("wanted", "taken", "switched", "forgotten", "left"):
        getattr(sheet, name).connect(lambda *each, name=name: said.append((name, *each)))
    return said


def test_learn_waits_for_the_count_then_enter_begins(qtbot, window) -> None:
    sheet = LearnSheet(window, None, 5)
    said = heard_from(sheet)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert said == []
    sheet.show_material(MATERIAL)
    assert "28 finished articles (3 by gold) with 412 quotations" in sheet.material.text()
    qtbot.keyClick(sheet.yes, Qt.Key.Key_Return)
    assert said == [("wanted",)]
    assert sheet.bar.isVisible()
    sheet.show_progress(3, 4)
    assert "3 of 4" in sheet.said.text()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert said[-1] == ("left",)


@pytest.mark.parametrize("again", [True, False])
def test_a_better_model_is_taken_by_enter(qtbot, window, again: bool) -> None:
    sheet = LearnSheet(window, None, 5)
    said = heard_from(sheet)
    sheet.show_material(MATERIAL)
    sheet.answer()
    sheet.show_learned(BETTER)
    assert sheet.verdict.text() == "Better than the rules: 68.4 against 66.1."
    assert "may be chance" in sheet.said.text()
    assert [each.text for each in sheet.figures.table.cells.values()] == ["66.1", "68.4"]
    assert sheet.curve.table.columns == ("0", "10", "22")
    assert "on 28 articles" in sheet.figures.table.cells[1, 0].words
    if not again:
        qtbot.mouseClick(sheet.again, Qt.MouseButton.LeftButton)
    qtbot.keyClick(sheet.yes, Qt.Key.Key_Return)
    assert said == [("wanted",), ("taken", "{}", again)]


def test_one_that_is_not_better_cannot_be_taken(qtbot, window) -> None:
    sheet = LearnSheet(window, None, 5)
    said = heard_from(sheet)
    sheet.show_material(MATERIAL)
    sheet.answer()
    sheet.show_learned(WORSE)
    assert sheet.verdict.text() == "Not better than the rules: 65.0 against 66.1. They stay."
    assert sheet.figures.isVisible()
    assert not sheet.yes.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert said == [("wanted",)]
    qtbot.mouseClick(sheet.no, Qt.MouseButton.LeftButton)
    assert said[-1] == ("left",)


def test_it_says_why_nothing_can_be_learned_and_what_went_wrong(qtbot, window) -> None:
    for show in (
        lambda each: each.show_refusal("learning needs scikit-learn", "install it with: pip"),
        lambda each: each.show_failure("Learning needs scikit-learn"),
    ):
        sheet = LearnSheet(window, None, 5)
        said = heard_from(sheet)
        show(sheet)
        assert sheet.verdict.text().startswith("Learning needs scikit-learn")
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
        assert said == []
        sheet.leave()


def test_what_is_kept_is_switched_off_or_forgotten(qtbot, window) -> None:
    sheet = LearnSheet(window, Kept(True, 40, 0.661, 0.68), 5)
    said = heard_from(sheet)
    sheet.show_material(MATERIAL)
    assert sheet.use.isVisible()
    qtbot.mouseClick(sheet.use, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sheet.forget, Qt.MouseButton.LeftButton)
    assert said == [("switched", False), ("forgotten",)]
    other = LearnSheet(window, Kept(True, fits=False), 5)
    other.show_material(MATERIAL)
    assert not other.use.isEnabled()
    other.leave()


def test_the_sentence_leaves_out_what_there_is_none_of() -> None:
    bare = {**dict.fromkeys(MATERIAL, 0), "finished": 1, "quotations": 1}
    assert material_words(bare) == "1 finished article with 1 quotation"
    assert material_words(MATERIAL).endswith(
        "1 article begun · 120 suggestions accepted, 34 of them edited · 57 rejected"
    )


# ------------------------------------------------------------------------------------------------ the charts


@pytest.mark.parametrize("values", [[0.0, 0.0], [0.5], [1.0, 1.0, 1.0], [0.661, 0.665, 0.9], [0.02, 0.98, 0.5]])
def test_every_point_stands_inside_its_chart(qtbot, values: list[float]) -> None:
    curve, figures = CurveChart("Curve", "articles", "the rules"), ComparisonChart("F1")
    for chart in (curve, figures):
        qtbot.addWidget(chart)
        chart.resize(400, 160)
    columns = tuple(str(10 * number) for number in range(len(values)))
    curve.show_table(Table(("F1",), columns, {(0, at): Cell("", "", value) for at, value in enumerate(values)}))
    rows = {(at, 0): Cell("", "", value, max(0, value - 0.1), min(1, value + 0.1)) for at, value in enumerate(values)}
    figures.show_table(Table(columns, ("F1",), rows))
    for chart in (curve, figures):
        for row in range(chart.figures.rowCount()):
            for column in range(chart.figures.columnCount()):
                rect = chart.visualRect(chart.figures.index(row, column))
                assert chart.rect().adjusted(-10, -10, 10, 10).contains(rect)
        assert not chart.grab().isNull()
