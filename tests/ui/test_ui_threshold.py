"""The threshold on the line of scores, and the sheet around it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.domain.calibration import Calibration, as_scored
from annotator.ui.dialogs.accept_sheet import AcceptSheet, Offer
from annotator.ui.threshold import LEAST, Threshold


@pytest.fixture
def slider(qtbot):
    made = Threshold([0.35, 0.8, 0.97], 0.8)
    qtbot.addWidget(made)
    made.resize(420, 52)
    made.show()
    return made


def test_it_goes_where_it_is_pressed_and_follows(slider) -> None:
    told = []
    slider.chosen.connect(told.append)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(0, 20))
    assert slider.threshold() == LEAST / 100
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(0, 20))
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(419, 20))
    assert slider.threshold() == 1.0
    assert told == [LEAST / 100, 1.0]


def test_it_paints_at_every_threshold(slider) -> None:
    pictures = set()
    for value in (LEAST, 31, 80, 100):
        slider.setValue(value)
        pictures.add(slider.grab().toImage().bits().tobytes())
    assert len(pictures) == 4


def test_the_sheet_says_what_to_expect_and_from_what(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 640)
    window.show()
    offers = [Offer("q_1", 0.92, "We stay at the cafe\u0301 🏭", "Zoe\u0301"), Offer("q_2", 0.41, "It is over", "")]
    sheet = AcceptSheet(window, offers, as_scored(), 0.8)
    assert sheet.sentence.text() == "1 of 2 open suggestions at 0.80 or above · about 92 % will be right"
    assert "measured on other news" in sheet.source.text()
    assert [each.where for each in sheet.list.passages.rows] == ["0.92 · Zoe\u0301"]
    sheet.slider.setValue(40)
    assert [each.where for each in sheet.list.passages.rows][1] == "0.41 · no speaker suggested"
    sheet.slider.setValue(95)
    assert sheet.sentence.text() == "0 of 2 open suggestions at 0.95 or above"
    sheet.leave()
    own = AcceptSheet(window, offers, Calibration(as_scored().shares, 64), 0.8)
    assert own.source.text().startswith("By 64 decisions in this project.")
    with qtbot.waitSignal(own.accepted) as heard:
        QTest.keyClick(own.slider, Qt.Key.Key_Return)
    assert heard.args == [0.8]
