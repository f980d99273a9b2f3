"""Two annotators and an adjudicator, with real keys, to exported gold; one colleague, and their feedback deck."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from reviewed import ANA, BEA, LONG, SHORT, TEXT, at, make_reviewed
from test_journeys_access import by_key, controls, label, told

from annotator.domain.annotations import Layer, Origin, Quotation, Stance
from annotator.domain.errors import ProjectError
from annotator.domain.text import Span
from annotator.operations import annotate, feedback
from annotator.operations.desk import Desk
from annotator.operations.exchange import ExportOptions, export
from annotator.store.project import Project
from annotator.ui.review.deck import action_of
from annotator.ui.review.view import ReviewView

Opener = Callable[..., Driver]


class Reviewer:
    """Hands and eyes at the Review view."""

    def __init__(self, driver: Driver, name: str = "Ada") -> None:
        self.driver = driver
        driver.window.rename_annotator(name)
        driver.press("Alt+2")
        driver.wait(lambda: driver.window.views.name == "review")
        self.view: ReviewView = driver.window.views.review()

    def press(self, *keys: str) -> Reviewer:
        """Press keys in the article under review."""
        self.driver.press(*keys, on=self.view.article)
        return self

    def here(self, *keys: str) -> Reviewer:
        """Press keys where the focus is."""
        for key in keys:
            self.driver.press(key, on=self.driver.focused())
        return self

    @property
    def layer(self) -> Layer:
        """Gold as it stands in the file."""
        project, document = self.view.session.project, self.view.reviewing.document
        assert project is not None
        assert document is not None
        found = project.annotations.layer(document.id, "gold")
        assert found is not None, "nothing is in gold"
        return found

    def gold(self, words: str) -> Quotation:
        """Gold's quotation that holds these words."""
        span = at(words)
        return next(each for each in self.layer.quotations if each.content[0].overlaps(span))

    def said(self, quotation: Quotation) -> list[str]:
        return [each.of(TEXT) for each in quotation.content]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The conflicts listed: who stands with whom, in which slots."""
        return [(each.who, each.what) for each in self.view.panel.list.queue.rows if each.key]

    def go_to(self, what: str) -> Reviewer:
        """Go to the conflict in that slot with J and K, as a user does who reads the list."""
        rows = [each for each in self.view.panel.list.queue.rows if each.key]
        wanted = next(n for n, each in enumerate(rows) if each.what == what)
        now = next(n for n, each in enumerate(rows) if each.key == self.view.reviewing.key)
        return self.press(*(["J"] * (wanted - now) if wanted > now else ["K"] * (now - wanted)))

    def key_of(self, key: str) -> list[str]:
        """The enabled actions that have a key."""
        found = self.driver.window.actions_by_id.values()
        return [
            each.objectName()
            for each in found
            if each.isEnabled() and key in [one.toString() for one in each.shortcuts()]
        ]


@pytest.fixture
def reviewer(open_window: Opener, tmp_path: Path) -> Reviewer:
    """An adjudicator over two annotators' labels of two articles."""
    return Reviewer(open_window(make_reviewed(tmp_path / "quay.annotator", articles=2)))


def test_two_annotators_and_an_adjudicator_to_exported_gold(reviewer: Reviewer, tmp_path: Path) -> None:
    assert [what for _, what in reviewer.rows] == ["whole quotation", "content", "speaker"]
    assert reviewer.view.panel.progress.text() == "0 of 4 decided"
    reviewer.press("1")  # the quotation that only A has is one
    assert reviewer.said(reviewer.gold("ferry")) == ["the ferry will run until spring"]
    reviewer.go_to("content").press("2")
    assert reviewer.said(reviewer.gold("council")) == [LONG]
    assert [what for _, what in reviewer.rows] == ["speaker"]
    reviewer.press("N")
    assert reviewer.driver.focused() is reviewer.view.side.card.reasons
    reviewer.here("Return")  # the likeliest reason
    assert reviewer.gold("Nobody").speakers == ()
    assert reviewer.view.side.page == "empty"
    reviewer.press("Ctrl+Shift+Return")
    assert reviewer.view.side.page == "preview"
    reviewer.here("Return")
    assert reviewer.view.panel.progress.text() == "4 of 4 decided"
    assert reviewer.view.side.empty.words.text() == "No conflicts left here. 4 of 4 decided."
    assert reviewer.layer.status == "adjudicated"
    decisions = _exported(reviewer, tmp_path)["decisions"]
    assert {each["action"] for each in decisions} == {"picked", "none", "agreed"}
    assert "wrong_speaker" in {each["reason"] for each in decisions}


def _exported(reviewer: Reviewer, folder: Path) -> dict[str, list[dict[str, str]]]:
    project = reviewer.view.session.project
    assert project is not None
    out = folder / "gold.jsonl"
    export(project, out, ExportOptions(layer="gold"))
    first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert [each["kind"] for each in first["layers"]] == ["gold"]
    assert isinstance(first, dict)
    return first


def test_decisions_are_undone_and_done_again_where_they_were_made(reviewer: Reviewer) -> None:
    reviewer.go_to("content").press("1")
    assert reviewer.said(reviewer.gold("council")) == [SHORT]
    reviewer.press("U")
    assert ("A≠B", "content") in reviewer.rows
    assert reviewer.view.reviewing.slot == "content"
    reviewer.press("2")
    assert reviewer.said(reviewer.gold("council")) == [LONG]
    reviewer.press("Ctrl+Z")
    assert ("A≠B", "content") in reviewer.rows
    assert reviewer.driver.window.views.name == "review"
    reviewer.press("Ctrl+Shift+Z")
    assert ("A≠B", "content") not in reviewer.rows


def test_gold_is_edited_with_the_ordinary_gestures(reviewer: Reviewer) -> None:
    driver = reviewer.driver
    reviewer.go_to("content").press("E")
    assert driver.window.views.name == "annotate"
    assert driver.window.session.gold
    assert driver.said(driver.active.content) == [SHORT]
    driver.press("[")
    assert driver.said(driver.active.content) == ["the council would sell the"]
    driver.press("Ctrl+Return")
    assert driver.window.views.name == "review"
    assert not driver.window.session.gold
    assert reviewer.said(reviewer.gold("council")) == ["the council would sell the"]
    assert ("A≠B", "content") not in reviewer.rows
    own = driver.window.session.project
    assert own is not None
    ana = own.annotations.layer("d_0", "annotator", ANA.id)
    assert ana is not None
    assert ana.quotations[1].content == (at(SHORT),), "an annotator's layer is never written"


def test_an_edit_of_an_annotator_brings_the_decision_back(reviewer: Reviewer) -> None:
    reviewer.go_to("content").press("1")
    session = reviewer.view.session
    assert session.project is not None
    desk = Desk(session.project, "d_0", BEA)
    session.take(annotate.move_edge(desk, "q2_bea0", "content", 0, "end", -1))
    assert ("A≠B", "content") in reviewer.rows
    assert [each.state for each in reviewer.view.panel.list.queue.rows if each.what == "content"] == ["stale"]
    assert reviewer.said(reviewer.gold("council")) == [SHORT], "gold is not touched"
    reviewer.go_to("content").press("G")
    assert ("A≠B", "content") not in reviewer.rows
    assert reviewer.said(reviewer.gold("council")) == [SHORT]


def test_a_slot_is_taken_back_where_it_was_chosen(reviewer: Reviewer) -> None:
    session = reviewer.view.session
    assert session.project is not None
    session.take(annotate.set_type(Desk(session.project, "d_0", BEA), "q3_bea0", "mixed"))
    before = reviewer.rows
    two = next(what for _, what in before if what.startswith("speaker, "))
    key = reviewer.go_to(two).view.reviewing.key
    reviewer.press("1")  # the speaker; the type is still open
    assert (reviewer.view.reviewing.key, reviewer.view.reviewing.slot) == (key, "type")
    reviewer.press("U")
    assert (reviewer.rows, reviewer.view.reviewing.key, reviewer.view.reviewing.slot) == (before, key, "speakers")


def test_the_next_article_is_offered_once_it_is_known(reviewer: Reviewer) -> None:
    view = reviewer.view
    view.reviewing.show_tab("decided")  # nothing is
    view.overview.begin((ANA.id, BEA.id))
    view.show_state()
    assert (view.side.page, view.side.empty.next.isHidden()) == ("empty", True), "nothing is known of the others"
    reviewer.driver.wait(lambda: not view.side.empty.next.isHidden())


def test_single_keys_mean_one_thing(reviewer: Reviewer) -> None:
    driver = reviewer.driver
    for key in ("1", "B", "E", "N", "U", "P", "J", "K", "?", "A", "F", "X", "Return", "Ctrl+Return"):
        for view in ("annotate", "review", "entities"):
            driver.window.views.show(view)
            assert len(reviewer.key_of(key)) <= 1, (view, key, reviewer.key_of(key))
    driver.window.views.show("review")
    assert reviewer.key_of("?") == ["review.question"]
    driver.window.views.show("annotate")
    assert reviewer.key_of("?") == ["help.keys_typed"]


def test_who_takes_over_decides_in_their_own_name(reviewer: Reviewer) -> None:
    driver = reviewer.driver
    reviewer.press("1")
    driver.window.rename_annotator("Bo 🧭")
    assert driver.window.status.annotator.text() == "Bo 🧭 adjudicates"
    reviewer.press("1")
    project = reviewer.view.session.project
    assert project is not None
    names = {each.id: each.name for each in project.annotators()}
    assert {names[each.by] for each in project.annotations.decisions("d_0")} == {"Ada", "Bo 🧭"}


def test_names_are_hidden_until_asked_for(reviewer: Reviewer) -> None:
    def shown() -> str:
        parts = reviewer.view.findChildren(QWidget)
        return " ".join(f"{each.accessibleName()} {each.toolTip()}" for each in parts)

    assert ANA.name not in shown()
    reviewer.press("W")
    assert ANA.name in shown()
    reviewer.press("W")
    QApplication.processEvents()
    assert reviewer.view.head.names.text() == "names hidden"


def test_another_article_is_a_key_away(reviewer: Reviewer) -> None:
    assert reviewer.view.reviewing.document is not None
    assert reviewer.view.reviewing.document.id == "d_0"
    reviewer.press("Alt+Down")
    assert reviewer.view.reviewing.document.id == "d_1"
    assert reviewer.view.article.text().endswith("Edition 1.")
    reviewer.press("Alt+Up")
    assert reviewer.view.reviewing.document.id == "d_0"


def test_a_colleague_is_reviewed_and_learns_what_was_changed(open_window: Opener, tmp_path: Path) -> None:
    path = make_reviewed(tmp_path / "one.annotator", (ANA,))
    reviewer = Reviewer(open_window(path))
    driver = reviewer.driver
    assert reviewer.view.reviewing.single
    reviewer.press("A")  # accept the first
    assert reviewer.said(reviewer.gold("stays open")) == ["“The cafe\u0301 stays open 🎪,”"]
    reviewer.press("F")  # fix the second: why, then how
    reviewer.here("F")
    assert driver.window.views.name == "annotate"
    driver.press("[", "Ctrl+Return")
    assert reviewer.said(reviewer.gold("council")) == ["the council would sell the"]
    reviewer.press("X")  # reject the third
    reviewer.here("Return")
    assert len(reviewer.layer.quotations) == 2
    reviewer.press("P")  # and ask about the last
    driver.type("Who says so 🤔?")
    reviewer.here("Return")
    assert reviewer.view.panel.list.queue.rows[0].question
    assert ANA_UNTOUCHED(driver)
    driver.window.rename_annotator(ANA.name)
    reviewer.view.show_mode("feedback")
    deck = reviewer.view.deck
    driver.wait(lambda: not deck.reading)
    assert [action_of(each) for each in deck.items] == ["fixed", "rejected", "questioned"]
    reviewer.press("A")  # what was fixed is taken over
    own = driver.window.session.project
    assert own is not None
    layer = own.annotations.layer("d_0", "annotator", ANA.id)
    assert layer is not None
    assert [each.of(TEXT) for each in layer.quotations[1].content] == ["the council would sell the"]
    reviewer.press("Return")  # the next one is only seen
    assert [action_of(each) for each in deck.items] == ["questioned"]
    assert len(layer.quotations) == 4


def ANA_UNTOUCHED(driver: Driver) -> bool:
    """Whether the colleague's layer is as it was."""
    project = driver.window.session.project
    assert project is not None
    layer = project.annotations.layer("d_0", "annotator", ANA.id)
    return layer is not None and [each.of(TEXT) for each in layer.quotations[1].content] == [SHORT]


def test_lanes_stand_under_the_words_and_move_nothing(reviewer: Reviewer) -> None:
    article = reviewer.view.article
    before = article.rect_of(Span(0, 5))
    reviewer.go_to("content")
    assert [(each.letters, each.spans) for each in article.lanes.lanes] == [
        ("A", (at(SHORT),)),
        ("B", (at(LONG),)),
    ]
    assert article.lanes.core == (at(SHORT),)
    reviewer.go_to("speaker")
    assert article.rect_of(Span(0, 5)) == before


def test_a_click_on_an_option_does_what_its_key_does(reviewer: Reviewer) -> None:
    reviewer.go_to("content")
    option = next(each for each in reviewer.view.side.card.options if each.option.letters == "B")
    QTest.mouseClick(option, Qt.MouseButton.LeftButton)
    assert reviewer.said(reviewer.gold("council")) == [LONG]


def test_the_same_is_done_to_those_like_it_after_a_preview(reviewer: Reviewer) -> None:
    reviewer.view.panel.scope.actions()[1].trigger()  # all articles
    reviewer.go_to("content").press("1")
    reviewer.driver.wait(lambda: reviewer.view.deeds.offer is not None)  # the other article differs in the same way
    reviewer.press("L")
    assert reviewer.view.side.page == "preview"
    assert len(reviewer.view.side.preview.list.passages.rows) == 1
    reviewer.here("Return")
    project = reviewer.view.session.project
    assert project is not None
    reviewer.driver.wait(lambda: reviewer.driver.told.startswith("1 more decided"))
    other = project.annotations.layer("d_1", "gold")
    assert other is not None
    assert [each.of(TEXT) for each in other.quotations[0].content] == [SHORT]


def test_the_queue_stands_by_kind_or_in_text_order(reviewer: Reviewer) -> None:
    by_kind = ["whole quotation", "content", "speaker"]
    assert [what for _, what in reviewer.rows] == by_kind
    choices = {each.text(): each for each in reviewer.view.panel.scope.actions()}
    choices["In text order"].trigger()
    assert [what for _, what in reviewer.rows] == ["content", "speaker", "whole quotation"]
    choices["By kind"].trigger()
    assert [what for _, what in reviewer.rows] == by_kind


def test_what_all_agree_on_in_all_articles_is_one_step(reviewer: Reviewer) -> None:
    view, driver = reviewer.view, reviewer.driver
    driver.wait(lambda: not view.overview.reading)
    view.panel.scope.actions()[1].trigger()  # all articles
    reviewer.press("Ctrl+Shift+Return")
    assert view.side.preview.title.text() == "2 quotations in 2 articles agree"
    reviewer.here("Return")
    driver.wait(lambda: driver.told == "2 agreed quotations taken to gold.")
    project = view.session.project
    assert project is not None
    gold = [project.annotations.layer(each, "gold") for each in ("d_0", "d_1")]
    assert [len(each.quotations) for each in gold if each] == [1, 1]
    reviewer.press("Ctrl+Z")
    assert [project.annotations.layer(each, "gold") for each in ("d_0", "d_1")] == [None, None]


def test_what_has_changed_since_the_preview_is_not_taken(reviewer: Reviewer) -> None:
    reviewer.press("Ctrl+Shift+Return")
    project = reviewer.view.session.project
    assert project is not None
    bea = Desk(project, "d_0", BEA)
    annotate.move_edge(bea, "q1_bea0", "content", 0, "end", -1)  # a mark less: they agree still, on something else
    reviewer.here("Return")
    preview = reviewer.view.side.preview
    assert preview.sentence.text().startswith("What was shown has changed since. Nothing was taken.")
    assert project.annotations.layer("d_0", "gold") is None
    annotate.set_content(bea, "q1_bea0", (at("told reporters"),))  # now they do not agree any more
    reviewer.here("Return")
    assert reviewer.view.side.page != "preview"
    assert "has changed since" in reviewer.driver.told
    assert project.annotations.layer("d_0", "gold") is None


def test_an_unfinished_article_says_what_is_missing(open_window: Opener, make_project: Callable[..., Path]) -> None:
    path = make_project({"Alone": "“The cafe\u0301 🎪 stays,” she said."})
    reviewer = Reviewer(open_window(path))
    assert "marked it done" in reviewer.view.side.empty.words.text()
    assert isinstance(reviewer.driver.window.findChild(QAction, "review.take_1"), QAction)
    assert not reviewer.driver.enabled("review.take_1")


def test_a_read_only_project_can_be_looked_at(open_window: Opener, tmp_path: Path) -> None:
    path = make_reviewed(tmp_path / "kept.annotator")
    with Project.open(path):
        reviewer = Reviewer(open_window(path))
        assert reviewer.rows
        assert not reviewer.driver.enabled("review.take_1")
        assert reviewer.driver.enabled("review.next")


def test_feedback_is_told_when_the_colleague_opens_the_project(open_window: Opener, tmp_path: Path) -> None:
    path = make_reviewed(tmp_path / "told.annotator", (ANA,))
    first = Reviewer(open_window(path))
    first.press("X")
    first.here("Return")
    first.driver.close()
    driver = open_window(path)
    driver.window.rename_annotator(ANA.name)
    driver.window.waiting.count(driver.window.session.project, ANA.id)
    driver.wait(lambda: any("feedback on your labels" in each for each in driver.notices))
    driver.answer("Look at it")
    assert driver.window.views.review().mode == "feedback"
    driver.wait(lambda: driver.window.views.review().side.feedback.model is not None)


def test_a_question_is_answered_in_the_deck_and_read_by_who_asked(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer = Reviewer(open_window(make_reviewed(tmp_path / "asked.annotator", (ANA,))))
    driver, view = reviewer.driver, reviewer.view
    reviewer.press("P")
    driver.type("Who says so 🤔?")
    reviewer.here("Return")
    reviewer.press("K")  # it has gone on to the next
    assert view.side.colleague.pinned.question.text() == "Who says so 🤔?"
    asked = driver.window.session.annotator
    driver.window.turns.switch(ANA)
    driver.run("view.feedback")
    driver.wait(lambda: view.side.page == "feedback")
    assert view.side.feedback.seen.text() == "Answer"
    reviewer.press("Return")
    driver.wait(lambda: driver.focused() is view.side.feedback.answer.edit)
    driver.type("The mayor, cafe\u0301 🎪")
    with monkeypatch.context() as locked:
        locked.setattr(feedback, "answer", Mock(side_effect=ProjectError("another program is writing", "try again")))
        reviewer.here("Return")
    assert "another program is writing" in driver.told
    assert view.side.feedback.answer.text() == "The mayor, cafe\u0301 🎪", "what was written is not lost"
    view.side.feedback.answer.edit.setFocus()
    driver.wait(lambda: driver.focused() is view.side.feedback.answer.edit)
    reviewer.here("Return")
    driver.wait(lambda: view.side.empty.words.text() == "No feedback is waiting for you.")
    driver.window.turns.switch(asked)
    driver.run("view.review")
    pinned = view.side.colleague.pinned
    driver.wait(lambda: pinned.answers.text() == "A: The mayor, cafe\u0301 🎪")
    assert [each.answered for each in view.panel.list.queue.rows] == [True, False, False, False]
    QTest.mouseClick(pinned.off, Qt.MouseButton.LeftButton)
    assert pinned.isHidden()
    assert not any(each.question for each in view.panel.list.queue.rows)
    reviewer.press("Ctrl+Z")
    assert view.side.colleague.pinned.answers.text() == "A: The mayor, cafe\u0301 🎪"


def two_stances(layer: Layer) -> Layer:
    """The first quotation with two stances: Ana and Bea each see one of them otherwise."""
    ana = layer.annotator_id == ANA.id
    values = {"e_omar": "against" if ana else "neutral", "e_board": "favour" if ana else "against"}
    made = Origin("manual", layer.annotator_id)
    stances = tuple(
        Stance(f"s_{target}_{layer.id}", target, (), value, 2, explicit=True, evidence=(), origin=made)
        for target, value in values.items()
    )
    first, *rest = layer.quotations
    return replace(layer, quotations=(replace(first, stances=stances), *rest))


def test_each_stance_is_taken_for_itself(open_window: Opener, tmp_path: Path) -> None:
    reviewer = Reviewer(open_window(make_reviewed(tmp_path / "stances.annotator", change=two_stances)))
    reviewer.go_to("stance")
    card = reviewer.view.side.card

    def shown() -> list[tuple[str, str]]:
        assert card.model is not None
        return [(each.name, each.settled) for each in card.model.slots]

    assert shown() == [("Stance towards Omar Haddad", ""), ("Stance towards harbour board", "")]
    reviewer.press("1")
    assert shown() == [("Stance towards Omar Haddad", "A: Against"), ("Stance towards harbour board", "")]
    reviewer.press("U")
    assert shown()[0] == ("Stance towards Omar Haddad", "")
    reviewer.press("1", "2")
    assert {each.target: each.value for each in reviewer.gold("stays open").stances} == {
        "e_omar": "against",
        "e_board": "against",
    }
    assert "stance" not in [what for _, what in reviewer.rows]
    reviewer.press("Ctrl+Z")
    assert "stance" in [what for _, what in reviewer.rows]


def test_the_notice_of_feedback_goes_when_it_is_looked_at(open_window: Opener, tmp_path: Path) -> None:
    path = make_reviewed(tmp_path / "told.annotator", (ANA,))
    first = Reviewer(open_window(path))
    first.press("X").here("Return")
    first.driver.close()
    driver = open_window(path)
    driver.window.turns.switch(ANA)
    driver.wait(lambda: any("feedback on your labels" in each for each in driver.notices))
    driver.run("view.feedback")
    assert driver.notices == []


def test_the_tab_says_how_much_waits(reviewer: Reviewer) -> None:
    tab = next(each for each in reviewer.driver.window.top.tabs if each.text() == "Review")
    reviewer.driver.wait(lambda: tab.accessibleName() == "Review view, 6")
    reviewer.press("1")
    assert tab.accessibleName() == "Review view, 5"


def _asked(reviewer: Reviewer) -> None:
    reviewer.press("N")


def _question(reviewer: Reviewer) -> None:
    reviewer.press("P")


def _preview(reviewer: Reviewer) -> None:
    reviewer.press("Ctrl+Shift+Return")


def _colleague(reviewer: Reviewer) -> None:
    reviewer.view.whom.chosen.emit((ANA.id,))


def _empty_deck(reviewer: Reviewer) -> None:
    reviewer.view.show_mode("feedback")


def _agreement(reviewer: Reviewer) -> None:
    reviewer.press("Alt+5")
    reviewer.driver.wait(lambda: not reviewer.view.agreement.busy)


def _everywhere(reviewer: Reviewer) -> None:
    reviewer.view.panel.scope.actions()[1].trigger()
    reviewer.press("W")


STATES = (lambda _reviewer: None, _asked, _question, _preview, _colleague, _empty_deck, _agreement, _everywhere)


@pytest.mark.parametrize("state", STATES, ids=["conflict", *(each.__name__ for each in STATES[1:])])
def test_every_control_of_review_has_a_name_a_tooltip_and_a_way_by_key(
    reviewer: Reviewer, state: Callable[[Reviewer], None]
) -> None:
    state(reviewer)
    QApplication.processEvents()
    found = [each for each in controls(reviewer.driver) if reviewer.view.isAncestorOf(each)]
    assert len(found) >= 4
    wrong = [f"no name: {label(each)}" for each in found if not told(each).strip()]
    one_line = [each for each in found if isinstance(each, QAbstractButton | QLineEdit)]
    wrong += [f"no tooltip: {label(each)}" for each in one_line if not each.toolTip().strip()]
    wrong += [f"no way by key: {label(each)}" for each in found if not by_key(each)]
    assert not wrong, "\n".join(wrong)


def test_agreement_opens_its_passages_and_they_lead_to_the_queue(reviewer: Reviewer, tmp_path: Path) -> None:
    _agreement(reviewer)
    page = reviewer.view.agreement
    assert page.figures is not None
    assert "no suggestions" in page.note.text()
    chart = page.pairs.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert page.pair.text() == "A and B"
    rows = page.passages.list.passages.rows
    assert {each.words for each in rows} >= {SHORT, "the ferry will run until spring"}
    assert {each.document for each in rows} == {"d_0", "d_1"}
    page.slots.write(tmp_path / "slots.csv")
    assert (tmp_path / "slots.csv").read_text(encoding="utf-8").startswith("slot,value,low,high,passages\nFound,")
    wanted = next(n for n, each in enumerate(rows) if each.words == SHORT and each.document == "d_1")
    page.passages.list.opened.emit(wanted)
    assert reviewer.view.mode == "queue"
    assert reviewer.view.reviewing.document is not None
    assert reviewer.view.reviewing.document.id == "d_1"
    assert reviewer.view.reviewing.slot == "content"


def test_agreement_is_computed_on_the_labels_before_adjudication(reviewer: Reviewer) -> None:
    reviewer.go_to("content").press("1")
    session = reviewer.view.session
    assert session.project is not None
    desk = Desk(session.project, "d_0", BEA)
    session.take(annotate.set_content(desk, "q2_bea0", (at(SHORT),)))
    _agreement(reviewer)
    figures = reviewer.view.agreement.figures
    assert figures is not None
    assert "frozen" in figures.note()
    assert figures.report.overall.exact == 4, "both articles differ in an edge, as they did before"


def test_f6_goes_from_article_to_card_to_queue(reviewer: Reviewer) -> None:
    view, seen = reviewer.view, []
    reviewer.press()  # the window comes to the front, the focus to the article
    for _ in range(3):
        reviewer.here("F6")
        seen.append(reviewer.driver.focused())
    assert view.side.isAncestorOf(seen[0])
    assert seen[1] is view.panel.list
    assert seen[2] is view.article
    reviewer.here("Shift+F6")
    assert reviewer.driver.focused() is view.panel.list
    reviewer.here("Down")
    assert view.reviewing.number() == 2
