"""Parts of the Review view: lanes and their flags, versions of a slot, reasons, rules, how a slot reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import NONE_IN_TEXT, Origin, Party, Quotation, Stance
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT
from annotator.domain.text import Span, ordered, total_length
from annotator.ui.look.theme import Theme
from annotator.ui.review.article import ReviewArticle
from annotator.ui.review.lanes import Flag, Lane, Lanes, common, flags_of
from annotator.ui.review.option import OptionButton
from annotator.ui.review.reasons import ReasonChooser
from annotator.ui.review.rules import likely_rule, reasons_for, rule_of
from annotator.ui.review.view_model import Option, Piece, pieces_of, sentence_of, who_differs
from annotator.ui.review.words import OPEN, Reading

TEXT = "“The cafe\u0301 stays 🎪 open,” Zoë Bäcker told reporters, “until spring.”"
MADE = Origin("manual", "a_1")
ZOE = Entity("e_zoe", "Zoë Bäcker", "person", MADE)
READING = Reading(TEXT, {"e_zoe": ZOE}, DEFAULT)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


# ------------------------------------------------------------------------------------------------ lanes


def test_flags_stand_where_edges_differ_and_are_shared_by_equal_ones() -> None:
    lanes = (Lane("A", 0, (Span(5, 20),)), Lane("B", 1, (Span(5, 30),)), Lane("C", 2, (Span(10, 20),)))
    assert flags_of(lanes) == (
        Flag(5, False, "AB", (0, 1)),
        Flag(10, False, "C", (2,)),
        Flag(20, True, "AC", (0, 2)),
        Flag(30, True, "B", (1,)),
    )


def test_edges_that_all_have_need_no_flag() -> None:
    same = (Span(5, 20), Span(30, 40))
    assert flags_of((Lane("A", 0, same), Lane("B", 1, same))) == ()


def test_who_is_alone_has_one_flag() -> None:
    assert flags_of((Lane("AC", 0, (Span(5, 20), Span(30, 40))),)) == (Flag(5, False, "AC", (0, 0)),)
    assert flags_of((Lane("A", 0, ()),)) == ()


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=4).map(
    lambda rows: ordered(Span(start, start + length) for start, length in rows)
)


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_what_all_hold_is_in_every_version_and_nothing_is_missing(versions: list[tuple[Span, ...]]) -> None:
    shared = common(versions)
    held = [{n for each in spans for n in range(each.start, each.end)} for spans in versions]
    assert {n for each in shared for n in range(each.start, each.end)} == set.intersection(*held)
    assert total_length(shared) == len(set.intersection(*held))


@pytest.mark.parametrize("dark", [False, True])
def test_lanes_are_painted_and_nothing_moves(qtbot: QtBot, dark: bool) -> None:
    article = ReviewArticle(Theme.load(dark=dark))
    qtbot.addWidget(article)
    article.resize(700, 300)
    article.show_text(TEXT * 3)
    with qtbot.waitExposed(article):
        article.show()
    place, plain = article.rect_of(at("told")), _picture(article)
    lanes = (Lane("A", 0, (at("The cafe\u0301 stays 🎪 open"),)), Lane("B", 1, (at("stays 🎪 open"),)))
    article.show_lanes(Lanes(lanes, (at("stays 🎪 open"),)))
    assert article.rect_of(at("told")) == place
    assert _picture(article) != plain
    article.show_lanes(Lanes())
    assert _picture(article) == plain


def test_the_lanes_lie_between_the_lines(qtbot: QtBot) -> None:
    article = ReviewArticle(Theme.load(dark=False))
    qtbot.addWidget(article)
    article.resize(700, 300)
    article.show_text(TEXT * 6)
    page = article.lines.page
    assert page.line / page.body.pixelSize() == pytest.approx(37 / 17, abs=0.06)
    assert page.half > 5


def _picture(article: ReviewArticle) -> QImage:
    return article.viewport().grab(QRectF(article.viewport().rect()).toRect()).toImage()


# ------------------------------------------------------------------------------------------------ versions


def test_words_that_not_all_have_are_marked() -> None:
    whole, short = at("The cafe\u0301 stays 🎪 open"), at("stays 🎪 open")
    assert pieces_of(TEXT, (whole,), (short,)) == (
        Piece("The cafe\u0301 ", differs=True),
        Piece("stays 🎪 open"),
    )
    assert pieces_of(TEXT, (short,), (short,)) == (Piece("stays 🎪 open"),)
    assert pieces_of(TEXT, (at("told"), at("spring")), ()) == (
        Piece("told", differs=True),
        Piece(" […] "),
        Piece("spring", differs=True),
    )


def test_long_words_that_all_have_lose_their_middle() -> None:
    text = "It was the best of times, it was the worst of times, it was the age of wisdom 🎪 cafe\u0301."
    pieces = pieces_of(text, (Span(0, len(text)),), (Span(0, 76),))
    assert "…" in pieces[0].text
    assert len(pieces[0].text) < 46
    assert pieces[1].differs


def test_who_stands_with_whom() -> None:
    assert who_differs(["A", "BC"]) == "A≠BC"
    assert who_differs(["AC", ""]) == "AC only"
    assert sentence_of(["Type", "Cue", "Speaker"]) == "Type, cue and speaker agree"
    assert sentence_of(["Type"]) == "Type agrees"


def test_an_option_is_as_high_as_its_words_and_says_them(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    words = Piece("words that go on and on, café 🎪 " * 4)
    option = OptionButton(Option(2, "AC", (0, 2), "", (words,)), width=320)
    option.setParent(holder)
    with qtbot.waitExposed(holder):
        holder.show()
    option.resize(400, 40)
    high = option.height()
    option.resize(200, high)
    assert option.height() > high
    assert option.accessibleName().startswith("2, annotators A and C: words that go on")
    assert OptionButton(Option(1, "A", (0,), own="Direct")).accessibleName() == "1, annotator A: Direct"


# ------------------------------------------------------------------------------------------------ reasons


@pytest.fixture
def chooser(qtbot: QtBot) -> ReasonChooser:
    made = ReasonChooser()
    qtbot.addWidget(made)
    made.resize(320, 120)
    made.ask("None is right, because …", reasons_for(DEFAULT, "content"), "boundary", Qt.Key.Key_N)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ([Qt.Key.Key_Return], "boundary"),
        ([Qt.Key.Key_N], "boundary"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Return], "mark_error"),
        ([Qt.Key.Key_Left, Qt.Key.Key_Return], "other"),
        ([Qt.Key.Key_3], "new_cue"),
    ],
)
def test_reasons_are_chosen_by_keys(chooser: ReasonChooser, keys: list[Qt.Key], reason: str) -> None:
    told: list[str] = []
    chooser.chosen.connect(told.append)
    for key in keys:
        QTest.keyClick(chooser, key)
    assert told == [reason]
    assert chooser.isHidden()


def test_esc_leaves_the_reasons(chooser: ReasonChooser, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chooser.left):
        QTest.keyClick(chooser, Qt.Key.Key_Escape)
    assert chooser.isHidden()


def test_reasons_fit_the_slot_and_other_is_always_there() -> None:
    assert reasons_for(DEFAULT, "speakers")[0].id == "wrong_speaker"
    for slot in ("quotation", "content", "cue", "speakers", "type", "stances"):
        assert reasons_for(DEFAULT, slot)[-1].id == "other"  # type: ignore[arg-type] - slots by name


def test_rules_are_shown_as_plain_words() -> None:
    rule = rule_of(DEFAULT, "mark_error")
    assert rule is not None
    assert "the flag Mark error" in rule.text
    assert rule_of(DEFAULT, "boundary") is None
    found = likely_rule(DEFAULT, "quotation")
    assert found is not None
    assert found.title == "Guideline · scare quotes"


# ------------------------------------------------------------------------------------------------ how a slot reads


def test_slots_read_as_people_say_them() -> None:
    quotation = Quotation(
        "q_1",
        (at("“The cafe\u0301 stays 🎪 open,”"), at("“until spring.”")),
        MADE,
        type="direct",
        cue=(at("told"),),
        speakers=(Party((at("Zoë Bäcker"),), "e_zoe", "name"),),
        stances=(Stance("s_1", "e_zoe", (), "favour", 2, False, (), MADE),),
    )
    assert READING.line(quotation, "content") == "“The cafe\u0301 stays 🎪 open,” […] “until spring.”"
    assert READING.line(quotation, "cue") == "told"
    assert READING.line(quotation, "speakers") == "Zoë Bäcker"
    assert READING.line(quotation, "type") == "Direct"
    assert READING.line(quotation, "stances") == "favour towards Zoë Bäcker, inferred"
    assert READING.line(quotation, "addressees") == OPEN
    assert READING.name(quotation) == ("Zoë Bäcker", "Bäcker")


def test_what_is_no_passage_is_said() -> None:
    bare = Quotation("q_2", (at("told"),), MADE, cue_absent=True, speakers=(NONE_IN_TEXT,))
    assert READING.line(bare, "cue") == "absent"
    assert READING.line(bare, "speakers") == "none in text"
    assert READING.line(None, "quotation") == "no quotation here"
