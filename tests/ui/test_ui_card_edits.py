"""From the right panel to the project file and back, without a window around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation
from annotator.domain.changes import Changes
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.domain.text import Span, sha256
from annotator.operations import annotate, stances
from annotator.store.project import PIPELINE, Project
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.article.marks import Mark
from annotator.ui.card.panel import QuotationPanel
from annotator.ui.card.view_model import StanceDraft
from annotator.ui.card_edits import CardEdits
from annotator.ui.kit.basics import hbox
from annotator.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
TEXT = (
    "“We stay at the quay 🏭, and ‘the bridge’ stays too,” said Zoe\u0301 Lindqvist.\n"
    "“It is over,” Jun Sato said.\u2028Rent control came next."
)
HAND = Origin("manual", "a_bea")
ZOE, RENT = Entity("e_zoe", "Zoe\u0301 Lindqvist", "person", HAND), Entity("e_rent", "Rent control", "issue", HAND)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


STAY, BRIDGE, OVER = (
    at("“We stay at the quay 🏭, and ‘the bridge’ stays too,”"),
    at("‘the bridge’"),
    at("“It is over,”"),
)


class Place(QWidget):
    """What the card sees of the view around it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.active: str | None = None
        self.focused: str | None = None
        self.told: list[str] = []
        self.failed: list[str] = []
        self.revealed: list[Span] = []
        self.article = QLineEdit()
        self.panel = QuotationPanel(make_actions(self, {each.id: lambda: None for each in ACTIONS}))
        self.setLayout(hbox(self.article, self.panel, gap=0))
        self.edits = CardEdits(session, self, self.panel)
        session.changed.connect(self.take)

    def take(self, changes: Changes) -> None:
        if self.quotation(changes.focus):
            self.active = changes.focus
        self.edits.show()

    def quotation(self, id: str | None) -> Quotation | None:
        rows = self.session.layer.quotations if self.session.layer else ()
        return next((each for each in rows if each.id == id), None)

    def reveal(self, span: Span) -> None:
        self.revealed.append(span)

    def to_article(self) -> None:
        self.article.setFocus()

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)

    def fail(self, error: AppError) -> None:
        self.failed.append(error.message)

    def quote(self, span: Span) -> Quotation:
        self.session.run(annotate.add_quotation, (span,))
        return self.now

    @property
    def now(self) -> Quotation:
        found = self.quotation(self.active)
        assert found is not None
        return found


@pytest.fixture
def place(qtbot: QtBot, tmp_path: Path) -> Iterator[Place]:
    path = tmp_path / "quay.annotator"
    mentions = tuple(
        Mention(f"m_{n}", (at(words),), kind, entity, Origin("pipeline"))
        for n, (words, kind, entity) in enumerate(
            (("Zoe\u0301 Lindqvist", "person", "e_zoe"), ("Jun Sato", "person", None))
        )
    )
    document = Document("quay", TEXT, sha256(TEXT), "en")
    with Project.create(path) as project:
        with project.step("Registry", actor=PIPELINE):
            for each in (ZOE, RENT):
                project.registry.save(each)
        with project.step("Import", actor=PIPELINE):
            layer = Layer("l_p", "pipeline", annotator="en_invented 1.0", status="done", mentions=mentions)
            project.add_documents([AnnotatedDocument(document, (ZOE, RENT), (layer,))])
    session = Session(Annotator("a_bea", "Béa"))
    session.open_project(Project.open(path))
    session.open_document("quay")
    made = Place(session)
    qtbot.addWidget(made)
    made.resize(700, 820)
    made.panel.setFixedWidth(368)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.edits.show()
    yield made
    session.close_project()


def press(qtbot: QtBot, place: Place, *keys: Qt.Key) -> None:
    for key in keys:
        focus = place.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def offered(place: Place) -> list[str]:
    return [each.text() for each in place.panel.card.pad.picker.rows if each.isVisible()]


# ------------------------------------------------------------------------------------------------ showing


def test_rows_are_the_same_objects_where_nothing_changed(place: Place) -> None:
    place.quote(STAY)
    place.quote(OVER)
    before = place.panel.list.view.rows.rows
    place.edits.set_confidence(2)
    after = place.panel.list.view.rows.rows
    assert after[0] is before[0]
    assert [each.active for each in after] == [False, True]
    place.edits.show()
    assert place.panel.list.view.rows.rows[0] is before[0]


def test_names_follow_the_registry(place: Place) -> None:
    place.quote(STAY)
    place.session.run(stances.add_stance, place.now.id, target="e_zoe", value="favour")
    assert place.panel.card.stances.rows[0].text() == "Zoe\u0301 Lindqvist"
    with place.session.project.step("Rename", actor=PIPELINE) as step:
        place.session.project.registry.save(replace(ZOE, name="Mayor Zoe\u0301"))
    place.session.take(step.changes)
    assert place.panel.card.stances.rows[0].text() == "Mayor Zoe\u0301"


# ------------------------------------------------------------------------------------------------ the card


def test_confidence_again_is_taken_back(place: Place) -> None:
    place.quote(STAY)
    place.edits.set_confidence(3)
    assert place.now.confidence == 3
    place.edits.set_confidence(3)
    assert place.now.confidence is None
    place.active = None
    place.edits.set_confidence(1)
    assert place.session.project.undo_label("a_bea") == "Set confidence"


def test_an_own_field_is_written_and_a_wrong_value_told(place: Place) -> None:
    own = replace(
        DEFAULT, attributes=(Attribute("tone", "Tone", "quotation"), Attribute("n", "N", "quotation", "number"))
    )
    with place.session.project.step("Scheme", actor=PIPELINE):
        place.session.project.set_scheme(own)
    place.panel.set_scheme(own)
    place.quote(STAY)
    place.panel.edited.emit("attribute", ("tone", "dry cafe\u0301 🏭"))
    assert place.now.attributes == {"tone": "dry cafe\u0301 🏭"}
    place.panel.edited.emit("attribute", ("n", "many"))
    assert "no number" in place.failed[0]
    assert place.now.attributes == {"tone": "dry cafe\u0301 🏭"}


def test_the_enclosing_quotation_is_offered_and_set(qtbot: QtBot, place: Place) -> None:
    outer, other = place.quote(STAY), place.quote(OVER)
    inner = place.quote(BRIDGE)
    assert (inner.parent, inner.parent_origin) == (outer.id, "auto")
    assert place.panel.card.parent_button.text() == "inside 1"
    qtbot.mouseClick(place.panel.card.parent_button, Qt.MouseButton.LeftButton)
    menu = place.panel.card.parent_button.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [each.text()[:11] for each in menu.actions()][3] == "1  We stay "
    others = next(each.menu() for each in menu.actions() if each.text() == "Another quotation")
    assert isinstance(others, QMenu)
    (over,) = others.actions()
    menu.close()
    over.trigger()
    assert (place.now.parent, place.now.parent_origin) == (other.id, "manual")
    place.active = other.id
    place.panel.edited.emit("parent", (inner.id, True))
    assert "inside itself" in place.failed[0]


# ------------------------------------------------------------------------------------------------ stances


def test_targets_used_last_come_first_then_cast_then_issues(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.edits.open_stance_pad(None)
    assert offered(place) == ["Zoe\u0301 Lindqvist", "Jun Sato", "Rent control"]
    press(qtbot, place, Key.Key_Escape)
    place.session.run(stances.add_stance, place.now.id, target="e_rent", value="favour")
    place.edits.open_stance_pad(None)
    assert offered(place) == ["Rent control", "Zoe\u0301 Lindqvist", "Jun Sato"]
    press(qtbot, place, Key.Key_Left, Key.Key_Return)
    last = place.now.stances[-1]
    assert (last.target, last.value) == ("e_rent", "against")
    assert place.article.hasFocus()


def test_one_of_the_cast_becomes_an_entity_when_it_is_the_target(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.edits.open_stance_pad(None)
    qtbot.keyClicks(place.panel.card.pad.picker.edit, "sato")
    press(qtbot, place, Key.Key_Return, Key.Key_Left, Key.Key_Return)
    target = place.session.entities[place.now.stances[0].target or ""]
    assert (target.name, target.kind) == ("Jun Sato", "person")


def test_words_or_a_mention_chosen_before_are_the_target(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.edits.open_stance_pad(at("Zoe\u0301 Lindqvist"))
    assert place.panel.card.pad.draft().target == "e_zoe", "a mention of an entity is that entity"
    press(qtbot, place, Key.Key_Left)
    place.edits.finish()
    place.edits.open_stance_pad(at("the bridge"))
    press(qtbot, place, Key.Key_Right, Key.Key_Return)
    assert [(each.target, each.target_spans) for each in place.now.stances] == [
        ("e_zoe", ()), (None, (at("the bridge"),)),
    ]  # fmt: skip


def test_an_open_pad_takes_what_is_clicked_or_asked_for_again(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.edits.open_stance_pad(None)
    found = place.session.layer.mentions[0]
    place.edits.target_from(Mark(found.id, "mention", found.spans))
    assert place.panel.card.pad.draft().target == "e_zoe"
    place.edits.open_stance_pad(at("the bridge"))
    assert place.panel.card.pad.draft().target_spans == (at("the bridge"),), "without a value it is only aimed anew"
    press(qtbot, place, Key.Key_Left)
    place.edits.open_stance_pad(at("Zoe\u0301 Lindqvist"))
    assert [each.value for each in place.now.stances] == ["against"], "with a value it is kept, and a new one begins"
    assert place.panel.card.pad.draft() == StanceDraft(
        target="e_zoe", target_name=ZOE.name, kind="person", quotation=place.now.id
    )


def test_the_same_stance_again(qtbot: QtBot, place: Place) -> None:
    first = place.quote(STAY)
    place.session.run(stances.add_stance, first.id, target="e_rent", value="against", intensity=2, explicit=False)
    place.quote(OVER)
    place.edits.open_stance_pad(None)
    press(qtbot, place, Key.Key_Equal, Key.Key_Return)
    (again,) = place.now.stances
    assert (again.target, again.value, again.intensity, again.explicit) == ("e_rent", "against", 2, False)
    place.edits.open_stance_pad(at("the bridge"))
    press(qtbot, place, Key.Key_Up, Key.Key_Return)
    place.edits.open_stance_pad(None)
    press(qtbot, place, Key.Key_Equal)
    assert place.panel.card.pad.draft().target_spans == (at("the bridge"),), "the one kept last"
    press(qtbot, place, Key.Key_Escape)


def test_a_stance_belongs_to_the_quotation_its_pad_was_opened_for(qtbot: QtBot, place: Place) -> None:
    first = place.quote(STAY)
    place.edits.open_stance_pad(at("the bridge"))
    press(qtbot, place, Key.Key_Left)
    other = place.quote(OVER)
    qtbot.waitUntil(lambda: [each.value for each in place.quotation(first.id).stances] == ["against"])
    assert place.quotation(other.id).stances == ()
    assert place.active == other.id, "and the new quotation stays the active one"
    place.edits.open_stance_pad(at("the bridge"))
    place.quote(BRIDGE)
    QApplication.processEvents()
    assert place.quotation(other.id).stances == (), "without a value nothing is kept"


def test_evidence_goes_to_the_open_pad_or_the_last_stance(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.edits.add_evidence(at("stays too"))
    assert "no stance yet" in place.told[0]
    place.edits.open_stance_pad(at("the bridge"))
    press(qtbot, place, Key.Key_Right)
    place.edits.add_evidence(at("the quay 🏭"))
    press(qtbot, place, Key.Key_Return)
    assert place.now.stances[0].evidence == (at("the quay 🏭"),)
    place.edits.add_evidence(at("stays too"))
    assert place.now.stances[0].evidence == (at("the quay 🏭"), at("stays too"))
    rows = place.panel.card.stances.evidence
    assert [each.text() for each in rows] == ["the quay 🏭", "stays too"]
    qtbot.waitUntil(lambda: rows[1].y() > rows[0].y())
    qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton, pos=rows[1].rect().center())
    assert place.revealed == [at("stays too")]
    qtbot.keyClick(rows[0], Key.Key_Delete)
    assert place.now.stances[0].evidence == (at("stays too"),)


def test_a_stance_edited_in_the_pad_keeps_what_was_not_touched(qtbot: QtBot, place: Place) -> None:
    place.quote(STAY)
    place.session.run(
        stances.add_stance, place.now.id, target="e_zoe", value="favour", intensity=3, evidence=(at("stays too"),)
    )
    (before,) = place.now.stances
    qtbot.mouseClick(place.panel.card.stances.rows[0], Qt.MouseButton.LeftButton, pos=place.panel.rect().topLeft())
    press(qtbot, place, Key.Key_Left, Key.Key_Return)
    (after,) = place.now.stances
    assert (after.id, after.value, after.intensity, after.evidence) == (before.id, "against", 3, before.evidence)
