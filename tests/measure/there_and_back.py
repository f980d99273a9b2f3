"""A project that goes out as copies and comes back, in the real window, with real events that are counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer
from annotator.formats.base import ReadOptions
from annotator.formats.jsonl import read
from annotator.store.project import Project
from annotator.ui.dialogs.export_sheet import ExportSheet
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.main_window import MainWindow
from annotator.ui.review.view import ReviewView
from tests.measure.perturbed import PEOPLE, Article, Rates, layer


class Adjudicator:
    """Hands at the Review view.  Everything that is pressed or clicked is counted."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.counted: Counter[str] = Counter()

    @property
    def focus(self) -> QWidget:
        """What has the focus, once the window is in front."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
            wait(lambda: QApplication.focusWidget() is not None)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    @property
    def view(self) -> ReviewView:
        """The Review view."""
        return self.window.views.review()

    def key(self, *chords: str) -> None:
        """Press keys where the focus is."""
        for chord in chords:
            self.counted[chord] += 1
            combination = QKeySequence(chord)[0]
            QTest.keyClick(self.focus, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def words(self, text: str) -> None:
        """Type words."""
        self.counted["typed"] += len(text)
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def click(self, button: QWidget) -> None:
        """Click a button."""
        self.counted["click"] += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def run(self, action: str) -> None:
        """Choose an action from the menu: two clicks."""
        self.counted["click"] += 2
        found = self.window.findChild(QAction, action)
        assert found is not None, action
        assert found.isEnabled(), f"{action} is disabled"
        found.trigger()
        QApplication.processEvents()

    def drop(self, path: Path) -> None:
        """Let a file go over the window: a drag."""
        self.counted["drag"] += 1
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        middle, copy = self.window.rect().center(), Qt.DropAction.CopyAction
        button, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(middle, copy, mime, button, plain))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(middle), copy, mime, button, plain))

    def sheet(self, kind: type[Sheet] = Sheet) -> Sheet:
        """The sheet over the window, once it is there."""
        wait(lambda: any(each.isVisible() for each in self.window.findChildren(kind)))
        return [each for each in self.window.findChildren(kind) if each.isVisible()][-1]


def wait(fact: Callable[[], object], rounds: int = 4000) -> None:
    """Let the window work until this is true."""
    for _ in range(rounds):
        QApplication.processEvents()
        if fact():
            return
        QTest.qWait(5)
    raise AssertionError("it never came true")


def handed_out(hands: Adjudicator, project: Path, who: str) -> Path:
    """A blind copy for an annotator, asked for in the window."""
    hands.run("file.copy_for")
    sheet = hands.sheet()
    hands.words(who)
    hands.click(sheet.blind)  # type: ignore[attr-defined] - the copy sheet's
    path = sheet.where()  # type: ignore[attr-defined]
    hands.key("Return")
    wait(lambda: not hands.window.files.busy and path.exists())
    assert isinstance(path, Path)
    return path


def annotated(
    path: Path, document: AnnotatedDocument, gold: Layer, number: int, rates: Rates, chance: random.Random
) -> None:
    """An annotator's work in their copy."""
    article = Article(document.document, gold.quotations)
    with Project.open(path, exclusive=False) as project:
        person = project.receiver
        assert person is not None
        made = layer(article, Annotator(person.id, PEOPLE[number].name), rates, chance)
        with project.step("Annotate", actor=person.id):
            project.save_annotator(person)
            there = project.registry.find(each.id for each in document.entities)
            for each in document.entities:
                if each.id not in there:
                    project.registry.save(each)
            project.annotations.add_layer(article.document.id, replace(made, annotator=person.name))


def merged(hands: Adjudicator, path: Path) -> None:
    """The copy back in the window."""
    hands.drop(path)
    sheet = hands.sheet()
    hands.click(next(each for each in sheet.findChildren(QAbstractButton) if each.text() == "Merge…"))
    wait(lambda: not hands.window.files.busy and hands.window.handoff.merge_sheet is not None)
    hands.click(hands.sheet().yes)
    wait(lambda: not hands.window.files.busy and hands.window.handoff.merge_sheet is None)


def exported(hands: Adjudicator, out: Path) -> list[AnnotatedDocument]:
    """Gold as the window exports it."""
    hands.run("file.export")
    sheet = hands.sheet(ExportSheet)
    assert isinstance(sheet, ExportSheet)
    hands.click(sheet.layer)
    menu = next(each for each in sheet.findChildren(QMenu) if each.isVisible())
    gold = next(each for each in menu.actions() if each.text() == "Gold only")
    hands.counted["click"] += 1
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(gold).center())
    sheet.set_path(out)  # what the file dialog answers
    hands.click(sheet.yes)
    wait(lambda: not hands.window.files.busy and out.exists())
    with out.open("rb") as stream:
        return [each.content for each in read(stream, ReadOptions(str(out)))]
