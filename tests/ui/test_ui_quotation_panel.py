"""The right panel as its user meets it: clicks and keys in, signals out, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.text import Span
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.kit import hbox
from annotator.ui.kit_controls import Button, KeyButton
from annotator.ui.quotation_panel import EMPTY, IDLE, QuotationPanel
from annotator.ui.quotation_parts import EntityChip, Removable, Token
from annotator.ui.quotation_view_model import (
    Card,
    CastRow,
    PartyView,
    QuotationRow,
    StanceDraft,
    StanceView,
    SuggestionCard,
    Target,
)
from annotator.ui.theme import Theme, dress

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
FUND = Target("e_fund", "Retraining fund 🏭", "issue")
CAFE = Target("e_cafe", "Cafe\u0301 closure", "issue")

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
    stage.panel.set_targets([FUND, CAFE])
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
    assert [each.text() for each in menu.actions()] == ["Person 10 🏭", "Person 11 🏭", "Person 12 🏭"]
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
    menu = panel.card.care.menu()
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["Mark error", "Continuation"]
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("flags", ("continuation",))):
        entry(menu, "Mark error").trigger()
    with qtbot.waitSignal(
        panel.edited, check_params_cb=lambda f, v: (f, v) == ("flags", ("mark_error", "continuation", "negated"))
    ):
        entry(menu, "Negated").trigger()
    menu.deleteLater()
    with qtbot.waitSignal(panel.edited, check_params_cb=lambda f, v: (f, v) == ("confidence", None)):
        qtbot.mouseClick(panel.card.care.pips.pips[1], LEFT)


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


# ------------------------------------------------------------------------------------------------ suggestions


def test_suggestion_card(qtbot: QtBot, stage: Stage, panel: QuotationPanel) -> None:
    view = SuggestionCard("x_1", "Indirect", ("The group", "had put 40"), ("said",), (NWOSU,), 0.93, "marks", 0)
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
    for parent in (panel, panel.card, panel.card.pad, panel.card.speakers.flow, panel.card.care.flow):
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
    assert not any(each.isVisible() for each in (card.note, card.addressees, card.care))
    assert card.speakers.isVisible()
    menu = card.menu()
    entry(menu, "Show every field").trigger()
    menu.deleteLater()
    assert all(each.isVisible() for each in (card.note, card.addressees, card.care))


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


def test_theme_of_its_own(qtbot: QtBot, panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    light = panel.grab().toImage().pixelColor(6, 6)
    panel.set_theme(Theme.load(dark=True))
    dark = panel.grab().toImage().pixelColor(6, 6)
    assert light == Theme.load(dark=False).chrome
    assert dark == Theme.load(dark=True).chrome


def test_showing_again_makes_nothing_anew(panel: QuotationPanel) -> None:
    panel.show_quotation(FULL)
    rows, stances = panel.card.content.rows, panel.card.stances.rows
    panel.show_quotation(replace(FULL, note="only the note"))
    assert panel.card.content.rows is rows
    assert panel.card.stances.rows is stances
