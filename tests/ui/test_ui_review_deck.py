"""The feedback deck while it is being read: who stands at an item, or writes an answer, is not disturbed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Annotator
from annotator.operations import feedback
from annotator.operations.feedback import Feedback
from annotator.store.project import Project
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.review.deck import ReviewDeck
from annotator.ui.review.feedback import FeedbackCard, FeedbackModel
from annotator.ui.session import Session
from tests.journeys.reviewed import make_reviewed


def item(document: str, key: str) -> Feedback:
    return Feedback(key, document, "Cafe\u0301 🏭", None, None, (), (), "", "", "Who says so? 🤔", True, False)


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    session = Session(Annotator("a_ana", "Ana 🧭"))
    session.open_project(Project.open(make_reviewed(tmp_path / "cafe\u0301.annotator", articles=2)))
    yield session
    session.close_project()


def test_who_stands_at_an_item_stays_there_when_an_earlier_article_gets_more(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {"d_0": (item("d_0", "one"),), "d_1": (item("d_1", "two"), item("d_1", "three"))}

    def by_document(
        _project: Project, _annotator: str, documents: Collection[str] | None = None
    ) -> Iterator[tuple[str, tuple[Feedback, ...]]]:
        yield from ((id, each) for id, each in rows.items() if documents is None or id in documents)

    monkeypatch.setattr(feedback, "by_document", by_document)
    deck = ReviewDeck(session)
    deck.look()
    qtbot.waitUntil(lambda: not deck.reading, timeout=60_000)
    deck.step(1)
    assert deck.item == item("d_1", "two")
    rows["d_0"] = (item("d_0", "zero"), item("d_0", "one"))
    deck.grow_stale(["d_0"])
    deck.look()
    qtbot.waitUntil(lambda: not deck.reading, timeout=60_000)
    assert (deck.item, deck.number, len(deck.items)) == (item("d_1", "two"), 3, 4)
    del rows["d_0"]
    deck.grow_stale(["d_0"])
    deck.look()
    qtbot.waitUntil(lambda: not deck.reading, timeout=60_000)
    assert (deck.item, deck.number, len(deck.items)) == (item("d_1", "two"), 1, 2)
    deck.stop()


def test_an_answer_that_is_being_written_stays_while_the_deck_grows(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    card = FeedbackCard(make_actions(window, {each.id: lambda: None for each in ACTIONS}))
    qtbot.addWidget(card)

    def shown(key: str, total: int) -> None:
        card.show_item(FeedbackModel(key, "Zoe\u0301", "Cafe\u0301 🏭", "questioned", 1, total, note="Who? 🤔"))

    shown("one", 1)
    card.answer.ask("")
    card.answer.set_text("The mayor, cafe\u0301 🎪")
    shown("one", 2)
    assert card.place.text() == "1 of 2"
    assert not card.answer.isHidden()
    assert card.answer.text() == "The mayor, cafe\u0301 🎪"
    shown("two", 2)
    assert card.answer.isHidden()
