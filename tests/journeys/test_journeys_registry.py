"""Who is who: type-ahead, linking the others of a name, the cast corrected, merging, splitting, the Entities view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import FakePipeline
from driver import Driver
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.domain.registry import Entity
from annotator.ui.card.cast_key import CAST_MIME, CastKey, carrying
from annotator.ui.entities.view import EntitiesView
from annotator.ui.kit.type_ahead import TypeAhead

QUAY = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\r\n"
    "“It is over,” said Jun Sato. Later Jun Sato went home. 佐藤 did not.\r\n"
    "قالت سامية: «لن نغادر الميناء أبدا»."
)
BRIDGE = "“The bridge closes at noon 🌉,” Jun Sato told the cafe\u0301. “It opens at one,” Zoe\u0301 Lindqvist said."
Opener = Callable[..., Driver]
Maker = Callable[..., Path]


@pytest.fixture
def driver(open_window: Opener, make_project: Maker, fake: FakePipeline) -> Driver:
    driver = open_window(make_project({"Quay": QUAY, "Bridge": BRIDGE}), pipeline=fake.command)
    driver.wait(lambda: not driver.window.labelling.waiting)
    driver.window.open_document("Quay")
    return driver


def entities(driver: Driver) -> dict[str, Entity]:
    return {each.name: each for each in driver.window.session.entities.values()}


def asked(driver: Driver) -> TypeAhead:
    found = driver.window.findChild(TypeAhead)
    assert isinstance(found, TypeAhead)
    assert found.isVisible()
    return found


def view(driver: Driver) -> EntitiesView:
    driver.press("Alt+3")
    found = driver.window.views.entities()
    assert found.isVisible()
    return found


# ------------------------------------------------------------------------------------------------ type-ahead


@pytest.mark.parametrize("typed", ["lindqvist", "Lindqist", "zoe l", "ZOE\u0301"])
def test_a_speaker_is_found_by_a_part_of_the_name_or_a_slip_of_it(driver: Driver, typed: str) -> None:
    driver.click("is over").press("Q", "/")
    driver.type(typed).press("Return", on=driver.focused())
    (speaker,) = driver.active.speakers
    assert driver.window.session.entities[speaker.entity or ""].name == "Zoe\u0301 Lindqvist"
    assert driver.article.hasFocus()


def test_a_speaker_is_found_by_an_alias_in_another_article(driver: Driver) -> None:
    driver.click("is over").press("Q", "Return", "Esc")
    shown = view(driver)
    shown.table.choose([entities(driver)["Jun Sato"].id])
    shown.card.alias.edit.setFocus()
    driver.type("the harbour master").press("Return", on=shown.card.alias.edit)
    driver.window.open_document("Bridge")
    driver.click("opens").press("Q", "/")
    driver.type("harbour m").press("Return", on=driver.focused())
    assert driver.active.speakers[0].entity == entities(driver)["Jun Sato"].id


def test_a_new_name_becomes_an_entity_and_esc_changes_nothing(driver: Driver) -> None:
    driver.click("is over").press("Q", "/")
    driver.type("Cafe\u0301 Owner 🏭").press("Esc", on=driver.focused())
    assert (driver.active.speakers, driver.article.hasFocus()) == ((), True)
    driver.press("/")
    driver.type("Cafe\u0301 Owner 🏭").press("Ctrl+Return", on=driver.focused())
    assert driver.active.speakers[0].entity == entities(driver)["Cafe\u0301 Owner 🏭"].id
    driver.press("Ctrl+Z")
    assert entities(driver) == {}


def test_words_chosen_as_the_speaker_are_known_by_the_name_in_them(driver: Driver) -> None:
    driver.click("is over").press("Q")
    driver.select("said Jun Sato").press("C")
    driver.select("Jun Sato").press("S")
    assert driver.active.speakers[0].entity == entities(driver)["Jun Sato"].id
    driver.press("Ctrl+Z")
    assert entities(driver) == {}


# ------------------------------------------------------------------------------------------------ linking


def begin_bridge(driver: Driver) -> None:
    """Have a layer in the other article too: of one not begun the names are linked when they are first taken."""
    driver.window.open_document("Bridge")
    driver.click("opens").press("Q", "Esc")
    driver.window.open_document("Quay")


def test_linking_one_mention_offers_the_others_here_and_elsewhere(driver: Driver) -> None:
    begin_bridge(driver)
    driver.click("Jun Sato").press("L")
    driver.type("Juna Sato").press("Ctrl+Return", on=driver.focused())
    assert "1 more in this article and 1 in 1 other article" in driver.told
    driver.answer("Link all 2")
    who = entities(driver)["Juna Sato"].id
    assert [each.entity for each in driver.layer.mentions if driver.said(each.spans) == ["Jun Sato"]] == [who, who]
    driver.window.open_document("Bridge")
    assert [each.entity for each in driver.layer.mentions if driver.said(each.spans) == ["Jun Sato"]] == [who]
    driver.press("Ctrl+Z")
    assert [each.entity for each in driver.layer.mentions if driver.said(each.spans) == ["Jun Sato"]] == [None]
    driver.window.open_document("Quay")
    assert [each.entity for each in driver.layer.mentions if driver.said(each.spans) == ["Jun Sato"]] == [who, None]


def test_only_those_of_this_article_are_linked_if_that_is_wanted(driver: Driver) -> None:
    begin_bridge(driver)
    driver.click("Jun Sato").press("L")
    driver.type("Juna Sato").press("Ctrl+Return", on=driver.focused())
    driver.answer("Only here")
    linked = [each for each in driver.layer.mentions if each.entity]
    assert [driver.said(each.spans) for each in linked] == [["Jun Sato"], ["Jun Sato"]]
    driver.window.open_document("Bridge")
    assert not any(each.entity for each in driver.layer.mentions)


def test_the_offer_goes_with_its_article(driver: Driver) -> None:
    begin_bridge(driver)
    driver.click("Jun Sato").press("L")
    driver.type("Juna Sato").press("Ctrl+Return", on=driver.focused())
    assert driver.offers("Link all 2")
    driver.window.open_document("Bridge")
    assert not driver.offers("Link all 2"), "there it would link nothing of the article it was about"


def test_mentions_are_linked_labelled_and_removed_where_the_caret_stands(driver: Driver) -> None:
    driver.article.set_caret(driver.find("Jun Sato").start + 4)
    driver.press("L")
    driver.type("Juna Sato").press("Ctrl+Return", on=driver.focused())
    first = next(each for each in driver.layer.mentions if driver.said(each.spans) == ["Jun Sato"])
    assert driver.window.session.entities[first.entity].name == "Juna Sato"
    driver.press("Ctrl+E")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text().replace("&", "") == "Organisation").trigger()
    menu.close()
    assert [each.label for each in driver.layer.mentions if each.spans == first.spans] == ["organisation"]
    driver.press("Ctrl+Delete")
    assert first.spans not in {each.spans for each in driver.layer.mentions}
    driver.article.set_caret(driver.find("went").start + 2)
    driver.press("L")
    assert "Click a mention first, or put the caret into it" in driver.told


# ------------------------------------------------------------------------------------------------ the cast


def cast_key(driver: Driver, name: str) -> CastKey:
    return next(each for each in driver.window.annotate.card.cast.keys if each.row.name == name)


def cast_names(driver: Driver) -> list[str]:
    return [each.name for each in driver.window.session.cast]


def test_two_of_the_cast_are_joined_by_dragging_one_on_the_other(driver: Driver) -> None:
    keep, other = cast_key(driver, "Jun Sato"), cast_key(driver, "佐藤")
    at, link = QPoint(4, 4), Qt.DropAction.LinkAction
    mime = carrying(CAST_MIME, other.row.id)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(keep, QDragEnterEvent(at, link, mime, left, none))
    QApplication.sendEvent(keep, QDropEvent(QPointF(at), link, mime, left, none))
    assert "佐藤" not in cast_names(driver)
    (member,) = (each for each in driver.window.session.cast if each.name == "Jun Sato")
    assert len(member.mentions) == 3
    driver.press("Ctrl+Z")
    assert "佐藤" in cast_names(driver)


def test_two_of_the_cast_are_joined_by_the_keyboard_alone(driver: Driver) -> None:
    other = cast_key(driver, "佐藤")
    other.setFocus()
    menu_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), other.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(other, menu_key)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_J)
    below = QApplication.activePopupWidget()
    names = [each.text() for each in below.actions()]
    for _ in range(names.index("Jun Sato") + (below.activeAction() is None)):
        QTest.keyClick(below, Qt.Key.Key_Down)
    QTest.keyClick(below, Qt.Key.Key_Return)
    assert "佐藤" not in cast_names(driver)
    assert "Jun Sato" in cast_names(driver)


# ------------------------------------------------------------------------------------------------ the Entities view


def test_merging_shows_what_it_changes_and_can_be_undone(driver: Driver) -> None:
    driver.click("is over").press("Q", "Return", "Esc")
    driver.click("stay").press("Q", "Return", "Esc").press("Ctrl+Return")
    driver.window.open_document("Quay")
    shown = view(driver)
    both = entities(driver)
    shown.table.choose([both["Jun Sato"].id, both["Zoe\u0301 Lindqvist"].id])
    assert shown.merge.isVisible()
    said = shown.merge.accessibleDescription()
    assert "quotation" in said
    assert "done" in said
    kept = shown.merge.kept
    driver.press("Return", on=next(each for each in shown.merge.parts if each.part.id == kept))
    assert len(entities(driver)) == 1
    assert {each.speakers[0].entity for each in driver.quotations} == {kept}
    driver.press("Ctrl+Z")
    assert entities(driver) == both
    assert len({each.speakers[0].entity for each in driver.quotations}) == 2


def test_search_and_passages_lead_to_the_place(driver: Driver) -> None:
    driver.click("is over").press("Q", "Return", "Esc")
    driver.window.open_document("Bridge")
    driver.click("closes").press("Q", "Return", "Esc")
    shown = view(driver)
    shown.focus_search()
    driver.type("sato")
    driver.wait(lambda: [each.entity.name for each in shown.table.entities.rows()] == ["Jun Sato"])
    shown.table.choose([entities(driver)["Jun Sato"].id])
    rows = shown.passages.list.list.passages.rows
    assert {each.words for each in rows} == {"“It is over,”", "“The bridge closes at noon 🌉,”"}
    listed = shown.passages.list.list
    wanted = next(n for n, each in enumerate(rows) if each.document == "Quay")
    listed.setCurrentIndex(listed.passages.index(wanted))
    driver.press("Return", on=listed)
    assert driver.title == "Quay"
    assert driver.said(driver.active.content) == ["“It is over,”"]
    assert driver.window.views.name == "annotate"
