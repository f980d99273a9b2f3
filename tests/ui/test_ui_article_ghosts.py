"""What is offered in the article: ghosts, a continuation, the pill of a suggestion; signs of stances; tips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.ghosts import Ghost
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT
from annotator.domain.text import Span
from annotator.ui.article.marks import GhostPart, Mark, marks_of, voices_of
from annotator.ui.article.pills import Hint, PillKeys
from annotator.ui.article.tips import tip_of
from annotator.ui.article.view import ArticleView
from annotator.ui.kit.controls import Button
from annotator.ui.look.theme import Theme, load_fonts

TEXT = (
    "“We stay 🚢 here,” said Zoe\u0301 Lind.\n"
    "“And that is all.”\n"
    "Nothing else was said in this cafe\u0301, the mayor and her two advisers told the few reporters who had waited."
)
ORIGIN = Origin("manual")
LEFT = Qt.MouseButton.LeftButton


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


STANCE = Stance("s", None, (at("here"),), "favour", 2, True, (at("stay"),), ORIGIN)
QUOTATION = Quotation("q", (at("“We stay 🚢 here,”"),), ORIGIN, "direct", stances=(STANCE,))
SUGGESTED = Quotation(
    "x", (at("Nothing else was said"),), Origin("pipeline", score=0.5), "indirect", speakers=(Party((), "e"),)
)
MENTION = Mention("m", (at("Zoe\u0301 Lind"),), "person", "e", ORIGIN)
LAYER = Layer("l", "annotator", mentions=(MENTION,), quotations=(QUOTATION,))
GHOST = Ghost((at("said"),), (at("Zoe\u0301 Lind"),), "m", "e", None, 0.9, "grammar")
ENTITIES = {"e": Entity("e", "Zoe\u0301 Lind <b>", "person", ORIGIN)}


def names(quotation: Quotation) -> tuple[str, str]:
    return ("Zoe\u0301 Lind <b>", "Lind") if quotation.speakers else ("", "")


def marks(active: str | None = "q", ghost: Ghost | None = None, part: GhostPart = "both") -> dict[str, Mark]:
    made = marks_of(
        LAYER,
        (SUGGESTED,),
        voices_of((*LAYER.quotations, SUGGESTED), names)[0],
        active=active,
        focused=None if active else "x",
        hidden_kinds=frozenset(),
        ghost=ghost,
        ghost_part=part,
    )
    return {each.id: each for each in made}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    load_fonts()
    window = QWidget()
    window.resize(1440, 900)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def view(window: QWidget) -> ArticleView:
    view = ArticleView(Theme.load(dark=False), window)
    view.setGeometry(0, 0, 792, 700)
    window.show()
    view.show_text(TEXT, tuple(marks(None).values()))
    return view


def pill(view: ArticleView, name: str) -> QWidget:
    found = view.findChild(QWidget, name)
    assert found is not None
    return found


def button(view: ArticleView, name: str, words: str) -> Button:
    return next(each for each in pill(view, name).findChildren(Button) if words in each.accessibleName() + each.text())


# ---------------------------------------------------------------------------------------------------------- ghosts


def test_a_ghost_is_marked_in_the_hue_of_the_active_quotation() -> None:
    made = marks(ghost=GHOST)
    assert made["q:ghost_cue"].spans == GHOST.cue
    assert made["q:ghost_speaker"].spans == GHOST.speaker
    assert made["q:ghost_cue"].colour == made["q"].colour
    assert {made["q:ghost_cue"].state, made["q:ghost_speaker"].state} == {"active"}


@pytest.mark.parametrize(("part", "other"), [("cue", "speaker"), ("speaker", "cue")])
def test_the_part_not_meant_is_dim(part: GhostPart, other: str) -> None:
    made = marks(ghost=GHOST, part=part)
    assert made[f"q:ghost_{part}"].state == "active"
    assert made[f"q:ghost_{other}"].state == "dim"


def test_no_ghost_without_an_active_quotation_and_none_for_what_it_lacks() -> None:
    assert not any(each.role.startswith("ghost") for each in marks(None, GHOST).values())
    assert "q:ghost_speaker" not in marks(ghost=Ghost(GHOST.cue, (), None, None, "c", 0.5, "lexicon"))


def test_ghosts_are_painted_and_move_no_glyph(view: ArticleView) -> None:
    view.set_marks(tuple(marks().values()))
    before, places = view.viewport().grab().toImage(), view.lines.rects_of(Span(0, len(TEXT)))
    view.set_marks(tuple(marks(ghost=GHOST).values()))
    after = view.viewport().grab().toImage()
    for span in (GHOST.cue[0], GHOST.speaker[0]):
        rect = view.rect_of(span).adjusted(0, 0, 0, 3)
        points = [(x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())]
        assert sum(before.pixel(*each) != after.pixel(*each) for each in points) > 20
    assert view.lines.rects_of(Span(0, len(TEXT))) == places


def test_the_hint_takes_by_a_click_and_goes_with_the_quotation(qtbot: QtBot, view: ArticleView) -> None:
    view.set_ghost_hint(Hint("both", walks=True))
    assert pill(view, "ghost_pill").isHidden()
    view.set_marks(tuple(marks(ghost=GHOST).values()))
    assert not pill(view, "ghost_pill").isHidden()
    taken, walked = QSignalSpy(view.ghostClicked), QSignalSpy(view.ghostNextClicked)
    qtbot.mouseClick(button(view, "ghost_pill", "Take both"), LEFT)
    qtbot.mouseClick(button(view, "ghost_pill", "next offer"), LEFT)
    assert (taken.count(), walked.count()) == (1, 1)
    view.set_ghost_hint(Hint("speaker", "Zoe\u0301 Lind"))
    assert button(view, "ghost_pill", "Take speaker: Zoe\u0301 Lind").isVisible()
    assert not button(view, "ghost_pill", "next offer").isVisible()
    view.set_marks(tuple(marks(None).values()))
    assert pill(view, "ghost_pill").isHidden()
    view.set_marks(tuple(marks().values()))
    view.set_ghost_hint(None)
    assert pill(view, "ghost_pill").isHidden()


def test_pills_stand_beside_the_words_and_scroll_with_them(view: ArticleView) -> None:
    view.show_text(TEXT + "\nMore 🚢 words." * 90, tuple(marks(None).values()))
    shown = pill(view, "suggestion_pill").geometry()
    for span in SUGGESTED.content:
        for rect in view.lines.rects_of(span):
            assert not shown.adjusted(6, 6, -6, -6).intersects(rect.toAlignedRect())
    view.verticalScrollBar().setValue(60)
    assert pill(view, "suggestion_pill").geometry() == shown.translated(0, -60)
    view.verticalScrollBar().setValue(900)
    assert pill(view, "suggestion_pill").isHidden()


# -------------------------------------------------------------------------------------------------- the other pills


def test_a_suggestion_in_focus_can_be_decided_by_the_mouse(qtbot: QtBot, view: ArticleView) -> None:
    accepted, rejected = QSignalSpy(view.suggestionAccepted), QSignalSpy(view.suggestionRejected)
    asked = QSignalSpy(view.suggestionAsked)
    for words in ("Accept", "Reject", "Why"):
        qtbot.mouseClick(button(view, "suggestion_pill", words), LEFT)
    assert [each.at(0)[0] for each in (accepted, rejected, asked)] == ["x", "x", "x"]
    view.set_marks(tuple(marks().values()))
    assert pill(view, "suggestion_pill").isHidden()


def test_pills_never_take_the_focus(qtbot: QtBot, view: ArticleView) -> None:
    view.setFocus()
    qtbot.mouseClick(button(view, "suggestion_pill", "Why"), LEFT)
    assert view.hasFocus()
    assert all(
        each.focusPolicy() == Qt.FocusPolicy.NoFocus for each in pill(view, "suggestion_pill").findChildren(Button)
    )


def test_what_may_only_be_read_offers_nothing(view: ArticleView) -> None:
    view.set_editable(False)
    assert pill(view, "suggestion_pill").isHidden()
    view.set_editable(True)
    assert not pill(view, "suggestion_pill").isHidden()


def test_keys_are_shown_as_they_are_bound(view: ArticleView) -> None:
    width = button(view, "suggestion_pill", "Accept").sizeHint().width()
    view.set_keys(PillKeys(accept="Ctrl Alt Y"))
    assert button(view, "suggestion_pill", "Accept").toolTip() == "Accept the suggestion  Ctrl Alt Y"
    assert button(view, "suggestion_pill", "Accept").sizeHint().width() > width


def test_a_continuation_is_outlined_and_joined_by_a_click(qtbot: QtBot, view: ArticleView) -> None:
    span, clicked = at("“And that is all.”"), QSignalSpy(view.offerClicked)
    view.set_offer(span, "Join", "Ctrl J")
    assert pill(view, "continuation_pill").isHidden()
    view.set_marks(tuple(marks().values()))
    chip = pill(view, "continuation_pill")
    assert not chip.isHidden()
    row = view.rect_of(span)
    assert chip.geometry().right() < row.left()
    assert chip.geometry().top() < row.center().y() < chip.geometry().bottom()
    assert view._layout.figure(1).outlines[0][0].colour == marks()["q"].colour
    assert view.hits(row.center()) == ()
    qtbot.mouseClick(button(view, "continuation_pill", "Join"), LEFT)
    assert clicked.count() == 1
    view.set_offer(None)
    assert chip.isHidden()
    assert view._layout.figure(1) is None


def test_a_narrow_margin_has_room_for_the_sign_of_the_chip(view: ArticleView) -> None:
    view.window().resize(1100, 700)
    view.resize(576, 600)
    view.set_offer(at("“And that is all.”"), "Join this to the quotation", "Ctrl J")
    view.set_marks(tuple(marks().values()))
    chip = pill(view, "continuation_pill")
    assert chip.geometry().left() >= -6
    assert chip.geometry().right() < view.rect_of(at("“And")).left()
    assert button(view, "continuation_pill", "Join").accessibleName() == "Join this to the quotation"


def test_another_text_has_no_offers_yet(view: ArticleView) -> None:
    view.set_offer(at("“And that is all.”"), "Join", "Ctrl J")
    view.set_ghost_hint(Hint("cue"))
    view.set_marks(tuple(marks().values()))
    view.show_text("Other words 🚢.")
    assert all(pill(view, name).isHidden() for name in ("ghost_pill", "continuation_pill", "suggestion_pill"))


# --------------------------------------------------------------------------------------------------- stances, tips


def test_targets_have_the_sign_of_their_stance(view: ArticleView) -> None:
    made = marks()
    assert made["q:target:1"].kind == "favour"
    assert made["q:evidence:2"].spans == (at("stay"),)
    view.set_marks(tuple(made.values()))
    figure = view._layout.figure(0)
    assert [mark.id for mark, _ in figure.signs] == ["q:target:1"]
    _, place = figure.signs[0]
    rect = view.lines.rects_of(at("here"))[0]
    assert abs(view.lines.page.left + place.x() - rect.right()) < 1
    view.grab()


def test_tips_of_all_roles() -> None:
    made = marks(ghost=GHOST)
    tips = {id: tip_of(mark, LAYER, (SUGGESTED,), names, ENTITIES, DEFAULT) for id, mark in made.items()}
    assert tips == {
        "m": "Person: Zoe\u0301 Lind <b>",
        "q": "Nobody named yet, direct",
        "x": "Suggested: Zoe\u0301 Lind <b>, indirect, score 0.50",
        "q:target:1": "Stance towards this: Favour",
        "q:evidence:2": "Evidence of a stance: Favour",
        "q:ghost_cue": "Offered as the cue",
        "q:ghost_speaker": "Offered as the speaker",
    }
    assert tip_of(made["m"], LAYER, (), names, {}, DEFAULT) == "Person: not in the registry"
    gone = Layer("l", "annotator")
    assert all(tip_of(made[id], gone, (), names, {}, DEFAULT) == "" for id in ("m", "q", "x"))


def test_the_tip_joins_mention_and_quotation_and_is_never_html(qtbot: QtBot, view: ArticleView) -> None:
    view.set_tips(lambda mark: {"m": "Person: <b>Zoe\u0301</b>", "x": "Plain words 🚢"}.get(mark.id, ""))
    inside = Mark("m", "mention", (at("else"),), kind="person")
    view.set_marks((*marks(None).values(), inside))

    def tip(words: str) -> str:
        point: QPoint = view.rect_of(at(words)).center()
        where = view.viewport().mapToGlobal(point)
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, where))
        return QToolTip.text()

    assert tip("was") == "Plain words 🚢"
    assert tip("else") == "<p>Person: &lt;b&gt;Zoe\u0301&lt;/b&gt;\nPlain words 🚢</p>"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not any(w.metaObject().className() == "QTipLabel" for w in QApplication.topLevelWidgets()))
