"""Every control, in each view and overlay, has a name to be read aloud, a tooltip and a way by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import Driver
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from annotator.ui.kit.controls import Button
from annotator.ui.sheets.shortcut_sheet import KeyRow

Opener = Callable[..., Driver]
TEXT = (
    "“We will not close the plant 🏭,” Mayor Ana Lindqvist told reporters, “until every worker has a new contract.”\n"
    "Tomá\u0301s Okafor said that the council would decide in May. “Nobody asked us,” Okafor added."
)
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView)


@pytest.fixture
def driver(open_window: Opener, make_project: Callable[..., Path]) -> Driver:
    made = open_window(make_project({"The plant": TEXT, "Second": TEXT + "\nAnother line 🙂"}))
    made.wait(lambda: bool(made.article.text()))
    return made


def active(driver: Driver) -> None:
    driver.select("We will not close the plant").press("Q").select("told").press("C")
    driver.select("Mayor Ana Lindqvist").press("S")


def stance(driver: Driver) -> None:
    active(driver)
    driver.press("T").type("Night ferry")
    driver.press("Return", on=driver.focused())


def entities(driver: Driver) -> None:
    stance(driver)
    driver.run("view.entities")
    view = driver.window.views.entities()
    view.table.choose([each.id for each in view.table.entities.rows()][:1])


def merging(driver: Driver) -> None:
    stance(driver)
    driver.press("Return", on=driver.focused())
    driver.select("Tomá\u0301s Okafor").press("Ctrl+E")
    for menu in [each for each in driver.window.findChildren(QMenu) if each.isVisible()]:
        menu.close()
    driver.run("view.entities")
    view = driver.window.views.entities()
    view.ask_new()
    driver.type("Somebody else 🙂").press("Return", on=driver.focused())
    view.table.choose([each.id for each in view.table.entities.rows()])


def scheme(section: str) -> Callable[[Driver], None]:
    def state(driver: Driver) -> None:
        driver.run("project.scheme")
        driver.window.views.scheme().open(section)

    state.__name__ = f"scheme_{section}"
    return state


def action(name: str) -> Callable[[Driver], None]:
    def state(driver: Driver) -> None:
        active(driver)
        driver.run(name)

    state.__name__ = name
    return state


def searching(driver: Driver) -> None:
    driver.run("edit.search").type("council")


def preferences(section: str) -> Callable[[Driver], None]:
    def state(driver: Driver) -> None:
        driver.run("file.preferences")
        driver.window.overlays._preferences.show_section(section)  # type: ignore[union-attr]

    state.__name__ = f"preferences_{section}"
    return state


def corrected(driver: Driver) -> None:
    active(driver)
    document = driver.window.session.document
    assert document is not None
    path = Path(driver.window.session.project.path).with_name("corrected.txt")  # type: ignore[union-attr]
    path.write_text(TEXT.replace("May", "June"), encoding="utf-8")
    driver.window.care.bring_in(document.id, path)


def start(driver: Driver) -> None:
    driver.window.views.show("start")


STATES = (
    active, stance, entities, merging, searching, corrected, start,
    *map(scheme, ("types", "stances", "flags", "kinds", "attributes_quotation", "asked", "guidelines", "reasons")),
    *map(action, ("view.guidelines", "view.problems", "edit.history", "document.metadata", "document.skip")),
    *map(action, ("document.note", "edit.find", "view.palette", "help.keys", "help.tour", "edit.annotator")),
    *map(action, ("project.new", "speaker.find", "quotation.flags")),
    *map(preferences, ("General", "Annotating", "Keys")),
)  # fmt: skip


def controls(driver: Driver) -> Iterator[QWidget]:
    """What can be clicked or typed into now, in the window and what lies over it."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and top.window() is top and not isinstance(top, QMenu):
            for each in top.findChildren(QWidget):
                if isinstance(each, CONTROLS) and each.isVisible() and each.isEnabled() and not _within(each):
                    yield each


def _within(widget: QWidget) -> bool:
    """Whether a widget is a part that Qt made, such as the button of a scroll area's corner."""
    return widget.objectName().startswith("qt_")


def told(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def by_key(widget: QWidget) -> bool:
    """Whether it can be reached by Tab, by an arrow from one of its group, or its action has a key or a menu."""
    if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
        return True
    if isinstance(widget, QAbstractButton) and widget.group() is not None:
        return True
    if isinstance(widget, KeyRow):
        return any(
            each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value for each in widget.parent().findChildren(KeyRow)
        )
    if widget.objectName() == "palette_rows":  # the arrows move in it from the field
        return True
    followed = widget._followed if isinstance(widget, Button) else None
    return followed is not None and isinstance(followed[0], QAction)


def label(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    above = widget.parentWidget()
    return f"{type(widget).__name__} {widget.objectName() or words!r} in {type(above).__name__}"


@pytest.mark.parametrize("state", STATES, ids=lambda each: each.__name__)
def test_every_control_has_a_name_a_tooltip_and_a_way_by_key(driver: Driver, state: Callable[[Driver], None]) -> None:
    state(driver)
    QApplication.processEvents()
    found = list(controls(driver))
    assert len(found) >= 10
    wrong = [f"no name: {label(each)}" for each in found if not told(each).strip()]
    one_line = [
        each for each in found if isinstance(each, QAbstractButton | QLineEdit)
    ]  # rows and texts have their own
    wrong += [f"no tooltip: {label(each)}" for each in one_line if not each.toolTip().strip()]
    wrong += [f"no way by key: {label(each)}" for each in found if not by_key(each)]
    assert not wrong, "\n".join(wrong)


def test_tab_goes_through_the_window_in_reading_order(driver: Driver) -> None:
    """From the top bar by documents, article, card to the status line; the article is left by F6."""
    active(driver)
    window = driver.window
    window.top.project.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(200):
        here = QApplication.focusWidget()
        if here is None or here in seen:
            break
        seen.append(here)
        if here is driver.article:
            driver.window.annotate.card.cast.setFocus()
            QTest.keyClick(window, Qt.Key.Key_Tab)
            continue
        QTest.keyClick(here, Qt.Key.Key_Tab)
    parts = [window.top, window.annotate.documents, window.annotate.card, window.status]
    order = [next((n for n, part in enumerate(parts) if part.isAncestorOf(each)), None) for each in seen]
    known = [each for each in order if each is not None]
    assert set(known) == {0, 1, 2, 3}
    assert known == sorted(known)
