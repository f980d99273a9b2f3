"""The window opens as it was left: layout, the article with caret and active quotation, size of the interface."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator import settings
from annotator.domain.text import Span
from annotator.ui import interface_size

Opener = Callable[..., Driver]
Maker = Callable[..., Path]

LINE = "Mayor Ana Lindqvist of the cafe\u0301 quarter 🏭 said “the plant stays” on day {}.\n"
ARTICLES = {"First": LINE.format(0), "Second": "".join(LINE.format(each) for each in range(60)), "Third": "Nothing 🙂."}


@pytest.fixture
def path(make_project: Maker) -> Path:
    return make_project(ARTICLES)


def opened(open_window: Opener, *argv: Path, size: tuple[int, int] | None = None) -> Driver:
    driver = open_window(*argv, size=size)
    driver.wait(lambda: bool(driver.article.text()))
    return driver


def test_panes_drawer_zoom_filter_and_order_come_back(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path, size=(1300, 820))
    view = driver.window.annotate
    handle = view.room.splitter.handle(1)
    grip = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(handle, grip + QPoint(40, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=grip + QPoint(40, 0))
    widths = view.room.widths()
    assert widths
    driver.run("view.zoom_in").run("view.problems")
    driver.press("Up", "Up", on=view.drawer.edge)
    driver.run("view.guidelines").run("view.card")
    QTest.mouseClick(view.documents.chips["all"], Qt.MouseButton.LeftButton)
    view.documents._choose_order("-title")
    height, zoom = view.drawer.height_chosen(), view.article.zoom()
    driver.close()

    again = opened(open_window, size=(1300, 820))
    view = again.window.annotate
    assert view.room.widths() == widths
    assert view.room.folded() == ("card",)
    assert view.card.isHidden()
    assert view.guidelines.isVisible()
    assert view.guidelines.accessibleName()
    assert (view.drawer.page(), view.drawer.height_chosen()) == ("problems", height)
    assert view.drawer.isVisible()
    assert view.article.zoom() == zoom == 110
    assert (view.documents.shown, view.documents.model.order) == ("all", "-title")


def test_the_window_has_its_size_again(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    wanted = driver.window.screen().availableSize().height() - 34
    driver.window.resize(driver.window.width(), wanted)
    driver.close()
    assert opened(open_window).window.height() == wanted


def test_what_was_folded_can_be_shown_again(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    driver.run("view.documents").run("view.card")
    assert not driver.window.annotate.documents.isVisible()
    driver.close()
    again = opened(open_window)
    assert again.window.annotate.room.folded() == ("documents", "card")
    again.run("view.documents").run("view.card")
    assert again.window.annotate.documents.isVisible()
    assert again.window.annotate.card.isVisible()


def test_the_article_reopens_where_it_was_left(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    driver.window.open_document(driver.window.session.project.documents.ids()[1])  # type: ignore[union-attr]
    driver.select("the plant stays", 40).press("Q")
    active = driver.active.id
    caret, top = driver.article.caret(), driver.article.verticalScrollBar().value()
    assert top > 0
    driver.close()

    again = opened(open_window)
    assert again.title == "Second"
    assert again.active.id == active
    assert again.article.caret() == caret
    place = again.article.rect_of(Span(caret, caret + 1))
    assert again.article.viewport().rect().contains(place.center())


def test_a_drawer_is_shown_where_its_list_can_be_seen(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    driver.run("view.entities").run("view.problems")
    assert driver.window.views.name == "annotate"
    assert driver.window.annotate.drawer.isVisible()


# --------------------------------------------------------------------------------------- the size of the interface


def test_another_size_of_the_interface_is_kept_and_offered(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    driver.run("view.interface_larger").run("view.interface_larger")
    assert settings.load().interface == 120
    assert driver.told == "The interface has 120 % when the window opens again."
    driver.run("view.interface_smaller").run("view.interface_smaller")
    assert driver.notices == []
    driver.run("view.interface_smaller").answer("Open it again")
    assert driver.window.following.opens_again
    assert not driver.window.isVisible()
    assert settings.load().interface == 90


def test_the_interface_goes_from_90_to_150(open_window: Opener, path: Path) -> None:
    driver = opened(open_window, path)
    for _ in range(9):
        driver.run("view.interface_larger")
    assert settings.load().interface == 150
    driver.run("view.interface_reset")
    assert settings.load().interface == 100


@pytest.mark.parametrize(
    ("percent", "system", "factor"),
    [(100, "", None), (150, "", "1.5"), (150, "2", "3"), (100, "2", "2"), (900, "", "1.5"), (120, "odd", "1.2")],
)
def test_qt_is_told_the_size(monkeypatch: pytest.MonkeyPatch, percent: int, system: str, factor: str | None) -> None:
    monkeypatch.delenv("ANNOTATOR_SCALE_FACTOR_BEFORE", raising=False)
    monkeypatch.setenv(interface_size.FACTOR, system)
    for _ in range(2):  # a program that is started by itself does not grow
        interface_size.use_interface(percent)
        monkeypatch.setenv(interface_size.FACTOR, interface_size.os.environ.get(interface_size.FACTOR, ""))
        assert interface_size.os.environ[interface_size.FACTOR] == (factor or "")


# ------------------------------------------------------------------------------------------------ an empty project


def test_an_empty_project_says_what_to_do(open_window: Opener, make_project: Maker, tmp_path: Path) -> None:
    driver = open_window(make_project({}, name="empty"))
    view = driver.window.annotate
    assert view.welcome.isVisible()
    assert not view.article.isVisible()
    assert not view.card.isVisible()
    article = tmp_path / "one.txt"
    article.write_text(LINE, encoding="utf-8")
    driver.drop(article).wait(view.article.isVisible)
    assert view.card.isVisible()
    assert not view.welcome.isVisible()
    driver.run("edit.undo").wait(view.welcome.isVisible)
    driver.close()
    assert settings.load().folded == ()
