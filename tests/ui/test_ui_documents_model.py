"""The list of documents as data: filters, rows that come and go, neighbours, what is read aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.domain.documents import LayerStatus
from annotator.ui.documents.model import HIT_ROLE, OPEN_ROLE, PROBLEMS_ROLE, WHERE_ROLE, DocumentsModel
from annotator.ui.documents.order import ORDERS, folded, order_of, sorted_places, turned
from annotator.ui.documents.rows import finished, open_suggestions, progress
from annotator.ui.kit.dates import long_date, short_date, year_of


@dataclass(frozen=True)
class Row:
    id: str
    title: str = "The quay 🏗️ of Sa\u0303o Tomé"
    source: str | None = "Fjord Tribune"
    date: str | None = "2026-11-17"
    status: LayerStatus = "new"
    quotations: int = 0
    suggestions: int = 0
    words: int = 318
    labelled: bool = True
    noted: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Hit:
    document: str
    snippet: str = "words of the quay 🏗️ around"
    hits: tuple[tuple[int, int], ...] = ((13, 17),)


STATES: tuple[LayerStatus, ...] = ("new", "in_progress", "done", "skipped", "new")


def rows() -> list[Row]:
    return [Row(f"d_{n}", status=status) for n, status in enumerate(STATES)]


@pytest.fixture
def model(qapp: object) -> DocumentsModel:
    made = DocumentsModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    made.set_rows(rows())
    return made


def test_to_do_is_shown_first_and_skipped_counts_as_done(model: DocumentsModel) -> None:
    assert model.ids() == ["d_0", "d_1", "d_4"]
    assert model.counts() == {"todo": 3, "done": 2, "all": 5, "skipped": 1, "problems": 0, "noted": 0, "copies": 0}
    model.set_filter("", "done")
    assert model.ids() == ["d_2", "d_3"]
    model.set_filter("", "all")
    assert model.ids() == [f"d_{n}" for n in range(5)]


@pytest.mark.parametrize("words", ["são tome", "SA\u0303O", "quay tribune", "🏗"])
def test_titles_and_outlets_are_found_without_case_and_accents(model: DocumentsModel, words: str) -> None:
    model.set_filter(words, "all")
    assert len(model.ids()) == 5
    model.set_filter(words + " herring", "all")
    assert model.ids() == []


def test_the_open_article_stays_until_another_is_opened(model: DocumentsModel) -> None:
    model.set_current("d_1")
    model.update_rows({"d_1": replace(rows()[1], status="done"), "unknown": Row("unknown")})
    assert model.ids() == ["d_0", "d_1", "d_4"]
    assert model.counts()["done"] == 3
    model.set_current("d_4")
    assert model.ids() == ["d_0", "d_4"]
    model.set_current("d_2")
    assert model.ids() == ["d_0", "d_2", "d_4"]


def test_few_changes_move_rows_and_many_reset(qtbot, model: DocumentsModel) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignals([model.rowsRemoved, model.rowsInserted]), qtbot.assertNotEmitted(model.modelReset):
        model.update_rows({"d_0": Row("d_0", status="done"), "d_2": Row("d_2")})
    assert model.ids() == ["d_1", "d_2", "d_4"]
    model.set_rows([Row(f"d_{n}") for n in range(100)])
    with qtbot.waitSignal(model.modelReset):
        model.set_filter("nothing like it", "all")
    assert model.rowCount() == 0


def test_a_changed_row_is_painted_again(qtbot, model: DocumentsModel) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignal(model.dataChanged) as told:
        model.update_rows({"d_4": Row("d_4", title="Another 🎣 title")})
    assert told.args[0].row() == 2
    assert model.index(2).data() == "Another 🎣 title"


def test_neighbours_follow_what_is_shown(model: DocumentsModel) -> None:
    assert model.neighbour("d_1", 1) == "d_4"
    assert model.neighbour("d_4", 1) is None
    assert model.neighbour("d_4", -1) == "d_1"
    assert model.neighbour("d_2", 1) == "d_4", "from a hidden document, by project order"
    assert model.neighbour("d_2", -1) == "d_1"
    assert model.neighbour(None, 1) == "d_0"


def test_the_next_unfinished_goes_round(model: DocumentsModel) -> None:
    assert model.next_unfinished("d_1") == "d_4"
    assert model.next_unfinished("d_4") == "d_0"
    assert model.next_unfinished(None) == "d_0"
    model.set_rows([Row("d_0"), Row("d_1", status="done")])
    assert model.next_unfinished("d_0") is None


def test_a_row_says_what_it_is(model: DocumentsModel) -> None:
    model.update_rows({"d_1": replace(rows()[1], quotations=7)})
    model.set_current("d_1")
    index = model.index(1)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "The quay 🏗️ of Sa\u0303o Tomé, Fjord Tribune, 17 Nov 2026, in progress, 7 quotations, open"
    assert "7 quotations · 318 words" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(OPEN_ROLE) is True
    assert model.index(0).data(OPEN_ROLE) is False


def test_the_year_is_shown_where_it_tells_documents_apart(model: DocumentsModel) -> None:
    assert model.index(0).data(WHERE_ROLE) == "Fjord Tribune · 17 Nov"
    model.set_rows([Row("a"), Row("b", date="2025-01-02"), Row("c", date=None), Row("d", source=None, date="spring")])
    assert model.index(0).data(WHERE_ROLE) == "Fjord Tribune · 17 Nov 2026"
    assert model.index(2).data(WHERE_ROLE) == "Fjord Tribune"
    assert model.index(3).data(WHERE_ROLE) == "spring"


@pytest.mark.parametrize(
    ("date", "long", "short", "year"),
    [
        ("2026-11-17", "17 November 2026", "17 Nov", 2026),
        ("2026-11-17T08:00:00Z", "17 November 2026", "17 Nov", 2026),
        ("2026-11", "November 2026", "Nov", 2026),
        ("2026", "2026", "2026", 2026),
        ("2026-13-01", "2026-13-01", "2026-13-01", None),
        ("24.11. 🗓️", "24.11. 🗓️", "24.11. 🗓️", None),
    ],
)
def test_dates_as_people_write_them(date: str, long: str, short: str, year: int | None) -> None:
    assert (long_date(date), short_date(date, year=False), year_of(date)) == (long, short, year)


def test_the_pie_fills_with_the_quotations() -> None:
    assert progress(Row("a")) == 0.5
    assert progress(Row("a", quotations=3, suggestions=6)) == 0.5
    assert progress(Row("a", quotations=9, suggestions=6)) == 0.85
    assert finished(Row("a", status="skipped"))
    assert folded("Ｔomás") == "tomas"


# Filters, orders, searches


def test_skipped_noted_and_troubled_documents_can_be_shown_alone(model: DocumentsModel) -> None:
    model.set_filter("", "skipped")
    assert model.ids() == ["d_3"]
    model.set_filter("", "noted")
    assert model.ids() == []
    model.update_rows({"d_0": replace(rows()[0], noted=True)})
    assert model.ids() == ["d_0"]
    model.set_filter("", "problems")
    model.set_problems({"d_1": 3, "d_2": 1, "d_9": 4})
    assert (model.ids(), model.counts()["problems"], model.counts()["noted"]) == (["d_1", "d_2"], 2, 1)
    assert model.index(0).data(PROBLEMS_ROLE) == 3
    model.set_problems({"d_1": 0})
    assert model.ids() == ["d_2"]
    model.set_rows(rows()[:2])
    assert model.counts()["problems"] == 0


def test_a_row_says_its_problems_note_and_suggestions(model: DocumentsModel) -> None:
    model.update_rows({"d_0": replace(rows()[0], suggestions=6, noted=True)})
    model.set_problems({"d_0": 1})
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("to do, 0 quotations, 6 suggested, 1 problem, has a note")
    assert open_suggestions(Row("a", status="in_progress", suggestions=6)) == 0


def test_each_order_sorts_and_turns_round(model: DocumentsModel) -> None:
    documents = [
        Row("a", "Zebra 🦓", "Courier", "2026-03-01", "done", 4),
        Row("b", "éclair", None, None, "in_progress", 9),
        Row("c", "Apple", "Agency", "2025-12-31", "new", 0),
    ]
    worked = {"a": "2026-11-24T10:00:00Z", "c": "2026-11-24T11:00:00Z"}

    def order(token: str) -> str:
        return "".join(documents[place].id for place in sorted_places(documents, order_of(token), worked))

    assert {each: order(each) for each in ORDERS} == {
        "project": "abc",
        "title": "cba",
        "date": "cab",
        "source": "cab",
        "status": "bca",
        "quotations": "bac",
        "worked": "cab",
    }
    assert [order(f"-{each}") for each in ("project", "title", "date", "quotations", "worked")] == [
        "cba", "abc", "acb", "cab", "acb",
    ]  # fmt: skip
    assert order_of("-nonsense") == order_of("") == "project"
    assert (turned("date"), turned("-date")) == ("-date", "date")


def test_neighbours_and_the_next_one_follow_the_order_chosen(model: DocumentsModel) -> None:
    titles = {"d_0": "D", "d_1": "B", "d_2": "A", "d_3": "E", "d_4": "C"}
    model.update_rows({row.id: replace(row, title=titles[row.id]) for row in rows()})
    model.set_order("title")
    assert model.ids() == ["d_1", "d_4", "d_0"]
    assert model.neighbour("d_1", 1) == "d_4"
    assert model.neighbour("d_2", 1) == "d_1"
    assert model.next_unfinished("d_4") == "d_0"
    assert model.next_unfinished("d_0") == "d_1"
    assert model.next_unfinished("d_0", {"d_1", "d_4"}) is None
    model.set_order("-title")
    assert model.ids() == ["d_0", "d_4", "d_1"]


def test_rows_keep_their_place_while_one_works(model: DocumentsModel) -> None:
    model.set_order("quotations")
    model.set_filter("", "all")
    model.update_rows({"d_4": replace(rows()[4], quotations=9)})
    assert model.ids() == ["d_0", "d_1", "d_2", "d_3", "d_4"]
    model.set_order("quotations")
    assert model.ids()[0] == "d_4"
    model.set_order("worked")
    model.set_worked({"d_2": "2026-11-24"})
    assert model.ids()[0] == "d_2"


def test_hits_stand_beside_the_titles_that_hold_the_words(model: DocumentsModel) -> None:
    model.update_rows({"d_4": replace(rows()[4], title="The harbour", source=None)})
    model.set_filter("harbour", "todo")
    assert model.ids() == ["d_4"]
    model.set_hits({"d_0": Hit("d_0"), "d_2": Hit("d_2")})
    assert model.ids() == ["d_0", "d_4"]
    assert model.index(0).data(HIT_ROLE).snippet == "words of the quay 🏗️ around"
    assert "words of the quay" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1).data(HIT_ROLE) is None
    model.set_filter("harbour", "all")
    assert model.ids() == ["d_0", "d_2", "d_4"]
    model.set_filter("", "all")
    assert model.ids() == ["d_0", "d_2"], "a query without words shows what it found, and nothing else"
    model.set_hits(None)
    assert len(model.ids()) == 5
    assert not model.searched


def test_a_hundred_thousand_rows_are_sorted_and_filtered(qapp: object) -> None:
    model = DocumentsModel()
    model.set_rows([Row(f"d_{n}", f"Title {n % 977} 🐟", quotations=n % 7) for n in range(100_000)])
    model.set_order("-quotations")
    model.set_filter("title 976", "all")
    assert model.rowCount() == 102
    assert model.ids()[0] == "d_1953", "the first of them without quotations"
