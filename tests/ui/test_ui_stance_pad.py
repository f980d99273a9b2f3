"""The stance pad: mostly single keys, nothing lost to the window's shortcuts, everything by mouse too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT, Label
from annotator.domain.text import Span
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.kit import hbox
from annotator.ui.kit_controls import Button
from annotator.ui.quotation_panel import QuotationPanel
from annotator.ui.quotation_view_model import Card, StanceDraft, StanceView, Target
from annotator.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FUND = Target("e_fund", "Retraining fund 🏭", "issue")
CAFE = Target("e_cafe", "Cafe\u0301 closure", "issue")
BARE = Card("q_8", 8, complete=False, type="indirect", type_by_hand=False, content=("members would vote",))
FULL = replace(
    BARE,
    id="q_7",
    stances=(
        StanceView(FUND.name, "issue", StanceDraft("s_1", "e_fund", FUND.name, (), "against", 2, False)),
        StanceView("close it", None, StanceDraft("s_2", None, "close it", (Span(3, 11),), "favour", None, True)),
    ),
)


class Stage(QWidget):
    """A window with an article (a line edit) and the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.done: list[str] = []
        self.actions_by_id = make_actions(self, {each.id: self._handler(each.id) for each in ACTIONS})
        self.article = QLineEdit()
        self.panel = QuotationPanel(self.actions_by_id)
        self.panel.set_targets([FUND, CAFE])
        self.setLayout(hbox(self.article, self.panel, gap=0))

    def _handler(self, id: str) -> Callable[[], object]:
        return lambda: self.done.append(id)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.resize(700, 820)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.article.setFocus()
    return made


@pytest.fixture
def panel(stage: Stage) -> QuotationPanel:
    return stage.panel


def committed(qtbot: QtBot, panel: QuotationPanel, key: Qt.Key = Key.Key_Return) -> StanceDraft:
    focus = panel.window().focusWidget()
    assert focus is not None
    with qtbot.waitSignal(panel.left), qtbot.waitSignal(panel.stanceCommitted) as heard:
        qtbot.keyClick(focus, key)
    assert heard.args
    draft = heard.args[0]
    assert isinstance(draft, StanceDraft)
    return draft


def press(qtbot: QtBot, panel: QuotationPanel, *keys: Qt.Key) -> None:
    for key in keys:
        focus = panel.window().focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def test_pad_by_keys_alone(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    assert panel.pad_is_open
    assert panel.card.pad.field.edit.hasFocus()
    qtbot.keyClicks(panel.card.pad.field.edit, "quay 12 e")
    press(qtbot, panel, Key.Key_Return, Key.Key_Left, Key.Key_2, Key.Key_E)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.target_name) == (None, "quay 12 e"), "digits and letters are text in the field"
    assert (draft.value, draft.intensity, draft.explicit) == ("against", 2, False)
    assert not panel.pad_is_open


@pytest.mark.parametrize(
    ("arrow", "value"),
    [
        (Key.Key_Left, "against"),
        (Key.Key_Down, "neutral"),
        (Key.Key_Right, "favour"),
        (Key.Key_Up, "unclear"),
    ],
)
def test_pad_arrows_with_a_preset_target(qtbot: QtBot, panel: QuotationPanel, arrow: Qt.Key, value: str) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(StanceDraft(target_name="close it", target_spans=(Span(3, 11),)))
    assert not panel.card.pad.field.isVisible()
    press(qtbot, panel, arrow)
    draft = committed(qtbot, panel, Key.Key_Enter)
    assert (draft.value, draft.target_spans, draft.target_name) == (value, (Span(3, 11),), "close it")


def test_pad_knows_targets_whatever_their_capitals(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    panel.card.pad.field.edit.setText("cafe\u0301 CLOSURE")
    press(qtbot, panel, Key.Key_Down, Key.Key_Right)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.target_name, draft.value) == ("e_cafe", "Cafe\u0301 closure", "favour")


def test_pad_completes(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    edit = panel.card.pad.field.edit
    qtbot.keyClicks(edit, "fund")
    popup = edit.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    assert panel.card.pad.draft().target == "e_fund"
    assert not panel.card.pad.field.isVisible()
    press(qtbot, panel, Key.Key_Up)
    assert committed(qtbot, panel).value == "unclear"


def test_pad_leaves_by_esc_and_keeps_nothing(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        qtbot.keyClicks(panel.card.pad.field.edit, "fund")
        panel.card.pad.field.edit.completer().popup().hide()
        press(qtbot, panel, Key.Key_Escape)
    panel.open_stance_pad(StanceDraft(target="e_fund", target_name="Retraining fund 🏭"))
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        press(qtbot, panel, Key.Key_Left, Key.Key_Escape)
    assert not panel.pad_is_open


def test_pad_with_nothing_in_it_keeps_nothing(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    press(qtbot, panel, Key.Key_Down)
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        press(qtbot, panel, Key.Key_Return)


def test_pad_strength_twice_takes_it_back(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(StanceDraft(target="e_fund", target_name="Retraining fund 🏭"))
    press(qtbot, panel, Key.Key_3, Key.Key_3, Key.Key_E, Key.Key_E)
    assert panel.card.pad.draft().intensity is None
    assert panel.card.pad.draft().explicit is True


def test_pad_by_mouse_alone(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    pad = panel.card.pad
    pad.set_target(FUND)
    qtbot.mouseClick(pad.value.segments[2], LEFT)
    qtbot.mouseClick(pad.strength.pips[0], LEFT)
    qtbot.mouseClick(pad.how.segments[1], LEFT)
    keep = next(each for each in pad.findChildren(Button) if each.accessibleName() == "Keep the stance")
    with qtbot.waitSignal(panel.stanceCommitted) as heard:
        qtbot.mouseClick(keep, LEFT)
    assert heard.args == [StanceDraft(None, "e_fund", "Retraining fund 🏭", (), "favour", 1, False)]


def test_a_stance_is_edited_and_removed(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    row = panel.card.stances.rows[0]
    assert row.accessibleName() == "Stance against, strength 2, towards Retraining fund 🏭, inferred"
    qtbot.mouseClick(row, LEFT, pos=QPoint(60, 12))
    press(qtbot, panel, Key.Key_Right)
    draft = committed(qtbot, panel)
    assert (draft.id, draft.value, draft.intensity) == ("s_1", "favour", 2)
    with qtbot.waitSignal(panel.stanceRemoved, check_params_cb=lambda got: got == "s_2"):
        qtbot.mouseClick(panel.card.stances.rows[1], LEFT, pos=panel.card.stances.rows[1].cross().center().toPoint())


def test_another_quotation_closes_the_pad(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    with qtbot.waitSignal(panel.left), qtbot.assertNotEmitted(panel.stanceCommitted):
        panel.show_quotation(FULL)
    panel.open_stance_pad()
    panel.show_quotation(replace(FULL, note="new"))
    assert panel.pad_is_open, "an edit of the same quotation leaves it open"
    panel.show_quotation(None)
    assert not panel.pad_is_open


def test_single_keys_are_the_pads(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    for each in stage.actions_by_id.values():
        each.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        stage.addAction(each)
    panel.show_quotation(BARE)
    panel.open_stance_pad(StanceDraft(target="e_fund", target_name="Retraining fund 🏭"))
    press(qtbot, panel, Key.Key_1, Key.Key_E, Key.Key_T)
    qtbot.keyClicks(panel.card.pad.field.edit, "dmi")
    assert stage.done == []
    press(qtbot, panel, Key.Key_Escape)


def test_a_schemes_own_values(qtbot: QtBot, panel: QuotationPanel) -> None:
    own = replace(
        DEFAULT,
        types=(Label("chant", "Chant"), Label("sung", "Sung", by_hand=True)),
        stances=(Label("mocking", "Mocking"), Label("favour", "Support")),
    )
    panel.set_scheme(own)
    panel.show_quotation(replace(BARE, type="chant"))
    assert [each.text() for each in panel.card.type_row.segments.segments] == ["Chant"]
    panel.open_stance_pad(StanceDraft(target="e_fund", target_name="Retraining fund 🏭"))
    assert [each.text() for each in panel.card.pad.value.segments] == ["Support", "Mocking"]
    press(qtbot, panel, Key.Key_Right)
    assert committed(qtbot, panel).value == "favour"
