"""The right panel as its user meets it: clicks and keys in, signals out, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span
from annotator.operations.lookup import Candidate, Lookup
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.card.panel import EMPTY, IDLE, QuotationPanel
from annotator.ui.card.parts import EntityChip, Removable, Token
from annotator.ui.card.view_model import (
    Card,
    CastRow,
    ParentRow,
    PartyView,
    QuotationRow,
    StanceDraft,
    StanceView,
    SuggestionCard,
)
from annotator.ui.kit.basics import Text, hbox
from annotator.ui.kit.controls import Button, Control, KeyButton
from annotator.ui.kit.typed_fields import ChipValue, LineValue
from annotator.ui.look.theme import Theme, dress

OWN = replace(
    DEFAULT,
    attributes=(
        Attribute("frame", "Frame", "quotation", "choice", (Label("economy", "Economy"), Label("moral", "Moral"))),
        Attribute("tone", "Tone", "quotation"),
        Attribute("party", "Party", "entity"),
    ),
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FUND = Candidate("e_fund", "Retraining fund 🏭", "issue")
CAFE = Candidate("e_cafe", "Cafe\u0301 closure", "issue")

NWOSU = PartyView("Amara Nwosu", "person", ("Prof. Amara Nwosu",), "name")
SCRAMBLED = PartyView("the added leader", None, ("the added leader",), None)
REPORTERS = PartyView("reporters", None, ("reporters",), "nominal")
STANCES = (
    StanceView(
        "Retraining fund 🏭", "issue", StanceDraft("s_1", "e_fund", "Retraining fund 🏭", (), "against", 2, False)
    ),
    StanceView("close it", None, StanceDraft("s_2", None, "close it", (Span(3, 11),), "favour", None, True)),
)
FULL = Card(
    id="q_7",
    number=7,
    complete=True,
    type="reported",
    type_by_hand=True,
    content=("“It is a cafe\u0301 🏭,”", "“but the families who need it most will have left the island by then.”"),
    cue=("according to", "warned"),
    speakers=(NWOSU, SCRAMBLED),
    addressees=(REPORTERS,),
    stances=STANCES,
    note="the bar",
    flags=("mark_error", "continuation"),
    confidence=2,
    origin="Accepted suggestion · score 0.91",
    from_suggestion=True,
    colour=4,
    inside=3,
    parent="q_3",
)
BARE = Card("q_8", 8, complete=False, type="indirect", type_by_hand=False, content=("members would vote",))
ROWS = (
    QuotationRow("q_7", "Nwosu", "It is a cafe\u0301", "D", (("against", 2),), 4),
    QuotationRow("q_8", "", "members would vote", "I", nested=True, active=True),
    QuotationRow("x_1", "Solheim", "The group", "I", colour=0, suggestion=True, score=0.93),
)
CAST = tuple(CastRow(str(n) if n < 10 else "", f"Person {n} 🏭", "person", None, f"c_{n}") for n in range(1, 13))


class Stage(QWidget):
    """A window with an article (a line edit) and the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.done: list[str] = []
        self.actions_by_id = make_actions(self, {each.id: self._handler(each.id) for each in ACTIONS})
        self.article = QLineEdit()
        self.panel = QuotationPanel(self.actions_by_id)
        self.setLayout(hbox(self.article, self.panel, gap=0))
        dress(self, self.theme)

    def _handler(self, id: str) -> Callable[[], object]:
        return lambda: self.done.append(id)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.resize(700, 820)
    made.panel.setFixedWidth(368)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.article.setFocus()
    return made


@pytest.fixture
def panel(stage: Stage) -> QuotationPanel:
    known = Lookup([FUND, CAFE])
    stage.panel.targetsSought.connect(lambda words: stage.panel.set_targets(known.find(words)))
    return stage.panel


def cross(widget: Removable) -> QPoint:
    return widget.cross().center().toPoint()


def entry(menu: QMenu, words: str) -> QAction:
    return next(each for each in menu.actions() if each.text().split("\t")[0] == words)


# ------------------------------------------------------------------------------------------------ cast and list


def test_cast_keys_choose(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_cast(CAST, frozenset({"c_2"}))
    keys = panel.cast.keys
    assert [each.is_chosen for each in keys[:3]] == [False, True, False]
    assert keys[1].accessibleName() == "2 Person 2 🏭, person, chosen"
    with qtbot.waitSignal(panel.castChosen, check_params_cb=lambda got: got == "c_3"):
        qtbot.mouseClick(keys[2], LEFT)


def test_who_has_no_key_waits_in_a_menu(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_cast(CAST)
    menu = panel.cast.others_menu()
    assert [each.text() for each in menu.actions()][:3] == ["Person 10 🏭", "Person 11 🏭", "Person 12 🏭"]
    with qtbot.waitSignal(panel.castChosen, check_params_cb=lambda got: got == "c_11"):
        menu.actions()[1].trigger()


def test_an_empty_document_says_what_to_do(panel: QuotationPanel) -> None:
    panel.set_cast(())
    panel.set_rows(())
    panel.show_quotation(None)
    assert panel.hint() == EMPTY
    panel.set_rows(ROWS)
    assert panel.hint() == IDLE


def test_list_shows_and_chooses(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_rows(ROWS)
    view = panel.list.view
    assert view.currentIndex().row() == 1
    assert view.model().rowCount() == 3
    place = view.visualRect(view.model().index(0, 0)).center()
    with qtbot.waitSignal(panel.rowChosen, check_params_cb=lambda got: got == "q_7"):
        qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    with qtbot.waitSignal(panel.rowChosen, check_params_cb=lambda got: got == "q_8"):
        qtbot.keyClick(view, Key.Key_Down)
    with qtbot.waitSignal(panel.rowChosen, check_params_cb=lambda got: got == "q_8"):
        qtbot.keyClick(view, Key.Key_Return)


def test_list_is_read_aloud(panel: QuotationPanel) -> None:
    panel.set_rows(ROWS)
    model = panel.list.view.model()
    spoken = [model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(3)]
    assert spoken[0] == "Nwosu, It is a cafe\u0301, type D, against, strength 2"
    assert spoken[1] == "no speaker yet, members would vote, inside another, type I"
    assert spoken[2] == "suggestion, Solheim, The group, type I, score 0.93"


def test_the_same_rows_again_keep_the_view(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_rows(ROWS)
    model = panel.list.view.rows
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        panel.set_rows((ROWS[0], replace(ROWS[1], words="other"), ROWS[2]))
    panel.set_rows(tuple(replace(each, active=False) for each in ROWS))
    assert not panel.list.view.selectionModel().hasSelection()


# ------------------------------------------------------------------------------------------------ the card


def test_type_by_click_menu_and_back(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    row = panel.card.type_row
    assert row.segments.current() == 2
    assert not row.automatic.isVisible()
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("type", "direct")):
        qtbot.mouseClick(row.segments.segments[0], LEFT)
    menu = row.menu()
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("type", "free_indirect")):
        entry(menu, "Free indirect").trigger()
    menu.deleteLater()
    panel.show_quotation(FULL)
    assert row.segments.current() is None
    assert row.more.text() == "Reported"
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("type", None)):
        qtbot.mouseClick(row.automatic, LEFT)


def test_content_fragments(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    second = panel.card.content.rows[1]
    with qtbot.waitSignal(panel.fragmentClicked, check_params_cb=lambda r, n: (r, n) == ("content", 1)):
        qtbot.mouseClick(second, LEFT, pos=QPoint(40, 12))
    with qtbot.waitSignal(panel.fragmentRemoved, check_params_cb=lambda r, n: (r, n) == ("content", 1)):
        qtbot.mouseClick(second, LEFT, pos=cross(second))


def test_the_last_fragment_stays(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    only = panel.card.content.rows[0]
    with qtbot.assertNotEmitted(panel.fragmentRemoved), qtbot.waitSignal(panel.fragmentClicked):
        qtbot.mouseClick(only, LEFT, pos=cross(only))


def test_cue_tokens_and_absence(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    tokens = panel.card.cue.flow.findChildren(Token)
    with qtbot.waitSignal(panel.fragmentRemoved, check_params_cb=lambda r, n: (r, n) == ("cue", 1)):
        qtbot.mouseClick(tokens[1], LEFT, pos=cross(tokens[1]))
    panel.show_quotation(BARE)
    absent = next(each for each in panel.card.cue.flow.findChildren(Button) if each.text() == "Absent")
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("cue_absent", True)):
        qtbot.mouseClick(absent, LEFT)


def test_speakers(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    slot = panel.card.speakers
    chip = slot.flow.findChildren(EntityChip)[0]
    assert chip.accessibleName() == "Amara Nwosu, person"
    with qtbot.waitSignal(panel.partyRemoved, check_params_cb=lambda r, n: (r, n) == ("speakers", 0)):
        qtbot.mouseClick(chip, LEFT, pos=cross(chip))
    words = slot.flow.findChildren(Token)[1]
    assert words.removable, "who is only words has no chip: the words are removed"
    with qtbot.waitSignal(panel.partyRemoved, check_params_cb=lambda r, n: (r, n) == ("speakers", 1)):
        qtbot.mouseClick(words, LEFT, pos=cross(words))
    menu = slot.form_menu(1, SCRAMBLED)
    assert "none in text" not in [each.text() for each in menu.actions()]
    with qtbot.waitSignal(
        panel.formChosen, check_params_cb=lambda r, n, form: (r, n, form) == ("speakers", 1, "unknown")
    ):
        entry(menu, "unknown").trigger()
    menu.deleteLater()


def test_addressees(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    words = panel.card.addressees.flow.findChildren(Token)[0]
    with qtbot.waitSignal(panel.fragmentClicked, check_params_cb=lambda r, n: (r, n) == ("addressees", 0)):
        qtbot.mouseClick(words, LEFT, pos=QPoint(6, 12))


def test_an_empty_speaker_offers_its_keys(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    names = [each.accessibleName() for each in panel.card.speakers.findChildren(KeyButton) if each.isVisible()]
    assert set(names) >= {"Same speaker as before", "No speaker in the text", "Speaker from the selection"}
    none = next(
        each
        for each in panel.card.speakers.findChildren(KeyButton)
        if each.accessibleName() == "No speaker in the text" and each.isVisible()
    )
    qtbot.mouseClick(none, LEFT)
    assert stage.done == ["quotation.none_in_text"]
    assert stage.article.hasFocus()


def test_flags_and_confidence(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    menu = panel.card.flags.menu()
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["&1  Mark error", "&2  Continuation"]
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("flags", ("continuation",))):
        entry(menu, "&1  Mark error").trigger()
    with qtbot.waitSignal(
        panel.edited, check_params_cb=lambda f, v: (f, v) == ("flags", ("mark_error", "continuation", "negated"))
    ):
        entry(menu, "&4  Negated").trigger()
    menu.deleteLater()
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("confidence", None)):
        qtbot.mouseClick(panel.card.confidence.pips.pips[1], LEFT)


def test_a_note_is_kept_once_and_esc_takes_it_back(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    edit = panel.card.note.edit
    edit.setFocus()
    edit.insert("cafe\u0301 🏭")
    with qtbot.waitSignals(
        [panel.edited, panel.left], check_params_cbs=[lambda f, v: (f, v) == ("note", "cafe\u0301 🏭"), None]
    ):
        qtbot.keyClick(edit, Key.Key_Return)
    panel.show_quotation(replace(BARE, note="cafe\u0301 🏭"))
    with qtbot.assertNotEmitted(panel.edited), qtbot.waitSignal(panel.left):
        qtbot.keyClicks(edit, " never")
        qtbot.keyClick(edit, Key.Key_Escape)
    assert panel.card.note.text() == "cafe\u0301 🏭"


def test_a_note_being_written_stays_with_its_quotation(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(BARE)
    panel.card.note.edit.setFocus()
    qtbot.keyClicks(panel.card.note.edit, "half a thought")
    panel.show_quotation(replace(BARE, flags=("negated",)))
    assert panel.card.note.text() == "half a thought"
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_quotation(FULL)
    assert panel.card.note.text() == "the bar"


def test_ellipsis_menu(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    menu = panel.card.menu()
    entry(menu, "Delete quotation").trigger()
    assert stage.done == ["quotation.delete"]
    menu.deleteLater()


def test_a_read_only_project(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    panel.set_editable(False)
    with qtbot.assertNotEmitted(panel.fragmentRemoved, wait=20):
        row = panel.card.content.rows[0]
        qtbot.mouseClick(row, LEFT, pos=cross(row))


def test_the_projects_own_fields(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_scheme(OWN)
    panel.show_quotation(replace(BARE, attributes={"tone": "dry cafe\u0301 🏭", "frame": "economy"}))
    assert panel.card.fields.isVisible()
    tone, frame = panel.card.fields.editors["tone"], panel.card.fields.editors["frame"]
    assert isinstance(tone, LineValue)
    assert isinstance(frame, ChipValue)
    assert tone.field.text() == "dry cafe\u0301 🏭"
    tone.field.edit.setFocus()
    tone.field.edit.setText("warm")
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("attribute", ("tone", "warm"))):
        panel.finish()
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("attribute", ("frame", None))):
        qtbot.mouseClick(frame.chips[0], LEFT)
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(tone.field.edit, Key.Key_Return)


def test_only_what_is_asked_for_or_filled_is_there(panel: QuotationPanel) -> None:
    panel.set_scheme(replace(DEFAULT, asked=("cue", "flags")))
    panel.show_quotation(BARE)
    card = panel.card
    slots = (card.cue, card.speakers, card.addressees, card.stances, card.note, card.confidence, card.flags)
    assert [each.isVisible() for each in slots] == [True, False, False, False, False, False, True]
    panel.show_quotation(FULL)
    assert all(each.isVisible() for each in slots), "what a colleague filled is never hidden"
    panel.show_quotation(BARE)
    panel.open_stance_pad()
    assert panel.pad_is_open


def test_the_enclosing_quotation_is_shown_and_set(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    button = panel.card.parent_button
    assert button.text() == "inside 3"
    with qtbot.waitSignal(panel.parentAsked):
        qtbot.mouseClick(button, LEFT)
    near = [ParentRow(f"q_{n}", n, "Okafor", f"words {n} 🏭", around=n == 3) for n in (1, 3, 5, 40)]
    menu = button.menu(near)
    assert [each.text() for each in menu.actions()] == [
        "From the text", "Inside none", "", "3  Okafor: words 3 🏭", "Another quotation",
    ]  # fmt: skip
    others = menu.findChildren(QMenu)[0].actions()
    assert [each.text()[0] for each in others] == ["1", "5"], "those near it, in the order of the text"
    for action, parent, by_hand in ((others[0], "q_1", True), (menu.actions()[0], None, False)):
        with qtbot.waitSignal(
            panel.edited, check_params_cb=lambda f, v, p=parent, b=by_hand: (f, v) == ("parent", (p, b))
        ):
            action.trigger()
    menu.deleteLater()
    panel.show_quotation(replace(FULL, inside=None, parent=None, parent_by_hand=True))
    assert button.text() == "inside none"
    assert "set by hand" in button.accessibleName()
    panel.show_quotation(BARE)
    assert not button.isVisible()
    with qtbot.waitSignal(panel.parentAsked):
        menu = panel.card.menu()
        entry(menu, "Inside…").trigger()
        menu.deleteLater()


def test_who_a_party_is_can_be_asked(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    menu = panel.card.speakers.form_menu(1, SCRAMBLED)
    with qtbot.waitSignal(panel.identityAsked, check_params_cb=lambda r, n: (r, n) == ("speakers", 1)):
        entry(menu, "Who is it…").trigger()
    menu.deleteLater()
    menu = panel.card.addressees.form_menu(0, REPORTERS)
    with qtbot.waitSignal(panel.formChosen, check_params_cb=lambda r, n, f: (r, n, f) == ("addressees", 0, "group")):
        entry(menu, "group").trigger()
    menu.deleteLater()


def test_note_and_flags_are_opened_from_outside(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    panel.focus_note()
    assert panel.card.note.edit.hasFocus()
    assert panel.card.note.edit.cursorPosition() == len("the bar")
    panel.open_flags()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(
        panel.edited, check_params_cb=lambda f, v: (f, v) == ("flags", ("mark_error", "continuation", "headline"))
    ):
        qtbot.keyClick(menu, Key.Key_3)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_a_narrow_panel_opens_what_it_has_folded(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_compact(True)
    panel.show_quotation(FULL)
    card = panel.card
    assert card.more.text() == "+4"
    assert card.more.accessibleName() == "More about this quotation: addressees, note, confidence, flags"
    panel.open_flags()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    panel.focus_note()
    assert card.note.edit.hasFocus()
    assert card.more.text() == ""
    bottom = card.note.mapTo(panel.shelf.viewport(), card.note.rect().bottomLeft()).y()
    assert bottom <= panel.shelf.viewport().height()


def test_what_was_refused_is_shown_as_it_is(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    qtbot.mouseClick(panel.card.confidence.pips.pips[2], LEFT)
    assert panel.card.confidence.pips.value() == 3
    panel.show_quotation(FULL)
    assert panel.card.confidence.pips.value() == 2


def test_rows_come_and_go_one_by_one(qtbot: QtBot, panel: QuotationPanel) -> None:
    model = panel.list.view.rows
    panel.set_rows(ROWS)
    new = QuotationRow("q_9", "Nwosu", "cafe\u0301 🏭", "D")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as heard:
        panel.set_rows((ROWS[0], new, *ROWS[1:]))
    assert heard.args
    assert heard.args[1:] == [1, 1]
    assert [model.index(n, 0).data() for n in range(4)] == [each.words for each in (ROWS[0], new, *ROWS[1:])]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsRemoved):
        panel.set_rows((ROWS[0], new))
    with qtbot.waitSignal(model.modelReset):
        panel.set_rows((new, ROWS[2]))
    assert model.rowCount() == 2


# ------------------------------------------------------------------------------------------------ suggestions


def test_a_suggestion_is_rejected_with_a_reason(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_suggestion(SuggestionCard("x_1", "Indirect", ("The group",), score=0.93), 1, 2)
    menu = panel.suggestion.reasons_menu()
    with qtbot.waitSignal(panel.rejected, check_params_cb=lambda got: got == "scare_quotes"):
        entry(menu, "&1  Scare quotes").trigger()
    menu.deleteLater()
    assert panel.suggestion.because.isVisible()
    panel.set_scheme(replace(DEFAULT, reasons=()))
    assert not panel.suggestion.because.isVisible()


@pytest.mark.parametrize("width", [304, 368])
def test_a_suggestion_is_not_cut_off(qtbot: QtBot, panel: QuotationPanel, width: int) -> None:
    panel.setFixedWidth(width)
    panel.set_compact(width < 368)
    why = (("text-quote", "Parts between marks, with their attribution between them"),)
    panel.show_suggestion(SuggestionCard("x_1", "Direct", ("cafe\u0301 🏭",), score=0.93, why=why), 11, 12)
    qtbot.waitUntil(lambda: panel.width() == width)
    assert panel.suggestion.geometry().right() < panel.shelf.viewport().width() - 5
    assert panel.suggestion.minimumSizeHint().width() <= width - 21


def test_a_suggestions_reasons_stand_one_below_the_other(panel: QuotationPanel) -> None:
    why = (("text-quote", "A sentence between marks"), ("triangle-alert", "A mark is missing"))
    panel.show_suggestion(SuggestionCard("x_1", "Direct", ("cafe\u0301 🏭",), score=0.93, why=why), 1, 2)
    shown = [each.text() for each in panel.suggestion.findChildren(Text) if not each.isHidden()]
    assert shown.index("A mark is missing") == shown.index("A sentence between marks") + 1
    panel.show_suggestion(SuggestionCard("x_2", "Direct", ("cafe\u0301 🏭",)), 1, 2)
    shown = [each.text() for each in panel.suggestion.findChildren(Text) if not each.isHidden()]
    assert "The pipeline gives no reason" in shown


def test_suggestion_card(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    view = SuggestionCard(
        "x_1", "Indirect", ("The group", "had put 40"), ("said",), (NWOSU,), 0.93, (("text-quote", "marks"),), 0
    )
    panel.show_suggestion(view, 7, 12)
    assert panel.suggestion.isVisible()
    assert not panel.card.isVisible()
    for words in ("Accept", "Reject"):
        button = next(each for each in panel.suggestion.findChildren(Button) if each.text() == words)
        qtbot.mouseClick(button, LEFT)
    assert stage.done == ["suggestion.accept", "suggestion.reject"]
    with qtbot.waitSignal(panel.fragmentClicked, check_params_cb=lambda r, n: (r, n) == ("content", 1)):
        qtbot.mouseClick(panel.suggestion.rows[1], LEFT)


# ------------------------------------------------------------------------------------------------ layout


@pytest.mark.parametrize("width", [304, 312, 368, 440])
@pytest.mark.parametrize("card", [FULL, BARE], ids=["full", "bare"])
def test_nothing_overlaps_or_is_cut(qtbot: QtBot, stage: Stage, panel: QuotationPanel, width: int, card: Card) -> None:
    panel.set_compact(width < 368)
    panel.setFixedWidth(width)
    panel.set_cast(CAST)
    panel.set_rows(ROWS)
    panel.show_quotation(card)
    panel.open_stance_pad(StanceDraft(target="e_fund", target_name="Retraining fund 🏭"))
    qtbot.waitUntil(lambda: panel.shelf.horizontalScrollBar().maximum() == 0 and panel.width() == width)
    for parent in (panel, panel.card, panel.card.pad, panel.card.speakers.flow, panel.card.flags.flow):
        boxes = [
            each.geometry()
            for each in parent.children()
            if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()
        ]
        assert boxes or not parent.isVisible()
        assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]), parent
        assert all(box.right() < parent.width() and box.x() >= 0 for box in boxes), parent


def test_compact_folds_and_unfolds(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.set_compact(True)
    panel.show_quotation(FULL)
    card = panel.card
    assert not any(each.isVisible() for each in (card.note, card.addressees, card.confidence, card.flags))
    assert card.speakers.isVisible()
    menu = card.menu()
    entry(menu, "Show every field").trigger()
    menu.deleteLater()
    assert all(each.isVisible() for each in (card.note, card.addressees, card.confidence, card.flags))


def test_a_short_window_scrolls_the_card_and_keeps_the_list(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.set_cast(CAST)
    panel.set_rows(ROWS)
    panel.show_quotation(FULL)
    stage.resize(700, 560)
    qtbot.waitUntil(lambda: panel.shelf.verticalScrollBar().maximum() > 0)
    assert panel.list.view.height() >= 3 * 32
    panel.open_stance_pad()
    pad = panel.card.pad

    def pad_is_in_view() -> bool:
        top = pad.mapTo(panel.shelf.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + pad.height() <= panel.shelf.viewport().height()

    qtbot.waitUntil(pad_is_in_view)


def test_tab_goes_in_reading_order(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.set_cast(CAST[:2])
    panel.set_rows(ROWS)
    panel.set_scheme(OWN)
    panel.show_quotation(FULL)
    qtbot.waitUntil(panel.cast.keys[0].isVisible)
    panel.cast.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
    names: list[str] = []
    while panel.isAncestorOf(QApplication.focusWidget()) and len(names) < 99:
        here = QApplication.focusWidget()
        names.append(here.accessibleName())
        qtbot.keyClick(here, Key.Key_Tab)
    assert QApplication.focusWidget() is stage.article, "after the panel it goes on"
    assert len(names) == len(set(names) - {"Next quotation", "Previous quotation"}) + 4, "each once; two stand twice"
    wanted = [
        "1 Person 1 🏭, person", "Inside 3, from the text", "More types", "Fragment 1: “It is a cafe\u0301 🏭,”",
        "Cue: according to", "Set cue", "Amara Nwosu, person", "Form of Amara Nwosu: name", "Speaker: reporters",
        "Stance favour, towards close it, explicit", "Note", "Confidence 1 unsure", "Mark error", "Frame: Economy",
        "Tone", "Quotations",
    ]  # fmt: skip
    assert [each for each in names if each in wanted] == wanted
    panel.list.view.setFocus()
    qtbot.keyClick(panel.list.view, Key.Key_Backtab)
    assert QApplication.focusWidget().accessibleName() == "Previous quotation"


def test_tab_brings_what_it_reaches_into_view(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    stage.resize(700, 480)
    qtbot.waitUntil(lambda: panel.shelf.verticalScrollBar().maximum() > 0)
    panel.card.note.edit.setFocus()
    qtbot.keyClick(panel.card.note.edit, Key.Key_Tab)
    here = QApplication.focusWidget()
    top = here.mapTo(panel.shelf.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= panel.shelf.viewport().height() - here.height()


def test_every_control_is_named_and_says_what_it_does(panel: QuotationPanel) -> None:
    panel.set_cast(CAST)
    panel.set_rows(ROWS)
    panel.set_scheme(OWN)
    for card, draft in (
        (FULL, StanceDraft()),
        (BARE, StanceDraft(target="e_fund", target_name="Fund", value="favour")),
    ):
        panel.show_quotation(card)
        panel.open_stance_pad(draft)
        for each in (*panel.card.findChildren(Control), *panel.card.findChildren(QLineEdit)):
            if each.isVisible():
                assert each.accessibleName(), type(each)
                assert each.toolTip(), each.accessibleName()


def test_showing_again_makes_nothing_anew(panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    rows, stances = panel.card.content.rows, panel.card.stances.rows
    panel.show_quotation(replace(FULL, note="only the note"))
    assert panel.card.content.rows is rows
    assert panel.card.stances.rows is stances
