"""The everyday care of articles in the window: search, skip, remove, notes, metadata, corrected texts, visits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.text import Span, sha256
from annotator.operations import annotate
from annotator.store.project import PIPELINE, Project
from annotator.ui.actions import ACTIONS, make_actions
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.document_actions import DocumentActions
from annotator.ui.document_care import DocumentCare
from annotator.ui.look.theme import Theme
from annotator.ui.messages import NoticeBar
from annotator.ui.searching import Searching
from annotator.ui.session import Session
from annotator.ui.visits import left_at, return_to

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has little to offer

QUAY = (
    "“We will not sell the quay 🏗,” Ana Brandt told reporters at the cafe\u0301.\n"
    "The council said the ice house would stay until March."
)
TEXTS = {
    "d_1": ("The quay stays", QUAY),
    "d_2": ("Ice house", "An ice house 🧊 is no quay, said Zoe\u0301 Aas."),
    "d_3": ("Boats", "قال العمال إن القوارب ستعود. The boats come back."),
}


def article(id: str) -> AnnotatedDocument:
    title, text = TEXTS[id]
    meta = dict.fromkeys(STANDARD_META) | {"title": title, "source": "Fjord Tribune"}
    return AnnotatedDocument(Document(id, text, sha256(text), "en", meta))


class NoLabelling:
    """Stands in for the pipeline: remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def start(self) -> None:
        """Nothing is labelled."""

    def again(self, document: str) -> None:
        self.asked.append(document)


class Window(QWidget):
    """As much of the window as the care of articles needs."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.session = Session(Annotator("a_bea", "bea"), self)
        self.notices = NoticeBar()
        self.annotate = AnnotateView(self.session, self.notices, Theme.load(dark=False))
        self.labelling = NoLabelling()
        handlers = {spec.id: bool for spec in ACTIONS}
        self.annotate.furnish(make_actions(self, handlers), QMenu(self))
        self.documents = DocumentActions(self.session, self.annotate, self.notices, self.labelling, self)  # type: ignore[arg-type]
        self.searching = Searching(self, self.annotate.documents, self.session, self.notices, self.documents)
        self.care = DocumentCare(
            self.session,
            self.annotate,
            self.notices,
            self.labelling,
            self,
            self.documents,  # type: ignore[arg-type]
        )
        self.session.changed.connect(self.show_rows)
        self.annotate.trouble.connect(self.notices.show_error)
        column = QVBoxLayout(self)
        for part in (self.annotate, self.care.reanchor, self.notices):
            column.addWidget(part)
        self.session.open_project(project)
        self.show_rows()
        self.open_first()

    def show_rows(self) -> None:
        if self.session.project is not None:
            self.annotate.documents.set_rows(self.session.project.documents.listing("a_bea"))

    def open_document(self, id: str) -> None:
        if self.session.document is not None and self.session.document.id == id:
            return
        self.annotate.finish_edits()
        self.annotate.header.finish()
        self.session.open_document(id)
        self.annotate.show_document()
        self.care.show_article()

    def open_first(self) -> None:
        first = self.annotate.documents.neighbour(0) or self.annotate.documents.neighbour(1)
        if first is not None:
            self.open_document(first)


@pytest.fixture
def window(qapp: object, tmp_path: Path) -> Iterator[Window]:
    project = Project.create(tmp_path / "quay.annotator", title="Quay")
    with project.step("Import", actor=PIPELINE):
        project.add_documents([article(id) for id in TEXTS])
    made = Window(project)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    yield made
    made.session.close_project()
    made.close()
    gc.collect()
    shiboken6.delete(made)


def opened(window: Window) -> str:
    assert window.session.document
    return window.session.document.id


def listed(window: Window) -> dict[str, str]:
    project = window.session.project
    assert project
    return {row.id: row.status for row in project.documents.listing("a_bea")}


def panel(window: Window):  # type: ignore[no-untyped-def]
    return window.annotate.documents


def test_a_word_of_the_corpus_is_found_and_shown_in_its_article(qtbot, window):
    assert opened(window) == "d_1"
    panel(window).focus_search()
    QTest.keyClicks(panel(window).field.edit, "zoe")
    qtbot.waitUntil(lambda: panel(window).model.ids() == ["d_2"])
    QTest.keyClick(panel(window).field.edit, Qt.Key.Key_Return)
    assert opened(window) == "d_2"
    selected = window.annotate.article.raw_selection()
    assert selected
    assert selected.of(TEXTS["d_2"][1]) == "Zoe\u0301"


def test_a_query_may_name_fields_and_be_wrong(qtbot, window):
    window.care.open_note("d_2")
    window.annotate.header.note.edit.setPlainText("look 🐟")
    window.annotate.header.finish()
    panel(window).field.set_text("id:d_3")
    window.searching.search("id:d_3")
    assert panel(window).model.ids() == ["d_3"]
    panel(window).field.set_text("colour:red")
    window.searching.search("colour:red")
    assert panel(window).no_hits.words.text().startswith("The search has no field “colour”: the fields are status")


def test_an_article_is_skipped_with_two_keys_and_the_next_one_opens(qtbot, window):
    window.care.ask_skip()
    button = window.annotate.header.skip.buttons[0]
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_2)
    assert opened(window) == "d_2"
    assert listed(window)["d_1"] == "skipped"
    assert window.notices.text() == "Skipped “The quay stays”: duplicate."
    window.documents.undo()
    assert (opened(window), listed(window)["d_1"]) == ("d_1", "new")


def test_an_article_with_nothing_in_it_is_done_with_one_key(qtbot, window):
    window.documents.done_next()
    assert (opened(window), listed(window)["d_1"]) == ("d_2", "done")
    for _ in range(2):
        window.documents.done_next()
    assert window.notices.text() == "Every article is done."
    window.documents.reopen()
    assert listed(window)[opened(window)] == "in_progress"


def test_done_with_problems_says_how_many_and_shows_them(qtbot, window):
    shown = []
    window.documents.problems = lambda: 3
    window.documents.show_problems = lambda: shown.append(opened(window))
    window.documents.done_next()
    assert window.notices.text() == "Done with 3 problems: “The quay stays”."
    window.documents._show_problems("d_1")
    assert shown == ["d_1"]


def test_articles_are_removed_together_and_come_back(qtbot, window):
    window.care.remove(["d_1", "d_3"])
    assert opened(window) == "d_2"
    assert panel(window).model.ids() == ["d_2"]
    assert window.notices.text() == "Removed 2 articles with all that was marked in them."
    window.documents.undo()
    assert len(listed(window)) == 3
    window.care.remove(list(TEXTS))
    assert window.session.document is None
    window.documents.undo()
    assert len(listed(window)) == 3


def test_several_are_marked_from_the_menu(qtbot, window):
    panel(window).asked.emit("done", ["d_2", "d_3"])
    assert listed(window) == {"d_1": "new", "d_2": "done", "d_3": "done"}
    assert window.notices.text() == "2 articles done."
    panel(window).asked.emit("reopen", ["d_2"])
    assert listed(window)["d_2"] == "in_progress"
    panel(window).asked.emit("label", ["d_2", "d_3"])
    assert window.labelling.asked == ["d_2", "d_3"]


def test_a_note_to_oneself_marks_the_row(qtbot, window):
    window.care.open_note()
    window.annotate.header.note.edit.setPlainText("Ask Zoe\u0301 🐟")
    window.open_document("d_2")
    assert [row.noted for row in panel(window).model.rows()] == [True, False, False]
    assert window.annotate.header.note.edit.toPlainText() == ""
    window.open_document("d_1")
    assert window.annotate.header.note.edit.toPlainText() == "Ask Zoe\u0301 🐟"
    assert window.annotate.header.note_button.isChecked()


def test_metadata_are_edited_in_place(qtbot, window):
    window.care.open_metadata("d_2")
    editor = window.annotate.header.metadata
    editor.edited.emit("d_2", "source", "Vestvik Courier")
    editor.edited.emit("d_2", "section", "Economy")
    assert editor.rows["source"].field.text() == "Vestvik Courier"
    assert editor.rows["section"].field.text() == "Economy"
    assert panel(window).model.rows()[1].source == "Vestvik Courier"
    editor.removed.emit("d_2", "section")
    assert "section" not in editor.rows
    editor.edited.emit("d_2", "x" * 200, "")
    assert "cannot be a key" in window.notices.text()
    window.documents.undo()
    window.documents.undo()
    window.documents.undo()
    assert editor.rows["source"].field.text() == "Fjord Tribune"


def test_metadata_are_filled_from_a_table_after_a_preview(qtbot, window, tmp_path):
    table = tmp_path / "meta.csv"
    table.write_text("id;author;date\nd_1;Zoe\u0301;2026-11-20\nd_7;x;\n", encoding="utf-8")
    window.care.offer_fill(table)
    assert window.notices.text() == "meta.csv: 1 of 2 ids match; 2 values in 1 article change."
    assert panel(window).model.rows()[0].date is None
    from annotator.operations import metadata

    window.care._fill(metadata.read_table(table), large=False)
    assert panel(window).model.rows()[0].date == "2026-11-20"
    assert window.notices.text() == "Metadata of 1 article filled."


def test_a_corrected_text_offers_what_was_annotated(qtbot, window, tmp_path):
    start = QUAY.index("“We")
    made = window.session.run(annotate.add_quotation, (Span(start, QUAY.index(" Ana")),)).focus
    window.session.run(annotate.set_note, made or "", "sure? 🐟")
    path = tmp_path / "new.txt"
    path.write_text(QUAY.replace("told reporters", "told us").replace("until March", "for good"), encoding="utf-8")
    with qtbot.waitSignal(window.care.offered):
        window.care.bring_in("d_1", path)
    new = opened(window)
    assert new not in TEXTS
    rows = window.care.reanchor.model.rows()
    assert [(each.state, each.chosen) for each in rows] == [("unchanged", True)]
    assert window.care.reanchor.carry.text() == "Carry over 1"
    with qtbot.waitSignal(window.care.settled):
        QTest.keyClick(window.care.reanchor.list, Qt.Key.Key_Return)
    assert window.session.layer
    assert [each.note for each in window.session.layer.quotations] == ["sure? 🐟"]
    assert window.notices.text() == "1 quotation carried over."
    window.documents.undo()
    assert window.session.layer.quotations == ()


def test_documents_are_sorted_by_the_last_visit(qtbot, window):
    project = window.session.project
    assert project
    window.session.run(annotate.set_status, "in_progress")
    for id, at in (("d_1", "2026-11-24T10:00:00Z"),):
        visit = left_at(window.annotate.article, None, 12.0)
        project.visits.save(id, "a_bea", visit.__class__(visit.caret, visit.top, None, 12.0, at))
    window.show_rows()
    window.care.set_order("worked")
    panel(window).show_only("all")
    assert panel(window).model.ids()[0] == "d_1"
    window.care.set_order("-title")
    assert panel(window).model.ids()[0] == "d_1"


def test_an_article_is_left_and_returned_to(qtbot, window):
    article = window.annotate.article
    long = "\n".join(
        f"Paragraph {n} of the cafe\u0301 🐟 and its quay, long enough to fill a line." for n in range(200)
    )
    article.show_text(long)
    article.set_caret(5000)
    article.reveal(Span(5000, 5001))
    qtbot.waitUntil(lambda: article.verticalScrollBar().value() > 0)
    visit = left_at(article, "q_1", 33.0)
    assert (visit.caret, visit.active, visit.seconds) == (5000, "q_1", 33.0)
    assert 0 < visit.top < 5000
    article.set_caret(0)
    article.verticalScrollBar().setValue(0)
    return_to(article, visit)
    again = left_at(article, None, 0)
    assert (again.caret, again.top) == (visit.caret, visit.top)
    return_to(article, visit.__class__(10, 0, None, 0, ""))
    assert article.verticalScrollBar().value() == 0
