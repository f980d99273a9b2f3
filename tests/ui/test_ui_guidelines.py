"""The guidelines beside the text: read safely, searched, brought into view by reason code, edited in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QTextDocument
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT, Guideline, Scheme
from annotator.ui.kit.basics import hbox
from annotator.ui.look.theme import Theme
from annotator.ui.scheme.guideline_rule import GENERAL, MarkdownView, Rule, RuleView, rules_of
from annotator.ui.scheme.guidelines_panel import GuidelinesPanel

Key = Qt.Key
OWN = replace(
    DEFAULT,
    guidelines=(
        Guideline("", "Read the **whole** article e\u0301 🏭 first."),
        Guideline("headline", "Headlines count."),
        Guideline("hashtag", "Hashtags are text.\n\n" + "word " * 400),
        Guideline("other", "Sarcasm counts; see [the manual](https://example.org/m)."),
        Guideline("headline", "Sub-headings too."),
    ),
)


class Stage(QWidget):
    """A window with an article, the panel, and a window-wide action on Ctrl+Return."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.article = QLineEdit()
        self.panel = GuidelinesPanel()
        self.edits: list[tuple[str, str]] = []
        self.panel.edited.connect(lambda reason, text: self.edits.append((reason, text)))
        self.stolen: list[str] = []
        action = QAction("Done", self)
        action.setShortcut(QKeySequence("Ctrl+Return"))
        action.triggered.connect(lambda: self.stolen.append("Ctrl+Return"))
        self.addAction(action)
        self.panel.setFixedWidth(280)
        self.setLayout(hbox(self.panel, self.article, gap=0))
        self.resize(600, 500)

    def view(self, reason: str) -> RuleView:
        return self.panel.rules.views[reason]

    def write(self, qtbot: QtBot, reason: str, words: str) -> None:
        editor = self.view(reason).editor
        assert editor is not None
        editor.selectAll()
        qtbot.keyClicks(editor, words)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage()
    qtbot.addWidget(made)
    made.panel.show_scheme(OWN)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_rules_of_one_reason_are_one_in_the_order_of_the_first() -> None:
    rules = rules_of(OWN)
    assert [each.reason for each in rules] == ["", "headline", "hashtag", "other"]
    assert rules[0].name == GENERAL
    assert rules[1].text == "Headlines count.\n\nSub-headings too."


def test_each_rule_stands_under_its_reason_code(stage: Stage) -> None:
    view = stage.view("headline")
    assert view.badge.accessibleName() == "Headline"
    assert view.code.text() == "headline"
    assert view.view.toPlainText() == "Headlines count.\nSub-headings too."
    assert stage.view("").view.toPlainText() == "Read the whole article e\u0301 🏭 first."


def test_a_rule_is_as_high_as_its_words(stage: Stage, qtbot: QtBot) -> None:
    long = stage.view("hashtag").view
    qtbot.waitUntil(lambda: long.height() > 20 * long.fontMetrics().lineSpacing())
    assert long.verticalScrollBar().maximum() == 0


def test_nothing_is_fetched_or_read_and_html_is_words(stage: Stage, tmp_path: Path, qtbot: QtBot) -> None:
    picture = tmp_path / "secret.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(picture))
    address = QUrl.fromLocalFile(str(picture))
    view = stage.view("other").view
    view.show_markdown(
        f"<b>bold</b> <img src='{address.toString()}'> ![x]({address.toString()}) ![y](data:image/png,abc)"
    )
    assert "<b>bold</b> <img src=" in view.toPlainText()
    view.grab()
    for each in (address, QUrl("data:image/png,abc"), QUrl("https://example.org/x.png")):
        stand_in = view.document().resource(QTextDocument.ResourceType.ImageResource, each)
        assert isinstance(stand_in, QImage)
        assert stand_in.width() == 10, "the file's picture is 4 pixels wide"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.org/m", ["https://example.org/m"]),
        ("HTTP://example.org", ["http://example.org"]),
        ("file:///etc/passwd", []),
        ("javascript:alert(1)", []),
        ("other.md", []),
    ],
)
def test_a_link_is_told_only_if_it_leads_to_the_web_and_nothing_opens_it(
    stage: Stage, address: str, told: list[str]
) -> None:
    heard: list[str] = []
    stage.panel.linkClicked.connect(heard.append)
    view = stage.view("other").view
    before = view.toPlainText()
    view.anchorClicked.emit(QUrl(address))
    assert heard == told
    assert view.toPlainText() == before
    assert not view.openLinks()


def test_search_shows_the_rules_with_all_words(stage: Stage, qtbot: QtBot) -> None:
    qtbot.keyClicks(stage.panel.field.edit, "sarcasm OTHER")
    assert [code for code, view in stage.panel.rules.views.items() if view.isVisible()] == ["other"]
    qtbot.keyClicks(stage.panel.field.edit, " quay")
    assert stage.panel.note.text() == "No rule has “sarcasm OTHER quay”."
    assert stage.panel.note.isVisible()
    qtbot.keyClick(stage.panel.field.edit, Key.Key_Escape)
    assert all(view.isVisible() for view in stage.panel.rules.views.values())
    with qtbot.waitSignal(stage.panel.left):
        qtbot.keyClick(stage.panel.field.edit, Key.Key_Escape)


def test_a_reason_is_brought_into_view(stage: Stage, qtbot: QtBot) -> None:
    stage.panel.field.set_text("headings")
    bar = stage.panel.rules.verticalScrollBar()
    assert stage.panel.show_reason("other")
    qtbot.waitUntil(lambda: bar.value() > 100)
    assert stage.panel.field.text() == ""
    assert stage.panel.show_reason("boundary") is False


def test_a_rule_is_written_and_saved_with_ctrl_enter(stage: Stage, qtbot: QtBot) -> None:
    qtbot.mouseClick(stage.view("headline").edit, Qt.MouseButton.LeftButton)
    editor = stage.view("headline").editor
    assert editor is not None
    assert editor.toPlainText() == "Headlines count.\n\nSub-headings too."
    stage.write(qtbot, "headline", "All *headlines*.")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.keyClicks(editor, "Each.")
    qtbot.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.edits == [("headline", "All *headlines*.\nEach.")]
    assert stage.stolen == []
    assert stage.view("headline").editor is None
    assert stage.view("headline").view.isVisible()


def test_leaving_the_editor_saves_once_and_what_is_the_same_is_not_handed_out(stage: Stage, qtbot: QtBot) -> None:
    stage.view("other").start()
    stage.write(qtbot, "other", "Irony counts.")
    stage.article.setFocus()
    assert stage.edits == [("other", "Irony counts.")]
    stage.view("headline").start()
    stage.article.setFocus()
    assert len(stage.edits) == 1


def test_escape_leaves_a_rule_as_it_was(stage: Stage, qtbot: QtBot) -> None:
    stage.view("other").start()
    stage.write(qtbot, "other", "Never mind.")
    editor = stage.view("other").editor
    assert editor is not None
    qtbot.keyClick(editor, Key.Key_Escape)
    assert stage.view("other").editor is None
    assert stage.edits == []


def test_a_rule_being_written_stays_while_the_scheme_changes(stage: Stage, qtbot: QtBot) -> None:
    stage.view("other").start()
    stage.write(qtbot, "other", "Half a sen")
    stage.panel.show_scheme(_without(OWN, "hashtag"))
    assert "hashtag" not in stage.panel.rules.views
    editor = stage.view("other").editor
    assert editor is not None
    assert editor.toPlainText() == "Half a sen"
    stage.panel.finish()
    assert stage.edits == [("other", "Half a sen")]


def test_a_new_rule_for_a_reason_without_one(stage: Stage, qtbot: QtBot) -> None:
    menu = stage.panel.add_menu()
    offered = [each.text() for each in menu.actions()]
    assert "Boundary" in offered
    assert "Headline" not in offered
    next(each for each in menu.actions() if each.text() == "Boundary").trigger()
    menu.deleteLater()
    stage.write(qtbot, "boundary", "Take the comma in.")
    stage.panel.finish()
    assert stage.edits == [("boundary", "Take the comma in.")]


def test_a_new_rule_left_without_words_goes_again(stage: Stage, qtbot: QtBot) -> None:
    stage.panel.start("boundary")
    stage.article.setFocus()
    qtbot.waitUntil(lambda: "boundary" not in stage.panel.rules.views)
    assert stage.edits == []


def test_a_project_that_is_read_only_shows_rules_without_pencils(stage: Stage) -> None:
    stage.panel.set_editable(False)
    assert not stage.view("headline").edit.isVisible()
    assert not stage.panel.add.isVisible()
    stage.panel.start("headline")
    assert stage.view("headline").editor is None


def test_without_guidelines_it_says_so(stage: Stage) -> None:
    stage.panel.show_scheme(replace(DEFAULT, guidelines=()))
    assert stage.panel.note.text() == "No guidelines yet."
    stage.panel.show_scheme(None)
    assert stage.panel.rules.views == {}


def test_a_long_rule_from_a_stranger_is_shown(stage: Stage) -> None:
    stage.view("other").show_rule(Rule("other", "Other", "مرحبا 記者 " * 20_000))
    assert stage.view("other").view.height() > 1000


def test_links_take_the_colour_of_the_theme(qtbot: QtBot) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    palette = Theme.load(dark=True).palette()
    view.show_markdown("[x](https://example.org)")
    view.setPalette(palette)
    assert view.toPlainText() == "x"


def _without(scheme: Scheme, reason: str) -> Scheme:
    return replace(scheme, guidelines=tuple(each for each in scheme.guidelines if each.reason != reason))
