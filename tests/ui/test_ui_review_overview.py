"""How the Review view reads all articles bit by bit, and how long decisions take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.domain.annotations import Annotator, Origin
from annotator.domain.registry import Entity
from annotator.operations import curate
from annotator.operations.choosing import Choice
from annotator.store.project import Project
from annotator.ui.entities.same import LikelySame
from annotator.ui.review.overview import Overview
from annotator.ui.review.pace import DecisionPace
from annotator.ui.session import Session
from tests.journeys.reviewed import make_reviewed

ADA = Annotator("a_ada", "Ada 🧭")


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """Three articles by two annotators, and somebody who adjudicates."""
    session = Session(ADA)
    session.open_project(Project.open(make_reviewed(tmp_path / "cafe\u0301.annotator", articles=3)))
    yield session
    session.close_project()


def finish(session: Session, document: str) -> None:
    """Settle all of an article."""
    assert session.project is not None
    desk = curate.review_desk(session.project, document, ADA)
    while conflicts := curate.queue(desk).conflicts:
        item = conflicts[0]
        curate.decide(desk, item.key, item.open_slots[0], Choice("picked", "a_ana"))
    curate.accept_agreed([desk])


def test_the_next_article_is_told_as_soon_as_it_is_known(qtbot: QtBot, session: Session) -> None:
    for each in ("d_0", "d_1"):
        finish(session, each)
    overview = Overview(session)
    found: list[str | None] = []
    overview.begin(None)
    assert overview.reading
    overview.seek(None, 1, found.append)
    assert found == [], "two articles lie before it, and only one was looked at"
    qtbot.waitUntil(lambda: bool(found))
    assert found == ["d_2"]
    qtbot.waitUntil(lambda: not overview.reading)
    overview.seek("d_2", 1, found.append)
    overview.seek("d_2", -1, found.append)
    assert found == ["d_2", None, None]
    assert overview.progress == (3, 3)
    assert [each.status for each in overview.rows] == ["adjudicated", "adjudicated", "new"]


def test_only_what_was_changed_is_read_again(qtbot: QtBot, session: Session) -> None:
    overview = Overview(session)
    overview.begin(None)
    qtbot.waitUntil(lambda: not overview.reading)
    assert overview.open_count() == 9
    before = {each.document: each for each in overview.rows}
    finish(session, "d_1")
    overview.renew(["d_1", "d_none"])
    assert overview.open_count() == 9, "it counts as it was known until it is read"
    qtbot.waitUntil(lambda: not overview.reading)
    assert overview.open_count() == 6
    after = {each.document: each for each in overview.rows}
    assert [after[each] is before[each] for each in ("d_0", "d_1", "d_2")] == [True, False, True]
    overview.stop()


def test_the_middle_time_is_told_and_pauses_are_left_out() -> None:
    now = [0.0]
    pace = DecisionPace(lambda: now[0])
    for seconds in (5.0, 9.0, 400.0, 9.0, 11.0):
        pace.decided()
        now[0] += seconds
    pace.decided()
    assert pace.words == "", "four times are too few"
    now[0] += 30
    pace.decided()
    assert pace.words == "9 s per decision"


def test_names_alike_are_looked_for_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    entities = [Entity(f"e_{n}", name, "person", Origin("manual")) for n, name in enumerate(("Zoé Roos", "Zoé Rooss"))]
    same = LikelySame(None)  # type: ignore[arg-type] - nobody owns it
    same.look(entities)
    assert [set(each) for each in same.groups] == [{"e_0", "e_1"}]
    looked: list[int] = []
    monkeypatch.setattr("annotator.ui.entities.same.likely_same", _counting(looked))
    same.look(entities)
    assert looked == []
    monkeypatch.setattr("annotator.ui.entities.same._FEW", 1)
    with qtbot.waitSignal(same.found):
        same.look([*entities, Entity("e_2", "Omar Haddad 🎪", "person", Origin("manual"))])
    assert looked == [3]
    assert same.groups == (("e_2",),)
    same.stop()


def _counting(looked: list[int]) -> Callable[[list[Entity]], tuple[tuple[str, ...], ...]]:
    def count(entities: list[Entity]) -> tuple[tuple[str, ...], ...]:
        looked.append(len(entities))
        return ((entities[-1].id,),)

    return count
