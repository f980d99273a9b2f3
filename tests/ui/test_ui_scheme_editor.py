"""The scheme editor at an open project: what is asked for is previewed, done in one step, told, and can be undone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span, sha256
from annotator.store.project import Project
from annotator.ui.kit.basics import hbox
from annotator.ui.look.theme import Theme
from annotator.ui.scheme.editor import SchemeEditor
from annotator.ui.session import Session

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
BEA = Annotator("a_bea", "bea")
ORIGIN = Origin("manual", BEA.id)
TEXT = "“We won’t close the cafe\u0301 🏭,” said Zoé. 記者は「終わった」. She criticised the plan."
FRAME = Attribute("frame", "Frame", "quotation", "choice", (Label("war", "War"), Label("trade", "Trade é 🎈")))
TONE = Attribute("tone", "Tone", "quotation")
SCHEME = replace(DEFAULT, attributes=(FRAME, TONE))


def _documents() -> Iterator[AnnotatedDocument]:
    for number in range(3):
        said = TEXT.index("She")
        quotations = (
            Quotation(
                f"q_{number}_1",
                (Span(0, 30),),
                ORIGIN,
                type="direct",
                flags=("headline",),
                attributes={"frame": "war", "tone": ("wry", "12", "13")[number]},
            ),
            Quotation(f"q_{number}_2", (Span(said, said + 14),), ORIGIN, type="reported", type_origin="manual"),
        )
        layer = Layer(
            id=f"l_{number}",
            kind="annotator",
            annotator_id=BEA.id,
            annotator=BEA.name,
            mentions=(Mention(f"m_{number}", (Span(37, 40),), "person", None, ORIGIN),),
            quotations=quotations,
        )
        text = f"{TEXT} {number}"
        meta = {"title": f"Story {number}", "source": None, "author": None, "date": None, "url": None}
        yield AnnotatedDocument(Document(f"d_{number}", text, sha256(text), "en", meta), (), (layer,))


class Stage(QWidget):
    """A window with an article and the editor; it writes down what it was told."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.session = Session(BEA)
        self.session.open_project(project)
        self.article = QLineEdit()
        self.editor = SchemeEditor(self.session)
        self.told: list[str] = []
        self.trouble: list[str] = []
        self.opened: list[tuple[str, str]] = []
        self.editor.told.connect(self.told.append)
        self.editor.trouble.connect(self._fail)
        self.editor.passageOpened.connect(lambda document, quotation: self.opened.append((document, quotation)))
        self.setLayout(hbox(self.article, self.editor, gap=0))
        self.resize(1300, 760)

    def _fail(self, error: AppError) -> None:
        self.trouble.append(error.message)

    @property
    def project(self) -> Project:
        project = self.session.project
        assert project is not None
        return project

    def ids(self) -> list[str]:
        return [each.id for each in self.editor.page.column.list.labels.rows]

    def types(self) -> list[str | None]:
        layers = [self.project.annotations.layers(each)[0] for each in self.project.documents.ids()]
        return [each.type for layer in layers for each in layer.quotations]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    project = Project.create(tmp_path / "news.annotator", scheme=SCHEME)
    with project.step("Import", actor="a_import"):
        project.add_documents(list(_documents()))
    made = Stage(project)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.session.close_project()


def _press(qtbot: QtBot, key: Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def test_it_opens_at_the_types_with_their_use(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    assert page.title.text() == "Types"
    assert {each.id: each.used for each in page.column.list.labels.rows}["reported"] == 3
    assert page.rail.rows["flags"].accessibleName() == "Flags, 6"
    qtbot.waitUntil(page.column.list.hasFocus)
    qtbot.waitUntil(lambda: page.passages.title.text() == "“Direct”: 3 quotations")


def test_merging_is_previewed_and_enter_does_it(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    page.column.list.select("reported")
    page.column.mergeWanted.emit("reported", "indirect")
    assert page.strip.words.text() == "Merging “Reported” into “Indirect” changes 3 quotations in 3 articles."
    assert stage.types().count("reported") == 3
    _press(qtbot, Key.Key_Return)
    assert stage.types().count("indirect") == 3
    assert "reported" not in stage.ids()
    assert stage.told == ["Merged “Reported” into “Indirect”: 3 quotations in 3 articles."]
    stage.session.undo()
    assert "reported" in stage.ids()
    assert stage.types().count("reported") == 3


def test_escape_leaves_the_preview_and_then_the_editor(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    left: list[bool] = []
    stage.editor.done.connect(lambda: left.append(True))
    page.column.list.setFocus()
    page.column.mergeWanted.emit("reported", "indirect")
    _press(qtbot, Key.Key_Escape)
    assert not page.strip.isVisible()
    assert (left, stage.types().count("reported")) == ([], 3)
    assert page.column.list.hasFocus()
    _press(qtbot, Key.Key_Escape)
    assert left == [True]


def test_what_a_rule_sets_says_why_it_stays(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    page.column.list.setFocus()
    page.column.list.select("direct")
    assert not page.column.delete.isEnabled()
    qtbot.keyClick(page.column.list, Key.Key_Delete)
    assert page.strip.words.text().startswith("This type is set by rule from the quotation marks")
    assert not page.strip.yes.isVisible()


def test_deleting_what_is_not_used_is_done_at_once(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("flags")
    page = stage.editor.page
    page.column.list.select("translated")
    qtbot.mouseClick(page.column.delete, LEFT)
    assert not page.strip.isVisible()
    assert stage.told == ["Deleted the flag “Translated”."]
    assert "translated" not in stage.ids()


def test_deleting_what_is_used_is_previewed(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("flags")
    page = stage.editor.page
    page.column.list.select("headline")
    qtbot.mouseClick(page.column.delete, LEFT)
    assert page.strip.words.text() == "Deleting “Headline” takes it off 3 quotations in 3 articles."
    assert page.strip.instead.isVisible()
    qtbot.mouseClick(page.strip.yes, LEFT)
    assert stage.project.labels.usage("flags") == {}


def test_deleting_a_kind_in_use_asks_what_replaces_it(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("kinds")
    page = stage.editor.page
    page.column.deleteWanted.emit("person")
    assert page.strip.words.text() == (
        "“Person” is on 3 mentions and entities in 3 articles, which need a kind. Choose the one that takes its place."
    )
    assert not page.strip.yes.isVisible()
    next(each for each in page.strip._menu.actions() if each.text() == "Group").trigger()
    assert stage.project.labels.usage("kinds") == {"group": 3}
    assert stage.told == ["Merged “Person” into “Group”: 3 mentions and entities in 3 articles."]


def test_adding_with_enter_and_renaming_in_place(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("flags")
    column = stage.editor.page.column
    qtbot.keyClicks(column.field.edit, "Sarcasm")
    qtbot.keyClick(column.field.edit, Key.Key_Return)
    assert stage.ids()[-1] == "sarcasm"
    assert column.current() == "sarcasm"
    assert column.field.text() == ""
    column.list.rename()
    editor = column.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Irony")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: stage.project.scheme.flags[-1] == Label("sarcasm", "Irony"))
    assert stage.told == ["Added the flag “Sarcasm”.", "Renamed the flag “Sarcasm” to “Irony”."]


def test_a_name_that_is_there_is_told_and_stays_in_the_field(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("flags")
    field = stage.editor.page.column.field
    qtbot.keyClicks(field.edit, "headline")
    qtbot.keyClick(field.edit, Key.Key_Return)
    assert stage.trouble == ["another flag is called “headline”"]
    assert field.text() == "headline"


def test_moving_by_key(stage: Stage, qtbot: QtBot) -> None:
    column = stage.editor.page.column
    column.list.select("reported")
    qtbot.keyClick(column.list, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stage.ids() == ["direct", "mixed", "indirect", "reported", "free_indirect"]
    assert column.current() == "reported"


def test_the_count_shows_the_passages_and_one_opens(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    labels = page.column.list
    rect = labels.visualRect(labels.labels.index(4))
    qtbot.mouseClick(labels.viewport(), LEFT, pos=QPoint(rect.right() - 40, rect.center().y()))
    rows = page.passages.list
    assert rows.hasFocus()
    assert [each.words for each in rows.passages.rows] == ["She criticised"] * 3
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.passages.index(1)).center())
    assert stage.opened == [("d_1", "q_1_2")]


def test_splitting_off_some_passages(stage: Stage, qtbot: QtBot) -> None:
    page = stage.editor.page
    page.column.list.select("reported")
    qtbot.mouseClick(page.column.split, LEFT)
    qtbot.keyClick(page.passages.list, Key.Key_Space)
    qtbot.keyClicks(page.passages.name.edit, "Summary")
    qtbot.keyClick(page.passages.name.edit, Key.Key_Return)
    assert stage.types().count("summary") == 1
    assert stage.told == ["Split “Summary” off: 1 of the passages has it now."]
    assert not page.passages.splitting()


# ---------------------------------------------------------------------------------------------- attributes


def test_an_attribute_is_added_and_gets_its_first_choices(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("attributes_document")
    page = stage.editor.page
    qtbot.keyClicks(page.column.field.edit, "Topic")
    qtbot.keyClick(page.column.field.edit, Key.Key_Return)
    qtbot.mouseClick(page.attribute.types.segments[1], LEFT)
    assert page.attribute.first.isVisible()
    qtbot.keyClicks(page.attribute.first.edit, "Sport, Politics")
    qtbot.keyClick(page.attribute.first.edit, Key.Key_Return)
    wanted = (Label("sport", "Sport"), Label("politics", "Politics"))
    assert stage.project.scheme.attributes[-1] == Attribute("topic", "Topic", "document", "choice", wanted)
    assert page.attribute.choices.isVisible()


def test_another_type_is_previewed(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open_label("attributes_quotation", "tone")
    page = stage.editor.page
    assert page.column.current() == "tone"
    qtbot.mouseClick(page.attribute.types.segments[2], LEFT)
    assert page.strip.words.text() == "Changing “Tone” to number keeps 2 values and removes 1 that is no number."
    assert page.strip.more.text() == "“wry”"
    qtbot.mouseClick(page.strip.no, LEFT)
    assert page.attribute.types.current() == 0
    qtbot.mouseClick(page.attribute.types.segments[2], LEFT)
    qtbot.mouseClick(page.strip.yes, LEFT)
    tone = stage.project.scheme.attribute("quotation", "tone")
    assert tone is not None
    assert tone.type == "number"
    assert page.attribute.types.current() == 2
    assert stage.project.annotations.layers("d_1")[0].quotations[0].attributes["tone"] == 12


def test_choices_are_labels_with_use_and_passages(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("attributes_quotation")
    page = stage.editor.page
    choices = page.attribute.choices
    assert [(each.id, each.used) for each in choices.list.labels.rows] == [("war", 3), ("trade", 0)]
    qtbot.waitUntil(lambda: page.passages.title.text() == "“War”: 3 quotations")
    choices.mergeWanted.emit("war", "trade")
    assert page.strip.words.text() == "Merging “War” into “Trade é 🎈” changes 3 quotations in 3 articles."
    qtbot.mouseClick(page.strip.yes, LEFT)
    assert stage.project.labels.usage("choices", "frame") == {"trade": 3}


def test_deleting_an_attribute_says_how_many_values_go(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open_label("attributes_quotation", "tone")
    page = stage.editor.page
    qtbot.mouseClick(page.column.delete, LEFT)
    assert page.strip.words.text() == "Deleting “Tone” removes 3 values from quotations."
    qtbot.mouseClick(page.strip.yes, LEFT)
    assert stage.ids() == ["frame"]


# ---------------------------------------------------------------------------------------------- the rest


def test_fields_asked_for(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open("asked")
    qtbot.mouseClick(stage.editor.page.asked.switches["addressees"], LEFT)
    assert "addressees" not in stage.project.scheme.asked
    assert len(stage.project.scheme.asked) == 6
    stage.session.undo()
    assert stage.editor.page.asked.switches["addressees"].isChecked()


def test_a_guideline_is_written_here_too(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open_label("guidelines", "boundary")
    page = stage.editor.page
    assert page.rule.view is not None
    assert page.rule.view.rule.reason == "boundary"
    page.column.list.setFocus()
    qtbot.keyClick(page.column.list, Key.Key_Return)
    editor = page.rule.view.editor
    assert editor is not None
    qtbot.keyClicks(editor, "Take the comma in.")
    qtbot.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.project.scheme.guideline("boundary") == "Take the comma in."
    assert stage.told == ["Saved the guideline “Boundary”."]


def test_a_guideline_being_written_is_saved_when_the_page_is_left(stage: Stage, qtbot: QtBot) -> None:
    stage.editor.open_label("guidelines", "headline")
    view = stage.editor.page.rule.view
    assert view is not None
    view.start()
    assert view.editor is not None
    view.editor.setPlainText("Every headline.")
    stage.editor.leave()
    assert stage.project.scheme.guideline("headline") == "Every headline."


def test_what_another_change_does_is_shown(stage: Stage) -> None:
    with stage.project.step("Elsewhere", actor=BEA.id) as step:
        stage.project.set_scheme(replace(stage.project.scheme, types=SCHEME.types[:3]))
    stage.session.take(step.changes)
    assert stage.ids() == ["direct", "mixed", "indirect"]


def test_another_scheme_is_taken_over(stage: Stage) -> None:
    assert stage.editor.take_scheme(replace(DEFAULT, flags=(Label("mood", "Mood"),)))
    assert [each.id for each in stage.project.scheme.flags] == ["mood", "headline"]
    assert stage.told == ["Took over the scheme."]


def test_a_project_that_is_read_only_is_shown_and_not_changed(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "read.annotator"
    Project.create(path, scheme=SCHEME).close()
    made = Stage(Project.open(path, read_only=True))
    qtbot.addWidget(made)
    made.show()
    page = made.editor.page
    assert page.read_only.isVisible()
    assert not page.column.field.isVisible()
    assert not page.rail.take.isEnabled()
    assert page.rail.give.isEnabled()
    qtbot.keyClick(page.column.list, Key.Key_F2)
    assert page.column.list.findChild(QLineEdit) is None
    made.editor.open("asked")
    assert not page.asked.switches["cue"].isEnabled()
    made.session.close_project()


@pytest.mark.parametrize("size", [(1000, 560), (1440, 820)])
def test_the_parts_stand_side_by_side(stage: Stage, size: tuple[int, int]) -> None:
    stage.article.hide()
    stage.resize(*size)
    stage.editor.open("flags")
    page = stage.editor.page
    spans = [(part.mapTo(page, QPoint(0, 0)).x(), part.width()) for part in (page.rail, page.column, page.detail)]
    for (x, width), (following, _) in itertools.pairwise(spans):
        assert x + width <= following
    assert sum(spans[-1]) <= page.width()
    assert page.column.width() >= 480
