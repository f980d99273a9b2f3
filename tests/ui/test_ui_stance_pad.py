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
from annotator.operations.lookup import Candidate, Lookup
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.card.panel import QuotationPanel
from annotator.ui.card.parts import EntityChip
from annotator.ui.card.stance_pad import NO_TARGET, NO_VALUE
from annotator.ui.card.view_model import Card, Piece, StanceDraft, StanceView
from annotator.ui.kit.basics import Text, hbox
from annotator.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FUND = Candidate("e_fund", "Retraining fund 🏭", "issue")
CAFE = Candidate("e_cafe", "Cafe\u0301 closure", "issue")
HALL = Candidate("e_hall", "Town hall", "organisation", ("Council house",))
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
        self.known = Lookup([FUND, CAFE, HALL])
        self.panel.targetsSought.connect(lambda words: self.panel.set_targets(self.known.find(words)))
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


def typed(qtbot: QtBot, panel: QuotationPanel, words: str) -> None:
    qtbot.keyClicks(panel.card.pad.picker.edit, words)


def pasted(panel: QuotationPanel, words: str) -> None:
    """Words that keys have no letters for."""
    edit = panel.card.pad.picker.edit
    edit.setText(words)
    edit.textEdited.emit(words)


def offered(panel: QuotationPanel) -> list[str]:
    return [each.text() for each in panel.card.pad.picker.rows if each.isVisible()]


def aimed(**change: object) -> StanceDraft:
    return replace(StanceDraft(target="e_fund", target_name=FUND.name, kind="issue"), **change)


# ------------------------------------------------------------------------------------------------ the target


def test_pad_by_keys_alone(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    assert panel.pad_is_open
    assert panel.card.pad.picker.edit.hasFocus()
    typed(qtbot, panel, "quay 12 e")
    assert offered(panel) == ["New issue “quay 12 e”"]
    press(qtbot, panel, Key.Key_Return, Key.Key_Left, Key.Key_2, Key.Key_E)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.target_name) == (None, "quay 12 e"), "digits and letters are text in the field"
    assert (draft.value, draft.intensity, draft.explicit) == ("against", 2, False)
    assert draft.quotation == "q_8"
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
    assert not panel.card.pad.picker.field.isVisible()
    press(qtbot, panel, arrow)
    draft = committed(qtbot, panel, Key.Key_Enter)
    assert (draft.value, draft.target_spans, draft.target_name) == (value, (Span(3, 11),), "close it")


def test_the_targets_used_last_are_one_arrow_away(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    assert offered(panel) == [FUND.name, CAFE.name, HALL.name]
    press(qtbot, panel, Key.Key_Left)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.value) == ("e_fund", "against")
    panel.open_stance_pad()
    press(qtbot, panel, Key.Key_Down, Key.Key_Right)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.kind, draft.value) == ("e_cafe", "issue", "favour"), "arrows down walk the list"
    panel.open_stance_pad()
    press(qtbot, panel, Key.Key_Up, Key.Key_Return, Key.Key_Down)
    assert (committed(qtbot, panel).target) == "e_hall", "upwards it goes round"


def test_arrows_are_the_carets_where_there_is_text(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    typed(qtbot, panel, "rnt")
    press(qtbot, panel, Key.Key_Left, Key.Key_Left)
    typed(qtbot, panel, "e")
    assert panel.card.pad.picker.words() == "rent"
    assert panel.card.pad.draft() == StanceDraft(quotation="q_8")
    press(qtbot, panel, Key.Key_Escape)


def test_pad_knows_targets_whatever_their_capitals(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    pasted(panel, "cafe\u0301 CLOSURE")
    press(qtbot, panel, Key.Key_Return, Key.Key_Right)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.target_name, draft.value) == ("e_cafe", "Cafe\u0301 closure", "favour")


def test_the_beginnings_of_words_and_slips_find_a_target(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    typed(qtbot, panel, "fun ret")
    assert offered(panel)[0] == FUND.name
    panel.card.pad.picker.edit.clear()
    typed(qtbot, panel, "retrianing")
    assert offered(panel) == ["New issue “retrianing”", FUND.name], "what is not begun so is not taken unasked"
    press(qtbot, panel, Key.Key_Down, Key.Key_Return, Key.Key_Up)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.value) == ("e_fund", "unclear")


def test_a_name_that_another_begins_with_can_still_be_new(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    typed(qtbot, panel, "Retraining")
    assert offered(panel) == [FUND.name, "New issue “Retraining”"]
    qtbot.mouseClick(panel.card.pad.picker.rows[1], LEFT)
    press(qtbot, panel, Key.Key_Left)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.target_name, draft.kind) == (None, "Retraining", "issue")


def test_an_entity_of_another_kind_leaves_room_for_an_issue_of_its_name(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    typed(qtbot, panel, "town hall")
    assert offered(panel) == [HALL.name, "New issue “town hall”"]
    pasted(panel, "retraining fund 🏭")
    assert offered(panel) == [FUND.name], "an issue of that name is that issue"
    press(qtbot, panel, Key.Key_Escape)


def test_a_target_is_changed_and_kept_if_nothing_is_typed(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed(value="against"))
    press(qtbot, panel, Key.Key_T, Key.Key_Return)
    assert panel.card.pad.draft().target == "e_fund"
    press(qtbot, panel, Key.Key_T)
    typed(qtbot, panel, "cafe")
    press(qtbot, panel, Key.Key_Return)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.value) == ("e_cafe", "against")


def test_a_target_is_taken_away(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed(value="against"))
    chip = panel.card.pad.findChild(EntityChip)
    assert isinstance(chip, EntityChip)
    qtbot.mouseClick(chip, LEFT, pos=chip.cross().center().toPoint())
    assert not panel.card.pad.draft().aimed
    assert panel.card.pad.picker.edit.hasFocus()
    press(qtbot, panel, Key.Key_Escape)


def test_a_click_on_a_mention_is_the_target(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    panel.card.pad.set_target(CAFE)
    press(qtbot, panel, Key.Key_Left)
    assert committed(qtbot, panel) == StanceDraft(
        target="e_cafe", target_name=CAFE.name, value="against", kind="issue", quotation="q_8"
    )
    panel.open_stance_pad()
    panel.card.pad.set_target_words((Span(3, 11),), "close it")
    press(qtbot, panel, Key.Key_Right)
    assert committed(qtbot, panel).target_spans == (Span(3, 11),)


# ------------------------------------------------------------------------------------------------ few actions


def test_the_same_stance_again_is_one_key(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.card.pad.set_previous(aimed(value="against", intensity=2, explicit=False))
    panel.open_stance_pad()
    assert panel.card.pad.picker.again_row.accessibleName() == (
        "The same stance again: against, strength 2, towards Retraining fund 🏭"
    )
    press(qtbot, panel, Key.Key_Equal)
    draft = committed(qtbot, panel)
    assert (draft.id, draft.target, draft.value, draft.intensity, draft.explicit) == (
        None, "e_fund", "against", 2, False,
    )  # fmt: skip
    panel.open_stance_pad(StanceDraft(target="e_cafe", target_name=CAFE.name))
    press(qtbot, panel, Key.Key_Equal)
    draft = committed(qtbot, panel)
    assert (draft.target, draft.value, draft.intensity) == ("e_cafe", "against", 2), "towards the target chosen before"
    panel.card.pad.set_previous(None)
    panel.open_stance_pad()
    typed(qtbot, panel, "=")
    assert panel.card.pad.picker.words() == "=", "without a stance before it is text"
    press(qtbot, panel, Key.Key_Escape)


def test_a_key_of_the_article_keeps_a_complete_stance(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed())
    press(qtbot, panel, Key.Key_J, Key.Key_D)
    assert stage.done == [], "without a value nothing is kept, and the keys are the pad's"
    assert panel.pad_is_open
    press(qtbot, panel, Key.Key_Left)
    focus = panel.window().focusWidget()
    assert focus is not None
    with qtbot.waitSignal(panel.stanceCommitted) as heard:
        qtbot.keyClick(focus, Key.Key_J)
    assert heard.args
    assert heard.args[0].value == "against"
    assert stage.done == ["quotation.next"]
    assert not panel.pad_is_open


def test_digits_and_delete_never_leave_the_pad(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed(value="against"))
    with qtbot.assertNotEmitted(panel.stanceCommitted):
        press(qtbot, panel, Key.Key_7, Key.Key_0, Key.Key_Delete, Key.Key_Backspace, Key.Key_Z)
    assert stage.done == []
    assert panel.pad_is_open
    press(qtbot, panel, Key.Key_Escape)


def test_what_is_left_with_a_value_is_kept(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed())
    with qtbot.assertNotEmitted(panel.stanceCommitted):
        panel.finish()
    assert not panel.pad_is_open
    panel.open_stance_pad(aimed(value="favour"))
    with qtbot.waitSignal(panel.stanceCommitted, check_params_cb=lambda draft: draft.value == "favour"):
        panel.finish()
    with qtbot.assertNotEmitted(panel.stanceCommitted):
        panel.finish()


# ------------------------------------------------------------------------------------------------ what is missing


def test_a_value_is_asked_for_once(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed())
    with qtbot.assertNotEmitted(panel.stanceCommitted):
        press(qtbot, panel, Key.Key_Return)
    assert said(panel) == NO_VALUE
    assert committed(qtbot, panel).value is None
    panel.open_stance_pad(aimed())
    press(qtbot, panel, Key.Key_Return, Key.Key_Up)
    assert said(panel) == ""
    assert committed(qtbot, panel).value == "unclear"


def test_a_stance_may_wait_for_its_target(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    qtbot.mouseClick(panel.card.pad.value.segments.segments[0], LEFT)
    assert said(panel) == NO_TARGET
    draft = committed(qtbot, panel)
    assert (draft.value, draft.aimed) == ("against", False)


def said(panel: QuotationPanel) -> str:
    hints = [each for each in panel.card.pad.findChildren(Text) if each.role == "warn" and each.isVisible()]
    return hints[0].text() if hints else ""


def test_pad_leaves_by_esc_and_keeps_nothing(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        typed(qtbot, panel, "fund")
        press(qtbot, panel, Key.Key_Escape)
    panel.open_stance_pad(aimed())
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        press(qtbot, panel, Key.Key_Left, Key.Key_Escape)
    assert not panel.pad_is_open


def test_pad_with_nothing_in_it_keeps_nothing(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    stage.known = Lookup([])
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    assert offered(panel) == []
    press(qtbot, panel, Key.Key_Return)
    with qtbot.assertNotEmitted(panel.stanceCommitted), qtbot.waitSignal(panel.left):
        press(qtbot, panel, Key.Key_Return)


# ------------------------------------------------------------------------------------------------ values


def test_pad_strength_twice_takes_it_back(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed())
    press(qtbot, panel, Key.Key_3, Key.Key_3, Key.Key_E, Key.Key_E)
    assert panel.card.pad.draft().intensity is None
    assert panel.card.pad.draft().explicit is True


def test_pad_by_mouse_alone(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    pad = panel.card.pad
    qtbot.mouseClick(pad.picker.rows[0], LEFT)
    qtbot.mouseClick(pad.value.segments.segments[2], LEFT)
    qtbot.mouseClick(pad.strength.pips[0], LEFT)
    qtbot.mouseClick(pad.how.segments[1], LEFT)
    with qtbot.waitSignal(panel.stanceCommitted) as heard:
        qtbot.mouseClick(pad.keep, LEFT)
    assert heard.args == [aimed(value="favour", intensity=1, explicit=False, quotation="q_8")]


def test_a_schemes_own_values(qtbot: QtBot, panel: QuotationPanel) -> None:
    own = replace(
        DEFAULT,
        types=(Label("chant", "Chant"), Label("sung", "Sung", by_hand=True)),
        stances=(Label("mocking", "Mocking"), Label("favour", "Support")),
    )
    panel.set_scheme(own)
    panel.show_quotation(replace(BARE, type="chant"))
    assert [each.text() for each in panel.card.type_row.segments.segments] == ["Chant"]
    panel.open_stance_pad(aimed())
    values = panel.card.pad.value
    assert [(each.text(), each.key) for each in values.segments.segments] == [("Mocking", "←"), ("Support", "→")]
    press(qtbot, panel, Key.Key_Right)
    assert committed(qtbot, panel).value == "favour"


def test_values_beyond_four_have_digits(qtbot: QtBot, panel: QuotationPanel) -> None:
    more = tuple(Label(f"v_{n}", f"Value {n}") for n in range(7))
    panel.set_scheme(replace(DEFAULT, stances=(*DEFAULT.stances, *more)))
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed())
    buttons = panel.card.pad.value.buttons
    assert [each.toolTip() for each in buttons] == [f"Value {n}  {n + 4}".strip() for n in range(6)] + ["Value 6"]
    press(qtbot, panel, Key.Key_5)
    assert [each.isChecked() for each in buttons[:3]] == [False, True, False]
    assert panel.card.pad.draft().value == "v_1"
    qtbot.mouseClick(buttons[6], LEFT)
    assert committed(qtbot, panel).value == "v_6"


# ------------------------------------------------------------------------------------------------ evidence


def test_evidence_is_added_shown_and_removed(qtbot: QtBot, panel: QuotationPanel) -> None:
    first, second = Piece(Span(3, 11), "cafe\u0301 🏭"), Piece(Span(20, 24), "open")
    panel.show_quotation(BARE)
    panel.open_stance_pad(aimed(value="against"))
    pad = panel.card.pad
    for each in (first, second, first):
        pad.add_evidence(each)
    assert [each.text() for each in pad.evidence.rows] == ["cafe\u0301 🏭", "open"]
    with qtbot.waitSignal(panel.evidenceClicked, check_params_cb=lambda span: span == Span(20, 24)):
        pad.evidence.rows[1].click()
    qtbot.keyClick(pad.evidence.rows[0], Key.Key_Delete)
    assert committed(qtbot, panel).evidence == (second,)


def test_evidence_of_kept_stances(qtbot: QtBot, panel: QuotationPanel) -> None:
    pieces = (Piece(Span(3, 11), "cafe\u0301 🏭"), Piece(Span(20, 24), "open"))
    view = replace(FULL.stances[0], draft=replace(FULL.stances[0].draft, evidence=pieces))
    panel.show_quotation(replace(FULL, stances=(view, FULL.stances[1])))
    rows = panel.card.stances.evidence
    assert [each.accessibleName() for each in rows] == ["Evidence: cafe\u0301 🏭", "Evidence: open"]
    with qtbot.waitSignal(panel.evidenceClicked, check_params_cb=lambda span: span == Span(3, 11)):
        qtbot.mouseClick(rows[0], LEFT, pos=QPoint(40, 12))
    with qtbot.waitSignal(panel.evidenceRemoved, check_params_cb=lambda s, n: (s, n) == ("s_1", 1)):
        qtbot.mouseClick(rows[1], LEFT, pos=rows[1].cross().center().toPoint())


# ------------------------------------------------------------------------------------------------ rows and quotations


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
    panel.open_stance_pad(aimed())
    press(qtbot, panel, Key.Key_1, Key.Key_E, Key.Key_T)
    typed(qtbot, panel, "dmi")
    assert stage.done == []
    press(qtbot, panel, Key.Key_Escape)
