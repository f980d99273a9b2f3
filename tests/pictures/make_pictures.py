"""Draws the pictures of the documentation: the real window, without a screen, on invented articles.

``make pictures`` writes them into ``resources/pictures``, `ARGS=FOLDER` elsewhere, and brings the key map of the user
guide up to date.  The same commit and the same Qt give the same pictures: preferences and projects lie in a folder that
goes afterwards, the annotator is always Kari Moen, the caret does not blink, it is always today 09:14.  Where the
system has no font with emoji, the one on the first-start picture is a box.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImageWriter, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import settings
from annotator.domain.text import Span
from annotator.settings import Settings
from annotator.store.project import Project
from annotator.ui import history as opened_history
from annotator.ui.app import application, build
from annotator.ui.article.view import ArticleView
from annotator.ui.main_window import MainWindow
from tests.pictures.key_map import write_key_map

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "resources" / "pictures"
LARGE, SMALL = (1440, 900), (1100, 700)
_SETTLE_MS = 150
"""Time for what the window does when it is idle, such as the layout of what is out of sight."""


_COUNTED_MS = 900
"""Time for what the window counts when nothing is to do: the problems of each article."""


class Hand:
    """Uses the window as a person does, so that a picture shows only what can be reached."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        article = window.findChild(ArticleView, "article")
        if article is None:
            raise LookupError("the window has no article view")
        self.article = article

    def find(self, words: str, nth: int = 0) -> Span:
        """Where the words stand for the ``nth`` time, counted from 0."""
        at = -1
        for _ in range(nth + 1):
            at = self.article.text().index(words, at + 1)
        return Span(at, at + len(words))

    def press(self, *keys: str, on: QWidget | None = None) -> Hand:
        """Press keys, written as in the table of actions, in the article or where ``on`` says."""
        target = on or self.article
        target.setFocus()
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        return self

    def run(self, action: str) -> Hand:
        """Choose an action from its menu."""
        self.window.actions_by_id[action].trigger()
        return self

    def mark(self, words: str, key: str, nth: int = 0) -> Hand:
        """Select words and press a key."""
        self.article.select(self.find(words, nth))
        return self.press(key)

    def accept(self, words: str) -> Hand:
        """Walk to the suggestion that begins with those words, and accept it."""
        return self.focus(words).press("Return")

    def focus(self, words: str) -> Hand:
        """Walk to the suggestion that begins with those words."""
        start = self.find(words).start
        for _ in self.window.session.suggestions:
            self.press("Tab")
            here = {each.id: each.start for each in self.window.session.suggestions}
            if here.get(self.window.annotate.focused or "") == start:
                return self
        raise LookupError(f"no suggestion begins with “{words}”")

    def speaker(self, name: str) -> Hand:
        """Press the key of a member of the cast."""
        names = [each.name for each in self.window.session.cast]
        return self.press(str(names.index(name) + 1))

    def stance(self, target: str, *keys: str) -> Hand:
        """Open the stance pad, type the target, then press keys in the pad."""
        self.press("T")
        QTest.keyClicks(QApplication.focusWidget(), target)
        for key in ("Return", *keys):
            self.press(key, on=QApplication.focusWidget())
        return self


# ---------------------------------------------------------------------------------------------------------- scenes


def first_start(_hand: Hand) -> None:
    """The sample as it opens the first time."""


def suggestion(hand: Hand) -> None:
    """A suggestion in focus; the card says what Enter and Backspace do with it."""
    hand.window.open_document("cold-store")
    hand.focus("“The minister’s numbers")


def quotation(hand: Hand) -> None:
    """An active quotation with cue, speaker and the stance pad open, and others before it."""
    hand.window.open_document("cold-store")
    hand.mark("the spring quota will be shared out by the end of January", "Q").mark("promising", "C")
    hand.speaker("Orsolya Brandt")
    hand.mark("Nobody will be left without a licence this winter", "Q").mark("said", "C").press("=")
    hand.stance("Licences for all", "Right", "Return")
    hand.mark("can hold 900 tonnes of herring", "Q").mark("say", "C").mark("officials", "S")
    hand.accept("“We are building").speaker("Orsolya Brandt").mark("the guests", "A")
    hand.stance("Drift-net fleet", "Left", "2", "Return")
    hand.accept("“The minister’s numbers").speaker("Lorenz Achterberg")
    hand.stance("Catch figures", "Left", "2", "E")


def ghosts(hand: Hand) -> None:
    """A new quotation with the cue and the speaker that are proposed for it."""
    hand.window.open_document("cold-store")
    hand.mark("can hold 900 tonnes of herring", "Q")


def annotated(hand: Hand) -> None:
    """The article of `quotation`, its last stance kept."""
    quotation(hand)
    hand.press("Return", on=QApplication.focusWidget())


def entities(hand: Hand) -> None:
    """Two entities chosen, and what merging them would change."""
    annotated(hand)
    hand.run("view.entities")
    table = hand.window.views.entities().table
    table.choose(
        [each.id for each in table.entities.rows() if each.entity.name in ("Drift-net fleet", "Catch figures")]
    )


def scheme(hand: Hand) -> None:
    """The kinds of entity with their use, and the passages of one of them."""
    annotated(hand)
    hand.run("project.scheme")
    hand.window.views.scheme().open("kinds")


def guidelines(hand: Hand) -> None:
    """The guidelines beside the text."""
    annotated(hand)
    hand.run("view.guidelines")


def problems(hand: Hand) -> None:
    """What a quotation without cue and speaker lacks."""
    hand.window.open_document("cold-store")
    hand.mark("can hold 900 tonnes of herring", "Q").press("Esc")
    hand.mark("Nobody will be left without a licence this winter", "Q").press("F8")


def history(hand: Hand) -> None:
    """The steps of the article, one of them undone."""
    annotated(hand)
    hand.run("edit.undo").run("edit.history")


def palette(hand: Hand) -> None:
    """The palette with a few letters in it."""
    annotated(hand)
    hand.run("view.palette")
    QTest.keyClicks(QApplication.focusWidget(), "brandt")


def search(hand: Hand) -> None:
    """A word that is found in several articles."""
    hand.run("edit.search")
    QTest.keyClicks(QApplication.focusWidget(), "winter")


_ARTICLES = (
    ("Ferry to the islands sails again", "2026-11-16", "Quay Post", "The ferry sails from Monday, the company said."),
    ("School keeps its library", "2026-11-17", "The Example Herald", "Parents had asked for it since the spring."),
    ("Tram line nine is late again", "2026-11-17", "Quay Post", "Nobody at the depot wanted to say why."),
    ("Herring prices fall", "2026-11-18", "Coast Letter", "A crate costs a third less than in October."),
    ("Council postpones the budget", "2026-11-19", "The Example Herald", "The vote is on Thursday now."),
)


def importing(hand: Hand) -> None:
    """A table of articles that is about to come in: one is a copy of an article that is there, one line is bad."""
    project = hand.window.session.project
    if project is None:
        raise LookupError("the sample project is not open")
    known = project.documents.get("cold-store")
    rows = [("Headline", "Published", "Paper", "Body"), *_ARTICLES]
    rows.insert(4, (f"{known.title}, says agency", "2026-11-18", "Coast Letter", f"(agency) {known.text}"))
    rows.append(("Nothing but a picture", "2026-11-19", "Quay Post", ""))
    folder = project.path.parent / "downloads"
    folder.mkdir()
    with (folder / "november.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (folder / "again.txt").write_text(known.text, encoding="utf-8")
    hand.window.files.import_paths([folder])
    flow = hand.window.files.flow
    while flow is None or flow.sheet is None or not flow.sheet.found.rows:
        QTest.qWait(20)
    flow.sheet.pickers.choose("source", "Paper")
    before = flow.sheet.found
    while flow.sheet.found is before:
        QTest.qWait(20)


class Scene(NamedTuple):
    """One state of the window, drawn light and dark in one or two sizes; those of the guide light only."""

    name: str
    play: Callable[[Hand], None]
    small: bool = False
    empty: bool = False
    first: bool = False
    guide: bool = False


SCENES = (
    Scene("first_start", first_start, first=True),
    Scene("quotation", quotation, small=True),
    Scene("suggestion", suggestion, small=True),
    Scene("empty_project", first_start, empty=True),
    Scene("ghosts", ghosts, guide=True),
    Scene("entities", entities, guide=True),
    Scene("scheme", scheme, guide=True),
    Scene("guidelines", guidelines, guide=True),
    Scene("problems", problems, guide=True),
    Scene("history", history, guide=True),
    Scene("palette", palette, guide=True),
    Scene("search", search, guide=True),
    Scene("import", importing, guide=True),
)


# ------------------------------------------------------------------------------------------------------------ stage


@contextmanager
def stage(scene: Scene) -> Iterator[Hand]:
    """The window, for one scene, with preferences and projects that nobody keeps."""
    with tempfile.TemporaryDirectory(prefix="annotator-pictures-") as name:
        folder = Path(name)
        os.environ[settings.SETTINGS_VARIABLE] = str(folder / "settings")
        os.environ[settings.PROJECTS_VARIABLE] = str(folder / "projects")
        person = Settings(annotator_id="" if scene.first else "a_karimoen", annotator_name="Kari Moen", theme="light")
        settings.save(person)
        argv: list[str] = []
        if scene.empty:
            argv = [str(folder / "Winter 2026.annotator")]
            Project.create(Path(argv[0]), title="Winter 2026").close()
        window = build(argv)
        try:
            window.show()
            QTest.qWait(_SETTLE_MS)
            yield Hand(window)
        finally:
            window.close()
            shiboken6.delete(window)


def draw(hand: Hand, out: Path, size: tuple[int, int]) -> None:
    """Write the window as a PNG, as small as the format allows."""
    window = hand.window
    window.resize(*size)
    QTest.qWait(_SETTLE_MS)
    meant = {window.annotate.active, window.annotate.focused}
    layer = window.session.layer
    rows = (*layer.quotations, *window.session.suggestions) if layer else ()
    hand.article.verticalScrollBar().setValue(0)
    for each in rows:
        if each.id in meant:
            hand.article.reveal(Span(each.start, each.content[-1].end))
    QTest.qWait(_SETTLE_MS)
    image = window.grab().toImage()
    image.setDotsPerMeterX(2835)  # of the picture, whatever the screen
    image.setDotsPerMeterY(2835)
    writer = QImageWriter(str(out), QByteArray(b"png"))
    writer.setCompression(100)
    if not writer.write(image):
        raise OSError(f"{out}: {writer.errorString()}")


def make(folder: Path) -> list[Path]:
    """Draw every scene into a folder; the files."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    app.setCursorFlashTime(0)
    opened_history.when = lambda _at: "today 09:14"
    app.setEffectEnabled(Qt.UIEffect.UI_General, False)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for scene in SCENES:
        with stage(scene) as hand:
            scene.play(hand)
            QTest.qWait(_COUNTED_MS)
            for theme in ("light",) if scene.guide else ("light", "dark"):
                hand.window.appearance.choose_theme(theme)
                for size in (LARGE, SMALL) if scene.small else (LARGE,):
                    words = [scene.name, *(["1100x700"] if size == SMALL else []), theme]
                    made.append(folder / f"{'_'.join(words)}.png")
                    draw(hand, made[-1], size)
    return made


def main(arguments: list[str]) -> None:
    """Draw into the folder that is named, else into the repository's."""
    for path in make(Path(arguments[0]) if arguments else PICTURES):
        print(f"{path.stat().st_size / 1000:6.0f} kB  {path}")
    if not arguments:
        write_key_map(ROOT / "resources" / "guide" / "10-keys.md")


if __name__ == "__main__":
    main(sys.argv[1:])
